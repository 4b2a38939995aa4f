"""The page beside a synthetic search log: that it is made up, and what its columns say."""

from __future__ import annotations

from misid.document.form import Material, form, numbered, sections
from misid.document.model import Document
from misid.document.tables.searchlog import columns
from misid.searchlog.schema import Dataset
from misid.words import searchlog as words
from misid.words.cautions import cautions
from misid.words.language import ENGLISH, Language
from misid.words.sentence import plain
from misid.words.simulation import people_stamp_line, taken, titled


def document_of_log(dataset: Dataset, language: Language = ENGLISH) -> Document:
    """
    The page of a log.

    Args:
        dataset: what is written.
        language: of the page.
    """
    material = Material(
        language,
        sentences={
            "made_up": lambda: (words.made_up(dataset, language),),
            "encounters": lambda: (words.encounters(dataset, language),),
            "cautions": lambda: cautions(dataset.cautions, language),
            "taken": lambda: (taken(dataset, language),),
        },
        tables={"columns": lambda: columns(dataset, language)},
    )
    scenario = titled(dataset.scenario.title, dataset.changes, language)
    title = language.say("A made-up search log: {scenario}", scenario=scenario)
    return numbered(
        Document(
            language=language.code,
            title=plain(title),
            about=dataset.scenario.about,
            finding=words.encounters(dataset, language),
            words=(language.word("synthetic model"),),
            sections=sections(form("log"), material),
            stamp=dataset.stamp,
            stamp_line=people_stamp_line(dataset.stamp, language),
        )
    )
