"""What was read is kept."""
