"""A quantity: a value or a range, with its unit, its status and its source."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, ClassVar, Literal

import numpy as np
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    field_validator,
    model_serializer,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from misid.arrays import Floats
from misid.files.written_numbers import NumberPlace, Sign, times_in
from misid.quantities import distributions
from misid.quantities.validation import (
    Written,
    in_per_cent,
    is_number,
    mistake,
    shown,
    written_number,
)


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


def require_why(why: str | None, what: str) -> None:
    """Raise a mistake where an open input gives no reason; `what` it is: `is a range`."""
    if not (why or "").strip():
        use = "why: followed by the evidence, or by the words None exists"
        raise mistake(f"{what} without a why", use=use)


def require_source(status: Status, source: str | None) -> None:
    """Raise a mistake where something is known, but nobody says from where."""
    if status.is_known and not (source or "").strip():
        what = f"is {status.value}, but has no source"
        raise mistake(what, use="source: and a citation key, or status: assumed", at=("status",))


Distribution = Literal["beta", "uniform", "log-uniform", "triangular"]


class Quantity(BaseModel):
    """
    One number of a scenario, and how surely it is known.

    Three forms: a `value`; a range `low` to `high`; one row of an `evidence` table, from `column`.
    A range is read as 5 % to 95 % of a log-normal (positive numbers), logit-normal (shares) or
    normal law, unless `distribution` names another one, whose ends `low` and `high` then are.
    """

    model_config = ConfigDict(
        defer_build=True, frozen=True, extra="forbid", allow_inf_nan=False, strict=True
    )

    ends: ClassVar[tuple[float, float]] = (-1e12, 1e12)
    noun: ClassVar[str] = "a number from -1,000,000,000,000 to 1,000,000,000,000"
    example: ClassVar[str] = "0.5"
    unit: ClassVar[str] = ""
    is_count: ClassVar[bool] = False
    """Whether things are counted, so that 1.300 may be thirteen hundred."""
    part_of: ClassVar[int | None] = 1
    """What per cent and `1 in 1,000` are parts of; nothing where they say no such number."""
    neutral: ClassVar[float | None] = 0.0
    """The value at which what the quantity stands for does nothing, where there is one."""

    value: float | None = Field(None, description="The number, where one is known or assumed.")
    low: float | None = Field(None, description="The 5 % point, or the lower end.")
    high: float | None = Field(None, description="The 95 % point, or the upper end.")
    distribution: Distribution | None = Field(
        None, description="A law other than the default; low and high are then its ends."
    )
    mode: float | None = Field(None, description="Most likely value of a triangular law.")
    alpha: Written | None = Field(None, ge=0.01, le=1e6, description="First shape of a beta law.")
    beta: Written | None = Field(None, ge=0.01, le=1e6, description="Second shape of a beta law.")
    evidence: str | None = Field(None, description="Evidence table of which one row is drawn.")
    column: str | None = Field(None, description="Column of that table.")
    status: Status = Field(Status.ASSUMED, strict=False, description="How the number is known.")
    source: str | None = Field(None, description="Citation key of the number.")
    why: str | None = Field(None, description="Why this range; cites evidence or says none exists.")

    @model_validator(mode="before")
    @classmethod
    def _bare_number(cls, given: Any) -> Any:
        if isinstance(given, dict | Quantity):
            return given
        if isinstance(given, str):
            return {"value": written_number(given, cls.place())}
        if isinstance(given, int | float) and not isinstance(given, bool):
            return {"value": given}
        raise cls._needed(given)

    @field_validator("value", "low", "high", "mode", mode="before")
    @classmethod
    def _number(cls, given: Any) -> float | None:
        if given is None:
            return None
        if isinstance(given, str):
            given = written_number(given, cls.place())
        if not is_number(given) or not cls.ends[0] <= given <= cls.ends[1]:
            raise cls._needed(given)
        # Plus 0.0: minus zero is the same number, and must have the same digest.
        return float(given) + 0.0

    @classmethod
    def _needed(cls, given: object) -> PydanticCustomError:
        use = in_per_cent(given, cls.place())
        return mistake(f"is {shown(given)}, but {cls.noun} is needed", use=use)

    @classmethod
    def place(cls, name: str = "", sign: Sign | None = None) -> NumberPlace:
        """
        Where such a number is to stand.

        Args:
            name: of the input; none where the error names it by itself.
            sign: the reader's habit, as of `Place`.
        """
        least, most = cls.ends
        # An option or a field of a page, which has a name, holds no range.
        use = f"a number such as {cls.example}{'' if name else ', or a range: low, high and why'}"
        units = times_in(cls.unit) if cls.unit == "years" else {}
        return NumberPlace(
            name, cls.noun, use, least, most, is_count=cls.is_count, part_of=cls.part_of,
            sign=sign, units=units,
        )  # fmt: skip

    @model_validator(mode="after")
    def _one_form(self) -> Quantity:
        given = [key for key in ("value", "low", "evidence") if getattr(self, key) is not None]
        use = "one of three forms: value; low, high and why; evidence, column and why"
        if len(given) > 1:
            raise mistake(f"has both {given[0]} and {given[1]}", use=use, at=(given[1],))
        for one, other in (("low", "high"), ("evidence", "column")):
            have, lacks = (one, other) if getattr(self, other) is None else (other, one)
            if getattr(self, have) is not None and getattr(self, lacks) is None:
                raise mistake(f"has {have} without {lacks}", use=f"{lacks}: beside it", at=(have,))
        if not given:
            raise mistake("says no number", use=use)
        return self

    @model_validator(mode="after")
    def _law_is_used(self) -> Quantity:
        for key, law in (("mode", "triangular"), ("alpha", "beta"), ("beta", "beta")):
            if getattr(self, key) is not None and self.distribution != law:
                what = f"has {key} without distribution: {law}, so it would have no effect"
                raise mistake(what, use=f"distribution: {law} beside it", at=(key,))
        if self.distribution is not None and self.low is None:
            what = f"has distribution: {self.distribution}, but no range"
            raise mistake(what, use="low and high, its ends", at=("distribution",))
        if (self.alpha is None) != (self.beta is None):
            have = "beta" if self.alpha is None else "alpha"
            raise mistake(f"has {have} alone", use="both alpha and beta, or neither", at=(have,))
        return self

    @model_validator(mode="after")
    def _range(self) -> Quantity:
        if self.is_range:
            require_why(self.why, "is a range")
        if self.low is not None and self.high is not None:
            self._check_law(self.low, self.high)
        return self

    @model_validator(mode="after")
    def _sourced(self) -> Quantity:
        require_source(self.status, self.source)
        if self.status is Status.UNKNOWN and self.value is not None:
            raise mistake(
                f"is unknown, but is given the one value {shown(self.value)}",
                use="a range (low, high, why), or status: assumed",
                at=("status",),
            )
        return self

    @model_serializer(mode="wrap")
    def _short(self, handler: Any) -> Any:
        full = {key: item for key, item in handler(self).items() if item is not None}
        if full.get("status") == Status.ASSUMED and set(full) <= {"value", "status"}:
            return full["value"]
        return full

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """A bare number is a quantity too."""
        whole = handler(core_schema)
        return {"anyOf": [{"type": "number"}, whole]}

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
        Returns: array of shape (worlds,), in the quantity's own unit, never outside `ends`.
        Example:
            >>> Share(low=0.01, high=0.1, why="no evidence").draw(np.array([0.05, 0.95])).round(6)
            array([0.01, 0.1 ])
        """
        if self.value is not None:
            return np.full(uniforms.shape, self.value)
        if rows is not None:
            return rows[np.minimum((uniforms * len(rows)).astype(np.int64), len(rows) - 1)]
        return np.clip(self._law(uniforms), *self.ends)

    def _check_law(self, low: float, high: float) -> None:
        if not low < high:
            what = f"has its range upside down: low is {shown(low)} and high is {shown(high)}"
            raise mistake(what, use="low below high; for one number, value", at=("low",))
        if self.distribution == "log-uniform" and low <= 0:
            what = f"is log-uniform, but low is {shown(low)}"
            raise mistake(what, use="a low above 0, or distribution: uniform", at=("low",))
        if self.distribution == "triangular" and not low <= self._middle() <= high:
            what = f"has mode {shown(self._middle())}, outside {shown(low)} to {shown(high)}"
            raise mistake(what, use="a mode between low and high", at=("mode",))
        if self.distribution is None:
            self._check_open_ends(low, high)

    def _check_open_ends(self, low: float, high: float) -> None:
        for key, number, end in (("low", low, self.ends[0]), ("high", high, self.ends[1])):
            if number == end:
                side = "least" if key == "low" else "most"
                raise mistake(
                    f"has {key} at {shown(number)}, the {side} that is possible, but a range of "
                    "5 % to 95 % goes on beyond both",
                    use=f"another {key}, or distribution: uniform, whose ends are low and high",
                    at=(key,),
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

    example: ClassVar[str] = "0.1"


class Positive(Quantity):
    """A number that is not negative; ranges are log-normal."""

    ends: ClassVar[tuple[float, float]] = (0.0, 1e12)
    noun: ClassVar[str] = "a number from 0 to 1,000,000,000,000"
    example: ClassVar[str] = "1.5"

    def _default_law(self, u: Floats, low: float, high: float) -> Floats:
        return distributions.log_normal(u, low, high)


class Factor(Positive):
    """A number above 0, such as a ratio; ranges are log-normal."""

    ends: ClassVar[tuple[float, float]] = (1e-12, 1e12)
    noun: ClassVar[str] = "a number above 0 (from 1e-12 to 1e12)"
    neutral: ClassVar[float | None] = 1.0


class Exponent(Factor):
    """A power; ranges are log-normal. Far from 1, nothing that is raised to it has a number."""

    ends: ClassVar[tuple[float, float]] = (0.01, 10.0)
    noun: ClassVar[str] = "a power from 0.01 to 10"
    example: ClassVar[str] = "1.1"
    part_of: ClassVar[int | None] = None


class Count(Positive):
    """How many: people, records, stops; zero is not meant."""

    ends: ClassVar[tuple[float, float]] = (1.0, 1e12)
    noun: ClassVar[str] = "a count from 1 to 1,000,000,000,000"
    neutral: ClassVar[float | None] = None
    example: ClassVar[str] = "1300"
    is_count: ClassVar[bool] = True
    part_of: ClassVar[int | None] = None


class Years(Positive):
    """A length of time in years."""

    ends: ClassVar[tuple[float, float]] = (0.0, 200.0)
    noun: ClassVar[str] = "a time in years from 0 to 200"
    example: ClassVar[str] = "15"
    unit: ClassVar[str] = "years"
    part_of: ClassVar[int | None] = None


class Decades(Positive):
    """A distance along the rarity axis, in factors of ten."""

    ends: ClassVar[tuple[float, float]] = (0.0, 12.0)
    noun: ClassVar[str] = "a number of factors of ten from 0 to 12"
    example: ClassVar[str] = "2"
    unit: ClassVar[str] = "factors of ten"
    part_of: ClassVar[int | None] = None


class Share(Quantity):
    """A share from 0 to 1; ranges are logit-normal."""

    ends: ClassVar[tuple[float, float]] = (0.0, 1.0)
    noun: ClassVar[str] = "a share from 0 to 1"
    example: ClassVar[str] = "0.03"

    def _default_law(self, u: Floats, low: float, high: float) -> Floats:
        return distributions.logit_normal(u, low, high)
