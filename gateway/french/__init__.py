"""How old French sites write amounts, days and names: text to values, and never a guess. Pure."""
