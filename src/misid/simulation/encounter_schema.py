"""One encounter from stop to record, and many of them: facts, and their JSON Schemas."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from misid.programme.outcomes import Enrolment, PhoneAnswer, ReviewVerdict, WhoIsShown
from misid.programme.people.candidates import Found, Place
from misid.results.schema import (
    Caution,
    ChangeNote,
    EitherOrAnswer,
    Interval,
    Question,
    ResultsPart,
    ScenarioNote,
    Stamp,
)

SampledOutcome = Literal[
    "wrong_person",
    "wrong_person_upheld",
    "sought_found",
    "sought_missed",
    "withdrawn",
    "do_not_detain",
]
"""What a reader may ask to be shown."""
EncounterStep = Literal["phone", "search", "desk", "truth"]
Whose = Literal["own", "kin", "look_alike", "stranger"]
Happened = Literal[
    "not_searched",
    "searched",
    "nothing",
    "no_code",
    "own_sought",
    "own_not_sought",
    "own_wrong",
    "stranger",
    "kin",
    "upheld",
    "withdrawn",
    "sought_without_code",
    "enrolled_without_code",
    "not_enrolled_without_code",
]


class OfInput(ResultsPart):
    """An input where it stands in the world of the encounter, and how it is known."""

    input: str = Field(description="Its name.")
    value: float = Field(description="Where it stands: a range at its middle.")
    status: str = Field(description="How it is known.")
    source: str | None = Field(description="Citation key, where it has one.")


class StopNote(ResultsPart):
    """The stop."""

    agency: str = Field(description="Label of the agency.")
    agency_is_made_up: bool = Field(description="Whether agencies come from a synthetic list.")
    day: int = Field(description="Day from the beginning of the programme, from 1.")
    year: int = Field(description="Year of the programme, from 1.")
    condition: str = Field(description="How the photograph is taken; empty where none is searched.")


class PhoneNote(ResultsPart):
    """What the officer's phone says."""

    answer: PhoneAnswer = Field(description="none: no search was made.")
    photographs: int = Field(description="How many were taken and searched.")
    most: int = Field(description="How many may be.")


class CollectionNote(ResultsPart):
    """A collection that is searched."""

    name: str = Field(description="Its name.")
    label: str = Field(description="The name that is shown.")
    records: float = Field(description="Records in it.")


class CandidateNote(ResultsPart):
    """A record near the threshold or above it, as one photograph finds it."""

    whose: Whose = Field(
        description="own; kin: a twin's or a sibling's; look_alike: a stranger who looks like this "
        "person at every stop; stranger: one who does at this one alone."
    )
    look_alike: int | None = Field(
        description="Which lasting look-alike of this person, from 1, likest first."
    )
    pattern: int = Field(
        ge=0, description="Decides how the record is drawn; the same record has the same."
    )
    rarity: float | None = Field(description="Where it stands; null where it is not found.")
    source: str = Field(description="Name of its collection.")
    accepted: bool = Field(description="Whether the rule would give a code for it.")
    place: Place = Field(
        description="decides: the answer rests on it; refused: the rule does not accept it; "
        "behind: one that decides stands before it; cut_off: the list ends before it; below: the "
        "threshold; not_found."
    )
    found: Found | None = Field(
        description="Of the person's own record or one of kin: what became of it."
    )


class PhotographNote(ResultsPart):
    """One photograph of the stop."""

    pattern: int = Field(ge=0, description="Decides how the person is drawn.")
    returned: int = Field(description="Records at the threshold or above.")
    candidates: tuple[CandidateNote, ...] = Field(
        description="Likest first; those that decide or come near, a few below the threshold."
    )


class SearchNote(ResultsPart):
    """The search."""

    records: float = Field(description="Records searched.")
    flagged_only: bool = Field(description="Whether only records with a flag are searched.")
    sources: tuple[CollectionNote, ...]
    threshold: float = Field(description="Rarity from which a record is returned.")
    list_length: int | None = Field(
        description="Most records in a list; null where every one is looked at."
    )
    look_alikes: float = Field(
        description="How many times as many strangers look like this person as like the average "
        "one of the group."
    )
    both_at_mate_level: bool = Field(
        description="The own record and one of kin are both there; which comes first is a toss, "
        "and only that one is drawn."
    )
    photographs: tuple[PhotographNote, ...]


class DeskNote(ResultsPart):
    """Who answers a code, and what they decide."""

    share_reviewed: OfInput
    reviewers: int = Field(description="How many people compare the pictures, where any do.")
    reviewed: bool = Field(description="Whether anybody compared them this time.")
    verdict: ReviewVerdict = Field(description="upheld also where nobody looked.")
    sees: CandidateNote = Field(description="The record beside the photograph.")


class RecordNote(ResultsPart):
    """What is kept of the stop, and until when."""

    kept: OfInput | None = Field(description="Years; null where nothing was searched.")
    found: Literal["no_candidate", "candidate", "reference"] | None = Field(
        description="As what the photograph is kept."
    )
    of: Literal["citizens", "others"] = Field(description="Whose rule holds.")
    until_day: int | None = Field(description="Day on which it is deleted.")
    until_year: int | None = Field(description="Year of the programme in which that is.")


class AlternativeNote(ResultsPart):
    """
    What may happen at a step, and how often in 1,000; the rows of a step add up to them.

    Of a phone, stops; of a search, stops that are searched; of a desk, codes on such a record; of
    the truth, stops that are answered in the same way.
    """

    step: EncounterStep
    ending: Happened
    happened: bool = Field(description="Whether it did.")
    alike: float | None = Field(
        description="Of people of the same group, enrolled and sought as this one; null at the "
        "truth, which is about everybody, and where there are none."
    )
    everybody: float | None = Field(description="Of everybody who is stopped.")


class WalkNote(ResultsPart):
    """What comes of one stop under one set of rules, place by place."""

    stop: StopNote
    phone: PhoneNote
    search: SearchNote | None = Field(description="Null where none was made.")
    desk: DeskNote | None = Field(description="Null where no code was given.")
    record: RecordNote
    candidate: WhoIsShown = Field(description="What the answer rests on.")
    error: Literal["none", "wrong_person", "wrong_record", "miss"] = Field(
        description="Which of the three errors it is."
    )
    alternatives: tuple[AlternativeNote, ...]


class OtherSide(EitherOrAnswer):
    """The same person under another answer to what nobody has said, with the same luck."""

    walk: WalkNote


class PersonNote(ResultsPart):
    """Who it was: known to the model alone."""

    group: str = Field(description="Name of the group.")
    label: str = Field(description="The name that is shown.")
    truth: Enrolment
    citizen: bool
    pattern: int = Field(ge=0, description="Decides how the person is drawn.")


class RedressNote(ResultsPart):
    """What the scenario says of what somebody can do; nothing else was said."""

    may_refuse: OfInput
    do_refuse: OfInput
    corrected_after: tuple[OfInput, ...] = Field(
        description="Years until a record that says wrongly that somebody is sought is put right, "
        "one for each collection."
    )


class OwnStop(ResultsPart):
    """One stop of the person, in order of time."""

    day: int = Field(description="Day from the beginning, from 1.")
    this: bool = Field(description="Whether it is the encounter that is told.")
    supposed: bool = Field(description="Whether it is only supposed, two years after that.")
    answer: PhoneAnswer
    candidate: WhoIsShown
    verdict: ReviewVerdict
    record: CandidateNote | None = Field(description="On which the answer rests.")
    same_record: bool = Field(
        description="Whether it rests on the record of the same stranger as the encounter told."
    )


class Picked(ResultsPart):
    """That an encounter was asked for, and how many had to be drawn."""

    outcome: SampledOutcome
    start: int = Field(description="Number of the first that was drawn.")
    draws: int = Field(description="How many were drawn, this one included.")


class OneWorld(ResultsPart):
    """Wrong-person references per 100,000 searches: in the world of the encounters, and in all."""

    here: float | None = Field(description="In closed form in this world; null without searches.")
    worlds: Interval = Field(
        description="Over the possible worlds; over those of the same answer, where one decides."
    )


class OfEncounters(ResultsPart):
    """Which programme, which world of it, which encounters."""

    scenario: ScenarioNote
    changes: tuple[ChangeNote, ...]
    cautions: tuple[Caution, ...]
    either_or: Question | None = Field(
        description="What decides wrong-person references and nobody has said; null where none."
    )
    answer: EitherOrAnswer | None = Field(description="The answer to it under which they run.")
    other_answers: tuple[EitherOrAnswer, ...] = Field(description="The others that are possible.")
    middle: tuple[EitherOrAnswer, ...] = Field(description="What holds of every other open choice.")
    wrong_person: OneWorld
    years: int = Field(description="Years from which stops are drawn.")
    stamp: Stamp


class Encounter(OfEncounters):
    """One encounter of one made-up person, from stop to record; nothing of it is staged."""

    version: Literal["misid-encounter/1"] = Field(description="This schema.")
    number: int = Field(ge=0, description="Which draw of the seed.")
    picked: Picked | None = Field(description="Null where it was not asked for by how it ends.")
    walk: WalkNote
    others: tuple[OtherSide, ...]
    person: PersonNote
    redress: RedressNote
    stops: tuple[OwnStop, ...] = Field(
        description="Stops of the same person, the supposed one among them."
    )
    stops_in_all: int = Field(description="How many they have; the list may leave some out.")
    again: WalkNote = Field(description="The same person at the supposed stop, two years later.")


class EncounterRow(ResultsPart):
    """One encounter in short."""

    number: int = Field(ge=0, description="Which draw of the seed.")
    day: int = Field(description="Day from the beginning, from 1.")
    group: str = Field(description="Name of the group.")
    label: str = Field(description="The name that is shown.")
    truth: Enrolment
    answer: PhoneAnswer
    candidate: WhoIsShown
    kin: bool = Field(description="Whether a stranger's record is that of kin.")
    verdict: ReviewVerdict
    error: Literal["none", "wrong_person", "wrong_record", "miss"]


class EncounterGrid(OfEncounters):
    """Encounters in a row, as they were drawn."""

    version: Literal["misid-encounters/1"] = Field(description="This schema.")
    rows: tuple[EncounterRow, ...]
