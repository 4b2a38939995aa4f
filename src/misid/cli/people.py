"""`misid simulate --people`: people over the years, and what happens to the same ones again."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.text import Text

from misid.cli.simulated import HEADS, print_sides, rate_cells, stops_bar
from misid.errors import MeaningError
from misid.writers.terminal import print_rows, wide_console

if TYPE_CHECKING:
    from misid.programme.people.timeline import Churn, Course, Era
    from misid.scenario import Change, Scenario
    from misid.simulation.people_schema import AgencyRow, History

_SHOW_PROGRESS_FROM = 20_000_000
_AGENCIES_SHOWN = 10
_REPEATS_SHOWN = 6
SAME_RECORD = (
    "On one and the same record of somebody else, a look-alike or kin: the most references of a "
    "person that rest on one. Once: each of theirs rests on another's."
)


@dataclass(frozen=True)
class Given:
    """What the command line says of people and time."""

    years: int
    seed: int
    agencies: Path | None
    changes: tuple[str, ...]
    churn: Churn
    answers: tuple[str, ...] = ()


def course_of(baseline: Scenario, safeguards: list[str], given: Given) -> Course:
    """
    The course that the command line asks for.

    Raises: MisidError: what does not fit together, or a file that cannot be read.
    """
    from misid.programme.people.agencies import read_agencies
    from misid.programme.people.timeline import Course, checked
    from misid.scenario import digest
    from misid.scenario.settle import answers_of

    listed = None if given.agencies is None else read_agencies(given.agencies)
    eras = _eras(answers_of(given.answers, baseline), safeguards, given.changes)
    # Whoever is put under another rule keeps their luck: the key is that of the scenario as named.
    return checked(Course(eras, given.years, given.seed, digest(baseline), given.churn, listed))


def _eras(baseline: Scenario, safeguards: list[str], dated: tuple[str, ...]) -> tuple[Era, ...]:
    """The scenario with its safeguards, then one era for each month in which changes begin."""
    from misid.programme.people.timeline import Era
    from misid.scenario import change, load_change

    changes: list[Change] = [load_change(one) for one in safeguards]
    first = change(baseline, changes).scenario if changes else baseline
    titles = "; ".join(one.title for one in changes)
    eras = [Era(0, first, f"{first.title}; with: {titles}" if titles else "")]
    for month, names in sorted(_by_month(dated).items()):
        new = [load_change(one) for one in names]
        changes += new
        what = "; ".join(one.title for one in new)
        eras.append(Era(month, change(baseline, changes).scenario, what))
    return tuple(eras)


def _by_month(dated: tuple[str, ...]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for text in dated:
        month, colon, name = text.partition(":")
        if not (colon and name and month.isdecimal() and len(month) < 6):
            raise MeaningError(
                f"change at {text!r} does not say from which month what is changed.",
                use="--change-at 30:delete-non-matches",
            )
        found.setdefault(int(month), []).append(name)
    return found


def churn_of(assumed: tuple[str, ...]) -> Churn:
    """
    What is assumed beside the scenario, from NAME=NUMBER.

    Raises: MeaningError: no such name, no number, a name twice.
    """
    from misid.programme.people.timeline import Churn

    names = [field.name for field in fields(Churn)]
    found: dict[str, float] = {}
    for text in assumed:
        said, equals, number = text.partition("=")
        name = said.replace("-", "_")
        known = equals and name in names and name not in found
        value = _number(number) if known else None
        if value is None:
            raise MeaningError(
                f"assumption {text!r} is not one of these with a number, each once.",
                use=", ".join(f"{one.replace('_', '-')}=0.1" for one in names),
            )
        found[name] = value
    return Churn(**found)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def simulate_people(course: Course, out: Path | None, *, as_json: bool) -> None:
    """Simulate, print, and write what is asked for."""
    from misid.programme.people.timeline import population_of
    from misid.simulation.people import history

    if out is not None:
        from misid.files.write import check_folder

        check_folder(out)
    population = population_of(course)
    with stops_bar(population.people, "people", _SHOW_PROGRESS_FROM) as progress:
        found = history(course, population, progress)
    if as_json:
        typer.echo(found.model_dump_json(indent=2))
    else:
        _print(wide_console(), found)
    if out is not None:
        from misid.cli.options import busy
        from misid.simulation.people import band
        from misid.writers.history import write_history

        with busy("drawing the report"):
            files = write_history(found, band(course), out)
        typer.echo(f"\nwritten: {', '.join(one.name for one in files)} in {out}", err=as_json)


def _print(console: Console, found: History) -> None:
    console.print(Text(f"\n{found.sentence}\n", style="bold"))
    print_sides(console, found.either_or)
    _print_repeats(console, found)
    _print_people(console, found)
    _print_photographs(console, found)
    _print_eras(console, found)
    _print_agencies(console, found)
    _print_notes(console, found)


def _print_repeats(console: Console, found: History) -> None:
    console.print(Text("How often the same person", style="bold"))
    heads = ("times", "wrong person", "on one and the same record", "in a row", "wrong record")
    rows = [
        (f"{row.times:,}", *(f"{n:,}" for n in (row.wrong_person, row.same_stranger, row.in_a_row,
                                                row.wrong_record)))
        for row in found.repeats[:_REPEATS_SHOWN]
    ]  # fmt: skip
    print_rows(console, heads, rows, heads)
    console.print(Text(SAME_RECORD))
    left = found.repeats[_REPEATS_SHOWN:]
    if left:
        many = sum(row.wrong_person for row in left)
        console.print(Text(f"and {many:,} people referred on a wrong person's record more often"))
    gaps = found.gaps
    if gaps.median is not None and gaps.low is not None and gaps.high is not None:
        console.print(
            Text(
                f"From one wrong reference to the next: half within {gaps.median:.1f} months, nine "
                f"of ten between {gaps.low:.1f} and {gaps.high:.1f}."
            )
        )


def _print_people(console: Console, found: History) -> None:
    people = found.people
    console.print(
        Text(
            f"\n{people.lived:,} people lived there; {people.stopped:,} were stopped, "
            f"{people.photographed:,} photographed and searched for (the closed form says "
            f"{people.photographed_expected:,.0f}). Of these {people.without_record:,} had no "
            f"record and {people.never_matched:,} never matched anything."
        )
    )
    for count, what in (
        (people.changed_status, "became citizens"),
        (people.became_records, "became records themselves"),
    ):
        if count:
            console.print(Text(f"{count:,} of those photographed {what}."))


def _print_photographs(console: Console, found: History) -> None:
    console.print(Text("\nPhotographs at the end of each year", style="bold"))
    heads = ("year", "taken", "held", "closed form", "of citizens", "matched nothing", "due",
             "deleted", "overdue")  # fmt: skip
    rows = []
    for year in range(1, found.years + 1):
        months = found.months[12 * (year - 1) : 12 * year]
        last = months[-1]
        taken, due, gone = (
            sum(getattr(m, name) for m in months) for name in ("taken", "due", "deleted")
        )
        numbers = (taken, last.held, round(last.held_expected), last.held_citizens,
                   last.held_no_candidate, due, gone, last.overdue)  # fmt: skip
        rows.append((str(year), *(f"{number:,}" for number in numbers)))
    print_rows(console, heads, rows, heads)
    console.print(Text(f"{found.record_years:,.0f} photograph-years in all."))


def _print_eras(console: Console, found: History) -> None:
    for era in found.eras:
        when = "From the beginning" if not era.from_month else f"From month {era.from_month}"
        console.print(Text(f"\n{when}: {era.what}", style="bold"))
        rows = [(rate.title, *rate_cells(rate)) for rate in era.rates if not rate.group]
        print_rows(console, HEADS, rows, HEADS[1:-2])


def _print_agencies(console: Console, found: History) -> None:
    named = "made up" if found.agencies_are_made_up else "of the file"
    console.print(Text(f"\nAgencies ({named}), from the smallest to the largest", style="bold"))
    heads = ("agency", "officers", "searches", "wrong person", "per 100,000", "95 % from", "to",
             "first after", "expected after")  # fmt: skip
    print_rows(console, heads, [_agency(row) for row in _chosen(found)], heads[1:])


def _chosen(found: History) -> list[AgencyRow]:
    """A few agencies of every size: places spread evenly from the smallest to the largest."""
    every = sorted(found.agencies, key=lambda row: (row.searches, row.name))
    if len(every) <= _AGENCIES_SHOWN:
        return every
    last = len(every) - 1
    places = (round(last * at / (_AGENCIES_SHOWN - 1)) for at in range(_AGENCIES_SHOWN))
    return [every[place] for place in places]


def _agency(row: AgencyRow) -> tuple[str, ...]:
    return (
        row.name,
        f"{row.officers:,}",
        f"{row.searches:,}",
        f"{row.wrong_person:,}",
        *("-" if n is None else f"{n:,.3g}" for n in (row.rate, row.low, row.high)),
        *(_days(n) for n in (row.first_after_days, row.expected_after_days)),
    )


def _days(days: float | None) -> str:
    if days is None:
        return "not seen"
    return f"{days:,.0f} days" if days < 730.5 else f"{days / 365.25:,.0f} years"


def _print_notes(console: Console, found: History) -> None:
    taken = ", ".join(f"{one.input} {one.option}" for one in found.middle)
    console.print()
    if taken:
        console.print(Text(f"Ranges stand at their middle; of open options: {taken}."))
    for caution in found.scenario.cautions:
        console.print(Text(caution))
    stamp = found.stamp
    console.print(
        Text(
            f"{stamp.program} {stamp.version}, scenario {found.scenario.name} "
            f"{stamp.scenario_digest[:12]}, evidence {stamp.evidence_digest[:12]}, "
            f"{stamp.years} years of {found.people.lived:,} people, seed {stamp.seed}"
        )
    )
