"""What the search of an encounter saw, as facts: records by where they stand, each with a shape."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from misid.programme.people.candidates import (
    MateRecord,
    MateSeen,
    PhotographSeen,
    SearchSeen,
    StrangerSeen,
    mate_rarity,
)
from misid.programme.people.timeline import Course
from misid.scenario import Scenario
from misid.scenario.together import gallery_records
from misid.simulation.encounter_schema import (
    CandidateNote,
    CollectionNote,
    PhotographNote,
    SearchNote,
    Whose,
)

_MOST, _PATTERNS = 8, 2**32
_LEAST = -1.0


@dataclass(frozen=True)
class Drawing:
    """Whose records are drawn: the shape of each follows from it, and says nothing of anybody."""

    course: Course
    person: int
    stop: int

    def pattern(self, *of: Any) -> int:
        """A shape: of the person, of a record, of a photograph; the same of the same every time."""
        text = f"{self.course.digest}\x00{self.course.seed}\x00{self.person}\x00{of!r}"
        return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") % _PATTERNS


def search_note(drawing: Drawing, seen: SearchSeen) -> SearchNote:
    """
    What a search saw.

    Args:
        drawing: of whom.
        seen: the search.
    """
    course = drawing.course
    scenario, terms, worlds = course.eras[0].scenario, course.terms[0], course.worlds[0]
    held = gallery_records(worlds)[0].sum(axis=1)
    searched = terms.records.searched
    every = terms.until_reference is not None and bool(terms.until_reference[0])
    return SearchNote(
        records=float(terms.gallery[0].round(3)),
        flagged_only=searched is not None and bool(searched.only_flagged[0]),
        sources=tuple(
            CollectionNote(name=one.name, label=one.label, records=float(records.round(3)))
            for one, records in zip(scenario.gallery.sources, held, strict=True)
        ),
        threshold=seen.threshold,
        list_length=None if every else int(worlds.options("threshold.candidates")[0]),
        look_alikes=seen.frailty,
        both_at_mate_level=seen.mate is not None and seen.mate.beside,
        photographs=tuple(
            _photograph(drawing, seen, number) for number in range(len(seen.photographs))
        ),
    )


def deciding(drawing: Drawing, seen: SearchSeen) -> CandidateNote | None:
    """The record on which the answer rests, if it rests on one."""
    number = len(seen.photographs) - 1
    records = _Records(drawing, seen, number)
    return next((one for one in records.every() if one.place == "decides"), None)


def _photograph(drawing: Drawing, seen: SearchSeen, number: int) -> PhotographNote:
    return PhotographNote(
        pattern=drawing.pattern("photograph", drawing.stop, number),
        returned=seen.photographs[number].returned,
        candidates=tuple(_few(list(_Records(drawing, seen, number).every()))),
    )


def _few(records: list[CandidateNote]) -> Iterator[CandidateNote]:
    """Those that come first, whatever decides, those below the threshold, and the person's own."""
    for number, one in enumerate(records):
        if number < _MOST or one.place in {"decides", "below"} or one.whose in {"own", "kin"}:
            yield one


@dataclass(frozen=True)
class _Records:
    """The records of one photograph, likest first."""

    drawing: Drawing
    seen: SearchSeen
    number: int

    @property
    def _photograph(self) -> PhotographSeen:
        return self.seen.photographs[self.number]

    def every(self) -> Iterator[CandidateNote]:
        """Each in its place; one that is not found comes last."""
        strangers = [self._stranger(one) for one in self._photograph.strangers]
        mate, record = self._photograph.mate, self.seen.mate
        if mate is None or record is None:
            yield from strangers
            return
        own = self._mate(mate, record)
        place = mate.ahead if mate.found == "returned" else _below(strangers, own.rarity)
        yield from (*strangers[:place], own, *strangers[place:])

    def _stranger(self, one: StrangerSeen) -> CandidateNote:
        lasting = one.number >= 0
        whose: Whose = "look_alike" if lasting else "stranger"
        of = (one.number,) if lasting else (self.drawing.stop, self.number, one.number)
        return CandidateNote(
            whose=whose,
            look_alike=one.number + 1 if lasting else None,
            pattern=self.drawing.pattern(whose, *of),
            rarity=one.rarity,
            source=self._source(one.source),
            accepted=one.accepted,
            place=one.place,
            found=None,
        )

    def _mate(self, mate: MateSeen, record: MateRecord) -> CandidateNote:
        whose: Whose = "kin" if record.kin else "own"
        terms = self.drawing.course.terms[0]
        rarity = None
        if mate.part is not None:
            rarity = mate_rarity(terms, self.seen.condition, record.source, mate.part)
        return CandidateNote(
            whose=whose,
            look_alike=None,
            pattern=self.drawing.pattern(whose),
            rarity=rarity,
            source=self._source(record.source),
            accepted=record.accepted,
            place=mate.place,
            found=mate.found,
        )

    def _source(self, place: int) -> str:
        return self._scenario.gallery.sources[place].name

    @property
    def _scenario(self) -> Scenario:
        return self.drawing.course.eras[0].scenario


def _below(strangers: list[CandidateNote], rarity: float | None) -> int:
    least = _LEAST if rarity is None else rarity
    return sum((one.rarity or 0.0) > least or one.place != "below" for one in strangers)
