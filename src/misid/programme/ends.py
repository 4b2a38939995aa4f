"""From what a search returns to how it ends: whose record it is, what it says, what review does.

An identical twin who is enrolled stands at mate level whatever the size of the gallery. For a
person who is not enrolled the twin's record takes the mate's place; for one who is, it comes first
in half of the searches.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from misid.programme.search import Returned
from misid.programme.terms import Terms

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class _MateRecord:
    """
    Whose record stands at mate level and whether the rule accepts it.

    `right` and `wrong`: the person's own, accepted, its status right or wrong; `twin`: the twin's,
    accepted; `refused`: either one, not accepted. Shapes (worlds, groups, homes), sum 1.
    """

    right: Floats
    wrong: Floats
    twin: Floats
    refused: Floats


def ends(terms: Terms, strangers: Floats, absent: Returned, enrolled: Returned) -> Floats:
    """
    Probability of each way in which a search ends, given the truth.

    Args:
        terms: the scenario's inputs in each world.
        strangers: share of each source among strangers' records, (worlds, groups, sources).
        absent: what a search returns for a person with nobody at mate level.
        enrolled: what it returns for a person with a record there, by home source.
    Returns: shape (worlds, groups, truths, cells), without the cell of stops never searched.
    """
    twin = (terms.people.twins[:, None] * terms.people.enrolled)[..., None]
    half = np.broadcast_to(twin / 2.0, terms.people.home.shape)
    home = terms.people.home
    alone = _cells(terms, strangers, absent, _nobody(absent), np.ones_like(absent.nothing))
    with_twin = _cells(terms, strangers, enrolled, _twin(terms, np.ones_like(half)), home)
    not_enrolled = (1.0 - twin) * alone + twin * with_twin
    not_sought = _cells(terms, strangers, enrolled, _not_sought(terms, half), home)
    sought = _cells(terms, strangers, enrolled, _sought(terms, half), home)
    return np.stack([not_enrolled, not_sought, sought], axis=2)


def ends_among_flagged(
    terms: Terms, strangers: Floats, absent: Returned, enrolled: Returned
) -> Floats:
    """
    The same where only records that carry a flag are searched.

    A person whose record is not among them is searched for like one who has none. Arguments and
    shape are those of `ends`.
    """
    searched = terms.records.searched
    if searched is None:
        raise TypeError("every record is searched")
    people = terms.people
    twin = (people.twins[:, None] * people.enrolled)[..., None] * searched.anybody[:, None]
    alone = _cells(terms, strangers, absent, _nobody(absent), np.ones_like(absent.nothing))

    def ended(own: Floats, *, wrongly: bool) -> Floats:
        record, there = _flagged(own[:, None], twin, wrongly=wrongly)
        found = _cells(terms, strangers, enrolled, record, people.home * there)
        nobody = (1.0 - own[:, None]) * (1.0 - twin)
        return found + _over_homes(people.home, nobody)[..., None] * alone

    not_enrolled = ended(np.zeros_like(searched.anybody), wrongly=False)
    not_sought = ended(searched.not_sought, wrongly=True)
    sought = ended(searched.sought, wrongly=False)
    return np.stack([not_enrolled, not_sought, sought], axis=2)


def _flagged(own: Floats, twin: Floats, *, wrongly: bool) -> tuple[_MateRecord, Floats]:
    """Whose flagged record stands at mate level, where any does, and how often any does."""
    there = own + twin * (1.0 - own)

    def given(share: Floats) -> Floats:
        return np.divide(share, there, out=np.zeros_like(there), where=there > 0.0)

    mine, zero = given(own * (1.0 - twin / 2.0)), np.zeros_like(there)
    right, wrong = (zero, mine) if wrongly else (mine, zero)
    return _MateRecord(right, wrong, given(twin * (1.0 - own / 2.0)), zero), there


def _nobody(absent: Returned) -> _MateRecord:
    zero = np.zeros_like(absent.nothing)
    return _MateRecord(zero, zero, zero, zero)


def _twin(terms: Terms, share: Floats) -> _MateRecord:
    accepted = terms.records.accepted[:, None]
    zero = np.zeros_like(share)
    return _MateRecord(zero, zero, share * accepted, share * (1.0 - accepted))


def _not_sought(terms: Terms, half: Floats) -> _MateRecord:
    """Their record says wrongly that they are sought, or rightly that they are not."""
    wrong = terms.records.wrongly_flagged[:, None]
    anybody = terms.records.any_candidate[:, None, None]
    own, twin = 1.0 - half, _twin(terms, half)
    right = own * (1.0 - wrong)
    return _MateRecord(
        right=np.where(anybody, right, 0.0),
        wrong=own * wrong,
        twin=twin.twin,
        refused=np.where(anybody, 0.0, right) + twin.refused,
    )


def _sought(terms: Terms, half: Floats) -> _MateRecord:
    """Their record says so, or the flag is missing."""
    missing = terms.records.flag_missing[:, None]
    anybody = terms.records.any_candidate[:, None, None]
    own, twin = 1.0 - half, _twin(terms, half)
    return _MateRecord(
        right=own * np.where(anybody, 1.0, 1.0 - missing),
        wrong=np.zeros_like(half),
        twin=twin.twin,
        refused=own * np.where(anybody, 0.0, missing) + twin.refused,
    )


def _cells(
    terms: Terms, strangers: Floats, found: Returned, mate: _MateRecord, home: Floats
) -> Floats:
    rejected = (terms.review.share * terms.false_rejection)[:, None]
    kept = 1.0 - rejected
    refused = home * mate.refused
    own = home * found.own
    right, wrong = _over_homes(own, mate.right), _over_homes(own, mate.wrong)
    upheld = _over_homes(home, found.upheld) + _over_homes(refused, found.behind_upheld)
    withdrawn = _over_homes(home, found.withdrawn) + _over_homes(refused, found.behind_withdrawn)
    alone = (
        _over_homes(home, found.nothing),
        _over_homes(home, found.nobody) + _over_homes(refused, found.nobody_behind),
        right * kept,
        right * rejected,
        wrong * kept,
        wrong * rejected,
    )
    by_source = _by_source(strangers, (upheld, withdrawn), (own * mate.twin, kept, rejected))
    return np.concatenate([np.stack(alone, axis=-1), by_source], axis=-1)


def _over_homes(weight: Floats, probability: Floats) -> Floats:
    """Sum over the last axis, which is short: quicker one by one."""
    return np.asarray(
        sum(weight[..., home] * probability[..., home] for home in range(weight.shape[-1]))
    )


def _by_source(
    strangers: Floats, verdicts: tuple[Floats, Floats], twins: tuple[Floats, Floats, Floats]
) -> Floats:
    """Strangers' and twins' records by source and verdict, sources outside: (..., 2 sources)."""
    of_twin, kept, rejected = twins
    upheld = strangers * verdicts[0][..., None] + of_twin * kept[..., None]
    withdrawn = strangers * verdicts[1][..., None] + of_twin * rejected[..., None]
    pairs = np.stack([upheld, withdrawn], axis=-1)
    return pairs.reshape(*pairs.shape[:2], -1)
