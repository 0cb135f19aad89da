"""The family's screens: a file, or a folder, for each menu entry; what they share has its own."""
