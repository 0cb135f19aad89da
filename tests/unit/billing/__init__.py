"""What Facturation's lists amount to."""
