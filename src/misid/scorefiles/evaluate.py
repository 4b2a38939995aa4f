"""A table of scores becomes error rates, each with what it was counted from and how sure it is."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version

import numpy as np

from misid.errors import MeaningError
from misid.measures import (
    Comparisons,
    OperatingPoint,
    Rate,
    decidability,
    detection_error_tradeoff,
    equal_error_rate,
    histogram,
    operating_point,
    upper_limit,
)
from misid.measures.subjects import REPLICATES
from misid.scorefiles import words
from misid.scorefiles.by_group import by_group
from misid.scorefiles.rates import Kind, notes_along
from misid.scorefiles.schema import (
    ColumnNote,
    CountsNote,
    CurveNote,
    EqualErrorNote,
    Evaluation,
    HistogramNote,
    PointNote,
    RateNote,
)
from misid.scorefiles.table import ScoreTable

RATES = (1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6)


def evaluate(
    table: ScoreTable,
    *,
    rates: Sequence[float] = RATES,
    replicates: int = REPLICATES,
    seed: int = 1,
) -> Evaluation:
    """
    Error rates of a table of scores.

    Args:
        table: what `read_scores` or `read_score_lists` gives.
        rates: false match rates to set thresholds for.
        replicates: of the bootstrap, where the table says who is compared; 0 for none.
        seed: which replicates; the same seed, the same document.
    Returns: the document, which does not change once it is made.
    Raises: MeaningError: a rate that is no share, no rate at all, or fewer than 0 replicates.
    """
    asked = _checked(rates, replicates)
    genuine, impostor = (Kind.of(table, genuine=flag) for flag in (True, False))
    scores = Comparisons.of(genuine.scores, impostor.scores)
    found = [operating_point(scores, false_match_rate=rate) for rate in asked]
    thresholds = [point.threshold for point in found]
    matched, missed = (
        notes_along(kind, thresholds, replicates=replicates, seed=seed)
        for kind in (impostor, genuine)
    )
    counts = _counts(table, scores)
    points = tuple(_point(table, *parts) for parts in zip(found, matched, missed, strict=True))
    main = words.main_point(points)
    eer = _equal_error(table, scores)
    apart = decidability(scores.genuine, scores.impostor)
    return Evaluation(
        version="misid-evaluation/1",
        sentence=main.sentence,
        file=table.name,
        direction="distance" if table.distance else "similarity",
        columns=_columns(table),
        counts=counts,
        points=points,
        eer=eer,
        decidability=apart,
        groups=by_group(genuine, impostor, main, threshold=thresholds[points.index(main)]),
        det=_curve(table, scores),
        histogram=_histogram(table, scores),
        notes=words.notes(counts, points, eer, apart, distance=table.distance),
        replicates=replicates if table.subject_a is not None else 0,
        seed=seed,
        program=f"misid {version('misid')}",
    )


def _columns(table: ScoreTable) -> tuple[ColumnNote, ...]:
    return tuple(ColumnNote(role=one.role, name=one.name, how=one.how) for one in table.columns)


def _checked(rates: Sequence[float], replicates: int) -> list[float]:
    """Rates from the highest to the lowest, each once."""
    if not rates:
        raise MeaningError("no false match rate is asked for.", use="a rate such as 0.001")
    for rate in rates:
        if not 0.0 < rate <= 1.0:
            raise MeaningError(
                f"the asked false match rate is {rate:g}, but a rate is a share above 0.",
                use="a number above 0, at most 1, such as 0.001",
            )
    if replicates < 0:
        raise MeaningError(
            f"replicates are {replicates}, but there cannot be fewer than none.", use="1000"
        )
    return sorted(set(rates), reverse=True)


def _counts(table: ScoreTable, scores: Comparisons) -> CountsNote:
    subjects = None
    if table.subject_a is not None and table.subject_b is not None:
        subjects = len(np.unique(np.concatenate([table.subject_a, table.subject_b])))
    return CountsNote(
        genuine=len(scores.genuine),
        impostor=len(scores.impostor),
        failed_genuine=table.failed_genuine,
        failed_impostor=table.failed_impostor,
        failure_to_acquire=table.failures().value or 0.0,
        subjects=subjects,
        least_fmr=_least(len(scores.impostor)),
        least_fnmr=_least(len(scores.genuine)),
    )


def _least(trials: int) -> float:
    """The least rate that so many trials can show: the most that no errors among them allow."""
    limit = upper_limit(Rate(0, trials))
    return 1.0 if limit is None else limit


def _point(
    table: ScoreTable, found: OperatingPoint, matched: RateNote, missed: RateNote
) -> PointNote:
    resolved = found.asked >= _least(matched.trials)
    bound = None
    if not resolved or not matched.count:
        bound = upper_limit(found.false_match)
    point = PointNote(
        asked=found.asked,
        threshold=table.shown(found.threshold),
        is_score=found.is_score,
        fmr=matched,
        fnmr=missed,
        resolved=resolved,
        at_most=bound,
        sentence="",
    )
    return point.model_copy(update={"sentence": words.point_sentence(point)})


def _equal_error(table: ScoreTable, scores: Comparisons) -> EqualErrorNote:
    found = equal_error_rate(scores)
    note = EqualErrorNote(
        rate=found.value,
        low=found.low,
        high=found.high,
        threshold=table.shown(found.threshold),
        fmr=float(found.false_match.fraction()),
        fnmr=float(found.false_non_match.fraction()),
        sentence="",
    )
    return note.model_copy(update={"sentence": words.equal_error_sentence(note)})


def _curve(table: ScoreTable, scores: Comparisons) -> CurveNote:
    curve = detection_error_tradeoff(scores)
    return CurveNote(
        thresholds=tuple(map(table.shown, curve.thresholds.tolist())),
        fmr=tuple(curve.false_match.tolist()),
        fnmr=tuple(curve.false_non_match.tolist()),
    )


def _histogram(table: ScoreTable, scores: Comparisons) -> HistogramNote:
    found = histogram(scores)
    return HistogramNote(
        edges=tuple(map(table.shown, found.edges.tolist())),
        genuine=tuple(found.genuine.tolist()),
        impostor=tuple(found.impostor.tolist()),
    )
