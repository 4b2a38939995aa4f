"""`misid counts rates`: how far the rows of a disclosed table differ, beyond luck."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

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
from misid.writers.kinds import ROW_RATES, check_report
from misid.writers.terminal import wide_console


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
    from misid.cli.shown import show, write_out
    from misid.document.rows import rows_document
    from misid.study.rows import row_rates

    spoken = written_in(language, is_written=out is not None or not as_json)
    formats = written_as(format_, paper, out)
    if out is not None:
        check_report(out, ROW_RATES, counts)
    if as_json:
        refuse({"--all": every}, "is about the table, and none is printed", "--all without --json")
    with busy("putting rows beside each other"):
        found = row_rates(counts, rate or ())
    if as_json:
        typer.echo(found.model_dump_json(indent=2))
    else:
        show(wide_console(), rows_document(found, spoken, every=every))
    if out is not None:
        from misid.writers.rows_files import write_rows

        write_out(write_rows, found, out, (spoken, formats), quiet=as_json)
