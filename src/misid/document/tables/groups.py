"""The tables of how groups differ, of tails, and of groups with thresholds of their own."""

from __future__ import annotations

from collections.abc import Iterator

from misid.document.model import Column, Table
from misid.document.tables.comparisons import NO_VALUE, rate, rate_columns, ratio
from misid.evaluation.differences import NOT_TOLD, combined_value, span
from misid.evaluation.identification_schema import Identification
from misid.evaluation.schema import DisparityNote, Evaluation, TailFitNote
from misid.evaluation.words import one_in, percent
from misid.measures.disparity import Name
from misid.words.sentence import Cell, Number

_MEASURES: dict[Name, str] = {
    "max_over_min": "Highest over lowest",
    "max_over_mean": "Highest over mean",
    "max_over_geometric_mean": "Highest over geometric mean",
    "spread": "Highest less lowest",
    "gini": "Gini coefficient",
}
_FIGURES = {
    "FDR": "Fairness discrepancy rate (FDR)",
    "INEQ": "Inequity rate (INEQ)",
    "GARBE": "Gini aggregation rate (GARBE)",
}


def disparities(found: Evaluation | Identification) -> Table:
    """How far groups lie apart."""
    every = found.groups.disparities if found.groups else ()
    return Table(
        name="disparities",
        title="How far groups lie apart",
        note="All groups weigh alike, and only those with comparisons count. Intervals allow for "
        "the largest of many noisy rates being too large. Where a group has no error, a ratio to "
        "it is given as what it is at least (95 %). Not told: at this threshold the data do not "
        "tell groups apart, or which is highest or lowest; equal groups give such numbers too.",
        columns=(
            Column(name="measure", title="Rate"),
            Column(name="over", title="Over"),
            Column(name="cells", title="How many", numeric=True),
            Column(name="largest", title="Highest"),
            Column(name="smallest", title="Lowest"),
            Column(name="what", title="Measure"),
            Column(name="value", title="Value", numeric=True),
            Column(name="interval", title="95 %", numeric=True),
        ),
        rows=tuple(row for one in every for row in _disparity(one)),
    )


def _disparity(one: DisparityNote) -> Iterator[tuple[Cell, ...]]:
    bounds = {interval.measure: interval for interval in one.intervals}
    start: tuple[Cell, ...] = (
        one.measure,
        one.over,
        Number(value=one.cells, text=f"{one.cells:,}"),
        one.largest or NOT_TOLD,
        one.smallest or NOT_TOLD,
    )
    for name, title in _MEASURES.items():
        value: float | None = getattr(one, name)
        interval = bounds.get(name)
        shown: Cell = ratio(value, getattr(one, f"{name}_at_least", None))
        ends = NO_VALUE
        if interval is not None:
            ends = span(interval.low, interval.high, is_bound=interval.is_bound)
        if name == "spread" and value is not None:
            shown = Number(value=value, text=percent(value))
            if interval is not None:
                ends = f"{percent(interval.low)} to {percent(interval.high)}"
                ends += " (bound)" if interval.is_bound else ""
        if value is not None and not one.told_apart:
            shown = NOT_TOLD
        yield (*start, title, shown, ends)


def combined(found: Evaluation) -> Table:
    """FDR, INEQ and GARBE."""
    every = found.groups.combined if found.groups else ()
    return Table(
        name="combined",
        title="Both error rates in one number",
        note="Published figures, with both error rates weighing alike; over groups with "
        "comparisons of both kinds. They hide which group is worse off, and at what rates.",
        columns=(
            Column(name="what", title="Figure"),
            Column(name="best", title="Best", numeric=True),
            Column(name="value", title="Value", numeric=True),
            Column(name="interval", title="95 %", numeric=True),
        ),
        rows=tuple(
            (
                _FIGURES[one.name],
                "0" if one.name == "GARBE" else "1",
                NO_VALUE
                if one.value is None
                else Number(value=one.value, text=combined_value(one.value)),
                NO_VALUE
                if one.low is None
                else f"{combined_value(one.low)} to {combined_value(one.high)}",
            )
            for one in every
        ),
    )


def own_thresholds(found: Evaluation) -> Table:
    """What each group would have with its own threshold."""
    groups = found.groups
    every = groups.thresholds if groups else ()
    asked = one_in(groups.asked) if groups else ""
    return Table(
        name="own_thresholds",
        title="If each group had a threshold of its own",
        note=f"Set for a false match rate of {asked} among the comparisons of each group (side a) "
        "alone. Who is in which group would have to be known, or guessed, before each comparison. "
        "Not resolved: so few comparisons cannot show so low a rate.",
        columns=(
            Column(name="group", title="Group"),
            Column(name="threshold", title="Threshold", numeric=True),
            *rate_columns("fmr", "FMR"),
            *rate_columns("fnmr", "FNMR"),
        ),
        rows=tuple(
            (
                one.group if one.resolved else f"{one.group} (not resolved)",
                Number(value=one.threshold, text=f"{one.threshold:.6g}"),
                *rate(one.fmr),
                *rate(one.fnmr),
            )
            for one in every
        ),
    )


def tails(found: Evaluation) -> Table:
    """What tails that begin at several scores say of the first rate that cannot be counted."""
    tail = found.tail
    fits = tail.fits if tail else ()
    asked = one_in(tail.targets[0].asked) if tail and tail.targets else ""
    return Table(
        name="tails",
        title="Extrapolated: the threshold by where the tail begins",
        note=f"For a false match rate of {asked}, which was not counted. A generalised Pareto law "
        "is fitted to the highest impostor scores; where fits agree, the choice matters little.",
        columns=(
            Column(name="share", title="Scores in the tail", numeric=True),
            Column(name="scores", title="How many", numeric=True),
            Column(name="above", title="Begins at", numeric=True),
            Column(name="shape", title="Shape", numeric=True),
            Column(name="threshold", title="Threshold", numeric=True),
            Column(name="interval", title="95 %", numeric=True),
        ),
        rows=tuple(_fit(one, is_used=tail is not None and one.share == tail.share) for one in fits),
    )


def _fit(one: TailFitNote, *, is_used: bool) -> tuple[Cell, ...]:
    share = one_in(one.share) + (", used" if is_used else "")
    return (
        Number(value=one.share, text=share),
        Number(value=one.scores, text=f"{one.scores:,}"),
        Number(value=one.above, text=f"{one.above:.4g}"),
        Number(value=one.shape, text=f"{one.shape:.2f}"),
        Number(value=one.threshold, text=f"{one.threshold:.4g}"),
        f"{one.low:.4g} to {'no end' if one.high is None else f'{one.high:.4g}'}",
    )


def targets(found: Evaluation) -> Table:
    """Extrapolated thresholds, and what misses them."""
    every = found.tail.targets if found.tail else ()
    return Table(
        name="targets",
        title="Extrapolated thresholds",
        note="Not counted: they hold if scores beyond those seen go on as the highest ones do.",
        columns=(
            Column(name="asked_fmr", title="FMR"),
            Column(name="threshold", title="Threshold", numeric=True),
            Column(name="interval", title="95 %", numeric=True),
            Column(name="fnmr", title="FNMR there", numeric=True),
        ),
        rows=tuple(
            (
                Number(value=one.asked, text=one_in(one.asked)),
                Number(value=one.threshold, text=f"{one.threshold:.4g}"),
                f"{one.low:.4g} to {'no end' if one.high is None else f'{one.high:.4g}'}",
                Number(value=one.fnmr, text=percent(one.fnmr)),
            )
            for one in every
        ),
    )
