"""What the data tell of the order of groups, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from misid.evaluation.schema import ApartNote, Measure, NeededNote
from misid.evaluation.words import one_in, percent, plain

MOST_NAMED = 4
"""Of more groups that may have the highest rate only the number is said."""


class _Said(NamedTuple):
    """A rate in words: what happens; an error, errors, trials; a threshold that has more errors."""

    happens: str
    error: str
    errors: str
    trials: str
    of_all: str
    other: str


_SAID: dict[Measure, _Said] = {
    "FMR": _Said(
        "two people match", "false match", "false matches", "comparisons", "pairs match", "laxer"
    ),
    "FNMR": _Said(
        "true pairs are missed", "miss", "misses", "comparisons", "pairs are missed", "stricter"
    ),
    "FPIR": _Said(
        "people who are not enrolled are answered",
        "answer",
        "answers",
        "searches",
        "are answered",
        "laxer",
    ),
    "FNIR": _Said(
        "enrolled people are missed", "miss", "misses", "searches", "are missed", "stricter"
    ),
}
_CELLS = {"groups": ("group", "groups"), "pairs": ("pair of groups", "pairs of groups")}


def apart_sentence(found: ApartNote) -> str:
    """
    Which group has the highest rate, where that is told; else that it is not, and what would tell.

    At another threshold than the asked one that is said first.
    """
    said, (one, many) = _SAID[found.measure], _CELLS[found.over]
    if found.cells < 2:
        return f"Fewer than two {many} have {said.trials}: there is nothing to compare."
    if not found.errors:
        return (
            f"No {one} has any {said.errors} in {found.trials:,} {said.trials}, at no threshold "
            "that was looked at: nothing tells them apart."
        )
    if found.highest is not None:
        told = _highest(found, said, one)
    elif found.told_apart:
        told = _several(found, said, many)
    else:
        told = _none(found, said, many)
    where = _where(found, said)
    return where + (told if where else told[0].upper() + told[1:])


def apart_sentences(every: Sequence[ApartNote]) -> str:
    """
    The same of several rates, false matches first, as one sentence.

    Args:
        every: at least one.
    """
    said = [apart_sentence(one) for one in sorted(every, key=lambda one: one.measure[1] == "N")]
    return "; ".join([said[0].removesuffix("."), *(one[0].lower() + one[1:] for one in said[1:])])


def _where(found: ApartNote, said: _Said) -> str:
    """The threshold, where it is another than the asked one, and why."""
    if found.at_asked:
        return ""
    seen = found.errors_at_asked
    few = f"are {seen:,} {said.errors}" if seen > 1 else f"is one {said.error}"
    few = few if seen else f"are no {said.errors}"
    return (
        f"At the threshold asked for there {few}, too few to compare; at a "
        f"{said.other} one ({found.threshold:.4g}), where {one_in(found.errors / found.trials)} "
        f"{said.of_all}, "
    )


def _highest(found: ApartNote, said: _Said, one: str) -> str:
    wrong, trials = found.highest_errors or 0, found.highest_trials or 1
    least = ""
    if found.at_least is not None:
        least = f", at least {plain(found.at_least)} times as often as in any other"
        if plain(found.at_least) == "1":
            least = ", more often than in any other"
    return (
        f"{said.happens} most often in the {one} “{found.highest}”: {percent(wrong / trials)} "
        f"({wrong:,} of {trials:,} {said.trials}){least}."
    )


def _several(found: ApartNote, said: _Said, many: str) -> str:
    may, rest = found.may_be_highest, found.cells - len(found.may_be_highest)
    if len(may) > MOST_NAMED:
        which = f"any of {len(may):,} of {found.cells:,}"
    else:
        which = " or ".join(f"“{name}”" for name in may)
    lower = f"; the other {rest:,} {'is' if rest == 1 else 'are'} lower" if rest else ""
    return (
        f"{many} differ in how often {said.happens}, but which is highest is not told: it may be "
        f"{which}{lower}."
    )


def _none(found: ApartNote, said: _Said, many: str) -> str:
    return (
        f"how often {said.happens} does not tell {many} apart: {found.errors:,} {said.errors} in "
        f"{found.trials:,} {said.trials} of {found.cells:,} {many}{_wanted(found, said)}."
    )


def _wanted(found: ApartNote, said: _Said) -> str:
    """What would tell; or that it would have been told."""
    wanted = found.needed
    if wanted is None:
        return ""
    share = f"{round(10 * wanted.power)} times in ten"
    if found.fewest >= wanted.trials:
        return (
            f"; one with {_times(wanted)} the rate of the others would have been told at least "
            f"{share}"
        )
    return (
        f"; to tell one with {_times(wanted)} the rate of the others {share} takes about "
        f"{plain(wanted.trials)} {said.trials} of each{_people(wanted)}{_at_asked(found, wanted)}"
    )


def _times(wanted: NeededNote) -> str:
    return "twice" if wanted.ratio == 2.0 else f"{plain(wanted.ratio)} times"


def _people(wanted: NeededNote) -> str:
    if wanted.people is None:
        return ""
    return f" (about {plain(max(1.0, wanted.people))} people, each as often as here)"


def _at_asked(found: ApartNote, wanted: NeededNote) -> str:
    if found.at_asked or wanted.trials_at_asked is None:
        return ""
    return f"; about {plain(wanted.trials_at_asked)} at the threshold asked for"
