"""Scores counted by their bits, in passes over a file of any size."""
