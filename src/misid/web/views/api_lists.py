"""For programs: what there is to ask about: scenarios, inputs, safeguards, pictures."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from misid.document.figures import figure_data
from misid.figures import FIGURES, Picture
from misid.files.read import cut
from misid.quantities import Choice, Quantity
from misid.scenario import inputs, library, load_change
from misid.web import pictures as drawn
from misid.web.address import Address
from misid.web.errors import NoSuchPageError
from misid.web.page import studies_of
from misid.web.views.api_facts import json_text
from misid.words.language import language
from misid.words.scenario import about

PICTURES = (*FIGURES, drawn.SLOPES)
"""Names of the pictures, the last of a comparison alone."""


def scenarios(request: Request, _address: Address) -> Response:
    """Every scenario of this server."""
    studies = studies_of(request)
    found = (studies.scenario(Address(scenario=name)) for name in studies.names)
    rows = [{"name": one.name, "title": one.title, "about": one.about} for one in found]
    return JSONResponse({"scenarios": rows})


def input_list(request: Request, address: Address) -> Response:
    """Every input of a scenario, and what may be put there."""
    scenario, spoken = studies_of(request).scenario(address), language(address.language)
    rows = [
        {
            "name": one.name,
            "title": about(one, scenario, spoken),
            "question": spoken.word(one.question) if one.question else "",
            "status": one.content.status.value,
            "content": one.content.model_dump(mode="json"),
            "takes": input_schema(one.content),
        }
        for one in inputs(scenario)
    ]
    return JSONResponse({"scenario": scenario.name, "inputs": rows})


def safeguards(_request: Request, address: Address) -> Response:
    """Safeguards, and the readings of one scenario."""
    found = [load_change(name) for name in library.change_names()]
    rows = [
        one.model_dump(mode="json", by_alias=True)
        for one in found
        if one.reading_of in (None, address.scenario)
    ]
    return JSONResponse({"safeguards": rows})


def pictures(request: Request, address: Address) -> Response:
    """Every picture of a programme, and where it is."""
    facts = studies_of(request).facts(address)
    names = PICTURES if facts.comparison is not None else tuple(FIGURES)
    made = (drawn.make(name, facts, address.language, {}) for name in names)
    return JSONResponse({"pictures": [_links(one, address) for one in made]})


def _links(picture: Picture, address: Address) -> dict[str, str]:
    shown = drawn.shown(picture, address)
    return {
        "name": picture.name,
        "title": picture.title,
        "facts": address.to(f"/api/pictures/{picture.name}"),
        **{key: getattr(shown, key) for key in ("wide", "narrow", "csv", "zip", "page")},
    }


def picture(request: Request, address: Address) -> Response:
    """What a picture says, its cautions and its data."""
    name = request.path_params["name"]
    if name not in PICTURES:
        raise NoSuchPageError(f"no picture is called {cut(name)!r}.", use=", ".join(PICTURES))
    made = drawn.make(name, studies_of(request).facts(address), address.language, {})
    return json_text(figure_data(made).model_dump_json(indent=2))


def input_schema(content: Any) -> dict[str, Any]:
    """What an address may put at an input, as a JSON Schema; nothing where it can put nothing."""
    if isinstance(content, Quantity):
        least, most = content.ends
        return {"type": "number", "minimum": least, "maximum": most}
    if isinstance(content, Choice):
        return {"enum": list(content.options)}
    return {}
