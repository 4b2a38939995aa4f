"""`misid claim`: what a stated claim would mean."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from misid.cli.drawing import check_file, write_picture
from misid.cli.numbers import number, ratio, share
from misid.cli.options import (
    DEFAULT,
    Draws,
    Json,
    LanguageCode,
    ScenarioName,
    Seed,
    Set,
    With,
    changes_of,
    progress_bar,
    refuse,
    written_in,
)
from misid.errors import MeaningError
from misid.writers.terminal import wide_console

if TYPE_CHECKING:
    from misid.uncertainty.schema import Claim
    from misid.words import Language

_KINDS = "--accuracy 0.99, --false-positive-rate 0.001, --false-per-true 0.005, or --definitive"
_RATE = "--false-positive-rate"

Accuracy = Annotated[
    float | None,
    typer.Option(
        parser=share("accuracy", "--accuracy 0.99"),
        help="It is so accurate: a share, such as 0.99 or 99%.",
    ),
]
Rate = Annotated[
    float | None,
    typer.Option(
        parser=share("false-positive-rate", "--false-positive-rate 0.001"),
        help="A false positive rate, such as 0.001 or 0.1%.",
    ),
]
Gallery = Annotated[
    float | None,
    typer.Option(
        parser=number("at-gallery", "--at-gallery 12000000", is_count=True),
        help="The gallery that the rate was measured on.",
    ),
]
PerTrue = Annotated[
    float | None,
    typer.Option(
        parser=ratio("false-per-true", "--false-per-true 0.005"),
        help="False matches for each true one, such as 0.005 or 1:200.",
    ),
]
Definitive = Annotated[bool, typer.Option("--definitive", help="A match is said to be definitive.")]
Out = Annotated[
    Path | None, typer.Option(help="File for a picture, .svg or .png; .csv or .json its data.")
]


def claim(
    scenario: ScenarioName = DEFAULT,
    *,
    changes: With = None,
    stated: Set = None,
    accuracy: Accuracy = None,
    false_positive_rate: Rate = None,
    at_gallery: Gallery = None,
    false_per_true: PerTrue = None,
    definitive: Definitive = False,
    draws: Draws = 4096,
    seed: Seed = 1,
    out: Out = None,
    language: LanguageCode = "en",
    as_json: Json = False,
) -> None:
    """
    Check a claim: what must be true for it, and what it would mean here.

    Example: misid claim --accuracy 0.99
    """
    from misid.cli.shown import show
    from misid.document.uncertainty import claim_document
    from misid.study import Study

    spoken = written_in(language, is_written=out is not None or not as_json)
    _check_one(accuracy, false_positive_rate, false_per_true, definitive or None)
    _check_gallery(false_positive_rate, at_gallery)
    if out is not None:
        check_file(out)
    put_on = changes_of(scenario, changes, stated)
    with progress_bar(draws) as progress:
        study = Study(scenario, put_on, draws=draws, seed=seed, progress=progress)
        found = study.claim(
            accuracy=accuracy,
            false_positive_rate=false_positive_rate,
            at_gallery=at_gallery,
            false_per_true=false_per_true,
            definitive=definitive,
        )
    if as_json:
        typer.echo(found.model_dump_json(indent=2))
    else:
        show(wide_console(), claim_document(found, spoken))
    if out is not None:
        _draw(found, out, spoken, quiet=as_json)


def _draw(found: Claim, out: Path, language: Language, *, quiet: bool) -> None:
    from misid.figures.claims import claim_tree

    picture = claim_tree(found, found.readings[0], language)
    write_picture(picture, out, narrow=False, quiet=quiet)


def _check_gallery(rate: float | None, gallery: float | None) -> None:
    if rate is None:
        refuse({"--at-gallery": gallery}, f"says nothing without {_RATE}", f"{_RATE} beside it")


def _check_one(*claims: float | None) -> None:
    stated = sum(number is not None for number in claims)
    if stated != 1:
        what = "more than one claim is given" if stated else "no claim is given"
        raise MeaningError(f"{what}.", use=f"one of {_KINDS}")
