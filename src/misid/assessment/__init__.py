"""Questionnaires, what answers them, what contradicts itself, and what changed since."""
