"""Exponentials and logarithms made of arithmetic agree with those of a longer number."""

import numpy as np
import pytest

from misid.arrays import Floats
from misid.machine.compiled import compiled
from misid.machine.vector_math import (
    exponential,
    exponential_less_one,
    log_one_and,
    logarithm,
)

UNIT = 2.0**-52


@compiled
def exponentials(x: Floats, out: Floats) -> None:
    """Fill both rows: of each number, and less one."""
    for point in range(len(x)):
        out[0, point], out[1, point] = exponential(x[point]), exponential_less_one(x[point])


@compiled
def logarithms(x: Floats, out: Floats) -> None:
    """Fill both rows: of one and each number, taken from their sum and from the number."""
    for point in range(len(x)):
        out[0, point], out[1, point] = logarithm(1.0 + x[point]), log_one_and(x[point])


def spread(low: float, high: float, number: int = 20_000) -> Floats:
    """Numbers at random between two ends."""
    return np.random.default_rng(1).uniform(low, high, number)


def units(given: Floats, exact: Floats) -> float:
    """The largest distance in units of the last place."""
    return float(np.max(np.abs(given / exact - 1.0)) / UNIT)


@pytest.mark.parametrize(("low", "high"), [(-700.0, 700.0), (-1.0, 1.0), (-1e-9, 1e-9)])
def test_exponentials_are_good_to_two_units_of_the_last_place(low: float, high: float) -> None:
    """Over the whole range, around 0 and next to it."""
    x = spread(low, high)
    out = np.empty((2, len(x)))
    exponentials(x, out)
    long = x.astype(np.longdouble)
    assert units(out[0], np.exp(long)) <= 2.0
    assert units(out[1], np.expm1(long)) <= 4.0


@pytest.mark.parametrize("powers", [(-80.0, 0.0), (0.0, 600.0)])
def test_logarithms_are_good_to_two_units_of_the_last_place(powers: tuple[float, float]) -> None:
    """Of numbers next to 1 and far above it."""
    x = np.exp(spread(*powers))
    out = np.empty((2, len(x)))
    logarithms(x, out)
    exact = np.log((1.0 + x).astype(np.longdouble))
    one = 1.0 + x == 1.0
    assert units(out[0][~one], exact[~one]) <= 2.0
    assert not out[0][one].any()
    assert units(out[1], np.log1p(x.astype(np.longdouble))) <= 4.0


def test_a_number_is_the_same_alone_and_among_others() -> None:
    """So that a world gives the same numbers whichever others are worked out beside it."""
    x = spread(-30.0, 30.0, 37)
    whole, alone = np.empty((2, 37)), np.empty((2, 1))
    exponentials(x, whole)
    for place in range(37):
        exponentials(x[place : place + 1], alone)
        assert alone[:, 0].tolist() == whole[:, place].tolist()


def test_what_is_no_number_stays_none_and_ends_are_held() -> None:
    """NaN is never turned into a number; beyond the range its ends stand."""
    out = np.empty((2, 4))
    exponentials(np.array([np.nan, np.inf, -np.inf, 0.0]), out)
    assert np.isnan(out[:, 0]).all()
    assert 8e307 < out[0, 1] < np.inf
    assert 0.0 < out[0, 2] < 4e-308
    assert out[1, 2] == -1.0
    assert out[:, 3].tolist() == [1.0, 0.0]
