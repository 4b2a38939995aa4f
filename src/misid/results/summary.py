"""Arrays over worlds become medians, ranges, flags, and one sentence."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from misid.matching import published
from misid.results.kinds import KINDS, Kind, kind
from misid.results.outputs import PER, Evaluation, group_rates, stocks
from misid.results.schema import (
    CalibrationRow,
    DecisionRow,
    Flag,
    GroupRow,
    HeldRow,
    Interval,
    RetentionRow,
    Row,
    ScenarioNote,
    StockRow,
    YearRow,
)
from misid.results.years import Yearly, count_quantile, yearly
from misid.scenario import Scenario, inputs
from misid.scenario.contradictions import adjustments
from misid.scenario.model import Group
from misid.scenario.words import concerns, in_words, known

Floats = NDArray[np.float64]

CAUTIONS = (
    "A synthetic model: no real person, photograph or record is in it.",
    "Region of birth in visa photographs is a stand-in for what the published tables measured; "
    "it is not a statement about anybody's identity.",
    "Ratios between regions were read by eye off published figures, to one decimal.",
)
EXTRAPOLATION = (
    "Nothing published measures galleries beyond 12 million records; what is said of larger ones "
    "is extrapolation."
)
MEASURED_TO = (
    "The matcher's scores were measured up to rarity {rarity} (one pair of strangers in "
    "10^{rarity} is so alike); what is said of stricter thresholds is extrapolation."
)

_NEARLY_ALL = 0.99
DOTS = 50
"""Equally likely worlds that stand for all of them in a picture."""


def interval(values: Floats) -> Interval:
    """Median, 5 % and 95 % points over the worlds that have a value; null where none has."""
    known = values[np.isfinite(values)]
    if not len(known):
        return Interval(median=None, low=None, high=None)
    low, median, high = (float(x) for x in np.quantile(known, [0.05, 0.5, 0.95]))
    return Interval(median=median, low=low, high=high)


def is_extrapolated(evaluation: Evaluation) -> bool:
    """The gallery is larger than any that was tested, or a threshold stricter."""
    return bool(extrapolations(evaluation))


def extrapolations(evaluation: Evaluation) -> tuple[str, ...]:
    """
    What must be said where nothing was tested that far.

    Published tests end at a size of the gallery, as searched or as designed for; scores that were
    measured, at a threshold.
    """
    found, scenario = evaluation.terms, evaluation.worlds.scenario
    said = []
    largest = max(float(found.gallery.max()), float(found.design_gallery.max()))
    by_table = any(one.name != "measured" for one in scenario.capture.conditions)
    if by_table and largest > published.LARGEST_MEASURED_GALLERY:
        said.append(EXTRAPOLATION)
    if scenario.matcher.measured is not None:
        last = scenario.matcher.measured.mates.rarities[-1]
        if float(found.threshold.max()) > last:
            said.append(MEASURED_TO.format(rarity=natural(last)))
    return tuple(said)


def headline(evaluation: Evaluation, values: dict[str, Floats]) -> tuple[Row, ...]:
    """The headline table."""
    return tuple(_row(evaluation, one, values[one.name]) for one in KINDS)


def _row(evaluation: Evaluation, one: Kind, values: Floats) -> Row:
    return Row(
        name=one.name,
        title=one.title,
        unit=one.unit,
        flags=_flags(evaluation, one, values),
        dots=_dots(values),
        **interval(values).model_dump(),
    )


def _dots(values: Floats) -> tuple[float, ...]:
    known = values[np.isfinite(values)]
    places = (np.arange(DOTS) + 0.5) / DOTS
    return tuple(np.quantile(known, places).tolist()) if len(known) else ()


def _flags(evaluation: Evaluation, one: Kind, values: Floats) -> tuple[Flag, ...]:
    flags: list[Flag] = []
    if one.from_matching and is_extrapolated(evaluation):
        flags.append("extrapolated")
    if one.is_prior_only(inputs(evaluation.worlds.scenario)):
        flags.append("prior only")
    if not np.isfinite(values).any():
        flags.append("no trials")
    return tuple(flags)


def groups(evaluation: Evaluation) -> tuple[GroupRow, ...]:
    """The rates of each group."""
    rates = group_rates(evaluation)
    named = enumerate(evaluation.worlds.scenario.groups)
    return tuple(
        _group(group, {name: values[:, index] for name, values in rates.items()}, flags)
        for index, group in named
        for flags in [_group_flags(evaluation, rates["wrong_person_references"][:, index])]
    )


def _group(group: Group, rates: dict[str, Floats], flags: tuple[Flag, ...]) -> GroupRow:
    return GroupRow(
        group=group.name,
        label=group.label,
        searches_a_year=interval(rates["searches"]),
        wrong_person_references=interval(rates["wrong_person_references"]),
        relative_to_all=interval(rates["relative_to_all"]),
        wrong_person_references_upheld=interval(rates["wrong_person_references_upheld"]),
        wrong_record_references=interval(rates["wrong_record_references"]),
        misses_among_sought=interval(rates["misses_among_sought"]),
        flags=flags,
    )


def _group_flags(evaluation: Evaluation, values: Floats) -> tuple[Flag, ...]:
    extrapolated: tuple[Flag, ...] = ("extrapolated",) if is_extrapolated(evaluation) else ()
    return extrapolated if np.isfinite(values).any() else (*extrapolated, "no trials")


def stock_rows(evaluation: Evaluation) -> tuple[StockRow, ...]:
    """Photographs held at the beginning and at the end of every year."""
    horizon = evaluation.worlds.scenario.retention.horizon
    held = stocks(evaluation, range(horizon + 1))
    return tuple(
        StockRow(year=year, photographs=interval(one.total()), no_match=interval(one.of_no_match()))
        for year, one in enumerate(held)
    )


def years(evaluation: Evaluation) -> tuple[YearRow, ...]:
    """What a year brings to the programme, to an agency and to an officer."""
    return tuple(_year(one) for one in yearly(evaluation))


def _year(one: Yearly) -> YearRow:
    expected, dispersion = interval(one.mean), interval(one.dispersion)
    mean, factor = float(np.median(one.mean)), float(np.median(one.dispersion))
    within = float(np.mean(one.mean * one.dispersion))
    total = within + float(np.var(one.mean))
    return YearRow(
        unit=one.unit,
        expected=expected,
        year_low=count_quantile(mean, factor, 0.05),
        year_high=count_quantile(mean, factor, 0.95),
        dispersion=dispersion,
        any=interval(1.0 - one.none()),
        share_from_years=within / total if total > 0 else 0.0,
    )


def retention(evaluation: Evaluation) -> tuple[RetentionRow, ...]:
    """How long photographs are kept, by whose they are and what was found."""
    scenario = evaluation.worlds.scenario
    return tuple(
        RetentionRow(
            whose=concerns(one, scenario).removeprefix("photographs of "),
            found=one.description.rstrip("."),
            kept=in_words(one, scenario),
            known=known(one, scenario),
        )
        for one in evaluation.worlds.by_name.values()
        if one.path[0] == "retention"
    )


def decision(scenario: Scenario, values: dict[str, Floats]) -> DecisionRow:
    """How likely it is that the reader's limit is exceeded."""
    limit = scenario.decision
    known = values[limit.output][np.isfinite(values[limit.output])]
    return DecisionRow(
        output=limit.output,
        limit=limit.limit,
        unit=kind(limit.output).unit,
        status=limit.status.value,
        why=limit.why,
        probability_exceeded=float(np.mean(known > limit.limit)) if len(known) else None,
    )


def calibration(evaluation: Evaluation) -> tuple[CalibrationRow, ...]:
    """How well the mate law fits the published figures of each capture condition."""
    conditions = evaluation.worlds.scenario.capture.conditions
    return tuple(
        CalibrationRow(
            condition=condition.name,
            published_figures=0
            if condition.name == "measured"
            else published.figures(condition.name),
            residual=interval(fitted.residual),
        )
        for condition, fitted in zip(conditions, evaluation.terms.conditions, strict=True)
    )


def note(evaluation: Evaluation) -> ScenarioNote:
    """Which scenario it is, and what must be said of its numbers."""
    scenario = evaluation.worlds.scenario
    return ScenarioNote(
        name=scenario.name,
        title=scenario.title,
        about=scenario.about,
        horizon_years=scenario.retention.horizon,
        cautions=(
            *_cautions(scenario),
            *extrapolations(evaluation),
            *(one.text for one in held_together(evaluation)),
        ),
    )


def held_together(evaluation: Evaluation) -> tuple[HeldRow, ...]:
    """Inputs that contradict each other in some of the worlds, and were held to each other."""
    held = evaluation.terms.held
    found = () if held is None else adjustments(evaluation.worlds, held)
    return tuple(HeldRow(input=one.name, share=one.share, text=one.text) for one in found)


def _cautions(scenario: Scenario) -> tuple[str, ...]:
    """Ratios that were measured were not read off figures."""
    measured = scenario.matcher.measured
    return CAUTIONS if measured is None or measured.ratios is None else CAUTIONS[:-1]


def sentence(rows: tuple[Row, ...]) -> str:
    """The finding in natural frequencies."""
    row = next(one for one in rows if one.name == "wrong_person_references")
    if row.median is None or row.low is None or row.high is None:
        return "No search is made in this scenario, so nothing can go wrong or right in one."
    middle, low, high = (natural(number) for number in (row.median, row.low, row.high))
    range_ = f"; between {low} and {high} given what is not known" if low != high else ""
    return (
        f"Of {PER:,.0f} people photographed and searched for, about {middle} would be answered "
        f"with somebody else's record{range_}."
    )


def natural(number: float) -> str:
    """
    A number as a person says it: two significant digits, thousands apart.

    Example:
        >>> natural(5934.2), natural(0.0123), natural(0.0)
        ('5,900', '0.012', '0')
    """
    if number == 0 or not math.isfinite(number):
        return "0" if number == 0 else "-"
    digits = 1 - math.floor(math.log10(abs(number)))
    rounded = round(number, digits)
    return (
        f"{rounded:,.0f}"
        if digits <= 0
        else f"{rounded:,.{min(digits, 12)}f}".rstrip("0").rstrip(".")
    )


def as_read(unit: str) -> str:
    """
    The unit beside a number that is read in per cent.

    Example:
        >>> as_read("share of references"), as_read("photographs")
        ('of references', 'photographs')
    """
    return unit.removeprefix("share").strip() if unit.startswith("share") else unit


def with_unit(number: float, unit: str) -> str:
    """
    A number as a person says it; a share in per cent.

    Example:
        >>> with_unit(0.2134, "share of references"), with_unit(341.2, "per 100,000 searches")
        ('21 %', '340')
        >>> with_unit(0.9982, "share"), with_unit(1.0, "share")
        ('99.8 %', '100 %')
    """
    if not unit.startswith("share"):
        return natural(number)
    nearly_all = _NEARLY_ALL < number < 1.0
    return f"{_below_all(number) if nearly_all else natural(100 * number)} %"


def _below_all(share: float) -> str:
    """Per cent of a share close to 1, rounded down, so that it never reads as all."""
    return "above 99.9" if share > 0.999 else f"{math.floor(1000 * share) / 10:.1f}"


def said(number: float | None, unit: str = "") -> str:
    """
    A number with its unit, or that there is none.

    Example:
        >>> said(0.21, "share"), said(None)
        ('21 %', 'no trials')
    """
    return "no trials" if number is None else with_unit(number, unit)


def lower_first(title: str) -> str:
    """
    A title inside a sentence.

    Example:
        >>> lower_first("Photographs held")
        'photographs held'
    """
    return f"{title[:1].lower()}{title[1:]}"


def title_of(row: Row | Kind, horizon_years: int) -> str:
    """The title of an output; the horizon's length is said where it matters."""
    if row.name == "photographs_held":
        return row.title.replace("at the horizon", f"after {in_years(horizon_years)}")
    return row.title


def in_years(number: int) -> str:
    """
    A number of years in words.

    Example:
        >>> in_years(1), in_years(15)
        ('1 year', '15 years')
    """
    return f"{number} year" if number == 1 else f"{number} years"
