"""What surrounds the code: the built wheel, the documentation, the layout."""
