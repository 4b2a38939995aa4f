"""Score files of many formats into one strict table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import polars as pl

from misid.errors import FormatError, MeaningError
from misid.evaluation.reading.anonymise import Integers, groups, numbered, refuse_people_as_groups
from misid.evaluation.reading.columns import Asked, Column, Role, choose, is_distance, score_column
from misid.evaluation.reading.pair_table import Groups, ScoreTable
from misid.files.formats import Source, open_source
from misid.files.read import refuse_embedded
from misid.files.values import Flags, Missing, Numbers, is_labels, labels, numbers


@dataclass(frozen=True)
class Reading:
    """How a file is to be read."""

    asked: Asked = field(default_factory=Asked)
    genuine_label: str | None = None
    distance: bool | None = None
    """Whether smaller is more alike; None: the name of the score decides."""
    missing: Missing = "refuse"


@dataclass(frozen=True)
class _Rows:
    """What is known of each row, scores that are missing included."""

    scores: Numbers
    missing: Flags
    genuine: Flags
    subjects: tuple[Integers, Integers] | None = None
    groups: tuple[Groups | None, Groups | None] = (None, None)
    condition: Groups | None = None


def read_scores(path: Path, reading: Reading | None = None) -> ScoreTable:
    """
    The comparisons of one file, which says of each whether it is genuine.

    Args:
        path: CSV, Parquet, `.npy`, or the text of bob.measure with four or five columns.
        reading: which column is what; guessed from names where it is not said.
    Raises: FormatError: no such file, an image, or of no known format. MeaningError: columns that
        are missing or contradict each other, scores that are no numbers.
    """
    how = reading or Reading()
    source = named(open_source(path))
    chosen = choose(source.columns, how.asked, source.name)
    frame = named_cells(source, [column.name for column in chosen.values()])
    series = {role: frame[column.name] for role, column in chosen.items()}
    scores, missing = numbers(series["score"], source, how.missing)
    subjects = None
    if "subject_a" in series:
        subjects = numbered(series["subject_a"], series["subject_b"], source)
    genuine = _genuine(series, subjects, how.genuine_label, source)
    sides = groups(series.get("group_a"), series.get("group_b"), source)
    condition, _ = groups(series.get("condition"), None, source)
    for labels_ in (sides[0], condition):
        refuse_people_as_groups(labels_, None if subjects is None else subjects[0], source.name)
    rows = _Rows(scores, missing, genuine, subjects, sides, condition)
    return _table(source.name, rows, how, tuple(chosen.values()))


def read_score_lists(genuine: Path, impostor: Path, reading: Reading | None = None) -> ScoreTable:
    """
    The comparisons of two files, one of genuine and one of impostor scores, as PyEER has them.

    Args:
        genuine: a score a line, in the last column where there are several; or a file with a
            column of scores.
        impostor: the same, of comparisons of two people.
        reading: which column is the score.
    Raises: as `read_scores`.
    """
    how = reading or Reading()
    parts, columns, names = [], [], []
    for path in (genuine, impostor):
        source = open_source(path)
        column = only_score(source, how)
        cells = named_cells(source, [column.name])[column.name]
        parts.append(numbers(cells, source, how.missing))
        columns.append(column)
        names.append(source.name)
    rows = _Rows(
        np.concatenate([scores for scores, _ in parts]),
        np.concatenate([missing for _, missing in parts]),
        np.repeat([True, False], [len(scores) for scores, _ in parts]),
    )
    return _table(" and ".join(names), rows, how, tuple(columns[:1]))


def only_score(source: Source, how: Reading) -> Column:
    """
    The column of scores of a file that has one kind alone.

    Raises: MeaningError: none, or several may be meant.
    """
    if how.asked.score is None and _is_unnamed(source):
        return Column("score", source.columns[-1], "guessed")
    return score_column(source.columns, how.asked, source.name)


def _is_unnamed(source: Source) -> bool:
    return all(name.startswith("column ") for name in source.columns)


def named(source: Source) -> Source:
    """Names for two columns that have none, if one of them holds labels."""
    if not _is_unnamed(source) or len(source.columns) != 2:
        return source
    frame = source.some(source.columns)
    found = [is_labels(frame[name]) for name in source.columns]
    if found[0] == found[1]:
        return source
    names = ("label", "score") if found[0] else ("score", "label")
    return source.renamed(dict(zip(source.columns, names, strict=True)))


def named_cells(source: Source, wanted: Sequence[str]) -> pl.DataFrame:
    """
    The wanted columns.

    Raises: FormatError: there is no row, or another file inside the text.
    """
    frame = source.whole(wanted)
    if not frame.height:
        raise FormatError(f"{source.name} has no rows.", where=source.name, use="scores")
    refuse_files_inside(frame, source.name)
    return frame


def refuse_files_inside(frame: pl.DataFrame, name: str) -> None:
    """
    Refuse text that carries another file.

    Raises: FormatError: some cell does.
    """
    for column in frame.get_columns():
        if column.dtype == pl.String:
            at = column.str.contains("(?i)data:").fill_null(value=False)
            for text in column.filter(at).head(1).to_list():
                refuse_embedded(text, name)


def _genuine(
    series: dict[Role, pl.Series],
    subjects: tuple[Integers, Integers] | None,
    genuine_label: str | None,
    source: Source,
) -> Flags:
    """Genuine by label, or by the same subject on both sides; both must agree."""
    if "label" not in series:
        if subjects is None:
            raise AssertionError("a column of labels or two of subjects were chosen")
        return np.equal(*subjects)
    flags = labels(series["label"], genuine_label, source)
    if subjects is not None:
        against = np.flatnonzero(flags != np.equal(*subjects))
        if len(against):
            raise MeaningError(
                f"{len(against):,} of {len(flags):,} labels contradict the subjects: genuine is "
                "the same subject on both sides.",
                where=source.places(against),
                use="labels and subjects that agree, or a file without one of them",
            )
    return flags


def _table(name: str, rows: _Rows, how: Reading, columns: tuple[Column, ...]) -> ScoreTable:
    """The table of the rows that have a score."""
    kept = ~rows.missing
    distance = is_distance(columns[0].name) if how.distance is None else how.distance
    scores = rows.scores[kept]
    sides = [
        None if side is None else Groups(side.labels, side.at[kept])
        for side in (*rows.groups, rows.condition)
    ]
    subjects = [None, None] if rows.subjects is None else [one[kept] for one in rows.subjects]
    return ScoreTable(
        name=name,
        scores=-scores if distance else scores,
        genuine=rows.genuine[kept],
        subject_a=subjects[0],
        subject_b=subjects[1],
        group_a=sides[0],
        group_b=sides[1],
        condition=sides[2],
        failed_genuine=int(np.count_nonzero(rows.missing & rows.genuine)),
        failed_impostor=int(np.count_nonzero(rows.missing & ~rows.genuine)),
        distance=distance,
        columns=columns,
    )
