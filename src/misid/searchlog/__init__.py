"""A synthetic search log: its columns, its plan, and how it is written."""
