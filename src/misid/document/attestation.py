"""What was checked of a document, as a document."""

from __future__ import annotations

from importlib.metadata import version

from misid.attestation.schema import Attestation
from misid.document.form import Material, form, numbered, sections
from misid.document.model import Document
from misid.document.tables import attestation as tables
from misid.words import attestation as words
from misid.words.language import ENGLISH, Language
from misid.words.sentence import plain


def attestation_document(found: Attestation, language: Language = ENGLISH) -> Document:
    """
    Each check of a file, and where it differs.

    Args:
        found: the facts.
        language: in which it is said.
    """
    material = Material(
        language=language,
        sentences={
            "needed": lambda: tuple(words.needed(found, language)),
            "used": lambda: tuple(words.used(found, language)),
            "means": lambda: tuple(words.what_it_means(found, language)),
        },
        tables={
            "checks": lambda: tables.checks(found, language),
            "needed": lambda: tables.needed(found, language),
            "used": lambda: tables.used(found, language),
            "differences": lambda: tables.differences(found, language),
        },
    )
    return numbered(
        Document(
            language=language.code,
            title=plain(words.title(found, language)),
            about=plain(words.title(found, language)),
            finding=words.finding(found, language),
            words=(),
            sections=sections(form("attestation"), material),
            stamp={"program": "misid", "version": version("misid")},
            stamp_line=f"misid {version('misid')}",
        )
    )
