"""Faults put into a synthetic search log on request, so that what finds them can be proved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import polars as pl

from misid.arrays import Flags, Integers
from misid.errors import MeaningError
from misid.machine.philox import Key
from misid.searchlog.pseudonyms import names, opaque

_BURST, _AGAIN = 21, 6
"""Searches of one officer, and of one person, at one time: one more than the rules allow."""
_DAY = pl.duration(days=1)


@dataclass
class Ground:
    """A log into which faults are put: its rows, and which of them none has touched."""

    table: pl.DataFrame
    key: Key
    free: Flags
    gaps: Integers
    doubled: Integers

    def where(self, condition: pl.Expr) -> Flags:
        """Untouched rows of which something holds."""
        held = self.table.select(condition.fill_null(value=False)).to_series().to_numpy()
        return np.asarray(held & self.free)

    def take(self, condition: pl.Expr, count: int) -> Integers:
        """
        So many of such rows, chosen by the key; they and their neighbours are then touched.

        Raises: MeaningError: there are too few.
        """
        rows = self._shuffled(np.flatnonzero(self.where(condition)))
        taken: list[int] = []
        for row in rows:
            if len(taken) < count and self.free[row]:
                taken.append(int(row))
                self.free[max(0, row - 1) : row + 2] = False
        return _enough(np.array(sorted(taken), dtype=np.int64), count)

    def blocks(self, length: int, count: int) -> list[Integers]:
        """
        So many runs of searches that follow each other, no other row of them touched.

        Raises: MeaningError: there are too few.
        """
        searched = np.flatnonzero(self.table["searched"].to_numpy())
        starts = self._shuffled(np.arange(max(0, searched.size - length)))
        found: list[Integers] = []
        for start in starts:
            rows = searched[start : start + length]
            if len(found) < count and self.free[rows[0] : rows[-1] + 1].all():
                found.append(rows)
                self.free[max(0, rows[0] - 1) : rows[-1] + 2] = False
        _enough(np.arange(len(found)), count)
        return found

    def put(self, rows: Integers, **values: pl.Expr | pl.Series | None) -> None:
        """Put values into these rows; a series has one for each of them."""
        at = pl.DataFrame({"place": rows}).with_row_index("nth")
        places = pl.DataFrame({"place": np.arange(self.table.height)})
        nth = places.join(at, on="place", how="left", maintain_order="left")["nth"]
        self.table = self.table.with_columns(
            pl.when(nth.is_not_null()).then(_placed(value, nth)).otherwise(pl.col(name)).alias(name)
            for name, value in values.items()
        )

    def made_up(self, count: int, letter: str) -> pl.Series:
        """Opaque names that stand nowhere else in the log."""
        far = np.arange(count, dtype=np.uint64) + (np.uint64(1) << np.uint64(62))
        return names(opaque(far + np.uint64(ord(letter)) * np.uint64(2**32), self.key), letter)

    def _shuffled(self, rows: Integers) -> Integers:
        return rows[np.argsort(opaque(rows.astype(np.uint64), self.key), kind="stable")]


def _placed(value: pl.Expr | pl.Series | None, nth: pl.Series) -> pl.Expr:
    if isinstance(value, pl.Series):
        return pl.lit(value.gather(nth.fill_null(0)))
    return pl.lit(value) if value is None else value


def _enough(rows: Integers, count: int) -> Integers:
    if len(rows) < count:
        raise MeaningError(
            f"{count:,} faults of one kind are to be planted in a file of the log, which has "
            f"room for {len(rows):,}.",
            use="--plant with fewer, more years, or more stops",
        )
    return rows


def planted(table: pl.DataFrame, faults: Mapping[str, int], key: Key) -> pl.DataFrame:
    """
    A log with faults in it; no row has two of them.

    Args:
        table: a log without a fault, with the columns that an audit looks at.
        faults: how many, by the rule that is to find them.
        key: which rows.
    Raises: MeaningError: the log has too few rows for them.
    """
    free = np.ones(table.height, dtype=bool)
    # The first row has none before it, and the last says on which day the log ends.
    free[:1] = free[-1:] = False
    none = np.zeros(0, dtype=np.int64)
    ground = Ground(table, key, free, none, none)
    for name, plant in PLANTS.items():
        if faults.get(name):
            plant(ground, faults[name])
    return _numbered(ground)


def _numbered(ground: Ground) -> pl.DataFrame:
    """The rows with their numbers: those that are doubled twice, those after a gap one later."""
    order = np.sort(np.concatenate([np.arange(ground.table.height), ground.doubled]))
    skipped = np.isin(order, ground.gaps).cumsum()
    numbers = np.arange(1, order.size + 1) + skipped
    return ground.table[order].with_columns(sequence=pl.Series(numbers, dtype=pl.Int64))


_today = pl.col("time").dt.date()


def _before_last(ground: Ground) -> pl.Expr:
    last = ground.table["time"].dt.date()[-1]
    return pl.col("searched") & (_today < pl.lit(last))


def _past_retention(ground: Ground, count: int) -> None:
    rows = ground.take(_before_last(ground), count)
    ground.put(rows, retention_until=_today, deleted_on=None, deletion_record=None)


def _no_day(ground: Ground, count: int) -> None:
    rows = ground.take(pl.col("searched"), count)
    ground.put(rows, retention_until=None, deleted_on=None, deletion_record=None)


def _late(ground: Ground, count: int) -> None:
    rows = ground.take(pl.col("searched"), count)
    record = ground.made_up(count, "d")
    ground.put(rows, retention_until=_today, deleted_on=_today + _DAY, deletion_record=record)


def _without_record(ground: Ground, count: int) -> None:
    rows = ground.take(pl.col("searched"), count)
    ground.put(rows, retention_until=_today, deleted_on=_today, deletion_record=None)


def _no_reason(ground: Ground, count: int) -> None:
    ground.put(ground.take(pl.col("searched"), count), reason=None)


def _no_code(ground: Ground, count: int) -> None:
    ground.put(ground.take(pl.col("answer") == "reference", count), reference_code=None)


def _no_reference(ground: Ground, count: int) -> None:
    rows = ground.take(pl.col("answer") == "do_not_detain", count)
    ground.put(rows, reference_code=ground.made_up(count, "r"))


def _clock(ground: Ground, count: int) -> None:
    before = pl.col("time").shift(1) - pl.duration(seconds=1)
    ground.put(ground.take(pl.lit(value=True), count), time=before.cast(pl.Datetime("ms", "UTC")))


def _gap(ground: Ground, count: int) -> None:
    ground.gaps = ground.take(pl.lit(value=True), count)


def _double(ground: Ground, count: int) -> None:
    ground.doubled = ground.take(pl.col("reference_code").is_null(), count)


def _id_twice(ground: Ground, count: int) -> None:
    rows = ground.take(pl.lit(value=True), 2 * count)
    ground.put(rows[count:], encounter_id=ground.table["encounter_id"].gather(rows[:count]))


def _code_twice(ground: Ground, count: int) -> None:
    rows = ground.take(pl.col("answer") == "reference", 2 * count)
    ground.put(rows[count:], reference_code=ground.table["reference_code"].gather(rows[:count]))


def _at_once(ground: Ground, length: int, count: int, column: str) -> None:
    found = ground.blocks(length, count)
    who = ground.made_up(count, column[0])
    for rows, name in zip(found, who, strict=True):
        moved = np.arange(rows[0], rows[-1] + 1)
        start = pl.lit(ground.table["time"][int(rows[0])])
        ground.put(moved, time=start.cast(pl.Datetime("ms", "UTC")))
        ground.put(rows, **{column: pl.lit(name)})


def _burst(ground: Ground, count: int) -> None:
    _at_once(ground, _BURST, count, "officer")


def _again(ground: Ground, count: int) -> None:
    _at_once(ground, _AGAIN, count, "person")


Plant: TypeAlias = Callable[[Ground, int], None]
PLANTS: dict[str, Plant] = {
    "burst": _burst,
    "one-person-again": _again,
    "doubled-row": _double,
    "search-twice": _id_twice,
    "reference-code-twice": _code_twice,
    "reference-without-code": _no_code,
    "code-without-reference": _no_reference,
    "past-retention": _past_retention,
    "no-retention-day": _no_day,
    "deleted-late": _late,
    "deletion-without-record": _without_record,
    "no-reason": _no_reason,
    "clock-back": _clock,
    "gap-in-numbers": _gap,
}
"""What puts faults in, by the rule that finds them. A row twice is one search twice as well."""


def shares_of(faults: Mapping[str, int], part: int, parts: int) -> dict[str, int]:
    """How many faults fall to one file of so many."""
    return {name: count // parts + (part < count % parts) for name, count in faults.items()}
