"""What would have to be true: one lever at a time is moved until the limit is met."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from misid.errors import MeaningError
from misid.quantities.units import Unit, is_share
from misid.results.intervals import interval
from misid.results.output_definitions import kind
from misid.results.run import Run
from misid.results.schema import DecisionSide, Interval
from misid.results.splits import limit_decider, limit_sides
from misid.scenario import Output
from misid.uncertainty.accounts import yearly
from misid.uncertainty.carriers import carriers, share
from misid.uncertainty.lever_trials import ENOUGH, Aim, Stretch, Trials
from misid.uncertainty.levers import AS_IT_IS, LEVERS, At, Lever
from misid.uncertainty.schema import Carrier, Cost, Met, Requirement, Requirements
from misid.uncertainty.without import median

_MOST_DRAWS = 20_000
_COSTS: tuple[tuple[str, Unit], ...] = (
    ("wrong_person_upheld", "stops_a_year"),
    ("not_sought_upheld", "stops_a_year"),
    ("sought_upheld", "stops_a_year"),
    ("sought_missed", "stops_a_year"),
    ("reviews", "stops_a_year"),
)
"""What a year brings that is told beside a lever."""


def require(run: Run, output: Output, limit: float) -> Requirements:
    """
    Where each lever would have to stand for the limit to be met with 95 % probability.

    One lever at a time; everything else stays as open as it is.

    Args:
        run: of the scenario, made with a memory of its work.
        output: what is limited.
        limit: the most it may be, in its unit; a share from 0 to 1.
    Raises: MeaningError: a limit or a number of worlds out of range, or an output of which more is
        better, so that nothing is met by less of it.
    """
    _check(output, limit, run.stamp.draws)
    aim = Aim(run.evaluation, output, limit)
    now = share(aim.met(run.evaluation))
    return Requirements(
        version="misid-requirements/4",
        scenario=run.made.scenario,
        changes=run.made.changes,
        output=output,
        unit=kind(output).unit,
        limit=limit,
        probability_now=None if np.isnan(now) else now,
        sides=_sides(aim, AS_IT_IS),
        carriers=_carriers(aim, AS_IT_IS),
        levers=tuple(_row(aim, lever, now) for lever in LEVERS),
        stamp=run.stamp,
    )


def _check(output: Output, limit: float, draws: int) -> None:
    one = kind(output)
    if one.more_is_better:
        what = f"{output} is the better the larger it is, but a limit is the most it may be."
        raise MeaningError(what, use="share_of_references_wrong_person")
    if not 0.0 <= limit <= (1.0 if is_share(one.unit) else np.finfo(np.float64).max):
        most = "a share from 0 to 1, such as 0.2" if is_share(one.unit) else "a number from 0"
        raise MeaningError(f"limit is {limit:g}, which {output} cannot be.", use=most)
    if draws > _MOST_DRAWS:
        raise MeaningError(
            f"draws is {draws}, but a trial of a lever has at most {_MOST_DRAWS:,}.",
            use="--draws 4096",
        )


def _row(aim: Aim, lever: Lever, now: float) -> Requirement:
    trials = Trials.of(aim, lever)
    place, best_at, best = trials.best(), AS_IT_IS, now
    if place is not None and not trials.judged[place] < now:
        best_at, best = At(lever, place), trials.judged[place]
    is_known = bool(np.isfinite(best))
    # While what was worked out there is remembered.
    worked_out = best_at if lever.can_move(aim.output) else AS_IT_IS
    settled = lever.names if best_at.lever else ()
    sides = _sides(aim, worked_out) if is_known else ()
    found = _carriers(aim, worked_out, settled) if is_known else ()
    stands = interval(lever.stands(aim.evaluation))
    nearest, *others = _by_nearness(lever, trials.stretches(), stands)
    helps = best_at.place if best_at.lever is not None and best > now else None
    at = helps if nearest is None else _nearest_end(lever, nearest, stands)
    ends = _met(lever, nearest)
    return Requirement(
        name=lever.name,
        unit=lever.unit,
        stands=stands,
        reachable=nearest is not None,
        low=ends.low,
        high=ends.high,
        also=tuple(_met(lever, other) for other in others),
        turning=trials.turning,
        at=None if at is None else lever.value(at),
        costs=() if at is None else _costs(aim, At(lever, at)),
        probability_at_best=best if is_known else None,
        sides=sides,
        carriers=found,
    )


def _by_nearness(
    lever: Lever, stretches: Iterable[Stretch], stands: Interval
) -> list[Stretch | None]:
    """The stretches, the one nearest to where the lever stands first; nothing where none is."""
    place = _stands_at(lever, stands)

    def away(one: Stretch) -> float:
        below = 0.0 if one.low is None else max(one.low - place, 0.0)
        return max(below, 0.0 if one.high is None else place - one.high)

    return [*sorted(stretches, key=away)] or [None]


def _stands_at(lever: Lever, stands: Interval) -> float:
    """The place where a lever stands, within its ends; its lowest where that is not known."""
    if stands.median is None:
        return lever.reach[0]
    return lever.along(min(max(stands.median, lever.low), lever.high))


def _nearest_end(lever: Lever, stretch: Stretch, stands: Interval) -> float | None:
    """The end of a stretch that moves the lever the least; none where it has no end."""
    place = _stands_at(lever, stands)
    ends = [end for end in stretch if end is not None]
    return min(ends, key=lambda end: abs(end - place), default=None)


def _met(lever: Lever, stretch: Stretch | None) -> Met:
    """The values at the ends of a stretch."""
    ends = stretch or Stretch(None, None)
    low, high = (None if end is None else lever.value(end) for end in ends)
    return Met(low=low, high=high)


def _sides(aim: Aim, at: At) -> tuple[DecisionSide, ...]:
    """The limit on each side of the either/or that decides the output there."""
    found = aim.at(at)
    values = aim.values(found)
    decider = limit_decider(found.worlds, kind(aim.output), values, aim.limit)
    return limit_sides(found.worlds, decider, values, aim.limit)


def _carriers(aim: Aim, at: At, settled: tuple[str, ...] = ()) -> tuple[Carrier, ...]:
    """What alone turns the verdict that is reached there, but for what is set on purpose."""
    return carriers(aim.at(at), aim.met, ENOUGH, settled)


def _costs(aim: Aim, at: At) -> tuple[Cost, ...]:
    """What a year brings with the lever at a place, and as it is."""
    before, after = aim.evaluation, aim.at(at)
    return tuple(
        Cost(
            name=name,
            unit=unit,
            before=median(yearly(before, name)),
            after=median(yearly(after, name)),
        )
        for name, unit in _COSTS
    )
