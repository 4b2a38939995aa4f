"""Disclosed tables are read, and held against each other, in a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from misid.disclosure import Disclosure, DisclosureDifference, differences_of, read_disclosure
from misid.errors import MeaningError, MisidError
from misid.files.sheet import sheets_in
from misid.web.apart import ProcessEnds, apart
from misid.web.table_answers import TableAnswers, asked

_ENDS = ProcessEnds(
    "the reading", "a smaller table, or `misid counts FILE` in a terminal", 120.0, 4 << 30
)


@dataclass(frozen=True)
class TableRead:
    """A table as it was understood, or why it could not be; the sheets of its workbook."""

    found: Disclosure | None
    mistake: MisidError | None
    sheets: tuple[str, ...]


@dataclass(frozen=True)
class TablesRead:
    """
    What was read of an upload: one table, or two and what changed between them.

    `mistake`: why nothing can be said of what changed.
    """

    tables: tuple[TableRead, ...]
    difference: DisclosureDifference | None = None
    mistake: MisidError | None = None

    @property
    def found(self) -> tuple[Disclosure, ...]:
        """The tables that could be read."""
        return tuple(one.found for one in self.tables if one.found is not None)

    @property
    def first_mistake(self) -> MisidError | None:
        """Why a table could not be read; nothing where all could."""
        return next((one.mistake for one in self.tables if one.mistake is not None), None)


def disclosed(files: tuple[Path, ...], answers: TableAnswers) -> TablesRead:
    """
    How tables are understood by a reader's answers.

    Args:
        files: one table, or an older and a newer one.
        answers: of the reader, meant of both.
    Raises: FormatError: no table, or an image. MisidError: it comes to no end. GivenUpError:
        nobody waits any longer; the work ends.
    """
    read: TablesRead = apart(_steps, files, answers, ends=_ENDS)
    return read


def _steps(files: tuple[Path, ...], answers: TableAnswers) -> Iterator[TablesRead]:
    yield _read(files, answers)


def _read(files: tuple[Path, ...], answers: TableAnswers) -> TablesRead:
    tables = tuple(_table(file, answers) for file in files)
    found = [one.found for one in tables if one.found is not None]
    if len(found) < 2:
        return TablesRead(tables)
    try:
        changed = differences_of(found[0], found[1], answers.value("key").split())
    except MeaningError as mistake:
        return TablesRead(tables, mistake=mistake)
    return TablesRead(tables, changed)


def _table(file: Path, answers: TableAnswers) -> TableRead:
    """A table; what can be put right by an answer is told beside it, all else is raised."""
    sheets = sheets_in(file)
    try:
        return TableRead(read_disclosure(file, asked(answers, sheets)), None, sheets)
    except MeaningError as mistake:
        return TableRead(None, mistake, sheets)
