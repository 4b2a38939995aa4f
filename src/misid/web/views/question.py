"""One unanswered question: what stands in for its answer, and what the programme is at each end."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from misid.document.model import Table
from misid.document.tables.uncertainty import questions as table_of_questions
from misid.errors import MisidError
from misid.figures.catalogue import make as figure
from misid.results.schema import Results
from misid.scenario.stated import written
from misid.uncertainty.ends import End, ends
from misid.uncertainty.ledger_schema import Ledger
from misid.uncertainty.questions import OpenField, questions
from misid.web import asked
from misid.web.address import Address
from misid.web.errors import NoSuchPageError, check_version
from misid.web.page import address_of, render, studies_of
from misid.web.pictures import ShownPicture, shown
from misid.web.studies import PageFacts, Studies
from misid.web.waiting import StillAtWorkError
from misid.words import ends as words
from misid.words import ledger as ledger_words
from misid.words import letters as letter_words
from misid.words.cards import Card, cards
from misid.words.language import Language, language
from misid.words.scenario import concerns, in_words, origin_of_input, why
from misid.words.sentence import Sentence

PICTURE = "frequencies"


@dataclass(frozen=True)
class AnsweredProgramme:
    """
    The programme where one answer holds: its numbers, what decides then, and where it is changed.

    `mistake` is why the model cannot hold there; all else is empty then.
    """

    name: str
    title: str
    stands: tuple[words.Stands, ...]
    page: str
    cards: tuple[Card, ...] = ()
    decides: Sentence = ()
    picture: ShownPicture | None = None
    mistake: MisidError | None = None


@dataclass(frozen=True)
class StandsIn:
    """What stands at one input of the question, whose it is, how it is known, and why."""

    whose: str
    what: str
    known: str
    why: str


def question(request: Request) -> Response:
    """What is not known, and both ends' worlds beside each other."""
    address, studies = address_of(request), studies_of(request)
    check_version(address)
    facts = studies.facts(address)
    one = _question(request.path_params["field"], facts.results)
    spoken = language(address.language)
    worlds = _worlds(one, facts, address, studies)
    found = asked.ledger_or_work(studies, address)
    page = {
        "title": spoken.word(one.inputs[0].question),
        "field": one.field,
        "stands_in": _stands_in(one, facts.results, spoken),
        "worlds": worlds,
        "is_tied": bool(one.tied),
        "here_again": str(request.url.replace(scheme="", netloc="")),
        "results": facts.results,
        **_by_ledger(one, found, address, spoken),
    }
    return render(request, "question", address, page)


def _question(field: str, results: Results) -> OpenField:
    for one in questions(results.canonical):
        if one.field == field:
            return one
    raise NoSuchPageError(
        f"{field[:80]!r} is no unanswered question of this programme: there is no such input, or "
        "it is known, or this address answers it.",
        use="a question of the list",
    )


def _worlds(
    one: OpenField, facts: PageFacts, address: Address, studies: Studies
) -> tuple[AnsweredProgramme, ...]:
    """Each end's world; all of them are begun before any is waited for."""
    found, waits = [], None
    for end in ends(one):
        there = _there(end, address)
        try:
            found.append(_world(end, one, studies.facts(there).results, there))
        except StillAtWorkError as work:
            waits = work
        except MisidError as mistake:
            found.append(_impossible(end, one, facts.results, there, mistake))
    if waits is not None:
        raise waits
    return tuple(found)


def _there(end: End, address: Address) -> Address:
    """The address at which this answer holds."""
    for name, content in end.contents.items():
        text = written(content) if isinstance(content, float) else str(content)
        address = address.with_input(name, text)
    return address


def _world(end: End, one: OpenField, results: Results, there: Address) -> AnsweredProgramme:
    spoken = language(there.language)
    return AnsweredProgramme(
        end.name,
        words.end_title(end, one, spoken),
        words.stands(end, one, results.canonical, spoken),
        there.to("/change"),
        (*cards(results, None, spoken), words.limit_card(results, spoken)),
        words.decides(results, spoken),
        shown(figure(PICTURE, results, spoken), there),
    )


def _impossible(
    end: End, one: OpenField, results: Results, there: Address, mistake: MisidError
) -> AnsweredProgramme:
    spoken = language(there.language)
    return AnsweredProgramme(
        end.name,
        words.end_title(end, one, spoken),
        words.stands(end, one, results.canonical, spoken),
        there.to("/change"),
        mistake=mistake,
    )


def _stands_in(one: OpenField, results: Results, spoken: Language) -> tuple[StandsIn, ...]:
    citations = {row.key: row for row in results.citations}
    return tuple(
        StandsIn(
            concerns(each, results.canonical, spoken),
            in_words(each, results.canonical, spoken),
            origin_of_input(each, citations, spoken),
            why(each, spoken),
        )
        for each in one.inputs
    )


def _by_ledger(
    one: OpenField, found: Ledger | asked.AtWork, address: Address, spoken: Language
) -> dict[str, object]:
    """What the ledger says of the question, and the questions before and after it there."""
    if isinstance(found, asked.AtWork):
        return {"work": found, "matters": (), "along": (), "told": None, "notes": (), "beside": ()}
    fields = [each.field for each in found.ledger]
    place = fields.index(one.field)
    entry = found.ledger[place]
    return {
        "work": None,
        "matters": letter_words.why(entry, found, spoken),
        "along": words.along(entry, found, spoken),
        "told": _told(found, place, spoken),
        "notes": tuple(ledger_words.notes(found, spoken)),
        "beside": [
            (step, asked.page_of(fields[place + step], address))
            for step in (-1, 1)
            if 0 <= place + step < len(fields)
        ],
    }


def _told(found: Ledger, place: int, spoken: Language) -> Table:
    """The question's row of the ledger."""
    table = table_of_questions(found, spoken)
    return table.model_copy(update={"rows": (table.rows[place],)})
