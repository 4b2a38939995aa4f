"""A sentence: words, and numbers that know the fact they come from."""

from __future__ import annotations

import string
import textwrap
from collections.abc import Iterable, Mapping
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from misid.files.read import visible

Words = Annotated[str, AfterValidator(visible)]
"""Text that is shown: whatever is hidden in a name that a reader gave is written out."""


class Number(BaseModel):
    """A number as it was computed, as it is read, and where it stands in the facts."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid", allow_inf_nan=False)

    value: float = Field(description="Exactly as in the facts.")
    text: Words = Field(description="As it is read.")
    fact: str = Field(
        "",
        description="Where it stands in the facts: names of fields, and of rows, apart by dots, as "
        "in headline.wrong_person_references.median; empty where it was made for this sentence.",
    )
    id: str = Field("", description="Its name in the document; empty until one is made of it.")
    row: str = Field(
        "",
        description="Name of the row that says where it comes from; empty in a document without.",
    )

    def __str__(self) -> str:
        """As it is read."""
        return self.text


Sentence = tuple[Words | Number, ...]
"""Words and numbers in order; put one after the other they are what is read."""

Value = str | Number | Sentence
"""What may stand at a name in a message."""

Spoken = Words | Sentence
"""What is read: plain words, or a sentence with numbers in it."""

TableCell = Words | Number | Sentence
"""What stands in one cell of a table."""


def filled(template: str, values: Mapping[str, Value]) -> Sentence:
    """
    A message with its names filled in.

    Args:
        template: the message in some language; `{name}` is a place.
        values: what stands at each place.
    Raises: KeyError: a place without a value; a fault of the code, never of a reader's.
    Example:
        >>> one = Number(value=340.2, text="340")
        >>> plain(filled("About {wrong} of {all}.", {"wrong": one, "all": "1,000"}))
        'About 340 of 1,000.'
    """
    parts: list[str | Number] = []
    for words, name, _, _ in string.Formatter().parse(template):
        parts.append(words)
        if name is not None:
            value = values[name]
            parts.extend(pieces(value))
    return joined(parts)


def joined(parts: Iterable[str | Number]) -> Sentence:
    """Words that stand beside each other become one piece."""
    pieces: list[str | Number] = []
    for part in parts:
        if isinstance(part, str) and pieces and isinstance(pieces[-1], str):
            pieces[-1] += part
        elif part != "":
            pieces.append(part)
    return tuple(pieces)


def paragraph(sentences: Iterable[Sentence]) -> Sentence:
    """Whole sentences one after the other; empty ones are left out."""
    parts: list[str | Number] = []
    for sentence in filter(None, sentences):
        parts.extend((" ", *sentence) if parts else sentence)
    return joined(parts)


def pieces(spoken: Value) -> Sentence:
    """
    What is read, piece by piece.

    Example:
        >>> pieces("No trials.")
        ('No trials.',)
    """
    return spoken if isinstance(spoken, tuple) else (spoken,)


def plain(sentence: Value) -> str:
    """
    A sentence as text.

    Example:
        >>> plain(("About ", Number(value=0.21, text="21 %"), "."))
        'About 21 %.'
    """
    return "".join(map(str, pieces(sentence)))


def in_short(spoken: Value) -> tuple[str, ...]:
    """At most four lines of what is said."""
    dots = " \N{HORIZONTAL ELLIPSIS}"
    return tuple(textwrap.wrap(plain(spoken), 96, max_lines=4, placeholder=dots))
