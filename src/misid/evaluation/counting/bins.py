"""Cells of scores: as many in each as a sample of the scores lets expect, or fewer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from misid.arrays import Flags, Floats, Integers, PhiloxWords
from misid.evaluation.counting.kernel import Keys, Sieve
from misid.measures.score_counts import ScoreArray

Wide = PhiloxWords

LARGEST_SCORE = 1e100
_RANGE_BITS = 16
_CELLS = 2**15
"""A cell should hold one part of so many of the sample, at most."""
_FEWEST_BITS = {4: 1, 8: 4}
"""Where scores are, however few, numbers that differ by a hundredth or so are told apart."""


@dataclass(frozen=True)
class KeyCells:
    """Ranges of keys in order, without a gap, and which of them are kept."""

    sieve: Sieve
    starts: Wide
    """The lowest key of each cell; the first one has all below, the last all above."""

    @classmethod
    def of(cls, sample: Wide, lowest: int, highest: int, kind: np.dtype[Any]) -> KeyCells:
        """
        Cells between two keys, cut as finely as a sample of keys asks for.

        Args:
            sample: ascending.
            lowest: key of the first cell of its own; all keys below share one.
            highest: key of the last; so do those above.
            kind: of the scores.
        """
        lead = max(0, (highest - lowest).bit_length() - _RANGE_BITS)
        inner = ((highest - lowest) >> lead) + 1
        shares = _shares(sample, lowest, lead, inner)
        fewest = np.where(shares > 0.0, _FEWEST_BITS[kind.itemsize], 0)
        bits = np.ceil(np.log2(np.maximum(shares * _CELLS, 1.0)))
        bits = np.clip(np.maximum(bits, fewest), 0, lead)
        # One range before and one behind hold what lies outside.
        bits = np.concatenate([[0], bits, [0]]).astype(np.uint64)
        begin = lowest - (1 << lead)
        size = np.uint64(1) << bits
        ends = np.cumsum(size)
        width = np.uint64(lead) - bits
        width[[0, -1]] = 0 if lead == 0 else lead
        marks = _marks(kind, begin, lowest + (inner << lead))
        ranges = ((ends - size) << np.uint64(8)) | width
        is_kept = np.zeros(int(ends[-1]), np.uint8)
        sieve = Sieve(marks, np.uint64(lead), ranges, is_kept)
        return cls(sieve, _starts(begin, lead, allowed_keys(kind)[0], (size, width)))

    def keeping(self, flags: Flags) -> KeyCells:
        """The same cells, of which these are kept."""
        return replace(self, sieve=self.sieve._replace(is_kept=flags.astype(np.uint8)))

    @property
    def is_kept(self) -> Flags:
        """Which cells are kept."""
        return self.sieve.is_kept.astype(bool)

    def of_keys(self, keys: Wide) -> Integers:
        """The cell of each key."""
        return np.maximum(np.searchsorted(self.starts, keys, side="right") - 1, 0)


def keys_of(scores: ScoreArray) -> Wide:
    """
    Whole numbers in the order of the scores; equal scores have equal ones.

    Example:
        >>> keys = keys_of(np.array([-1.0, -0.0, 0.0, 2.0]))
        >>> bool(keys[0] < keys[1] == keys[2] < keys[3])
        True
    """
    bits = _bits(scores + scores.dtype.type(0))
    sign = bits.dtype.type(1 << (8 * bits.itemsize - 1))
    turned = np.where(bits >= sign, ~bits, bits | sign)
    return turned.astype(np.uint64)


def scores_of(keys: Keys, kind: np.dtype[Any]) -> ScoreArray:
    """
    The scores that have these keys.

    Example:
        >>> kind = np.dtype(np.float32)
        >>> scores_of(keys_of(np.array([-1.5, 0.25], kind)), kind).tolist()
        [-1.5, 0.25]
    """
    narrow = keys.astype(f"u{kind.itemsize}")
    sign = narrow.dtype.type(1 << (8 * kind.itemsize - 1))
    return np.where(narrow >= sign, narrow ^ sign, ~narrow).view(kind)


def largest_score(kind: np.dtype[Any]) -> float:
    """The largest score of a precision that is allowed."""
    return min(LARGEST_SCORE, float(np.finfo(kind).max))


def allowed_keys(kind: np.dtype[Any]) -> Wide:
    """The keys of the lowest and the highest score that is allowed."""
    limit = largest_score(kind)
    return keys_of(np.array([-limit, limit], kind))


def as_bits(scores: ScoreArray) -> Keys:
    """The bits of scores as they stand in memory, without a copy where they stand in a row."""
    return _bits(np.ascontiguousarray(scores))


def _bits(scores: ScoreArray) -> Keys:
    return scores.view(f"u{scores.itemsize}")


def _shares(sample: Wide, lowest: int, lead: int, inner: int) -> Floats:
    """The share of the sample in each range."""
    inside = sample[(sample >= np.uint64(lowest))] - np.uint64(lowest)
    counts = np.bincount((inside >> np.uint64(lead)).astype(np.int64), minlength=inner)
    return counts[:inner] / max(1, len(sample))


def _starts(begin: int, lead: int, below: np.uint64, cut: tuple[Wide, Wide]) -> Wide:
    """The lowest key of each cell; the first one begins at the lowest key that is allowed."""
    size, width = cut
    ranges = np.repeat(np.arange(len(size), dtype=np.uint64), size.astype(np.int64))
    first = np.repeat(np.cumsum(size) - size, size.astype(np.int64))
    inside = (np.arange(len(ranges), dtype=np.uint64) - first) << width[ranges.astype(np.int64)]
    starts = np.uint64(begin) + (ranges << np.uint64(lead)) + inside
    starts[0] = below
    return starts


def _marks(kind: np.dtype[Any], lowest: int, highest: int) -> Keys:
    bits = 8 * kind.itemsize
    least, most = allowed_keys(kind).tolist()
    marks = [0, 1 << (bits - 1), (1 << bits) - 1, lowest, highest, least, most]
    return np.array(marks, f"u{kind.itemsize}")
