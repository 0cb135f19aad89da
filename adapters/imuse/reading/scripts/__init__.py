"""What scripts say by their literals alone."""
