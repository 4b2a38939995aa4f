"""Periods share their clumps: the same people come again from one month to the next.

Shares that vary as Dirichlet's law, once for all periods, and counts of each period given those: so
the sum over periods varies as one period of that length would, and each on its own as a part of it.
Taken one after the other, each period has the shares that those before it left (Polya's urn).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import logsumexp

from misid.arrays import Floats, Integers
from misid.inference.counting_law import CountRange, log_of_cells

_LEAST, _MOST = 1e-6, 1e12


@dataclass(frozen=True)
class Clumps:
    """
    What so far is known of the shares that periods have in common.

    `log_shares` (worlds, cells); `strength`: sum of the Dirichlet parameters, (worlds,).
    """

    log_shares: Floats
    strength: Floats

    @classmethod
    def of(cls, log_shares: Floats, counted: Floats, repeats: Floats) -> Clumps:
        """
        Before anything was counted.

        Args:
            log_shares: of the cells, (worlds, cells).
            counted: how many are counted in the time in which `repeats` add to the dispersion.
            repeats: what they add to it, (worlds,).
        """
        strength = counted / np.maximum(repeats, 1.0 / _MOST) - 1.0
        return cls(log_shares, np.clip(strength, _LEAST, _MOST))

    def dispersion(self, total: float | Floats | Integers) -> Floats:
        """Variance of counts of so many over that of independent ones."""
        return np.asarray(1.0 + np.maximum(total - 1.0, 0.0) / (self.strength + 1.0))

    def log_of(self, total: int, cells: Sequence[CountRange | None]) -> Floats:
        """Log probability that counts of a total lie in their ends; None: nobody said."""
        return log_of_cells(total, cells, self.log_shares, self.dispersion(total))

    def given(self, total: float, cells: Sequence[CountRange | None]) -> Clumps:
        """
        After such counts.

        A cell that is a range counts as what its share makes likely within it, cells of which
        nothing is said as the rest in proportion.
        """
        found = total * np.exp(self.log_shares)
        for place, cell in enumerate(cells):
            if cell is not None:
                found[:, place] = np.clip(found[:, place], cell.least, cell.most)
        unsaid = [place for place, cell in enumerate(cells) if cell is None]
        said = [place for place, cell in enumerate(cells) if cell is not None]
        rest = np.maximum(total - found[:, said].sum(axis=1), 0.0)
        among = self.log_shares[:, unsaid]
        if unsaid:
            whole = np.maximum(logsumexp(among, axis=1, keepdims=True), -1.0 / _LEAST)
            found[:, unsaid] = rest[:, None] * np.exp(among - whole)
        with np.errstate(divide="ignore"):
            sizes = np.logaddexp(np.log(self.strength)[:, None] + self.log_shares, np.log(found))
        strength = self.strength + found.sum(axis=1)
        return Clumps(sizes - np.log(strength)[:, None], strength)
