"""`misid counts`: a disclosed table, held against itself and against an older one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

import typer

from misid.cli.default_word import with_default
from misid.cli.options import (
    FormatNames,
    Json,
    LanguageCode,
    PaperName,
    refuse,
    written_as,
    written_in,
)
from misid.cli.row_rates import rates
from misid.words.sentence import plain
from misid.writers.terminal import wide_console

if TYPE_CHECKING:
    from misid.disclosure import CountsAsked, Disclosure
    from misid.words import Language

_FOUND, _ASKED = 1, 2
"""Exit codes as of every command: something was found, or has to be said first."""

tables = typer.Typer(
    cls=with_default("read"),
    help="Read a table of counts that somebody published, and hold it against itself: misid counts "
    "FILE. Its options: misid counts read --help.",
    epilog="Example: misid counts deployments.csv",
)

tables.command()(rates)

Order = Annotated[
    Literal["day-first", "month-first", "swapped"] | None,
    typer.Option(
        "--dates",
        help="Which stands first in 02/11/2024; swapped: days up to the 12th were turned round by "
        "a spreadsheet.",
    ),
]
Roles = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="NAME=ROLE",
        help="What a column is, by its name or letter, such as B=references; repeatable.",
    ),
]
Decimal = Annotated[
    Literal["point", "comma"] | None,
    typer.Option(help="What stands before the part of a number below one; else seen from them."),
]
NoneSays = Annotated[
    Literal["zero", "not-given"] | None,
    typer.Option(
        "--none", help="What “none”, “nil” or “no” says where a count should stand; else asked."
    ),
]
DashSays = Annotated[
    Literal["zero", "not-given"] | None,
    typer.Option("--dash", help="What a dash says where a count should stand; else asked."),
]
Cumulative = Annotated[
    list[str] | None,
    typer.Option(metavar="COLUMN", help="A column that adds up as it goes; repeatable."),
]
EachPeriod = Annotated[
    list[str] | None,
    typer.Option(metavar="COLUMN", help="A column that does not; repeatable."),
]
SheetName = Annotated[
    str | None, typer.Option("--sheet", help="Which sheet of a workbook, by its name.")
]


Write = Annotated[
    Path | None,
    typer.Option(help="A file for the counts by period, .yaml or .json, for `misid infer`."),
]
LeaveOut = Annotated[
    list[str] | None,
    typer.Option(
        metavar="ROW", help="With --write: a row not to be counted, or rows 12-15; repeatable."
    ),
]
KeepAll = Annotated[
    bool, typer.Option("--keep-all", help="With --write: rows that look told twice are not.")
]
SourceText = Annotated[str, typer.Option(help="With --write: where the table was published.")]
Out = Annotated[Path | None, typer.Option(help="Folder for the report and every number behind it.")]
Key = Annotated[
    list[str] | None,
    typer.Option(
        metavar="COLUMN",
        help="A column by which a row is found again, by its name or letter; repeatable.",
    ),
]


@tables.command()
def read(
    file: Annotated[
        Path,
        typer.Argument(help="CSV, TSV, text or XLSX; - for what is pasted into standard input."),
    ], *,
    sheet: SheetName = None, dates: Order = None, column: Roles = None, decimal: Decimal = None,
    none: NoneSays = None, dash: DashSays = None,
    cumulative: Cumulative = None, each_period: EachPeriod = None,
    write: Write = None, leave_out: LeaveOut = None, keep_all: KeepAll = False,
    source: SourceText = "",
    out: Out = None, format_: FormatNames = "html", paper: PaperName = "a4",
    language: LanguageCode = "en", as_json: Json = False,
) -> None:  # fmt: skip
    """
    Say how each column was understood, and where the table disagrees with itself.

    Ends with 2 where something can be meant in two ways, which is never chosen in silence; with 1
    where the table disagrees with itself.

    Example: misid counts read deployments.csv --dates day-first --write counts.yaml
    """
    from misid.cli.shown import show, write_out
    from misid.disclosure import read_disclosure, rows_named
    from misid.document.disclosure import disclosure_document
    from misid.writers.kinds import DISCLOSURE, check_report

    spoken = written_in(language, is_written=out is not None or not as_json)
    formats = written_as(format_, paper, out)
    if out is not None:
        check_report(out, DISCLOSURE, file)
    rows = rows_named(leave_out or [])
    if write is None:
        given = {"--leave-out": tuple(rows), "--keep-all": keep_all, "--source": source}
        refuse(given, "says nothing without --write", "--write beside it")
    asked = asked_by(TableSaid(sheet, dates, column, decimal, none, dash, cumulative, each_period))
    found = read_disclosure(file, asked)
    if write is not None:
        _write_counts(found, write, spoken, (rows, keep_all, source))
    if as_json:
        typer.echo(found.model_dump_json(by_alias=True, indent=2))
    else:
        show(wide_console(), disclosure_document(found, spoken))
    if out is not None:
        from misid.writers.disclosure_files import write_disclosure

        write_out(write_disclosure, found, out, (spoken, formats), quiet=as_json)
    if found.questions or found.discrepancies:
        raise typer.Exit(_ASKED if found.questions else _FOUND)


@tables.command()
def diff(
    old: Annotated[Path, typer.Argument(help="The older table: CSV, TSV, text or XLSX.")],
    new: Annotated[Path, typer.Argument(help="The newer one.")],
    *,
    key: Key = None,
    sheet: SheetName = None,
    dates: Order = None,
    column: Roles = None,
    decimal: Decimal = None,
    none: NoneSays = None,
    dash: DashSays = None,
    cumulative: Cumulative = None,
    each_period: EachPeriod = None,
    out: Out = None,
    format_: FormatNames = "html",
    paper: PaperName = "a4",
    language: LanguageCode = "en",
    as_json: Json = False,
) -> None:
    """
    Say what changed between two snapshots of one table: rows, cells, sums, rewritten history.

    Options about columns are meant of both. Ends with 0 whatever changed.

    Example: misid counts diff spring.csv autumn.csv
    """
    from misid.cli.shown import show, write_out
    from misid.disclosure import differences_of, read_disclosure
    from misid.document.disclosure import difference_of_disclosures
    from misid.writers.disclosure_files import write_difference
    from misid.writers.kinds import DISCLOSURE_DIFFERENCE, check_report

    spoken = written_in(language, is_written=out is not None or not as_json)
    formats = written_as(format_, paper, out)
    if out is not None:
        check_report(out, DISCLOSURE_DIFFERENCE, old, new)
    asked = asked_by(TableSaid(sheet, dates, column, decimal, none, dash, cumulative, each_period))
    found = differences_of(read_disclosure(old, asked), read_disclosure(new, asked), key or ())
    if as_json:
        typer.echo(found.model_dump_json(by_alias=True, indent=2))
    else:
        show(wide_console(), difference_of_disclosures(found, spoken))
    if out is not None:
        write_out(write_difference, found, out, (spoken, formats), quiet=as_json)


class TableSaid(NamedTuple):
    """The options of a table as they were typed; None: not said."""

    sheet: str | None = None
    dates: str | None = None
    column: list[str] | None = None
    decimal: str | None = None
    none: str | None = None
    dash: str | None = None
    cumulative: list[str] | None = None
    each_period: list[str] | None = None


def asked_by(said: TableSaid) -> CountsAsked:
    """What the options ask of a table."""
    from misid.disclosure import NONE_MEANS, ORDERS, CountsAsked, read_columns

    known = {one.replace("_", "-"): one for one in NONE_MEANS}
    order = next((one for one in ORDERS if one == (said.dates or "").replace("-", "_")), None)
    return CountsAsked(
        sheet=said.sheet,
        dates=order,
        decimal=None if said.decimal is None else ("." if said.decimal == "point" else ","),
        none_means=known.get(said.none or ""),
        dash_means=known.get(said.dash or ""),
        columns=read_columns(said.column or ()),
        cumulative=tuple(said.cumulative or ()),
        each_period=tuple(said.each_period or ()),
    )


def _write_counts(
    found: Disclosure, path: Path, language: Language, asked: tuple[frozenset[int], bool, str]
) -> None:
    """Write the counts by period; `asked`: rows to be left out, whether all are kept, source."""
    import json

    from misid.disclosure import counts_of
    from misid.files.write import check_folder, write_once
    from misid.words.disclosure import undated, written_although

    check_folder(path.parent)
    rows, keep_all, source = asked
    counts = counts_of(found, leave_out=rows, keep_all=keep_all, source=source)
    is_json = path.suffix.lower() == ".json"
    text = json.dumps(counts.as_data(), indent=1) + "\n" if is_json else counts.to_yaml()
    write_once(path, text)
    typer.echo(plain(language.say("written: {file}", file=str(path))), err=True)
    without = [one.row for one in counts.periods if one.from_ is None and one.row is not None]
    if found.discrepancies:
        typer.echo(plain(written_although(found, language)), err=True)
    if without:
        typer.echo(plain(undated(without, language)), err=True)
