"""The people who may be stopped, where they live, and how often each is stopped.

People stand in a row: those of the first agency first, group by group, and within a group those who
are there from the beginning before those who come later. So a person is a number, and what
agency and group they belong to follows from it.

How often a person is stopped is Poisson with a gamma distributed propensity, so negative binomial;
given the number, the moments are independent. Where agencies have busy and quiet years, the moments
follow those. Stops outside the time in which somebody lives there are left out, which leaves
exactly those of the time in which they do.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.special import gammaincinv

from misid.arrays import Floats, Integers
from misid.errors import MeaningError
from misid.machine.compiled import bare
from misid.machine.philox import Key, block, uniform
from misid.programme.people.agencies import Agencies

MONTHS_A_YEAR = 12
DAY = 86_400
MONTH = 2_629_800
YEAR = MONTHS_A_YEAR * MONTH
"""Seconds; a year has 365.25 days and a month is a twelfth of it."""

MOST_PEOPLE = 10**11
_MOST_STOPS = 600.0
_SURELY = 1e-17


class Unit(NamedTuple):
    """People in a row, of one agency and one group, all from the beginning or all later."""

    agency: int
    group: int
    newcomers: bool
    first: int
    people: int


@dataclass(frozen=True)
class Population:
    """
    Everybody, and how often they are stopped.

    `rate`: stops a year of one person of each group in each month, shape (months, groups), before
    their own propensity; `busy`: factor of each agency in each year, (agencies, years), mean 1;
    `unevenness`: variance of the propensity.
    """

    agencies: Agencies
    units: tuple[Unit, ...]
    rate: Floats
    busy: Floats
    unevenness: float

    @property
    def months(self) -> int:
        """Length of the simulation."""
        return len(self.rate)

    @property
    def people(self) -> int:
        """Everybody who lives there at some time."""
        return sum(unit.people for unit in self.units)

    def expected_stops(self) -> float:
        """Stops in all, if nobody's number of stops varied."""
        each = self.intensity()
        at = np.array([[unit.agency, unit.group] for unit in self.units])
        count = np.array([unit.people for unit in self.units])
        there = np.array([0.0 if unit.newcomers else 1.0 for unit in self.units])
        return float((each[at[:, 0], :, at[:, 1]].sum(axis=1) * count * there).sum())

    def intensity(self) -> Floats:
        """Stops of one person in each month, shape (agencies, months, groups)."""
        busy = np.repeat(self.busy, MONTHS_A_YEAR, axis=1)[:, : self.months]
        return np.asarray(busy[:, :, None] * self.rate / MONTHS_A_YEAR)


@dataclass(frozen=True)
class Living:
    """
    How many people live there.

    `people` at a time, `composition` their shares by group, `leaving` how many move away in a year
    for each one there, each replaced by a newcomer.
    """

    people: float
    composition: Floats
    leaving: float


def populate(
    agencies: Agencies,
    living: Living,
    *,
    rate: Floats,
    unevenness: float,
    busy: Floats,
) -> Population:
    """
    Everybody in a row.

    Args:
        agencies: people are divided between them as the stops are.
        living: how many, of which groups.
        rate: stops a year of one person, shape (months, groups).
        unevenness: variance of a person's propensity relative to its mean (squared).
        busy: factor of each agency in each year, shape (agencies, years).
    Raises: MeaningError: too many people, or more stops than so few people allow.
    """
    _check(living.people, rate)
    share = agencies.stops_a_year / agencies.total
    of_cell = (share[:, None] * living.composition / living.composition.sum()).reshape(-1)
    years = len(rate) / MONTHS_A_YEAR
    there = _whole(of_cell * living.people)
    later = _whole(of_cell * living.people * living.leaving * years)
    units, first = [], 0
    groups = len(living.composition)
    for cell, counts in enumerate(zip(there.tolist(), later.tolist(), strict=True)):
        for newcomers, people in zip((False, True), counts, strict=True):
            units += [Unit(cell // groups, cell % groups, newcomers, first, people)]
            first += people
    present = tuple(unit for unit in units if unit.people)
    return Population(agencies, present, rate, busy, unevenness)


def _check(people: float, rate: Floats) -> None:
    if not 1.0 <= people <= MOST_PEOPLE:
        what = f"stops.people is {people:,.0f}, but from 1 to {MOST_PEOPLE:,} people are simulated."
        raise MeaningError(what, use="a scenario with another number of people")
    a_person = float(rate.mean(axis=0).max())
    in_all = a_person * len(rate) / MONTHS_A_YEAR
    if a_person > 365.25 or in_all > _MOST_STOPS:
        what = (
            f"a person would be stopped {a_person:,.0f} times a year, {in_all:,.0f} times in all: "
            f"more stops than {people:,.0f} people allow."
        )
        use = f"fewer stops.a_year, more stops.people, or at most {_MOST_STOPS:,.0f} stops a person"
        raise MeaningError(what, use=use)


def _whole(parts: Floats) -> Integers:
    """Whole numbers that add up to the rounded total, each within one of its part."""
    upto = np.rint(np.cumsum(parts)).astype(np.int64)
    return np.diff(upto, prepend=0)


def busy_years(agencies: int, years: int, *, variance: float, key: Key) -> Floats:
    """How busy each agency is in each year: gamma distributed, mean 1, (agencies, years)."""
    if variance <= 0.0:
        return np.ones((agencies, years))
    luck = np.empty((agencies, years))
    _fill(luck, key.k0, key.k1)
    return np.asarray(gammaincinv(1.0 / variance, luck) * variance)


@bare
def _fill(luck: Floats, k0: np.uint64, k1: np.uint64) -> None:
    zero = np.uint64(0)
    for row in range(luck.shape[0]):
        for column in range(luck.shape[1]):
            words = block(np.uint64(row), np.uint64(column), zero, zero, k0, k1)
            luck[row, column] = uniform(words[0], words[1])


@bare
def fill_timetable(upto: Floats, busy: Floats, rate: Floats) -> float:
    """
    The share of a person's stops up to the end of each month.

    Args:
        upto: filled, shape (months + 1,); rises from 0 to 1.
        busy: of the agency in each year.
        rate: stops a year of one person of the group in each month, shape (months,).
    Returns: stops of one person over the whole time, on average.
    """
    total = 0.0
    upto[0] = 0.0
    for month in range(rate.size):
        total += busy[month // MONTHS_A_YEAR] * rate[month] / MONTHS_A_YEAR
        upto[month + 1] = total
    for month in range(1, upto.size):
        upto[month] = upto[month] / total if total > 0.0 else month / rate.size
    upto[rate.size] = 1.0
    return total


def most_stops(mean: float, unevenness: float) -> int:
    """A number of stops that nobody exceeds, but for a probability below the uniforms' steps."""
    spread = math.sqrt(mean + unevenness * mean**2)
    return int(mean + 60.0 * spread + 45.0 * (1.0 + unevenness * mean)) + 50


@bare
def begin_counts(counts: Floats, mean: float, unevenness: float) -> None:
    """
    The law of how often a person is stopped: negative binomial, or Poisson at unevenness 0.

    Args:
        counts: shape (2, most stops); the first column is filled: probability of at most none, and
            of none.
        mean: of one person.
        unevenness: variance of the propensity.
    """
    log = -math.log1p(unevenness * mean) / unevenness if unevenness > 0.0 else -mean
    counts[0, 0] = counts[1, 0] = math.exp(log)


@bare
def drawn_count(counts: Floats, filled: int, luck: float, law: tuple[float, float]) -> int:
    """
    The number of stops for some luck; as many further columns are filled as that needs.

    Args:
        counts: as `begin_counts` leaves it.
        filled: columns that are filled.
        luck: a uniform number.
        law: mean and unevenness.
    Returns: the number; columns up to it are filled.
    """
    mean, unevenness = law
    shrink = mean / (1.0 + unevenness * mean)
    for count in range(counts.shape[1]):
        if count >= filled:
            factor = shrink * (1.0 + unevenness * (count - 1)) / count
            counts[1, count] = counts[1, count - 1] * factor
            counts[0, count] = counts[0, count - 1] + counts[1, count]
        if luck < counts[0, count] or (count > mean and counts[1, count] < _SURELY):
            return count
    return int(counts.shape[1]) - 1
