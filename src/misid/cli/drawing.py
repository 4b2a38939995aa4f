"""Pictures in a file or on the screen: checked before the work, written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from misid.errors import MeaningError
from misid.words.sentence import plain
from misid.writers.terminal import print_sentence, print_table, wide_console

if TYPE_CHECKING:
    from misid.figures import Picture
    from misid.files.write import Writer

_LONGEST_NAME = 200
_SUFFIXES = (".svg", ".png", ".csv", ".json")


def check_file(out: Path) -> None:
    """Refuse early what cannot be written."""
    from misid.files.write import check_folder, check_names

    check_names(out)
    if out.suffix.lower() not in _SUFFIXES:
        raise MeaningError(
            f"{out.name} does not say what to write.",
            use=f"a name that ends with {', '.join(_SUFFIXES)}",
        )
    if len(out.name.encode()) > _LONGEST_NAME:
        raise MeaningError("the name of the file is too long.", use="a shorter name")
    if out.is_dir():
        raise MeaningError(f"{out.name} is a folder, but a file is needed.", use="another name")
    check_folder(out.parent)


def show_picture(picture: Picture, out: Path | None, *, narrow: bool, as_json: bool) -> None:
    """A picture in a file, as JSON, or what it says on the screen."""
    if out is not None:
        write_picture(picture, out, narrow=narrow, quiet=as_json)
    if as_json:
        typer.echo(_json(picture), nl=False)
    elif out is None:
        _print(picture)


def write_picture(picture: Picture, out: Path, *, narrow: bool, quiet: bool) -> None:
    """The picture, or its data, as the name of the file asks; says so."""
    from misid.figures import NARROW, WIDE
    from misid.figures.render import framed_png
    from misid.files.write import OURS, first_line, text_writer, write_over
    from misid.writers.svg import svg

    width = NARROW if narrow else WIDE
    table = picture.as_csv()
    makers: dict[str, Callable[[], tuple[Writer, bytes]]] = {
        ".svg": lambda: (text_writer(svg(picture, width)), OURS),
        ".png": lambda: _png(framed_png(picture, width)),
        ".csv": lambda: (text_writer(table), first_line(table)),
        ".json": lambda: (text_writer(_json(picture)), b'"kind": "figure"'),
    }
    writer, own = makers[out.suffix.lower()]()
    write_over(out, writer, own)
    written = plain(picture.language.say("written: {file}", file=str(out)))
    typer.echo(f"{plain(picture.finding)}\n{written}", err=quiet)


def _png(content: bytes) -> tuple[Writer, bytes]:
    """A PNG has no words: one is known again by its head, which says how wide it is."""
    from misid.files.write import bytes_writer

    return bytes_writer(content), content[:20]


def _json(picture: Picture) -> str:
    from misid.document.figures import figure_data

    return figure_data(picture).model_dump_json(indent=2) + "\n"


def _print(picture: Picture) -> None:
    from misid.document.figures import data_table
    from misid.figures.render import in_one_line

    console = wide_console()
    print_sentence(console, picture.finding, style="bold")
    print_table(console, data_table(picture))
    for line in (in_one_line(picture.words), picture.stamp):
        print_sentence(console, line)
