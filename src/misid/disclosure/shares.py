"""Shares beside the counts that they should follow from, and those from which they do follow."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from itertools import combinations, product
from typing import NamedTuple

from misid.disclosure.bounds import CountEnds, added, count_ends, divided, share_ends
from misid.disclosure.roles import COUNT_ROLES, RoleName, role_named
from misid.disclosure.schema import (
    CheckNotMade,
    DisclosedColumn,
    DisclosedRow,
    Discrepancy,
    DiscrepancyCode,
    ShareSource,
)

_LEAST, _ALIKE = 0.5, 0.85
_LOOKED_AT = 400
"""Rows from which it is seen of what a share is one."""
_OF_ALL: dict[str, str] = {
    "references": "searches", "unresolved": "references", "detained": "references",
    "references_wrong": "references", "references_right": "references",
    "wrong_unconfirmed": "references", "right_unconfirmed": "references",
    "all_wrong": "references", "all_right": "references",
}  # fmt: skip
"""Of what a rate is where its name says no more."""


_SIDES: tuple[tuple[RoleName, RoleName, RoleName], ...] = (
    ("references_right", "right_unconfirmed", "all_right"),
    ("references_wrong", "wrong_unconfirmed", "all_wrong"),
)
"""What was checked, what was not, and both."""


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


def check_shares(columns: Sequence[DisclosedColumn], rows: Sequence[DisclosedRow]) -> SharesFound:
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
        seen = [fit for pair in _pairs(one, columns) if (fit := _fit(one, pair, rows[:_LOOKED_AT]))]
        best = _best(seen)
        if best is None:
            without = CheckNotMade(code="shares", because="none_fits", columns=(one.letter,))
            not_checked.append(without)
            continue
        whole = _fit(one, best.pair, rows) or best
        sources.append(_source(one, whole))
        wrong += list(_differing(one, whole, [fit.pair for fit in seen], rows))
    wrong += list(_of_one_name(held, sources))
    if not held:
        not_checked.append(CheckNotMade(code="shares", because="no_share_column"))
    return SharesFound(tuple(sources), tuple(wrong), tuple(not_checked))


def _source(share: DisclosedColumn, fit: _Fit) -> ShareSource:
    return ShareSource(
        letter=share.letter, numerator=fit.pair.numerator, denominator=fit.pair.denominator,
        rows=len(fit.right), of=len(fit.tried),
    )  # fmt: skip


def _pairs(share: DisclosedColumn, columns: Sequence[DisclosedColumn]) -> Iterator[_Pair]:
    """Every count, and every sum of checked and unchecked ones, over every other count."""
    counted = [one for one in columns if one.role in COUNT_ROLES and one.cumulative != "open"]
    letter: dict[RoleName, str] = {one.role: one.letter for one in counted}
    named = _numerator_named(share.name)
    tops: list[tuple[tuple[str, ...], RoleName]] = [((one.letter,), one.role) for one in counted]
    for sure, open_, all_ in _SIDES:
        both = [letter[role] for role in (sure, open_) if role in letter]
        if len(both) == 2 and all_ not in letter:
            tops.append((tuple(both), all_))
    for (letters, role), whole in product(tops, counted):
        if whole.letter not in letters:
            is_meant = named in (role, role.replace("all_", "references_"))
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


def _ratio(pair: _Pair, row: DisclosedRow) -> CountEnds | None:
    parts = [count_ends(row.cells[one]) for one in pair.numerator]
    whole = count_ends(row.cells[pair.denominator])
    given = [part for part in parts if part is not None]
    if whole is None or len(given) < len(parts):
        return None
    return divided(added(given), whole)


def _fit(share: DisclosedColumn, pair: _Pair, rows: Sequence[DisclosedRow]) -> _Fit | None:
    """In which rows a share follows from a pair; None where it could be worked out in none."""
    told = [(row.row, share_ends(row.cells[share.letter]), _ratio(pair, row)) for row in rows]
    tried = [(row, stated, made) for row, stated, made in told if stated and made]
    right = [row for row, stated, made in tried if stated.meets(made)]
    return _Fit(pair, tuple(right), tuple(row for row, _, _ in tried)) if tried else None


def _best(fits: Sequence[_Fit]) -> _Fit | None:
    """What makes most of the rows; a few rows only where the name of the column says so too."""
    fitting = [
        one
        for one in fits
        if (one.share >= _LEAST and (len(one.right) > 1 or one.pair.meant)) or one.pair.meant == 3
    ]
    return max(fitting, key=lambda one: (one.share, one.pair.meant, len(one.tried)), default=None)


def _differing(
    share: DisclosedColumn, best: _Fit, pairs: Sequence[_Pair], rows: Sequence[DisclosedRow]
) -> Iterator[Discrepancy]:
    wrong = set(best.tried) - set(best.right)
    alike = [one for one in pairs if one.numerator == best.pair.numerator]
    for row in rows:
        if row.row not in wrong:
            continue
        stated, made = share_ends(row.cells[share.letter]), _ratio(best.pair, row)
        other = next((one for one in alike if (fit := _fit(share, one, [row])) and fit.right), None)
        yield Discrepancy(
            code="share_differs", rows=(row.row,), columns=(share.letter,),
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
            code: DiscrepancyCode = (
                "rates_of_same_name" if names[0] == names[1] else "rates_of_one_name"
            )
            yield Discrepancy(
                code=code, rows=(), columns=(one.letter, two.letter),
                parts=made.get(one.letter, ()), follows=made.get(two.letter, ()),
            )  # fmt: skip
