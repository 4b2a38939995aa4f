"""`misid audit read`: what a filled sheet says of a log."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from misid.cli.completion import scenario_names
from misid.cli.options import DEFAULT, Json, LanguageCode, written_in
from misid.files.write import write_new
from misid.writers.terminal import wide_console


def read(
    sheet: Annotated[Path, typer.Argument(help="The filled sheet, as CSV.")],
    *,
    drawn: Annotated[
        Path | None,
        typer.Option(help="drawn.json of misid audit sheet; beside the sheet where left out."),
    ] = None,
    second: Annotated[
        Path | None, typer.Option(help="The sheet of the second look, filled.")
    ] = None,
    plan: Annotated[
        Path | None, typer.Option("--plan", help="The published plan, to hold against the draw.")
    ] = None,
    to_scenario: Annotated[
        Path | None,
        typer.Option("--to-scenario", help="Write a scenario that carries what was measured."),
    ] = None,
    like: Annotated[
        str,
        typer.Option(
            "--from", help="With --to-scenario: the scenario.", autocompletion=scenario_names
        ),
    ] = DEFAULT,
    out: Annotated[Path | None, typer.Option(help="Folder for a report.")] = None,
    language: LanguageCode = "en",
    as_json: Json = False,
) -> None:
    """
    Read a filled sheet back: how many of the log are wrong, how sure that is, and may one stop.

    What changed since it was read before is appended to amendments.csv beside drawn.json.

    Example: misid audit read audit/sheet.csv --second audit/second.csv
    """
    from misid.audit.amendments import write_amendments
    from misid.cli.shown import say_files, show
    from misid.document.audit import reading_document
    from misid.study.audit import read_filled
    from misid.writers.audit_files import check_reading, write_reading
    from misid.writers.scenario_from_audit import scenario_from_audit

    spoken = written_in(language, is_written=not as_json or out is not None)
    if out is not None:
        check_reading(out)
    place = drawn or sheet.parent / "drawn.json"
    found, changes = read_filled(sheet, drawn=place, second=second, plan=plan)
    written = None if to_scenario is None else scenario_from_audit(found, like)
    if to_scenario is not None and written is not None:
        write_new(to_scenario, written)
    write_amendments(place.parent, changes)
    if as_json:
        typer.echo(found.model_dump_json(indent=2))
    else:
        show(wide_console(), reading_document(found, spoken))
    if out is not None:
        say_files(write_reading(found, out, spoken), out, spoken, quiet=as_json)
