"""The pure parts of pending validations."""
