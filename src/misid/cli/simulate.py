"""`misid simulate`: stops drawn one by one, and counted."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from misid.cli.options import DEFAULT, Json, ScenarioName, With
from misid.cli.progress import bar
from misid.errors import MeaningError
from misid.writers.terminal import print_blocks, wide_console

if TYPE_CHECKING:
    from misid.results.provenance import Provenance
    from misid.simulation.counts import Job
    from misid.simulation.schema import Ensemble, Simulation
    from misid.simulation.shards import Counter

_STOPS, _REPEATS = "1e8", 10
_SHOW_PROGRESS_FROM = 50_000_000
Searches = Annotated[
    str,
    typer.Option(
        help=f"Stops to draw, each with its search: 1000000, or 1e9; {_STOPS} unless said."
    ),
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
    int | None,
    typer.Option(
        "--seeds",
        help=f"With --draws: simulations of each world, each its own seed; {_REPEATS} unless said.",
    ),
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
    searches: Searches = "",
    safeguards: With = None,
    seed: SimulationSeed = 1,
    draws: Worlds = 0,
    seeds: Seeds = None,
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
    of_stops = {"--searches": searches, "--draws": draws, "--seeds": seeds, "--shard": shard,
                "--cluster": cluster}  # fmt: skip
    of_people = {"--years": years, "--agencies": agencies, "--change-at": change_at,
                 f"--assume {next(iter(assumed), '')}": assumed}  # fmt: skip
    of_log = {"--write": write, "--csv": csv, "--without-truth": without_truth}
    if people:
        from misid.cli.people import Asked, simulate_people, write_log

        refuse(of_stops, "says nothing about people over the years", "--people without it")
        dated, changes = tuple(change_at or ()), tuple(safeguards or ())
        asked = Asked(scenario, changes, (answers, assumed), years, seed, agencies, dated)
        if write is None:
            refuse(
                of_log | {"--resume": resume}, "is about a search log", "--write with its folder"
            )
            simulate_people(asked, out, as_json=as_json)
        else:
            refuse({"--out": out, "--json": as_json}, "is about a history, and --write makes a log",
                   "two commands; with the same seed they draw the same people")  # fmt: skip
            write_log(asked, write, csv=csv, truth=not without_truth, resume=resume)
        return
    refuse(of_log | of_people, "is about people over the years, one by one", "--people beside it")
    made, stops = _scenario(scenario, tuple(safeguards or ()), answers), _whole(searches or _STOPS)
    if draws:
        refuse({"--shard": shard, "--out": out, "--resume": resume, "--cluster": cluster},
               "says nothing about an ensemble of worlds", "--draws without it")  # fmt: skip
        _ensemble(made, stops, (draws, _REPEATS if seeds is None else seeds), seed, as_json=as_json)
        return
    refuse({"--seeds": seeds}, "is about an ensemble of worlds", "--draws with their number")
    if resume and out is None:
        raise MeaningError("--resume has nothing to go on from.", use="--out with the folder")
    _stops(made, (stops, seed, shard), (out, cluster), resume=resume, as_json=as_json)


def refuse(given: Mapping[str, object], because: str, use: str) -> None:
    """
    Refuse options that would be ignored.

    Args:
        given: the value of each option; one that was not given is empty.
        because: why it says nothing here.
        use: what to do instead.
    Raises: MeaningError: one was given.
    """
    for option, value in given.items():
        if value not in (None, False, "", 0) and value != ():
            raise MeaningError(f"{option} {because}.", use=use)


def _stops(
    made: Provenance,
    what: tuple[int, int, str],
    where: tuple[Path | None, str],
    *,
    resume: bool,
    as_json: bool,
) -> None:
    """Simulate stops in one world, and print what they come to."""
    from misid.simulation.counts import Job, checked

    (stops, seed, shard), (out, cluster) = what, where
    job = checked(Job(made, seed, stops, *_part(shard)))
    print_simulation(_counted(job, out, cluster, resume=resume), as_json=as_json)
    if out is not None:
        typer.echo(f"\ncounts: {out}", err=as_json)


def _counted(job: Job, out: Path | None, cluster: str, *, resume: bool) -> Simulation:
    from misid.simulation.either_or_of_stops import with_sides
    from misid.simulation.shards import STEP, count_here, other_counts, run_job

    step = STEP
    counting: AbstractContextManager[Counter] = nullcontext(count_here)
    if cluster:
        from misid.simulation.cluster import CLUSTER_STEP, on_cluster

        counting, step = on_cluster(cluster), CLUSTER_STEP
    if out is not None:
        from misid.files.write import check_folder

        check_folder(out)
    stops = job.span.stops
    with bar(stops, "stops", _SHOW_PROGRESS_FROM) as progress, counting as counter:
        simulation = run_job(job, out, resume=resume, progress=progress, counter=counter, step=step)
    if out is not None or cluster or job.shards > 1:
        return simulation
    with bar(stops, "stops", _SHOW_PROGRESS_FROM) as progress:
        return with_sides(simulation, other_counts(job, simulation, progress=progress))


def print_simulation(simulation: Simulation, *, as_json: bool) -> None:
    """The finding, rates of everybody and of each group, and how well the closed form agrees."""
    from misid.document.tables.simulation import simulation_tables
    from misid.words.cautions import cautions
    from misid.words.language import ENGLISH
    from misid.words.simulation import agreement, finding, stamp_line, taken

    if as_json:
        typer.echo(simulation.model_dump_json(indent=2))
        return
    blocks = (
        *simulation_tables(simulation, ENGLISH),
        agreement(simulation.agreement, ENGLISH),
        taken(simulation, ENGLISH),
        *cautions(simulation.cautions, ENGLISH),
        stamp_line(simulation.stamp, ENGLISH),
    )
    print_blocks(wide_console(), finding(simulation, ENGLISH), blocks)


def _ensemble(
    made: Provenance, stops: int, how: tuple[int, int], seed: int, *, as_json: bool
) -> None:
    from misid.simulation.counts import Job, checked
    from misid.simulation.ensemble import ensemble

    checked(Job(made, seed, stops))
    draws, repeats = how
    with bar(stops * draws * repeats, "stops", _SHOW_PROGRESS_FROM) as progress:
        _print_ensemble(
            ensemble(made, stops, draws=draws, repeats=repeats, seed=seed, progress=progress),
            as_json=as_json,
        )


def _print_ensemble(ensemble: Ensemble, *, as_json: bool) -> None:
    """The finding, and both parts of the variance of each output."""
    from misid.document.tables.simulation import variances
    from misid.words.cautions import cautions
    from misid.words.language import ENGLISH
    from misid.words.simulation import ensemble_stamp_line, variance_finding

    if as_json:
        typer.echo(ensemble.model_dump_json(indent=2))
        return
    blocks = (
        variances(ensemble, ENGLISH),
        *cautions(ensemble.cautions, ENGLISH),
        ensemble_stamp_line(ensemble.stamp, ENGLISH),
    )
    print_blocks(wide_console(), variance_finding(ensemble, ENGLISH), blocks)


def _parted(assumed: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Answers to choices, which are named as inputs are, with a dot; and everything else."""
    dotted = [text for text in assumed if "." in text.partition("=")[0]]
    return tuple(dotted), tuple(text for text in assumed if text not in dotted)


def _scenario(name: str, safeguards: tuple[str, ...], answers: tuple[str, ...]) -> Provenance:
    from misid.results.provenance import provenance
    from misid.scenario import load_change, load_scenario
    from misid.scenario.settle import answers_of

    baseline = answers_of(answers, load_scenario(name))
    return provenance(baseline, [load_change(safeguard) for safeguard in safeguards])


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
