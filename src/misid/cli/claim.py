"""`misid claim`: what a stated claim would mean."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from misid.cli.drawing import check_file, write_picture
from misid.cli.options import DEFAULT, Draws, Json, ScenarioName, Seed, With, changed, worked_out
from misid.errors import MeaningError
from misid.writers.terminal import print_rows, wide_console

if TYPE_CHECKING:
    from misid.results import Run
    from misid.uncertainty.schema import Claim

_MOST = 1e12
_NONE = "--accuracy 0.99, --false-positive-rate 0.001, --false-per-true 0.005, or --definitive"


Accuracy = Annotated[float | None, typer.Option(help="It is so accurate: a share, such as 0.99.")]
Rate = Annotated[float | None, typer.Option(help="A false positive rate, such as 0.001.")]
Gallery = Annotated[float | None, typer.Option(help="The gallery that the rate was measured on.")]
PerTrue = Annotated[
    float | None, typer.Option(help="False matches for each true one, such as 0.005.")
]
Definitive = Annotated[bool, typer.Option("--definitive", help="A match is said to be definitive.")]
Out = Annotated[
    Path | None, typer.Option(help="File for a picture, .svg or .png; .csv or .json its data.")
]


def claim(
    scenario: ScenarioName = DEFAULT,
    *,
    changes: With = None,
    accuracy: Accuracy = None,
    false_positive_rate: Rate = None,
    at_gallery: Gallery = None,
    false_per_true: PerTrue = None,
    definitive: Definitive = False,
    draws: Draws = 4096,
    seed: Seed = 1,
    out: Out = None,
    as_json: Json = False,
) -> None:
    """
    Check a claim: what must be true for it, and what it would mean here.

    Example: misid claim --accuracy 0.99
    """
    given = {
        "accuracy": accuracy,
        "false-positive-rate": false_positive_rate,
        "false-per-true": false_per_true,
        "definitive": 1.0 if definitive else None,
    }
    kind, number = _one_of(given)
    _check(kind, number, at_gallery)
    if out is not None:
        check_file(out)
    read, words = changed(scenario, changes)
    found = _answer(
        worked_out(read, draws, seed, command=("claim", f"--{kind}={number:g}", *words)),
        kind,
        number,
        at_gallery,
    )
    if as_json:
        typer.echo(found.model_dump_json(indent=2))
    else:
        _print(found)
    if out is not None:
        from misid.figures.claims import claim_tree

        write_picture(claim_tree(found, found.readings[0]), out, narrow=False, quiet=as_json)


def _one_of(given: dict[str, float | None]) -> tuple[str, float]:
    stated = [(kind, number) for kind, number in given.items() if number is not None]
    if len(stated) != 1:
        what = "no claim is given" if not stated else "more than one claim is given"
        raise MeaningError(f"{what}.", use=f"one of {_NONE}")
    return stated[0]


def _check(kind: str, number: float, at_gallery: float | None) -> None:
    if kind in ("accuracy", "false-positive-rate") and not 0.0 < number < 1.0:
        use = f"--{kind} {number / 100:g}" if 1.0 < number < 100.0 else f"--{kind} 0.99"
        raise MeaningError(f"{kind} is {number:g}, but a share between 0 and 1 is needed.", use=use)
    if kind == "false-per-true" and not 0.0 < number < _MOST:
        raise MeaningError(
            f"false-per-true is {number:g}, but a ratio above 0 is needed.",
            use="--false-per-true 0.005",
        )
    if at_gallery is not None and kind != "false-positive-rate":
        raise MeaningError(
            f"--at-gallery says nothing about {kind}.", use="--false-positive-rate beside it"
        )
    if at_gallery is not None and not 1.0 <= at_gallery <= _MOST:
        raise MeaningError(
            f"at-gallery is {at_gallery:g}, but a gallery has at least one record, and at most "
            "1,000,000,000,000.",
            use="--at-gallery 12000000",
        )


def _answer(found: Run, kind: str, number: float, at_gallery: float | None) -> Claim:
    from misid.uncertainty import claim as claims

    if kind == "accuracy":
        return claims.accuracy(found, number)
    if kind == "false-positive-rate":
        return claims.false_positive_rate(found, number, at_gallery)
    if kind == "false-per-true":
        return claims.false_per_true(found, number)
    return claims.definitive(found)


def _print(found: Claim) -> None:
    from misid.results.stamp import stamp_line
    from misid.uncertainty.claim_said import kin_said, rows_said

    console = wide_console()
    console.print(Text(f"\n{found.sentence}\n", style="bold"))
    for number, one in enumerate(found.readings, start=1):
        lead = f"{number}. " if len(found.readings) > 1 else ""
        console.print(Text(f"{lead}If {one.meaning}:", style="bold"))
        console.print(Text(f"What must be true: {one.must_be_true}"))
        if not one.sides:
            console.print(Text(f"What follows: {one.implies}"))
        heads, rows = rows_said(one)
        if rows:
            print_rows(console, heads, rows, heads[1:])
        console.print()
    notes = (
        found.average,
        kin_said(found.readings),
        f"A synthetic model. {stamp_line(found.stamp)}",
    )
    for note in filter(None, notes):
        console.print(Text(note))
