"""Operating points: what one search of a gallery of some size returns, as tests report it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from misid.matching import false_positive_identification_rate, mates
from misid.programme.terms import Condition, Terms

Floats = NDArray[np.float64]


def false_positives(terms: Terms, gallery: Floats, growth_exponent: Floats) -> Floats:
    """
    Share of first searches of people who are not enrolled that return a candidate.

    The threshold stays where each world has it, whatever the size of the gallery.

    Args:
        terms: a scenario's inputs in each world.
        gallery: records searched, shape (worlds,).
        growth_exponent: power of the gallery with which false candidates grow, shape (worlds,).
    Returns: shape (worlds,); NaN where everybody is enrolled.
    """
    people = terms.people
    records = (gallery / terms.gallery) ** growth_exponent
    rate = sum(_returned(terms, one, records) * one.share[:, None] for one in terms.conditions)
    return _mean(np.asarray(rate), people.stopped * (1.0 - people.enrolled))


def true_positives(terms: Terms) -> Floats:
    """
    Share of first searches of enrolled people that return their own record, whatever its rank.

    Returns: shape (worlds,); NaN where nobody is enrolled.
    """
    people = terms.people
    rate = sum(_found(terms, one) * one.share[:, None] for one in terms.conditions)
    return _mean(np.asarray(rate), people.stopped * people.enrolled)


def _returned(terms: Terms, condition: Condition, records: Floats) -> Floats:
    field = terms.field.scaled(capture_effect=condition.capture_effect, records=records)
    expected, _ = field.intensity(terms.threshold[:, None])
    return false_positive_identification_rate(expected[..., 0], terms.variance[:, None])


def _found(terms: Terms, condition: Condition) -> Floats:
    mate = mates(condition.law, terms.images, terms.miss_odds)
    _, above = mate.split(terms.threshold[:, None])
    found = (1.0 - mate.lost) * above[:, None, :, 0]
    return np.asarray((terms.people.home * found).sum(axis=2))


def _mean(rate: Floats, weight: Floats) -> Floats:
    total = weight.sum(axis=1)
    mean: Floats = np.full_like(total, np.nan)
    np.divide((rate * weight).sum(axis=1), total, out=mean, where=total > 0)
    return mean
