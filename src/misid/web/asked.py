"""Unanswered questions of a programme: by the ledger, and in a quick order until it is there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from misid.document.letters import QUESTIONS, telling
from misid.results.run import HEADLINE
from misid.results.schema import Results
from misid.scenario import Output
from misid.uncertainty import questions
from misid.uncertainty.ledger import parts
from misid.uncertainty.ledger_schema import Entry, Ledger, Order
from misid.uncertainty.sensitivity import POINTS
from misid.web.address import Address
from misid.web.studies import Studies
from misid.web.waiting import StillAtWorkError
from misid.words import ledger as words
from misid.words import letters as letter_words
from misid.words.ends import by_itself
from misid.words.language import Language
from misid.words.scenario import in_words
from misid.words.sentence import Sentence


@dataclass(frozen=True)
class AskedQuestion:
    """A question in a list: what stands in for its answer, why it matters, where it is opened."""

    field: str
    question: str
    stands_in: str
    why: Sentence
    page: str
    is_chosen: bool


@dataclass(frozen=True)
class AtWork:
    """The ledger is at work; so many parts of all are done."""

    done: int
    total: int


def ledger(
    studies: Studies, address: Address, output: Output = HEADLINE, by: Order = "either"
) -> Ledger:
    """
    The ledger of a programme.

    Args:
        studies: that all readers share.
        address: of the programme.
        output: whose range is explained.
        by: the measure that orders the questions.
    Raises: MeaningError: changes that cannot be put on it. StillAtWorkError: ask again.
    """
    total = parts(studies.scenario(address), studies.worlds, studies.points)
    return studies.apart(
        _name(output, by),
        address,
        lambda study: study.unknowns(output, by=by, points=studies.points),
        total=total,
    )


def known_ledger(studies: Studies, address: Address) -> Ledger | None:
    """The same, where it was worked out already; no work is begun."""
    found: Ledger | None = studies.known_apart(_name(HEADLINE, "either"), address)
    return found


def _name(output: Output, by: Order) -> str:
    return f"unknowns {output} {by}"


def ledger_or_work(studies: Studies, address: Address) -> Ledger | AtWork:
    """The same, or how far it is."""
    try:
        return ledger(studies, address)
    except StillAtWorkError as work:
        return AtWork(work.done, work.total)


def own_points(studies: Studies) -> int | None:
    """Base points of a ledger here, where a command must be told them to give the same numbers."""
    return None if studies.points == POINTS else studies.points


def by_ledger(
    found: Ledger, address: Address, fields: Collection[str] | None, language: Language
) -> tuple[AskedQuestion, ...]:
    """
    Every question in the ledger's order.

    Args:
        found: the ledger.
        address: of the programme.
        fields: the questions that are chosen; none given: the first that tell anything.
        language: in which they are asked.
    """
    first = [one.field for one in telling(found)[:QUESTIONS]]
    chosen = first if fields is None else fields
    return tuple(_of_entry(one, found, address, chosen, language) for one in found.ledger)


def _of_entry(
    one: Entry, found: Ledger, address: Address, chosen: Collection[str], language: Language
) -> AskedQuestion:
    return AskedQuestion(
        one.field,
        words.question(one, found.scenario, language),
        words.stands_in(one, found.scenario, language),
        letter_words.why(one, found, language),
        page_of(one.field, address),
        one.field in chosen,
    )


def in_quick_order(
    results: Results, address: Address, language: Language
) -> tuple[AskedQuestion, ...]:
    """Every question by what it decides by itself, where that is more than chance."""
    scenario = results.canonical
    return tuple(
        AskedQuestion(
            one.field,
            language.word(one.question),
            in_words(one, scenario, language),
            () if place is None else by_itself(results, place, language),
            page_of(one.field, address),
            False,
        )
        for place, one in questions.in_quick_order(results)
    )


def page_of(field: str, address: Address) -> str:
    """The address of a question."""
    return address.to(f"/questions/{field}")
