"""Score files of many formats into one strict table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import polars as pl

from misid.arrays import Flags, Integers
from misid.errors import MeaningError
from misid.evaluation.reading import rules
from misid.evaluation.reading.columns import (
    DECISIONS,
    PAIRS,
    TRUTHS,
    FileReading,
    PairRole,
    Rows,
)
from misid.evaluation.reading.histogram import counted_scores
from misid.evaluation.reading.keyed import Keyed, joined
from misid.evaluation.reading.labels import is_labels, labels
from misid.evaluation.reading.pair_table import Groups, PairColumn, ScoreTable
from misid.evaluation.reading.plausible import (
    refuse_clump,
    refuse_decisions,
    refuse_direction,
    refuse_self,
)
from misid.evaluation.reading.square import square
from misid.files.anonymise import (
    coded,
    coded_groups,
    refuse_names_of_people,
    refuse_people_as_groups,
)
from misid.files.columns import (
    FileColumn,
    Role,
    check_named,
    find_columns,
    names_of,
    none_fits,
    plain_name,
)
from misid.files.formats import open_source
from misid.files.opened import Named, opened
from misid.files.read import plain
from misid.files.source import FileSource
from misid.files.values import Numbers

_SUBJECTS: tuple[PairRole, PairRole] = ("subject_a", "subject_b")
_GROUPS: tuple[PairRole, PairRole] = ("group_a", "group_b")
_CONDITIONS: tuple[PairRole] = ("condition",)
_SIDES: tuple[PairRole, ...] = (*_SUBJECTS, *_GROUPS, *_CONDITIONS)
_IMAGES: tuple[PairRole, PairRole] = ("image_a", "image_b")
MEASURED: tuple[PairRole, ...] = ("score", "label", "return_code")
"""What a comparison is counted by."""


class Cells(NamedTuple):
    """What some comparisons are: scores as the file has them, and what each is counted as."""

    scores: Numbers
    missing: Flags
    is_genuine: Flags
    is_itself: Flags
    """Whether a photograph is compared with itself, and is therefore left out."""


@dataclass(frozen=True)
class PairFile:
    """One file of comparisons, and which of its columns is what."""

    source: FileSource
    chosen: dict[PairRole, FileColumn]
    is_genuine: bool | None = None
    """Of which kind all its comparisons are, where the file itself does not say it."""

    def rows(
        self, roles: Sequence[PairRole], frame: pl.DataFrame, source: FileSource | None = None
    ) -> Rows[PairRole]:
        """Rows that were read, with the columns of some roles, as far as there are any."""
        columns = {role: column for role, column in self.chosen.items() if role in roles}
        return Rows.of(source or self.source, PAIRS, columns, frame)


@dataclass
class PairFiles:
    """The comparisons of one file that says of each whether it is genuine; or of two files."""

    files: tuple[PairFile, ...]
    how: FileReading

    @property
    def name(self) -> str:
        """The name of the file, or of both."""
        return " and ".join(file.source.name for file in self.files)

    @property
    def columns(self) -> tuple[PairColumn, ...]:
        """The columns that are read."""
        columns = self.files[0].chosen.items()
        return tuple(PairColumn(role, column.name, column.how) for role, column in columns)

    @property
    def unmatched(self) -> int:
        """Rows of the scores, or of their key, that only one of the two has."""
        sources = (file.source for file in self.files)
        return sum(source.left_out for source in sources if isinstance(source, Keyed))

    @property
    def distance(self) -> bool:
        """Whether smaller scores are more alike in the file."""
        return self.how.is_distance(self.files[0].chosen["score"].name)

    def shown(self, score: float) -> float:
        """A score or threshold on the scale of the file."""
        return 0.0 - score if self.distance else score

    def scores_of(self, file: PairFile, frame: pl.DataFrame, source: FileSource) -> Cells:
        """
        The scores of some rows of a file, and what each is.

        Raises: MeaningError: scores that are no numbers, labels that say neither kind. FormatError:
            another file inside the text.
        """
        rows = file.rows((*MEASURED, *_IMAGES), frame, source)
        scores = rows.cells["score"].to_numpy()
        if "return_code" in rows.cells:
            rows.check(rules.RETURN_CODES)
            scores = np.where(rows.cells["return_code"].to_numpy() == 0, scores, np.nan)
            rows = rows.with_cells(rows.cells.with_columns(score=pl.Series(scores)))
        is_itself = self._themselves(rows.cells)
        missing = np.isnan(scores) & ~is_itself
        if self.how.missing == "refuse" and missing.any():
            rows.check(rules.PAIR_SCORES)
        return Cells(scores, missing, self._genuine(file, rows, frame), is_itself)

    def _genuine(self, file: PairFile, rows: Rows[PairRole], frame: pl.DataFrame) -> Flags:
        if file.is_genuine is not None:
            return np.full(frame.height, file.is_genuine)
        if "label" in file.chosen:
            column = rows.cells["label"].rename(file.chosen["label"].name)
            return labels(column, self.how.genuine_label, rows.source)
        sides = file.rows(_SUBJECTS, frame, rows.source).cells
        return (sides["subject_a"] == sides["subject_b"]).to_numpy()

    def _themselves(self, cells: pl.DataFrame) -> Flags:
        if self.how.itself == "keep" or "image_a" not in cells:
            return np.zeros(cells.height, np.bool_)
        same = (cells["image_a"] == cells["image_b"]) & (cells["image_a"] != "")
        return same.to_numpy()


def open_pairs(paths: tuple[Named, ...], reading: FileReading) -> PairFiles:
    """
    The files of comparisons that are to be read, with their columns.

    Args:
        paths: one file that says of each comparison whether it is genuine; or two, of genuine and
            of impostor scores, as PyEER has them.
        reading: which column is what; and of one file, the key that says which pairs are genuine.
    Raises: as `read_scores`.
    """
    if reading.key is not None:
        _refuse_beside_key(paths)
        keyed, chosen = joined(paths[0], reading.key, reading)
        return PairFiles((PairFile(keyed, chosen),), reading)
    found = square(paths[0], reading) if len(paths) == 1 else None
    if found is not None:
        return PairFiles((PairFile(*found.by_person(reading)),), reading)
    _refuse_no_square(paths, reading)
    sources = [open_source(path, reading.expected) for path in paths]
    if len(sources) == 1:
        return PairFiles((PairFile(sources[0], _columns(sources[0], reading)),), reading)
    files = tuple(
        PairFile(source, {"score": _only_score(source, reading)}, flag)
        for source, flag in zip(sources, (True, False), strict=True)
    )
    files = (files[0], _histogram(files[0], files[1], reading))
    if reading.score is None and not reading.histogram:
        _refuse_labels_alone(files)
    return PairFiles(files, reading)


def _refuse_no_square(paths: tuple[Named, ...], reading: FileReading) -> None:
    if reading.matrix != "ask":
        where = opened(paths[0], kind=reading.expected.noun).name
        raise MeaningError(
            f"--matrix {reading.matrix} is about a square of names, but {where} is none.",
            where=where,
            use="the file without --matrix; or names along the first line and the first column, in "
            "one order",
        )


def _refuse_beside_key(paths: tuple[Named, ...]) -> None:
    if len(paths) > 1:
        raise MeaningError(
            "a key says nothing beside a second file of scores.",
            use="one file of scores, and the key that says which of its pairs are genuine",
        )


def _histogram(genuine: PairFile, impostor: PairFile, reading: FileReading) -> PairFile:
    """The impostors' file, whose lines may say how many scores equal their number."""
    columns = [file.chosen["score"].name for file in (genuine, impostor)]
    counts = counted_scores(genuine.source, impostor.source, columns, reading.histogram)
    return impostor if counts is None else replace(impostor, source=counts)


def _refuse_labels_alone(files: tuple[PairFile, ...]) -> None:
    """
    Refuse a file of nothing but 0 and 1 beside one of scores: it may say which of them are genuine.

    Raises: MeaningError: one of the two is.
    """
    held = [file.source.some([file.chosen["score"].name]).to_series() for file in files]
    labels_alone = [is_labels(column) and column.n_unique() > 1 for column in held]
    if any(labels_alone) and not all(labels_alone):
        name = files[labels_alone.index(True)].source.name
        raise MeaningError(
            f"{name} holds nothing but labels: they may say which scores of the other file are "
            "genuine, or be scores themselves.",
            where=name,
            use="one file with a column of scores and a column of labels; or --score with the "
            "column, where they are scores",
        )


def read_scores(path: Named, reading: FileReading | None = None) -> ScoreTable:
    """
    The comparisons of one file, which says of each whether it is genuine.

    Args:
        path: CSV, Parquet, `.npy`, or the text of bob.measure with four or five columns.
        reading: which column is what, guessed from names where it is not said; and the key, a file
            that says which pairs, or whose photographs, are of one person.
    Raises: FormatError: no such file, an image, or of no known format. MeaningError: columns that
        are missing or contradict each other, scores that are no numbers.
    """
    return read_whole(open_pairs((path,), reading or FileReading()))


def read_score_lists(
    genuine: Named, impostor: Named, reading: FileReading | None = None
) -> ScoreTable:
    """
    The comparisons of two files, one of genuine and one of impostor scores, as PyEER has them.

    Args:
        genuine: a score a line, in the last column where there are several; or a file with a
            column of scores.
        impostor: the same, of comparisons of two people.
        reading: which column is the score.
    Raises: as `read_scores`.
    """
    return read_whole(open_pairs((genuine, impostor), reading or FileReading()))


def read_whole(pairs: PairFiles) -> ScoreTable:
    """
    The comparisons of files that fit in memory.

    Raises: as `read_scores`.
    """
    cells, frame = _cells(pairs)
    missing, is_genuine = cells.missing, cells.is_genuine
    has_score = ~missing & ~cells.is_itself
    alike = -cells.scores if pairs.distance else cells.scores
    refuse_implausible(pairs, alike[has_score], is_genuine[has_score])
    rows = pairs.files[0].rows(_SIDES, frame)
    if rows.columns:
        rows.check(rules.PAIRS, rows.cells.with_columns(is_genuine=pl.Series(is_genuine)))
    subjects, groups = _people(rows.cells), _groups(rows)
    _refuse_people_as_groups(rows, subjects, groups)
    scores, kept = _counted(cells, pairs)
    people = {side: codes[kept] for side, codes in subjects.items()}
    labelled = {side: Groups(group.labels, group.at[kept]) for side, group in groups.items()}
    return ScoreTable(
        name=pairs.name,
        scores=scores[kept],
        genuine=is_genuine[kept],
        subject_a=people.get("subject_a"),
        subject_b=people.get("subject_b"),
        group_a=labelled.get("group_a"),
        group_b=labelled.get("group_b"),
        condition=labelled.get("condition"),
        failed_genuine=int(np.count_nonzero(missing & is_genuine)),
        failed_impostor=int(np.count_nonzero(missing & ~is_genuine)),
        distance=pairs.distance,
        columns=pairs.columns,
        failures_are_misses=pairs.how.missing == "miss",
        itself=int(np.count_nonzero(cells.is_itself)),
        unmatched=pairs.unmatched,
    )


def _cells(pairs: PairFiles) -> tuple[Cells, pl.DataFrame]:
    """What every comparison is, and the rows of the first file."""
    frames = [
        file.source.whole([column.name for column in file.chosen.values()]) for file in pairs.files
    ]
    parts = [
        pairs.scores_of(file, frame, file.source)
        for file, frame in zip(pairs.files, frames, strict=True)
    ]
    return Cells(*(np.concatenate(part) for part in zip(*parts, strict=True))), frames[0]


def _refuse_people_as_groups(
    rows: Rows[PairRole], subjects: dict[str, Integers], groups: dict[str, Groups]
) -> None:
    for side in ("group_a", "condition"):
        if side in groups and subjects:
            words, codes = groups[side].labels, groups[side].at
            refuse_people_as_groups(words, codes, subjects["subject_a"], rows.source.name)
            refuse_names_of_people(words, rows.cells, rows.source.name)


def _counted(cells: Cells, pairs: PairFiles) -> tuple[Numbers, Flags]:
    """
    Scores, higher ones more alike, and which are counted.

    One that is missing and counts as a miss stands just below all others: it is never at or above
    a threshold that a score gives.
    """
    scores = -cells.scores if pairs.distance else cells.scores
    kept = ~cells.missing & ~cells.is_itself
    if pairs.how.missing != "miss" or not kept.any() or not cells.missing.any():
        return scores, kept
    below = np.nextafter(scores[kept].min(), -np.inf, dtype=scores.dtype)
    return np.where(cells.missing, below, scores), kept | cells.missing


def refuse_implausible(pairs: PairFiles, alike: Numbers, genuine: Flags) -> None:
    """
    Refuse what adds up and may mean something else.

    Args:
        pairs: the files.
        alike: scores, higher is more alike.
        genuine: of which kind each is.
    Raises: MeaningError: a label may be a decision, smaller scores may be more alike, or
        photographs are compared with themselves.
    """
    # A key is given as the truth.
    label = None if pairs.how.key is not None else pairs.files[0].chosen.get("label")
    refuse_direction(alike, genuine, pairs.name, told=pairs.how.distance is not None)
    refuse_decisions(label, frozenset(TRUTHS), alike, genuine, pairs.name)
    if pairs.how.itself == "ask":
        refuse_self(alike, genuine, pairs.name)
        refuse_clump(alike, genuine, pairs.name)


def _people(cells: pl.DataFrame) -> dict[str, Integers]:
    """A number for each person on either side; who they are is forgotten here."""
    if "subject_a" not in cells:
        return {}
    codes, _ = coded([cells[side] for side in _SUBJECTS])
    return dict(zip(_SUBJECTS, codes, strict=True))


def _groups(rows: Rows[PairRole]) -> dict[str, Groups]:
    """The groups of both sides, from one list of labels, and the condition."""
    groups: dict[str, Groups] = {}
    for sides in (_GROUPS, _CONDITIONS):
        present = [side for side in sides if side in rows.columns]
        if present:
            columns = [rows.cells[side] for side in present]
            where = rows.columns[present[0]].name, rows.source.name
            codes, words = coded_groups(columns, *where)
            groups |= {side: Groups(words, code) for side, code in zip(present, codes, strict=True)}
    return groups


def _columns(source: FileSource, reading: FileReading) -> dict[PairRole, FileColumn]:
    """
    The columns of a file that says of each comparison whether it is genuine.

    Raises: MeaningError: as `find_columns`; or nothing tells which comparisons are genuine.
    """
    chosen = _unnamed(source, reading) or _find(source, PAIRS, reading)
    if "label" not in chosen and "subject_a" not in chosen:
        _refuse_decision(source, reading)
        use = "--label, or --subject-a and --subject-b; or --key with a file that says it"
        what, known = "it says which comparisons are genuine", names_of(PAIRS)
        raise none_fits(what, use, source.columns, source.name, known)
    return chosen


def _refuse_decision(source: FileSource, reading: FileReading) -> None:
    """
    Refuse to take for the truth what a service may have decided by its threshold.

    Raises: MeaningError: a column is called so.
    """
    decisions = [name for name in reading.left(source.columns) if plain_name(name) in DECISIONS]
    if decisions:
        raise MeaningError(
            f"column {plain(decisions[0])} may be what the service decided, or the truth.",
            where=source.name,
            use=f"--label {plain(decisions[0])} where it is the truth; else the column that says "
            "which comparisons are genuine",
        )


def _find(
    source: FileSource, roles: tuple[Role[PairRole], ...], reading: FileReading
) -> dict[PairRole, FileColumn]:
    named, held = reading.named(roles), reading.left(source.columns)
    check_named(named.values(), source.columns, source.name, names_of(PAIRS))
    chosen = find_columns(held, roles, named, source.name)
    if len([side for side in _IMAGES if side in chosen]) == 1:
        # One photograph alone says nothing of the pair.
        chosen = {role: column for role, column in chosen.items() if role not in _IMAGES}
    return chosen


def _only_score(source: FileSource, how: FileReading) -> FileColumn:
    """
    The column of scores of a file that has one kind alone.

    Raises: MeaningError: none, or several may be meant.
    """
    if how.score is None and _is_unnamed(source):
        _refuse_last_labels(source)
        return FileColumn(source.columns[-1], "guessed")
    return _find(source, PAIRS[:1], how)["score"]


def _refuse_last_labels(source: FileSource) -> None:
    """
    Refuse a last column of nothing but labels beside one of other numbers.

    Raises: MeaningError: either may be the scores.
    """
    *others, last = (source.some(source.columns)[name] for name in source.columns)
    if is_labels(last) and any(map(_holds_scores, others)):
        raise MeaningError(
            f"the last column of {source.name} holds nothing but labels: it may say which scores "
            "are genuine, or be scores itself.",
            where=source.name,
            use="--score with the column of scores, such as 'column 1'",
        )


def _holds_scores(column: pl.Series) -> bool:
    return not is_labels(column) and not column.cast(pl.Float64, strict=False).has_nulls()


def _is_unnamed(source: FileSource) -> bool:
    return all(name.startswith("column ") for name in source.columns)


def _unnamed(source: FileSource, reading: FileReading) -> dict[PairRole, FileColumn]:
    """Two columns that have no names, one of labels, unless a reader says which is what."""
    if reading.score or reading.label or not _is_unnamed(source) or len(source.columns) != 2:
        return {}
    frame = source.some(source.columns)
    first, second = (is_labels(frame[name]) for name in source.columns)
    if first == second:
        return {}
    label, score = source.columns if first else source.columns[::-1]
    return {"score": FileColumn(score, "guessed"), "label": FileColumn(label, "guessed")}
