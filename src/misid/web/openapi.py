"""The addresses for programs in the form of OpenAPI 3.1, from the one table of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from misid.web.address import VERSION
from misid.web.endpoint import JSON, Endpoint, Parameter

OPENAPI = "3.1.0"
_SCHEMAS = files("misid") / "schemas"
_COMPONENTS = "#/components/schemas/"
_ABOUT = (
    "The facts behind every page of misid, an executable model of a field face-identification "
    "programme. It works on synthetic people and published error rates; it takes no picture and "
    "finds nobody. Every address is read with GET or HEAD, has no side effect, and is answered "
    "with the same numbers for ever by the same version. What is not in the description is "
    "refused. A mistake is told in one form: `error`, `what`, `where`, `use`."
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
_REFUSALS = {
    "400": "A parameter that this address does not take.",
    "404": "Nothing has this name.",
    "409": "The address is of another version of misid.",
    "422": "A value that cannot be meant, or changes that do not go together.",
}


def description(
    endpoints: Iterable[Endpoint], inputs: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """
    The description of all addresses.

    Args:
        endpoints: the table of them.
        inputs: what may be put at each input of the first programme, by its name.
    """
    schemas: dict[str, Any] = {"Error": _ERROR, "Working": _WORKING}
    paths = {one.path: {"get": _operation(one, schemas, inputs)} for one in endpoints}
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


def _parameter(one: Parameter, *, in_path: bool) -> dict[str, Any]:
    required = bool(one.example)
    return {
        "name": one.name,
        "in": "path" if in_path else "query",
        "description": one.about,
        "required": required,
        "schema": dict(one.schema),
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
    name, whole = (one.gives, _shipped(one.gives)) if isinstance(one.gives, str) else (
        one.name, dict(one.gives)
    )  # fmt: skip
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
