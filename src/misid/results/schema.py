"""The results document: what `misid run --json` prints, and its JSON Schema."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, PlainSerializer, WithJsonSchema

from misid.programme import Enrolment
from misid.quantities.units import Unit
from misid.results.parts import ExactWithin

# Whoever reads the document finds these where its other blocks are.
from misid.results.parts import Interval as Interval  # noqa: PLC0414
from misid.results.parts import ResultsPart as ResultsPart  # noqa: PLC0414
from misid.scenario import Output, Scenario
from misid.scenario.serialise import as_data

EncounterEnding = Literal["do_not_detain", "right", "wrong_record", "wrong_person"]
Whose = Literal["programme", "median_agency", "large_agency", "largest_agency", "officer"]
Flag = Literal["extrapolated", "prior_only", "no_trials"]
Described = Annotated[
    Scenario,
    PlainSerializer(as_data),
    WithJsonSchema({"type": "object", "description": "A scenario, as scenario-1.json says."}),
]
"""A scenario whole, written as its file would be."""


class EitherOrAnswer(ResultsPart):
    """One answer to an open either/or."""

    input: str = Field(description="Name of the input.")
    option: str = Field(description="The option, as the scenario writes it.")


class Answered(EitherOrAnswer):
    """One answer to an open either/or, and how many worlds hold it."""

    share_of_worlds: float = Field(description="Share of the worlds in which it holds.")


class OutputSide(Answered, Interval):
    """An output in the worlds of one answer."""

    mean: float | None = Field(description="As in the row.")
    pooled: float | None = Field(description="As in the row.")
    median_exact: ExactWithin | None = Field(None, description="As in the row.")
    mean_exact: ExactWithin | None = Field(None, description="As in the row.")
    dots: tuple[float, ...] = Field(description="As in the row.")


class Question(ResultsPart):
    """An open either/or that decides an output."""

    input: str = Field(description="Name of the input.")
    status: str = Field(description="How it is known.")
    share: float = Field(
        description="Share of the log variance of the output that its options account for; "
        "logarithms, log odds of a share. Where a third or less: the medians of its sides (of a "
        "share: odds) are more than a factor of 2 apart, or it turns a limit."
    )


class Split(Question):
    """An output on each side of the either/or that decides it."""

    sides: tuple[OutputSide, ...] = Field(description="Each answer, in the scenario's order.")


class OutputRow(Interval):
    """One output of the headline table; median, low and high are over all worlds."""

    name: str = Field(description="Name of the output.")
    unit: Unit = Field(description="Unit of median, low and high.")
    flags: tuple[Flag, ...] = Field(
        description="extrapolated: the gallery is larger than any that was tested; prior_only: "
        "the range is assumed throughout; no_trials: a rate over nothing has no value."
    )
    dots: tuple[float, ...] = Field(
        description="The output in 50 equally likely worlds, from low to high: its 1 %, 3 %, ... "
        "and 99 % points; empty where there are no trials."
    )
    mean: float | None = Field(
        description="Mean over the worlds, where years of it are added up; null elsewhere."
    )
    pooled: float | None = Field(
        description="Of shares of references: the references of all worlds taken together, so that "
        "a world with many of them counts as often. It is the probability that one code is such; "
        "null elsewhere."
    )
    median_exact: ExactWithin | None = Field(
        None, description="Between what the median of all possible worlds lies; null of few worlds."
    )
    mean_exact: ExactWithin | None = Field(
        None, description="The same of the mean, about 90 % sure; null of fewer than 256 worlds."
    )
    split: Split | None = Field(
        description="The same on each side of an either/or; null where none decides it. Where one "
        "does, median, low, high, mean, pooled and dots mix its sides."
    )


class Frequency(ResultsPart):
    """How many people have this truth and this ending."""

    truth: Enrolment = Field(description="What only a model knows of the person.")
    ending: EncounterEnding = Field(
        description="do_not_detain: no reference. The others are references: right, on the "
        "person's own record; wrong_record, on their own record that says wrongly that they are "
        "sought; wrong_person, on somebody else's record."
    )
    count: float = Field(description="People; not rounded.")


class Frequencies(ResultsPart):
    """
    What becomes of people who are photographed and searched for, in one count that adds up.

    An average over the middle fifth of the worlds in the order of wrong-person references, these
    being brought to their median; medians of each path by itself would not add up.
    """

    of: float = Field(description="People in all.")
    worlds: int = Field(description="Worlds that are averaged; 0 where there are no trials.")
    paths: tuple[Frequency, ...] = Field(description="Each truth and ending that can occur.")


class Tree(ResultsPart):
    """A count that adds up, of worlds in which the same branches exist; of no others."""

    answers: tuple[EitherOrAnswer, ...] = Field(
        description="What holds in these worlds; empty where no either/or divides them."
    )
    share_of_worlds: float = Field(description="Share of the worlds that are counted here.")
    frequencies: Frequencies


CodeMeaning = Literal[
    "right_person",
    "right_person_sought",
    "right_person_not_sought",
    "right_person_wrong_record",
    "somebody_else",
]


class CodeRow(Interval):
    """What one reference code may mean; median, low and high are of the share within a world."""

    meaning: CodeMeaning = Field(
        description="The first is the sum of the next three; it and the last add up to 1."
    )
    probability: float | None = Field(
        description="Of the codes of all worlds together, those that mean it (ratio of means)."
    )


class CodeSide(Answered):
    """What one code means in the worlds of one answer."""

    rows: tuple[CodeRow, ...]


class OneCode(ResultsPart):
    """
    What one reference code means.

    The probability is a ratio of means: the codes that equally many searches give in each possible
    world, taken together, since a world that gives many is the likelier to have given this one.
    """

    decided_by: Question | None = Field(description="Null where no either/or decides it.")
    rows: tuple[CodeRow, ...] = Field(description="Over all worlds; mixed, where there are sides.")
    sides: tuple[CodeSide, ...] = Field(description="On each side of an either/or; or empty.")


class StockRow(ResultsPart):
    """Photographs held at the end of a year of even use."""

    year: int = Field(description="Years since the beginning.")
    photographs: Interval = Field(description="All of them.")
    no_match: Interval = Field(description="Of these, of people who matched nothing.")


class UncertaintyRow(ResultsPart):
    """How much one input alone decides where a world stands in the order of all worlds."""

    input: str = Field(description="Name of the input.")
    field: str = Field(description="The same without the names of groups and collections.")
    status: str = Field(description="How it is known.")
    share: float = Field(
        description="Share of the variance of the order; chance may put a small one below 0."
    )


class Uncertainty(ResultsPart):
    """Where the range of wrong-person references comes from."""

    output: Output = Field(description="The output.")
    left: float = Field(
        description="1 less the shares of all inputs: what they decide only together."
    )
    inputs: tuple[UncertaintyRow, ...] = Field(description="Every range, largest share first.")


class GroupRow(ResultsPart):
    """The same by group."""

    group: str = Field(description="Name of the group.")
    label: str = Field(description="The name that is shown.")
    searches_a_year: Interval = Field(description="Searches for people of the group in a year.")
    wrong_person_references: Interval = Field(description="Per 100,000 searches of the group.")
    relative_to_all: Interval = Field(
        description="Wrong-person references of the group over those of all searches; above 1 is "
        "worse than the average."
    )
    wrong_person_references_upheld: Interval = Field(description="Those that review upholds.")
    wrong_record_references: Interval = Field(description="Per 100,000 searches of the group.")
    misses_among_sought: Interval = Field(
        description="Share of the stops of sought people of the group without a reference."
    )
    flags: tuple[Flag, ...] = Field(description="As in the headline table.")


class YearRow(ResultsPart):
    """Wrong-person references of one unit in a year."""

    unit: Whose = Field(
        description="Whose year. Agencies differ in size by a made-up law: half are smaller than "
        "the median one, one in twenty is larger than a large one."
    )
    expected: Interval = Field(description="Expected number; the range is what is not known.")
    mean: float | None = Field(
        description="Mean of the expected number over the worlds: what the sum over years would be "
        "planned with. A few worlds carry it."
    )
    median_exact: ExactWithin | None = Field(None, description="Of the expected number.")
    mean_exact: ExactWithin | None = Field(None, description="Of the mean.")
    year_low: int = Field(
        description="5 % of years lie below, at the median number and dispersion."
    )
    year_high: int = Field(
        description="5 % of years lie above, at the median number and dispersion."
    )
    dispersion: Interval = Field(
        description="Variance from year to year over that of independent events; for an agency or "
        "an officer an upper bound, all repeated stops of a person being taken as theirs."
    )
    any: Interval = Field(description="Probability of at least one in a year.")
    share_from_years: float = Field(
        description="Share of the whole variance of a year's number that is chance from year to "
        "year; the rest is what is not known."
    )


class DecisionSide(Answered):
    """How likely the limit is to be exceeded in the worlds of one answer."""

    probability_exceeded: float | None = Field(description="Share of these worlds above the limit.")


class HeadlineSide(Answered):
    """Groups and years in the worlds of one answer."""

    groups: tuple[GroupRow, ...]
    years: tuple[YearRow, ...]


class EitherOr(Question):
    """The either/or that decides wrong-person references, and what else holds on each side."""

    sides: tuple[HeadlineSide, ...] = Field(description="Each answer, in the scenario's order.")


class DecisionRow(ResultsPart):
    """The scenario's limit, and how likely it is to be exceeded."""

    output: str = Field(description="The output that is held against the limit.")
    limit: float = Field(description="The limit.")
    unit: Unit = Field(description="Its unit.")
    status: str = Field(description="Always assumed: the limit is the scenario's.")
    why: str = Field(description="Whose limit, and why.")
    probability_exceeded: float | None = Field(
        description="Share of worlds above the limit; mixed, where there are sides."
    )
    sides: tuple[DecisionSide, ...] = Field(
        description="On each side of the either/or that decides the output, or else of one that "
        "turns whether it lies above the limit in most worlds, a third of the worlds apart; or "
        "empty."
    )


class CalibrationRow(ResultsPart):
    """How well the mate law gives the published figures, by capture condition."""

    condition: str = Field(description="The published test.")
    published_figures: int = Field(description="Figures published for each algorithm, at most 3.")
    residual: Interval = Field(
        description="Modelled over published share of mates not at rank 1, less 1; null where "
        "none was published."
    )


class OperatingRow(ResultsPart):
    """A published rate of such a programme, and what the model gives in its place."""

    measure: str = Field(description="Which rate.")
    groups: tuple[str, ...] = Field(description="Names of the groups that it is about.")
    unit: Unit = Field(description="Its unit.")
    gallery: float | None = Field(description="Records searched; null: the scenario's own.")
    published: float = Field(description="The published rate.")
    counted: str = Field(description="The counts behind it; empty where none were published.")
    of: float | None = Field(description="What was counted in all; null: not published.")
    used: Literal["no", "widened", "put in", "fitted"] = Field(
        description="Whether an input was chosen from it; only no and widened test the model."
    )
    source: str = Field(description="Citation key.")
    note: str = Field(description="How it was measured, and what differs here.")
    modelled: Interval = Field(description="The same rate in the model.")
    where: Literal["inside", "below", "above"] | None = Field(
        description="Where the published rate lies beside the modelled 5 % to 95 % range, within "
        "its rounding; null where there are no trials."
    )
    residual: Interval = Field(description="Modelled over published, less 1.")
    beside: bool = Field(
        description="Whether it must be said with the headline: a count of the same, or a rate "
        "that lies outside the model's range and was not put in or fitted."
    )


class TradeoffRow(ResultsPart):
    """What another threshold would give; an end is null that other worlds move tenfold."""

    stricter: float = Field(
        description="By how many decades of the false match rate the threshold of each world is "
        "moved; 0 is the threshold as it is."
    )
    wrong_person_references: Interval = Field(description="Per 100,000 searches.")
    misses_among_sought: Interval = Field(description="Share of stops of sought people.")


class TradeoffCurve(ResultsPart):
    """What other thresholds would give, from the loosest to the strictest, in some worlds."""

    answers: tuple[EitherOrAnswer, ...] = Field(
        description="What holds in these worlds; empty where no either/or decides the headline."
    )
    rows: tuple[TradeoffRow, ...]


class InputRow(ResultsPart):
    """One input of the scenario."""

    name: str = Field(description="Its name.")
    field: str = Field(description="Without groups and collections: its name in the schema.")
    status: str = Field(description="How it is known.")
    source: str | None = Field(description="Citation key.")
    is_range: bool = Field(description="Whether it differs between the worlds.")
    content: Any = Field(description="As the scenario writes it.")


class CitationRow(ResultsPart):
    """A text, or a file that was measured, that numbers of this run rest on."""

    key: str = Field(description="Its key.")
    title: str = Field(description="Its title.")
    publisher: str = Field(description="Who published it.")
    date: str = Field(description="When; empty where it is undated.")
    url: str = Field(description="Where; empty where there is no address.")
    quality: Literal["primary", "secondary", "unchecked", "said", "measured"] = Field(
        description="primary: read in the original; secondary: as quoted; unchecked: not read; "
        "said: the author's own source; measured: counted by misid in a file of the author's."
    )
    read: str = Field(description="Day or month on which the address was last read; or empty.")
    sha256: tuple[str, ...] = Field(description="Digest of each file that was measured.")


class ChangedInput(ResultsPart):
    """An input that a change touches; null where the input did not or does not exist."""

    name: str = Field(description="Its name.")
    before: Any = Field(description="What stood there, as the scenario writes it.")
    after: Any = Field(description="What stands there.")


class ChangeNote(ResultsPart):
    """
    A change that the scenario carries.

    What no named change accounts for was written by hand into a scenario that keeps the name of
    one that comes along; it has neither name nor reason.
    """

    kind: Literal["safeguard", "reading", "own", "by_hand"] = Field(
        description="Comes along with misid as a safeguard or a reading; the reader's own, named; "
        "or written into the scenario."
    )
    name: str = Field("", description="Its name.")
    title: str = Field("", description="What is done, as its author says it.")
    cannot: str = Field("", description="What it cannot fix, as its author says it.")
    source: str | None = Field(None, description="Citation key, where somebody proposed it.")
    digest: str = Field("", description="SHA-256 of its canonical JSON.")
    inputs: tuple[ChangedInput, ...] = Field(description="What it changes.")


class Caution(ResultsPart):
    """What must be said wherever a number is shown."""

    code: Literal[
        "synthetic",
        "regions",
        "stand_in",
        "read_by_eye",
        "extrapolated_gallery",
        "extrapolated_threshold",
        "held_together",
        "worlds_without_value",
    ] = Field(
        description="synthetic: no real person is in it; regions: of birth in visa photographs, "
        "not anybody's identity; stand_in: who is counted with whom, as the scenario says it; "
        "read_by_eye: ratios between regions, off published figures; extrapolated_gallery, "
        "extrapolated_threshold: beyond what was tested; held_together: inputs that contradict "
        "each other in some of the worlds, and were held together there; "
        "worlds_without_value: some number of the document has none in these worlds."
    )
    says: str = Field("", description="Of stand_in: the scenario's own words.")
    records: float | None = Field(None, description="The largest gallery that was tested.")
    rarity: float | None = Field(None, description="The strictest threshold that was measured.")
    input: str = Field("", description="The input that gave way.")
    share: float | None = Field(
        None, description="Share of the worlds in which it did, or without a value."
    )


class ScenarioNote(ResultsPart):
    """Which scenario this is."""

    name: str = Field(description="Its short name.")
    title: str = Field(description="Its title.")
    about: str = Field(description="What it describes, and by whom that was said.")
    horizon_years: int = Field(description="Years that are modelled.")


class Stamp(ResultsPart):
    """What the numbers were made from; the same stamp gives the same numbers."""

    program: str = Field(description="Always misid.")
    version: str = Field(description="Version of the program.")
    scenario: str = Field(description="Name of the scenario.")
    origin: Literal["shipped", "changed", "own"] = Field(
        description="shipped: it comes along with misid under this name, and so do the changes on "
        "it; changed: it was changed by hand, or by a change of the reader's own; own: none of "
        "this name comes along."
    )
    changes: tuple[str, ...] = Field(description="Names of the changes on it, in order.")
    scenario_digest: str = Field(
        description="SHA-256 of the scenario's canonical JSON, changes included."
    )
    evidence_digest: str = Field(description="SHA-256 of the published tables.")
    seed: int = Field(description="Which worlds.")
    draws: int = Field(description="How many worlds; 1 is the middle of every input.")
    engine: Literal["expected", "simulated", "people"] = Field(
        description="expected: the closed form; simulated: stops drawn one by one; people: people "
        "drawn one by one, with all of their stops."
    )


class Results(ResultsPart):
    """One run of one scenario."""

    version: Literal["misid-results/3"] = Field(description="This schema.")
    scenario: ScenarioNote
    canonical: Described = Field(description="The scenario whole, changes included.")
    changes: tuple[ChangeNote, ...] = Field(
        description="Of the scenario that comes along under this name; empty where none."
    )
    cautions: tuple[Caution, ...]
    headline: tuple[OutputRow, ...]
    either_or: EitherOr | None = Field(description="Null where none decides the headline.")
    frequencies: Frequencies = Field(
        description="Of all worlds, sides mixed; `trees` never mix them."
    )
    trees: tuple[Tree, ...]
    one_code: OneCode
    groups: tuple[GroupRow, ...]
    years: tuple[YearRow, ...]
    stock: tuple[StockRow, ...]
    decision: DecisionRow
    uncertainty: Uncertainty
    calibration: tuple[CalibrationRow, ...]
    operating_points: tuple[OperatingRow, ...]
    tradeoff: tuple[TradeoffCurve, ...] | None = Field(
        description="For each side of the either/or that decides the headline; null where it was "
        "not worked out."
    )
    inputs: tuple[InputRow, ...] = Field(description="Every input, in the scenario's order.")
    citations: tuple[CitationRow, ...] = Field(description="What the inputs rest on.")
    stamp: Stamp
