"""The way in and out, and the passwords."""
