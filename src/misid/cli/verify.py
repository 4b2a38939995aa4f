"""`misid verify`: whether a document that somebody received is what its inputs give."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from misid.cli.options import Json, LanguageCode, busy, written_in
from misid.writers.terminal import wide_console

_DIFFERS = 1
"""Exit code where a file is not what its inputs give."""


def verify(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...", help="HTML, PDF, DOCX, JSON, or a figure's SVG or zip, from misid."
        ),
    ],
    *,
    statement: Annotated[
        bool,
        typer.Option(
            "--statement", help="Print in-toto Statements, unsigned, for a tool that signs."
        ),
    ] = False,
    language: LanguageCode = "en",
    as_json: Json = False,
) -> None:
    """
    Check a document that you received: render it and work it out again, and compare.

    Ends with 1 where anything differs, is missing or is not ours.

    Example: misid verify report.pdf
    """
    from misid.attestation.statement import statement as statement_of
    from misid.cli.shown import show
    from misid.document.attestation import attestation_document
    from misid.study.verify import verify as verify_file

    is_data = statement or as_json
    spoken = written_in(language, is_written=not is_data)
    is_same = True
    for file in files:
        with busy("working it out again"):
            found = verify_file(file)
        is_same = is_same and found.outcome in ("same", "not_checked")
        if statement:
            typer.echo(json.dumps(statement_of(found)))
        elif as_json:
            typer.echo(found.model_dump_json(indent=2))
        else:
            show(wide_console(), attestation_document(found, spoken))
    if not is_same:
        raise typer.Exit(_DIFFERS)
