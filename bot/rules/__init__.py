"""The agreement as pure functions."""
