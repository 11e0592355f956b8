"""Interviews with candidates."""
