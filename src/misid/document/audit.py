"""The documents of an audit of a log: its plan, commitment, sheets and reading."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.metadata import version
from typing import TypeVar

from misid.audit.schema import AuditPlan, AuditReading, AuditSheet, Commitment
from misid.document.form import Material, form, numbered, sections
from misid.document.model import Document, Figure
from misid.document.tables import audit as tables
from misid.words import audit as words
from misid.words import audit_sheet
from misid.words.language import ENGLISH, Language
from misid.words.sentence import Sentence, plain

_GIVEN = ("sheet", "filled_sha256", "second_sha256", "amendments")
"""What of a reading it takes to read the same sheets again."""
Facts = TypeVar("Facts")


def plan_document(
    plan: AuditPlan, language: Language = ENGLISH, *, drawn: Figure | None = None
) -> Document:
    """
    How many rows to check, by stratum, and what either way of checking costs.

    Args:
        plan: the facts.
        language: in which it is said.
        drawn: the picture of what other limits cost, where it is wanted.
    """
    material = Material(
        language=language,
        sentences={
            "prices": _all(words.price_notes, plan, language),
            "notes": _all(words.plan_notes, plan, language),
        },
        tables={
            "planned": lambda: tables.planned(plan, language),
            "prices": lambda: tables.prices(plan, language),
        },
        figures={"limits": lambda: drawn},
    )
    title = words.plan_title(language)
    return _document("audit_plan", title, words.plan_finding(plan, language), material)


def plan_report(plan: AuditPlan, language: Language = ENGLISH) -> Document:
    """The same with its picture, as a page or a file has it."""
    from misid.document.figures import block
    from misid.figures.audit_limits import other_limits

    picture = other_limits(plan, language)
    return plan_document(plan, language, drawn=None if picture is None else block(picture))


def commitment_document(found: Commitment, language: Language = ENGLISH) -> Document:
    """What a log is, and what to do with it."""
    notes = {"notes": _all(audit_sheet.commitment_notes, found, language)}
    material = Material(language=language, sentences=notes)
    title = language.say("What a log is, before rows are drawn")
    return _document(
        "audit_notes", title, audit_sheet.commitment_finding(found, language), material
    )


def sheet_document(found: AuditSheet, language: Language = ENGLISH) -> Document:
    """Which sheet is whose, and how anybody can draw it again."""
    notes = {"notes": _all(audit_sheet.sheet_notes, found, language)}
    material = Material(language=language, sentences=notes)
    title = language.say("Rows that were drawn")
    return _document("audit_notes", title, audit_sheet.sheet_finding(found, language), material)


def reading_document(
    found: AuditReading, language: Language = ENGLISH, *, drawn: Figure | None = None
) -> Document:
    """What a filled sheet says of a log; `drawn`: the picture of a check row by row."""
    material = Material(
        language=language,
        sentences={
            "ratios": _all(words.ratio_notes, found, language),
            "notes": _all(words.reading_notes, found, language),
        },
        tables={
            "found": lambda: tables.strata_found(found, language),
            "looks": lambda: tables.looks(found, language),
        },
        figures={"risk": lambda: drawn},
    )
    title = words.reading_title(language)
    made = _document("audit_reading", title, words.reading_finding(found, language), material)
    given = found.model_dump(mode="json", include=set(_GIVEN))
    return made.model_copy(update={"form": "audit_reading", "given": given})


def _all(
    said: Callable[[Facts, Language], Iterator[Sentence]], facts: Facts, language: Language
) -> Callable[[], tuple[Sentence, ...]]:
    return lambda: tuple(said(facts, language))


def _document(name: str, title: Sentence, finding: Sentence, material: Material) -> Document:
    program = version("misid")
    return numbered(
        Document(
            language=material.language.code,
            title=plain(title),
            about=plain(title),
            finding=finding,
            words=(),
            sections=sections(form(name), material),
            stamp={"program": "misid", "version": program},
            stamp_line=f"misid {program}",
        )
    )
