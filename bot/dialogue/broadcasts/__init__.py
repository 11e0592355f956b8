"""Unfilled offers as those who can propose candidates see them, and how their sending is kept in hand."""
