"""Importing lists: what is known of their records already, and what is said of it."""
