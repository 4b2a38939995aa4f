"""The columns of a synthetic search log as a Frictionless Table Schema, which other tools read."""

from __future__ import annotations

import json
from typing import Any

from misid.searchlog.pseudonyms import DIGITS
from misid.searchlog.schema import Dataset, LogColumnKind, LogColumnNote
from misid.words.language import ENGLISH, Language
from misid.words.searchlog import MEANINGS

PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"
"""Which edition of the schema; it is named, and not asked."""
_ALWAYS = ("encounter_id", "time", "agency", "officer", "person", "searched")
_KEY = "encounter_id"
_TYPES: dict[LogColumnKind, dict[str, Any]] = {
    "opaque": {"type": "string"},
    "time": {"type": "datetime", "format": "%Y-%m-%dT%H:%M:%SZ"},
    "date": {"type": "date"},
    "text": {"type": "string"},
    "true_or_false": {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]},
    "code": {"type": "string"},
    "number": {"type": "integer"},
}


def table_schema(dataset: Dataset, language: Language = ENGLISH) -> str:
    """
    What each column of the files of a log may hold, as JSON.

    Args:
        dataset: what is written.
        language: in which columns are described.
    """
    made = {
        "$schema": PROFILE,
        "fields": [_field(column, language) for column in dataset.columns],
        "primaryKey": [_KEY],
        "missingValues": [""],
    }
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"


def _field(column: LogColumnNote, language: Language) -> dict[str, Any]:
    described = {"description": language.word(MEANINGS[column.name])}
    constraints = _constraints(column)
    more = {"constraints": constraints} if constraints else {}
    return {"name": column.name} | _TYPES[column.kind] | described | more


def _constraints(column: LogColumnNote) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if column.kind == "opaque":
        found["pattern"] = f"[a-z][0-9a-f]{{{DIGITS}}}"
    if column.kind == "code":
        found["enum"] = list(column.values)
    if column.kind == "number":
        found["minimum"] = 0
    if column.name in _ALWAYS:
        found["required"] = True
    return found
