"""Candidates, as the staff of the PLIE see them."""
