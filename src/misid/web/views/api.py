"""For programs: every address in one table, which makes routes, description and page."""

from __future__ import annotations

from importlib.resources import files
from typing import Any, get_args

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Router

from misid.document.model import FigureData
from misid.document.run import TABLES
from misid.files.read import cut
from misid.scenario import OUTPUTS, inputs
from misid.simulation.encounter_schema import SampledOutcome
from misid.uncertainty.code_schema import REVIEWS
from misid.web.address import Address
from misid.web.endpoint import CSV, PROGRAMME, SCENARIO, YAML, Endpoint, Parameter
from misid.web.errors import NoSuchPageError, check_version
from misid.web.openapi import description
from misid.web.page import address_of, render, studies_of
from misid.web.stated import LIMITED
from misid.web.uploads import KEPT
from misid.web.views import api_facts, api_lists
from misid.web.views.api_sent import ASKED, SENT
from misid.words.language import message

_SCHEMAS = files("misid") / "schemas"
_SCHEMA_NAMES = tuple(sorted(one.name.removesuffix(".json") for one in _SCHEMAS.iterdir()))


def page(request: Request) -> Response:
    """Every address, each with an example."""
    address = address_of(request)
    check_version(address)
    studies_of(request).check(address)
    rows = [(one, one.example(address)) for one in ENDPOINTS]
    facts = {"rows": rows, "sent": SENT, "minutes": round(KEPT / 60)}
    return render(request, "api", address, facts)


def _schema(request: Request, _address: Address) -> Response:
    """A JSON Schema that is shipped."""
    name = request.path_params["name"]
    if name not in _SCHEMA_NAMES:
        raise NoSuchPageError(f"no schema is called {cut(name)!r}.", use=", ".join(_SCHEMA_NAMES))
    return api_facts.json_text((_SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))


def _openapi(request: Request, _address: Address) -> Response:
    """All of this, in the form of OpenAPI 3.1."""
    studies = studies_of(request)
    scenario = studies.scenario(studies.first)
    known = {one.name: api_lists.input_schema(one.content) for one in inputs(scenario)}
    return JSONResponse(description(ENDPOINTS, SENT, known))


def _rows(of: str, **fields: Any) -> dict[str, Any]:
    """The schema of an answer that is a list under one name."""
    row = {"type": "object", "properties": fields, "required": list(fields)}
    return {
        "type": "object",
        "properties": {of: {"type": "array", "items": row}},
        "required": [of],
    }


_TEXT: dict[str, Any] = {"type": "string"}
_LINKS = dict.fromkeys(("name", "title", "facts", "wide", "narrow", "csv", "zip", "page"), _TEXT)
_SAFEGUARD = dict.fromkeys(("name", "title", "reason", "cannot"), _TEXT)
_INPUT = dict.fromkeys(("name", "title", "question", "status"), _TEXT) | {
    "content": {"description": "As a scenario writes it."},
    "takes": {"type": "object", "description": "What an address may put there."},
}
_OUTPUT = Parameter(
    "output", "The output that is asked about.", {"enum": list(OUTPUTS), "default": OUTPUTS[0]}
)
_BY = Parameter("by", "The measure that orders the questions.", {"enum": list(api_facts.ORDERS)})
_CASE = (
    Parameter("rule", "What leads to a code, where it is known.", _TEXT),
    Parameter("candidates", "How many candidates a search returns.", {"type": "integer"}),
    Parameter("group", "Group of whoever was photographed, by its name.", _TEXT),
    Parameter("condition", "Condition of the photograph, by its name.", _TEXT),
    Parameter("review", "Whether anybody compared the pictures.", {"enum": list(REVIEWS)}),
)
_CLAIM = (
    Parameter("accuracy", "So accurate, it is said: a share. One claim at a time.", _TEXT),
    Parameter("false_positive_rate", "Its false positive rate is said to be this share.", _TEXT),
    Parameter("at_gallery", "Records that this rate was measured on.", _TEXT),
    Parameter("false_per_true", "False matches for each true one.", _TEXT),
    Parameter("definitive", "A match is said to be definitive.", {"enum": ["1"]}),
)
_LIMITED = Parameter(
    "output", "The output that is limited.", {"enum": list(LIMITED), "default": LIMITED[0]}
)
_LIMIT = Parameter("limit", "The most that it may be, in its unit.", _TEXT, "100")
_COUNTED = {"type": "integer", "minimum": 0}
_NUMBER = Parameter("n", "Which encounter.", _COUNTED)
_FROM = Parameter("from", "The first that is drawn.", _COUNTED)
_PICK = Parameter(
    "pick",
    "The first that ends so, from the first drawn.",
    {"enum": list(get_args(SampledOutcome))},
)
_ANSWER = Parameter("answer", "The answer to what nobody has said.", _TEXT)
_PICTURE = Parameter(
    "name", "A picture; /api/pictures lists all.", {"enum": list(api_lists.PICTURES)}, "icons"
)
_TABLE = Parameter("name", "A table of the report.", {"enum": list(TABLES)}, "groups")
_NAME_OF_SCHEMA = Parameter("name", "A schema.", {"enum": list(_SCHEMA_NAMES)}, "results-3")

ENDPOINTS = (
    Endpoint(
        "/api/results", api_facts.results,
        message("Every fact of a programme, as the command misid run --json prints it."),
        gives="results-3", takes=PROGRAMME,
    ),
    Endpoint(
        "/api/comparison", api_facts.comparison,
        message("What the changes change, as the command misid compare --json prints it."),
        gives="comparison-3", takes=PROGRAMME,
    ),
    Endpoint(
        "/api/ledger", api_facts.ledger,
        message("Every unanswered question, as the command misid unknowns --json prints it."),
        gives="ledger-3", takes=(*PROGRAMME, _OUTPUT, _BY),
    ),
    Endpoint(
        "/api/ledger.csv", api_facts.ledger_csv,
        message("The same as a table, a row a question."),
        media=CSV, takes=(*PROGRAMME, _OUTPUT, _BY),
    ),
    Endpoint(
        "/api/code", api_facts.code,
        message("What one reference code can mean, as the command misid case --json prints it."),
        gives="code-1", takes=(*PROGRAMME, *_CASE),
    ),
    Endpoint(
        "/api/claim", api_facts.claim,
        message("What a claim would mean, as the command misid claim --json prints it."),
        gives="claim-3", takes=(*PROGRAMME, *_CLAIM), such_as=(("accuracy", "99%"),),
    ),
    Endpoint(
        "/api/requirements", api_facts.requirements,
        message("What a limit would require, as the command misid require --json prints it."),
        gives="requirements-4", takes=(*PROGRAMME, _LIMITED, _LIMIT),
    ),
    Endpoint(
        "/api/encounter", api_facts.encounter,
        message("One encounter, from the stop to the record, and what else could have happened."),
        gives="encounter-1", takes=(*PROGRAMME, _NUMBER, _PICK, _FROM, _ANSWER),
    ),
    Endpoint(
        "/api/encounters", api_facts.encounters,
        message("A hundred encounters, and how each ended."),
        gives="encounters-1", takes=(*PROGRAMME, _FROM, _ANSWER),
    ),
    Endpoint(
        "/api/outputs.csv", api_facts.outputs,
        message("Every output: median, and the ends between which nine of ten worlds lie."),
        media=CSV, takes=PROGRAMME,
    ),
    Endpoint(
        "/api/tables/{name}.csv", api_facts.table,
        message("A table of the report."), media=CSV, takes=(_TABLE, *PROGRAMME),
    ),
    Endpoint(
        "/api/scenario.yaml", api_facts.scenario,
        message("The scenario with its changes, as a file for the command misid run."),
        gives="scenario-1", media=YAML, takes=PROGRAMME, waits=False,
    ),
    Endpoint(
        "/api/pictures", api_lists.pictures,
        message("The pictures of a programme, and where their drawings and data are."),
        gives=_rows("pictures", **_LINKS), takes=PROGRAMME,
    ),
    Endpoint(
        "/api/pictures/{name}", api_lists.picture,
        message("What a picture says: finding, cautions, data."),
        gives=FigureData.model_json_schema(mode="serialization"), takes=(_PICTURE, *PROGRAMME),
    ),
    Endpoint(
        "/api/scenarios", api_lists.scenarios, message("The scenarios of this server."),
        gives=_rows("scenarios", **dict.fromkeys(("name", "title", "about"), _TEXT)),
        takes=(), waits=False,
    ),
    Endpoint(
        "/api/inputs", api_lists.input_list,
        message("The inputs of a scenario, and what may be put there."),
        gives=_rows("inputs", **_INPUT), takes=SCENARIO, waits=False,
    ),
    Endpoint(
        "/api/safeguards", api_lists.safeguards,
        message("The safeguards, and other readings of a scenario."),
        gives=_rows("safeguards", **_SAFEGUARD), takes=SCENARIO, waits=False,
    ),
    *ASKED,
    Endpoint(
        "/api/schemas/{name}.json", _schema, message("The JSON Schema of a document."),
        gives={"type": "object"}, takes=(_NAME_OF_SCHEMA,), waits=False,
    ),
    Endpoint(
        "/api/openapi.json", _openapi, message("All of this, in the form of OpenAPI 3.1."),
        gives={"type": "object"}, takes=(), waits=False,
    ),
)  # fmt: skip
"""Every address for programs that is asked; beside these and those of `SENT` there is none."""
PROGRAMS = Router(
    [*(one.route() for one in ENDPOINTS), *(route for one in SENT for route in one.routes())],
    redirect_slashes=False,
)
