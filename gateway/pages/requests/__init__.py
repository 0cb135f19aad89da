"""Demandes: what was asked, where it stands, and second thoughts."""
