"""A questionnaire: our own paraphrase of what a form asks, and what could answer it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from misid.files.yaml_lines import KeyPath
from misid.results.schema import ResultsPart
from misid.scenario import Output
from misid.scenario.blocks import Key
from misid.scenario.finding import ScenarioFinding
from misid.scenario.schema import Slug, Text

SCHEMA: Literal["misid-questionnaire/1"] = "misid-questionnaire/1"
OF_RUN = (
    "code", "groups", "worlds", "photographs", "threshold", "uncertainty", "exceeded", "beside",
    "frequencies",
)  # fmt: skip
"""What the report of a run says that may stand as an answer, by the names of its form."""
COMPUTED = (*OF_RUN, *get_args(Output))
"""Everything that the model can answer: those, and each output by its name."""


class CitedSource(ResultsPart):
    """A text that a question or a statement rests on."""

    title: Text = Field(description="Its title.")
    publisher: str = Field("", max_length=200, description="Who published it.")
    date: str = Field("", max_length=40, description="When; empty where it is undated.")
    url: str = Field("", max_length=400, description="Where; empty where there is no address.")
    quality: Literal["primary", "secondary", "unchecked"] = Field(
        description="primary: read in the original; secondary: as quoted; unchecked: not read."
    )


class Item(ResultsPart):
    """One question."""

    id: Slug = Field(description="Its name in answers.")
    asks: Text = Field(description="The question, paraphrased.")
    computed: tuple[Key, ...] = Field((), description="What the model answers, by its names.")
    fields: tuple[Annotated[str, Field(max_length=100)], ...] = Field(
        (),
        description="Inputs whose disclosure would answer it, by their names in a scenario: all of "
        "them known, it is met; any of them open, it is unknown.",
    )
    topics: tuple[Slug, ...] = Field(
        (),
        description="Topics of statements that are about it: where these contradict each other, "
        "it is not counted as met without a word.",
    )
    due: datetime.date | None = Field(None, description="The day by which it had to be met.")


class Chapter(ResultsPart):
    """Questions that stand together."""

    id: Slug = Field(description="Its name.")
    title: Text = Field(description="Its heading.")
    items: tuple[Item, ...] = Field(min_length=1, description="Its questions, in order.")


class Questionnaire(BaseModel):
    """What a form asks, in our own words; aligned with it, and no copy of it."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    schema_: Literal["misid-questionnaire/1"] = Field(alias="schema", description="This schema.")
    name: Slug = Field(description="Short name.")
    title: Text = Field(description="What it is aligned with.")
    about: Text = Field(description="Who asks it, of whom, and what it leaves out.")
    as_of: datetime.date = Field(description="The day on which the form was as paraphrased here.")
    source: CitedSource = Field(description="The form itself.")
    chapters: tuple[Chapter, ...] = Field(min_length=1, description="In order.")

    @property
    def items(self) -> tuple[Item, ...]:
        """Every question, in order."""
        return tuple(item for chapter in self.chapters for item in chapter.items)


def mistakes(form: Questionnaire) -> Iterator[ScenarioFinding]:
    """What is wrong with a questionnaire though each entry by itself is right."""
    placed = [
        (("chapters", c, "items", i), item)
        for c, chapter in enumerate(form.chapters)
        for i, item in enumerate(chapter.items)
    ]
    firsts: dict[str, KeyPath] = {}
    for where, item in placed:
        if firsts.setdefault(item.id, where) != where:
            yield ScenarioFinding((*where, "id"), f"{item.id} stands twice", "another name")
        yield from _not_computed(item, where)


def _not_computed(item: Item, where: KeyPath) -> Iterator[ScenarioFinding]:
    for place, name in enumerate(item.computed):
        if name not in COMPUTED:
            what = f"is {name}, which the model does not answer"
            use = f"one of {', '.join(COMPUTED)}"
            yield ScenarioFinding((*where, "computed", place), what, use)
