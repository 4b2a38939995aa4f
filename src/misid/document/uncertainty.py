"""Documents of a comparison, of open questions, of a limit and of a claim, from saved facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from pydantic import JsonValue

from misid.document.form import Material, form, sections
from misid.document.model import AnswerBlock, Document, Figure, Section, Table
from misid.document.programme import programme_document
from misid.document.tables import both_sides
from misid.document.tables import uncertainty as tables
from misid.document.tables.changes import differing
from misid.uncertainty.ledger_schema import Ledger
from misid.uncertainty.schema import Claim, Comparison, Programme, Requirements
from misid.words import claim as claim_words
from misid.words import comparison as words
from misid.words import comparison_notes as said
from misid.words import ledger as ledger_words
from misid.words import requirements as requirement_words
from misid.words import year as year_words
from misid.words.language import ENGLISH, Language
from misid.words.programme import changed
from misid.words.programme import title as scenario_title
from misid.words.sentence import Sentence
from misid.words.stamps import stamp_line as line_of

SHOWN = 15
"""How many questions are shown where nobody says."""
_COMPARISON = "comparison"
_Maker = Callable[[], Figure | None]


def comparison_document(
    found: Comparison, language: Language = ENGLISH, slopes: _Maker = lambda: None
) -> Document:
    """
    What changes between two scenarios, what a year gains and loses by it, and what differs.

    Args:
        found: the comparison.
        language: in which it is said.
        slopes: makes the picture of the possible worlds, where it is wanted.
    """
    return programme_document(
        _COMPARISON, _compared(found, language, slopes), found.after,
        title=words.compared(found, language),
        finding=words.finding(found, language),
        stamp_line=line_of(found.before.stamp, language, against=found.after.stamp),
    )  # fmt: skip


def comparison_sections(found: Comparison, language: Language) -> tuple[Section, ...]:
    """What stands in such a document, for a page of which it is a part: numbers have no names."""
    return sections(form(_COMPARISON), _compared(found, language, lambda: None))


def _compared(found: Comparison, language: Language, slopes: _Maker) -> Material:
    """What the form of a comparison may name."""
    before, after = found.before.scenario, found.after.scenario
    return Material(
        language=language,
        sentences={
            "open": lambda: tuple(said.open_questions(found, language)),
            "year": lambda: _unless_empty(year_words.year(found, language)),
            "cannot": lambda: tuple(said.cannot(found.after, language)),
            "notes": lambda: tuple(said.notes(found, language)),
            "again": lambda: (said.made_again(found, language),),
        },
        tables={
            "outputs": lambda: _filled(both_sides.outputs(found, language)),
            "inputs": lambda: _filled(differing(found.inputs, before, after, language)),
            **{
                f"year_{wanted}": partial(both_sides.year, found, wanted, language)
                for wanted in both_sides.WANTED
            },
        },
        figures={"slopes": slopes},
        conditions={
            "by_stops": lambda: year_words.is_by_stops(found),
            "no_hours": lambda: year_words.lacks_hours(found),
        },
    )


def ledger_document(
    found: Ledger, language: Language = ENGLISH, most: int | None = SHOWN
) -> Document:
    """
    What nobody has answered, ranked.

    Args:
        found: the ledger.
        language: in which it is said.
        most: how many questions are shown; all where it is None.
    """
    programme = scenario_title(found, language)
    left = len(found.ledger) - (most or len(found.ledger))
    material = Material(
        language=language,
        sentences={
            "changed": lambda: _changed(found, language),
            "left": lambda: ledger_words.left(left, language),
            "verdict": lambda: _unless_empty(ledger_words.verdict_said(found, language)),
            "notes": lambda: tuple(ledger_words.notes(found, language)),
        },
        tables={"questions": lambda: _filled(tables.questions(found, language, most))},
    )
    made = programme_document(
        "ledger", material, found,
        title=language.say("{programme}: what nobody has answered", programme=programme),
        finding=ledger_words.finding(found, language),
    )  # fmt: skip
    return _carrying(made, found, ("output", "by", "base_points"), {"most": most})


def requirements_document(found: Requirements, language: Language = ENGLISH) -> Document:
    """Where levers stand, where they would have to, and what that costs."""
    programme = scenario_title(found, language)
    material = Material(
        language=language,
        sentences={
            "changed": lambda: _changed(found, language),
            "notes": lambda: tuple(requirement_words.notes(found, language)),
        },
        tables={
            "levers": lambda: tables.levers(found, language),
            "costs": lambda: tables.costs(found, language),
        },
        blocks={
            "levers": lambda: tuple(
                AnswerBlock(
                    question=language.word(requirement_words.LEVERS[row.name]),
                    text=requirement_words.lever_said(row, found, language),
                )
                for row in found.levers
            )
        },
    )
    made = programme_document(
        "requirements", material, found,
        title=language.say("{programme}: what a limit would require", programme=programme),
        finding=requirement_words.finding(found, language),
    )  # fmt: skip
    return _carrying(made, found, ("output", "limit"))


def claim_document(found: Claim, language: Language = ENGLISH) -> Document:
    """What a claim can mean, what must be true for each meaning, and what follows here."""
    material = Material(
        language=language,
        sentences={
            "changed": lambda: _changed(found, language),
            "notes": lambda: tuple(claim_words.notes(found, language)),
        },
        tables={"readings": lambda: tables.readings(found, language)},
        blocks={
            "readings": lambda: tuple(
                AnswerBlock(
                    question=claim_words.numbered(found, one, language),
                    text=claim_words.reading_said(found, one, language),
                )
                for one in found.readings
            )
        },
    )
    made = programme_document(
        "claim", material, found,
        title=language.say("\u201c{claim}\u201d", claim=claim_words.claimed(found, language)),
        finding=claim_words.finding(found, language),
    )  # fmt: skip
    return _carrying(made, found, ("kind", "stated", "stated_gallery"))


def _carrying(
    made: Document,
    found: Programme,
    names: tuple[str, ...],
    more: Mapping[str, JsonValue] | None = None,
) -> Document:
    """A document with those parts of its facts from which it can be worked out again."""
    given = found.model_dump(mode="json", by_alias=True, include=set(names)) | dict(more or {})
    return made.model_copy(update={"given": given})


def _unless_empty(said: Sentence) -> tuple[Sentence, ...]:
    return (said,) if said else ()


def _changed(of: Programme, language: Language) -> tuple[Sentence, ...]:
    return tuple(changed(of, language))


def _filled(table: Table) -> Table | None:
    return table if table.rows else None
