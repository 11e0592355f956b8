"""Files that prove facts, and those that are missing."""
