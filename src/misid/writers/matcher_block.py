"""What comparison scores say of a matcher, as the block `matcher.measured` of a scenario."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import betaincinv

from misid.arrays import Integers
from misid.evaluation.frailty import look_alikes
from misid.evaluation.rarity_axis import (
    ComparisonSide,
    FalseMatchPairs,
    beyond,
    knots,
    pairs,
    points,
)
from misid.evaluation.reading.pair_table import ScoreTable
from misid.matching import Knots
from misid.measures.tails import TailFit, extrapolated_rate, tail_fits
from misid.scenario import Scenario
from misid.words.numbers import measured as measured_share
from misid.words.numbers import natural, rare

Block = dict[str, Any]

# A range of a scenario is read as 5 % to 95 %.
_LEVEL = 0.9
_ENDS = (0.05, 0.95)
_TAILS = (0.02, 0.005, 0.001)
_FEWEST_IN_TAIL = 200
_LEAST_BEYOND, _MOST_BEYOND = 0.1, 30.0
_DIGITS = 6


_NO_FRAILTY = (
    "How unevenly look-alikes are spread stays as it was: the file does not say who is compared, "
    "or holds too few people or false matches."
)
_NO_GROUPS = (
    "Ratios between groups stay as they were: the file does not say the group on both sides of a "
    "comparison, or some pair of groups has too few comparisons."
)
_NO_FAILURE = (
    "No genuine comparison of the file is without a score; whether such ones were left out of it, "
    "it does not say."
)
_NO_TAIL: Block = {
    "low": 0.3,
    "high": 20.0,
    "status": "unknown",
    "why": "None exists. The impostor scores are too few, or too much tied, to say how their rate "
    "falls off beyond the last point.",
}


@dataclass(frozen=True)
class Measurement:
    """The block, what else stands in the matcher, and what could not be said."""

    block: Block
    beside: Block
    notes: tuple[str, ...]


def measured_block(table: ScoreTable, start: Scenario, source: str) -> Measurement:
    """
    What a table of scores says of a matcher.

    Args:
        table: the comparisons.
        start: its groups are those whose ratios are wanted.
        source: key of the citation of the file.
    Raises: MeaningError: too few comparisons for a law of mate scores.
    """
    genuine, impostor = (ComparisonSide.of(table, genuine=flag) for flag in (True, False))
    curve = points(genuine, impostor, table.name)
    block: Block = {"mates": _mates(knots(curve, genuine, impostor), genuine, impostor, source)}
    median = beyond(curve[-1], genuine)
    if median is not None:
        block["beyond"] = _beyond(impostor, median, block["mates"]["rarities"][-1], source)
    block["failed"] = _failed(table, genuine, source)
    ratios, notes = _groups(pairs(impostor), start, source)
    frailty, more = _look_alikes(impostor, source)
    return Measurement(block | ratios, frailty, notes + more)


def measured(source: str) -> Block:
    """How what was counted is known."""
    return {"status": "measured", "source": source}


def _mates(of: Knots, genuine: ComparisonSide, impostor: ComparisonSide, source: str) -> Block:
    people, strangers = len(genuine.scores), len(impostor.scores)
    why = f"Counted in {people:,} genuine and {strangers:,} impostor comparisons."
    if genuine.people is not None:
        why += f" As people are in several, the genuine ones tell as much as {of.genuine:,.0f} "
        why += "independent ones, and all false match rates may be off together by "
        why += f"{measured_share(of.shared**0.5)} (one standard deviation)."
    return {
        "misses": _rounded(of.misses),
        "rarities": _rounded(of.rarities),
        "genuine": round(of.genuine, 1),
        "impostor": of.impostor,
        **({"shared": float(f"{of.shared:.4g}")} if of.shared else {}),
        **measured(source),
        "why": why,
    }


def _beyond(impostor: ComparisonSide, median: float, last: float, source: str) -> Block:
    """Where the median of the mates beyond the last point may lie, as tails of strangers go on."""
    fits = [
        fit
        for fit in tail_fits(impostor.scores, shares=_TAILS)
        if len(fit.excess) >= _FEWEST_IN_TAIL and fit.above < median
    ]
    if not fits:
        return _NO_TAIL
    lows, highs = zip(*(_decades(fit, median, last, impostor) for fit in fits), strict=True)
    high = min(max(*highs, 1.5 * min(lows)), _MOST_BEYOND)
    why = (
        f"Extrapolated, not measured: no more than a few impostor scores reach so far. "
        f"Generalised Pareto laws of the highest {', '.join(rare(fit.share).text for fit in fits)} "
        f"of them, continued to the median of the genuine scores beyond the last point. At most "
        f"{_MOST_BEYOND:.0f} decades are taken to be possible."
    )
    known = {"status": "unknown", "source": source, "why": why}
    return _range(min(lows), high, digits=3) | known


def _decades(
    fit: TailFit, median: float, last: float, impostor: ComparisonSide
) -> tuple[float, float]:
    """Between how many decades beyond the last point a tail has the median, at 90 %."""
    farthest = fit.threshold(10.0 ** -(last + _MOST_BEYOND))
    worth = impostor.worth(fit.above)
    rate = extrapolated_rate(fit, min(median, farthest), worth=worth, confidence=_LEVEL)
    low = -float(np.log10(rate.high)) - last
    high = _MOST_BEYOND
    if rate.low > 0.0 and median < farthest:
        high = -float(np.log10(rate.low)) - last
    return float(np.clip(low, _LEAST_BEYOND, 0.5 * _MOST_BEYOND)), high


def _failed(table: ScoreTable, genuine: ComparisonSide, source: str) -> Block:
    failed, scored = table.failed_genuine, len(genuine.scores)
    shape = genuine.least_worth * failed + 0.5, genuine.least_worth * scored + 0.5
    low, high = (float(betaincinv(*shape, end)) for end in _ENDS)
    why = f"{failed:,} of {failed + scored:,} genuine comparisons have no score."
    return _range(low, high, digits=4) | measured(source) | {"why": why if failed else _NO_FAILURE}


def _look_alikes(impostor: ComparisonSide, source: str) -> tuple[Block, tuple[str, ...]]:
    fit = look_alikes(impostor, confidence=_LEVEL)
    if fit is None:
        return {}, (_NO_FRAILTY,)
    why = (
        f"{fit.frailty.false_matches:,} false matches of {fit.frailty.people:,} people, at the "
        f"threshold that matches {rare(fit.rate)} of all impostor comparisons: negative binomial "
        f"likelihood, best at {natural(fit.variance)}."
    )
    variance = _range(fit.low, fit.high, digits=3) | measured(source) | {"why": why}
    return {"look_alike_variance": variance}, ()


def _groups(
    counts: FalseMatchPairs | None, start: Scenario, source: str
) -> tuple[Block, tuple[str, ...]]:
    """Ratios between the groups of the scenario, or why there are none."""
    if counts is None:
        return {}, (_NO_GROUPS,)
    place = _places(counts.labels, start)
    if place is None:
        names = ", ".join(start.group_names[:12])
        return {}, (
            "Ratios between groups stay as they were: the file's groups are not those of the "
            f"scenario ({names}), each once, by name or by label.",
        )
    by_chance = (
        "Ratios between groups are as counted, but the file does not tell any two pairs of groups "
        f"apart at the threshold that matches {rare(counts.rate)} of impostor comparisons: groups "
        "that are alike give such counts too, and which group is worst in a run rests on them.",
    )
    return {"ratios": _ratios(counts, place, source)}, () if counts.told_apart else by_chance


def _places(labels: tuple[str, ...], start: Scenario) -> dict[str, int] | None:
    """Which label of the file each group of the scenario has, by its name or its label."""
    by_label = {label.strip().casefold(): index for index, label in enumerate(labels)}
    places: dict[str, int] = {}
    for group in start.groups:
        for name in (group.name.casefold(), group.label.casefold()):
            if name in by_label:
                places.setdefault(group.name, by_label[name])
    is_whole = len(places) == len(start.groups) == len(labels) == len(set(places.values()))
    return places if is_whole else None


def _ratios(counts: FalseMatchPairs, place: dict[str, int], source: str) -> Block:
    def cells(of: Integers) -> dict[str, dict[str, int]]:
        return {
            searched: {other: int(of[row, column]) for other, column in place.items()}
            for searched, row in place.items()
        }

    return {
        "false_matches": cells(counts.false_matches),
        "comparisons": cells(counts.comparisons),
        "worth": float(f"{counts.worth:.4g}"),
        **measured(source),
        "why": f"Counted at the threshold that matches {rare(counts.rate)} of all impostor "
        f"comparisons, each of which tells as much as {natural(counts.worth)} independent ones.",
    }


def _range(low: float, high: float, *, digits: int) -> Block:
    return {"low": float(f"{low:.{digits}g}"), "high": float(f"{high:.{digits}g}")}


def _rounded(values: Sequence[float]) -> list[float]:
    return [float(f"{value:.{_DIGITS}g}") for value in values]
