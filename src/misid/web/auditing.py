"""A search log is looked at and held against rules in a process of its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl

from misid.errors import FormatError, MeaningError, MisidError
from misid.files.formats import open_source
from misid.files.source import FileSource
from misid.files.values import as_text
from misid.scenario import Scenario, inputs
from misid.scenario.serialise import as_data
from misid.searchlog.checks.audit import EXPECTED, open_log
from misid.searchlog.checks.cells import ROLES, known_as
from misid.searchlog.checks.checkpoint import StatedRoot, stated_root
from misid.searchlog.checks.headings import NamesUnsaidError, refuse_no_names
from misid.searchlog.checks.library import log_rules
from misid.searchlog.checks.rules import LogRole
from misid.searchlog.checks.schema import LogAudit
from misid.study.audit_log import audit_log, expected_of
from misid.web.address import Address
from misid.web.apart import ProcessEnds, apart
from misid.web.log_fields import (
    FROM_SCENARIO,
    ROOT,
    own_numbers,
    read_log_fields,
    says_names,
)
from misid.web.ticks import is_ticked
from misid.web.uploads import Slot

MOST_ROWS = 20_000_000
"""Rows that a log may have, however few bytes they take."""
_ENDS = ProcessEnds(
    "the audit", "a smaller log, or `misid audit log FILE` in a terminal", 600.0, 6 << 30
)
_LOOK_ENDS = replace(_ENDS, within=60.0)
_LOOKED_AT, _LONGEST, _MOST_DIGITS = 1_000, 24, 4


@dataclass(frozen=True)
class LogColumn:
    """
    A column of a log, of which no cell is kept.

    `shape` is the commonest form of what stands in it, letters as `a` and digits as `9`; `blank` of
    how many of the rows `looked_at`.
    """

    name: str
    role: LogRole | None
    shape: str
    blank: int
    looked_at: int


@dataclass(frozen=True)
class LogLook:
    """
    The columns of a log, and why they cannot be taken as a reader says.

    There is no column where the first line may be a row: then nothing of it is shown.
    """

    columns: tuple[LogColumn, ...]
    mistake: MisidError | None = None
    asked: tuple[str, ...] = ()
    """Numbers that rules of the reader's own ask for."""


@dataclass(frozen=True)
class LogFiles:
    """A log, and what its reader sends with it: rules of their own, a checkpoint of its root."""

    log: Path
    rules: tuple[Path, ...] = ()
    checkpoint: Path | None = None

    @classmethod
    def of(cls, sent: Mapping[Slot, Path]) -> LogFiles:
        """The files of a form."""
        rules = (sent["rules"],) if "rules" in sent else ()
        return cls(sent["log"], rules, sent.get("checkpoint"))


def looked_at(files: LogFiles, fields: Mapping[str, str]) -> LogLook:
    """
    What each column of a log is taken for, and its shape.

    Args:
        files: the log, and what came with it.
        fields: what its reader says of it.
    Raises: MisidError: no log, rules or checkpoint, or an image. GivenUpError: nobody waits any
        longer.
    """
    look: LogLook = apart(_look_steps, files, dict(fields), ends=_LOOK_ENDS)
    return look


def audited(
    files: LogFiles, fields: Mapping[str, str], scenario: Scenario, address: Address
) -> LogAudit:
    """
    What every rule finds in a log.

    Args:
        files: the log, and what came with it.
        fields: what its reader says of it.
        scenario: of the address, whose worlds agencies are held against where fields say so.
        address: of the programme at hand.
    Raises: as `looked_at`.
    """
    data = as_data(scenario) if is_ticked(fields, FROM_SCENARIO) else None
    found: LogAudit = apart(_audit_steps, files, dict(fields), data, address, ends=_ENDS)
    return found


def _look_steps(files: LogFiles, fields: dict[str, str]) -> Iterator[LogLook]:
    rules = log_rules(files.rules)
    _root_of(files, fields)
    yield replace(look_at(files.log, fields), asked=own_numbers(rules))


def _root_of(files: LogFiles, fields: Mapping[str, str]) -> StatedRoot | None:
    """
    The root of a checkpoint; none where none came.

    Raises: FormatError: it is no checkpoint. MeaningError: a root stands in its field too.
    """
    if files.checkpoint is None:
        return None
    if fields.get(ROOT):
        raise MeaningError("a root is given, and a checkpoint too.", use="one of them")
    return stated_root(str(files.checkpoint))


def _audit_steps(
    files: LogFiles, fields: dict[str, str], data: dict[str, Any] | None, address: Address
) -> Iterator[LogAudit]:
    asked = read_log_fields(fields, _open(files.log).columns)
    root = _root_of(files, fields)
    if root is not None:
        asked = replace(asked, root=root)
    if data is not None:
        scenario = Scenario.model_validate(data)
        changes = address.changes({one.name: one for one in inputs(scenario)})
        asked = replace(asked, expected=expected_of(scenario, changes))
    yield audit_log(files.log, files.rules, asked)


def _open(file: Path) -> FileSource:
    source = open_source(file, EXPECTED)
    if (source.rows or 0) > MOST_ROWS:
        raise FormatError(
            f"{source.name} has more than {MOST_ROWS:,} rows, too many for a page.",
            where=source.name,
            use="a part of it, or `misid audit log FILE` in a terminal",
        )
    return source


def look_at(file: Path, fields: Mapping[str, str]) -> LogLook:
    """
    The same in this process.

    Raises: FormatError: no log, an image, or a log whose first line is a row.
    """
    source = _open(file)
    rows = source.first(source.columns, _LOOKED_AT)
    try:
        refuse_no_names(source.columns, rows, source.name, said=says_names(fields))
        return _look(source, rows, file, fields)
    except (NamesUnsaidError, MeaningError) as unsaid:
        return LogLook((), unsaid)


def _look(source: FileSource, rows: pl.DataFrame, file: Path, fields: Mapping[str, str]) -> LogLook:
    mistake: MisidError | None = None
    every: tuple[LogRole, ...] = tuple(role.name for role in ROLES)
    taken = {name: known_as(name, every) for name in source.columns}
    try:
        asked = read_log_fields(fields, source.columns)
        held = open_log(file, asked).cells.columns
        taken = {column.name: role for role, column in held.items()}
    except MeaningError as wrong:
        mistake = wrong
    columns = tuple(_column(name, taken.get(name), rows[name]) for name in source.columns)
    return LogLook(columns, mistake)


def _column(name: str, role: LogRole | None, cells: pl.Series) -> LogColumn:
    texts = [text for text in as_text(cells).to_list() if text]
    shapes = Counter(map(shape_of, texts)).most_common(1)
    return LogColumn(
        name, role, shapes[0][0] if shapes else "", len(cells) - len(texts), len(cells)
    )


def shape_of(text: str) -> str:
    """
    The form of a cell, from which what stands in it cannot be told.

    Example:
        >>> shape_of("2026-04-03 14:05"), shape_of("Quetzal, J."), shape_of("A-12345678")
        ('9999-99-99 99:99', 'a, a.', 'a-9999\u2026')
    """
    letters = re.sub(r"[^\W\d_]+", "a", text)
    digits = re.sub(rf"\d{{{_MOST_DIGITS + 1},}}", "9" * _MOST_DIGITS + "\u2026", letters)
    shape = re.sub(r"\d", "9", digits)
    return shape if len(shape) <= _LONGEST else f"{shape[:_LONGEST]}\u2026"
