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

from misid.evaluation.counting.bins import Cells, Flags, Wide, allowed_keys, keys_of
from misid.evaluation.counting.kernel import Integers, Keys
from misid.evaluation.counting.merged_passes import Ledger
from misid.evaluation.counting.passes import InMemory, Powers, Source, one_pass
from misid.evaluation.counting.targets import (
    Sample,
    Wanted,
    likely_curve,
    likely_points,
    open_places,
)
from misid.measures.score_counts import Scores, Tally

MOST_KEPT = 8_000_000
"""Scores that are kept in one pass at most, unless more are allowed."""
FEW = 2**17
"""So many scores or fewer are all kept in the first pass, where a histogram is wanted."""


@dataclass(frozen=True)
class Counted:
    """What was counted of all scores."""

    tally: Tally
    decidability: float | None
    failed: tuple[int, int]
    """Genuine and impostor comparisons without a score."""
    passes: int


def counted(source: Source, wanted: Wanted, *, most_kept: int = MOST_KEPT) -> Counted:
    """
    The exact counts behind what is wanted.

    Args:
        source: the scores.
        wanted: which figures will be asked for.
        most_kept: scores that may be kept in memory.
    Returns: a tally that answers what is wanted, and d'.
    Raises: MeaningError: some scores are no numbers.
    """
    sample, powers = _sampled(source)
    keys = np.sort(np.concatenate([sample.genuine, sample.impostor])).astype(np.uint64)
    if not len(keys):
        keys = allowed_keys(source.kind)
    cells = Cells.of(keys, int(keys[0]), int(keys[-1]), source.kind)
    ends = _outside(cells, keys)
    kept = ends | _likely(cells, sample, wanted, most_kept)
    first = one_pass(source, cells.keeping(kept), powers=powers if wanted.decidability else None)
    ledger = Ledger(source.kind)
    ledger.add(first, kept if kept.all() else ends)
    both = ledger.tally.genuine and ledger.tally.impostor
    while both and len(places := open_places(ledger.tally, wanted)):
        _look_closer(ledger, places, source, most_kept)
    apart = _decidability(powers, ledger.tally) if wanted.decidability else None
    return Counted(ledger.tally, apart, ledger.passes[0].failed, len(ledger.passes))


def tally_of(scores: Scores, is_genuine: Flags, rates: Sequence[float]) -> Tally:
    """
    The exact counts of scores in memory, behind thresholds, equal error rate, curve and histogram.

    Args:
        scores: higher is more alike.
        is_genuine: of each.
        rates: false match rates that thresholds will be asked for.
    """
    wanted = Wanted(tuple(rates), decidability=False)
    return counted(InMemory(scores, is_genuine), wanted).tally


def _sampled(source: Source) -> tuple[Sample, Powers]:
    """Keys of some scores, and a centre of either kind."""
    scores, is_genuine, _ = source.sample()
    keys = keys_of(scores).astype(f"u{source.kind.itemsize}")
    kinds = [np.sort(keys[is_genuine == flag]) for flag in (True, False)]
    middles = [
        float(np.median(scores[is_genuine == flag])) if len(kind) else 0.0
        for flag, kind in zip((True, False), kinds, strict=True)
    ]
    return Sample(kinds[0], kinds[1], source.rows), Powers(np.array(middles))


def _outside(cells: Cells, sample: Wide) -> Flags:
    """The cells of the lowest and the highest score of a sample, and all beyond them."""
    lowest, highest = cells.of_keys(sample[[0, -1]]).tolist()
    at = np.arange(len(cells.starts))
    return np.asarray((at <= lowest) | (at >= highest))


def _likely(cells: Cells, sample: Sample, wanted: Wanted, most_kept: int) -> Flags:
    """
    The cells that will most likely answer everything.

    All cells of few scores; none where it takes a second pass anyway, which knows better what to
    keep.
    """
    nothing = np.zeros(len(cells.starts), bool)
    if wanted.bins:
        return ~nothing if sample.rows <= min(FEW, most_kept) else nothing
    if not sample.size:
        return nothing
    spans = likely_points(sample, wanted)
    spans += likely_curve(sample, wanted) if wanted.points else []
    likely = _within(cells, spans)
    at = cells.of_keys(np.concatenate([sample.genuine, sample.impostor]))
    return likely if np.mean(likely[at]) * sample.rows <= most_kept else nothing


def _within(cells: Cells, spans: Sequence[tuple[Keys, Keys]]) -> Flags:
    """The cells between keys, both ends included."""
    steps = np.zeros(len(cells.starts) + 1, np.int64)
    for lower, upper in spans:
        np.add.at(steps, cells.of_keys(lower), 1)
        np.add.at(steps, cells.of_keys(upper) + 1, -1)
    return np.cumsum(steps)[:-1] > 0


def _look_closer(ledger: Ledger, places: Integers, source: Source, most_kept: int) -> None:
    """Learn the scores behind some of the places: from what was kept, or in another pass."""
    latest, wanted = ledger.cells_at(places)
    found = ledger.passes[latest]
    needed = np.zeros(len(found.cells.starts), bool)
    needed[wanted] = True
    if found.cells.is_kept[needed].all():
        ledger.add(found, needed)
        return
    sizes = found.counts[wanted].sum(axis=1)
    order = np.argsort(sizes, kind="stable")
    fitting = wanted[order[np.cumsum(sizes[order]) <= most_kept]]
    if len(fitting):
        needed = np.isin(np.arange(len(needed)), fitting)
        ledger.add(one_pass(source, found.cells.keeping(needed)), needed)
        return
    widest = int(wanted[order[-1]])
    first, last = ledger.span(latest, widest)
    cells = Cells.of(np.zeros(0, np.uint64), first, last, source.kind)
    ledger.add(one_pass(source, cells), np.zeros(len(cells.starts), bool))


def _decidability(powers: Powers, tally: Tally) -> float | None:
    """The decidability, from the sums that one pass made."""
    sizes = (tally.genuine, tally.impostor)
    if min(sizes) < 2:
        return None
    both_first, both_second, first, second = (
        math.fsum(sums) for sums in np.array(powers.sums).reshape(-1, 4).T.tolist()
    )
    means, variances = [], []
    for size, one, two, centre in zip(
        sizes,
        (first, both_first - first),
        (second, both_second - second),
        powers.centres.tolist(),
        strict=True,
    ):
        means.append(centre + one / size)
        variances.append(max(0.0, two - one * one / size) / (size - 1))
    spread = math.sqrt(sum(variances) / 2.0)
    return float(f"{(means[0] - means[1]) / spread:.12g}") if spread > 0 else None
