"""Stops drawn one by one as a table: what a search log holds, and beside it what only we know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np
import polars as pl
from numpy.typing import NDArray

from misid.files.read import visible
from misid.files.spreadsheet import guarded
from misid.machine.philox import Key, key
from misid.programme import TRUTHS
from misid.programme.outcomes import cells
from misid.programme.people.encounters import Encounters
from misid.programme.people.person import KIN, STRANGER
from misid.programme.people.population import DAY
from misid.programme.people.timeline import Course
from misid.searchlog.pseudonyms import names, opaque
from misid.searchlog.schema import ColumnNote

Integers = NDArray[np.int64]

ORDER = (
    "Each file holds people of its own, with all of their encounters; agencies in the order of the "
    "list of agencies, so that most agencies stand in one file or in a few in a row. In a file the "
    "rows stand in order of time, then of encounter_id."
)
_CANDIDATES = "no_search, nothing, nobody, own, own_wrong or stranger"
COLUMNS = tuple(
    ColumnNote(name=name, meaning=meaning, unit=unit, truth=name.startswith("truth_"))
    for name, meaning, unit in (
        ("encounter_id", "The encounter; opaque, once in the log.", "e and 16 hexadecimal digits"),
        ("time", "When the person was stopped.", "UTC, whole seconds"),
        ("agency", "Agency of the officer.", "text"),
        ("officer", "The officer; opaque.", "o and 16 hexadecimal digits"),
        ("person", "The person stopped; opaque, the same at each of their stops.",
         "p and 16 hexadecimal digits"),
        ("searched", "Whether a photograph was taken and searched.", "true or false"),
        ("answer", "What the officer's phone says; empty where there was no search.",
         "do_not_detain or reference"),
        ("reference_code", "The code that came with a reference; opaque, another each time.",
         "r and 16 hexadecimal digits"),
        ("review", "What review made of a reference.", "upheld or withdrawn"),
        ("retention_until", "Day on which the photograph is due for deletion.", "date, UTC"),
        ("truth_group", "Group of the person.", "text"),
        ("truth_citizen", "Whether the person was a citizen by then.", "true or false"),
        ("truth_enrolled", "Whether a record of the person existed.", "true or false"),
        ("truth_sought", "Whether the person was sought.", "true or false"),
        ("truth_candidate", "What the answer rests on: candidates of whom none was accepted "
         "(nobody), the person's record, the same and wrong, or somebody else's record.",
         _CANDIDATES),
        ("truth_source", "Source of somebody else's record on which a reference rests.", "text"),
        ("truth_stranger", "Whose record that is: a look-alike at each stop of the person, one met "
         "once, or a twin or sibling at mate level.", "lasting, anew or kin"),
        ("truth_look_alike", "Which of the person's lasting look-alikes it is.",
         "number from 0, the likest"),
    )
)  # fmt: skip
"""Every column, in order."""
TEXTS = ("agency", "truth_group", "truth_source")
"""Columns whose text is the reader's own."""


@dataclass(frozen=True)
class Form:
    """Which form a log takes: CSV beside each Parquet file, the truth beside it, its first day."""

    csv: bool = False
    truth: bool = True
    begins: date = date(2026, 1, 1)

    @property
    def columns(self) -> tuple[ColumnNote, ...]:
        """The columns that it has."""
        return tuple(one for one in COLUMNS if self.truth or not one.truth)


def encounter_table(log: Encounters, course: Course, form: Form, *, part: int) -> pl.DataFrame:
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
    known = _as_logged(sorted_log, numbers[order], course, form)
    return pl.DataFrame(known | (_truth(sorted_log, course) if form.truth else {}))


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
    log: Encounters, numbers: NDArray[np.uint64], course: Course, form: Form
) -> dict[str, pl.Series]:
    found = cells(_sources(course))
    referred = np.array([one.answer == "reference" for one in found])[log.cell]
    codes = names(opaque(numbers[referred], _key(course, "reference")), "r")
    place = np.where(referred, np.cumsum(referred) - 1, -1)
    officer = (log.agency.astype(np.uint64) << np.uint64(32)) + log.officer.astype(np.uint64)
    person = log.person.astype(np.uint64)
    answers = [None if one.answer == "none" else one.answer for one in found]
    verdicts = [None if one.review == "none" else one.review for one in found]
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
    found = cells(_sources(course))
    stranger = log.cell >= STRANGER
    lasting = stranger & (log.stranger >= 0)
    whose = np.where(lasting, 0, np.where(log.stranger == KIN, 2, 1))
    kinds = pl.Series(["lasting", "anew", "kin"])
    return {
        "truth_group": _words(course.eras[0].scenario.group_names, log.group),
        "truth_citizen": pl.Series(log.citizen > 0),
        "truth_enrolled": pl.Series(log.truth >= TRUTHS.index("enrolled")),
        "truth_sought": pl.Series(log.truth == TRUTHS.index("sought")),
        "truth_candidate": _words([one.candidate for one in found], log.cell),
        "truth_source": _words([one.source or None for one in found], log.cell),
        "truth_stranger": kinds.gather(_or_null(whose, stranger)),
        "truth_look_alike": _or_null(log.stranger, lasting).cast(pl.Int32),
    }


def _sources(course: Course) -> tuple[str, ...]:
    return tuple(source.name for source in course.eras[0].scenario.gallery.sources)


def _words(words: Sequence[str | None], places: Integers) -> pl.Series:
    return pl.Series(words, dtype=pl.String).gather(pl.Series(places))


def _or_null(values: Integers, there: NDArray[np.bool_]) -> pl.Series:
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
