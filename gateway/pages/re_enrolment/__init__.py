"""Réinscription: four steps, kept between them, sent at the end."""
