"""From people who were drawn one by one to the history document, the closed form beside them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path

import numpy as np

from misid.arrays import Integers
from misid.programme.people.agencies import Agencies
from misid.programme.people.counts import (
    ADDED,
    CHANGED,
    PHOTOGRAPHED,
    STOPPED,
    UNENROLLED,
    UNMATCHED,
    Kinds,
    PeopleTally,
    Progress,
    count_people,
)
from misid.programme.people.population import MONTHS_A_YEAR, YEAR, Population
from misid.programme.people.stops import Setting
from misid.programme.people.timeline import Course, population_of, setting_of
from misid.programme.retention import distinct_people
from misid.results.possible import Possible, possible
from misid.results.provenance import Provenance, provenance, stamp
from misid.results.saved import read_document
from misid.results.schema import ChangeNote
from misid.scenario import digest
from misid.simulation.agencies import agency_rows
from misid.simulation.closed_form import closed_form
from misid.simulation.described import described
from misid.simulation.either_or_of_people import Counted, either_or_of, era_rates, reach
from misid.simulation.example_person import example
from misid.simulation.people_schema import (
    ChurnNote,
    EraNote,
    EraStamp,
    GapNote,
    History,
    HistoryStamp,
    PeopleNote,
    RepeatRow,
)
from misid.simulation.photographs import months, years
from misid.simulation.rates import kinds_of
from misid.simulation.recurring_errors import RecurringErrors, recurring_errors

Made = Sequence[Provenance]


def history(
    course: Course,
    population: Population | None = None,
    progress: Progress | None = None,
    *,
    made: Made = (),
) -> History:
    """
    Draw everybody, and say what came of it.

    Args:
        course: what is simulated, as `checked` leaves it.
        population: its people, where they are known already.
        progress: told how many people are done, each time some are.
        made: where the scenario of each era comes from; worked out of it where left out.
    """
    population = population or population_of(course)
    made = made or tuple(provenance(era.scenario) for era in course.eras)
    worlds = tuple(possible(era.scenario) for era in course.eras)
    sides = max(1, len(worlds[0].answers))
    part = None if progress is None else partial(_shared, progress, sides)
    setting, tally, recurring = _counted(course, population, part)

    def count(other: Course) -> Counted:
        return _counted(other, population, part)[1:]

    by_month = tuple(months(course, tally))
    return History(
        **described(made[0], closed_form(course)),
        version="misid-history/2",
        years=course.years,
        either_or=either_or_of(course, worlds[0], (tally, recurring), count),
        eras=tuple(_eras(course, (tally, recurring), worlds, made)),
        people=_people(course, population, tally),
        reach=reach(tally),
        repeats=tuple(_repeats(tally)),
        gaps=_gaps(tally.gaps),
        months=by_month,
        photographs=tuple(years(course, by_month)),
        record_years=float(tally.held_seconds.sum()) / YEAR,
        example=example(population, setting, course.outcomes[0].cells),
        agencies=tuple(agency_rows(course, tally, recurring)),
        agencies_are_made_up=course.agencies.synthetic,
        stamp=history_stamp(course, made),
    )


def read_history(path: str | Path) -> History:
    """
    A history that was saved, from which its report can be made.

    Args:
        path: of a `history.json`.
    Raises: FormatError: it is none, or one of another schema.
    """
    return read_document(path, History, lambda _: "misid simulate --people --out")


def history_stamp(course: Course, made: Made) -> HistoryStamp:
    """What the people of a course are made from."""
    return HistoryStamp(
        **stamp(made[0], draws=1, seed=course.seed, engine="people").model_dump(),
        years=course.years,
        eras=tuple(
            EraStamp(
                from_month=era.month,
                changes=tuple(change.name for change in _begun(made, number) if change.name),
                scenario_digest=digest(era.scenario),
            )
            for number, era in enumerate(course.eras)
        ),
        churn=ChurnNote(**asdict(course.churn)),
        agencies_digest=None if course.listed is None else agencies_digest(course.listed),
        luck_digest=course.digest,
    )


def _begun(made: Made, era: int) -> tuple[ChangeNote, ...]:
    """The changes with which an era begins."""
    return made[era].changes[len(made[era - 1].changes) if era else 0 :]


def agencies_digest(agencies: Agencies) -> str:
    """SHA-256 of the names and sizes of agencies, as a stamp has it."""
    rows = zip(agencies.names, agencies.officers, agencies.stops_a_year, strict=True)
    text = "\n".join(f"{name}\x00{officers}\x00{stops!r}" for name, officers, stops in rows)
    return hashlib.sha256(text.encode()).hexdigest()


def _counted(
    course: Course, population: Population, progress: Progress | None
) -> tuple[Setting, PeopleTally, RecurringErrors]:
    setting, eras = setting_of(course, population)
    kinds = Kinds(*kinds_of(course.outcomes[0]))
    tally = count_people(population, setting, eras, kinds=kinds, progress=progress)
    return setting, tally, recurring_errors(course, population, (setting, eras), tally)


def _shared(progress: Progress, sides: int, done: int) -> None:
    """People are drawn once on each side."""
    progress(done // sides)


def _eras(
    course: Course, counted: Counted, worlds: tuple[Possible, ...], made: Made
) -> Iterator[EraNote]:
    for number, era in enumerate(course.eras):
        counts = counted[0].outcomes[number]
        outcomes = replace(course.outcomes[number], table=counts[None].astype(np.float64))
        yield EraNote(
            from_month=era.month,
            changes=_begun(made, number),
            scenario_digest=digest(era.scenario),
            stops=int(counts.sum()),
            searches=int(outcomes.searched().sum()),
            rates=tuple(era_rates(course, worlds[number], counted, era=number)),
        )


def _people(course: Course, population: Population, tally: PeopleTally) -> PeopleNote:
    count = tally.people
    return PeopleNote(
        lived=population.people,
        stopped=int(count[STOPPED]),
        photographed=int(count[PHOTOGRAPHED]),
        photographed_expected=_photographed(course),
        without_record=int(count[UNENROLLED]),
        never_matched=int(count[UNMATCHED]),
        changed_status=int(count[CHANGED]),
        became_records=int(count[ADDED]),
    )


def _photographed(course: Course) -> float:
    """Different people who are photographed and searched for, in the closed form."""
    months = np.bincount(course.era_of_month(), minlength=len(course.eras)) / MONTHS_A_YEAR
    searched = sum(
        years * course.stops_a_year(era) * course.outcomes[era].searched()[0]
        for era, years in enumerate(months)
    )
    living = course.number(0, "stops.people") * course.terms[0].people.stopped
    unevenness = np.array([course.number(0, "stops.unevenness")])
    return float(distinct_people(np.asarray(searched)[None], living, unevenness).sum())


def _repeats(tally: PeopleTally) -> Iterator[RepeatRow]:
    columns = (tally.wrong, tally.same, tally.run, tally.wrong_record)
    for times, row in enumerate(np.stack(columns, axis=1).tolist()):
        if times and any(row):
            wrong, same, run, record = row
            yield RepeatRow(
                times=times, wrong_person=wrong, same_stranger=same, in_a_row=run,
                wrong_record=record,
            )  # fmt: skip


def _gaps(gaps: Integers) -> GapNote:
    total = int(gaps.sum())
    if not total:
        return GapNote(gaps=0, low=None, median=None, high=None)
    upto = np.cumsum(gaps) / total

    def months(share: float) -> float:
        """Even within a month."""
        month = int(np.searchsorted(upto, share))
        below = upto[month - 1] if month else 0.0
        return month + float((share - below) / (upto[month] - below))

    return GapNote(gaps=total, low=months(0.05), median=months(0.5), high=months(0.95))
