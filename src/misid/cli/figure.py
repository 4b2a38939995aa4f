"""`misid figure`: one picture of a run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from misid.cli.completion import figure_names
from misid.cli.drawing import check_file, show_picture
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
)
from misid.writers.terminal import print_rows, wide_console

if TYPE_CHECKING:
    from misid.words import Language


def figure(
    name: Annotated[
        str | None,
        typer.Argument(
            help="A figure; without it all figures are listed.", autocompletion=figure_names
        ),
    ] = None,
    scenario: ScenarioName = DEFAULT,
    *,
    changes: With = None,
    stated: Set = None,
    out: Annotated[
        Path | None,
        typer.Option(help="File to write: .svg or .png the picture, .csv or .json its data."),
    ] = None,
    draws: Draws = 4096,
    seed: Seed = 1,
    narrow: Annotated[
        bool, typer.Option("--narrow", help="Draw it for a small screen, 288 pixels wide.")
    ] = False,
    language: LanguageCode = "en",
    as_json: Json = False,
) -> None:
    """
    Draw one figure of a run, or print what it says and its data.

    Example: misid figure groups task-force-module --out groups.svg
    """
    from misid.figures.beside import begin
    from misid.figures.catalogue import check_name
    from misid.study import Study
    from misid.words import language as language_of

    spoken = language_of(language)
    if name is None:
        _list(spoken, as_json=as_json)
        return
    check_name(name)
    if out is not None:
        check_file(out)
        begin()
    put_on = changes_of(scenario, changes, stated)
    with progress_bar(draws) as progress:
        study = Study(scenario, put_on, draws=draws, seed=seed, progress=progress)
        picture = study.figure(name, language)
    show_picture(picture, out, narrow=narrow, as_json=as_json)


def _list(language: Language, *, as_json: bool) -> None:
    from misid.figures import FIGURES

    rows = [(name, language.word(entry.about)) for name, entry in FIGURES.items()]
    if as_json:
        listed = [{"name": name, "about": about} for name, about in rows]
        typer.echo(json.dumps({"figures": listed}))
        return
    print_rows(wide_console(), (language.word("name"), language.word("shows")), rows)
