"""How one talks: forms, readers, keyboards, cards, translations."""
