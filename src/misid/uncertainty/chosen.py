"""Three safeguards out of many: for each loss the one that lowers it by the largest share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from misid.results.run import Run
from misid.results.schema import ChangeNote
from misid.uncertainty.accounts import accounts, yearly
from misid.uncertainty.schema import Account

LOSSES = ("wrong_person_upheld", "not_sought_upheld", "photographs_held")
"""What safeguards are chosen by, and in which order."""


@dataclass(frozen=True)
class ChosenSafeguard:
    """A safeguard that was chosen: for which loss, what it is, and what a year brings with it."""

    loss: str
    change: ChangeNote
    accounts: tuple[Account, ...]
    draws: int

    def account(self, name: str) -> Account:
        """One of the accounts by its name."""
        return next(one for one in self.accounts if one.name == name)


def chosen(before: Run, tried: Mapping[str, Run]) -> tuple[ChosenSafeguard, ...]:
    """
    For each loss the safeguard that lowers it by the largest share, none of them twice.

    The share is of the middle world among those where there is something to lose. A loss that
    nothing lowers has no safeguard.

    Args:
        before: the programme without them.
        tried: with each of them alone, in the same worlds.
    """
    left, found = dict(tried), []
    for loss in LOSSES:
        shares = {name: _lowered(before, after, loss) for name, after in left.items()}
        best = max(shares, key=lambda name: shares[name], default="")
        if best and shares[best] > 0.0:
            after = left.pop(best)
            change, draws = after.made.changes[-1], before.stamp.draws
            both = accounts(before.evaluation, after.evaluation, paired=True)
            found.append(ChosenSafeguard(loss, change, both, draws))
    return tuple(found)


def _lowered(before: Run, after: Run, loss: str) -> float:
    old, new = yearly(before.evaluation, loss), yearly(after.evaluation, loss)
    some = old > 0.0
    return float(np.median(1.0 - new[some] / old[some])) if some.any() else 0.0
