"""What disclosed counts say of a scenario, as a document: each number beside what it was before."""

from __future__ import annotations

import math
from typing import Literal

from pydantic import Field, JsonValue

from misid.inference.observed import UnusedBecause
from misid.quantities.units import Unit
from misid.results.schema import Interval, ResultsPart
from misid.uncertainty.schema import Programme

STANDARD_ERRORS = 3.5
"""An input whose middle or width differs by more of them moved by more than chance."""
NumberName = Literal[
    "false_match_rate",
    "false_positive_identification_rate",
    "false_negative_identification_rate",
    "references_of_searches",
    "share_of_references_wrong_person",
    "wrong_person_references",
    "misses_among_sought",
    "searches_a_year",
    "checking.wrong_taken_as_right",
    "checking.right_taken_as_wrong",
    "checking.unconfirmed_wrong_taken_as_right",
    "checking.unconfirmed_right_taken_as_wrong",
    "checking.share_confirmed",
    "checking.share_unresolved",
]
"""Numbers that are told before and after."""
PredictiveFit = Literal["fits", "strained", "does_not_fit"]


class InferredNumber(ResultsPart):
    """A number before the counts were known, and after."""

    name: NumberName = Field(description="Which.")
    unit: Unit = Field(description="Its unit.")
    prior: Interval = Field(description="By the scenario alone.")
    posterior: Interval = Field(description="Given the counts.")
    narrowed: float = Field(
        description="Share of the width of the range before (5 % to 95 %, of logarithms, or log "
        "odds of a share) that is gone. Below 0 where it is wider than before."
    )


class OptionShare(ResultsPart):
    """An option of an either/or, and the share of the worlds in which it holds."""

    option: str = Field(description="As the scenario writes it.")
    prior: float = Field(description="By the scenario alone.")
    posterior: float = Field(description="Given the counts.")


class InputMove(ResultsPart):
    """How far the counts moved an input."""

    name: str = Field(description="Its name; of luck that is no input, what it is for.")
    contraction: float = Field(
        description="One minus the variance given the counts over that before, of normal scores. "
        "0: they say nothing of it; 1: they settle it; below 0: it is wider than before."
    )
    shift: float = Field(description="Of its mean, in standard deviations of before.")
    moved: bool = Field(description="Whether either is more than chance among so many worlds.")
    unit: Unit = Field("", description="Unit of the two ranges.")
    prior: Interval | None = Field(description="Before; null where it is no number.")
    posterior: Interval | None = Field(description="Given the counts; null likewise.")
    options: tuple[OptionShare, ...] = Field((), description="Of an either/or; else empty.")


class CountCheck(ResultsPart):
    """A disclosed count beside those that the worlds would give in its place."""

    period: str = Field(description="Label of the period.")
    count: str = Field(description="Which count, by its name in the file.")
    least: int = Field(description="The least that it can be as disclosed.")
    most: int = Field(description="The most.")
    before: Interval = Field(description="Counts that worlds of the scenario alone would give.")
    after: Interval = Field(description="Counts that worlds given the counts would give.")
    surprise_before: float = Field(
        description="Probability of a count as far out, on either side, by the scenario alone."
    )
    surprise_after: float = Field(description="The same given the counts.")
    fit: PredictiveFit = Field(
        description="strained and does_not_fit: below 5 % and 1 % over all counts."
    )


class CountUnused(ResultsPart):
    """What of the counts says nothing here, and why."""

    period: str = Field(description="Label of the period.")
    count: str = Field(description="Which count; empty: the whole period.")
    because: UnusedBecause = Field(description="Why.")


class NextNumber(ResultsPart):
    """A number that nobody has disclosed, and how much it would narrow what is left."""

    field: str = Field(description="The input, without the names of groups.")
    question: str = Field(description="What an official could answer.")
    narrowed: float = Field(
        description="Share of what is still not known of the target that its answer would take "
        "away at most, on average: of variance, explained by a curve through the worlds."
    )


class TeachingNumbers(ResultsPart):
    """The numbers that would teach most about one target."""

    target: NumberName = Field(description="What would be narrowed.")
    numbers: tuple[NextNumber, ...] = Field(description="Those that would teach most first.")


class Sampling(ResultsPart):
    """How the worlds were found, and whether they can be relied on."""

    worlds: int = Field(description="How many there are given the counts.")
    drawn: int = Field(description="Weighted worlds that they were taken from.")
    informed: int = Field(description="Directions among the inputs that the counts inform.")
    effective: float = Field(description="How many independent worlds the weighted ones are worth.")
    heaviest: float = Field(description="Share of all weight that one world has.")
    is_reliable: bool = Field(
        description="Whether at least 100 count and none has more than 5 % of the weight; if not, "
        "do not rely on the ranges."
    )
    log_evidence: float = Field(description="Log probability of the counts under the scenario.")


class IfChecked(ResultsPart):
    """The share of wrong references in worlds where few, or where most of them were checked."""

    least: float = Field(description="The least share of right references that was checked there.")
    most: float = Field(description="The most.")
    share: Interval = Field(description="Of references that are of the wrong person.")


class KeptNumber(ResultsPart):
    """A number of worlds, and of the scenario that was made from them."""

    name: NumberName = Field(description="Which.")
    worlds: Interval = Field(description="Given the counts.")
    scenario: Interval = Field(description="By the ranges and correlations that were written.")


class ScenarioKept(ResultsPart):
    """How much of what counts say a scenario of ranges and correlations can hold."""

    inputs: tuple[str, ...] = Field(description="Inputs with another range.")
    correlations: int = Field(description="Pairs of inputs that go together.")
    left: tuple[str, ...] = Field(description="What moved, and has no range in a scenario.")
    numbers: tuple[KeptNumber, ...] = Field(description="What is left of the numbers.")


class CountsUsed(ResultsPart):
    """The counts that were used."""

    title: str = Field(description="Their title.")
    source: str = Field(description="Where they were published.")
    digest: str = Field(description="SHA-256 of the file that they come from, or of themselves.")
    periods: int = Field(description="How many periods are used.")
    regimes: tuple[str, ...] = Field(
        description="Regimes; the first, with the most searches, is the scenario's own."
    )
    checked_told: bool = Field(
        description="Whether the counts say how many references were checked: those found right, "
        "not checked or not settled. If not, that share is an input, from none to all."
    )
    undated: int = Field(
        description="Rows without dates beside others, taken to be of other times than these."
    )
    list_told: bool = Field(
        description="Whether the size of a list was disclosed, which then stands in the numbers "
        "before the counts too."
    )


class Inference(Programme):
    """What counts say of a scenario, and what they do not say."""

    version: Literal["misid-inference/1"] = Field(description="This schema.")
    counts: CountsUsed
    disclosed: dict[str, JsonValue] = Field(
        default_factory=dict,
        description="The counts as they were disclosed, as counts-1.json says.",
    )
    checking: dict[str, JsonValue] = Field(
        default_factory=dict, description="Other ranges for what checks do, where they were given."
    )
    checking_other: tuple[str, ...] = Field(
        (),
        description="Those of `checking` that are not misid's own ranges; empty where all are.",
    )
    fit: PredictiveFit = Field(description="The worst of the checks.")
    expected_before: bool = Field(
        description="Whether the scenario alone holds the counts for possible: none of them less "
        "than 1 % probable over all counts."
    )
    numbers: tuple[InferredNumber, ...] = Field(description="Before and after.")
    inputs: tuple[InputMove, ...] = Field(description="Those that moved the furthest first.")
    if_checked: tuple[IfChecked, ...] = Field(
        description="At both ends of what was checked, a tenth of the worlds each, the end with "
        "the most first; empty where the counts say how many were."
    )
    checks: tuple[CountCheck, ...] = Field(description="Every count that is used.")
    unused: tuple[CountUnused, ...] = Field(description="What says nothing here.")
    twice: tuple[str, ...] = Field(
        description="Inputs whose range rests on the source that the counts name: what that source "
        "says would be counted twice. Empty where none is known to."
    )
    next: tuple[TeachingNumbers, ...] = Field(
        description="What would teach most; empty where the sampling is not reliable."
    )
    sampling: Sampling

    @property
    def moved_by_luck(self) -> float:
        """How many inputs are expected to be called moved by luck; each is looked at twice."""
        return 2.0 * len(self.inputs) * math.erfc(STANDARD_ERRORS / math.sqrt(2.0))
