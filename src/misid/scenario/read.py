"""From a YAML file to a scenario, every mistake told with its line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from misid import intake
from misid.errors import FormatError, MeaningError, MisidError
from misid.scenario import library
from misid.scenario.check import Finding, check
from misid.scenario.document import BYTE_LIMIT, Document, parse
from misid.scenario.model import SCHEMA, Scenario

_SHAPE_MISTAKES = {"missing", "extra_forbidden", "model_type", "tuple_type", "dict_type"}


def load_scenario(scenario: str | Path) -> Scenario:
    """
    A scenario by name, if it comes along with misid, or from a YAML file.

    Args:
        scenario: a name of `misid scenario list`, or a path.
    Raises: FormatError, MeaningError: with file and line of the mistake.
    Example:
        >>> load_scenario("task-force-module").retention.horizon
        15
    """
    if str(scenario) in library.names():
        return read_text(library.text(str(scenario)), file=f"{scenario}.yaml")
    path = Path(scenario)
    text = intake.read_text(path, limit=BYTE_LIMIT, kind="a scenario")
    return read_text(text, file=path.name)


def read_text(text: str, *, file: str) -> Scenario:
    """
    A scenario from YAML text.

    Args:
        text: the YAML document.
        file: its name in error texts.
    Raises: FormatError, MeaningError: with file and line of the mistake.
    """
    document = parse(text, file)
    _check_schema(document)
    try:
        scenario = Scenario.model_validate(document.data)
    except ValidationError as error:
        raise _told(error, document) from None
    for finding in check(scenario):
        raise _at(finding, document)
    return scenario


def _check_schema(document: Document) -> None:
    if not isinstance(document.data, dict):
        raise FormatError(
            f"{document.file} is not a scenario: it holds no mapping.",
            where=document.where(()),
            use="`misid scenario new` writes a scenario to start from",
        )
    given = document.data.get("schema")
    if given != SCHEMA:
        raise FormatError(
            f"schema is {str(given)[:60]!r}." if given else "has no schema line.",
            where=document.where(("schema",)),
            use=f"schema: {SCHEMA}",
        )


def _at(finding: Finding, document: Document) -> MeaningError:
    return MeaningError(
        f"{named(finding.path, document.data)} {finding.what}",
        where=document.where(finding.path),
        use=finding.use,
    )


def _told(error: ValidationError, document: Document) -> MisidError:
    """The mistake that stands first in the file, in our own words."""
    details = min(error.errors(), key=lambda one: _line(one, document))
    path = tuple(step for step in details["loc"] if step != "every")
    name, kind = named(path, document.data), details["type"]
    more = len(error.errors()) - 1
    tail = f" ({more} further mistakes in this file)" if more > 1 else ""
    what, use = _words(details)
    form = FormatError if kind in _SHAPE_MISTAKES else MeaningError
    return form(f"{name} {what}.{tail}", where=document.where(path), use=use)


def _line(details: ErrorDetails, document: Document) -> int:
    return int(document.where(details["loc"]).rsplit(" ", 1)[-1])


def _words(details: ErrorDetails) -> tuple[str, str]:
    kind, given, context = details["type"], details["input"], details.get("ctx", {})
    if kind == "missing":
        return "is missing", "`misid scenario show task-force-module` explains every input"
    if kind == "extra_forbidden":
        return "is not a field of the schema", "a field of `misid scenario show`, spelled as there"
    if kind == "value_error":
        return str(context["error"]), ""
    if kind == "literal_error":
        return f"is {_shown(given)}", f"one of {context['expected']}"
    if kind == "finite_number":
        return f"is {_shown(given)}, which is not a number that can be meant", "a finite number"
    return f"is {_shown(given)}: {details['msg'].lower()}", ""


def _shown(given: Any) -> str:
    plain = isinstance(given, str | int | float | bool) or given is None
    return repr(given)[:60] if plain else "a list or a mapping"


def named(path: tuple[str | int, ...], data: Any) -> str:
    """A path as a person says it: list items by their name, not by their number."""
    words: list[str] = []
    for step in path:
        data = _below(data, step)
        name = data.get("name") if isinstance(step, int) and isinstance(data, dict) else None
        words.append(str(name or step))
    return ".".join(words) or "the scenario"


def _below(data: Any, step: str | int) -> Any:
    if isinstance(data, dict):
        return data.get(step)
    if isinstance(data, list) and isinstance(step, int) and step < len(data):
        return data[step]
    return None
