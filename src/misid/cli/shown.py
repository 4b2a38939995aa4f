"""A document on the screen: what it is about, what was found, and its sections."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.text import Text

from misid.words.sentence import plain
from misid.writers.terminal import print_document

if TYPE_CHECKING:
    from misid.document.model import Document
    from misid.words import Language


def show(console: Console, document: Document) -> None:
    """Print its title and all but its pictures."""
    console.print(Text(f"\n{document.title}"))
    print_document(console, document)


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
