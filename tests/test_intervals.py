"""Medians, ranges and dots of many outputs at once."""

from __future__ import annotations

import numpy as np
import pytest

from misid.results.intervals import DOTS, InOrder, interval, intervals

SHARES = np.array([0.01, 0.05, 0.5, 0.95, 0.99])


def rows(worlds: int) -> np.ndarray:
    """Outputs of very different sizes: some zeros, some without trials, one without any."""
    values = np.exp(np.random.default_rng(worlds).normal(0.0, 5.0, (5, worlds)))
    values[1, : worlds // 3] = 0.0
    values[2, : worlds // 2] = np.nan
    values[3] = np.nan
    values[4, 0] = np.inf
    return values


@pytest.mark.parametrize("worlds", [1, 2, 3, 64, 1000, 1024])
def test_points_are_those_of_numpy_to_the_last_bit(worlds: int) -> None:
    """Each row by itself, of those worlds alone that have a value."""
    values = rows(worlds)
    points = InOrder.of(values).points(SHARES)
    for row, found in zip(values, points, strict=True):
        known = row[np.isfinite(row)]
        if len(known):
            assert np.quantile(known, SHARES).tolist() == found.tolist()


def test_many_rows_give_what_each_gives_alone() -> None:
    """Outputs in the same worlds are put in order together."""
    values = rows(64)
    assert tuple(interval(row) for row in values) == intervals(list(values))


def test_a_row_without_a_value_has_no_range_and_no_dots() -> None:
    """Nor has a row of no worlds."""
    nothing = InOrder.of(np.full((1, 4), np.nan))
    assert tuple(dict(nothing.intervals()[0]).values()) == (None, None, None)
    assert nothing.dots() == ((),)
    assert interval(np.empty(0)) == nothing.intervals()[0]


def test_dots_stand_for_equally_many_worlds() -> None:
    """Of 50 worlds each is one."""
    values = np.arange(DOTS, dtype=np.float64)
    assert values[0] < InOrder.of(values[None]).dots()[0][0] < values[1]
    assert len(InOrder.of(values[None]).dots()[0]) == DOTS


def test_a_point_between_none_and_some_is_none() -> None:
    """Halfway between a world without any and one with some is no world's number."""
    assert interval(np.array([0.0, 0.0, 4.0, 6.0])).median == 0.0
    assert interval(np.array([3.0, 4.0, 6.0, 8.0])).median == 5.0
