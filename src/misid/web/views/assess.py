"""The assessment: what questionnaires ask, what the model answers, what contradicts itself."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from misid.assessment import files
from misid.assessment.schema import Assessment
from misid.document.assessment import assessment_document
from misid.document.model import Section
from misid.web.address import Address
from misid.web.assessing import (
    ENDINGS,
    Assessed,
    answers_of,
    assessed,
    assessment_file,
    read_forms,
)
from misid.web.errors import check_version
from misid.web.page import address_of, render, studies_of
from misid.web.papers import paper_of
from misid.web.sending import known_ending, made_file
from misid.words import assessment as words
from misid.words.language import Language, language

PATH = "/assess"
_FIRST = ("contradictions", "what-this-is", "answer", "standing")
_LAST = ("five-questions", "all-numbers", "cautions")
_OF_FORM = "form-"
"""What a page shows of the document, in its order; files hold all of it."""


def assess(request: Request) -> Response:
    """The assessment of a programme, contradictions first."""
    address = address_of(request)
    check_version(address)
    asked = _asked(request, address)
    found, spoken = assessed(studies_of(request), asked), language(address.language)
    facts = shown(found, spoken) | {
        "forms": form_choices(asked.forms, spoken),
        "files": {one: _file(address, asked, one) for one in ENDINGS},
        "letter": _file(address, asked, "pdf", "letter"),
    }
    return render(request, "assess", address, facts)


def shown(found: Assessment, spoken: Language) -> dict[str, object]:
    """What a page shows of an assessment."""
    document = assessment_document(found, spoken, draw=False)
    by_id = {one.id: one for one in document.sections}
    asked = tuple(one for one in document.sections if one.id.startswith(_OF_FORM))
    return {
        "document": document,
        "counts": words.counts(found, spoken),
        "first": _of(by_id, _FIRST),
        "asked": asked,
        "last": _of(by_id, _LAST),
        "is_alone": len(asked) == 1,
    }


def _of(by_id: dict[str, Section], names: tuple[str, ...]) -> tuple[Section, ...]:
    return tuple(by_id[name] for name in names if by_id[name].blocks)


def form_choices(chosen: tuple[str, ...], spoken: Language) -> list[tuple[str, str, bool]]:
    """Name and title of each questionnaire, and whether it is chosen."""
    shipped = (files.shipped_form(name) for name in files.ORDER)
    return [(one.name, spoken.authored(one.title), one.name in chosen) for one in shipped]


def assess_file(request: Request) -> Response:
    """The assessment as a file: HTML, PDF, DOCX, its facts as JSON, its questions as CSV."""
    address, ending = address_of(request), known_ending(request, ENDINGS)
    check_version(address)
    asked, studies, paper = _asked(request, address), studies_of(request), paper_of(request)
    make = partial(assessment_file, studies, asked, ending, paper)
    return made_file(request, make, ENDINGS[ending], f"assessment.{ending}")


def _asked(request: Request, address: Address) -> Assessed:
    forms = read_forms(request.query_params.getlist("form"))
    return Assessed(address, forms, answers_of(studies_of(request), address))


def _file(address: Address, asked: Assessed, ending: str, paper: str = "") -> str:
    forms = asked.forms if len(asked.forms) < len(files.ORDER) else ()
    chosen = urlencode([("form", name) for name in forms])
    place = address.to(f"{PATH}/assessment.{ending}", paper=paper or None)
    return f"{place}&{chosen}" if chosen else place
