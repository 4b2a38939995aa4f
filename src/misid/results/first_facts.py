"""The few facts that a page shows of a changed programme: all others are left until asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from misid.results.schema import (
    Caution,
    ChangeNote,
    Frequencies,
    Question,
    Results,
    ScenarioNote,
    Stamp,
    StockRow,
    Tree,
)
from misid.scenario import Scenario


@dataclass(frozen=True)
class FirstFacts:
    """
    What pictures of people and of photographs show, and what must be said beside them.

    Each part is that of the results document; of the either/or that decides the headline there is
    only what is open.
    """

    scenario: ScenarioNote
    canonical: Scenario
    changes: tuple[ChangeNote, ...]
    cautions: tuple[Caution, ...]
    either_or: Question | None
    frequencies: Frequencies
    trees: tuple[Tree, ...]
    stock: tuple[StockRow, ...]
    stamp: Stamp


RunFacts: TypeAlias = Results | FirstFacts
"""Facts of a run that have what is shown first."""
