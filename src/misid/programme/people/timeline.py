"""The course of a programme over the years: what holds when, and who lives there."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from misid.arrays import Floats, Integers
from misid.errors import MeaningError
from misid.machine.philox import key
from misid.programme.expected.outcome_table import expected_outcomes
from misid.programme.outcomes import Outcomes
from misid.programme.parameters import Terms, terms
from misid.programme.people.agencies import Agencies, synthetic_agencies
from misid.programme.people.lookup_tables import LawTables, joined, tabulate
from misid.programme.people.person import Life
from misid.programme.people.population import (
    DAY,
    MONTHS_A_YEAR,
    YEAR,
    Living,
    Population,
    busy_years,
    populate,
)
from misid.programme.people.stops import Calendar, Setting
from misid.programme.retention import distinct_people
from misid.scenario import Change, Scenario, Worlds, change
from misid.worlds.middle import middle

MOST_YEARS = 60
SETTLED = {
    "stops.people": "everybody is drawn once, for all the years",
    "stops.agencies": "agencies are there from the beginning",
    "stops.officers": "agencies have their officers from the beginning",
    "stops.unevenness": "people keep how often they are stopped",
    "stops.agency_unevenness": "agencies have drawn their busy and quiet years",
    "matcher.look_alike_variance": "people keep their look-alikes",
}
"""Inputs that are read at the beginning alone, and why; a change of them from a month on would be
ignored, so it is refused. Every other input but the next holds for the stops of its era."""
UNHEEDED = {"stops.share_minors": "simulated people have no age"}
"""Inputs that are not read at all, and why."""
_KINDS = ("no_candidate", "candidate", "reference")
# A gallery grows by less than this share before it is worked out anew.
_GROWN = 1e-9
_SHORTEST = 1e-6


@dataclass(frozen=True)
class Era:
    """What a programme is like from a month on, counted from 0."""

    month: int
    scenario: Scenario


@dataclass(frozen=True)
class Churn:
    """
    What happens to people and photographs and is no part of a scenario; shares, times in years.

    `leaving`: of the people of one day those who have moved away a year later, each replaced by a
    newcomer; `naturalising`: of the others those who are citizens a year later; both as likely on
    one day as on another. Their records are written anew on the day on which they become citizens:
    `outdated` of these say wrongly that they are sought, for `corrected_after`. `enrolled`: people
    without a record whose photograph becomes one, while it is kept. `deleted_late` days after it
    was due is a photograph deleted, and `forgotten` of them never.
    """

    leaving: float = 0.0
    naturalising: float = 0.0
    outdated: float = 0.0
    corrected_after: float = 1.0
    enrolled: float = 0.0
    deleted_late: float = 0.0
    forgotten: float = 0.0

    def checked(self) -> Churn:
        """
        The same, if it can be meant.

        Raises: MeaningError: a share outside 0 to 1, a negative time.
        """
        for name in ("leaving", "naturalising", "outdated", "enrolled", "forgotten"):
            share = getattr(self, name)
            if not 0.0 <= share <= 1.0:
                raise MeaningError(
                    f"{name} is {share:g}, but a share is from 0 to 1.", use="a share such as 0.05"
                )
        for name in ("leaving", "naturalising"):
            if getattr(self, name) == 1.0:
                raise MeaningError(
                    f"{name} is 1, but somebody is always left after a year.",
                    use="a share of a year such as 0.05, at most 0.999",
                )
        for name in ("corrected_after", "deleted_late"):
            time = getattr(self, name)
            if not 0.0 <= time < 1e5:
                raise MeaningError(
                    f"{name.replace('_', ' ')} is {time:g}, but a time is not negative.",
                    use="a number from 0",
                )
        return self

    @property
    def leaving_rate(self) -> float:
        """How many move away in a year for each one there: their share is `1 - exp(-rate)`."""
        return -math.log1p(-self.leaving)

    @property
    def naturalising_rate(self) -> float:
        """How many become citizens in a year for each of the others there."""
        return -math.log1p(-self.naturalising)


@dataclass(frozen=True)
class Course:
    """
    Everything that a simulation of people over the years is drawn from.

    `eras` in order, the first from month 0; without `agencies` they are made up, as many as the
    scenario has.
    """

    eras: tuple[Era, ...]
    years: int
    seed: int
    digest: str
    churn: Churn = Churn()
    listed: Agencies | None = None

    @property
    def months(self) -> int:
        """Length of the simulation."""
        return self.years * MONTHS_A_YEAR

    @cached_property
    def worlds(self) -> tuple[Worlds, ...]:
        """The middle of every era's inputs."""
        return tuple(middle(era.scenario) for era in self.eras)

    @cached_property
    def terms(self) -> tuple[Terms, ...]:
        """Every era's terms, with the gallery as it is at the beginning."""
        return tuple(terms(one) for one in self.worlds)

    @cached_property
    def outcomes(self) -> tuple[Outcomes, ...]:
        """The closed form's outcome table of each era."""
        return tuple(
            expected_outcomes(
                found,
                era.scenario.group_names,
                tuple(source.name for source in era.scenario.gallery.sources),
            )
            for era, found in zip(self.eras, self.terms, strict=True)
        )

    @cached_property
    def agencies(self) -> Agencies:
        """The agencies that take part."""
        if self.listed is not None:
            return self.listed
        count = max(1, round(self.settled("stops.agencies")))
        stops = self.number(0, "stops.a_year")
        return synthetic_agencies(
            count, officers=self.settled("stops.officers"), stops_a_year=stops
        )

    def number(self, era: int, name: str) -> float:
        """An input of an era."""
        return float(self.worlds[era].number(name)[0])

    def settled(self, name: str) -> float:
        """An input that is read at the beginning alone: one of `SETTLED`."""
        if name not in SETTLED:
            raise KeyError(name)
        return self.number(0, name)

    def era_of_month(self) -> Integers:
        """Which era holds in each month."""
        starts = [era.month for era in self.eras]
        return np.searchsorted(starts, np.arange(self.months), side="right") - 1

    def stops_a_year(self, era: int) -> Floats:
        """Stops of each group in a year; a list of agencies says how many there are at first."""
        scale = self.agencies.total / self.number(0, "stops.a_year")
        composition = self.terms[era].people.stopped[0]
        return np.asarray(scale * self.number(era, "stops.a_year") * composition)


def checked(course: Course) -> Course:
    """
    The same course, if it can be meant.

    Raises: MeaningError: years, months or shares that cannot be; parts that do not fit together.
    """
    if not 1 <= course.years <= MOST_YEARS:
        raise MeaningError(
            f"years is {course.years}, but a simulation has from 1 to {MOST_YEARS}.",
            use="--years 15",
        )
    for era in course.eras[1:]:
        if not 1 <= era.month < course.months:
            raise MeaningError(
                f"a change from month {era.month} lies outside the simulation.",
                use=f"a month from 1 to {course.months - 1}",
            )
    if len({era.month for era in course.eras}) < len(course.eras):
        raise MeaningError(
            "two changes begin in the same month.", use="one change, or two --with of one month"
        )
    _check_changes(course)
    if any(found.margin is not None and found.margin[0] > 0 for found in course.terms):
        raise MeaningError(
            "answer.margin is above 0, but people are not drawn with a margin to the second "
            "candidate.",
            use="misid run, which works it out, or answer.margin: 0",
        )
    return replace(course, churn=course.churn.checked())


def _check_changes(course: Course) -> None:
    """
    Refuse what an era would change and nobody would heed.

    Raises: MeaningError: an input that is read at the beginning alone; stops of a group of whom
        nobody lives there.
    """
    first = course.worlds[0].by_name
    for number, era in enumerate(course.eras[1:], start=1):
        for name, why in (SETTLED | UNHEEDED).items():
            if course.worlds[number].by_name[name].content != first[name].content:
                raise MeaningError(
                    f"the change from month {era.month} moves {name}, but {why}.",
                    use="--with, so that it holds from the beginning"
                    if name in SETTLED
                    else "misid run --with, where it has an effect",
                )
        nobody = course.terms[0].people.stopped[0] == 0.0
        asked = nobody & (course.terms[number].people.stopped[0] > 0.0)
        if asked.any():
            group = era.scenario.group_names[int(np.argmax(asked))]
            raise MeaningError(
                f"from month {era.month} people of {group} are stopped, but none live there.",
                use="a share of that group in stops.composition from the beginning",
            )


def population_of(course: Course) -> Population:
    """Everybody who lives there, and how often they are stopped."""
    living = Living(
        people=course.settled("stops.people"),
        composition=course.terms[0].people.stopped[0],
        leaving=course.churn.leaving_rate,
    )
    people = living.people * living.composition
    by_era = [
        np.divide(course.stops_a_year(era), people, out=np.zeros_like(people), where=people > 0)
        for era in range(len(course.eras))
    ]
    busy = busy_years(
        len(course.agencies.names),
        course.years,
        variance=course.settled("stops.agency_unevenness"),
        key=key(course.seed, course.digest, "busy years"),
    )
    return populate(
        course.agencies,
        living,
        rate=np.stack(by_era)[course.era_of_month()],
        unevenness=course.settled("stops.unevenness"),
        busy=busy,
    )


def setting_of(course: Course, population: Population) -> tuple[Setting, Integers]:
    """
    The programme through the years.

    Returns: the setting, and the era to which each phase of its law belongs.
    """
    phases, phase_of_month = _phases(course)
    laws = [tabulate(_grown(course, era, growth)) for era, growth in phases]
    churn, run = course.churn, key(course.seed, course.digest, "people")
    life = Life(
        leaving=churn.leaving_rate / YEAR,
        naturalising=churn.naturalising_rate / YEAR,
        outdated=churn.outdated,
        corrected_after=churn.corrected_after * YEAR,
        enrolled=churn.enrolled,
    )
    calendar = Calendar(
        phase_of_month=phase_of_month,
        corrections=_corrections(laws, phase_of_month),
        kept=np.stack([_kept(course, era) for era, _ in phases]),
        late=round(churn.deleted_late * DAY),
        forgotten=churn.forgotten,
    )
    setting = Setting(
        law=joined(laws),
        life=life,
        calendar=calendar,
        rate=np.ascontiguousarray(population.rate.T),
        busy=population.busy,
        unevenness=population.unevenness,
        k0=run.k0,
        k1=run.k1,
    )
    return setting, np.array([era for era, _ in phases], dtype=np.int64)


def _corrections(laws: list[LawTables], phase_of_month: Integers) -> Floats:
    """
    How often a flag is drawn anew up to each month, by source.

    A wrong one lasts until a draw that leaves it right, so draws come that much more often.
    """
    lasting = np.stack([law.rules.corrected_after[0] for law in laws])
    right = 1.0 - np.stack([law.rules.wrongly_flagged[0] for law in laws])
    a_month = 1.0 / (MONTHS_A_YEAR * np.maximum(lasting * right, _SHORTEST))
    many = np.cumsum(a_month[phase_of_month], axis=0)
    return np.ascontiguousarray(np.concatenate([0.0 * many[:1], many]).T)


def _phases(course: Course) -> tuple[list[tuple[int, float]], Integers]:
    """Era and growth of the gallery in each phase, and the phase of each month."""
    eras = course.era_of_month()
    years = np.arange(course.months) // MONTHS_A_YEAR
    growth = [_growth(course, year) for year in range(course.years)]
    found = [(int(era), growth[year]) for era, year in zip(eras, years, strict=True)]
    phases = list(dict.fromkeys(found))
    return phases, np.array([phases.index(one) for one in found], dtype=np.int64)


def _growth(course: Course, year: int) -> float:
    """
    The gallery in the middle of a year over that of the beginning: photographs become records.

    Of different people without a record who were photographed so far and whose photographs are
    still kept, as the closed form expects, under the rules of each month.
    """
    if course.churn.enrolled == 0.0:
        return 1.0
    now = (2 * year + 1) * MONTHS_A_YEAR // 2
    eras = course.era_of_month()[:now]
    kept = np.array([_longest(course, era) for era in range(len(course.eras))])
    still = np.clip(MONTHS_A_YEAR * kept[eras] - np.arange(now)[::-1], 0.0, 1.0)
    months = np.bincount(eras, weights=still, minlength=len(course.eras))
    absent = 1.0 - course.terms[0].people.enrolled[0]
    stops = sum(
        count / MONTHS_A_YEAR * course.stops_a_year(era) * _searched_without_record(course, era)
        for era, count in enumerate(months)
    )
    living = course.settled("stops.people") * absent * course.terms[0].people.stopped[0]
    unevenness = np.array([course.settled("stops.unevenness")])
    different = distinct_people(np.asarray(stops)[None], living[None], unevenness)
    added = course.churn.enrolled * float(different.sum())
    return 1.0 + added / course.number(0, "gallery.records")


def _longest(course: Course, era: int) -> float:
    """Years that a photograph of somebody who is no citizen is kept at most."""
    return max(course.number(era, f"retention.others.{kind}") for kind in _KINDS)


def _searched_without_record(course: Course, era: int) -> Floats:
    """Share of each group's stops: people without a record, photographed and searched for."""
    absent = 1.0 - course.terms[era].people.enrolled[0]
    return np.asarray(
        absent - course.outcomes[era].among(("no_search",), truths=("not_enrolled",))[0]
    )


def _grown(course: Course, era: int, growth: float) -> Terms:
    """The terms of an era with a gallery so many times as large."""
    if growth <= 1.0 + _GROWN:
        return course.terms[era]
    larger = Change.model_validate(
        {
            "schema": "misid-change/1",
            "scenario": "misid-scenario/1",
            "name": "field-photographs",
            "title": "Photographs of the field become records",
            "reason": "The gallery grows by them.",
            "cannot": "Their groups are taken to be those of the gallery.",
            "scale": {"gallery.records": growth},
        }
    )
    grown = terms(middle(change(course.eras[era].scenario, [larger]).scenario))
    return replace(grown, people=course.terms[era].people)


def _kept(course: Course, era: int) -> Integers:
    """Seconds that a photograph is kept, by citizens and others, and by what was found, (2, 3)."""
    return np.array(
        [
            [round(course.number(era, f"retention.{who}.{kind}") * YEAR) for kind in _KINDS]
            for who in ("citizens", "others")
        ],
        dtype=np.int64,
    )
