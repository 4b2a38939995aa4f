"""Letters: the unanswered questions in order, each with the reason why its answer matters."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal, get_args

from pydantic import JsonValue

from misid.document.form import Material, form, numbered, sections
from misid.document.model import AnswerBlock, Block, Document, Facts, Unknown, as_facts
from misid.errors import MeaningError
from misid.files.read import cut
from misid.scenario import Scenario
from misid.scenario.serialise import as_data
from misid.uncertainty.ledger_schema import Entry, Ledger
from misid.uncertainty.questions import questions as questions_of
from misid.words import ledger as ledger_words
from misid.words import letters as words
from misid.words.language import ENGLISH, Language
from misid.words.numbers import read
from misid.words.programme import changed, title
from misid.words.sentence import Number, plain
from misid.words.stamps import stamp_line

LetterForm = Literal["records-request", "interrogatories", "hearing"]
QUESTIONS = 5
"""How many of the ranked questions a letter asks where nobody says."""
MOST = 20
"""
How many may be chosen: with what is always asked 25, as many interrogatories as Rule 33(a)(1) of
the United States' Federal Rules of Civil Procedure lets a party serve without leave.
"""


def letter(
    found: Ledger,
    name: LetterForm,
    language: Language = ENGLISH,
    *,
    questions: int = QUESTIONS,
    fields: Collection[str] | None = None,
) -> Document:
    """
    The questions as a text that can be sent.

    Args:
        found: the ledger.
        name: for whom: a request for records, interrogatories, or questions for a hearing.
        language: in which it is written.
        questions: how many of the ranked questions at most, of those whose answers tell anything;
            what every programme is asked follows them.
        fields: the questions that are asked, in the ledger's order, in place of the first.
    Raises: MeaningError: `fields` without any, with too many, or with one that is no question here.
    """
    asked = telling(found)[:questions] if fields is None else _chosen(found, fields)
    material = Material(
        language=language,
        sentences={
            "changed": lambda: tuple(changed(found, language)),
            "stands": lambda: (words.stands(found, language),),
            "limit": lambda: (words.limit(found, language),),
            "order": lambda: (words.in_order(found, language),),
        },
        blocks={
            "ranked": lambda: tuple(_asked(one, found, language) for one in asked),
            "always": lambda: tuple(_always(found, language)),
        },
        conditions={each: lambda each=each: each == name for each in get_args(LetterForm)},  # type: ignore[misc]
    )
    programme = title(found, language)
    about = language.say("About this programme: {programme}.", programme=programme)
    return numbered(
        Document(
            language=language.code,
            form="letter",
            title=language.word(words.TITLES[name]),
            about=plain(about),
            finding=ledger_words.finding(found, language),
            words=(language.word("synthetic model"),),
            sections=sections(form("letters"), material),
            scenario=as_data(found.scenario),
            given=_asks(found, fields) | {"letter": name, "questions": questions},
            stamp=as_facts(found.stamp),
            stamp_line=stamp_line(found.stamp, language),
        )
    )


def _asks(found: Ledger, fields: Collection[str] | None) -> Facts:
    """What it takes to rank the questions again, and those that were chosen."""
    chosen: list[JsonValue] | None = None if fields is None else [*sorted(fields)]
    ranked = {"output": found.output, "by": found.by, "base_points": found.base_points}
    return {**ranked, "fields": chosen}


def telling(found: Ledger) -> tuple[Entry, ...]:
    """The questions whose answers tell anything, in order; all of them where none does."""
    return tuple(one for one in found.ledger if words.matters(one)) or found.ledger


def check_fields(scenario: Scenario, fields: Collection[str]) -> None:
    """
    Refuse what no letter can ask, before any work.

    Args:
        scenario: whose open questions may be asked.
        fields: what is to be asked.
    Raises: MeaningError: none, more than `MOST`, or a field that is no question here.
    """
    for field in sorted(set(fields) - {one.field for one in questions_of(scenario)}):
        raise MeaningError(
            f"{cut(field)!r} is no unanswered question of {scenario.name}.",
            use="a field of `misid unknowns --csv`",
        )
    if not fields:
        raise MeaningError(
            "no question is chosen, but a letter asks at least one.", use=f"from 1 to {MOST}"
        )
    if len(set(fields)) > MOST:
        raise MeaningError(
            f"{len(set(fields))} questions are chosen, but a letter asks at most {MOST} beside "
            "those that every programme is asked.",
            use=f"from 1 to {MOST}",
        )


def _chosen(found: Ledger, fields: Collection[str]) -> tuple[Entry, ...]:
    check_fields(found.scenario, fields)
    return tuple(one for one in found.ledger if one.field in fields)


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
        AnswerBlock(question=language.word(asked), text=words.always_why(subject, found, language))
        for subject, asked in words.ALWAYS.items()
    ]
