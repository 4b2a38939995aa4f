"""A choice: one word of a short list, or an open question among several of them."""

from __future__ import annotations

from typing import Any, ClassVar, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, model_serializer, model_validator

from misid.quantities.quantity import Status

Option = TypeVar("Option", bound=str | int | bool)


class Choice(BaseModel, Generic[Option]):
    """One option, or several of which each is equally possible while nobody has said which."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    noun: ClassVar[str] = "one of the options"

    options: tuple[Option, ...] = Field(
        min_length=1, description="The option, or all that are still possible."
    )
    status: Status = Field(Status.ASSUMED, description="How it is known.")
    source: str | None = Field(None, description="Citation key.")
    why: str | None = Field(None, description="Why these; cites evidence or says none exists.")

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, given: Any) -> Any:
        return {"options": [given]} if isinstance(given, str | int | bool) else given

    @model_validator(mode="after")
    def _reasoned(self) -> Choice[Option]:
        if len(set(self.options)) != len(self.options):
            raise ValueError("names an option twice")
        if len(self.options) > 1 and not (self.why or "").strip():
            raise ValueError("is open without a why: cite evidence, or say that none exists")
        if self.status.is_known and not self.source:
            raise ValueError(f"is {self.status.value}, so it needs a source: a citation key")
        if self.status is Status.UNKNOWN and len(self.options) == 1:
            raise ValueError("is unknown, so it needs more than one option")
        return self

    @model_serializer(mode="wrap")
    def _short(self, handler: Any) -> Any:
        full = {key: item for key, item in handler(self).items() if item is not None}
        if full.get("status") == Status.ASSUMED and set(full) <= {"options", "status"}:
            return self.options[0] if len(self.options) == 1 else full
        return full

    @property
    def is_range(self) -> bool:
        """More than one option is possible."""
        return len(self.options) > 1

    def draw(self, uniforms: NDArray[np.float64]) -> NDArray[np.int64]:
        """
        The position of the option that holds in each world.

        Args:
            uniforms: one number in (0, 1) for each world, shape (worlds,).
        Returns: indices into `options`, shape (worlds,).
        """
        count = len(self.options)
        return np.minimum((uniforms * count).astype(np.int64), count - 1)


class Switch(Choice[bool]):
    """Yes or no, or an open question between them."""
