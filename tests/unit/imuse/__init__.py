"""The reader, broken on purpose with what old sites write."""
