"""
Rows that share a key: how many of them, and how many within some minutes.

A key is held as 64 bits of a hash, so with time and number memory is 20 bytes a row, and more while
they are sorted. That two keys of 10^8 share them has a chance of 3 in 10,000.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl

from misid.arrays import Integers, PhiloxWords
from misid.files.source import FileSource
from misid.searchlog.checks.cells import LogCells
from misid.searchlog.checks.expression import RuleSetting
from misid.searchlog.checks.passes import (
    FIRST_ROWS,
    RuleTally,
    about,
    read_roles,
    roles_of,
    with_implied,
)
from misid.searchlog.checks.rules import LogRole, LogRule

_MICROSECONDS = 60_000_000
_BY_ROW: tuple[LogRole, ...] = ("sequence", "hash", "previous_hash")
"""What differs from row to row though a row is written twice."""


def keyed_tally(
    source: FileSource, cells: LogCells, rule: LogRule, setting: RuleSetting
) -> RuleTally:
    """
    Hold a log against a rule of the shapes group and window.

    A row whose key or time is missing is one of which it cannot be said. Of rows that share a key,
    those beyond the first `at_most` count; in a window those that so many others precede within its
    minutes.

    Args:
        source: the file.
        cells: its columns by their roles.
        rule: whose columns are there.
        setting: time zone, day, and numbers.
    Raises: FormatError: the file is damaged.
    """
    tally = RuleTally()
    keys = _keys(source, cells, rule, setting, tally)
    over = beyond(keys, rule.at_most or 1)
    if rule.minutes is not None:
        over = beyond_within(keys, rule.at_most or 1, round(rule.minutes * _MICROSECONDS))
    tally.count = len(over)
    tally.rows = [int(row) + 1 for row in over[:FIRST_ROWS]]
    return tally


class Keys(NamedTuple):
    """The key, time in microseconds and number of each row that has them, in order."""

    key: PhiloxWords
    time: Integers
    row: Integers


def beyond(keys: Keys, at_most: int) -> Integers:
    """
    Rows beyond the first so many that share a key, in order.

    Example:
        >>> rows = np.arange(4)
        >>> beyond(Keys(np.array([7, 8, 7, 7], dtype=np.uint64), rows, rows), 2).tolist()
        [3]
    """
    ordered = np.sort(keys.key)
    frequent = np.unique(ordered[at_most:][ordered[at_most:] == ordered[:-at_most]])
    if not frequent.size:
        return keys.row[:0]
    held = pl.Series(keys.key).is_in(pl.Series(frequent).implode()).to_numpy()
    shared = pl.DataFrame({"key": keys.key[held], "row": keys.row[held]})
    rank = pl.col("row").cum_count().over("key")
    return shared.filter(rank > at_most)["row"].to_numpy()


def beyond_within(keys: Keys, at_most: int, span: int) -> Integers:
    """
    Rows that so many of the same key precede within a span of time, in order.

    Args:
        keys: in any order of time.
        at_most: how many rows may lie within it.
        span: in microseconds.
    Example:
        >>> rows = np.arange(4)
        >>> same = np.zeros(4, dtype=np.uint64)
        >>> beyond_within(Keys(same, np.array([0, 5, 9, 30]), rows), 2, 10).tolist()
        [2]
    """
    order = np.lexsort((keys.time, keys.key))
    key, time = keys.key[order], keys.time[order]
    is_over = (key[at_most:] == key[:-at_most]) & (time[at_most:] - time[:-at_most] <= span)
    return np.sort(keys.row[order[at_most:][is_over]])


def _keys(
    source: FileSource, cells: LogCells, rule: LogRule, setting: RuleSetting, tally: RuleTally
) -> Keys:
    """The keys of all rows that a rule is about; the tally learns of which nothing can be said."""
    roles, columns = roles_of([rule], cells), _columns(source, cells, rule)
    wanted = dict.fromkeys((*columns, *(cells.columns[role].name for role in roles)))
    hashed = _key(columns, cells, rule)
    time = pl.lit(0) if rule.minutes is None else pl.col("time").to_physical().cast(pl.Int64)
    parts = [pl.DataFrame(schema={"row": pl.UInt32, "key": pl.UInt64, "time": pl.Int64})]
    first = 0
    for raw in source.in_parts(list(wanted)):
        read = (*read_roles(roles, cells), hashed.alias("key_of_row"))
        rows = with_implied(cells.trimmed(raw).select(*read))
        told = rows.select(
            about(rule, setting).alias("of"), key="key_of_row", time=time
        ).with_row_index("row", first)
        is_of, first = pl.col("of").fill_null(value=True), first + rows.height
        is_said = ~pl.any_horizontal(pl.col("of", "key", "time").is_null())
        tally.of += int(told["of"].sum())
        never = told.select(pl.when(~is_of | is_said).then(pl.lit(value=False))).to_series()
        tally.add(never, first - rows.height + 1)
        parts.append(told.filter(is_of & is_said).select(*parts[0].columns))
    whole = pl.concat(parts, how="vertical_relaxed")
    return Keys(*(whole[name].to_numpy() for name in Keys._fields))


def _columns(source: FileSource, cells: LogCells, rule: LogRule) -> tuple[str, ...]:
    """The columns that make the key, by their names in the file."""
    if not rule.whole_row:
        return tuple(cells.columns[role].name for role in rule.key)
    numbered = {cells.columns[role].name for role in _BY_ROW if role in cells.columns}
    return tuple(name for name in source.columns if name not in numbered)


def _key(columns: tuple[str, ...], cells: LogCells, rule: LogRule) -> pl.Expr:
    """A hash of the key of each row; null where a part of it is missing."""
    if rule.whole_row:
        return pl.struct(columns).hash(0)
    parts = [cells.text(role) for role in rule.key]
    hashed = parts[0].hash(0) if len(parts) == 1 else pl.struct(parts).hash(0)
    return pl.when(pl.all_horizontal([part.is_not_null() for part in parts])).then(hashed)
