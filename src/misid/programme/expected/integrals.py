"""The integrals of one search over its best false candidate, one world and group after the other.

Compiled, because the same sums over arrays of all worlds at once take several times as long. What
is summed, and why, is explained in `search`; here stand only the sums.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from misid.arrays import Flags, Floats, Integers
from misid.machine.compiled import bare, compiled, reordered
from misid.machine.vector_math import exponential, exponential_less_one, log_one_and

IntegralPlace = tuple[int, int]
IntegralEnds = tuple[float, float]

# The answers of a search, in the order of `search.Returned`.
OWN, UPHELD, WITHDRAWN, BEHIND_UPHELD, BEHIND_WITHDRAWN, NOBODY, NOBODY_BEHIND, NOTHING = range(8)
ANSWERS = 8

# What is integrated over the stranger on whom the answer turns: one at the list's end, anyone by
# the verdict of review, and one with room behind. A list of one has no room behind its end.
_LAST, _ANY_UPHELD, _ANY_WITHDRAWN, _FRONT, _FRONT_UPHELD, _FRONT_WITHDRAWN = range(6)
# With a margin: a stranger on top who is clear of all others, by the verdict; who is not; and the
# first stranger, at the margin below a point, beside whom the mate may be clear.
_CLEAR, _CLEAR_UPHELD, _CLEAR_WITHDRAWN, _CROWDED, _FIRST = range(5)
_KINDS = 6
# Along the points: how the odds of a reviewer rise, and what review does.
_RISE, _UPHELD, _WITHDRAWN = range(3)
_LARGEST_EXPONENT = 350.0
# A share of an answer that no digit of it shows, whatever it is weighted with.
_NEVER = 1e-30


class Reviewers(NamedTuple):
    """
    Who compares the pictures: their `log_odds` of accepting a stranger (worlds, groups).

    `away` is how much these odds rise at each point, (worlds, points); `share` of answers reviewed
    and the number of `independent` reviewers who must all accept, (worlds,).
    """

    log_odds: Floats
    away: Floats
    share: Floats
    independent: Floats


class Curves(NamedTuple):
    """
    Everything along the points, the threshold first; the weights of integration are in `density`.

    `expected` strangers above a point and their `density`: shape (worlds, groups, points). `mates`
    are a constant 1, the mates below a point, and above it, (worlds, 1 + 2 homes, points). With a
    margin they go on, up to 1 + 5 homes: below the point less the margin, between that and the
    point, and the same above the threshold. `lost` (worlds, groups, homes). Strangers whom the
    reference rule has `accepted` or `not_accepted`, (worlds, groups). `look_alikes` who come back
    at every try, `stuck` mates who are missed at every try, `variance`, most candidates in a list
    and most photographs of a person: (worlds,).
    """

    expected: Floats
    density: Floats
    mates: Floats
    lost: Floats
    accepted: Floats
    not_accepted: Floats
    look_alikes: Floats
    stuck: Floats
    variance: Floats
    list_length: Integers
    tries: Integers
    reviewers: Reviewers


class Near(NamedTuple):
    """
    Strangers above the margin below each point, and how fast they thin out there.

    Both (worlds, groups, points); `weights` of integration and whether the margin ends `inside`,
    at the threshold or above it, (worlds, points).
    """

    expected: Floats
    fall: Floats
    weights: Floats
    inside: Flags


@compiled
def integrate(curves: Curves, absent: Floats, enrolled: Floats) -> None:
    """
    Every answer of a search, over all tries.

    Args:
        curves: what is integrated.
        absent: filled for people without a record, shape (worlds, groups, 1, answers).
        enrolled: filled for people with one, shape (worlds, groups, homes, answers).
    """
    worlds, groups, points = curves.expected.shape
    columns, sums = np.zeros((_KINDS, points)), np.zeros((_KINDS, curves.mates.shape[1]))
    nobody, mated = np.zeros(ANSWERS), np.zeros((curves.lost.shape[2], ANSWERS))
    verdict, rows = np.zeros((3, points)), np.zeros((4, points))
    for world in range(worlds):
        rise(curves.reviewers.away[world], verdict)
        for group in range(groups):
            at = (world, group)
            review(curves.reviewers, at, verdict)
            for number in range(1, curves.tries[world] + 1):
                ends = _strangers(curves, at, number, rows)
                _place(curves, at, number, verdict, rows, columns)
                _sum(columns, curves.mates[world], curves.list_length[world], sums)
                _without_record(curves, at, sums, ends, nobody)
                _with_record(curves, at, sums, ends, mated)
                _add(curves, at, number, (nobody, mated), (absent[at], enrolled[at]))


@compiled
def integrate_with_margin(curves: Curves, near: Near, absent: Floats, enrolled: Floats) -> None:
    """
    The same where a candidate is an answer only if no other record comes near it.

    Args:
        curves: what is integrated; lists hold one candidate.
        near: the strangers at the margin below each point.
        absent: as in `integrate`.
        enrolled: as in `integrate`.
    """
    worlds, groups, points = curves.expected.shape
    columns, sums = np.zeros((_KINDS, points)), np.zeros((_KINDS, curves.mates.shape[1]))
    nobody, mated = np.zeros(ANSWERS), np.zeros((curves.lost.shape[2], ANSWERS))
    verdict = np.zeros((3, points))
    for world in range(worlds):
        rise(curves.reviewers.away[world], verdict)
        for group in range(groups):
            at = (world, group)
            review(curves.reviewers, at, verdict)
            for number in range(1, curves.tries[world] + 1):
                ends = _strangers_apart(curves, near, at, number, verdict, columns)
                _sum_all(columns, curves.mates[world], sums)
                _without_record_apart(curves, at, sums, ends, nobody)
                _with_record_apart(curves, at, sums, ends, mated)
                _add(curves, at, number, (nobody, mated), (absent[at], enrolled[at]))


@bare
def rise(away: Floats, verdict: Floats) -> None:
    """Fill the first row of a verdict: how many times the odds of acceptance rise at each point."""
    for point in range(away.shape[0]):
        verdict[_RISE, point] = exponential(min(away[point], _LARGEST_EXPONENT))


@bare
def review(reviewers: Reviewers, at: IntegralPlace, verdict: Floats) -> None:
    """Fill its other rows: the probability that a stranger's record is upheld, and withdrawn."""
    share, independent = reviewers.share[at[0]], reviewers.independent[at[0]]
    log_odds, away = reviewers.log_odds[at], reviewers.away[at[0]]
    if independent == 1.0:
        own = math.exp(min(log_odds, _LARGEST_EXPONENT))
        for point in range(away.shape[0]):
            odds = own * verdict[_RISE, point]
            withdrawn = share / (1.0 + odds)
            verdict[_UPHELD, point] = (1.0 - share) + odds * withdrawn
            verdict[_WITHDRAWN, point] = withdrawn
        return
    for point in range(away.shape[0]):
        against = -(log_odds + away[point])
        rejected = max(against, 0.0) + log_one_and(exponential(-abs(against)))
        refused = exponential_less_one(-independent * rejected)
        verdict[_UPHELD, point] = (1.0 - share) + share * (1.0 + refused)
        verdict[_WITHDRAWN, point] = -share * refused


@bare
def _try(curves: Curves, world: int, number: int) -> tuple[float, float]:
    """Strangers ruled out before a try and new at it, as shares of those expected."""
    again = curves.look_alikes[world]
    if number == 1:
        return 0.0, 1.0
    return again + (1.0 - again) * (number - 1), 1.0 - again


@bare
def _nobody(expected: float, variance: float) -> float:
    """As `rarity.no_candidate`."""
    if variance > 0.0:
        return math.exp(-(math.log1p(variance * expected) / variance))
    return math.exp(-expected)


@bare
def _strangers(curves: Curves, at: IntegralPlace, number: int, rows: Floats) -> IntegralEnds:
    """
    One try: the probability of each place in the list for the stranger on whom the answer turns.

    Sums run over c strangers above, none accepted: `(1 - f)^c Q_c`; at the threshold, and for c
    from 1, `(1 - f)^c P_c`, which is returned with the probability that there is no stranger.
    """
    variance, length, expected = (
        curves.variance[at[0]],
        curves.list_length[at[0]],
        curves.expected[at],
    )
    before, new = _try(curves, at[0], number)
    term, shrink, front, last = rows[0], rows[1], rows[2], rows[3]
    _nobody_above(expected, (before * expected[0], new), variance, rows)
    empty, refused = term[0], 0.0
    if length == 1:
        return empty, refused
    front[:] = 0.0
    refusing = curves.not_accepted[at] * new
    for above in range(1, length):
        earlier, later = (1.0 + (above - 1) * variance) / above, 1.0 + above * variance
        for point in range(expected.shape[0]):
            front[point] += last[point]
            term[point] *= refusing * expected[point] * shrink[point] * earlier
            last[point] = term[point] * later * shrink[point]
        refused += term[0]
        # Longer lists are rarer by as much again, the more so above the threshold.
        if term[0] <= _NEVER * refused:
            break
    return empty, refused


@bare
def _nobody_above(
    expected: Floats, tried: tuple[float, float], variance: float, rows: Floats
) -> None:
    """Probability that nobody is above each point, the same with one more stranger, and between."""
    term, shrink, last, (before, new) = rows[0], rows[1], rows[3], tried
    if variance == 0.0:
        for point in range(expected.shape[0]):
            shrink[point] = 1.0
            term[point] = last[point] = exponential(-(before + new * expected[point]))
        return
    inverse = 1.0 / variance
    for point in range(expected.shape[0]):
        more = variance * (before + new * expected[point])
        fewer = 1.0 / (1.0 + more)
        nobody = exponential(-log_one_and(more) * inverse)
        shrink[point], term[point] = fewer, nobody
        last[point] = nobody * fewer


@bare
def _place(  # noqa: PLR0917
    curves: Curves, at: IntegralPlace, number: int, verdict: Floats, rows: Floats, columns: Floats
) -> None:
    """The columns, from a stranger before the list's end and one at it."""
    density, front, last = curves.density[at], rows[2], rows[3]
    new = _try(curves, at[0], number)[1]
    if curves.list_length[at[0]] == 1:
        for point in range(density.shape[0]):
            at_end = last[point] * (new * density[point])
            columns[_LAST, point] = at_end
            columns[_ANY_UPHELD, point] = at_end * verdict[_UPHELD, point]
            columns[_ANY_WITHDRAWN, point] = at_end * verdict[_WITHDRAWN, point]
        return
    for point in range(density.shape[0]):
        some = new * density[point]
        at_end, before_end = last[point] * some, front[point] * some
        columns[_LAST, point] = at_end
        columns[_ANY_UPHELD, point] = (at_end + before_end) * verdict[_UPHELD, point]
        columns[_ANY_WITHDRAWN, point] = (at_end + before_end) * verdict[_WITHDRAWN, point]
        columns[_FRONT, point] = before_end
        columns[_FRONT_UPHELD, point] = before_end * verdict[_UPHELD, point]
        columns[_FRONT_WITHDRAWN, point] = before_end * verdict[_WITHDRAWN, point]


@reordered
def _sum(columns: Floats, mates: Floats, length: int, sums: Floats) -> None:
    """
    Integrate the columns against those curves of the mates that an answer needs.

    Beside a mate below, anyone may be the answer; beside one above, those in front of it.
    """
    homes = (mates.shape[0] - 1) // 2
    for curve in range(1 + homes):
        _sum_three(columns, _LAST, mates[curve], sums[:, curve])
    for curve in range(1 + homes, 1 + 2 * homes):
        total = 0.0
        for point in range(mates.shape[1]):
            total += columns[_LAST, point] * mates[curve, point]
        sums[_LAST, curve] = total
        if length > 1:
            _sum_three(columns, _FRONT, mates[curve], sums[:, curve])
        else:
            sums[_FRONT:, curve] = 0.0


@reordered
def _sum_three(columns: Floats, first: int, curve: Floats, sums: Floats) -> None:
    """Three columns in a row at once: one sum alone would wait for itself at each point."""
    one, two, three = 0.0, 0.0, 0.0
    for point in range(curve.shape[0]):
        one += columns[first, point] * curve[point]
        two += columns[first + 1, point] * curve[point]
        three += columns[first + 2, point] * curve[point]
    sums[first], sums[first + 1], sums[first + 2] = one, two, three


@reordered
def _sum_all(columns: Floats, mates: Floats, sums: Floats) -> None:
    """Integrate all columns against each curve of the mates."""
    for curve in range(mates.shape[0]):
        _sum_three(columns, 0, mates[curve], sums[:, curve])
        _sum_three(columns, 3, mates[curve], sums[:, curve])


@bare
def _without_record(
    curves: Curves, at: IntegralPlace, sums: Floats, ends: IntegralEnds, values: Floats
) -> None:
    """Answers of one try for somebody without a record."""
    accepted, not_accepted = curves.accepted[at], curves.not_accepted[at]
    values[UPHELD] = accepted * sums[_ANY_UPHELD, 0]
    values[WITHDRAWN] = accepted * sums[_ANY_WITHDRAWN, 0]
    values[NOBODY] = ends[1] + not_accepted * sums[_LAST, 0]
    values[NOTHING] = ends[0]


@bare
def _with_record(
    curves: Curves, at: IntegralPlace, sums: Floats, ends: IntegralEnds, values: Floats
) -> None:
    """The same for somebody with one, whose record can lie above or below the stranger."""
    empty, refused = ends
    accepted, not_accepted = curves.accepted[at], curves.not_accepted[at]
    homes = values.shape[0]
    for home in range(homes):
        lost = curves.lost[at][home]
        found, below, above = 1.0 - lost, 1 + home, 1 + homes + home
        missed = lost + found * curves.mates[at[0], below, 0]
        first = found * curves.mates[at[0], above, 0] * (empty + refused)
        last = first + found * sums[_LAST, above]
        answers = values[home]
        answers[OWN] = last + accepted * found * sums[_FRONT, above]
        answers[UPHELD] = accepted * (
            lost * sums[_ANY_UPHELD, 0] + found * sums[_ANY_UPHELD, below]
        )
        answers[WITHDRAWN] = accepted * (
            lost * sums[_ANY_WITHDRAWN, 0] + found * sums[_ANY_WITHDRAWN, below]
        )
        answers[BEHIND_UPHELD] = accepted * found * sums[_FRONT_UPHELD, above]
        answers[BEHIND_WITHDRAWN] = accepted * found * sums[_FRONT_WITHDRAWN, above]
        outranked = lost * sums[_LAST, 0] + found * sums[_LAST, below]
        answers[NOBODY] = missed * refused + not_accepted * outranked
        answers[NOBODY_BEHIND] = last
        answers[NOTHING] = missed * empty


@bare
def _add(
    curves: Curves,
    at: IntegralPlace,
    number: int,
    found: tuple[Floats, Floats],
    whole: tuple[Floats, Floats],
) -> None:
    """
    A further try takes the place of what returned nothing.

    A missed mate is missed again at every try with probability `stuck`, and then like nobody.
    """
    nobody, mated = found
    _take_place(whole[0][0], nobody, 1.0, number)
    stuck = curves.stuck[at[0]]
    for home in range(mated.shape[0]):
        lost = curves.lost[at][home]
        missed = lost + (1.0 - lost) * curves.mates[at[0], 1 + home, 0]
        fresh = 1.0 if number == 1 else (1.0 - stuck) * missed ** (number - 1)
        _take_place(whole[1][home], mated[home], fresh, number)
        if number > 1:
            for answer in range(ANSWERS):
                whole[1][home, answer] += stuck * missed * nobody[answer]


@bare
def _take_place(whole: Floats, values: Floats, weight: float, number: int) -> None:
    for answer in range(ANSWERS):
        so_far = 0.0 if number == 1 or answer == NOTHING else whole[answer]
        whole[answer] = so_far + weight * values[answer]


@bare
def _strangers_apart(  # noqa: PLR0917
    curves: Curves, near: Near, at: IntegralPlace, number: int, verdict: Floats, columns: Floats
) -> IntegralEnds:
    """
    Fill the columns where a margin holds.

    Earlier tries rule strangers out above the threshold only: those below it are as many as ever.

    Returns: the probability that nobody is above the threshold, and above it less the margin.
    """
    variance, (before, new) = curves.variance[at[0]], _try(curves, at[0], number)
    expected, around = curves.expected[at], near.expected[at]
    ruled_out = before * expected[0]
    nobody, clear = _nobody(ruled_out + new * expected[0], variance), 0.0
    for point in range(expected.shape[0]):
        inside, some = near.inside[at[0], point], new * curves.density[at][point]
        lower = new * around[point] if inside else new * expected[0] + (around[point] - expected[0])
        above, others = ruled_out + new * expected[point], ruled_out + lower
        top = _nobody(above, variance) / (1.0 + variance * above)
        apart = _nobody(others, variance)
        closer = others - above
        free = apart / (1.0 + variance * (above + closer))
        columns[_CLEAR, point] = free * some
        columns[_CLEAR_UPHELD, point] = free * some * verdict[_UPHELD, point]
        columns[_CLEAR_WITHDRAWN, point] = free * some * verdict[_WITHDRAWN, point]
        crowd = _some_of(closer / (1.0 + variance * above), variance)
        columns[_CROWDED, point] = top * some * crowd
        fall = (new if inside else 1.0) * near.fall[at][point] * near.weights[at[0], point]
        columns[_FIRST, point] = free * fall
        if point == 0:
            clear = apart
    return nobody, clear


@bare
def _some_of(closer: float, variance: float) -> float:
    """Probability of any stranger closer, one being on top: `1 - (1 + v x)^(-1/v - 1)`."""
    if variance == 0.0:
        return -math.expm1(-closer)
    return -math.expm1(-(1.0 / variance + 1.0) * math.log1p(variance * closer))


@bare
def _without_record_apart(
    curves: Curves, at: IntegralPlace, sums: Floats, ends: IntegralEnds, values: Floats
) -> None:
    """Answers of one try for somebody without a record: a stranger clear of all others, or not."""
    clear = sums[_CLEAR, 0]
    values[UPHELD] = curves.accepted[at] * sums[_CLEAR_UPHELD, 0]
    values[WITHDRAWN] = curves.accepted[at] * sums[_CLEAR_WITHDRAWN, 0]
    values[NOBODY] = curves.not_accepted[at] * clear + sums[_CROWDED, 0]
    values[NOTHING] = ends[0]


@bare
def _with_record_apart(
    curves: Curves, at: IntegralPlace, sums: Floats, ends: IntegralEnds, values: Floats
) -> None:
    """The same for somebody with one: whoever is first must be clear of the other and of all."""
    empty, apart = ends
    accepted, homes = curves.accepted[at], values.shape[0]
    for home in range(homes):
        lost = curves.lost[at][home]
        found, (below, above, near, beside, caught) = 1.0 - lost, _rows(home, homes)
        own = found * (curves.mates[at[0], above, 0] * apart + sums[_FIRST, above])
        clear = lost * sums[_CLEAR, 0] + found * sums[_CLEAR, near]
        crowded = lost * sums[_CROWDED, 0]
        crowded += found * (sums[_CROWDED, below] + sums[_CLEAR, beside] + sums[_FIRST, caught])
        upheld = lost * sums[_CLEAR_UPHELD, 0] + found * sums[_CLEAR_UPHELD, near]
        withdrawn = lost * sums[_CLEAR_WITHDRAWN, 0] + found * sums[_CLEAR_WITHDRAWN, near]
        answers = values[home]
        answers[OWN] = answers[NOBODY_BEHIND] = own
        answers[UPHELD], answers[WITHDRAWN] = accepted * upheld, accepted * withdrawn
        answers[NOBODY] = curves.not_accepted[at] * clear + crowded
        missed = lost + found * curves.mates[at[0], below, 0]
        answers[NOTHING] = missed * empty


@bare
def _rows(home: int, homes: int) -> tuple[int, int, int, int, int]:
    """Where the mates of a home stand among the curves: below, above, and the three by margin."""
    first = 1 + home
    return first, first + homes, first + 2 * homes, first + 3 * homes, first + 4 * homes
