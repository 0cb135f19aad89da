"""Requests at the desk: the list, one of them, decisions on one or on several."""
