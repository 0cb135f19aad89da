"""What every page stands in: how it is answered, guarded, worded, and what goes wrong."""
