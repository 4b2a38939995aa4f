"""Rows of a comparison's tables: each side of an either/or first, then the mixture by its name."""

from __future__ import annotations

from collections.abc import Iterator

from misid.results.summary import as_read, said
from misid.results.told import in_parts
from misid.uncertainty.schema import Account, Booked, BothSides, Difference, OwnSplit
from misid.uncertainty.told import change_said, is_one_side, range_said, shown

Cells = tuple[str, ...]


def output_rows(one: Difference) -> Iterator[Cells]:
    """
    The rows of one output: title, before, after, change, share of worlds lower, and higher.

    One row; or a title, a row for each answer to the either/or that decides it, and the mixture
    unless only one answer leaves anything to change.
    """
    own = (("first", one.split_before), ("second", one.split_after))
    apart = [split.sides for split in (one.split, *(each for _, each in own)) if split is not None]
    if not apart:
        yield with_its_unit(one), *_cells(one, one.unit)
        return
    yield with_its_unit(one), *[""] * 5
    for side in () if one.split is None else one.split.sides:
        yield f"- {side.head}", *_cells(side, one.unit)
    for place, (which, split) in enumerate(own):
        yield from _own(which, split, one.unit, place)
    if one.split is None or not is_one_side(one.split):
        yield f"- {in_parts(apart[0])}", *_cells(one, one.unit)


def _own(which: str, split: OwnSplit | None, unit: str, place: int) -> Iterator[Cells]:
    """One of two programmes, whose answers say nothing of the other's."""
    for side in () if split is None else split.sides:
        cells = [""] * 5
        cells[place] = said(side.median, unit)
        yield f"- {which}: {side.head}", *cells


def _cells(one: BothSides, unit: str) -> Cells:
    shares = ("-" if share is None else said(share, "share") for share in (one.lower, one.higher))
    return *ends(one, unit), change_said(one, unit), *shares


def account_rows(one: Account) -> Iterator[Cells]:
    """The rows of one account: title, before, after, change, of 100,000 searches, by stops."""
    if one.split is None:
        yield one.title, *ends(one, one.unit), *_booked(one, one.unit)
        return
    yield one.title, *[""] * 5
    for side in one.split.sides:
        yield f"- {side.head}", *ends(side, one.unit), *_booked(side, one.unit)
    if not is_one_side(one.split):
        yield f"- {in_parts(one.split.sides)}", *ends(one, one.unit), *_booked(one, one.unit)


def by_answer(one: Account) -> str:
    """The change of one account in one cell: by each answer first, then the mixture."""
    _, *rows = account_rows(one) if one.split is not None else (("",),)
    told = (f"{row[0].removeprefix('- ')}: {row[3]}" for row in rows)
    return "; ".join(told) or change_said(one, one.unit)


def _booked(one: Booked, unit: str) -> Cells:
    rates = (one.per_searches_before.median, one.per_searches_after.median)
    of_searches = "-" if None in rates else " -> ".join(map(said, rates))
    return change_said(one, unit), of_searches, range_said(one.by_stops, unit)


def ends(one: BothSides, unit: str) -> Cells:
    """The medians before and after, as a table shows them."""
    return said(shown(one).before.median, unit), said(shown(one).after.median, unit)


def with_its_unit(one: Difference) -> str:
    """The title, and the unit where the title does not say it."""
    unit = as_read(one.unit)
    return one.title if unit in one.title.lower() else f"{one.title}, {unit}"
