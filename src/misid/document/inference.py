"""What disclosed counts say of a programme, as a document."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from misid.document.form import Material
from misid.document.model import Document, Figure
from misid.document.programme import programme_document
from misid.document.tables import inference as tables
from misid.inference.schema import Inference
from misid.words import inference as words
from misid.words.language import ENGLISH, Language
from misid.words.programme import changed

if TYPE_CHECKING:
    from misid.figures.picture import Picture

_GIVEN = ("counts", "disclosed", "checking")
"""What of the facts the document carries, so that it can be worked out again."""
_Maker = Callable[[], Figure | None]


def inference_document(
    found: Inference,
    language: Language = ENGLISH,
    *,
    every: bool = False,
    drawn: tuple[_Maker, _Maker] = (lambda: None, lambda: None),
) -> Document:
    """
    What the counts say, what they do not say, and what would teach most.

    Args:
        found: the facts.
        language: in which it is said.
        every: whether every input is shown, or those that moved.
        drawn: makes the pictures of numbers and of inputs, where they are wanted.
    """
    material = Material(
        language=language,
        sentences={
            "changed": lambda: tuple(changed(found, language)),
            "still": lambda: (words.still(found, language),),
            "verdict": lambda: (words.verdict(found, language),),
            "teaches": lambda: tuple(words.teaches(found, language)),
            "notes": lambda: tuple(words.notes(found, language)),
        },
        tables={
            "numbers": lambda: tables.numbers(found, language),
            "inputs": lambda: tables.inputs(found, language, every=every),
            "checks": lambda: tables.checks(found, language),
            "unused": lambda: tables.unused(found, language),
        },
        figures={"numbers": drawn[0], "inputs": drawn[1]},
    )
    made = programme_document(
        "inference", material, found,
        title=words.title(found, language),
        finding=words.finding(found, language),
    )  # fmt: skip
    given = found.model_dump(mode="json", by_alias=True, include=set(_GIVEN))
    return made.model_copy(update={"given": given})


def inference_report(found: Inference, language: Language = ENGLISH) -> Document:
    """
    The same with its pictures, as it is written into a folder.

    Args:
        found: the facts.
        language: in which it is said.
    """
    from misid.document.figures import block

    numbers, inputs = inference_pictures(found, language)
    drawn = block(numbers), block(inputs) if inputs.draw else None
    return inference_document(found, language, drawn=(lambda: drawn[0], lambda: drawn[1]))


def inference_pictures(found: Inference, language: Language = ENGLISH) -> tuple[Picture, Picture]:
    """The pictures of numbers and of inputs."""
    from misid.figures.inferred import inferred_numbers, moved_inputs

    return inferred_numbers(found, language), moved_inputs(found, language)
