"""Candidates a partner proposes for an offer that was sent to it."""
