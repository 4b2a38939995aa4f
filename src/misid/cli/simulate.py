"""`misid simulate`: stops drawn one by one, and counted."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from misid.cli.options import DEFAULT, Json, ScenarioName, With
from misid.cli.simulated import print_ensemble, print_simulation, stops_bar
from misid.errors import MeaningError

if TYPE_CHECKING:
    from misid.programme.people.timeline import Course
    from misid.scenario import Scenario
    from misid.simulation.counts import Job
    from misid.simulation.schema import Simulation
    from misid.simulation.shards import Counter

Searches = Annotated[
    str, typer.Option(help="Stops to draw, each with its search: 1000000, or 1e9.")
]
SimulationSeed = Annotated[
    int, typer.Option("--seed", help="Which random numbers; the same seed, the same counts.")
]
ShardOption = Annotated[
    str, typer.Option("--shard", help="Only one part of it: 2/4 is the second of four.")
]
OutFolder = Annotated[
    Path | None, typer.Option("--out", help="Folder for the counts, written as it goes.")
]
Resume = Annotated[
    bool, typer.Option("--resume", help="Go on where an earlier run into --out or --write stopped.")
]
Worlds = Annotated[
    int, typer.Option("--draws", help="Possible worlds; without it the middle of every input.")
]
Seeds = Annotated[
    int, typer.Option("--seeds", help="With --draws: simulations of each world, each its own seed.")
]
Cluster = Annotated[
    str, typer.Option("--cluster", help="Address of a Dask scheduler whose workers do it.")
]

PeopleFlag = Annotated[
    bool, typer.Option("--people", help="People over the years, and what happens to them again.")
]
YearsOption = Annotated[
    int | None,
    typer.Option("--years", help="With --people: how long; the scenario's horizon unless said."),
]
AgenciesFile = Annotated[
    Path | None,
    typer.Option(
        "--agencies",
        help="With --people: a CSV file of name, officers, stops_a_year; made up unless said.",
    ),
]
ChangeAt = Annotated[
    list[str] | None,
    typer.Option(
        "--change-at",
        help="With --people: a safeguard from a month on, such as 30:delete-non-matches; "
        "repeatable.",
    ),
]
Assume = Annotated[
    list[str] | None,
    typer.Option(
        "--assume",
        help="Repeatable. INPUT=OPTION: one answer to an open choice, such as "
        "answer.reference_rule=any_candidate. With --people also what no scenario says, as "
        "NAME=NUMBER. Shares: leaving, "
        "naturalising (both of a year), outdated, enrolled, forgotten; corrected-after in years, "
        "deleted-late in days.",
    ),
]
LogFolder = Annotated[
    Path | None,
    typer.Option(
        "--write", help="With --people: folder for a synthetic search log; nothing else is done."
    ),
]
LogCsv = Annotated[bool, typer.Option("--csv", help="With --write: each file also as CSV.")]
WithoutTruth = Annotated[
    bool,
    typer.Option(
        "--without-truth", help="With --write: without the columns that only a simulation knows."
    ),
]


def simulate(
    scenario: ScenarioName = DEFAULT,
    *,
    searches: Searches = "1e8",
    safeguards: With = None,
    seed: SimulationSeed = 1,
    draws: Worlds = 0,
    seeds: Seeds = 10,
    shard: ShardOption = "",
    out: OutFolder = None,
    resume: Resume = False,
    cluster: Cluster = "",
    people: PeopleFlag = False,
    years: YearsOption = None,
    agencies: AgenciesFile = None,
    change_at: ChangeAt = None,
    assume: Assume = None,
    write: LogFolder = None,
    csv: LogCsv = False,
    without_truth: WithoutTruth = False,
    as_json: Json = False,
) -> None:
    """
    Draw stops one by one and count how they end, beside what the closed form says.

    Example: misid simulate task-force-module --searches 1e8
    """
    answers, assumed = _parted(assume or [])
    if people:
        _refuse_counting({"--draws": draws, "--shard": shard, "--cluster": cluster})
        said = (years, seed, agencies, tuple(change_at or ()), assumed)
        course = _course(scenario, safeguards or [], answers, said)
        log = {"--csv": csv, "--without-truth": without_truth, "--resume": resume}
        _people(course, (write, log), out, as_json=as_json)
        return
    _refuse_people({"--write": write, "--csv": csv, "--without-truth": without_truth,
                    "--years": years, "--agencies": agencies, "--change-at": change_at,
                    f"--assume {next(iter(assumed), '')}": assumed})  # fmt: skip
    read, stops = _scenario(scenario, safeguards or [], answers), _whole(searches)
    if draws:
        _refuse({"--shard": shard, "--out": out, "--resume": resume, "--cluster": cluster})
        _ensemble(read, stops, (draws, seeds), seed, as_json=as_json)
        return
    _stops((read, seed, stops, shard), (out, cluster), resume=resume, as_json=as_json)


def _stops(
    what: tuple[Scenario, int, int, str],
    where: tuple[Path | None, str],
    *,
    resume: bool,
    as_json: bool,
) -> None:
    """Simulate stops in one world, and print what they come to."""
    from misid.simulation.counts import Job, checked

    (read, seed, stops, shard), (out, cluster) = what, where
    if resume and out is None:
        raise MeaningError("--resume has nothing to go on from.", use="--out with the folder")
    job = checked(Job(read, seed, stops, *_part(shard)))
    found = _counted(job, out, cluster, resume=resume)
    _print_counted(found, out, as_json=as_json)


def _print_counted(found: Simulation, out: Path | None, *, as_json: bool) -> None:
    if as_json:
        typer.echo(found.model_dump_json(indent=2))
    else:
        print_simulation(found)
    if out is not None:
        typer.echo(f"\ncounts: {out}", err=as_json)


def _course(
    name: str,
    safeguards: list[str],
    answers: tuple[str, ...],
    said: tuple[int | None, int, Path | None, tuple[str, ...], tuple[str, ...]],
) -> Course:
    from misid.cli.people import Given, churn_of, course_of
    from misid.scenario import load_scenario

    read, (years, seed, agencies, dated, assumed) = load_scenario(name), said
    lasting = read.retention.horizon if years is None else years
    given = Given(lasting, seed, agencies, dated, churn_of(assumed), answers)
    return course_of(read, safeguards, given)


def _people(
    course: Course,
    log: tuple[Path | None, dict[str, bool]],
    out: Path | None,
    *,
    as_json: bool,
) -> None:
    """The history of a course; or its log, where a folder for one is named."""
    folder, how = log
    if folder is None:
        for option in (option for option, value in how.items() if value):
            raise MeaningError(f"{option} is about a search log.", use="--write with its folder")
        from misid.cli.people import simulate_people

        simulate_people(course, out, as_json=as_json)
        return
    for option in (option for option, value in {"--out": out, "--json": as_json}.items() if value):
        raise MeaningError(
            f"--write makes a search log, and {option} is not about one.",
            use="two commands; with the same seed they draw the same people",
        )
    from misid.cli.dataset import write

    truth = not how["--without-truth"]
    write(course, folder, csv=how["--csv"], truth=truth, resume=how["--resume"])


def _refuse_people(given: dict[str, object]) -> None:
    for option, value in given.items():
        if value:
            raise MeaningError(
                f"{option} is about people over the years, one by one.", use="--people beside it"
            )


def _refuse_counting(given: dict[str, object]) -> None:
    for option, value in given.items():
        if value:
            raise MeaningError(
                f"{option} says nothing about people over the years.", use="--people without it"
            )


def _parted(assumed: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Answers to choices, which are named as inputs are, with a dot; and everything else."""
    dotted = [text for text in assumed if "." in text.partition("=")[0]]
    return tuple(dotted), tuple(text for text in assumed if text not in dotted)


def _scenario(name: str, safeguards: list[str], answers: tuple[str, ...]) -> Scenario:
    from misid.scenario import change, load_change, load_scenario
    from misid.scenario.settle import answers_of

    read = answers_of(answers, load_scenario(name))
    return change(read, [load_change(one) for one in safeguards]).scenario if safeguards else read


def _counted(job: Job, out: Path | None, cluster: str, *, resume: bool) -> Simulation:
    from misid.simulation.count_sides import with_sides
    from misid.simulation.shards import STEP, count_here, other_counts, run_job

    step = STEP
    counting: AbstractContextManager[Counter] = nullcontext(count_here)
    if cluster:
        from misid.simulation.cluster import CLUSTER_STEP, on_cluster

        counting, step = on_cluster(cluster), CLUSTER_STEP
    if out is not None:
        from misid.files.write import check_folder

        check_folder(out)
    with stops_bar(job.span.stops) as progress, counting as counter:
        found = run_job(job, out, resume=resume, progress=progress, counter=counter, step=step)
    if out is not None or cluster or job.shards > 1:
        return found
    with stops_bar(job.span.stops) as progress:
        return with_sides(found, other_counts(job, found, progress=progress))


def _ensemble(
    scenario: Scenario, stops: int, how: tuple[int, int], seed: int, *, as_json: bool
) -> None:
    from misid.simulation.counts import Job, checked
    from misid.simulation.ensemble import ensemble

    checked(Job(scenario, seed, stops))
    draws, repeats = how
    with stops_bar(stops * draws * repeats) as progress:
        found = ensemble(
            scenario, stops, draws=draws, repeats=repeats, seed=seed, progress=progress
        )
    if as_json:
        typer.echo(found.model_dump_json(indent=2))
    else:
        print_ensemble(found)


def _whole(text: str) -> int:
    """A whole number, also as 1e9 or 250_000."""
    with suppress(ValueError):
        return int(text)
    try:
        number = float(text)
        whole = int(number)
    except (ValueError, OverflowError):
        whole, number = 0, 0.5
    if whole != number:
        raise MeaningError(
            f"searches is {text[:40]!r}, but a whole number is needed.", use="--searches 1e8"
        )
    return whole


def _part(text: str) -> tuple[int, int]:
    """Which part of how many: `2/4`."""
    if not text:
        return 1, 1
    number, slash, of = text.partition("/")
    if not (slash and number.isdecimal() and of.isdecimal() and len(text) < 20):
        raise MeaningError(
            f"shard is {text!r}, but which of how many is needed.", use="--shard 2/4"
        )
    return int(number), int(of)


def _refuse(given: dict[str, object]) -> None:
    for option, value in given.items():
        if value:
            raise MeaningError(
                f"{option} says nothing about an ensemble of worlds.", use="--draws without it"
            )
