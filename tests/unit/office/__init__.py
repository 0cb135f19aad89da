"""The desk's side of requests."""
