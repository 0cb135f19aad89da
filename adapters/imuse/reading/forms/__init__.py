"""The forms of a page: every control that a browser would know of, under a person's words."""
