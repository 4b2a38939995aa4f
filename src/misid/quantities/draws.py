"""Stratified uniforms keyed by name: the luck of an input depends on its name, on nothing else."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from misid.arrays import Floats, Integers, PhiloxWords

_MANTISSA_BITS = 52


class Luck(Protocol):
    """Where inputs get their uniform numbers from."""

    @property
    def size(self) -> int:
        """How many worlds."""

    def uniforms(self, name: str) -> Floats:
        """Numbers in the open interval (0, 1), one a world, for the input of this name."""


@dataclass(frozen=True)
class Draws:
    """
    The parameter draws of one run: `size` possible worlds under one `seed`.

    Each input gets one point in each of `size` strata of equal probability, in an order that a
    counter-based generator (Philox) keyed with (seed, name) decides. So two scenarios that share
    an input share its draws, whatever else they contain.
    """

    seed: int
    size: int
    _drawn: dict[str, Floats] = field(default_factory=dict, repr=False, compare=False)

    def uniforms(self, name: str) -> Floats:
        """
        One number in the open interval (0, 1) for each world, one in each stratum; drawn once.

        Args:
            name: the input's path in the scenario, such as `gallery.records`.
        Returns: array of shape (size,).
        Example:
            >>> Draws(seed=1, size=4).uniforms("stops").shape
            (4,)
        """
        if name not in self._drawn:
            self._drawn[name] = self._points(name)
        return self._drawn[name]

    def _points(self, name: str) -> Floats:
        raw = _generator(self.seed, name).random_raw(2 * self.size)
        order = np.argsort(raw[: self.size], kind="stable")
        jitter = _open_unit(raw[self.size :])
        points: Floats = (order + jitter) / self.size
        drawn: Floats = np.clip(points, np.finfo(float).tiny, np.nextafter(1.0, 0.0))
        drawn.flags.writeable = False
        return drawn


@dataclass(frozen=True)
class Some:
    """
    Some of the worlds of other draws, by position: each keeps its luck in every input.

    `each_once`: they are a sample too, and no world of it stands there twice.
    """

    draws: Luck
    rows: Integers
    each_once: bool = False
    _drawn: dict[str, Floats] = field(default_factory=dict, repr=False, compare=False)

    @property
    def size(self) -> int:
        """How many worlds."""
        return len(self.rows)

    def uniforms(self, name: str) -> Floats:
        """The numbers of these worlds, drawn once."""
        if name not in self._drawn:
            self._drawn[name] = self.draws.uniforms(name)[self.rows]
        return self._drawn[name]


def independent(seed: int, name: str, size: int) -> Floats:
    """
    Independent numbers in (0, 1), keyed by name, in no strata.

    Args:
        seed: of the run.
        name: what they are for; no other numbers have it.
        size: how many.
    """
    return _open_unit(_generator(seed, name).random_raw(size))


def generator(seed: int, name: str) -> np.random.Generator:
    """A counter-based generator keyed by name, for laws that no uniform number is turned into."""
    return np.random.Generator(_generator(seed, name))


def _generator(seed: int, name: str) -> np.random.Philox:
    digest = hashlib.sha256(f"{seed}\x00{name}".encode()).digest()
    return np.random.Philox(key=int.from_bytes(digest[:16], "little"))


def _open_unit(raw: PhiloxWords) -> Floats:
    """52 bits plus a half: with 53 bits the largest uniform is 1.0 itself."""
    bits = raw >> np.uint64(64 - _MANTISSA_BITS)
    return (bits.astype(np.float64) + 0.5) / 2.0**_MANTISSA_BITS
