"""`misid figure`: one picture of a run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from misid.cli.completion import figure_names
from misid.cli.drawing import check_file, picture_json, write_picture
from misid.cli.options import DEFAULT, Draws, Json, ScenarioName, Seed, With, changed, worked_out
from misid.writers.terminal import print_rows, print_table, wide_console

if TYPE_CHECKING:
    from misid.figures import Picture


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
    out: Annotated[
        Path | None,
        typer.Option(help="File to write: .svg or .png the picture, .csv or .json its data."),
    ] = None,
    draws: Draws = 4096,
    seed: Seed = 1,
    narrow: Annotated[
        bool, typer.Option("--narrow", help="Draw it for a small screen, 288 pixels wide.")
    ] = False,
    as_json: Json = False,
) -> None:
    """
    Draw one figure of a run, or print what it says and its data.

    Example: misid figure groups task-force-module --out groups.svg
    """
    if name is None:
        _list(as_json=as_json)
        return
    from misid.figures.catalogue import check_name, make

    check_name(name)
    if out is not None:
        check_file(out)
    read, words = changed(scenario, changes)
    picture = make(name, worked_out(read, draws, seed, command=("figure", name, *words)))
    if out is not None:
        write_picture(picture, out, narrow=narrow, quiet=as_json)
    if as_json:
        typer.echo(picture_json(picture), nl=False)
    elif out is None:
        _print(picture)


def _list(*, as_json: bool) -> None:
    from misid.figures import FIGURES

    rows = [(name, entry.about) for name, entry in FIGURES.items()]
    if as_json:
        listed = [{"name": name, "about": about} for name, about in rows]
        typer.echo(json.dumps({"figures": listed}))
        return
    print_rows(wide_console(), ("name", "shows"), rows)


def _print(picture: Picture) -> None:
    from misid.document.figures import data_table

    console = wide_console()
    console.print(Text(f"\n{picture.finding}", style="bold"))
    print_table(console, data_table(picture))
    console.print(Text(f"\n{'; '.join(picture.words).capitalize()}.\n{picture.stamp}"))
