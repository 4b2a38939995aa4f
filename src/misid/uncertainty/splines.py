"""Terms of natural cubic splines of normal scores, alone and multiplied."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from scipy.special import ndtri

from misid.arrays import Floats

_OUTER_KNOT = 0.01
# A direction of less than this share of the largest one's sum of squares repeats the others.
_REPEATED = 1e-9
_ROUNDING = 1e-12


def additive(scores: Floats, knots: int) -> Floats:
    """Terms of natural cubic splines of every input, shape (worlds, terms)."""
    return np.concatenate([_terms(score, knots) for score in scores.T], axis=1)


def crossed(scores: Floats, knots: int) -> Floats:
    """
    The same, and the products of each term of one input with each of another.

    References: Hastie, Tibshirani and Friedman 2009, The Elements of Statistical Learning, 5.7
        (the tensor product of two bases; the clause is given from memory).
    """
    bases = [_terms(score, knots) for score in scores.T]
    products = [
        (one[:, :, None] * other[:, None, :]).reshape(len(scores), -1)
        for one, other in combinations(bases, 2)
    ]
    return np.concatenate([*bases, *products], axis=1)


def orthonormal(terms: Floats) -> Floats:
    """
    What a constant and these terms span, as orthonormal columns.

    Through the eigenvectors of the normal matrix, twice, for what rounding left of the first time.
    """
    terms = (terms - terms.mean(axis=0)) / np.maximum(terms.std(axis=0), _ROUNDING)
    columns = np.column_stack([np.ones(len(terms)), terms])
    for _ in range(2):
        sizes, turned = np.linalg.eigh(columns.T @ columns)
        kept = sizes > _REPEATED * sizes[-1]
        columns = columns @ (turned[:, kept] / np.sqrt(sizes[kept]))
    return columns


def _terms(score: Floats, knots: int) -> Floats:
    """
    Natural cubic spline: the score itself and a bend at each inner knot, shape (worlds, terms).

    References: Hastie, Tibshirani and Friedman 2009, The Elements of Statistical Learning, 5.2.1.
    """
    at = ndtri(np.linspace(_OUTER_KNOT, 1.0 - _OUTER_KNOT, knots))
    above = np.maximum(score[:, None] - at, 0.0)
    bends = (above * above * above - (above[:, -1:] * above[:, -1:] * above[:, -1:]))[:, :-1]
    bends /= at[-1] - at[:-1]
    return np.column_stack([score, bends[:, :-1] - bends[:, -1:]])
