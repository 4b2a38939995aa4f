"""Inputs that are more than one number: shares of a whole, one number per group, an algorithm."""

from __future__ import annotations

from typing import Annotated, Any, Generic, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    model_serializer,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from misid.files.read import plain
from misid.files.written_numbers import NumberPlace
from misid.quantities import Quantity, Status
from misid.quantities.quantity import require_source, require_why
from misid.quantities.validation import Written, in_per_cent, mistake, shown, written_number

Number = TypeVar("Number", bound=Quantity)

_SUM_TOLERANCE = 1e-6
_ONE_SHARE = "a share such as 0.25 for each, all together 1"
_PORTION = NumberPlace("", "a share from 0 to 1", _ONE_SHARE, 0, 1, part_of=1)
_FORMS = {"every", "groups"}
_ALGORITHM_FORMS = "the name of one algorithm; or a why and below: 0.01, developers: [nec] or both"


def _stated(given: object) -> object:
    return written_number(given, _PORTION) if isinstance(given, str) else given


def _portion(share: float) -> float:
    if not 0.0 <= share <= 1.0:
        what = f"is {shown(share)}, but a share from 0 to 1 is needed"
        raise mistake(what, use=in_per_cent(share, _PORTION))
    # Plus 0.0: minus zero is the same number, and must have the same digest.
    return share + 0.0


Portion = Annotated[float, BeforeValidator(_stated), AfterValidator(_portion)]


class Composition(BaseModel):
    """
    Shares of a whole, and how firmly they are known.

    Drawn from a Dirichlet law around `shares`; its `concentration` says how firmly: the larger,
    the closer the draws stay. Without one the shares are taken as they stand.
    """

    model_config = ConfigDict(
        defer_build=True, frozen=True, extra="forbid", allow_inf_nan=False, strict=True
    )

    shares: dict[str, Portion] = Field(min_length=1, description="Share of each; they add up to 1.")
    concentration: Written | None = Field(
        None, ge=0.1, le=1e9, description="How firmly the shares are known; none: exactly."
    )
    status: Status = Field(Status.ASSUMED, strict=False, description="How the shares are known.")
    source: str | None = Field(None, description="Citation key.")
    why: str | None = Field(None, description="Why these; cites evidence or says none exists.")

    @model_validator(mode="before")
    @classmethod
    def _block(cls, given: Any) -> Any:
        if isinstance(given, dict | Composition):
            return given
        what = f"is {shown(given)}, but shares of a whole are needed"
        raise mistake(what, use=f"shares: with {_ONE_SHARE}")

    @model_validator(mode="after")
    def _adds_up(self) -> Composition:
        total = sum(self.shares.values())
        if abs(total - 1.0) > _SUM_TOLERANCE:
            what = f"has shares that add up to {shown(total)}, but they must add up to 1"
            over = "smaller" if total > 1.0 else "larger"
            use = f"shares that are {over} by {shown(round(abs(total - 1.0), 9))} in all"
            raise mistake(what, use=use, at=("shares",))
        return self

    @model_validator(mode="after")
    def _reasoned(self) -> Composition:
        if self.is_range:
            require_why(self.why, "is a range")
        require_source(self.status, self.source)
        if self.status is Status.UNKNOWN and not self.is_range:
            lacks = "has no concentration" if len(self.shares) > 1 else "has only one share"
            use = "shares with a concentration and a why, or status: assumed"
            raise mistake(f"is unknown, but {lacks}", use=use, at=("status",))
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

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    every: Number | None = Field(None, description="The same quantity for every group.")
    groups: dict[str, Number] | None = Field(None, description="One quantity for each group.")

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, given: Any) -> Any:
        block = isinstance(given, PerGroup) or (isinstance(given, dict) and set(given) & _FORMS)
        return given if block else {"every": given}

    @model_validator(mode="after")
    def _one_form(self) -> PerGroup[Number]:
        if (self.every is None) == (self.groups is None):
            raise mistake(
                "needs either one quantity for every group or one for each",
                use="the quantity itself, or groups: with one line for each group",
            )
        return self

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """One quantity for all groups may stand there by itself."""
        whole = handler(core_schema)
        every = handler.resolve_ref_schema(whole)["properties"]["every"]["anyOf"][:-1]
        return {"anyOf": [*every, whole]}

    @model_serializer(mode="wrap")
    def _short(self, handler: Any) -> Any:
        full = handler(self)
        return full["every"] if self.groups is None else {"groups": full["groups"]}


class Algorithm(BaseModel):
    """
    One algorithm of the NIST tables, or any of a set while nobody has said which.

    A set is one algorithm of each developer below a miss rate; or, of the developers named, every
    version that NIST tested, those below the miss rate where one is given.
    """

    model_config = ConfigDict(
        defer_build=True, frozen=True, extra="forbid", allow_inf_nan=False, strict=True
    )

    name: str | None = Field(None, description="An algorithm, as named in the table.")
    below: Written | None = Field(
        None, gt=0, le=1, description="Any algorithm with FNIR at 12 million below this."
    )
    developers: tuple[str, ...] | None = Field(
        None,
        min_length=1,
        strict=False,
        description="Any algorithm of these developers, as NIST names them; with below, those "
        "below it.",
    )
    status: Status = Field(Status.ASSUMED, strict=False, description="How it is known.")
    source: str | None = Field(None, description="Citation key.")
    why: str | None = Field(None, description="Why; cites evidence or says that none exists.")

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, given: Any) -> Any:
        if isinstance(given, dict | Algorithm):
            return given
        if isinstance(given, str) and given:
            return {"name": given}
        what = f"is {shown(given)}, but the name of an algorithm is needed"
        raise mistake(what, use=_ALGORITHM_FORMS)

    @model_validator(mode="after")
    def _one_form(self) -> Algorithm:
        if self.name is None and self.below is None and self.developers is None:
            what = "has neither a name nor below nor developers"
            raise mistake(what, use=_ALGORITHM_FORMS)
        if self.name is not None and (self.below is not None or self.developers is not None):
            other = "below" if self.developers is None else "developers"
            raise mistake(f"has name and {other}", use=_ALGORITHM_FORMS)
        if self.is_range:
            require_why(self.why, "is open")
        require_source(self.status, self.source)
        if self.status is Status.UNKNOWN and not self.is_range:
            what = f"is unknown, but is given as {plain(self.name)}"
            raise mistake(what, use="below: 0.01 with a why, or status: assumed", at=("status",))
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
