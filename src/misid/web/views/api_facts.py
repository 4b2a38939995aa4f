"""For programs: the facts behind each page, as the command line prints them, and its tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

from starlette.requests import Request
from starlette.responses import Response

from misid.document.run import TABLES
from misid.document.tables.uncertainty import questions
from misid.errors import MeaningError
from misid.files.read import cut
from misid.scenario import OUTPUTS, to_yaml
from misid.simulation.encounter_world import MOST_DRAWS
from misid.study import Study, known_output
from misid.uncertainty.ledger_schema import Ledger, Order
from misid.web import asked, stated
from misid.web.address import Address
from misid.web.cases import case, read_given
from misid.web.endpoint import CSV, JSON, YAML
from misid.web.errors import NoSuchPageError
from misid.web.page import studies_of
from misid.web.views.encounter import EncounterAsked, drawn, drawn_many
from misid.words.language import language
from misid.words.stamps import SCENARIO_FILE
from misid.writers.csv import table_csv

ORDERS: tuple[Order, ...] = get_args(Order)
_FORGOTTEN = {"Cache-Control": "no-store"}


def results(request: Request, address: Address) -> Response:
    """What `misid run --json` prints."""
    return _of_study(request, address, "results", lambda study: study.results)


def comparison(request: Request, address: Address) -> Response:
    """What `misid compare --json` prints."""
    if not address.is_changed:
        raise MeaningError(
            "there is nothing to compare with: nothing is changed.",
            use="with=NAME, or an input by its name, such as review.share_reviewed=0.5",
        )
    found = studies_of(request).facts(address).comparison
    return json_text("" if found is None else found.model_dump_json(indent=2))


def ledger(request: Request, address: Address) -> Response:
    """What `misid unknowns --json` prints."""
    return json_text(_ledger(request, address).model_dump_json(indent=2))


def ledger_csv(request: Request, address: Address) -> Response:
    """What `misid unknowns --csv` prints."""
    spoken = language(address.language)
    return _csv(table_csv(questions(_ledger(request, address), spoken, whole=True)), "questions")


def code(request: Request, address: Address) -> Response:
    """What `misid case --json` prints."""
    known = read_given(request.query_params)
    found = case(studies_of(request), address, known, asks=True)
    return json_text(found.model_dump_json(indent=2))


def claim(request: Request, address: Address) -> Response:
    """What `misid claim --json` prints."""
    said = stated.read_claim(stated.entered(request.query_params), address.language)
    found = stated.claim_of(studies_of(request), address, said)
    return json_text(found.model_dump_json(indent=2))


def requirements(request: Request, address: Address) -> Response:
    """What `misid require --json` prints."""
    fields = stated.entered(request.query_params)
    found = stated.requirements_of(studies_of(request), address, fields)
    return json_text(found.model_dump_json(indent=2))


def encounter(request: Request, address: Address) -> Response:
    """One encounter."""
    wanted = EncounterAsked.read(request.query_params)
    found = drawn(studies_of(request), address, wanted)
    if found is None:
        raise MeaningError(
            f"of {MOST_DRAWS:,} encounters, the first number {wanted.start:,}, none ends in "
            f"{wanted.pick}.",
            use="from= with a later number, or another outcome",
        )
    return json_text(found.model_dump_json(indent=2))


def encounters(request: Request, address: Address) -> Response:
    """Encounters in a row."""
    wanted = EncounterAsked.read(request.query_params)
    return json_text(drawn_many(studies_of(request), address, wanted).model_dump_json(indent=2))


def outputs(request: Request, address: Address) -> Response:
    """Every output as a table."""
    return _csv_of(request, address, "headline")


def table(request: Request, address: Address) -> Response:
    """A table of the report."""
    name = request.path_params["name"]
    if name not in TABLES:
        raise NoSuchPageError(f"no table is called {cut(name)!r}.", use=", ".join(TABLES))
    return _csv_of(request, address, name)


def scenario(request: Request, address: Address) -> Response:
    """The scenario as a file, its changes on it."""
    studies = studies_of(request)
    study = Study(studies.scenario(address), address.changes(studies.inputs(address)))
    headers = _FORGOTTEN | {"Content-Disposition": f'attachment; filename="{SCENARIO_FILE}"'}
    return Response(to_yaml(study.scenario), media_type=YAML, headers=headers)


def json_text(body: str) -> Response:
    """A document as an answer."""
    return Response(body, media_type=JSON, headers=_FORGOTTEN)


def _of_study(
    request: Request, address: Address, name: str, ask: Callable[[Study], Any]
) -> Response:
    """A document of a study as JSON, kept as text."""
    return json_text(
        studies_of(request).of_study(
            f"json of {name}", address, lambda study: ask(study).model_dump_json(indent=2)
        )
    )


def _csv_of(request: Request, address: Address, name: str) -> Response:
    code = address.language
    text = studies_of(request).of_study(
        f"csv of {name} {code}", address, lambda study: table_csv(study.table(name, code))
    )
    return _csv(text, name)


def _csv(text: str, name: str) -> Response:
    headers = _FORGOTTEN | {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(text, media_type=CSV, headers=headers)


def _ledger(request: Request, address: Address) -> Ledger:
    """The ledger that the page shows, or of another output, or in another order."""
    output = known_output(request.query_params.get("output", OUTPUTS[0]))
    by = _order(request.query_params.get("by", ORDERS[0]))
    return asked.ledger(studies_of(request), address, output, by)


def _order(text: str) -> Order:
    for order in ORDERS:
        if order == text:
            return order
    raise MeaningError(f"no measure is called {cut(text)!r}.", use=", ".join(ORDERS))
