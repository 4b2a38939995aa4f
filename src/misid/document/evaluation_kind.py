"""What a kind of evaluation is told in: whatever the form of its report names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from misid.document import definitions
from misid.document.figures import block
from misid.document.form import Material, form, numbered, sections
from misid.document.model import Document, Facts, Figure, Table, as_facts
from misid.document.origins import with_origins
from misid.evaluation.schema import Identification, Verification
from misid.evaluation.stamp import FileStamp, file_stamp
from misid.figures.picture import Picture
from misid.words import evaluation as words
from misid.words import groups
from misid.words.ends_elsewhere import ends_elsewhere
from misid.words.language import Language
from misid.words.origins_of_counts import EVALUATION
from misid.words.sentence import Sentence, plain

F = TypeVar("F", Verification, Identification)
Say = Callable[[F, Language], tuple[Sentence, ...]]


@dataclass(frozen=True)
class EvaluationKind(Generic[F]):
    """What a kind of evaluation is told in: its form, and what the form names."""

    form: str
    cautions: Callable[[F, Language], tuple[str, ...]]
    about: Callable[[F, Language], Sentence]
    finding: Callable[[F, Language], Sentence]
    sentences: Mapping[str, Say[F]]
    tables: Mapping[str, Callable[[F, Language], Table]]
    conditions: Mapping[str, Callable[[F], bool]]
    definitions: Callable[[F], Sequence[str]]
    pictures: Callable[[F, Language], Mapping[str, Picture]]

    def document(self, found: F, language: Language, *, drawn: bool = True) -> Document:
        """The report of an evaluation in a language; without its figures where nothing is drawn."""
        stamp = file_stamp(found)
        pictures = self.pictures(found, language)
        figures = {name: partial(block, picture) for name, picture in pictures.items()}
        nothing: dict[str, Callable[[], None]] = dict.fromkeys(figures, _nothing)
        material = self._material(found, stamp, language, figures if drawn else nothing)
        made = numbered(
            Document(
                language=language.code,
                form=self.form,
                title=words.title(found, language),
                about=plain(self.about(found, language)),
                finding=self.finding(found, language),
                words=self.cautions(found, language),
                sections=sections(form(self.form), material),
                given=_given(found),
                stamp=as_facts(stamp),
                stamp_line=words.stamp_line(found, stamp, language),
            )
        )
        return with_origins(made, EVALUATION) if drawn else made

    def _material(
        self,
        found: F,
        stamp: FileStamp,
        language: Language,
        figures: Mapping[str, Callable[[], Figure | None]],
    ) -> Material:
        said = {name: partial(make, found, language) for name, make in self.sentences.items()}
        return Material(
            language,
            sentences={
                **said,
                "stricter": partial(words.stricter, found, language),
                "ends_elsewhere": partial(ends_elsewhere, found, language),
                "groups": lambda: (groups.together(found, language),),
                "lead": lambda: (groups.lead(found, language),),
                "again": lambda: (words.again(found, stamp, language),),
            },
            tables={name: partial(make, found, language) for name, make in self.tables.items()},
            figures=figures,
            blocks={
                "definitions": lambda: definitions.blocks(self.definitions(found), language)
            },
            conditions={name: partial(holds, found) for name, holds in self.conditions.items()},
        )  # fmt: skip


def _given(found: Verification | Identification) -> Facts:
    """What of the facts it takes to measure the same files again."""
    given = found.model_dump(mode="json", include={"kind", "sources", "asked", "in_parts"})
    return given | {"rates": [point.asked for point in found.points]}


def _nothing() -> None:
    """No figure."""


def single_sentence(say: Callable[[F, Language], Sentence]) -> Say[F]:
    """What says one sentence, or one paragraph, among what says several."""
    return lambda found, language: (say(found, language),)
