"""Arrays over worlds become medians, ranges, flags, and one sentence."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from misid.matching import published
from misid.quantities.units import is_share
from misid.results.cautions import extrapolations
from misid.results.intervals import dots, interval, mean
from misid.results.output_definitions import KINDS, Kind, kind
from misid.results.outputs import PER, Evaluation, group_rates, references, stocks
from misid.results.schema import (
    CalibrationRow,
    DecisionRow,
    Flag,
    GroupRow,
    HeadlineSide,
    HeldRow,
    Interval,
    OutputSide,
    Results,
    RetentionRow,
    Row,
    ScenarioNote,
    StockRow,
    Whose,
    YearRow,
)
from misid.results.schema import EitherOr as EitherOrBlock
from misid.results.sides import EitherOr
from misid.results.told import (
    Pair,
    answered,
    exceeded,
    in_parts,
    limit_sides,
    pooled,
    question,
    split,
)
from misid.results.yearly_counts import Yearly, count_quantile, yearly
from misid.scenario import Scenario, Worlds, inputs
from misid.scenario.contradictions import adjustments
from misid.scenario.schema import Group
from misid.scenario.words import concerns, in_words, known
from misid.words.numbers import UNITS as UNIT_NAMES

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]

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

_SEARCHED = "photographed and searched for"
_ANSWERED = "would be answered with somebody else's record"
_ELSE = " given what else is not known"
UNITS: dict[Whose, str] = {
    "programme": "the programme",
    "median_agency": "the median agency",
    "large_agency": "a large agency (one in 20 is larger)",
    "largest_agency": "the largest agency",
    "officer": "the median officer",
}
"""Whose year a row of the yearly table is."""
_NEARLY_ALL = 0.99
# What has no digit among twelve places is nothing, and not minus nothing.
_NONE = 5e-13


def is_extrapolated(evaluation: Evaluation) -> bool:
    """The gallery is larger than any that was tested, or a threshold stricter."""
    return bool(extrapolations(evaluation))


def _extrapolations_said(evaluation: Evaluation) -> tuple[str, ...]:
    return tuple(
        EXTRAPOLATION if one.rarity is None else MEASURED_TO.format(rarity=natural(one.rarity))
        for one in extrapolations(evaluation)
    )


def headline(evaluation: Evaluation, values: dict[str, Floats]) -> tuple[Row, ...]:
    """The headline table."""
    everybody = evaluation.outcomes.of_everybody(evaluation.terms.people.stopped)
    pairs = {
        name: (part[:, 0], whole[:, 0]) for name, (part, whole) in references(everybody).items()
    }
    return tuple(_row(evaluation, one, values[one.name], pairs.get(one.name)) for one in KINDS)


def _row(evaluation: Evaluation, one: Kind, values: Floats, pair: Pair | None) -> Row:
    return Row(
        name=one.name,
        title=one.title,
        unit=one.unit,
        flags=_flags(evaluation, one, values),
        dots=dots(values),
        mean=mean(values) if one.is_summed else None,
        pooled=None if pair is None else pooled(pair),
        split=split(evaluation.worlds, one, values, pair),
        **interval(values).model_dump(),
    )


def _flags(evaluation: Evaluation, one: Kind, values: Floats) -> tuple[Flag, ...]:
    flags: list[Flag] = []
    if one.from_matching and is_extrapolated(evaluation):
        flags.append("extrapolated")
    if one.is_prior_only(inputs(evaluation.worlds.scenario)):
        flags.append("prior_only")
    if not np.isfinite(values).any():
        flags.append("no_trials")
    return tuple(flags)


def either_or(evaluation: Evaluation, found: EitherOr | None) -> EitherOrBlock | None:
    """Groups and years on each side of the either/or that decides the headline, if one does."""
    if found is None:
        return None
    rates, units = group_rates(evaluation), yearly(evaluation)
    return EitherOrBlock(
        **question(found).model_dump(),
        sides=tuple(
            HeadlineSide(
                **answered(side, evaluation.worlds).model_dump(),
                groups=_groups(evaluation, rates, side.rows),
                years=tuple(_year(one, side.rows) for one in units),
            )
            for side in found.sides(evaluation.worlds)
        ),
    )


def groups(evaluation: Evaluation) -> tuple[GroupRow, ...]:
    """The rates of each group."""
    return _groups(evaluation, group_rates(evaluation), slice(None))


def _groups(
    evaluation: Evaluation, rates: dict[str, Floats], rows: Rows | slice
) -> tuple[GroupRow, ...]:
    named = enumerate(evaluation.worlds.scenario.groups)
    return tuple(
        _group(group, {name: values[rows, index] for name, values in rates.items()}, flags)
        for index, group in named
        for flags in [_group_flags(evaluation, rates["wrong_person_references"][rows, index])]
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
    return extrapolated if np.isfinite(values).any() else (*extrapolated, "no_trials")


def stock_rows(evaluation: Evaluation) -> tuple[StockRow, ...]:
    """Photographs held at the beginning and at the end of every year."""
    horizon = evaluation.worlds.scenario.retention.horizon
    held = stocks(evaluation, range(horizon + 1))
    return tuple(
        StockRow(year=year, photographs=interval(one.total()), no_match=interval(one.of_no_match()))
        for year, one in enumerate(held)
    )


def years(evaluation: Evaluation) -> tuple[YearRow, ...]:
    """What a year brings to the programme, to agencies and to an officer."""
    return tuple(_year(one, slice(None)) for one in yearly(evaluation))


def _year(one: Yearly, rows: Rows | slice) -> YearRow:
    means, dispersion = one.mean[rows], one.dispersion[rows]
    middle, factor = float(np.median(means)), float(np.median(dispersion))
    within = float(np.mean(means * dispersion))
    total = within + float(np.var(means))
    return YearRow(
        unit=one.unit,
        title=UNITS[one.unit],
        expected=interval(means),
        mean=mean(means),
        year_low=count_quantile(middle, factor, 0.05),
        year_high=count_quantile(middle, factor, 0.95),
        dispersion=interval(dispersion),
        any=interval(1.0 - one.none()[rows]),
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


def decision(worlds: Worlds, values: dict[str, Floats]) -> DecisionRow:
    """How likely it is that the reader's limit is exceeded."""
    limit = worlds.scenario.decision
    found, one = values[limit.output], kind(limit.output)
    return DecisionRow(
        output=limit.output,
        limit=limit.limit,
        unit=one.unit,
        status=limit.status.value,
        why=limit.why,
        probability_exceeded=exceeded(found, limit.limit),
        sides=limit_sides(worlds, one, found, limit.limit),
    )


def split_said(row: Row) -> str:
    """An output on both sides of the either/or that decides it; nothing where none does."""
    if row.split is None:
        return ""
    sides = [(side.clause, _three_said(side, row.unit)) for side in row.split.sides]
    told = "; ".join(f"if {clause}, about {numbers}" for clause, numbers in sides)
    return f"{row.title}, {as_read(row.unit)}: {told}. {row.split.open}"


def _three_said(one: Interval, unit: str) -> str:
    middle, low, high = (said(number, unit) for number in (one.median, one.low, one.high))
    return f"{middle} (between {low} and {high})"


def limit_said(results: Results) -> str:
    """How often the reader's limit is exceeded, on both sides where an either/or decides it."""
    limit = results.decision
    title = next(row.title for row in results.headline if row.name == limit.output)
    what = f"{title} above {with_unit(limit.limit, limit.unit)} {as_read(limit.unit)}".rstrip()
    if limit.probability_exceeded is None:
        return f"{title}: no trials, so no limit can be exceeded."
    worlds = f"{said(limit.probability_exceeded, 'share')} of the possible worlds"
    split = next(row.split for row in results.headline if row.name == limit.output)
    if split is None:
        return f"{what}: {worlds}."
    sides = "; ".join(
        f"if {side.clause}, in {said(side.probability_exceeded, 'share')} of these worlds"
        for side in limit.sides
    )
    mixed = upper_first(in_parts(limit.sides))
    return f"{what}: {sides}. {split.open} {mixed}: {worlds}, which rests on the mixing."


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
            *_extrapolations_said(evaluation),
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
    by_eye = CAUTIONS[-1:] if measured is None or measured.ratios is None else ()
    stand_ins = () if scenario.stand_ins is None else (" ".join(scenario.stand_ins.split()),)
    return (*CAUTIONS[:-1], *stand_ins, *by_eye)


def sentence(rows: tuple[Row, ...]) -> str:
    """The finding in natural frequencies; each side of an either/or first, where one decides it."""
    row = next(one for one in rows if one.name == "wrong_person_references")
    if row.median is None or row.low is None or row.high is None:
        return "No search is made in this scenario, so nothing can go wrong or right in one."
    if row.split is not None and row.split.sides[0].median is not None:
        first, *others = (_on_a_side(side) for side in row.split.sides)
        lead = first.format(who=f" of {PER:,.0f} people {_SEARCHED} {_ANSWERED}", known=_ELSE)
        rest = " ".join(one.format(who="", known="") for one in others)
        mixed = upper_first(in_parts(row.split.sides))
        return f"{lead} {rest} {row.split.open} {mixed}: about {_with_range(row)}."
    middle, low, high = (natural(number) for number in (row.median, row.low, row.high))
    range_ = f"; between {low} and {high} given what is not known" if low != high else ""
    return f"Of {PER:,.0f} people {_SEARCHED}, about {middle} {_ANSWERED}{range_}."


def _on_a_side(side: OutputSide) -> str:
    return f"If {side.clause}, about {_with_range(side, who='{who}', known='{known}')}."


def _with_range(one: Interval, who: str = "", known: str = "") -> str:
    middle, low, high = (said(number) for number in (one.median, one.low, one.high))
    return f"{middle}{who} (between {low} and {high}{known})"


def natural(number: float) -> str:
    """
    A number as a person says it: two significant digits, thousands apart.

    Example:
        >>> natural(5934.2), natural(0.0123), natural(0.0)
        ('5,900', '0.012', '0')
    """
    if not math.isfinite(number) or abs(number) < _NONE:
        return "-" if not math.isfinite(number) else "0"
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
        >>> as_read("share_of_references"), as_read("photographs")
        ('of references', 'photographs')
    """
    return {str(code): said for code, said in UNIT_NAMES.items()}.get(unit, unit)


def with_unit(number: float, unit: str) -> str:
    """
    A number as a person says it; a share in per cent.

    Example:
        >>> with_unit(0.2134, "share_of_references"), with_unit(341.2, "per_100000_searches")
        ('21 %', '340')
        >>> with_unit(0.9982, "share"), with_unit(1.0, "share")
        ('99.8 %', '100 %')
    """
    if not is_share(unit):
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


def upper_first(text: str) -> str:
    """
    A text as the beginning of a sentence.

    Example:
        >>> upper_first("mixed in equal parts")
        'Mixed in equal parts'
    """
    return f"{text[:1].upper()}{text[1:]}"


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
