"""What goes beyond counting at given thresholds: found ones, own ones, tails, look-alikes."""

from __future__ import annotations

import numpy as np

from misid.evaluation import words
from misid.evaluation.fairness import finite
from misid.evaluation.frailty import look_alikes
from misid.evaluation.groups import own_thresholds
from misid.evaluation.rarity_axis import Side
from misid.evaluation.rates import Kind
from misid.evaluation.reading.pair_table import ScoreTable
from misid.evaluation.schema import (
    AnewNote,
    Evaluation,
    FrailtyNote,
    GroupsNote,
    PointNote,
    TailFitNote,
    TailNote,
    TailTargetNote,
)
from misid.evaluation.threshold_intervals import Anew, anew_notes
from misid.measures import Bounds, Curve, Rate, effective_trials
from misid.measures.group_covariance import Cells
from misid.measures.intervals import CONFIDENCE
from misid.measures.tails import TailFit, chosen_tail, extrapolated_threshold, tail_fits
from misid.measures.threshold_uncertainty import Levels, miss_interval

# Scores in a tail: fewer tell nothing, more take time and reach too far down.
_FEWEST, _MOST = 100, 20_000
_LONGEST = 0.1


def beyond(found: Evaluation, table: ScoreTable, genuine: Kind, impostor: Kind) -> Evaluation:
    """
    An evaluation with everything that needs each comparison in memory.

    Args:
        found: what was counted.
        table: the comparisons.
        genuine: those of one person.
        impostor: those of two people.
    """
    anew = Anew(genuine, impostor)
    rates = [point.asked for point in found.points]
    drawn, drawn_equal = anew.drawn(rates, replicates=found.replicates, seed=found.seed)
    points = tuple(
        _with_interval(
            point, anew_notes(anew.at_rate(table.shown(point.threshold), point.asked), bounds)
        )
        for point, bounds in zip(found.points, drawn, strict=True)
    )
    equal = anew.at_equal_error(table.shown(found.eer.threshold))
    eer = found.eer.model_copy(update={"intervals": anew_notes(equal, drawn_equal)})
    more = {
        "sentence": words.main_point(points).sentence,
        "points": points,
        "eer": eer.model_copy(update={"sentence": words.equal_error_sentence(eer)}),
        "groups": _with_own(found.groups, table, genuine, impostor),
        "tail": tail_note(found, table, anew, impostor),
        "frailty": frailty_note(table, Side(impostor, anew.scores.impostor, impostor.pairs())),
    }
    return found.model_copy(update=more)


def beyond_counts(found: Evaluation) -> Evaluation:
    """
    An evaluation with what can be told from counts alone, where comparisons are not in memory.

    Args:
        found: what was counted, comparisons taken as independent.
    """
    curve = Curve(*(np.array(one) for one in (found.det.thresholds, found.det.fmr, found.det.fnmr)))
    points = tuple(
        _with_interval(point, anew_notes(_of_counts(curve, point), None)) for point in found.points
    )
    return found.model_copy(
        update={
            "sentence": words.main_point(points).sentence,
            "points": points,
            "notes": (*found.notes, words.STREAMED),
        }
    )


def _with_interval(point: PointNote, intervals: tuple[AnewNote, ...]) -> PointNote:
    """The same point, its sentence included, with what a found threshold makes of it."""
    wider = point.model_copy(update={"fnmr_anew": intervals})
    return wider.model_copy(update={"sentence": words.point_sentence(wider)})


def _of_counts(curve: Curve, point: PointNote) -> Bounds | None:
    matched, missed = (Rate(one.count, one.trials) for one in (point.fmr, point.fnmr))
    levels = Levels(curve.false_match, curve.false_non_match)
    return miss_interval(Cells((missed, matched), None, None), levels, point.asked)


def _with_own(
    groups: GroupsNote | None, table: ScoreTable, genuine: Kind, impostor: Kind
) -> GroupsNote | None:
    if groups is None:
        return None
    own = own_thresholds(genuine, impostor, asked=groups.asked, shown=table.shown)
    return groups.model_copy(update={"thresholds": own})


def tail_note(found: Evaluation, table: ScoreTable, anew: Anew, impostor: Kind) -> TailNote:
    """
    Thresholds for false match rates too low to count, or why there are none.

    Args:
        found: what was counted, whose asked rates that are not resolved are the targets.
        table: the comparisons.
        anew: their scores, sorted.
        impostor: comparisons of two people.
    """
    trials = len(anew.scores.impostor)
    fits = tail_fits(anew.scores.impostor[-_MOST - 1 :], shares=_shares(trials), trials=trials)
    chosen = chosen_tail(fits)
    if chosen is None:
        reason = words.no_tail_sentence(trials, _FEWEST)
        return TailNote(share=None, worth=1.0, fits=(), targets=(), sentence=reason)
    worth = _worth(impostor, chosen)
    targets = tuple(
        _target(chosen, rate, worth, table, anew) for rate in _targets(found, chosen.share)
    )
    note = TailNote(
        share=chosen.share,
        worth=worth,
        fits=tuple(_fit(fit, targets[0].asked, worth, table) for fit in fits),
        targets=targets,
        sentence="",
    )
    return note.model_copy(update={"sentence": words.tail_sentence(note)})


def _shares(trials: int) -> list[float]:
    """Round shares of the scores that are neither too few nor too many."""
    steps = (step * 10.0**-power for power in range(1, 10) for step in (1.0, 0.5, 0.2))
    return [share for share in steps if share <= _LONGEST and _FEWEST <= share * trials <= _MOST]


def _targets(found: Evaluation, share: float) -> list[float]:
    """The asked rates that are not resolved; else the next power of ten that is not."""
    asked = [point.asked for point in found.points if not point.resolved and point.asked < share]
    return asked or [10.0 ** float(np.ceil(np.log10(found.counts.least_fmr)) - 1.0)]


def _worth(impostor: Kind, fit: TailFit) -> float:
    """Independent comparisons that one in the tail is worth."""
    pairs = impostor.pairs()
    if pairs is None:
        return 1.0
    trials = effective_trials(pairs, impostor.scores > fit.above)
    return 1.0 if trials is None else min(1.0, trials / len(impostor.scores))


def _target(
    fit: TailFit, rate: float, worth: float, table: ScoreTable, anew: Anew
) -> TailTargetNote:
    threshold = fit.threshold(rate)
    bounds = extrapolated_threshold(fit, rate, worth=worth, confidence=CONFIDENCE)
    missed: Rate = anew.scores.false_non_match(threshold)
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


def frailty_note(table: ScoreTable, impostor: Side) -> FrailtyNote | None:
    """
    How unevenly false matches fall on people; nothing where that is not told.

    Args:
        table: the comparisons.
        impostor: those of two people, their scores in order.
    """
    found = look_alikes(impostor, confidence=CONFIDENCE)
    if found is None:
        return None
    note = FrailtyNote(
        shape=finite(found.frailty.shape),
        low=finite(found.frailty.low),
        high=finite(found.frailty.high),
        people=found.frailty.people,
        false_matches=found.frailty.false_matches,
        threshold=table.shown(found.threshold),
        fmr=found.rate,
        both_sides=found.both_sides,
        sentence="",
    )
    return note.model_copy(update={"sentence": words.frailty_sentence(note)})
