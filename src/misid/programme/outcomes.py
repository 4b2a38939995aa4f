"""The one outcome table: what happens to a stop, and to whom.

Truth x candidate x answer x review, by group. Three errors are kept apart: wrong person (another
person's record), wrong record (the right person, a record that is wrong or out of date), and miss
(sought, and no reference).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import product
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

Truth = Literal["not_enrolled", "enrolled", "sought"]
Candidate = Literal["no_search", "nothing", "nobody", "own", "own_wrong", "stranger"]
Answer = Literal["none", "do_not_detain", "reference"]
Verdict = Literal["none", "upheld", "withdrawn"]

TRUTHS: tuple[Truth, ...] = get_args(Truth)
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
REFERENCES: tuple[Candidate, ...] = ("own", "own_wrong", "stranger")
"""The candidates on whom a reference is given."""
STRANGERS = 7
"""Position of the first cell of a stranger's record; two a source, and as many of kin."""


def cell_count(sources: int) -> int:
    """How many cells a gallery of so many sources has."""
    return STRANGERS + 4 * sources


def kin_cell(source: int, sources: int) -> int:
    """Position of the cell where a record of kin is the answer, and upheld; withdrawn is next."""
    return STRANGERS + 2 * (sources + source)


@dataclass(frozen=True)
class Cell:
    """
    One way in which a stop can end, given the truth about the person.

    `candidate`: `nobody` means candidates, none of which the reference rule accepts; `own_wrong`
    the person's own record, which says wrongly that they are sought. `source` names the source of
    a stranger's record; `kin` says that the stranger is a twin or a sibling, at mate level.
    """

    candidate: Candidate
    answer: Answer
    review: Verdict
    source: str = ""
    kin: bool = False


def cells(sources: tuple[str, ...]) -> tuple[Cell, ...]:
    """Every way in which a stop can end, in the order of the table's last axis."""
    verdicts: tuple[Verdict, ...] = ("upheld", "withdrawn")
    return (
        Cell("no_search", "none", "none"),
        Cell("nothing", "do_not_detain", "none"),
        Cell("nobody", "do_not_detain", "none"),
        *(Cell("own", "reference", verdict) for verdict in verdicts),
        *(Cell("own_wrong", "reference", verdict) for verdict in verdicts),
        *(
            Cell("stranger", "reference", verdict, source, kin)
            for kin in (False, True)
            for source in sources
            for verdict in verdicts
        ),
    )


@dataclass(frozen=True)
class Outcomes:
    """
    Probability of each outcome of one stop of a group, in each world.

    `table` has shape (worlds, groups, truths, cells) and adds up to 1 over the last two axes.
    """

    groups: tuple[str, ...]
    cells: tuple[Cell, ...]
    table: Floats

    def among(
        self,
        candidates: Collection[str],
        *,
        truths: Collection[str] = TRUTHS,
        reviews: Collection[str] = VERDICTS,
        kin: Collection[bool] = (False, True),
    ) -> Floats:
        """
        Probability that a stop ends with one of these candidates, shape (worlds, groups).

        Args:
            candidates: any of the `Candidate` words.
            truths: about the person.
            reviews: what review said.
            kin: whether a stranger is a twin or a sibling.
        """
        cells = [
            place
            for place, cell in enumerate(self.cells)
            if cell.candidate in candidates and cell.review in reviews and cell.kin in kin
        ]
        about = [place for place, truth in enumerate(TRUTHS) if truth in truths]
        total = np.zeros(self.table.shape[:2])
        for cell, truth in product(cells, about):
            total += self.table[:, :, truth, cell]
        return total

    def of_everybody(self, stopped: Floats) -> Outcomes:
        """
        The same for a stop of anybody, as of one group.

        Args:
            stopped: share of each group among the stops, shape (worlds, groups).
        """
        table = np.einsum("wg,wgtc->wtc", stopped, np.ascontiguousarray(self.table))
        return Outcomes(("everybody",), self.cells, table[:, None])

    def searched(self) -> Floats:
        """Probability that the photograph is searched at all, shape (worlds, groups)."""
        return self.among([cell.candidate for cell in self.cells if cell.candidate != "no_search"])
