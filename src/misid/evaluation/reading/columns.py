"""What the columns of score files, candidate lists and tables of mates may be: one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any, Generic, Literal, TypeVar, get_type_hints

import polars as pl
from pydantic import BaseModel, ConfigDict, JsonValue, create_model

from misid.files.columns import FileColumn, Role, plain_name, words_of
from misid.files.layout import is_number
from misid.files.opened import Named
from misid.files.rules import Rule, check
from misid.files.source import Decimal, Expected, FileSource
from misid.files.values import as_text, numbers

PairRole = Literal[
    "score",
    "label",
    "subject_a",
    "subject_b",
    "group_a",
    "group_b",
    "condition",
    "image_a",
    "image_b",
    "return_code",
]
ListRole = Literal[
    "search",
    "candidate",
    "score",
    "rank",
    "mate",
    "subject",
    "group",
    "condition",
    "gallery_size",
    "failed",
    "return_code",
    "filled",
]
File = Literal["lists", "mates"]
Missing = Literal["refuse", "fta", "miss"]
RemarkReading = Literal["ask", "keep", "leave-out"]
MatrixReading = Literal["ask", "one-set", "two-sets"]
R = TypeVar("R", bound=str)

_LABELLED = ("image_a", "image_b")
_YES_OR_NO = frozenset(("0", "1", "true", "false", "0.0", "1.0", "genuine", "impostor"))


def of_four(rows: Sequence[Sequence[str]]) -> tuple[str, ...] | None:
    """
    Four columns without names by what they hold: labels first, third or last beside a score.

    Example:
        >>> of_four([["1", "a", "b", ".9"], ["0", "a", "c", ".1"]])
        ('label', 'image_a', 'image_b', 'score')
    """
    if {len(row) for row in rows} != {4}:
        return None
    said = [{row[place].strip().lower() for row in rows} for place in range(4)]
    if said[2] <= _YES_OR_NO and len(said[2]) > 1:
        return (*_LABELLED, "label", "score")
    if said[0] <= _YES_OR_NO and len(said[0]) > 1:
        return ("label", *_LABELLED, "score")
    is_behind = said[3] <= _YES_OR_NO and len(said[3]) > 1
    if is_behind and all(map(is_number, said[2])) and not said[2] <= _YES_OR_NO:
        return (*_LABELLED, "score", "label")
    return None


SCORES = Expected(
    "scores",
    "scores as CSV, Parquet, .npy or text: one comparison a row, a number its score",
    # What bob.measure writes.
    {
        4: ("claimed_id", "real_id", "test_label", "score"),
        5: ("claimed_id", "model_label", "real_id", "test_label", "score"),
    },
    of_four,
)

_SIDES = {"a": ("a", "1", "probe"), "b": ("b", "2", "reference", "gallery")}
_DISTANCES = ("distance", "dist", "dissimilarity")
_OF_DISTANCES = frozenset(
    [
        *(*_DISTANCES, "distances", "dissim", "dissimilarities", "cosdist", "euclidean"),
        *("euclid", "l1", "l2", "manhattan", "hamming", "mahalanobis"),
    ]
)
"""Words of which one in the name of a score says that smaller ones are more alike."""


def _of_side(nouns: Sequence[str], side: str) -> tuple[str, ...]:
    return tuple(
        name
        for noun in nouns
        for word in _SIDES[side]
        for name in (f"{noun}_{word}", f"{word}_{noun}", f"{noun}{word}")
    )


_SCORE = ("score", "similarity", "sim", "match_score", "comparison_score", *_DISTANCES)
_OF_SCORES = (
    *("score", "similarity", "simscore", "distance", "dissimilarity"),
    *("dist", "dissim", "cosdist"),
)
"""Words of which one stands in the name of a column of scores."""
TRUTHS = (
    *("genuine", "is_genuine", "mated", "is_mated", "same", "is_same", "same_person"),
    *("ground_truth", "truth", "actual", "same_identity", "is_same_person", "y_true"),
)
"""Names that say of which kind a comparison is."""
_LABEL = (*TRUTHS, "label", "labels", "target")
DECISIONS = (
    *("is_match", "match", "matched", "verified", "is_verified", "accepted", "accept"),
    *("decision", "predicted", "prediction", "y_pred", "result", "matched_by_system"),
)
"""Names of what a service decided, which is never guessed to be the truth."""
_SUBJECT = ("subject", "subject_id", "person", "person_id", "identity", "id")
_IMAGE = ("image", "image_id", "img", "photo", "photograph", "file", "filename", "path", "template")
_GROUP = ("group", "demographic", "demographic_group")
_GROUP_A = (*_of_side(_GROUP, "a"), "group")
_CONDITION = ("condition", "capture_condition", "capture")
_SEARCHES = (
    *("search", "search_id", "search_number", "query", "query_id", "transaction_id"),
    "searchid",
)
_CANDIDATES = ("candidate", "candidate_id", "templateid")
_RANKS = ("rank", "candidate_rank", "place", "candidaterank")
# NIST's validation packages: 0 where a search came to its end, 1 where a place is filled.
_RETURNED, _FILLED = ("searchretcode", "return_code", "returncode"), ("isassigned", "is_assigned")
_RECORDS = (*_CANDIDATES, "gallery_id", "reference_id", "record", "record_id")
_MATE = ("mate", "mate_id", "own_record", "enrolled_as")
_PERSON = ("subject", "subject_id", "person", "person_id", "probe_subject", "subject_probe")
_GALLERY = ("gallery_size", "gallery_records", "enrolled_records")
_FAILED = ("failed", "failure", "fta", "failure_to_acquire")

PAIRS: tuple[Role[PairRole], ...] = (
    Role("score", _SCORE, "number", required=True, words_in_it=_OF_SCORES),
    Role("label", _LABEL, "as it is"),
    Role("subject_a", (*_of_side(_SUBJECT, "a"), "real_id"), beside="subject_b"),
    Role("subject_b", (*_of_side(_SUBJECT, "b"), "claimed_id"), beside="subject_a"),
    Role("group_a", _GROUP_A),
    Role("group_b", _of_side(_GROUP, "b"), beside="group_a"),
    Role("condition", _CONDITION),
    # NIST's validation packages: two templates, and 0 where they were compared.
    Role("image_a", (*_of_side(_IMAGE, "a"), "enrolltempl")),
    Role("image_b", (*_of_side(_IMAGE, "b"), "veriftempl")),
    Role("return_code", ("returncode", "return_code"), "number", asked_as=None),
)
KEY_BY_IMAGE: tuple[Role[PairRole], ...] = (
    Role("image_a", (*_IMAGE, "template_id"), required=True),
    Role("subject_a", _SUBJECT, required=True),
    Role("group_a", _GROUP),
)
"""A key that says of each photograph whose it is."""
_SEARCH: Role[ListRole] = Role("search", (*_SEARCHES, "probe", "probe_id"))
_OF_SEARCHES: tuple[Role[ListRole], ...] = (
    Role("subject", _PERSON, asked_as="subject_a"),
    Role("group", _GROUP_A, asked_as="group_a"),
    Role("condition", _CONDITION),
    Role("gallery_size", _GALLERY, "number"),
)
LISTS: tuple[Role[ListRole], ...] = (
    replace(_SEARCH, required=True),
    Role("candidate", _RECORDS, required=True),
    Role("score", ("candidate_score", *_SCORE), "number", required=True),
    Role("rank", _RANKS, "number"),
    Role("mate", _MATE),
    Role("return_code", _RETURNED, "number", asked_as=None),
    Role("filled", _FILLED, "number", asked_as=None),
    *_OF_SEARCHES,
)
MATES: tuple[Role[ListRole], ...] = (
    _SEARCH,
    Role("mate", _MATE, required=True, otherwise=_RECORDS),
    *_OF_SEARCHES,
    Role("failed", _FAILED, asked_as=None),
)


UNNAMED_PAIRS: Mapping[int, tuple[str, ...]] = {3: ("image_a", "image_b", "score")}
UNNAMED_KEYS: Mapping[int, tuple[str, ...]] = {
    2: ("image", "subject"),
    3: ("image_a", "image_b", "label"),
}
"""Columns of scores beside a key, and of a key, without a line of names."""
UNNAMED_LISTS: Mapping[int, tuple[str, ...]] = {3: ("search", "candidate", "score")}
UNNAMED_MATES: Mapping[int, tuple[str, ...]] = {2: ("search", "mate")}
"""Columns of lists and of mates without a line of names, by how many there are."""


@dataclass(frozen=True)
class FileReading:
    """How a file is to be read; the column of a role that is not said is guessed from names."""

    score: str | None = None
    label: str | None = None
    subject_a: str | None = None
    """The person on one side; of candidate lists the one who is searched for."""
    subject_b: str | None = None
    group_a: str | None = None
    group_b: str | None = None
    condition: str | None = None
    search: str | None = None
    candidate: str | None = None
    rank: str | None = None
    mate: str | None = None
    gallery_size: str | None = None
    genuine_label: str | None = None
    distance: bool | None = None
    """Whether smaller is more alike; None: the name of the score decides."""
    missing: Missing = "refuse"
    decimal: Decimal | None = None
    """What stands before the part of a number below one; None: a point, or the file is asked."""
    has_names: bool | None = None
    """Whether the first line names the columns; None: it is seen from what it holds."""
    has_comments: bool | None = None
    """Whether lines that begin with # are no rows; None: they are none, or the file is asked."""
    image_a: str | None = None
    """The photograph, or template, on one side."""
    image_b: str | None = None
    itself: RemarkReading = "ask"
    """Comparisons of a photograph with itself: left out where names show them, asked about where
    only scores do; or kept."""
    unmatched: RemarkReading = "ask"
    """Scores that the key does not have, and the reverse: refused, unless they are left out."""
    either_order: bool | None = None
    """Whether a pair of the key is the same the other way round; None: asked, if it matters."""
    histogram: bool | None = None
    """Whether a line of the impostors' file says how many scores equal its number, from 0."""
    matrix: MatrixReading = "ask"
    """Whose names a square of names has: people's, lines and columns being the same photographs of
    them, or two sets; nobody says it where a key says whose each photograph is."""
    genuine_array: str | None = None
    """Of an archive of two arrays, the one with the scores of genuine comparisons."""
    ignored: tuple[str, ...] = ()
    """Columns that are taken for nothing, whatever they are called."""
    key: Named | None = None
    """Of comparisons, the file that says which pairs, or whose photographs, are of one person."""

    def said(self) -> dict[str, JsonValue]:
        """What is not left to the program, by name; of a key, that there is one."""
        given = {one.name: getattr(self, one.name) for one in fields(self)}
        told = {
            one.name: list(given[one.name]) if one.name == "ignored" else given[one.name]
            for one in fields(self)
            if given[one.name] != one.default
        }
        return told | ({"key": True} if self.key is not None else {})

    @classmethod
    def as_said(cls, told: Mapping[str, JsonValue], key: Named | None = None) -> FileReading:
        """
        The reading of which `said` tells.

        Args:
            told: names and what was said; anybody may have written it.
            key: the file that is the key.
        Raises: ValidationError: a name or a word that a reading does not have.
        """
        rest = {name: one for name, one in told.items() if name != "key"}
        return cls(**_reading_schema().model_validate(rest).model_dump(exclude_unset=True), key=key)

    def left(self, columns: Sequence[str]) -> tuple[str, ...]:
        """The columns of a file that may be taken for something."""
        return tuple(name for name in columns if name not in self.ignored)

    @property
    def expected(self) -> Expected:
        """What a file should hold, and how its text is laid out."""
        return replace(
            SCORES,
            decimal=self.decimal,
            has_names=self.has_names,
            has_comments=self.has_comments,
            genuine_array=self.genuine_array,
            has_named=self.score is not None,
        )

    def named(self, roles: Sequence[Role[R]]) -> dict[str, str]:
        """The columns that were named, by their roles."""
        named = {
            role.name: getattr(self, role.option[2:].replace("-", "_"))
            for role in roles
            if role.option
        }
        return {role: column for role, column in named.items() if column is not None}

    def is_distance(self, score: str) -> bool:
        """Whether smaller scores are more alike, in a column of this name."""
        if self.distance is not None:
            return self.distance
        return bool(set(words_of(score)) & _OF_DISTANCES)


@cache
def _reading_schema() -> type[BaseModel]:
    """What a reading may say, as a schema; a file is no part of it."""
    kinds = get_type_hints(FileReading)
    told = [one for one in fields(FileReading) if one.name != "key"]
    held: dict[str, Any] = {one.name: (kinds[one.name], one.default) for one in told}
    return create_model("Said", __config__=ConfigDict(extra="forbid"), **held)


@dataclass(frozen=True)
class Rows(Generic[R]):
    """The rows of a file, whose cells are known by the role of their column."""

    source: FileSource
    columns: dict[R, FileColumn]
    cells: pl.DataFrame
    """Text is trimmed, blank where there is none; a number that is missing is not a number."""

    @classmethod
    def of(
        cls,
        source: FileSource,
        roles: Sequence[Role[R]],
        columns: dict[R, FileColumn],
        frame: pl.DataFrame | None = None,
    ) -> Rows[R]:
        """
        Rows with some columns.

        Args:
            source: the file.
            roles: what its columns may be.
            columns: those that are wanted.
            frame: the rows, where they are read already; else all of the file.
        Raises: FormatError: no row, a file too large, another file inside. MeaningError: a column
            of numbers that are none.
        """
        names = [column.name for column in columns.values()]
        rows = source.whole(names) if frame is None else frame.select(names)
        source.refuse_files_inside(rows)
        cells = {}
        for role in roles:
            if role.name in columns:
                cell = rows[columns[role.name].name]
                if role.kind == "number":
                    cell = pl.Series(numbers(cell, source))
                cells[str(role.name)] = as_text(cell) if role.kind == "text" else cell
        return cls(source, columns, pl.DataFrame(cells))

    def with_cells(self, cells: pl.DataFrame) -> Rows[R]:
        """The same rows with other cells."""
        return replace(self, cells=cells)

    def check(self, rules: Sequence[Rule], cells: pl.DataFrame | None = None, **names: str) -> None:
        """
        Hold the rows against rules, which may call columns by their roles.

        Args:
            rules: what no row may be.
            cells: with more columns than those of the file.
            names: what else the texts of the rules speak of.
        Raises: MeaningError: a rule is broken.
        """
        called = {str(role): column.name for role, column in self.columns.items()}
        check(rules, self.cells if cells is None else cells, self.source, **called | names)


def are_lists(columns: Sequence[str]) -> bool:
    """
    Whether the names say that these are candidates of searches, and not pairs of people.

    Example:
        >>> are_lists(["search", "candidate", "score"]), are_lists(["id_a", "id_b", "score"])
        (True, False)
    """
    names = {plain_name(column) for column in columns}
    return bool(names & set(_SEARCHES)) and bool(names & set(_CANDIDATES))
