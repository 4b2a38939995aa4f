"""A table of scores becomes error rates, each with what it was counted from and how sure it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.metadata import version

import numpy as np

from misid.errors import MeaningError
from misid.evaluation import words
from misid.evaluation.conditions import by_condition
from misid.evaluation.counting.exact_counts import Counted, counted, tally_of
from misid.evaluation.counting.targets import Wanted
from misid.evaluation.extrapolation import beyond, beyond_counts
from misid.evaluation.groups import by_group
from misid.evaluation.of_cells import cell_counts, conditions_of, groups_of, has_labels
from misid.evaluation.rates import Kind, counted_note, most, notes_along
from misid.evaluation.reading.pair_stream import ScoreStream
from misid.evaluation.reading.pair_table import (
    PairColumn,
    ScoreTable,
    refuse_equal,
    refuse_one_kind,
)
from misid.evaluation.schema import (
    ColumnNote,
    CountsNote,
    CurveNote,
    EqualErrorNote,
    Evaluation,
    HistogramNote,
    PointNote,
    RateNote,
)
from misid.evaluation.set_apart import Looks
from misid.measures import (
    OperatingPoint,
    Rate,
    decidability,
    detection_error_tradeoff,
    equal_error_rate,
    histogram,
    operating_point,
    upper_limit,
)
from misid.measures.score_counts import Tally
from misid.measures.subject_intervals import REPLICATES

Shown = Callable[[float], float]
"""A score on the scale of the file."""

RATES = (1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6)
MOST_BYTES = 2**28
"""Keys of a stream that are kept in memory, so that one pass may be enough."""


def evaluate(
    table: ScoreTable | ScoreStream,
    *,
    rates: Sequence[float] = RATES,
    replicates: int = REPLICATES,
    seed: int = 1,
) -> Evaluation:
    """
    Error rates of a table of scores, or of a file that is read in parts.

    Args:
        table: what `read_scores` or `read_score_lists` gives, or `score_stream`. Of a stream all
            that is counted is the same; what needs every comparison in memory is not there.
        rates: false match rates to set thresholds for.
        replicates: of the bootstrap, where the table says who is compared; 0 for none.
        seed: which replicates; the same seed, the same document.
    Returns: the document, which does not change once it is made.
    Raises: MeaningError: a rate that is no share, no rate at all, or fewer than 0 replicates; of a
        stream, also what `read_scores` raises.
    """
    asked = _checked(rates, replicates)
    if isinstance(table, ScoreStream):
        return _streamed(table, asked, seed)
    kinds = genuine, impostor = Kind.of(table, genuine=True), Kind.of(table, genuine=False)
    scores = tally_of(table.scores, table.genuine, _with_others(asked))
    found = [operating_point(scores, false_match_rate=rate) for rate in asked]
    thresholds = [point.threshold for point in found]
    matched, missed = (
        notes_along(kind, thresholds, replicates=replicates, seed=seed)
        for kind in (impostor, genuine)
    )
    points = tuple(
        _point(table.shown, *parts) for parts in zip(found, matched, missed, strict=True)
    )
    apart = decidability(genuine.scores, impostor.scores)
    failed = table.failed_genuine, table.failed_impostor
    counts = _counts(scores, failed, subjects=_people(table))
    document = _document(table, Counted(scores, apart, failed, 0), points, counts=counts, seed=seed)
    main = words.main_point(points)
    threshold = thresholds[points.index(main)]
    looks = _looks(main, scores, asked, table.shown)
    document = document.model_copy(
        update={
            "groups": by_group(genuine, impostor, main, looks),
            "conditions": by_condition(table, kinds, main, threshold=threshold),
            "replicates": replicates if table.subject_a is not None else 0,
        }
    )
    return beyond(document, table, genuine, impostor)


def _streamed(stream: ScoreStream, asked: Sequence[float], seed: int) -> Evaluation:
    """The document of a stream: one pass or a few for all rates, and one for groups."""
    most = MOST_BYTES // stream.kind.itemsize
    wanted = tuple(_with_others(asked)) if has_labels(stream) else tuple(asked)
    read = counted(stream, Wanted(wanted, points=0, bins=0), most_kept=most)
    scores = read.tally
    refuse_one_kind(scores.genuine, scores.impostor, stream.name)
    refuse_equal(scores.genuine + scores.impostor, scores.lowest(), scores.highest(), stream.name)
    found = [operating_point(scores, false_match_rate=rate) for rate in asked]
    points = tuple(
        _point(stream.shown, one, counted_note(one.false_match), counted_note(one.false_non_match))
        for one in found
    )
    counts = _counts(scores, read.failed, subjects=None)
    document = beyond_counts(_document(stream, read, points, counts=counts, seed=seed))
    main = words.main_point(points)
    if not has_labels(stream):
        return document
    looks = _looks(main, scores, asked, stream.shown)
    at = looks.main.threshold
    cells = cell_counts(stream, [at, *(look.threshold for look in looks.others)])
    if cells is None:
        return document
    groups, conditions = groups_of(cells, main, looks), conditions_of(cells, main, at)
    return document.model_copy(update={"groups": groups, "conditions": conditions})


def _with_others(asked: Sequence[float]) -> list[float]:
    """Rates that are asked for, and those at whose thresholds groups may be compared."""
    return sorted({*asked, *RATES}, reverse=True)


def _looks(main: PointNote, scores: Tally, asked: Sequence[float], shown: Shown) -> Looks:
    """The main threshold and others, where that has too few errors to compare groups."""
    every = [operating_point(scores, false_match_rate=rate) for rate in _with_others(asked)]
    return Looks.of(main.asked, [(one.asked, one.threshold) for one in every], shown)


def _document(
    table: ScoreTable | ScoreStream,
    found: Counted,
    points: tuple[PointNote, ...],
    *,
    counts: CountsNote,
    seed: int,
) -> Evaluation:
    """What is counted alike in memory and in a stream."""
    eer = _equal_error(table.shown, found.tally)
    return Evaluation(
        version="misid-evaluation/1",
        sentence=words.main_point(points).sentence,
        file=table.name,
        direction="distance" if table.distance else "similarity",
        columns=_columns(table.columns),
        counts=counts,
        points=points,
        eer=eer,
        decidability=found.decidability,
        groups=None,
        det=_curve(table.shown, found.tally),
        histogram=_histogram(table.shown, found.tally),
        notes=words.notes(counts, points, eer, found.decidability, distance=table.distance),
        replicates=0,
        seed=seed,
        program=f"misid {version('misid')}",
    )


def _columns(columns: Sequence[PairColumn]) -> tuple[ColumnNote, ...]:
    return tuple(ColumnNote(role=one.role, name=one.name, how=one.how) for one in columns)


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


def _people(table: ScoreTable) -> int | None:
    """How many different people are compared; nothing where that is not said."""
    if table.subject_a is None or table.subject_b is None:
        return None
    return len(np.unique(np.concatenate([table.subject_a, table.subject_b])))


def _counts(scores: Tally, failed: tuple[int, int], *, subjects: int | None) -> CountsNote:
    failures = Rate(sum(failed), sum(failed) + scores.genuine + scores.impostor)
    return CountsNote(
        genuine=scores.genuine,
        impostor=scores.impostor,
        failed_genuine=failed[0],
        failed_impostor=failed[1],
        failure_to_acquire=failures.value or 0.0,
        subjects=subjects,
        least_fmr=_least(scores.impostor),
        least_fnmr=_least(scores.genuine),
    )


def _least(trials: int) -> float:
    """The least rate that so many trials can show: the most that no errors among them allow."""
    limit = upper_limit(Rate(0, trials))
    return 1.0 if limit is None else limit


def _point(shown: Shown, found: OperatingPoint, matched: RateNote, missed: RateNote) -> PointNote:
    resolved = found.asked >= _least(matched.trials)
    bound = None
    if not resolved or not matched.count:
        bound = most(matched)
    point = PointNote(
        asked=found.asked,
        threshold=shown(found.threshold),
        is_score=found.is_score,
        fmr=matched,
        fnmr=missed,
        resolved=resolved,
        at_most=bound,
        sentence="",
    )
    return point.model_copy(update={"sentence": words.point_sentence(point)})


def _equal_error(shown: Shown, scores: Tally) -> EqualErrorNote:
    found = equal_error_rate(scores)
    note = EqualErrorNote(
        rate=found.value,
        low=found.low,
        high=found.high,
        threshold=shown(found.threshold),
        fmr=float(found.false_match.fraction()),
        fnmr=float(found.false_non_match.fraction()),
        sentence="",
    )
    return note.model_copy(update={"sentence": words.equal_error_sentence(note)})


def _curve(shown: Shown, scores: Tally) -> CurveNote:
    curve = detection_error_tradeoff(scores)
    return CurveNote(
        thresholds=tuple(map(shown, curve.thresholds.tolist())),
        fmr=tuple(curve.false_match.tolist()),
        fnmr=tuple(curve.false_non_match.tolist()),
    )


def _histogram(shown: Shown, scores: Tally) -> HistogramNote:
    found = histogram(scores)
    return HistogramNote(
        edges=tuple(map(shown, found.edges.tolist())),
        genuine=tuple(found.genuine.tolist()),
        impostor=tuple(found.impostor.tolist()),
    )
