"""What changed between two snapshots of one disclosed table."""

from __future__ import annotations

import datetime
from typing import Literal

from pydantic import ConfigDict, Field

from misid.disclosure.roles import RoleName
from misid.disclosure.schema import DisclosedCell, DisclosedRange
from misid.results.schema import ResultsPart

ChangeKind = Literal["changed", "filled_in", "withdrawn"]


class Snapshot(ResultsPart):
    """One of the two files."""

    file: str = Field(description="Its name.")
    digest: str = Field(description="SHA-256 of its bytes.")
    rows: int = Field(description="Rows that are no totals.")
    last: datetime.date | None = Field(None, description="The last day that it tells of.")


class SnapshotRow(ResultsPart):
    """A row that only one of them has."""

    model_config = ConfigDict(populate_by_name=True)

    row: int = Field(description="In its file.")
    label: str = Field(description="What it is called.")
    from_: datetime.date | None = Field(None, alias="from", description="Its first day.")
    to: datetime.date | None = Field(None, description="Its last day.")
    group: str | None = Field(None, description="Of which group.")
    is_history: bool = Field(
        description="Whether it is of a time that the old one told of already."
    )


class CellChange(ResultsPart):
    """A cell that says something else."""

    label: str = Field(description="Of the row.")
    old_row: int = Field(description="In the old file.")
    new_row: int = Field(description="In the new file.")
    column: str = Field(description="Name of the column in the new file.")
    role: RoleName = Field(description="What it is.")
    kind: ChangeKind = Field(
        description="changed; filled_in: nothing was given before; withdrawn: nothing is any more."
    )
    old: DisclosedCell = Field(description="What it said.")
    new: DisclosedCell = Field(description="What it says.")


class TotalChange(ResultsPart):
    """The sum of a column over the time that both tell of."""

    column: str = Field(description="Name of the column.")
    role: RoleName = Field(description="What it is.")
    old: DisclosedRange = Field(description="In the old file.")
    new: DisclosedRange = Field(description="In the new file, over the same time.")


class DisclosureDifference(ResultsPart):
    """Two snapshots of one table, row by row."""

    version: Literal["misid-disclosure-difference/1"] = Field(
        "misid-disclosure-difference/1", description="Schema."
    )
    old: Snapshot = Field(description="The older one.")
    new: Snapshot = Field(description="The newer one.")
    key: tuple[str, ...] = Field(description="By what rows were found again.")
    added: tuple[SnapshotRow, ...] = Field(description="Rows that only the new one has.")
    gone: tuple[SnapshotRow, ...] = Field(description="Rows that only the old one has.")
    changed: tuple[CellChange, ...] = Field(description="Cells that differ.")
    columns_added: tuple[str, ...] = Field(description="Names of columns only the new one has.")
    columns_gone: tuple[str, ...] = Field(description="Names of columns only the old one has.")
    totals: tuple[TotalChange, ...] = Field(description="Sums over one time that differ.")

    @property
    def edited_history(self) -> int:
        """How many rows of a time that was told already were added, taken away or changed."""
        moved = sum(row.is_history for row in (*self.added, *self.gone))
        return moved + len({one.new_row for one in self.changed})
