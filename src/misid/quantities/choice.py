"""A choice: one word of a short list, or an open question among several of them."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

import numpy as np
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    model_serializer,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from misid.arrays import Floats, Integers
from misid.quantities.quantity import Status, require_source, require_why
from misid.quantities.validation import mistake, shown

Option = TypeVar("Option", bound=str | int | bool)


class Choice(BaseModel, Generic[Option]):
    """One option, or several of which each is equally possible while nobody has said which."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid", strict=True)

    options: tuple[Option, ...] = Field(
        min_length=1, strict=False, description="The option, or all that are still possible."
    )
    status: Status = Field(Status.ASSUMED, strict=False, description="How it is known.")
    source: str | None = Field(None, description="Citation key.")
    why: str | None = Field(None, description="Why these; cites evidence or says none exists.")

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, given: Any) -> Any:
        if isinstance(given, str | int | float | bool):
            return {"options": [given]}
        if isinstance(given, dict | Choice):
            return given
        use = "the option alone, or options: [...] with a why"
        raise mistake(f"is {shown(given)}, but an option is needed", use=use)

    @model_validator(mode="after")
    def _reasoned(self) -> Choice[Option]:
        if len(set(self.options)) < len(self.options):
            raise mistake("names an option twice", use="each option once", at=("options",))
        if self.is_range:
            require_why(self.why, "is open")
        require_source(self.status, self.source)
        if self.status is Status.UNKNOWN and not self.is_range:
            use = "every option that is possible, with a why; or status: assumed"
            raise mistake("is unknown, but has only one option", use=use, at=("status",))
        return self

    @model_serializer(mode="wrap")
    def _short(self, handler: Any) -> Any:
        full = {key: item for key, item in handler(self).items() if item is not None}
        if full.get("status") == Status.ASSUMED and set(full) <= {"options", "status"}:
            return self.options[0] if len(self.options) == 1 else full
        return full

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """A bare option is a choice too."""
        whole = handler(core_schema)
        option = handler.resolve_ref_schema(whole)["properties"]["options"]["items"]
        return {"anyOf": [option, whole]}

    @property
    def is_range(self) -> bool:
        """More than one option is possible."""
        return len(self.options) > 1

    def draw(self, uniforms: Floats) -> Integers:
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
