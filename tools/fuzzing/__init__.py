"""Inputs made by chance for every reader of misid, and what must hold whatever they are."""
