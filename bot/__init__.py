"""Clausette: the chat assistant of the partners of an insertion clause."""

__version__ = "0.5.0"
