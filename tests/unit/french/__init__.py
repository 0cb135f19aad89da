"""Amounts, days and words as old French sites write them."""
