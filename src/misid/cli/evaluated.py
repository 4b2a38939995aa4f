"""What `misid evaluate` prints: the finding, and its tables."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from misid.evaluation.differences import (
    DISPARITIES,
    NOT_TOLD,
    combined_sentence,
    disparity_texts,
    plain_ratio,
    span,
)
from misid.evaluation.schema import ApartNote, DisparityNote, Evaluation, GroupNote
from misid.evaluation.words import anew_interval, beyond_sentences, one_in, rate_and_interval
from misid.files.read import visible
from misid.writers.terminal import print_rows


def print_evaluation(console: Console, found: Evaluation) -> None:
    """The finding, what each threshold gives, what was read, groups, and what must be said."""
    console.print(Text(f"\n{found.sentence}\n", style="bold"))
    _print_points(console, found)
    _print_counts(console, found)
    _print_groups(console, found)
    _print_conditions(console, found)
    for sentence in beyond_sentences(found):
        console.print(Text(f"\n{sentence}"))
    console.print()
    for note in found.notes:
        console.print(Text(note))
    console.print(Text(f"{found.program}, {found.file}"))


def _print_points(console: Console, found: Evaluation) -> None:
    heads = (
        *("asked FMR", "threshold", "FMR reached", "95 %", "FNMR", "95 % ", "95 % at asked FMR"),
        "",
    )
    rows = [
        (
            one_in(point.asked),
            f"{point.threshold:.6g}",
            f"{point.fmr.count:,} of {point.fmr.trials:,}",
            rate_and_interval(point.fmr)[1],
            *rate_and_interval(point.fnmr),
            anew_interval(point.fnmr_anew) if point.resolved else "",
            "" if point.resolved else f"not resolved: up to {one_in(point.at_most or 1.0)}",
        )
        for point in found.points
    ]
    print_rows(console, heads, rows, heads[:7])
    console.print(Text(f"\n{found.eer.sentence}"))


def _print_counts(console: Console, found: Evaluation) -> None:
    counts = found.counts
    match = "at or below" if found.direction == "distance" else "at or above"
    people = "" if counts.subjects is None else f" of {counts.subjects:,} people"
    console.print(
        Text(
            f"{counts.genuine:,} genuine and {counts.impostor:,} impostor comparisons{people}; "
            f"a score {match} the threshold is a match."
        )
    )
    taken = [f"{one.role.replace('_', ' ')}: {one.name} ({one.how})" for one in found.columns]
    console.print(Text(f"Columns: {'; '.join(taken)}"))


def _print_groups(console: Console, found: Evaluation) -> None:
    if found.groups is None:
        return
    title = f"\nBy group, at the threshold for {one_in(found.groups.asked)} over everybody"
    console.print(Text(title, style="bold"))
    heads = ("rate", "group", "against", "errors", "comparisons", "share", "95 %", "ratio", "95 % ")
    rows = [
        (
            row.measure,
            row.group,
            row.other or "anybody" if row.measure == "FMR" else "",
            f"{row.rate.count:,}",
            f"{row.rate.trials:,}",
            *rate_and_interval(row.rate),
            *_over_reference(row),
        )
        for row in found.groups.rows
    ]
    print_rows(console, heads, rows, heads[3:])
    to = "; ".join(f"{_name(one)}: {one.reference}" for one in found.groups.disparities)
    console.print(Text(visible(f"Ratio: to the cell with most comparisons ({to}).")))
    _print_disparities(console, found)
    _print_own_thresholds(console, found)


def _print_conditions(console: Console, found: Evaluation) -> None:
    if found.conditions is None:
        return
    asked = one_in(found.conditions.asked)
    title = f"\nBy capture condition, at the threshold for {asked} over all of them"
    console.print(Text(title, style="bold"))
    heads = ("rate", "condition", "errors", "comparisons", "share", "95 %")
    rows = [
        (
            row.measure,
            row.condition,
            f"{row.rate.count:,}",
            f"{row.rate.trials:,}",
            *rate_and_interval(row.rate),
        )
        for row in found.conditions.rows
    ]
    print_rows(console, heads, rows, heads[2:])


def _name(one: DisparityNote) -> str:
    return f"{one.measure} of {one.over}"


def _over_reference(row: GroupNote) -> tuple[str, str]:
    ratio = row.over_reference
    if ratio is None:
        return "", ""
    return plain_ratio(ratio.ratio), span(ratio.low, ratio.high, is_bound=ratio.is_bound)


def print_apart(console: Console, apart: Sequence[ApartNote]) -> None:
    """What the data tell of the order of groups."""
    console.print(Text("\nDo groups differ?", style="bold"))
    for one in apart:
        console.print(Text(visible(f"{one.measure} of {one.over}: {one.sentence}")))


def _print_disparities(console: Console, found: Evaluation) -> None:
    if found.groups is None:
        return
    print_apart(console, found.groups.apart)
    console.print(Text("\nHow far groups lie apart (ratios of rates, with 95 %)", style="bold"))
    heads = ("rate", "over", "highest", *DISPARITIES.values())
    rows = [
        (one.measure, one.over, one.largest or NOT_TOLD, *disparity_texts(one).values())
        for one in found.groups.disparities
    ]
    print_rows(console, heads, rows, heads[3:])
    for figure in found.groups.combined:
        console.print(Text(combined_sentence(figure)))


def _print_own_thresholds(console: Console, found: Evaluation) -> None:
    if found.groups is None or not found.groups.thresholds:
        return
    title = f"\nIf each group had its own threshold, for {one_in(found.groups.asked)} in it"
    console.print(Text(title, style="bold"))
    heads = ("group", "threshold", "FMR reached", "95 %", "FNMR", "95 % ", "")
    rows = [
        (
            one.group,
            f"{one.threshold:.6g}",
            f"{one.fmr.count:,} of {one.fmr.trials:,}",
            rate_and_interval(one.fmr)[1],
            *rate_and_interval(one.fnmr),
            "" if one.resolved else "not resolved",
        )
        for one in found.groups.thresholds
    ]
    print_rows(console, heads, rows, heads[1:6])
