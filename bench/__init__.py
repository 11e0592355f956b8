"""Benchmarks: Clausette beside two bots written with aiogram, on the same form, in one run. Not timed tests: read the ratios."""
