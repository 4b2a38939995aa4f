"""Searches and people drawn one by one: the documents of what was counted."""
