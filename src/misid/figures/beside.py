"""What must stand beside every picture of a file of scores."""

from __future__ import annotations

from misid.evaluation.schema import CountsNote

MEASURED = "measured on one file of scores"


def words_of_file(counts: CountsNote) -> tuple[str, ...]:
    """How far the numbers reach, and whether people in several comparisons are allowed for."""
    if counts.subjects is None:
        return MEASURED, "comparisons taken as independent"
    return MEASURED, "people in several comparisons allowed for"
