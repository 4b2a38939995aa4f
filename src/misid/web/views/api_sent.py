"""For programs: audits, counts, documents and answers that are sent, as the command prints it."""

from __future__ import annotations

from typing import Any, get_args

from starlette.requests import Request
from starlette.responses import Response

from misid.assessment import files
from misid.disclosure.roles import RoleName
from misid.errors import MisidError
from misid.searchlog.checks.rules import KINDS
from misid.web import log_fields, plan_fields
from misid.web.address import Address
from misid.web.assessing import Assessed, answers_of, assessed, own_form, read_forms
from misid.web.endpoint import PROGRAMME, Endpoint, Parameter
from misid.web.endpoint_sent import SentEndpoint
from misid.web.errors import NoSuchPageError
from misid.web.fields import with_fields
from misid.web.page import studies_of
from misid.web.table_answers import read_answers
from misid.web.uploads import Upload
from misid.web.views import audit, audit_log, counts, infer, verify
from misid.web.views.api_facts import json_text
from misid.words.disclosure_questions import DASH_MEANS, NONE_MEANS, ORDERS, SIGNS
from misid.words.language import message

_TEXT: dict[str, Any] = {"type": "string"}
_WHOLE: dict[str, Any] = {"type": "integer", "minimum": 1}
_NUMBER: dict[str, Any] = {"type": "number"}
_FORM = Parameter(
    "form", "A questionnaire that is asked; repeatable; all where none is named.",
    {"type": "array", "items": {"enum": list(files.ORDER)}},
)  # fmt: skip
_PLAN = (
    *(Parameter(name, f"{about}.", _TEXT) for name, about in plan_fields.LEGENDS.items()),
    Parameter("method", "fixed, or row by row.", {"enum": ["fixed", "sequential"]}),
    Parameter("of", "What a row is.", {"enum": ["references", "searches"]}),
    Parameter("from_scenario", "The programme gives the share.", {"const": "1"}),
    Parameter(
        "strata", "Of each stratum a name, its rows, and the share assumed of it: stratum-1, "
        f"rows-1, rate-1, up to {plan_fields.STRATA}.",
        {"type": "object", "additionalProperties": _TEXT},
        several=tuple(name for name in plan_fields.NAMES if "-" in name),
    ),
)  # fmt: skip
_TABLE = (
    Parameter("lang", "Language of a mistake.", {"enum": ["en", "es"]}),
    Parameter("v", "The version that is meant; another one is refused.", _TEXT),
    Parameter("dates", "How days are written.", {"enum": list(ORDERS)}),
    Parameter("decimal", "How numbers are written.", {"enum": list(SIGNS)}),
    Parameter("dash", "What a dash says among counts.", {"enum": list(DASH_MEANS)}),
    Parameter("none", "What “none” says among counts.", {"enum": list(NONE_MEANS)}),
    Parameter("sheet", "Which sheet of a workbook, by its number.", _WHOLE),
    Parameter("key", "Letters of columns by which a row is found again.", _TEXT),
    Parameter(
        "columns", "What columns are, by letter: role-C=searches, running-D=cumulative or "
        f"each-period. Roles: {', '.join(get_args(RoleName))}.",
        {"type": "object", "additionalProperties": _TEXT}, several=("role-", "running-", "pick-"),
    ),
)  # fmt: skip
_LOG = (
    *(Parameter(role, "A column, by its number.", _WHOLE) for role in KINDS),
    *(Parameter(name, f"{about}.", _NUMBER) for name, about in log_fields.NUMBERS.items()),
    *(
        Parameter(f"answer-{name}", f"{about}; several apart by semicolons.", _TEXT)
        for name, about in log_fields.ANSWERS.items()
    ),
    *(Parameter(name, f"{about}.", _TEXT) for name, about in log_fields.TEXTS.items()),
    Parameter(
        "numbers",
        f"Numbers that rules of your own ask for: {log_fields.OWN_NUMBER}NAME=6.",
        {"type": "object", "additionalProperties": _NUMBER},
        several=(log_fields.OWN_NUMBER,),
    ),
    Parameter("dates", "How days are written.", {"enum": list(log_fields.DATES)}),
    Parameter("from_scenario", "Agencies are held against the programme.", {"const": "1"}),
    Parameter(log_fields.HAS_NAMES, f"{log_fields.SAYS_NAMES}.", {"const": "1"}),
)
_OPTIONS = {"--names": f"{log_fields.HAS_NAMES}=1"}
"""What is said in an address for options of the command, in the words of a mistake."""


def _counts(request: Request, _address: Address, upload: Upload) -> Response:
    answers = read_answers(request.query_params.multi_items())
    read = counts.tables_read(request, upload, answers)
    mistake = read.first_mistake or read.mistake
    if mistake is not None:
        raise mistake
    found = read.difference or read.found[0]
    return json_text(found.model_dump_json(by_alias=True, indent=2))


def _infer(request: Request, address: Address, upload: Upload) -> Response:
    found = infer.what_counts_say(request, address, upload)
    return json_text(found.facts.model_dump_json(indent=2))


def _log(request: Request, address: Address, upload: Upload) -> Response:
    said = log_fields.entered(request.query_params.multi_items())
    try:
        found = audit_log.log_audited(request, address, upload, said)
    except MisidError as mistake:
        raise with_fields(mistake, _OPTIONS) from None
    return json_text(found.model_dump_json(indent=2))


def _verify(request: Request, _address: Address, upload: Upload) -> Response:
    return json_text(verify.document_checked(request, upload).model_dump_json(indent=2))


def _plan(request: Request, address: Address) -> Response:
    entered = plan_fields.entered(request.query_params.multi_items())
    found = audit.plan_asked(request, address, entered)
    if found is None:
        raise NoSuchPageError("no plan was asked for.", use="below=1% and rows=4000")
    return json_text(found.model_dump_json(indent=2))


def _assess(request: Request, address: Address) -> Response:
    forms = read_forms(request.query_params.getlist("form"))
    studies = studies_of(request)
    return _assessment(request, Assessed(address, forms, answers_of(studies, address)))


def _assess_answers(request: Request, address: Address, upload: Upload) -> Response:
    forms = read_forms(request.query_params.getlist("form"))
    sent, studies = upload.files, studies_of(request)
    given = files.load_answers(sent["answers"]) if "answers" in sent else None
    own = own_form(sent["questionnaire"]) if "questionnaire" in sent else None
    # As in a terminal, where a file is named it alone is asked.
    asked = forms if request.query_params.getlist("form") or own is None else ()
    return _assessment(
        request, Assessed(address, asked, given or answers_of(studies, address), own)
    )


def _assessment(request: Request, asked: Assessed) -> Response:
    found = assessed(studies_of(request), asked)
    return json_text(found.model_dump_json(by_alias=True, indent=2))


ASKED = (
    Endpoint(
        "/api/assess", _assess,
        message("What questionnaires ask, as the command misid assess --json prints it."),
        gives="assessment-1", takes=(*PROGRAMME, _FORM),
    ),
    Endpoint(
        "/api/audit/plan", _plan,
        message("How many rows of a log to check, as misid audit plan --json prints it."),
        gives="audit-plan-1", takes=(*PROGRAMME, *_PLAN),
        such_as=(("below", "1%"), ("rows", "12000")),
    ),
)  # fmt: skip
"""Addresses that are asked, without a file."""
SENT = (
    SentEndpoint(
        "/api/assess", _assess_answers,
        message("The same with a file of answers or a questionnaire of your own; none is kept."),
        gives="assessment-1", takes=(*PROGRAMME, _FORM), held_as="answer_files",
        files={
            "answers": "Answers, YAML or JSON; this, a questionnaire, or both.",
            "questionnaire": "A questionnaire of your own, as YAML.",
        },
        forgotten=True,
    ),
    SentEndpoint(
        "/api/counts", _counts,
        message("How a table of counts is understood, as misid counts --json prints it; of two, "
                "what changed."),
        gives=("disclosure-1", "disclosure-difference-1"), takes=_TABLE, held_as="tables",
        files={"table": "CSV, text or XLSX.", "newer": "A newer copy of the same."},
    ),
    SentEndpoint(
        "/api/infer", _infer,
        message("What counts say of a programme, as misid infer --json prints it."),
        gives="inference-1", takes=PROGRAMME, held_as="counts",
        files={"counts": "Counts by period, YAML or JSON."},
    ),
    SentEndpoint(
        "/api/audit/log", _log,
        message("What every rule finds in a search log, as misid audit log --json prints it."),
        gives="log-audit-1", takes=(*PROGRAMME, *_LOG), held_as="logs",
        files={
            "log": "CSV or Parquet.",
            "rules": "Rules of your own, as YAML.",
            "checkpoint": "A checkpoint of its Merkle root, in place of the root.",
        },
    ),
    SentEndpoint(
        "/api/verify", _verify,
        message("Whether a document is as misid wrote it, as misid verify --json prints it."),
        gives="attestation-1", takes=_TABLE[:2], held_as="documents",
        files={"document": "HTML, PDF, DOCX, JSON, SVG or zip."},
    ),
)  # fmt: skip
"""Addresses to which files are sent."""
