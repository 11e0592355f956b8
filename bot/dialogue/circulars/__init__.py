"""What the PLIE tells its partners (articles 2 and 4): how it is written, read, and seen by its author."""
