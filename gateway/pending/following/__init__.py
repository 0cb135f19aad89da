"""What the school's staff has decided in iMuse, found out by reading."""
