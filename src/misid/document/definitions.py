"""What the measures of a report count, in a sentence or two each, and where they are defined."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from functools import cache
from pkgutil import resolve_name

from pydantic import BaseModel, ConfigDict, TypeAdapter
from ruamel.yaml import YAML

from misid.document.form import FORMS
from misid.document.model import AnswerBlock
from misid.words.language import Language
from misid.words.sentence import paragraph


class Definition(BaseModel):
    """A measure: what it says and must not be taken for; and the function that it is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    words: str
    measure: str = ""
    """Its name below `misid.measures`."""

    def source(self) -> str:
        """The references of the measure, as its own documentation gives them."""
        measure = resolve_name(f"misid.measures.{self.measure}") if self.measure else None
        _, _, references = (inspect.getdoc(measure) or "").partition("References: ")
        said = " ".join(references.split())
        return "" if said.startswith("as `") else said


@cache
def definitions() -> dict[str, tuple[Definition, ...]]:
    """All that come along, by what they are of."""
    text = (FORMS / "definitions.yaml").read_text(encoding="utf-8")
    read = YAML(typ="safe", pure=True).load(text)
    return TypeAdapter(dict[str, tuple[Definition, ...]]).validate_python(read)


def blocks(names: Sequence[str], language: Language) -> tuple[AnswerBlock, ...]:
    """Definitions of several kinds, as an appendix has them."""
    return tuple(_block(one, language) for name in names for one in definitions()[name])


def _block(one: Definition, language: Language) -> AnswerBlock:
    said, source = language.say(one.words), one.source()
    beside = language.say("Source: {source}", source=source) if source else ()
    return AnswerBlock(question=language.word(one.title), text=paragraph((said, beside)))
