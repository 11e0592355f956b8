"""The indicators of the agreement, as text and as data."""
