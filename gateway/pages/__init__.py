"""The family's screens, one file per menu entry, and what they share."""
