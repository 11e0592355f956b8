"""Contracts: from the announcement to the award, as people see them."""
