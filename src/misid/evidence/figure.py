"""One published number and where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from misid.evidence.citations import Citation


@dataclass(frozen=True, slots=True)
class Figure:
    """
    One published number with its table, row, column and citation.

    `published` is the text as printed, so with the digits that were printed. `bound` says how
    to read it where it is not the value itself: `more than`, `about`, `stated`. `row` is empty
    for a condition that holds for the whole table.
    """

    value: float
    table: str
    row: str
    column: str
    citation: Citation
    quality: str
    published: str
    bound: str = ""

    def cite(self) -> str:
        """The number and its source in one short sentence."""
        row = f"row {self.row}, column" if self.row else "condition"
        place = f"table {self.table}, {row} {self.column}"
        quality = "" if self.quality == "primary" else f"; {self.quality}"
        return f"{self._shown()} ({self.citation.short()}; {place}{quality})"

    def _shown(self) -> str:
        """The text as printed, after its bound: `more than 100000`, `0 (no difference found)`."""
        if self.bound in ("", "exact") or not self.published[0].isdigit():
            return self.published
        before = self.bound in ("more than", "less than", "about")
        return f"{self.bound} {self.published}" if before else f"{self.published} ({self.bound})"
