"""A document that somebody received: rendered again, worked out again, held against itself."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from misid.attestation.carried import Carried, read_carried
from misid.attestation.differences import leaves, shown
from misid.attestation.schema import (
    Attestation,
    CarriedFigure,
    Check,
    CheckName,
    CheckOutcome,
    Deviation,
    UnverifiedBecause,
    UsedFile,
)
from misid.document.model import Document
from misid.errors import MisidError
from misid.files.read import shown_name
from misid.programme.expected.outcome_table import Progress
from misid.results.schema import Stamp
from misid.study.again import NotRemadeError, not_checked, versions
from misid.study.compared import numbers, of_leaves, words_and_pictures
from misid.study.figure_check import figure_checks
from misid.study.kinds import CarriedFacts, facts_of, kind_of
from misid.study.remade import BroughtFiles, MadeFrom
from misid.study.rendered import file_check
from misid.words import language as language_of

_FROM_INPUTS: tuple[CheckName, ...] = ("numbers", "words", "pictures")
_DRAWINGS = ("svg", "zip")
_MOST_CHANGES, _LONGEST_NAME = 100, 200
_UNMEANT = (MisidError, ValidationError, LookupError, TypeError, ValueError, AttributeError,
            RecursionError)  # fmt: skip
"""What a scenario, a stamp or answers that anybody wrote can come to."""
_ONLY_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?|True|False|None|")
_OF_CHANGES = "changes"
"""Facts that tell by which changes a scenario came about, which the scenario alone does not."""
_STAMPED = {*Stamp.model_fields, "file", "sources", "digest", "replicates"}
"""What stamps of scenarios and of files have."""


def verify(
    path: str | Path, progress: Progress | None = None, *, data: Sequence[Path] = ()
) -> Attestation:
    """
    Whether a file is ours, is as it was written, and says what its inputs give.

    Args:
        path: HTML, PDF, DOCX, JSON, or a figure's SVG or zip, that misid wrote.
        progress: told how many worlds are done, each time some are.
        data: files that it was made from and does not carry, such as scores; found by digest.
    Raises: FormatError: missing, too large, an image or a template.
    """
    path, files = Path(path), BroughtFiles.of(data)
    held = read_carried(path)
    document, facts, figure = _document(held), facts_of(held), _figure(held)
    stamp: Mapping[str, Any] | None = None
    given: Mapping[str, Any] = {}
    if document is not None:
        stamp, given = document.stamp, document.given or {}
        checks = tuple(_HeldDocument(held, document, files, progress).checks())
    elif figure is not None:
        stamp = figure.stamp.model_dump(mode="json")
        checks = tuple(figure_checks(held, figure, progress))
    elif facts is not None:
        source = facts.source(files, progress)
        stamp, given = source.stamp, source.given
        checks = tuple(_of_facts(facts, source))
    else:
        checks = (_nothing(held),)
    if files.files:
        checks = tuple(_withheld(one) for one in checks)
        checks = (*checks, *_names(files.used))
    return Attestation(
        file=shown_name(path),
        digest=hashlib.sha256(held.data).hexdigest(),
        kind=held.kind,
        form=document.form if document else "figure" if figure else "",
        stamp=None if stamp is None else _bounded(stamp),
        other_ranges=_other_ranges(given),
        checks=checks,
        files=files.used,
    )


def _names(used: Sequence[UsedFile]) -> Iterator[Check]:
    """That the document gives a file the name of another one that the reader brought."""
    found = tuple(
        Deviation(where=one.called, stated=one.sha256, again=one.namesake)
        for one in used
        if one.namesake
    )
    if found:
        yield Check(name="names", outcome="differs", count=len(found), found=found)


def _other_ranges(given: Mapping[str, Any]) -> tuple[str, ...]:
    """Inputs of checking that are given with other ranges than misid's own."""
    if "checking" not in given:
        return ()
    from misid.inference.checking import other_ranges

    return other_ranges(given["checking"])


def _withheld(check: Check) -> Check:
    """
    A check without what a reader's own files hold, numbers apart.

    Whoever wrote the document says how the files are read, and so what of them would be shown.
    """
    found = (
        one if _ONLY_NUMBER.fullmatch(one.again) else one.model_copy(update={"again": ""})
        for one in check.found
    )
    return check.model_copy(update={"found": tuple(found)})


def _nothing(held: Carried) -> Check:
    """What is said of a file that carries nothing."""
    outcome: CheckOutcome = "not_ours" if held.kind is None else "missing"
    because: UnverifiedBecause = "nothing_carried" if held.held is None else "damaged"
    return Check(name="carried", outcome=outcome, because=because)


def _document(held: Carried) -> Document | None:
    if held.held is None or held.kind in ("facts", *_DRAWINGS):
        return None
    try:
        return Document.model_validate(held.held)
    except ValidationError:
        return None


def _figure(held: Carried) -> CarriedFigure | None:
    if held.held is None or held.kind not in _DRAWINGS:
        return None
    try:
        return CarriedFigure.model_validate(held.held)
    except ValidationError:
        return None


def _bounded(stamp: Mapping[str, Any]) -> dict[str, Any]:
    """What a stamp has, and no more of it than a stamp needs: anybody may have written it."""
    return {
        name: shown(value) if isinstance(value, str) else value
        for name, value in stamp.items()
        if name in _STAMPED and (isinstance(value, str | int | float) or _is_short_list(value))
    }


def _is_short_list(value: Any) -> bool:
    return (
        isinstance(value, list | tuple)
        and len(value) <= _MOST_CHANGES
        and all(isinstance(one, str) and len(one) <= _LONGEST_NAME for one in value)
    )


@dataclass(frozen=True)
class _HeldDocument:
    """A file with the document that it carries."""

    held: Carried
    document: Document
    files: BroughtFiles
    progress: Progress | None

    def checks(self) -> Iterator[Check]:
        """Everything that is checked, in order."""
        yield Check(name="carried", outcome="same")
        made = versions(self.document.stamp)
        yield made
        is_ours = made.outcome == "same"
        yield file_check(self.held, self.document) if is_ours else not_checked("file", made.because)
        yield from self._worked_out()

    def _worked_out(self) -> Iterator[Check]:
        document = self.document
        kind = kind_of(document.form)
        if kind is None or kind.write is None:
            yield from (not_checked(name, "not_again") for name in _FROM_INPUTS)
            return
        given = document.given or {}
        source = MadeFrom(document.stamp, document.scenario, given, self.files, self.progress)
        try:
            made = kind.remake(source)
            anew = kind.write(made.facts, source, language_of(document.language))
        except NotRemadeError as why:
            yield from _not_remade(why, _FROM_INPUTS)
            return
        except _UNMEANT:
            yield from (not_checked(name, "cannot_be_meant") for name in _FROM_INPUTS)
            return
        yield numbers(document, anew)
        yield from words_and_pictures(document, anew, exact=made.exact)


def _not_remade(why: NotRemadeError, names: tuple[CheckName, ...]) -> Iterator[Check]:
    """What is said where nothing was worked out; the files that it would take, once."""
    if why.outcome != "not_checked":
        yield Check(name="numbers", outcome=why.outcome, because=why.because)
        return
    for place, name in enumerate(names):
        yield not_checked(name, why.because, () if place else why.needs)


def _of_facts(facts: CarriedFacts, source: MadeFrom) -> Iterator[Check]:
    """A file of facts: worked out again, leaf by leaf."""
    yield Check(name="carried", outcome="same")
    yield versions(source.stamp)
    try:
        made = facts.kind.remake(source)
    except NotRemadeError as why:
        yield from _not_remade(why, ("numbers",))
        return
    except _UNMEANT:
        yield not_checked("numbers", "cannot_be_meant")
        return
    one, other = (each.model_dump(mode="json", by_alias=True) for each in (facts.facts, made.facts))
    told = [one for one in leaves(one, other) if made.exact or _OF_CHANGES not in one.path]
    yield of_leaves("numbers", told)
    if not made.exact:
        yield not_checked("words", "own_changes")
