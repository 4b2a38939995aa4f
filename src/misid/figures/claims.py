"""What a claim would mean: a tree of counts that add up."""

from __future__ import annotations

from typing import NamedTuple

from misid.figures.frequencies import Node, branches
from misid.figures.icons import largest_remainder, people_said
from misid.figures.picture import Data, DataColumn, Picture, pictured
from misid.results.schema import EncounterEnding
from misid.uncertainty.schema import Claim, Reading
from misid.words import figures as captions
from misid.words.claim import claimed, implies, numbered
from misid.words.figure_labels import caution, label
from misid.words.language import ENGLISH, Language
from misid.words.numbers import natural
from misid.words.sentence import paragraph
from misid.words.stamps import stamp_line

_RECORDS = ("not_enrolled", "with_record")


class Leaf(NamedTuple):
    """People with a record or without, and whose record they are answered with, as codes."""

    record: str
    answer: str
    people: float


def claim_tree(found: Claim, reading: Reading, language: Language = ENGLISH) -> Picture:
    """One reading of a claim, as a tree of people."""
    leaves = _leaves(reading)
    said = (numbered(found, reading, language),)
    finding = paragraph((said, implies(found, reading, language)))
    many = natural(reading.people, language)
    data = Data(
        columns=(
            DataColumn("record", label("record", language)),
            DataColumn("answer", label("answer", language)),
            DataColumn("people", label("people_of", language, people=many)),
        ),
        rows=tuple(
            (label(one.record, language), label(one.answer, language), one.people) for one in leaves
        ),
        draw=lambda width: branches(_tree(reading, leaves, language), width, language),
    )
    caption = captions.claim(claimed(found, language), finding, language)
    words = (caution("synthetic", language), caution("claim", language))
    stamp = stamp_line(found.stamp, language)
    return pictured("claim", caption, data, words=words, stamp=stamp, language=language)


def _leaves(reading: Reading) -> list[Leaf]:
    wrong, absent = reading.answered_wrongly, reading.without_record
    leaves = [
        Leaf("not_enrolled", "wrong_person", wrong),
        Leaf("not_enrolled", "nobody", absent - wrong),
    ]
    if reading.found is None:
        return [*leaves, Leaf("with_record", "not_said", reading.with_record)]
    return [
        *leaves,
        Leaf("with_record", "right", reading.found),
        Leaf("with_record", "not_found", reading.with_record - reading.found),
    ]


def _tree(reading: Reading, leaves: list[Leaf], language: Language) -> list[Node]:
    def node(depth: int, people: int, exact: float, code: str) -> Node:
        ending: EncounterEnding | None = "wrong_person" if code == "wrong_person" else None
        said = people_said(people, exact, language)
        return Node(depth, people, said, label(code, language), ending)

    whole = largest_remainder([one.people for one in leaves], round(reading.people))
    counted = list(zip(leaves, whole, strict=True))
    tree = [node(0, sum(whole), 1.0, "everybody")]
    for record in _RECORDS:
        below = [(one, n) for one, n in counted if one.record == record]
        many = sum(n for _, n in below)
        tree.append(node(1, many, sum(one.people for one, _ in below), record))
        tree += [node(2, n, one.people, one.answer) for one, n in below]
    return tree
