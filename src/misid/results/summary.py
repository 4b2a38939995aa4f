"""Arrays over worlds become medians, ranges and flags."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from misid.arrays import Floats, Integers
from misid.matching import published
from misid.results.cautions import extrapolations
from misid.results.intervals import InOrder, intervals, mean
from misid.results.other_worlds import mean_ends
from misid.results.output_definitions import KINDS, Kind, is_informed, kind
from misid.results.outputs import ScenarioInWorlds, references, stocks
from misid.results.parts import ExactWithin
from misid.results.schema import (
    CalibrationRow,
    DecisionRow,
    EitherOr,
    Flag,
    GroupRow,
    HeadlineSide,
    Interval,
    OutputRow,
    ScenarioNote,
    StockRow,
    YearRow,
)
from misid.results.sides import DecidingChoice
from misid.results.splits import (
    answered,
    exceeded,
    limit_decider,
    limit_sides,
    pooled,
    question,
    split,
)
from misid.results.yearly_counts import Yearly, count_quantile
from misid.scenario import Output, Scenario, Worlds

_PRIOR_ONLY: tuple[Flag, ...] = ("prior_only",)
_GROUP_RATES = {
    "searches_a_year": "searches",
    "wrong_person_references": "wrong_person_references",
    "relative_to_all": "relative_to_all",
    "wrong_person_references_upheld": "wrong_person_references_upheld",
    "wrong_record_references": "wrong_record_references",
    "misses_among_sought": "misses_among_sought",
}
"""Each rate of a row by its name, and its name among the rates of groups."""


def headline(
    evaluation: ScenarioInWorlds,
    values: dict[str, Floats],
    decides: Mapping[Output, DecidingChoice | None],
) -> tuple[OutputRow, ...]:
    """
    The headline table.

    Args:
        evaluation: the worlds.
        values: every output in each world, by name.
        decides: the either/or that decides each output, if one does, by name.
    """
    pairs = {
        name: (part[:, 0], whole[:, 0])
        for name, (part, whole) in references(evaluation.everybody).items()
    }
    in_order = InOrder.of(np.stack([values[one.name] for one in KINDS]))
    flagged, rows = flags(evaluation, values), []
    told = zip(in_order.intervals(), in_order.dots(), in_order.median_ends(), strict=True)
    for one, (of_all, dots, exact) in zip(KINDS, told, strict=True):
        pair, of_worlds = pairs.get(one.name), values[one.name]
        row = OutputRow(
            name=one.name,
            unit=one.unit,
            flags=flagged[one.name],
            dots=dots,
            mean=mean(of_worlds) if one.is_summed else None,
            median_exact=exact,
            mean_exact=mean_ends(of_worlds) if one.is_summed else None,
            pooled=None if pair is None else pooled(pair),
            split=split(evaluation.worlds, decides[one.name], one, of_worlds, pair),
            **dict(of_all),
        )
        rows.append(row)
    return tuple(rows)


def flags(evaluation: ScenarioInWorlds, values: dict[str, Floats]) -> dict[str, tuple[Flag, ...]]:
    """What is flagged of each output, by name."""
    extrapolated = _extrapolated(evaluation)
    ranges = [one for one in evaluation.worlds.by_name.values() if one.content.is_range]
    opinion, informed = (
        [one.name for one in ranges if is_informed(one) == wanted] for wanted in (False, True)
    )

    def is_prior_only(one: Kind) -> bool:
        """Every range that it rests on was assumed: its interval is opinion, not data."""
        return one.rests_on_any(opinion) and not one.rests_on_any(informed)

    return {
        one.name: (
            *(extrapolated if one.from_matching else ()),
            *(_PRIOR_ONLY if is_prior_only(one) else ()),
            *_no_trials(values[one.name]),
        )
        for one in KINDS
    }


def _extrapolated(evaluation: ScenarioInWorlds) -> tuple[Flag, ...]:
    """The gallery is larger than any that was tested, or a threshold stricter."""
    return ("extrapolated",) if extrapolations(evaluation) else ()


def _no_trials(values: Floats) -> tuple[Flag, ...]:
    return () if np.isfinite(values).any() else ("no_trials",)


def either_or(
    evaluation: ScenarioInWorlds, found: DecidingChoice | None, units: Sequence[Yearly]
) -> EitherOr | None:
    """Groups and years on each side of the either/or that decides the headline, if one does."""
    if found is None:
        return None
    return EitherOr(
        **dict(question(found)),
        sides=tuple(
            HeadlineSide(
                **dict(answered(side, evaluation.worlds)),
                groups=groups(evaluation, side.rows),
                years=years(units, side.rows),
            )
            for side in found.sides(evaluation.worlds)
        ),
    )


def groups(
    evaluation: ScenarioInWorlds, rows: Integers | slice = slice(None)
) -> tuple[GroupRow, ...]:
    """The rates of each group, in these worlds."""
    extrapolated = _extrapolated(evaluation)
    rates = {name: evaluation.group_rates[rate][rows].T for name, rate in _GROUP_RATES.items()}
    intervals = {name: InOrder.of(values).intervals() for name, values in rates.items()}
    return tuple(
        GroupRow(
            group=group.name,
            label=group.label,
            flags=(*extrapolated, *_no_trials(rates["wrong_person_references"][index])),
            **{name: of_groups[index] for name, of_groups in intervals.items()},
        )
        for index, group in enumerate(evaluation.worlds.scenario.groups)
    )


def stock_rows(evaluation: ScenarioInWorlds) -> tuple[StockRow, ...]:
    """Photographs held at the beginning and at the end of every year."""
    horizon = evaluation.worlds.scenario.retention.horizon
    held = stocks(evaluation, range(horizon + 1))
    every = intervals([one.total() for one in held])
    no_match = intervals([one.of_no_match() for one in held])
    return tuple(
        StockRow(year=year, photographs=photographs, no_match=of_no_match)
        for year, (photographs, of_no_match) in enumerate(zip(every, no_match, strict=True))
    )


def years(units: Sequence[Yearly], rows: Integers | slice = slice(None)) -> tuple[YearRow, ...]:
    """What a year brings to the programme, to agencies and to an officer, in these worlds."""
    means = InOrder.of(np.stack([one.mean[rows] for one in units]))
    dispersion = intervals([one.dispersion[rows] for one in units])
    some = intervals([1.0 - one.none()[rows] for one in units])
    ranges = zip(means.intervals(), dispersion, some, means.median_ends(), strict=True)
    return tuple(_year(one, rows, of_one) for one, of_one in zip(units, ranges, strict=True))


def _year(
    one: Yearly,
    rows: Integers | slice,
    ranges: tuple[Interval, Interval, Interval, ExactWithin | None],
) -> YearRow:
    means, dispersion = one.mean[rows], one.dispersion[rows]
    middle, factor = float(np.median(means)), float(np.median(dispersion))
    within = float(np.mean(means * dispersion))
    total = within + float(np.var(means))
    return YearRow(
        unit=one.unit,
        expected=ranges[0],
        mean=mean(means),
        median_exact=ranges[3],
        mean_exact=mean_ends(means),
        year_low=count_quantile(middle, factor, 0.05),
        year_high=count_quantile(middle, factor, 0.95),
        dispersion=ranges[1],
        any=ranges[2],
        share_from_years=within / total if total > 0 else 0.0,
    )


def decision(worlds: Worlds, values: dict[str, Floats]) -> DecisionRow:
    """How likely it is that the scenario's limit is exceeded."""
    limit = worlds.scenario.decision
    found, one = values[limit.output], kind(limit.output)
    decider = limit_decider(worlds, one, found, limit.limit)
    return DecisionRow(
        output=limit.output,
        limit=limit.limit,
        unit=one.unit,
        status=limit.status.value,
        why=limit.why,
        probability_exceeded=exceeded(found, limit.limit),
        sides=limit_sides(worlds, decider, found, limit.limit),
    )


def calibration(evaluation: ScenarioInWorlds) -> tuple[CalibrationRow, ...]:
    """How well the mate law fits the published figures of each capture condition."""
    conditions = evaluation.worlds.scenario.capture.conditions
    residuals = intervals([fitted.residual for fitted in evaluation.terms.conditions])
    return tuple(
        CalibrationRow(
            condition=condition.name,
            published_figures=0
            if condition.name == "measured"
            else published.figures(condition.name),
            residual=residual,
        )
        for condition, residual in zip(conditions, residuals, strict=True)
    )


def note(scenario: Scenario) -> ScenarioNote:
    """Which scenario it is."""
    return ScenarioNote(
        name=scenario.name,
        title=scenario.title,
        about=scenario.about,
        horizon_years=scenario.retention.horizon,
    )
