"""One search in closed form: the probability of each thing it can return.

False candidates come as a Poisson process along the rarity axis, its rate multiplied by the
person's look-alike frailty. With x false candidates expected above a point, c of them lie there
with probability `P_c`; `Q_c` is the same seen from one more candidate. Every outcome is an integral
of its own over the best false candidate; none is one minus the others.

A search returns a list of at most m candidates at or above the threshold. The answer rests on the
first of the list that the reference rule accepts. If nothing is returned, the officer may try
again: look-alikes persist from try to try, and so may the mate's miss.

With a margin m, the first candidate of a list of one is the answer only if every other record, also
one below the threshold, lies more than m below it on the rarity axis. Without frailty a stranger at
the top passes with probability `10^-m (1 - exp(-10^m x))`, x strangers being expected above the
threshold. The own record passes where no stranger lies above it less m.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from misid.arrays import Floats, Integers
from misid.matching import ImpostorField, MateCurves
from misid.programme.expected.integrals import (
    ANSWERS,
    Curves,
    Near,
    Reviewers,
    integrate,
    integrate_with_margin,
)
from misid.programme.expected.quadrature import Nodes, QuadratureRule, nodes


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

    def reviewers(self, rarity: Floats) -> Reviewers:
        """
        The same along points, as it is integrated.

        Args:
            rarity: of the candidate, shape (worlds, points).
        """
        one = np.ones_like(self.share)
        return Reviewers(
            log_odds=np.ascontiguousarray(self.log_odds),
            away=self.slope[:, None] * (rarity - self.studied_at[:, None]),
            share=self.share,
            independent=one if self.independent is None else self.independent,
        )


class SearchPlan(NamedTuple):
    """The rule of integration, and how often mates bend above the threshold, at most."""

    rule: QuadratureRule
    bends: int = 0


@dataclass(frozen=True)
class Service:
    """
    Everything that decides what a search returns, in one capture condition.

    `threshold`, `variance` (of look-alike frailty), most candidates in a list and most photographs
    of a person have shape (worlds,); `plan` is how these worlds are integrated; `accepted` the
    probability that the reference rule accepts the record of a stranger, by source, shape (worlds,
    sources); `margin`, shape (worlds,), how far every other record must lie below an answer;
    without it, not at all.
    """

    field: ImpostorField
    mates: MateCurves
    threshold: Floats
    variance: Floats
    accepted: Floats
    list_length: Integers
    tries: Integers
    retries: Retries
    review: Review
    plan: SearchPlan
    margin: Floats | None = None

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
    Raises: ValueError: a margin where a list holds several candidates.
    """
    points = nodes(service.plan.rule, service.threshold, _bends(service))
    curves = _curves(service, points)
    absent = np.empty((*curves.accepted.shape, 1, ANSWERS))
    enrolled = np.empty((*curves.lost.shape, ANSWERS))
    if service.margin is None:
        integrate(curves, absent, enrolled)
    elif np.any(service.list_length > 1):
        raise ValueError("a margin is to the second candidate, so the list must hold one")
    else:
        near, mates = _near(service, points, service.margin)
        both = curves._replace(mates=np.concatenate([curves.mates, mates], axis=1))
        integrate_with_margin(both, near, absent, enrolled)
    return Returned(*np.moveaxis(absent, 3, 0)), Returned(*np.moveaxis(enrolled, 3, 0))


def until_reference(
    nothing: tuple[Floats, Floats], accepted: tuple[Returned, Returned]
) -> tuple[Returned, Returned]:
    """
    What comes of photographs that are taken until a reference is given, or tries are over.

    The first accepted record of any try decides, so that those which the rule does not accept may
    be left out, the own one as well: who has such a record is searched for like somebody without.

    Args:
        nothing: probability that no try returns any record, for people without one and with one.
        accepted: what a search returns among the records that the rule accepts.
    """
    absent, enrolled = accepted

    def more(whole: Floats, part: Floats) -> Floats:
        return np.maximum(whole - part, 0.0)

    return (
        absent._replace(nobody=more(absent.nothing, nothing[0]), nothing=nothing[0]),
        enrolled._replace(
            behind_upheld=absent.upheld - enrolled.upheld,
            behind_withdrawn=absent.withdrawn - enrolled.withdrawn,
            nobody=more(enrolled.nothing, nothing[1]),
            nobody_behind=more(absent.nothing, enrolled.nothing),
            nothing=nothing[1],
        ),
    )


def _bends(service: Service) -> Floats:
    """Where the law of mates bends, and with a margin where it does so that much higher."""
    bends = service.mates.bends(service.threshold)
    bends = bends[:, bends.shape[1] - service.plan.bends :]
    if service.margin is None:
        return bends
    margin = service.margin[:, None]
    higher = np.concatenate([bends, service.threshold[:, None]], axis=1) + margin
    return np.sort(np.concatenate([bends, higher], axis=1), axis=1)


def _curves(service: Service, points: Nodes) -> Curves:
    expected, density = service.field.intensity(points.rarity)
    density *= points.weights[:, None]
    below, above = service.mates.split(points.rarity)
    accepted, not_accepted = service.accepted_by_group()
    return Curves(
        expected=expected,
        density=density,
        mates=np.concatenate([np.ones_like(below[:, :1]), below, above], axis=1),
        lost=service.mates.lost,
        accepted=accepted,
        not_accepted=not_accepted,
        look_alikes=service.retries.look_alikes,
        stuck=service.retries.mates,
        variance=service.variance,
        list_length=service.list_length,
        tries=service.tries,
        reviewers=service.review.reviewers(points.rarity),
    )


def _near(service: Service, points: Nodes, margin: Floats) -> tuple[Near, Floats]:
    """The strangers and the mates at the margin below each point."""
    rarity, threshold = points.rarity - margin[:, None], service.threshold[:, None]
    weights = np.ascontiguousarray(np.broadcast_to(points.weights, rarity.shape))
    near = Near(*service.field.intensity(rarity), weights, rarity >= threshold)
    return near, _mates_near(service.mates, points.rarity, rarity, np.maximum(rarity, threshold))


def _mates_near(mates: MateCurves, rarity: Floats, lower: Floats, shown: Floats) -> Floats:
    """Mates below the margin, between that and each point, and of these the ones that are shown."""
    here = mates.split(rarity)
    curves = [mates.split(lower)[0]]
    for least in (lower, shown):
        below, above = mates.split(least)
        between = np.where(here[0] < above, here[0] - below, above - here[1])
        curves.append(np.maximum(between, 0.0))
    return np.concatenate(curves, axis=1)
