"""The scenario: everything that decides what a programme does, each input with its status."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Annotated, Any, Literal, TypeVar, cast

from pydantic import ConfigDict, Field, model_serializer, model_validator

from misid.quantities import (
    Choice,
    Count,
    Decades,
    Factor,
    Positive,
    Real,
    Share,
    Status,
    Switch,
    Years,
)
from misid.quantities.composition import PerGroup
from misid.quantities.validation import Written, WrittenYears, mistake
from misid.scenario.blocks import (
    OUTPUTS,
    SCHEMA,
    Gallery,
    Group,
    Key,
    Matcher,
    Output,
    RecordSource,
    ScenarioPart,
    Slug,
    Stops,
    Text,
    asked,
)
from misid.scenario.capture import Capture

__all__ = ["OUTPUTS", "SCHEMA", "Group", "Output", "RecordSource", "Scenario", "Slug", "Text"]

Fact = TypeVar("Fact")


class Threshold(ScenarioPart):
    """How the threshold was set."""

    policy: Literal["fpir", "fmr", "rarity"] = Field(
        description="What the rate below is: false positive identification rate on the design "
        "gallery, false match rate of pairs, or a rarity."
    )
    rate: Factor = Field(
        description="How strictly the threshold was set: the rate, or the rarity, of the policy.",
        json_schema_extra=asked(
            "At which false positive identification rate is the threshold set?", neutral=False
        ),
    )
    design_gallery: Count = Field(
        description="Records in the gallery that the threshold was set for.",
        json_schema_extra=asked("For which gallery size is the threshold set?"),
    )
    moves_with_gallery: Switch = Field(
        description="Whether the threshold is set anew when the gallery grows.",
        json_schema_extra=asked("Is the threshold set anew when the gallery grows?"),
    )
    design_population: Choice[Literal["reference", "field"]] = Field(
        description="Set on a test population (every group alike, good photographs), or on the "
        "people, records and photographs of the field.",
        json_schema_extra=asked(
            "Was the threshold set on test photographs, or on photographs and people of the field?"
        ),
    )
    candidates: Choice[int] = Field(
        description="Most candidates returned.",
        json_schema_extra=asked("How many candidates does a search return at most?"),
    )
    tries: Choice[int] = Field(
        description="Photographs at most, until something is returned.",
        json_schema_extra=asked(
            "How often may an officer photograph a person again when nothing is found?"
        ),
    )
    per_group: Switch = Field(
        Switch(options=(False,), why="Nothing else is described."),
        description="Whether each group has a threshold of its own, at which its searches return "
        "strangers as often as everybody's do on average.",
        json_schema_extra=asked("Does the threshold differ by group, and how was it set for each?"),
    )
    retry_after: Choice[Literal["nothing", "no_reference"]] = Field(
        Choice[Literal["nothing", "no_reference"]](
            options=("nothing",), why="Nothing else is described."
        ),
        description="What another photograph follows: only an empty list, or every answer without "
        "a reference. In the second case every candidate is looked at, however long the list.",
        json_schema_extra=asked(
            "Do officers photograph again when candidates were found, but no reference was given?"
        ),
    )


class AnswerRules(ScenarioPart):
    """What turns a candidate into a reference code."""

    reference_rule: Choice[Literal["any_candidate", "flagged_record"]] = Field(
        description="Whether any candidate leads to a reference, or only a record with a flag.",
        json_schema_extra=asked(
            "Does any candidate lead to a reference code, or only a record with a flag?"
        ),
    )
    margin: Decades = Field(
        Decades(value=0, why="Nothing else is described."),
        description="How far below the first candidate every other record must lie, in factors of "
        "ten of the false match rate, or no reference is given. Above 0 the first candidate alone "
        "can lead to one; at 0 any distance will do.",
        json_schema_extra=asked(
            "Must the first candidate be clear of the second, and by how much?"
        ),
    )


class HumanReview(ScenarioPart):
    """People who compare the pictures before a reference is acted on."""

    share_reviewed: Share = Field(
        description="Share of references that anybody compares.",
        json_schema_extra=asked(
            "What share of the references does a person compare before anybody acts?"
        ),
    )
    false_acceptance: Share = Field(
        description="Strangers' records accepted, for foils as alike as those of the studies.",
        json_schema_extra=asked("How often do these people accept a stranger's record, as tested?"),
    )
    studied_at: Positive = Field(
        description="Rarity of the foils in those studies.",
        json_schema_extra=asked(
            "How alike were the strangers in the tests of these people?", neutral=False
        ),
    )
    slope: Positive = Field(
        description="Rise of the log odds of acceptance for each further unit of rarity.",
        json_schema_extra=asked(
            "How much more often are these people fooled by the candidates of a large gallery?"
        ),
    )
    group_effect: PerGroup[Real] = Field(
        description="Change of the log odds of acceptance for people of the group.",
        json_schema_extra=asked("For which groups do these people err more often?"),
    )
    false_rejection: Share = Field(
        description="Right records rejected.",
        json_schema_extra=asked("How often do these people reject the right record?"),
    )
    reviewers: Choice[Literal[1, 2]] = Field(
        Choice[Literal[1, 2]](options=(1,), why="Nothing else is described."),
        description="People who compare each reference that is reviewed; all must accept it.",
        json_schema_extra=asked("How many people compare a reference before anybody acts?"),
    )
    agreement: Share = Field(
        Share(value=0.5, why="None exists; the middle. It matters only with two reviewers."),
        description="How much several of them share their errors: 0 not at all, 1 wholly.",
        json_schema_extra=asked(
            "When one of these people errs on a pair of pictures, how often does the other too?"
        ),
    )


class Kept(ScenarioPart):
    """Time that a photograph is kept, by what was found."""

    no_candidate: Years = Field(
        description="Nothing was found.",
        json_schema_extra=asked("How long is a photograph kept when nothing was found?"),
    )
    candidate: Years = Field(
        description="A candidate was found, and no reference given.",
        json_schema_extra=asked(
            "How long is a photograph kept when a candidate was found and no reference given?"
        ),
    )
    reference: Years = Field(
        description="A reference was given.",
        json_schema_extra=asked("How long is a photograph kept when a reference was given?"),
    )


class Retention(ScenarioPart):
    """Time that photographs are kept, by status of the person and by outcome."""

    horizon: Annotated[WrittenYears, Field(ge=1, le=100, strict=True)] = Field(
        description="Years that are modelled."
    )
    citizens: Kept = Field(description="Photographs of citizens.")
    others: Kept = Field(description="Photographs of everybody else.")


class Decision(ScenarioPart):
    """A limit that the reader cares about; it is the reader's, not misid's."""

    output: Output = Field(description="The output that is held against the limit.")
    limit: Written = Field(
        description="The limit, in the output's unit.", ge=0, allow_inf_nan=False, strict=True
    )
    status: Literal[Status.ASSUMED] = Field(Status.ASSUMED, description="Always assumed.")
    why: Text = Field(description="Whose limit it is, and why this one.")


MeasuredRate = Literal[
    "false_positive_identification_rate",
    "true_positive_identification_rate",
    "share_searched",
    "share_confirmed",
    "share_of_wrong_person_references",
    "stops_a_year",
]


class OperatingPoint(ScenarioPart):
    """
    A rate that somebody published of such a programme, for comparison.

    The results say what the model gives in its place: beside the headline, where the two are of
    one measure or lie apart.
    """

    measure: Literal[MeasuredRate, Output] = Field(
        description="false_positive_identification_rate: share of searches of people who are not "
        "enrolled that return a candidate. true_positive_identification_rate: share of searches of "
        "enrolled people that return their own record. share_searched: share of stops whose "
        "photograph is searched. share_confirmed: share of all stops that end with a reference on "
        "the person's own record. share_of_wrong_person_references: of all wrong-person "
        "references, those that concern people of these groups. stops_a_year. Or an output."
    )
    gallery: Written | None = Field(
        None,
        gt=0,
        allow_inf_nan=False,
        description="Records in the gallery it was measured on, for the first of these; the "
        "scenario's own where none is given.",
    )
    groups: tuple[str, ...] = Field(
        (), description="Names of groups, for share_of_wrong_person_references."
    )
    published: Written = Field(description="The rate.", gt=0, allow_inf_nan=False)
    counted: Text | None = Field(
        None, description="The counts behind it: 10 false alerts of 3,147,436 faces."
    )
    of: Written | None = Field(
        None,
        gt=0,
        allow_inf_nan=False,
        description="What was counted in all, so that the model's count of as many can be said.",
    )
    used: Literal["no", "widened", "put in", "fitted"] = Field(
        "no",
        description="no: the model does not use it. widened: a range was made wider on account of "
        "it. put in: an input, or an end of its range, was chosen from it. fitted: an input was "
        "chosen so that the model gives it. Only the first two can fail, and so test the model.",
    )
    source: Key = Field(description="Citation key.")
    note: Text = Field(description="How it was measured, and what differs here.")

    @model_validator(mode="after")
    def _gallery_belongs_to_the_rate(self) -> OperatingPoint:
        if self.gallery is not None and self.measure != "false_positive_identification_rate":
            what = f"has a gallery, but {self.measure} is that of the scenario's own gallery"
            raise mistake(what, use="no gallery", at=("gallery",))
        if bool(self.groups) != (self.measure == "share_of_wrong_person_references"):
            what = "needs groups" if not self.groups else "has groups that it does not count"
            use = "groups: [...] with share_of_wrong_person_references, and with nothing else"
            raise mistake(what, use=use, at=("groups",))
        return self

    @model_serializer(mode="wrap")
    def _without_blanks(self, handler: Any) -> Any:
        """What is not stated is left out: a scenario without it keeps its digest."""
        blank = {"groups": (), "counted": None, "of": None, "used": "no"}
        full = handler(self).items()
        return {k: item for k, item in full if k not in blank or item not in ([], blank[k])}


class Correlation(ScenarioPart):
    """
    Two inputs that go together, or against each other.

    Both must be numbers with a range. A correlation of their normal scores: 0 is independent.
    """

    inputs: tuple[str, str] = Field(description="Names of the two inputs.")
    correlation: Written = Field(description="From -1 to 1, both left out.", gt=-1, lt=1)
    why: Text = Field(description="Why they go together; cites evidence or says none exists.")


Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class OwnSource(ScenarioPart):
    """
    A source of the scenario's author, such as an agency's answer to a letter.

    Its key may stand wherever a citation key is asked for; misid has not read it.
    """

    title: Text = Field(description="Its title, or what it is: answer to a records request.")
    publisher: Text = Field(description="Who said it.")
    date: str = Field("", description="When, such as 2026-11.", max_length=40)
    url: str = Field("", description="Where it can be read.", pattern=r"^(https?://\S{1,500})?$")
    kind: Literal["said", "measured"] = Field(
        "said", description="measured: counted by misid in a file that the author has."
    )
    sha256: tuple[Digest, ...] = Field((), description="Digest of each file that was measured.")

    def short(self) -> str:
        """Publisher, title and date, as they stand inside a sentence."""
        if self.kind == "measured":
            return ", ".join((self.title, *(f"SHA-256 {one[:12]}..." for one in self.sha256)))
        return ", ".join((self.publisher, self.title, self.date or "undated"))

    @model_serializer(mode="wrap")
    def _without_blanks(self, handler: Any) -> Any:
        """What was measured in no file keeps its digest."""
        blank = {"kind": "said", "sha256": []}
        return {key: item for key, item in handler(self).items() if blank.get(key, 0) != item}


class Scenario(ScenarioPart):
    """A programme as described, and what is not known of it."""

    schema_: Literal["misid-scenario/1"] = Field(alias="schema", description="This schema.")
    name: Slug = Field(description="Short name.")
    title: Text = Field(description="One line.")
    about: Text = Field(description="What is described, and by whom.")
    stand_ins: Text | None = Field(
        None,
        description="With which groups people are counted who were born in none of their regions; "
        "said wherever groups are shown.",
    )
    groups: tuple[Group, ...] = Field(min_length=1, description="Groups of people.")
    stops: Stops
    gallery: Gallery
    capture: Capture
    matcher: Matcher
    threshold: Threshold
    answer: AnswerRules
    review: HumanReview
    retention: Retention
    decision: Decision
    operating_points: tuple[OperatingPoint, ...] = Field(
        (), description="Rates that were published of such a programme."
    )
    correlations: tuple[Correlation, ...] = Field(
        (), description="Inputs that are not independent of each other."
    )
    citations: dict[Slug, OwnSource] = Field(
        default_factory=dict, description="Sources of your own, by keys that misid does not use."
    )

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid", populate_by_name=True)

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
        labels = [group.label for group in self.groups]
        for index, label in enumerate(labels):
            if label in labels[:index]:
                what, place = "has two groups with one label", ("groups", index, "label")
                raise mistake(what, use="another label for one of them", at=place)
        return self

    @model_serializer(mode="wrap")
    def _without_blanks(self, handler: Any) -> Any:
        """A scenario that does not say who stands in for whom keeps its digest."""
        return {k: item for k, item in handler(self).items() if item or k != "stand_ins"}

    @cached_property
    def _facts(self) -> dict[Callable[[Scenario], Any], Any]:
        return {}

    def once(self, work: Callable[[Scenario], Fact]) -> Fact:
        """What follows from the scenario alone: worked out once, since it never changes."""
        if work not in self._facts:
            self._facts[work] = work(self)
        return cast(Fact, self._facts[work])

    @property
    def group_names(self) -> tuple[str, ...]:
        """Short names of the groups, in order."""
        return tuple(group.name for group in self.groups)
