"""A document on the screen: what it is about, what was found, and its sections."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import typer
from rich.console import Console
from rich.text import Text

from misid.cli.options import busy
from misid.words.sentence import plain
from misid.writers.terminal import print_document

if TYPE_CHECKING:
    from misid.document.model import Document
    from misid.words import Language
    from misid.writers.formats import Formats

Facts = TypeVar("Facts")


def show(console: Console, document: Document) -> None:
    """Print its title and all but its pictures."""
    console.print(Text(f"\n{document.title}"))
    print_document(console, document)


def write_out(
    write: Callable[[Facts, Path, Language, Formats], Sequence[Path]],
    found: Facts,
    out: Path,
    asked: tuple[Language, Formats],
    *,
    quiet: bool,
) -> None:
    """
    Write a report into a folder, and say where it is.

    Args:
        write: the writer of such reports.
        found: what it writes.
        out: the folder.
        asked: in which language and formats.
        quiet: whether it goes where errors go, since JSON is printed.
    """
    language, formats = asked
    with busy("drawing the report"):
        files = write(found, out, language, formats)
    say_files(files, out, language, quiet=quiet)


def say_files(files: Sequence[Path], out: Path, language: Language, *, quiet: bool) -> None:
    """
    Say where the report is, and what stands beside it.

    Args:
        files: what was written, the report first.
        out: the folder.
        language: in which it is said.
        quiet: whether it goes where errors go, since JSON is printed.
    """
    beside = ", ".join(str(file.relative_to(out)) for file in files[1:])
    report = plain(language.say("report: {file}", file=str(files[0])))
    typer.echo(f"\n{report}", err=quiet)
    if beside:
        typer.echo(plain(language.say("beside it: {files}", files=beside)), err=quiet)
