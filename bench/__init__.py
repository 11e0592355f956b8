"""Benchmarks: Clausette beside two aiogram bots, on the same form, in one run; matching beside the plain
ways to do it.

They are no timed tests: the ratios count, not the figures.
"""
