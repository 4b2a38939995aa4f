"""What would have to be true: one lever at a time is moved until the limit is met."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
from scipy.special import expit, logit

from misid.arrays import Floats, Integers
from misid.errors import MeaningError
from misid.machine.memo import Recall, fresh, recalled
from misid.quantities.units import Unit, is_share
from misid.results.intervals import interval
from misid.results.output_definitions import kind
from misid.results.outputs import Evaluation, evaluate, one_output
from misid.results.run import Run
from misid.results.schema import DecisionSide, Interval
from misid.results.splits import decides, limit_sides
from misid.scenario import Change, Output, Worlds, change
from misid.uncertainty.accounts import yearly
from misid.uncertainty.carriers import carriers, share
from misid.uncertainty.meaning import false_positive_of
from misid.uncertainty.schema import Carrier, Cost, Requirement, Requirements
from misid.uncertainty.without import median

ENOUGH = 0.95
"""Share of the worlds in which a limit must be met."""
_MOST_DRAWS = 20_000
_POINTS, _STEPS = 9, 10
_KEPT = 4
# A trial of so many worlds is one of all of them; and so many come near the limit.
_MOST_LIKELY, _NEARLY = 0.7, 0.05
# What moves by less, of itself, moves by rounding only.
_ROUNDING = 1e-9
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


class _At(NamedTuple):
    """A lever at a value; without a lever the scenario as it is."""

    lever: Lever | None = None
    value: float = 0.0


AS_IT_IS = _At()


@dataclass(frozen=True)
class _Limit:
    """The limit, and the worlds in which it must be met."""

    run: Run
    output: Output
    limit: float
    _kept: dict[_At, Evaluation] = field(default_factory=dict, repr=False)
    _carried: dict[_At, tuple[Carrier, ...]] = field(default_factory=dict, repr=False)

    def worlds(self, at: _At = AS_IT_IS) -> Worlds:
        """The worlds, with a lever at a value."""
        worlds = self.run.evaluation.worlds
        if at.lever is None:
            return worlds
        moved = change(worlds.scenario, [_patch(at.lever, at.value)]).scenario
        return replace(worlds, scenario=moved, _known={})

    def evaluation(self, at: _At = AS_IT_IS) -> Evaluation:
        """Everything in these worlds; the last few are kept."""
        if at.lever is None:
            return self.run.evaluation
        if at not in self._kept:
            self._kept[at] = evaluate(self.worlds(at))
            for oldest in [*self._kept][:-_KEPT]:
                del self._kept[oldest]
        return self._kept[at]

    def met(self, evaluation: Evaluation) -> Floats:
        """Whether the limit is met in each world: 1, 0, or NaN where there are no trials."""
        values = one_output(evaluation, self.output)
        return np.where(np.isfinite(values), values <= self.limit, np.nan)

    def carriers(self, at: _At = AS_IT_IS) -> tuple[Carrier, ...]:
        """What alone turns the verdict that is reached there."""
        if at not in self._carried:
            settled = () if at.lever is None else tuple(at.lever.puts(at.lever.low))
            self._carried[at] = carriers(self.evaluation(at), self.met, ENOUGH, settled)
        return self._carried[at]

    def values(self, at: _At, rows: Integers, recall: Recall) -> Floats:
        """The output in some of the worlds, with a lever at a value."""
        return one_output(evaluate(self.worlds(at).some(rows, recall, each_once=True)), self.output)

    def sides(self, at: _At = AS_IT_IS) -> tuple[DecisionSide, ...]:
        """The limit on each side of the either/or that decides the output there."""
        found = self.evaluation(at)
        values = one_output(found, self.output)
        decided = decides(found.worlds, kind(self.output), values)
        return limit_sides(found.worlds, decided, values, self.limit)

    def costs(self, at: _At) -> tuple[Cost, ...]:
        """What a year brings with the lever at a value, and as it is."""
        before, after = self.evaluation(), self.evaluation(at)
        return tuple(
            Cost(
                name=name,
                unit=unit,
                before=median(yearly(before, name)),
                after=median(yearly(after, name)),
            )
            for name, unit in _COSTS
        )


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
    aim = _Limit(run, output, limit)
    now = share(aim.met(run.evaluation))
    return Requirements(
        version="misid-requirements/3",
        scenario=run.made.scenario,
        changes=run.made.changes,
        output=output,
        unit=kind(output).unit,
        limit=limit,
        probability_now=None if np.isnan(now) else now,
        sides=aim.sides(),
        carriers=aim.carriers(),
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


def _row(aim: _Limit, lever: Lever, now: float) -> Requirement:
    trials = _Trials(aim, lever)
    places = np.linspace(_along(lever, lever.low), _along(lever, lever.high), _POINTS)
    met = trials.shares([_back(lever, place) for place in places])
    best = max((held for held in (*met, now) if np.isfinite(held)), default=float("nan"))
    enough = [held >= ENOUGH for held in met]
    best_at = _at_best(lever, places, met, now)
    sides = () if np.isnan(best) else aim.sides(best_at)
    found = () if np.isnan(best) else aim.carriers(best_at)
    ends = _stretch(trials, places, enough) if any(enough) else (None, None)
    stands = interval(lever.stands(aim.run.evaluation))
    helps = best_at.value if best_at.lever is not None and best > now else None
    at = _told_at(lever, ends, helps, stands, reachable=any(enough))
    return Requirement(
        name=lever.name,
        unit=lever.unit,
        stands=stands,
        low=ends[0],
        high=ends[1],
        reachable=any(enough),
        at=at,
        costs=() if at is None else aim.costs(_At(lever, at)),
        probability_at_best=None if np.isnan(best) else best,
        sides=sides,
        carriers=found,
    )


def _told_at(
    lever: Lever,
    ends: tuple[float | None, float | None],
    helps: float | None,
    stands: Interval,
    *,
    reachable: bool,
) -> float | None:
    """Where the costs are told: as little moved as meets the limit, or else where it helps most."""
    if not reachable:
        return helps
    known = [end for end in ends if end is not None]
    if stands.median is None or not known:
        return known[0] if known else None
    middle = min(max(stands.median, lever.low), lever.high)
    return min(known, key=lambda end: abs(_along(lever, end) - _along(lever, middle)))


def _at_best(lever: Lever, places: Floats, met: list[float], now: float) -> _At:
    """Where the lever helps the most: at a value, or nowhere better than the scenario as it is."""
    known = [held if np.isfinite(held) else -1.0 for held in met]
    best = int(np.argmax(known))
    return _At(lever, _back(lever, places[best])) if known[best] >= now else AS_IT_IS


def _stretch(
    trials: _Trials, places: Floats, enough: list[bool]
) -> tuple[float | None, float | None]:
    """From where to where the limit is met, around the first point that meets it; None: an end."""
    first = enough.index(True)
    last = next((at for at in range(first, len(enough)) if not enough[at]), len(enough)) - 1
    low = _edge(trials, places[first], places[first - 1]) if first > 0 else None
    high = _edge(trials, places[last], places[last + 1]) if last < len(enough) - 1 else None
    return low, high


def _edge(trials: _Trials, good: float, bad: float) -> float:
    """
    The value nearest to the bad point at which the limit is still met.

    First only worlds near the limit are asked; what they say is held against all worlds.
    """
    found = _halved(good, bad, lambda place: trials.may_be_enough(_back(trials.lever, place)))
    if found != good and not trials.is_enough(_back(trials.lever, found)):
        found = _halved(good, bad, lambda place: trials.is_enough(_back(trials.lever, place)))
    return _back(trials.lever, found)


def _halved(good: float, bad: float, holds: Callable[[float], bool]) -> float:
    """The last place between two at which something holds, to a thousandth of their distance."""
    for _ in range(_STEPS):
        middle = (good + bad) / 2
        good, bad = (middle, bad) if holds(middle) else (good, middle)
    return good


@dataclass
class _Trials:
    """
    Trials of one lever, each in no more worlds than it takes to judge it.

    `likely` are worlds that missed the limit, or nearly did, in the best trial of all worlds so
    far: where enough of them miss it again, a trial is no better, whatever the others say.
    """

    aim: _Limit
    lever: Lever
    likely: Integers = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    there: Floats = field(default_factory=lambda: np.empty(0))
    best: float = -1.0
    _recall: Recall = fresh
    _moves: bool = False

    def shares(self, values: Sequence[float]) -> list[float]:
        """
        Share of worlds in which the limit is met at each value.

        Exact for the largest, the first of equal ones, and for all that are enough; of others what
        they are at most. NaN where the model does not hold. A lever that moves nothing at either
        end is not tried in between.
        """
        last = len(values) - 1
        found = dict.fromkeys(range(len(values)), float("nan"))
        found[0] = self._share(values[0], -1.0)
        found[last] = self._share(values[last], found[0])
        if not self._moves and np.isfinite(found[last]):
            return [found[0], *[found[last]] * last]
        backwards = found[last] > found[0]
        for place in range(last - 1, 0, -1) if backwards else range(1, last):
            # Of equal ones the first is the best, so from behind one that is equal is better.
            wanted = min(self.best, ENOUGH)
            found[place] = self._share(values[place], wanted, is_behind=backwards)
        return list(found.values())

    def is_enough(self, value: float) -> bool:
        """Whether the limit is met in enough worlds at a value."""
        return self._share(value, ENOUGH) >= ENOUGH

    def may_be_enough(self, value: float) -> bool:
        """Whether it is, were it met in every world that is not among the likely ones."""
        if not self._few_are_likely():
            return self.is_enough(value)
        try:
            return self._most(value) >= ENOUGH
        except MeaningError:
            return False

    def _few_are_likely(self) -> bool:
        return 0 < len(self.likely) < _MOST_LIKELY * self.aim.run.stamp.draws

    def _most(self, value: float) -> float:
        """The share at a value, were the limit met in every world that is not a likely one."""
        size = self.aim.run.stamp.draws
        values = self.aim.values(_At(self.lever, value), self.likely, self._recall)
        self._moves |= not np.allclose(values, self.there, rtol=_ROUNDING, atol=0.0, equal_nan=True)
        return (size - np.count_nonzero(values > self.aim.limit)) / size

    def _share(self, value: float, wanted: float, *, is_behind: bool = False) -> float:
        """The share at a value, or what it is at most where that is less than wanted."""
        at = _At(self.lever, value)
        try:
            if self._few_are_likely():
                most = self._most(value)
                if most < wanted or (most == wanted < ENOUGH and not is_behind):
                    return most
            else:
                self._moves |= len(self.likely) > 0
            return self._in_all(at)
        except MeaningError:
            self._moves = True
            return float("nan")

    def _in_all(self, at: _At) -> float:
        values = one_output(self.aim.evaluation(at), self.aim.output)
        held = share(np.where(np.isfinite(values), values <= self.aim.limit, np.nan))
        if held > self.best or held >= ENOUGH:
            self.best = max(held, self.best)
            count = np.count_nonzero(values > self.aim.limit) + int(_NEARLY * len(values))
            order = np.argsort(-np.nan_to_num(values, nan=-np.inf), kind="stable")
            self.likely = np.sort(order[:count])
            self.there = values[self.likely]
            self._recall = recalled(self.aim.run.evaluation.worlds.recall, self.likely)
        return held


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
