"""Rows of a log that are checked by hand: how many, which ones, and what their check says."""
