"""What the cells of a log mean by the role of their column; what says nothing is null."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal, TypeAlias

import polars as pl

from misid.errors import MeaningError
from misid.files.columns import FileColumn, Role, plain_name
from misid.files.read import plain
from misid.files.values import MISSING
from misid.searchlog.checks.expression import OFFSET, stands
from misid.searchlog.checks.rules import ANSWER, KINDS, LogRole

WrittenOrder = Literal["iso", "mdy", "dmy"]
LogColumns: TypeAlias = Mapping[LogRole, FileColumn]
_NAMES: dict[LogRole, tuple[str, ...]] = {
    "id": ("encounter_id", "search_id", "event_id", "transaction_id", "query_id", "id"),
    "time": ("time", "timestamp", "datetime", "date_time", "searched_at", "search_time"),
    "agency": ("agency", "agency_name", "ori", "department", "organisation", "organization"),
    "officer": ("officer", "officer_id", "user", "user_id", "username", "operator", "badge"),
    "person": ("person", "person_id", "subject", "subject_id"),
    "searched": ("searched", "was_searched"),
    "answer": ("answer", "result", "response", "outcome"),
    "reference_code": ("reference_code", "reference", "code", "reference_number"),
    "review": ("review", "review_result", "reviewed"),
    "retention_until": ("retention_until", "delete_by", "retain_until", "expires", "expires_on"),
    "deleted_on": ("deleted_on", "deleted", "deleted_at", "deletion_date", "purged_on"),
    "deletion_record": ("deletion_record", "deletion_id", "purge_record"),
    "reason": ("reason", "reason_code", "purpose", "search_reason", "justification"),
    "sequence": ("sequence", "sequence_number", "seq", "serial", "row_number", "line_number"),
    "hash": ("hash", "row_hash", "entry_hash"),
    "previous_hash": ("previous_hash", "prev_hash", "parent_hash"),
}
ROLES: tuple[Role[LogRole], ...] = tuple(
    Role(role, recognised=names, asked_as=None) for role, names in _NAMES.items()
)
"""What a column of a log may be, and by which names it is recognised."""
NOBODY: tuple[LogRole, ...] = ("id", "officer", "person", "reference_code")
"""Roles of columns whose cells stand for somebody, or for one search."""
_DATES: dict[WrittenOrder, str] = {"iso": "%Y-%m-%d", "mdy": "%m/%d/%Y", "dmy": "%d/%m/%Y"}
_CLOCKS = ("%H:%M:%S%.f", "%H:%M", "%I:%M:%S %p", "%I:%M %p")
_EAST = r"[+-](?:[01]\d|2[0-3])(?::?[0-5]\d)?"
_TIME = (
    r"^(.*?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s*[AaPp][Mm])?)"
    rf"(?:,\d+)?\s*([Zz]|UTC|GMT|(?:UTC|GMT)?{_EAST})?$"
)
"""A time and the zone behind it; what has anything else behind it is no time that can be read."""
_SAID_EAST = rf"({_EAST})$"
_YES, _NO = ("true", "yes", "y", "t", "1"), ("false", "no", "n", "f", "0")
_DAY_LENGTH = 10


def known_as(name: str, roles: Collection[LogRole]) -> LogRole | None:
    """
    By which of some roles a column is known, by its own name.

    Example:
        >>> known_as("Officer ID", NOBODY)
        'officer'
    """
    return next((role for role in roles if plain_name(name) in _NAMES[role]), None)


@dataclass(frozen=True)
class TimeForm:
    """How times and days of a log are read: the zone of those that name none, and their order."""

    timezone: str = "UTC"
    dates: WrittenOrder = "iso"


@dataclass(frozen=True)
class LogCells:
    """The columns of a log by their roles, as they are read from its own."""

    columns: LogColumns
    schema: Mapping[str, pl.DataType]
    reading: TimeForm
    sample: pl.DataFrame
    answers: Mapping[str, str] = field(default_factory=dict)
    """Words of answers, and what they mean."""

    def read(self, role: LogRole) -> pl.Expr:
        """
        A column of its own kind, called as its role.

        Raises: MeaningError: nothing in it can be read as that.
        """
        if role not in self._made:
            self._made[role] = _KINDS[KINDS[role]](self, role).alias(role)
        return self._made[role]

    @cached_property
    def _made(self) -> dict[LogRole, pl.Expr]:
        """What was made already: forms of times are tried out on the sample, once."""
        return {}

    @property
    def day_forms(self) -> tuple[str, ...]:
        """How days may be written: the year first, which is never another, and as a reader says."""
        return tuple(dict.fromkeys((_DATES["iso"], _DATES[self.reading.dates])))

    def in_other_orders(self, role: LogRole) -> Mapping[WrittenOrder, pl.Expr]:
        """How a column of text is read with days in another order; none where a reader says one."""
        if KINDS[role] not in ("time", "day") or not self.is_text(role):
            return {}
        return {order: cells.read(role) for order, cells in self._others.items()}

    @cached_property
    def _others(self) -> dict[WrittenOrder, LogCells]:
        if self.reading.dates != "iso":
            return {}
        orders: tuple[WrittenOrder, ...] = ("mdy", "dmy")
        return {one: replace(self, reading=replace(self.reading, dates=one)) for one in orders}

    @cached_property
    def standing(self) -> frozenset[LogRole]:
        """Roles of columns in which something may stand that cannot be read."""
        return frozenset(role for role in self.columns if KINDS[role] != "text"
                         and not self._is_native(role))  # fmt: skip

    def _is_native(self, role: LogRole) -> bool:
        """Whether the file itself says of each cell what it means."""
        kind = self.schema[self.columns[role].name]
        is_zoned = isinstance(kind, pl.Datetime) and kind.time_zone is not None
        return {"flag": kind == pl.Boolean, "day": kind == pl.Date or is_zoned, "time": is_zoned,
                "number": kind.is_integer()}[KINDS[role]]  # fmt: skip

    def stands(self, role: LogRole) -> pl.Expr:
        """Whether something stands in each cell, be it read or not."""
        held = self.text(role) if self.is_text(role) else self.raw(role)
        return held.is_not_null().alias(stands(role))

    def offset(self) -> pl.Expr:
        """How far each time says that it is from UTC; null where it says none or is not read."""
        said = pl.lit("") if self._is_native("time") else pl.lit(None, pl.String)
        if self.is_text("time"):
            said = self.text("time").str.extract(_TIME, 2)
        return pl.when(self.read("time").is_not_null()).then(said).alias(OFFSET)

    def trimmed(self, rows: pl.DataFrame) -> pl.DataFrame:
        """
        Rows of the file without the blanks that stand around words.

        It takes a tenth of the time to see that there are none, so that is looked at first.
        """
        texts = [self.columns[role].name for role in self.columns if self.is_text(role)]
        there = [name for name in texts if name in rows.columns]
        held = [name for name in there if rows[name].null_count() < rows.height]
        if not held:
            return rows
        is_padded = rows.select(_is_padded(pl.col(held).cast(pl.String)).any()).row(0, named=True)
        padded = [name for name, is_so in is_padded.items() if is_so]
        return rows.with_columns(pl.col(padded).cast(pl.String).str.strip_chars())

    def raw(self, role: LogRole) -> pl.Expr:
        """The column as it stands in the file."""
        return pl.col(self.columns[role].name)

    def text(self, role: LogRole) -> pl.Expr:
        """The column as text; nothing where a word says that there is nothing."""
        text = self.raw(role).cast(pl.String)
        if role == ANSWER and self.answers:
            text = text.replace(dict(self.answers))
        if not self.is_text(role):
            return text
        return pl.when(~text.is_in(["", *MISSING])).then(text)

    def is_text(self, role: LogRole) -> bool:
        """Whether it stands in the file as text."""
        return isinstance(
            self.schema[self.columns[role].name], pl.String | pl.Categorical | pl.Enum
        )


def _is_padded(text: pl.Expr) -> pl.Expr:
    return (text < "!") | text.str.ends_with(" ") | text.str.ends_with("\t")


def _number(cells: LogCells, role: LogRole) -> pl.Expr:
    if cells.is_text(role):
        return cells.text(role).cast(pl.Int64, strict=False)
    return cells.raw(role).cast(pl.Int64, strict=False)


def _flag(cells: LogCells, role: LogRole) -> pl.Expr:
    if cells.schema[cells.columns[role].name] == pl.Boolean:
        return cells.raw(role)
    text = cells.text(role).str.to_lowercase()
    return pl.when(text.is_in(_YES)).then(True).when(text.is_in(_NO)).then(False)


def _day(cells: LogCells, role: LogRole) -> pl.Expr:
    kind = cells.schema[cells.columns[role].name]
    if isinstance(kind, pl.Date):
        return cells.raw(role)
    if isinstance(kind, pl.Datetime):
        return (
            _in_utc(cells.raw(role), kind, cells)
            .dt.convert_time_zone(cells.reading.timezone)
            .dt.date()
        )
    text = cells.text(role).str.head(_DAY_LENGTH)
    read = pl.coalesce(text.str.to_date(form, strict=False) for form in cells.day_forms)
    _refuse_unread(cells, role, read)
    return read


def _time(cells: LogCells, role: LogRole) -> pl.Expr:
    kind = cells.schema[cells.columns[role].name]
    if isinstance(kind, pl.Datetime):
        return _in_utc(cells.raw(role), kind, cells)
    text = cells.text(role)
    body = text.str.extract(_TIME).str.replace("T", " ", literal=True).str.to_uppercase()
    tried = [body.str.to_datetime(f"{day} {clock}", time_unit="us", strict=False, exact=True)
             for day in cells.day_forms for clock in _CLOCKS]  # fmt: skip
    fits = [one for one in tried if cells.sample.select(one.is_not_null().any()).item()]
    naive = pl.coalesce(fits or tried[:1])
    _refuse_unread(cells, role, naive)
    behind = text.str.extract(_TIME, 2)
    shifted = naive.dt.replace_time_zone("UTC") - pl.duration(minutes=_minutes_east(behind))
    return pl.when(behind.is_null()).then(_zoned(naive, cells)).otherwise(shifted)


def _minutes_east(zone: pl.Expr) -> pl.Expr:
    """How far a zone is from UTC; one that says no number is UTC itself."""
    digits = zone.str.extract(_SAID_EAST).str.replace(":", "", literal=True)
    hours = digits.str.slice(1, 2).cast(pl.Int64, strict=False)
    minutes = 60 * hours + digits.str.slice(3, 2).cast(pl.Int64, strict=False).fill_null(0)
    east = pl.when(digits.str.starts_with("-")).then(-minutes).otherwise(minutes)
    return east.fill_null(0)


def _in_utc(column: pl.Expr, kind: pl.Datetime, cells: LogCells) -> pl.Expr:
    if kind.time_zone is None:
        return _zoned(column.cast(pl.Datetime("us")), cells)
    return column.cast(pl.Datetime("us", "UTC"))


def _zoned(naive: pl.Expr, cells: LogCells) -> pl.Expr:
    """Times that name no zone, in that of the reader; an hour that is left out is no time."""
    zoned = naive.dt.replace_time_zone(
        cells.reading.timezone, ambiguous="earliest", non_existent="null"
    )
    return zoned.dt.convert_time_zone("UTC")


def _refuse_unread(cells: LogCells, role: LogRole, read: pl.Expr) -> None:
    """Refuse a column of which nothing can be read, though something stands in it."""
    held = cells.sample.select(
        read.is_not_null().any(), cells.text(role).is_not_null().any().alias("text")
    )
    if held["text"].item() and not held.to_series(0).item():
        raise MeaningError(
            f"column {plain(cells.columns[role].name)} is the {role.replace('_', ' ')}, but "
            "nothing in it can be read as that.",
            use="--dates mdy or --dates dmy where days are written so; a zone as Z, -05 or -05:00; "
            "or --column with another",
        )


_KINDS: dict[str, Callable[[LogCells, LogRole], pl.Expr]] = {
    "text": LogCells.text, "number": _number, "flag": _flag, "day": _day, "time": _time,
}  # fmt: skip
