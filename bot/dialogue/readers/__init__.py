"""Readers: what a person typed, as a value or as "not understood"; pure, and never a guess."""
