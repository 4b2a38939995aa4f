"""What was disclosed of a programme as tables of counts: read, held against itself, compared."""

from misid.disclosure.counts import CountCell, DisclosedCounts, Period, load_counts, read_counts

__all__ = ["CountCell", "DisclosedCounts", "Period", "load_counts", "read_counts"]
