"""A threshold of its own for each group."""

from __future__ import annotations

import numpy as np

from misid.arrays import Floats
from misid.machine.memo import take
from misid.matching import ImpostorField
from misid.matching.threshold import equal_thresholds, intensity_by_group
from misid.programme.parameters import Terms


def group_thresholds(terms: Terms) -> Floats | None:
    """
    The threshold of each group in each world, shape (worlds, groups).

    Where thresholds differ by group, first searches of people whose record is not searched return
    a stranger equally often in every group: as often as all of them do, on average over the stops,
    at the one threshold. Elsewhere it is that one.

    Returns: None where no world has thresholds by group.
    """
    if terms.per_group is None or not terms.per_group.any():
        return None
    at = np.repeat(terms.threshold[:, None], terms.people.stopped.shape[1], axis=1)
    rows = np.flatnonzero(terms.per_group)
    at[rows] = _equal(take(terms, rows))
    return at


def _equal(terms: Terms) -> Floats:
    one = np.ones_like(terms.threshold)
    fields = [
        terms.field.scaled(capture_effect=condition.capture_effect, records=one)
        for condition in terms.conditions
    ]
    weight = terms.people.stopped * (1.0 - terms.mated())
    # Where everybody has a record, nobody is left to be equal among; the stops stand in.
    weight = np.where(weight.sum(axis=1, keepdims=True) > 0, weight, terms.people.stopped)
    shares = np.stack([condition.share for condition in terms.conditions], axis=1)
    return equal_thresholds(fields, shares, weight, terms.threshold, terms.variance)


def expected_strangers(field: ImpostorField, terms: Terms, thresholds: Floats | None) -> Floats:
    """
    False candidates expected at the threshold that holds for each group, shape (worlds, groups).

    Args:
        field: impostor field.
        terms: they hold the one threshold.
        thresholds: those of the groups, as `group_thresholds` gives them.
    """
    if thresholds is None:
        return np.asarray(field.intensity(terms.threshold[:, None])[0][..., 0])
    return intensity_by_group(field, thresholds)[0]
