"""`misid compare` and `misid safeguards`: what a change would change."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from misid.cli.drawing import check_file, write_picture
from misid.cli.grid import print_rows, wide_console
from misid.cli.working import DEFAULT, Draws, Json, Seed, With, known_output, progress_bar
from misid.errors import MeaningError

if TYPE_CHECKING:
    from misid.scenario import Change, Scenario
    from misid.uncertainty.schema import Comparison, Difference


def compare(
    before: Annotated[
        str, typer.Argument(help="A scenario's name or a YAML file: the baseline.")
    ] = DEFAULT,
    after: Annotated[
        str | None, typer.Argument(help="Another scenario; without it the baseline with changes.")
    ] = None,
    *,
    safeguards: With = None,
    draws: Draws = 4096,
    seed: Seed = 1,
    output: Annotated[
        str, typer.Option(help="The output that the picture shows.")
    ] = "wrong_person_references",
    out: Annotated[
        Path | None,
        typer.Option(help="File for a picture of slopes: .svg or .png; .csv or .json its data."),
    ] = None,
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
        from misid.figures.slopes import slopes

        write_picture(slopes(found.comparison, shown), out, narrow=False, quiet=as_json)


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


def safeguards(
    name: Annotated[
        str | None, typer.Argument(help="A safeguard; without it all are listed.")
    ] = None,
    as_json: Json = False,
) -> None:
    """
    List the safeguards that come along, or explain one: its reason, and what it cannot fix.

    Example: misid safeguards delete-non-matches
    """
    from misid.scenario import load_change, safeguard_names

    found = [load_change(each) for each in ([name] if name else safeguard_names())]
    if as_json:
        listed = [one.model_dump(mode="json", by_alias=True) for one in found]
        typer.echo(json.dumps({"safeguards": listed}, indent=2, ensure_ascii=False))
    elif name is None:
        print_rows(wide_console(), ("name", "what is done"), [(c.name, c.title) for c in found])
    else:
        _explain(wide_console(), found[0])


def _explain(console: Console, one: Change) -> None:
    console.print(Text(f"{one.title}\n", style="bold"))
    console.print(Text(f"Why: {one.reason}"))
    console.print(Text(f"What it cannot fix: {one.cannot}"))
    if one.source:
        from misid.scenario.words import cited

        console.print(Text(f"Compare: {cited(one.source)}"))
    for verb, block in (("set", one.set), ("times", one.scale), ("at most", one.at_most)):
        for field, content in block.items():
            console.print(Text(f"  {field}: {verb} {content}"))


def print_comparison(console: Console, found: Comparison) -> None:
    """The sentence, then every output before and after, then the inputs that differ."""
    console.print(Text(f"\n{found.sentence}\n", style="bold"))
    heads = ("", "before", "after", "change", "5 %", "95 %", "lower in", "higher in", "unit")
    print_rows(console, heads, [_row(one) for one in found.outputs], heads[1:8])
    avoided, missed = found.yearly.wrong_avoided, found.yearly.more_missed
    console.print(
        Text(
            "\nIn a year of the programme: "
            "upheld wrong-person references avoided "
            f"{_three(avoided.median, avoided.low, avoided.high)}, more stops of sought people "
            f"without a reference {_three(missed.median, missed.low, missed.high)} (median, 5 % "
            "to 95 %; below 0 it is the other way round)."
        )
    )
    console.print(Text("\nWhat differs", style="bold"))
    rows = [(one.input, one.before or "-", one.after or "-") for one in found.inputs]
    print_rows(console, ("input", "before", "after"), rows)
    console.print(
        Text(
            "\nMedians; the change is that of each world, so it is not the difference of the "
            "medians.\nA synthetic model, the same worlds on both sides."
        )
    )


def _row(one: Difference) -> tuple[str, ...]:
    from misid.results.summary import as_read

    change = one.change
    return (
        one.title,
        *(_said(number, one.unit) for number in (one.before.median, one.after.median)),
        *(_said(number, one.unit) for number in (change.median, change.low, change.high)),
        *("-" if share is None else _said(share, "share") for share in (one.lower, one.higher)),
        as_read(one.unit),
    )


def _three(median: float | None, low: float | None, high: float | None) -> str:
    return f"{_said(median)} ({_said(low)} to {_said(high)})"


def _said(number: float | None, unit: str = "") -> str:
    from misid.results.summary import with_unit

    return "no trials" if number is None else with_unit(number, unit)
