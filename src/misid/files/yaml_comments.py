"""Plain data as YAML with comments, lists of numbers on one line."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

CommentPath = tuple[str, ...]
Comments = Mapping[CommentPath, str]
"""What is said before each block; the empty path is the whole."""

_WIDTH, _INDENT = 96, 2


def commented_yaml(data: Mapping[str, Any], comments: Comments) -> str:
    """
    YAML of plain data.

    Args:
        data: mappings, lists, numbers, text.
        comments: put before the blocks at their paths.
    Example:
        >>> print(commented_yaml({"a": {"b": [1, 2]}}, {("a",): "Two numbers."}), end="")
        # Two numbers.
        a:
          b: [1, 2]
    """
    writer = YAML(typ="rt", pure=True)
    writer.width = _WIDTH
    writer.indent(mapping=_INDENT, sequence=2 * _INDENT, offset=_INDENT)
    stream = StringIO()
    writer.dump(_mapping(data, (), comments), stream)
    head = comments.get(())
    # Where it folds text, the library leaves blanks at the ends of lines; they mean nothing.
    body = re.sub(" +$", "", stream.getvalue(), flags=re.MULTILINE)
    return (f"{_lines(head, 0)}\n" if head else "") + body


def _mapping(data: Mapping[str, Any], path: CommentPath, comments: Comments) -> CommentedMap:
    made = CommentedMap()
    for key, value in data.items():
        made[key] = _node(value, (*path, key), comments)
        comment = comments.get((*path, key))
        if comment:
            indent = _INDENT * len(path)
            made.yaml_set_comment_before_after_key(
                key, before=_lines(comment, indent, mark=""), indent=indent
            )
    if made and all(isinstance(value, int | float) for value in data.values()):
        made.fa.set_flow_style()
    return made


def _node(value: Any, path: CommentPath, comments: Comments) -> Any:
    if isinstance(value, Mapping):
        return _mapping(value, path, comments)
    if isinstance(value, list):
        made = CommentedSeq([_node(item, (*path, ""), comments) for item in value])
        if all(isinstance(item, int | float | str) for item in value):
            made.fa.set_flow_style()
        return made
    return value


def _lines(text: str, indent: int, *, mark: str = "# ") -> str:
    width = _WIDTH - indent - 2
    return "\n".join(f"{mark}{line}" for line in textwrap.wrap(text, width))
