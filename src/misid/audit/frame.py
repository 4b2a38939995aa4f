"""The rows of a log that an audit is about: how many there are, and into which strata they fall."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from misid.arrays import Integers
from misid.audit.schema import AuditFrame
from misid.errors import MeaningError
from misid.files.columns import names_of, plain_name
from misid.files.formats import open_source
from misid.files.opened import Named, opened
from misid.files.read import cut
from misid.files.source import Expected, FileSource
from misid.searchlog.checks.cells import ROLES
from misid.searchlog.checks.headings import refuse_no_names

LOG = Expected("a search log", "a table of searches, a row each, CSV or Parquet", has_names=True)
MOST_STRATA = 200
_NO_LABEL = "(no value)"
_OPAQUE = re.compile(r"[a-z]?[0-9a-f-]{12,}", re.IGNORECASE)
_FEWEST_A_LABEL = 2
_ONE_EACH = ("person", "officer", "id", "reference_code", "hash", "previous_hash")
# A column called reference says as often whether there was one; codes in it are told by themselves.
_NAMING = names_of(role for role in ROLES if role.name in _ONE_EACH) - {"reference"}


@dataclass(frozen=True)
class LogRows:
    """A log: its size, its digest, and the stratum of each row; -1 where a row is not meant."""

    file: str
    bytes: int
    sha256: str
    names: tuple[str, ...]
    stratum: Integers

    @property
    def sizes(self) -> Integers:
        """Rows of each stratum."""
        meant = self.stratum[self.stratum >= 0]
        return np.bincount(meant, minlength=len(self.names)).astype(np.int64)


def read_log(path: Named, frame: AuditFrame, *, has_names: bool = False) -> LogRows:
    """
    A log, of which only the columns are read that a frame names.

    Args:
        path: CSV or Parquet.
        frame: which rows are meant, and by which column they fall into strata.
        has_names: the reader says that the first line holds names; a frame with a column says so.
    Raises: FormatError: no table, or one whose first line may be a row, which would be lost.
        MeaningError: a column that it does not have, no row that is meant, labels that may name
        people or searches, or more than 200 strata.
    """
    file = opened(path, kind=LOG.noun, instead=f"a file of {LOG.noun} that exists")
    source = open_source(file, LOG)
    wanted = _columns(frame)
    rows = source.some(list(source.columns))
    refuse_no_names(source.columns, rows, file.name, said=has_names or bool(wanted))
    for name in wanted:
        _check_column(source, name)
    check_frame(frame, (), file.name)
    labels = pl.concat([_labels(part, frame) for part in source.in_parts(wanted or _any(source))])
    names = tuple(sorted(labels.drop_nulls().unique().to_list()))
    _check_nobody(labels.drop_nulls(), names, frame, file.name)
    _check_strata(names, frame, file.name)
    codes = labels.replace_strict(names, range(len(names)), default=-1, return_dtype=pl.Int64)
    return LogRows(file.name, file.size, file.sha256, names, codes.to_numpy())


def check_frame(frame: AuditFrame, strata: Iterable[str], where: str) -> None:
    """
    Refuse a frame that names people or searches, as far as that shows without the log.

    Args:
        frame: the columns, and the value that rows are meant by.
        strata: their names.
        where: it stands, safe to print.
    Raises: MeaningError: a column, a value or a name of a stratum does.
    """
    for name in _columns(frame):
        if plain_name(name) in _NAMING:
            raise _names_somebody(name, where)
    if frame.by is not None and any(map(_OPAQUE.fullmatch, strata)):
        raise _names_somebody(frame.by, where)
    if frame.only is not None and _OPAQUE.fullmatch(frame.only.value):
        raise _names_somebody(frame.only.column, where)


def _columns(frame: AuditFrame) -> list[str]:
    return [name for name in (frame.by, frame.only and frame.only.column) if name]


def _any(source: FileSource) -> list[str]:
    """One column; rows are counted whatever stands in it."""
    return list(source.columns[:1])


def _labels(part: pl.DataFrame, frame: AuditFrame) -> pl.Series:
    """The stratum of each row by its label, and no value where a row is not meant."""
    label = pl.lit("") if frame.by is None else pl.col(frame.by).cast(pl.String)
    label = label.fill_null(_NO_LABEL)
    if frame.only is not None:
        meant = pl.col(frame.only.column).cast(pl.String) == frame.only.value
        label = pl.when(meant).then(label)
    rows = part.with_columns(label.alias("stratum of the audit"))
    return rows.get_column("stratum of the audit").cast(pl.String)


def _check_column(source: FileSource, name: str) -> None:
    """
    Refuse a column that is not there.

    What the first line has in its place is not told: without a line of names it is a row.
    """
    if name not in source.columns:
        what = f"{source.name} has no column {cut(name)!r}."
        raise MeaningError(
            what, where=source.name, use="a name that stands in its first line, which names columns"
        )


def _check_nobody(labels: pl.Series, names: Sequence[str], frame: AuditFrame, file: str) -> None:
    """Refuse strata that are people or searches: the plan that is published would name them."""
    told = set(names) - {_NO_LABEL}
    check_frame(frame, told, file)
    if frame.by is not None and labels.len() < _FEWEST_A_LABEL * len(told):
        raise _names_somebody(frame.by, file)


def _names_somebody(column: str, file: str) -> MeaningError:
    return MeaningError(
        f"column {cut(column)} holds opaque names, or names, of people or of searches.",
        where=file,
        use="--by and --only with a column of agencies, groups or answers, each in many rows",
    )


def _check_strata(names: tuple[str, ...], frame: AuditFrame, file: str) -> None:
    if not names and frame.only is not None:
        what = f"no row of {file} has {cut(frame.only.value)!r} in column {cut(frame.only.column)}."
        use = "--only COLUMN=VALUE with a value that stands there"
        raise MeaningError(what, where=file, use=use)
    if len(names) > MOST_STRATA:
        what = f"column {cut(frame.by or '')} has {len(names):,} different values; strata are few."
        use = f"it without --by, or --by with a column of at most {MOST_STRATA} values, no names"
        raise MeaningError(what, where=file, use=use)
