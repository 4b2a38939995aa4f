"""`misid audit log`: what a disclosed search log says of itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from misid.cli.audit_options import Names
from misid.cli.options import (
    FormatNames,
    Json,
    LanguageCode,
    PaperName,
    day_of,
    written_as,
    written_in,
)
from misid.cli.progress import bar
from misid.cli.shown import show, write_out
from misid.errors import MeaningError
from misid.files.opened import opened
from misid.files.read import cut
from misid.files.written_numbers import NumberPlace, read_number
from misid.writers.kinds import LOG_AUDIT, check_report
from misid.writers.terminal import wide_console

if TYPE_CHECKING:
    from misid.searchlog.checks.audit import LogQuestion
    from misid.searchlog.checks.checkpoint import StatedRoot
    from misid.searchlog.checks.rules import LogRole
    from misid.searchlog.checks.schema import LogAudit
    from misid.words import Language
    from misid.writers.formats import Formats

_FOUND = 1
"""Exit code where a rule finds something."""
_SHOW_ROWS_FROM = 2_000_000
LogFile = Annotated[Path, typer.Argument(metavar="LOG", help="CSV or Parquet, a search a row.")]
RuleFiles = Annotated[
    list[Path] | None,
    typer.Option("--rules", metavar="FILE", help="A YAML file of further rules; repeatable."),
]
ColumnOption = Annotated[
    list[str] | None,
    typer.Option(
        "--column", metavar="NAME=ROLE", help="What a column is, such as stamp=time; repeatable."
    ),
]
NumberOption = Annotated[
    list[str] | None,
    typer.Option(
        "--number",
        metavar="NAME=NUMBER",
        help="A number that a rule asks for: duty_from, duty_to, longest_silence, "
        "published_searches, published_references, or one of your own rules'; repeatable.",
    ),
]
AnswerOption = Annotated[
    list[str] | None,
    typer.Option(
        "--answer",
        metavar="WORD=ANSWER",
        help="What a word of its answers means, such as Match=reference; repeatable.",
    ),
]
OnDay = Annotated[
    str | None,
    typer.Option(
        "--on",
        metavar="YEAR-MONTH-DAY",
        help="The day on which the log is looked at; the last in it unless said.",
    ),
]
RootOption = Annotated[
    str | None,
    typer.Option("--root", help="A Merkle root over its lines: 64 digits, or a checkpoint file."),
]
ScenarioOption = Annotated[
    str | None,
    typer.Option(
        "--scenario", help="A scenario, by its name or file: which share of references it expects."
    ),
]
Zone = Annotated[
    str,
    typer.Option("--timezone", help="Of times that name none, such as America/Chicago."),
]
Dates = Annotated[
    Literal["iso", "mdy", "dmy"],
    typer.Option("--dates", help="How days are written: 2026-04-03, 04/03/2026 or 03/04/2026."),
]
Out = Annotated[Path | None, typer.Option(help="Folder for the report, and every fact behind it.")]


def log(
    log_file: LogFile,
    *,
    rules: RuleFiles = None,
    scenario: ScenarioOption = None,
    column: ColumnOption = None,
    names: Names = False,
    answer: AnswerOption = None,
    number: NumberOption = None,
    on: OnDay = None,
    root: RootOption = None,
    timezone: Zone = "UTC",
    dates: Dates = "iso",
    language: LanguageCode = "en",
    as_json: Json = False,
    out: Out = None,
    format_: FormatNames = "html",
    paper: PaperName = "a4",
) -> None:
    """
    Check a disclosed search log against rules: what each finds, and which could not be checked.

    Rows stand for themselves by number; nobody is named. Ends with 1 where a rule finds something.

    Example: misid audit log searches.csv --number duty_from=6 --number duty_to=22
    """
    from misid.searchlog.checks.audit import LogQuestion
    from misid.searchlog.checks.cells import TimeForm

    spoken = written_in(language, is_written=out is not None or not as_json)
    formats = written_as(format_, paper, out)
    if out is not None:
        check_report(out, LOG_AUDIT, log_file, *(rules or ()))
    question = LogQuestion(
        columns=_columns(column or ()),
        reading=TimeForm(_zone(timezone), dates),
        numbers=_numbers(number or ()),
        as_of=day_of(on),
        answers=dict(_pair("--answer", text, "--answer Match=reference") for text in answer or ()),
        root=_root(root),
        has_names=names or bool(column),
    )
    found = _audited(log_file, rules or [], question, scenario)
    _show(found, out, (spoken, formats), as_json=as_json)
    if found.outcome == "found":
        raise typer.Exit(_FOUND)


def _audited(
    log_file: Path, rules: list[Path], question: LogQuestion, scenario: str | None
) -> LogAudit:
    from misid.searchlog.checks.audit import rows_about
    from misid.study.audit_log import audit_log

    file = opened(log_file, kind="a search log", instead="a search log that exists")
    with bar(rows_about(file), "rows", _SHOW_ROWS_FROM) as progress:
        return audit_log(file, rules, question, scenario=scenario, progress=progress)


def _show(
    found: LogAudit, out: Path | None, asked: tuple[Language, Formats], *, as_json: bool
) -> None:
    """Print it, and write its folder where one is named."""
    from misid.document.log_audit import log_audit_document
    from misid.writers.log_audit_files import write_log_audit

    if as_json:
        typer.echo(found.model_dump_json(indent=2))
    else:
        show(wide_console(), log_audit_document(found, asked[0]))
    if out is not None:
        write_out(write_log_audit, found, out, asked, quiet=as_json)


def _pair(option: str, text: str, use: str) -> tuple[str, str]:
    name, sign, value = text.rpartition("=")
    if not (name and sign and value):
        raise MeaningError(f"{option} is {cut(text)!r}, but a name and more are needed.", use=use)
    return name, value


def _columns(given: list[str] | tuple[()]) -> dict[LogRole, str]:
    from misid.searchlog.checks.rules import KINDS

    known = {role: role for role in KINDS}
    found: dict[LogRole, str] = {}
    for text in given:
        name, role = _pair("--column", text, "--column stamp=time")
        if role not in known or role in found:
            raise MeaningError(
                f"--column says that a column is {cut(role)!r}, which is no role, or twice one.",
                use=f"one of these, each once: {', '.join(known)}",
            )
        found[next(one for one in known if one == role)] = name
    return found


def _numbers(given: list[str] | tuple[()]) -> dict[str, float]:
    pairs = [_pair("--number", text, "--number duty_from=6") for text in given]
    return {name: read_number(value, NumberPlace(f"--number {name}")) for name, value in pairs}


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise MeaningError(
            f"--timezone is {cut(name)!r}, which is no time zone that is known.",
            use="a name such as UTC or America/Chicago",
        ) from None
    return name


def _root(text: str | None) -> StatedRoot | None:
    from misid.searchlog.checks.checkpoint import stated_root

    return None if text is None else stated_root(text)
