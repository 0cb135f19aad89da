"""Bringing requests to the old site: each once, its intent before it and its proof after it."""
