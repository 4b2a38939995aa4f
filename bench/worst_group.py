"""How often a group is named as the worst where none is, and where one is ten times as bad.

Groups are of equal or unequal size; people have a normal effect of their own, are in 10 or in 1
to 50 comparisons with themselves, in 20 with anybody or in all within their group, or searched
five times in a gallery some of whose records resemble many. Writes bench/worst_group.md. Not a
test.

With an argument: how many simulations of each row (default 2,000; of later tables fewer).
"""

import sys
from collections.abc import Callable, Iterator
from itertools import chain
from math import sqrt
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from misid.measures.apart import told_apart
from misid.measures.gathered import Gathered, gathered
from misid.measures.needed import trials_needed

FEWER = 4

Random = np.random.Generator
Numbers = NDArray[np.int64]
Rates = NDArray[np.float64]
Draw = Callable[[Random, Numbers, Rates, float], Gathered]

SIZES = {
    "2 alike": [40] * 2,
    "2: 120, 8": [120, 8],
    "3: 60, 3, 2": [60, 3, 2],
    "2: 2, 2": [2, 2],
    "5: 120 to 6": np.geomspace(120, 6, 5).round().astype(int).tolist(),
    "10: 120 to 6": np.geomspace(120, 6, 10).round().astype(int).tolist(),
    "20: 120 to 6": np.geomspace(120, 6, 20).round().astype(int).tolist(),
}
"""People of each group."""


def independent(random: Random, people: Numbers, rates: Rates, effect: float) -> Gathered:
    """Ten comparisons of each person, nobody named."""
    trials = (10 * people).astype(np.float64)
    errors = random.binomial(10 * people, rates).astype(np.float64)
    return Gathered(errors, trials, None, None, None)


def missed(
    random: Random, people: Numbers, rates: Rates, effect: float, *, images: int = 10
) -> Gathered:
    """Misses of every person; 0 images: from 1 to 50."""
    size = int(people.sum())
    many = np.full(size, images) if images else random.integers(1, 51, size)
    who = np.repeat(np.arange(size), many)
    at = np.repeat(np.arange(len(people)), people)[who]
    scores = effect * random.normal(size=size)[who] + random.normal(size=len(who))
    wrong = scores < norm.ppf(rates)[at] * sqrt(1.0 + effect**2)
    return gathered(wrong, at, size=len(people), subjects=(who, who))


def uneven(random: Random, people: Numbers, rates: Rates, effect: float) -> Gathered:
    """Misses of people with from 1 to 50 comparisons."""
    return missed(random, people, rates, effect, images=0)


def matched(random: Random, people: Numbers, rates: Rates, effect: float) -> Gathered:
    """False matches of everybody against 20 others, whoever they are; by the group of side a."""
    size = int(people.sum())
    one = np.repeat(np.arange(size), 20)
    two = (one + random.integers(1, size, len(one))) % size
    return _matches(random, (one, two), people, rates, effect)


def within(random: Random, people: Numbers, rates: Rates, effect: float) -> Gathered:
    """False matches of every pair of people of one group."""
    ends = np.cumsum(people)
    sides = [np.triu_indices(many, 1) for many in people]
    one, two = (
        np.concatenate(
            [pair[at] + end - many for pair, end, many in zip(sides, ends, people, strict=True)]
        )
        for at in (0, 1)
    )
    return _matches(random, (one, two), people, rates, effect)


def _matches(
    random: Random, sides: tuple[Numbers, Numbers], people: Numbers, rates: Rates, effect: float
) -> Gathered:
    one, two = sides
    alike = random.normal(size=int(people.sum()))
    at = np.repeat(np.arange(len(people)), people)[one]
    scores = effect * (alike[one] + alike[two]) + random.normal(size=len(one))
    wrong = scores >= norm.isf(rates)[at] * sqrt(1.0 + 2.0 * effect**2)
    return gathered(wrong, at, size=len(people), subjects=(one, two))


def answered(random: Random, people: Numbers, rates: Rates, effect: float) -> Gathered:
    """Five searches of everybody; 100 records, of which some answer more often with an effect."""
    size = int(people.sum())
    who = np.repeat(np.arange(size), 5)
    at = np.repeat(np.arange(len(people)), people)[who]
    likely = np.exp(2.0 * effect * random.normal(size=100))
    record = random.choice(100, size=len(who), p=likely / likely.sum())
    own = effect * random.normal(size=size)[who] / 2.0
    wrong = own + random.normal(size=len(who)) >= norm.isf(rates)[at] * sqrt(1.0 + effect**2 / 4)
    return gathered(wrong, at, size=len(people), subjects=(who, who), records=record)


KINDS: dict[str, Draw] = {
    "unknown people": independent,
    "misses, 10 of each": missed,
    "misses, 1 to 50 of each": uneven,
    "false matches, anybody": matched,
    "false matches, within": within,
    "answers to searches": answered,
}


class Row(NamedTuple):
    """A setting: what is drawn, of how many people, at what rates; and which group is worst."""

    start: str
    draw: Draw
    people: Numbers
    rates: Rates
    effect: float
    worst: int | None = None


def equal(
    kinds: tuple[str, ...], sizes: tuple[str, ...], effects: tuple[float, ...]
) -> Iterator[Row]:
    """Groups that are all alike."""
    for kind in kinds:
        for effect in (0.0,) if kind == "unknown people" else effects:
            for size in sizes:
                people = np.array(SIZES[size])
                for rate in (0.3, 0.03) if kind == "unknown people" else (0.1, 0.01):
                    start = f"{kind} | {effect:g} | {size} | {rate:g}"
                    yield Row(start, KINDS[kind], people, np.full(len(people), rate), effect)


def two_alike() -> Iterator[Row]:
    """Two groups at the top that are alike: neither is the worst."""
    for kind in ("unknown people", "misses, 10 of each", "false matches, anybody"):
        for effect in (0.0,) if kind == "unknown people" else (0.0, 1.0):
            for many in (3,) if effect else (3, 10):
                for first in ((60, 60), (20, 200)):
                    people = np.array([*first, *[60] * (many - 2)])
                    rates = np.array([0.15, 0.15, *[0.015] * (many - 2)])
                    size = f"{first[0]} and {first[1]} of {many}"
                    start = f"{kind} | {effect:g} | {size} | 0.15, others 0.015"
                    yield Row(start, KINDS[kind], people, rates, effect)


def mixed(random: Random, people: Numbers, rates: Rates, effect: float) -> Gathered:
    """Misses where people of the first group differ much, those of others not at all."""
    who = np.repeat(np.arange(people.sum()), 10)
    at = np.repeat(np.arange(len(people)), people)[who]
    spread = np.where(at == 0, effect, 0.0)
    scores = spread * random.normal(size=int(people.sum()))[who] + random.normal(size=len(who))
    wrong = scores < norm.ppf(rates)[at] * np.sqrt(1.0 + spread**2)
    return gathered(wrong, at, size=len(people), subjects=(who, who))


def unlike() -> Iterator[Row]:
    """Equal rates, but errors gather on people in the first group alone."""
    for many in ([10, 40, 40], [40, 40], [40, 120], [8, *[60] * 9]):
        for effect in (1.0, 2.0):
            size = ", ".join(map(str, many[:3])) + (", ..." if len(many) > 3 else "")
            start = f"misses, first group alone | {effect:g} | {len(many)}: {size} | 0.03"
            yield Row(start, mixed, np.array(many), np.full(len(many), 0.03), effect)


def tenfold() -> Iterator[Row]:
    """One group with ten times the rate of the others."""
    for kind in ("unknown people", "misses, 10 of each", "false matches, anybody"):
        for effect in (0.0,) if kind == "unknown people" else (0.0, 1.0):
            for many, worst in ((2, 100), (5, 100), (20, 100), (5, 30)):
                people = np.array([worst, *[100] * (many - 1)])
                rates = np.array([0.1, *[0.01] * (many - 1)])
                start = f"{kind} | {effect:g} | {worst} of {many} | 0.1, others 0.01"
                yield Row(start, KINDS[kind], people, rates, effect, 0)


def simulate(row: Row, times: int) -> tuple[str, ...]:
    """Shares of samples: told apart, named, rightly so, and what the ratio is at least holds."""
    random = np.random.Generator(np.random.Philox(key=7))
    told = named = right = holds = 0
    for _ in range(times):
        found = told_apart(row.draw(random, row.people, row.rates, row.effect))
        told += found.told
        named += found.highest is not None
        right += found.highest is not None and found.highest == row.worst
        holds += found.at_least is None or found.at_least <= 10.0
    if row.worst is None:
        return f"{told / times:.4f}", f"{named / times:.4f}"
    return tuple(f"{one / times:.3f}" for one in (right, named - right, holds))


def doubled(times: int) -> Iterator[str]:
    """As many comparisons of each group as the formula says; one has twice the rate."""
    cases: tuple[tuple[str, Draw, int, float], ...] = (
        ("unknown people", independent, 10, 0.0),
        ("misses, 10 of each", missed, 10, 0.0),
        ("misses, 10 of each", missed, 10, 1.0),
        ("false matches, anybody", matched, 20, 0.0),
        ("false matches, anybody", matched, 20, 0.5),
    )
    for kind, draw, each, effect in cases:
        for many, rate in ((2, 0.1), (5, 0.05)):
            random = np.random.Generator(np.random.Philox(key=8))
            # The design effect from a file of 400 people whose groups are alike.
            pilot = draw(random, np.full(many, 400 // many), np.full(many, rate), effect)
            wanted = trials_needed(rate, cells=many, design_effect=pilot.design_effect)
            people = np.full(many, int(np.ceil((wanted or 0.0) / each)))
            rates = np.array([2.0 * rate, *[rate] * (many - 1)])
            found = [told_apart(draw(random, people, rates, effect)).highest for _ in range(times)]
            yield (
                f"{kind} | {effect:g} | {many} | {rate:g} | {pilot.design_effect:.2f} | "
                f"{wanted:,.0f} | {people[0]:,} | {found.count(0) / len(found):.3f}"
            )


def table(title: str, heads: tuple[str, ...], rows: Iterator[str]) -> list[str]:
    """A section with its table."""
    lines = [f"## {title}", "", f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}"]
    for row in rows:
        lines.append(f"| {row} |")
        print(lines[-1], flush=True)
    return [*lines, ""]


def sections(times: int) -> Iterator[list[str]]:
    """Every table."""
    start, end = ("errors", "effect", "people of groups", "rates"), ("told apart", "named")

    def of(rows: Iterator[Row], times: int = times) -> Iterator[str]:
        return (" | ".join((row.start, *simulate(row, times))) for row in rows)

    sizes, every = tuple(SIZES), tuple(KINDS)
    fewer = times // FEWER
    yield table(f"All groups alike ({times:,} samples a row)", (*start, *end), of(chain(
        equal(every[:1], sizes, (0.0,)),
        equal(every[1:2], (*sizes[:5], sizes[6]), (0.0, 1.0, 2.0)),
        equal(every[2:3], ("2 alike", "5: 120 to 6"), (1.0,)),
        equal(every[3:4], ("2 alike", "2: 120, 8", "5: 120 to 6"), (0.0, 1.0)),
    )))  # fmt: skip
    yield table(f"All groups alike, further ({fewer:,} samples a row)", (*start, *end), of(chain(
        equal(every[4:5], ("2 alike",), (0.0, 1.0)),
        equal(every[5:], ("2 alike", "5: 120 to 6"), (0.0, 1.0)),
    ), fewer))  # fmt: skip
    yield table(f"Two alike at the top ({fewer:,})", (*start, *end), of(two_alike(), fewer))
    title = f"Alike, but errors gather in one group ({fewer:,})"
    yield table(title, (*start, *end), of(unlike(), fewer))
    ten = ("named rightly", "wrongly", "at least holds")
    last = fewer // 5
    yield table(f"One group ten times as bad ({last:,})", (*start, *ten), of(tenfold(), last))
    yield table(
        f"One group twice as bad, with the comparisons that the formula asks for ({last:,})",
        ("errors", "effect", "groups", "rate", "design effect", "comparisons of each",
         "people of each", "named rightly"),
        doubled(last),
    )  # fmt: skip


def main() -> int:
    """Simulate, and write the tables."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    lines = [
        "# How often a group is named as the worst",
        "",
        f"Written by `bench/worst_group.py {times}`. Standard error about "
        f"{sqrt(0.05 * 0.95 / times):.3f} at 0.05 with {times:,} samples, "
        f"{sqrt(0.05 * 0.95 * FEWER / times):.3f} with {times // FEWER:,}. Told apart: some pair "
        "of groups is said to differ. Named: a group is said to have the highest rate. Where "
        "groups are alike either is false, and is to be at most 0.05.",
        "",
    ]
    for section in sections(times):
        lines += section
    (Path(__file__).parent / "worst_group.md").write_text("\n".join(lines), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
