"""One reference code: what it can mean in a case, and which facts to ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from misid.document.code import case_sheet
from misid.document.model import Table
from misid.document.tables import code as tables
from misid.errors import MisidError
from misid.figures.codes import code_bars
from misid.quantities import Choice
from misid.results.schema import EitherOrAnswer
from misid.scenario import Scenario, inputs
from misid.uncertainty.case import CANDIDATES, RULE
from misid.uncertainty.code_schema import ANOTHER, REVIEWS, CodeCase
from misid.web.address import Address
from misid.web.cases import PARTS, case, read_given
from misid.web.errors import check_version, status_of
from misid.web.page import address_of, render, studies_of
from misid.web.papers import paper_of
from misid.web.pictures import shown
from misid.web.sending import SEE_OTHER, known_ending, made_file
from misid.web.waiting import StillAtWorkError
from misid.web.written import FILES, MEDIA, PATIENCE, written
from misid.words import code as words
from misid.words.answers import clause
from misid.words.cautions import cautions
from misid.words.code_elsewhere import beside_a_run
from misid.words.code_questions import QUESTIONS
from misid.words.code_unmoved import unmoved
from misid.words.language import Language, language
from misid.words.scenario import photographs_like
from misid.words.sentence import Sentence

PATH = "/code"
_TITLED = {"another": "another_search"}
_SHOWN = 5
"""Facts to ask for that stand open; the others are folded."""


@dataclass(frozen=True)
class CaseOption:
    """One thing that may be known of a case: its value in the address, and its words."""

    value: str
    title: str


@dataclass(frozen=True)
class CasePart:
    """A part of the form: its name in the address, what is asked, what may be known."""

    name: str
    title: str
    options: tuple[CaseOption, ...]
    value: str

    @property
    def is_long(self) -> bool:
        """Whether it is a list to choose from."""
        return self.name in ("group", "candidates")


@dataclass(frozen=True)
class FactAsked:
    """A fact to ask for: its title, the question, what the answers change, the answers."""

    title: str
    question: str
    changes: tuple[Sentence, ...]
    answers: Table | None


def code(request: Request) -> Response:
    """The page; a form with empty fields is answered with the address of what it means."""
    address = address_of(request)
    check_version(address)
    studies, query = studies_of(request), request.query_params
    scenario = studies.scenario(address)
    entered = {name: query.get(name, "") for name in PARTS}
    if any(name in query and not query[name] for name in PARTS):
        return RedirectResponse(address.to(PATH, **_filled(entered)), SEE_OTHER)
    try:
        known = read_given(query)
        found = case(studies, address, known)
    except MisidError as mistake:
        facts = _form(scenario, entered, language(address.language)) | {"mistake": mistake}
        return render(request, "code", address, facts | _NOTHING, status=status_of(mistake))
    work = None
    try:
        found = case(studies, address, known, asks=True)
    except StillAtWorkError as still:
        work = still
    facts = _shown(found, address, entered) | {"work": work, "shown": _SHOWN}
    headers = {"Cache-Control": "no-store"} if work else {}
    return render(request, "code", address, facts, headers=headers)


def code_file(request: Request) -> Response:
    """The sheet of a case as a file: HTML, PDF, DOCX."""
    address, ending = address_of(request), known_ending(request, MEDIA)
    check_version(address)
    known, paper, studies = read_given(request.query_params), paper_of(request), studies_of(request)
    key = ("case", ending, paper, address, known.model_dump_json())

    def make() -> str | bytes:
        found = case(studies, address, known, asks=True, patience=PATIENCE)
        return studies.made.get(
            key,
            lambda: written(case_sheet(found, language(address.language)), ending, paper),
            patience=PATIENCE,
        )

    return made_file(request, make, MEDIA[ending], f"case.{ending}")


_NOTHING: dict[str, object] = {
    "made": None, "finding": (),
    "given": (), "unmoved": (), "picture": None, "meaning": None, "asks": (),
    "alone": (), "notes": (), "work": None, "shown": _SHOWN, "again": "", "json": "",
    "command": "", "python": "", "files": (),
}  # fmt: skip


def _shown(found: CodeCase, address: Address, entered: Mapping[str, str]) -> dict[str, object]:
    spoken = language(address.language)
    known = _filled(entered)
    return _form(found.scenario, entered, spoken) | {
        "mistake": None,
        "finding": tuple(words.findings(found, spoken)),
        "given": tuple(words.given(found, spoken)),
        "unmoved": tuple(unmoved(found, spoken)),
        "picture": shown(code_bars(found, spoken), address, **known),
        "made": found,
        "beside_a_run": beside_a_run(spoken),
        "meaning": tables.meaning(found, spoken),
        "asks": _asked(found, spoken),
        "alone": tuple(words.alone(found, spoken)),
        "notes": (
            words.average(spoken),
            *words.notes(found, spoken),
            *cautions(found.cautions, spoken),
        ),
        "again": address.to(PATH, **known),
        "json": address.to("/api/code", **known),
        "files": tuple(
            (title, address.to(f"/code/case.{ending}", paper=paper, **known))
            for title, ending, paper in FILES
        ),
        "command": words.command(found),
        "python": "\n".join(words.python_lines(found)),
    }


def _filled(entered: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in entered.items() if text}


def _asked(found: CodeCase, spoken: Language) -> tuple[FactAsked, ...]:
    return tuple(
        FactAsked(
            title=spoken.word(words.TITLES[ask.name]),
            question=spoken.word(QUESTIONS[ask.name]),
            changes=tuple(words.changes(found, ask, spoken)),
            answers=tables.answers_to(found, ask, spoken) if ask.answers else None,
        )
        for ask in found.asks or ()
    )


def _form(scenario: Scenario, entered: Mapping[str, str], spoken: Language) -> dict[str, object]:
    """The parts of the form as they were filled in; what the scenario says itself is left out."""
    options = {
        "rule": _of_choice(scenario, RULE, spoken),
        "review": tuple(CaseOption(one, words.review_said(one, spoken)) for one in REVIEWS),
        "candidates": _of_choice(scenario, CANDIDATES, spoken),
        "group": tuple(CaseOption(one.name, spoken.authored(one.label)) for one in scenario.groups),
        "condition": tuple(
            CaseOption(one.name, _titled(photographs_like(one.name, spoken)))
            for one in scenario.capture.conditions
        ),
    }
    options["another"] = tuple(CaseOption(one, words.another_said(one, spoken)) for one in ANOTHER)
    parts = (
        CasePart(
            name,
            spoken.word(words.TITLES[_TITLED.get(name, name)]),
            _with(known, entered[name]),
            entered[name],
        )
        for name, known in options.items()
    )
    return {"parts": tuple(part for part in parts if len(part.options) > 1)}


def _with(known: tuple[CaseOption, ...], entered: str) -> tuple[CaseOption, ...]:
    """The options, and what was entered where it is none of them."""
    if not entered or entered in [one.value for one in known]:
        return known
    return (*known, CaseOption(entered, entered))


def _of_choice(scenario: Scenario, name: str, spoken: Language) -> tuple[CaseOption, ...]:
    content = next(one.content for one in inputs(scenario) if one.name == name)
    options = content.options if isinstance(content, Choice) else ()
    answers = (EitherOrAnswer(input=name, option=str(option)) for option in options)
    return tuple(CaseOption(one.option, _titled(clause(one, spoken))) for one in answers)


def _titled(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
