"""The tests themselves are proven: each protection is taken out, and a test must notice."""
