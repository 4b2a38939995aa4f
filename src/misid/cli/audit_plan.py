"""`misid audit plan`, `commit`, `sheet`: which rows of a log are checked by hand."""

from __future__ import annotations

import typer

from misid.cli import audit_options as read
from misid.cli.audit_options import (
    Again,
    AssumedWrong,
    Below,
    BoundPlan,
    By,
    CommitmentFile,
    Confidence,
    FromScenario,
    Least,
    Log,
    LogOrNone,
    Names,
    Only,
    OutFile,
    PlanFile,
    Power,
    RowIs,
    Rows,
    Sensitivity,
    Sequential,
    SheetFolder,
    Specificity,
    Stratum,
    StratumRate,
    ThrownSeed,
    TimesAsMany,
)
from misid.cli.options import Json, LanguageCode, busy, written_in
from misid.writers.terminal import wide_console


def plan(
    log: LogOrNone = None, *,
    below: Below = None, ratio: TimesAsMany = None, confidence: Confidence = 0.95,
    power: Power = 0.8, rate: AssumedWrong = None, scenario: FromScenario = None,
    of: RowIs = None, rows: Rows = None, stratum: Stratum = None,
    stratum_rate: StratumRate = None, by: By = None, only: Only = None, names: Names = False,
    sensitivity: Sensitivity = "1", specificity: Specificity = "1", again: Again = 0,
    least: Least = 2, sequential: Sequential = False, out: OutFile = None,
    language: LanguageCode = "en", as_json: Json = False,
) -> None:  # fmt: skip
    """
    Say how many rows of a log to check by hand, and what either way of checking costs.

    Example: misid audit plan searches.csv --only answer=reference --below 1% --out plan.json
    """
    from misid.audit.fixed import AuditAsked
    from misid.cli.shown import show
    from misid.document.audit import plan_document
    from misid.study.audit import plan_audit

    spoken = written_in(language, is_written=not as_json)
    asked = AuditAsked(
        below, ratio, confidence, power, assumed=read.assumed(rate, scenario),
        rates=read.rates(stratum_rate), checkers=read.checker_ends(sensitivity, specificity),
        least=least, again=again, method="sequential" if sequential else "fixed",
        row_is=read.row_is(of),
    )  # fmt: skip
    meant, sizes = read.frame(by, only, log), read.sizes(rows, stratum)
    with busy("counting what it costs"):
        found = plan_audit(asked, log, frame=meant, sizes=sizes, scenario=scenario, has_names=names)
    read.write_json(found.model_dump_json(indent=2) + "\n", out)
    if as_json:
        typer.echo(found.model_dump_json(indent=2))
    else:
        show(wide_console(), plan_document(found, spoken))


def commit(
    log: Log,
    *,
    plan: BoundPlan = None,
    names: Names = False,
    out: OutFile = None,
    language: LanguageCode = "en",
    as_json: Json = False,
) -> None:
    """
    Say what a log is, by its digest, before anybody knows which rows will be drawn. Publish it.

    Example: misid audit commit searches.csv --plan plan.json --out commitment.json
    """
    from misid.cli.shown import show
    from misid.document.audit import commitment_document
    from misid.study.audit import commit_to

    spoken = written_in(language, is_written=not as_json)
    found = commit_to(log, plan, has_names=names)
    read.write_json(found.model_dump_json(indent=2) + "\n", out)
    if as_json:
        typer.echo(found.model_dump_json(indent=2))
    else:
        show(wide_console(), commitment_document(found, spoken))


def sheet(
    log: Log,
    *,
    commitment: CommitmentFile,
    plan: PlanFile,
    seed: ThrownSeed,
    out: SheetFolder,
    names: Names = False,
    language: LanguageCode = "en",
    as_json: Json = False,
) -> None:
    """
    Draw rows by the seed, and write the sheet for whoever checks: no answer, no score, no name.

    Example: misid audit sheet searches.csv --commitment commitment.json --plan plan.json
    --seed '4 2 6 1 3 5' --out audit
    """
    from misid.cli.shown import show
    from misid.document.audit import sheet_document
    from misid.study.audit import draw_audit
    from misid.writers.audit_files import write_sheets

    spoken = written_in(language, is_written=not as_json)
    with busy("drawing rows"):
        found = draw_audit(log, plan=plan, committed=commitment, seed=seed, has_names=names)
    write_sheets(found, out)
    if as_json:
        typer.echo(found.model_dump_json(indent=2))
    else:
        show(wide_console(), sheet_document(found, spoken))
