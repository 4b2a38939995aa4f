"""How often the 95 % intervals of `misid simulate --people` hold the closed form, over many seeds.

People come again with their look-alikes, their record and its flag, so stops are no trials of
their own. Each row simulates a scenario many times, each time other people, and counts in how many
of them the interval of a rate holds the closed form's; beside it what Wilson's interval would hold
that takes searches as independent. Further people, who show how errors gather where people are
few, are drawn once for 20 seeds, where `misid` draws them each time. Writes
bench/people_coverage.md. Not a test.

With an argument: how many seeds of each row (default 500).
"""

import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from misid.machine.philox import key
from misid.measures.error_rates import Rate
from misid.measures.intervals import wilson
from misid.programme.people.counts import Kinds, PeopleTally, count_people
from misid.programme.people.timeline import Course, Era, checked, population_of, setting_of
from misid.results.possible import possible
from misid.scenario import Scenario, load_scenario
from misid.scenario.serialise import as_data
from misid.simulation.agencies import agency_rows
from misid.simulation.either_or_of_people import era_rates
from misid.simulation.rates import RATES, kinds_of
from misid.simulation.recurring_errors import RecurringErrors, of_tally, recurring_errors
from misid.simulation.schema import SimulatedRate

SMALL = {"agency_unevenness": 0.5, "agencies": 12, "officers": 120}
ROWS: dict[str, tuple[int, dict[str, Any]]] = {
    "any candidate, 4 stops a person": (
        5,
        {
            "stops": {"people": 2e4, "a_year": 1.6e4},
            "answer": {"reference_rule": "any_candidate"},
        },
    ),
    "any candidate, uneven look-alikes (8), 10 stops a person": (
        5,
        {
            "stops": {"people": 1e4, "a_year": 2e4},
            "answer": {"reference_rule": "any_candidate"},
            "matcher": {"look_alike_variance": 8, "look_alike_persistence": 0.9},
        },
    ),
    "flagged records, wrong flags that last, 10 stops a person": (
        5,
        {"stops": {"people": 1e4, "a_year": 2e4}, "answer": {"reference_rule": "flagged_record"}},
    ),
    "as shipped, 0.4 stops a person": (15, {"stops": {"people": 3e5, "a_year": 8e3}}),
}
NAMES = {
    "wrong_person_references": "wrong person",
    "wrong_person_references_upheld": "the same, upheld",
    "wrong_person_references_kin": "kin's record",
    "share_of_references_wrong_person": "share of references",
    "wrong_record_references": "wrong record",
    "misses_among_sought": "misses",
}
TOGETHER = 20
"""Seeds for which further people are drawn once, since they take most of the time."""
FEWEST = 5.0
"""Rates of which fewer events are expected are left out of the rows of groups and agencies."""


def scenario_of(blocks: dict[str, Any]) -> Scenario:
    """The default scenario with some inputs moved."""
    data = as_data(load_scenario("task-force-module"))
    for block, content in blocks.items():
        data[block] |= content
    data["stops"] |= SMALL
    return Scenario.model_validate(data)


def tallies(
    blocks: dict[str, Any], years: int, seeds: int
) -> Iterator[tuple[Course, PeopleTally, RecurringErrors]]:
    """The same scenario with other people each time."""
    first = checked(Course((Era(0, scenario_of(blocks)),), years, 0, "coverage"))
    kinds = Kinds(*kinds_of(first.outcomes[0]))
    law, eras = setting_of(first, population_of(first))
    for seed in range(seeds):
        course = replace(first, seed=seed)
        known = {name: getattr(first, name) for name in ("worlds", "terms", "outcomes")}
        course.__dict__.update(known)
        population, run = population_of(course), key(seed, course.digest, "people")
        setting = law._replace(busy=population.busy, k0=run.k0, k1=run.k1)
        tally = count_people(population, setting, eras, kinds=kinds)
        own = of_tally(tally)
        if seed % TOGETHER == 0:
            known = recurring_errors(course, population, (setting, eras), tally)
            further = RecurringErrors(
                *(whole - part for whole, part in zip(known, own, strict=True))
            )
        both = zip(own, further, strict=True)
        yield course, tally, RecurringErrors(*(part + more for part, more in both))


def held(one: SimulatedRate) -> tuple[bool, bool]:
    """Whether the interval holds the closed form, and whether Wilson's would."""
    plain, scale = wilson(Rate(one.count, one.trials)), RATES[one.name]
    if one.expected is None or one.low is None or one.high is None or plain is None:
        return False, False
    inside = one.low <= one.expected <= one.high
    return inside, scale * plain.low <= one.expected <= scale * plain.high


def covered(blocks: dict[str, Any], years: int, seeds: int) -> dict[tuple[str, str], list[Any]]:
    """By whom and what: events, and whether both intervals hold, one entry a seed and rate."""
    found: dict[tuple[str, str], list[Any]] = defaultdict(list)
    worlds = possible(scenario_of(blocks))
    for course, tally, known in tallies(blocks, years, seeds):
        rates = tuple(era_rates(course, worlds, (tally, known)))
        for one in rates:
            enough = one.expected and one.expected / RATES[one.name] * one.trials >= FEWEST
            if not one.group or enough:
                who = "groups" if one.group else "everybody"
                found[who, NAMES[one.name]].append((one.count, *held(one)))
        wrong = rates[0].expected or 0.0
        for row in agency_rows(course, tally, known):
            if wrong / 1e5 * row.searches >= FEWEST and row.low is not None:
                plain = wilson(Rate(row.wrong_person, row.searches))
                both = (row.low <= wrong <= row.high, plain.low <= wrong / 1e5 <= plain.high)
                found["agencies", "wrong person"].append((row.wrong_person, *both))
    return found


def lines(seeds: int) -> Iterator[str]:
    """The table, row by row."""
    yield "| scenario | whose | rate | events | intervals | held | independent searches |"
    yield "|---|---|---|---|---|---|---|"
    for name, (years, blocks) in ROWS.items():
        for (who, what), seen in sorted(covered(blocks, years, seeds).items()):
            events, ours, plain = (sum(part) / len(seen) for part in zip(*seen, strict=True))
            line = f"| {name} | {who} | {what} | {events:,.0f} | {len(seen):,} "
            line += f"| {ours:.3f} | {plain:.3f} |"
            print(line, flush=True)
            yield line


def main() -> None:
    """Measure, and write what was found."""
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    table = list(lines(seeds))
    text = [
        "# Intervals of rates of people over the years: how often they hold",
        "",
        f"{seeds:,} seeds of each scenario. `events`: of one interval, on average. `held`: share "
        "of the intervals that hold the closed form; `independent searches`: share of Wilson's "
        f"intervals that would. Groups and agencies with {FEWEST:.0f} events or more expected.",
        "",
        *table,
        "",
    ]
    Path(__file__).with_suffix(".md").write_text("\n".join(text), encoding="utf-8")


if __name__ == "__main__":
    main()
