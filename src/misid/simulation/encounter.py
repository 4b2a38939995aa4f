"""One encounter from stop to record: facts of a made-up person whom the people engine drew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

from misid.programme.outcomes import RATES, REFERENCES, TRUTHS, OutcomeCell
from misid.programme.people.candidates import SearchSeen, search_seen
from misid.programme.people.drawn_stops import NEVER, DrawnStops
from misid.programme.people.population import DAY, YEAR
from misid.programme.people.stops import PersonStops, photograph_kind
from misid.quantities import Quantity
from misid.results import summary
from misid.results.cautions import cautions
from misid.results.provenance import stamp
from misid.results.schema import EitherOrAnswer
from misid.scenario import Output
from misid.simulation.closed_form import closed_form
from misid.simulation.encounter_alternatives import Ended, alternatives
from misid.simulation.encounter_schema import (
    CandidateNote,
    DeskNote,
    Encounter,
    EncounterGrid,
    EncounterRow,
    OfInput,
    OneWorld,
    OtherSide,
    OwnStop,
    PersonNote,
    PhoneNote,
    Picked,
    RecordNote,
    RedressNote,
    StopNote,
    WalkNote,
)
from misid.simulation.encounter_search import Drawing, deciding, search_note
from misid.simulation.encounter_world import EncounterSide, EncounterWorld
from misid.worlds.middle import open_options

LATER = 2 * YEAR
"""Seconds from the encounter to the supposed next stop of the same person."""
_MOST_STOPS = 40
_HEADLINE: Output = "wrong_person_references"
_KEPT: tuple[Literal["no_candidate", "candidate", "reference"], ...] = (
    "no_candidate",
    "candidate",
    "reference",
)
Error = Literal["none", "wrong_person", "wrong_record", "miss"]


@dataclass(frozen=True)
class _Life:
    """
    The stops of one person on one side, in order of time.

    `who`: row of the unit, and the person's number; `further`: time of the supposed stop.
    """

    side: EncounterSide
    who: tuple[int, int]
    further: int = NEVER

    @cached_property
    def _filled(self) -> tuple[PersonStops, int]:
        room = self.side.everybody.room()
        return room, self.side.everybody.live(self.who, room, further=self.further)

    @property
    def stops(self) -> PersonStops:
        """Filled from the front."""
        return self._filled[0]

    @property
    def count(self) -> int:
        """How many they are."""
        return self._filled[1]

    @property
    def group(self) -> int:
        """Position of the person's group."""
        return int(self.side.everybody.units[self.who[0], 1])

    def place(self, stop: int) -> int:
        """Which in order of time is the stop of a number."""
        return int(self.stops.number[: self.count].tolist().index(stop))

    def cell(self, at: int) -> OutcomeCell:
        """How a stop ended."""
        return self.side.course.outcomes[0].cells[int(self.stops.cell[at])]

    def seen(self, at: int) -> SearchSeen | None:
        """What the search of a stop saw."""
        return search_seen(self.side.everybody, self.who, self.stops, at)

    def drawing(self, at: int) -> Drawing:
        """What the shapes of a stop follow from."""
        return Drawing(self.side.course, self.who[1], int(self.stops.number[at]))


def encounter(world: EncounterWorld, drawn: DrawnStops, picked: Picked | None = None) -> Encounter:
    """
    One encounter, from stop to record.

    Args:
        world: where it is drawn.
        drawn: one stop that was.
        picked: that it was asked for by how it ends.
    """
    who, stop, when = (int(drawn.unit[0]), int(drawn.person[0])), int(drawn.stop[0]), drawn.when[0]
    life = _Life(world.side, who)
    later = replace(life, further=int(when) + LATER)
    at = life.place(stop)
    return Encounter(
        version="misid-encounter/1",
        **described(world),
        number=int(drawn.draw[0]),
        picked=picked,
        walk=_walk(life, at),
        others=tuple(
            OtherSide(**_answer(side).model_dump(), walk=_walk(replace(life, side=side), at))
            for side in world.others
        ),
        person=_person(life, at),
        redress=_redress(life),
        stops=tuple(_own_stops(life, later, at)),
        stops_in_all=life.count,
        again=_walk(later, later.place(life.count)),
    )


def grid(world: EncounterWorld, drawn: DrawnStops) -> EncounterGrid:
    """
    Encounters in a row, in short.

    Args:
        world: where they are drawn.
        drawn: the stops that were.
    """
    return EncounterGrid(
        version="misid-encounters/1",
        **described(world),
        rows=tuple(_row(world, drawn, place) for place in range(len(drawn.draw))),
    )


def described(world: EncounterWorld) -> dict[str, Any]:
    """The fields of `OfEncounters`."""
    course, made = world.side.course, world.made
    open_ = open_options(course.worlds[0])
    return {
        "scenario": summary.note(made.scenario),
        "changes": made.changes,
        "cautions": cautions(closed_form(course)),
        "either_or": world.possible.question,
        "answer": world.side.answer,
        "other_answers": tuple(_answer(side) for side in world.others),
        "middle": tuple(
            EitherOrAnswer(input=name, option=option) for name, option in open_.items()
        ),
        "wrong_person": _one_world(world),
        "years": course.years,
        "stamp": stamp(made, draws=1, seed=world.seed, engine="people"),
    }


def _one_world(world: EncounterWorld) -> OneWorld:
    """How far the one world lies from the others, in the number that matters most."""
    course, option = world.side.course, world.side.answer
    rate, stopped = RATES[_HEADLINE], course.terms[0].people.stopped
    everybody = course.outcomes[0].of_everybody(stopped)
    part, whole = (float(everybody.of(event)[0, 0]) for event in (rate.part, rate.whole))
    taken = "" if option is None else option.option
    return OneWorld(
        here=rate.per * part / whole if whole > 0.0 else None,
        worlds=world.possible.beside(_HEADLINE, None, taken),
    )


def _answer(side: EncounterSide) -> EitherOrAnswer:
    if side.answer is None:
        raise TypeError("nothing is open")
    return side.answer


def error_of(cell: OutcomeCell, truth: str) -> Error:
    """Which of the three errors a stop ends with."""
    if cell.candidate == "stranger":
        return "wrong_person"
    if cell.candidate == "own_wrong":
        return "wrong_record"
    return "miss" if truth == "sought" and cell.answer != "reference" else "none"


def _row(world: EncounterWorld, drawn: DrawnStops, place: int) -> EncounterRow:
    side = world.side
    cell = side.course.outcomes[0].cells[int(drawn.cell[place])]
    group = side.course.eras[0].scenario.groups[side.everybody.units[drawn.unit[place], 1]]
    truth = TRUTHS[int(drawn.truth[place])]
    return EncounterRow(
        number=int(drawn.draw[place]),
        day=_day(int(drawn.when[place])),
        group=group.name,
        label=group.label,
        truth=truth,
        answer=cell.answer,
        candidate=cell.candidate,
        kin=cell.kin,
        verdict=cell.review,
        error=error_of(cell, truth),
    )


def _day(second: int) -> int:
    return second // DAY + 1


def _walk(life: _Life, at: int) -> WalkNote:
    """What comes of a stop, place by place."""
    cell, seen = life.cell(at), life.seen(at)
    course, truth = life.side.course, int(life.stops.truth[at])
    ended = Ended(life.group, truth, int(life.stops.cell[at]))
    return WalkNote(
        stop=_stop(life, at, seen),
        phone=PhoneNote(
            answer=cell.answer,
            photographs=0 if seen is None else len(seen.photographs),
            most=int(course.worlds[0].options("threshold.tries")[0]),
        ),
        search=None if seen is None else search_note(life.drawing(at), seen),
        desk=_desk(life, at, seen),
        record=_record(life, at),
        candidate=cell.candidate,
        error=error_of(cell, TRUTHS[truth]),
        alternatives=alternatives(course, ended),
    )


def _stop(life: _Life, at: int, seen: SearchSeen | None) -> StopNote:
    course, when = life.side.course, int(life.stops.when[at])
    agency = int(life.side.everybody.units[life.who[0], 0])
    conditions = course.eras[0].scenario.capture.conditions
    return StopNote(
        agency=course.agencies.names[agency],
        agency_is_made_up=course.agencies.synthetic,
        day=_day(when),
        year=when // YEAR + 1,
        condition="" if seen is None else conditions[seen.condition].name,
    )


def _desk(life: _Life, at: int, seen: SearchSeen | None) -> DeskNote | None:
    cell = life.cell(at)
    if seen is None or cell.candidate not in REFERENCES:
        return None
    sees = deciding(life.drawing(at), seen)
    if sees is None:
        raise TypeError("a reference rests on a record")
    course, phase = life.side.course, int(life.stops.phase[at])
    return DeskNote(
        share_reviewed=_input(life, "review.share_reviewed"),
        reviewers=int(course.worlds[0].options("review.reviewers")[0]),
        # One number says both: below the share that is reviewed somebody looked.
        reviewed=seen.verdict < float(life.side.everybody.setting.law.rules.reviewed[phase]),
        verdict=cell.review,
        sees=sees,
    )


def _record(life: _Life, at: int) -> RecordNote:
    of: Literal["citizens", "others"] = "citizens" if life.stops.citizen[at] else "others"
    if life.cell(at).candidate == "no_search":
        return RecordNote(kept=None, found=None, of=of, until_day=None, until_year=None)
    kind = photograph_kind(int(life.stops.cell[at]))
    calendar, phase = life.side.everybody.setting.calendar, int(life.stops.phase[at])
    seconds = int(calendar.kept[phase, 1 - int(life.stops.citizen[at]), kind])
    until = int(life.stops.when[at]) + seconds
    return RecordNote(
        kept=_input(life, f"retention.{of}.{_KEPT[kind]}"),
        found=_KEPT[kind],
        of=of,
        until_day=_day(until),
        until_year=until // YEAR + 1,
    )


def _input(life: _Life, name: str) -> OfInput:
    worlds = life.side.course.worlds[0]
    content = worlds.by_name[name].content
    if not isinstance(content, Quantity):
        raise TypeError(f"{name} is not a quantity")
    return OfInput(
        input=name,
        value=float(worlds.number(name)[0]),
        status=content.status.value,
        source=content.source,
    )


def _redress(life: _Life) -> RedressNote:
    scenario = life.side.course.eras[0].scenario
    refuse, by_name = "stops.share_may_opt_out", life.side.course.worlds[0].by_name
    group = scenario.group_names[life.group]
    return RedressNote(
        may_refuse=_input(life, refuse if refuse in by_name else f"{refuse}.{group}"),
        do_refuse=_input(life, "stops.opt_out_taken"),
        corrected_after=tuple(
            _input(life, f"gallery.sources.{one.name}.flag_corrected_after")
            for one in scenario.gallery.sources
        ),
    )


def _person(life: _Life, at: int) -> PersonNote:
    group = life.side.course.eras[0].scenario.groups[life.group]
    return PersonNote(
        group=group.name,
        label=group.label,
        truth=TRUTHS[int(life.stops.truth[at])],
        citizen=bool(life.stops.citizen[at]),
        pattern=life.drawing(at).pattern("own"),
    )


def _own_stops(life: _Life, later: _Life, at: int) -> Iterator[OwnStop]:
    """The stops nearest to the one told, and the supposed one, in order of time."""
    first = max(0, min(at - _MOST_STOPS // 2, life.count - _MOST_STOPS))
    told = _decider(life, at)
    real = [(life, place) for place in range(first, min(life.count, first + _MOST_STOPS))]
    every = [*real, (later, later.place(life.count))]
    for one, place in sorted(every, key=lambda pair: int(pair[0].stops.when[pair[1]])):
        cell, record = one.cell(place), _decider(one, place)
        yield OwnStop(
            day=_day(int(one.stops.when[place])),
            this=one is life and place == at,
            supposed=one is later,
            answer=cell.answer,
            candidate=cell.candidate,
            verdict=cell.review,
            record=record,
            same_record=_same(told, record),
        )


def _same(told: CandidateNote | None, record: CandidateNote | None) -> bool:
    """Whether two answers rest on the record of one and the same other person."""
    if told is None or record is None or "own" in (told.whose, record.whose):
        return False
    return told.pattern == record.pattern


def _decider(life: _Life, at: int) -> CandidateNote | None:
    seen = life.seen(at) if life.cell(at).candidate in REFERENCES else None
    return None if seen is None else deciding(life.drawing(at), seen)
