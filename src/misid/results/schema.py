"""The results document: what `misid run --json` prints, and its JSON Schema."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from misid.programme import Truth
from misid.scenario import Output

Ending = Literal["do_not_detain", "right", "wrong_record", "wrong_person"]
Flag = Literal["extrapolated", "prior only", "no trials"]


class Part(BaseModel):
    """A block of the document; nothing changes once it is made."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Interval(Part):
    """A median and a 5 % to 95 % range over the worlds; null where there are no trials."""

    median: float | None = Field(description="Half of the worlds lie above.")
    low: float | None = Field(description="5 % of the worlds lie below.")
    high: float | None = Field(description="5 % of the worlds lie above.")


class Row(Interval):
    """One output of the headline table."""

    name: str = Field(description="Name of the output.")
    title: str = Field(description="The name that is shown.")
    unit: str = Field(description="Unit of median, low and high.")
    flags: tuple[Flag, ...] = Field(
        description="extrapolated: the gallery is larger than any that was tested; prior only: "
        "the range is assumed throughout; no trials: a rate over nothing has no value."
    )
    dots: tuple[float, ...] = Field(
        description="The output in 50 equally likely worlds, from low to high: its 1 %, 3 %, ... "
        "and 99 % points; empty where there are no trials."
    )


class Frequency(Part):
    """How many people have this truth and this ending."""

    truth: Truth = Field(description="What only a model knows of the person.")
    ending: Ending = Field(
        description="do_not_detain: no reference. The others are references: right, on the "
        "person's own record; wrong_record, on their own record that says wrongly that they are "
        "sought; wrong_person, on somebody else's record."
    )
    count: float = Field(description="People; not rounded.")


class Frequencies(Part):
    """
    What becomes of people who are photographed and searched for, in one count that adds up.

    An average over the middle fifth of the worlds in the order of wrong-person references, these
    being brought to their median; medians of each path by itself would not add up.
    """

    of: float = Field(description="People in all.")
    worlds: int = Field(description="Worlds that are averaged; 0 where there are no trials.")
    paths: tuple[Frequency, ...] = Field(description="Each truth and ending that can occur.")


class StockRow(Part):
    """Photographs held at the end of a year of even use."""

    year: int = Field(description="Years since the beginning.")
    photographs: Interval = Field(description="All of them.")
    no_match: Interval = Field(description="Of these, of people who matched nothing.")


class UncertaintyRow(Part):
    """How much one input alone decides where a world stands in the order of all worlds."""

    input: str = Field(description="Name of the input.")
    description: str = Field(description="What it is.")
    of: str = Field(description="Whose: a group, a collection of records, a capture condition.")
    status: str = Field(description="How it is known.")
    share: float = Field(
        description="Share of the variance of the order; chance may put a small one below 0."
    )


class Uncertainty(Part):
    """Where the range of wrong-person references comes from."""

    output: Output = Field(description="The output.")
    left: float = Field(
        description="1 less the shares of all inputs: what they decide only together."
    )
    inputs: tuple[UncertaintyRow, ...] = Field(description="Every range, largest share first.")


class GroupRow(Part):
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


class YearRow(Part):
    """Wrong-person references of one unit in a year."""

    unit: Literal["programme", "agency", "officer"] = Field(description="Whose year.")
    expected: Interval = Field(description="Expected number; the range is what is not known.")
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


class RetentionRow(Part):
    """How long one kind of photograph is kept."""

    whose: str = Field(description="Whose photographs.")
    found: str = Field(description="What the search found.")
    kept: str = Field(description="How long, in words.")
    known: str = Field(description="How that is known.")


class DecisionRow(Part):
    """The reader's limit, and how likely it is to be exceeded."""

    output: str = Field(description="The output that is held against the limit.")
    limit: float = Field(description="The limit.")
    unit: str = Field(description="Its unit.")
    status: str = Field(description="Always assumed: the limit is the reader's.")
    why: str = Field(description="Whose limit, and why.")
    probability_exceeded: float | None = Field(description="Share of worlds above the limit.")


class CalibrationRow(Part):
    """How well the mate law gives the published figures, by capture condition."""

    condition: str = Field(description="The published test.")
    published_figures: int = Field(description="Figures published for each algorithm, at most 3.")
    residual: Interval = Field(
        description="Modelled over published share of mates not at rank 1, less 1; null where "
        "none was published."
    )


class OperatingRow(Part):
    """A published rate of such a programme, and what the model gives in its place."""

    measure: str = Field(description="Which rate.")
    title: str = Field(description="The name that is shown.")
    unit: str = Field(description="Its unit.")
    gallery: float | None = Field(description="Records searched; null: the scenario's own.")
    published: float = Field(description="The published rate.")
    source: str = Field(description="Citation key.")
    note: str = Field(description="How it was measured, and what differs here.")
    modelled: Interval = Field(description="The same rate in the model.")
    residual: Interval = Field(description="Modelled over published, less 1.")


class HeldRow(Part):
    """Inputs that contradict each other in some of the worlds, and were held together there."""

    input: str = Field(description="The input that gave way, or that others were moved to.")
    share: float = Field(description="Share of the worlds.")
    text: str = Field(description="What was done, in one sentence.")


class ScenarioNote(Part):
    """Which scenario this is."""

    name: str = Field(description="Its short name.")
    title: str = Field(description="Its title.")
    about: str = Field(description="What it describes, and by whom that was said.")
    horizon_years: int = Field(description="Years that are modelled.")
    cautions: tuple[str, ...] = Field(description="What must be said wherever a number is shown.")


class Stamp(Part):
    """What the numbers were made from; the same stamp gives the same numbers."""

    program: str = Field(description="Always misid.")
    version: str = Field(description="Version of the program.")
    scenario_digest: str = Field(description="SHA-256 of the scenario's canonical JSON.")
    evidence_digest: str = Field(description="SHA-256 of the published tables.")
    seed: int = Field(description="Which worlds.")
    draws: int = Field(description="How many worlds.")
    engine: Literal["expected"] = Field(description="The closed form.")
    arguments: tuple[str, ...] = Field(description="Arguments of the command, without paths.")


class Results(Part):
    """One run of one scenario."""

    version: Literal["misid-results/1"] = Field(description="This schema.")
    scenario: ScenarioNote
    sentence: str = Field(description="The finding in one sentence.")
    headline: tuple[Row, ...]
    frequencies: Frequencies
    groups: tuple[GroupRow, ...]
    years: tuple[YearRow, ...]
    retention: tuple[RetentionRow, ...]
    stock: tuple[StockRow, ...]
    decision: DecisionRow
    uncertainty: Uncertainty
    calibration: tuple[CalibrationRow, ...]
    operating_points: tuple[OperatingRow, ...]
    held_together: tuple[HeldRow, ...] = Field(
        (), description="Where ranges overlap in what cannot be; empty where they never do."
    )
    stamp: Stamp
