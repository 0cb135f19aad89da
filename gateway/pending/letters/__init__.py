"""What is written to a family: the receipt, and a letter at every end."""
