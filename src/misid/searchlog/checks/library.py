"""The rules for search logs that come along, and those of a reader's files."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path

from misid.files import read as intake
from misid.files.yaml_lines import BYTE_LIMIT, parse
from misid.scenario.read import read_as
from misid.searchlog.checks import rules as ruling
from misid.searchlog.checks.rules import LogRule, LogRules

_FOLDER = files("misid.searchlog") / "rules"
FILES = ("file", "retention", "reasons", "order", "repeats", "counts")
"""The files that come along, in the order of a report."""
_KIND = "a file of rules for search logs"


@cache
def shipped_log_rules() -> tuple[LogRule, ...]:
    """
    The rules that come along, in the order of a report.

    Example:
        >>> shipped_log_rules()[0].id
        'rows-in-lines'
    """
    named = ((_FOLDER / f"{name}.yaml", f"{name}.yaml") for name in FILES)
    return tuple(
        rule for path, file in named for rule in read_log_rules(path.read_text("utf-8"), file)
    )


def read_log_rules(text: str, file: str) -> tuple[LogRule, ...]:
    """
    Rules from YAML text.

    Args:
        text: the document.
        file: its name in error texts.
    Raises: FormatError, MeaningError: with file and line of the mistake.
    """
    document = parse(text, file, kind=_KIND)
    return read_as(
        LogRules, document, schema=ruling.SCHEMA, kind=_KIND,
        check=lambda found: list(ruling.mistakes(found)),
    ).rules  # fmt: skip


def log_rules(own: Iterable[str | Path] = ()) -> tuple[LogRule, ...]:
    """
    The rules that come along and those of files; one of the same id takes the place of another.

    Raises: FormatError, MeaningError: with file and line of the mistake.
    """
    rules = {rule.id: rule for rule in shipped_log_rules()}
    for path in map(Path, own):
        text = intake.read_text(path, limit=BYTE_LIMIT, kind=_KIND)
        rules |= {rule.id: rule for rule in read_log_rules(text, intake.shown_name(path))}
    return tuple(rules.values())
