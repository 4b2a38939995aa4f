"""Exact error rates of any number of scores, in a few passes and little memory.

Scores are counted by cells of their bits; then the scores of those cells alone are kept that an
asked figure lies in. A sample says how finely to cut and which cells that will be: it decides how
many passes are needed, and nothing else.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from misid.arrays import Flags, Integers
from misid.evaluation.counting.bins import KeyCells, Wide, allowed_keys, keys_of
from misid.evaluation.counting.kernel import Keys
from misid.evaluation.counting.merged_passes import MergedPasses
from misid.evaluation.counting.passes import InMemory, Powers, ScoreSource, one_pass
from misid.evaluation.counting.targets import (
    Sample,
    Targets,
    likely_curve,
    likely_points,
    open_places,
)
from misid.measures.score_counts import ScoreArray, ScoreTally

MOST_KEPT = 8_000_000
"""Scores that are kept in one pass at most, unless more are allowed."""
FEW = 2**17
"""So many scores or fewer are all kept in the first pass, where a histogram is wanted."""


@dataclass(frozen=True)
class ExactCounts:
    """What was counted of all scores."""

    tally: ScoreTally
    decidability: float | None
    failed: tuple[int, int]
    """Genuine and impostor comparisons without a score."""
    passes: int


def counted(source: ScoreSource, targets: Targets, *, most_kept: int = MOST_KEPT) -> ExactCounts:
    """
    The exact counts behind some figures.

    Args:
        source: the scores.
        targets: which figures will be asked of it.
        most_kept: scores that may be kept in memory.
    Returns: a tally that answers what was asked for, and d'.
    Raises: MeaningError: some scores are no numbers.
    """
    sample, powers = _sampled(source)
    keys = np.sort(np.concatenate([sample.genuine, sample.impostor])).astype(np.uint64)
    if not len(keys):
        keys = allowed_keys(source.kind)
    cells = KeyCells.of(keys, int(keys[0]), int(keys[-1]), source.kind)
    ends = _outside(cells, keys)
    kept = ends | _likely(cells, sample, targets, most_kept)
    first = one_pass(source, cells.keeping(kept), powers=powers if targets.decidability else None)
    merged = MergedPasses(source.kind)
    merged.add(first, kept if kept.all() else ends)
    both = merged.tally.genuine and merged.tally.impostor
    while both and len(places := open_places(merged.tally, targets)):
        _look_closer(merged, places, source, most_kept)
    apart = _decidability(powers, merged.tally) if targets.decidability else None
    return ExactCounts(merged.tally, apart, merged.passes[0].failed, len(merged.passes))


def tally_of(scores: ScoreArray, is_genuine: Flags, rates: Sequence[float]) -> ScoreTally:
    """
    The exact counts of scores in memory, behind thresholds, equal error rate, curve and histogram.

    Args:
        scores: higher is more alike.
        is_genuine: of each.
        rates: false match rates that thresholds will be asked for.
    """
    targets = Targets(tuple(rates), decidability=False)
    return counted(InMemory(scores, is_genuine), targets).tally


def _sampled(source: ScoreSource) -> tuple[Sample, Powers]:
    """Keys of some scores, and a centre of either kind."""
    scores, is_genuine, _ = source.sample()
    keys = keys_of(scores).astype(f"u{source.kind.itemsize}")
    kinds = [np.sort(keys[is_genuine == flag]) for flag in (True, False)]
    middles = [
        float(np.median(scores[is_genuine == flag])) if len(kind) else 0.0
        for flag, kind in zip((True, False), kinds, strict=True)
    ]
    return Sample(kinds[0], kinds[1], source.rows), Powers(np.array(middles))


def _outside(cells: KeyCells, sample: Wide) -> Flags:
    """The cells of the lowest and the highest score of a sample, and all beyond them."""
    lowest, highest = cells.of_keys(sample[[0, -1]]).tolist()
    cell = np.arange(len(cells.starts))
    return np.asarray((cell <= lowest) | (cell >= highest))


def _likely(cells: KeyCells, sample: Sample, targets: Targets, most_kept: int) -> Flags:
    """
    The cells that will most likely answer everything.

    All cells of few scores; none where it takes a second pass anyway, which knows better what to
    keep.
    """
    nothing = np.zeros(len(cells.starts), bool)
    if targets.bins:
        return ~nothing if sample.rows <= min(FEW, most_kept) else nothing
    if not sample.size:
        return nothing
    spans = likely_points(sample, targets)
    spans += likely_curve(sample, targets) if targets.points else []
    likely = _within(cells, spans)
    sampled = cells.of_keys(np.concatenate([sample.genuine, sample.impostor]))
    return likely if np.mean(likely[sampled]) * sample.rows <= most_kept else nothing


def _within(cells: KeyCells, spans: Sequence[tuple[Keys, Keys]]) -> Flags:
    """The cells between keys, both ends included."""
    steps = np.zeros(len(cells.starts) + 1, np.int64)
    for lower, upper in spans:
        np.add.at(steps, cells.of_keys(lower), 1)
        np.add.at(steps, cells.of_keys(upper) + 1, -1)
    return np.cumsum(steps)[:-1] > 0


def _look_closer(
    merged: MergedPasses, places: Integers, source: ScoreSource, most_kept: int
) -> None:
    """Learn the scores behind some of the places: from what was kept, or in another pass."""
    number, open_cells = merged.cells_at(places)
    latest = merged.passes[number]
    needed = np.zeros(len(latest.cells.starts), bool)
    needed[open_cells] = True
    if latest.cells.is_kept[needed].all():
        merged.add(latest, needed)
        return
    sizes = latest.counts[open_cells].sum(axis=1)
    order = np.argsort(sizes, kind="stable")
    fitting = open_cells[order[np.cumsum(sizes[order]) <= most_kept]]
    if len(fitting):
        needed = np.isin(np.arange(len(needed)), fitting)
        merged.add(one_pass(source, latest.cells.keeping(needed)), needed)
        return
    first, last = merged.span(number, int(open_cells[order[-1]]))
    cells = KeyCells.of(np.zeros(0, np.uint64), first, last, source.kind)
    merged.add(one_pass(source, cells), np.zeros(len(cells.starts), bool))


def _decidability(powers: Powers, tally: ScoreTally) -> float | None:
    """The decidability, from the sums that one pass made."""
    sizes = (tally.genuine, tally.impostor)
    if min(sizes) < 2:
        return None
    both_first, both_second, first, second = (
        math.fsum(sums) for sums in np.array(powers.sums).reshape(-1, 4).T.tolist()
    )
    means, variances = [], []
    for size, shift, square, centre in zip(
        sizes,
        (first, both_first - first),
        (second, both_second - second),
        powers.centres.tolist(),
        strict=True,
    ):
        means.append(centre + shift / size)
        variances.append(max(0.0, square - shift * shift / size) / (size - 1))
    spread = math.sqrt(sum(variances) / 2.0)
    return float(f"{(means[0] - means[1]) / spread:.12g}") if spread > 0 else None
