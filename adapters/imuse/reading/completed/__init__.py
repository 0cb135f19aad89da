"""A page completed by what its scripts ask for: lines of JSON, fragments of HTML."""
