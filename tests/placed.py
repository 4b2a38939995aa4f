"""Numbers of a document, held against the facts that they say they come from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from misid.document.columns import fact_at
from misid.document.model import Document
from misid.words.sentence import Number


def misplaced(document: Document, facts: BaseModel) -> list[str]:
    """The paths at which something else stands than the number that names them."""
    found = [*numbers(document.sections), *numbers(document.finding)]
    assert found
    return [one.fact for one in found if one.fact and one.value != fact_at(facts, one.fact)]


def numbers(part: Any) -> Iterator[Number]:
    """Every number in a part of a document."""
    if isinstance(part, Number):
        yield part
    elif isinstance(part, tuple):
        for each in part:
            yield from numbers(each)
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from numbers(getattr(part, name))
