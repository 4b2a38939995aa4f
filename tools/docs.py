"""Write what is generated in README.md and docs/reference; with --check only say what is stale."""

import io
import os
import sys
import types
import typing
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import redirect_stdout, suppress
from enum import Enum
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
from misid.cli.run import print_results
from misid.evidence import Citation, Table, citation, citation_keys, table, table_names
from misid.quantities import (
    Choice,
    Count,
    Factor,
    Positive,
    Quantity,
    Real,
    Share,
    Status,
    Switch,
    Years,
)
from misid.results.kinds import KINDS
from misid.results.schema import Interval, Results
from misid.scenario.model import Scenario
from misid.scenario.parts import Algorithm, Composition, PerGroup

ROOT = Path(__file__).resolve().parents[1]
HEAD = "<!-- Written by tools/docs.py; `./dev docs` writes it anew. -->\n\n"
BEGIN, END = "<!-- begin: misid run, written by tools/docs.py -->", "<!-- end: misid run -->"
SCREEN_WIDTH = 100
SHIPPED = "task-force-module"

NUMBERS = (Share, Count, Positive, Factor, Years, Real)
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
TITLES: dict[str, str] = {one.name: f"{one.title}; {one.unit}." for one in KINDS}
PATTERNS = {
    "^[a-z][a-z0-9_-]{0,63}$": "small letters, digits, `-` and `_`, beginning with a letter, "
    "at most 64"
}


def main() -> int:
    """Write, or check, every page."""
    stale = [name for name, page in PAGES.items() if current(name) != page()]
    checking = "--check" in sys.argv
    for name in stale:
        if not checking:
            (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / name).write_text(PAGES[name](), encoding="utf-8")
        print(f"{'stale' if checking else 'written'}: {name}")
    return int(checking and bool(stale))


def current(name: str) -> str:
    """What a page says now; nothing where there is none."""
    path = ROOT / name
    return path.read_text(encoding="utf-8") if path.exists() else ""


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
        "[schema.json](../../src/misid/scenario/schema.json), and the one that comes along is "
        f"[{SHIPPED}.yaml](../../src/misid/scenario/library/{SHIPPED}.yaml). Fields that are not "
        "listed here are refused. What one field alone cannot show is checked as well: names "
        "that fit together, sources that exist, lengths of lists, and rates that can be meant; "
        "the error says what is allowed.\n\n"
    )
    return f"{HEAD}{about}{_kinds_of_input()}\n## Blocks and fields\n\n{_blocks(Scenario, 3)}"


def _blocks(document: type[BaseModel], level: int) -> str:
    """Every block of a document; where several places hold the same kind it stands once."""
    seen: dict[type[BaseModel], list[str]] = {}
    for path, model in blocks_of(document):
        seen.setdefault(model, []).append(path)
    return "\n".join(_block(paths, model, "#" * level) for model, paths in seen.items())


def blocks_of(model: type[BaseModel], path: str = "") -> Iterator[tuple[str, type[BaseModel]]]:
    """Every block of a document with its path, the document itself first; a list's block once."""
    yield path, model
    for key, info in model.model_fields.items():
        inner, suffix = _inner_block(info.annotation)
        if inner is not None:
            yield from blocks_of(inner, f"{path}.{key}{suffix}".lstrip("."))


def _inner_block(annotation: Any) -> tuple[type[BaseModel] | None, str]:
    args = typing.get_args(annotation)
    if typing.get_origin(annotation) is tuple and _is_block(args[0]):
        return args[0], "[]"
    return (annotation, "") if _is_block(annotation) else (None, "")


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
        (code(info.alias or key), _allowed(info), _described(key, info))
        for key, info in model.model_fields.items()
    ]
    title = ", ".join(path if path.istitle() else code(path) for path in paths if path)
    about = f"{mark} {title or 'The document'}\n\n{paragraphs(model)}"
    return f"{about}\n\n{grid(('field', 'holds', 'meaning'), rows)}"


def _described(key: str, info: FieldInfo) -> str:
    inner, _ = _inner_block(info.annotation)
    return info.description or TITLES.get(key) or (first_paragraph(inner) if inner else "")


def _allowed(info: FieldInfo) -> str:
    optional = "" if info.is_required() else "; may be left out"
    return _with_limits(_holds(info.annotation), info) + optional


def _with_limits(said: str, info: FieldInfo) -> str:
    return ", ".join(filter(None, (said, *map(_limit, info.metadata))))


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
        return " or ".join(code(_plain(word)) for word in args)
    if origin is tuple:
        return f"a list, each {_holds(args[0])}"
    if origin in (types.UnionType, typing.Union):
        return " or ".join(_holds(one) for one in args)
    simple = {str: "text", int: "a whole number", float: "a number", bool: "`true` or `false`"}
    return simple.get(annotation) or _holds_model(annotation)


def _plain(word: Any) -> str:
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
        "[schema.json](../../src/misid/results/schema.json). What each output means is in "
        "[measures](../measures.md); the other files of a run are in "
        "[how to](../how-to.md#read-the-files-of-a-run).\n\n"
    )
    return f"{HEAD}{about}{_blocks(Results, 2)}\n{_block(['Interval'], Interval, '##')}"


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


def _table_section(shown: Table) -> str:
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
    heads = ("key", "title", "publisher", "date", "quality")
    return f"## Citations\n\n{grid(heads, rows)}"


def _citation_row(one: Citation) -> tuple[str, ...]:
    title = f"[{one.title}]({one.url})" if one.url else one.title
    return code(one.key), title, one.publisher, one.date or "undated", one.quality


# --- the first screen


def readme_page() -> str:
    """The README with the first screen of today's program between its marks."""
    before, _, rest = current("README.md").partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n```text\n{first_screen()}\n```\n\n{END}{after}"


def first_screen() -> str:
    """What `misid run` shows on a terminal of 100 columns."""
    target = io.StringIO()
    console = Console(file=target, width=SCREEN_WIDTH, highlight=False, emoji=False)
    print_results(console, misid.run(SHIPPED).results)
    return "\n".join(line.rstrip() for line in target.getvalue().strip().splitlines())


PAGES: dict[str, Callable[[], str]] = {
    "README.md": readme_page,
    "docs/reference/cli.md": cli_page,
    "docs/reference/scenario.md": scenario_page,
    "docs/reference/results.md": results_page,
    "docs/reference/evidence.md": evidence_page,
}

if __name__ == "__main__":
    sys.exit(main())
