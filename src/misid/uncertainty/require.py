"""What would have to be true: one lever at a time is moved until the limit is met."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from misid.errors import MeaningError
from misid.machine.memo import Remembered
from misid.quantities import Draws
from misid.quantities.units import Unit, is_share
from misid.results.intervals import interval
from misid.results.output_definitions import kind
from misid.results.outputs import Evaluation, evaluate
from misid.results.provenance import Provenance, provenance, stamp
from misid.results.run import DEFAULT_DRAWS, DEFAULT_SEED, checked_draws
from misid.results.schema import DecisionSide, Interval
from misid.results.told import limit_sides
from misid.scenario import Change, Output, Scenario, Worlds, change, load_change
from misid.uncertainty.accounts import yearly
from misid.uncertainty.carriers import carriers, share
from misid.uncertainty.meaning import false_positive_of
from misid.uncertainty.schema import Carrier, Cost, Requirement, Requirements
from misid.uncertainty.without import median
from misid.uncertainty.without import value as output_of

Floats = NDArray[np.float64]

ENOUGH = 0.95
"""Share of the worlds in which a limit must be met."""
_MOST_DRAWS = 20_000
_POINTS, _STEPS = 9, 10
_COSTS: tuple[tuple[str, Unit], ...] = (
    ("wrong_person_upheld", "stops_a_year"),
    ("not_sought_upheld", "stops_a_year"),
    ("sought_upheld", "stops_a_year"),
    ("sought_missed", "stops_a_year"),
    ("reviews", "stops_a_year"),
)
"""What a year brings that is told beside a lever."""


class Lever(NamedTuple):
    """
    Something that could be otherwise, within its ends: what is set when it stands at a value.

    Which end helps depends on the output: a strict threshold gives fewer references and more
    misses. `stands` is where it is in each world, shape (worlds,).
    """

    name: str
    unit: Unit
    low: float
    high: float
    puts: Callable[[float], dict[str, object]]
    stands: Callable[[Evaluation], Floats]


def _sought(evaluation: Evaluation) -> Floats:
    people = evaluation.terms.people
    enrolled = people.stopped * people.enrolled
    part, whole = (enrolled * people.sought).sum(axis=1), enrolled.sum(axis=1)
    return np.asarray(np.divide(part, whole, out=np.full_like(part, np.nan), where=whole > 0))


def _accepted(evaluation: Evaluation) -> Floats:
    """Strangers' records that are accepted where foils were studied; what nobody compares is."""
    number = evaluation.worlds.number
    rejected = 1.0 - number("review.false_acceptance")
    return np.asarray(1.0 - number("review.share_reviewed") * rejected)


LEVERS = (
    Lever(
        "threshold",
        "share",
        1e-11,
        0.02,
        lambda rate: {
            "threshold.policy": "fpir",
            "threshold.rate": rate,
            "threshold.moves_with_gallery": True,
            "threshold.design_population": "field",
        },
        false_positive_of,
    ),
    Lever(
        "gallery",
        "count",
        100.0,
        1e10,
        lambda records: {"gallery.records": records},
        lambda evaluation: evaluation.worlds.number("gallery.records"),
    ),
    Lever(
        "share sought",
        "share",
        1e-6,
        1.0 - 1e-6,
        lambda share: {"stops.share_sought": share},
        _sought,
    ),
    Lever(
        "review",
        "share",
        1e-9,
        0.999,
        lambda share: {"review.share_reviewed": 1.0, "review.false_acceptance": share},
        _accepted,
    ),
)
"""What an official could move."""


@dataclass(frozen=True)
class _Aim:
    """The limit, and the worlds in which it must be met."""

    made: Provenance
    output: Output
    limit: float
    draws: Draws
    recall: Remembered = field(default_factory=Remembered, repr=False)
    _carried: dict[tuple[str, float], tuple[Carrier, ...]] = field(default_factory=dict, repr=False)

    def worlds(self, lever: Lever | None = None, value: float = 0.0) -> Worlds:
        """The worlds, with a lever at a value."""
        moved = self.made.scenario
        if lever is not None:
            moved = change(moved, [_patch(lever, value)]).scenario
        return Worlds(moved, self.draws, self.recall)

    def probability(self, lever: Lever | None = None, value: float = 0.0) -> float:
        """Share of worlds in which the limit is met, with a lever at a value."""
        try:
            return share(self.met(evaluate(self.worlds(lever, value))))
        except MeaningError:
            # A lever may be tried where the model does not hold; the scenario itself may not be.
            if lever is None:
                raise
            return float("nan")

    def met(self, evaluation: Evaluation) -> Floats:
        """Whether the limit is met in each world: 1, 0, or NaN where there are no trials."""
        values = output_of(evaluation, self.output)
        return np.where(np.isfinite(values), values <= self.limit, np.nan)

    def carriers(self, lever: Lever | None = None, value: float = 0.0) -> tuple[Carrier, ...]:
        """What alone turns the verdict that is reached there."""
        key = ("" if lever is None else lever.name, value)
        if key not in self._carried:
            settled = () if lever is None else tuple(lever.puts(lever.low))
            worlds = self.worlds(lever, value)
            self._carried[key] = carriers(worlds, self.met, ENOUGH, settled)
        return self._carried[key]

    def sides(self, lever: Lever | None = None, value: float = 0.0) -> tuple[DecisionSide, ...]:
        """The limit on each side of the either/or that decides the output there."""
        worlds = self.worlds(lever, value)
        values = output_of(evaluate(worlds), self.output)
        return limit_sides(worlds, kind(self.output), values, self.limit)

    def costs(self, lever: Lever, value: float) -> tuple[Cost, ...]:
        """What a year brings with the lever at a value, and as it is."""
        before, after = evaluate(self.worlds()), evaluate(self.worlds(lever, value))
        return tuple(
            Cost(
                name=name,
                unit=unit,
                before=median(yearly(before, name)),
                after=median(yearly(after, name)),
            )
            for name, unit in _COSTS
        )


def require(
    scenario: Scenario,
    output: Output,
    limit: float,
    *,
    changes: Sequence[Change | str] = (),
    draws: int = DEFAULT_DRAWS,
    seed: int = DEFAULT_SEED,
) -> Requirements:
    """
    Where each lever would have to stand for the limit to be met with 95 % probability.

    One lever at a time; everything else stays as open as it is.

    Args:
        scenario: the scenario.
        output: what is limited.
        limit: the most it may be, in its unit; a share from 0 to 1.
        changes: put on the scenario first.
        draws: possible worlds for each trial.
        seed: which worlds.
    Raises: MeaningError: a limit or a number of worlds out of range, or an output of which more is
        better, so that nothing is met by less of it.
    """
    _check(output, limit, draws)
    loaded = [one if isinstance(one, Change) else load_change(one) for one in changes]
    made = provenance(scenario, loaded)
    aim = _Aim(made, output, limit, checked_draws(draws, seed))
    now = aim.probability()
    return Requirements(
        version="misid-requirements/3",
        scenario=made.scenario,
        changes=made.changes,
        output=output,
        unit=kind(output).unit,
        limit=limit,
        probability_now=None if np.isnan(now) else now,
        sides=aim.sides(),
        carriers=aim.carriers(),
        levers=tuple(_row(aim, lever, now) for lever in LEVERS),
        stamp=stamp(made, draws=draws, seed=seed),
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


def _row(aim: _Aim, lever: Lever, now: float) -> Requirement:
    places = np.linspace(_along(lever, lever.low), _along(lever, lever.high), _POINTS)
    met = [aim.probability(lever, _back(lever, place)) for place in places]
    best = max((held for held in (*met, now) if np.isfinite(held)), default=float("nan"))
    enough = [held >= ENOUGH for held in met]
    ends = _stretch(aim, lever, places, enough) if any(enough) else (None, None)
    best_at = _at_best(lever, places, met, now)
    stands = interval(lever.stands(evaluate(aim.worlds())))
    helps = best_at if np.isfinite(best) and best > now else (None, 0.0)
    at = _told_at(lever, ends, helps, stands, reachable=any(enough))
    return Requirement(
        name=lever.name,
        unit=lever.unit,
        stands=stands,
        low=ends[0],
        high=ends[1],
        reachable=any(enough),
        at=at,
        costs=() if at is None else aim.costs(lever, at),
        probability_at_best=None if np.isnan(best) else best,
        sides=() if np.isnan(best) else aim.sides(*best_at),
        carriers=() if np.isnan(best) else aim.carriers(*best_at),
    )


def _told_at(
    lever: Lever,
    ends: tuple[float | None, float | None],
    best_at: tuple[Lever | None, float],
    stands: Interval,
    *,
    reachable: bool,
) -> float | None:
    """Where the costs are told: as little moved as meets the limit, or else where it helps most."""
    if not reachable:
        return None if best_at[0] is None else best_at[1]
    known = [end for end in ends if end is not None]
    if stands.median is None or not known:
        return known[0] if known else None
    middle = min(max(stands.median, lever.low), lever.high)
    return min(known, key=lambda end: abs(_along(lever, end) - _along(lever, middle)))


def _at_best(
    lever: Lever, places: Floats, met: list[float], now: float
) -> tuple[Lever | None, float]:
    """Where the lever helps the most: at a value, or nowhere better than the scenario as it is."""
    known = [held if np.isfinite(held) else -1.0 for held in met]
    best = int(np.argmax(known))
    return (lever, _back(lever, places[best])) if known[best] >= now else (None, 0.0)


def _stretch(
    aim: _Aim, lever: Lever, places: Floats, enough: list[bool]
) -> tuple[float | None, float | None]:
    """From where to where the limit is met, around the first point that meets it; None: an end."""
    first = enough.index(True)
    last = next((at for at in range(first, len(enough)) if not enough[at]), len(enough)) - 1
    low = _edge(aim, lever, places[first], places[first - 1]) if first > 0 else None
    high = _edge(aim, lever, places[last], places[last + 1]) if last < len(enough) - 1 else None
    return low, high


def _edge(aim: _Aim, lever: Lever, good: float, bad: float) -> float:
    """The value nearest to the bad point at which the limit is still met."""
    for _ in range(_STEPS):
        middle = (good + bad) / 2
        if aim.probability(lever, _back(lever, middle)) >= ENOUGH:
            good = middle
        else:
            bad = middle
    return _back(lever, good)


def _along(lever: Lever, value: float) -> float:
    return float(logit(value)) if is_share(lever.unit) else float(np.log10(value))


def _back(lever: Lever, place: float) -> float:
    return float(expit(place)) if is_share(lever.unit) else float(10.0**place)


def _patch(lever: Lever, value: float) -> Change:
    return Change(
        schema_="misid-change/1",
        scenario="misid-scenario/1",
        name="lever",
        title="A trial.",
        reason="A trial.",
        cannot="A trial.",
        set=lever.puts(value),
    )
