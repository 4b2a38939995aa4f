"""A change: a small named patch on a scenario, like a reform on a baseline.

Two kinds come along with misid: a safeguard says what could be done, a reading how else what was
published of one programme can be understood. A change never alters the scenario it is put on; it
makes another one, whose inputs keep their names and so their luck.
"""

from __future__ import annotations

import hashlib
import json
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from misid.quantities.validation import Written
from misid.scenario.blocks import Key
from misid.scenario.schema import Slug, Text

CHANGE_SCHEMA: Literal["misid-change/1"] = "misid-change/1"


class Change(BaseModel):
    """A named patch, with its reason and its limits."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid", populate_by_name=True)

    schema_: Literal["misid-change/1"] = Field(alias="schema", description="This schema.")
    scenario: Literal["misid-scenario/1"] = Field(description="The schema that it is a patch on.")
    name: Slug = Field(description="Short name.")
    reading_of: Slug | None = Field(
        None,
        description="The scenario of which it is another reading: how else what was published can "
        "be understood. Left out where something would be done, as in a safeguard.",
    )
    title: Text = Field(description="What is done, in one line.")
    reason: Text = Field(description="Why somebody would do it.")
    cannot: Text = Field(description="What it cannot fix, and what the model cannot say of it.")
    source: Key | None = Field(None, description="Citation key, where somebody proposed it.")
    set: dict[str, Any] = Field(
        default_factory=dict,
        description="What stands at an input instead: its name, `*` for each of several, and the "
        "input as in a scenario.",
    )
    scale: dict[str, Annotated[Written, Field(gt=0, allow_inf_nan=False)]] = Field(
        default_factory=dict,
        description="Factor on an input and both ends of its range; on a share, on its odds.",
    )

    at_most: dict[str, Annotated[Written, Field(ge=0, allow_inf_nan=False)]] = Field(
        default_factory=dict,
        description="The most that an input, or either end of its range, may be.",
    )

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON."""
        data = self.model_dump(mode="json", by_alias=True)
        if self.reading_of is None:
            del data["reading_of"]
        text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()
