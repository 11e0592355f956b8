"""Follow-ups of people at work."""
