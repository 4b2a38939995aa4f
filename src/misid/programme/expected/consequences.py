"""From what a search returns to how it ends: whose record it is, what it says, what review does.

A record of kin may stand at mate level, whatever the size of the gallery. For a person without a
record it takes the mate's place; for one who has a record, it comes first in half of the searches.
Where a list of several candidates counts, the rule then looks at the other one if it refuses the
first. Both are found or missed as one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from misid.arrays import Floats
from misid.programme.expected.search import Returned
from misid.programme.kin import Present, decides
from misid.programme.outcomes import (
    A_SOURCE,
    NOBODY,
    NOTHING,
    OWN,
    OWN_WRONG,
    STRANGER,
    WITHDRAWN,
    cell_count,
)
from misid.programme.parameters import Terms
from misid.programme.rules import rules_of


@dataclass(frozen=True)
class _MateRecord:
    """
    Whose record stands at mate level and whether the rule accepts it.

    `right` and `wrong`: the person's own, accepted, its status right or wrong; `kin`: one of kin,
    accepted; `refused`: none that is accepted. Shapes (worlds, groups, homes), sum 1.
    """

    right: Floats
    wrong: Floats
    kin: Floats
    refused: Floats


def ends(
    terms: Terms, strangers: Floats, kin: Present, absent: Returned, enrolled: Returned
) -> Floats:
    """
    Probability of each way in which a search ends, given the truth.

    Args:
        terms: the scenario's inputs in each world.
        strangers: share of each source among strangers' records, (worlds, groups, sources).
        kin: probability that a record of kin stands at mate level.
        absent: what a search returns for a person with nobody at mate level.
        enrolled: what it returns for a person with a record there, by home source.
    Returns: shape (worlds, groups, truths, cells), nothing in that of stops never searched.
    """
    home = terms.people.home
    beside = np.broadcast_to(kin.enrolled, home.shape)
    alone = _cells(terms, strangers, absent, _nobody(absent), np.ones_like(absent.nothing))
    record, there = _of_kin(terms, np.ones_like(home)), home * kin.absent
    not_enrolled = _cells(terms, strangers, enrolled, record, there)
    nobody = _over_homes(home, np.broadcast_to(1.0 - kin.absent, home.shape))
    not_enrolled += nobody[..., None] * alone
    not_sought = _cells(terms, strangers, enrolled, _not_sought(terms, beside), home)
    sought = _cells(terms, strangers, enrolled, _sought(terms, beside), home)
    return _by_truth(not_enrolled, not_sought, sought)


def ends_among_flagged(
    terms: Terms, strangers: Floats, kin: Present, absent: Returned, enrolled: Returned
) -> Floats:
    """
    The same where only records that carry a flag are searched.

    A person whose record is not among them is searched for like one who has none. Arguments and
    shape are those of `ends`.
    """
    searched = terms.records.searched
    if searched is None:
        raise TypeError("every record is searched")
    home = terms.people.home
    alone = _cells(terms, strangers, absent, _nobody(absent), np.ones_like(absent.nothing))

    def ended(own: Floats, other: Floats, *, wrongly: bool) -> Floats:
        record, there = _flagged(own[:, None], other, wrongly=wrongly)
        ended_here = _cells(terms, strangers, enrolled, record, home * there)
        nobody = (1.0 - own[:, None]) * (1.0 - other)
        return ended_here + _over_homes(home, nobody)[..., None] * alone

    not_enrolled = ended(np.zeros_like(searched.anybody), kin.absent, wrongly=False)
    not_sought = ended(searched.not_sought, kin.enrolled, wrongly=True)
    sought = ended(searched.sought, kin.enrolled, wrongly=False)
    return _by_truth(not_enrolled, not_sought, sought)


def _by_truth(*ended: Floats) -> Floats:
    """The ends of a search given each truth, shape (worlds, groups, truths, cells)."""
    by_cell = [one.transpose(2, 0, 1) for one in ended]
    return np.stack(by_cell).transpose(2, 3, 0, 1)


def _flagged(own: Floats, kin: Floats, *, wrongly: bool) -> tuple[_MateRecord, Floats]:
    """Whose flagged record stands at mate level, where any does, and how often any does."""
    there = own + kin * (1.0 - own)

    def given(share: Floats) -> Floats:
        return np.divide(share, there, out=np.zeros_like(there), where=there > 0.0)

    mine, zero = given(own * (1.0 - kin / 2.0)), np.zeros_like(there)
    right, wrong = (zero, mine) if wrongly else (mine, zero)
    return _MateRecord(right, wrong, given(kin * (1.0 - own / 2.0)), zero), there


def _nobody(absent: Returned) -> _MateRecord:
    zero = np.zeros_like(absent.nothing)
    return _MateRecord(zero, zero, zero, zero)


def _of_kin(terms: Terms, share: Floats) -> _MateRecord:
    accepted = terms.records.accepted[:, None]
    zero = np.zeros_like(share)
    return _MateRecord(zero, zero, share * accepted, share * (1.0 - accepted))


def _not_sought(terms: Terms, kin: Floats) -> _MateRecord:
    """Their record says wrongly that they are sought, or rightly that they are not."""
    wrong = terms.records.wrongly_flagged[:, None]
    anybody = terms.records.any_candidate[:, None, None]
    right, zero = np.where(anybody, 1.0 - wrong, 0.0), np.zeros_like(wrong)
    refused = np.where(anybody, 0.0, 1.0 - wrong)
    return _beside_kin(terms, _MateRecord(right, wrong, zero, refused), kin)


def _sought(terms: Terms, kin: Floats) -> _MateRecord:
    """Their record says so, or the flag is missing."""
    missing = terms.records.flag_missing[:, None]
    anybody = terms.records.any_candidate[:, None, None]
    refused, zero = np.where(anybody, 0.0, missing), np.zeros_like(missing)
    return _beside_kin(terms, _MateRecord(1.0 - refused, zero, zero, refused), kin)


def _beside_kin(terms: Terms, own: _MateRecord, kin: Floats) -> _MateRecord:
    """The own record where with probability `kin` one of kin stands at mate level too."""
    several = terms.several_count()[:, None, None]
    mine = decides(kin, terms.records.accepted[:, None], several)
    theirs, other = decides(1.0, 1.0 - own.refused, several), _of_kin(terms, kin)
    return _MateRecord(
        right=own.right * mine.accepted,
        wrong=own.wrong * mine.accepted,
        kin=other.kin * theirs.accepted,
        refused=own.refused * mine.refused + other.refused * theirs.refused,
    )


def _cells(
    terms: Terms, strangers: Floats, returned: Returned, mate: _MateRecord, home: Floats
) -> Floats:
    rejected = rules_of(terms).rejected[:, None]
    kept = 1.0 - rejected
    refused = home * mate.refused
    own = home * returned.own
    right, wrong = _over_homes(own, mate.right), _over_homes(own, mate.wrong)
    upheld = _over_homes(home, returned.upheld) + _over_homes(refused, returned.behind_upheld)
    withdrawn = _over_homes(home, returned.withdrawn) + _over_homes(
        refused, returned.behind_withdrawn
    )
    sources = strangers.shape[-1]
    # Each cell in one piece, as in the outcome table.
    ended = np.zeros((cell_count(sources), *strangers.shape[:2])).transpose(1, 2, 0)
    ended[..., NOTHING] = _over_homes(home, returned.nothing)
    ended[..., NOBODY] = _over_homes(home, returned.nobody)
    ended[..., NOBODY] += _over_homes(refused, returned.nobody_behind)
    for cell, record in ((OWN, right), (OWN_WRONG, wrong)):
        ended[..., cell], ended[..., cell + WITHDRAWN] = record * kept, record * rejected
    kin = own * mate.kin
    for cell, record, as_upheld, as_withdrawn in (
        (STRANGER, strangers, upheld, withdrawn),
        (STRANGER + A_SOURCE * sources, kin, kept, rejected),
    ):
        of_sources = ended[..., cell : cell + A_SOURCE * sources]
        of_sources[..., ::A_SOURCE] = record * as_upheld[..., None]
        of_sources[..., WITHDRAWN::A_SOURCE] = record * as_withdrawn[..., None]
    return ended


def _over_homes(weight: Floats, probability: Floats) -> Floats:
    """Sum over the last axis, which is short: quicker one by one."""
    return np.asarray(
        sum(weight[..., home] * probability[..., home] for home in range(weight.shape[-1]))
    )
