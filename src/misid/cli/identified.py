"""What `misid evaluate` prints of candidate lists: the finding, and its tables."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from misid.cli.evaluated import print_apart
from misid.evaluation.differences import DISPARITIES, NOT_TOLD, disparity_texts
from misid.evaluation.identification_schema import Identification
from misid.evaluation.search_words import candidates_text, first_sentence
from misid.evaluation.words import one_in, percent, rate_and_interval
from misid.writers.terminal import print_rows


def print_identification(console: Console, found: Identification) -> None:
    """The finding, what each threshold gives, ranks, what was read, groups, what must be said."""
    console.print(Text(f"\n{found.sentence}\n", style="bold"))
    _print_points(console, found)
    _print_candidates(console, found)
    _print_ranks(console, found)
    _print_counts(console, found)
    _print_groups(console, found)
    _print_conditions(console, found)
    _print_growth(console, found)
    console.print()
    for note in found.notes:
        console.print(Text(note))
    console.print(Text(f"{found.program}, {found.file}"))


def _print_points(console: Console, found: Identification) -> None:
    if not found.points:
        return
    heads = ("asked FPIR", "threshold", "FPIR reached", "95 %", "FNIR", "95 % ", "")
    rows = [
        (
            one_in(point.asked),
            f"{point.threshold:.6g}",
            f"{point.fpir.count:,} of {point.fpir.trials:,}",
            rate_and_interval(point.fpir)[1],
            *rate_and_interval(point.fnir),
            "" if point.resolved else f"not resolved: up to {one_in(point.at_most or 1.0)}",
        )
        for point in found.points
    ]
    print_rows(console, heads, rows, heads[:6])


def _print_candidates(console: Console, found: Identification) -> None:
    """What is returned at each threshold, and what the first candidate of enrolled people is."""
    if not found.points:
        return
    title = "\nCandidates of a search, and the first candidate of enrolled people"
    console.print(Text(title, style="bold"))
    heads = ("asked FPIR", "not enrolled", "enrolled", "own", "tied", "another's", "none")
    rows = [
        (
            one_in(point.asked),
            candidates_text(point.non_mated_candidates),
            candidates_text(point.mated_candidates),
            *(f"{count:,}" for count in (point.first.own, point.first.tied)),
            *(f"{count:,}" for count in (point.first.other, point.first.none)),
        )
        for point in found.points
    ]
    print_rows(console, heads, rows, heads)


def _print_ranks(console: Console, found: Identification) -> None:
    if not found.cmc:
        return
    title = "\nOwn record at a rank or before it, whatever its score (CMC)"
    console.print(Text(title, style="bold"))
    heads = ("rank", "share", "95 %", "ties last", "ties first")
    rows = [
        (
            f"{one.rank:,}",
            percent(one.rate, 3),
            f"{percent(one.low, 3)} to {percent(one.high, 3)}",
            *(percent(end, 3) if one.least < one.most else "" for end in (one.least, one.most)),
        )
        for one in found.cmc
    ]
    print_rows(console, heads, rows, heads)
    console.print(Text(f"\n{first_sentence(found.cmc)}"))


def _print_counts(console: Console, found: Identification) -> None:
    counts = found.counts
    answered = "at or below" if found.direction == "distance" else "at or above"
    people = "" if counts.subjects is None else f", of {counts.subjects:,} people"
    empty = counts.empty_mated + counts.empty_non_mated
    console.print(
        Text(
            f"{counts.mated:,} searches for enrolled people and {counts.non_mated:,} for others"
            f"{people}; {empty:,} with an empty list; {counts.candidates:,} candidates, at most "
            f"{counts.longest:,} a search. A candidate {answered} the threshold is returned."
        )
    )
    taken = [
        f"{one.role.replace('_', ' ')}: {one.name} ({one.how}, {one.file})" for one in found.columns
    ]
    console.print(Text(f"Columns: {'; '.join(taken)}"))


def _print_groups(console: Console, found: Identification) -> None:
    if found.groups is None:
        return
    title = f"\nBy group, at the threshold for {one_in(found.groups.asked)} over everybody"
    console.print(Text(title, style="bold"))
    heads = ("rate", "group", "errors", "searches", "share", "95 %")
    rows = [
        (
            row.measure,
            row.group,
            f"{row.rate.count:,}",
            f"{row.rate.trials:,}",
            *rate_and_interval(row.rate),
        )
        for row in found.groups.rows
    ]
    print_rows(console, heads, rows, heads[2:])
    print_apart(console, found.groups.apart)
    console.print(Text("\nHow far groups lie apart (ratios of rates)", style="bold"))
    names = ("rate", "highest", *DISPARITIES.values())
    apart = [
        (one.measure, one.largest or NOT_TOLD, *disparity_texts(one).values())
        for one in found.groups.disparities
    ]
    print_rows(console, names, apart, names[2:])


def _print_conditions(console: Console, found: Identification) -> None:
    if found.conditions is None:
        return
    asked = one_in(found.conditions.asked)
    title = f"\nBy capture condition, at the threshold for {asked} over all of them"
    console.print(Text(title, style="bold"))
    heads = ("rate", "condition", "errors", "searches", "share", "95 %")
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


def _print_growth(console: Console, found: Identification) -> None:
    if found.growth is None:
        return
    title = f"\nBy gallery, at the threshold for {one_in(found.growth.asked)} over all of them"
    console.print(Text(title, style="bold"))
    heads = ("records", "errors", "searches", "FPIR", "95 %")
    rows = [
        (
            f"{one.records:,}",
            f"{one.fpir.count:,}",
            f"{one.fpir.trials:,}",
            *rate_and_interval(one.fpir),
        )
        for one in found.growth.galleries
    ]
    print_rows(console, heads, rows, heads)
    console.print(Text(f"\n{found.growth.sentence}"))
