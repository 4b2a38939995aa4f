"""Letters: the unanswered questions in order, each with the reason why its answer matters."""

from __future__ import annotations

from typing import Literal, get_args

from misid.document.form import Material, form, numbered, sections
from misid.document.model import Answer, Block, Document, Unknown, as_facts
from misid.scenario.serialise import as_data
from misid.uncertainty.ledger_schema import Entry, Ledger
from misid.words import ledger as ledger_words
from misid.words import letters as words
from misid.words.language import ENGLISH, Language
from misid.words.numbers import read
from misid.words.programme import changed
from misid.words.sentence import Number, plain
from misid.words.stamps import stamp_line

Form = Literal["records-request", "interrogatories", "hearing"]
QUESTIONS = 5
"""How many of the ranked questions a letter asks where nobody says."""


def letter(
    found: Ledger, name: Form, language: Language = ENGLISH, *, questions: int = QUESTIONS
) -> Document:
    """
    The questions as a text that can be sent.

    Args:
        found: the ledger.
        name: for whom: a request for records, interrogatories, or questions for a hearing.
        language: in which it is written.
        questions: how many of the ranked questions at most, of those whose answers tell anything;
            what every programme is asked follows them.
    """
    telling = [one for one in found.ledger if words.matters(one)] or list(found.ledger)
    material = Material(
        language=language,
        sentences={
            "changed": lambda: tuple(changed(found, language)),
            "stands": lambda: (words.stands(found, language),),
            "limit": lambda: (words.limit(found, language),),
        },
        blocks={
            "ranked": lambda: tuple(_asked(one, found, language) for one in telling[:questions]),
            "always": lambda: tuple(_always(found, language)),
        },
        conditions={each: lambda each=each: each == name for each in get_args(Form)},  # type: ignore[misc]
    )
    programme = language.authored(found.scenario.title)
    about = language.say("About this programme: {programme}.", programme=programme)
    return numbered(
        Document(
            language=language.code,
            title=language.word(words.TITLES[name]),
            about=plain(about),
            finding=ledger_words.finding(found, language),
            words=(language.word("synthetic model"),),
            sections=sections(form("letters"), material),
            scenario=as_data(found.scenario),
            stamp=as_facts(found.stamp),
            stamp_line=stamp_line(found.stamp, language),
        )
    )


def _asked(one: Entry, found: Ledger, language: Language) -> Unknown:
    share = Number(
        value=one.total_index,
        text=read(min(1.0, max(0.0, one.total_index)), "share", language),
        fact=f"{ledger_words.place(one, found)}.total_index",
    )
    return Unknown(
        field=one.field,
        question=ledger_words.question(one, found.scenario, language),
        stands_in=ledger_words.stands_in(one, found.scenario, language),
        why=words.why(one, found, language),
        share=share,
    )


def _always(found: Ledger, language: Language) -> list[Block]:
    return [
        Answer(question=language.word(asked), text=words.always_why(subject, found, language))
        for subject, asked in words.ALWAYS.items()
    ]
