"""The assessment as a document of facts: states, contradictions, and the run behind them."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from pydantic import Field, PlainSerializer, WithJsonSchema

from misid.assessment.answers import Answers, AnswerState
from misid.assessment.questionnaire import Questionnaire
from misid.assessment.rules import ContradictionRule
from misid.results.schema import Results, ResultsPart

AskedQuestionnaire = Annotated[
    Questionnaire,
    PlainSerializer(lambda form: form.model_dump(mode="json", by_alias=True)),
    WithJsonSchema({"type": "object", "description": "As questionnaire-1.json says."}),
]
GivenAnswers = Annotated[
    Answers,
    PlainSerializer(lambda given: given.model_dump(mode="json", by_alias=True)),
    WithJsonSchema({"type": "object", "description": "As answers-1.json says."}),
]
GivenBy = Literal["answers", "scenario", "nobody"]
MarkedBecause = Literal["statements", "answers", "date", "questionnaire"]


class UnknownCost(ResultsPart):
    """What it costs that one input is not known."""

    field: str = Field(description="The input, without groups and collections.")
    input: str = Field(description="The one of them that decides the most.")
    status: str = Field(description="How it is known.")
    rank: int | None = Field(description="Among the open fields, 1 decides the most; or null.")
    share: float | None = Field(
        description="Share of the range of the headline that it decides alone; null where it has "
        "no range."
    )


class ItemState(ResultsPart):
    """How one question stands."""

    form: str = Field(description="Name of the questionnaire.")
    item: str = Field(description="Name of the question.")
    state: AnswerState = Field(description="One of five.")
    given_by: GivenBy = Field(
        description="answers: whoever answered; scenario: how its inputs are known; nobody."
    )
    why: str = Field(description="As whoever answered says it; or empty.")
    evidence: tuple[str, ...] = Field(description="Keys of sources.")
    due: datetime.date | None = Field(description="The day by which it had to be met.")
    days_late: int | None = Field(
        description="Days since then, where it is neither met nor not applicable; or null."
    )
    costs: tuple[UnknownCost, ...] = Field(
        description="Of an unknown: what that costs, most first."
    )
    contradicted_by: tuple[str, ...] = Field(
        (), description="Of one that is met: rules by which statements about it contradict others."
    )


class Contradiction(ResultsPart):
    """What one rule finds."""

    rule: str = Field(description="Its name.")
    shape: str = Field(description="Its shape.")
    verdict: Literal["fires", "holds", "not_checked"]
    because: MarkedBecause | None = Field(None, description="What was missing, where not checked.")
    passages: tuple[str, ...] = Field((), description="Statements, by name.")
    items: tuple[str, ...] = Field((), description="Questions that are late, by name.")
    lacks: tuple[str, ...] = Field((), description="What a rate is stated without.")
    stated: float | None = Field(None, description="The share that is stated.")
    implied: float | None = Field(None, description="The share that follows.")
    days: int | None = Field(None, description="Days late; or left, below 0 when over.")
    ends: datetime.date | None = Field(None, description="The last day of a document.")


class Assessment(ResultsPart):
    """What was asked, what is answered, what contradicts itself, and what the model gives."""

    version: Literal["misid-assessment/1"] = Field("misid-assessment/1", description="This schema.")
    as_of: datetime.date | None = Field(description="The day it is about; or null.")
    forms: tuple[AskedQuestionnaire, ...] = Field(description="Questionnaires, whole.")
    answers: GivenAnswers | None = Field(description="Whole; null where nobody answered.")
    rules: tuple[ContradictionRule, ...] = Field(description="The rules, whole.")
    states: tuple[ItemState, ...] = Field(description="Of every question, in order.")
    contradictions: tuple[Contradiction, ...] = Field(description="What each rule finds.")
    results: Results = Field(description="The run that answers what the model answers.")
