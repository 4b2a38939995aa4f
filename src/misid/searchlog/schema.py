"""What `dataset.json` says of a synthetic search log, and its JSON Schema."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from misid.results.schema import Part, ScenarioNote
from misid.simulation.people_schema import ChurnNote
from misid.simulation.schema import Taken


class ColumnNote(Part):
    """One column of the log."""

    name: str = Field(description="Its name.")
    meaning: str = Field(description="What it says.")
    unit: str = Field(description="Its unit, or its values.")
    truth: bool = Field(description="Known to the simulation alone; no log of a programme has it.")


class FileNote(Part):
    """One file of the log."""

    name: str = Field(description="Its name.")
    rows: int = Field(ge=0, description="Encounters in it.")
    bytes: int = Field(ge=0, description="Its size.")
    sha256: str = Field(description="SHA-256 of its bytes.")


class EraStamp(Part):
    """A scenario, and from when on it holds."""

    from_month: int = Field(description="Month in which it begins; 0 is the beginning.")
    scenario_digest: str = Field(description="SHA-256 of the scenario's canonical JSON.")


class DatasetStamp(Part):
    """Everything that the bytes of the log depend on."""

    program: Literal["misid"]
    version: str = Field(description="Version of the program.")
    written_with: str = Field(description="The library that writes the files, and its version.")
    eras: tuple[EraStamp, ...] = Field(description="What holds when.")
    luck_digest: str = Field(description="The scenario whose digest is in the random numbers' key.")
    evidence_digest: str = Field(description="SHA-256 of the published tables that come along.")
    agencies_digest: str | None = Field(
        description="SHA-256 of the agencies' names and sizes; null where they are made up."
    )
    seed: int = Field(description="Which random numbers.")
    years: int = Field(description="How long.")
    churn: ChurnNote
    begins: date = Field(description="Made-up day on which the log begins, at midnight UTC.")
    csv: bool = Field(description="Each file also as CSV.")
    truth: bool = Field(description="With the columns that only a simulation knows.")
    parts: int = Field(ge=0, description="Files of each kind.")


class Unfinished(Part):
    """A log that is being written: what is whole so far."""

    version: Literal["misid-dataset-unfinished/1"] = Field(description="This schema.")
    stamp: DatasetStamp
    files: tuple[FileNote, ...] = Field(description="Files that are whole.")


class Dataset(Part):
    """A synthetic log of encounters; it is written last, so a log without it is not whole."""

    version: Literal["misid-dataset/1"] = Field(description="This schema.")
    statement: str = Field(description="That all of it is made up.")
    scenario: ScenarioNote
    order: str = Field(description="In which order the rows stand.")
    columns: tuple[ColumnNote, ...]
    rows: int = Field(
        description="Encounters in all; a CSV file repeats those of its Parquet file."
    )
    files: tuple[FileNote, ...]
    agencies_are_made_up: bool = Field(description="Names and sizes from no list of the reader's.")
    middle: tuple[Taken, ...] = Field(
        description="Ranges stand at their median; these are the options that were taken."
    )
    stamp: DatasetStamp
