"""The scenario: everything that decides what a programme does, each input with its status.

The descriptions here are the reference: they are shipped in the JSON Schema and printed by
`misid scenario show`.
"""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from misid.quantities import Choice, Count, Factor, Positive, Real, Share, Status, Switch, Years
from misid.quantities.mistakes import mistake
from misid.scenario.parts import Algorithm, Composition, PerGroup

SCHEMA = "misid-scenario/1"

Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,63}$")]
Text = Annotated[str, Field(min_length=1, max_length=2000)]

Output = Literal[
    "wrong_person_references",
    "wrong_person_references_upheld",
    "share_of_references_wrong_person",
    "wrong_record_references",
    "misses_among_sought",
    "unenrolled_people_photographed",
    "photographs_held",
    "photographs_held_no_match",
    "worst_to_best_group",
]

OUTPUTS: tuple[Output, ...] = get_args(Output)
"""The outputs of a run, in the order of its headline table."""


class Part(BaseModel):
    """A block of the scenario: unknown fields are refused, nothing changes after reading."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Group(Part):
    """
    Region of birth and sex, as in the published tables.

    Region of birth in visa photographs is a stand-in for what the tables measured; it is not a
    statement about anybody's identity.
    """

    name: Slug = Field(description="Short name, used in the other blocks.")
    label: Text = Field(description="The name that is shown.")
    region: Literal[
        "CARIB", "CASIA", "CSAMERIC", "EASIA", "EURO", "MEAST", "NAFRICA", "POLY", "SASIA",
        "SSAFRICA",
    ] = Field(description="Region of birth in the region matrix.")  # fmt: skip
    sex: Literal["F", "M"] = Field(description="Sex in the published tables.")


class Stops(Part):
    """Who is stopped and photographed."""

    a_year: Count = Field(description="Stops a year in which an officer takes the photograph.")
    agencies: Count = Field(description="Local agencies that take part.")
    officers: Count = Field(description="Officers who use it.")
    people: Count = Field(description="People who live where they may be stopped.")
    composition: Composition = Field(description="Share of each group among the stops.")
    unevenness: Positive = Field(
        description="Variance of how often a person is stopped, relative to the mean (squared); "
        "0: everybody alike."
    )
    agency_unevenness: Positive = Field(
        description="Variance from year to year of one agency's stops, relative (squared)."
    )
    share_enrolled: PerGroup[Share] = Field(
        description="Share of the people stopped who have a record in the gallery."
    )
    share_sought: PerGroup[Share] = Field(
        description="Share of the enrolled people stopped who are sought."
    )
    share_citizens: PerGroup[Share] = Field(description="Share of the people stopped: citizens.")
    share_may_opt_out: PerGroup[Share] = Field(description="Share of the people who may opt out.")
    opt_out_taken: Share = Field(description="Share of those who may opt out and do.")
    operational_failures: Share = Field(
        description="Share of photographs that are never searched: no connection, app failure. "
        "Poor images are not among them: published misses contain those."
    )
    identical_twins: Share = Field(description="Share of people who have an identical twin.")


class Source(Part):
    """One collection of records that the service searches."""

    name: Slug = Field(description="Short name.")
    label: Text = Field(description="The name that is shown.")
    composition: Composition = Field(description="Share of each group among its records.")
    records_per_person: Factor = Field(
        description="Images of one enrolled person, on average; 1 or more."
    )
    image_age: Years = Field(description="Age of the images.")
    unusable_images: Share = Field(description="Share of images too poor to be found.")
    share_flagged: Share = Field(
        description="Share of records that carry a flag which leads to a reference."
    )
    wrongly_flagged: Share = Field(
        description="Share of the records of people who are not sought whose flag says that "
        "they are: wrong, or out of date."
    )
    flag_missing: Share = Field(
        description="Share of the records of sought people that do not say so."
    )


class Gallery(Part):
    """The records that are searched."""

    records: Count = Field(description="Records searched, all collections together.")
    composition: Composition = Field(description="Share of each collection among the records.")
    sources: tuple[Source, ...] = Field(min_length=1, description="Each collection.")
    image_dependence: Share = Field(
        description="How much the images of one person share their fate: 0 not at all, 1 wholly."
    )


class Condition(Part):
    """How photographs are taken: which published test they resemble."""

    name: Literal["mugshot", "webcam", "border", "kiosk"] = Field(
        description="The published test whose probes resemble these photographs."
    )
    impostor_effect: Factor = Field(
        description="Factor on false match rates: poor photographs resemble each other."
    )


class Capture(Part):
    """The conditions of capture, and how often each holds."""

    conditions: tuple[Condition, ...] = Field(min_length=1, description="Each condition.")
    composition: Composition = Field(description="Share of searches in each condition.")


class Matcher(Part):
    """The algorithm, and what is known of how it behaves."""

    algorithm: Algorithm = Field(description="Algorithm of the NIST table, or a set of them.")
    mated_searches: Count = Field(description="Mated searches behind each published miss rate.")
    mate_tail: Choice[Literal["normal", "logistic", "gumbel", "power_law"]] = Field(
        description="Law of mate scores; decides what happens beyond the tested gallery sizes."
    )
    ageing_years: Factor = Field(
        description="Age of the images in the published test of images 12 or more years old."
    )
    miss_odds: PerGroup[Factor] = Field(
        description="Factor on the odds that a person of the group cannot be found."
    )
    region_ratio: Factor = Field(
        description="False match rate, West African over East European pairs."
    )
    sex_ratio: Factor = Field(description="False match rate, female over male pairs.")
    cross_sex: Factor = Field(
        description="False match rate of mixed pairs over the geometric mean of both."
    )
    ratio_drift: Real = Field(
        description="Decades by which the ratio of the extreme groups grows for each further "
        "decade of rarity."
    )
    ratios_measured_at: Positive = Field(description="Rarity at which the ratios were measured.")
    look_alike_variance: Positive = Field(
        description="Variance of the number of look-alikes from person to person (mean 1)."
    )
    look_alike_persistence: Share = Field(
        description="Share of false candidates that come back at the next photograph."
    )
    mate_persistence: Share = Field(
        description="Probability that a missed person is missed again at once."
    )
    growth_exponent: Factor = Field(
        description="False candidates grow as this power of the gallery; 1: independent."
    )


class Threshold(Part):
    """How the threshold was set."""

    policy: Literal["fpir", "fmr", "rarity"] = Field(
        description="What the rate below is: false positive identification rate on the design "
        "gallery, false match rate of pairs, or a rarity."
    )
    rate: Factor = Field(
        description="How strictly the threshold was set: the rate, or the rarity, of the policy."
    )
    design_gallery: Count = Field(
        description="Records in the gallery that the threshold was set for."
    )
    moves_with_gallery: Switch = Field(
        description="Whether the threshold is set anew when the gallery grows."
    )
    design_population: Choice[Literal["reference", "field"]] = Field(
        description="Set on a test population (every group alike, good photographs), or on the "
        "people, records and photographs of the field."
    )
    candidates: Choice[int] = Field(description="Most candidates returned.")
    tries: Choice[int] = Field(description="Photographs at most, until something is returned.")


class Answer(Part):
    """What turns a candidate into a reference code."""

    reference_rule: Choice[Literal["any_candidate", "flagged_record"]] = Field(
        description="Whether any candidate leads to a reference, or only a record with a flag."
    )


class HumanReview(Part):
    """People who compare the pictures before a reference is acted on."""

    share_reviewed: Share = Field(description="Share of references that anybody compares.")
    false_acceptance: Share = Field(
        description="Strangers' records accepted, for foils as alike as those of the studies."
    )
    studied_at: Positive = Field(description="Rarity of the foils in those studies.")
    slope: Positive = Field(
        description="Rise of the log odds of acceptance for each further unit of rarity."
    )
    group_effect: PerGroup[Real] = Field(
        description="Change of the log odds of acceptance for people of the group."
    )
    false_rejection: Share = Field(description="Right records rejected.")


class Kept(Part):
    """Time that a photograph is kept, by what was found."""

    no_candidate: Years = Field(description="Nothing was found.")
    candidate: Years = Field(description="A candidate was found, and no reference given.")
    reference: Years = Field(description="A reference was given.")


class Retention(Part):
    """Time that photographs are kept, by status of the person and by outcome."""

    horizon: Annotated[int, Field(ge=1, le=100, strict=True)] = Field(
        description="Years that are modelled."
    )
    citizens: Kept = Field(description="Photographs of citizens.")
    others: Kept = Field(description="Photographs of everybody else.")


class Decision(Part):
    """A limit that the reader cares about; it is the reader's, not misid's."""

    output: Output = Field(description="The output that is held against the limit.")
    limit: float = Field(
        description="The limit, in the output's unit.", ge=0, allow_inf_nan=False, strict=True
    )
    status: Literal[Status.ASSUMED] = Field(Status.ASSUMED, description="Always assumed.")
    why: Text = Field(description="Whose limit it is, and why this one.")


Measure = Literal[
    "false_positive_identification_rate", "true_positive_identification_rate", "share_confirmed"
]


class OperatingPoint(Part):
    """
    A rate that somebody published of such a programme, for comparison.

    The model does not use it; the results say what the model gives in its place.
    """

    measure: Literal[Measure, Output] = Field(
        description="false_positive_identification_rate: share of searches of people who are not "
        "enrolled that return a candidate. true_positive_identification_rate: share of searches of "
        "enrolled people that return their own record. share_confirmed: share of all stops that "
        "end with a reference on the person's own record. Or an output."
    )
    gallery: float | None = Field(
        None,
        gt=0,
        allow_inf_nan=False,
        description="Records in the gallery it was measured on, for the first of these; the "
        "scenario's own where none is given.",
    )
    published: float = Field(description="The rate.", gt=0, allow_inf_nan=False)
    source: Slug = Field(description="Citation key.")
    note: Text = Field(description="How it was measured, and what differs here.")

    @model_validator(mode="after")
    def _gallery_belongs_to_the_rate(self) -> OperatingPoint:
        if self.gallery is not None and self.measure != "false_positive_identification_rate":
            what = f"has a gallery, but {self.measure} is that of the scenario's own gallery"
            raise mistake(what, use="no gallery", at=("gallery",))
        return self


class Scenario(Part):
    """A programme as described, and what is not known of it."""

    schema_: Literal["misid-scenario/1"] = Field(alias="schema", description="This schema.")
    name: Slug = Field(description="Short name.")
    title: Text = Field(description="One line.")
    about: Text = Field(description="What is described, and by whom.")
    groups: tuple[Group, ...] = Field(min_length=1, description="Groups of people.")
    stops: Stops
    gallery: Gallery
    capture: Capture
    matcher: Matcher
    threshold: Threshold
    answer: Answer
    review: HumanReview
    retention: Retention
    decision: Decision
    operating_points: tuple[OperatingPoint, ...] = Field(
        (), description="Rates that were published of such a programme."
    )

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    @model_validator(mode="after")
    def _names_are_used_once(self) -> Scenario:
        for noun, at, parts in (
            ("groups", ("groups",), self.groups),
            ("sources", ("gallery", "sources"), self.gallery.sources),
            ("conditions", ("capture", "conditions"), self.capture.conditions),
        ):
            seen: set[str] = set()
            for index, name in enumerate([part.name for part in parts]):
                if name in seen:
                    what, place = f"has two {noun} named {name}", (*at, index, "name")
                    raise mistake(what, use="another name for one of them", at=place)
                seen.add(name)
        return self

    @property
    def group_names(self) -> tuple[str, ...]:
        """Short names of the groups, in order."""
        return tuple(group.name for group in self.groups)
