"""`misid verify`: whether a document that somebody received is what its inputs give."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from misid.cli.options import Json, LanguageCode, busy, written_in
from misid.writers.terminal import wide_console

if TYPE_CHECKING:
    from misid.attestation.schema import Attestation
    from misid.words import Language

_DIFFERS, _NOT_CHECKED = 1, 3
"""Exit codes where a file is not what its inputs give, and where that could not be worked out."""


def verify(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...", help="HTML, PDF, DOCX, JSON, or a figure's SVG or zip, from misid."
        ),
    ],
    *,
    data: Annotated[
        list[Path] | None,
        typer.Option(
            help="A file that a document was made from and does not carry, such as scores; "
            "repeatable. It is found by its digest.",
        ),
    ] = None,
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

    Ends with 1 where anything differs, is missing or is not ours; with 3 where
    no number could be worked out again.

    Example: misid verify report.pdf
    """
    from misid.figures.beside import begin
    from misid.study.verify import verify as verify_file

    is_data = statement or as_json
    spoken = written_in(language, is_written=not is_data)
    begin()
    outcomes: set[str] = set()
    for file in files:
        with busy("working it out again"):
            found = verify_file(file, data=data or ())
        outcomes.add(found.outcome)
        if is_data:
            _print_data(found, statement=statement)
        else:
            _print(found, spoken)
    _leave(outcomes)


def _leave(outcomes: set[str]) -> None:
    """End with the exit code of what was found."""
    if outcomes - {"same", "not_checked"}:
        raise typer.Exit(_DIFFERS)
    if "not_checked" in outcomes:
        raise typer.Exit(_NOT_CHECKED)


def _print_data(found: Attestation, *, statement: bool) -> None:
    from misid.attestation.statement import statement as statement_of

    made = json.dumps(statement_of(found)) if statement else found.model_dump_json(indent=2)
    typer.echo(made)


def _print(found: Attestation, language: Language) -> None:
    from misid.cli.shown import show
    from misid.document.attestation import attestation_document

    show(wide_console(), attestation_document(found, language))
