"""`misid claim`: what a stated claim would mean."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from misid.cli.drawing import check_file, write_picture
from misid.cli.options import DEFAULT, Draws, Json, ScenarioName, Seed, With, progress_bar, refuse
from misid.errors import MeaningError
from misid.writers.terminal import wide_console

if TYPE_CHECKING:
    from misid.results import Run
    from misid.uncertainty.schema import Claim

_KINDS = "--accuracy 0.99, --false-positive-rate 0.001, --false-per-true 0.005, or --definitive"

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
    from misid.cli.shown import show
    from misid.document.uncertainty import claim_document
    from misid.results import run

    kind, number = _one_of(
        {
            "accuracy": accuracy,
            "false-positive-rate": false_positive_rate,
            "false-per-true": false_per_true,
            "definitive": 1.0 if definitive else None,
        }
    )
    if kind != "false-positive-rate":
        because = "says nothing without --false-positive-rate"
        refuse({"--at-gallery": at_gallery}, because, "--false-positive-rate beside it")
    if out is not None:
        check_file(out)
    with progress_bar(draws) as progress:
        worked_out = run(scenario, changes=changes or (), draws=draws, seed=seed, progress=progress)
    found = _answer(worked_out, kind, number, at_gallery)
    if as_json:
        typer.echo(found.model_dump_json(indent=2))
    else:
        show(wide_console(), claim_document(found))
    if out is not None:
        from misid.figures.claims import claim_tree

        write_picture(claim_tree(found, found.readings[0]), out, narrow=False, quiet=as_json)


def _one_of(given: dict[str, float | None]) -> tuple[str, float]:
    stated = [(kind, number) for kind, number in given.items() if number is not None]
    if len(stated) != 1:
        what = "no claim is given" if not stated else "more than one claim is given"
        raise MeaningError(f"{what}.", use=f"one of {_KINDS}")
    return stated[0]


def _answer(found: Run, kind: str, number: float, at_gallery: float | None) -> Claim:
    from misid.uncertainty import claim as claims

    if kind == "accuracy":
        return claims.accuracy(found, number)
    if kind == "false-positive-rate":
        return claims.false_positive_rate(found, number, at_gallery)
    if kind == "false-per-true":
        return claims.false_per_true(found, number)
    return claims.definitive(found)
