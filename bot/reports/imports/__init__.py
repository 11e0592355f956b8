"""Files people kept before Clausette, read into records: nothing here writes, asks or sends."""
