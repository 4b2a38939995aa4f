"""From a YAML file to a scenario, every mistake told with its line."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from misid.errors import FormatError, MeaningError, MisidError
from misid.files import read as intake
from misid.files.names import refuse_unknown
from misid.files.read import plain
from misid.files.written_numbers import read_number
from misid.files.yaml_lines import BYTE_LIMIT, KeyPath, YamlDocument, parse
from misid.files.yaml_slips import CURLY
from misid.quantities import Quantity
from misid.quantities.validation import KIND, shown
from misid.scenario import library
from misid.scenario.apart import found_in_the_rest
from misid.scenario.change import CHANGE_SCHEMA, Change
from misid.scenario.check import check
from misid.scenario.contradictions import contradictions
from misid.scenario.finding import ScenarioFinding
from misid.scenario.schema import SCHEMA, Scenario

Read = TypeVar("Read", bound=BaseModel)

_SHAPE_MISTAKES = {
    "missing", "extra_forbidden", "model_type", "model_attributes_type", "tuple_type", "dict_type",
}  # fmt: skip
_ABSENT = {"missing", "left out"}
_LINES = 8
"""So many lines with further mistakes are told."""
_BY_NAME = ("set", "at_most")
_START = "a start that `misid scenario new` writes"
_BLOCK = ("is {given}, but a block of named fields is needed", "`name: value` lines, indented")
_NUMBER = ("is {given}, but a number is needed", "digits without quotation marks, such as 0.5")
_WHOLE = (
    "is {given}, but a whole number is needed",
    "digits without quotation marks, such as 5",
)
_TEXT = ("is {given}, but text is needed", "words, in quotation marks if they could be a number")
_UNKNOWN = ("is not a field of the schema", "a field of `misid scenario show`")
_DATE = ("is {given}, but a date is needed", "year-month-day, such as 2026-04-03")
_WORD = ("is {given}, which is none of the words that may stand here", "one of {expected}")
# What each kind of mistake is called, and what to write; the braces are filled from the mistake.
_KINDS = {
    "missing": ("is missing", "a line for it; `misid scenario show` explains every input"),
    "extra_forbidden": _UNKNOWN,
    "model_type": _BLOCK,
    "model_attributes_type": _BLOCK,
    "dict_type": _BLOCK,
    "tuple_type": ("is {given}, but a list is needed", "lines that begin with `-`, or [a, b]"),
    "too_short": ("has no entry, but at least one is needed", "one entry or more"),
    "float_type": _NUMBER,
    "finite_number": ("is {given}, but a finite number is needed", "digits, such as 100 or 0.5"),
    "int_type": _WHOLE,
    "bool_type": ("is {given}, but true or false is needed", "true or false, without quotes"),
    "string_type": _TEXT,
    "string_too_short": ("is empty, but text is needed", "a few words"),
    "string_too_long": (
        "has more than {max_length} characters",
        "a shorter text, of {max_length} characters at most",
    ),
    "string_pattern_mismatch": (
        "is {given}, but a short name is needed",
        "small letters, digits, - and _, beginning with a letter, 64 characters at most",
    ),
    "literal_error": _WORD,
    "enum": _WORD,
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "greater_than": ("is {given}, but a number above {gt} is needed", "a number above {gt}"),
    "greater_than_equal": ("is {given}, but {ge} is the least possible", "{ge} or more"),
    "less_than": ("is {given}, but a number below {lt} is needed", "a number below {lt}"),
    "less_than_equal": ("is {given}, but {le} is the most possible", "{le} or less"),
}
_OTHER = ("is {given}, which cannot be meant here", "what `misid scenario show` explains")


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
        return _shipped(str(scenario))
    path = Path(scenario)
    refuse_unknown(path, "scenario or file", library.names(), _nearest(path))
    text = intake.read_text(path, limit=BYTE_LIMIT, kind="a scenario", instead=_nearest(path))
    return read_text(text, file=intake.shown_name(path))


@cache
def _shipped(name: str) -> Scenario:
    """Read once; a run asks again whether what it was given is what comes along."""
    return read_text(library.text(name), file=f"{name}.yaml")


def read_text(text: str, *, file: str) -> Scenario:
    """
    A scenario from YAML text.

    Args:
        text: the YAML document.
        file: its name in error texts.
    Raises: FormatError, MeaningError: with file and line of the mistake.
    """
    document = parse(text, file, kind="a scenario", instead=_START)
    return read_as(Scenario, document, schema=SCHEMA, kind="a scenario", check=_checked)


def _checked(scenario: Scenario) -> list[ScenarioFinding]:
    return list(check(scenario)) or list(contradictions(scenario))


def read_as(
    model: type[Read],
    document: YamlDocument,
    *,
    schema: str,
    kind: str,
    check: Callable[[Read], Iterable[ScenarioFinding]] = lambda _: (),
) -> Read:
    """
    What a YAML document holds, as a model.

    Args:
        model: what it should be.
        document: as it was parsed.
        schema: what must stand at `schema:`.
        kind: what it should be, in error texts, such as "a scenario".
        check: finds what is mistaken though each value by itself is right.
    Raises: FormatError, MeaningError: with file and line of the mistake.
    """
    _check_schema(document, schema, kind)
    faults = list(_pointed_counts(document)) if model in (Scenario, Change) else []
    try:
        made = model.model_validate(document.data)
    except ValidationError as error:
        faults += [_finding(one, model) for one in _real(error)]
        if model not in (Scenario, Change):
            faults += found_in_the_rest(model, document.data, faults, check)
    else:
        faults = faults or list(check(made))
        if not faults:
            return made
    raise _first_mistake(faults, document)


def load_change(change: str | Path) -> Change:
    """
    A change by name, if it is a safeguard or a reading that comes along, or from a YAML file.

    Raises: FormatError, MeaningError: with file and line of the mistake.
    Example:
        >>> load_change("delete-non-matches").title
        'Delete photographs that match nothing within 24 hours'
    """
    if str(change) in library.change_names():
        return _shipped_change(str(change))
    path = Path(change)
    if not _states_input(change):
        known = library.change_names()
        refuse_unknown(path, "safeguard, reading or file", known, _instead_of(path))
    text = intake.read_text(path, limit=BYTE_LIMIT, kind="a change", instead=_instead_of(path))
    return read_change(text, file=intake.shown_name(path))


def _states_input(change: str | Path) -> bool:
    """Whether it is written as an input and what is to stand there, which has its own option."""
    name, sign, content = str(change).partition("=")
    return bool(sign and content and "." in name)


def _instead_of(change: Path) -> str:
    """What to use where no change is called so and no file is; an input's content has an option."""
    if _states_input(change):
        return f"--set {intake.shown_name(change)}, which says what is to stand at an input"
    near = difflib.get_close_matches(change.stem, library.change_names(), n=1)
    return f"{near[0]}, or a file that exists" if near else "a name of `misid safeguards`"


@cache
def _shipped_change(name: str) -> Change:
    """Read once, as a scenario that comes along."""
    return read_change(library.change_text(name), file=f"{name}.yaml")


def read_change(text: str, *, file: str) -> Change:
    """
    A change from YAML text.

    Raises: FormatError, MeaningError: with file and line of the mistake.
    """
    document = parse(text, file, kind="a change")
    return read_as(Change, document, schema=CHANGE_SCHEMA, kind="a change")


def _pointed_counts(document: YamlDocument) -> Iterator[ScenarioFinding]:
    """Counts such as 1.300: YAML reads 1.3, and whoever wrote it may mean thirteen hundred."""
    for path, text in document.pointed.items():
        # A change says at which input, by its name, what stands instead.
        steps = (*str(path[1]).split("."), *path[2:]) if path[0] in _BY_NAME and path[1:] else path
        kind = _model_at(list(steps), Scenario)
        if text.count(".") == 1 and issubclass(kind, Quantity) and kind.is_count:
            try:
                read_number(text, kind.place())
            except MeaningError as error:
                yield ScenarioFinding(path, error.what.strip().rstrip("."), error.use)


def _nearest(path: Path) -> str:
    """What to use instead of a file that is not there."""
    near = difflib.get_close_matches(path.stem, library.names(), n=1)
    if near:
        return f"{near[0]}, which comes along with misid, or a file that exists"
    return "a file that exists, or a name of `misid scenario list`"


def _check_schema(document: YamlDocument, schema: str, kind: str) -> None:
    if not isinstance(document.data, dict):
        raise FormatError(
            f"{document.file} is not {kind}: it is {shown(document.data)}.",
            where=document.where(()),
            use=f"a file that begins with schema: {schema}",
        )
    given = document.data.get("schema")
    if given != schema:
        is_given = f"schema is {shown(given)}, but this misid reads {schema}."
        raise FormatError(
            is_given if "schema" in document.data else f"{document.file} has no schema line.",
            where=document.where(("schema",)),
            use=f"schema: {schema}",
        )


def _real(error: ValidationError) -> list[ErrorDetails]:
    return [details for details in error.errors() if not _is_echo(details)]


def _is_echo(details: ErrorDetails) -> bool:
    """A list is also called too short because an entry of it is mistaken and not counted."""
    given, context = details["input"], details.get("ctx", {})
    return isinstance(given, list) and len(given) >= context.get("min_length", math.inf)


def _finding(details: ErrorDetails, model: type[BaseModel]) -> ScenarioFinding:
    what, use = words_of(details)
    path, at = details["loc"], details.get("ctx", {}).get("at", ())
    if details["type"] == "extra_forbidden":
        use = _other_fields(path, model)
    return ScenarioFinding(path, what, use, at=at, kind=details["type"])


def _first_mistake(faults: list[ScenarioFinding], document: YamlDocument) -> MisidError:
    """The mistake that stands first in the file; what is missing stands nowhere, so comes last."""
    first = min(faults, key=lambda one: (one.kind in _ABSENT, _line(one, document)))
    more = len(faults) - 1
    noun = "mistake" if more == 1 else "mistakes"
    tail = f" ({more} further {noun} in this file{_on_lines(first, faults, document)})"
    tail = tail if more else ""
    form = FormatError if first.kind in _SHAPE_MISTAKES else MeaningError
    name, where = named(first.path, document.data), document.where(first.path + first.at)
    return form(f"{name} {first.what}.{tail}", where=where, use=first.use)


def _on_lines(first: ScenarioFinding, faults: list[ScenarioFinding], document: YamlDocument) -> str:
    """On which other lines mistakes stand; a missing one stands on none."""
    lines = {_line(one, document) for one in faults if one.kind not in _ABSENT}
    others = [str(line) for line in sorted(lines - {_line(first, document)})]
    if not others:
        return ""
    more = f" and {len(others) - _LINES} more" if len(others) > _LINES else ""
    return f", line{'s' if len(others) > 1 else ''} {', '.join(others[:_LINES])}{more}"


def _line(finding: ScenarioFinding, document: YamlDocument) -> int:
    return int(document.where(finding.path + finding.at).rsplit(" ", 1)[-1])


def words_of(details: ErrorDetails) -> tuple[str, str]:
    """What is wrong and what to use, never in the words of the library that found it."""
    context = details.get("ctx", {})
    if details["type"] == KIND:
        return str(context["what"]), str(context["use"])
    filled = {key: _plain_limit(item) for key, item in context.items()}
    what, use = _KINDS.get(details["type"], _OTHER)
    given = {"given": shown(details["input"])}
    return what.format_map(filled | given), use.format_map(filled | given)


def _plain_limit(limit: object) -> str:
    """A number as it is shown; a list of words without the quotation marks around each."""
    if isinstance(limit, int | float):
        return shown(limit)
    return re.sub(r"<[^:]*: ([^>]*)>", r"\1", str(limit)).replace("'", "")


def _other_fields(path: KeyPath, model: type[BaseModel]) -> str:
    """What may stand where an unknown field stands."""
    *above, field = path
    if re.fullmatch(r"\d+%?", str(field)):
        return "a number without a comma in it: 0.5, not 0,5; 1_300, not 1,300"
    if any(mark in str(field) for mark in CURLY):
        return "straight quotation marks (\" or '), not curly ones, around text with a comma in it"
    if field == "<<":
        return "the alias alone, which stands for the whole block: `name: *alias`"
    fields = [info.alias or key for key, info in _model_at(above, model).model_fields.items()]
    unmarked = re.fullmatch(r"(\w+)[ :]+(.+)", str(field))
    if unmarked and unmarked[1] in fields:
        return f"`{unmarked[1]}: {plain(unmarked[2])}`, with a colon and a blank after the name"
    homes = [] if above else [name for name in fields if field in _fields_of(name, model)]
    if homes:
        return f"as many spaces before it as before the other names of {' or '.join(homes)}"
    near = difflib.get_close_matches(str(field), fields, n=1)
    return near[0] if near else f"one of {', '.join(fields)}"


def _fields_of(name: str, model: type[BaseModel]) -> set[str]:
    """The names that stand in a block."""
    block = _model_at([name], model)
    return set() if block is model or issubclass(block, Quantity) else set(block.model_fields)


def _model_at(path: list[str | int], model: type[BaseModel]) -> type[BaseModel]:
    """The block of the schema that a path leads into."""
    for step in path:
        info = model.model_fields.get(str(step))
        model = next(_models(info.annotation), model) if info else model
    return model


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)


def named(path: KeyPath, data: Any) -> str:
    """A path as a person says it: list items by their name, or by their number from 1."""
    words: list[str] = []
    for step in _without_forms(path):
        if step == "every" and not (isinstance(data, dict) and step in data):
            continue
        data = _below(data, step)
        name = data.get("name") if isinstance(step, int) and isinstance(data, dict) else None
        number = step + 1 if isinstance(step, int) else step
        words.append(plain(name or number))
    return ".".join(words) or "the scenario"


def _without_forms(path: KeyPath) -> KeyPath:
    """The path of the input: without where its one number or its options stand."""
    if path[-1:] == ("value",) and path[-2:-1] not in (("groups",), ("shares",)):
        return path[:-1]
    if path[-2:-1] == ("options",):
        return path[:-2]
    return path


def _below(data: Any, step: str | int) -> Any:
    if isinstance(data, dict):
        return data.get(step)
    if isinstance(data, list) and isinstance(step, int) and step < len(data):
        return data[step]
    return None
