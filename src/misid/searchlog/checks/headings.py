"""Whether columns of a log can be read and shown, and whether their line of names is a row."""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

from misid.errors import FormatError, MeaningError
from misid.files.read import plain
from misid.files.values import as_text, can_be_text
from misid.searchlog.checks.cells import NOBODY, ROLES, LogColumns, known_as
from misid.searchlog.checks.rules import LogRole

_EVERY: tuple[LogRole, ...] = tuple(role.name for role in ROLES)
_UNNAMED = re.compile(r"column \d+")
_OF_A_ROW = re.compile(r"^\W*\d|(?<![^\W\d_])\d{3}|\d{5}")
"""Begins with a digit, or holds a number of its own; `sha256` and `iso8601` are names."""
_ENOUGH_KNOWN = 2
"""One word may be a name by chance: `reference` is an answer too."""


class NamesUnsaidError(FormatError):
    """Whether the first line of a log names its columns must be said; nothing else is wrong."""


def refuse_no_names(
    names: Sequence[str], rows: pl.DataFrame, where: str, *, said: bool = False
) -> None:
    """
    Refuse a log of which the first line may be a row; nothing of it is told.

    Args:
        names: of its columns, as they were read.
        rows: the first ones.
        where: the log's name, safe to print.
        said: whether the reader said that it is a line of names, or typed a name out of it.
    Raises: FormatError: a name has digits as a day, a time or a code has them, or stands among the
        cells below it. NamesUnsaidError: nobody said it, and it is words of which none is known as
        a name, or hardly one where every row is words too.
    """
    if any(_is_of_a_row(name) for name in names) or _stands_below(names, rows):
        raise FormatError(
            f"the first line of {where} may be a row, and no line of names.",
            where=where,
            use="the log with a line of names before its first row, each name in words",
        )
    if not said and _may_be_words_of_a_row(names, rows):
        raise NamesUnsaidError(
            f"the first line of {where} is words that may be a row, or names of its columns.",
            where=where,
            use="a line of names before its first row, such as search_id,agency,officer; if it is "
            "one already: --names",
        )


def _may_be_words_of_a_row(names: Sequence[str], rows: pl.DataFrame) -> bool:
    """Whether no name is known, or few and no digit below tells the first line from a row."""
    known = sum(known_as(name, _EVERY) is not None for name in names)
    texts = [as_text(rows[name]) if can_be_text(rows.schema[name]) else None for name in names]
    has_digits = any(text is None or text.str.contains(r"\d").any() for text in texts)
    # Names of people may stand above digits too: who was left out when codes took their places.
    return known < _ENOUGH_KNOWN and (not has_digits or (not known and _are_text(rows)))


def _are_text(rows: pl.DataFrame) -> bool:
    """Whether all columns are text, as of a file whose first line alone may name them."""
    return all(kind == pl.String for kind in rows.schema.values())


def _is_of_a_row(name: str) -> bool:
    is_name = known_as(name, _EVERY) is not None or _UNNAMED.fullmatch(name)
    return not is_name and _OF_A_ROW.search(name) is not None


def _stands_below(names: Sequence[str], rows: pl.DataFrame) -> bool:
    """Whether a name stands among its cells, in a row that does not repeat the whole line."""
    held = [name for name in names if name and can_be_text(rows.schema[name])]
    below = {name: [text == name for text in as_text(rows[name]).to_list()] for name in held}
    return any(any(row) and not all(row) for row in zip(*below.values(), strict=True))


def refuse_unwritten(columns: LogColumns, schema: pl.Schema, where: str) -> None:
    """
    Refuse a column of values that have no writing, such as spans of time.

    Args:
        columns: by their roles.
        schema: of the file.
        where: the log's name, safe to print.
    Raises: MeaningError: a role has such a column.
    """
    for role, column in columns.items():
        kind = schema[column.name]
        if not can_be_text(kind):
            raise MeaningError(
                f"column {plain(column.name)} is the {role.replace('_', ' ')}, but holds "
                f"{str(kind).lower()} values.",
                where=where,
                use="the log with that column as text, whole numbers, days or times",
            )


def refuse_people(name: str | None, role: LogRole, where: str) -> None:
    """
    Refuse to show a column that its own name says to stand for somebody.

    Args:
        name: of the column; None: there is none.
        role: for which it is named.
        where: the log's name, safe to print.
    Raises: MeaningError: its name says so.
    """
    whose = None if name is None else known_as(name, NOBODY)
    if name is not None and whose is not None:
        raise MeaningError(
            f"column {plain(name)} cannot be the {role}, which a report shows: its name says that "
            f"it is the {whose.replace('_', ' ')}.",
            where=where,
            use=f"another column; one of {role} labels that is called so needs another name",
        )
