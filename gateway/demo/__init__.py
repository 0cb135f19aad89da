"""The demonstration: the portal before a fictional school, on this machine alone."""
