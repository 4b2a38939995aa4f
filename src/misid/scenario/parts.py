"""Inputs that are more than one number: shares of a whole, one number per group, an algorithm."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_serializer, model_validator

from misid.quantities import Quantity, Status

Number = TypeVar("Number", bound=Quantity)

_SUM_TOLERANCE = 1e-6


class Composition(BaseModel):
    """
    Shares of a whole, and how firmly they are known.

    Drawn from a Dirichlet law around `shares`; its `concentration` says how firmly: the larger,
    the closer the draws stay. Without one the shares are taken as they stand.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    shares: dict[str, float] = Field(min_length=1, description="Share of each; they add up to 1.")
    concentration: float | None = Field(
        None, gt=0, le=1e9, description="How firmly the shares are known; none: exactly."
    )
    status: Status = Field(Status.ASSUMED, description="How the shares are known.")
    source: str | None = Field(None, description="Citation key.")
    why: str | None = Field(None, description="Why these; cites evidence or says none exists.")

    @model_validator(mode="after")
    def _adds_up(self) -> Composition:
        for name, share in self.shares.items():
            if not 0.0 <= share <= 1.0:
                raise ValueError(f"gives {name} the share {share:g}, but a share is from 0 to 1")
        total = sum(self.shares.values())
        if abs(total - 1.0) > _SUM_TOLERANCE:
            raise ValueError(f"has shares that add up to {total:g}, but they must add up to 1")
        return self

    @model_validator(mode="after")
    def _reasoned(self) -> Composition:
        if self.is_range and not (self.why or "").strip():
            raise ValueError("is a range without a why: cite evidence, or say that none exists")
        if self.status.is_known and not self.source:
            raise ValueError(f"is {self.status.value}, so it needs a source: a citation key")
        if self.status is Status.UNKNOWN and not self.is_range:
            raise ValueError("is unknown, so it needs a concentration and a why")
        return self

    @model_serializer(mode="wrap")
    def _short(self, handler: Any) -> Any:
        return {key: item for key, item in handler(self).items() if item is not None}

    @property
    def is_range(self) -> bool:
        """More than one composition is possible."""
        return self.concentration is not None and len(self.shares) > 1


class PerGroup(BaseModel, Generic[Number]):
    """One quantity for every group alike, or one for each group."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    every: Number | None = Field(None, description="The same quantity for every group.")
    groups: dict[str, Number] | None = Field(None, description="One quantity for each group.")

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, given: Any) -> Any:
        if isinstance(given, dict) and set(given) <= {"every", "groups"}:
            return given
        return {"every": given}

    @model_validator(mode="after")
    def _one_form(self) -> PerGroup[Number]:
        if (self.every is None) == (self.groups is None):
            raise ValueError("needs one quantity for every group, or `groups:` with one for each")
        return self

    @model_serializer(mode="wrap")
    def _short(self, handler: Any) -> Any:
        full = handler(self)
        return full["every"] if self.groups is None else {"groups": full["groups"]}


class Algorithm(BaseModel):
    """
    One algorithm of the NIST table, or any of those below a miss rate while nobody has said which.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    name: str | None = Field(None, description="An algorithm, as named in the table.")
    below: float | None = Field(
        None, gt=0, le=1, description="Any algorithm with FNIR at 12 million below this."
    )
    status: Status = Field(Status.ASSUMED, description="How it is known.")
    source: str | None = Field(None, description="Citation key.")
    why: str | None = Field(None, description="Why; cites evidence or says that none exists.")

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, given: Any) -> Any:
        return {"name": given} if isinstance(given, str) else given

    @model_validator(mode="after")
    def _one_form(self) -> Algorithm:
        if (self.name is None) == (self.below is None):
            raise ValueError("needs either a name, or `below` for any of several algorithms")
        if self.is_range and not (self.why or "").strip():
            raise ValueError("is open without a why: cite evidence, or say that none exists")
        if self.status.is_known and not self.source:
            raise ValueError(f"is {self.status.value}, so it needs a source: a citation key")
        return self

    @model_serializer(mode="wrap")
    def _short(self, handler: Any) -> Any:
        full = {key: item for key, item in handler(self).items() if item is not None}
        if full.get("status") == Status.ASSUMED and set(full) <= {"name", "status"}:
            return full["name"]
        return full

    @property
    def is_range(self) -> bool:
        """More than one algorithm is possible."""
        return self.name is None
