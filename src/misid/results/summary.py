"""Arrays over worlds become medians, ranges and flags."""

from __future__ import annotations

import numpy as np

from misid.arrays import Floats, Integers
from misid.matching import published
from misid.results.cautions import extrapolations
from misid.results.intervals import dots, interval, mean
from misid.results.output_definitions import KINDS, Kind, kind
from misid.results.outputs import Evaluation, group_rates, references, stocks
from misid.results.schema import (
    CalibrationRow,
    DecisionRow,
    Flag,
    GroupRow,
    HeadlineSide,
    Row,
    ScenarioNote,
    StockRow,
    YearRow,
)
from misid.results.schema import EitherOr as EitherOrBlock
from misid.results.sides import EitherOr
from misid.results.splits import (
    Pair,
    answered,
    exceeded,
    limit_sides,
    pooled,
    question,
    split,
)
from misid.results.yearly_counts import Yearly, count_quantile, yearly
from misid.scenario import Scenario, Worlds
from misid.scenario.schema import Group


def is_extrapolated(evaluation: Evaluation) -> bool:
    """The gallery is larger than any that was tested, or a threshold stricter."""
    return bool(extrapolations(evaluation))


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
    if one.is_prior_only(evaluation.worlds.by_name.values()):
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
    evaluation: Evaluation, rates: dict[str, Floats], rows: Integers | slice
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


def _year(one: Yearly, rows: Integers | slice) -> YearRow:
    means, dispersion = one.mean[rows], one.dispersion[rows]
    middle, factor = float(np.median(means)), float(np.median(dispersion))
    within = float(np.mean(means * dispersion))
    total = within + float(np.var(means))
    return YearRow(
        unit=one.unit,
        expected=interval(means),
        mean=mean(means),
        year_low=count_quantile(middle, factor, 0.05),
        year_high=count_quantile(middle, factor, 0.95),
        dispersion=interval(dispersion),
        any=interval(1.0 - one.none()[rows]),
        share_from_years=within / total if total > 0 else 0.0,
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


def note(scenario: Scenario) -> ScenarioNote:
    """Which scenario it is."""
    return ScenarioNote(
        name=scenario.name,
        title=scenario.title,
        about=scenario.about,
        horizon_years=scenario.retention.horizon,
    )
