"""`misid figure`: one picture of a run."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from misid.cli.grid import print_rows, wide_console
from misid.cli.working import DEFAULT, Draws, Json, ScenarioName, Seed, worked_out
from misid.errors import MeaningError

if TYPE_CHECKING:
    from misid.figures import Picture

_SUFFIXES = (".svg", ".png", ".csv", ".json")


def figure(
    name: Annotated[
        str | None, typer.Argument(help="A figure; without it all figures are listed.")
    ] = None,
    scenario: ScenarioName = DEFAULT,
    *,
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
        _check_file(out)
    picture = make(name, worked_out(scenario, draws, seed, command=("figure", name)))
    if out is not None:
        _write(picture, out, narrow=narrow, quiet=as_json)
    if as_json:
        typer.echo(_json_text(picture), nl=False)
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


def _check_file(out: Path) -> None:
    """Refuse early what cannot be written."""
    from misid.output import check_folder

    if out.suffix.lower() not in _SUFFIXES:
        raise MeaningError(
            f"{out.name} does not say what to write.",
            use=f"a name that ends with {', '.join(_SUFFIXES)}",
        )
    if out.is_dir():
        raise MeaningError(f"{out.name} is a folder, but a file is needed.", use="another name")
    check_folder(out.parent)


def _write(picture: Picture, out: Path, *, narrow: bool, quiet: bool) -> None:
    from misid.figures import NARROW, WIDE
    from misid.figures.render import framed_png, framed_svg
    from misid.output import Writer, text_writer, write_files

    width = NARROW if narrow else WIDE
    makers: dict[str, Callable[[], Writer]] = {
        ".svg": lambda: text_writer(framed_svg(picture, width)),
        ".png": lambda: _bytes_writer(framed_png(picture, width)),
        ".csv": lambda: text_writer(picture.as_csv()),
        ".json": lambda: text_writer(_json_text(picture)),
    }
    write_files({out.name: makers[out.suffix.lower()]()}, out.parent)
    typer.echo(f"{picture.finding}\nwritten: {out}", err=quiet)


def _bytes_writer(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


def _json_text(picture: Picture) -> str:
    from misid.document.figures import said

    return said(picture).model_dump_json(indent=2) + "\n"


def _print(picture: Picture) -> None:
    from misid.document.figures import data_table

    console = wide_console()
    table = data_table(picture)
    console.print(Text(f"\n{picture.finding}\n", style="bold"))
    rows = [[cell if isinstance(cell, str) else cell.text for cell in row] for row in table.rows]
    heads = [column.title for column in table.columns]
    print_rows(console, heads, rows, [c.title for c in table.columns if c.numeric])
    console.print(Text(f"\n{'; '.join(picture.words).capitalize()}.\n{picture.stamp}"))
