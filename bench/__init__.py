"""Benchmarks: Clausette beside two aiogram bots, on the same form, in one run.

They are no timed tests: the ratios count, not the figures.
"""
