"""The one strict table behind every format of score file."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from misid.arrays import Flags, Integers
from misid.errors import MeaningError
from misid.evaluation.reading.columns import PairRole
from misid.files.columns import How
from misid.measures import Rate


@dataclass(frozen=True, slots=True)
class PairColumn:
    """A column, what it is taken to be, and who said so."""

    role: PairRole
    name: str
    how: How


@dataclass(frozen=True)
class Groups:
    """The group of each comparison on one side, by its place among the labels."""

    labels: tuple[str, ...]
    at: Integers


@dataclass(frozen=True)
class ScoreTable:
    """
    Comparisons with finite scores, higher always more alike, and what is known of each.

    Distances are negated already; `distance` says so, for what is shown. Subjects are numbers
    that mean nothing outside this table: who they are is not kept.
    """

    name: str
    scores: NDArray[np.floating]
    genuine: Flags
    subject_a: Integers | None = None
    subject_b: Integers | None = None
    group_a: Groups | None = None
    group_b: Groups | None = None
    condition: Groups | None = None
    """Under which each comparison was captured."""
    failed_genuine: int = 0
    failed_impostor: int = 0
    distance: bool = False
    columns: tuple[PairColumn, ...] = ()
    failures_are_misses: bool = False
    """Whether comparisons without a score are among the others, below every score."""
    itself: int = 0
    """Comparisons of a photograph with itself, which are left out."""
    unmatched: int = 0
    """Rows of the scores or of their key that only one of them has, which are left out."""

    def __post_init__(self) -> None:
        """
        Refuse what has no error rates.

        Raises: MeaningError: a kind of comparison is missing, or all scores are equal.
        """
        genuine = int(np.count_nonzero(self.genuine))
        refuse_one_kind(genuine, len(self.genuine) - genuine, self.name)
        refuse_equal(len(self.scores), self.scores.min(), self.scores.max(), self.name)

    def shown(self, score: float) -> float:
        """A score or threshold on the scale of the file."""
        return 0.0 - score if self.distance else score

    def failures(self) -> Rate:
        """Comparisons without a score among all."""
        failed = self.failed_genuine + self.failed_impostor
        return Rate(failed, len(self.scores) + failed * (not self.failures_are_misses))


def refuse_one_kind(genuine: int, impostor: int, where: str) -> None:
    """
    Refuse comparisons of one kind alone.

    Raises: MeaningError: there are none of the other kind.
    """
    for kind, count in (("genuine", genuine), ("impostor", impostor)):
        if not count:
            raise MeaningError(
                f"there are no {kind} comparisons among the {genuine + impostor:,} with a "
                "score, so there is no error rate for them.",
                where=where,
                use="scores of genuine and of impostor comparisons",
            )


def refuse_equal(count: int, lowest: float, highest: float, where: str) -> None:
    """
    Refuse scores that do not differ.

    Raises: MeaningError: the lowest is the highest.
    """
    if lowest == highest:
        raise MeaningError(
            f"all {count:,} scores are equal, so no threshold tells them apart.",
            where=where,
            use="another column of scores",
        )
