"""Job offers and who fits them, as people see them."""
