"""One reference code in a case, as a document: what it means, and which facts to ask for."""

from __future__ import annotations

from collections.abc import Callable

from misid.document.form import Material
from misid.document.model import AnswerBlock, Document, Figure, as_facts
from misid.document.origins import with_origins
from misid.document.programme import programme_document
from misid.document.tables import code as tables
from misid.uncertainty.code_schema import CodeCase
from misid.words import code as words
from misid.words.cautions import cautions
from misid.words.code_elsewhere import beside_a_run
from misid.words.code_questions import QUESTIONS
from misid.words.code_unmoved import unmoved
from misid.words.language import ENGLISH, Language
from misid.words.origins_of_counts import CASE
from misid.words.programme import changed
from misid.words.sentence import plain


def code_document(
    found: CodeCase,
    language: Language = ENGLISH,
    bars: Callable[[], Figure | None] = lambda: None,
) -> Document:
    """
    What one reference code can mean in a case, and what to ask for.

    Args:
        found: the facts.
        language: in which it is said.
        bars: makes the picture, where it is wanted.
    """
    material = Material(
        language=language,
        sentences={
            "changed": lambda: tuple(changed(found, language)),
            "given": lambda: tuple(words.given(found, language)),
            "unmoved": lambda: tuple(unmoved(found, language)),
            "alone": lambda: tuple(words.alone(found, language)),
            "average": lambda: (words.average(language),),
            "beside_a_run": lambda: (beside_a_run(language),),
            "notes": lambda: tuple(words.notes(found, language)),
            "cautions": lambda: cautions(found.cautions, language),
        },
        tables={
            "meaning": lambda: tables.meaning(found, language),
            "answers": lambda: tables.answers(found, language),
        },
        figures={"codes": bars},
        blocks={
            "asks": lambda: tuple(
                AnswerBlock(
                    question=language.word(QUESTIONS[ask.name]),
                    text=words.ask_said(found, ask, language),
                )
                for ask in found.asks or ()
            )
        },
    )
    made = programme_document(
        "code", material, found,
        title=(words.title(found, language),),
        finding=words.finding(found, language),
    )  # fmt: skip
    about = plain(words.lead(language))
    return made.model_copy(update={"form": "case", "about": about, "given": as_facts(found.given)})


def case_sheet(found: CodeCase, language: Language = ENGLISH) -> Document:
    """
    The same as a sheet for a case: with its picture, and with where each number comes from.

    Args:
        found: the facts.
        language: in which it is said.
    """
    # What is said on a screen draws nothing, and need not wait for the pictures.
    from misid.document.figures import block
    from misid.figures.codes import code_bars

    document = code_document(found, language, lambda: block(code_bars(found, language)))
    return with_origins(document, CASE)
