"""The impostor field: how likely a stranger's record is to look like the person searched for.

Pairs of groups differ. Their false match rates relative to the reference come from the region
matrix (read by eye off NIST's report cards, one decimal) and a ratio of the sexes, normalised
together so that the reference population as a whole has ratio 1 at every rarity.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

import numpy as np

from misid import evidence
from misid.arrays import Floats, Integers
from misid.errors import MeaningError
from misid.machine.compiled import bare, compiled
from misid.machine.vector_math import exponential
from misid.matching.rarity import LN10

REGION_TABLE = "nist_frvt_region_fmr_log10_2020"
SEXES = ("F", "M")

# Beyond this false match rate for a single record the expansion of log1p loses accuracy.
_LARGEST_PAIR_RATE = 0.1
_MOST_LOW_WORLDS = 0.01


@dataclass(frozen=True)
class Contrast:
    """
    How strongly groups differ, in each world; arrays of shape (worlds,).

    `region_ratio` is the false match rate of West African over East European pairs, `sex_ratio`
    that of female over male pairs, `cross_sex` that of mixed pairs over the geometric mean of
    both, `drift` the decades by which the ratio of the extreme reference groups grows for every
    decade of rarity beyond `measured_at`. Nobody has published the last two.
    """

    region_ratio: Floats
    sex_ratio: Floats
    cross_sex: Floats
    drift: Floats
    measured_at: Floats


@dataclass(frozen=True)
class ProbesAndRecords:
    """
    Who is searched for, and the records that are searched.

    `cells` are (region, sex) of each group; `probes` their shares among searches, shape
    (worlds, groups); `records` the records of each group in each source, shape
    (worlds, sources, groups).
    """

    cells: tuple[tuple[str, str], ...]
    probes: Floats
    records: Floats


@dataclass(frozen=True)
class Reference:
    """
    One way of dividing the reference population (regions, or sexes), shape (worlds, parts).

    `rates` of its parts against all records, mean 1; `drift` of each, in decades a decade.
    """

    rates: Floats
    drift: Floats


@dataclass(frozen=True)
class ImpostorField:
    """
    Expected false candidates of each group along the rarity axis.

    `weight` is the expected number at rarity 0, were rates proportional throughout, shape
    (worlds, groups); `lumps` the ratio of a typical matching record, which bends the curve where
    rates are not small; `sources` the share of each source, shape (worlds, groups, sources).

    The rate of a group drifts with its region and its sex (their positions in `reference`). It is
    divided by the mean over the reference population, which so keeps exactly `10^-r`: without that
    a drift would move the meaning of rarity itself.
    """

    weight: Floats
    lumps: Floats
    sources: Floats
    reference: tuple[Reference, Reference]
    region: tuple[int, ...]
    sex: tuple[int, ...]
    measured_at: Floats

    def intensity(self, rarity: Floats) -> tuple[Floats, Floats]:
        """
        Expected false candidates at or above each rarity, and their fall per unit of rarity.

        Args:
            rarity: points, shape (worlds, points).
        Returns: two arrays of shape (worlds, groups, points).
        """
        places = np.array([self.region, self.sex], dtype=np.int64).reshape(2, -1)
        expected, fall = (np.empty((*self.weight.shape, rarity.shape[1])) for _ in range(2))
        weight, lumps = np.ascontiguousarray(self.weight), np.ascontiguousarray(self.lumps)
        _fill(self._references(rarity), places, (weight, lumps), expected, fall)
        return expected, fall

    def _references(self, rarity: Floats) -> _References:
        regions, sexes = self.reference
        parts = regions.rates, regions.drift, sexes.rates, sexes.drift, self.measured_at, rarity
        return _References(*(np.ascontiguousarray(part) for part in parts))

    def of_group(self, number: int) -> ImpostorField:
        """The field of one group alone."""
        return self.of_groups((number,))

    def of_groups(self, numbers: Sequence[int] | Integers) -> ImpostorField:
        """The field of some of the groups."""
        at = list(numbers)
        return replace(
            self,
            weight=self.weight[:, at],
            lumps=self.lumps[:, at],
            sources=self.sources[:, at],
            region=tuple(self.region[one] for one in at),
            sex=tuple(self.sex[one] for one in at),
        )

    def scaled(self, *, capture_effect: Floats, records: Floats) -> ImpostorField:
        """
        The field of poorer photographs, or of a gallery of another size.

        Args:
            capture_effect: factor on every false match rate, shape (worlds,).
            records: factor on the number of records of every kind, shape (worlds,).
        """
        return replace(
            self,
            weight=self.weight * (capture_effect * records)[:, None],
            lumps=self.lumps * capture_effect[:, None],
        )


class _References(NamedTuple):
    """Rates and drifts of regions and of sexes, where ratios were measured, and the points."""

    regions: Floats
    region_drift: Floats
    sexes: Floats
    sex_drift: Floats
    measured_at: Floats
    rarity: Floats


@compiled
def _fill(
    references: _References,
    places: Integers,
    groups: tuple[Floats, Floats],
    expected: Floats,
    fall: Floats,
) -> None:
    """Strangers of each group and their fall; `groups` are their weight and lumps."""
    weight, lumps = groups
    points = expected.shape[2]
    regions = np.empty((references.regions.shape[1], points))
    sexes, shared = np.empty((references.sexes.shape[1], points)), np.empty((4, points))
    away, rate, bend = shared[0], shared[1], shared[2]
    for world in range(expected.shape[0]):
        rarity, measured_at = references.rarity[world], references.measured_at[world]
        region_drift, sex_drift = references.region_drift[world], references.sex_drift[world]
        for point in range(points):
            away[point] = LN10 * (rarity[point] - measured_at)
            rate[point] = exponential(-LN10 * rarity[point])
            bend[point] = 0.0
        _grown(references.regions[world], region_drift, shared, regions)
        _grown(references.sexes[world], sex_drift, shared, sexes)
        for group in range(expected.shape[1]):
            region, sex = places[0, group], places[1, group]
            many, lump = weight[world, group], lumps[world, group]
            steep = 1.0 - (region_drift[region] + sex_drift[sex])
            above, down = expected[world, group], fall[world, group]
            for point in range(points):
                each = regions[region, point] * sexes[sex, point] * rate[point]
                strangers, lumped = many * each, lump * each
                above[point] = strangers * (1.0 + lumped / 2)
                down[point] = strangers * (1.0 + lumped) * (LN10 * (steep + bend[point]))


@bare
def _grown(rates: Floats, drift: Floats, shared: Floats, parts: Floats) -> None:
    """
    How far each part has drifted from the mean, as a factor; the mean's slope is added to the bend.

    `shared` are the rarity away, the rate, the bend and a row to work in.
    """
    away, bend, total = shared[0], shared[2], shared[3]
    total[:] = 0.0
    for part in range(parts.shape[0]):
        for point in range(parts.shape[1]):
            parts[part, point] = exponential(drift[part] * away[point])
            total[point] += rates[part] * parts[part, point]
    for part in range(parts.shape[0]):
        share = rates[part] * drift[part]
        for point in range(parts.shape[1]):
            bend[point] += share * parts[part, point] / total[point]
            parts[part, point] *= parts.shape[0] / total[point]


def impostor_field(contrast: Contrast, composition: ProbesAndRecords) -> ImpostorField:
    """
    The field of a gallery for the people who are searched for, with good photographs.

    Args:
        contrast: how strongly groups differ.
        composition: groups, and the records of each in each source.
    Returns: the field; rates are summed over records, so the gallery's size is in it.
    """
    regions, sexes = _factors(contrast)
    ratios = _pairs(regions, sexes, composition.cells)
    first = np.einsum("wgh,wjh->wgj", ratios, composition.records)
    second = np.einsum("wgh,wjh->wg", ratios**2, composition.records)
    total = first.sum(axis=2)
    region, sex = _positions(composition.cells)
    return ImpostorField(
        weight=total,
        lumps=second / total,
        sources=first / total[..., None],
        reference=_references(contrast, regions, sexes),
        region=region,
        sex=sex,
        measured_at=contrast.measured_at,
    )


def reference_composition(worlds: int, gallery: Floats) -> ProbesAndRecords:
    """
    A designer's test: every region and sex alike, as probes and as records.

    Args:
        worlds: how many worlds.
        gallery: records in all, shape (worlds,).
    """
    cells = reference_cells()
    even = np.full((worlds, len(cells)), 1 / len(cells))
    return ProbesAndRecords(cells, probes=even, records=(gallery[:, None] * even)[:, None, :])


def reference_cells() -> tuple[tuple[str, str], ...]:
    """Region and sex of every reference group, in the order of the region matrix."""
    return tuple((region, sex) for region in region_names() for sex in SEXES)


def region_names() -> tuple[str, ...]:
    """The regions of birth of the region matrix."""
    return evidence.table(REGION_TABLE).columns[1:]


def lowest_threshold(field: ImpostorField) -> Floats:
    """Rarity below which a record of the likest group matches one stranger in ten, (worlds,)."""
    return np.asarray(np.log10(field.lumps.max(axis=1) / _LARGEST_PAIR_RATE))


def check_rates(field: ImpostorField, threshold: Floats) -> None:
    """
    Refuse thresholds so low that one stranger of a few matches anybody.

    Far tails of drawn ranges may reach there; they are held at the lowest threshold instead.

    Raises: MeaningError: in more than one world of a hundred the model does not hold.
    """
    low = float(np.mean(threshold <= lowest_threshold(field)))
    if low > _MOST_LOW_WORLDS:
        raise MeaningError(
            f"the threshold is so low, in {low:.0%} of the possible worlds, that more than "
            f"{_LARGEST_PAIR_RATE:.0%} of some pairs of strangers match.",
            use="a stricter threshold.rate, such as 0.003 under the policy fpir",
        )


def _factors(contrast: Contrast) -> tuple[Floats, Floats]:
    """Region factors (worlds, regions, regions) and sex factors (worlds, 2, 2), each of mean 1."""
    names, log_rates = region_names(), _log_rates()
    west, east = names.index("SSAFRICA"), names.index("EURO")
    steps = log_rates[west, west] - log_rates[east, east]
    power = np.log10(contrast.region_ratio) / steps
    regions = 10.0 ** (power[:, None, None] * (log_rates - log_rates.mean()))
    female, mixed = contrast.sex_ratio, contrast.cross_sex * np.sqrt(contrast.sex_ratio)
    sexes = np.stack([female, mixed, mixed, np.ones_like(female)], axis=1).reshape(-1, 2, 2)
    means = (part.mean(axis=(1, 2), keepdims=True) for part in (regions, sexes))
    return regions / next(means), sexes / next(means)


@cache
def _log_rates() -> Floats:
    """The region matrix, read from its table once."""
    table = evidence.table(REGION_TABLE)
    found = np.column_stack([table.numbers(name) for name in region_names()])
    found.setflags(write=False)
    return found


def _positions(cells: tuple[tuple[str, str], ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    names = region_names()
    regions = tuple(names.index(region) for region, _ in cells)
    return regions, tuple(SEXES.index(sex) for _, sex in cells)


def _pairs(regions: Floats, sexes: Floats, cells: tuple[tuple[str, str], ...]) -> Floats:
    region, sex = (np.array(places) for places in _positions(cells))
    return np.asarray(regions[:, region[:, None], region] * sexes[:, sex[:, None], sex])


def _references(contrast: Contrast, regions: Floats, sexes: Floats) -> tuple[Reference, Reference]:
    """Drift by where a part stands in log rate; the extreme groups of both lie 1 apart."""
    rates = regions.mean(axis=2), sexes.mean(axis=2)
    logs = [np.log10(part) for part in rates]
    width = sum(part.max(axis=1) - part.min(axis=1) for part in logs)
    share = (contrast.drift / np.where(width > 0, width, 1.0))[:, None]
    return Reference(rates[0], share * logs[0]), Reference(rates[1], share * logs[1])
