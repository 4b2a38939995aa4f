"""Agencies one by one: what was counted in each, and how far that may be chance."""

from __future__ import annotations

from collections.abc import Iterator

from misid.measures.intervals import QUANTILE, score_interval
from misid.measures.people import design_effect
from misid.programme.people.counts import PeopleTally
from misid.programme.people.person import NEVER
from misid.programme.people.population import DAY
from misid.programme.people.timeline import Course
from misid.results.outputs import PER
from misid.simulation.closed_form import closed_form
from misid.simulation.people_schema import AgencyRow
from misid.simulation.recurring_errors import RecurringErrors

_DAYS_A_YEAR = 365.25


def agency_rows(
    course: Course, tally: PeopleTally, recurring: RecurringErrors
) -> Iterator[AgencyRow]:
    """Every agency, with an interval that allows for people who come again."""
    agencies, first = course.agencies, closed_form(course)
    wrong = float((first.stops * first.outcomes.among(("stranger",))).sum() / first.stops.sum())
    again = design_effect(recurring.wrong)
    for name, officers, stops, counts, first_wrong in zip(
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
            first_after_days=float(first_wrong) / DAY if first_wrong < NEVER else None,
            expected_after_days=_DAYS_A_YEAR / a_year if a_year > 0.0 else None,
        )
