"""The page beside a synthetic search log: that it is made up, and what its columns say."""

from __future__ import annotations

from misid.document.form import Material, form, numbered, sections
from misid.document.model import Document, as_facts
from misid.document.simulation import provenance_sentences
from misid.document.tables.searchlog import columns
from misid.scenario.serialise import as_data
from misid.searchlog.schema import Dataset
from misid.words import searchlog as words
from misid.words.language import ENGLISH, Language
from misid.words.run import title
from misid.words.sentence import plain
from misid.words.simulation import people_stamp_line


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
            **provenance_sentences(dataset, language),
        },
        tables={"columns": lambda: columns(dataset, language)},
        conditions={"columns": lambda: columns_too},
    )
    named = language.say("A made-up search log: {scenario}", scenario=title(dataset, language))
    return numbered(
        Document(
            language=language.code,
            title=plain(named),
            about=dataset.scenario.about,
            finding=words.encounters(dataset, language),
            words=(language.word("synthetic model"),),
            sections=sections(form("log"), material),
            scenario=as_data(dataset.canonical),
            stamp=as_facts(dataset.stamp),
            stamp_line=people_stamp_line(dataset.stamp, language),
        )
    )
