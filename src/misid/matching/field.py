"""The impostor field: how likely a stranger's record is to look like the person searched for.

Pairs of groups differ. Their false match rates relative to the reference come from the region
matrix (read by eye off NIST's report cards, one decimal) and a ratio of the sexes, normalised
together so that the reference population as a whole has ratio 1 at every rarity.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from misid import evidence
from misid.errors import MeaningError
from misid.matching.rarity import LN10

Floats = NDArray[np.float64]

REGION_TABLE = "nist_frvt_region_fmr_log10_2020"
SEXES = ("F", "M")

# Beyond this false match rate for a single record the expansion of log1p loses accuracy.
_LARGEST_PAIR_RATE = 0.1


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
class Composition:
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

    def level(self, away: Floats) -> tuple[Floats, Floats]:
        """
        Log of the mean rate as the parts drift, and its slope in decades a decade.

        Args:
            away: rarity beyond the one at which ratios were measured, shape (worlds, points).
        """
        grown = np.exp(LN10 * self.drift[..., None] * away[:, None])
        total = np.einsum("wp,wpk->wk", self.rates, grown)
        bend = np.einsum("wp,wpk->wk", self.rates * self.drift, grown) / total
        return np.log(total / self.rates.shape[1]), bend


@dataclass(frozen=True)
class Field:
    """
    Expected false candidates of each group along the rarity axis.

    `weight` is the expected number at rarity 0, were rates proportional throughout, shape
    (worlds, groups); `lumps` the ratio of a typical matching record, which bends the curve where
    rates are not small; `sources` the share of each source, shape (worlds, groups, sources).
    """

    weight: Floats
    lumps: Floats
    sources: Floats
    drift: Floats
    reference: tuple[Reference, Reference]
    measured_at: Floats

    def intensity(self, rarity: Floats) -> tuple[Floats, Floats]:
        """
        Expected false candidates at or above each rarity, and their fall per unit of rarity.

        Args:
            rarity: points, shape (worlds, points).
        Returns: two arrays of shape (worlds, groups, points).
        """
        level, bend = self._reference(rarity)
        away = rarity - self.measured_at[:, None]
        log_rate = self.drift[..., None] * (LN10 * away)[:, None] + level[:, None]
        rate = np.exp(log_rate)
        lumped = self.lumps[..., None] * rate
        fall = LN10 * (1.0 - self.drift[..., None] + bend[:, None])
        expected = self.weight[..., None] * rate
        return expected * (1.0 + lumped / 2), expected * (1.0 + lumped) * fall

    def scaled(self, *, capture_effect: Floats, records: Floats) -> Field:
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

    def _reference(self, rarity: Floats) -> tuple[Floats, Floats]:
        """
        Log rate that keeps the reference population at exactly `10^-r`, and its bend.

        Without it a drift would move the meaning of rarity itself. Regions and sexes multiply, so
        the mean over both is the product of their means.
        """
        away = rarity - self.measured_at[:, None]
        regions, sexes = (one.level(away) for one in self.reference)
        return -LN10 * rarity - regions[0] - sexes[0], regions[1] + sexes[1]


def impostor_field(contrast: Contrast, composition: Composition) -> Field:
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
    reference = _references(contrast, regions, sexes)
    return Field(
        weight=total,
        lumps=second / total,
        sources=first / total[..., None],
        drift=_drift_of(reference, composition.cells),
        reference=reference,
        measured_at=contrast.measured_at,
    )


def reference_composition(worlds: int, gallery: Floats) -> Composition:
    """
    A designer's test: every region and sex alike, as probes and as records.

    Args:
        worlds: how many worlds.
        gallery: records in all, shape (worlds,).
    """
    cells = reference_cells()
    even = np.full((worlds, len(cells)), 1 / len(cells))
    return Composition(cells, probes=even, records=(gallery[:, None] * even)[:, None, :])


def reference_cells() -> tuple[tuple[str, str], ...]:
    """Region and sex of every reference group, in the order of the region matrix."""
    return tuple((region, sex) for region in region_names() for sex in SEXES)


def region_names() -> tuple[str, ...]:
    """The regions of birth of the region matrix."""
    return evidence.table(REGION_TABLE).columns[1:]


def check_rates(field: Field, threshold: Floats) -> None:
    """
    Refuse thresholds so low that one record of many matches anybody.

    Raises: MeaningError: the model does not hold there, and would say nothing useful.
    """
    expected, _ = field.intensity(threshold[:, None])
    rate = min(float(np.max(field.lumps * expected[..., 0] / field.weight)), 1.0)
    if rate > _LARGEST_PAIR_RATE:
        raise MeaningError(
            f"the threshold is so low that up to {rate:.0%} of all pairs of strangers match.",
            use=f"a threshold at which fewer than {_LARGEST_PAIR_RATE:.0%} of pairs match",
        )


def _factors(contrast: Contrast) -> tuple[Floats, Floats]:
    """Region factors (worlds, regions, regions) and sex factors (worlds, 2, 2), each of mean 1."""
    names = region_names()
    table = evidence.table(REGION_TABLE)
    log_rates = np.column_stack([table.numbers(name) for name in names])
    west, east = names.index("SSAFRICA"), names.index("EURO")
    steps = log_rates[west, west] - log_rates[east, east]
    power = np.log10(contrast.region_ratio) / steps
    regions = 10.0 ** (power[:, None, None] * (log_rates - log_rates.mean()))
    female, mixed = contrast.sex_ratio, contrast.cross_sex * np.sqrt(contrast.sex_ratio)
    sexes = np.stack([female, mixed, mixed, np.ones_like(female)], axis=1).reshape(-1, 2, 2)
    means = (part.mean(axis=(1, 2), keepdims=True) for part in (regions, sexes))
    return regions / next(means), sexes / next(means)


def _positions(cells: tuple[tuple[str, str], ...]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    names = region_names()
    pairs = [(names.index(region), SEXES.index(sex)) for region, sex in cells]
    region, sex = np.array(pairs).T
    return region, sex


def _pairs(regions: Floats, sexes: Floats, cells: tuple[tuple[str, str], ...]) -> Floats:
    region, sex = _positions(cells)
    return np.asarray(regions[:, region[:, None], region] * sexes[:, sex[:, None], sex])


def _references(contrast: Contrast, regions: Floats, sexes: Floats) -> tuple[Reference, Reference]:
    """Drift by where a part stands in log rate; the extreme groups of both lie 1 apart."""
    rates = regions.mean(axis=2), sexes.mean(axis=2)
    logs = [np.log10(part) for part in rates]
    width = sum(part.max(axis=1) - part.min(axis=1) for part in logs)
    share = (contrast.drift / np.where(width > 0, width, 1.0))[:, None]
    return Reference(rates[0], share * logs[0]), Reference(rates[1], share * logs[1])


def _drift_of(reference: tuple[Reference, Reference], cells: tuple[tuple[str, str], ...]) -> Floats:
    region, sex = _positions(cells)
    return np.asarray(reference[0].drift[:, region] + reference[1].drift[:, sex])
