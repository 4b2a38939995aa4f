"""The addresses for programs in the form of OpenAPI 3.1, from the one table of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from misid.web.address import VERSION
from misid.web.endpoint import JSON, Endpoint, Parameter
from misid.web.endpoint_sent import TOKEN, SentEndpoint

OPENAPI = "3.1.0"
_SCHEMAS = files("misid") / "schemas"
_COMPONENTS = "#/components/schemas/"
_ABOUT = (
    "The facts behind every page of misid, an executable model of a field face-identification "
    "programme. It works on synthetic people and published error rates; it takes no picture and "
    "finds nobody. What is read with GET or HEAD has no side effect, and is answered with the same "
    "numbers for ever by the same version. Files are sent with POST, and lie in a private folder "
    "for 15 minutes at most. What is not in the description is refused. A mistake is told in one "
    "form: `error`, `what`, `where`, `use`."
)
_TEXT = {"type": "string"}
_ERROR = {
    "type": "object",
    "description": "A mistake: its kind, what is wrong, where, and what to use instead.",
    "properties": dict.fromkeys(("error", "what", "where", "use"), _TEXT),
    "required": ["error", "what", "where", "use"],
    "additionalProperties": False,
}
_WORKING = {
    "type": "object",
    "properties": {
        "state": {"const": "working"},
        "done": {"type": "integer", "minimum": 0},
        "total": {"type": "integer", "minimum": 0, "description": "0 where it is not known."},
    },
    "required": ["state", "done", "total"],
}
_SEE_OTHER = {
    "description": "It is held; ask at this address for what is found in it.",
    "headers": {"Location": {"description": "The address.", "schema": _TEXT}},
}
_NOT_TAKEN = {
    "408": "It did not come to its end in time.",
    "413": "More was sent than is taken.",
    "503": "As much is held as may be at a time.",
}
_REFUSALS = {
    "400": "A parameter that this address does not take.",
    "404": "Nothing has this name.",
    "409": "The address is of another version of misid.",
    "422": "A value that cannot be meant, or changes that do not go together.",
}


def description(
    endpoints: Iterable[Endpoint],
    sent: Iterable[SentEndpoint],
    inputs: Mapping[str, Mapping[str, Any]],
) -> dict[str, Any]:
    """
    The description of all addresses.

    Args:
        endpoints: the table of those that are asked.
        sent: of those to which files are sent.
        inputs: what may be put at each input of the first programme, by its name.
    """
    schemas: dict[str, Any] = {"Error": _ERROR, "Working": _WORKING}
    paths = {one.path: {"get": _operation(one, schemas, inputs)} for one in endpoints}
    for each in sent:
        paths.setdefault(each.path, {})["post"] = _sending(each, schemas, inputs)
        if not each.forgotten:
            found = _operation(each.asked, schemas, inputs)
            paths[each.asked.path] = {"get": found, "delete": _deleting(each)}
    return {
        "openapi": OPENAPI,
        "info": {
            "title": "misid",
            "version": VERSION,
            "description": _ABOUT,
            "license": {"name": "Apache 2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _operation(
    one: Endpoint, schemas: dict[str, Any], inputs: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    parameters = [_parameter(each, in_path=one.is_in_path(each)) for each in one.takes]
    schema = _given(one, schemas) if one.gives else _TEXT
    answers: dict[str, Any] = {
        "200": {"description": one.about, "content": {one.media: {"schema": schema}}}
    }
    if one.waits:
        answers["202"] = _working()
    return {
        "operationId": one.name,
        "summary": one.about,
        "parameters": [*parameters, *([_inputs(inputs)] if one.inputs else [])],
        "responses": answers | {code: _refusal(about) for code, about in _REFUSALS.items()},
    }


def _sending(
    each: SentEndpoint, schemas: dict[str, Any], inputs: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """How files are sent: what is said of them stands in the query, as where it is asked for."""
    found = _operation(each.asked, schemas, inputs)
    fields = {
        name: {"type": "string", "format": "binary", "description": about}
        for name, about in each.files.items()
    }
    form = {"type": "object", "properties": fields, "required": list(fields)[:1]}
    answers = found["responses"] if each.forgotten else found["responses"] | {"303": _SEE_OTHER}
    taken = answers if each.forgotten else {code: answers[code] for code in ("303", *_REFUSALS)}
    return {
        "operationId": each.name,
        "summary": each.about,
        "parameters": [one for one in found["parameters"] if one["in"] == "query"],
        "requestBody": {"required": True, "content": {"multipart/form-data": {"schema": form}}},
        "responses": taken | {code: _refusal(about) for code, about in _NOT_TAKEN.items()},
    }


def _deleting(each: SentEndpoint) -> dict[str, Any]:
    return {
        "operationId": f"delete_{each.asked.name}",
        "summary": "Delete what was sent, and what was found in it.",
        "parameters": [_parameter(TOKEN, in_path=True)],
        "responses": {
            "204": {"description": "It is deleted."},
            "404": _refusal("Nothing has this name, or it is gone."),
        },
    }


def _parameter(one: Parameter, *, in_path: bool) -> dict[str, Any]:
    required = bool(one.example)
    spread = {"style": "form", "explode": True} if one.several else {}
    return {
        "name": one.name,
        "in": "path" if in_path else "query",
        "description": one.about,
        "required": required,
        "schema": dict(one.schema),
        **spread,
        **({"example": one.example} if required else {}),
    }


def _inputs(inputs: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Inputs by name, each a parameter of its own; other scenarios have other ones."""
    return {
        "name": "inputs",
        "in": "query",
        "description": "What is to stand at inputs, each under its own name, such as "
        "review.share_reviewed=0.5. These are those of the first scenario; /api/inputs lists those "
        "of any.",
        "required": False,
        "style": "form",
        "explode": True,
        "schema": {
            "type": "object",
            "properties": {name: dict(takes) for name, takes in inputs.items() if takes},
            "additionalProperties": {"type": ["number", "string", "boolean"]},
        },
    }


def _working() -> dict[str, Any]:
    return {
        "description": "It is being worked out; ask again.",
        "headers": {"Retry-After": {"description": "Seconds.", "schema": {"type": "integer"}}},
        "content": {JSON: {"schema": {"$ref": f"{_COMPONENTS}Working"}}},
    }


def _refusal(about: str) -> dict[str, Any]:
    return {
        "description": about,
        "content": {JSON: {"schema": {"$ref": f"{_COMPONENTS}Error"}}},
    }


def _given(one: Endpoint, schemas: dict[str, Any]) -> dict[str, Any]:
    """Where the schema of an answer stands, which is put among the components with its parts."""
    if isinstance(one.gives, tuple):
        return {"oneOf": [_placed(name, _shipped(name), schemas) for name in one.gives]}
    if isinstance(one.gives, str):
        return _placed(one.gives, _shipped(one.gives), schemas)
    return _placed(one.name, dict(one.gives), schemas)


def _placed(name: str, whole: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    for part, schema in whole.get("$defs", {}).items():
        schemas[f"{name}.{part}"] = _moved(schema, name)
    schemas[name] = _moved(
        {key: part for key, part in whole.items() if key not in ("$defs", "$schema")}, name
    )
    return {"$ref": f"{_COMPONENTS}{name}"}


def _moved(part: Any, name: str) -> Any:
    """A part of a schema whose own parts stand among the components."""
    if isinstance(part, dict):
        return {
            key: each.replace("#/$defs/", f"{_COMPONENTS}{name}.")
            if key == "$ref" and isinstance(each, str)
            else _moved(each, name)
            for key, each in part.items()
        }
    return [_moved(each, name) for each in part] if isinstance(part, list) else part


@cache
def _shipped(name: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((_SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    return schema
