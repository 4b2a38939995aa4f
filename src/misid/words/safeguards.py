"""What safeguards would change, side by side, in whole sentences made from their numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from misid.uncertainty.schema import Account, BothSides, Comparison
from misid.uncertainty.tail import Tail
from misid.words import numbers
from misid.words.answers import clause
from misid.words.language import Language
from misid.words.outputs import output_title
from misid.words.sentence import Sentence

_UPHELD = "wrong_person_upheld"


def finding(found: Mapping[str, Comparison], language: Language) -> Sentence:
    """How many of the safeguards avoid wrong-person references that review would uphold."""
    avoid = [name for name, one in found.items() if _falls(_account(one, _UPHELD))]
    return language.say_many(
        "Of {all} safeguards {number} leaves fewer wrong-person references upheld in a year, in "
        "the middle of the possible worlds: {names}.",
        "Of {all} safeguards {number} leave fewer wrong-person references upheld in a year, in the "
        "middle of the possible worlds: {names}.",
        len(avoid), all=str(len(found)), number=str(len(avoid)), names=", ".join(avoid),
    )  # fmt: skip


def _account(of: Comparison, name: str) -> Account:
    return next(one for one in of.accounts if one.name == name)


def _falls(one: Account) -> bool:
    sides: tuple[BothSides, ...] = (one,) if one.split is None else one.split.sides
    return any((side.shown.change.median or 0.0) < 0.0 for side in sides if side.moves)


def how(found: Comparison, language: Language) -> Sentence:
    """How the numbers were worked out."""
    stamp = found.after.stamp
    return language.say(
        "{scenario} with each safeguard that comes along, one at a time, each in the same {worlds} "
        "possible worlds, seed {seed}: what `misid compare --with NAME` prints.",
        scenario=stamp.scenario,
        worlds=numbers.counted(stamp.draws, language=language),
        seed=str(stamp.seed),
    )


def tail_said(one: Tail, language: Language) -> Iterator[Sentence]:
    """What the tail does to the value of an answer."""
    parts = {
        "output": output_title(one.output, language),
        "limit": numbers.amount(one.limit, one.unit, language),
        "above": numbers.fact(one.above, "share", language=language),
        "mean": numbers.fact(one.mean, one.unit, language=language),
        "top": numbers.fact(one.top, "share", language=language),
        "below": numbers.fact(one.below, "share", language=language),
        "then": numbers.fact(one.mean_then, one.unit, language=language),
        "value": numbers.fact(one.value_by_amount, one.unit, language=language),
        "clause": clause(one.answer, language),
    }
    yield language.say(
        "The verdict, and the value of a right one, count worlds; the value by amount counts "
        "references. The limit is {limit} ({output}), and {above} of the worlds lie above it. The "
        "mean over the worlds is about {mean}: the highest hundredth of them hold {top} of the "
        "sum.",
        **parts,
    )
    yield language.say(
        "If {clause}, {below} of the worlds lie below the limit, so the verdict turns; but their "
        "mean is still about {then}. To somebody who weighs how many references there are, "
        "stopping has the higher expected benefit under either answer: by amount this answer alone "
        "is worth {value}. To somebody who asks what happens in most possible worlds, it decides.",
        **parts,
    )
