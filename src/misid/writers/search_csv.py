"""The numbers of an identification as tables for other programs."""

from __future__ import annotations

from misid.evaluation.identification_schema import CandidatesNote, Identification
from misid.evaluation.schema import RateNote
from misid.files.spreadsheet import csv_text

_PARTS = ("count", "trials", "rate", "low", "high", "method")
_RATES = ("fpir", "fnir", "fnir_first")
_CANDIDATES = ("non_mated_candidates", "mated_candidates")
_FIRST = ("own", "tied", "other", "none")


def search_points_csv(found: Identification) -> str:
    """A row for each threshold."""
    columns = ["asked_fpir", "threshold", "resolved", "is_lowest", "fpir_at_most"]
    columns += [f"{rate}_{part}" for rate in _RATES for part in _PARTS]
    columns += [f"{one}{end}" for one in _CANDIDATES for end in ("", "_searches", "_cut_off")]
    columns += [f"first_{one}" for one in _FIRST]
    rows = [
        [point.asked, point.threshold, _flag(point.resolved), _flag(point.is_lowest), point.at_most]
        + [value for rate in _RATES for value in _values(getattr(point, rate))]
        + [value for one in _CANDIDATES for value in _candidates(getattr(point, one))]
        + [getattr(point.first, one) for one in _FIRST]
        for point in found.points
    ]
    return csv_text(columns, rows)


def ranks_csv(found: Identification) -> str:
    """A row for each rank."""
    columns = ("rank", "rate", "low", "high", "least", "most")
    return csv_text(columns, [[getattr(one, column) for column in columns] for one in found.cmc])


def search_groups_csv(found: Identification) -> str:
    """A row for each group; none where there are no groups."""
    rows = found.groups.rows if found.groups else ()
    asked = found.groups.asked if found.groups else None
    return csv_text(
        ["measure", "group", "asked_fpir", *_PARTS],
        [[row.measure, row.group, asked, *_values(row.rate)] for row in rows],
    )


def _flag(value: bool) -> str:
    return str(value).lower()


def _values(rate: RateNote) -> list[object]:
    return [getattr(rate, part) for part in _PARTS]


def _candidates(one: CandidatesNote) -> list[object]:
    return [one.candidates, one.searches, one.cut_off]
