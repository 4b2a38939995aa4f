"""What becomes of people, in one count that adds up: an average over the middle worlds.

Worlds in which a branch of the tree is exactly zero are of another programme than those in which it
is not: they are never averaged with each other. So there is a tree for each answer to an either/or
that decides the headline, and for each answer to one that makes a branch be or not be.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from misid.arrays import Flags, Floats, Integers
from misid.programme import TRUTHS, Enrolment
from misid.results.outputs import PER, ScenarioInWorlds
from misid.results.schema import EitherOrAnswer, EncounterEnding, Frequencies, Frequency, Tree
from misid.results.sides import DecidingChoice, Side, open_choices, sides_of
from misid.scenario import Input, Worlds

# The middle fifth: near enough to the median, and enough to average over all else.
_MIDDLE = 5
_FEWEST = 5
# A branch may be zero in a few worlds for no reason that has a name; those are left out.
_NEARLY_ALL = 0.95

_ENDINGS: dict[EncounterEnding, tuple[str, ...]] = {
    "wrong_person": ("stranger",),
    "wrong_record": ("own_wrong",),
    "right": ("own",),
    "do_not_detain": ("nothing", "nobody"),
}
_CANNOT = {("not_enrolled", "wrong_record"), ("not_enrolled", "right"), ("sought", "wrong_record")}
_PATHS: tuple[tuple[Enrolment, EncounterEnding], ...] = tuple(
    (truth, ending) for truth in TRUTHS for ending in _ENDINGS if (truth, ending) not in _CANNOT
)


def frequencies(evaluation: ScenarioInWorlds, headline: Floats) -> Frequencies:
    """
    People by truth and ending, of 100,000 who are photographed and searched for, over all worlds.

    Args:
        evaluation: the worlds.
        headline: wrong-person references in each world; the middle worlds are the middle of these.
    """
    return _frequencies(_paths(evaluation), headline)


def trees(
    evaluation: ScenarioInWorlds, headline: Floats, decides: DecidingChoice | None
) -> tuple[Tree, ...]:
    """
    The same for worlds in which the same branches exist, one for each answer.

    Args:
        evaluation: the worlds.
        headline: wrong-person references in each world.
        decides: the either/or that decides them.
    """
    paths = _paths(evaluation)
    rows = np.flatnonzero(np.isfinite(headline))
    if not len(rows):
        return ()
    branches = _numbered(paths > 0.0)
    asked = _asked(evaluation.worlds, branches, rows, decides)
    return tuple(
        Tree(
            answers=tuple(EitherOrAnswer(input=a.input, option=a.option) for a in cell.answers),
            share_of_worlds=len(cell.rows) / len(headline),
            frequencies=_frequencies(paths[cell.rows], headline[cell.rows]),
        )
        for cell in _alike(asked, evaluation.worlds, branches, rows)
    )


def _numbered(branches: Flags) -> Integers:
    """One number for each set of branches that there is, from 0, shape (worlds,)."""
    bits = branches @ (1 << np.arange(branches.shape[1])[::-1])
    return np.unique(bits, return_inverse=True)[1].reshape(-1)


class _Cell(NamedTuple):
    """Worlds in which the same answers hold."""

    answers: tuple[Side, ...]
    rows: Integers


def _asked(
    worlds: Worlds, branches: Integers, rows: Integers, decides: DecidingChoice | None
) -> tuple[Input, ...]:
    """The either/or that decides, and one more where only that tells which branches there are."""
    first = () if decides is None else (decides.one,)
    if _agreement(first, worlds, branches, rows) >= _NEARLY_ALL:
        return first
    more = [(*first, one) for one in open_choices(worlds) if one not in first]
    best = max(more, key=lambda asked: _agreement(asked, worlds, branches, rows), default=first)
    return best if _agreement(best, worlds, branches, rows) >= _NEARLY_ALL else first


def _agreement(
    asked: tuple[Input, ...], worlds: Worlds, branches: Integers, rows: Integers
) -> float:
    """Share of the worlds that have the branches that most worlds of the same answers have."""
    answers = np.zeros(len(rows), dtype=np.int64)
    for one in asked:
        options = worlds.option(one.name)[rows]
        answers = answers * (int(options.max()) + 1) + options
    shape = (int(answers.max()) + 1, int(branches.max()) + 1)
    place = answers * shape[1] + branches[rows]
    counts = np.bincount(place, minlength=shape[0] * shape[1]).reshape(shape)
    return int(counts.max(axis=1).sum()) / len(rows)


def _alike(
    asked: tuple[Input, ...], worlds: Worlds, branches: Integers, rows: Integers
) -> Iterator[_Cell]:
    """Of the worlds of each answer those that have the branches that most of them have."""
    for cell in _cells(asked, worlds, rows):
        if len(cell.rows):
            most = np.bincount(branches[cell.rows]).argmax()
            yield _Cell(cell.answers, cell.rows[branches[cell.rows] == most])


def _cells(asked: tuple[Input, ...], worlds: Worlds, rows: Integers) -> Iterator[_Cell]:
    if not asked:
        yield _Cell((), rows)
        return
    for answer in sides_of(worlds, asked[0]):
        for cell in _cells(asked[1:], worlds, np.intersect1d(rows, answer.rows)):
            yield _Cell((answer, *cell.answers), cell.rows)


def _paths(evaluation: ScenarioInWorlds) -> Floats:
    """People of each path, of 100,000 who are searched for, shape (worlds, paths)."""
    everybody = evaluation.everybody
    found = [everybody.among(_ENDINGS[ending], truths=(truth,)) for truth, ending in _PATHS]
    counts, searched = PER * np.concatenate(found, axis=1), everybody.searched()
    return np.divide(counts, searched, out=np.full_like(counts, np.nan), where=searched > 0)


def _frequencies(paths: Floats, headline: Floats) -> Frequencies:
    """The average over the middle of these worlds, wrong persons brought to their median."""
    rows = middle_worlds(headline)
    if not len(rows):
        return Frequencies(of=PER, worlds=0, paths=())
    counts = dict(zip(_PATHS, paths[rows].mean(axis=0).tolist(), strict=True))
    _meet(counts, float(np.nanmedian(headline)))
    return Frequencies(
        of=PER,
        worlds=len(rows),
        paths=tuple(
            Frequency(truth=truth, ending=ending, count=count)
            for (truth, ending), count in counts.items()
        ),
    )


def _meet(counts: dict[tuple[Enrolment, EncounterEnding], float], median: float) -> None:
    """
    Make the wrong-person references add up to their median; the rest are told nothing.

    Where too few are told nothing, as many become wrong persons as there are of them.
    """
    total = sum(count for (_, ending), count in counts.items() if ending == "wrong_person")
    factor = median / total if total > 0 else 1.0
    for truth in TRUTHS:
        wanted = (factor - 1.0) * counts[truth, "wrong_person"]
        moved = min(wanted, counts[truth, "do_not_detain"])
        counts[truth, "wrong_person"] += moved
        counts[truth, "do_not_detain"] -= moved


def middle_worlds(values: Floats) -> Integers:
    """
    The worlds that lie in the middle of the order of a value, by position.

    Example:
        >>> middle_worlds(np.array([9.0, 1.0, np.nan, 5.0, 3.0, 7.0])).tolist()
        [1, 4, 3, 5, 0]
    """
    order = in_order(values)
    wanted = min(max(len(values) // _MIDDLE, _FEWEST), len(order))
    start = (len(order) - wanted) // 2
    return order[start : start + wanted]


def in_order(values: Floats) -> Integers:
    """The worlds that have a value, by position, from the lowest value to the highest."""
    return np.argsort(values, kind="stable")[: int(np.isfinite(values).sum())]
