"""Trials of one lever, each in no more worlds than it takes to judge it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

import numpy as np

from misid.arrays import Flags, Floats, Integers
from misid.errors import MeaningError
from misid.machine.memo import recalled
from misid.results.outputs import ScenarioInWorlds, evaluate, one_output
from misid.scenario import Output, Worlds
from misid.uncertainty.carriers import share
from misid.uncertainty.levers import At, Lever, moved

ENOUGH = 0.95
"""Share of the worlds in which a limit must be met."""
_POINTS, _STEPS = 9, 10
# Where the worlds of a sample fall short of a share by more standard errors, all worlds do.
_SAMPLE, _ERRORS = 128, 3.0
# Shares are told in whole per cent: places that differ by less are as good.
_ALIKE = 0.005
# So many worlds come near the limit; more where it is missed in few.
_NEARLY, _NEARLY_OF_FEW, _FEW = 0.05, 0.1, 0.1
# What moves by less, of itself, moves by rounding only.
_ROUNDING = 1e-9
_KEPT = 4
# So many worlds are worked out together: more take more memory, and no less time.
_TOGETHER = 16_384


@dataclass(frozen=True)
class Aim:
    """A limit on an output, and the worlds in which it must be met."""

    evaluation: ScenarioInWorlds
    output: Output
    limit: float
    _kept: dict[At, ScenarioInWorlds] = field(default_factory=dict, repr=False)

    @property
    def size(self) -> int:
        """How many worlds there are."""
        return self.evaluation.worlds.draws.size

    def at(self, at: At) -> ScenarioInWorlds:
        """Everything in these worlds with a lever at a place; the last few are kept."""
        if at.lever is None:
            return self.evaluation
        if at not in self._kept:
            self._kept[at] = evaluate(moved(self.evaluation.worlds, at.lever, at.value))
            for oldest in [*self._kept][:-_KEPT]:
                del self._kept[oldest]
        return self._kept[at]

    def values(self, evaluation: ScenarioInWorlds) -> Floats:
        """The output that is limited, in each world."""
        return one_output(evaluation, self.output)

    def met(self, evaluation: ScenarioInWorlds) -> Floats:
        """Whether the limit is met in each world: 1, 0, or NaN where there are no trials."""
        return self.held(self.values(evaluation))

    def held(self, values: Floats) -> Floats:
        """The same of values of the output."""
        return np.where(np.isfinite(values), values <= self.limit, np.nan)


class Stretch(NamedTuple):
    """Places from which and up to which a limit is met; None: as far as a lever goes."""

    low: float | None
    high: float | None


@dataclass
class Trials:
    """
    Trials of one lever.

    `judged` is the share of the worlds in which the limit is met at each of the `places`: of those
    `in_all` of all worlds, of others what it is at most, or, until more is asked, that of a sample.
    `likely` are worlds that missed the limit, or nearly did, in a trial of all worlds: where enough
    of them miss it again, a trial is no better, whatever the others say. `turning` is the share of
    the sample in which the output both rises and falls along the places.
    """

    aim: Aim
    lever: Lever
    places: list[float] = field(default_factory=list)
    judged: dict[float, float] = field(default_factory=dict)
    in_all: set[float] = field(default_factory=set)
    likely: Integers = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    turning: float = 0.0
    _sampled: dict[float, Floats] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, aim: Aim, lever: Lever) -> Trials:
        """The trials that it takes to say where the lever helps the most."""
        trials = cls(aim, lever)
        places = [float(place) for place in np.linspace(*lever.reach, _POINTS)]
        if lever.can_move(aim.output):
            trials._sample(places)
            trials._settle()
        else:
            now = share(aim.met(aim.evaluation))
            trials.places, trials.judged = places, dict.fromkeys(places, now)
            trials.in_all = set(places)
        return trials

    def best(self) -> float | None:
        """The place at which the limit is met in most worlds, where all were asked."""
        return _most(self.judged, [place for place in self.places if place in self.in_all])

    def stretches(self) -> list[Stretch]:
        """Where the limit is met in enough worlds; at both ends of each, all worlds were asked."""
        while True:
            runs = list(self._runs())
            ends = {self.places[end] for run in runs for end in run}
            if all(self._ask_all(place) >= ENOUGH for place in sorted(ends)):
                return [self._stretch(*run) for run in runs]

    def _runs(self) -> Iterator[tuple[int, int]]:
        """First and last of the places that follow each other at which it is met."""
        enough = [self.judged[place] >= ENOUGH for place in self.places]
        for is_enough, run in groupby(range(len(enough)), key=enough.__getitem__):
            if is_enough:
                places = list(run)
                yield places[0], places[-1]

    def _stretch(self, first: int, last: int) -> Stretch:
        """From where to where it is met around the places from one to another."""
        low, high = self.places[first], self.places[last]
        return Stretch(
            None if first == 0 else self._edge(low, self.places[first - 1]),
            None if last == len(self.places) - 1 else self._edge(high, self.places[last + 1]),
        )

    def _edge(self, good: float, bad: float) -> float:
        """
        The place nearest to the bad one at which the limit is still met.

        The likely worlds say where that is, and all are asked there.
        """
        self._watch(self._all_values(good), beside=False)
        while True:
            place = self._likely_edge(good, bad)
            if self._ask_all(place) >= ENOUGH:
                return place

    def _likely_edge(self, good: float, bad: float) -> float:
        """
        The same by the likely worlds alone.

        A world that misses it on the good side misses it further on too, and one that meets it on
        the bad side met it before, unless the output turns on its way.
        """
        rows, missed = self.likely, 0
        for _ in range(_STEPS):
            middle = (good + bad) / 2
            over = self._is_over([middle], rows)[0]
            count = missed + int(np.count_nonzero(over))
            is_known = self.judged.get(middle, ENOUGH) >= ENOUGH
            is_enough = is_known and self._share_without(count) >= ENOUGH
            good, bad = (middle, bad) if is_enough else (good, middle)
            if not self.turning:
                missed = count if is_enough else missed
                rows = rows[~over] if is_enough else rows[over]
        return good

    def _sample(self, places: list[float]) -> None:
        """Judge the places by a sample, and others beside the best where the output may turn."""
        size = min(_SAMPLE, self.aim.size)
        rows = np.arange(size) * self.aim.size // size
        values = self._values(places, rows)
        self.turning, self.places = float(turns(values).mean()), places
        self._sampled = dict(zip(places, map(self.aim.held, values), strict=True))
        self.judged = {place: share(held) for place, held in self._sampled.items()}
        known = [at for at, place in enumerate(places) if np.isfinite(self.judged[place])]
        best = max(
            known, default=0, key=lambda at: (self.judged[places[at]], -np.nanmedian(values[at]))
        )
        if not self.turning or best in {0, len(places) - 1}:
            return
        beside = [(places[best] + places[at]) / 2 for at in (best - 1, best + 1)]
        self.places = sorted([*places, *beside])
        for place, one in zip(beside, self._values(beside, rows), strict=True):
            self._sampled[place] = self.aim.held(one)
            self.judged[place] = share(self._sampled[place])

    def _settle(self) -> None:
        """Ask as many worlds as it takes to say where the limit is met in most of them."""
        while (place := _most(self.judged, [*self._sampled])) is not None:
            if np.isfinite(self._ask_all(place)):
                self._judge_beside(place)
                break
        while (place := self._contender()) is not None:
            self._ask_all(place)

    def _contender(self) -> float | None:
        """The best place of those at which not all worlds were asked, if it may be better."""
        best = self.best()
        least = -1.0 if best is None else self.judged[best] + _ALIKE
        return _most(
            self.judged,
            [
                place
                for place in self.places
                if place not in self.in_all and self.judged[place] > least
            ],
        )

    def _judge_beside(self, asked: float) -> None:
        """Judge all other places by one: by the likely worlds where the sample leaves a doubt."""
        wanted, rest = min(self.judged[asked], ENOUGH), []
        for place in self._sampled.keys() - self.in_all:
            differ = self._sampled[place] - self._sampled[asked]
            differ = differ[np.isfinite(differ)]
            # One more than was seen, or nothing would be certain after few.
            error = (np.count_nonzero(differ) + 1) ** 0.5 / max(len(differ), 1)
            self.judged[place] = self.judged[asked] + share(differ)
            if self.judged[place] + _ERRORS * error >= wanted:
                rest.append(place)
        self._bound(rest)

    def _bound(self, places: list[float]) -> None:
        """Judge places by the likely worlds: the share is no larger."""
        for place, over in zip(places, self._is_over(places, self.likely), strict=True):
            self.judged[place] = self._share_without(int(np.count_nonzero(over)))

    def _ask_all(self, place: float) -> float:
        """The share of all worlds in which the limit is met at a place; NaN: it cannot be meant."""
        if place in self.in_all:
            return self.judged[place]
        self.in_all.add(place)
        try:
            values = self._all_values(place)
        except MeaningError:
            self.judged[place] = float("nan")
            return self.judged[place]
        self.judged[place] = held = self._held(values)
        is_best = held >= np.nanmax([self.judged[other] for other in self.in_all])
        self._watch(values, beside=not is_best and held < ENOUGH)
        return held

    def _watch(self, values: Floats, *, beside: bool) -> None:
        """Take the likely worlds from a trial of all, in place of those before or beside them."""
        size = self.aim.size
        over = np.count_nonzero(values > self.aim.limit)
        near = _NEARLY if over > _FEW * size else _NEARLY_OF_FEW
        order = np.argsort(-np.nan_to_num(values, nan=-np.inf), kind="stable")
        likely = np.sort(order[: over + max(int(near * size), 1)])
        self.likely = np.union1d(likely, self.likely) if beside else likely

    def _all_values(self, place: float) -> Floats:
        return self.aim.values(self.aim.at(At(self.lever, place)))

    def _share_without(self, over: int) -> float:
        """The share in which the limit is met, were it missed in no other world than so many."""
        return (self.aim.size - over) / self.aim.size

    def _held(self, values: Floats) -> float:
        return share(self.aim.held(values))

    @cached_property
    def _moved(self) -> Worlds:
        """The worlds with the lever at its low end, or, where that cannot be, at its high end."""
        worlds, lever = self.aim.evaluation.worlds, self.lever
        try:
            return moved(worlds, lever, lever.low)
        except MeaningError:
            return moved(worlds, lever, lever.high)

    def _values(self, places: Sequence[float], rows: Integers) -> Floats:
        """
        The output in some worlds with the lever at each place, shape (places, worlds).

        All in one evaluation; place by place where they are many, or where the model does not hold
        at one of them, which gives NaN.
        """
        if not places or (len(places) > 1 and len(places) * len(rows) > _TOGETHER):
            return self._one_by_one(places, rows)
        if not len(rows):
            return np.empty((len(places), 0))
        many = np.tile(rows, len(places))
        numbers = np.repeat([self.lever.value(place) for place in places], len(rows))
        try:
            whole = self._moved
            beside = whole.some(many, recalled(whole.recall, many), each_once=True)
            found = self.aim.values(evaluate(beside.at({self.lever.moves: numbers})))
        except MeaningError:
            if len(places) > 1:
                return self._one_by_one(places, rows)
            return np.full((1, len(rows)), np.nan)
        return found.reshape(len(places), len(rows))

    def _is_over(self, places: Sequence[float], rows: Integers) -> Flags:
        """Where the limit is missed: in all of these worlds where the model does not hold."""
        values = self._values(places, rows)
        return (values > self.aim.limit) | np.isnan(values).all(axis=1, keepdims=True)

    def _one_by_one(self, places: Sequence[float], rows: Integers) -> Floats:
        each = [self._values([place], rows) for place in places]
        return np.concatenate([np.empty((0, len(rows))), *each])


def _most(judged: Mapping[float, float], places: Sequence[float]) -> float | None:
    """The first place at which most is judged; none where nothing is known of any."""
    known = [place for place in places if np.isfinite(judged[place])]
    return max(known, key=judged.__getitem__, default=None)


def turns(values: Floats) -> Flags:
    """
    Whether an output both rises and falls along the places of a lever, in each world.

    Args:
        values: of the output, shape (places, worlds); NaN counts as no step.
    """
    before, after = values[:-1], values[1:]
    with np.errstate(invalid="ignore"):
        step = after - before
        rounding = _ROUNDING * np.maximum(np.abs(before), np.abs(after))
        rises, falls = step > rounding, step < -rounding
    return np.asarray(rises.any(axis=0) & falls.any(axis=0))
