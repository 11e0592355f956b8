"""What people are reminded of by itself, as the daily message says it."""
