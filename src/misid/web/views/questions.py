"""Unanswered questions: the ledger, and from it those that a letter asks."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from starlette.requests import Request
from starlette.responses import Response

from misid.document.letters import MOST, LetterForm
from misid.document.uncertainty import SHOWN, ledger_document
from misid.errors import MisidError
from misid.figures.catalogue import make as figure
from misid.uncertainty.ledger_schema import Ledger
from misid.web import asked
from misid.web.address import Address
from misid.web.errors import check_version, status_of
from misid.web.page import address_of, render, studies_of
from misid.web.pictures import shown
from misid.web.studies import PageFacts
from misid.words import ledger as words
from misid.words.language import LANGUAGES, Language, language
from misid.words.letters import TITLES, at_most
from misid.words.programme import changed

PICTURE = "uncertainty"
FORMS: tuple[LetterForm, ...] = ("records-request", "interrogatories", "hearing")


def questions(request: Request) -> Response:
    """Every question in order; while the ledger is at work, in the quick order of the run."""
    return questions_page(request, None)


def questions_page(request: Request, mistake: MisidError | None) -> Response:
    """
    The page, with what was wrong in the form for a letter above it.

    Raises: MisidError: there is no such programme.
    """
    address = address_of(request)
    check_version(address)
    studies = studies_of(request)
    facts, found = studies.facts(address), asked.ledger_or_work(studies, address)
    spoken = language(address.language)
    told = (
        _at_work(facts, found, address, spoken)
        if isinstance(found, asked.AtWork)
        else _questions_worked_out(found, address, _chosen(request), spoken)
    )
    page = {
        "mistake": mistake,
        "facts": facts,
        "picture": shown(figure(PICTURE, facts.results, spoken), address),
        "here_again": str(request.url.replace(scheme="", netloc="")),
        "at_most": at_most(MOST, spoken),
        "points": asked.own_points(studies),
        **_form(request.query_params, address),
        **told,
    }
    status = 200 if mistake is None else status_of(mistake)
    return render(request, "questions", address, page, status=status)


def _at_work(
    facts: PageFacts, work: asked.AtWork, address: Address, spoken: Language
) -> dict[str, object]:
    rows = asked.in_quick_order(facts.results, address, spoken)
    return {
        "work": work,
        "changed": (),
        "findings": (),
        "document": None,
        "rows": rows,
        "shown": sum(bool(one.why) for one in rows),
    }


def _questions_worked_out(
    found: Ledger, address: Address, fields: Collection[str] | None, spoken: Language
) -> dict[str, object]:
    return {
        "work": None,
        "changed": tuple(changed(found, spoken)),
        "findings": words.findings(found, spoken),
        "document": ledger_document(found, spoken, None),
        "shown": SHOWN,
        "rows": asked.by_ledger(found, address, fields, spoken),
    }


def _chosen(request: Request) -> list[str] | None:
    """What was chosen; none where no form was sent."""
    return request.query_params.getlist("ask") if "form" in request.query_params else None


def _form(query: Mapping[str, str], address: Address) -> dict[str, object]:
    return {
        "forms": [(name, TITLES[name], name == query.get("form", FORMS[0])) for name in FORMS],
        "tongues": [
            (code, language(code).name, code == query.get("written", address.language))
            for code in LANGUAGES
        ],
    }
