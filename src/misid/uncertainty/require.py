"""What would have to be true: one lever at a time is moved until the limit is met."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from misid.errors import MeaningError
from misid.machine.memo import Remembered
from misid.programme.expected.outcome_table import Progress
from misid.quantities import Draws
from misid.results.output_definitions import kind
from misid.results.outputs import Evaluation, evaluate
from misid.results.run import checked_draws, stamp_of
from misid.results.schema import DecisionSide
from misid.results.summary import as_read, natural, title_of, with_unit
from misid.results.told import in_parts, limit_sides
from misid.scenario import Change, Output, Scenario, Worlds, change
from misid.uncertainty.carriers import carried_said, carriers, share
from misid.uncertainty.schema import Carrier, Requirement, Requirements
from misid.uncertainty.without import value as output_of

Floats = NDArray[np.float64]

WORLDS = 4096
_SURE, _MET = 0.95, "met with 95 %"
_POINTS, _STEPS = 9, 10


class Lever(NamedTuple):
    """
    Something that could be otherwise, within its ends: what is set when it stands at a value.

    Which end helps depends on the output: a strict threshold gives fewer references and more
    misses.
    """

    name: str
    title: str
    is_share: bool
    low: float
    high: float
    puts: Callable[[float], dict[str, object]]


LEVERS = (
    Lever(
        "threshold",
        "False positive identification rate of the threshold, at the gallery's true size and in "
        "the field",
        True,
        1e-11,
        0.02,
        lambda rate: {
            "threshold.policy": "fpir",
            "threshold.rate": rate,
            "threshold.moves_with_gallery": True,
            "threshold.design_population": "field",
        },
    ),
    Lever(
        "gallery",
        "Records that a search compares with; no more people have one than they are of",
        False,
        100.0,
        1e10,
        lambda records: {"gallery.records": records},
    ),
    Lever(
        "share sought",
        "Share of the enrolled people stopped who are sought, as far as the sought people of the "
        "gallery reach",
        True,
        1e-6,
        1.0 - 1e-6,
        lambda share: {"stops.share_sought": share},
    ),
    Lever(
        "review",
        "Strangers' records that people accept who compare every reference",
        True,
        1e-9,
        0.999,
        lambda share: {"review.share_reviewed": 1.0, "review.false_acceptance": share},
    ),
)
"""What an official could move."""


@dataclass(frozen=True)
class _Aim:
    """The limit, and the worlds in which it must be met."""

    scenario: Scenario
    output: Output
    limit: float
    draws: Draws
    progress: Progress | None
    recall: Remembered = field(default_factory=Remembered, repr=False)
    _carried: dict[tuple[str, float], tuple[Carrier, ...]] = field(default_factory=dict, repr=False)

    def worlds(self, lever: Lever | None = None, value: float = 0.0) -> Worlds:
        """The worlds, with a lever at a value."""
        moved = self.scenario
        if lever is not None:
            moved = change(self.scenario, [_patch(lever, value)]).scenario
        return Worlds(moved, self.draws, self.recall)

    def probability(self, lever: Lever | None = None, value: float = 0.0) -> float:
        """Share of worlds in which the limit is met, with a lever at a value."""
        try:
            return share(self.met(evaluate(self.worlds(lever, value), self.progress)))
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
            self._carried[key] = carriers(worlds, self.met, _SURE, settled)
        return self._carried[key]

    def sides(self, lever: Lever | None = None, value: float = 0.0) -> tuple[DecisionSide, ...]:
        """The limit on each side of the either/or that decides the output there."""
        worlds = self.worlds(lever, value)
        values = output_of(evaluate(worlds), self.output)
        return limit_sides(worlds, kind(self.output), values, self.limit)


def require(
    scenario: Scenario,
    output: Output,
    limit: float,
    *,
    worlds: int = WORLDS,
    seed: int = 1,
    progress: Progress | None = None,
) -> Requirements:
    """
    Where each lever would have to stand for the limit to be met with 95 % probability.

    One lever at a time; everything else stays as open as it is.

    Args:
        scenario: the scenario.
        output: what is limited.
        limit: the most it may be, in its unit.
        worlds: possible worlds for each trial.
        seed: which worlds.
        progress: told how many worlds are done.
    Raises: MeaningError: an output of which more is better, so that nothing is met by less of it.
    """
    if kind(output).more_is_better:
        what = f"{output} is the better the larger it is, but a limit is the most it may be."
        raise MeaningError(what, use="share_of_references_wrong_person")
    aim = _Aim(scenario, output, limit, checked_draws(worlds, seed), progress)
    now = aim.probability()
    rows = tuple(_row(aim, lever, now) for lever in LEVERS)
    sides, found = aim.sides(), aim.carriers()
    return Requirements(
        version="misid-requirements/2",
        sentence=_sentence(aim, now, rows, (sides, found)),
        output=output,
        unit=kind(output).unit,
        limit=limit,
        probability_now=None if np.isnan(now) else now,
        sides=sides,
        carriers=found,
        levers=rows,
        stamp=stamp_of(scenario, worlds, seed, ("require", output, f"{limit:.10g}")),
    )


def _row(aim: _Aim, lever: Lever, now: float) -> Requirement:
    places = np.linspace(_along(lever, lever.low), _along(lever, lever.high), _POINTS)
    met = [aim.probability(lever, _back(lever, place)) for place in places]
    best = max((held for held in (*met, now) if np.isfinite(held)), default=float("nan"))
    enough = [held >= _SURE for held in met]
    low, high = _stretch(aim, lever, places, enough) if any(enough) else (None, None)
    at_best = _at_best(lever, places, met, now)
    found = () if np.isnan(best) else aim.carriers(*at_best)
    sides = () if np.isnan(best) else aim.sides(*at_best)
    return Requirement(
        lever=lever.name,
        title=lever.title,
        low=low,
        high=high,
        reachable=any(enough),
        text=_text(lever, (low, high), best, (sides, found), reachable=any(enough)),
        probability_at_best=None if np.isnan(best) else best,
        sides=sides,
        carriers=found,
    )


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
        if aim.probability(lever, _back(lever, middle)) >= _SURE:
            good = middle
        else:
            bad = middle
    return _back(lever, good)


def _along(lever: Lever, value: float) -> float:
    return float(logit(value)) if lever.is_share else float(np.log10(value))


def _back(lever: Lever, place: float) -> float:
    return float(expit(place)) if lever.is_share else float(10.0**place)


def _patch(lever: Lever, value: float) -> Change:
    return Change(
        schema_="misid-change/1",
        scenario="misid-scenario/1",
        name="lever",
        title=lever.title,
        reason="A trial.",
        cannot="A trial.",
        set=lever.puts(value),
    )


def _text(
    lever: Lever,
    ends: tuple[float | None, float | None],
    best: float,
    at: tuple[tuple[DecisionSide, ...], tuple[Carrier, ...]],
    *,
    reachable: bool,
) -> str:
    carried = carried_said(at[1], _MET, met=reachable)
    said = _reached(lever, ends) if reachable else f"{_missed(best)}{_apart(at[0])}"
    return f"{said}. {carried}" if carried else said


def _missed(best: float) -> str:
    held = with_unit(best, "share") if np.isfinite(best) else "no value"
    return (
        "not met with 95 % by this alone: at its best, as far as tried, the limit is met in "
        f"{held} of the possible worlds"
    )


def _reached(lever: Lever, ends: tuple[float | None, float | None]) -> str:
    low, high = (None if end is None else _said(lever, end) for end in ends)
    if low is None and high is None:
        return "met wherever this stands, as far as tried"
    if low is None or high is None:
        return f"at most {high}" if low is None else f"at least {low}"
    return f"between {low} and {high}"


def _said(lever: Lever, value: float) -> str:
    return _share(value) if lever.is_share else natural(value)


def _share(value: float) -> str:
    return f"1 in {natural(1 / value)}" if value < 0.01 else f"{natural(100 * value)} %"


def _sentence(
    aim: _Aim,
    now: float,
    rows: tuple[Requirement, ...],
    at: tuple[tuple[DecisionSide, ...], tuple[Carrier, ...]],
) -> str:
    one = kind(aim.output)
    title = title_of(one, aim.scenario.retention.horizon)
    said = f"{with_unit(aim.limit, one.unit)} {as_read(one.unit)}".strip()
    if np.isnan(now):
        return f"{title} has no value in this scenario, so no limit is held or missed."
    before = f"{title} of at most {said} {_likely(at[0], now)} as it is"
    carried = carried_said(at[1], _MET, met=now >= _SURE)
    return f"{before}; {_elsewhere(aim, now, rows)} {carried}{'.' if carried else ''}".strip()


def _likely(found: tuple[DecisionSide, ...], now: float) -> str:
    """The share of the worlds that meet the limit; of each side first, where one decides."""
    held = _held(found)
    mixture = f"in {with_unit(now, 'share')} of the possible worlds"
    if not held:
        return f"would be met {mixture}"
    return f"would be met {_on_sides(held)} ({in_parts(found)}, {mixture})"


def _held(found: tuple[DecisionSide, ...]) -> list[tuple[DecisionSide, float]]:
    """Each side with the share of its worlds that meet the limit."""
    return [
        (one, 1.0 - one.probability_exceeded)
        for one in found
        if one.probability_exceeded is not None
    ]


def _on_sides(held: list[tuple[DecisionSide, float]]) -> str:
    return " and ".join(f"in {with_unit(met, 'share')} if {one.clause}" for one, met in held)


def _apart(found: tuple[DecisionSide, ...]) -> str:
    """Both sides, where the limit is met with 95 % on one and not on another."""
    held = _held(found)
    return f" ({_on_sides(held)})" if len({met >= _SURE for _, met in held}) > 1 else ""


def _elsewhere(aim: _Aim, now: float, rows: tuple[Requirement, ...]) -> str:
    alone = [row for row in rows if row.reachable]
    if now >= _SURE:
        return "nothing would have to change."
    if not alone:
        return "no single lever would raise that to 95 %."
    names = " or the ".join(row.lever for row in alone)
    caution = (
        " A sought person who is answered with somebody else's record does not count as missed."
        if aim.output == "misses_among_sought"
        else ""
    )
    return f"it would be met with 95 % if the {names} stood elsewhere.{caution}"
