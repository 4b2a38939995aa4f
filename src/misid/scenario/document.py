"""YAML with line numbers, from hands that nobody has checked.

Size, depth and aliases are limited on the event stream, before anything is built; then nodes are
composed (they carry lines) and only plain scalars, lists and mappings are made of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    ScalarEvent,
)
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from misid.errors import FormatError

BYTE_LIMIT = 1_000_000
_DEPTH_LIMIT = 20
_ALIAS_LIMIT = 200
_NODE_LIMIT = 50_000

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Document:
    """Plain data, and the line (from 1) on which each path of it stands."""

    data: Any
    lines: dict[Path, int]
    file: str

    def where(self, path: Path) -> str:
        """The place of a path, or of the nearest part of it that stands in the file."""
        known: Path = ()
        for step in path:
            known = (*known, step) if (*known, step) in self.lines else known
        return f"{self.file}, line {self.lines.get(known, 1)}"


def parse(text: str, file: str) -> Document:
    """
    Read one YAML document.

    Args:
        text: the document; at most `BYTE_LIMIT` bytes were read.
        file: its name in error texts.
    Raises: FormatError: not YAML, more than one document, too deep, too many aliases or nodes,
        a tag, a key twice.
    """
    try:
        _check_events(text, file)
        node = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        raise FormatError(
            f"{file} is not YAML: {error.problem or 'it cannot be parsed'}.",
            where=_line_of(error.problem_mark, file),
            use="indentation by spaces, `name: value`, lists with `-`",
        ) from None
    except YAMLError as error:
        raise FormatError(f"{file} is not YAML: {str(error).splitlines()[0]}.") from None
    builder = _Builder(file)
    data = builder.build(node, ())
    return Document(data, builder.lines, file)


def _check_events(text: str, file: str) -> None:
    depth = aliases = documents = 0
    for event in YAML(typ="safe", pure=True).parse(text):
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        aliases += isinstance(event, AliasEvent)
        documents += isinstance(event, DocumentStartEvent)
        where = _line_of(event.start_mark, file)
        if depth > _DEPTH_LIMIT:
            raise FormatError(f"is nested more than {_DEPTH_LIMIT} levels deep.", where=where)
        if aliases > _ALIAS_LIMIT:
            raise FormatError(f"has more than {_ALIAS_LIMIT} aliases (`*name`).", where=where)
        if documents > 1:
            raise FormatError(
                "holds more than one YAML document.", where=where, use="one file each"
            )
        _refuse_tag(event, where)


def _refuse_tag(event: object, where: str) -> None:
    tagged = isinstance(event, ScalarEvent | CollectionStartEvent)
    if tagged and getattr(event, "tag", None):
        raise FormatError(
            "uses a YAML tag (`!...`), which could stand for code.",
            where=where,
            use="plain numbers, words, lists and mappings",
        )


def _line_of(mark: Any, file: str) -> str:
    return file if mark is None else f"{file}, line {mark.line + 1}"


class _Builder:
    """Makes plain data of nodes; counts every node, those behind aliases each time they stand."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[Path, int] = {}
        self._nodes = 0

    def build(self, node: Node | None, path: Path) -> Any:
        """The data of a node; `path` is where it stands."""
        if node is None:
            raise FormatError(f"{self.file} is empty.", use="`misid scenario new` writes a start")
        self._nodes += 1
        line = node.start_mark.line + 1
        self.lines.setdefault(path, line)
        if self._nodes > _NODE_LIMIT:
            raise FormatError(
                f"grows to more than {_NODE_LIMIT:,} values (aliases of aliases?).",
                where=f"{self.file}, line {line}",
            )
        if isinstance(node, MappingNode):
            return dict(self._pairs(node, path))
        if isinstance(node, SequenceNode):
            return [self.build(item, (*path, n)) for n, item in enumerate(node.value)]
        return _scalar(node)

    def _pairs(self, node: MappingNode, path: Path) -> Iterator[tuple[str, Any]]:
        seen: set[str] = set()
        for key_node, value_node in node.value:
            key = str(key_node.value) if isinstance(key_node, ScalarNode) else ""
            where = f"{self.file}, line {key_node.start_mark.line + 1}"
            if not key:
                raise FormatError("has a key that is not a word.", where=where)
            if key in seen:
                raise FormatError(f"has the key {key[:60]} twice.", where=where)
            seen.add(key)
            self.lines[(*path, key)] = key_node.start_mark.line + 1
            yield key, self.build(value_node, (*path, key))


def _scalar(node: Node) -> str | int | float | bool | None:
    kind, text = node.tag.rsplit(":", 1)[-1], str(node.value)
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() == "true"
    try:
        return _number(kind, text.replace("_", "").lower())
    except ValueError:
        return text


def _number(kind: str, plain: str) -> int | float:
    if kind == "int":
        return int(plain, 0 if plain.lstrip("+-")[:2] in ("0x", "0o") else 10)
    if kind == "float":
        return float(plain.replace(".inf", "inf").replace(".nan", "nan"))
    raise ValueError
