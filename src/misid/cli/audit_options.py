"""Options of an audit of a log, and how what is written there is read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from misid.cli.completion import scenario_names
from misid.cli.numbers import number, share, whole
from misid.cli.options import refuse
from misid.errors import FormatError, MeaningError
from misid.files.read import cut
from misid.files.write import write_new

if TYPE_CHECKING:
    from misid.audit.schema import AssumedRate, AuditFrame, CheckerEnds, RowKind

Log = Annotated[Path, typer.Argument(help="CSV or Parquet.")]
LogOrNone = Annotated[Path | None, typer.Argument(help="CSV or Parquet; or --rows, --stratum.")]
Below = Annotated[
    float | None,
    typer.Option(
        parser=share("below", "--below 1%"), help="Show that fewer rows than this are wrong."
    ),
]
TimesAsMany = Annotated[
    float | None,
    typer.Option(
        parser=number("ratio", "--ratio 2"),
        help="Find that one stratum has so many times the rate of another.",
    ),
]
Confidence = Annotated[
    float, typer.Option(parser=share("confidence", "--confidence 0.95"), help="How sure.")
]
Power = Annotated[
    float,
    typer.Option(
        parser=share("power", "--power 0.8"),
        help="How often it is shown where the rate is as assumed.",
    ),
]
AssumedWrong = Annotated[
    str | None, typer.Option(metavar="RATE|LOW..HIGH", help="Share of rows assumed to be wrong.")
]
FromScenario = Annotated[
    str | None,
    typer.Option(
        help="Take that share from a scenario's possible worlds.", autocompletion=scenario_names
    ),
]
RowIs = Annotated[
    str | None,
    typer.Option(help="What a row is: references, as --scenario takes it, or searches."),
]
Rows = Annotated[
    int | None,
    typer.Option(parser=whole("rows", "--rows 12000", least=1), help="Rows, without a log."),
]
Stratum = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME=ROWS", help="A stratum, without a log; repeatable."),
]
StratumRate = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME=RATE", help="A rate assumed of one stratum; repeatable."),
]
By = Annotated[
    str | None, typer.Option(metavar="COLUMN", help="Column of the log that says the stratum.")
]
Only = Annotated[
    str | None,
    typer.Option(metavar="COLUMN=VALUE", help="Rows that are meant, such as answer=reference."),
]
Names = Annotated[
    bool, typer.Option("--names", help="The first line holds the names of columns, and no row.")
]
Sensitivity = Annotated[
    str, typer.Option(metavar="SHARE|LOW..HIGH", help="Of wrong rows, share that checkers see.")
]
Specificity = Annotated[
    str,
    typer.Option(metavar="SHARE|LOW..HIGH", help="Of right rows, share that they call right."),
]
Again = Annotated[
    int,
    typer.Option(parser=whole("again", "--again 150", least=0), help="Rows to check twice."),
]
Least = Annotated[
    int,
    typer.Option(
        parser=whole("least", "--least 30", least=2), help="Rows of each stratum at least."
    ),
]
Sequential = Annotated[
    bool, typer.Option("--sequential", help="Check row by row, and stop when it is shown.")
]
OutFile = Annotated[Path | None, typer.Option(help="Where it is to stand, as JSON.")]
BoundPlan = Annotated[
    Path | None, typer.Option("--plan", help="A plan that is bound with it, which is better.")
]
PlanFile = Annotated[Path, typer.Option("--plan", help="What misid audit plan --out wrote.")]
CommitmentFile = Annotated[
    Path, typer.Option("--commitment", help="What misid audit commit --out wrote.")
]
ThrownSeed = Annotated[str, typer.Option("--seed", help="Thrown in public after the commitment.")]
SheetFolder = Annotated[Path, typer.Option("--out", help="Folder for the sheets and drawn.json.")]

FilledFile = Annotated[Path, typer.Argument(help="The filled sheet, as CSV.")]
DrawnFile = Annotated[
    Path | None,
    typer.Option(
        "--drawn", help="drawn.json of misid audit sheet; beside the sheet where left out."
    ),
]
SecondFile = Annotated[
    Path | None, typer.Option("--second", help="The sheet of the second look, filled.")
]
PublishedPlan = Annotated[
    Path | None, typer.Option("--plan", help="The published plan, to hold against the draw.")
]
ScenarioFile = Annotated[
    Path | None,
    typer.Option("--to-scenario", help="Write a scenario that carries what was measured."),
]
Like = Annotated[
    str,
    typer.Option("--from", help="With --to-scenario: the scenario.", autocompletion=scenario_names),
]
ReportFolder = Annotated[Path | None, typer.Option("--out", help="Folder for a report.")]


def assumed(rate: str | None, scenario: str | None) -> AssumedRate | None:
    """
    The rate that is stated; none where none is.

    Raises: MeaningError: no share, or a scenario beside it.
    """
    from misid.audit.stated import stated_rate

    if rate is None:
        return None
    refuse({"--scenario": scenario}, "gives a rate, and so does --rate", "one of them")
    return stated_rate(rate)


def checker_ends(sensitivity: str, specificity: str) -> CheckerEnds:
    """
    How often checkers err, as stated.

    Raises: MeaningError: no share, or a range from high to low.
    """
    from misid.audit.stated import stated_checkers

    return stated_checkers(sensitivity, specificity)


def frame(by: str | None, only: str | None, log: Path | None) -> AuditFrame:
    """
    Which rows of a log are meant, and by which column they fall into strata.

    Raises: MeaningError: one of these without a log. FormatError: no column and value.
    """
    from misid.audit.schema import AuditFrame, ColumnChoice

    if log is None:
        refuse({"--by": by, "--only": only}, "says nothing without a log", "a file of the log")
    if only is None:
        return AuditFrame(by=by)
    column, value = _pair(only, "--only", "COLUMN=VALUE, such as answer=reference")
    return AuditFrame(by=by, only=ColumnChoice(column=column, value=value))


def sizes(rows: int | None, strata: Sequence[str] | None) -> dict[str, int]:
    """
    Rows of each stratum, as they are told; none where they are not.

    Raises: MeaningError: both forms, no number of rows, or one name twice. FormatError: no name.
    """
    from misid.audit.stated import stated_rows

    told = _rates_given(strata, "--stratum", "NAME=ROWS, such as north=4000")
    if rows is None:
        return {name: stated_rows(text, "stratum") for name, text in told.items()}
    refuse({"--rows": bool(told)}, "says nothing beside --stratum", "one of them")
    return {"": rows}


def rates(given: Sequence[str] | None) -> dict[str, float]:
    """
    Rates that are assumed of single strata.

    Raises: MeaningError: no share, or one name twice. FormatError: no name.
    """
    from misid.audit.stated import stated_share

    told = _rates_given(given, "--stratum-rate", "NAME=RATE, such as north=2%")
    return {name: stated_share(text, "stratum-rate") for name, text in told.items()}


def row_is(of: str | None) -> RowKind | None:
    """
    What a row of the log is; nothing where it is not stated.

    Raises: MeaningError: neither.
    """
    known: tuple[RowKind, ...] = ("references", "searches")
    for one in known:
        if one == of:
            return one
    if of is None:
        return None
    raise MeaningError(f"--of is {cut(of)!r}.", use="references or searches")


def write_json(text: str, out: Path | None) -> None:
    """
    Write a document where it was asked for: what is published before the seed stays as it was.

    Raises: OutputError: it cannot be written, or a file stands there.
    """
    if out is not None:
        write_new(out, text)


def _rates_given(given: Sequence[str] | None, option: str, use: str) -> dict[str, str]:
    pairs = [_pair(one, option, use) for one in given or ()]
    told = dict(pairs)
    if len(told) < len(pairs):
        raise MeaningError(f"{option} names one stratum twice.", use="each once")
    return told


def _pair(given: str, option: str, use: str) -> tuple[str, str]:
    name, _, text = given.rpartition("=")
    if not name.strip() or not text.strip():
        raise FormatError(f"{option} is {cut(given)!r}, without a name or a value.", use=use)
    return name.strip(), text.strip()
