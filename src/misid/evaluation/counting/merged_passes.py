"""What several passes over the same scores found, as one tally."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from misid.arrays import Flags, Integers
from misid.evaluation.counting.bins import Wide, scores_of
from misid.evaluation.counting.kernel import Keys, Sieve, pick
from misid.evaluation.counting.passes import Pass
from misid.measures.score_counts import ScoreTally, distinct


class Marks(NamedTuple):
    """The lowest keys of cells that hold scores, and of the next ones, ascending."""

    keys: Wide
    below: Integers
    """Genuine and impostor scores below each, shape (keys, 2)."""
    origin: Integers
    """The pass of each, and its cell, shape (keys, 2)."""


class SortedKeys(NamedTuple):
    """Keys of scores, ascending, each once."""

    keys: Keys
    below: Integers
    """Genuine and impostor scores below each, shape (keys, 2)."""


@dataclass
class MergedPasses:
    """Passes over the same scores, and what they say together."""

    kind: np.dtype[np.floating]
    passes: list[Pass] = field(default_factory=list)
    tally: ScoreTally = field(init=False)
    _marks: list[Marks] = field(default_factory=list)
    _scores: list[SortedKeys] = field(default_factory=list)
    _cells: Integers = field(init=False)

    def add(self, counted: Pass, needed: Flags) -> None:
        """Add what a pass found, and of the scores that it kept those of the needed cells."""
        if not any(counted is earlier for earlier in self.passes):
            self.passes.append(counted)
            self._marks.append(_marks(counted, len(self.passes) - 1))
        self._scores.append(_kept_scores(counted, needed & counted.cells.is_kept))
        self._gather()

    def _gather(self) -> None:
        """All numbers, each once: a score rather than a mark, a later mark rather than another."""
        parts: list[SortedKeys | Marks] = [*self._scores, *reversed(self._marks)]
        keys = np.concatenate([part.keys.astype(self._scores[0].keys.dtype) for part in parts])
        size = sum(len(part.keys) for part in self._scores)
        order = np.argsort(keys, kind="stable")
        ordered = keys[order]
        order = order[np.append(np.ones(min(1, len(keys)), bool), ordered[1:] != ordered[:-1])]
        below = np.concatenate([*(part.below for part in parts), self.passes[-1].counts[:0]])
        total = self.passes[-1].counts.sum(axis=0)
        genuine, impostor = (np.append(below[order, kind], total[kind]) for kind in (0, 1))
        self.tally = ScoreTally(scores_of(keys[order], self.kind), genuine, impostor, order < size)
        origin = np.concatenate([mark.origin for mark in reversed(self._marks)])
        self._cells = np.full((len(order), 2), -1)
        self._cells[order >= size] = origin[order[order >= size] - size]

    def cells_at(self, places: Integers) -> tuple[int, Integers]:
        """The latest pass that some of these places of the tally come from, and their cells."""
        origin = self._cells[places]
        latest = int(origin[:, 0].max())
        return latest, origin[origin[:, 0] == latest, 1]

    def span(self, number: int, cell: int) -> tuple[int, int]:
        """The first and last key of a cell."""
        starts = self.passes[number].cells.starts
        return int(starts[cell]), int(starts[cell + 1]) - 1


def _marks(counted: Pass, number: int) -> Marks:
    is_behind = np.append(False, counted.is_full[:-1])
    cells = np.flatnonzero(counted.is_full | is_behind)
    origin = np.stack([np.full(len(cells), number), cells], axis=1)
    return Marks(counted.cells.starts[cells], counted.below[cells], origin)


def _kept_scores(counted: Pass, needed: Flags) -> SortedKeys:
    """The scores of some cells that were kept."""
    cells = np.flatnonzero(needed & counted.is_full)
    before = counted.below[cells]
    sieve = counted.cells.keeping(needed).sieve
    parts = [_picked(keys, sieve) for keys in counted.kept]
    keys = distinct(np.concatenate(parts))
    ends = np.searchsorted(keys, counted.cells.starts[cells].astype(keys.dtype))
    sizes = np.diff(np.append(ends, len(keys)))
    below = np.empty((len(keys), 2), np.int64)
    for kind, part in enumerate(parts):
        inside = before[:, kind] - np.searchsorted(part, keys[ends.clip(max=len(keys) - 1)])
        below[:, kind] = np.searchsorted(part, keys) + np.repeat(inside, sizes)
    return SortedKeys(keys, below)


def _picked(parts: list[Keys], sieve: Sieve) -> Keys:
    """The keys in the cells that a sieve keeps, ascending."""
    picked = []
    for keys in parts:
        room = np.empty_like(keys)
        picked.append(room[: pick(keys, sieve, room)].copy())
    together = np.concatenate(picked)
    together.sort()
    return together
