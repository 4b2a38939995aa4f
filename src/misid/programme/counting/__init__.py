"""The micro-simulation: searches and people drawn one by one, and counted."""
