"""What was drawn, once more: stops, worlds, people over the years, and worlds given counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from misid.attestation.schema import NeededFile
from misid.disclosure.counts import DisclosedCounts
from misid.document.inference import inference_report
from misid.document.people import document_of_history
from misid.errors import MisidError
from misid.inference.checking import CHECKING
from misid.inference.infer import counts_digest
from misid.inference.infer import infer as of_counts
from misid.programme.people.agencies import Agencies, read_agencies
from misid.programme.people.timeline import Churn, Course, Era, checked
from misid.results.provenance import Provenance
from misid.results.run import checked_draws
from misid.scenario import digest, load_change
from misid.scenario.library import change_names
from misid.simulation.counts import Job
from misid.simulation.counts import checked as checked_job
from misid.simulation.either_or_of_stops import with_sides
from misid.simulation.ensemble import ensemble
from misid.simulation.eras import eras_of
from misid.simulation.people import agencies_digest, history
from misid.simulation.people_schema import HistoryStamp
from misid.simulation.schema import EnsembleStamp, SimulationStamp
from misid.simulation.shards import other_counts, run_job
from misid.study.again import Baseline, NotRemadeError, baseline
from misid.study.remade import BroughtFiles, FactsKind, MadeFrom, Remade, written


def _simulation(source: MadeFrom) -> Remade:
    stamp = SimulationStamp.model_validate(source.stamp)
    found = baseline(source.side())
    job = checked_job(Job(found.made, stamp.seed, stamp.stops, stamp.shard, stamp.shards))
    drawn = run_job(job, progress=source.progress)
    if _are_drawn(source.given):
        drawn = with_sides(drawn, other_counts(job, drawn, progress=source.progress))
    return Remade(drawn, found.exact)


def _are_drawn(given: Mapping[str, Any]) -> bool:
    """Whether stops were drawn under every answer, which those of a part are not."""
    sides = (given.get("either_or") or {}).get("sides", ())
    return any(one["simulated"] and not one["taken"] for one in sides)


def _ensemble(source: MadeFrom) -> Remade:
    stamp = EnsembleStamp.model_validate(source.stamp)
    of = baseline(source.side())
    found = ensemble(
        of.made,
        stamp.stops,
        draws=stamp.draws,
        repeats=stamp.repeats,
        seed=stamp.seed,
        progress=source.progress,
    )
    return Remade(found, of.exact)


def _history(source: MadeFrom) -> Remade:
    stamp = HistoryStamp.model_validate(source.stamp)
    first = baseline(source.side())
    listed = None
    if stamp.agencies_digest is not None:
        listed = _agencies(source.files, stamp.agencies_digest)
    eras, made = _eras(first, stamp)
    churn = Churn(**stamp.churn.model_dump())
    course = checked(Course(eras, stamp.years, stamp.seed, stamp.luck_digest, churn, listed))
    return Remade(history(course, progress=source.progress, made=made), first.exact)


def _eras(first: Baseline, stamp: HistoryStamp) -> tuple[tuple[Era, ...], tuple[Provenance, ...]]:
    """What holds when, by the names of what was changed from a month on."""
    later = stamp.eras[1:]
    if any(set(one.changes) - set(change_names()) for one in later):
        raise NotRemadeError("not_checked", "later_changes")
    by_month = {one.from_month: [load_change(name) for name in one.changes] for one in later}
    eras, made = eras_of(first.scenario, first.changes, by_month)
    if [digest(era.scenario) for era in eras] != [one.scenario_digest for one in stamp.eras]:
        raise NotRemadeError("differs", "other_scenario")
    return eras, made


def _agencies(files: BroughtFiles, wanted: str) -> Agencies:
    """The list of agencies whose names and sizes have this digest."""
    for one in files.files:
        try:
            listed = read_agencies(one.reached)
        except MisidError:
            continue
        if agencies_digest(listed) == wanted:
            return listed
    raise files.lacking([NeededFile(what="agencies", sha256=wanted)])


def _inference(source: MadeFrom) -> Remade:
    found = baseline(source.side())
    stamp = source.side().stamp
    luck = checked_draws(stamp.draws, stamp.seed)
    ranges = {
        name: type(CHECKING[name]).model_validate(one)
        for name, one in source.given.get("checking", {}).items()
    }
    inferred = of_counts(_counts(source), found.made, luck, checking=ranges)
    return Remade(inferred.facts, found.exact)


def _counts(source: MadeFrom) -> DisclosedCounts:
    """The counts, whose digest must be the one that the facts tell."""
    counts = DisclosedCounts.model_validate(source.given["disclosed"])
    if counts_digest(counts) != source.given["counts"]["digest"]:
        raise NotRemadeError("differs", "other_counts")
    return counts


SIMULATION = FactsKind(_simulation)
ENSEMBLE = FactsKind(_ensemble)
HISTORY = FactsKind(_history, written(document_of_history))
INFERENCE = FactsKind(_inference, written(inference_report))
