"""What a page shows: its lists, and captions with their values."""
