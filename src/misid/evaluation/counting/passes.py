"""One pass over scores: how many of either kind each cell has, and the scores of kept cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from queue import SimpleQueue
from typing import NamedTuple, Protocol

import numpy as np

from misid.arrays import Flags, Floats, Integers
from misid.evaluation.counting.bins import KeyCells, as_bits
from misid.evaluation.counting.kernel import BLOCK, Keys, Room, add_powers, sift
from misid.machine.threads import processors, side_by_side
from misid.measures.score_counts import ScoreArray

CHUNK = 2**18
"""Scores that one thread sifts before it asks for more."""
SAMPLE = 2**18
"""Scores of a sample, where more cost more."""


class Batch(NamedTuple):
    """Scores of one precision, higher always more alike, and which are genuine."""

    scores: ScoreArray
    is_genuine: Flags
    failed: tuple[int, int] = (0, 0)
    """Genuine and impostor comparisons without a score."""


class ScoreSource(Protocol):
    """Scores that can be gone through several times, in the same order each time."""

    @property
    def kind(self) -> np.dtype[np.floating]:
        """Their precision."""

    @property
    def rows(self) -> int:
        """How many there are, or about."""

    def sample(self) -> Batch:
        """Some of the scores, from all over where that is cheap."""

    def parts(self) -> Iterator[Callable[[], Batch]]:
        """All scores, by what makes each part of them; called on any thread."""

    def refuse(self) -> None:
        """
        Refuse what the last parts held that is no score.

        Raises: MeaningError: there was something.
        """


@dataclass(frozen=True)
class InMemory:
    """Scores of an array, all of them numbers."""

    scores: ScoreArray
    is_genuine: Flags

    @property
    def kind(self) -> np.dtype[np.floating]:
        """Their precision."""
        return self.scores.dtype

    @property
    def rows(self) -> int:
        """How many there are."""
        return len(self.scores)

    def sample(self) -> Batch:
        """Every so many-th score."""
        step = max(1, self.rows // SAMPLE)
        return Batch(self.scores[::step], self.is_genuine[::step])

    def parts(self) -> Iterator[Callable[[], Batch]]:
        """Slices, which are no copies."""
        for start in range(0, self.rows, CHUNK):
            rows = slice(start, start + CHUNK)
            yield partial(Batch, self.scores[rows], self.is_genuine[rows])

    def refuse(self) -> None:
        """Nothing: all are numbers."""


@dataclass(frozen=True)
class Pass:
    """What one pass found."""

    cells: KeyCells
    counts: Integers
    """Genuine and impostor scores of each cell, shape (cells, 2)."""
    failed: tuple[int, int]
    """Genuine and impostor comparisons without a score."""
    kept: tuple[list[Keys], list[Keys]]
    """Keys of genuine and of impostor scores in the cells that were kept, in parts."""

    @cached_property
    def is_full(self) -> Flags:
        """Which cells hold a score."""
        return np.asarray(self.counts[:, 0] + self.counts[:, 1] > 0)

    @cached_property
    def below(self) -> Integers:
        """Scores of either kind below each cell."""
        return np.cumsum(self.counts, axis=0) - self.counts


@dataclass
class Powers:
    """First and second powers of the distance of scores from a centre, by kind."""

    centres: Floats
    sums: list[Floats] = field(default_factory=list)


def one_pass(source: ScoreSource, cells: KeyCells, *, powers: Powers | None = None) -> Pass:
    """
    Go through all scores once, on all processors.

    Args:
        source: the scores.
        cells: which are counted, and whose scores are kept.
        powers: filled, where it is given.
    Raises: MeaningError: a score is no number or too large.
    """
    threads = processors()
    rooms = [_room(cells, source.kind) for _ in range(threads)]
    free: SimpleQueue[Room] = SimpleQueue()
    for room in rooms:
        free.put(room)

    def work(part: Callable[[], Batch]) -> list[_Sifted]:
        batch = part()
        room = free.get()
        try:
            return [_sifted(piece, cells, room, powers) for piece in _pieces(batch)]
        finally:
            free.put(room)

    done = [
        sifted
        for several in side_by_side(work, source.parts(), threads=threads)
        for sifted in several
    ]
    source.refuse()
    if powers is not None:
        powers.sums += [sifted.sums for sifted in done if sifted.sums is not None]
    counts = sum((room.counts for room in rooms), np.zeros_like(rooms[0].counts))
    failed = sum(sifted.failed[0] for sifted in done), sum(sifted.failed[1] for sifted in done)
    return Pass(
        cells,
        counts.reshape(-1, 2),
        failed,
        ([sifted.kept[0] for sifted in done], [sifted.kept[1] for sifted in done]),
    )


class _Sifted(NamedTuple):
    kept: tuple[Keys, Keys]
    failed: tuple[int, int]
    sums: Floats | None


def _sifted(part: Batch, cells: KeyCells, room: Room, powers: Powers | None) -> _Sifted:
    is_good = sift(as_bits(part.scores), part.is_genuine, cells.sieve, room)
    genuine, impostor = room.kept.tolist()
    sums = None
    if powers is not None and is_good:
        lanes = np.zeros((4, BLOCK))
        add_powers(part.scores, part.is_genuine, powers.centres, lanes)
        sums = lanes.sum(axis=1)
    kept = room.genuine[:genuine].copy(), room.impostor[:impostor].copy()
    return _Sifted(kept, part.failed, sums)


def _pieces(batch: Batch) -> Iterator[Batch]:
    """A batch in parts that there is room for; its failures count once."""
    for start in range(0, max(1, len(batch.scores)), CHUNK):
        rows = slice(start, start + CHUNK)
        failed = (0, 0) if start else batch.failed
        yield Batch(batch.scores[rows], batch.is_genuine[rows], failed)


def _room(cells: KeyCells, kind: np.dtype[np.floating]) -> Room:
    keys = f"u{kind.itemsize}"
    size = CHUNK if cells.is_kept.any() else 0
    return Room(
        np.zeros(2 * len(cells.starts), np.int64),
        np.empty(size, keys),
        np.empty(size, keys),
        np.zeros(2, np.int64),
        np.empty(BLOCK, keys),
    )
