"""« Pièces manquantes »: what requests lack, on the screen, on paper, and by letter."""
