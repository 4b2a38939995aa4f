"""Letters: the unanswered questions in order, each with the sentence why its answer matters."""

from __future__ import annotations

from typing import Literal, NamedTuple

from misid.document.model import Block, Document, Section, Text, Unknown, as_facts
from misid.document.tables.cells import number
from misid.results.output_definitions import kind
from misid.results.stamp import stamp_line
from misid.results.summary import as_read, lower_first, natural, with_unit
from misid.uncertainty.schema import Entry, Ledger, Verdict
from misid.uncertainty.told import without_said
from misid.uncertainty.without import size
from misid.words.sentence import Number

Form = Literal["records-request", "interrogatories", "hearing"]

_WHILE_OPEN = "What a model of the programme gives while these questions are open, on both sides:"
_MOST = 15
_LEAST, _SMALL = 0.005, 0.01
# In natural logarithms: a tenth more or less.
_CARRIES = 0.1


class _Words(NamedTuple):
    """What a form says around the questions."""

    title: str
    opening: str
    closing: str


_FORMS: dict[Form, _Words] = {
    "records-request": _Words(
        "Request for records",
        "Please provide the records that answer the questions below, or that show that no answer "
        "exists: contracts, test reports, settings, statistics, retention schedules, assessments "
        "and correspondence about them. Where a record cannot be provided in full, please provide "
        "the part that answers the question.",
        "If no record answers a question, please say so for each question by its number.",
    ),
    "interrogatories": _Words(
        "Interrogatories",
        "State the answer to each of the following, the period that it holds for, the person who "
        "knows it, and every document that it rests on. Where the answer is not known, state who "
        "could find it out and how.",
        "Each number is to be given with its denominator, and each error rate with the gallery "
        "size and the threshold at which it was measured.",
    ),
    "hearing": _Words(
        "Questions for a hearing",
        "The questions are in the order in which their answers would tell most. Each comes with "
        "the reason why it matters.",
        "An answer with a number needs its denominator: of how many searches, at which gallery "
        "size, at which threshold.",
    ),
}


def letter(found: Ledger, form: Form) -> Document:
    """
    The questions as a text that can be sent.

    Args:
        found: the ledger.
        form: for whom: a request for records, interrogatories, or questions for a hearing.
    """
    words = _FORMS[form]
    shown = [one for one in found.ledger if _matters(one)][:_MOST] or list(found.ledger[:_MOST])
    opening = [words.opening]
    if found.on_both_sides:
        opening.append(f"{_WHILE_OPEN} {found.on_both_sides}")
    blocks: list[Block] = [
        *(Text(text=text) for text in opening),
        *(_asked(one, found) for one in shown),
    ]
    return Document(
        title=words.title,
        about=f"About this programme: {found.programme}.",
        finding=found.sentence,
        words=("synthetic model",),
        sections=(
            Section(id="questions", title="Questions", blocks=tuple(blocks)),
            Section(id="closing", title="Answers", blocks=(Text(text=words.closing),)),
        ),
        stamp=as_facts(found.stamp),
        stamp_line=stamp_line(found.stamp),
    )


def _matters(one: Entry) -> bool:
    told = one.total_index >= max(_LEAST, 2 * one.total_error) or one.flip > _LEAST
    return told or size(one.without) > _CARRIES


def _asked(one: Entry, found: Ledger) -> Unknown:
    share = number(min(1.0, max(0.0, one.total_index)), "share")
    if not isinstance(share, Number):
        raise TypeError("a share is a number")
    return Unknown(
        field=one.field,
        question=one.question,
        stands_in=one.stands_in,
        why=why(one, found),
        share=share,
    )


def why(one: Entry, found: Ledger) -> str:
    """Why the answer matters, in plain English, from the numbers."""
    title = kind(found.output).title
    index = min(1.0, max(0.0, one.total_index))
    share = "less than 1 %" if index < _SMALL else f"about {natural(100 * index)} %"
    parts = [
        f"As long as it is open, this question alone or with others accounts for {share} of the "
        f"uncertainty about {lower_first(title)}."
    ]
    if one.flip > _LEAST:
        parts.append(_turns(one, found.verdict))
    if one.without is not None and size(one.without) > _CARRIES:
        said = without_said(one.without, kind(found.output).unit)
        parts.append(f"{said[:1].upper()}{said[1:]}.")
    return " ".join(parts)


def _turns(one: Entry, verdict: Verdict) -> str:
    limit = f"{with_unit(verdict.limit, verdict.unit)} {as_read(verdict.unit)}"
    return (
        f"Its answer would turn the verdict on the limit of {limit} with a probability of "
        f"{natural(100 * one.flip)} %."
    )
