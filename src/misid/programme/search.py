"""One search in closed form: the probability of each thing it can return.

False candidates come as a Poisson process along the rarity axis, its rate multiplied by the
person's look-alike frailty. With x false candidates expected above a point, c of them lie there
with probability `P_c`; `Q_c` is the same seen from one more candidate. Every outcome is an integral
of its own over the best false candidate; none is one minus the others.

A search returns a list of at most m candidates at or above the threshold. The answer rests on the
first of the list that the reference rule accepts. If nothing is returned, the officer may try
again: look-alikes persist from try to try, and so may the mate's miss.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from misid.matching import Field, Mates, no_candidate
from misid.programme.quadrature import Rule, nodes

Floats = NDArray[np.float64]

_LARGEST_EXPONENT = 700.0


@dataclass(frozen=True)
class Retries:
    """
    What happens when nothing is returned; arrays of shape (worlds,).

    `look_alikes` is the share of false candidates that come back at every try; `mates` the
    probability that a missed mate is missed at every try.
    """

    look_alikes: Floats
    mates: Floats


@dataclass(frozen=True)
class Review:
    """
    How often a person who compares the pictures accepts a stranger's record.

    A reviewer is fooled more often the more alike the two are: the log odds of acceptance rise
    with `slope` for each unit of rarity beyond `studied_at`. `share` of answers are reviewed at
    all. Where several people must accept, they are worth `independent` ones; without it one
    decides. Shapes (worlds,), `log_odds` (worlds, groups).
    """

    share: Floats
    log_odds: Floats
    slope: Floats
    studied_at: Floats
    independent: Floats | None = None

    def verdict(self, rarity: Floats) -> tuple[Floats, Floats]:
        """
        Probability that a stranger's record is upheld, and that it is withdrawn.

        Args:
            rarity: of the candidate, shape (worlds, points).
        Returns: two arrays of shape (worlds, groups, points).
        """
        away = self.slope[:, None] * (rarity - self.studied_at[:, None])
        if self.independent is not None and np.any(self.independent != 1.0):
            return self._by_all(away, self.independent)
        rise = np.exp(np.minimum(away, _LARGEST_EXPONENT / 2))
        odds = np.exp(self.log_odds)[..., None] * rise[:, None]
        withdrawn = self.share[:, None, None] / (1.0 + odds)
        return (1.0 - self.share[:, None, None]) + odds * withdrawn, withdrawn

    def _by_all(self, away: Floats, independent: Floats) -> tuple[Floats, Floats]:
        """The same where several people must accept: one's probability to their number's power."""
        log_odds = self.log_odds[..., None] + away[:, None]
        exponent = -independent[:, None, None] * np.logaddexp(0.0, -log_odds)
        share = self.share[:, None, None]
        return (1.0 - share) + share * np.exp(exponent), -share * np.expm1(exponent)


class Plan(NamedTuple):
    """Most candidates in a list, most photographs of a person, and the rule of integration."""

    list_length: int
    tries: int
    rule: Rule


@dataclass(frozen=True)
class Service:
    """
    Everything that decides what a search returns, in one capture condition.

    `threshold` and `variance` (of look-alike frailty) have shape (worlds,); `plan` is the work
    that these worlds share; `accepted` the probability that the reference rule accepts the record
    of a stranger, by source, shape (worlds, sources).
    """

    field: Field
    mates: Mates
    threshold: Floats
    variance: Floats
    accepted: Floats
    retries: Retries
    review: Review
    plan: Plan

    def accepted_by_group(self) -> tuple[Floats, Floats]:
        """Probability that a group's best stranger is accepted, and that they are not."""
        sources = self.field.sources
        accepted = np.einsum("wgj,wj->wg", sources, self.accepted)
        return accepted, np.einsum("wgj,wj->wg", sources, 1.0 - self.accepted)


class Returned(NamedTuple):
    """
    Probabilities of what one search returns, shape (worlds, groups, homes).

    `own` is reached if the rule accepts the person's own record. A stranger's record is the answer
    whatever the rule says of the own one, or (`behind`) only if it does not accept it; review then
    upholds or withdraws it. `nobody`: candidates, but none that the rule accepts; `nothing`: no
    candidate.
    """

    own: Floats
    upheld: Floats
    withdrawn: Floats
    behind_upheld: Floats
    behind_withdrawn: Floats
    nobody: Floats
    nobody_behind: Floats
    nothing: Floats

    def plus(self, other: Returned, weight: Floats | float) -> Returned:
        """The sum of both, the other with a weight of its own."""
        return Returned(*(a + weight * b for a, b in zip(self, other, strict=True)))

    def then(self, other: Returned, weight: Floats | float) -> Returned:
        """The other in place of what returned nothing, with a weight of its own."""
        return self._replace(nothing=np.zeros_like(self.nothing)).plus(other, weight)


def search(service: Service) -> tuple[Returned, Returned]:
    """
    What a search returns for a person who is not enrolled, and for one who is.

    Returns: two `Returned`; the first has one home, the second one for each source.
    """
    curve = _curve(service)
    first = _attempt(service, curve, number=1)
    absent, enrolled = _absent(first), _enrolled(first, curve.mates)
    missed = curve.mates.missed
    stuck = service.retries.mates[:, None, None]
    for number in range(2, service.plan.tries + 1):
        again = _attempt(service, curve, number)
        fresh = (1.0 - stuck) * missed ** (number - 1)
        still_absent = _absent(again)
        absent = absent.then(still_absent, 1.0)
        enrolled = enrolled.then(_enrolled(again, curve.mates), fresh)
        enrolled = enrolled.plus(still_absent, stuck * missed)
    return absent, enrolled


@dataclass(frozen=True)
class _MatePart:
    """
    The mates at every point, the threshold first.

    `lost` and `missed` have shape (worlds, groups, homes), `below` and `above` (worlds, homes,
    points); `curves` is the constant 1, then `below`, then `above`.
    """

    lost: Floats
    missed: Floats
    below: Floats
    above: Floats
    curves: Floats


@dataclass(frozen=True)
class _Curve:
    """False candidates, reviews and mates at every point; the threshold comes first."""

    expected: Floats
    density: Floats
    upheld: Floats
    withdrawn: Floats
    mates: _MatePart


@dataclass(frozen=True)
class _Attempt:
    """
    One try, seen from the strangers alone.

    `refused` is the probability that some strangers, fewer than the list holds, are at or above
    the threshold and none is accepted, `empty` that there is none, shape (worlds, groups).
    `anywhere`, `below`, `above` are integrals over the stranger on whom the answer turns, alone
    or with the mate below or above: (worlds, groups[, homes], 6), the last axis as in `_COLUMNS`.
    """

    accepted: Floats
    not_accepted: Floats
    refused: Floats
    empty: Floats
    anywhere: Floats
    below: Floats
    above: Floats


def _curve(service: Service) -> _Curve:
    points = nodes(service.plan.rule, service.threshold)
    expected, fall = service.field.intensity(points.rarity)
    below, above = service.mates.split(points.rarity)
    lost = service.mates.lost
    missed = lost + (1.0 - lost) * below[:, None, :, 0]
    upheld, withdrawn = service.review.verdict(points.rarity)
    curves = np.concatenate([np.ones_like(below[:, :1]), below, above], axis=1)
    part = _MatePart(lost, missed, below, above, curves)
    return _Curve(expected, fall * points.weights, upheld, withdrawn, part)


def _attempt(service: Service, curve: _Curve, number: int) -> _Attempt:
    """The strangers of one try, given that all tries before returned nothing."""
    persistent = service.retries.look_alikes[:, None]
    before = persistent + (1.0 - persistent) * (number - 1) if number > 1 else 0.0 * persistent
    new = 1.0 - persistent if number > 1 else np.ones_like(persistent)
    at_threshold = curve.expected[..., 0]
    ruled_out = before * at_threshold
    accepted, not_accepted = service.accepted_by_group()
    places = _places(service, curve.expected * new[..., None], ruled_out)
    columns = _columns(places, curve, curve.density * new[..., None])
    homes = curve.mates.below.shape[1]
    found = _against(curve.mates.curves, columns)
    return _Attempt(
        accepted=accepted,
        not_accepted=not_accepted,
        refused=places.refused,
        empty=no_candidate(ruled_out + new * at_threshold, service.variance[:, None]),
        anywhere=found[:, :, 0],
        below=found[:, :, 1 : homes + 1],
        above=found[:, :, homes + 1 :],
    )


# What is integrated over the stranger on whom the answer turns: at the list's end, with room behind
# it, and either of them by the verdict of review. A list of one has no room behind its end.
_LAST, _UPHELD, _WITHDRAWN, _FRONT, _FRONT_UPHELD, _FRONT_WITHDRAWN = range(6)
_KINDS = 6


def _columns(places: _Places, curve: _Curve, density: Floats) -> Floats:
    """The integrands, shape (worlds, groups, 3 or 6, points)."""
    worlds, groups, points = density.shape
    kinds = _KINDS if places.in_front is not None else _FRONT
    columns = np.empty((worlds, groups, kinds, points))
    both = last = np.multiply(places.last, density, out=columns[:, :, _LAST])
    if places.in_front is not None:
        front = np.multiply(places.in_front, density, out=columns[:, :, _FRONT])
        np.multiply(front, curve.upheld, out=columns[:, :, _FRONT_UPHELD])
        np.multiply(front, curve.withdrawn, out=columns[:, :, _FRONT_WITHDRAWN])
        both = front + last
    np.multiply(both, curve.upheld, out=columns[:, :, _UPHELD])
    np.multiply(both, curve.withdrawn, out=columns[:, :, _WITHDRAWN])
    return columns


def _against(mates: Floats, columns: Floats) -> Floats:
    """
    Integrate the columns against each of a world's curves.

    Args:
        mates: (worlds, curves, points).
        columns: (worlds, groups, kinds, points).
    Returns: (worlds, groups, curves, 6); what has no column is 0.
    """
    worlds, groups, kinds, points = columns.shape
    flat = columns.reshape(worlds, groups * kinds, points) @ np.swapaxes(mates, 1, 2)
    found = np.zeros((worlds, groups, mates.shape[1], _KINDS))
    found[..., :kinds] = np.swapaxes(flat.reshape(worlds, groups, kinds, -1), 2, 3)
    return found


class _Places(NamedTuple):
    """
    Where the stranger on whom the answer turns stands in the list: before its end, or at it.

    The sums run over c strangers above, none accepted: `(1 - f)^c Q_c`, and `refused`, at the
    threshold and for c from 1, `(1 - f)^c P_c`. A list of one has nothing in front of its end.
    """

    in_front: Floats | None
    last: Floats
    refused: Floats


def _places(service: Service, expected: Floats, ruled_out: Floats) -> _Places:
    spread = service.variance[:, None, None]
    total = ruled_out[..., None] + expected
    shrink = 1.0 / (1.0 + spread * total)
    term = no_candidate(total, spread)
    some = np.zeros_like(term[..., 0])
    if service.plan.list_length == 1:
        return _Places(None, term * shrink, some)
    step = service.accepted_by_group()[1][..., None] * expected * shrink
    in_front, last = np.zeros_like(term), term * shrink
    for above in range(1, service.plan.list_length):
        in_front += last
        term = term * step * ((1.0 + (above - 1) * spread) / above)
        last = term * (1.0 + above * spread) * shrink
        some += term[..., 0]
    return _Places(in_front, last, some)


def _absent(attempt: _Attempt) -> Returned:
    accepted, not_accepted = attempt.accepted[..., None], attempt.not_accepted[..., None]
    anywhere = attempt.anywhere[..., None, :]
    empty = attempt.empty[..., None]
    zero = np.zeros_like(empty)
    return Returned(
        own=zero,
        upheld=accepted * anywhere[..., _UPHELD],
        withdrawn=accepted * anywhere[..., _WITHDRAWN],
        behind_upheld=zero,
        behind_withdrawn=zero,
        nobody=attempt.refused[..., None] + not_accepted * anywhere[..., _LAST],
        nobody_behind=zero,
        nothing=empty,
    )


def _enrolled(attempt: _Attempt, mates: _MatePart) -> Returned:
    accepted, not_accepted = attempt.accepted[..., None], attempt.not_accepted[..., None]
    refused = attempt.refused[..., None]
    empty, found = attempt.empty[..., None], 1.0 - mates.lost
    lost_and = mates.lost[..., None] * attempt.anywhere[..., None, :]
    outranked = lost_and + found[..., None] * attempt.below
    leading = found[..., None] * attempt.above
    at_threshold = found * mates.above[:, None, :, 0] * (empty + refused)
    return Returned(
        own=at_threshold + accepted * leading[..., _FRONT] + leading[..., _LAST],
        upheld=accepted * outranked[..., _UPHELD],
        withdrawn=accepted * outranked[..., _WITHDRAWN],
        behind_upheld=accepted * leading[..., _FRONT_UPHELD],
        behind_withdrawn=accepted * leading[..., _FRONT_WITHDRAWN],
        nobody=mates.missed * refused + not_accepted * outranked[..., _LAST],
        nobody_behind=at_threshold + leading[..., _LAST],
        nothing=mates.missed * empty,
    )
