"""
Figures that follow from the published tables, each recomputed from the files.

Nothing here is a table of its own: every function reads the published cells and does arithmetic
in sight. Whatever goes beyond a gallery of 12 million is extrapolation, not measurement.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import expm1, inf, isinf, log1p, log10, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from misid.evidence.table import KEY_SEPARATOR
from misid.evidence.tables import table

Floats = NDArray[np.float64]
Quantiles = Mapping[str, float]
Group = tuple[str, str]

_SEARCH = "nist_frte_1n_fnir_2026-01-09"
_RACE_SEX = "nist_frvt_11_fmr_race_sex_2020"
_REGION = "nist_frvt_region_fmr_log10_2020"
_CELLS = "nist_frte_demographics_top57_2024-09-20"
_RATIOS = "nist_frte_demographics_ratio_quantiles_2024-09-20"
_COUNTS = "programme_counts"
_PND, _PND_RATE = "npl_pnd_fpir_2025-12-04", "false_positive_identification_rate"
_PND_MAKER = "cognitec-001"
_LEVELS = (0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95)


@dataclass(frozen=True, slots=True)
class WorstCell:
    """The group with the largest false match rate in most algorithms, and how large it is."""

    group: str
    algorithms: int
    of_algorithms: int
    median_times_nominal: float


@dataclass(frozen=True, slots=True)
class WilsonInterval:
    """A count of trials, their ratio, and the ends of its 95 % Wilson score interval."""

    count: int
    trials: int
    estimate: float
    low: float
    high: float


def fnir_growth_ratios(*, below: float = 0.2) -> Floats:
    """
    FNIR at 12 million over FNIR at 1.6 million, one ratio for each algorithm.

    Mugshots at FPIR 0.003, over the algorithms whose FNIR at 1.6 million is less than `below`
    and that have both. Source: NIST FRTE 1:N page, 2026-01-09.
    """
    small, large = _search("fnir_mugshot_N1.6M"), _search("fnir_mugshot_N12M")
    kept = (small < below) & ~np.isnan(large)
    return np.asarray(large[kept] / small[kept])


def fnir_growth(*, below: float = 0.2) -> Quantiles:
    """Quantiles of `fnir_growth_ratios`. Source: NIST FRTE 1:N page, 2026-01-09."""
    return _quantiles(fnir_growth_ratios(below=below))


def fnir_growth_exponent(*, below: float = 0.2) -> Quantiles:
    """
    Quantiles of the power b in FNIR ~ N^b that joins the two galleries of each algorithm.

    Two points fix a power and do not test it. Source: NIST FRTE 1:N page, 2026-01-09.
    """
    galleries = _condition(_SEARCH, "gallery_N12M") / _condition(_SEARCH, "gallery_N1.6M")
    return _quantiles(np.log(fnir_growth_ratios(below=below)) / np.log(galleries))


def webcam_to_mugshot(*, below: float = 0.01) -> Quantiles:
    """
    Quantiles of FNIR of webcam probes over FNIR of mugshots, gallery of 1.6 million.

    Over the algorithms whose FNIR of mugshots is less than `below`. Source: NIST FRTE 1:N page,
    2026-01-09.
    """
    mugshot, webcam = _search("fnir_mugshot_N1.6M"), _search("fnir_webcam_N1.6M")
    kept = (mugshot < below) & ~np.isnan(webcam)
    return _quantiles(webcam[kept] / mugshot[kept])


def race_sex_fmr_ratio(probe: Group, reference: Group) -> Quantiles:
    """
    Quantiles over 240 algorithms of the FMR of a pairing over that of white male pairs.

    A group is race and sex, such as `("black", "female")`; same-sex pairs only were published.
    Source: NIST FRVT 1:1 report, 2020-10.
    """
    white_male = ("white", "male")
    return _quantiles(_pairing(probe, reference) / _pairing(white_male, white_male))


def published_ratio(measure: str) -> Quantiles:
    """
    Published quantiles of one ratio of FMR between groups, such as `ratio_WAfrica_EEurope`.

    Rows marked "partly seen" are approximate. Source: NIST FRTE demographics page, 2024-09-20.
    """
    ratios = table(_RATIOS)
    columns = [column for column in ratios.columns if column.startswith("p")]
    return {name.split("(")[0]: ratios.value(measure, name).value for name in columns}


def worst_cell() -> WorstCell:
    """
    The group that most often has the largest FMR, and the median of largest over nominal FMR.

    Over 57 algorithms and 50 groups. Source: NIST FRTE demographics page, 2024-09-20.
    """
    groups = table(_CELLS).strings("fmr_max_group")
    worst = max(groups, key=groups.count)
    largest = table(_CELLS).numbers("fmr_max") / _condition(_CELLS, "overall_false_match_rate")
    return WorstCell(worst, groups.count(worst), len(groups), float(np.median(largest)))


def region_fmr() -> Floats:
    """FMR between ten regions of birth, by eye. Source: NIST FRVT report cards, 2020-11."""
    regions = table(_REGION)
    return 10.0 ** np.column_stack([regions.numbers(name) for name in regions.columns[1:]])


def effective_fmr(gallery_records: float, *, frailty_shape: float = inf) -> float:
    """
    FMR that gives NIST's FPIR of 0.003 against this many records.

    Comparisons are independent, or share a gamma frailty of mean 1 and this shape. Source: the
    FPIR of the NIST FRTE 1:N page, 2026-01-09.
    """
    fpir = _condition(_SEARCH, "false_positive_identification_rate")
    return -expm1(-_expected_matches(fpir, frailty_shape) / gallery_records)


def kept_threshold_fpir(
    gallery_records: float, *, frailty_shape: float = inf, set_with_frailty: bool = False
) -> float:
    """
    FPIR against this many records if the threshold of NIST's 12 million is kept.

    The threshold is set as if comparisons were independent, or with the same frailty. An
    extrapolation wherever the gallery is larger than 12 million. Source: the FPIR and the
    gallery of the NIST FRTE 1:N page, 2026-01-09.
    """
    shape = frailty_shape if set_with_frailty else inf
    fmr = effective_fmr(_condition(_SEARCH, "gallery_N12M"), frailty_shape=shape)
    return _fpir(fmr, gallery_records, frailty_shape)


def npl_pairwise_fmr() -> float:
    """
    FMR of one pair at threshold 0.6, from the FPIR against a watch list of 1,000.

    That row keeps more digits (1 in 60,000) than the one of 10,000 (0.017 %). Comparisons are
    taken as independent. Source: NPL study of 2023-03, as quoted.
    """
    fpir = _count("npl_2023", "FPIR_T0.6_watchlist1000")
    return -expm1(log1p(-fpir) / 1_000)


def npl_fpir(gallery_records: float) -> float:
    """FPIR at that threshold against this many records. Source: NPL of 2023-03, as quoted."""
    return _fpir(npl_pairwise_fmr(), gallery_records, inf)


def pnd_drift(over: Group, under: Group) -> tuple[float, float]:
    """
    Decades by which a ratio of FPIR between groups grew for each decade of rarity; both ends.

    From the same maker's 1:1 algorithm of 2020, at FMR 0.001, to the search of the Police National
    Database. Its mean FPIR of some hundredths is at a rarity of 6.5 to 9: whether the tested
    gallery held 178,000 images, as in the study of 2023, or 19 million, as in use, was not read.
    Two points do not test a line. Sources: NPL of 2025-12-04, as quoted; NIST FRVT 1:1 of 2020-10.

    Args:
        over: race and sex, the sex `both` where the table pools them.
        under: the group that it is compared with.
    """
    searched = _pnd(over) / _pnd(under)
    compared = _pnd_maker(over) / _pnd_maker(under)
    least, most = (log10(searched / compared) / (rarity - 3.0) for rarity in (9.0, 6.5))
    return least, most


def met_false_alerts_per_alert() -> WilsonInterval:
    """False alerts among alerts. Source: Metropolitan Police report of 2025-10, as quoted."""
    return _wilson(_count("met_lfr_2025", "false_alerts"), _count("met_lfr_2025", "alerts"))


def met_false_alerts_per_face() -> WilsonInterval:
    """False alerts among faces seen. Source: Metropolitan Police of 2025-10, as quoted."""
    return _wilson(_count("met_lfr_2025", "false_alerts"), _count("met_lfr_2025", "faces_seen"))


def _quantiles(values: Floats) -> Quantiles:
    """Linear quantiles, named `p05` to `p95`."""
    found = np.quantile(values, _LEVELS)
    return {f"p{100 * level:02.0f}": float(q) for level, q in zip(_LEVELS, found, strict=True)}


def _search(column: str) -> Floats:
    return table(_SEARCH).numbers(column)


def _condition(name: str, condition: str) -> float:
    return table(name).condition(condition).value


def _count(case: str, quantity: str) -> float:
    return table(_COUNTS).value(KEY_SEPARATOR.join((case, quantity)), "value").value


def _pnd(group: Group) -> float:
    return table(_PND).value(KEY_SEPARATOR.join(group), _PND_RATE).value


def _pnd_maker(group: Group) -> float:
    """FMR of pairs of one group by the maker's algorithm of 2020; both sexes: their mean."""
    race, sex = group
    sexes = ("male", "female") if sex == "both" else (sex,)
    rows = (KEY_SEPARATOR.join((_PND_MAKER, race, one, race, one)) for one in sexes)
    return float(np.mean([table(_RACE_SEX).value(row, "false_match_rate").value for row in rows]))


def _pairing(probe: Group, reference: Group) -> Floats:
    """FMR of one pairing for each algorithm, in the order of the file."""
    rates = table(_RACE_SEX)
    wanted = (*probe, *reference)
    found = zip(*(rates.strings(column) for column in rates.key[1:]), strict=True)
    return rates.numbers("false_match_rate")[[cells == wanted for cells in found]]


def _expected_matches(fpir: float, shape: float) -> float:
    """The mean number of false matches of a search, Lambda, at which FPIR is as given."""
    hazard = -log1p(-fpir)
    return hazard if isinf(shape) else shape * expm1(hazard / shape)


def _fpir(fmr: float, gallery_records: float, shape: float) -> float:
    expected = -gallery_records * log1p(-fmr)
    return -expm1(-expected if isinf(shape) else -shape * log1p(expected / shape))


def _wilson(count: float, trials: float) -> WilsonInterval:
    z = NormalDist().inv_cdf(0.975)
    rate, spread = count / trials, z * z / trials
    middle = (rate + spread / 2) / (1 + spread)
    half = sqrt(rate * (1 - rate) * spread + spread * spread / 4) / (1 + spread)
    return WilsonInterval(int(count), int(trials), rate, max(0.0, middle - half), middle + half)
