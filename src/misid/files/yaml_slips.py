"""Where a slip in a YAML file was made: the parser often stumbles a line later."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

CURLY = "\u201c\u201d\u201e\u00ab\u00bb\u2018\u2019"
"""Quotation marks of word processors, which mean nothing to YAML."""
_BLOCK = re.compile(r"(?:- )?([A-Za-z_]\w*)(?: |:)[\[{]")


@dataclass(frozen=True)
class Slip:
    """The line, from 1, what is wrong with it, and what to write."""

    line: int
    what: str
    use: str


def slip_near(lines: Sequence[str], line: int) -> Slip | None:
    """
    The slip that makes the parser stumble at a line, where it can be told.

    Example:
        >>> slip_near(["a:", "  b: 1", "c: 2", "  d: 3"], 4)
        Slip(line=3, what='has a line too far to the left', use='2 spaces before it, not 0')
    """
    rows = [n for n, text in enumerate(lines, 1) if text.strip() and not _is_remark(text)]
    here = max((i for i, n in enumerate(rows) if n <= line), default=0)
    before, own = (_off(lines, rows, i) for i in (here - 1, here))
    # Text may go on further to the right, so a line above is at fault only to the left.
    if before and before.what.endswith("left"):
        return before
    if own:
        return own
    return _unmarked(lines[line - 1], line) if 0 < line <= len(lines) else None


def _is_remark(text: str) -> bool:
    return text.lstrip().startswith("#")


def _off(lines: Sequence[str], rows: Sequence[int], i: int) -> Slip | None:
    """A line that stands otherwise than the lines around it, which stand alike."""
    if not 0 < i < len(rows) - 1:
        return None
    before, own, after = (_spaces(lines[rows[k] - 1]) for k in (i - 1, i, i + 1))
    opens = [lines[rows[k] - 1].split(" #")[0].rstrip().endswith(":") for k in (i - 1, i)]
    if opens[1]:
        return None
    begins_block = opens[0] and before < after and own < after
    if own < after and (before == after or begins_block):
        way, right = "left", after
    elif own > before == after and not opens[0]:
        way, right = "right", before
    else:
        return None
    noun = "space" if right == 1 else "spaces"
    return Slip(rows[i], f"has a line too far to the {way}", f"{right} {noun} before it, not {own}")


def _spaces(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


def _unmarked(text: str, line: int) -> Slip | None:
    block = _BLOCK.match(text.strip())
    if block:
        what = f"has no colon with a blank after it between {block[1]} and its bracket"
        return Slip(line, what, f"`{block[1]}: ` before the bracket")
    if any(mark in text for mark in CURLY):
        return Slip(line, "has curly quotation marks", "straight ones around text: \" or '")
    return None
