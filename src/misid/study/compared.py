"""Whether two documents say the same: their numbers, their words, their pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from misid.attestation.differences import DifferingLeaf, alike, leaves, shown
from misid.attestation.schema import Check, CheckName, Deviation
from misid.document.model import Document
from misid.document.walk import in_part
from misid.files.read import visible
from misid.words.sentence import Number

_SHOWN = 20
_DRAWN = frozenset({"wide", "narrow", "csv", "data"})


def numbers(stated: Document, again: Document) -> Check:
    """Every number that has a place in the facts."""
    one, other = _values(stated), _values(again)
    wrong = [
        Deviation(where=fact, stated=repr(value), again=repr(other.get(fact, "")))
        for fact, value in one.items()
        if fact not in other or not alike(value, other[fact])
    ]
    if wrong:
        told = tuple(wrong[:_SHOWN])
        return Check(name="numbers", outcome="differs", count=len(wrong), found=told)
    return Check(name="numbers", outcome="same", count=len(one))


def _values(document: Document) -> dict[str, float]:
    found: dict[str, float] = {}

    def keep(number: Number) -> Number:
        if number.fact:
            found[number.fact] = number.value
        return number

    in_part((document.finding, document.sections), keep, drawn=False)
    return found


def words_and_pictures(stated: Document, again: Document, *, exact: bool) -> Iterator[Check]:
    """Words, and pictures with what they are drawn from."""
    one, other = (each.model_dump(mode="json", by_alias=True) for each in (stated, again))
    words: list[DifferingLeaf] = []
    drawn: list[DifferingLeaf] = []
    for leaf in leaves(one, other):
        (drawn if _DRAWN & set(leaf.path) else words).append(leaf)
    if exact:
        yield of_leaves("words", words)
        yield of_leaves("pictures", drawn)
        return
    # Sentences about changes cannot be made again without the files of the changes.
    yield Check(name="words", outcome="not_checked", because="own_changes")
    yield _of_pictures(stated, again)


def _of_pictures(stated: Document, again: Document) -> Check:
    """Pictures by name, wherever they stand."""
    one, other = _pictures(stated), _pictures(again)
    found = [
        DifferingLeaf((name, part), text, other.get((name, part), ""))
        for (name, part), text in one.items()
        if not alike(text, other.get((name, part), ""))
    ]
    return of_leaves("pictures", found, len(one))


def _pictures(document: Document) -> dict[tuple[str, str], str]:
    """Drawings and data of each."""
    blocks = [block for section in document.sections for block in section.blocks]
    return {
        (block.name, part): getattr(block, part)
        for block in blocks
        if block.kind == "figure"
        for part in ("csv", "wide", "narrow")
    }


def of_leaves(name: CheckName, found: Sequence[DifferingLeaf], compared: int = 0) -> Check:
    """A check of leaf by leaf, from the leaves that differ."""
    if not found:
        return Check(name=name, outcome="same", count=compared)
    told = (
        Deviation(where=one.where, stated=visible(shown(one.stated)), again=shown(one.again))
        for one in islice(found, _SHOWN)
    )
    return Check(name=name, outcome="differs", count=len(found), found=tuple(told))
