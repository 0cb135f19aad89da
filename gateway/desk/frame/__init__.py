"""What every page of the desk stands in: its guards, keys, words, and what an address asks."""
