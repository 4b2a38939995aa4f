"""`misid counts rates`: how far the rows of a disclosed table differ, beyond luck."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from misid.cli.options import (
    FormatNames,
    Json,
    LanguageCode,
    PaperName,
    busy,
    refuse,
    written_as,
    written_in,
)
from misid.writers.terminal import wide_console

if TYPE_CHECKING:
    from misid.inference.row_schema import RowRates
    from misid.words import Language
    from misid.writers.formats import Formats


def rates(
    counts: Annotated[
        Path,
        typer.Argument(
            metavar="COUNTS", help="Disclosed counts, as `misid counts --write` writes them."
        ),
    ],
    *,
    rate: Annotated[
        list[str] | None,
        typer.Option(
            help="wrong-of-references, references-of-searches or wrong-of-searches; repeatable. "
            "Else all that three rows or more have."
        ),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Show every row.")] = False,
    out: Annotated[Path | None, typer.Option(help="Folder for the report and its numbers.")] = None,
    format_: FormatNames = "html",
    paper: PaperName = "a4",
    language: LanguageCode = "en",
    as_json: Json = False,
) -> None:
    """
    Say how far agencies or places of one table differ beyond luck, and which of them lie apart.

    Each row's rate is drawn towards those of all others, the more the less its own count says.

    Example: misid counts rates counts.yaml --rate wrong-of-references
    """
    from misid.cli.shown import show
    from misid.document.rows import rows_document
    from misid.study.rows import row_rates

    spoken = written_in(language, is_written=out is not None or not as_json)
    formats = written_as(format_, paper, out)
    if out is not None:
        _check(out, counts)
    if as_json:
        refuse({"--all": every}, "is about the table, and none is printed", "--all without --json")
    with busy("putting rows beside each other"):
        found = row_rates(counts, rate or ())
    if as_json:
        typer.echo(found.model_dump_json(indent=2))
    else:
        show(wide_console(), rows_document(found, spoken, every=every))
    if out is not None:
        _write(found, out, (spoken, formats), quiet=as_json)


def _check(out: Path, counts: Path) -> None:
    """Refuse a folder early that cannot be written, or holds another report."""
    from misid.files.write import check_folder
    from misid.writers.kinds import ROW_RATES, refuse_inputs, refuse_other_report

    check_folder(out)
    refuse_other_report(out, ROW_RATES)
    refuse_inputs(out, ROW_RATES, counts)


def _write(found: RowRates, out: Path, asked: tuple[Language, Formats], *, quiet: bool) -> None:
    from misid.cli.shown import say_files
    from misid.writers.rows_files import write_rows

    language, formats = asked
    with busy("drawing the report"):
        files = write_rows(found, out, language, formats)
    say_files(files, out, language, quiet=quiet)
