"""Shares beside the counts that they should follow from, and those from which they do follow."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from misid.disclosure.bounds import Ends, added, count_ends, divided, share_ends
from misid.disclosure.roles import COUNT_ROLES, RoleName, role_named
from misid.disclosure.schema import (
    CheckNotMade,
    DisclosedColumn,
    DisclosedRow,
    Discrepancy,
    ShareSource,
)

_LEAST, _ALIKE = 0.5, 0.85
_OF_ALL: dict[str, str] = {
    "references": "searches", "unresolved": "references", "detained": "references",
    "references_wrong": "references", "references_right": "references",
    "wrong_unconfirmed": "references", "right_unconfirmed": "references",
    "all_wrong": "references", "all_right": "references",
}  # fmt: skip
"""Of what a rate is where its name says no more."""


class _Pair(NamedTuple):
    """What a share may be made from; `meant` says how well the name of its column agrees."""

    numerator: tuple[str, ...]
    denominator: str
    meant: int


class _Fit(NamedTuple):
    pair: _Pair
    right: tuple[int, ...]
    tried: tuple[int, ...]

    @property
    def share(self) -> float:
        return len(self.right) / len(self.tried)


class SharesFound(NamedTuple):
    """What each share is a share of, where one is not, and what could not be worked out."""

    sources: tuple[ShareSource, ...]
    discrepancies: tuple[Discrepancy, ...]
    not_checked: tuple[CheckNotMade, ...]


def check_shares(
    columns: Sequence[DisclosedColumn], rows: Sequence[DisclosedRow]
) -> SharesFound:
    """
    Work out every share from the counts that make most of its column.

    Args:
        columns: of the table.
        rows: of the table, totals too.
    """
    sources, wrong, not_checked = [], [], []
    held = [one for one in columns if one.role == "share"]
    for one in held:
        wrong += list(_impossible(one, rows))
        fits = list(_fits(one, columns, rows))
        best = _best(fits)
        if best is None:
            not_checked.append(
                CheckNotMade(code="shares", because="none_fits", columns=(one.letter,))
            )
            continue
        sources.append(
            ShareSource(
                letter=one.letter, numerator=best.pair.numerator, denominator=best.pair.denominator,
                rows=len(best.right), of=len(best.tried),
            )
        )  # fmt: skip
        wrong += list(_differing(one, best, fits, rows))
    wrong += list(_of_one_name(held, sources))
    if not held:
        not_checked.append(CheckNotMade(code="shares", because="no_share_column"))
    return SharesFound(tuple(sources), tuple(wrong), tuple(not_checked))


def _pairs(share: DisclosedColumn, columns: Sequence[DisclosedColumn]) -> Iterator[_Pair]:
    """Every count, and every sum of checked and unchecked ones, over every other count."""
    counted = [one for one in columns if one.role in COUNT_ROLES and one.cumulative != "open"]
    letter: dict[RoleName, str] = {one.role: one.letter for one in counted}
    named = _numerator_named(share.name)
    tops: list[tuple[tuple[str, ...], RoleName]] = [((one.letter,), one.role) for one in counted]
    for sure, open_, all_ in (
        ("references_right", "right_unconfirmed", "all_right"),
        ("references_wrong", "wrong_unconfirmed", "all_wrong"),
    ):
        both = [letter[role] for role in (sure, open_) if role in letter]  # type: ignore[index]
        if len(both) == 2 and all_ not in letter:
            tops.append((tuple(both), all_))  # type: ignore[arg-type]
    for letters, role in tops:
        for whole in counted:
            if whole.letter not in letters:
                is_meant = role == named or named in (role.replace("all_", "references_"),)
                is_usual = _OF_ALL.get(role) == whole.role
                yield _Pair(letters, whole.letter, 2 * is_meant + (is_meant and is_usual))


def _numerator_named(name: str) -> RoleName | None:
    """What the name of a rate says that it is a rate of: "False alert rate"."""
    words = name.lower()
    for word in ("rate", "ratio", "%", "percentage", "per cent", "percent", "proportion", "share",
                 "tasa", "porcentaje", "proporción"):  # fmt: skip
        words = words.replace(word, " ")
    found = role_named(words.split(" of ")[0].split(" de ")[0])
    return found.role if found is not None else None


def _ratio(pair: _Pair, row: DisclosedRow) -> Ends | None:
    parts = [count_ends(row.cells[one]) for one in pair.numerator]
    whole = count_ends(row.cells[pair.denominator])
    given = [part for part in parts if part is not None]
    if whole is None or len(given) < len(parts):
        return None
    return divided(added(given), whole)


def _fits(
    share: DisclosedColumn, columns: Sequence[DisclosedColumn], rows: Sequence[DisclosedRow]
) -> Iterator[_Fit]:
    stated = {row.row: share_ends(row.cells[share.letter]) for row in rows}
    for pair in _pairs(share, columns):
        tried = {row.row: ratio for row in rows
                 if stated[row.row] is not None and (ratio := _ratio(pair, row)) is not None}  # fmt: skip
        right = [row for row, ratio in tried.items() if (said := stated[row]) and said.meets(ratio)]
        if tried:
            yield _Fit(pair, tuple(right), tuple(tried))


def _best(fits: Sequence[_Fit]) -> _Fit | None:
    """What makes most of the rows; a few rows only where the name of the column says so too."""
    fitting = [
        one
        for one in fits
        if (one.share >= _LEAST and (len(one.right) > 1 or one.pair.meant)) or one.pair.meant == 3
    ]
    return max(fitting, key=lambda one: (one.share, one.pair.meant, len(one.tried)), default=None)


def _differing(
    share: DisclosedColumn, best: _Fit, fits: Sequence[_Fit], rows: Sequence[DisclosedRow]
) -> Iterator[Discrepancy]:
    by_number = {row.row: row for row in rows}
    for number in best.tried:
        if number in best.right:
            continue
        row = by_number[number]
        stated, made = share_ends(row.cells[share.letter]), _ratio(best.pair, row)
        others = [one.pair for one in fits if number in one.right]
        alike = [one for one in others if one.numerator == best.pair.numerator]
        other = next(iter(alike), None)
        yield Discrepancy(
            code="share_differs", rows=(number,), columns=(share.letter,),
            parts=(*best.pair.numerator, best.pair.denominator),
            stated=stated.bounds if stated else None, worked_out=made.bounds if made else None,
            follows=(*other.numerator, other.denominator) if other else (),
        )  # fmt: skip


def _impossible(share: DisclosedColumn, rows: Sequence[DisclosedRow]) -> Iterator[Discrepancy]:
    for row in rows:
        stated = share_ends(row.cells[share.letter])
        if stated is not None and (stated.low > 1 or stated.high < 0):
            yield Discrepancy(
                code="share_impossible", rows=(row.row,), columns=(share.letter,),
                stated=stated.bounds,
            )  # fmt: skip


def _of_one_name(
    held: Sequence[DisclosedColumn], sources: Sequence[ShareSource]
) -> Iterator[Discrepancy]:
    """Two rates of nearly one name that are not of the same."""
    made = {one.letter: (*one.numerator, one.denominator) for one in sources}
    for one, two in combinations(held, 2):
        names = (one.name.lower().strip(), two.name.lower().strip())
        alike = difflib.SequenceMatcher(None, *names).ratio() >= _ALIKE
        if alike and (made.get(one.letter) != made.get(two.letter) or one.letter not in made):
            yield Discrepancy(
                code="rates_of_one_name", rows=(), columns=(one.letter, two.letter),
                parts=made.get(one.letter, ()), follows=made.get(two.letter, ()),
            )  # fmt: skip
