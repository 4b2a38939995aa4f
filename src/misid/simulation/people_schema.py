"""The history document: what `misid simulate --people --json` prints, and its JSON Schema."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from misid.programme.outcomes import PhoneAnswer, ReviewVerdict, WhoIsShown
from misid.results.schema import Answered, ChangeNote, Interval, Question, ResultsPart, Stamp
from misid.simulation.schema import OfScenario, SimulatedRate


class EraNote(ResultsPart):
    """What held from a month on, and the rates of the stops of that time."""

    from_month: int = Field(description="Month in which it began; 0 is the beginning.")
    changes: tuple[ChangeNote, ...] = Field(description="What was changed then.")
    scenario_digest: str = Field(description="SHA-256 of the scenario's canonical JSON.")
    stops: int = Field(description="Stops in this time.")
    searches: int = Field(description="Photographs searched in this time.")
    rates: tuple[SimulatedRate, ...] = Field(
        description="Of everybody, then of each group, with the closed form of the era beside. "
        "Intervals allow for people who come again."
    )


class PeopleNote(ResultsPart):
    """How many people; whole numbers."""

    lived: int = Field(description="People who lived there at some time.")
    stopped: int = Field(description="People stopped at least once.")
    photographed: int = Field(description="People photographed and searched for at least once.")
    photographed_expected: float = Field(
        description="The same in the closed form, which knows no moving away."
    )
    without_record: int = Field(description="Of those photographed, people without a record.")
    never_matched: int = Field(description="Of those photographed, people who matched nothing.")
    changed_status: int = Field(description="Of those photographed, people who became citizens.")
    became_records: int = Field(description="Of those without one, people who became a record.")


class Reach(ResultsPart):
    """How many people and agencies wrong-person references reach."""

    photographed: int = Field(description="People photographed and searched for at least once.")
    wrong_person: int = Field(description="Of these, people referred on somebody else's record.")
    wrong_person_again: int = Field(description="Of these, twice or more.")
    same_stranger_again: int = Field(
        description="Of these, people who were referred twice or more on one and the same record."
    )
    agencies_without: int = Field(description="Agencies that never see a wrong reference.")


class LivedSide(Answered, Reach):
    """What happens to the same people under one answer to an either/or."""

    taken: bool = Field(description="Whether everything else in this document is of this answer.")
    rates: tuple[SimulatedRate, ...] = Field(description="Of everybody, under the first rules.")


class LivedEitherOr(Question):
    """The either/or that decides wrong-person references, and both of its sides."""

    sides: tuple[LivedSide, ...] = Field(description="Each answer, in the scenario's order.")


class RepeatRow(ResultsPart):
    """How many people something happened to so many times."""

    times: int = Field(description="So many times; the last row: at least so many.")
    wrong_person: int = Field(description="People referred on somebody else's record.")
    same_stranger: int = Field(
        description="People of whose wrong-person references so many, and no more, rest on one and "
        "the same record: a look-alike's, or that of kin. 1: each on the record of somebody else."
    )
    in_a_row: int = Field(
        description="People whose longest unbroken run of wrong references is that long."
    )
    wrong_record: int = Field(description="People referred on an own record that is wrong.")


class GapNote(ResultsPart):
    """Time from one wrong-person reference of somebody to their next, in months."""

    gaps: int = Field(description="How many there are.")
    low: float | None = Field(description="A twentieth are shorter.")
    median: float | None = Field(description="Half are shorter.")
    high: float | None = Field(description="A twentieth are longer.")


class MonthRow(ResultsPart):
    """Photographs at the end of a month, in whole numbers."""

    month: int = Field(description="Which, from 1.")
    taken: int = Field(description="Photographs taken and searched in it.")
    held: int = Field(description="Photographs held at its end.")
    held_citizens: int = Field(description="Of these, of citizens.")
    held_no_candidate: int = Field(description="Of all held, those that matched nothing.")
    held_candidate: int = Field(description="Those with a candidate and no reference.")
    held_reference: int = Field(description="Those with a reference.")
    due: int = Field(description="Photographs that were due for deletion in it.")
    deleted: int = Field(description="Photographs that were deleted in it.")
    overdue: int = Field(description="Photographs held at its end that were due before.")
    held_expected: float = Field(
        description="Held at its end in the closed form, for even use under the first era's rules."
    )


class PhotographYear(ResultsPart):
    """Photographs at the end of a year, and in it."""

    year: int = Field(description="Which, from 1.")
    taken: int = Field(description="Photographs taken and searched in it.")
    held: int = Field(description="Photographs held at its end.")
    held_expected: float = Field(description="The same in the closed form, as of a month.")
    held_possible: Interval = Field(
        description="The closed form's range of the same over the possible worlds."
    )
    held_citizens: int = Field(description="Of those held, of citizens.")
    held_no_candidate: int = Field(description="Of those held, those that matched nothing.")
    due: int = Field(description="Photographs that were due for deletion in it.")
    deleted: int = Field(description="Photographs that were deleted in it.")
    overdue: int = Field(description="Photographs held at its end that were due before.")


class AgencyRow(ResultsPart):
    """One agency over the whole time."""

    name: str = Field(description="Its name, or a number where agencies are made up.")
    officers: int = Field(description="Officers.")
    stops: int = Field(description="Stops.")
    searches: int = Field(description="Photographs searched.")
    wrong_person: int = Field(description="References on somebody else's record.")
    wrong_person_upheld: int = Field(description="Of these, those that review upholds.")
    rate: float | None = Field(description="Wrong-person references per 100,000 searches.")
    low: float | None = Field(
        description="Lower end of the 95 % score interval (Wilson), for as many independent "
        "searches as these are worth: people come again, as often as in all agencies together."
    )
    high: float | None = Field(description="Upper end.")
    first_after_days: float | None = Field(
        description="Days until its first wrong-person reference; null where there was none."
    )
    expected_after_days: float | None = Field(
        description="Days until its first one on average, at the closed form's rate."
    )


class EncounterNote(ResultsPart):
    """One stop of one made-up person."""

    after_days: float = Field(description="Days from the beginning.")
    candidate: WhoIsShown = Field(description="What the answer rests on.")
    answer: PhoneAnswer = Field(description="What the officer's phone says.")
    review: ReviewVerdict = Field(description="What review makes of a reference.")
    same_stranger: bool = Field(
        description="Whether it rests on the record of the stranger whom this person meets most."
    )


class ChurnNote(ResultsPart):
    """What was assumed of people and photographs beside the scenario; the reader's own numbers."""

    leaving: float = Field(
        description="Of the people there on one day, the share that has moved away a year later."
    )
    naturalising: float = Field(
        description="Of the others there on one day, the share who are citizens a year later."
    )
    outdated: float = Field(
        description="Share of the records of new citizens that then say wrongly that they are "
        "sought; the others are put right."
    )
    corrected_after: float = Field(description="Years until such a record is put right.")
    enrolled: float = Field(
        description="Share of the people without a record whose photograph becomes one."
    )
    deleted_late: float = Field(description="Days from the day a photograph is due to its end.")
    forgotten: float = Field(description="Share of photographs that are never deleted.")


class EraStamp(ResultsPart):
    """A scenario, and from when on it holds."""

    from_month: int = Field(description="Month in which it begins; 0 is the beginning.")
    changes: tuple[str, ...] = Field(description="Names of the changes that begin then, in order.")
    scenario_digest: str = Field(description="SHA-256 of the scenario's canonical JSON.")


class HistoryStamp(Stamp):
    """What the people were made from; the same stamp gives the same numbers."""

    years: int = Field(description="How long.")
    eras: tuple[EraStamp, ...] = Field(description="What holds when.")
    churn: ChurnNote
    agencies_digest: str | None = Field(
        description="SHA-256 of the agencies' names and sizes; null where they are made up."
    )
    luck_digest: str = Field(description="The scenario whose digest is in the random numbers' key.")


class History(OfScenario):
    """
    People of one scenario over the years, drawn one by one in one of its possible worlds.

    Ranges stand at their median. Scenario, changes and cautions are those of the beginning.
    """

    version: Literal["misid-history/2"] = Field(description="This schema.")
    years: int = Field(description="How long.")
    either_or: LivedEitherOr | None = Field(
        description="Null where none decides wrong-person references. The same people live on each "
        "side, with the same luck."
    )
    eras: tuple[EraNote, ...]
    people: PeopleNote
    reach: Reach
    repeats: tuple[RepeatRow, ...]
    gaps: GapNote
    months: tuple[MonthRow, ...]
    photographs: tuple[PhotographYear, ...]
    record_years: float = Field(
        description="Photographs times the years that each was held within the time simulated."
    )
    example: tuple[EncounterNote, ...] = Field(
        description="The stops of one made-up person who is taken for the same stranger again."
    )
    agencies: tuple[AgencyRow, ...]
    agencies_are_made_up: bool = Field(description="Sizes from a synthetic distribution.")
    stamp: HistoryStamp
