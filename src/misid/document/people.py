"""The report of people over the years: who was met again, what was kept, agency by agency."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from misid.document.figures import block
from misid.document.form import Material
from misid.document.model import Document, Figure, Table
from misid.document.origins import with_origins
from misid.document.simulation import document_of
from misid.document.tables import people as tables
from misid.figures.catalogue import history_pictures
from misid.simulation.people_schema import History
from misid.words import people as words
from misid.words.language import ENGLISH, Language
from misid.words.origins_of_counts import HISTORY
from misid.words.sentence import Sentence

_MOST_AGENCIES, _MOST_REPEATS = 30, 6
_SENTENCES: dict[str, Callable[[History, Language], tuple[Sentence, ...]]] = {
    "taken_side": words.taken_side,
    "again": words.again,
    "gaps": words.gaps,
    "person": lambda history, language: (words.person(history, language),),
    "held": lambda history, language: (words.held(history, language),),
    "people": words.people,
    "photograph_years": words.photograph_years,
    "first_wrong": words.first_wrong,
    "made_again": lambda history, language: (words.made_again(history, language),),
}
_TABLES: dict[str, Callable[[History, Language], Table | None]] = {
    "sides": tables.sides,
    "repeats": tables.repeats,
    "few_repeats": partial(tables.repeats, most=_MOST_REPEATS),
    "photographs": tables.photographs,
    "agencies": partial(tables.agencies, most=_MOST_AGENCIES),
    "assumed": tables.assumed,
    "few_agencies": tables.few_agencies,
}


def document_of_history(history: History, language: Language = ENGLISH) -> Document:
    """
    The report of people over the years.

    Args:
        history: what was simulated.
        language: of the report.
    """
    pictures = history_pictures(history, language)
    figures = {name: block(picture) for name, picture in pictures.items()}
    made = _document(history, "people", figures, language)
    return with_origins(made.model_copy(update={"form": "people"}), HISTORY)


def screen_of_history(history: History, language: Language = ENGLISH) -> Document:
    """
    What is said first of people over the years, without figures.

    Args:
        history: what was simulated.
        language: in which it is said.
    """
    return _document(history, "people_screen", {}, language)


def _document(
    history: History, name: str, figures: Mapping[str, Figure], language: Language
) -> Document:
    material = Material(
        language,
        sentences={name: partial(said, history, language) for name, said in _SENTENCES.items()},
        tables={name: partial(made, history, language) for name, made in _TABLES.items()},
        figures={name: partial(figures.get, name) for name in figures},
        blocks={"eras": partial(tables.eras, history, language)},
        conditions={"either_or": lambda: history.either_or is not None},
    )
    document = document_of(history, name, words.finding(history, language), material)
    update = {"title": words.title(history, language), "about": words.about(history, language)}
    return document.model_copy(update=update)
