"""`misid audit read`: what a filled sheet says of a log."""

from __future__ import annotations

import typer

from misid.cli.audit_options import (
    DrawnFile,
    FilledFile,
    Like,
    PublishedPlan,
    ReportFolder,
    ScenarioFile,
    SecondFile,
)
from misid.cli.options import (
    DEFAULT,
    FormatNames,
    Json,
    LanguageCode,
    PaperName,
    refuse,
    written_as,
    written_in,
)
from misid.files.write import write_new
from misid.writers.kinds import AUDIT, check_report
from misid.writers.terminal import wide_console


def read(
    sheet: FilledFile,
    *,
    drawn: DrawnFile = None,
    second: SecondFile = None,
    plan: PublishedPlan = None,
    to_scenario: ScenarioFile = None,
    like: Like = DEFAULT,
    out: ReportFolder = None,
    format_: FormatNames = "html",
    paper: PaperName = "a4",
    language: LanguageCode = "en",
    as_json: Json = False,
) -> None:
    """
    Read a filled sheet back: how many of the log are wrong, how sure that is, and may one stop.

    What changed since it was read before is appended to amendments.csv beside drawn.json.

    Example: misid audit read audit/sheet.csv --second audit/second.csv
    """
    from misid.audit.amendments import write_amendments
    from misid.cli.shown import show, write_out
    from misid.document.audit import reading_document
    from misid.study.audit import read_filled
    from misid.writers.audit_files import write_reading
    from misid.writers.scenario_from_audit import scenario_from_audit

    spoken = written_in(language, is_written=not as_json or out is not None)
    formats = written_as(format_, paper, out)
    if out is not None:
        check_report(out, AUDIT, sheet, second, plan)
    if to_scenario is None:
        given = {"--from": "" if like == DEFAULT else like}
        refuse(given, "says nothing without --to-scenario", "both")
    place = drawn or sheet.parent / "drawn.json"
    found, changes = read_filled(sheet, drawn=place, second=second, plan=plan)
    if to_scenario is not None:
        write_new(to_scenario, scenario_from_audit(found, like))
    write_amendments(place.parent, changes)
    if as_json:
        typer.echo(found.model_dump_json(indent=2))
    else:
        show(wide_console(), reading_document(found, spoken))
    if out is not None:
        write_out(write_reading, found, out, (spoken, formats), quiet=as_json)
