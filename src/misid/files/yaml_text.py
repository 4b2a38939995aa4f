"""Plain data as YAML that reads back as the same: no blank is lost where a line is folded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.representer import SafeRepresenter

_NEVER = 2**31
_ODD_SPACE = re.compile(r"[^\S \n]")
"""White space that is neither a blank nor the end of a line: only written out is it kept."""
_LOST = re.compile(r" {2}|[^\S \n]| \n|\n ")
"""What a line that is folded would lose."""


class _Faithful(SafeRepresenter):
    """Writes text with odd white space between quotation marks, where it can be written out."""

    def text(self, data: str) -> ScalarNode:
        """A text."""
        style = '"' if _ODD_SPACE.search(data) else None
        node: ScalarNode = self.represent_scalar("tag:yaml.org,2002:str", data, style=style)
        return node


_Faithful.add_representer(str, _Faithful.text)


def yaml_text(data: Any) -> str:
    """
    Plain data as YAML, in its own order.

    Lines are folded unless that would lose blanks of a text.

    Args:
        data: of mappings, lists, texts, numbers, true and false.
    Example:
        >>> print(yaml_text({"name": "a", "low": 0.5}), end="")
        name: a
        low: 0.5
    """
    writer = YAML(typ="safe", pure=True)
    writer.Representer = _Faithful
    # Set by name: the library's own types say that they can only be None.
    for option in ("default_flow_style", "sort_base_mapping_type_on_output"):
        setattr(writer, option, False)
    if any(map(_LOST.search, _texts(data))):
        writer.width = _NEVER
    stream = StringIO()
    writer.dump(data, stream)
    return stream.getvalue()


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for name, value in data.items():
            yield from _texts(name)
            yield from _texts(value)
    elif isinstance(data, list):
        for value in data:
            yield from _texts(value)
