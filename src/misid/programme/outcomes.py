"""The one outcome table: what happens to a stop, and to whom.

Truth x candidate x answer x review, by group. Three errors are kept apart: wrong person (another
person's record), wrong record (the right person, a record that is wrong or out of date), and miss
(sought, and no reference).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

Truth = Literal["not_enrolled", "enrolled", "sought"]
Candidate = Literal["no_search", "nothing", "nobody", "own", "own_wrong", "stranger"]
Answer = Literal["none", "do_not_detain", "reference"]
Verdict = Literal["none", "upheld", "withdrawn"]

TRUTHS: tuple[Truth, ...] = ("not_enrolled", "enrolled", "sought")


@dataclass(frozen=True)
class Cell:
    """
    One way in which a stop can end, given the truth about the person.

    `candidate`: `nobody` means candidates, none of which the reference rule accepts; `own_wrong`
    the person's own record, which says wrongly that they are sought. `source` names the source of
    a stranger's record.
    """

    candidate: Candidate
    answer: Answer
    review: Verdict
    source: str = ""


def cells(sources: tuple[str, ...]) -> tuple[Cell, ...]:
    """Every way in which a stop can end, in the order of the table's last axis."""
    verdicts: tuple[Verdict, ...] = ("upheld", "withdrawn")
    return (
        Cell("no_search", "none", "none"),
        Cell("nothing", "do_not_detain", "none"),
        Cell("nobody", "do_not_detain", "none"),
        *(Cell("own", "reference", verdict) for verdict in verdicts),
        *(Cell("own_wrong", "reference", verdict) for verdict in verdicts),
        *(Cell("stranger", "reference", v, source) for source in sources for v in verdicts),
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

    def probability(
        self,
        *,
        truths: tuple[Truth, ...] = TRUTHS,
        candidates: tuple[Candidate, ...] | None = None,
        answers: tuple[Answer, ...] | None = None,
        reviews: tuple[Verdict, ...] | None = None,
    ) -> Floats:
        """
        Probability that a stop ends in any of the named ways, shape (worlds, groups).

        Args:
            truths: about the person.
            candidates, answers, reviews: what the outcome must be; None for any.
        """
        wanted = [
            (candidates is None or cell.candidate in candidates)
            and (answers is None or cell.answer in answers)
            and (reviews is None or cell.review in reviews)
            for cell in self.cells
        ]
        about = [TRUTHS.index(truth) for truth in truths]
        return self.table[:, :, about][..., wanted].sum(axis=(2, 3))
