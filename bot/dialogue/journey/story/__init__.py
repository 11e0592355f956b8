"""A person’s whole way on one card."""
