"""One candidate presented for one offer."""
