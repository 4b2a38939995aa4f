"""The ledger of unanswered questions as a document."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from misid.quantities.units import Unit
from misid.results.schema import Answered, DecisionSide, Interval, Question, ResultsPart
from misid.scenario import Output
from misid.uncertainty.schema import OwnSplit, Programme

Order = Literal["either", "total", "without", "value", "amount", "flip", "narrowing"]


class Moved(ResultsPart):
    """What an input does in some worlds: as they are, and without it."""

    median: float | None = Field(description="Median of the output as it is, in these worlds.")
    median_without: float | None = Field(description="The same without the input.")
    ratio: float | None = Field(
        description="The second over the first; null where the first is 0 or has no value."
    )
    exceeded: float | None = Field(
        description="Share of these worlds above the limit, on the output that it is set on."
    )
    exceeded_without: float | None = Field(description="The same without the input.")


class MovedSide(Answered, Moved):
    """The same in the worlds of one answer."""


class Without(Moved):
    """
    What would be without an input: at the value at which what it stands for does nothing.

    The numbers of all worlds mix both sides where an either/or decides the output.
    """

    at: float = Field(description="That value: 0, or 1 for a factor.")
    sides: tuple[MovedSide, ...] = Field(
        description="The same on each side of the either/or that decides the output; or empty. "
        "A median over both sides lies between two programmes."
    )
    worlds: int = Field(
        description="Worlds that are worked out again: of the run, evenly over the order of the "
        "output on each side, the same with the input and without."
    )


class Entry(ResultsPart):
    """One unanswered question, and what its answer would be worth."""

    field: str = Field(description="The field of the scenario; every group and collection of it.")
    status: str = Field(description="unknown, assumed or inferred: the least known of its inputs.")
    input: str = Field(description="Name of the first of its inputs.")
    content: Any = Field(description="What stands in for the answer there, as the scenario has it.")
    rank: int = Field(
        description="By total index; questions that the errors do not tell apart share one."
    )
    rank_without: int | None = Field(
        description="By how much the median moves, up or down, without the input, on the side on "
        "which it moves the most; those without which it does not move share the last. Null where "
        "no value means that nothing happens."
    )
    without: Without | None = Field(
        description="What the output would be without it; null where there is no such value, or "
        "where the model does not hold there."
    )
    total_index: float = Field(
        description="Share of the variance of the output's logarithm that is left when everything "
        "but this is known (Sobol', total). An estimate: the share itself lies from 0 to 1, but "
        "with few points its estimate may be below 0 or above 1, and stands here as it came out."
    )
    total_error: float = Field(description="Its standard error.")
    total_low: float = Field(
        description="Low end of its 90 % interval (Student's t of the 8 designs), not clipped."
    )
    total_high: float = Field(description="High end of the same.")
    value_of_information: float = Field(
        description="By how much the probability that the verdict on the limit is right would "
        "rise if only this were known (expected value of partial perfect information; a verdict "
        "is worth 1 where it is right and 0 where it is wrong)."
    )
    value_error: float = Field(description="Its standard error.")
    value_by_amount: float = Field(
        description="Expected gain in the unit of the limit's output, if only this were known and "
        "going on had the net benefit of the limit less the output, stopping that of 0."
    )
    value_by_amount_error: float = Field(description="Its standard error.")
    flip: float = Field(description="Probability that the answer would turn the verdict.")
    verdict_low: float | None = Field(
        description="Share of worlds above the limit at the low end of the answer."
    )
    verdict_high: float | None = Field(description="The same at the high end.")
    narrowing: float = Field(
        description="Share by which the 5 % to 95 % width of the output would shrink on average."
    )


class Verdict(ResultsPart):
    """The scenario's limit as it stands, and what all answers together would be worth."""

    output: Output = Field(description="The output that the limit is set on.")
    unit: Unit = Field(description="Its unit.")
    limit: float = Field(description="The limit.")
    status: str = Field(description="Always assumed: the limit is the scenario's.")
    why: str = Field(description="Whose limit, and why, as the scenario says it.")
    decided_by: Question | None = Field(description="The either/or that decides it; or null.")
    probability_exceeded: float | None = Field(description="Share of worlds above it.")
    sides: tuple[DecisionSide, ...] = Field(
        description="The same on each side of the either/or that decides it; or empty."
    )
    exceeded: bool | None = Field(description="The verdict: above it in most worlds.")
    margin: float | None = Field(
        description="How far the share of worlds above the limit is from one half."
    )
    value_of_all: float | None = Field(
        description="By how much the probability that the verdict is right would rise, to 1, if "
        "everything were known (expected value of perfect information): the smaller one of the "
        "shares of worlds above and not above."
    )
    value_by_amount_of_all: float | None = Field(
        description="The same with the net benefit of `value_by_amount`, in the unit of the output."
    )


class OutputNote(Interval):
    """An output as it stands while the questions are open."""

    name: Output = Field(description="Name of the output.")
    unit: Unit = Field(description="Its unit.")
    split: OwnSplit | None = Field(
        description="The same on each side of the either/or that decides it; null where none does."
    )


class Ledger(Programme):
    """Every unanswered question of a scenario, ranked."""

    version: Literal["misid-ledger/3"] = Field(description="This schema.")
    output: Output = Field(description="The output whose range is explained.")
    outputs: tuple[OutputNote, ...] = Field(
        description="That output, and those that are always asked about."
    )
    verdict: Verdict
    by: Order = Field(
        description="The measure that orders the questions. either: by the better of two ranks, "
        "that of the total index and that of what the output would be without the input."
    )
    ledger: tuple[Entry, ...] = Field(description="The questions, most telling first.")
    base_points: int = Field(description="Points of the sensitivity designs, replicates included.")
