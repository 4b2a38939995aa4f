"""`misid compare`: what a change would change."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from misid.cli.completion import output_names, scenario_names
from misid.cli.drawing import check_file, write_picture
from misid.cli.options import DEFAULT, Draws, Json, Seed, With, known_output, progress_bar
from misid.errors import MeaningError
from misid.writers.terminal import print_rows, wide_console

if TYPE_CHECKING:
    from collections.abc import Sequence

    from misid.scenario import Change, Scenario
    from misid.uncertainty.schema import Comparison

_RATES = ("what", "before", "after", "change (5 % to 95 %)", "lower in", "higher in")
_INDEPENDENT = (
    "what",
    "first",
    "second",
    "change by chance (5 % to 95 %)",
    "lower in",
    "higher in",
)
_YEAR = ("what", "before", "after", "change (5 % to 95 %)", "of 100,000 searches")
_BY_STOPS = "of the change, by fewer stops"
_BLOCKS = {
    "fewer": "Fewer are wanted",
    "more": "More are wanted",
    "neither": "Neither: work, and what is kept",
}
_HOURS = (
    "Hours of reviewers: `misid compare --review-minutes N`, the minutes that one of them takes "
    "for one reference."
)
_ALONE = "All of it because of the number of stops: each that still happens ends as before."
_NOTES = """
Before and after are medians over the possible worlds; where a number stays in more than 5 % of \
them, over the others. {notes}
A year counts stops, not people; of 100,000 searches: medians before and after. A synthetic \
model."""


Before = Annotated[
    str,
    typer.Argument(
        help="A scenario's name or a YAML file: the baseline.", autocompletion=scenario_names
    ),
]
After = Annotated[
    str | None,
    typer.Argument(
        help="Another scenario; without it the baseline with changes.",
        autocompletion=scenario_names,
    ),
]
Shown = Annotated[
    str, typer.Option(help="The output that the picture shows.", autocompletion=output_names)
]
Out = Annotated[
    Path | None,
    typer.Option(help="File for a picture of slopes: .svg or .png; .csv or .json its data."),
]

Minutes = Annotated[
    float | None,
    typer.Option(
        help="Minutes that one reviewer takes for one reference, as you know or measured them: "
        "hours a year."
    ),
]


def compare(
    before: Before = DEFAULT,
    after: After = None,
    *,
    safeguards: With = None,
    draws: Draws = 4096,
    seed: Seed = 1,
    output: Shown = "wrong_person_references",
    out: Out = None,
    review_minutes: Minutes = None,
    as_json: Json = False,
) -> None:
    """
    Work out two scenarios in the same worlds, and say what changes.

    Example: misid compare task-force-module --with delete-non-matches
    """
    from misid.scenario import load_scenario
    from misid.uncertainty.accounts import check_minutes, with_review_minutes
    from misid.uncertainty.compare import compare as work_out

    shown = known_output(output)
    if out is not None:
        check_file(out)
    if review_minutes is not None:
        check_minutes(review_minutes)
    first = load_scenario(before)
    second = _second(first, after, safeguards or [])
    if out is not None:
        _check_lines(first, second)
    arguments = ("compare", f"--draws={draws}", f"--seed={seed}")
    with progress_bar(2 * draws) as progress:
        found = work_out(
            first, second, draws=draws, seed=seed, arguments=arguments, progress=progress
        ).comparison
    if review_minutes is not None:
        found = with_review_minutes(found, review_minutes)
    if as_json:
        typer.echo(found.model_dump_json(indent=2))
    else:
        print_comparison(wide_console(), found)
    if out is not None:
        _draw(found, shown, out, quiet=as_json)


def _draw(comparison: Comparison, shown: str, out: Path, *, quiet: bool) -> None:
    from misid.figures.slopes import slopes

    write_picture(slopes(comparison, shown), out, narrow=False, quiet=quiet)


def _check_lines(first: Scenario, second: Scenario | Sequence[Change]) -> None:
    """A line joins a world with itself; two programmes have none in common."""
    from misid.scenario import Scenario
    from misid.uncertainty.compare import share_worlds

    if isinstance(second, Scenario) and not share_worlds(first, second):
        raise MeaningError(
            f"{first.name} and {second.name} are two programmes that share no worlds, so no line "
            "leads from one to the other.",
            use="`misid figure` for each of them, or `misid compare` without --out",
        )


def _second(first: Scenario, after: str | None, safeguards: list[str]) -> Scenario | list[Change]:
    from misid.scenario import change, load_change, load_scenario

    changes = [load_change(name) for name in safeguards]
    if after is None:
        if not changes:
            raise MeaningError(
                "there is nothing to compare with.", use="another scenario, or --with SAFEGUARD"
            )
        return changes
    second = load_scenario(after)
    return change(second, changes).scenario if changes else second


def print_comparison(console: Console, found: Comparison) -> None:
    """The sentence; outputs and a year on both sides, as far as they change; inputs that differ."""
    from misid.uncertainty.rows import output_rows
    from misid.uncertainty.told import same_titles

    console.print(Text(f"\n{found.sentence}\n", style="bold"))
    heads = _RATES if found.same_worlds else _INDEPENDENT
    rows = [row for one in found.outputs if one.same != 1.0 for row in output_rows(one)]
    if rows:
        print_rows(console, heads, rows, heads[4:])
    _print_open(console, found)
    _print_year(console, found)
    same = same_titles(found)
    if same:
        console.print(Text(f"\nThe same in every possible world: {'; '.join(same)}."))
    console.print(Text("\nWhat differs", style="bold"))
    inputs = [(one.input, one.before or "-", one.after or "-") for one in found.inputs]
    print_rows(console, ("input", "before", "after"), inputs)
    console.print(Text(_NOTES.format(notes=" ".join(found.notes))))


def _print_open(console: Console, found: Comparison) -> None:
    """Which questions decide what was told on several sides."""
    from misid.uncertainty.schema import OwnSplit
    from misid.uncertainty.told import questions

    for one in questions(found):
        heads = " / ".join(side.head for side in one.sides)
        elsewhere = "" if isinstance(one, OwnSplit) else one.elsewhere
        console.print(Text(f"{heads}: {one.question} {one.open} {elsewhere}".rstrip()))


def _print_year(console: Console, found: Comparison) -> None:
    """What a year brings, by whether fewer of it are wanted, or more, or neither."""
    from misid.uncertainty.rows import account_rows
    from misid.uncertainty.schema import OwnSplit
    from misid.uncertainty.told import is_by_stops, questions

    changed = [one for one in found.accounts if one.same != 1.0]
    fewer = any(one.name == "photographed" for one in changed)
    alone = is_by_stops(found)
    mixed = ", sides mixed" if any(isinstance(one, OwnSplit) for one in questions(found)) else ""
    heads = (*_YEAR, _BY_STOPS) if fewer and found.same_worlds and not alone else _YEAR
    for wanted, title in _BLOCKS.items():
        kept = [one for one in changed if one.wanted == wanted]
        rows = [row[: len(heads)] for one in kept for row in account_rows(one)]
        if rows:
            console.print(Text(f"\nIn a year of the programme{mixed}. {title}", style="bold"))
            print_rows(console, heads, rows, heads[1:3])
    if fewer and found.same_worlds and alone:
        console.print(Text(_ALONE))
    if found.review_minutes is None and any(one.name == "reviews" for one in changed):
        console.print(Text(_HOURS))
