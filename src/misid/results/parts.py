"""Parts that blocks of the results document have in common."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from misid.machine.shown import Shown


class ResultsPart(Shown, BaseModel):
    """A block of the document; nothing changes once it is made."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid", allow_inf_nan=False)


class Interval(ResultsPart):
    """A median and a 5 % to 95 % range over the worlds; null where there are no trials."""

    median: float | None = Field(description="Half of the worlds lie above.")
    low: float | None = Field(description="5 % of the worlds lie below.")
    high: float | None = Field(description="5 % of the worlds lie above.")


class ExactWithin(ResultsPart):
    """Between what a number lies, 95 % sure: of the worlds alone, all that is open left open."""

    low: float = Field(description="Low end.")
    high: float = Field(description="High end.")
