"""The first blocks of a scenario: groups, stops, gallery, capture, matcher.

The descriptions here are the reference: they are shipped in the JSON Schema and printed by
`misid scenario show`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, JsonValue, model_serializer, model_validator

from misid.quantities import Choice, Count, Exponent, Factor, Positive, Real, Share, Status, Years
from misid.quantities.composition import Algorithm, Composition, PerGroup
from misid.quantities.validation import mistake
from misid.scenario.measured_matcher import Measured

SCHEMA = "misid-scenario/1"

Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,63}$")]
Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
Text = Annotated[str, Field(min_length=1, max_length=2000)]

Output = Literal[
    "wrong_person_references",
    "wrong_person_references_upheld",
    "wrong_person_references_kin",
    "share_of_references_wrong_person",
    "share_of_upheld_references_wrong_person",
    "share_of_references_right_person",
    "share_of_references_sought",
    "references_to_people_not_sought",
    "wrong_record_references",
    "misses_among_sought",
    "unenrolled_people_photographed",
    "citizens_photographed",
    "minors_photographed",
    "photographs_held",
    "photographs_held_no_match",
    "worst_to_best_group",
]

_NO_KIN = "Not stated; without it these kin are strangers like any other."
_AS_ALIKE = "Not stated; without it every identical twin is as alike as the person."

OUTPUTS: tuple[Output, ...] = get_args(Output)
"""The outputs of a run, in the order of its headline table."""


def asked(question: str, *, neutral: bool = True) -> dict[str, JsonValue]:
    """
    The question that an official could answer about a field, kept with it in the schema.

    Not `neutral`: no value of the field means that nothing happens, though its type has such a one.
    """
    return {"question": question} | ({} if neutral else {"neutral": False})


class ScenarioPart(BaseModel):
    """A block of the scenario: unknown fields are refused, nothing changes after reading."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")


class Group(ScenarioPart):
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


class Stops(ScenarioPart):
    """Who is stopped and photographed."""

    a_year: Count = Field(
        description="Stops a year in which an officer takes the photograph.",
        json_schema_extra=asked("How many people are stopped and photographed in a year?"),
    )
    agencies: Count = Field(
        description="Local agencies that take part.",
        json_schema_extra=asked("How many agencies take part?"),
    )
    officers: Count = Field(
        description="Officers who use it.", json_schema_extra=asked("How many officers use it?")
    )
    people: Count = Field(
        description="People who live where they may be stopped.",
        json_schema_extra=asked("How many people live where they may be stopped?"),
    )
    composition: Composition = Field(
        description="Share of each group among the stops.",
        json_schema_extra=asked(
            "Who is photographed: what share of the stops concerns each group?"
        ),
    )
    unevenness: Positive = Field(
        description="Variance of how often a person is stopped, relative to the mean (squared); "
        "0: everybody alike.",
        json_schema_extra=asked(
            "How unevenly are people stopped: how many are stopped once, twice, and more often?"
        ),
    )
    agency_unevenness: Positive = Field(
        description="Variance from year to year of one agency's stops, relative (squared).",
        json_schema_extra=asked(
            "How much does the number of stops of an agency vary from year to year?"
        ),
    )
    share_enrolled: PerGroup[Share] = Field(
        description="Share of the people stopped who have a record in the gallery.",
        json_schema_extra=asked(
            "What share of the people photographed has a record in the gallery?"
        ),
    )
    share_sought: PerGroup[Share] = Field(
        description="Share of the enrolled people stopped who are sought.",
        json_schema_extra=asked(
            "What share of the people photographed who have a record is sought?"
        ),
    )
    share_citizens: PerGroup[Share] = Field(
        description="Share of the people stopped: citizens.",
        json_schema_extra=asked("What share of the people photographed are citizens?"),
    )
    share_may_opt_out: PerGroup[Share] = Field(
        description="Share of the people who may opt out.",
        json_schema_extra=asked("Who may refuse the photograph?"),
    )
    opt_out_taken: Share = Field(
        description="Share of those who may opt out and do.",
        json_schema_extra=asked("How many of those who may refuse do?"),
    )
    operational_failures: Share = Field(
        description="Share of photographs that are never searched: no connection, app failure. "
        "Poor images are not among them: published misses contain those.",
        json_schema_extra=asked(
            "How many photographs are never searched, because the connection or the app fails?"
        ),
    )
    identical_twins: Share = Field(
        description="Share of people who have an identical twin.",
        json_schema_extra=asked("How many people have an identical twin?"),
    )
    share_minors: Share = Field(
        Share(
            low=0.002,
            high=0.2,
            status=Status.UNKNOWN,
            why="None exists. The ends are a guess: hardly anybody, or as many as live there.",
        ),
        description="Share of the people stopped who are minors. It says how many are "
        "photographed; error rates are not told apart by age.",
        json_schema_extra=asked("What share of the people photographed are minors?"),
    )
    fraternal_twins: Share = Field(
        Share(value=0, why=_NO_KIN),
        description="Share of people who have a fraternal twin of their own sex.",
        json_schema_extra=asked("How many people have a fraternal twin of their own sex?"),
    )
    siblings: Positive = Field(
        Positive(value=0, why=_NO_KIN),
        description="Brothers of a man, sisters of a woman, on average; twins left out.",
        json_schema_extra=asked("How many brothers has a man, and sisters a woman, on average?"),
    )
    kin_enrolment: Share = Field(
        Share(value=0, why=_NO_KIN),
        description="How much twins and siblings are enrolled together: 0 as independently as "
        "strangers, 1 always both or neither.",
        json_schema_extra=asked(
            "When a person has a record, how much more often have brothers, sisters and twins one?"
        ),
    )


class RecordSource(ScenarioPart):
    """One collection of records that the service searches."""

    name: Slug = Field(description="Short name.")
    label: Text = Field(description="The name that is shown.")
    composition: Composition = Field(
        description="Share of each group among its records.",
        json_schema_extra=asked(
            "Whose records are searched: what share of each collection concerns each group?"
        ),
    )
    records_per_person: Factor = Field(
        description="Images of one enrolled person, on average; 1 or more.",
        json_schema_extra=asked(
            "How many images of one person does each collection hold, on average?"
        ),
    )
    image_age: Years = Field(
        description="Age of the images.",
        json_schema_extra=asked("How old are the images in each collection?"),
    )
    unusable_images: Share = Field(
        description="Share of images too poor to be found.",
        json_schema_extra=asked("What share of the images is too poor to be found?"),
    )
    share_flagged: Share | None = Field(
        None,
        description="Share of records that carry a flag which leads to a reference; stated in "
        "place of share_sought, which then follows from it.",
        json_schema_extra=asked("How many records carry a flag that leads to a reference?"),
    )
    wrongly_flagged: Share = Field(
        description="Share of the records of people who are not sought whose flag says that "
        "they are: wrong, or out of date.",
        json_schema_extra=asked(
            "How many records say wrongly, or no longer rightly, that a person is sought?"
        ),
    )
    flag_missing: Share = Field(
        description="Share of the records of sought people that do not say so.",
        json_schema_extra=asked(
            "How many records of sought people do not say that they are sought?"
        ),
    )
    flag_corrected_after: Years = Field(
        Years(value=200, why="Not said: as good as never in the years that are modelled."),
        description="How long a record says wrongly that a person is sought, on average, before it "
        "is put right; other records become wrong meanwhile, so that `wrongly_flagged` stays.",
        json_schema_extra=asked(
            "How long does a record say wrongly that a person is sought, before it is put right?"
        ),
    )
    share_sought: Share | None = Field(
        None,
        description="Share of its people who are sought, wherever they are; stops.share_sought is "
        "of the people stopped. The share of records with a flag follows from it: sought people's "
        "that are not missing, and others' that are wrong.",
        json_schema_extra=asked(
            "How many of the people in each collection are sought, or how many records carry a "
            "flag that leads to a reference?"
        ),
    )

    @model_validator(mode="after")
    def _one_of_two(self) -> RecordSource:
        both = self.share_sought is not None and self.share_flagged is not None
        if both:
            what = "has both share_sought and share_flagged, but each follows from the other"
            raise mistake(what, use="one of the two", at=("share_flagged",))
        if self.share_sought is None and self.share_flagged is None:
            what = "has neither share_sought nor share_flagged"
            raise mistake(what, use="share_sought: 0.01, or share_flagged: where that is known")
        return self

    @model_serializer(mode="wrap")
    def _without_blanks(self, handler: Any) -> Any:
        """Of the two shares only the one that is stated: a scenario keeps its digest."""
        full = handler(self).items()
        return {key: item for key, item in full if item is not None}


class Gallery(ScenarioPart):
    """The records that are searched."""

    records: Count = Field(
        description="Records searched, all collections together.",
        json_schema_extra=asked("How many records does a search compare with?"),
    )
    composition: Composition = Field(
        description="Share of each collection among the records.",
        json_schema_extra=asked("How many records does each collection hold?"),
    )
    sources: tuple[RecordSource, ...] = Field(min_length=1, description="Each collection.")
    image_dependence: Share = Field(
        description="How much the images of one person share their fate: 0 not at all, 1 wholly.",
        json_schema_extra=asked(
            "When one image of a person is missed, how often are the others missed too?"
        ),
    )
    searched: Choice[Literal["all_records", "flagged_records"]] = Field(
        Choice[Literal["all_records", "flagged_records"]](
            options=("all_records",), why="Nothing else is described."
        ),
        description="Whether a search compares with every record, or only with those that carry a "
        "flag which leads to a reference.",
        json_schema_extra=asked(
            "Does a search compare with every record, or only with those of people who are sought?"
        ),
    )
    made_for: Choice[Literal["everybody", "each_occasion"]] = Field(
        Choice[Literal["everybody", "each_occasion"]](
            options=("everybody",), why="Nothing else is described."
        ),
        description="Whether one gallery is searched for everybody, or one is made for each "
        "occasion, such as a flight or a day. One for everybody sets a bound to how many of the "
        "people who live there can have a record, and be sought; one of many does not.",
        json_schema_extra=asked(
            "Is one gallery searched for everybody, or is one made for each flight, day or place?"
        ),
    )
    failures_of_records: Share = Field(
        Share(value=0, why="Not said: unusable images alone are taken to lie in the record."),
        description="Of the failures to find a person that no threshold mends and that are not due "
        "to unusable images, those that lie in the record and not in the photograph just taken: "
        "that person is found at no stop.",
        json_schema_extra=asked(
            "When a person who has a record is not found, how often does it lie in the record, so "
            "that they are not found the next time either?"
        ),
    )


class Matcher(ScenarioPart):
    """The algorithm, and what is known of how it behaves."""

    algorithm: Algorithm = Field(
        description="Algorithm of the NIST table, or a set of them.",
        json_schema_extra=asked("Which algorithm compares the photographs, in which version?"),
    )
    mated_searches: Count = Field(
        description="Mated searches behind each published miss rate.",
        json_schema_extra=asked("How many searches stand behind each published miss rate?"),
    )
    mate_tail: Choice[Literal["normal", "logistic", "gumbel", "power_law"]] = Field(
        description="Law of mate scores; decides what happens beyond the tested gallery sizes.",
        json_schema_extra=asked(
            "How do the scores of true matches fall off, as measured on the gallery in use?"
        ),
    )
    ageing_years: Factor = Field(
        description="Age of the images in the published test of images 12 or more years old.",
        json_schema_extra=asked(
            "How old were the images of the published test of old images?", neutral=False
        ),
    )
    miss_odds: PerGroup[Factor] = Field(
        description="Factor on the odds that a person of the group cannot be found.",
        json_schema_extra=asked("How often is a person of each group missed?"),
    )
    region_ratio: Factor | None = Field(
        None,
        description="False match rate, West African over East European pairs. Needed where no "
        "ratios of groups were measured, as the next two are.",
        json_schema_extra=asked(
            "How much more often do strangers of one region match than of another?"
        ),
    )
    sex_ratio: Factor | None = Field(
        None,
        description="False match rate, female over male pairs.",
        json_schema_extra=asked(
            "How much more often do women match strangers than men, with this algorithm?"
        ),
    )
    cross_sex: Factor | None = Field(
        None,
        description="False match rate of mixed pairs over the geometric mean of both.",
        json_schema_extra=asked("How often does a man match a woman, with this algorithm?"),
    )
    ratio_drift: Real = Field(
        description="Decades by which the ratio of the extreme groups grows for each further "
        "decade of rarity.",
        json_schema_extra=asked(
            "Do the ratios between groups grow at the strict thresholds that a large gallery needs?"
        ),
    )
    ratios_measured_at: Positive = Field(
        description="Rarity at which the ratios were measured.",
        json_schema_extra=asked(
            "At which false match rate were the ratios between groups measured?", neutral=False
        ),
    )
    look_alike_variance: Positive = Field(
        description="Variance of the number of look-alikes from person to person (mean 1).",
        json_schema_extra=asked(
            "Are wrong matches spread evenly, or do they happen to the same people again?"
        ),
    )
    look_alike_persistence: Share = Field(
        description="Share of false candidates that come back at the next photograph.",
        json_schema_extra=asked(
            "When a person is photographed again, how often does the same stranger come back?"
        ),
    )
    mate_persistence: Share = Field(
        description="Probability that a missed person is missed again at once.",
        json_schema_extra=asked(
            "When a person is missed, how often are they missed again at once?"
        ),
    )
    growth_exponent: Exponent = Field(
        description="False candidates grow as this power of the gallery; 1: independent.",
        json_schema_extra=asked(
            "By how much do wrong matches grow when the gallery doubles, as measured?"
        ),
    )
    identical_twins_alike: Share = Field(
        Share(value=1, why=_AS_ALIKE),
        description="Share of identical twins who are as alike as two photographs of one person, "
        "at a false match rate of 1e-4.",
        json_schema_extra=asked("How often does one identical twin match the other, as tested?"),
    )
    identical_twins_decline: Positive = Field(
        Positive(value=0, why=_AS_ALIKE),
        description="Decades by which that share falls for each further decade of rarity.",
        json_schema_extra=asked(
            "Do identical twins match less often at stricter thresholds?", neutral=False
        ),
    )
    fraternal_twins_alike: Share = Field(
        Share(value=0, why=_NO_KIN),
        description="The same for fraternal twins of one sex.",
        json_schema_extra=asked("How often does one fraternal twin match the other, as tested?"),
    )
    fraternal_twins_decline: Positive = Field(
        Positive(value=0, why=_NO_KIN),
        description="The same for fraternal twins of one sex.",
        json_schema_extra=asked(
            "Do fraternal twins match less often at stricter thresholds?", neutral=False
        ),
    )
    siblings_alike: Share = Field(
        Share(value=0, why=_NO_KIN),
        description="The same for brothers, and for sisters.",
        json_schema_extra=asked("How often does a brother match a brother, as tested?"),
    )
    siblings_decline: Positive = Field(
        Positive(value=0, why=_NO_KIN),
        description="The same for brothers, and for sisters.",
        json_schema_extra=asked(
            "Do siblings match less often at stricter thresholds?", neutral=False
        ),
    )
    measured: Measured | None = Field(
        None, description="What a score file says of the matcher, where there is one."
    )

    @model_serializer(mode="wrap")
    def _without_blanks(self, handler: Any) -> Any:
        """What is not stated is left out: a scenario without it keeps its digest."""
        blank = ("region_ratio", "sex_ratio", "cross_sex", "measured")
        full = handler(self).items()
        return {key: item for key, item in full if item is not None or key not in blank}
