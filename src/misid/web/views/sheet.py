"""One page to print: the programme at hand on one side of a sheet, a sentence first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from misid.document.letters import QUESTIONS
from misid.document.uncertainty import comparison_document
from misid.figures.catalogue import FIGURES
from misid.figures.guess import guess_axis
from misid.figures.picture import Picture
from misid.results import DEFAULT_DRAWS
from misid.results.schema import Results
from misid.uncertainty.ledger_schema import Ledger
from misid.web import asked
from misid.web.address import Address
from misid.web.errors import check_version
from misid.web.page import address_of, render, studies_of
from misid.web.papers import PAPERS, paper_of
from misid.web.pictures import ShownPicture, of_comparison, shown
from misid.web.sending import known_ending, made_file
from misid.web.studies import PageFacts
from misid.web.written import MEDIA, PATIENCE, written
from misid.words.cautions import cautions
from misid.words.code_elsewhere import middle_beside_a_case
from misid.words.language import Language, language, message
from misid.words.run import finding, title
from misid.words.sentence import Sentence, plain
from misid.words.sheet import limits
from misid.words.stamps import command, fewer_worlds, stamp_line

PATH = "/sheet"
_BRIEF = ("html", "pdf")
_AS_IT_IS, _CHANGED = message("As it is"), message("With the change")
_BOTH = message("As it is, and with the change: the same")
_TYPES = (600, 1_150, 1_650, 2_150, 3_200)
"""Letters of a page from which on its type is a step smaller."""
_OF_LETTER, _OF_TREES = 1.15, 350
"""How much fuller a sheet of that size is, and what two trees take, in letters."""


def sheet(request: Request) -> Response:
    """The sheet, for the paper that is asked for."""
    address = address_of(request)
    check_version(address)
    paper = paper_of(request)
    facts, spoken = studies_of(request).facts(address), language(address.language)
    plates = tuple(_plates(facts, address, spoken))
    ledger = asked.known_ledger(studies_of(request), address)
    is_changed = facts.comparison is not None
    is_tall = not is_changed and len(facts.results.trees) > 1
    # Beside two trees stands everything else; one leaves room below it.
    in_left = 1 if is_changed or is_tall else 2
    page = {
        "paper": paper,
        "papers": [(name, size, address.to(PATH, paper=name)) for name, size in PAPERS.items()],
        "brief": [address.to(f"{PATH}/brief.{one}", paper=paper) for one in _BRIEF],
        "title": title(facts.results, spoken),
        "finding": _main_sentence(facts, spoken),
        "left": plates[:in_left],
        "right": plates[in_left:],
        "is_changed": is_changed,
        "is_paired": any(len(plate) > 1 for plate in plates),
        "questions": _questions(facts, ledger, address, spoken),
        "is_by_ledger": ledger is not None,
        "notes": (*limits(facts.results, spoken), *cautions(facts.results.cautions, spoken)),
        "elsewhere": tuple(_elsewhere(facts.results, spoken)),
        "permalink": f"{str(request.base_url).rstrip('/')}{address.to('/change')}",
        "command": command(facts.results),
        "stamp_line": stamp_line(facts.results.stamp, spoken),
    }
    size = _type(page, paper, is_tall=is_tall)
    return render(request, "sheet", address, {**page, "size": size})


def brief_file(request: Request) -> Response:
    """The sheet for people in a hurry, with three safeguards, as `misid brief` writes it."""
    address, ending = address_of(request), known_ending(request, _BRIEF)
    check_version(address)
    code, paper, studies = address.language, paper_of(request), studies_of(request)

    def make() -> str | bytes:
        document = studies.apart(
            f"brief {code}", address, lambda study: study.brief(code), patience=PATIENCE
        )
        return studies.made.get(
            ("brief", ending, paper, address),
            lambda: written(document, ending, paper),
            patience=PATIENCE,
        )

    return made_file(request, make, MEDIA[ending], f"brief.{ending}")


def _questions(
    facts: PageFacts, ledger: Ledger | None, address: Address, spoken: Language
) -> list[asked.AskedQuestion]:
    """Five questions in the ledger's order, where it was worked out; else in the quick one."""
    if ledger is None:
        return list(asked.in_quick_order(facts.results, address, spoken)[:QUESTIONS])
    found = [one for one in asked.by_ledger(ledger, address, None, spoken) if one.is_chosen]
    return [replace(one, why=()) for one in found]


def _elsewhere(results: Results, spoken: Language) -> Iterator[Sentence]:
    """Why the numbers beside the pictures have other digits in a case, and in a document."""
    yield from middle_beside_a_case(results, spoken)
    if results.stamp.draws < DEFAULT_DRAWS:
        yield fewer_worlds(results, DEFAULT_DRAWS, spoken)


def _type(page: Mapping[str, Any], paper: str, *, is_tall: bool) -> int:
    """How small the type has to be, from 1 on, for what is said to leave room for pictures."""
    words = (
        page["finding"],
        *page["notes"],
        *page["elsewhere"],
        *(one.question for one in page["questions"]),
    )
    factor = _OF_LETTER if paper == "letter" else 1.0
    letters = factor * sum(len(plain(one)) for one in words) + _OF_TREES * is_tall
    return 1 + sum(letters >= limit for limit in _TYPES)


def _main_sentence(facts: PageFacts, spoken: Language) -> Sentence:
    """The one sentence: what the programme does, or what its change changes."""
    if facts.comparison is None:
        return finding(facts.results, spoken)
    found = comparison_document(facts.comparison, spoken).finding
    return found if isinstance(found, tuple) else (found,)


def _plates(
    facts: PageFacts, address: Address, spoken: Language
) -> Iterator[tuple[ShownPicture, ...]]:
    """Three pictures, each with the change beside it where there is one."""
    if facts.comparison is not None and facts.comparison.same_worlds:
        yield (shown(of_comparison(facts.comparison, spoken), address),)
    else:
        yield (shown(FIGURES["frequencies"].make(facts.results, spoken), address),)
    for make in (_codes, FIGURES["photographs"].make):
        yield _sides(make(facts.baseline, spoken), make(facts.results, spoken), address, spoken)


def _sides(
    before: Picture, after: Picture, address: Address, spoken: Language
) -> tuple[ShownPicture, ...]:
    """A picture as it is and with the change; once, where both are the same."""
    if not address.is_changed:
        return (shown(after, address),)
    if plain(before.finding) == plain(after.finding):
        return (shown(after, address, spoken.word(_BOTH)),)
    return (
        shown(before, address.unchanged, spoken.word(_AS_IT_IS)),
        shown(after, address, spoken.word(_CHANGED)),
    )


def _codes(results: Results, spoken: Language) -> Picture:
    """What one reference code is worth."""
    return guess_axis(results, None, spoken)
