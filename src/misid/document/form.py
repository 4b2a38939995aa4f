"""Documents as data: sections, blocks and conditions of a report, read from a YAML file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import count

from pydantic import BaseModel, ConfigDict
from ruamel.yaml import YAML

from misid.document.model import (
    AnswerBlock,
    Block,
    Document,
    Figure,
    Finding,
    Section,
    Table,
    Text,
)
from misid.document.walk import with_numbers
from misid.words.language import Language
from misid.words.sentence import Number, Sentence

Sentences = Callable[[], tuple[Sentence, ...]]
FORMS = files("misid.document") / "forms"
"""Where the forms are that come along."""


class _Form(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class BlockForm(_Form):
    """
    One block, or as many as there are sentences of that name.

    Exactly one of `words` (a message), `text`, `finding`, `answer`, `table`, `figure` and `blocks`
    is given; all but the first name something that the material holds. `question` is the message
    above an answer, `further` names what stands below it. Without `when` a block always stands;
    else where that condition holds.
    """

    words: str | None = None
    text: str | None = None
    finding: str | None = None
    answer: str | None = None
    question: str | None = None
    further: str | None = None
    table: str | None = None
    figure: str | None = None
    blocks: str | None = None
    when: str | None = None


class SectionForm(_Form):
    """A heading and its blocks; a section without any is left out."""

    id: str
    title: str
    blocks: tuple[BlockForm, ...]
    when: str | None = None


class Form(_Form):
    """A document without its facts."""

    sections: tuple[SectionForm, ...]


@dataclass(frozen=True)
class Material:
    """
    What a form may name: sentences, tables, figures, other blocks, conditions.

    Each is made when it is asked for. Sentences of one name become one paragraph each; where there
    are none, the block is left out.
    """

    language: Language
    sentences: Mapping[str, Sentences] = field(default_factory=dict)
    tables: Mapping[str, Callable[[], Table | None]] = field(default_factory=dict)
    figures: Mapping[str, Callable[[], Figure | None]] = field(default_factory=dict)
    blocks: Mapping[str, Callable[[], tuple[Block, ...]]] = field(default_factory=dict)
    conditions: Mapping[str, Callable[[], bool]] = field(default_factory=dict)

    def holds(self, condition: str | None) -> bool:
        """Whether what stands under a condition is shown."""
        return condition is None or self.conditions[condition]()


@cache
def form(name: str) -> Form:
    """A form that comes along, by its name."""
    text = (FORMS / f"{name}.yaml").read_text(encoding="utf-8")
    return Form.model_validate(YAML(typ="safe", pure=True).load(text))


def sections(form: Form, material: Material) -> tuple[Section, ...]:
    """
    The sections of a document: every form in its order, filled with the material.

    Raises: KeyError: the form names what the material lacks; a fault of the code.
    """
    made = (
        Section(
            id=section.id,
            title=material.language.word(section.title),
            blocks=tuple(
                block
                for one in section.blocks
                if material.holds(one.when)
                for block in _blocks(one, material)
            ),
        )
        for section in form.sections
        if material.holds(section.when)
    )
    return tuple(section for section in made if section.blocks)


def _blocks(one: BlockForm, material: Material) -> Iterator[Block]:
    if one.words is not None:
        yield Text(text=material.language.say(one.words))
    elif one.text is not None:
        yield from (Text(text=said) for said in material.sentences[one.text]())
    elif one.finding is not None:
        yield from (Finding(text=said) for said in material.sentences[one.finding]())
    elif one.answer is not None:
        question = material.language.word(one.question) if one.question else ""
        further = material.sentences[one.further]() if one.further else ()
        yield from (
            AnswerBlock(question=question, text=said, further=further)
            for said in material.sentences[one.answer]()
        )
    elif one.blocks is not None:
        yield from material.blocks[one.blocks]()
    else:
        yield from _shown(one, material)


def _shown(one: BlockForm, material: Material) -> Iterator[Block]:
    table = None if one.table is None else material.tables[one.table]()
    figure = None if one.figure is None else material.figures[one.figure]()
    yield from (block for block in (table, figure) if block is not None)


def numbered(document: Document) -> Document:
    """
    The same document, every number in it named: by its fact, or by its place where it has none.

    A fact that stands in several places is told apart by a number: `...median-2`.
    """
    seen: dict[str, Iterator[int]] = {}

    def name(number: Number) -> Number:
        stem = number.fact or "number"
        place = next(seen.setdefault(stem, count(1)))
        return number.model_copy(update={"id": stem if place == 1 else f"{stem}-{place}"})

    return with_numbers(document, name)
