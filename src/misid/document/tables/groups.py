"""The tables of how groups and capture conditions differ, of pairs and of candidate lists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from misid.document.columns import ColumnForm, FactRow, TableForm
from misid.document.model import Table
from misid.document.tables.comparisons import FALSE_MATCHES, MISSES
from misid.document.tables.rates import (
    HEADS,
    NO_END,
    YES_NO,
    bounded,
    is_bound,
    rate_columns,
    ratio_ends,
    rows,
    table_of,
)
from misid.evaluation.group_schema import DisparityNote, RateNote
from misid.evaluation.schema import Identification, Verification
from misid.figures.pair_rates import notable
from misid.measures.disparity import DisparityMeasure
from misid.words import numbers
from misid.words.facts import Facts
from misid.words.groups import NO_VALUE, NOT_TOLD
from misid.words.language import ENGLISH, Language, message
from misid.words.sentence import Sentence, TableCell, paragraph, pieces

Found = Verification | Identification
_MEASURES: dict[DisparityMeasure, str] = {
    "max_over_min": message("Highest over lowest"),
    "max_over_mean": message("Highest over mean"),
    "max_over_geometric_mean": message("Highest over geometric mean"),
    "spread": message("Highest less lowest"),
    "gini": message("Gini coefficient"),
}
_FIGURES = {
    "FDR": message("Fairness discrepancy rate (FDR)"),
    "INEQ": message("Inequity rate (INEQ)"),
    "GARBE": message("Gini aggregation rate (GARBE)"),
}
_BEST = {"FDR": "1", "INEQ": "1", "GARBE": "0"}
_OVER = {"groups": message("groups"), "pairs": message("pairs")}
_PAIR_NOTE = message(
    "FMR: share of pairs of two people that match, by the group on side a, against anybody or, "
    "where one is named, against one group on side b. FNMR: share of pairs of one person that are "
    "missed. Ratio: to the cell with most comparisons, which is chosen without looking at its rate."
)
_SEARCH_NOTE = message(
    "FPIR: share of searches for people who are not enrolled that return a candidate. FNIR: share "
    "of searches for enrolled people that miss their own record."
)
_DISPARITY_NOTE = message(
    "All groups weigh alike, and only those with trials count. Intervals allow for the largest of "
    "many noisy rates being too large. Where a group has no error, a ratio to it is given as what "
    "it is at least (95 %). Not told: at this threshold the data do not tell groups apart, or "
    "which is highest or lowest; equal groups give such numbers too."
)


@dataclass(frozen=True)
class _Measured:
    """One measure of how far the rates of groups lie apart."""

    disparity: DisparityNote
    name: DisparityMeasure


def _end_column(end: str, title: str) -> ColumnForm:
    """The highest or the lowest group."""

    def cell(row: FactRow, language: Language) -> TableCell:
        return getattr(row.fact.disparity, end) or language.word(NOT_TOLD)

    return ColumnForm(end, title, cell=cell, aside=True)


def _value(row: FactRow, language: Language) -> TableCell:
    """A measure; what it is at least where some group has no error; or that it is not told."""
    disparity, name = row.fact.disparity, row.fact.name
    facts = Facts(disparity, language, row.where)
    if getattr(disparity, name) is None:
        if getattr(disparity, f"{name}_at_least", None) is None:
            return language.word(NO_VALUE)
        least = facts.ratio(f"{name}_at_least")
        return least.model_copy(update={"text": f"≥ {least}"})
    if not disparity.told_apart:
        return language.word(NOT_TOLD)
    return facts.measured(name) if name == "spread" else facts.ratio(name)


def _interval_end(place: int) -> Callable[[FactRow, Language], TableCell]:
    def cell(row: FactRow, language: Language) -> TableCell:
        disparity, name = row.fact.disparity, row.fact.name
        interval = next((one for one in disparity.intervals if one.measure == name), None)
        if interval is None:
            return language.word(NO_VALUE)
        if place and interval.high is None:
            return language.word(NO_END)
        facts = Facts(disparity, language, row.where).below(f"intervals.{name}")
        end = facts.ends()[place] if name == "spread" else facts.ratio(("low", "high")[place])
        return bounded(end, language) if place and is_bound(interval) else end

    return cell


_DISPARITIES = TableForm(
    "disparities",
    message("How far groups lie apart"),
    (
        ColumnForm("measure", message("Rate"), "disparity.measure"),
        ColumnForm("over", message("Over"), "disparity.over", "code", codes=_OVER),
        ColumnForm(
            "what",
            message("Measure"),
            "name",
            "code",
            codes={str(name): title for name, title in _MEASURES.items()},
        ),
        ColumnForm("value", message("Value"), format="ratio", cell=_value),
        ColumnForm("low", HEADS.low, format="ratio", cell=_interval_end(0)),
        ColumnForm("high", HEADS.high, format="ratio", cell=_interval_end(1)),
        _end_column("largest", message("Highest")),
        _end_column("smallest", message("Lowest")),
    ),
    _DISPARITY_NOTE,
)
_COMBINED = TableForm(
    "combined",
    message("Both error rates in one number"),
    (
        ColumnForm("what", message("Figure"), "name", "code", codes=_FIGURES),
        ColumnForm("best", message("Best"), "name", "code", codes=_BEST),
        ColumnForm("value", message("Value"), format="ratio", nothing=NO_VALUE),
        ColumnForm("low", HEADS.low, format="ratio", nothing=NO_VALUE),
        ColumnForm("high", HEADS.high, format="ratio", nothing=NO_VALUE),
    ),
    message(
        "Published figures, with both error rates weighing alike; over groups with comparisons of "
        "both kinds. They hide which group is worse off, and at what rates. Where an interval "
        "reaches the best value, groups that are alike may give such a number too."
    ),
)
_OWN = TableForm(
    "own_thresholds",
    message("If each group had a threshold of its own"),
    (
        ColumnForm("group", message("Group")),
        ColumnForm("threshold", message("Threshold"), format="score"),
        ColumnForm("resolved", message("Resolved"), format="code", codes=YES_NO),
        *rate_columns("fmr", "fmr_", FALSE_MATCHES),
        *rate_columns("fnmr", "fnmr_", MISSES),
    ),
    message(
        "Set for the same false match rate among the comparisons of each group (side a) alone. Who "
        "is in which group would have to be known, or guessed, before each comparison. Not "
        "resolved: so few comparisons cannot show so low a rate."
    ),
)
_CONDITIONS = TableForm(
    "conditions",
    message("Rates by capture condition"),
    (
        ColumnForm("measure", message("Rate")),
        ColumnForm("condition", message("Condition")),
        *rate_columns("rate"),
    ),
    message("At the same threshold for all of them: that set over everybody."),
)


def groups(found: Found, language: Language = ENGLISH, *, whole: bool = False) -> Table:
    """
    Rates of each group and, of pairs of people, of each ordered pair of groups.

    Args:
        found: the evaluation.
        language: of the words.
        whole: with every pair; else those without a false match are one sentence below, and of too
            many others only the highest are shown.
    """
    every = rows(found, "groups.rows")
    of_pairs = isinstance(found, Verification)
    asked = ColumnForm(
        "asked_fmr" if of_pairs else "asked_fpir",
        message("Asked"),
        format="rare",
        cell=lambda _, language: Facts(found, language).rare("groups.asked"),
        in_files=True,
    )
    start = (ColumnForm("measure", message("Rate")), ColumnForm("group", message("Group")))
    if not of_pairs:
        title = message("Rates by group")
        form = TableForm("groups", title, (*start, asked, *rate_columns("rate")), _SEARCH_NOTE)
        return form.table(every, language)
    form = TableForm(
        "groups",
        message("Rates by group and by pair of groups"),
        (
            *start,
            ColumnForm("other", message("Against")),
            asked,
            *rate_columns("rate"),
            ColumnForm("ratio", message("Ratio"), "over_reference.ratio", "ratio", nothing=""),
            *ratio_ends("over_reference", "ratio_"),
        ),
        _PAIR_NOTE,
    )
    kept = every if whole else _worth_showing(every)
    made = form.table(kept, language)
    note = paragraph((pieces(made.note), _left_out(every, kept, language)))
    return made.model_copy(update={"note": note})


def _worth_showing(every: list[FactRow]) -> list[FactRow]:
    """Groups, and pairs of groups with a false match; of very many pairs those with the most."""
    notable_pairs = notable([row.fact for row in every if row.fact.other is not None])
    shown = {id(pair) for pair in notable_pairs if pair.rate.count}
    return [row for row in every if row.fact.other is None or id(row.fact) in shown]


def _left_out(every: list[FactRow], kept: list[FactRow], language: Language) -> Sentence:
    """How many pairs of groups are not shown, and what they have in common."""
    gone = [row.fact.rate for row in every if row not in kept]
    left = [rate for rate in gone if rate.trials]
    return paragraph((_untried(len(gone) - len(left), language), _tried(left, language)))


def _untried(pairs: int, language: Language) -> Sentence:
    """Pairs of groups of which nothing is known are not among those without an error."""
    if not pairs:
        return ()
    return language.say_many(
        "{pairs} pair of groups has no comparison at all, and is left out here; groups.csv has it.",
        "{pairs} pairs of groups have no comparison at all, and are left out here; groups.csv has "
        "them.",
        pairs,
        pairs=numbers.counted(pairs, language=language),
    )


def _tried(left: list[RateNote], language: Language) -> Sentence:
    if not left:
        return ()
    many = numbers.counted(len(left), language=language)
    if any(rate.count for rate in left):
        return language.say_many(
            "{pairs} pair of groups with a lower rate is left out here; groups.csv has all.",
            "{pairs} pairs of groups with lower rates are left out here; groups.csv has all.",
            len(left),
            pairs=many,
        )
    return language.say_many(
        "{pairs} pair of groups without a false match, in {trials} comparisons, is left out here; "
        "groups.csv has all.",
        "{pairs} pairs of groups without a false match, in {trials} comparisons together, are left "
        "out here; groups.csv has all.",
        len(left),
        pairs=many,
        trials=numbers.counted(sum(rate.trials for rate in left), language=language),
    )


def disparities(found: Found, language: Language = ENGLISH) -> Table:
    """How far groups lie apart."""
    every = rows(found, "groups.disparities")
    each = [FactRow(_Measured(row.fact, name), row.where) for row in every for name in _MEASURES]
    return _DISPARITIES.table(each, language)


combined = table_of(_COMBINED, "groups.combined")
"""FDR, INEQ and GARBE."""
own_thresholds = table_of(_OWN, "groups.thresholds")
"""What each group would have with its own threshold."""
conditions = table_of(_CONDITIONS, "conditions.rows")
"""Rates under each capture condition."""
