"""Hires and contracts of work."""
