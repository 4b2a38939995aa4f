"""The columns of an upload: what each is taken for, and five rows in which nobody is named."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, cast

import polars as pl

from misid.document.tables.comparisons import ROLES
from misid.errors import FormatError, MeaningError, MisidError
from misid.evaluation import FileReading
from misid.evaluation.reading.columns import KEY_BY_IMAGE, LISTS, MATES, PAIRS
from misid.evaluation.reading.labels import GENUINE, IMPOSTOR
from misid.evaluation.reading.pairs import open_pairs
from misid.evaluation.reading.square import is_square
from misid.files.columns import Role, plain_name
from misid.files.formats import open_source
from misid.files.opened import opened
from misid.files.source import FileSource
from misid.files.values import as_text
from misid.web.fields import chosen
from misid.web.measuring import MeasurementAsked
from misid.web.uploads import UploadKind
from misid.words.language import Language, message
from misid.words.numbers import score

SHOWN = 5
"""Rows of a preview."""
_NUMBERS = frozenset({"score", "rank", "gallery_size"})
_PEOPLE = frozenset({"subject_a", "subject_b", "subject", "search", "candidate", "mate"})
_PLACES: dict[UploadKind, tuple[str, ...]] = {
    "pairs": (
        *("score", "label", "subject_a", "subject_b", "group_a", "group_b", "condition"),
        *("image_a", "image_b"),
    ),
    "keyed": ("score", "label", "image_a", "image_b", "condition"),
    "two": ("score",),
    "lists": (
        *("search", "candidate", "score", "rank", "mate"),
        *("subject_a", "group_a", "condition", "gallery_size"),
    ),
}
_ASKED_AS = {"subject": "subject_a", "group": "group_a"}
_OF_LISTS = {
    "subject_a": message("person who is searched for"),
    "group_a": message("group of that person"),
}
_HIDDEN, _BLANK, _NO_NUMBER = message("hidden"), message("blank"), message("no number")
_GENUINE, _IMPOSTOR, _NEITHER = message("genuine"), message("impostor"), message("neither")
_DIRECTIONS: dict[str, bool | None] = {"": None, "higher": False, "lower": True}
_YES_OR_NO: dict[str, bool | None] = {"": None, "yes": True, "no": False}
_ORDERS: dict[str, bool | None] = {"": None, "either": True, "one": False}


@dataclass(frozen=True)
class UploadColumn:
    """A column as it is shown: its name, what it is taken for, and the first of its cells."""

    name: str
    role: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class FilePreview:
    """A file of an upload."""

    name: str
    columns: tuple[UploadColumn, ...]


@dataclass(frozen=True)
class Select:
    """A field in which the column of a role is said; `chosen` is the number of one, or empty."""

    role: str
    title: str
    chosen: str
    is_guessed: bool
    is_needed: bool


def kind_of(paths: Sequence[Path], said: str, asked: str) -> UploadKind:
    """
    What an upload holds: as the reader says now, or said with the files.

    Raises: MeaningError: there is no such kind, or too few or too many files for it.
    """
    kind = asked or said
    if kind not in _PLACES:
        raise MeaningError("it is not said what the file holds.", use="one of the four kinds")
    if kind == "two" and len(paths) < 2:
        raise MeaningError("only one file was chosen.", use="the impostors' scores as second file")
    if kind == "keyed" and len(paths) < 2:
        what = "only one file was chosen."
        raise MeaningError(what, use="the file that says whose the photographs are, as second file")
    if kind == "pairs" and len(paths) > 1:
        raise MeaningError(
            "a file of comparisons stands by itself, but two were chosen.",
            use="one file; or another kind: two that belong together, or candidate lists",
        )
    return kind


def of_text(query: Mapping[str, str]) -> FileReading:
    """
    How the text of files is laid out, as fields say it.

    Raises: MeaningError: a field that cannot be meant.
    """
    return FileReading(
        decimal=cast("Literal['point', 'comma'] | None", chosen(query, "decimal") or None),
        has_names=_YES_OR_NO[chosen(query, "names")],
        has_comments=_YES_OR_NO[chosen(query, "comments")],
    )


def check_files(paths: Sequence[Path], reading: FileReading) -> None:
    """
    Refuse what no table can be made of, or what may be templates.

    Raises: FormatError: it is so, or a table is a square of names, which are no columns to choose.
    """
    for path in paths:
        file = opened(path, kind=reading.expected.noun)
        if is_square(file):
            raise FormatError(
                f"{file.name} is a square of names, each with each, which the page does not take.",
                where=file.name,
                use="a row for each pair: image_a, image_b, score; or `misid evaluate --help`, "
                "which takes a square",
            )
        open_source(file, reading.expected)


def names(paths: Sequence[Path], reading: FileReading) -> tuple[str, ...]:
    """The columns of all files, each once; a reader chooses among them by number."""
    every = (open_source(path, reading.expected).columns for path in paths)
    return tuple(dict.fromkeys(name for columns in every for name in columns))


def read_asked(
    query: Mapping[str, str], kind: UploadKind, columns: Sequence[str]
) -> MeasurementAsked:
    """
    What is to be measured, as fields say it.

    Args:
        query: the fields; a column is given by its number, so that no name stands in an address.
        kind: what the files hold.
        columns: of the files.
    Raises: MeaningError: a field that cannot be meant.
    """
    named: dict[str, Any] = {
        role: _column(query[role], columns) for role in _PLACES[kind] if query.get(role)
    }
    said: dict[str, Any] = {
        "distance": _DIRECTIONS[chosen(query, "direction")],
        "missing": chosen(query, "missing") or "refuse",
        "itself": chosen(query, "itself") or "ask",
        "unmatched": chosen(query, "unmatched") or "ask",
        "either_order": _ORDERS[chosen(query, "order")],
        "histogram": _YES_OR_NO[chosen(query, "histogram")] if kind == "two" else None,
        "ignored": tuple(_column(one, columns) for one in query.get("ignore", "").split()),
    }
    if kind in ("pairs", "keyed"):
        said["genuine_label"] = query.get("genuine") or None
    return MeasurementAsked(
        kind, replace(of_text(query), **named, **said), _rates(query.get("rates", ""))
    )


def _column(text: str, columns: Sequence[str]) -> str:
    if text.isascii() and text.isdigit() and 1 <= int(text) <= len(columns):
        return columns[int(text) - 1]
    raise MeaningError(
        f"there is no column {text[:20]!r}.", use=f"the number of one, from 1 to {len(columns)}"
    )


def _rates(text: str) -> tuple[float, ...]:
    try:
        rates = tuple(float(one) for one in re.split(r"[\s;,]+", text) if one)
    except ValueError:
        raise MeaningError(
            f"the asked rates are {text[:60]!r}, but numbers are needed.",
            use="shares with a point, apart by spaces: 0.001 0.0001",
        ) from None
    if not all(0.0 < rate <= 1.0 for rate in rates):
        raise MeaningError(
            f"the asked rates are {text[:60]!r}, but a rate is a share above 0, at most 1.",
            use="such as 0.001",
        )
    return rates


def understood(paths: Sequence[Path], asked: MeasurementAsked) -> tuple[dict[str, str], ...]:
    """
    The column of each role, in each file, as far as its name or the reader says it.

    Args:
        paths: the files.
        asked: how they are read.
    Returns: by role, the names of columns.
    """
    sources = [open_source(path, asked.reading.expected) for path in paths]
    if asked.kind == "keyed":
        roles = (PAIRS, (*PAIRS[1:], *KEY_BY_IMAGE))
        return tuple(
            _by_names(source, of_file, asked.reading)
            for source, of_file in zip(sources, roles, strict=True)
        )
    if asked.kind != "lists":
        try:
            pairs = open_pairs(tuple(paths), asked.reading)
        except MisidError:
            return tuple(_by_names(source, PAIRS, asked.reading) for source in sources)
        return tuple(
            {str(role): column.name for role, column in file.chosen.items()} for file in pairs.files
        )
    return tuple(
        _by_names(source, of_file, asked.reading)
        for source, of_file in zip(sources, (LISTS, MATES), strict=False)
    )


def _by_names(
    source: FileSource, roles: Sequence[Role[Any]], reading: FileReading
) -> dict[str, str]:
    """What the reader says, and what one name alone says; nothing is refused here."""
    named = reading.named(roles)
    found: dict[str, str] = {}
    for role in roles:
        for known in (role.recognised, role.otherwise):
            held = reading.left(source.columns)
            fits = [name for name in held if plain_name(name) in known]
            if named.get(role.name) in source.columns:
                fits = [named[role.name]]
            if len(fits) == 1:
                found.setdefault(str(role.name), fits[0])
    return found


def preview(
    paths: Sequence[Path],
    roles: Sequence[Mapping[str, str]],
    asked: MeasurementAsked,
    spoken: Language,
) -> tuple[FilePreview, ...]:
    """
    The first rows of each file; only scores and labels are shown, as what they are taken for.

    Args:
        paths: the files.
        roles: of each, the column of each role.
        asked: how they are read.
        spoken: whose words and numbers.
    """
    return tuple(
        _file(open_source(path, asked.reading.expected), of_file, asked, spoken)
        for path, of_file in zip(paths, roles, strict=True)
    )


def _file(
    source: FileSource, roles: Mapping[str, str], asked: MeasurementAsked, spoken: Language
) -> FilePreview:
    by_column = {name: role for role, name in roles.items()}
    rows = source.first(source.columns, SHOWN)
    return FilePreview(
        source.name,
        tuple(
            UploadColumn(
                name,
                spoken.word(ROLES[by_column[name]]) if name in by_column else "",
                tuple(_cells(rows[name], by_column.get(name, ""), asked.reading, spoken)),
            )
            for name in source.columns
        ),
    )


def _cells(column: pl.Series, role: str, reading: FileReading, spoken: Language) -> Iterator[str]:
    """What may be seen of cells: three digits of a number, which kind a label says."""
    is_seen = role in (*_NUMBERS, "label") and not _names_people(column.name)
    for text in as_text(column).to_list():
        if not text:
            yield spoken.word(_BLANK)
        elif not is_seen:
            yield spoken.word(_HIDDEN)
        elif role == "label":
            yield spoken.word(_label(text, reading.genuine_label))
        else:
            yield _number(text, spoken)


def _names_people(column: str) -> bool:
    """Whether the name of a column says that people stand in it, whatever it is taken for."""
    roles: tuple[Role[Any], ...] = (*PAIRS, *LISTS, *MATES)
    return any(
        role.name in _PEOPLE and plain_name(column) in (*role.recognised, *role.otherwise)
        for role in roles
    )


def _number(text: str, spoken: Language) -> str:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        return spoken.word(_NO_NUMBER)
    return score(value, digits=3, language=spoken).text


def _label(text: str, genuine: str | None) -> str:
    if genuine is not None:
        return _GENUINE if text == genuine.strip() else _IMPOSTOR
    plain = re.sub(r"^non ", "non", re.sub(r"(\w)[_-]+", r"\1 ", text.lower()))
    return _GENUINE if plain in GENUINE else _IMPOSTOR if plain in IMPOSTOR else _NEITHER


def selects(
    asked: MeasurementAsked,
    roles: Sequence[Mapping[str, str]],
    columns: Sequence[str],
    entered: Mapping[str, str],
    spoken: Language,
) -> tuple[Select, ...]:
    """
    A field for each role of this kind of file.

    Args:
        asked: how the files are read.
        roles: of each file, the column of each role.
        columns: of all files, in the order of their numbers.
        entered: what the reader said.
        spoken: whose words.
    """
    # Of two files each has its own columns; their names say it, or the reader does.
    taken = (
        {}
        if asked.kind == "two"
        else {
            _ASKED_AS.get(role, role) if asked.kind == "lists" else role: name
            for of_file in reversed(roles)
            for role, name in of_file.items()
        }
    )
    return tuple(
        Select(
            role,
            _title(role, asked.kind, spoken),
            entered.get(role) or _place(taken.get(role), columns),
            role in taken and not entered.get(role),
            role in ("score", *(("search", "candidate") if asked.kind == "lists" else ())),
        )
        for role in _PLACES[asked.kind]
    )


def titles(kind: UploadKind, spoken: Language) -> dict[str, str]:
    """The title of the field of each role, of this kind of file first."""
    kinds = (*(other for other in _PLACES if other != kind), kind)
    return {role: _title(role, one, spoken) for one in kinds for role in _PLACES[one]}


def _title(role: str, kind: UploadKind, spoken: Language) -> str:
    said = _OF_LISTS.get(role, ROLES[role]) if kind == "lists" else ROLES[role]
    title = spoken.word(said)
    return f"{title[:1].upper()}{title[1:]}"


def _place(name: str | None, columns: Sequence[str]) -> str:
    return str(columns.index(name) + 1) if name in columns else ""
