"""Walk one encounter from stop to record, place by place; many of them as a grid."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import get_args

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

from misid.errors import MeaningError, MisidError
from misid.figures.candidates import candidates_svg, placed
from misid.figures.shapes import icon, likeness, lone, shape
from misid.simulation.encounter_schema import Encounter, EncounterGrid, SampledOutcome, WalkNote
from misid.simulation.encounter_world import MOST_DRAWS, checked_outcome
from misid.study import Study
from misid.web.address import Address
from misid.web.errors import check_version, status_of
from misid.web.page import address_of, render, studies_of
from misid.web.studies import Studies
from misid.web.waiting import StillAtWorkError
from misid.words import encounter_places as places
from misid.words import encounters as words
from misid.words.language import Language, language, message
from misid.words.sentence import Sentence, paragraph

PATH, MANY = "/encounter", "/encounters"
TITLES = (
    message("The officer's phone"),
    message("The search"),
    message("The desk"),
    message("The record"),
    message("The person"),
    message("The truth"),
)
"""The places of an encounter, and what is turned over in the end."""
_NAMES = ("phone", "search", "desk", "record", "person")
_COUNT, _MOST_NUMBER = 100, 2**53
_AGAIN = {"Refresh": "1", "Cache-Control": "no-store"}


@dataclass(frozen=True)
class EncounterAsked:
    """
    What the address asks for.

    A `number`, or the first encounter from `start` that ends as `pick` says; up to which `step` it
    is told, under which `answer` to what nobody has said.
    """

    number: int = 0
    pick: str = ""
    start: int = 0
    step: int = 1
    answer: str = ""

    @classmethod
    def read(cls, query: QueryParams) -> EncounterAsked:
        """
        From the query of a request.

        Raises: MeaningError: a part that cannot be meant.
        """
        pick = query.get("pick", "")
        return cls(
            number=_whole(query, "n", _MOST_NUMBER),
            pick=checked_outcome(pick) if pick else "",
            start=_whole(query, "from", _MOST_NUMBER),
            step=max(1, _whole(query, "step", len(TITLES), 1)),
            answer=query.get("answer", ""),
        )

    def to(self, address: Address, path: str = PATH) -> str:
        """The address of what is asked for."""
        more: dict[str, str | int | None] = {
            "answer": self.answer or None,
            "step": self.step if self.step > 1 else None,
        }
        more |= {"pick": self.pick, "from": self.start} if self.pick else {"n": self.number}
        return address.to(path, **more)

    def of(self, study: Study) -> Encounter | None:
        """What a study answers."""
        seed = study.seed
        if self.pick:
            return study.find_encounter(self.pick, start=self.start, seed=seed, answer=self.answer)
        return study.encounter(self.number, seed=seed, answer=self.answer)

    @property
    def call(self) -> str:
        """The method that is asked, as Python writes it, but for seed and answer."""
        if self.pick:
            return f"find_encounter({self.pick!r}, start={self.start}"
        return f"encounter({self.number}"


@dataclass(frozen=True)
class WalkPlace:
    """One of the five places: what is said there, what is drawn there."""

    name: str
    title: str
    is_open: bool
    lines: tuple[Sentence, ...]
    drawings: tuple[str, ...] = ()


def encounter(request: Request) -> Response:
    """The page of one encounter, told up to a step."""
    address = address_of(request)
    check_version(address)
    try:
        asked = EncounterAsked.read(request.query_params)
        found = drawn(studies_of(request), address, asked)
    except StillAtWorkError as working:
        return _waiting(request, address, working)
    except MisidError as mistake:
        return _mistaken(request, address, mistake)
    return render(request, "encounter", address, _shown(address, asked, found))


def encounters(request: Request) -> Response:
    """Many encounters at once, each a link."""
    address = address_of(request)
    check_version(address)
    try:
        asked = EncounterAsked.read(request.query_params)
        grid = drawn_many(studies_of(request), address, asked)
    except StillAtWorkError as working:
        return _waiting(request, address, working)
    except MisidError as mistake:
        return _mistaken(request, address, mistake)
    return render(request, "encounters", address, _many(address, asked, grid))


def drawn(studies: Studies, address: Address, asked: EncounterAsked) -> Encounter | None:
    """
    The encounter that is asked for; none where none was found.

    Raises: StillAtWorkError: ask again. MisidError: it cannot be meant.
    """
    total = MOST_DRAWS if asked.pick else 0
    return studies.of_study(f"encounter {replace(asked, step=1)}", address, asked.of, total=total)


def drawn_many(studies: Studies, address: Address, asked: EncounterAsked) -> EncounterGrid:
    """
    Encounters in a row, from the first that is asked for.

    Raises: as `drawn`.
    """

    def ask(study: Study) -> EncounterGrid:
        return study.encounters(asked.start, count=_COUNT, seed=study.seed, answer=asked.answer)

    return studies.of_study(f"encounters {asked.start} {asked.answer}", address, ask)


def _waiting(request: Request, address: Address, working: StillAtWorkError) -> Response:
    facts = {"done": working.done, "total": working.total}
    return render(request, "encounter_waiting", address, facts, headers=_AGAIN)


def _mistaken(request: Request, address: Address, mistake: MisidError) -> Response:
    """What was asked for stays in the fields; nothing is drawn."""
    known, query = Address(language=address.language), request.query_params
    with suppress(MisidError):
        studies_of(request).check(address)
        known = address
    entered = query.get("n") or query.get("from") or ""
    facts = _nothing(known, EncounterAsked()) | {"mistake": mistake, "entered": entered}
    return render(request, "encounter", known, facts, status=status_of(mistake))


def _whole(query: QueryParams, name: str, most: int, usual: int = 0) -> int:
    text = query.get(name, "").strip()
    if not text:
        return usual
    if text.isascii() and text.isdigit() and int(text) <= most:
        return int(text)
    raise MeaningError(
        f"{name} is {text[:30]!r}, but it is a whole number.", use=f"a number from 0 to {most:,}"
    )


def _nothing(address: Address, asked: EncounterAsked) -> dict[str, object]:
    """A page on which nothing was drawn."""
    spoken = language(address.language)
    return {
        "mistake": None,
        "none": (),
        "encounter": None,
        "asked": asked,
        "entered": "",
        "outcomes": _outcomes(address, asked, asked.start),
        "many": replace(asked, start=0, step=1).to(address, MANY),
        "steps": (),
        "titles": [spoken.word(title) for title in TITLES],
    }


def _outcomes(address: Address, asked: EncounterAsked, start: int) -> tuple[tuple[str, str], ...]:
    spoken = language(address.language)
    return tuple(
        (
            spoken.word(title),
            EncounterAsked(pick=name, start=start, answer=asked.answer).to(address),
        )
        for name, title in words.OUTCOMES.items()
    )


def _shown(address: Address, asked: EncounterAsked, found: Encounter | None) -> dict[str, object]:
    spoken, blank = language(address.language), _nothing(address, asked)
    if found is None:
        outcome = next(name for name in get_args(SampledOutcome) if name == asked.pick)
        return blank | {"none": words.none_found(outcome, MOST_DRAWS, spoken)}
    turned = asked.step == len(TITLES)
    return blank | {
        "encounter": found,
        "picked": words.picked(found, spoken),
        "rule": words.rule(found, spoken),
        "rules": tuple(_rules(address, asked, found, spoken)),
        "steps": _steps(address, asked, spoken),
        "back": _step_to(address, asked, asked.step - 1),
        "next": _step_to(address, asked, asked.step + 1),
        "five": _places(found, found.walk, "walk", asked.step, spoken),
        "searching": ()
        if found.walk.search is None
        else places.searching(found.walk.search, "walk", spoken),
        "photographs": paragraph(
            [places.condition(found.walk, spoken), places.photographs(found.walk, "walk", spoken)]
        ),
        "truth": _truth(found, spoken) if turned else None,
        "other_one": EncounterAsked(number=found.number + 1, answer=asked.answer).to(address),
        "outcomes": _outcomes(address, asked, found.number + 1),
        "drawn_from": words.drawn_from(found, spoken),
        "one_world": words.one_world(found, spoken),
        "python": words.made_again(found, asked.call),
        "json": replace(asked, step=1).to(address, f"/api{PATH}"),
    }


def _rules(
    address: Address, asked: EncounterAsked, found: Encounter, spoken: Language
) -> list[tuple[str, str, bool]]:
    """Each answer to what nobody has said: its words, its address, whether it holds here."""
    if found.answer is None:
        return []
    answers = sorted((found.answer, *found.other_answers), key=lambda one: one.option)
    # The same person stays in sight, so a picked one is asked for by its number.
    same = replace(asked, pick="", start=0, number=found.number)
    return [
        (
            words.if_answer(one, spoken),
            replace(same, answer=one.option).to(address),
            one == found.answer,
        )
        for one in answers
    ]


def _steps(
    address: Address, asked: EncounterAsked, spoken: Language
) -> tuple[tuple[str, str, bool], ...]:
    return tuple(
        (spoken.word(title), replace(asked, step=step).to(address), step == asked.step)
        for step, title in enumerate(TITLES, start=1)
    )


def _step_to(address: Address, asked: EncounterAsked, step: int) -> str:
    return replace(asked, step=step).to(address) if 1 <= step <= len(TITLES) else ""


def _places(
    found: Encounter, walk: WalkNote, where: str, step: int, spoken: Language
) -> tuple[WalkPlace, ...]:
    """The five places, told up to a step; at the last one whose records they were."""
    turned = step == len(TITLES)
    lines = (
        (places.stop(walk, where, spoken),),
        _search_lines(walk, where, spoken),
        places.desk(walk, where, spoken),
        places.record(walk, where, spoken),
        (*places.told_to_person(walk, spoken), *places.redress(found, spoken)),
    )
    drawings = (
        (_photograph(found, spoken),),
        _search_drawings(found, walk, spoken, turned=turned),
        _pair(found, walk, spoken, turned=turned),
        (),
        (),
    )
    return tuple(
        WalkPlace(
            name=name,
            title=spoken.word(TITLES[at]),
            is_open=at < step,
            lines=lines[at],
            drawings=drawings[at],
        )
        for at, name in enumerate(_NAMES)
    )


def _search_lines(walk: WalkNote, where: str, spoken: Language) -> tuple[Sentence, ...]:
    if walk.search is None:
        return (places.ended(walk, spoken),)
    last = len(walk.search.photographs) - 1
    photograph = f"{where}.search.photographs.{last}"
    return (
        *places.collections(walk.search, where, spoken),
        places.threshold(walk.search, where, spoken),
        places.returned(walk.search.photographs[last], photograph, spoken),
        places.ended(walk, spoken),
    )


def _photograph(found: Encounter, spoken: Language) -> str:
    return lone(shape(found.person.pattern, "photograph"), 64, spoken.word(places.PHOTOGRAPH))


def _search_drawings(
    found: Encounter, walk: WalkNote, spoken: Language, *, turned: bool
) -> tuple[str, ...]:
    """The last photograph's records, on which the answer rests."""
    if walk.search is None:
        return ()
    records = placed(walk.search.photographs[-1], spoken, turned=turned)
    return (candidates_svg(found.person.pattern, walk.search.threshold, records, spoken),)


def _pair(found: Encounter, walk: WalkNote, spoken: Language, *, turned: bool) -> tuple[str, ...]:
    """The photograph and the record beside it, as the desk sees them."""
    if walk.desk is None or walk.search is None:
        return ()
    sees = walk.desk.sees
    differing = likeness(sees.rarity, walk.search.threshold)
    outline = sees.whose if turned else "record"
    record = shape(found.person.pattern, outline, sees.pattern, differing)
    alt = places.WHOSE[sees.whose] if turned else places.RECORD
    return (_photograph(found, spoken), lone(record, 64, spoken.word(alt)))


@dataclass(frozen=True)
class Truth:
    """What is turned over in the end."""

    who: Sentence
    whose: Sentence
    error: str
    choices: tuple[words.Choices, ...]
    others: tuple[Sentence, ...]
    again: Sentence
    later: WalkPlace
    stops: tuple[Sentence, ...]


def _truth(found: Encounter, spoken: Language) -> Truth:
    later = _places(found, found.again, "again", len(TITLES), spoken)[1]
    return Truth(
        who=places.who(found, spoken),
        whose=places.whose(found.walk, found.person.truth, spoken),
        error=found.walk.error,
        choices=words.choices(found.walk, "walk", spoken),
        others=tuple(
            words.other(other, other.walk, found.person.truth, spoken) for other in found.others
        ),
        again=words.again(found, spoken),
        later=replace(later, lines=later.lines[-2:]),
        stops=tuple(words.own_stop(one, at, spoken) for at, one in enumerate(found.stops)),
    )


@dataclass(frozen=True)
class EncounterCell:
    """One of many: its shape, its words, its address."""

    kind: str
    drawing: str
    said: Sentence
    link: str


def _many(address: Address, asked: EncounterAsked, grid: EncounterGrid) -> dict[str, object]:
    spoken = language(address.language)
    kinds = [words.kind_of(row) for row in grid.rows]
    return {
        "grid": grid,
        "cells": tuple(
            EncounterCell(
                kind=kind,
                drawing=icon(kind),
                said=words.in_line(row, place, spoken),
                link=EncounterAsked(number=row.number, answer=asked.answer, step=len(TITLES)).to(
                    address
                ),
            )
            for place, (row, kind) in enumerate(zip(grid.rows, kinds, strict=True))
        ),
        "legend": tuple((kind, icon(kind), said) for kind, said in words.legend(grid, spoken)),
        "rule": words.rule(grid, spoken),
        "rules": tuple(_grid_rules(address, asked, grid, spoken)),
        "back": _row(address, asked, asked.start - _COUNT),
        "next": _row(address, asked, asked.start + _COUNT),
        "one": EncounterAsked(number=asked.start, answer=asked.answer).to(address),
        "outcomes": _outcomes(address, asked, asked.start),
        "drawn_from": words.drawn_from(grid, spoken),
        "one_world": words.one_world(grid, spoken),
        "python": words.made_again(grid, f"encounters({asked.start}, count={_COUNT}"),
        "json": _row(address, asked, asked.start, f"/api{MANY}"),
    }


def _row(address: Address, asked: EncounterAsked, start: int, path: str = MANY) -> str:
    if start < 0:
        return ""
    more: dict[str, str | int | None] = {"from": start, "answer": asked.answer or None}
    return address.to(path, **more)


def _grid_rules(
    address: Address, asked: EncounterAsked, grid: EncounterGrid, spoken: Language
) -> list[tuple[str, str, bool]]:
    if grid.answer is None:
        return []
    answers = sorted((grid.answer, *grid.other_answers), key=lambda one: one.option)
    return [
        (
            words.if_answer(one, spoken),
            _row(address, replace(asked, answer=one.option), asked.start),
            one == grid.answer,
        )
        for one in answers
    ]
