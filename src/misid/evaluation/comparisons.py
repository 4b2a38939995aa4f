"""A table of scores becomes error rates, each with what it was counted from and how sure it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.metadata import version
from typing import Any

import numpy as np

from misid.errors import MeaningError
from misid.evaluation.counting.exact_counts import ExactCounts, counted, tally_of
from misid.evaluation.counting.targets import Targets
from misid.evaluation.extrapolation import tail_note
from misid.evaluation.frailty import frailty_note
from misid.evaluation.group_schema import ConditionsNote, GroupsNote, RateNote
from misid.evaluation.groups import Labelled, conditions_note, groups_note, own_thresholds
from misid.evaluation.rarity_axis import ComparisonSide
from misid.evaluation.rates import ComparisonKind, counted_note, least, most, notes_along
from misid.evaluation.reading.pair_stream import ScoreStream
from misid.evaluation.reading.pair_table import ScoreTable, refuse_equal, refuse_one_kind
from misid.evaluation.schema import (
    AnewNote,
    ColumnNote,
    ComparisonPointNote,
    CountsNote,
    CurveNote,
    EqualErrorNote,
    HistogramNote,
    TransactionNote,
    Verification,
    main_point,
)
from misid.evaluation.set_apart import Looks
from misid.evaluation.streamed_groups import cell_counts, has_labels
from misid.evaluation.threshold_intervals import Anew, anew_notes, counted_interval
from misid.measures import (
    Bounds,
    Curve,
    Rate,
    ThresholdRates,
    decidability,
    detection_error_tradeoff,
    equal_error_rate,
    histogram,
    operating_point,
)
from misid.measures.score_counts import ScoreTally
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
) -> Verification:
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
    asked = checked_rates(rates, "false_match_rate")
    if replicates < 0:
        raise MeaningError(
            f"replicates are {replicates}, but there cannot be fewer than none.", use="1000"
        )
    if isinstance(table, ScoreStream):
        return _streamed(table, asked, seed)
    return _in_memory(table, asked, replicates, seed)


def checked_rates(rates: Sequence[float], name: str) -> list[float]:
    """
    Rates from the highest to the lowest, each once.

    Args:
        rates: that thresholds are asked for.
        name: what they are.
    Raises: MeaningError: a rate that is no share, or no rate at all.
    """
    said = name.replace("_", " ")
    if not rates:
        raise MeaningError(f"no {said} is asked for.", use="a rate such as 0.001")
    for rate in rates:
        if not 0.0 < rate <= 1.0:
            raise MeaningError(
                f"the asked {said} is {rate:g}, but a rate is a share above 0.",
                use="a number above 0, at most 1, such as 0.001",
            )
    return sorted(set(rates), reverse=True)


def _in_memory(
    table: ScoreTable, asked: Sequence[float], replicates: int, seed: int
) -> Verification:
    """The document of comparisons in memory."""
    genuine, impostor = kinds = (
        ComparisonKind.of(table, genuine=True),
        ComparisonKind.of(table, genuine=False),
    )
    anew = Anew(genuine, impostor)
    scores = tally_of(table.scores, table.genuine, _with_others(asked))
    found = [operating_point(scores, false_match_rate=rate) for rate in asked]
    _refuse_matches_of_nothing(table, [point.false_match.count for point in found])
    matched, missed = (
        notes_along(
            kind, [point.threshold for point in found], replicates=replicates, seed=seed
        )
        for kind in (impostor, genuine)
    )  # fmt: skip
    drawn, equal = anew.drawn(asked, replicates=replicates, seed=seed)
    intervals = [
        anew_notes(anew.at_rate(point.threshold, point.asked), bounds)
        for point, bounds in zip(found, drawn, strict=True)
    ]
    failures = (table.failed_genuine, table.failed_impostor)
    points = tuple(
        _point(table.shown, *parts, failed=_apart(table, failures))
        for parts in zip(found, matched, missed, intervals, strict=True)
    )
    read = ExactCounts(scores, decidability(genuine.scores, impostor.scores), failures, 0)
    counts = _counts(table, read, subjects=_people(table))
    looks = _looks(scores, points, asked, table.shown)
    in_order = ComparisonSide(impostor, anew.scores.impostor, impostor.pairs())
    return _document(
        table, read, points, counts=counts, seed=seed,
        eer=_equal_error(table.shown, scores, anew, equal),
        groups=_groups(kinds, points, looks),
        conditions=_conditions(table, kinds, points, looks),
        tail=tail_note(points, counts.least_fmr, table, anew.scores, impostor),
        frailty=frailty_note(in_order, table.shown),
        replicates=replicates if table.subject_a is not None else 0,
    )  # fmt: skip


def _groups(
    kinds: tuple[ComparisonKind, ComparisonKind],
    points: Sequence[ComparisonPointNote],
    looks: Looks,
) -> GroupsNote | None:
    """Misses by the person's group, false matches by that of side a and by pair."""
    genuine, impostor = kinds
    if genuine.group_a is None or impostor.group_a is None:
        return None
    parts = [Labelled.of(genuine, genuine.group_a), Labelled.of(impostor, impostor.group_a)]
    if impostor.group_b is not None:
        parts.append(Labelled.of(impostor, impostor.group_a, impostor.group_b))
    point = main_point(points)
    own = own_thresholds(genuine, impostor, asked=point.asked, shown=looks.shown)
    return groups_note(parts, point, looks).model_copy(update={"thresholds": own})


def _conditions(
    table: ScoreTable,
    kinds: tuple[ComparisonKind, ComparisonKind],
    points: Sequence[ComparisonPointNote],
    looks: Looks,
) -> ConditionsNote | None:
    condition = table.condition
    if condition is None:
        return None
    parts = [
        Labelled(kind, condition.labels, condition.at[table.genuine == kind.genuine])
        for kind in kinds
    ]
    return conditions_note(parts, main_point(points), looks.main.threshold)


def _streamed(stream: ScoreStream, asked: Sequence[float], seed: int) -> Verification:
    """The document of a stream: one pass or a few for all rates, and one for groups."""
    wanted = _with_others(asked) if has_labels(stream) else asked
    read = counted(
        stream,
        Targets(tuple(wanted), points=0, bins=0),
        most_kept=MOST_BYTES // stream.kind.itemsize,
    )
    scores = read.tally
    refuse_one_kind(scores.genuine, scores.impostor, stream.name)
    refuse_equal(scores.genuine + scores.impostor, scores.lowest(), scores.highest(), stream.name)
    stream.refuse_implausible(apart=equal_error_rate(scores).high == 0.0)
    curve = detection_error_tradeoff(scores)
    points = tuple(
        _point(
            stream.shown,
            point,
            counted_note(point.false_match),
            counted_note(point.false_non_match),
            anew_notes(counted_interval(curve, point), None),
            failed=_apart(stream, read.failed),
        )
        for point in (operating_point(scores, false_match_rate=rate) for rate in asked)
    )
    return _document(
        stream, read, points, counts=_counts(stream, read, subjects=None), seed=seed, in_parts=True,
        eer=_equal_error(stream.shown, scores), **_by_label(stream, scores, points, asked),
    )  # fmt: skip


def _by_label(
    stream: ScoreStream,
    scores: ScoreTally,
    points: Sequence[ComparisonPointNote],
    asked: Sequence[float],
) -> dict[str, Any]:
    """Groups and conditions, where columns of the stream give them."""
    if not has_labels(stream):
        return {}
    looks, point = _looks(scores, points, asked, stream.shown), main_point(points)
    thresholds = [looks.main.threshold, *(look.threshold for look in looks.others)]
    cells = cell_counts(stream, thresholds)
    groups, conditions = list(cells.groups()), list(cells.conditions())
    return {
        "groups": groups_note(groups, point, looks) if groups else None,
        "conditions": (
            conditions_note(conditions, point, looks.main.threshold) if conditions else None
        ),
    }


def _with_others(asked: Sequence[float]) -> list[float]:
    """Rates that are asked for, and those at whose thresholds groups may be compared."""
    return sorted({*asked, *RATES}, reverse=True)


def _looks(
    scores: ScoreTally, points: Sequence[ComparisonPointNote], asked: Sequence[float], shown: Shown
) -> Looks:
    """The main threshold and others, where that has too few errors to compare groups."""
    every = [operating_point(scores, false_match_rate=rate) for rate in _with_others(asked)]
    thresholds = [(one.asked, one.threshold) for one in every]
    return Looks.of(main_point(points).asked, thresholds, shown)


def _document(
    table: ScoreTable | ScoreStream,
    found: ExactCounts,
    points: tuple[ComparisonPointNote, ...],
    **more: Any,
) -> Verification:
    """What is counted alike in memory and in a stream, and what is not."""
    return Verification(
        file=table.name,
        direction="distance" if table.distance else "similarity",
        columns=tuple(
            ColumnNote(file="scores", role=one.role, name=one.name, how=one.how)
            for one in table.columns
        ),
        points=points,
        decidability=found.decidability,
        det=_curve(table.shown, detection_error_tradeoff(found.tally)),
        histogram=_histogram(table.shown, found.tally),
        program=f"misid {version('misid')}",
        **more,
    )


def _people(table: ScoreTable) -> int | None:
    """How many different people are compared; nothing where that is not said."""
    if table.subject_a is None or table.subject_b is None:
        return None
    return len(np.unique(np.concatenate([table.subject_a, table.subject_b])))


def _counts(
    table: ScoreTable | ScoreStream, found: ExactCounts, *, subjects: int | None
) -> CountsNote:
    scores, failed = found.tally, found.failed
    counted = scores.genuine + scores.impostor
    trials = counted + sum(failed) * (not table.failures_are_misses)
    failures = Rate(sum(failed), trials)
    return CountsNote(
        genuine=scores.genuine,
        impostor=scores.impostor,
        failures_are="misses" if table.failures_are_misses else "apart",
        itself=table.itself,
        unmatched=table.unmatched,
        failed_genuine=failed[0],
        failed_impostor=failed[1],
        failure_to_acquire=failures.value or 0.0,
        subjects=subjects,
        least_fmr=least(scores.impostor),
        least_fnmr=least(scores.genuine),
    )


def _point(
    shown: Shown,
    found: ThresholdRates,
    matched: RateNote,
    missed: RateNote,
    anew: tuple[AnewNote, ...],
    *,
    failed: tuple[int, int],
) -> ComparisonPointNote:
    resolved = found.asked >= least(matched.trials)
    return ComparisonPointNote(
        asked=found.asked,
        threshold=shown(found.threshold),
        is_score=found.is_score,
        fmr=matched,
        fnmr=missed,
        resolved=resolved,
        at_most=None if resolved and matched.count else most(matched),
        fnmr_anew=anew,
        frr=_with_failures(missed.count + failed[0], missed.trials + failed[0]),
        far=_with_failures(matched.count, matched.trials + failed[1]),
    )


def _refuse_matches_of_nothing(table: ScoreTable, matches: Sequence[int]) -> None:
    """
    Refuse a threshold so low that comparisons without a score would match.

    Raises: MeaningError: failures count as misses, and more match than have a score.
    """
    if not table.failures_are_misses:
        return
    impostors = int(np.count_nonzero(~table.genuine))
    most_matches = impostors - table.failed_impostor
    if max(matches) > most_matches:
        raise MeaningError(
            f"{table.failed_impostor:,} of {impostors:,} impostor comparisons have no score and "
            "never match, so a false match rate is asked for that no threshold gives.",
            where=table.name,
            use=f"a rate of at most {most_matches / impostors:.6f}",
        )


def _with_failures(count: int, trials: int) -> TransactionNote:
    return TransactionNote(count=count, trials=trials, rate=count / trials)


def _apart(table: ScoreTable | ScoreStream, failed: tuple[int, int]) -> tuple[int, int]:
    """Genuine and impostor comparisons without a score that are in no count of errors yet."""
    return (0, 0) if table.failures_are_misses else failed


def _equal_error(
    shown: Shown, scores: ScoreTally, anew: Anew | None = None, drawn: Bounds | None = None
) -> EqualErrorNote:
    found = equal_error_rate(scores)
    return EqualErrorNote(
        rate=found.value,
        low=found.low,
        high=found.high,
        threshold=shown(found.threshold),
        fmr=float(found.false_match.fraction()),
        fnmr=float(found.false_non_match.fraction()),
        intervals=anew_notes(anew.at_equal_error(found.threshold), drawn) if anew else (),
    )


def _curve(shown: Shown, curve: Curve) -> CurveNote:
    return CurveNote(
        thresholds=tuple(map(shown, curve.thresholds.tolist())),
        fmr=tuple(curve.false_match.tolist()),
        fnmr=tuple(curve.false_non_match.tolist()),
    )


def _histogram(shown: Shown, scores: ScoreTally) -> HistogramNote:
    found = histogram(scores)
    return HistogramNote(
        edges=tuple(map(shown, found.edges.tolist())),
        genuine=tuple(found.genuine.tolist()),
        impostor=tuple(found.impostor.tolist()),
    )
