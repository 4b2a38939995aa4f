"""The evaluation document: what `misid evaluate --json` prints, and its JSON Schema."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from misid.results.schema import Part
from misid.scorefiles.columns import How, Role

Method = Literal["wilson", "clopper_pearson", "subjects", "bootstrap"]
Measure = Literal["FMR", "FNMR"]


class IntervalNote(Part):
    """A 95 % interval of a rate by one method."""

    method: Method = Field(
        description="wilson and clopper_pearson: as if comparisons were independent. subjects: "
        "allows for people who are in many comparisons. bootstrap: draws people with replacement; "
        "too wide where people make no difference."
    )
    low: float = Field(description="Lower end.")
    high: float = Field(description="Upper end.")


class RateNote(Part):
    """A rate, what it was counted from, and how sure it is."""

    count: int = Field(description="Errors.")
    trials: int = Field(description="Comparisons.")
    rate: float | None = Field(description="Errors over comparisons; null where there are none.")
    low: float | None = Field(description="Lower end of the interval that is shown.")
    high: float | None = Field(description="Upper end of the interval that is shown.")
    method: Method | None = Field(description="Which interval is shown; null: there is none.")
    effective_trials: float | None = Field(
        description="Independent comparisons that would tell as much; null without subjects, or "
        "where errors are too few or too many to tell."
    )
    intervals: tuple[IntervalNote, ...] = Field(description="By every method that applies.")


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
        description="The most that the false match rate can be there (95 %, one-sided, comparisons "
        "taken as independent); null where the asked rate is resolved and a match was seen."
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

    role: Role = Field(description="What it is taken for.")
    name: str = Field(description="Its name in the file.")
    how: How = Field(description="named by the reader, or guessed from its name.")


class GroupNote(Part):
    """The error rate of a group, or of an ordered pair of groups."""

    measure: Measure = Field(description="Which rate.")
    group: str = Field(description="Group on side a, the probe's where columns say so.")
    other: str | None = Field(description="Group on side b; null: whatever it is.")
    rate: RateNote


class DisparityNote(Part):
    """How far the rates of groups lie apart; all groups weigh alike."""

    measure: Measure = Field(description="Which rate.")
    over: Literal["groups", "pairs"] = Field(description="Groups, or ordered pairs of groups.")
    cells: int = Field(description="Those with comparisons; the others have no rate.")
    without_errors: int = Field(description="Those of them without an error.")
    largest: str | None = Field(description="Where the rate is highest.")
    smallest: str | None = Field(description="Where it is lowest.")
    max_over_min: float | None = Field(description="Null where some cell has no errors.")
    max_over_min_at_least: float | None = Field(
        description="There, with the most that such a cell's rate can be (95 %)."
    )
    max_over_mean: float | None
    max_over_geometric_mean: float | None = Field(description="Null where some have no errors.")
    max_over_geometric_mean_at_least: float | None = Field(description="As above.")
    spread: float | None = Field(description="Highest rate less lowest.")
    gini: float | None = Field(description="Gini coefficient, corrected for few cells.")


class GroupsNote(Part):
    """Error rates by group at one threshold for all."""

    asked: float = Field(description="The false match rate over everybody that set it.")
    threshold: float = Field(description="The threshold, on the scale of the file.")
    rows: tuple[GroupNote, ...]
    disparities: tuple[DisparityNote, ...]


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
    det: CurveNote
    histogram: HistogramNote
    notes: tuple[str, ...] = Field(description="What must be said of these numbers.")
    replicates: int = Field(description="Replicates of the bootstrap; 0 where there is none.")
    seed: int = Field(description="Which replicates.")
    program: str = Field(description="Name and version of the program.")
