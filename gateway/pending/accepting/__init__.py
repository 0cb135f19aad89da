"""Taking a request in: checked against what the family saw, committed whole with its receipt."""
