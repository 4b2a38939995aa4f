"""What somebody answers to questionnaires, and what was said in public about the programme."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from misid.assessment.questionnaire import CitedSource
from misid.results.schema import ResultsPart
from misid.scenario.blocks import Key
from misid.scenario.finding import ScenarioFinding
from misid.scenario.schema import Slug, Text

SCHEMA: Literal["misid-answers/1"] = "misid-answers/1"
AnswerState = Literal["met", "not_met", "unknown", "not_applicable", "not_checked"]
Finite = Annotated[float, Field(allow_inf_nan=False)]
TimeUnit = Literal["hours", "days", "years"]
_HOURS: dict[str, float] = {"hours": 1.0, "days": 24.0, "years": 24.0 * 365.25}
_NEED_WHY = ("not_applicable", "not_checked")


class ItemAnswer(ResultsPart):
    """What somebody says of one question."""

    form: Slug = Field(description="Name of the questionnaire.")
    item: Slug = Field(description="Name of the question.")
    state: AnswerState = Field(
        description="met; not_met; unknown: nobody has said; not_applicable: it does not arise; "
        "not_checked: whoever answers did not look."
    )
    why: str = Field(
        "",
        max_length=2000,
        description="In words; needed of the last two, and of the first two without evidence.",
    )
    evidence: tuple[Key, ...] = Field((), description="Keys of the sources below.")


UNNAMED = "the programme"
"""What a file of answers says while nobody has said which programme they are of."""
ADDED = "said-"
"""The beginning of the names of statements that were added in a form."""


class Statement(ResultsPart):
    """What one text says about one topic."""

    id: Slug = Field(description="Its name.")
    topic: Slug = Field(description="What it is about; rules compare statements of one topic.")
    says: Text = Field(description="What the text says, paraphrased.")
    source: Key = Field(description="Key of the source below.")
    on: datetime.date | None = Field(None, description="The day that the statement itself names.")
    stance: Slug | None = Field(None, description="What it holds, where a topic has several.")
    value: Finite | None = Field(None, description="The number that it states.")
    unit: TimeUnit | None = Field(None, description="Of a time that it states.")
    share: Annotated[float, Field(ge=0, le=1)] | None = Field(
        None, description="The share that the number is said to be."
    )
    whole: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = Field(
        None, description="What the number is a share of, as other texts have it."
    )
    denominator: Finite | None = Field(None, description="Of a rate: of how many.")
    gallery: Finite | None = Field(None, description="Of a rate: among how many records.")
    threshold: str | None = Field(None, max_length=200, description="Of a rate: the setting.")

    @property
    def is_added(self) -> bool:
        """Whether a form of answers made it, so that nobody has read its text but who wrote it."""
        return self.id.startswith(ADDED)

    @property
    def holds(self) -> str | float | None:
        """What is compared: the stance, else the number, a time in hours."""
        if self.stance is not None or self.value is None:
            return self.stance
        return self.value * _HOURS.get(self.unit or "", 1.0)


class Answers(BaseModel):
    """A file of answers."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    schema_: Literal["misid-answers/1"] = Field(alias="schema", description="This schema.")
    programme: Text = Field(description="Of which programme.")
    as_of: datetime.date = Field(description="The day on which this was known.")
    sources: dict[Key, CitedSource] = Field(
        default_factory=dict, description="Texts, by the keys that answers and statements use."
    )
    answers: tuple[ItemAnswer, ...] = Field((), description="To questions, in any order.")
    statements: tuple[Statement, ...] = Field((), description="What was said in public.")

    def is_about(self, *names: str) -> bool:
        """Whether it names a programme by one of its names, or names none."""
        named, *known = (" ".join(one.split()).casefold() for one in (self.programme, *names))
        return named in (*known, UNNAMED)

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON."""
        data = self.model_dump(mode="json", by_alias=True)
        text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def mistakes(given: Answers) -> Iterator[ScenarioFinding]:
    """What is wrong with answers though each entry by itself is right."""
    seen: set[tuple[str, str]] = set()
    for place, answer in enumerate(given.answers):
        where, name = ("answers", place), (answer.form, answer.item)
        if name in seen:
            what = f"answers {answer.item} of {answer.form} a second time"
            yield ScenarioFinding((*where, "item"), what, "one answer for each question")
        seen.add(name)
        yield from _without_ground(answer, (*where, "state"))
        yield from _unknown_sources(given, (*where, "evidence"), answer.evidence)
    ids: set[str] = set()
    for place, one in enumerate(given.statements):
        yield from _unknown_sources(given, ("statements", place, "source"), (one.source,))
        if one.id in ids:
            use = "another id"
            yield ScenarioFinding(("statements", place, "id"), f"{one.id} stands twice", use)
        ids.add(one.id)


def _without_ground(answer: ItemAnswer, where: tuple[str | int, ...]) -> Iterator[ScenarioFinding]:
    """A state that nothing stands behind."""
    if answer.why.strip() or answer.state == "unknown":
        return
    if answer.state in _NEED_WHY:
        what = f"is {answer.state}, but says no reason"
        yield ScenarioFinding(where, what, "why: followed by the reason")
    elif not answer.evidence:
        what = f"is {answer.state}, but does not say on whose word"
        use = "evidence: [key of a source], or why: in words"
        yield ScenarioFinding(where, what, use)


def _unknown_sources(
    given: Answers, where: tuple[str | int, ...], keys: tuple[str, ...]
) -> Iterator[ScenarioFinding]:
    for key in keys:
        if key not in given.sources:
            use = f"a key of sources: ({', '.join(given.sources) or 'there is none yet'})"
            yield ScenarioFinding(where, f"names the source {key}, which is not in this file", use)
