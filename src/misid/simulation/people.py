"""From people who were drawn one by one to the history document, the closed form beside them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, replace
from functools import partial
from importlib.metadata import version

import numpy as np
from numpy.typing import NDArray

from misid import evidence
from misid.measures.intervals import QUANTILE, score_interval
from misid.measures.people import design_effect
from misid.programme import Kept, Retention, photographs_a_year, photographs_held
from misid.programme.people.agencies import Agencies
from misid.programme.people.counts import (
    ADDED,
    CHANGED,
    PHOTOGRAPHED,
    STOPPED,
    UNENROLLED,
    UNMATCHED,
    Kinds,
    Progress,
    Tally,
    count_people,
)
from misid.programme.people.person import NEVER
from misid.programme.people.population import DAY, MONTHS_A_YEAR, YEAR, Population
from misid.programme.people.stops import Setting
from misid.programme.people.timeline import Course, population_of, setting_of
from misid.programme.retention import distinct_people
from misid.quantities import Draws
from misid.results import summary
from misid.results.intervals import interval
from misid.results.outputs import PER, Evaluation, evaluate, stocks
from misid.results.possible import Possible, possible
from misid.results.schema import StockRow
from misid.scenario import Worlds, digest
from misid.simulation.example_person import example
from misid.simulation.gathered import Gathered, gathered
from misid.simulation.people_schema import (
    AgencyRow,
    ChurnNote,
    EraNote,
    GapNote,
    History,
    HistoryStamp,
    MonthRow,
    PeopleNote,
    RepeatRow,
)
from misid.simulation.people_sides import Counted, era_rates, sentence, sides_of
from misid.simulation.rates import kinds_of
from misid.simulation.schema import Taken
from misid.worlds.middle import open_options

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_KINDS = ("no_candidate", "candidate", "reference")
_DAYS_A_YEAR = 365.25
_BAND_WORLDS = 1024


def history(
    course: Course, population: Population | None = None, progress: Progress | None = None
) -> History:
    """
    Draw everybody, and say what came of it.

    Args:
        course: what is simulated, as `checked` leaves it.
        population: its people, where they are known already.
        progress: told how many people are done, each time some are.
    """
    population = population or population_of(course)
    beside = tuple(possible(era.scenario) for era in course.eras)
    part = None if progress is None else partial(_shared, progress, max(1, len(beside[0].answers)))
    setting, tally, known = _counted(course, population, part)

    def draw(other: Course) -> Counted:
        return _counted(other, population, part)[1:]

    either_or = sides_of(course, beside[0], (tally, known), draw)
    agencies = tuple(agency_rows(course, tally, known))
    people = _people(course, population, tally)
    first = evaluation_of(course)
    return History(
        version="misid-history/1",
        scenario=summary.note(first),
        sentence=sentence(course, tally, either_or),
        years=course.years,
        either_or=either_or,
        eras=tuple(_eras(course, (tally, known), beside)),
        people=people,
        repeats=tuple(_repeats(tally)),
        gaps=_gaps(tally.gaps),
        months=tuple(_months(course, tally)),
        record_years=float(tally.held_seconds.sum()) / YEAR,
        example=example(population, setting, course.outcomes[0].cells),
        agencies=agencies,
        agencies_are_made_up=course.agencies.synthetic,
        churn=ChurnNote(**asdict(course.churn)),
        middle=tuple(
            Taken(input=name, option=option)
            for name, option in open_options(course.worlds[0]).items()
        ),
        stamp=stamp(course),
    )


def _counted(
    course: Course, population: Population, progress: Progress | None
) -> tuple[Setting, Tally, Gathered]:
    setting, eras = setting_of(course, population)
    kinds = Kinds(*kinds_of(course.outcomes[0]))
    tally = count_people(population, setting, eras, kinds=kinds, progress=progress)
    return setting, tally, gathered(course, population, (setting, eras), tally)


def _shared(progress: Progress, sides: int, done: int) -> None:
    """People are drawn once on each side."""
    progress(done // sides)


def band(course: Course) -> tuple[StockRow, ...]:
    """The closed form's range of the photographs held, year by year, under the first rules."""
    scenario = course.eras[0].scenario
    evaluation = evaluate(Worlds(scenario, Draws(seed=course.seed, size=_BAND_WORLDS)))
    years = range(1, course.years + 1)
    return tuple(
        StockRow(
            year=year,
            photographs=interval(held.total()),
            no_match=interval(held.of_no_match()),
        )
        for year, held in zip(years, stocks(evaluation, tuple(years)), strict=True)
    )


def stamp(course: Course) -> HistoryStamp:
    """What the people of a course are made from."""
    return HistoryStamp(
        program="misid",
        version=version("misid"),
        scenario_digest=digest(course.eras[0].scenario),
        evidence_digest=evidence.evidence_digest(),
        agencies_digest=None if course.listed is None else _digest(course.listed),
        seed=course.seed,
        years=course.years,
        engine="people",
    )


def evaluation_of(course: Course) -> Evaluation:
    """The closed form of the first era."""
    stops = course.stops_a_year(0)[None]
    return Evaluation(course.worlds[0], course.terms[0], course.outcomes[0], stops)


def _digest(agencies: Agencies) -> str:
    rows = zip(agencies.names, agencies.officers, agencies.stops_a_year, strict=True)
    text = "\n".join(f"{name}\x00{officers}\x00{stops!r}" for name, officers, stops in rows)
    return hashlib.sha256(text.encode()).hexdigest()


def _eras(course: Course, drawn: Counted, beside: tuple[Possible, ...]) -> Iterator[EraNote]:
    for number, era in enumerate(course.eras):
        counts = drawn[0].outcomes[number]
        found = replace(course.outcomes[number], table=counts[None].astype(np.float64))
        yield EraNote(
            from_month=era.month,
            what=era.what or era.scenario.title,
            scenario_digest=digest(era.scenario),
            stops=int(counts.sum()),
            searches=int(found.searched().sum()),
            rates=tuple(era_rates(course, beside[number], drawn, era=number)),
        )


def _people(course: Course, population: Population, tally: Tally) -> PeopleNote:
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


def _repeats(tally: Tally) -> Iterator[RepeatRow]:
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


def _months(course: Course, tally: Tally) -> Iterator[MonthRow]:
    held = np.cumsum(tally.taken - tally.deleted, axis=0)
    late = np.cumsum(tally.due - tally.deleted, axis=0).sum(axis=(1, 2))
    expected = _held_in_closed_form(course)
    for month in range(course.months):
        kinds = held[month].sum(axis=0).tolist()
        yield MonthRow(
            month=month + 1,
            taken=int(tally.taken[month].sum()),
            held=int(held[month].sum()),
            held_citizens=int(held[month, 0].sum()),
            held_no_candidate=kinds[0],
            held_candidate=kinds[1],
            held_reference=kinds[2],
            due=int(tally.due[month].sum()),
            deleted=int(tally.deleted[month].sum()),
            overdue=int(late[month]),
            held_expected=expected[month],
        )


def _held_in_closed_form(course: Course) -> list[float]:
    first = evaluation_of(course)

    def kept(who: str) -> Kept:
        return Kept(*(first.worlds.number(f"retention.{who}.{kind}") for kind in _KINDS))

    a_year, citizens = (
        photographs_a_year(first.outcomes, first.stops),
        first.terms.people.citizens,
    )
    ours, theirs = kept("citizens"), kept("others")
    ends = (Retention(ours, theirs, (m + 1) / MONTHS_A_YEAR) for m in range(course.months))
    return [float(photographs_held(a_year, citizens, end).total()[0]) for end in ends]


def agency_rows(course: Course, tally: Tally, known: Gathered) -> Iterator[AgencyRow]:
    """Every agency, with an interval that allows for people who come again."""
    agencies, first = course.agencies, evaluation_of(course)
    wrong = float((first.stops * first.outcomes.among(("stranger",))).sum() / first.stops.sum())
    again = design_effect(known.wrong)
    for name, officers, stops, counts, at in zip(
        agencies.names, agencies.officers, agencies.stops_a_year, tally.agencies,
        tally.first_wrong, strict=True,
    ):  # fmt: skip
        trials, errors = int(counts[1]), int(counts[2])
        bounds = None if not trials else score_interval(errors / trials, trials / again, QUANTILE)
        a_year = float(stops) * wrong
        yield AgencyRow(
            name=name,
            officers=int(officers),
            stops=int(counts[0]),
            searches=trials,
            wrong_person=errors,
            wrong_person_upheld=int(counts[3]),
            rate=PER * errors / trials if trials else None,
            low=None if bounds is None else PER * bounds.low,
            high=None if bounds is None else PER * bounds.high,
            first_after_days=float(at) / DAY if at < NEVER else None,
            expected_after_days=_DAYS_A_YEAR / a_year if a_year > 0.0 else None,
        )
