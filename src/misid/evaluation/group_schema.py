"""Rates with their intervals, by group and capture condition: a part of the document."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from misid.measures.disparity import DisparityMeasure
from misid.measures.fairness import FairnessMeasure
from misid.results.schema import ResultsPart

Method = Literal["mid_p", "clopper_pearson", "subjects", "people", "records", "bootstrap"]
RateName = Literal["FMR", "FNMR", "FPIR", "FNIR"]
Over = Literal["groups", "pairs"]


class IntervalNote(ResultsPart):
    """A 95 % interval of a rate by one method."""

    method: Method = Field(
        description="mid_p and clopper_pearson: as if comparisons were independent. subjects: "
        "allows for people who are in many comparisons, or searched for many times. people: a "
        "bound that takes people as trials, where too few of them have an error to see how errors "
        "gather. records: allows also for gallery records that resemble many. bootstrap: draws "
        "people with replacement; too wide where people make no difference."
    )
    low: float = Field(description="Lower end.")
    high: float = Field(description="Upper end.")


class RateNote(ResultsPart):
    """A rate, what it was counted from, and how sure it is."""

    count: int = Field(description="Errors.")
    trials: int = Field(description="Comparisons, or searches.")
    rate: float | None = Field(description="Errors over trials; null where there are none.")
    low: float | None = Field(description="Lower end of the interval that is shown.")
    high: float | None = Field(description="Upper end of the interval that is shown.")
    method: Method | None = Field(description="Which interval is shown; null: there is none.")
    is_bound: bool = Field(
        False,
        description="The interval that is shown is a bound: too few people have an error to see "
        "how errors gather, so it holds at least as often as it says, mostly more often.",
    )
    effective_trials: float | None = Field(
        description="Independent comparisons that would tell as much; null without subjects, or "
        "where errors are too few or too many to tell."
    )
    intervals: tuple[IntervalNote, ...] = Field(description="By every method that applies.")


class RatioNote(ResultsPart):
    """A ratio of two rates with its 95 % interval."""

    ratio: float | None = Field(description="Null where the rate below has no errors.")
    low: float = Field(description="Lower end.")
    high: float | None = Field(description="Upper end; null where there is none.")
    is_bound: bool = Field(
        False,
        description="It is a bound: too few people of either have an error to see how they gather.",
    )


class GroupNote(ResultsPart):
    """The error rate of a group, or of an ordered pair of groups."""

    measure: RateName = Field(description="Which rate.")
    group: str = Field(description="Of the person who is searched for; of a pair, on side a.")
    other: str | None = Field(description="Group on side b; null: whatever it is.")
    rate: RateNote
    over_reference: RatioNote | None = Field(
        None,
        description="The rate over that of the reference: the cell with most comparisons. Null "
        "for the reference itself, where neither has errors, and of searches.",
    )


class NeededNote(ResultsPart):
    """How many trials would tell which cell has the highest rate."""

    ratio: float = Field(description="How many times the rate of the others it has.")
    power: float = Field(description="How often it is then named.")
    trials: float = Field(
        description="Of each cell, at this threshold; with as many trials of each person, and "
        "errors that gather on people as they do here."
    )
    people: float | None = Field(description="Of each cell, on side a; null: not known.")
    trials_at_asked: float | None = Field(
        description="The same at the threshold that was asked for; null: not known."
    )


class ApartNote(ResultsPart):
    """Which group, or pair of groups, the data set apart by its error rate."""

    measure: RateName = Field(description="Which rate.")
    over: Over = Field(description="Groups, or ordered pairs of groups.")
    asked: float = Field(description="The rate over everybody that set the threshold.")
    threshold: float = Field(
        description="Where they are compared, on the scale of the file: the asked one or, where "
        "that has too few errors, the nearest one that was looked at with enough; else the last."
    )
    at_asked: bool = Field(description="Whether that is the threshold of the rates by group.")
    enough: bool = Field(
        description="Whether ten independent errors fall on a cell there, on average."
    )
    cells: int = Field(description="Those with trials.")
    errors: int = Field(description="Of all cells together, at that threshold.")
    errors_at_asked: int = Field(description="The same at the threshold of the rates by group.")
    trials: int = Field(description="Of all cells together.")
    fewest: int = Field(description="Trials of the cell that has fewest.")
    design_effect: float = Field(
        description="How many times the variance of independent trials that of errors is."
    )
    told_apart: bool = Field(
        description="Whether any two cells differ (95 % or more, all pairs at once)."
    )
    highest: str | None = Field(description="The cell with the highest rate; null: not told.")
    highest_errors: int | None
    highest_trials: int | None
    at_least: float | None = Field(
        description="Its rate over that of any other cell, at least (98 %, one-sided)."
    )
    lowest: str | None = Field(description="The cell with the lowest rate; null: not told.")
    may_be_highest: tuple[str, ...] = Field(
        description="Cells that none is told to be above; empty where none are told apart."
    )
    needed: NeededNote | None = Field(description="Null where it cannot be worked out.")


class DisparityIntervalNote(ResultsPart):
    """A 95 % interval of a measure of how far rates lie apart."""

    measure: DisparityMeasure = Field(description="Which measure.")
    low: float = Field(description="Lower end.")
    high: float | None = Field(description="Upper end; null where some cell has no errors.")
    is_bound: bool = Field(
        False, description="It is a bound: too few people of some cell have an error."
    )


class DisparityNote(ResultsPart):
    """How far the rates of groups lie apart; all groups weigh alike."""

    measure: RateName = Field(description="Which rate.")
    over: Over = Field(description="Groups, or ordered pairs of groups.")
    cells: int = Field(description="Those with comparisons; the others have no rate.")
    without_errors: int = Field(description="Those of them without an error.")
    told_apart: bool = Field(
        description="Whether the data tell any two of them apart at this threshold. Where not, the "
        "measures below may be noise alone."
    )
    largest: str | None = Field(description="Where the rate is highest; null: not told.")
    smallest: str | None = Field(description="Where it is lowest; null: not told.")
    max_over_min: float | None = Field(description="Null where some cell has no errors.")
    max_over_min_at_least: float | None = Field(
        description="There, the lower end of its 95 % interval."
    )
    max_over_mean: float | None
    max_over_geometric_mean: float | None = Field(description="Null where some have no errors.")
    max_over_geometric_mean_at_least: float | None = Field(description="As above.")
    spread: float | None = Field(description="Highest rate less lowest.")
    gini: float | None = Field(description="Gini coefficient, corrected for few cells.")
    intervals: tuple[DisparityIntervalNote, ...] = Field(
        (),
        description="At 95 %, allowing for the largest of many noisy rates being too large; empty "
        "for more than 400 cells.",
    )
    reference: str | None = Field(
        None, description="The cell with most comparisons, which ratios of cells are to."
    )


class CombinedNote(ResultsPart):
    """A published figure that puts the differences of both error rates into one number."""

    name: FairnessMeasure = Field(
        description="FDR: fairness discrepancy rate, 1 is best. INEQ: inequity rate, 1 is best. "
        "GARBE: Gini aggregation rate for biometric equitability, 0 is best."
    )
    weight: float = Field(description="Weight of false matches; misses have the rest.")
    value: float | None = Field(description="Null where some group has no errors (INEQ), or none.")
    low: float | None = Field(description="Lower end of its 95 % interval; null: there is none.")
    high: float | None = Field(description="Upper end; null: there is none.")


class OwnThresholdNote(ResultsPart):
    """What a group would have with a threshold of its own, set for the asked rate on it alone."""

    group: str = Field(description="Group on side a.")
    threshold: float = Field(description="On the scale of the file.")
    fmr: RateNote = Field(description="The false match rate of the group there.")
    fnmr: RateNote = Field(description="The false non-match rate of the group there.")
    resolved: bool = Field(
        description="Whether so many impostor comparisons of the group would show the asked rate."
    )


class GroupsNote(ResultsPart):
    """Error rates by group at one threshold for all."""

    asked: float = Field(description="The rate over everybody that set it.")
    threshold: float = Field(description="The threshold, on the scale of the file.")
    rows: tuple[GroupNote, ...]
    disparities: tuple[DisparityNote, ...]
    apart: tuple[ApartNote, ...] = Field(
        description="Which group each rate sets apart, and which pair of groups."
    )
    combined: tuple[CombinedNote, ...] = Field(
        (),
        description="Over groups; empty where fewer than two have comparisons of both kinds, and "
        "of searches.",
    )
    thresholds: tuple[OwnThresholdNote, ...] = Field(
        (),
        description="A threshold for each group; those without both kinds are left out. Empty of "
        "searches, and where the file is read in parts.",
    )


class ConditionNote(ResultsPart):
    """The error rate of photographs that were captured under one condition."""

    measure: RateName = Field(description="Which rate.")
    condition: str = Field(description="As the file calls it.")
    rate: RateNote


class ConditionsNote(ResultsPart):
    """Error rates by capture condition at one threshold for all."""

    asked: float = Field(description="The rate over all of them that set it.")
    threshold: float = Field(description="The threshold, on the scale of the file.")
    rows: tuple[ConditionNote, ...]
