"""When the rows were written that break a rule: counted by day, told by day, month or year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from misid.searchlog.checks.schema import LogPeriod, PeriodUnit

DAY = "day"
_ROWS, _ANY = "rows", "any rule"
_EVERY: dict[PeriodUnit, str] = {"day": "1d", "month": "1mo", "year": "1y"}
_MOST_DAYS, _MOST_MONTHS = 62, 1830


@dataclass
class DayCounts:
    """Rows of each day, those that break any rule, and those that break each, by its column."""

    days: pl.DataFrame | None = None

    def add(self, flags: pl.DataFrame, rules: Sequence[str]) -> None:
        """
        Count the rows of a part.

        Args:
            flags: the day of each row, and whether it breaks each rule; null where nobody can say.
            rules: the columns of rules.
        """
        if DAY not in flags.columns or not rules:
            return
        every = flags.group_by(DAY).len(_ROWS)
        broken = flags.filter(pl.any_horizontal(rules)).group_by(DAY)
        held = broken.agg(pl.len().alias(_ANY), pl.col(*rules).sum())
        part = every.join(held, on=DAY, how="left").drop_nulls(DAY).fill_null(0)
        part = part.with_columns(pl.exclude(DAY).cast(pl.Int64))
        both = part if self.days is None else pl.concat([self.days, part])
        self.days = both.group_by(DAY).sum()

    def periods(self, ids: Mapping[str, str]) -> tuple[PeriodUnit | None, tuple[LogPeriod, ...]]:
        """
        Days of two months or less, months of five years or less, else years.

        Args:
            ids: of rules, by their columns.
        Returns: which, and each that has rows; None and nothing where no row has a time.
        """
        if self.days is None or self.days.is_empty():
            return None, ()
        unit = _unit(self.days)
        by_period = self.days.group_by(pl.col(DAY).dt.truncate(_EVERY[unit])).sum().sort(DAY)
        return unit, tuple(_period(row, ids) for row in by_period.iter_rows(named=True))


def _unit(days: pl.DataFrame) -> PeriodUnit:
    held = days[DAY].cast(pl.Int64).to_numpy()
    span = int(np.ptp(held))
    if span <= _MOST_DAYS:
        return "day"
    return "month" if span <= _MOST_MONTHS else "year"


def _period(row: dict[str, object], ids: Mapping[str, str]) -> LogPeriod:
    return LogPeriod.model_validate(
        {
            "first": row[DAY],
            "rows": row[_ROWS],
            "broken": row[_ANY],
            "found": {one: row[column] for column, one in ids.items() if row[column]},
        }
    )
