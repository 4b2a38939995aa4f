"""What would have to be true: one lever at a time is moved until the limit is met."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from misid.errors import MeaningError
from misid.programme.expected import Progress
from misid.quantities import Draws, Remembered
from misid.results.kinds import kind
from misid.results.outputs import evaluate, headline_rates, outputs
from misid.results.run import checked_draws, stamp_of
from misid.results.summary import as_read, natural, title_of, with_unit
from misid.scenario import Change, Output, Scenario, Worlds, change
from misid.uncertainty.schema import Requirement, Requirements

Floats = NDArray[np.float64]

WORLDS = 4096
_SURE = 0.95
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
        "Records that a search compares with",
        False,
        100.0,
        1e10,
        lambda records: {"gallery.records": records},
    ),
    Lever(
        "share sought",
        "Share of the enrolled people stopped who are sought",
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

    def probability(self, lever: Lever | None = None, value: float = 0.0) -> float:
        """Share of worlds in which the limit is met, with a lever at a value."""
        moved = self.scenario
        if lever is not None:
            moved = change(self.scenario, [_patch(lever, value)]).scenario
        try:
            evaluation = evaluate(Worlds(moved, self.draws, self.recall), self.progress)
        except MeaningError:
            # A lever may be tried where the model does not hold; the scenario itself may not be.
            if lever is None:
                raise
            return float("nan")
        rates = headline_rates(evaluation.outcomes, evaluation.terms.people.stopped)
        values = rates[self.output] if self.output in rates else outputs(evaluation)[self.output]
        known = values[np.isfinite(values)]
        return float(np.mean(known <= self.limit)) if len(known) else float("nan")


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
    return Requirements(
        version="misid-requirements/1",
        sentence=_sentence(aim, now, rows),
        output=output,
        unit=kind(output).unit,
        limit=limit,
        probability_now=None if np.isnan(now) else now,
        levers=rows,
        stamp=stamp_of(scenario, worlds, seed, ("require", output, f"{limit:.10g}")),
    )


def _row(aim: _Aim, lever: Lever, now: float) -> Requirement:
    places = np.linspace(_along(lever, lever.low), _along(lever, lever.high), _POINTS)
    met = [aim.probability(lever, _back(lever, place)) for place in places]
    known = [share for share in (*met, now) if np.isfinite(share)]
    best = max(known, default=float("nan"))
    enough = [share >= _SURE for share in met]
    low, high = _stretch(aim, lever, places, enough) if any(enough) else (None, None)
    return Requirement(
        lever=lever.name,
        title=lever.title,
        low=low,
        high=high,
        reachable=any(enough),
        text=_text(lever, (low, high), best, reachable=any(enough)),
        probability_at_best=None if np.isnan(best) else best,
    )


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
    lever: Lever, ends: tuple[float | None, float | None], best: float, *, reachable: bool
) -> str:
    if not reachable:
        share = with_unit(best, "share") if np.isfinite(best) else "no value"
        return (
            "cannot be met by this alone: at its best, as far as tried, the limit is met with a "
            f"probability of {share}"
        )
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


def _sentence(aim: _Aim, now: float, rows: tuple[Requirement, ...]) -> str:
    one = kind(aim.output)
    title = title_of(one, aim.scenario.retention.horizon)
    said = f"{with_unit(aim.limit, one.unit)} {as_read(one.unit)}".strip()
    if np.isnan(now):
        return f"{title} has no value in this scenario, so no limit is held or missed."
    likely = with_unit(now, "share")
    before = f"{title} of at most {said} would be met with a probability of {likely} as it is"
    alone = [row for row in rows if row.reachable]
    if now >= _SURE:
        return f"{before}; nothing would have to change."
    if not alone:
        return f"{before}; no single lever would raise that to 95 %."
    names = " or the ".join(row.lever for row in alone)
    caution = (
        " A sought person who is answered with somebody else's record does not count as missed."
        if aim.output == "misses_among_sought"
        else ""
    )
    return f"{before}; it would be met with 95 % if the {names} stood elsewhere.{caution}"
