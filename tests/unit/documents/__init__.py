"""Documents that families give."""
