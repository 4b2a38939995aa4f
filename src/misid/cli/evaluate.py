"""`misid evaluate`: error rates of a file of scores."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.console import Console
from rich.text import Text

from misid.cli.grid import print_rows, wide_console
from misid.cli.to_scenario import starting_scenario, write_scenario
from misid.cli.working import Json, busy
from misid.errors import MeaningError

if TYPE_CHECKING:
    from misid.scorefiles import Evaluation, Reading, ScoreTable

_SUFFIXES = (".csv", ".json")
# What is asked for by these names is not written; they are no names of folders either.
_NOT_WRITTEN = {
    *(".html", ".pdf", ".docx", ".svg", ".png", ".xlsx", ".xls", ".ods", ".tsv", ".txt", ".md"),
    *(".parquet", ".npy", ".yaml", ".yml", ".zip"),
}

Scores = Annotated[
    Path, typer.Argument(help="File of scores: CSV, Parquet, .npy, or the text of bob.measure.")
]
Impostors = Annotated[
    Path | None,
    typer.Argument(help="File of impostor scores, where SCORES holds genuine ones only (PyEER)."),
]
Score = Annotated[str | None, typer.Option(help="Column of scores.")]
Label = Annotated[str | None, typer.Option(help="Column that says genuine or impostor.")]
GenuineLabel = Annotated[
    str | None, typer.Option(help="Its value for genuine; all others are impostor.")
]
SubjectA = Annotated[str | None, typer.Option(help="Column of the person on one side; not shown.")]
SubjectB = Annotated[str | None, typer.Option(help="Column of the person on the other side.")]
GroupA = Annotated[str | None, typer.Option(help="Column of the group on one side, the probe's.")]
GroupB = Annotated[str | None, typer.Option(help="Column of the group on the other side.")]
Distance = Annotated[
    bool | None,
    typer.Option(
        "--distance/--similarity",
        help="Whether smaller or larger scores are more alike; larger, unless the column's name "
        "says distance.",
        show_default=False,
    ),
]
Nan = Annotated[
    Literal["refuse", "fta"],
    typer.Option(help="Missing scores: refuse the file, or count them as failures to acquire."),
]
Fmr = Annotated[
    list[float] | None,
    typer.Option(help="False match rate to set a threshold for; repeatable.", show_default=False),
]
Replicates = Annotated[
    int, typer.Option(help="Bootstrap replicates, where subjects are known; 0 for none.")
]
Seed = Annotated[int, typer.Option(help="Which replicates; the same seed, the same numbers.")]
Out = Annotated[
    Path | None,
    typer.Option(
        help="Folder for the report and every number behind it; or a file, .csv for the points "
        "alone, .json for the whole document."
    ),
]


ToScenario = Annotated[
    Path | None,
    typer.Option(help="Scenario file to write, whose matcher is as measured on these scores."),
]
From = Annotated[
    str | None,
    typer.Option(
        "--from",
        help="Scenario that it starts from: what the scores do not say stays as it is there; "
        "task-force-module unless said.",
        show_default=False,
    ),
]


def evaluate(
    scores: Scores,
    impostors: Impostors = None,
    *,
    score: Score = None,
    label: Label = None,
    genuine_label: GenuineLabel = None,
    subject_a: SubjectA = None,
    subject_b: SubjectB = None,
    group_a: GroupA = None,
    group_b: GroupB = None,
    distance: Distance = None,
    nan: Nan = "refuse",
    fmr: Fmr = None,
    replicates: Replicates = 1000,
    seed: Seed = 1,
    out: Out = None,
    to_scenario: ToScenario = None,
    from_: From = None,
    as_json: Json = False,
) -> None:
    """
    Measure error rates from comparison scores: thresholds, misses, and how sure that is.

    A comparison whose score is at or above the threshold is a match. Columns that are not named
    are guessed from their names, and shown.

    Example: misid evaluate scores.csv --label mated --fmr 0.001 --out results
    """
    if out is not None:
        _check_out(out)
    start = starting_scenario(to_scenario, from_)
    from misid.scorefiles import RATES, Asked, Reading
    from misid.scorefiles import evaluate as work_out

    asked = Asked(score, label, subject_a, subject_b, group_a, group_b)
    reading = Reading(asked, genuine_label, distance, nan)
    with busy("reading scores"):
        table = _read(scores, impostors, reading)
    with busy("counting errors"):
        found = work_out(table, rates=fmr or RATES, replicates=replicates, seed=seed)
    if as_json:
        typer.echo(found.model_dump_json(indent=2))
    else:
        _print(wide_console(), found)
    if out is not None:
        typer.echo(_write(found, out), err=as_json)
    if to_scenario is not None and start is not None:
        write_scenario(table, start, (scores, impostors), to_scenario, quiet=as_json)


def _read(scores: Path, impostors: Path | None, reading: Reading) -> ScoreTable:
    from misid.scorefiles import read_score_lists, read_scores

    if impostors is None:
        return read_scores(scores, reading)
    named = [
        f"--{role.replace('_', '-')}"
        for role in ("label", "subject_a", "subject_b", "group_a", "group_b")
        if getattr(reading.asked, role)
    ]
    if named or reading.genuine_label:
        raise MeaningError(
            f"{(named or ['--genuine-label'])[0]} says nothing about two files of scores.",
            use="one file with that column, or --score alone",
        )
    return read_score_lists(scores, impostors, reading)


def _check_out(out: Path) -> None:
    from misid.output import check_folder

    suffix = out.suffix.lower()
    if suffix in _NOT_WRITTEN and not out.is_dir():
        raise MeaningError(
            f"{out.name} does not say what to write.",
            use=f"the name of a folder, or one that ends with {' or '.join(_SUFFIXES)}",
        )
    if suffix not in _SUFFIXES:
        from misid.report.kinds import EVALUATION, refuse_other_report

        check_folder(out)
        refuse_other_report(out, EVALUATION)
        return
    if out.is_dir():
        raise MeaningError(
            f"{out.name} is a folder, but a name with {suffix} is that of a file.",
            use="another name",
        )
    check_folder(out.parent)


def _write(found: Evaluation, out: Path) -> str:
    """Write the report, or the one file; says what was written."""
    from misid.output import text_writer, write_files

    if out.suffix.lower() not in _SUFFIXES:
        from misid.report import write_evaluation

        with busy("drawing the report"):
            files = write_evaluation(found, out)
        beside = ", ".join(str(file.relative_to(out)) for file in files[1:])
        return f"\nreport: {files[0]}\nbeside it: {beside}"
    from misid.scorefiles.csv import points_csv
    from misid.scorefiles.stamp import document_json

    make = points_csv if out.suffix.lower() == ".csv" else document_json
    write_files({out.name: text_writer(make(found))}, out.parent)
    return f"\nwritten: {out}"


def _print(console: Console, found: Evaluation) -> None:
    console.print(Text(f"\n{found.sentence}\n", style="bold"))
    _print_points(console, found)
    _print_counts(console, found)
    _print_groups(console, found)
    console.print()
    for note in found.notes:
        console.print(Text(note))
    console.print(Text(f"{found.program}, {found.file}"))


def _print_points(console: Console, found: Evaluation) -> None:
    from misid.scorefiles.words import one_in, rate_and_interval

    heads = ("asked FMR", "threshold", "FMR reached", "95 %", "FNMR", "95 % ", "")
    rows = [
        (
            one_in(point.asked),
            f"{point.threshold:.6g}",
            f"{point.fmr.count:,} of {point.fmr.trials:,}",
            rate_and_interval(point.fmr)[1],
            *rate_and_interval(point.fnmr),
            "" if point.resolved else f"not resolved: up to {one_in(point.at_most or 1.0)}",
        )
        for point in found.points
    ]
    print_rows(console, heads, rows, heads[:6])
    console.print(Text(f"\n{found.eer.sentence}"))


def _print_counts(console: Console, found: Evaluation) -> None:
    counts = found.counts
    match = "at or below" if found.direction == "distance" else "at or above"
    people = "" if counts.subjects is None else f" of {counts.subjects:,} people"
    console.print(
        Text(
            f"{counts.genuine:,} genuine and {counts.impostor:,} impostor comparisons{people}; "
            f"a score {match} the threshold is a match."
        )
    )
    taken = [f"{one.role.replace('_', ' ')}: {one.name} ({one.how})" for one in found.columns]
    console.print(Text(f"Columns: {'; '.join(taken)}"))


def _print_groups(console: Console, found: Evaluation) -> None:
    from misid.scorefiles.words import one_in, rate_and_interval

    if found.groups is None:
        return
    title = f"\nBy group, at the threshold for {one_in(found.groups.asked)} over everybody"
    console.print(Text(title, style="bold"))
    heads = ("rate", "group", "against", "errors", "comparisons", "share", "95 %")
    rows = [
        (
            row.measure,
            row.group,
            row.other or "anybody" if row.measure == "FMR" else "",
            f"{row.rate.count:,}",
            f"{row.rate.trials:,}",
            *rate_and_interval(row.rate),
        )
        for row in found.groups.rows
    ]
    print_rows(console, heads, rows, heads[3:])
    _print_disparities(console, found)


def _print_disparities(console: Console, found: Evaluation) -> None:
    if found.groups is None:
        return
    console.print(Text("\nHow far groups lie apart (ratios of rates)", style="bold"))
    heads = ("rate", "over", "highest", "max/min", "max/mean", "max/geometric mean", "Gini")
    rows = [
        (
            one.measure,
            one.over,
            one.largest or "none",
            _ratio(one.max_over_min, one.max_over_min_at_least),
            _ratio(one.max_over_mean),
            _ratio(one.max_over_geometric_mean, one.max_over_geometric_mean_at_least),
            _ratio(one.gini),
        )
        for one in found.groups.disparities
    ]
    print_rows(console, heads, rows, heads[3:])


def _ratio(value: float | None, at_least: float | None = None) -> str:
    if value is None and at_least is None:
        return "no value"
    return f"{value:.2f}" if value is not None else f"at least {at_least:.2f}"
