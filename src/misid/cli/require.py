"""`misid require`: what would have to be true for a limit to be met."""

from __future__ import annotations

import math
from typing import Annotated

import typer
from rich.text import Text

from misid.cli.completion import output_names
from misid.cli.options import DEFAULT, Json, ScenarioName, Seed, With, changed, known_output
from misid.errors import MeaningError
from misid.writers.terminal import wide_console


def require(
    output: Annotated[
        str,
        typer.Argument(help="What is limited: the name of an output.", autocompletion=output_names),
    ],
    limit: Annotated[str, typer.Argument(help="The most it may be: 100, or 20%.")],
    scenario: ScenarioName = DEFAULT,
    *,
    changes: With = None,
    worlds: Annotated[int, typer.Option(help="Possible worlds for each trial.")] = 4096,
    seed: Seed = 1,
    as_json: Json = False,
) -> None:
    """
    Say where each lever would have to stand for a limit to be met with 95 % probability.

    Example: misid require wrong_person_references_upheld 100
    """
    from misid.cli.options import busy
    from misid.uncertainty.require import require as work_out

    named = known_output(output)
    number = _limit(limit, named)
    if not 20 <= worlds <= 20_000:
        raise MeaningError(
            f"worlds is {worlds}, but a trial has from 20 to 20,000.", use="--worlds 256"
        )
    with busy("moving one lever at a time"):
        read, _ = changed(scenario, changes)
        found = work_out(read, named, number, worlds=worlds, seed=seed)
    if as_json:
        typer.echo(found.model_dump_json(indent=2))
        return
    console = wide_console()
    console.print(Text(f"\n{found.sentence}\n", style="bold"))
    console.print(Text("Where each lever would have to stand, one at a time:"))
    for row in found.levers:
        console.print(Text(f"\n{row.lever}: {row.title}", style="bold"))
        console.print(Text(f"{row.text}."))
    console.print(Text("\nOne lever at a time; everything else stays open. A synthetic model."))


def _limit(text: str, output: str) -> float:
    """A limit in the unit of the output; a share may be written in per cent."""
    from misid.results.output_definitions import kind

    unit = kind(output).unit
    share = unit.startswith("share")
    percent = text.strip().endswith("%")
    try:
        number = float(text.strip().rstrip("%").replace("_", "").replace(",", ""))
    except ValueError:
        raise MeaningError(
            f"limit is {text!r}, which is no number.", use=f"a number, in {unit}"
        ) from None
    if not math.isfinite(number) or number < 0.0:
        raise MeaningError(
            f"limit is {text}, but a limit is 0 or more.", use=f"a number, in {unit}"
        )
    if percent and share and number > 100.0:
        raise MeaningError(f"limit is {text}, but a share is at most 100 %.", use="20%")
    if percent and not share:
        raise MeaningError(f"limit is {text}, but {output} is in {unit}.", use="a number without %")
    if share and not percent and number > 1.0:
        raise MeaningError(
            f"limit is {text}, but {output} is a share, and {text} has no unit.",
            use=f"{text}% for {text} in a hundred, or a share such as 0.2",
        )
    return number / 100.0 if percent else number
