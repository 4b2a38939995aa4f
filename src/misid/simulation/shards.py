"""A simulation in parts: what each part leaves in a folder, and how parts become one again.

A part that is finished has a file of its own name; one that is not has another, from which it can
be resumed. Counts are whole numbers, so that the order of adding does not matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np
from pydantic import Field

from misid.arrays import Integers
from misid.errors import FormatError, MeaningError
from misid.files.read import shown_name
from misid.files.write import text_writer, write_files
from misid.programme import TRUTHS, terms
from misid.programme.counting.kernel_tables import World, world_of
from misid.programme.counting.simulate import Progress, Span, simulate, stops_key
from misid.programme.outcomes import Outcomes, cells
from misid.results.provenance import Provenance
from misid.results.saved import read_document
from misid.results.schema import ChangeNote, Described, ResultsPart
from misid.scenario import digest
from misid.simulation.counts import Job, checked, document, other_sides
from misid.simulation.schema import Simulation, SimulationStamp
from misid.worlds.middle import middle

Counter = Callable[[World, Job, Span, Progress | None], Integers]

STEP = 2**30
"""Stops after which a simulation writes down how far it is."""

DOCUMENT = "simulation.json"
_UNFINISHED = "-unfinished.json"


class Shard(ResultsPart):
    """The file of one shard; while `done` is fewer than its stops, it can only be resumed."""

    version: Literal["misid-shard/2"] = Field(description="This schema.")
    stamp: SimulationStamp
    done: int = Field(ge=0, description="Stops of this shard that are counted.")
    counts: tuple[int, ...] = Field(description="By group, truth and cell, the last one fastest.")
    canonical: Described = Field(description="The scenario whole, changes included.")
    changes: tuple[ChangeNote, ...] = Field(description="As in the document of the simulation.")


def count_here(world: World, job: Job, span: Span, progress: Progress | None) -> Integers:
    """Simulate stops of a job on this machine."""
    run = stops_key(job.seed, digest(job.scenario))
    return simulate(world, run, span, progress=progress)


def run_job(
    job: Job,
    folder: Path | None = None,
    *,
    resume: bool = False,
    progress: Progress | None = None,
    counter: Counter = count_here,
    step: int = STEP,
) -> Simulation:
    """
    Simulate a job, and write it down as it goes where a folder is given.

    Args:
        job: a simulation or a shard of one.
        folder: for the shard's file; beside it the document.
        resume: go on where an earlier run of the same job stopped.
        progress: told how many stops are done, each time some are.
        counter: simulates some stops of the job.
        step: stops after which it is written down how far it is.
    Returns: the document of the job's own stops.
    Raises: OutputError: the folder cannot be written. MeaningError: another job stands there.
    """
    world = world_of(terms(middle(job.scenario)))
    counts, done = _begun(job, folder) if resume and folder else (no_counts(job), 0)
    if progress is not None and done:
        progress(done)
    whole = job.span
    for part in Span(whole.first + done, whole.stops - done).parts(step):
        if folder is not None:
            _write(job, counts, done, folder)
        counts = counts + counter(world, job, part, progress)
        done += part.stops
    simulation = document(job, counts)
    if folder is not None:
        _write(job, counts, done, folder, simulation)
    return simulation


def other_counts(
    job: Job, simulation: Simulation, *, progress: Progress | None = None
) -> dict[str, Outcomes]:
    """
    What the same stops come to under the other answers to the either/or that decides a job.

    Args:
        job: what was simulated.
        simulation: its document.
        progress: told how many stops are done, each time some are.
    """
    counted = {}
    for option, other in other_sides(job, simulation).items():
        sources = tuple(source.name for source in other.scenario.gallery.sources)
        counts = count_here(world_of(terms(middle(other.scenario))), other, other.span, progress)
        table = counts[None].astype(np.float64)
        counted[option] = Outcomes(other.scenario.group_names, cells(sources), table)
    return counted


def merge(folders: Sequence[Path]) -> Simulation:
    """
    Put the shards of a simulation together again.

    Args:
        folders: where they are, one or several.
    Raises: MeaningError: they are not the shards of one simulation, one is missing or there
        twice. FormatError: a file is not a shard's.
    """
    paths = [path for folder in folders for path in _files(folder)]
    shards = [(path, read_shard(path)) for path in paths]
    if not shards:
        raise MeaningError(
            f"there is no finished shard in {_listed(folders)}.{_unfinished(folders)}",
            use="folders that `misid simulate --shard i/n --out` has written",
        )
    first = shards[0]
    for other in shards[1:]:
        _check_same(first, other)
    _check_complete([shard.stamp.shard for _, shard in shards], first[1].stamp.shards, folders)
    job = replace(_job(first[1]), shard=1, shards=1)
    counts = sum((_array(shard, job) for _, shard in shards), no_counts(job))
    return document(job, counts)


def read_shard(path: Path) -> Shard:
    """
    The shard in a file.

    Raises: FormatError: it is not one, or its numbers do not belong together.
    """
    shard = read_document(path, Shard, lambda _: "misid simulate --shard --out")
    if not _is_meant(_job(shard)) or not _is_whole(shard, _job(shard)):
        name = shown_name(path)
        raise FormatError(
            f"{name} is not a shard of a simulation, or was changed.",
            where=name,
            use="the file as `misid simulate --out` wrote it",
        )
    return shard


def _is_meant(job: Job) -> bool:
    """Whether a simulation could have such a stamp, before anything is sized by its numbers."""
    try:
        checked(job)
    except MeaningError:
        return False
    return True


def _is_whole(shard: Shard, job: Job) -> bool:
    """Whether the numbers of a shard belong together."""
    fits = len(shard.counts) == no_counts(job).size and min(shard.counts) >= 0
    counted = sum(shard.counts) == shard.done <= job.span.stops
    return fits and counted and digest(job.scenario) == shard.stamp.scenario_digest


def _job(shard: Shard) -> Job:
    stamp = shard.stamp
    made = Provenance(shard.canonical, stamp.origin, shard.changes)
    return Job(made, stamp.seed, stamp.stops, stamp.shard, stamp.shards)


def no_counts(job: Job) -> Integers:
    """Counts of no stops, shape (groups, truths, cells)."""
    sources = tuple(source.name for source in job.scenario.gallery.sources)
    shape = len(job.scenario.groups), len(TRUTHS), len(cells(sources))
    return np.zeros(shape, dtype=np.int64)


def _array(shard: Shard, job: Job) -> Integers:
    return np.array(shard.counts, dtype=np.int64).reshape(no_counts(job).shape)


def _name(job: Job) -> str:
    return f"shard-{job.shard}-of-{job.shards}"


def _files(folder: Path) -> list[Path]:
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:
        raise FormatError(
            f"{shown_name(folder)} cannot be read: {error.strerror}.",
            where=shown_name(folder),
            use="a folder that `misid simulate --out` has written",
        ) from None
    shards = [path for path in paths if path.name.startswith("shard-") and path.suffix == ".json"]
    return [path for path in shards if not path.name.endswith(_UNFINISHED)]


def _write(
    job: Job, counts: Integers, done: int, folder: Path, simulation: Simulation | None = None
) -> None:
    """An unfinished file until the document is there; then the finished one takes its place."""
    shard = Shard(
        version="misid-shard/2",
        stamp=job.stamp(),
        done=done,
        counts=tuple(counts.ravel().tolist()),
        canonical=job.scenario,
        changes=job.made.changes,
    )
    text = shard.model_dump_json() + "\n"
    unfinished = f"{_name(job)}{_UNFINISHED}"
    if simulation is None:
        write_files({unfinished: text_writer(text)}, folder)
        return
    writers = {f"{_name(job)}.json": text_writer(text)}
    if job.shards == 1:
        writers[DOCUMENT] = text_writer(simulation_json(simulation))
    write_files(writers, folder)
    (folder / unfinished).unlink(missing_ok=True)


def simulation_json(simulation: Simulation) -> str:
    """The document as JSON text."""
    return simulation.model_dump_json(indent=2) + "\n"


def _begun(job: Job, folder: Path) -> tuple[Integers, int]:
    """Counts so far, and of how many stops, if an earlier run of this job left any."""
    names = (f"{_name(job)}.json", f"{_name(job)}{_UNFINISHED}")
    left = {name: read_shard(folder / name) for name in names if (folder / name).is_file()}
    # A finished shard of another simulation may stand beside the unfinished one of this.
    for shard in left.values():
        if not _difference(shard.stamp, job.stamp()):
            return _array(shard, job), shard.done
    for name, shard in reversed(left.items()):
        differs = _difference(shard.stamp, job.stamp())
        raise MeaningError(
            f"{name} is of another simulation: it has another {differs}.",
            where=shown_name(folder / name),
            use=f"the same {differs}, or another folder after --out",
        )
    return no_counts(job), 0


def _difference(one: SimulationStamp, other: SimulationStamp) -> str:
    """The first thing in which two parts of a simulation differ, or nothing."""
    words = {
        "version": "version of misid",
        "scenario_digest": "scenario",
        "evidence_digest": "set of published tables",
        "seed": "seed",
        "stops": "number of searches",
        "shards": "number of shards",
    }
    for name, word in words.items():
        if getattr(one, name) != getattr(other, name):
            return word
    return ""


def _check_same(first: tuple[Path, Shard], other: tuple[Path, Shard]) -> None:
    differs = _difference(first[1].stamp, other[1].stamp)
    if differs:
        raise MeaningError(
            f"{other[0].name} and {first[0].name} are not of one simulation: they differ in the "
            f"{differs}.",
            where=f"{shown_name(other[0].parent)} and {shown_name(first[0].parent)}",
            use="the shards of one simulation",
        )


def _check_complete(numbers: list[int], wanted: int, folders: Sequence[Path]) -> None:
    twice = sorted({number for number in numbers if numbers.count(number) > 1})
    if twice:
        raise MeaningError(
            f"shard {twice[0]} of {wanted} is there {numbers.count(twice[0])} times.",
            where=_listed(folders),
            use="each shard once",
        )
    missing = sorted(set(range(1, wanted + 1)) - set(numbers))
    if missing:
        more = f", and {len(missing) - 1:,} more" if len(missing) > 1 else ""
        raise MeaningError(
            f"shard {missing[0]} of {wanted} is missing{more}.{_unfinished(folders)}",
            where=_listed(folders),
            use=f"`misid simulate --shard {missing[0]}/{wanted} --out` with the same arguments",
        )


def _unfinished(folders: Sequence[Path]) -> str:
    begun = any(path.name.endswith(_UNFINISHED) for folder in folders for path in folder.iterdir())
    return " One is there but not finished; --resume finishes it." if begun else ""


def _listed(folders: Iterable[Path]) -> str:
    return ", ".join(shown_name(folder) for folder in folders)
