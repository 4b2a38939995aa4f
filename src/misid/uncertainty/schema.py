"""The documents of this folder: comparison, requirements, claim."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from misid.quantities.units import Unit
from misid.results.parts import ExactWithin
from misid.results.schema import (
    Answered,
    ChangedInput,
    ChangeNote,
    DecisionSide,
    Described,
    Flag,
    Interval,
    OneCode,
    Question,
    ResultsPart,
    Stamp,
)
from misid.scenario import Output

# With more worlds than these in which nothing changes, an end of the range would be their zero.
_UNCHANGED = 0.05


class Programme(ResultsPart):
    """The scenario that a document is about."""

    scenario: Described = Field(description="The scenario whole, changes included.")
    changes: tuple[ChangeNote, ...] = Field(
        description="Of the scenario that comes along under this name; empty where none."
    )
    stamp: Stamp


class Pair(ResultsPart):
    """One world on both sides."""

    before: float = Field(description="On the first side.")
    after: float = Field(description="On the second side.")


class Changed(ResultsPart):
    """Only the worlds in which the number changes at all."""

    before: Interval = Field(description="On the first side, in these worlds.")
    after: Interval = Field(description="On the second side, in these worlds.")
    change: Interval = Field(description="Second less first in these worlds.")
    change_exact: ExactWithin | None = Field(
        None,
        description="Between what the median of the change of all such worlds lies, 95 % sure.",
    )


class BothSides(ResultsPart):
    """A number on both sides, and its change world by world."""

    before: Interval = Field(description="On the first side.")
    after: Interval = Field(description="On the second side.")
    change: Interval = Field(
        description="Second less first in the same world; not the difference of the intervals. Of "
        "independent worlds, each one with another drawn by chance."
    )
    change_exact: ExactWithin | None = Field(
        None,
        description="Between what the median of the change of all possible worlds lies, 95 % sure; "
        "null of few worlds, and of independent ones.",
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

    @property
    def moves(self) -> bool:
        """Whether it changes in any world."""
        return self.same is not None and self.same < 1.0

    @property
    def is_rare(self) -> bool:
        """Whether it stays in so many worlds that the median or an end of all would be their 0."""
        if self.where_changed is None or not self.same:
            return False
        points = (self.change.low, self.change.median, self.change.high)
        return self.same > _UNCHANGED or 0.0 in points

    @property
    def shown(self) -> BothSides | Changed:
        """All worlds, or those in which it changes where many do not."""
        return self.where_changed if self.where_changed is not None and self.is_rare else self


class ChangeSide(Answered, BothSides):
    """An output in the worlds of one answer to an either/or, before and after."""

    pairs: tuple[Pair, ...] = Field(description="As in the output, of these worlds alone.")


class Elsewhere(ResultsPart):
    """What becomes of an answer on the other side of a comparison."""

    side: Literal["before", "after"] = Field(description="Which side that is.")
    option: str | None = Field(
        description="The one answer there; null where it is open there too, but not the same in "
        "every world."
    )


class Decides(Question):
    """An either/or that decides a number, on one side of a comparison or on both."""

    elsewhere: Elsewhere | None = Field(description="Null where each world keeps its answer.")


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

    name: Output = Field(description="Name of the output.")
    unit: Unit = Field(description="Its unit.")
    pairs: tuple[Pair, ...] = Field(
        description="Worlds spread evenly over the order of the first side, at most 30; none where "
        "the worlds are independent."
    )
    flags: tuple[Flag, ...] = Field(description="As in the results, of either side.")
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
    unit: Unit = Field(description="Its unit; of all but a stock, in a year.")
    wanted: Literal["fewer", "more", "neither"] = Field(
        description="Whether fewer of it are a gain, more are, or that is not for the model to say."
    )
    split: BookedSplit | None = Field(description="As of an output.")


class Comparison(ResultsPart):
    """Two scenarios, in the same worlds where they are editions of one programme."""

    version: Literal["misid-comparison/3"] = Field(description="This schema.")
    same_worlds: bool = Field(
        description="Whether a world of one side is compared with itself on the other: after "
        "changes, between scenarios of one name, and where at least half of the open inputs stand "
        "the same on both sides. Else these are two programmes, compared in independent worlds."
    )
    open_inputs: int = Field(description="Inputs that are not known exactly, on either side.")
    shared_inputs: int = Field(description="Those of them that stand the same on both sides.")
    before: Programme
    after: Programme
    leading: Output | None = Field(
        description="The output that moves the most and the most surely; null where none is seen "
        "to move, and of two programmes."
    )
    outputs: tuple[Difference, ...]
    accounts: tuple[Account, ...] = Field(
        description="What a year of the programme gains and what it loses."
    )
    review_minutes: float | None = Field(
        description="Minutes of one reviewer for one reference, as the reader gave them; null: no "
        "hours are worked out."
    )
    inputs: tuple[ChangedInput, ...] = Field(description="Inputs that are not the same.")


class Carrier(ResultsPart):
    """An input that carries a verdict: set to nothing, it alone turns it."""

    field: str = Field(description="The field of the scenario.")
    status: str = Field(description="How it is known: the least known of its inputs.")
    at: float = Field(description="The value that means nothing: 0, or 1 for a factor.")
    probability: float = Field(description="Share of worlds in which it then holds.")


class Cost(ResultsPart):
    """What something else becomes where a lever stands elsewhere; medians over the worlds."""

    name: str = Field(description="Name of an output, or of an account of a year.")
    unit: Unit = Field(description="Its unit.")
    before: float | None = Field(description="As it is; null where there are no trials.")
    after: float | None = Field(description="With the lever there.")


class Met(ResultsPart):
    """From where to where a limit is met with 95 % probability, as far as a lever was tried."""

    low: float | None = Field(description="The lowest value; null: the lowest one tried.")
    high: float | None = Field(description="The highest value; null: the highest one tried.")


class Requirement(ResultsPart):
    """One lever: where it stands, where it would have to stand, and what that would cost."""

    name: str = Field(description="Name of the lever.")
    unit: Unit = Field(description="Unit of its values.")
    stands: Interval = Field(description="Where it stands, over the worlds.")
    reachable: bool = Field(description="Whether the limit can be met by this alone.")
    low: float | None = Field(
        description="From where the limit is met with 95 % probability; null: from the lowest "
        "value tried. Where there are several stretches, of the nearest to where it stands."
    )
    high: float | None = Field(description="Up to where; null: up to the highest value tried.")
    also: tuple[Met, ...] = Field(description="Further stretches, the nearest first.")
    turning: float = Field(
        description="Share of some worlds in which the output both rises and falls along the "
        "lever, so that it may be met between values that miss it."
    )
    at: float | None = Field(
        description="The value at which the costs are told: the end of the stretch that is the "
        "nearest to where it stands, or else where it helps the most; null: it is not moved."
    )
    costs: tuple[Cost, ...] = Field(description="What else changes there.")
    probability_at_best: float | None = Field(
        description="Share of worlds that meet the limit where the lever helps the most, of the "
        "places tried; of places that differ by half a percentage point or less, any one."
    )
    sides: tuple[DecisionSide, ...] = Field(
        description="Share of worlds above the limit there, by the answer to the either/or that "
        "decides the output, if one does."
    )
    carriers: tuple[Carrier, ...] = Field(
        description="Inputs of which each alone turns that verdict when it is set to nothing."
    )


class Requirements(Programme):
    """What would have to be true for a limit to be met."""

    version: Literal["misid-requirements/4"] = Field(description="This schema.")
    output: Output = Field(description="What is limited.")
    unit: Unit = Field(description="Its unit.")
    limit: float = Field(description="The most it may be.")
    probability_now: float | None = Field(description="Share of worlds that meet it as it is.")
    sides: tuple[DecisionSide, ...] = Field(
        description="Share of worlds above the limit as it is, by the answer to the either/or."
    )
    carriers: tuple[Carrier, ...] = Field(description="As for a lever, of the limit as it is.")
    levers: tuple[Requirement, ...]


class KinInput(ResultsPart):
    """A number that says how many twins and siblings there are, or how alike they are."""

    field: str = Field(description="The field of the scenario.")
    status: str = Field(description="How it is known: the least known of its inputs.")


class WithoutKin(ResultsPart):
    """A reading in the same worlds without any twin or sibling, all classes at once."""

    median: float | None = Field(description="As in the reading.")
    worlds: float | None = Field(description="As in the reading.")
    inputs: tuple[KinInput, ...] = Field(description="What stands for kin, and how it is known.")


class Counts(ResultsPart):
    """What follows of a reading in some worlds; people are counted at the medians over them."""

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


Meant = Literal[
    "pairs", "absent", "present", "unsized", "sized", "for_each_true", "names", "sought"
]
MeasuredRateName = Literal[
    "false_positive_identification_rate",
    "true_positive_identification_rate",
    "wrong_for_each_right",
    "share_of_references_wrong_person",
    "share_of_references_sought",
]


class Reading(Counts):
    """One way in which a claim can be meant, and what follows here; its counts mix all worlds."""

    meaning: Meant = Field(
        description="Of what the number is said. pairs: of different people; absent, present: of "
        "searches for people without and with a record; unsized, sized: of searches of a gallery "
        "as large as this one, or of the size that was stated; for_each_true: of wrong matches "
        "over right ones; names, sought: of matches, that they name the right person, and one who "
        "is sought."
    )
    measure: MeasuredRateName | None = Field(
        description="The number of the model that it is about; null where there is none."
    )
    rate: Interval | None = Field(
        description="The rate that must hold at this gallery: of false positive identification, of "
        "true positive where people with a record are meant; null where none follows."
    )
    one_pair_in: float | None = Field(
        description="Of sized: one pair of strangers in so many matches."
    )
    share_with_record: float | None = Field(
        description="Of for_each_true: share of the people stopped who must have a record."
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
        "for; as of a question."
    )
    by: Literal["value", "verdict"] = Field(
        description="What it decides: the number; or only whether a reading holds, in most worlds "
        "of one side and not of another, a third of the worlds apart."
    )


class Claim(Programme):
    """A stated claim, checked against the model."""

    version: Literal["misid-claim/3"] = Field(description="This schema.")
    kind: Literal["accuracy", "false_positive_rate", "false_for_each_true", "definitive"] = Field(
        description="What is claimed."
    )
    stated: float | None = Field(description="The number that is claimed; null of definitive.")
    stated_gallery: float | None = Field(
        description="The gallery that a false positive rate was measured on, if it was said."
    )
    gallery: float = Field(description="Records that a search compares with here; the median.")
    either_or: ClaimQuestion | None = Field(
        description="The either/or on both sides of which the readings are told, if one decides."
    )
    readings: tuple[Reading, ...] = Field(description="Each way in which it can be meant.")
    one_code: OneCode | None = Field(
        description="Of definitive: what one reference code means; null of the others."
    )
