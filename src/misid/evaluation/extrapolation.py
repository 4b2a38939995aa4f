"""Thresholds for false match rates that are too low to count: extrapolated from the tail."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from misid.evaluation.fairness import finite
from misid.evaluation.rates import ComparisonKind
from misid.evaluation.reading.pair_table import ScoreTable
from misid.evaluation.schema import PointNote, TailFitNote, TailNote, TailTargetNote
from misid.measures import Comparisons, effective_trials
from misid.measures.intervals import CONFIDENCE
from misid.measures.tails import TailFit, chosen_tail, extrapolated_threshold, tail_fits

# Scores in a tail: fewer tell nothing, more take time and reach too far down.
_FEWEST, _MOST = 100, 20_000
_LONGEST = 0.1


def tail_note(
    points: Sequence[PointNote],
    least_fmr: float,
    table: ScoreTable,
    scores: Comparisons,
    impostor: ComparisonKind,
) -> TailNote:
    """
    Thresholds for false match rates too low to count; without fits where no tail can be fitted.

    Args:
        points: those whose asked rates are not resolved are the targets.
        least_fmr: the least false match rate that so many comparisons can show.
        table: the comparisons.
        scores: of both kinds, sorted.
        impostor: comparisons of two people.
    """
    trials = len(scores.impostor)
    fits = tail_fits(scores.impostor[-_MOST - 1 :], shares=_shares(trials), trials=trials)
    chosen = chosen_tail(fits)
    if chosen is None:
        return TailNote(share=None, fewest=_FEWEST, worth=1.0, fits=(), targets=())
    worth = _worth(impostor, chosen)
    targets = tuple(
        _target(chosen, rate, worth, table, scores)
        for rate in _targets(points, least_fmr, chosen.share)
    )
    return TailNote(
        share=chosen.share,
        fewest=_FEWEST,
        worth=worth,
        fits=tuple(_fit(fit, targets[0].asked, worth, table) for fit in fits),
        targets=targets,
    )


def _shares(trials: int) -> list[float]:
    """Round shares of the scores that are neither too few nor too many."""
    steps = (step * 10.0**-power for power in range(1, 10) for step in (1.0, 0.5, 0.2))
    return [share for share in steps if share <= _LONGEST and _FEWEST <= share * trials <= _MOST]


def _targets(points: Sequence[PointNote], least_fmr: float, share: float) -> list[float]:
    """The asked rates that are not resolved; else the next power of ten that is not."""
    asked = [point.asked for point in points if not point.resolved and point.asked < share]
    return asked or [10.0 ** float(np.ceil(np.log10(least_fmr)) - 1.0)]


def _worth(impostor: ComparisonKind, fit: TailFit) -> float:
    """Independent comparisons that one in the tail is worth."""
    pairs = impostor.pairs()
    if pairs is None:
        return 1.0
    trials = effective_trials(pairs, impostor.scores > fit.above)
    return 1.0 if trials is None else min(1.0, trials / len(impostor.scores))


def _target(
    fit: TailFit, rate: float, worth: float, table: ScoreTable, scores: Comparisons
) -> TailTargetNote:
    threshold = fit.threshold(rate)
    bounds = extrapolated_threshold(fit, rate, worth=worth, confidence=CONFIDENCE)
    missed = scores.false_non_match(threshold)
    return TailTargetNote(
        asked=rate,
        threshold=table.shown(threshold),
        low=table.shown(bounds.low),
        high=finite(table.shown(bounds.high)),
        fnmr=missed.count / missed.trials,
    )


def _fit(fit: TailFit, rate: float, worth: float, table: ScoreTable) -> TailFitNote:
    bounds = extrapolated_threshold(fit, rate, worth=worth, confidence=CONFIDENCE)
    return TailFitNote(
        share=fit.share,
        scores=len(fit.excess),
        above=table.shown(fit.above),
        shape=fit.shape,
        scale=fit.scale,
        threshold=table.shown(fit.threshold(rate)),
        low=table.shown(bounds.low),
        high=finite(table.shown(bounds.high)),
    )
