"""A disclosed table, or two snapshots of one, as a document."""

from __future__ import annotations

from importlib.metadata import version

from misid.disclosure.difference_schema import DisclosureDifference, Snapshot
from misid.disclosure.schema import Disclosure
from misid.document.form import Material, form, numbered, sections
from misid.document.model import Document, Facts
from misid.document.tables import disclosure as tables
from misid.words import disclosure as words
from misid.words.disclosure_questions import questions
from misid.words.language import ENGLISH, Language
from misid.words.sentence import Sentence, plain

_LONGEST = 300


def disclosure_document(found: Disclosure, language: Language = ENGLISH) -> Document:
    """
    How each column was understood, and where the table disagrees with itself.

    Args:
        found: the facts.
        language: in which it is said.
    """
    material = Material(
        language=language,
        sentences={
            "questions": lambda: questions(found, language),
            "above": lambda: tuple(words.above(found, language)),
            "more": lambda: tuple(words.more(found, language)),
            "means": lambda: tuple(words.what_it_means(found, language)),
        },
        tables={
            "columns": lambda: tables.columns(found, language),
            "discrepancies": lambda: tables.discrepancies(found, language),
            "shares": lambda: tables.shares(found, language),
            "regimes": lambda: tables.regimes(found, language),
            "not_checked": lambda: tables.not_checked(found, language),
        },
    )
    about = found.heading[:_LONGEST] or found.file
    said = (plain(words.title(found, language)), about, words.finding(found, language))
    made = _document("disclosure", said, material, _stamp(found))
    given = found.model_dump(mode="json", include={"file", "digest", "asked"})
    return made.model_copy(update={"given": given})


def difference_of_disclosures(
    found: DisclosureDifference, language: Language = ENGLISH
) -> Document:
    """
    What was added, taken away and changed between two snapshots.

    Args:
        found: the facts.
        language: in which it is said.
    """
    material = Material(
        language=language,
        sentences={
            "counts": lambda: tuple(words.difference_counts(found, language)),
            "means": lambda: tuple(words.difference_means(found, language)),
        },
        tables={
            "changes": lambda: tables.changes(found, language),
            "gone": lambda: tables.gone(found, language),
            "added": lambda: tables.added(found, language),
            "totals": lambda: tables.totals(found, language),
        },
    )
    title = plain(words.difference_title(found, language))
    said = (title, found.new.file, words.difference_finding(found, language))
    return _document("disclosure_difference", said, material, _stamp(found.old, found.new))


def _stamp(*files: Disclosure | Snapshot) -> Facts:
    """What it was made from."""
    named = {
        (f"file_{at}" if at else "file"): f"{one.file} sha256:{one.digest}"
        for at, one in enumerate(files)
    }
    return {"program": "misid", "version": version("misid"), **named}


def _document(
    name: str, said: tuple[str, str, Sentence], material: Material, stamp: Facts
) -> Document:
    """A document; `said`: its title, what it is about, and the finding."""
    title, about, finding = said
    return numbered(
        Document(
            language=material.language.code,
            form=name,
            title=title,
            about=about,
            finding=finding,
            words=(),
            sections=sections(form(name), material),
            stamp=stamp,
            stamp_line=f"misid {version('misid')}",
        )
    )
