"""The one outcome table: what happens to a stop, and to whom; what is counted of it, and of what.

Truth x candidate x answer x review, by group. Three errors are kept apart: wrong person (another
person's record), wrong record (the right person, a record that is wrong or out of date), and miss
(sought, and no reference). Every engine reads the cells and the rates from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Literal, NamedTuple, get_args

import numpy as np

from misid.arrays import Floats
from misid.scenario import Output

Enrolment = Literal["not_enrolled", "enrolled", "sought"]
WhoIsShown = Literal["no_search", "nothing", "nobody", "own", "own_wrong", "stranger"]
PhoneAnswer = Literal["none", "do_not_detain", "reference"]
ReviewVerdict = Literal["none", "upheld", "withdrawn"]

TRUTHS: tuple[Enrolment, ...] = get_args(Enrolment)
CANDIDATES: tuple[WhoIsShown, ...] = get_args(WhoIsShown)
VERDICTS: tuple[ReviewVerdict, ...] = get_args(ReviewVerdict)
REFERENCES: tuple[WhoIsShown, ...] = ("own", "own_wrong", "stranger")
"""The candidates on whom a reference is given."""
_REVIEWED: tuple[ReviewVerdict, ...] = ("upheld", "withdrawn")


@dataclass(frozen=True)
class OutcomeCell:
    """
    One way in which a stop can end, given the truth about the person.

    `candidate`: `nobody` means candidates, none of which the reference rule accepts; `own_wrong`
    the person's own record, which says wrongly that they are sought. `source` names the source of
    a stranger's record; `kin` says that the stranger is a twin or a sibling, at mate level.
    """

    candidate: WhoIsShown
    answer: PhoneAnswer
    review: ReviewVerdict
    source: str = ""
    kin: bool = False


def cells(sources: tuple[str, ...]) -> tuple[OutcomeCell, ...]:
    """Every way in which a stop can end, in the order of the table's last axis."""
    return (
        OutcomeCell("no_search", "none", "none"),
        OutcomeCell("nothing", "do_not_detain", "none"),
        OutcomeCell("nobody", "do_not_detain", "none"),
        *(OutcomeCell("own", "reference", verdict) for verdict in _REVIEWED),
        *(OutcomeCell("own_wrong", "reference", verdict) for verdict in _REVIEWED),
        *(
            OutcomeCell("stranger", "reference", verdict, source, kin)
            for kin in (False, True)
            for source in sources
            for verdict in _REVIEWED
        ),
    )


NOT_ENROLLED, ENROLLED, SOUGHT = range(len(TRUTHS))
"""Positions on the table's axis of truths."""
_OF_NOBODY_ELSE = [cell.candidate for cell in cells(())]
NO_SEARCH, NOTHING, NOBODY, OWN, OWN_WRONG = map(_OF_NOBODY_ELSE.index, CANDIDATES[:-1])
STRANGER = len(_OF_NOBODY_ELSE)
"""Position of the first cell of each candidate; of a stranger's record the first source's."""
WITHDRAWN = len(_REVIEWED) - 1
"""How far behind the cell of an answer that is upheld that of the same one withdrawn stands."""
A_SOURCE = len(_REVIEWED)
"""How many cells the records of one source have; as many again where they are of kin."""


def cell_count(sources: int) -> int:
    """How many cells a gallery of so many sources has."""
    return STRANGER + 2 * sources * A_SOURCE


class Event(NamedTuple):
    """
    Ends of a stop that are counted together.

    `candidates`: any of these; `truths`: about the person; `reviews`: what review said; `kin`:
    whether a stranger is a twin or a sibling.
    """

    candidates: tuple[str, ...]
    truths: tuple[str, ...] = TRUTHS
    reviews: tuple[str, ...] = VERDICTS
    kin: tuple[bool, ...] = (False, True)

    def includes(self, cell: OutcomeCell) -> bool:
        """Whether a cell is one of them, where the truth is."""
        is_answer = cell.candidate in self.candidates and cell.review in self.reviews
        return is_answer and cell.kin in self.kin


SEARCH = Event(CANDIDATES[1:])
REFERENCE = Event(REFERENCES)
REFERENCE_UPHELD = REFERENCE._replace(reviews=("upheld",))
WRONG_PERSON = Event(("stranger",))
WRONG_PERSON_UPHELD = WRONG_PERSON._replace(reviews=("upheld",))
WRONG_PERSON_KIN = WRONG_PERSON._replace(kin=(True,))
WRONG_RECORD = Event(("own_wrong",))
MISS = Event(("no_search", "nothing", "nobody"), truths=("sought",))
STOP_OF_SOUGHT = Event(CANDIDATES, truths=("sought",))

PER_SEARCHES = 100_000.0


class RateOfStops(NamedTuple):
    """What is counted, among what, and per how many."""

    part: Event
    whole: Event
    per: float = 1.0

    @property
    def rests_on_review(self) -> bool:
        """Whether it can depend on review; where both verdicts count, it cannot."""
        return not all(set(VERDICTS) <= set(event.reviews) for event in (self.part, self.whole))


RATES: dict[Output, RateOfStops] = {
    "wrong_person_references": RateOfStops(WRONG_PERSON, SEARCH, PER_SEARCHES),
    "wrong_person_references_upheld": RateOfStops(WRONG_PERSON_UPHELD, SEARCH, PER_SEARCHES),
    "wrong_person_references_kin": RateOfStops(WRONG_PERSON_KIN, SEARCH, PER_SEARCHES),
    "share_of_references_wrong_person": RateOfStops(WRONG_PERSON, REFERENCE),
    "share_of_upheld_references_wrong_person": RateOfStops(WRONG_PERSON_UPHELD, REFERENCE_UPHELD),
    "share_of_references_right_person": RateOfStops(Event(("own", "own_wrong")), REFERENCE),
    "share_of_references_sought": RateOfStops(Event(("own",), truths=("sought",)), REFERENCE),
    "references_to_people_not_sought": RateOfStops(
        Event(("own",), truths=("enrolled",)), SEARCH, PER_SEARCHES
    ),
    "wrong_record_references": RateOfStops(WRONG_RECORD, SEARCH, PER_SEARCHES),
    "misses_among_sought": RateOfStops(MISS, STOP_OF_SOUGHT),
}
"""The outputs that are rates of stops; every engine counts them as they stand here."""


@dataclass(frozen=True)
class Outcomes:
    """
    Probability of each outcome of one stop of a group, in each world.

    `table` has shape (worlds, groups, truths, cells) and adds up to 1 over the last two axes.
    """

    groups: tuple[str, ...]
    cells: tuple[OutcomeCell, ...]
    table: Floats

    @cached_property
    def _sums(self) -> dict[Event, Floats]:
        return {}

    def of(self, event: Event) -> Floats:
        """Probability that a stop ends with an event, shape (worlds, groups); to read only."""
        if event not in self._sums:
            self._sums[event] = self._of(event)
        return self._sums[event]

    def _of(self, event: Event) -> Floats:
        places = [place for place, cell in enumerate(self.cells) if event.includes(cell)]
        about = [place for place, truth in enumerate(TRUTHS) if truth in event.truths]
        total = np.zeros(self.table.shape[:2])
        for cell, truth in product(places, about):
            total += self.table[:, :, truth, cell]
        total.flags.writeable = False
        return total

    def among(
        self,
        candidates: tuple[str, ...],
        *,
        truths: tuple[str, ...] = TRUTHS,
        reviews: tuple[str, ...] = VERDICTS,
        kin: tuple[bool, ...] = (False, True),
    ) -> Floats:
        """Probability that a stop ends with an `Event` of these, shape (worlds, groups)."""
        return self.of(Event(candidates, truths, reviews, kin))

    def searched(self) -> Floats:
        """Probability that the photograph is searched at all, shape (worlds, groups)."""
        return self.of(SEARCH)

    def of_everybody(self, stopped: Floats) -> Outcomes:
        """
        The same for a stop of anybody, as of one group.

        Args:
            stopped: share of each group among the stops, shape (worlds, groups).
        """
        table = np.einsum("wg,wgtc->wtc", stopped, np.ascontiguousarray(self.table))
        return Outcomes(("everybody",), self.cells, table[:, None])
