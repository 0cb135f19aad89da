"""The staff's own way in, accounts and journal."""
