"""The hours of a month, and how far a lot has come."""
