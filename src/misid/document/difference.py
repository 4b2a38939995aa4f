"""Two assessments beside each other, as a document."""

from __future__ import annotations

from misid.assessment.difference import AssessmentDifference
from misid.assessment.schema import Assessment
from misid.document.form import Material, form, numbered, sections
from misid.document.model import Document, as_facts
from misid.document.tables import difference as tables
from misid.scenario.serialise import as_data
from misid.words import difference as words
from misid.words.language import ENGLISH, Language
from misid.words.run import described
from misid.words.sentence import plain
from misid.words.stamps import stamp_line


def difference_document(
    found: AssessmentDifference,
    before: Assessment,
    after: Assessment,
    language: Language = ENGLISH,
) -> Document:
    """
    What changed from an older assessment to a newer one.

    Args:
        found: the difference.
        before: the older one.
        after: the newer one.
        language: in which it is said.
    """
    material = Material(
        language=language,
        sentences={
            "worlds": lambda: words.worlds(found, language),
            "days": lambda: words.days(found, language),
        },
        tables={
            "answers": lambda: tables.answers(found, before, after, language),
            "numbers": lambda: tables.numbers(found, language),
            "inputs": lambda: tables.inputs(found, language),
            "rules": lambda: tables.rules(found, before, after, language),
        },
    )
    results = after.results
    return numbered(
        Document(
            language=language.code,
            title=plain(words.title(after, language)),
            about=described(results, language),
            finding=words.finding(found, language),
            words=(language.word("synthetic model"),),
            sections=sections(form("difference"), material),
            scenario=as_data(results.canonical),
            stamp=as_facts(results.stamp),
            stamp_line=stamp_line(found.before, language, against=found.after),
        )
    )
