"""The evaluation document: what `misid evaluate --json` prints, and its JSON Schema."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from misid.evaluation.reading.columns import PairRole
from misid.files.columns import How
from misid.measures.disparity import Name
from misid.measures.fairness import Figure
from misid.results.schema import Part

Method = Literal["mid_p", "clopper_pearson", "subjects", "people", "records", "bootstrap"]
Measure = Literal["FMR", "FNMR", "FPIR", "FNIR"]
Over = Literal["groups", "pairs"]
AnewMethod = Literal["slope", "people", "bootstrap"]


class IntervalNote(Part):
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


class RateNote(Part):
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


class AnewNote(Part):
    """A 95 % interval that allows for the threshold being found in the same comparisons."""

    method: AnewMethod = Field(
        description="slope: what the error of the false match rate does to misses along the "
        "trade-off; allows for people who are in many comparisons where they are known. people: "
        "a bound, where too few people have an error to see how errors gather. "
        "bootstrap: draws people with replacement and finds the threshold anew each time."
    )
    low: float = Field(description="Lower end.")
    high: float = Field(description="Upper end.")
    is_bound: bool = Field(False, description="It holds at least as often as it says.")


class PointNote(Part):
    """What a threshold gives that was set for a false match rate."""

    asked: float = Field(description="The false match rate that was asked for.")
    threshold: float = Field(
        description="The lowest score at which the false match rate is at most the asked one, on "
        "the scale of the file; for distances the highest. Where no score is, the next number "
        "beyond all scores."
    )
    is_score: bool = Field(description="Whether a comparison has that score.")
    fmr: RateNote = Field(description="The false match rate that is reached.")
    fnmr: RateNote = Field(description="The false non-match rate there.")
    resolved: bool = Field(
        description="Whether so many impostor comparisons, none of them a match, would show a "
        "rate as low as asked (95 %)."
    )
    at_most: float | None = Field(
        description="The most that the false match rate can be there: the upper end of its "
        "interval; where it is not said who is compared, one-sided, comparisons taken as "
        "independent. Null where the asked rate is resolved and a match was seen."
    )
    fnmr_anew: tuple[AnewNote, ...] = Field(
        (),
        description="Intervals of the false non-match rate at the asked false match rate, "
        "whatever threshold gives that; in a file that is read in parts empty where there are no "
        "misses or few false matches. The first is shown.",
    )
    sentence: str = Field(description="The same in words.")


class EqualErrorNote(Part):
    """Where both error rates are equally frequent."""

    rate: float | None = Field(description="Null where tied scores make them jump past each other.")
    low: float = Field(description="Of such a jump, the lower end; else the rate.")
    high: float = Field(description="Of such a jump, the upper end; else the rate.")
    threshold: float = Field(
        description="The strictest threshold at which false matches are still at least as frequent."
    )
    fmr: float = Field(description="False match rate there.")
    fnmr: float = Field(description="False non-match rate there.")
    intervals: tuple[AnewNote, ...] = Field(
        (), description="Of the equal error rate, 95 %; the first is shown."
    )
    sentence: str = Field(description="The same in words.")


class CountsNote(Part):
    """What was read."""

    genuine: int = Field(description="Genuine comparisons with a score.")
    impostor: int = Field(description="Impostor comparisons with a score.")
    failed_genuine: int = Field(description="Genuine comparisons without one.")
    failed_impostor: int = Field(description="Impostor comparisons without one.")
    failure_to_acquire: float = Field(description="Comparisons without a score, of all.")
    subjects: int | None = Field(description="Different people; null where it is not said.")
    least_fmr: float = Field(
        description="The least false match rate that so many impostor comparisons can show (95 %)."
    )
    least_fnmr: float = Field(description="The same for the false non-match rate.")


class ColumnNote(Part):
    """Which column was taken for what."""

    role: PairRole = Field(description="What it is taken for.")
    name: str = Field(description="Its name in the file.")
    how: How = Field(description="named by the reader, or guessed from its name.")


class RatioNote(Part):
    """A ratio of two rates with its 95 % interval."""

    ratio: float | None = Field(description="Null where the rate below has no errors.")
    low: float = Field(description="Lower end.")
    high: float | None = Field(description="Upper end; null where there is none.")
    is_bound: bool = Field(
        False,
        description="It is a bound: too few people of either have an error to see how they gather.",
    )


class GroupNote(Part):
    """The error rate of a group, or of an ordered pair of groups."""

    measure: Measure = Field(description="Which rate.")
    group: str = Field(description="Group on side a, the probe's where columns say so.")
    other: str | None = Field(description="Group on side b; null: whatever it is.")
    rate: RateNote
    over_reference: RatioNote | None = Field(
        None,
        description="The rate over that of the reference: the cell with most comparisons. Null "
        "for the reference itself, and where neither has errors.",
    )


class NeededNote(Part):
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


class ApartNote(Part):
    """Which group, or pair of groups, the data set apart by its error rate."""

    measure: Measure = Field(description="Which rate.")
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
    sentence: str = Field(description="The same in words.")


class DisparityIntervalNote(Part):
    """A 95 % interval of a measure of how far rates lie apart."""

    measure: Name = Field(description="Which measure.")
    low: float = Field(description="Lower end.")
    high: float | None = Field(description="Upper end; null where some cell has no errors.")
    is_bound: bool = Field(
        False, description="It is a bound: too few people of some cell have an error."
    )


class DisparityNote(Part):
    """How far the rates of groups lie apart; all groups weigh alike."""

    measure: Measure = Field(description="Which rate.")
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


class CombinedNote(Part):
    """A published figure that puts the differences of both error rates into one number."""

    name: Figure = Field(
        description="FDR: fairness discrepancy rate, 1 is best. INEQ: inequity rate, 1 is best. "
        "GARBE: Gini aggregation rate for biometric equitability, 0 is best."
    )
    weight: float = Field(description="Weight of false matches; misses have the rest.")
    value: float | None = Field(description="Null where some group has no errors (INEQ), or none.")
    low: float | None = Field(description="Lower end of its 95 % interval; null: there is none.")
    high: float | None = Field(description="Upper end; null: there is none.")


class OwnThresholdNote(Part):
    """What a group would have with a threshold of its own, set for the asked rate on it alone."""

    group: str = Field(description="Group on side a.")
    threshold: float = Field(description="On the scale of the file.")
    fmr: RateNote = Field(description="The false match rate of the group there.")
    fnmr: RateNote = Field(description="The false non-match rate of the group there.")
    resolved: bool = Field(
        description="Whether so many impostor comparisons of the group would show the asked rate."
    )


class GroupsNote(Part):
    """Error rates by group at one threshold for all."""

    asked: float = Field(description="The false match rate over everybody that set it.")
    threshold: float = Field(description="The threshold, on the scale of the file.")
    rows: tuple[GroupNote, ...]
    disparities: tuple[DisparityNote, ...]
    apart: tuple[ApartNote, ...] = Field(
        description="Which group each rate sets apart, and which pair of groups."
    )
    combined: tuple[CombinedNote, ...] = Field(
        (), description="Over groups; empty where fewer than two have comparisons of both kinds."
    )
    thresholds: tuple[OwnThresholdNote, ...] = Field(
        (), description="A threshold for each group; those without both kinds are left out."
    )


class TailFitNote(Part):
    """A generalised Pareto law fitted to the highest impostor scores."""

    share: float = Field(description="Share of impostor scores in the tail.")
    scores: int = Field(description="How many these are.")
    above: float = Field(description="The score that the tail begins beyond.")
    shape: float = Field(description="Below 0: scores have a highest value; above 0: heavy.")
    scale: float
    threshold: float = Field(description="Extrapolated, at the first false match rate of targets.")
    low: float = Field(description="End of its 95 % interval towards the scores.")
    high: float | None = Field(description="The end away from them; null: there is none.")


class TailTargetNote(Part):
    """An extrapolated threshold for a false match rate too low to count."""

    asked: float = Field(description="The false match rate.")
    threshold: float = Field(description="Extrapolated, on the scale of the file.")
    low: float = Field(description="End of its 95 % interval towards the scores.")
    high: float | None = Field(description="The end away from them; null: there is none.")
    fnmr: float = Field(description="Share of genuine comparisons that miss that threshold.")


class TailNote(Part):
    """What the highest impostor scores say of rates below what can be counted: extrapolated."""

    extrapolated: Literal[True] = Field(True, description="Nothing of this was seen.")
    share: float | None = Field(description="The tail that is used; null: none could be fitted.")
    worth: float = Field(description="Independent comparisons that one is worth; 1 at most.")
    fits: tuple[TailFitNote, ...] = Field(description="Tails that begin elsewhere, longest first.")
    targets: tuple[TailTargetNote, ...]
    sentence: str = Field(description="The same in words, or why there is none.")


class FrailtyNote(Part):
    """How unevenly false matches fall on people."""

    shape: float | None = Field(
        description="k of the gamma law of look-alikes; null: infinite, all people have as many."
    )
    low: float | None = Field(description="Lower end of its 95 % interval; null: infinite.")
    high: float | None = Field(description="Upper end; null: infinite.")
    people: int = Field(description="People on side a.")
    false_matches: int
    threshold: float = Field(description="On the scale of the file.")
    fmr: float = Field(description="False match rate there.")
    both_sides: bool = Field(
        description="Some people are on either side; what the other side adds is then in it, and "
        "k is rather too small."
    )
    sentence: str = Field(description="The same in words.")


class ConditionNote(Part):
    """The error rate of comparisons that were captured under one condition."""

    measure: Measure = Field(description="Which rate.")
    condition: str = Field(description="As the file calls it.")
    rate: RateNote


class ConditionsNote(Part):
    """Error rates by capture condition at one threshold for all."""

    asked: float = Field(description="The false match rate over all comparisons that set it.")
    threshold: float = Field(description="The threshold, on the scale of the file.")
    rows: tuple[ConditionNote, ...]


class CurveNote(Part):
    """Both error rates along thresholds; each point is exact, and enough are kept to draw."""

    thresholds: tuple[float, ...] = Field(description="From lenient to strict.")
    fmr: tuple[float, ...]
    fnmr: tuple[float, ...]


class HistogramNote(Part):
    """How many scores of either kind lie in each bin, from unlike to alike."""

    edges: tuple[float, ...] = Field(description="One more than bins.")
    genuine: tuple[int, ...]
    impostor: tuple[int, ...]


class Evaluation(Part):
    """Error rates of the comparisons in a file of scores."""

    version: Literal["misid-evaluation/1"] = Field(description="This schema.")
    sentence: str = Field(description="The finding in one sentence.")
    file: str = Field(description="Name of the file, without its folder.")
    direction: Literal["similarity", "distance"] = Field(
        description="similarity: a score at or above the threshold is a match; distance: at or "
        "below it."
    )
    columns: tuple[ColumnNote, ...]
    counts: CountsNote
    points: tuple[PointNote, ...]
    eer: EqualErrorNote
    decidability: float | None = Field(
        description="d': distance of the means over the root of the mean variance."
    )
    groups: GroupsNote | None = Field(description="Null where no column gives groups.")
    conditions: ConditionsNote | None = Field(
        None, description="Null where no column gives the capture condition."
    )
    tail: TailNote | None = Field(
        None, description="Extrapolation of false match rates; null where it was not worked out."
    )
    frailty: FrailtyNote | None = Field(
        None, description="Null where it is not said who is compared, or false matches are few."
    )
    det: CurveNote
    histogram: HistogramNote
    notes: tuple[str, ...] = Field(description="What must be said of these numbers.")
    replicates: int = Field(description="Replicates of the bootstrap; 0 where there is none.")
    seed: int = Field(description="Which replicates.")
    program: str = Field(description="Name and version of the program.")
