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
    reference_mean: Floats
    reference_drift: Floats
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

        Without it a drift would move the meaning of rarity itself.
        """
        away = rarity - self.measured_at[:, None]
        grown = self.reference_mean[..., None] * np.exp(
            LN10 * self.reference_drift[..., None] * away[:, None]
        )
        total = grown.mean(axis=1)
        bend = (self.reference_drift[..., None] * grown).mean(axis=1) / total
        return -LN10 * rarity - np.log(total), bend


def impostor_field(contrast: Contrast, composition: Composition) -> Field:
    """
    The field of a gallery for the people who are searched for, with good photographs.

    Args:
        contrast: how strongly groups differ.
        composition: groups, and the records of each in each source.
    Returns: the field; rates are summed over records, so the gallery's size is in it.
    """
    regions, sexes, mean_of_both = _factors(contrast)
    ratios = _pairs(regions, sexes, composition.cells) / mean_of_both[:, None, None]
    first = np.einsum("wgh,wjh->wgj", ratios, composition.records)
    second = np.einsum("wgh,wjh->wg", ratios**2, composition.records)
    total = first.sum(axis=2)
    rows = _row_means(regions, sexes) / mean_of_both[:, None]
    reference_drift = contrast.drift[:, None] * _span(rows)
    return Field(
        weight=total,
        lumps=second / total,
        sources=first / total[..., None],
        drift=reference_drift[:, _reference_index(composition.cells)],
        reference_mean=rows,
        reference_drift=reference_drift,
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


def _factors(contrast: Contrast) -> tuple[Floats, Floats, Floats]:
    """Region factors (worlds, regions, regions), sex factors (worlds, 2, 2), mean of both."""
    names = region_names()
    table = evidence.table(REGION_TABLE)
    log_rates = np.column_stack([table.numbers(name) for name in names])
    west, east = names.index("SSAFRICA"), names.index("EURO")
    steps = log_rates[west, west] - log_rates[east, east]
    power = np.log10(contrast.region_ratio) / steps
    regions = 10.0 ** (power[:, None, None] * (log_rates - log_rates.mean()))
    female, mixed = contrast.sex_ratio, contrast.cross_sex * np.sqrt(contrast.sex_ratio)
    sexes = np.stack([female, mixed, mixed, np.ones_like(female)], axis=1).reshape(-1, 2, 2)
    return regions, sexes, regions.mean(axis=(1, 2)) * sexes.mean(axis=(1, 2))


def _pairs(regions: Floats, sexes: Floats, cells: tuple[tuple[str, str], ...]) -> Floats:
    region = np.array([region_names().index(name) for name, _ in cells])
    sex = np.array([SEXES.index(name) for _, name in cells])
    return regions[:, region[:, None], region] * sexes[:, sex[:, None], sex]


def _row_means(regions: Floats, sexes: Floats) -> Floats:
    """Rate of each reference group against the reference gallery, in the order of the cells."""
    rows = regions.mean(axis=2)[:, :, None] * sexes.mean(axis=2)[:, None, :]
    return np.asarray(rows.reshape(len(rows), -1))


def _span(rows: Floats) -> Floats:
    """Where each group stands between the extremes, in log rate: a range of width 1."""
    logs = np.log10(rows)
    width = logs.max(axis=1) - logs.min(axis=1)
    return logs / np.where(width > 0, width, 1.0)[:, None]


def _reference_index(cells: tuple[tuple[str, str], ...]) -> list[int]:
    return [reference_cells().index(cell) for cell in cells]
