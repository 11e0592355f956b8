"""Joint answers of a company and a SIAE."""
