"""Pages of reference that are written from the schemas: scenario, results, report, comparisons."""

import datetime
import types
import typing
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from typing import Any

from pydantic import BaseModel, JsonValue
from pydantic.fields import FieldInfo

from misid.assessment.answers import Answers
from misid.assessment.difference import AssessmentDifference
from misid.assessment.questionnaire import Questionnaire
from misid.assessment.rules import ContradictionRules
from misid.assessment.schema import Assessment
from misid.disclosure import DisclosedCounts, Disclosure, DisclosureDifference
from misid.document.model import Document, DocumentPart
from misid.quantities import (
    Choice,
    Count,
    Decades,
    Factor,
    Positive,
    Quantity,
    Real,
    Share,
    Status,
    Switch,
    Years,
)
from misid.quantities.composition import Algorithm, Composition, PerGroup
from misid.results.output_definitions import KINDS
from misid.results.schema import Interval, Results, ResultsPart
from misid.scenario.schema import Scenario
from misid.uncertainty.code_schema import CodeCase
from misid.uncertainty.ledger_schema import Ledger
from misid.uncertainty.schema import Claim, Comparison, Requirements
from misid.words.numbers import unit_name
from misid.words.outputs import output_title

HEAD = "<!-- Written by tools/docs.py; `./dev docs` writes it anew. -->\n\n"


SHIPPED, PICTURE = "task-force-module", "docs/frequencies.svg"


WRITTEN = (DocumentPart, ResultsPart)
"""Blocks of documents that the program writes, whole; none of their fields is left out."""


NUMBERS = (Share, Count, Positive, Factor, Decades, Years, Real)


LAWS = {Share: "logit-normal", Real: "normal"}


DEFAULT_LAW = "log-normal"


LIMITS = {
    "ge": "at least",
    "gt": "above",
    "le": "at most",
    "lt": "below",
    "min_length": "length at least",
    "max_length": "length at most",
}


TITLES: dict[str, str] = {
    one.name: f"{output_title(one.name)}; {unit_name(one.unit) or 'share'}." for one in KINDS
}


PATTERNS = {
    "^[a-z][a-z0-9_-]{0,63}$": "small letters, digits, `-` and `_`, beginning with a letter, "
    "at most 64",
    "^[a-z0-9][a-z0-9_-]{0,63}$": "small letters, digits, `-` and `_`, beginning with a letter or "
    "a digit, at most 64",
    "^[a-z][a-z-]*$": "small letters and `-`",
}


def grid(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(cell(text) for text in line)} |\n" for line in lines)


def cell(text: str) -> str:
    """Text that a Markdown table holds on one line."""
    return " ".join(text.split()).replace("|", r"\|")


def code(word: object) -> str:
    """A word as it is typed."""
    return f"`{word}`"


def first_paragraph(thing: type) -> str:
    """What a docstring says first."""
    return " ".join((thing.__doc__ or "").strip().split("\n\n")[0].split())


def paragraphs(thing: type) -> str:
    """A whole docstring as Markdown."""
    parts = (thing.__doc__ or "").strip().split("\n\n")
    return "\n\n".join(" ".join(part.split()) for part in parts)


def scenario_page() -> str:
    """Every field of a scenario."""
    about = (
        "# The scenario\n\nA scenario is one YAML file. Its JSON Schema is "
        "[scenario-1.json](../../src/misid/schemas/scenario-1.json), and the default one is "
        f"[{SHIPPED}.yaml](../../src/misid/scenario/library/{SHIPPED}.yaml). Fields that are not "
        "listed here are refused. What one field alone cannot show is checked as well: names "
        "that fit together, sources that exist, lengths of lists, and rates that can be meant; "
        "the error says what is allowed.\n\n"
    )
    return f"{HEAD}{about}{_kinds_of_input()}\n## Blocks and fields\n\n{field_blocks(Scenario, 3)}"


def field_blocks(document: type[BaseModel], level: int) -> str:
    """Every block of a document."""
    return _once_each(blocks_of(document), level)


def _once_each(blocks: Iterable[tuple[str, type[BaseModel]]], level: int) -> str:
    """Every block; where several places hold the same kind it stands once."""
    seen: dict[type[BaseModel], list[str]] = {}
    for path, model in blocks:
        seen.setdefault(model, []).append(path)
    return "\n".join(_block(paths, model, "#" * level) for model, paths in seen.items())


def blocks_of(model: type[BaseModel], path: str = "") -> Iterator[tuple[str, type[BaseModel]]]:
    """Every block of a document with its path, the document itself first; a list's block once."""
    yield path, model
    for key, info in model.model_fields.items():
        for inner, suffix in _inner_blocks(info.annotation):
            yield from blocks_of(inner, f"{path}.{key}{suffix}".lstrip("."))


def _inner_blocks(annotation: Any, suffix: str = "") -> Iterator[tuple[type[BaseModel], str]]:
    """The blocks that may stand in a field; `[]` after its name for each list around them."""
    origin, args = typing.get_origin(annotation), typing.get_args(annotation)
    if _is_block(annotation):
        yield annotation, suffix
    elif origin is typing.Annotated:
        yield from _inner_blocks(args[0], suffix)
    elif origin is tuple:
        yield from _inner_blocks(args[0], f"{suffix}[]")
    elif origin in (types.UnionType, typing.Union):
        for one in args:
            yield from _inner_blocks(one, suffix)


def _is_block(annotation: Any) -> bool:
    """A block of the document; an input or an interval is explained once, and not in its place."""
    explained = (Quantity, Choice, Composition, PerGroup, Algorithm, Scenario)
    return (
        isinstance(annotation, type)
        and issubclass(annotation, BaseModel)
        and not issubclass(annotation, explained)
        and annotation is not Interval
    )


def _block(paths: list[str], model: type[BaseModel], mark: str) -> str:
    rows = [
        (code(info.alias or key), _allowed(info, written=issubclass(model, WRITTEN)),
         _described(key, info))
        for key, info in model.model_fields.items()
    ]  # fmt: skip
    places = list(dict.fromkeys(path for path in paths if path))
    title = ", ".join(path if path.istitle() else code(path) for path in places)
    kind = model.model_fields.get("kind")
    if kind is not None and not kind.is_required():
        title += f", kind {code(kind.default)}"
    about = f"{mark} {title or 'The document'}\n\n{paragraphs(model)}"
    return f"{about}\n\n{grid(('field', 'holds', 'meaning'), rows)}"


def _described(key: str, info: FieldInfo) -> str:
    inner = [first_paragraph(block) for block, _ in _inner_blocks(info.annotation)]
    kind = "Which kind of block this is." if key == "kind" else ""
    return info.description or TITLES.get(key) or kind or (inner[0] if inner else "")


def _allowed(info: FieldInfo, *, written: bool) -> str:
    optional = "" if written or info.is_required() else "; may be left out"
    return _with_limits(_holds(info.annotation), info) + optional


def _with_limits(said: str, *infos: FieldInfo) -> str:
    limits = [_limit(one) for info in infos for one in info.metadata]
    return ", ".join(filter(None, (said, *limits)))


def _limit(constraint: Any) -> str:
    for key, word in LIMITS.items():
        if hasattr(constraint, key):
            return f"{word} {getattr(constraint, key):,.15g}"
    pattern = getattr(constraint, "pattern", "")
    return PATTERNS.get(pattern, f"pattern `{pattern}`") if pattern else ""


def _holds(annotation: Any) -> str:
    """What stands in a field, in words."""
    origin, args = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Literal:
        return " or ".join(code(_word(word)) for word in args)
    if origin is tuple:
        return f"a list, each {_holds(args[0])}"
    if origin is dict:
        return f"a line for each name: the name and {_entry(args[1])}"
    if origin is typing.Annotated:
        return _holds(args[0])
    if origin in (types.UnionType, typing.Union):
        return " or ".join(dict.fromkeys(map(_holds, args)))
    simple: dict[Any, str] = {
        str: "text", int: "a whole number", float: "a number", bool: "`true` or `false`",
        type(None): "null", datetime.date: "a day, such as `2026-11-30`",
        Any: "anything that JSON holds", JsonValue: "anything that JSON holds",
    }  # fmt: skip
    return simple.get(annotation) or _holds_model(annotation)


def _entry(annotation: Any) -> str:
    """What stands beside each name of a block of names."""
    if annotation is Any:
        return "what stands there instead"
    if annotation is JsonValue:
        return "anything that JSON holds"
    limits = [info for info in typing.get_args(annotation)[1:] if isinstance(info, FieldInfo)]
    return _with_limits(_holds(annotation), *limits)


def _word(word: Any) -> str:
    return str(word.value if isinstance(word, Enum) else word)


def _holds_model(annotation: Any) -> str:
    generic = getattr(annotation, "__pydantic_generic_metadata__", {})
    if generic.get("origin") is PerGroup:
        return f"{_link(generic['args'][0])}, [for every group or for each](#for-each-group)"
    if generic.get("origin") is Choice:
        return f"[choice](#choice): {_holds(generic['args'][0])}"
    if annotation is Switch:
        return "[choice](#choice): `true` or `false`"
    if annotation is Scenario:
        return "[a scenario](scenario.md), whole"
    return _link(annotation) if not _is_block(annotation) else "a block"


def _link(kind: type) -> str:
    name = kind.__name__.lower()
    return f"[{name}](#{'numbers' if issubclass(kind, Quantity) else name})"


def _kinds_of_input() -> str:
    """How an input may be written."""
    numbers = [
        (kind.__name__.lower(), kind.noun, LAWS.get(kind, DEFAULT_LAW), code(kind.example))
        for kind in NUMBERS
    ]
    return "\n".join(
        (
            "## How an input is written\n",
            "### Status\n",
            "How it is known, written as `status:`. One that is `disclosed`, `published` or "
            "`measured` needs a `source`: a key of [the citations](evidence.md#citations). One "
            "that is `unknown` must leave more than one possibility open. Whatever is left open "
            "needs a `why`.\n",
            ", ".join(code(status.value) for status in Status) + ".\n",
            _input_kind("Numbers", Quantity),
            grid(("kind", "what it is", "law of a range", "such as"), numbers),
            _input_kind("Choice", Choice),
            _input_kind("Composition", Composition),
            _input_kind("For each group", PerGroup),
            _input_kind("Algorithm", Algorithm),
        )
    )


def _input_kind(title: str, kind: type[BaseModel]) -> str:
    rows = [
        (code(key), _field_holds(info), info.description or "")
        for key, info in kind.model_fields.items()
    ]
    return f"### {title}\n\n{paragraphs(kind)}\n\n{grid(('field', 'holds', 'meaning'), rows)}"


def _field_holds(info: FieldInfo) -> str:
    """What a field of an input holds; that most are optional needs no words."""
    args = typing.get_args(info.annotation)
    options = [one for one in args if one is not type(None)] if type(None) in args else None
    said = " or ".join(map(_part_holds, options or [info.annotation]))
    return _with_limits(said, info)


def _part_holds(annotation: Any) -> str:
    if annotation is Status:
        return "[status](#status)"
    if typing.get_origin(annotation) is dict:
        return "one line for each: its name and its number"
    if typing.get_origin(annotation) is tuple:
        return "a list of options"
    if isinstance(annotation, typing.TypeVar):
        return "[number](#numbers)"
    return _holds(annotation)


def results_page() -> str:
    """Every field of the results document."""
    about = (
        "# The results document\n\nWhat `misid run --json` prints and `misid run --out` writes as "
        "`results.json`. Its JSON Schema is "
        "[results-3.json](../../src/misid/schemas/results-3.json). What each output means is in "
        "[measures](../measures.md); the other files of a run are in "
        "[how to](../how-to.md#read-the-files-of-a-run).\n\n"
    )
    return f"{HEAD}{about}{field_blocks(Results, 2)}\n{_block(['Interval'], Interval, '##')}"


def uncertainty_page() -> str:
    """Every field of the four documents about changes and open questions."""
    about = (
        "# Comparison, ledger, requirements, claim\n\nWhat `misid compare`, `misid unknowns`, "
        "`misid require`, `misid claim` and `misid case` print with `--json`. Their JSON Schemas "
        "are "
        "[comparison-3.json](../../src/misid/schemas/comparison-3.json), "
        "[ledger-3.json](../../src/misid/schemas/ledger-3.json), "
        "[requirements-4.json](../../src/misid/schemas/requirements-4.json), "
        "[claim-3.json](../../src/misid/schemas/claim-3.json) and "
        "[code-1.json](../../src/misid/schemas/code-1.json). What each number means is in "
        "[measures](../measures.md#what-a-change-would-change).\n\n"
    )
    documents: dict[str, type[BaseModel]] = {
        "comparison": Comparison,
        "ledger": Ledger,
        "requirements": Requirements,
        "claim": Claim,
        "code": CodeCase,
    }
    blocks = [block for name, one in documents.items() for block in blocks_of(one, name)]
    return f"{HEAD}{about}{_once_each(blocks, 2)}\n{_block(['Interval'], Interval, '##')}"


def assessment_page() -> str:
    """Every field of questionnaires, answers, rules, and of what is made of them."""
    about = (
        "# Assessment, questionnaires, answers, rules\n\nWhat `misid assess --json` and "
        "`misid assess diff --json` print, and the three kinds of YAML file that an assessment is "
        "made from. Their JSON Schemas are "
        "[assessment-1.json](../../src/misid/schemas/assessment-1.json), "
        "[assessment-difference-1.json](../../src/misid/schemas/assessment-difference-1.json), "
        "[questionnaire-1.json](../../src/misid/schemas/questionnaire-1.json), "
        "[answers-1.json](../../src/misid/schemas/answers-1.json) and "
        "[rules-1.json](../../src/misid/schemas/rules-1.json). How to write one is in "
        "[the assessment](../assessment.md); `assessment.results` is what `misid run --json` "
        "prints ([results](results.md)).\n\n"
    )
    documents: dict[str, type[BaseModel]] = {
        "questionnaire": Questionnaire,
        "answers": Answers,
        "rules": ContradictionRules,
        "assessment": Assessment,
        "difference": AssessmentDifference,
    }
    blocks = [
        (path, block)
        for name, one in documents.items()
        for path, block in blocks_of(one, name)
        if not path.startswith("assessment.results")
    ]
    return f"{HEAD}{about}{_once_each(blocks, 2)}\n{_block(['Interval'], Interval, '##')}"


def counts_page() -> str:
    """Every field of a disclosed table, of its counts by period, and of two snapshots."""
    about = (
        "# Disclosed counts as data\n\nWhat `misid counts --json` and `misid counts diff --json` "
        "print, and the file that `misid counts --write` writes. Their JSON Schemas are "
        "[disclosure-1.json](../../src/misid/schemas/disclosure-1.json), "
        "[disclosure-difference-1.json](../../src/misid/schemas/disclosure-difference-1.json) and "
        "[counts-1.json](../../src/misid/schemas/counts-1.json). What is read, asked and checked "
        "is in [disclosed counts](../counts.md).\n\n"
    )
    documents: dict[str, type[BaseModel]] = {
        "counts": DisclosedCounts,
        "disclosure": Disclosure,
        "difference": DisclosureDifference,
    }
    blocks = [block for name, one in documents.items() for block in blocks_of(one, name)]
    return f"{HEAD}{about}{_once_each(blocks, 2)}"


def report_page() -> str:
    """Every field of the report as data."""
    about = (
        "# The report as data\n\n`misid run --out` writes the report twice: `report.html` is the "
        "page that people read, and `report.json` is the document that the page is made of, "
        "sentence by sentence and figure by figure. Whoever wants the report in another form makes "
        "it from `report.json`: nothing in the page comes from anywhere else. A number stands in "
        "it twice, as it was computed (`value`) and as it is read (`text`). For the numbers alone "
        "take [the results document](results.md). Its JSON Schema is "
        "[document-1.json](../../src/misid/schemas/document-1.json).\n\n"
    )
    return f"{HEAD}{about}{field_blocks(Document, 2)}"


def paragraph(text: str) -> str:
    """Text as it is written here, each paragraph on one line."""
    return "\n\n".join(" ".join(part.split()) for part in text.strip().split("\n\n"))
