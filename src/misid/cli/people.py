"""`misid simulate --people`: people over the years, and what happens to the same ones again."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import typer

from misid.cli.options import refuse, written_as, written_in
from misid.cli.progress import bar
from misid.errors import MeaningError
from misid.files.read import cut, plain
from misid.files.written_numbers import NumberPlace, read_number, times_in
from misid.writers.terminal import print_document, wide_console

if TYPE_CHECKING:
    from misid.programme.people.timeline import Churn, Course
    from misid.results.provenance import Provenance
    from misid.scenario import Change
    from misid.searchlog.plan import Plan
    from misid.study.changes import OneChange
    from misid.words import Language
    from misid.writers.formats import Formats

_TIMES = {"corrected_after": "years", "deleted_late": "days"}
_SHOW_PEOPLE_FROM, _SHOW_ENCOUNTERS_FROM = 20_000_000, 2_000_000


class PeopleAsked(NamedTuple):
    """What the command line says of people and time."""

    scenario: str
    changes: tuple[OneChange, ...]
    answers: tuple[str, ...]
    assumed: tuple[str, ...]
    years: int | None
    seed: int
    agencies: Path | None
    dated: tuple[str, ...]

    @property
    def options(self) -> dict[str, object]:
        """Those that are about people alone."""
        return {"--years": self.years, "--agencies": self.agencies, "--change-at": self.dated,
                f"--assume {next(iter(self.assumed), '')}": self.assumed}  # fmt: skip


class Log(NamedTuple):
    """What the command line says of a search log; without a folder none is written."""

    folder: Path | None
    csv: bool
    without_truth: bool
    resume: bool
    audited: bool = False
    plant: tuple[str, ...] = ()

    @property
    def options(self) -> dict[str, object]:
        """Those that say nothing where none is written."""
        return {"--csv": self.csv, "--without-truth": self.without_truth, "--resume": self.resume,
                "--for-audit": self.audited, "--plant": self.plant}  # fmt: skip


class Report(NamedTuple):
    """What the command line says of the report: its folder, language, formats and paper."""

    out: Path | None
    language: str
    format: str
    paper: str


def people_over_the_years(asked: PeopleAsked, log: Log, report: Report, *, as_json: bool) -> None:
    """
    Simulate people, and print their history or write their search log.

    Args:
        asked: people and time.
        log: the search log.
        report: on a history.
        as_json: print the history as JSON.
    """
    out = report.out
    spoken = written_in(report.language, is_written=out is not None or not as_json)
    formats = written_as(report.format, report.paper, out)
    if log.folder is None:
        refuse(log.options, "is about a search log", "--write with its folder")
        _history(asked, out, (spoken, formats), as_json=as_json)
        return
    refuse({"--out": out, "--json": as_json}, "is not about a search log, which --write makes",
           "two commands; with the same seed they draw the same people")  # fmt: skip
    from misid.searchlog.columns import LogForm
    from misid.searchlog.plan import Plan

    course, made = course_of(asked)
    faults = faults_of(log.plant)
    form = LogForm(
        csv=log.csv,
        truth=not log.without_truth,
        audited=log.audited or bool(faults),
        planted=tuple(faults.items()),
    )
    plan = Plan(course, form, made=made)
    write_log(plan, log.folder, spoken, resume=log.resume)


def write_log(plan: Plan, folder: Path, language: Language, *, resume: bool) -> None:
    """
    Write a synthetic search log into a folder, and say what is written.

    Args:
        plan: what is written.
        folder: for its files.
        language: of the page that says what they hold.
        resume: go on where an earlier run stopped.
    Raises: OutputError: it cannot be written there. MeaningError: another log stands there.
    """
    from misid.document.searchlog import document_of_log
    from misid.searchlog.plan import shown_size
    from misid.searchlog.write import DOCUMENT, write_dataset
    from misid.writers.folder import LOG_PAGES, write_log_page
    from misid.writers.kinds import refuse_strangers

    if not resume:
        refuse_strangers(LOG_PAGES, folder, DOCUMENT)
    typer.echo(f"about {plan.rows:,.0f} encounters, {shown_size(plan.bytes)}", err=True)
    try:
        with bar(plan.rows, "encounters", _SHOW_ENCOUNTERS_FROM) as progress:
            dataset = write_dataset(plan, folder, resume=resume, progress=progress)
    except KeyboardInterrupt:
        typer.echo("the log is not finished; the same command with --resume goes on", err=True)
        raise
    page = write_log_page(dataset, folder, language)
    print_document(wide_console(), document_of_log(dataset, language, columns_too=False))
    size = shown_size(sum(note.bytes for note in dataset.files))
    typer.echo(f"\nlog: {folder}, {size}; what its columns mean: {page.name}")


def faults_of(given: tuple[str, ...]) -> dict[str, int]:
    """
    How many faults are to be planted, from RULE=NUMBER.

    Raises: MeaningError: no such rule, no number, a rule twice.
    """
    from misid.searchlog.plant import PLANTS

    faults: dict[str, int] = {}
    for text in given:
        name, _, number = text.partition("=")
        if name not in PLANTS or name in faults or not (number.isdecimal() and len(number) < 8):
            raise MeaningError(
                f"--plant is {cut(plain(text))!r}, which is no rule with a number, or one twice.",
                use=", ".join(f"{name}=3" for name in PLANTS),
            )
        faults[name] = int(number)
    return faults


def _history(
    asked: PeopleAsked, out: Path | None, written: tuple[Language, Formats], *, as_json: bool
) -> None:
    from misid.document.people import screen_of_history
    from misid.programme.people.timeline import population_of
    from misid.simulation.people import history

    course, made = course_of(asked)
    language, formats = written
    if out is not None:
        from misid.files.write import check_folder

        check_folder(out)
    population = population_of(course)
    with bar(population.people, "people", _SHOW_PEOPLE_FROM) as progress:
        simulated = history(course, population, progress, made=made)
    if as_json:
        typer.echo(simulated.model_dump_json(indent=2))
    else:
        print_document(wide_console(), screen_of_history(simulated, language))
    if out is not None:
        from misid.cli.shown import write_out
        from misid.writers.folder import write_history

        write_out(write_history, simulated, out, (language, formats), quiet=as_json)


def course_of(asked: PeopleAsked) -> tuple[Course, tuple[Provenance, ...]]:
    """
    The course that the command line asks for, and where the scenario of each era comes from.

    Raises: MisidError: what does not fit together, or a file that cannot be read.
    """
    from misid.programme.people.agencies import read_agencies
    from misid.programme.people.timeline import Course, checked
    from misid.scenario import digest, load_scenario
    from misid.scenario.settle import answers_of
    from misid.simulation.eras import eras_of
    from misid.study.changes import loaded

    baseline = load_scenario(asked.scenario)
    years = baseline.retention.horizon if asked.years is None else asked.years
    listed = None if asked.agencies is None else read_agencies(asked.agencies)
    changes, dated = loaded(asked.changes), _by_month(asked.dated)
    eras, made = eras_of(answers_of(asked.answers, baseline), changes, dated)
    # Whoever is put under another rule keeps their luck: the key is that of the scenario as named.
    luck = digest(baseline)
    return checked(Course(eras, years, asked.seed, luck, churn_of(asked.assumed), listed)), made


def _by_month(dated: tuple[str, ...]) -> dict[int, list[Change]]:
    from misid.scenario import load_change

    changes: dict[int, list[Change]] = {}
    for text in dated:
        month, colon, name = text.partition(":")
        if not (colon and name and month.isdecimal() and len(month) < 6):
            raise MeaningError(
                f"change at {text!r} does not say from which month what is changed.",
                use="--change-at 30:delete-non-matches",
            )
        changes.setdefault(int(month), []).append(load_change(name))
    return changes


def churn_of(assumed: tuple[str, ...]) -> Churn:
    """
    What is assumed beside the scenario, from NAME=NUMBER.

    Raises: MeaningError: no such name, no number, a name twice.
    """
    from misid.programme.people.timeline import Churn

    names = [field.name for field in fields(Churn)]
    numbers: dict[str, float] = {}
    for text in assumed:
        written, equals, number = text.partition("=")
        name = written.replace("-", "_")
        if not equals or name not in names or name in numbers:
            raise MeaningError(
                f"assumption {text!r} is not one of these with a number, each once.",
                use=", ".join(f"{name.replace('_', '-')}=0.1" for name in names),
            )
        numbers[name] = read_number(number, _assumed(name))
    return Churn(**numbers)


def _assumed(name: str) -> NumberPlace:
    """Where an assumption stands: a share, or a time in a unit of its own."""
    option = name.replace("_", "-")
    unit = _TIMES.get(name)
    if unit is None:
        return NumberPlace(
            option, "a share from 0 to 1", f"--assume {option}=0.05", 0, 1, part_of=1
        )
    return NumberPlace(
        option, f"a number of {unit}", f"--assume {option}=1", least=0, units=times_in(unit)
    )
