"""Write what is generated in README.md and docs; with --check only say what is stale."""

import contextlib
import io
import os
import re
import shlex
import sys
import tempfile
import types
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

import typer
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from rich.console import Console

import misid
from misid.cli import main as command_line
from misid.cli.app import app
from misid.document.model import Document
from misid.document.model import Part as DocumentPart
from misid.document.programmes import programmes_document
from misid.document.run import screen_of_run
from misid.document.safeguards import safeguards_document
from misid.document.tables.changes import differing
from misid.evidence import Citation, PublishedTable, citation, citation_keys, table, table_names
from misid.figures.catalogue import make
from misid.figures.picture import Picture
from misid.figures.render import framed_svg
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
from misid.results import DEFAULT_DRAWS, DEFAULT_SEED, Run
from misid.results import run as work_out
from misid.results.output_definitions import KINDS
from misid.results.run import HEADLINE
from misid.results.schema import Interval, Results
from misid.results.schema import Part as ResultsPart
from misid.scenario import Change, Output, change, load_change, load_scenario
from misid.scenario.library import names, reading_names, safeguard_names
from misid.scenario.schema import Scenario
from misid.uncertainty import compare as comparisons
from misid.uncertainty import ledger as ledgers
from misid.uncertainty.ledger_schema import Ledger
from misid.uncertainty.schema import Claim, Comparison, Requirements
from misid.uncertainty.tail import tail
from misid.words import ENGLISH, plain
from misid.words.numbers import unit_name
from misid.words.outputs import output_title
from misid.writers.markdown import markdown
from misid.writers.terminal import print_document

ROOT = Path(__file__).resolve().parents[1]
HEAD = "<!-- Written by tools/docs.py; `./dev docs` writes it anew. -->\n\n"
SCREEN_WIDTH, SCREEN_HEIGHT = 100, 50
SHIPPED, PICTURE = "task-force-module", "docs/frequencies.svg"

LEDGER = ledgers.ledger
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


def main() -> int:
    """Write, or check, every page."""
    checking = "--check" in sys.argv
    stale = {name: text for name, page in PAGES.items() if (text := page()) != current(name)}
    for name, text in stale.items():
        if not checking:
            (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / name).write_text(text, encoding="utf-8")
        print(f"{'stale' if checking else 'written'}: {name}")
    return int(checking and bool(stale))


def current(name: str) -> str:
    """What a page says now; nothing where there is none."""
    path = ROOT / name
    return path.read_text(encoding="utf-8") if path.exists() else ""


def between(page: str, name: str, text: str) -> str:
    """A page with this text between the marks of this name."""
    begin, end = f"<!-- begin: {name}, written by tools/docs.py -->", f"<!-- end: {name} -->"
    before, found, rest = page.partition(begin)
    _, closed, after = rest.partition(end)
    if not (found and closed):
        raise ValueError(f"the page lacks the marks of {name}")
    return f"{before}{begin}\n\n{text}\n\n{end}{after}"


@cache
def worked_out(name: str) -> Run:
    """The run of a scenario that comes along, as `misid run` does it."""
    return work_out(name)


def once(scenario: str | Scenario, **settings: Any) -> Run:
    """A run; where it is one that every page shows, that one."""
    name = scenario
    if isinstance(scenario, Scenario):
        name = SHIPPED if scenario == load_scenario(SHIPPED) else ""
    shown = name in names() and _plain(
        settings, {"draws": DEFAULT_DRAWS, "seed": DEFAULT_SEED, "changes": ()}
    )
    return worked_out(str(name)) if shown else work_out(scenario, **settings)


@cache
def compared(safeguard: str) -> Comparison:
    """The default scenario with and without a safeguard, as `misid compare` does it."""
    return comparisons.comparison(worked_out(SHIPPED), work_out(SHIPPED, changes=[safeguard]))


@cache
def asked() -> Ledger:
    """The unanswered questions of the default scenario, as `misid unknowns` finds them."""
    with mock.patch.object(ledgers, "run", once):
        return LEDGER(load_scenario(SHIPPED))


def asked_once(scenario: Scenario, output: Output, **settings: Any) -> Ledger:
    """A ledger; where it is the one that every page shows, that one."""
    plain = _plain(settings, {"by": "either", "effort": ledgers.Effort(), "changes": []})
    shown = plain and output == HEADLINE and scenario == load_scenario(SHIPPED)
    return asked() if shown else LEDGER(scenario, output, **settings)


def _plain(settings: Mapping[str, Any], defaults: Mapping[str, Any]) -> bool:
    return all(settings.get(key, default) == default for key, default in defaults.items())


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


# --- the command line


def commands() -> Iterator[tuple[str, ...]]:
    """The words of every command, the program itself first."""
    yield from _below(typer.main.get_command(app), ())


def _below(command: Any, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    yield words
    for name, inner in getattr(command, "commands", {}).items():
        yield from _below(inner, (*words, name))


def command_at(words: Sequence[str]) -> Any:
    """The command that these words lead to."""
    found: Any = typer.main.get_command(app)
    for word in words:
        found = found.commands[word]
    return found


def help_text(words: Sequence[str]) -> str:
    """What the real command prints when it is asked for help."""
    target = io.StringIO()
    arguments = ["misid", *words, "--help"]
    with (
        mock.patch.object(sys, "argv", arguments),
        # Else the usage line is named after whatever runs this, such as `python -m pytest`.
        mock.patch.object(sys.modules["__main__"], "__package__", None),
        mock.patch.dict(os.environ, {"COLUMNS": "80"}),
        redirect_stdout(target),
        suppress(SystemExit),
    ):
        command_line()
    return "\n".join(line.rstrip() for line in target.getvalue().strip().splitlines())


def cli_page() -> str:
    """Every command's help."""
    parts = [
        f"## {' '.join(('misid', *words))}\n\n```text\n{help_text(words)}\n```\n"
        for words in commands()
    ]
    about = (
        "# Commands\n\nWhat `--help` prints. A mistake ends with exit code 2 and one text on "
        "standard error that says what is wrong, where, and what to use instead; with `--json` "
        "the same text is one JSON document.\n\n"
    )
    return HEAD + about + "\n".join(parts)


# --- the scenario


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
    return f"{HEAD}{about}{_kinds_of_input()}\n## Blocks and fields\n\n{_blocks(Scenario, 3)}"


def _blocks(document: type[BaseModel], level: int) -> str:
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
    explained = (Quantity, Choice, Composition, PerGroup, Algorithm)
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
    if "kind" in model.model_fields:
        title += f", kind {code(model.model_fields['kind'].default)}"
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
    simple = {str: "text", int: "a whole number", float: "a number", bool: "`true` or `false`"}
    return simple.get(annotation) or _holds_model(annotation)


def _entry(annotation: Any) -> str:
    """What stands beside each name of a block of names."""
    if annotation is Any:
        return "what stands there instead"
    limits = [info for info in typing.get_args(annotation)[1:] if isinstance(info, FieldInfo)]
    return _with_limits(_holds(annotation), *limits)


def _word(word: Any) -> str:
    return str(word.value if isinstance(word, Enum) else word)


def _holds_model(annotation: Any) -> str:
    if annotation is type(None):
        return "null"
    generic = getattr(annotation, "__pydantic_generic_metadata__", {})
    if generic.get("origin") is PerGroup:
        return f"{_link(generic['args'][0])}, [for every group or for each](#for-each-group)"
    if generic.get("origin") is Choice:
        return f"[choice](#choice): {_holds(generic['args'][0])}"
    if annotation is Switch:
        return "[choice](#choice): `true` or `false`"
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


# --- the results


def results_page() -> str:
    """Every field of the results document."""
    about = (
        "# The results document\n\nWhat `misid run --json` prints and `misid run --out` writes as "
        "`results.json`. Its JSON Schema is "
        "[results-3.json](../../src/misid/schemas/results-3.json). What each output means is in "
        "[measures](../measures.md); the other files of a run are in "
        "[how to](../how-to.md#read-the-files-of-a-run).\n\n"
    )
    return f"{HEAD}{about}{_blocks(Results, 2)}\n{_block(['Interval'], Interval, '##')}"


# --- changes, and the documents about what is not known


NAMES = """
A name is the one that `misid scenario show` prints, such as `stops.a_year` or
`gallery.sources.visa.records`. `*` in place of one part means each of several:
`gallery.sources.*.records` are the records of every collection. In `scale` and `at_most` the name
of a whole block means every input in it. `set` takes an input as it is
[written in a scenario](scenario.md#how-an-input-is-written), and may also set what is no input,
such as `threshold.policy`.

A change must fit: every name leads somewhere, only numbers are scaled or capped, and two changes
that are put on together touch no input in common, so that their order does not matter. A number
that was scaled or capped is `assumed` from then on, or stays `unknown`.
"""


def changes_page() -> str:
    """The schema of a change, and every safeguard and reading that comes along."""
    about = (
        "# Changes and safeguards\n\nA change is a small named patch on a scenario, in a YAML file "
        "of its own: see [how to](../how-to.md#write-a-change-of-your-own). A safeguard is a "
        "change that comes along; a reading, which comes along too, says how else what was "
        "published of one scenario can be meant. Its JSON Schema is "
        "[change-1.json](../../src/misid/schemas/change-1.json). What each safeguard would do to "
        "the default scenario is in [safeguards](safeguards.md).\n\n"
    )
    safeguards = "\n".join(_safeguard(load_change(name)) for name in safeguard_names())
    readings = "\n".join(_safeguard(load_change(name)) for name in reading_names())
    fields = f"{_blocks(Change, 2)}\n{paragraph(NAMES)}"
    return (
        f"{HEAD}{about}{fields}\n\n## The safeguards\n\n{safeguards}\n## The readings\n\n{readings}"
    )


def _safeguard(one: Change) -> str:
    name, kind = one.reading_of or SHIPPED, "safeguard" if one.reading_of is None else "reading"
    file = f"../../src/misid/scenario/library/{kind}s/{one.name}.yaml"
    source = f"\n- Compare: {_cited(one.source)}." if one.source else ""
    before = load_scenario(name)
    after = change(before, [one]).scenario
    told = differing(comparisons.differing(before, after), before, after, ENGLISH)
    rows = [
        (code(plain(name)), plain(first) or "-", plain(second) or "-")
        for name, _, first, second in told.rows
    ]
    heads = ("input", f"in {code(name)}", f"with the {kind}")
    return (
        f"### {code(one.name)}\n\n{one.title}.\n\n- Why: {one.reason}\n"
        f"- What it cannot {'fix' if one.reading_of is None else 'say'}: "
        f"{one.cannot.strip()}{source}\n"
        f"- What it says ([file]({file})): {'; '.join(_orders(one))}.\n\n{grid(heads, rows)}"
    )


def _cited(key: str) -> str:
    one = citation(key)
    return f"[{one.title}](evidence.md#citations), {one.date or 'undated'}"


def _orders(one: Change) -> Iterator[str]:
    """What a change puts where, in the words of its file."""
    for verb, block in (("set to", one.set), ("times", one.scale), ("at most", one.at_most)):
        for name, content in block.items():
            yield f"{code(name)} {verb} {_put(content)}"


def _put(content: Any) -> str:
    if isinstance(content, dict):
        parts = (f"{key} {_put(part)}" for key, part in content.items() if key != "why")
        return f"({', '.join(parts)})"
    return str(content).lower() if isinstance(content, bool) else f"{content}"


def uncertainty_page() -> str:
    """Every field of the four documents about changes and open questions."""
    about = (
        "# Comparison, ledger, requirements, claim\n\nWhat `misid compare`, `misid unknowns`, "
        "`misid require` and `misid claim` print with `--json`. Their JSON Schemas are "
        "[comparison-3.json](../../src/misid/schemas/comparison-3.json), "
        "[ledger-3.json](../../src/misid/schemas/ledger-3.json), "
        "[requirements-3.json](../../src/misid/schemas/requirements-3.json) and "
        "[claim-3.json](../../src/misid/schemas/claim-3.json). What each number means is in "
        "[measures](../measures.md#what-a-change-would-change).\n\n"
    )
    documents: dict[str, type[BaseModel]] = {
        "comparison": Comparison,
        "ledger": Ledger,
        "requirements": Requirements,
        "claim": Claim,
    }
    blocks = [block for name, one in documents.items() for block in blocks_of(one, name)]
    return f"{HEAD}{about}{_once_each(blocks, 2)}\n{_block(['Interval'], Interval, '##')}"


# --- what safeguards would change, and which question matters most


def safeguards_page() -> str:
    """What each safeguard would do to the default scenario, and what should be asked first."""
    found = {name: compared(name) for name in safeguard_names()}
    most = tail(worked_out(SHIPPED), asked())
    return HEAD + markdown(safeguards_document(found, asked(), most))


# --- the report


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
    return f"{HEAD}{about}{_blocks(Document, 2)}"


# --- the programmes side by side


def programmes_page() -> str:
    """The scenarios that come along, side by side."""
    shown = sorted(names(), key=lambda name: name != SHIPPED)
    readings = [load_change(name) for name in reading_names()]
    read = [work_out(one.reading_of or SHIPPED, changes=[one]).glance for one in readings]
    return HEAD + markdown(programmes_document([worked_out(n).glance for n in shown], read))


def paragraph(text: str) -> str:
    """Text as it is written here, each paragraph on one line."""
    return "\n\n".join(" ".join(part.split()) for part in text.strip().split("\n\n"))


# --- the evidence


def evidence_page() -> str:
    """Every published table, and every citation."""
    about = (
        "# The evidence\n\nThe published numbers that misid carries. `misid evidence NAME` shows "
        "a table; a blank cell was not published and is never 0. Quality words: *primary*, read "
        "in the publisher's own text or data; *secondary*, read in a quotation of it; *by eye*, "
        "read off an annotated figure; *derived*, worked out from the publisher's table; "
        "*unchecked*, commonly quoted and not read in a source here; *per row*, each row has the "
        "quality of its citation.\n\n"
    )
    tables = "\n".join(_table_section(table(name)) for name in table_names())
    return f"{HEAD}{about}{tables}\n{_citations()}"


def _table_section(shown: PublishedTable) -> str:
    source = "each row its own" if shown.citation_column else ", ".join(map(_key, shown.source))
    conditions = ", ".join(f"{code(name)} {number}" for name, number in shown.conditions)
    under = f"- Measured under: {conditions}.\n" if conditions else ""
    columns = [(code(one.name), one.kind, one.meaning) for one in shown.about]
    return (
        f"## {code(shown.name)}\n\n{shown.title}.\n\n"
        f"- Source: {source}. Quality: {shown.quality}. Rows: {len(shown.rows):,}.\n"
        + under
        + "".join(f"- Caution: {line}\n" for line in shown.caution)
        + f"\n{grid(('column', 'holds', 'meaning'), columns)}"
    )


def _key(key: str) -> str:
    return f"[{key}](#citations)"


def _citations() -> str:
    rows = [_citation_row(citation(key)) for key in citation_keys()]
    heads = ("key", "title", "publisher", "date", "quality", "read on")
    return f"## Citations\n\n{grid(heads, rows)}"


def _citation_row(one: Citation) -> tuple[str, ...]:
    title = f"[{one.title}]({one.url})" if one.url else one.title
    return code(one.key), title, one.publisher, one.date or "undated", one.quality, one.read


# --- the first page, and its picture


def readme_page() -> str:
    """The README with the picture and the first screen of today's program between its marks."""
    page = between(current("README.md"), "picture", f"![{_picture().alt}]({PICTURE})")
    return between(page, "misid run", f"```text\n{first_screen()}\n```")


def picture_page() -> str:
    """The picture of the first page."""
    return framed_svg(_picture())


def _picture() -> Picture:
    return make("frequencies", worked_out(SHIPPED).results)


def first_screen() -> str:
    """What `misid run` shows on a terminal of 100 columns."""
    target = io.StringIO()
    console = Console(file=target, width=SCREEN_WIDTH, highlight=False, emoji=False)
    print_document(console, screen_of_run(worked_out(SHIPPED).glance))
    return _tidy(target.getvalue())


def _tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip("\n").splitlines())


# --- the tutorial


PART = re.compile(
    r"^```(?P<language>sh|yaml|python)\n(?P<block>.*?)^```$"
    r"|^(?P<begin><!-- begin: output(?: from \"(?P<first>[^\"]+)\", (?P<lines>\d+) lines?)?, "
    r"written by tools/docs\.py -->)$.*?^(?P<end><!-- end: output -->)$",
    re.MULTILINE | re.DOTALL,
)
DEV_RUN, RUNS = "./dev run", "misid run --out out/task-force-module"
ACTIVATE = ". .venv/bin/activate"
MINE = Path("mine.yaml")


def tutorial_page() -> str:
    """The tutorial, with what its own commands print today between its marks."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        return Reader().follow(current("docs/tutorial.md"))


class Reader:
    """
    Somebody who follows a page in the folder where they are.

    Commands and Python are run. Two YAML blocks after each other are one change of `mine.yaml`:
    what stands there, and what to write in its place. `ended` are the commands with exit codes.
    """

    def __init__(self) -> None:
        self.ended: list[tuple[str, int]] = []
        self.said, self.before = "", ""

    def follow(self, page: str) -> str:
        """The page, with what was printed between its marks."""
        with (
            mock.patch.object(misid.results, "run", once),
            mock.patch.object(comparisons, "run", once),
            mock.patch.object(ledgers, "ledger", asked_once),
        ):
            return PART.sub(self._step, page)

    def _step(self, part: re.Match[str]) -> str:
        if part["begin"]:
            shown = excerpt(self.said, part["first"], int(part["lines"] or 0))
            return f"{part['begin']}\n\n```text\n{shown}\n```\n\n{part['end']}"
        {"sh": self._type, "yaml": self._edit, "python": self._python}[part["language"]](
            part["block"]
        )
        return part[0]

    def _type(self, block: str) -> None:
        self.said = ""
        for line in block.splitlines():
            if line != ACTIVATE:
                ended, printed = on_a_terminal(RUNS if line == DEV_RUN else line)
                self.ended.append((line, ended))
                self.said += printed

    def _edit(self, block: str) -> None:
        if not self.before:
            self.before = block
            return
        text = MINE.read_text(encoding="utf-8")
        if text.count(self.before) != 1:
            raise ValueError(f"{MINE} does not hold once: {self.before}")
        MINE.write_text(text.replace(self.before, block), encoding="utf-8")
        self.before = ""

    def _python(self, block: str) -> None:
        printed = io.StringIO()
        with redirect_stdout(printed):
            exec(compile(block, "tutorial", "exec"), {})  # noqa: S102 - our own documentation
        self.said = printed.getvalue()


def excerpt(text: str, first: str | None, lines: int) -> str:
    """A text, or so many of its lines from the one that begins like this."""
    every = _tidy(text).splitlines()
    if first is None:
        return "\n".join(every)
    start = next(place for place, line in enumerate(every) if line.startswith(first))
    return "\n".join(every[start : start + lines])


class Terminal(io.StringIO):
    """A screen that shows plain text."""

    def isatty(self) -> bool:
        """It takes itself for one."""
        return True


def on_a_terminal(line: str) -> tuple[int, str]:
    """The exit code of a command line, and what it prints, mistakes after all else."""
    shown, mistakes = Terminal(), io.StringIO()
    size = {"COLUMNS": str(SCREEN_WIDTH), "LINES": str(SCREEN_HEIGHT), "TERM": "dumb"}
    ended = 0
    with (
        mock.patch.object(sys, "argv", shlex.split(line)),
        mock.patch.dict(os.environ, size),
        redirect_stdout(shown),
        redirect_stderr(mistakes),
    ):
        try:
            command_line()
        except SystemExit as stop:
            ended = int(stop.code or 0)
    return ended, shown.getvalue() + mistakes.getvalue()


PAGES: dict[str, Callable[[], str]] = {
    "README.md": readme_page,
    PICTURE: picture_page,
    "docs/tutorial.md": tutorial_page,
    "docs/reference/cli.md": cli_page,
    "docs/reference/scenario.md": scenario_page,
    "docs/reference/results.md": results_page,
    "docs/reference/report.md": report_page,
    "docs/reference/changes.md": changes_page,
    "docs/reference/uncertainty.md": uncertainty_page,
    "docs/reference/safeguards.md": safeguards_page,
    "docs/reference/programmes.md": programmes_page,
    "docs/reference/evidence.md": evidence_page,
}

if __name__ == "__main__":
    sys.exit(main())
