"""From a run, questionnaires and answers to an assessment."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from misid.assessment.answers import Answers, AnswerState, ItemAnswer
from misid.assessment.contradictions import contradictions
from misid.assessment.questionnaire import Item, Questionnaire
from misid.assessment.rules import ContradictionRule
from misid.assessment.schema import Assessment, Contradiction, GivenBy, ItemState, UnknownCost
from misid.errors import MeaningError
from misid.files.read import cut
from misid.results.schema import InputRow, Results

_KNOWN = ("disclosed", "published", "measured")
_SETTLED = ("met", "not_applicable")
_TOLD = 8
"""So many answers to questions that nobody asks are named beside the first."""


class _AskedItem(NamedTuple):
    """One question, what was answered to it, and the day."""

    form: str
    item: Item
    given: ItemAnswer | None
    day: datetime.date | None


def assess(
    results: Results,
    forms: Sequence[Questionnaire],
    rules: Sequence[ContradictionRule],
    answers: Answers | None = None,
    on: datetime.date | None = None,
) -> Assessment:
    """
    How every question stands, and what contradicts itself.

    Args:
        results: of the run that answers what the model answers.
        forms: questionnaires, in order.
        rules: that are tried.
        answers: of whoever answers for the programme; None where nobody did.
        on: the day that it is about; left out, that of the answers. Without either nothing is late.
    Raises: MeaningError: an answer to a question that its form does not ask.
    """
    day = on or (answers.as_of if answers else None)
    _check_answers(forms, answers)
    given = {(one.form, one.item): one for one in answers.answers} if answers else {}
    ranks = _ranks(results)
    states = tuple(
        _state(_AskedItem(form.name, item, given.get((form.name, item.id)), day), results, ranks)
        for form in forms
        for item in form.items
    )
    said = answers.statements if answers else ()
    against = contradictions(rules, said, states, day)
    return Assessment(
        as_of=day,
        forms=tuple(forms),
        answers=answers,
        rules=tuple(rules),
        states=_held_against(states, forms, rules, against),
        contradictions=against,
        results=results,
    )


def _held_against(
    states: Sequence[ItemState],
    forms: Sequence[Questionnaire],
    rules: Sequence[ContradictionRule],
    against: Sequence[Contradiction],
) -> tuple[ItemState, ...]:
    """The same, each that is met with the rules by which what was said about it contradicts."""
    fired = {one.rule for one in against if one.verdict == "fires"}
    by_topic = [(rule.id, set(rule.topics)) for rule in rules if rule.id in fired]
    topics = {(form.name, item.id): item.topics for form in forms for item in form.items}

    def held(one: ItemState) -> ItemState:
        about = topics[one.form, one.item] if one.state == "met" else ()
        rules_of = tuple(rule for rule, of in by_topic if of.intersection(about))
        return one.model_copy(update={"contradicted_by": rules_of}) if rules_of else one

    return tuple(map(held, states))


def _check_answers(forms: Sequence[Questionnaire], answers: Answers | None) -> None:
    asked = {form.name: {item.id for item in form.items} for form in forms}
    strange = [
        one
        for one in (answers.answers if answers else ())
        if one.form in asked and one.item not in asked[one.form]
    ]
    if not strange:
        return
    first, *others = strange
    told = ", ".join(f"{one.form} {cut(one.item)!r}" for one in others[:_TOLD])
    more = f", and {len(others) - _TOLD} more" if len(others) > _TOLD else ""
    tail = f" (Nor are these asked: {told}{more}.)" if others else ""
    raise MeaningError(
        f"{first.form} asks no question {cut(first.item)!r}.{tail}",
        where="the answers",
        use=f"`misid assess show {first.form}`, which lists its questions",
    )


Ranks = dict[str, tuple[int, float]]
"""The place of each open field, and the share that it decides."""


def _ranks(results: Results) -> Ranks:
    shares: dict[str, float] = {}
    for row in results.uncertainty.inputs:
        if row.status not in _KNOWN:
            shares[row.field] = max(shares.get(row.field, 0.0), row.share)
    ordered = sorted(shares.items(), key=lambda one: -one[1])
    return {field: (place, share) for place, (field, share) in enumerate(ordered, 1)}


def _state(asked: _AskedItem, results: Results, ranks: Ranks) -> ItemState:
    item, given = asked.item, asked.given
    rows = [row for row in results.inputs if row.field in item.fields]
    state, by = _state_and_giver(given, rows)
    return ItemState(
        form=asked.form,
        item=item.id,
        state=state,
        given_by=by,
        why=given.why if given else "",
        evidence=given.evidence if given else (),
        due=item.due,
        days_late=None if state in _SETTLED else _days_late(item.due, asked.day),
        costs=tuple(_costs(rows, ranks)) if state == "unknown" else (),
    )


def _days_late(due: datetime.date | None, day: datetime.date | None) -> int | None:
    """Days since a question had to be met; nothing where that is still to come."""
    if due is None or day is None or day <= due:
        return None
    return (day - due).days


def _state_and_giver(
    given: ItemAnswer | None, rows: Sequence[InputRow]
) -> tuple[AnswerState, GivenBy]:
    """The state, and who gives it."""
    if given is not None:
        return given.state, "answers"
    if not rows:
        return "not_checked", "nobody"
    return ("met" if all(row.status in _KNOWN for row in rows) else "unknown"), "scenario"


def _costs(rows: Iterable[InputRow], ranks: Ranks) -> list[UnknownCost]:
    """Of each open field among the inputs, what it decides; most first."""
    open_: dict[str, InputRow] = {}
    for row in rows:
        if row.status not in _KNOWN:
            open_.setdefault(row.field, row)
    costs = [
        UnknownCost(
            field=field,
            input=row.name,
            status=row.status,
            rank=ranks[field][0] if field in ranks else None,
            share=ranks[field][1] if field in ranks else None,
        )
        for field, row in open_.items()
    ]
    return sorted(costs, key=lambda one: one.rank or 10**6)
