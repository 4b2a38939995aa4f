"""The report of people over the years: who was met again, what was kept, agency by agency."""

from __future__ import annotations

from misid.document.figures import block
from misid.document.form import Material, form, numbered, sections
from misid.document.model import Document
from misid.document.tables import people as tables
from misid.figures.of_history import history_pictures
from misid.simulation.people_schema import History
from misid.words import people as words
from misid.words.cautions import cautions
from misid.words.language import ENGLISH, Language
from misid.words.sentence import plain
from misid.words.simulation import changed, people_stamp_line, taken

_MOST_AGENCIES = 30


def document_of_history(history: History, language: Language = ENGLISH) -> Document:
    """
    The report of people over the years.

    Args:
        history: what was simulated.
        language: of the report.
    """
    return numbered(
        Document(
            language=language.code,
            title=plain(words.title(history, language)),
            about=plain(words.about(history, language)),
            finding=words.finding(history, language),
            words=words.beside(language),
            sections=sections(form("people"), _material(history, language)),
            stamp=history.stamp,
            stamp_line=people_stamp_line(history.stamp, language),
        )
    )


def _material(history: History, language: Language) -> Material:
    pictures = history_pictures(history, language)
    return Material(
        language,
        sentences={
            "taken_side": lambda: words.taken_side(history, language),
            "again": lambda: words.again(history, language),
            "gaps": lambda: words.gaps(history, language),
            "person": lambda: (words.person(history, language),),
            "held": lambda: (words.held(history, language),),
            "people": lambda: words.people(history, language),
            "photograph_years": lambda: (words.photograph_years(history, language),),
            "first_wrong": lambda: words.first_wrong(history, language),
            "assumed": lambda: words.assumed(history, language),
            "taken": lambda: (taken(history, language),),
            "cautions": lambda: cautions(history.cautions, language),
            "changes": lambda: changed(history.changes, language),
            "made_again": lambda: (words.made_again(history.stamp, language),),
        },
        tables={
            "sides": lambda: tables.sides(history, language),
            "repeats": lambda: tables.repeats(history, language),
            "photographs": lambda: tables.photographs(history, language),
            "agencies": lambda: tables.agencies(history, language, most=_MOST_AGENCIES),
        },
        figures={
            name: lambda picture=picture: block(picture) for name, picture in pictures.items()
        },
        blocks={
            "eras": lambda: tuple(
                tables.era(history, number, language) for number in range(len(history.eras))
            )
        },
        conditions={"either_or": lambda: history.either_or is not None},
    )
