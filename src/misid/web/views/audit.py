"""Plan an audit: how many rows of a log to check by hand, and what either way of it costs."""

from __future__ import annotations

from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from misid.audit.schema import AuditPlan
from misid.document.audit import plan_report
from misid.document.tables import audit as tables
from misid.errors import MisidError
from misid.files.read import plain
from misid.study.audit import rate_of
from misid.web import plan_fields as fields
from misid.web.address import Address
from misid.web.errors import NoSuchPageError, check_version, status_of
from misid.web.fields import with_fields
from misid.web.page import address_of, render, studies_of
from misid.web.papers import paper_of
from misid.web.plan_fields import PlanAsked
from misid.web.planning import planned
from misid.web.sending import made_file
from misid.web.written import MEDIA, PATIENCE, written
from misid.words.language import language
from misid.writers.csv import table_csv

PATH = "/audit"
_WAITED = 5.0
"""Seconds that a reader waits for a plan before it is said to be at work: most take less."""
_CSV = {"strata.csv": tables.planned, "prices.csv": tables.prices}
_MEDIA = {
    **{f"plan.{ending}": media for ending, media in MEDIA.items()},
    **dict.fromkeys(_CSV, "text/csv"),
    "plan.json": "application/json",
}
"""Of which kind each file of a plan is."""


def audit(request: Request) -> Response:
    """The question of an audit, and below it the plan that answers it."""
    address = address_of(request)
    check_version(address)
    entered = fields.entered(request.query_params.multi_items())
    spoken = language(address.language)
    try:
        plan = plan_asked(request, address, entered)
    except MisidError as mistake:
        told = with_fields(mistake, fields.options_as_fields(spoken))
        return _page(request, address, entered, mistake=told)
    shown = None if plan is None else plan_report(plan, spoken)
    again = plan is not None and plan.again > 0
    return _page(request, address, entered, document=shown, again=again)


def _page(request: Request, address: Address, entered: dict[str, str], **shown: Any) -> Response:
    mistake: MisidError | None = shown.get("mistake")
    spoken = language(address.language)
    facts = {
        "mistake": mistake,
        "document": shown.get("document"),
        "again": shown.get("again", False),
        "command": fields.command(entered, address),
        "entered": entered,
        "legends": {name: spoken.word(said) for name, said in fields.LEGENDS.items()},
        "strata": range(1, fields.STRATA + 1),
        "programme": spoken.authored(studies_of(request).scenario(address).title),
    }
    status = 200 if mistake is None else status_of(mistake)
    return render(request, "audit", address, facts, status=status)


def plan_file(request: Request) -> Response:
    """The plan as a file: as `misid audit plan --out` writes it, a document, or a table of it."""
    address = address_of(request)
    check_version(address)
    name = f"{request.path_params['name']}.{request.path_params['ending']}"
    media = _MEDIA.get(name)
    if media is None:
        raise NoSuchPageError(f"nothing of a plan is written as {plain(name)}.", use="its page")
    return made_file(request, partial(_file, request, address, name), media, name)


def _file(request: Request, address: Address, name: str) -> str | bytes:
    entered = fields.entered(request.query_params.multi_items())
    plan, spoken = (
        plan_asked(request, address, entered, patience=PATIENCE),
        language(address.language),
    )
    if plan is None:
        raise NoSuchPageError("no plan was asked for.", use="the form of the page")
    if name == "plan.json":
        return plan.model_dump_json(indent=2) + "\n"
    if name in _CSV:
        table = _CSV[name](plan, spoken)
        return table_csv(table) if table is not None else ""
    document = plan_report(plan, spoken)
    return written(document, name.removeprefix("plan."), paper_of(request))


def plan_asked(
    request: Request, address: Address, entered: dict[str, str], *, patience: float = _WAITED
) -> AuditPlan | None:
    """
    The plan that is asked for; nothing where nothing is asked.

    Raises: MisidError: what cannot be asked. StillAtWorkError: ask again.
    """
    asked = fields.read_plan_fields(entered)
    if asked is None:
        return None
    studies = studies_of(request)
    if asked.from_scenario:
        results = studies.of_study("results", address, lambda study: study.results)
        asked = asked.with_rate(rate_of(results, asked.row_is or "references"))
    meant: PlanAsked = asked
    prior = address.in_language("en") if asked.from_scenario else None
    key = ("audit plan", tuple(sorted(entered.items())), prior)
    return studies.made.get(key, lambda: planned(meant), patience=patience)
