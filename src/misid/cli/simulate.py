"""`misid simulate`: stops drawn one by one, and counted."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from misid.cli.numbers import seed, whole
from misid.cli.options import (
    DEFAULT,
    FormatNames,
    Json,
    LanguageCode,
    PaperName,
    ScenarioName,
    Set,
    With,
    changes_of,
    refuse,
    written_in,
)
from misid.cli.people import Log, PeopleAsked, Report, people_over_the_years
from misid.cli.progress import bar
from misid.errors import MeaningError
from misid.files.read import plain
from misid.writers.terminal import print_document, wide_console

if TYPE_CHECKING:
    from misid.document.model import Document
    from misid.results.provenance import Provenance
    from misid.simulation.schema import Ensemble, Simulation
    from misid.simulation.shards import Counter
    from misid.study.changes import OneChange
    from misid.words import Language

_STOPS, _REPEATS = "1e8", 10
read_searches = whole("searches", "--searches 1e8")
_SHOW_PROGRESS_FROM = 50_000_000
Searches = Annotated[
    str,
    typer.Option(
        help=f"Stops to draw, each with its search: 1000000, or 1e9; {_STOPS} unless said."
    ),
]
SimulationSeed = Annotated[
    int,
    typer.Option(
        "--seed",
        parser=seed(),
        help="Which random numbers; the same seed, the same counts.",
    ),
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
    int,
    typer.Option(
        "--draws",
        parser=whole("draws", "--draws 1024"),
        help="Possible worlds; without it the middle of every input.",
    ),
]
Seeds = Annotated[
    int | None,
    typer.Option(
        "--seeds",
        parser=whole("seeds", "--seeds 10"),
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
    typer.Option(
        "--years",
        parser=whole("years", "--years 15"),
        help="With --people: how long; the scenario's horizon unless said.",
    ),
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

ForAudit = Annotated[
    bool,
    typer.Option(
        "--for-audit",
        help="With --write: also numbers of rows, reasons and deletions, which an audit looks at.",
    ),
]
PlantOption = Annotated[
    list[str] | None,
    typer.Option(
        "--plant",
        metavar="RULE=NUMBER",
        help="With --write: put faults in, such as no-reason=20, which `misid audit log` finds; "
        "repeatable.",
    ),
]


def simulate(
    scenario: ScenarioName = DEFAULT,
    *,
    searches: Searches = "",
    safeguards: With = None, stated: Set = None,
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
    write: LogFolder = None, csv: LogCsv = False, without_truth: WithoutTruth = False,
    for_audit: ForAudit = False, plant: PlantOption = None,
    format_: FormatNames = "html", paper: PaperName = "a4",
    language: LanguageCode = "en",
    as_json: Json = False,
) -> None:  # fmt: skip
    """
    Draw stops one by one and count how they end, beside what the closed form says.

    Example: misid simulate task-force-module --searches 1e8
    """
    answers, assumed = _parted(assume or [])
    changes, dated = tuple(changes_of(scenario, safeguards, stated)), tuple(change_at or ())
    counting = Counting(searches, seed, draws, seeds, shard, out, resume, cluster)
    asked = PeopleAsked(scenario, changes, answers, assumed, years, seed, agencies, dated)
    log = Log(write, csv, without_truth, resume, for_audit, tuple(plant or ()))
    report = Report(out, language, format_, paper)
    if people:
        refuse(counting.options, "says nothing about people over the years", "--people without it")
        people_over_the_years(asked, log, report, as_json=as_json)
        return
    _refuse_of_people(asked, log, report)
    spoken = written_in(language, is_written=not as_json)
    _counted(_scenario(scenario, changes, answers), counting, spoken, as_json=as_json)


def _refuse_of_people(asked: PeopleAsked, log: Log, report: Report) -> None:
    of_people = {"--write": log.folder, **asked.options, **log.options, "--resume": False,
                 "--format": report.format != "html", "--paper": report.paper != "a4"}  # fmt: skip
    refuse(of_people, "is about people over the years, one by one", "--people beside it")


class Counting(NamedTuple):
    """What the command line says of stops that are counted."""

    searches: str
    seed: int
    draws: int
    seeds: int | None
    shard: str
    out: Path | None
    resume: bool
    cluster: str

    @property
    def options(self) -> dict[str, object]:
        """Those that are about nothing else."""
        return {"--searches": self.searches, "--draws": self.draws, "--seeds": self.seeds,
                "--shard": self.shard, "--cluster": self.cluster}  # fmt: skip

    @property
    def stops(self) -> int:
        """How many are drawn."""
        return read_searches(self.searches or _STOPS)


def _counted(made: Provenance, asked: Counting, language: Language, *, as_json: bool) -> None:
    """Simulate stops in one world or in many, and print what they come to."""
    if asked.draws:
        of_one_world = {"--shard": asked.shard, "--out": asked.out, "--resume": asked.resume,
                        "--cluster": asked.cluster}  # fmt: skip
        refuse(of_one_world, "says nothing about an ensemble of worlds", "--draws without it")
        from misid.document.simulation import document_of_ensemble

        ensemble = _ensemble(made, asked)
        document = document_of_ensemble(ensemble, language)
        _print(document, ensemble.model_dump_json(indent=2) if as_json else "")
        return
    refuse({"--seeds": asked.seeds}, "is about an ensemble of worlds", "--draws with their number")
    if asked.resume and asked.out is None:
        raise MeaningError("--resume has nothing to go on from.", use="--out with the folder")
    print_simulation(_simulation(made, asked), language, as_json=as_json)
    if asked.out is not None:
        typer.echo(f"\ncounts: {asked.out}", err=as_json)


def _ensemble(made: Provenance, asked: Counting) -> Ensemble:
    from misid.simulation.counts import Job, checked
    from misid.simulation.ensemble import ensemble

    checked(Job(made, asked.seed, asked.stops))
    repeats = _REPEATS if asked.seeds is None else asked.seeds
    with bar(asked.stops * asked.draws * repeats, "stops", _SHOW_PROGRESS_FROM) as progress:
        return ensemble(
            made,
            asked.stops,
            draws=asked.draws,
            repeats=repeats,
            seed=asked.seed,
            progress=progress,
        )


def _simulation(made: Provenance, asked: Counting) -> Simulation:
    from misid.simulation.counts import Job, checked
    from misid.simulation.either_or_of_stops import with_sides
    from misid.simulation.shards import STEP, count_here, other_counts, run_job

    job, out = checked(Job(made, asked.seed, asked.stops, *_part(asked.shard))), asked.out
    counting, step = _counter(asked.cluster, (count_here, STEP))
    if out is not None:
        from misid.files.write import check_folder

        check_folder(out)
    stops = job.span.stops
    with bar(stops, "stops", _SHOW_PROGRESS_FROM) as progress, counting as counter:
        simulation = run_job(
            job, out, resume=asked.resume, progress=progress, counter=counter, step=step
        )
    if out is not None or asked.cluster or job.shards > 1:
        return simulation
    with bar(stops, "stops", _SHOW_PROGRESS_FROM) as progress:
        return with_sides(simulation, other_counts(job, simulation, progress=progress))


def _counter(
    cluster: str, here: tuple[Counter, int]
) -> tuple[AbstractContextManager[Counter], int]:
    """What counts stops, and after how many it is written down how far it is."""
    if not cluster:
        return nullcontext(here[0]), here[1]
    from misid.simulation.cluster import CLUSTER_STEP, on_cluster

    if not cluster.startswith("tls://"):
        typer.echo(
            f"warning: nothing is encrypted on the way to {plain(cluster)}, and nobody proves who "
            "he is: whoever is on that network can read the scenario and change counts",
            err=True,
        )
    return on_cluster(cluster, _waiting), CLUSTER_STEP


def _waiting(for_what: str) -> None:
    typer.echo(f"waiting: the cluster has no {for_what}", err=True)


def print_simulation(simulation: Simulation, language: Language, *, as_json: bool) -> None:
    """The finding, rates of everybody and of each group, and how well the closed form agrees."""
    from misid.document.simulation import document_of_simulation

    document = document_of_simulation(simulation, language)
    _print(document, simulation.model_dump_json(indent=2) if as_json else "")


def _print(document: Document, json: str) -> None:
    if json:
        typer.echo(json)
    else:
        print_document(wide_console(), document)


def _parted(assumed: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Answers to choices, which are named as inputs are, with a dot; and everything else."""
    dotted = [text for text in assumed if "." in text.partition("=")[0]]
    return tuple(dotted), tuple(text for text in assumed if text not in dotted)


def _scenario(name: str, changes: Sequence[OneChange], answers: tuple[str, ...]) -> Provenance:
    from misid.results.provenance import provenance
    from misid.scenario import load_scenario
    from misid.scenario.settle import answers_of
    from misid.study.changes import loaded

    baseline = answers_of(answers, load_scenario(name))
    return provenance(baseline, loaded(changes))


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
