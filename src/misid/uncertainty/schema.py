"""The documents of this folder: comparison, ledger, requirements, claim."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from misid.results.schema import Answered, DecisionSide, Interval, Part, Question, Stamp


class Side(Part):
    """One of two scenarios."""

    name: str = Field(description="Its short name.")
    title: str = Field(description="Its title.")
    changes: tuple[str, ...] = Field(description="Changes put on it, each with its digest.")
    stamp: Stamp


class Pair(Part):
    """One world on both sides."""

    before: float = Field(description="On the first side.")
    after: float = Field(description="On the second side.")


class Changed(Part):
    """Only the worlds in which the number changes at all."""

    before: Interval = Field(description="On the first side, in these worlds.")
    after: Interval = Field(description="On the second side, in these worlds.")
    change: Interval = Field(description="Second less first in these worlds.")


class BothSides(Part):
    """A number on both sides, and its change world by world."""

    before: Interval = Field(description="On the first side.")
    after: Interval = Field(description="On the second side.")
    change: Interval = Field(
        description="Second less first in the same world; not the difference of the intervals. Of "
        "independent worlds, each one with another drawn by chance."
    )
    where_changed: Changed | None = Field(
        description="Both sides of the worlds in which it changes; null where it changes in none, "
        "and of independent worlds."
    )
    mean_change: float | None = Field(
        description="Mean of the change over all worlds: what is expected. A few worlds that "
        "change by much can decide it."
    )
    lower: float | None = Field(
        description="Share of worlds in which it falls; of independent worlds, of all pairs of one "
        "of each side."
    )
    same: float | None = Field(description="Share of these in which nothing changes.")
    higher: float | None = Field(description="Share of these in which it rises.")


class ChangeSide(Answered, BothSides):
    """An output in the worlds of one answer to an either/or, before and after."""

    pairs: tuple[Pair, ...] = Field(description="As in the output, of these worlds alone.")


class Decides(Question):
    """An either/or that decides a number, on one side of a comparison or on both."""

    elsewhere: str = Field(
        description="What becomes of the answer on the other side of the comparison, as a "
        "sentence; empty where each world keeps its answer."
    )


class ChangeSplit(Decides):
    """A change on each side of the either/or that decides the number."""

    sides: tuple[ChangeSide, ...] = Field(description="Each answer, in the scenario's order.")


class OwnSide(Answered, Interval):
    """An output of one programme in the worlds of one answer."""


class OwnSplit(Question):
    """An output of one of two programmes on each side of the either/or that decides it."""

    sides: tuple[OwnSide, ...] = Field(description="Each answer, in the scenario's order.")


class Difference(BothSides):
    """One output on both sides, and its change world by world."""

    name: str = Field(description="Name of the output.")
    title: str = Field(description="The name that is shown.")
    unit: str = Field(description="Its unit.")
    pairs: tuple[Pair, ...] = Field(
        description="Worlds spread evenly over the order of the first side, at most 30; none where "
        "the worlds are independent."
    )
    flags: tuple[str, ...] = Field(description="As in the results, of either side.")
    split: ChangeSplit | None = Field(
        description="The same on each side of the either/or that decides it on the first side, or "
        "else on the second; null where none does, and of independent worlds. Where one does, all "
        "other numbers mix its sides."
    )
    split_before: OwnSplit | None = Field(
        description="Of independent worlds, the first programme on each side of its own either/or; "
        "null where none decides, and after a change."
    )
    split_after: OwnSplit | None = Field(description="The same of the second programme.")


class Booked(BothSides):
    """
    Stops of a year on both sides, and the change told apart into two parts.

    The parts add up to it in each world: what fewer stops bring, and what stops bring that end
    otherwise.
    """

    by_stops: Interval = Field(
        description="Part of the change, in the worlds in which there is any: stops that no longer "
        "happen, each of which would have ended as before; above 0, stops that are added. Null of "
        "independent worlds, as the next."
    )
    otherwise: Interval = Field(
        description="The rest of it: stops that still happen, and end otherwise."
    )
    per_searches_before: Interval = Field(
        description="Of 100,000 searches, on the first side, in the worlds in which it changes (in "
        "all, if in none); null for what many years bring."
    )
    per_searches_after: Interval = Field(description="The same on the second side.")


class BookedSide(Answered, Booked):
    """An account in the worlds of one answer to an either/or."""


class BookedSplit(Decides):
    """An account on each side of the either/or that decides it."""

    sides: tuple[BookedSide, ...] = Field(description="Each answer, in the scenario's order.")


class Account(Booked):
    """One thing that a year of the programme brings, on both sides. Stops, not people."""

    name: str = Field(description="Its short name.")
    title: str = Field(description="The name that is shown.")
    unit: str = Field(description="Its unit.")
    wanted: Literal["fewer", "more", "neither"] = Field(
        description="Whether fewer of it are a gain, more are, or that is not for the model to say."
    )
    split: BookedSplit | None = Field(description="As of an output.")


class InputDifference(Part):
    """An input that is not the same on both sides."""

    input: str = Field(description="Its name.")
    description: str = Field(description="What it is.")
    before: str | None = Field(description="What stands there; null where there is no such input.")
    after: str | None = Field(description="The same on the second side.")


class Comparison(Part):
    """Two scenarios, in the same worlds where they are editions of one programme."""

    version: Literal["misid-comparison/2"] = Field(description="This schema.")
    sentence: str = Field(description="The finding in one sentence.")
    same_worlds: bool = Field(
        description="Whether a world of one side is compared with itself on the other: after "
        "changes, between scenarios of one name, and where at least half of the open inputs stand "
        "the same on both sides. Else these are two programmes, compared in independent worlds."
    )
    open_inputs: int = Field(description="Inputs that are not known exactly, on either side.")
    shared_inputs: int = Field(description="Those of them that stand the same on both sides.")
    notes: tuple[str, ...] = Field(description="What must be said of the numbers.")
    before: Side
    after: Side
    outputs: tuple[Difference, ...]
    accounts: tuple[Account, ...] = Field(
        description="What a year of the programme gains and what it loses."
    )
    review_minutes: float | None = Field(
        description="Minutes of one reviewer for one reference, as the reader gave them; null: no "
        "hours are worked out."
    )
    inputs: tuple[InputDifference, ...]


class Moved(Part):
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


class Entry(Part):
    """One unanswered question, and what its answer would be worth."""

    question: str = Field(description="What an official could answer.")
    field: str = Field(description="The field of the scenario; every group and collection of it.")
    status: str = Field(description="unknown, assumed or inferred: the least known of its inputs.")
    stands_in: str = Field(description="What stands in for the answer.")
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
        "rise if only this were known (expected value of partial perfect information, with the "
        "net benefit that the document names)."
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


class Verdict(Part):
    """The reader's limit as it stands, and what all answers together would be worth."""

    output: str = Field(description="The output that the limit is set on.")
    unit: str = Field(description="Its unit.")
    limit: float = Field(description="The limit.")
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
        "everything were known (expected value of perfect information, with the net benefit that "
        "the document names): the smaller one of the shares of worlds above and not above."
    )
    value_by_amount_of_all: float | None = Field(
        description="The same with the net benefit of `value_by_amount`, in the unit of the output."
    )


class Ledger(Part):
    """Every unanswered question of a scenario, ranked."""

    version: Literal["misid-ledger/2"] = Field(description="This schema.")
    programme: str = Field(description="Title of the scenario.")
    sentence: str = Field(description="The finding in one sentence.")
    output: str = Field(description="The output whose range is explained.")
    on_both_sides: str = Field(
        description="The output on both sides of the either/or that decides it; or empty."
    )
    verdict: Verdict
    net_benefit: Literal["right verdict"] = Field(
        description="What `value_of_information` and `value_of_all` gain: a verdict on the limit "
        "(above, or not above) is worth 1 where it is right and 0 where it is wrong."
    )
    ledger: tuple[Entry, ...] = Field(description="The questions, most telling first.")
    base_points: int = Field(description="Points of the sensitivity designs, replicates included.")
    stamp: Stamp


class Carrier(Part):
    """An input that carries a verdict: set to nothing, it alone turns it."""

    field: str = Field(description="The field of the scenario.")
    question: str = Field(description="What an official could answer about it.")
    status: str = Field(description="How it is known: the least known of its inputs.")
    at: float = Field(description="The value that means nothing: 0, or 1 for a factor.")
    probability: float = Field(description="Share of worlds in which it then holds.")


class Requirement(Part):
    """One lever, and where it would have to stand."""

    lever: str = Field(description="Its name.")
    title: str = Field(description="What it is.")
    reachable: bool = Field(description="Whether the limit can be met by this alone.")
    low: float | None = Field(
        description="From where the limit is met with 95 % probability; null: from the lowest "
        "value tried."
    )
    high: float | None = Field(description="Up to where; null: up to the highest value tried.")
    text: str = Field(description="The same in words.")
    probability_at_best: float | None = Field(
        description="Share of worlds that meet the limit where the lever helps the most."
    )
    sides: tuple[DecisionSide, ...] = Field(
        description="Share of worlds above the limit there, by the answer to the either/or that "
        "decides the output, if one does."
    )
    carriers: tuple[Carrier, ...] = Field(
        description="Inputs of which each alone turns that verdict when it is set to nothing."
    )


class Requirements(Part):
    """What would have to be true for a limit to be met."""

    version: Literal["misid-requirements/2"] = Field(description="This schema.")
    sentence: str = Field(description="The finding in one sentence.")
    output: str = Field(description="What is limited.")
    unit: str = Field(description="Its unit.")
    limit: float = Field(description="The most it may be.")
    probability_now: float | None = Field(description="Share of worlds that meet it as it is.")
    sides: tuple[DecisionSide, ...] = Field(
        description="Share of worlds above the limit as it is, by the answer to the either/or."
    )
    carriers: tuple[Carrier, ...] = Field(description="As for a lever, of the limit as it is.")
    levers: tuple[Requirement, ...]
    stamp: Stamp


class KinInput(Part):
    """A number that says how many twins and siblings there are, or how alike they are."""

    field: str = Field(description="The field of the scenario.")
    question: str = Field(description="What an official could answer about it.")
    status: str = Field(description="How it is known: the least known of its inputs.")


class WithoutKin(Part):
    """A reading in the same worlds without any twin or sibling, all classes at once."""

    median: float | None = Field(description="As in the reading.")
    worlds: float | None = Field(description="As in the reading.")
    inputs: tuple[KinInput, ...] = Field(description="What stands for kin, and how it is known.")


class Counts(Part):
    """What follows of a reading in some worlds; people are counted at the medians over them."""

    implies: str = Field(description="What follows for this gallery and these people.")
    worlds: float | None = Field(
        description="Share of these worlds in which it holds; null where the model has no such "
        "number."
    )
    median: float | None = Field(description="Median of `measure` over these worlds.")
    worlds_without_kin: float | None = Field(
        description="Share of these worlds in which it would hold without any twin or sibling; "
        "null where they do not enter."
    )
    without_record: float = Field(description="Of the people searched for, those without a record.")
    answered_wrongly: float = Field(description="Of these, answered with somebody's record.")
    with_record: float = Field(description="Those with a record.")
    found: float | None = Field(
        description="Of these, whose own record is returned; null where the claim does not say."
    )


class ReadingSide(Answered, Counts):
    """A reading in the worlds of one answer to the either/or."""


class Reading(Counts):
    """One way in which a claim can be meant, and what follows here; its counts mix all worlds."""

    meaning: str = Field(description="What is claimed, with its denominator.")
    must_be_true: str = Field(description="What would have to be true.")
    measure: str = Field(
        description="The number of the model that it is about; empty where there is none."
    )
    people: float = Field(description="People searched for, in all; the counts are of them.")
    sides: tuple[ReadingSide, ...] = Field(
        description="The same on each side of the claim's either/or; empty without one."
    )
    without_kin: WithoutKin | None = Field(
        description="The same without kin; null where they do not enter."
    )


class ClaimQuestion(Question):
    """The open either/or that decides what a claim means here."""

    share: float = Field(
        description="Share of the log variance of a reading's `measure` that its options account "
        "for; above a third where that decides."
    )
    by: Literal["value", "verdict"] = Field(
        description="What it decides: the number; or only whether a reading holds, in most worlds "
        "of one side and not of another, a third of the worlds apart."
    )


class Claim(Part):
    """A stated claim, checked against the model."""

    version: Literal["misid-claim/2"] = Field(description="This schema.")
    claim: str = Field(description="The claim in words.")
    missing: str = Field(description="The question that it leaves open; empty where it has all.")
    sentence: str = Field(description="The finding in one sentence.")
    either_or: ClaimQuestion | None = Field(
        description="The either/or on both sides of which the readings are told, if one decides."
    )
    readings: tuple[Reading, ...] = Field(description="Each way in which it can be meant.")
    average: str = Field(description="Which averages the numbers are.")
    stamp: Stamp
