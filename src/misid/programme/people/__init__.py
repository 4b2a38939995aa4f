"""People over the years, drawn one by one: what depends on history."""
