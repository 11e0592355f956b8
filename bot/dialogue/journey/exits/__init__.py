"""Exits of people."""
