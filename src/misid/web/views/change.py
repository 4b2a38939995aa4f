"""Change the programme: levers and safeguards on one side, what becomes of the numbers beside."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, partial

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from misid.document.uncertainty import comparison_sections
from misid.errors import MisidError
from misid.quantities import Quantity
from misid.scenario import library, load_change
from misid.scenario.stated import written
from misid.web import levers
from misid.web.address import Address
from misid.web.errors import check_version, status_of
from misid.web.page import address_of, kept_piece, page_language, page_text, render, studies_of
from misid.web.pictures import PATIENCE, both_sides, draw_ahead
from misid.web.studies import FirstPageFacts
from misid.words.cards import FIRST, cards, flag_meanings
from misid.words.comparison import findings
from misid.words.language import Language, language
from misid.words.run import finding, title
from misid.words.sentence import Sentence

PATH = "/change"
SEE_OTHER = 303


@dataclass(frozen=True)
class Safeguard:
    """A change that comes along, as a switch."""

    name: str
    title: str
    reason: str
    cannot: str
    is_reading: bool
    is_on: bool


def change(request: Request) -> Response:
    """The page; a form that was filled in is answered with the address of what it means."""
    try:
        address = _stepped(request, address_of(request))
        check_version(address)
        if _is_form(request):
            studies_of(request).check(address)
            return RedirectResponse(address.to(PATH), SEE_OTHER)
        return HTMLResponse(_made(request, address))
    except MisidError as mistake:
        return _again(request, mistake)


def _made(request: Request, address: Address) -> bytes:
    """The page; one that is kept needs no facts, which are larger, and go sooner."""
    studies, page = studies_of(request), ("page", address, request.url.query)
    known: bytes | None = studies.made.known(page)
    if known is not None:
        return known
    facts = studies.first_facts(address, begun=partial(draw_ahead, studies, address))

    def text() -> bytes:
        if facts.comparison is not None:
            draw_ahead(studies, address, facts)
        return page_text(request, "change", address, _shown(address, facts)).encode()

    return studies.made.get(page, text, patience=PATIENCE)


def _shown(address: Address, facts: FirstPageFacts) -> dict[str, object]:
    spoken = language(address.language)
    comparison = facts.comparison
    first, others = levers.groups(facts.baseline, address, {}, spoken)
    return {
        "mistake": None,
        "title": title(facts.results, spoken),
        "findings": _findings(facts, spoken),
        "cards": cards(facts.baseline, comparison, spoken),
        "meanings": flag_meanings(facts.baseline.headline, FIRST, spoken),
        "sections": () if comparison is None else comparison_sections(comparison, spoken),
        "pictures": both_sides(facts, address, spoken),
        "lever": partial(kept_piece, "lever", address.language),
        "first": first,
        "groups": others,
        "safeguards": _safeguards(address),
        "results": facts.results,
    }


def _findings(facts: FirstPageFacts, spoken: Language) -> tuple[Sentence, ...]:
    """What the programme does, or what the change moves: a paragraph an output."""
    if facts.comparison is None:
        return (finding(facts.baseline, spoken),)
    return findings(facts.comparison, spoken)


def _again(request: Request, mistake: MisidError) -> Response:
    """The form as it was filled in, with what is wrong above it; numbers of nothing are shown."""
    code = page_language(request)
    known = _of_this_scenario(request, code)
    baseline = studies_of(request).facts(known).baseline
    entered = {name: text for name, text in request.query_params.multi_items() if text}
    names = request.query_params.getlist("with")
    spoken = language(code)
    first, others = levers.groups(baseline, known, entered, spoken)
    facts: dict[str, object] = {
        "mistake": mistake,
        "title": spoken.authored(baseline.scenario.title),
        "findings": (),
        "cards": (),
        "meanings": (),
        "sections": (),
        "pictures": (),
        "lever": partial(kept_piece, "lever", code),
        "first": first,
        "groups": others,
        "safeguards": _safeguards(known.with_safeguards(*names)),
        "results": baseline,
    }
    return render(request, "change", known, facts, status=status_of(mistake))


def _of_this_scenario(request: Request, code: str) -> Address:
    """The programme that was meant, without what cannot be."""
    name = request.query_params.get("scenario", "")
    known = Address(language=code)
    return replace(known, scenario=name) if name in studies_of(request).names else known


def _is_form(request: Request) -> bool:
    """Whether fields stand in the address that say nothing, or in per cent, or a button."""
    own = {"scenario", "with", "seed", "lang", "v"}
    return any(
        not text or name.endswith(".percent") or ("." not in name and name not in own)
        for name, text in request.query_params.multi_items()
    )


def _stepped(request: Request, address: Address) -> Address:
    """The address after the plus or minus that was pressed, if one was."""
    for button in ("less", "more"):
        name = request.query_params.get(button)
        if name:
            return _one_step(request, address, name, up=button == "more")
    return address


def _one_step(request: Request, address: Address, name: str, *, up: bool) -> Address:
    known = studies_of(request).inputs(address).get(name)
    if known is None or not isinstance(known.content, Quantity):
        return address.with_input(name, "1")
    baseline = studies_of(request).facts(address.unchanged).baseline
    lever = levers.lever_field(name, baseline, address)
    value = levers.stepped(lever, known.content, up)
    share = lever.unit == "%"
    return address.with_input(name, written(float(value) / (100.0 if share else 1.0)))


def _safeguards(address: Address) -> tuple[Safeguard, ...]:
    return tuple(
        replace(one, is_on=one.name in address.safeguards)
        for one in _safeguards_and_readings(address.scenario)
    )


@cache
def _safeguards_and_readings(scenario: str) -> tuple[Safeguard, ...]:
    """Safeguards, and the readings of this programme."""
    changes = (load_change(name) for name in library.change_names())
    return tuple(
        Safeguard(
            one.name,
            one.title,
            " ".join(one.reason.split()),
            " ".join(one.cannot.split()),
            one.reading_of is not None,
            False,
        )
        for one in changes
        if one.reading_of in (None, scenario)
    )
