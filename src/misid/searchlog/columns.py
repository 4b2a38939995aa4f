"""Stops drawn one by one as a table: what a search log holds, and beside it what only we know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import get_args

import numpy as np
import polars as pl

from misid.arrays import Flags, Integers, PhiloxWords
from misid.files.read import visible
from misid.files.spreadsheet import guarded
from misid.machine.philox import Key, key
from misid.programme import TRUTHS
from misid.programme.outcomes import STRANGER, WhoIsShown, cells
from misid.programme.people.encounters import Encounters
from misid.programme.people.person import KIN
from misid.programme.people.population import DAY, YEAR
from misid.programme.people.timeline import Course
from misid.searchlog.kept import KEPT, REASONS, with_kept
from misid.searchlog.plant import planted, shares_of
from misid.searchlog.pseudonyms import names, opaque
from misid.searchlog.schema import LogColumnKind, LogColumnNote

ORDER = ("time", "encounter_id")
"""Columns by which the rows of a file are in order."""
_NAMED: tuple[tuple[str, LogColumnKind, tuple[str, ...]], ...] = (
    ("encounter_id", "opaque", ()),
    ("time", "time", ()),
    ("agency", "text", ()),
    ("officer", "opaque", ()),
    ("person", "opaque", ()),
    ("searched", "true_or_false", ()),
    ("answer", "code", ("do_not_detain", "reference")),
    ("reference_code", "opaque", ()),
    ("review", "code", ("upheld", "withdrawn")),
    ("retention_until", "date", ()),
    ("sequence", "number", ()),
    ("reason", "code", REASONS),
    ("deleted_on", "date", ()),
    ("deletion_record", "opaque", ()),
    ("truth_group", "text", ()),
    ("truth_citizen", "true_or_false", ()),
    ("truth_enrolled", "true_or_false", ()),
    ("truth_sought", "true_or_false", ()),
    ("truth_candidate", "code", get_args(WhoIsShown)),
    ("truth_source", "text", ()),
    ("truth_stranger", "code", ("lasting", "anew", "kin")),
    ("truth_look_alike", "number", ()),
)
COLUMNS = tuple(
    LogColumnNote(name=name, kind=kind, values=values, truth=name.startswith("truth_"))
    for name, kind, values in _NAMED
)
"""Every column, in order."""
TEXTS = ("agency", "truth_group", "truth_source")
"""Columns whose text is the reader's own."""


@dataclass(frozen=True)
class LogForm:
    """
    Which form a log takes: CSV beside each Parquet file, the truth beside it, its first day.

    `audited`: with the columns that an audit looks at; `planted`: faults put into it, by the rule
    that is to find them.
    """

    csv: bool = False
    truth: bool = True
    begins: date = date(2026, 1, 1)
    audited: bool = False
    planted: tuple[tuple[str, int], ...] = ()

    @property
    def columns(self) -> tuple[LogColumnNote, ...]:
        """The columns that it has."""
        left_out = () if self.audited else KEPT
        held = (column for column in COLUMNS if column.name not in left_out)
        return tuple(column for column in held if self.truth or not column.truth)


def encounter_table(log: Encounters, course: Course, form: LogForm, *, part: int) -> pl.DataFrame:
    """
    Encounters as rows.

    Args:
        log: as they were drawn, in the order of people.
        course: from which they were drawn.
        form: of the log.
        part: number of the file, from 0; encounters get names of their own by it.
    """
    numbers = (np.uint64(part) << np.uint64(40)) + np.arange(log.when.size, dtype=np.uint64)
    order = np.lexsort((opaque(numbers, _key(course, "encounter")), log.when))
    sorted_log = Encounters(*(column[order] for column in log))
    logged = _as_logged(sorted_log, numbers[order], course, form)
    table = pl.DataFrame(logged | (_truth(sorted_log, course) if form.truth else {}))
    if not form.audited:
        return table
    last = form.begins + timedelta(seconds=course.years * YEAR - 1)
    return with_kept(table, _key(course, f"kept {part}"), last)


def with_faults(
    table: pl.DataFrame, course: Course, form: LogForm, *, part: int, parts: int
) -> pl.DataFrame:
    """
    The rows of a file with the faults that fall to it.

    Args:
        table: as `encounter_table` gives it.
        course: from which it was drawn.
        form: of the log.
        part: number of the file, from 0.
        parts: how many there are.
    Raises: MeaningError: the file has too few rows for them.
    """
    if not form.planted:
        return table
    faults = shares_of(dict(form.planted), part, parts)
    return planted(table, faults, _key(course, f"planted {part}"))


def safe_for_spreadsheets(table: pl.DataFrame) -> pl.DataFrame:
    """The same, with text that a spreadsheet would run made harmless, as text that is seen."""
    changes = []
    for name in set(TEXTS) & set(table.columns):
        texts = table[name].unique().drop_nulls().to_list()
        safe = {text: guarded(visible(text)) for text in texts}
        changed = {text: other for text, other in safe.items() if text != other}
        if changed:
            changes.append(pl.col(name).replace(changed))
    return table.with_columns(changes)


def _key(course: Course, kind: str) -> Key:
    return key(course.seed, course.digest, f"name of {kind}")


def _as_logged(
    log: Encounters, numbers: PhiloxWords, course: Course, form: LogForm
) -> dict[str, pl.Series]:
    ends = cells(_sources(course))
    referred = np.array([end.answer == "reference" for end in ends])[log.cell]
    codes = names(opaque(numbers[referred], _key(course, "reference")), "r")
    place = np.where(referred, np.cumsum(referred) - 1, -1)
    officer = (log.agency.astype(np.uint64) << np.uint64(32)) + log.officer.astype(np.uint64)
    person = log.person.astype(np.uint64)
    answers = [None if end.answer == "none" else end.answer for end in ends]
    verdicts = [None if end.review == "none" else end.review for end in ends]
    return {
        "encounter_id": names(opaque(numbers, _key(course, "encounter")), "e"),
        "time": _times(log.when, form.begins),
        "agency": _words(course.agencies.names, log.agency),
        "officer": names(opaque(officer, _key(course, "officer")), "o"),
        "person": names(opaque(person, _key(course, "person")), "p"),
        "searched": pl.Series(log.cell > 0),
        "answer": _words(answers, log.cell),
        "reference_code": codes.gather(_or_null(place, referred)),
        "review": _words(verdicts, log.cell),
        "retention_until": _days(log.until, form.begins),
    }


def _truth(log: Encounters, course: Course) -> dict[str, pl.Series]:
    ends = cells(_sources(course))
    stranger = log.cell >= STRANGER
    lasting = stranger & (log.stranger >= 0)
    whose = np.where(lasting, 0, np.where(log.stranger == KIN, 2, 1))
    kinds = pl.Series(["lasting", "anew", "kin"])
    return {
        "truth_group": _words(course.eras[0].scenario.group_names, log.group),
        "truth_citizen": pl.Series(log.citizen > 0),
        "truth_enrolled": pl.Series(log.truth >= TRUTHS.index("enrolled")),
        "truth_sought": pl.Series(log.truth == TRUTHS.index("sought")),
        "truth_candidate": _words([end.candidate for end in ends], log.cell),
        "truth_source": _words([end.source or None for end in ends], log.cell),
        "truth_stranger": kinds.gather(_or_null(whose, stranger)),
        "truth_look_alike": _or_null(log.stranger, lasting).cast(pl.Int32),
    }


def _sources(course: Course) -> tuple[str, ...]:
    return tuple(source.name for source in course.eras[0].scenario.gallery.sources)


def _words(words: Sequence[str | None], places: Integers) -> pl.Series:
    return pl.Series(words, dtype=pl.String).gather(pl.Series(places))


def _or_null(values: Integers, there: Flags) -> pl.Series:
    """The values, and no value elsewhere."""
    rows = pl.DataFrame({"value": values, "there": there})
    return rows.select(pl.when("there").then("value")).to_series()


def _first_second(begins: date) -> int:
    return int(datetime(begins.year, begins.month, begins.day, tzinfo=UTC).timestamp())


def _times(seconds: Integers, begins: date) -> pl.Series:
    milliseconds = pl.Series(1000 * (_first_second(begins) + seconds))
    return milliseconds.cast(pl.Datetime("ms", "UTC"))


def _days(seconds: Integers, begins: date) -> pl.Series:
    days = (_first_second(begins) + seconds) // DAY
    return _or_null(days, seconds >= 0).cast(pl.Int32).cast(pl.Date)
