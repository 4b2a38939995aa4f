"""Comparisons, ledgers, requirements, claims and cases that were written before."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from misid.results.saved import Again, read_document
from misid.uncertainty.code_schema import CodeCase
from misid.uncertainty.schema import Comparison


def read_comparison(path: str | Path) -> Comparison:
    """
    A comparison from the file that `misid compare --json` or `--out` wrote.

    Args:
        path: of the file.
    Raises: FormatError: it is no such file, is not whole, or is of another schema than this misid
        writes; of an older one the error says what makes it anew. So do the others.
    """
    return read_document(path, Comparison, _again("compare"))


def read_code(path: str | Path) -> CodeCase:
    """What one reference code means from the file that `misid case --json` or `--out` wrote."""
    return read_document(path, CodeCase, _again("case"))


def _again(command: str) -> Again:
    """The command that makes a document anew, as far as an older one holds its words."""

    def again(content: Mapping[str, Any]) -> str:
        side = content.get("before", content)
        name = side.get("name") if isinstance(side, dict) else None
        return f"misid {command} {name or 'SCENARIO'} --json, with the options of before"

    return again
