"""What a claim would mean: a tree of counts that add up."""

from __future__ import annotations

from misid.figures.frequencies import Node, branches
from misid.figures.icons import largest_remainder
from misid.figures.picture import SYNTHETIC, Column, Picture
from misid.uncertainty.schema import Claim, Reading
from misid.words.claim import claimed, implies, numbered
from misid.words.language import ENGLISH
from misid.words.numbers import natural
from misid.words.sentence import plain
from misid.words.stamps import stamp_line


def claim_tree(found: Claim, reading: Reading) -> Picture:
    """One reading of a claim, as a tree of people."""
    counts = _counts(reading)
    said = (numbered(found, reading, ENGLISH), plain(implies(found, reading, ENGLISH)))
    finding = " ".join(said)
    return Picture(
        name="claim",
        title=claimed(found, ENGLISH),
        finding=finding,
        alt=f"A tree of counts that add up. {finding}",
        words=(SYNTHETIC, "a claim, not a finding"),
        stamp=stamp_line(found.stamp),
        columns=(
            Column("record", "Record"),
            Column("answer", "Answer"),
            Column("people", "People", f"of {natural(reading.people)}"),
        ),
        rows=tuple((record, answer, people) for record, answer, people in counts),
        draw=lambda width: branches(_tree(reading, counts), width),
    )


def _counts(reading: Reading) -> list[tuple[str, str, float]]:
    wrong, absent = reading.answered_wrongly, reading.without_record
    counts = [
        ("without a record", "somebody else's record", wrong),
        ("without a record", "nobody", absent - wrong),
    ]
    if reading.found is None:
        return [*counts, ("with a record", "not said", reading.with_record)]
    return [
        *counts,
        ("with a record", "own record", reading.found),
        ("with a record", "own record not found", reading.with_record - reading.found),
    ]


def _tree(reading: Reading, counts: list[tuple[str, str, float]]) -> list[Node]:
    shares = [people / reading.people for _, _, people in counts]
    whole = largest_remainder(shares, round(reading.people))
    tree = [Node(0, sum(whole), "", "searched for")]
    for record in ("without a record", "with a record"):
        below = [
            Node(2, n, "below 1" if not n and exact > 0 else "", answer,
                 "wrong_person" if answer.startswith("somebody") else "right")
            for (of, answer, exact), n in zip(counts, whole, strict=True)
            if of == record
        ]  # fmt: skip
        tree += [Node(1, sum(node.people for node in below), "", record), *below]
    return tree
