"""A synthetic search log before it is written: its files, their size, what their bytes rest on."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polars as pl

from misid.arrays import Integers
from misid.errors import OutputError
from misid.programme.people.counts import tasks
from misid.programme.people.population import Population
from misid.programme.people.timeline import Course, population_of
from misid.results.provenance import Provenance, provenance
from misid.searchlog.columns import LogForm
from misid.searchlog.schema import DatasetStamp, FileNote
from misid.simulation.people import history_stamp

BYTES_A_ROW = {"parquet": (27.0, 26.0), "csv": (163.0, 126.0)}
"""With the truth, and without: measured on 310,478 stops of a year of the default scenario, rounded
up. People who come again take less: 23 where each is stopped one and a half times."""
_ROOM = 1.1
_FILE_ROWS, _FILE_PEOPLE = 500_000, 20_000_000
_WORDS = {
    "version": "version of misid",
    "written_with": "version of the library that writes the files",
    "eras": "scenario",
    "luck_digest": "scenario",
    "evidence_digest": "set of published tables",
    "agencies_digest": "list of agencies",
    "seed": "seed",
    "years": "number of years",
    "churn": "churn of people and photographs",
    "begins": "first day",
    "csv": "answer to whether there are CSV files",
    "truth": "answer to whether the truth is in it",
    "parts": "number of files",
    "audited": "answer to whether the columns of an audit are in it",
    "planted": "number of planted faults",
}


@dataclass(frozen=True)
class Plan:
    """
    A log before it is written.

    `people`: about how many have their encounters in a file; `made`: where the scenario of each era
    comes from, worked out of it where left out.
    """

    course: Course
    form: LogForm
    people: int = 0
    made: tuple[Provenance, ...] = ()

    @cached_property
    def population(self) -> Population:
        """Everybody."""
        return population_of(self.course)

    @cached_property
    def parts(self) -> tuple[Integers, ...]:
        """The people of each file."""
        population = self.population
        stops = population.expected_stops()
        people = _FILE_PEOPLE
        if stops > 0.0:
            people = min(people, max(1, int(_FILE_ROWS / stops * population.people)))
        return tuple(tasks(population, self.people or people))

    @property
    def rows(self) -> float:
        """Encounters that are expected."""
        return self.population.expected_stops()

    @property
    def bytes(self) -> int:
        """Room that its files take, about."""
        kinds = ("parquet", "csv") if self.form.csv else ("parquet",)
        each = sum(BYTES_A_ROW[kind][0 if self.form.truth else 1] for kind in kinds)
        return round(self.rows * each)

    @cached_property
    def stamp(self) -> DatasetStamp:
        """What its bytes depend on."""
        return DatasetStamp(
            **history_stamp(self.course, self.provenance).model_dump(),
            written_with=f"polars {pl.__version__}",
            begins=self.form.begins,
            csv=self.form.csv,
            truth=self.form.truth,
            parts=len(self.parts),
            audited=self.form.audited,
            planted=dict(self.form.planted),
        )

    @cached_property
    def provenance(self) -> tuple[Provenance, ...]:
        """Where the scenario of each era comes from."""
        return self.made or tuple(provenance(era.scenario) for era in self.course.eras)


def check_room(plan: Plan, folder: Path, kept: Iterable[FileNote] = ()) -> None:
    """
    Refuse a log for which the disk has too little room; `kept` is there already.

    Raises: OutputError: says how much is needed and free.
    """
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    free = shutil.disk_usage(there).free
    needed = round(_ROOM * plan.bytes) - sum(note.bytes for note in kept)
    if needed > free:
        raise OutputError(
            f"about {shown_size(needed)} are needed for {plan.rows:,.0f} encounters, but "
            f"{shown_size(free)} are free.",
            use="another disk, fewer years, or a scenario with fewer stops",
        )


def shown_size(count: int) -> str:
    """
    Bytes, in the unit in which they are read.

    Example:
        >>> shown_size(1_234_567_890)
        '1.23 GB'
    """
    for unit, least in (("TB", 1e12), ("GB", 1e9), ("MB", 1e6)):
        if count >= least:
            return f"{count / least:.3g} {unit}"
    return f"{count:,} bytes"


def difference(one: DatasetStamp, other: DatasetStamp) -> str:
    """The first thing in which two logs differ, or nothing."""
    for name, word in _WORDS.items():
        if getattr(one, name) != getattr(other, name):
            return word
    return ""
