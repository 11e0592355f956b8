"""All that waits for somebody of the PLIE."""
