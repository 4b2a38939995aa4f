"""The page beside a synthetic search log: that it is made up, and what its columns say."""

from __future__ import annotations

from misid.document.form import Material
from misid.document.model import Document
from misid.document.simulation import document_of
from misid.document.tables.searchlog import columns
from misid.searchlog.schema import Dataset
from misid.words import searchlog as words
from misid.words.language import ENGLISH, Language
from misid.words.sentence import plain


def document_of_log(
    dataset: Dataset, language: Language = ENGLISH, *, columns_too: bool = True
) -> Document:
    """
    The page of a log.

    Args:
        dataset: what is written.
        language: of the page.
        columns_too: whether it says what each column means.
    """
    material = Material(
        language,
        sentences={
            "made_up": lambda: (words.made_up(dataset, language),),
            "planted": lambda: tuple(words.planted_faults(dataset, language)),
        },
        tables={"columns": lambda: columns(dataset, language)},
        conditions={"columns": lambda: columns_too},
    )
    page = document_of(dataset, "log", words.encounters(dataset, language), material)
    named = language.say("A made-up search log: {scenario}", scenario=page.title)
    return page.model_copy(update={"title": plain(named)})
