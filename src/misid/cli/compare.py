"""`misid compare`: what a change would change."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from misid.cli.completion import output_names, scenario_names
from misid.cli.drawing import check_file, write_picture
from misid.cli.grid import print_rows, wide_console
from misid.cli.working import DEFAULT, Draws, Json, Seed, With, known_output, progress_bar
from misid.errors import MeaningError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from misid.scenario import Change, Scenario
    from misid.uncertainty.schema import Comparison, Difference, Yearly

_SAME_WORLDS = ("", "before", "after", "change", "5 %", "95 %", "lower in", "higher in", "unit")
_INDEPENDENT = (
    "", "first", "second", "change", "5 %", "95 %", "lower in, of independent worlds",
    "higher in, of independent worlds", "unit",
)  # fmt: skip


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


def compare(
    before: Before = DEFAULT,
    after: After = None,
    *,
    safeguards: With = None,
    draws: Draws = 4096,
    seed: Seed = 1,
    output: Shown = "wrong_person_references",
    out: Out = None,
    as_json: Json = False,
) -> None:
    """
    Work out two scenarios in the same worlds, and say what changes.

    Example: misid compare task-force-module --with delete-non-matches
    """
    from misid.scenario import load_scenario
    from misid.uncertainty.compare import compare as work_out

    shown = known_output(output)
    if out is not None:
        check_file(out)
    first = load_scenario(before)
    second = _second(first, after, safeguards or [])
    if out is not None:
        _check_lines(first, second)
    arguments = ("compare", f"--draws={draws}", f"--seed={seed}")
    with progress_bar(2 * draws) as progress:
        found = work_out(
            first, second, draws=draws, seed=seed, arguments=arguments, progress=progress
        )
    if as_json:
        typer.echo(found.comparison.model_dump_json(indent=2))
    else:
        print_comparison(wide_console(), found.comparison)
    if out is not None:
        _draw(found.comparison, shown, out, quiet=as_json)


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
    """The sentence, then every output before and after, then the inputs that differ."""
    console.print(Text(f"\n{found.sentence}\n", style="bold"))
    heads = _SAME_WORLDS if found.same_worlds else _INDEPENDENT
    print_rows(console, heads, [_row(one) for one in found.outputs], heads[1:8])
    if found.same_worlds:
        console.print(Text(_a_year(found.yearly)))
    console.print(Text("\nWhat differs", style="bold"))
    rows = [(one.input, one.before or "-", one.after or "-") for one in found.inputs]
    print_rows(console, ("input", "before", "after"), rows)
    notes = "\n".join(found.notes)
    console.print(Text(f"\nBefore and after are medians.\n{notes}\nA synthetic model."))


def _a_year(yearly: Yearly) -> str:
    avoided, missed = yearly.wrong_avoided, yearly.more_missed
    return (
        "\nIn a year of the programme: upheld wrong-person references avoided "
        f"{_three(avoided.median, avoided.low, avoided.high)}, more stops of sought people "
        f"without a reference {_three(missed.median, missed.low, missed.high)} (median, 5 % "
        "to 95 %; below 0 it is the other way round)."
    )


def _row(one: Difference) -> tuple[str, ...]:
    from misid.results.summary import as_read, said

    change = one.change
    return (
        one.title,
        *(said(number, one.unit) for number in (one.before.median, one.after.median)),
        *(said(number, one.unit) for number in (change.median, change.low, change.high)),
        *("-" if share is None else said(share, "share") for share in (one.lower, one.higher)),
        as_read(one.unit),
    )


def _three(median: float | None, low: float | None, high: float | None) -> str:
    from misid.results.summary import said

    return f"{said(median)} ({said(low)} to {said(high)})"
