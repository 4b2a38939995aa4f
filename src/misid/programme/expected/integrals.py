"""The integrals of one search over its best false candidate, one world and group after the other.

Compiled, because the same sums over arrays of all worlds at once take several times as long. What
is summed, and why, is explained in `search`; here stand only the sums.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from misid.arrays import Floats
from misid.machine.compiled import bare, compiled

Place = tuple[int, int]
Ends = tuple[float, float]

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


class Curves(NamedTuple):
    """
    Everything along the points, the threshold first; the weights of integration are in `density`.

    `expected` strangers above a point and their `density`, and how review decides there: shape
    (worlds, groups, points); `alone`, the probability of none above, (tries, ...). `mates` are a
    constant 1, the mates below a point, and above it, (worlds, 1 + 2 homes, points). With a margin
    they go on, up to 1 + 5 homes: below the point less the margin, between that and the point, and
    the same above the threshold. `lost` (worlds, groups, homes). Strangers whom
    the reference rule has `accepted` or `not_accepted`, (worlds, groups). `before` and `new`:
    those that earlier tries rule out and those new at this one, as shares of the expected, (tries,
    worlds). `variance` and `stuck`: (worlds,).
    """

    expected: Floats
    density: Floats
    alone: Floats
    upheld: Floats
    withdrawn: Floats
    mates: Floats
    lost: Floats
    accepted: Floats
    not_accepted: Floats
    before: Floats
    new: Floats
    variance: Floats
    stuck: Floats


class Near(NamedTuple):
    """
    Strangers above the margin below each point, and their density, with those ruled out.

    `alone` is the probability that there are no `others`; all (tries, worlds, groups, points).
    """

    others: Floats
    density: Floats
    alone: Floats


@compiled
def integrate(curves: Curves, length: int, tries: int, absent: Floats, enrolled: Floats) -> None:
    """
    Every answer of a search, over all tries.

    Args:
        curves: what is integrated.
        length: most candidates in a list.
        tries: most photographs of a person.
        absent: filled for people without a record, shape (worlds, groups, 1, answers).
        enrolled: filled for people with one, shape (worlds, groups, homes, answers).
    """
    worlds, groups, points = curves.expected.shape
    columns, sums = np.zeros((_KINDS, points)), np.zeros((_KINDS, curves.mates.shape[1]))
    nobody, mated = np.zeros(ANSWERS), np.zeros((curves.lost.shape[2], ANSWERS))
    kinds, rows = _FRONT if length == 1 else _KINDS, np.zeros((5, points))
    for world in range(worlds):
        for group in range(groups):
            at = (world, group)
            for number in range(1, tries + 1):
                ends = _strangers(curves, at, length, number, columns, rows)
                _sum(columns, curves.mates[world], kinds, sums)
                _without_record(curves, at, sums, ends, nobody)
                _with_record(curves, at, sums, ends, mated)
                _add(curves, at, number, (nobody, mated), (absent[at], enrolled[at]))


@compiled
def integrate_with_margin(
    curves: Curves, near: Near, tries: int, absent: Floats, enrolled: Floats
) -> None:
    """
    The same where a candidate is an answer only if no other record comes near it.

    Args:
        curves: what is integrated.
        near: the strangers at the margin below each point.
        tries: most photographs of a person; the list holds one candidate.
        absent: as in `integrate`.
        enrolled: as in `integrate`.
    """
    worlds, groups, points = curves.expected.shape
    columns, sums = np.zeros((_KINDS, points)), np.zeros((_KINDS, curves.mates.shape[1]))
    nobody, mated = np.zeros(ANSWERS), np.zeros((curves.lost.shape[2], ANSWERS))
    for world in range(worlds):
        for group in range(groups):
            at = (world, group)
            for number in range(1, tries + 1):
                ends = _strangers_apart(curves, near, at, number, columns)
                _sum(columns, curves.mates[world], _KINDS, sums)
                _without_record_apart(curves, at, sums, ends, nobody)
                _with_record_apart(curves, at, sums, ends, mated)
                _add(curves, at, number, (nobody, mated), (absent[at], enrolled[at]))


@bare
def _strangers(  # noqa: PLR0917
    curves: Curves, at: Place, length: int, number: int, columns: Floats, rows: Floats
) -> Ends:
    """
    Fill the columns of one try: where in the list the stranger stands on whom the answer turns.

    Sums run over c strangers above, none accepted: `(1 - f)^c Q_c`; at the threshold, and for c
    from 1, `(1 - f)^c P_c`, which is returned with the probability that there is no stranger.
    """
    variance, new = curves.variance[at[0]], curves.new[number - 1, at[0]]
    expected = curves.expected[at]
    term, shrink, step, front, last = rows[0], rows[1], rows[2], rows[3], rows[4]
    alone = curves.alone[number - 1][at]
    empty, refused = alone[0], 0.0
    ruled_out = 1.0 + variance * curves.before[number - 1, at[0]] * expected[0]
    for point in range(expected.shape[0]):
        shrink[point] = 1.0 / (ruled_out + variance * new * expected[point])
        step[point] = curves.not_accepted[at] * new * expected[point] * shrink[point]
        term[point], front[point] = alone[point], 0.0
        last[point] = alone[point] * shrink[point]
    for above in range(1, length):
        earlier, later = (1.0 + (above - 1) * variance) / above, 1.0 + above * variance
        for point in range(expected.shape[0]):
            front[point] += last[point]
            term[point] *= step[point] * earlier
            last[point] = term[point] * later * shrink[point]
        refused += term[0]
    _place(curves, at, new, rows, columns)
    return empty, refused


@bare
def _place(curves: Curves, at: Place, new: float, rows: Floats, columns: Floats) -> None:
    """The columns, from a stranger before the list's end and one at it."""
    density, upheld, withdrawn = curves.density[at], curves.upheld[at], curves.withdrawn[at]
    front, last = rows[3], rows[4]
    for point in range(density.shape[0]):
        some = new * density[point]
        at_end, before_end = last[point] * some, front[point] * some
        columns[_LAST, point] = at_end
        columns[_ANY_UPHELD, point] = (at_end + before_end) * upheld[point]
        columns[_ANY_WITHDRAWN, point] = (at_end + before_end) * withdrawn[point]
        columns[_FRONT, point] = before_end
        columns[_FRONT_UPHELD, point] = before_end * upheld[point]
        columns[_FRONT_WITHDRAWN, point] = before_end * withdrawn[point]


@bare
def _sum(columns: Floats, mates: Floats, kinds: int, sums: Floats) -> None:
    """Integrate the columns against each curve of the mates."""
    for kind in range(kinds):
        for curve in range(mates.shape[0]):
            total = 0.0
            for point in range(mates.shape[1]):
                total += columns[kind, point] * mates[curve, point]
            sums[kind, curve] = total


@bare
def _without_record(curves: Curves, at: Place, sums: Floats, ends: Ends, values: Floats) -> None:
    """Answers of one try for somebody without a record."""
    accepted, not_accepted = curves.accepted[at], curves.not_accepted[at]
    values[UPHELD] = accepted * sums[_ANY_UPHELD, 0]
    values[WITHDRAWN] = accepted * sums[_ANY_WITHDRAWN, 0]
    values[NOBODY] = ends[1] + not_accepted * sums[_LAST, 0]
    values[NOTHING] = ends[0]


@bare
def _with_record(curves: Curves, at: Place, sums: Floats, ends: Ends, values: Floats) -> None:
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
    at: Place,
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
def _strangers_apart(curves: Curves, near: Near, at: Place, number: int, columns: Floats) -> Ends:
    """
    Fill the columns where a margin holds.

    Returns: the probability that nobody is above the threshold, and above it less the margin.
    """
    variance, new = curves.variance[at[0]], curves.new[number - 1, at[0]]
    expected, density = curves.expected[at], curves.density[at]
    alone, clear_of = curves.alone[number - 1][at], near.alone[number - 1][at]
    ruled_out = curves.before[number - 1, at[0]] * expected[0]
    for point in range(expected.shape[0]):
        some = new * density[point]
        above = ruled_out + new * expected[point]
        top = alone[point] / (1.0 + variance * above)
        closer = near.others[number - 1][at][point] - above
        free = clear_of[point] / (1.0 + variance * (above + closer))
        columns[_CLEAR, point] = free * some
        columns[_CLEAR_UPHELD, point] = free * some * curves.upheld[at][point]
        columns[_CLEAR_WITHDRAWN, point] = free * some * curves.withdrawn[at][point]
        crowd = _some_of(closer / (1.0 + variance * above), variance)
        columns[_CROWDED, point] = top * some * crowd
        columns[_FIRST, point] = free * near.density[number - 1][at][point]
    return alone[0], clear_of[0]


@bare
def _some_of(closer: float, variance: float) -> float:
    """Probability of any stranger closer, one being on top: `1 - (1 + v x)^(-1/v - 1)`."""
    if variance == 0.0:
        return -math.expm1(-closer)
    return -math.expm1(-(1.0 / variance + 1.0) * math.log1p(variance * closer))


@bare
def _without_record_apart(
    curves: Curves, at: Place, sums: Floats, ends: Ends, values: Floats
) -> None:
    """Answers of one try for somebody without a record: a stranger clear of all others, or not."""
    clear = sums[_CLEAR, 0]
    values[UPHELD] = curves.accepted[at] * sums[_CLEAR_UPHELD, 0]
    values[WITHDRAWN] = curves.accepted[at] * sums[_CLEAR_WITHDRAWN, 0]
    values[NOBODY] = curves.not_accepted[at] * clear + sums[_CROWDED, 0]
    values[NOTHING] = ends[0]


@bare
def _with_record_apart(curves: Curves, at: Place, sums: Floats, ends: Ends, values: Floats) -> None:
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
