"""How what a document was made from becomes facts again, and facts a document; kind by kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from misid.attestation.differences import shown
from misid.attestation.schema import NeededFile, UsedFile
from misid.document.model import Document
from misid.files.opened import Opened, opened
from misid.programme.expected.outcome_table import Progress
from misid.results.schema import Stamp
from misid.study.again import Again, NotRemadeError, StampedScenario, both_again
from misid.words.language import Language


@dataclass(frozen=True)
class BroughtFiles:
    """Files that a reader brings, since a document was made from them and does not carry them."""

    files: tuple[Opened, ...] = ()
    found: dict[str, str] = field(default_factory=dict, compare=False)
    """By digest, the names that the document has for those that were looked for and found."""

    @classmethod
    def of(cls, paths: Sequence[Path]) -> BroughtFiles:
        """
        Files by their paths, opened once.

        Raises: FormatError: one is not there, or not to be read.
        """
        kind = "a file that a document was made from"
        return cls(tuple(opened(path, kind=kind) for path in paths))

    def each(self, needed: Sequence[NeededFile]) -> tuple[Opened, ...]:
        """
        The files of these digests, in this order.

        Raises: NotRemadeError: one of them was not brought.
        """
        of_digest = {one.sha256: one for one in self.files}
        if not needed or any(one.sha256 not in of_digest for one in needed):
            raise self.lacking(needed)
        self.found.update({one.sha256: one.name for one in needed})
        return tuple(of_digest[one.sha256].called(one.name) for one in needed)

    @property
    def used(self) -> tuple[UsedFile, ...]:
        """Those that were found by their digest, under both names."""
        brought = {one.sha256: one.name for one in self.files if one.sha256 in self.found}
        return tuple(
            UsedFile(
                called=shown(called),
                brought=brought[digest],
                sha256=digest,
                namesake=self._namesake(called, digest),
            )
            for digest, called in self.found.items()
        )

    def _namesake(self, called: str, digest: str) -> str:
        others = (one.sha256 for one in self.files if one.name == called)
        return next((one for one in others if one != digest), "")

    def lacking(self, needed: Sequence[NeededFile]) -> NotRemadeError:
        """That these files are needed, and others or none were brought."""
        because: Any = "other_files" if self.files else "needs_its_files"
        return NotRemadeError("not_checked", because, tuple(needed))


@dataclass(frozen=True)
class MadeFrom:
    """
    What a document, or a file of facts, says that it was made from.

    `given` are parts of the facts: of a document those that it carries, of a file of facts all.
    """

    stamp: Mapping[str, Any]
    scenario: Mapping[str, Any] | None
    given: Mapping[str, Any] = field(default_factory=dict)
    files: BroughtFiles = field(default_factory=BroughtFiles)
    progress: Progress | None = None

    def side(self) -> StampedScenario:
        """
        The stamp and the scenario beside it.

        Raises: NotRemadeError: no scenario is carried. ValidationError: no stamp.
        """
        if self.scenario is None:
            raise NotRemadeError("missing", "nothing_carried")
        known = {name: self.stamp[name] for name in Stamp.model_fields if name in self.stamp}
        return StampedScenario(Stamp.model_validate(known), self.scenario)

    def before(self) -> StampedScenario | None:
        """The first side of a comparison."""
        held = self.given.get("before")
        if held is None:
            return None
        return StampedScenario(Stamp.model_validate(held["stamp"]), held["scenario"])


class Remade(NamedTuple):
    """
    Facts that were worked out again.

    `exact`: whether their words tell all, too; else changes are told only as part of a scenario.
    """

    facts: Any
    exact: bool


Remake = Callable[[MadeFrom], Remade]
Write = Callable[[Any, MadeFrom, Language], Document]


class FactsKind(NamedTuple):
    """How facts of a kind are worked out again, and how their document is written."""

    remake: Remake
    write: Write | None = None


def of_study(work: Callable[[Again, Mapping[str, Any]], Any]) -> Remake:
    """
    What works out facts from a study and what else is given.

    Args:
        work: the facts, from the study and from what is given.
    """

    def remake(source: MadeFrom) -> Remade:
        made = both_again(source.side(), source.before(), source.progress)
        return Remade(work(made, source.given), made.exact)

    return remake


def written(make: Callable[[Any, Language], Document]) -> Write:
    """What makes a document of facts and a language alone."""
    return lambda facts, source, language: make(facts, language)


def needed_sources(what: Any, sources: Sequence[Mapping[str, Any]]) -> Iterator[NeededFile]:
    """Files by the names and digests that facts have of them."""
    for one in sources:
        yield NeededFile(what=what, name=str(one["name"]), sha256=str(one["sha256"]))
