"""Operating points: what one search of a gallery of some size returns, as tests report it."""

from __future__ import annotations

import numpy as np

from misid.arrays import Floats
from misid.matching import false_positive_identification_rate, mates
from misid.programme.group_thresholds import expected_strangers, group_thresholds
from misid.programme.parameters import CaptureCondition, Terms


def false_positives(terms: Terms, gallery: Floats, growth_exponent: Floats) -> Floats:
    """
    Share of first searches of people whose own record is not searched that return a candidate.

    The threshold stays where each world has it, whatever the size of the gallery.

    Args:
        terms: a scenario's inputs in each world.
        gallery: records searched, shape (worlds,).
        growth_exponent: power of the gallery with which false candidates grow, shape (worlds,).
    Returns: shape (worlds,); NaN where that is nobody.
    """
    records = (gallery / terms.gallery) ** growth_exponent
    thresholds = group_thresholds(terms)
    rate = sum(
        _returned(terms, one, records, thresholds) * one.share[:, None] for one in terms.conditions
    )
    return _mean(np.asarray(rate), terms.people.stopped * (1.0 - terms.mated()))


def true_positives(terms: Terms) -> Floats:
    """
    Share of first searches of people whose own record is searched that return it, at any rank.

    Returns: shape (worlds,); NaN where that is nobody.
    """
    thresholds = group_thresholds(terms)
    rate = sum(
        _own_record_found(terms, one, thresholds) * one.share[:, None] for one in terms.conditions
    )
    return _mean(np.asarray(rate), terms.people.stopped * terms.mated())


def _returned(
    terms: Terms, condition: CaptureCondition, records: Floats, thresholds: Floats | None
) -> Floats:
    field = terms.field.scaled(capture_effect=condition.capture_effect, records=records)
    expected = expected_strangers(field, terms, thresholds)
    return false_positive_identification_rate(expected, terms.variance[:, None])


def _own_record_found(
    terms: Terms, condition: CaptureCondition, thresholds: Floats | None
) -> Floats:
    mate = mates(condition.law, terms.images, terms.miss_odds)
    _, above = mate.split(terms.threshold[:, None] if thresholds is None else thresholds)
    found = (1.0 - mate.lost) * np.swapaxes(above, 1, 2)
    return np.asarray((terms.home() * found).sum(axis=2))


def _mean(rate: Floats, weight: Floats) -> Floats:
    total = weight.sum(axis=1)
    mean: Floats = np.full_like(total, np.nan)
    np.divide((rate * weight).sum(axis=1), total, out=mean, where=total > 0)
    return mean
