"""A quantity: a value or a range, with its unit, its status and its source."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, model_serializer, model_validator

from misid.quantities import distributions

Floats = NDArray[np.float64]


class Status(StrEnum):
    """How a number is known."""

    DISCLOSED = "disclosed"
    PUBLISHED = "published"
    MEASURED = "measured"
    INFERRED = "inferred"
    ASSUMED = "assumed"
    UNKNOWN = "unknown"

    @property
    def is_known(self) -> bool:
        """Somebody disclosed, published or measured it."""
        return self in (Status.DISCLOSED, Status.PUBLISHED, Status.MEASURED)


Distribution = Literal["beta", "uniform", "log-uniform", "triangular"]


class Quantity(BaseModel):
    """
    One number of a scenario, and how surely it is known.

    Three forms: a `value`; a range `low` to `high`; one row of an `evidence` table, from `column`.
    A range is read as 5 % to 95 % of a log-normal (positive numbers), logit-normal (shares) or
    normal law, unless `distribution` names another one, whose ends `low` and `high` then are.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    ends: ClassVar[tuple[float, float]] = (-math.inf, math.inf)
    noun: ClassVar[str] = "a number"
    unit: ClassVar[str] = ""

    value: float | None = Field(None, description="The number, where one is known or assumed.")
    low: float | None = Field(None, description="The 5 % point, or the lower end.")
    high: float | None = Field(None, description="The 95 % point, or the upper end.")
    distribution: Distribution | None = Field(
        None, description="A law other than the default; low and high are then its ends."
    )
    mode: float | None = Field(None, description="Most likely value of a triangular law.")
    alpha: float | None = Field(None, gt=0, description="First shape of a beta law.")
    beta: float | None = Field(None, gt=0, description="Second shape of a beta law.")
    evidence: str | None = Field(None, description="Evidence table of which one row is drawn.")
    column: str | None = Field(None, description="Column of that table.")
    status: Status = Field(Status.ASSUMED, description="How the number is known.")
    source: str | None = Field(None, description="Citation key of the number.")
    why: str | None = Field(None, description="Why this range; cites evidence or says none exists.")

    @model_validator(mode="before")
    @classmethod
    def _bare_number(cls, given: Any) -> Any:
        if isinstance(given, bool) or given is None or isinstance(given, str | list):
            shown = "nothing" if given is None else repr(given)[:60]
            raise ValueError(f"is {shown}, but {cls.noun} is needed")
        return {"value": given} if isinstance(given, int | float) else given

    @model_validator(mode="after")
    def _one_form(self) -> Quantity:
        forms = (self.value is not None, self.low is not None, self.evidence is not None)
        if sum(forms) != 1 or (self.low is None) != (self.high is None):
            raise ValueError("needs exactly one of: a value; low and high; evidence and column")
        if (self.evidence is None) != (self.column is None):
            raise ValueError("needs evidence and column together")
        return self

    @model_validator(mode="after")
    def _inside(self) -> Quantity:
        for number in (self.value, self.low, self.high, self.mode):
            if number is not None and not self._allows(number):
                raise ValueError(f"is {number:g}, but {self.noun} is needed")
        return self

    @model_validator(mode="after")
    def _range(self) -> Quantity:
        if self.low is None or self.high is None:
            return self
        if not self.low < self.high:
            raise ValueError(
                f"has its range upside down: low is {self.low:g} and high is {self.high:g}"
            )
        if not (self.why or "").strip():
            raise ValueError("is a range without a why: cite evidence, or say that none exists")
        self._check_law(self.low, self.high)
        return self

    @model_validator(mode="after")
    def _sourced(self) -> Quantity:
        if self.status.is_known and not self.source:
            raise ValueError(f"is {self.status.value}, so it needs a source: a citation key")
        if self.status is Status.UNKNOWN and self.value is not None:
            raise ValueError("is unknown, so it needs a range (low, high, why), not a value")
        return self

    @model_serializer(mode="wrap")
    def _short(self, handler: Any) -> Any:
        full = {key: item for key, item in handler(self).items() if item is not None}
        if full.get("status") == Status.ASSUMED and set(full) <= {"value", "status"}:
            return full["value"]
        return full

    @property
    def is_range(self) -> bool:
        """More than one value is possible."""
        return self.value is None

    def draw(self, uniforms: Floats, rows: Floats | None = None) -> Floats:
        """
        The quantity in each world.

        Args:
            uniforms: one number in (0, 1) for each world, shape (worlds,).
            rows: the column's numbers, where the quantity draws a row of an evidence table.
        Returns: array of shape (worlds,), in the quantity's own unit.
        Example:
            >>> Share(low=0.01, high=0.1, why="no evidence").draw(np.array([0.05, 0.95])).round(6)
            array([0.01, 0.1 ])
        """
        if self.value is not None:
            return np.full(uniforms.shape, self.value)
        if rows is not None:
            return rows[np.minimum((uniforms * len(rows)).astype(np.int64), len(rows) - 1)]
        return self._law(uniforms)

    def _allows(self, number: float) -> bool:
        return self.ends[0] <= number <= self.ends[1]

    def _check_law(self, low: float, high: float) -> None:
        touches = low <= self.ends[0] or high >= self.ends[1]
        if self.distribution == "log-uniform" and low <= 0:
            raise ValueError("is log-uniform, so low must be above 0")
        if self.distribution == "triangular" and not low <= self._middle() <= high:
            raise ValueError("has its mode outside low to high")
        if self.distribution is None and touches:
            raise ValueError(
                f"has a range that touches the end of what is possible ({low:g} to {high:g}): "
                "name a distribution (uniform, beta, triangular), or move low and high inside"
            )

    def _middle(self) -> float:
        if self.mode is not None:
            return self.mode
        return (float(self.low or 0) + float(self.high or 0)) / 2

    def _law(self, u: Floats) -> Floats:
        low, high = float(self.low or 0), float(self.high or 0)
        if self.distribution == "uniform":
            return distributions.uniform(u, low, high)
        if self.distribution == "log-uniform":
            return distributions.log_uniform(u, low, high)
        if self.distribution == "triangular":
            return distributions.triangular(u, low, self._middle(), high)
        if self.distribution == "beta":
            return distributions.beta(u, low, high, (self.alpha or 2.0, self.beta or 2.0))
        return self._default_law(u, low, high)

    def _default_law(self, u: Floats, low: float, high: float) -> Floats:
        return distributions.normal(u, low, high)


class Real(Quantity):
    """A number of either sign."""


class Positive(Quantity):
    """A number that is not negative; ranges are log-normal."""

    ends: ClassVar[tuple[float, float]] = (0.0, math.inf)
    noun: ClassVar[str] = "a number that is not negative"

    def _default_law(self, u: Floats, low: float, high: float) -> Floats:
        return distributions.log_normal(u, low, high)


class Factor(Positive):
    """A number above 0, such as a ratio; ranges are log-normal."""

    ends: ClassVar[tuple[float, float]] = (1e-12, 1e12)
    noun: ClassVar[str] = "a number above 0"


class Count(Positive):
    """How many: people, records, stops; zero is not meant."""

    ends: ClassVar[tuple[float, float]] = (1.0, 1e12)
    noun: ClassVar[str] = "a count from 1 to 1,000,000,000,000"


class Years(Positive):
    """A length of time in years."""

    ends: ClassVar[tuple[float, float]] = (0.0, 200.0)
    noun: ClassVar[str] = "a time in years from 0 to 200"
    unit: ClassVar[str] = "years"


class Share(Quantity):
    """A share from 0 to 1; ranges are logit-normal."""

    ends: ClassVar[tuple[float, float]] = (0.0, 1.0)
    noun: ClassVar[str] = "a share from 0 to 1"

    def _default_law(self, u: Floats, low: float, high: float) -> Floats:
        return distributions.logit_normal(u, low, high)
