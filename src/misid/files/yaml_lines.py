"""YAML with line numbers, from hands that nobody has checked.

Size, depth and aliases are limited on the event stream, before anything is built; then nodes are
composed (they carry lines) and only plain scalars, lists and mappings are made of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    Event,
    NodeEvent,
    ScalarEvent,
)
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.parser import Parser
from ruamel.yaml.reader import ReaderError

from misid.errors import FormatError
from misid.files.read import plain, refuse_embedded, refuse_length
from misid.files.written_numbers import grouped_by_points
from misid.files.yaml_slips import slip_near

BYTE_LIMIT = 250_000
_LINE_LIMIT = 10_000
_DEPTH_LIMIT = 20
_ALIAS_LIMIT = 200
_NODE_LIMIT = 10_000
# Ten times as many digits as the largest finite number has.
_LONGEST_NUMBER = 3_000

# Control characters and halves of a character: they cannot be printed, or not be written at all.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NO_CHARACTER = re.compile(r"\\U(?!000[0-9a-f]|0010)", re.IGNORECASE)

_PLAIN_YAML = "indentation by spaces, `name: value`, lists with `-`"
_AS_ABOVE = "has a line that does not fit the lines above it"
_MARKED = "quotation marks around text"
# What the parser says, what that means, and what to write; the first that fits is told.
_PROBLEMS = (
    (
        "another document",
        "holds more than one YAML document (`---` begins another)",
        "one file for each document",
    ),
    ("undefined alias", "uses the alias *NAME, but no &NAME stands before it", "the block itself"),
    ("'\\t'", "has a tab where only spaces may stand", "spaces, and no tabs, before the text"),
    (
        "mapping values are not allowed",
        "has a colon that ends a name in the middle of a line, or a line too far to the right",
        f"{_MARKED} that holds a colon; `name: value` for a name",
    ),
    ("could not find expected ':'", "has a line without a colon after its name", "`name: value`"),
    (
        "quoted scalar",
        "has a quotation mark that is not closed, or a backslash in the text",
        'a mark at the end of the text too; two backslashes (\\\\) for one between " and "',
    ),
    ("flow", "has a bracket that is not closed, or no comma between two entries", "`[a, b]`"),
    (
        "block mapping",
        f"{_AS_ABOVE}: its indentation, or what stands before or after quotation marks",
        "as many spaces before it as before the other names of its block",
    ),
    (
        "block collection",
        "has a line that does not fit its list: its indentation, or what stands after quotation "
        "marks",
        "as many spaces before each `-` of one list",
    ),
    (
        "<document start>",
        "has text that does not belong to the blocks around it",
        "`name: value` at the beginning of the line",
    ),
    ("block scalar", "has text right after | or >", "the text in the lines below, indented"),
    ("sequence entries", "has a `-` in the middle of a line", "a line for each `-`"),
    ("mapping keys", "has a `?` where a name is needed", f"{_MARKED} with ?"),
    (" an a", "has a * or & without a name", f"{_MARKED} with * or &"),
    (" tag", "uses a YAML tag (`!...`)", f"{_MARKED} that begins with !"),
    ("block node", _AS_ABOVE, "`name: value`, or `- value` in a list"),
    (
        "cannot start any token",
        "has text that begins with a special sign",
        "quotation marks around the text",
    ),
)

_MISPLACED = ("mapping values are not allowed", "block mapping", "block collection")

KeyPath = tuple[str | int, ...]
Scalar = str | int | float | bool | None


@dataclass(frozen=True)
class YamlDocument:
    """
    Plain data, and the line (from 1) on which each path of it stands.

    `pointed` holds the numbers, as they are written, whose point may set thousands apart.
    """

    data: Any
    lines: dict[KeyPath, int]
    file: str
    pointed: dict[KeyPath, str]

    def where(self, path: KeyPath) -> str:
        """The place of a path, or of the nearest part of it that stands in the file."""
        nearest: KeyPath = ()
        for step in path:
            nearest = (*nearest, step) if (*nearest, step) in self.lines else nearest
        return f"{self.file}, line {self.lines.get(nearest, 1)}"


def parse(
    text: str, file: str, *, kind: str = "a document", instead: str = _PLAIN_YAML
) -> YamlDocument:
    """
    Read one YAML document.

    Args:
        text: the document.
        file: its name in error texts.
        kind: what it should be, likewise, such as "a scenario".
        instead: what to use where it is empty.
    Raises: FormatError: too long, not YAML, more than one document, too deep, too many aliases or
        values, a tag, a key twice, an embedded file.
    """
    refuse_length(len(text), file, limit=BYTE_LIMIT, kind=kind)
    refuse_embedded(text, file)
    _refuse_lines(text, file)
    try:
        node = _guarded(file).compose(text)
    except MarkedYAMLError as error:
        raise _yaml_error(error, text, file) from None
    except ReaderError as error:
        raise _unprintable(file, text.count("\n", 0, error.position) + 1) from None
    except (ValueError, OverflowError):
        escape = _NO_CHARACTER.search(text)
        line = text.count("\n", 0, escape.start() if escape else 0) + 1
        what = "has an escape (\\U and eight digits) that stands for no character"
        raise _refused(file, line, what, "the character itself") from None
    except YAMLError:
        raise FormatError(f"{file} is not YAML.", where=file, use=_PLAIN_YAML) from None
    builder = _Builder(file)
    data = None if node is None else builder.build(node, ())
    if data is None:
        raise _refused(file, 1, "is empty", instead)
    return YamlDocument(data, builder.lines, file, builder.pointed)


def parse_json(text: str, file: str) -> YamlDocument:
    """
    Read JSON where YAML may stand, of any length: quickly, but without lines.

    Raises: FormatError: an embedded file, a name twice, or a character that cannot be printed.
        ValueError, RecursionError: it is no JSON.
    """
    refuse_embedded(text, file)

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        held = dict(pairs)
        if len(held) < len(pairs):
            what, use = "has a name twice in one block", "one of the two"
            raise FormatError(f"{file} {what}.", where=file, use=use)
        return held

    data = json.loads(text, object_pairs_hook=once)
    if any(map(_UNPRINTABLE.search, _texts(data))):
        raise _unprintable(file, 1)
    return YamlDocument(data, {}, file, {})


def _texts(data: Any) -> Iterator[str]:
    """Every name and every text."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        yield from data
    if isinstance(data, dict | list):
        for one in data.values() if isinstance(data, dict) else data:
            yield from _texts(one)


def _refused(file: str, line: int, what: str, use: str) -> FormatError:
    return FormatError(f"{file} {what}.", where=f"{file}, line {line}", use=use)


def _refuse_lines(text: str, file: str) -> None:
    """Long ones take the parser a time that grows with the square; directives change meanings."""
    for number, line in enumerate(text.splitlines(), start=1):
        if len(line) > _LINE_LIMIT:
            what = f"has a line of more than {_LINE_LIMIT:,} characters"
            use = "several lines; text goes on in the next line after `why: >-`"
            raise _refused(file, number, what, use)
        if line.lstrip("\ufeff").startswith("%"):
            what = "has a line that begins with %, which gives orders to the reader"
            raise _refused(file, number, what, "the same file without that line")


def _guarded(file: str) -> YAML:
    """A reader of nodes; the guard looks at each event before anything is made of it."""
    yaml = YAML(typ="safe", pure=True)
    yaml.Parser = _GuardedParser
    yaml.parser.guard = _Guard(file)
    # The guard refuses an anchor that stands twice; the library would print a warning.
    yaml.composer.warn_double_anchors = False
    return yaml


def _yaml_error(error: MarkedYAMLError, text: str, file: str) -> FormatError:
    """What the parser met, in words for people."""
    problem = f"{error.context or ''} {error.problem or ''}"
    # The name without a colon began where the parser says; it saw so a line later.
    is_open = "could not find expected ':'" in problem
    mark = (is_open and error.context_mark) or error.problem_mark or error.context_mark
    rules = ((what, use) for sign, what, use in _PROBLEMS if sign in problem)
    what, use = next(rules, ("has a line that is not YAML", _PLAIN_YAML))
    name = problem.rpartition("alias")[2].strip(" '")
    # The parser meets the end of the file where something was left open long before.
    line = 1 if mark is None else min(mark.line, text.rstrip().count("\n")) + 1
    slip = slip_near(text.splitlines(), line) if any(s in problem for s in _MISPLACED) else None
    if slip:
        return _refused(file, slip.line, slip.what, slip.use)
    return _refused(file, line, *(part.replace("NAME", plain(name)) for part in (what, use)))


def _unprintable(file: str, line: int) -> FormatError:
    use = "letters, digits and ordinary signs; the line typed anew"
    return _refused(file, line, "holds a character that cannot be printed", use)


def _refuse_size(file: str, line: int, *, depth: int, nodes: int) -> None:
    """Refuse what is nested too deeply, or has too many values."""
    if depth > _DEPTH_LIMIT:
        what = f"is nested more than {_DEPTH_LIMIT} levels deep"
        raise _refused(file, line, what, "fewer blocks inside one another")
    if nodes > _NODE_LIMIT:
        what = f"holds more than {_NODE_LIMIT:,} values, aliases counted where they stand"
        raise _refused(file, line, what, "fewer values")


class _Guard:
    """Counts the events of one document, and refuses what is too much or could do something."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._nodes = self._depth = self._aliases = 0
        self._anchors: set[str] = set()

    def check(self, event: Event) -> None:
        """Raise FormatError if reading should stop at this event."""
        line = event.start_mark.line + 1
        self._nodes += isinstance(event, NodeEvent)
        self._aliases += isinstance(event, AliasEvent)
        self._depth += isinstance(event, CollectionStartEvent)
        self._depth -= isinstance(event, CollectionEndEvent)
        _refuse_size(self.file, line, depth=self._depth, nodes=self._nodes)
        if self._aliases > _ALIAS_LIMIT:
            what = f"has more than {_ALIAS_LIMIT} aliases (`*name`)"
            raise _refused(self.file, line, what, "the blocks written out")
        if isinstance(event, ScalarEvent | CollectionStartEvent):
            self._check_name(event, line)

    def _check_name(self, event: ScalarEvent | CollectionStartEvent, line: int) -> None:
        if event.ctag is not None:
            what = "uses a YAML tag (`!...`), which could stand for code"
            use = "plain numbers, words, lists and mappings; quotation marks around text with !"
            raise _refused(self.file, line, what, use)
        if event.anchor is not None and event.anchor in self._anchors:
            what = f"gives two blocks the name &{plain(event.anchor)}"
            raise _refused(self.file, line, what, "another name after & in one of them")
        if event.anchor is not None:
            self._anchors.add(event.anchor)


class _GuardedParser(Parser):
    """The library's parser, watched."""

    guard: _Guard

    def get_event(self) -> Any:
        """The next event, once the guard has let it pass."""
        event = super().get_event()
        self.guard.check(event)
        return event


class _Builder:
    """Makes plain data of nodes; counts every node, those behind aliases each time they stand."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[KeyPath, int] = {}
        self.pointed: dict[KeyPath, str] = {}
        self._nodes = 0

    def build(self, node: Node, path: KeyPath) -> Any:
        """The data of a node; `path` is where it stands."""
        self._nodes += 1
        line = node.start_mark.line + 1
        self.lines.setdefault(path, line)
        _refuse_size(self.file, line, depth=len(path), nodes=self._nodes)
        if isinstance(node, MappingNode):
            return dict(self._pairs(node, path))
        if isinstance(node, SequenceNode):
            return [self.build(item, (*path, n)) for n, item in enumerate(node.value)]
        if grouped_by_points(str(node.value)):
            self.pointed[path] = str(node.value)
        return self._printable(_scalar(node), node)

    def _pairs(self, node: MappingNode, path: KeyPath) -> Iterator[tuple[str, Any]]:
        seen: set[str] = set()
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            key = str(key_node.value) if isinstance(key_node, ScalarNode) else ""
            if not self._printable(key, key_node):
                what = "has a list, a block or nothing where a name is needed"
                raise _refused(self.file, line, what, "`name: value`")
            if key in seen:
                raise self._twice(key, line)
            seen.add(key)
            self.lines[(*path, key)] = line
            yield key, self.build(value_node, (*path, key))

    def _twice(self, key: str, line: int) -> FormatError:
        if re.fullmatch(r"\d+%?", key):
            what = (
                f"has `,{plain(key)}` twice in one block: a comma in a number ends an entry there"
            )
            return _refused(self.file, line, what, "a point, such as 0.5, where a comma stands")
        what = f"has `{plain(key)}:` twice in one block"
        return _refused(self.file, line, what, "one of the two lines")

    def _printable(self, value: Scalar, node: Node) -> Scalar:
        if isinstance(value, str) and _UNPRINTABLE.search(value):
            raise _unprintable(self.file, node.start_mark.line + 1)
        return value


def _scalar(node: Node) -> Scalar:
    kind, text = str(node.tag).rsplit(":", 1)[-1], str(node.value)
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() == "true"
    try:
        return _number(kind, text.replace("_", "").lower())
    except ValueError:
        return text


def _number(kind: str, plain_text: str) -> int | float:
    if kind == "int" and len(plain_text) > _LONGEST_NUMBER:
        return float("-inf" if plain_text.startswith("-") else "inf")
    if kind == "int":
        return int(plain_text, 0 if plain_text.lstrip("+-")[:2] in ("0x", "0o") else 10)
    if kind == "float":
        return float(plain_text.replace(".inf", "inf").replace(".nan", "nan"))
    raise ValueError
