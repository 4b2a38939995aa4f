"""One pass over a log: every rule of a row, and of a row beside the one before it, at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace

import polars as pl

from misid.files.source import FileSource
from misid.searchlog.checks.cells import LogCells, WrittenOrder
from misid.searchlog.checks.expression import RuleSetting, stands
from misid.searchlog.checks.over_time import DAY, DayCounts
from misid.searchlog.checks.rules import ANSWER, IMPLIED, KINDS, LogRole, LogRule

Progress = Callable[[int], None]
FIRST_ROWS = 5
"""Rows that are told of each rule."""
_UNREAD = "unread"


@dataclass
class RuleTally:
    """Rows that a rule is about, that break it, and of which that cannot be said."""

    of: int = 0
    count: int = 0
    unsaid: int = 0
    rows: list[int] = field(default_factory=list)
    unsaid_rows: list[int] = field(default_factory=list)

    def add(self, broken: pl.Series, first: int) -> None:
        """
        Count the rows of a part.

        Args:
            broken: whether each breaks the rule; null where that cannot be said.
            first: number of the first row.
        """
        count, unsaid = int(broken.sum()), broken.null_count()
        self.count += count
        self.unsaid += unsaid
        if count and len(self.rows) < FIRST_ROWS:
            self.rows = _first(self.rows, broken.fill_null(value=False), first)
        if unsaid and len(self.unsaid_rows) < FIRST_ROWS:
            self.unsaid_rows = _first(self.unsaid_rows, broken.is_null(), first)


@dataclass
class SeenAnswers:
    """Which of some words rows answer, and whether any answers something else."""

    words: set[str] = field(default_factory=set)
    is_other: bool = False

    def see(self, answers: pl.Series, known: Collection[str]) -> None:
        """Look at the answers of a part."""
        there = answers.drop_nulls().unique()
        is_known = there.is_in(list(known))
        self.words |= set(there.filter(is_known))
        self.is_other = self.is_other or not is_known.all()

    def lack(self, words: Set[str], vocabulary: Set[str]) -> bool:
        """
        Whether no row answers one of these, though some answer what may mean one of them.

        Args:
            words: for which a rule looks.
            vocabulary: words that are known to mean something else where they are not these.
        """
        is_other = self.is_other or bool(self.words - vocabulary - words)
        return bool(words) and is_other and not self.words & words


@dataclass
class PassedRows:
    """What one pass counted."""

    rows: int
    tallies: tuple[RuleTally, ...]
    """Of each rule, in order."""
    missing: dict[LogRole, tuple[int, int]]
    """Of each role, the rows in which nothing can be read; and in how many something stands."""
    otherwise: dict[LogRole, dict[WrittenOrder, int]] = field(default_factory=dict)
    """Of each role, the rows that cannot be read but could in another order of days."""
    answers: SeenAnswers = field(default_factory=SeenAnswers)
    days: DayCounts = field(default_factory=DayCounts)


def pass_rows(
    source: FileSource,
    cells: LogCells,
    rules: Sequence[LogRule],
    setting: RuleSetting,
    *,
    answers: Collection[str] = (),
    progress: Progress | None = None,
) -> PassedRows:
    """
    Hold every row of a log against rules of the shapes row and sequence; of others count rows.

    Args:
        source: the file.
        cells: its columns by their roles.
        rules: whose columns are there.
        setting: time zone, day, and numbers.
        answers: words of which it is told whether any row answers so; none where that is no matter.
        progress: told how many rows are done, each time some are.
    Raises: FormatError: the file is damaged.
    """
    further = (ANSWER,) if answers else ()
    wanted = tuple(dict.fromkeys((*roles_of(rules, cells), *further)))
    found = PassedRows(0, tuple(RuleTally() for _ in rules), dict.fromkeys(wanted, (0, 0)))
    before: pl.DataFrame | None = None
    # A log of which no column is looked at has rows all the same: the first is read for them.
    names = [cells.columns[role].name for role in wanted] or list(source.columns[:1])
    # Under a name of its own: a column that was not read by its role is not taken for that role's.
    seen = list(read_roles(wanted, cells)) or [pl.first().alias(_UNREAD)]
    for raw in source.in_parts(names):
        trimmed = cells.trimmed(raw)
        rows = with_implied(trimmed.select(*seen))
        every = _every_flag(rules, replace(setting, before=before))
        flags = rows.select(*every, *_day(rows, setting))
        for place, tally in enumerate(found.tallies):
            tally.of += int(flags[f"of {place}"].sum())
            tally.add(flags[f"broken {place}"], found.rows + 1)
        found.days.add(flags, list(dated(rules)))
        _count_missing(found.missing, rows, cells)
        _count_otherwise(found, trimmed, rows, cells)
        if answers:
            found.answers.see(rows[ANSWER], answers)
        found.rows, before = found.rows + rows.height, rows.tail(1) if rows.height else before
        if progress is not None:
            progress(rows.height)
    return found


def dated(rules: Sequence[LogRule]) -> dict[str, str]:
    """The ids of rules whose rows are told by when they were written, by their columns of flags."""
    shapes = ("row", "sequence")
    return {f"broken {at}": one.id for at, one in enumerate(rules) if one.shape in shapes}


def _day(rows: pl.DataFrame, setting: RuleSetting) -> Iterator[pl.Expr]:
    if "time" in rows.columns:
        yield pl.col("time").dt.convert_time_zone(setting.timezone).dt.date().alias(DAY)


def roles_of(rules: Sequence[LogRule], cells: LogCells) -> tuple[LogRole, ...]:
    """The roles of the columns that rules look at, and that are there."""
    named = {role for rule in rules for role in (*rule.needs, *rule.named)}
    return tuple(role for role in KINDS if role in named and role in cells.columns)


def about(rule: LogRule, setting: RuleSetting) -> pl.Expr:
    """Which rows a rule is about."""
    expression = rule.expression("of")
    return (
        pl.int_range(pl.len()) >= 0 if expression is None else expression.build(own(rule, setting))
    )


def with_implied(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows as read; where no column says what was searched, everything was."""
    return rows if IMPLIED in rows.columns else rows.with_columns(pl.lit(value=True).alias(IMPLIED))


def own(rule: LogRule, setting: RuleSetting) -> RuleSetting:
    """The setting with the numbers of a rule; those of the reader go before."""
    return replace(setting, numbers={**rule.numbers, **setting.numbers})


def read_roles(wanted: Sequence[LogRole], cells: LogCells) -> Iterator[pl.Expr]:
    """Every column read; beside one of which that may fail, whether something stands in it."""
    for role in wanted:
        yield cells.read(role)
        if role in cells.standing:
            yield cells.stands(role)
    if "time" in wanted:
        yield cells.offset()


def _every_flag(rules: Sequence[LogRule], setting: RuleSetting) -> Iterator[pl.Expr]:
    for place, rule in enumerate(rules):
        of, breaks = about(rule, setting), rule.expression("breaks")
        if rule.shape == "sequence" and setting.before is None:
            of = of & (pl.int_range(pl.len()) > 0)
        broken = of if breaks is None else of & breaks.build(own(rule, setting))
        yield of.alias(f"of {place}")
        yield broken.alias(f"broken {place}")


def _count_missing(
    missing: dict[LogRole, tuple[int, int]], rows: pl.DataFrame, cells: LogCells
) -> None:
    for role, (nothing, unread) in missing.items():
        column = rows[role]
        is_there = rows.get_column(stands(role), default=None)
        held = 0 if is_there is None else int((is_there & column.is_null()).sum())
        missing[role] = nothing + column.null_count(), unread + held


def _count_otherwise(
    found: PassedRows, raw: pl.DataFrame, rows: pl.DataFrame, cells: LogCells
) -> None:
    """Count what another order of days would read of rows in which something stands unread."""
    for role in found.missing:
        if stands(role) not in rows.columns:
            continue
        unread = raw.filter(rows[stands(role)] & rows[role].is_null())
        if not unread.height:
            continue
        for order, read in cells.in_other_orders(role).items():
            counts = found.otherwise.setdefault(role, {})
            counts[order] = counts.get(order, 0) + unread.select(read.is_not_null().sum()).item()


def _first(rows: list[int], flags: pl.Series, first: int) -> list[int]:
    """The first of the rows: those that are known, and those of a part."""
    here = flags.arg_true().head(FIRST_ROWS - len(rows))
    return [*rows, *(int(place) + first for place in here)]
