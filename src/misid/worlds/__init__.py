"""A scenario in its possible worlds."""
