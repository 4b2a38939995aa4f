"""The closed form of the beginning of a course: the first era's rules, at the middle of inputs."""

from __future__ import annotations

from misid.programme.people.timeline import Course
from misid.results.outputs import ScenarioInWorlds


def closed_form(course: Course) -> ScenarioInWorlds:
    """The closed form of the first era."""
    stops = course.stops_a_year(0)[None]
    return ScenarioInWorlds(course.worlds[0], course.terms[0], course.outcomes[0], stops)
