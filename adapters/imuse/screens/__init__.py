"""The guide's screens, found on pages by their words. Pure: pages in, model out."""
