"""What was found in a search log, as a document."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from pydantic import JsonValue

from misid.document.form import Material, form, numbered, sections
from misid.document.model import AnswerBlock, Block, Document, Facts, Figure
from misid.document.tables import log_audit as tables
from misid.searchlog.checks.schema import LogAudit
from misid.words import log_audit as words
from misid.words.language import ENGLISH, Language
from misid.words.sentence import plain

if TYPE_CHECKING:
    from misid.figures.picture import Picture


def log_audit_document(
    found: LogAudit, language: Language = ENGLISH, *, drawn: Figure | None = None
) -> Document:
    """
    What each rule found, which could not be checked, and how the log was read.

    Args:
        found: the facts.
        language: in which it is said.
        drawn: the picture of findings over time, where it is wanted.
    """
    material = Material(
        language=language,
        sentences={
            "means": lambda: tuple(words.what_it_means(found, language)),
        },
        blocks={"told": lambda: _rule_blocks(found, language)},
        tables={
            "results": lambda: tables.results(found, language),
            "not_checked": lambda: tables.not_checked(found, language),
            "periods": lambda: tables.periods(found, language),
            "agencies": lambda: tables.agencies(found, language),
            "columns": lambda: tables.columns(found, language),
            "unused": lambda: tables.unused(found, language),
        },
        figures={"over_time": lambda: drawn},
    )
    return numbered(
        Document(
            language=language.code,
            form="log_audit",
            title=plain(words.title(found, language)),
            about=plain(words.title(found, language)),
            finding=words.finding(found, language),
            words=(),
            sections=sections(form("log-audit"), material),
            given=_given(found),
            stamp={"program": "misid", "version": version("misid"), "digest": found.digest},
            stamp_line=f"misid {version('misid')}",
        )
    )


def log_audit_report(found: LogAudit, language: Language = ENGLISH) -> Document:
    """The same with its picture, as it is written into a folder; arguments as above."""
    from misid.document.figures import block

    picture = log_audit_picture(found, language)
    drawn = None if picture is None else block(picture)
    return log_audit_document(found, language, drawn=drawn)


def log_audit_picture(found: LogAudit, language: Language = ENGLISH) -> Picture | None:
    """Findings over time; None where no row breaks a rule, or all lie in one period."""
    from misid.figures.findings import findings_over_time

    return findings_over_time(found, language)


_GIVEN = ("file", "digest", "timezone", "scenario", "scenario_digest", "asked", "answers")


def _given(found: LogAudit) -> Facts:
    """What of the facts it takes to hold the same log against the same rules again."""
    rules: list[JsonValue] = [
        one.rule.model_dump(mode="json", by_alias=True) for one in found.results
    ]
    return found.model_dump(mode="json", include=set(_GIVEN)) | {"rules": rules}


def _rule_blocks(found: LogAudit, language: Language) -> tuple[Block, ...]:
    """What each rule found, under its title."""
    return tuple(
        AnswerBlock(
            question=words.rule_title(one, language),
            text=words.rule_result(one, found, place, language),
        )
        for place, one in enumerate(found.results)
        if one.outcome == "found"
    )
