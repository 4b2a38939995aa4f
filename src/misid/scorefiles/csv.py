"""The numbers of an evaluation as tables for other programs."""

from __future__ import annotations

from misid.scorefiles.schema import Evaluation, RateNote
from misid.spreadsheet import csv_text

_PARTS = ("count", "trials", "rate", "low", "high", "method")


def points_csv(found: Evaluation) -> str:
    """A row for each threshold."""
    sides = ("fmr", "fnmr")
    columns = ["asked_fmr", "threshold", "resolved", "fmr_at_most"]
    columns += [f"{side}_{part}" for side in sides for part in _PARTS]
    rows = [
        [point.asked, point.threshold, str(point.resolved).lower(), point.at_most]
        + [value for side in sides for value in _values(getattr(point, side))]
        for point in found.points
    ]
    return csv_text(columns, rows)


def groups_csv(found: Evaluation) -> str:
    """A row for each group and each ordered pair of groups; none where there are no groups."""
    rows = found.groups.rows if found.groups else ()
    asked = found.groups.asked if found.groups else None
    return csv_text(
        ["measure", "group", "other", "asked_fmr", *_PARTS],
        [[row.measure, row.group, row.other, asked, *_values(row.rate)] for row in rows],
    )


def _values(rate: RateNote) -> list[object]:
    return [getattr(rate, part) for part in _PARTS]
