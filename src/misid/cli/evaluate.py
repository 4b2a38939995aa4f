"""`misid evaluate`: error rates of a file of scores."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from misid.cli.numbers import seed, share, whole
from misid.cli.options import FormatNames, Json, LanguageCode, PaperName
from misid.cli.scores import (
    EvaluationAsked,
    compare,
    files_of,
    hold_searches,
    identify,
    read_as,
)

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
GenuineArray = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="Of an .npz with two arrays of scores, the one of genuine comparisons; asked where no "
        "name says it.",
        show_default=False,
    ),
]
SubjectA = Annotated[str | None, typer.Option(help="Column of the person on one side; not shown.")]
SubjectB = Annotated[str | None, typer.Option(help="Column of the person on the other side.")]
GroupA = Annotated[str | None, typer.Option(help="Column of the group on one side, the probe's.")]
GroupB = Annotated[str | None, typer.Option(help="Column of the group on the other side.")]
Condition = Annotated[str | None, typer.Option(help="Column of the capture condition.")]
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
    Literal["refuse", "fta", "miss"],
    typer.Option(
        help="Missing scores: refuse the file, count them as failures to acquire, or as misses "
        "(and as no match), as NIST does."
    ),
]
KeyFile = Annotated[
    Path | None,
    typer.Option(
        "--key",
        help="File that says which pairs of SCORES are of one person, or whose each photograph is.",
    ),
]
ImageA = Annotated[str | None, typer.Option(help="Column of the photograph on one side.")]
ImageB = Annotated[str | None, typer.Option(help="Column of the photograph on the other side.")]
Itself = Annotated[
    Literal["ask", "keep"],
    typer.Option(
        "--self",
        help="Photographs compared with themselves: left out where names show them and asked about "
        "where scores do, or kept.",
    ),
]
Unmatched = Annotated[
    Literal["ask", "leave-out"],
    typer.Option(help="Pairs that only the scores or only the key have: refuse, or leave out."),
]
EitherOrder = Annotated[
    bool | None,
    typer.Option(
        "--either-order/--one-order",
        help="Whether a pair of the key is the same the other way round; asked where it matters.",
        show_default=False,
    ),
]
Histogram = Annotated[
    bool | None,
    typer.Option(
        "--histogram/--no-histogram",
        help="Whether a line of IMPOSTORS says how many scores equal its number, from 0 (PyEER).",
        show_default=False,
    ),
]
Matrix = Annotated[
    Literal["ask", "one-set", "two-sets"],
    typer.Option(
        help="Of a square of people's names: lines and columns are the same photographs, or two "
        "sets of them; with --key the names are photographs.",
    ),
]
Ignore = Annotated[
    list[str] | None,
    typer.Option(help="Column that is taken for nothing; repeatable.", show_default=False),
]
Decimal = Annotated[
    Literal["point", "comma"] | None,
    typer.Option(
        help="What stands before the part of a number below one; a point, and where that is not "
        "clear it is asked.",
        show_default=False,
    ),
]
Comments = Annotated[
    bool | None,
    typer.Option(
        "--comments/--no-comments",
        help="Whether lines that begin with # are no rows; asked where they could be.",
        show_default=False,
    ),
]
Names = Annotated[
    bool | None,
    typer.Option(
        "--names/--no-names",
        help="Whether the first line of a text file names the columns; seen from what it holds.",
        show_default=False,
    ),
]
Fmr = Annotated[
    list[float] | None,
    typer.Option(
        parser=share("fmr", "--fmr 0.001"),
        help="False match rate to set a threshold for; repeatable.",
        show_default=False,
    ),
]
MatesFile = Annotated[
    Path | None,
    typer.Option(
        "--mates",
        help="File that says who is enrolled, where SCORES holds candidate lists: each search (or "
        "person) with its own record, blank where there is none.",
    ),
]
Search = Annotated[str | None, typer.Option(help="Candidate lists: column of the search.")]
Candidate = Annotated[str | None, typer.Option(help="Column of the candidate's record.")]
RankColumn = Annotated[
    str | None, typer.Option("--rank", help="Column of the rank; else scores give it.")
]
MateColumn = Annotated[
    str | None, typer.Option("--mate", help="Column of the person's own record.")
]
GallerySize = Annotated[str | None, typer.Option(help="Column of the records in the gallery.")]
Fpir = Annotated[
    list[float] | None,
    typer.Option(
        parser=share("fpir", "--fpir 0.01"),
        help="False positive identification rate to set a threshold for; repeatable.",
        show_default=False,
    ),
]
Replicates = Annotated[
    int,
    typer.Option(
        parser=whole("replicates", "--replicates 1000"),
        help="Bootstrap replicates, where subjects are known; 0 for none.",
    ),
]
Seed = Annotated[
    int,
    typer.Option(
        parser=seed(),
        help="Which replicates; the same seed, the same numbers.",
    ),
]
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
    scores: Scores, impostors: Impostors = None, *,
    score: Score = None, label: Label = None, genuine_label: GenuineLabel = None,
    genuine_array: GenuineArray = None,
    subject_a: SubjectA = None, subject_b: SubjectB = None,
    group_a: GroupA = None, group_b: GroupB = None, condition: Condition = None,
    distance: Distance = None, nan: Nan = "refuse", decimal: Decimal = None, names: Names = None,
    comments: Comments = None,
    key: KeyFile = None, image_a: ImageA = None, image_b: ImageB = None, itself: Itself = "ask",
    unmatched: Unmatched = "ask", either_order: EitherOrder = None,
    histogram: Histogram = None, matrix: Matrix = "ask", ignore: Ignore = None, fmr: Fmr = None,
    mates: MatesFile = None, search: Search = None, candidate: Candidate = None,
    rank: RankColumn = None, mate: MateColumn = None, gallery_size: GallerySize = None,
    fpir: Fpir = None, replicates: Replicates = 1000, seed: Seed = 1, out: Out = None,
    to_scenario: ToScenario = None, from_: From = None, format_: FormatNames = "html",
    paper: PaperName = "a4", language: LanguageCode = "en",
    as_json: Json = False,
) -> None:  # fmt: skip
    """
    Measure error rates from comparison scores: thresholds, misses, and how sure that is.

    A comparison whose score is at or above the threshold is a match. Columns that are not named
    are guessed from their names, and shown. A file with columns of searches and candidates holds
    candidate lists: then searches are counted, not comparisons.

    Example: misid evaluate scores.csv --label mated --fmr 0.001 --out results
    """
    read = (scores, impostors, mates, key)
    files = files_of(read, out, (format_, paper, language), as_json=as_json)
    asked = EvaluationAsked(fmr, fpir, replicates, seed, to_scenario, from_)
    reading = read_as(
        score=score, label=label, subject_a=subject_a, subject_b=subject_b, group_a=group_a,
        group_b=group_b, condition=condition, search=search, candidate=candidate, rank=rank,
        mate=mate, gallery_size=gallery_size, genuine_label=genuine_label, distance=distance,
        genuine_array=genuine_array,
        missing=nan, decimal=decimal, has_names=names, has_comments=comments,
        image_a=image_a, image_b=image_b,
        itself=itself, unmatched=unmatched, either_order=either_order, histogram=histogram,
        matrix=matrix, ignored=tuple(ignore or ()), key=files.key,
    )  # fmt: skip
    (identify if hold_searches(files, reading, asked) else compare)(files, reading, asked)
