"""Trainings, and those several people lack."""
