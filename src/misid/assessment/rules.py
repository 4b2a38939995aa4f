"""Rules that find contradictions, as data: each of one of a few shapes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from misid.results.schema import ResultsPart
from misid.scenario.finding import ScenarioFinding
from misid.scenario.schema import Slug, Text

SCHEMA: Literal["misid-rules/1"] = "misid-rules/1"
ContradictionShape = Literal["differ", "together", "overdue", "share", "bare_rate", "lapsed"]
_NEEDS = {
    "differ": ("topic",),
    "together": ("both",),
    "overdue": ("form",),
    "share": ("topic",),
    "bare_rate": ("topic",),
    "lapsed": ("topic", "years"),
}


class HeldStatement(ResultsPart):
    """What some statement holds of a topic."""

    topic: Slug
    stance: Slug


class ContradictionRule(ResultsPart):
    """One rule."""

    id: Slug = Field(description="Its name.")
    shape: ContradictionShape = Field(
        description="differ: statements of one topic hold different things; together: two things "
        "are held that do not go together; overdue: a question whose day has passed is not met; "
        "share: a number is not the share that it is said to be; bare_rate: a rate lacks what it "
        "is of; lapsed: a document is older than it may be."
    )
    topic: Slug | None = Field(None, description="Whose statements are looked at.")
    both: tuple[HeldStatement, ...] = Field((), description="What does not go together.")
    form: Slug | None = Field(None, description="Of overdue: the questionnaire.")
    years: int | None = Field(None, gt=0, description="Of lapsed: how long it is good for.")
    title: Text = Field(description="In a few words.")
    sentence: Text = Field(description="What contradicts what.")
    matters: Text = Field(description="Why that matters, and what would settle it.")

    @property
    def topics(self) -> tuple[str, ...]:
        """Topics whose statements it holds against each other; none where it does not."""
        if self.shape == "together":
            return tuple(one.topic for one in self.both)
        return (self.topic,) if self.shape == "differ" and self.topic else ()


class ContradictionRules(BaseModel):
    """A file of rules."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    schema_: Literal["misid-rules/1"] = Field(alias="schema", description="This schema.")
    rules: tuple[ContradictionRule, ...] = Field(
        min_length=1, description="In the order in which they stand."
    )


def mistakes(found: ContradictionRules) -> Iterator[ScenarioFinding]:
    """What is wrong with rules though each entry by itself is right."""
    for place, rule in enumerate(found.rules):
        for name in _NEEDS[rule.shape]:
            if not getattr(rule, name):
                what = f"is {rule.shape}, but has no {name}"
                yield ScenarioFinding(("rules", place, "shape"), what, f"{name}: beside it")
