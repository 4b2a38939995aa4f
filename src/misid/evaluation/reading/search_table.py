"""The one strict table behind every form of candidate lists."""

from __future__ import annotations

from dataclasses import dataclass

from misid.arrays import Flags, Integers
from misid.errors import MeaningError
from misid.evaluation.reading.columns import File, ListRole
from misid.evaluation.reading.pair_table import Groups
from misid.files.columns import How
from misid.measures.identification import CandidateLists


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column, the file that it is in, what it is taken to be, and who said so."""

    file: File
    role: ListRole
    name: str
    how: How


@dataclass(frozen=True)
class SearchTable:
    """
    Searches with their candidates, and what is known of each search.

    Distances are negated already; `distance` says so, for what is shown. Searches, people and
    records are numbers that mean nothing outside this table: who they are is not kept.
    """

    name: str
    lists: CandidateLists
    mated: Flags
    """Of each search: whether the person is enrolled."""
    failed: Flags
    """Whether the search failed before there was a list: a failure to acquire."""
    people: Integers
    """A number for the person of each search."""
    people_known: bool = False
    """Whether a column says who is searched for; else a search is a person of its own, but for
    people who are known by their own record."""
    group: Groups | None = None
    condition: Groups | None = None
    """Under which each photograph was taken."""
    gallery: Integers | None = None
    """Records in the gallery of each search."""
    distance: bool = False
    columns: tuple[ListColumn, ...] = ()
    records: int = 0
    """Own records that the mates name."""
    records_unlisted: int = 0
    """Those of them that are no search's candidate."""

    def __post_init__(self) -> None:
        """
        Refuse what has no error rates.

        Raises: MeaningError: no search has a candidate.
        """
        if not len(self.lists.score):
            raise MeaningError(
                f"none of {self.lists.searches:,} searches has a candidate, so no threshold tells "
                "them apart.",
                where=self.name,
                use="lists with the candidates of searches",
            )

    def shown(self, score: float) -> float:
        """A score or threshold on the scale of the file."""
        return 0.0 - score if self.distance else score
