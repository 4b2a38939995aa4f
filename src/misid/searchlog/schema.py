"""What `dataset.json` says of a synthetic search log, and its JSON Schema."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from misid.results.schema import ResultsPart
from misid.simulation.people_schema import HistoryStamp
from misid.simulation.schema import OfScenario

LogColumnKind = Literal["opaque", "time", "date", "text", "true_or_false", "code", "number"]


class LogColumnNote(ResultsPart):
    """One column of the log; what it says stands in `dataset.md`."""

    name: str = Field(description="Its name.")
    kind: LogColumnKind = Field(
        description="opaque: a letter and 16 hexadecimal digits that say nothing; time: UTC, whole "
        "seconds; date: UTC; text: the reader's or the scenario's own; code: one of `values`; "
        "number: a whole one from 0."
    )
    values: tuple[str, ...] = Field((), description="Of a code, all that can stand there.")
    truth: bool = Field(description="Known to the simulation alone; no log of a programme has it.")


class FileNote(ResultsPart):
    """One file of the log."""

    name: str = Field(description="Its name.")
    rows: int = Field(ge=0, description="Encounters in it.")
    bytes: int = Field(ge=0, description="Its size.")
    sha256: str = Field(description="SHA-256 of its bytes.")


class DatasetStamp(HistoryStamp):
    """Everything that the bytes of the log depend on."""

    written_with: str = Field(description="The library that writes the files, and its version.")
    begins: date = Field(description="Made-up day on which the log begins, at midnight UTC.")
    csv: bool = Field(description="Each file also as CSV.")
    truth: bool = Field(description="With the columns that only a simulation knows.")
    parts: int = Field(ge=0, description="Files of each kind.")
    audited: bool = Field(
        False, description="With the columns that an audit looks at, which no model knows of."
    )
    planted: dict[str, int] = Field(
        default_factory=dict,
        description="Faults put into it on request, by the rule of `misid audit log` that finds "
        "them.",
    )


class Unfinished(ResultsPart):
    """A log that is being written: what is whole so far."""

    version: Literal["misid-dataset-unfinished/2"] = Field(description="This schema.")
    stamp: DatasetStamp
    files: tuple[FileNote, ...] = Field(description="Files that are whole.")


class Dataset(OfScenario):
    """
    A synthetic log of encounters; it is written last, so a log without it is not whole.

    Every person, officer, encounter and record in it is made up.
    """

    version: Literal["misid-dataset/2"] = Field(description="This schema.")
    order: tuple[str, ...] = Field(description="Columns by which the rows of a file are in order.")
    columns: tuple[LogColumnNote, ...]
    rows: int = Field(
        description="Encounters in all; a CSV file repeats those of its Parquet file."
    )
    files: tuple[FileNote, ...]
    agencies_are_made_up: bool = Field(description="Names and sizes from no list of the reader's.")
    stamp: DatasetStamp
