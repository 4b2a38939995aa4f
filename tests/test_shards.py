"""A simulation in parts: the same counts however it is divided, stopped, resumed or spread."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from misid.errors import FormatError, MeaningError, OutputError
from misid.programme import terms
from misid.programme.counting.kernel_tables import World, world_of
from misid.programme.counting.simulate import Span
from misid.results.provenance import provenance
from misid.scenario import canonical_json, load_scenario
from misid.simulation import cluster
from misid.simulation.cluster_task import drawn
from misid.simulation.counts import Job
from misid.simulation.shards import count_here, merge, read_shard, run_job
from misid.worlds.middle import middle

JOB = Job(provenance(load_scenario("live-watchlist")), 1, 300_001)
STEP = 100_000


def in_shards(folder: Path, many: int, job: Job = JOB) -> None:
    """Every shard of a job, one after the other."""
    for number in range(1, many + 1):
        run_job(replace(job, shard=number, shards=many), folder)


def names(folder: Path) -> list[str]:
    """What stands in a folder."""
    return sorted(path.name for path in folder.iterdir())


# Shards that fit together


@pytest.mark.parametrize("many", [1, 2, 3, 7])
def test_shards_are_the_whole(many: int, tmp_path: Path) -> None:
    """The same document to the last bit, from any number of shards."""
    in_shards(tmp_path, many)
    assert run_job(JOB) == merge([tmp_path])


def test_shards_may_lie_in_several_folders(tmp_path: Path) -> None:
    """One folder for each machine."""
    for number in (1, 2):
        run_job(replace(JOB, shard=number, shards=2), tmp_path / str(number))
    assert run_job(JOB) == merge([tmp_path / "2", tmp_path / "1"])


def test_the_steps_of_a_job_do_not_matter(tmp_path: Path) -> None:
    """However often it writes down how far it is."""
    assert run_job(JOB) == run_job(JOB, tmp_path, step=12_345)
    assert ["shard-1-of-1.json", "simulation.json"] == names(tmp_path)


# Shards that do not


def test_a_missing_shard_is_named(tmp_path: Path) -> None:
    """With the words that make it."""
    for number in (1, 3):
        run_job(replace(JOB, shard=number, shards=4), tmp_path)
    with pytest.raises(MeaningError, match="shard 2 of 4 is missing, and 1 more") as told:
        merge([tmp_path])
    assert "--shard 2/4" in told.value.use


def test_a_doubled_shard_is_named(tmp_path: Path) -> None:
    """One folder given twice."""
    in_shards(tmp_path, 2)
    with pytest.raises(MeaningError, match="shard 1 of 2 is there 2 times"):
        merge([tmp_path, tmp_path])


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"seed": 2}, "seed"),
        ({"stops": 300_000}, "number of searches"),
        ({"made": provenance(load_scenario("airport-exit"))}, "scenario"),
        ({"shards": 3}, "number of shards"),
    ],
)
def test_shards_of_two_simulations_are_told_apart(
    change: dict[str, Any], word: str, tmp_path: Path
) -> None:
    """What differs is named."""
    run_job(replace(JOB, shard=1, shards=2), tmp_path / "a")
    run_job(replace(JOB, **({"shard": 2, "shards": 2} | change)), tmp_path / "b")
    with pytest.raises(MeaningError, match=f"they differ in the {word}"):
        merge([tmp_path / "a", tmp_path / "b"])


def test_shards_of_another_version_are_told_apart(tmp_path: Path) -> None:
    """Another version may count otherwise."""
    in_shards(tmp_path, 2)
    path = tmp_path / "shard-2-of-2.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    data["stamp"]["version"] = "0.0.1"
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(MeaningError, match="version of misid"):
        merge([tmp_path])


@pytest.mark.parametrize(
    "spoiled",
    ["", "{", "[]", "null", "{}", '{"version": "misid-shard/2"}', "[" * 5_000],
)
def test_a_file_that_is_no_shard_is_refused(spoiled: str, tmp_path: Path) -> None:
    """Named, and never half read."""
    (tmp_path / "shard-1-of-1.json").write_text(spoiled, encoding="utf-8")
    with pytest.raises(FormatError, match=r"shard-1-of-1\.json (is not|does not say)"):
        merge([tmp_path])


def test_an_image_in_a_shards_place_is_refused(tmp_path: Path) -> None:
    """By its first bytes."""
    (tmp_path / "shard-1-of-1.json").write_bytes(b"\xff\xd8\xff\xe0" + bytes(100))
    with pytest.raises(FormatError, match="JPEG"):
        merge([tmp_path])


@pytest.mark.parametrize("field", ["counts", "done", "canonical"])
def test_a_changed_shard_is_refused(field: str, tmp_path: Path) -> None:
    """Counts that do not add up, or a scenario that is not the stamp's."""
    run_job(JOB, tmp_path)
    path = tmp_path / "shard-1-of-1.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    if field == "counts":
        data["counts"][3] += 1
    elif field == "done":
        data["done"] -= 1
    else:
        data["canonical"]["title"] = "Another one"
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(FormatError, match="or was changed"):
        read_shard(path)


@pytest.mark.parametrize(
    "stamp",
    [
        {"shards": 10**9}, {"shards": 0}, {"shard": 2}, {"shard": 0}, {"stops": 0},
        {"stops": 10**30}, {"shards": 10**30}, {"seed": -1},
    ],
)  # fmt: skip
def test_a_stamp_that_nobody_could_have_made_is_refused(
    stamp: dict[str, int], tmp_path: Path
) -> None:
    """Before lists are made as long as it says."""
    run_job(JOB, tmp_path)
    path = tmp_path / "shard-1-of-1.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    data["stamp"].update(stamp)
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(FormatError, match=r"shard-1-of-1\.json"):
        merge([tmp_path])


@pytest.mark.parametrize("count", [2**63, 2**64, 10**40, -1])
def test_a_count_beyond_all_counts_is_refused(count: int, tmp_path: Path) -> None:
    """Also where the sum is kept."""
    run_job(JOB, tmp_path)
    path = tmp_path / "shard-1-of-1.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    data["counts"][0], data["done"] = count, count + sum(data["counts"][1:])
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(FormatError, match=r"shard-1-of-1\.json"):
        merge([tmp_path])


def test_a_folder_without_shards_is_named(tmp_path: Path) -> None:
    """Empty, or not there at all."""
    with pytest.raises(MeaningError, match="there is no finished shard"):
        merge([tmp_path])
    with pytest.raises(FormatError, match="nowhere cannot be read"):
        merge([tmp_path / "nowhere"])


# Runs that are stopped


class StoppedError(Exception):
    """Stands for Ctrl-C, a lost worker, a full disk."""


def stopping(after: int) -> Any:
    """Counts, until so many stops are done."""
    done = 0

    def count(world: World, job: Job, span: Span, progress: Any) -> Any:
        nonlocal done
        if done >= after:
            raise StoppedError
        done += span.stops
        return count_here(world, job, span, progress)

    return count


def begun(folder: Path, job: Job = JOB) -> None:
    """A run that is stopped in its third step."""
    with pytest.raises(StoppedError):
        run_job(job, folder, counter=stopping(2 * STEP), step=STEP)


def test_a_stopped_run_never_looks_whole(tmp_path: Path) -> None:
    """Only the unfinished file is there, and merging says that it can be resumed."""
    begun(tmp_path)
    assert ["shard-1-of-1-unfinished.json"] == names(tmp_path)
    with pytest.raises(MeaningError, match="--resume finishes it"):
        merge([tmp_path])


def test_a_resumed_run_is_the_whole(tmp_path: Path) -> None:
    """Bit by bit, and only what was left is drawn."""
    begun(tmp_path)
    drawn: list[int] = []
    found = run_job(JOB, tmp_path, resume=True, progress=drawn.append, step=STEP)
    assert run_job(JOB) == found
    assert [2 * STEP, STEP, 1] == drawn
    assert ["shard-1-of-1.json", "simulation.json"] == names(tmp_path)


def test_resuming_a_finished_run_draws_nothing(tmp_path: Path) -> None:
    """The document once more."""
    whole = run_job(JOB, tmp_path)
    assert whole == run_job(JOB, tmp_path, resume=True, counter=stopping(0))


def test_without_resume_a_run_begins_anew(tmp_path: Path) -> None:
    """What stands there is not trusted unasked."""
    begun(tmp_path)
    drawn: list[int] = []
    run_job(JOB, tmp_path, progress=drawn.append)
    assert JOB.stops == sum(drawn)


def test_another_job_is_not_resumed(tmp_path: Path) -> None:
    """The difference is named, and the file left alone."""
    begun(tmp_path)
    before = (tmp_path / "shard-1-of-1-unfinished.json").read_bytes()
    with pytest.raises(MeaningError, match="another seed"):
        run_job(replace(JOB, seed=7), tmp_path, resume=True)
    assert before == (tmp_path / "shard-1-of-1-unfinished.json").read_bytes()


def test_a_finished_shard_of_another_seed_is_no_hindrance(tmp_path: Path) -> None:
    """It stands in the same folder, and what is unfinished is of this simulation."""
    run_job(replace(JOB, seed=7), tmp_path)
    begun(tmp_path)
    drawn: list[int] = []
    found = run_job(JOB, tmp_path, resume=True, progress=drawn.append, step=STEP)
    assert (run_job(JOB), [2 * STEP, STEP, 1]) == (found, drawn)


def test_a_disk_that_fills_up_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error in words, the last unfinished file whole, and it can be resumed."""
    begun(tmp_path)
    write, full = Path.write_text, OSError(errno.ENOSPC, "No space left on device")

    def refused(path: Path, text: str, **options: Any) -> int:
        write(path, text[:100], **options)
        raise full

    with monkeypatch.context() as disk:
        disk.setattr(Path, "write_text", refused)
        with pytest.raises(OutputError, match="No space left"):
            run_job(JOB, tmp_path, resume=True, step=STEP)
    assert ["shard-1-of-1-unfinished.json"] == names(tmp_path)
    assert run_job(JOB) == run_job(JOB, tmp_path, resume=True)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unwritable for root")
def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """Before anything is drawn."""
    (tmp_path / "locked").mkdir(mode=0o500)
    with pytest.raises(OutputError, match="cannot be written"):
        run_job(JOB, tmp_path / "locked", counter=stopping(0))


def test_a_file_in_the_folders_place_is_named(tmp_path: Path) -> None:
    """Before anything is drawn."""
    (tmp_path / "taken").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="taken is a file"):
        run_job(JOB, tmp_path / "taken", counter=stopping(0))


LONG = """
import sys
from pathlib import Path
from misid.simulation.cluster_task import drawn
from misid.simulation.counts import Job
from misid.simulation.shards import run_job
from misid.results.provenance import provenance
from misid.scenario import load_scenario
made = provenance(load_scenario("live-watchlist"))
run_job(Job(made, 1, 40_000_000_000), Path(sys.argv[1]), step=2**22)
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_killed_process_is_resumed(how: signal.Signals, tmp_path: Path) -> None:
    """Killed at some step; what it left is whole, and what follows adds up to the same counts."""
    process = subprocess.Popen([sys.executable, "-c", LONG, str(tmp_path)], stderr=subprocess.PIPE)
    path = tmp_path / "shard-1-of-1-unfinished.json"
    try:
        until = time.monotonic() + 120
        while time.monotonic() < until and (not path.exists() or read_shard(path).done == 0):
            time.sleep(0.02)
    finally:
        process.send_signal(how)
        process.communicate(timeout=60)
    assert ["shard-1-of-1-unfinished.json"] == [n for n in names(tmp_path) if n[0] != "."]
    left = read_shard(path)
    job = Job(provenance(load_scenario("live-watchlist")), 1, left.done)
    expected = [row.count for row in run_job(job).counts if row.count]
    assert expected == [count for count in left.counts if count]


# Many machines


def test_without_dask_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """And what does without it."""
    monkeypatch.setattr(cluster, "find_spec", lambda _: None)
    with (
        pytest.raises(MeaningError, match="needs Dask") as told,
        cluster.on_cluster("tcp://127.0.0.1:1"),
    ):
        pass
    assert "misid[cluster]" in told.value.use


def test_what_a_worker_draws_is_what_this_machine_draws() -> None:
    """From the scenario's text alone."""
    world, text = world_of(terms(middle(JOB.scenario))), canonical_json(JOB.scenario)
    here = count_here(world, JOB, Span(70, 5_000), None)
    there = json.loads(drawn(text, JOB.seed, 70, 5_000))
    assert {"first": 70, "counts": here.ravel().tolist()} == there


def test_a_worker_that_fails_says_so_in_words() -> None:
    """As text: an error of its own kind would have to be built where it is read."""
    assert "fault" in json.loads(drawn("{}", 1, 0, 10))
    with pytest.raises(MeaningError, match="a worker failed: ValueError: no luck"):
        answered({"fault": "ValueError: no luck"})


def answered(answer: Any) -> Any:
    """What is made of a worker's answer that was asked for ten stops."""
    return cluster._counts(json.dumps(answer), {70: Span(70, 10)}, (1, 2, 2))


@pytest.mark.parametrize(
    "answer",
    [
        [], {}, 7, None, {"first": 70}, {"counts": [10, 0, 0, 0]},
        {"first": 71, "counts": [10, 0, 0, 0]},
        {"first": True, "counts": [10, 0, 0, 0]},
        {"first": 70, "counts": [10, 0, 0]},
        {"first": 70, "counts": [11, -1, 0, 0]},
        {"first": 70, "counts": [9, 0, 0, 0]},
        {"first": 70, "counts": [10.0, 0, 0, 0]},
        {"first": 70, "counts": ["10", 0, 0, 0]},
        {"first": 70, "counts": [2**70, 0, 0, 0]},
    ],
)  # fmt: skip
def test_what_are_no_counts_of_the_stops_is_refused(answer: Any) -> None:
    """Of another length, of other stops, not whole, not those of a part of all."""
    with pytest.raises(MeaningError, match="counts that are none of the stops"):
        answered(answer)


def test_counts_of_the_stops_are_taken() -> None:
    """In the shape of the scenario."""
    first, counts = answered({"first": 70, "counts": [4, 3, 2, 1]})
    assert (70, [[[4, 3], [2, 1]]]) == (first, counts.tolist())


@contextmanager
def local_cluster(workers: int, *preload: str) -> Iterator[Any]:
    """A scheduler and worker processes on this machine's loopback, which run some files first."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=workers, threads_per_worker=1, host="127.0.0.1", dashboard_address=None,
        preload=list(preload),
    ) as made:  # fmt: skip
        yield made


@pytest.mark.filterwarnings("default")
def test_dask_counts_the_same_with_a_worker_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two workers, one killed while it draws; the document is the same to the last bit."""
    monkeypatch.setattr(cluster, "TASK", 2**21)
    job = replace(JOB, stops=40 * 2**21 + 5)
    told: list[int] = []
    with local_cluster(2) as made, cluster.on_cluster(made.scheduler_address) as counter:

        def progress(done: int) -> None:
            if not told:
                victim = next(iter(made.workers.values()))
                os.kill(victim.pid, signal.SIGKILL)
            told.append(done)

        found = run_job(job, progress=progress, counter=counter)
    assert (41, job.stops) == (len(told), sum(told))
    assert run_job(job) == found


MALICIOUS = """
import os
from misid.simulation import cluster_task

class Program(str):
    def __reduce__(self):
        return os.mkdir, ({path!r},)

cluster_task.drawn = lambda *_: Program()
"""


@pytest.mark.filterwarnings("default")
def test_a_malicious_worker_runs_nothing_here(tmp_path: Path) -> None:
    """It hands back a pickle that names a function: an error in words, and nothing was called."""
    made_by_worker, script = tmp_path / "made", tmp_path / "malicious.py"
    script.write_text(MALICIOUS.format(path=str(made_by_worker)), encoding="utf-8")
    with (
        local_cluster(1, str(script)) as made,
        cluster.on_cluster(made.scheduler_address) as counter,
        pytest.raises(MeaningError, match="something else than counts, which was not opened"),
    ):
        run_job(JOB, counter=counter)
    assert not made_by_worker.exists()


@contextmanager
def scheduler_with_a_worker(folder: Path) -> Iterator[tuple[subprocess.Popen[Any], str]]:
    """A scheduler that can be killed, its address, and one worker of it; each a process."""
    pytest.importorskip("distributed")
    file = folder / "scheduler.json"
    quiet = partial(subprocess.Popen, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    dask = [sys.executable, "-m", "distributed.cli.dask_{}", "--no-dashboard"]
    scheduler = [one.format("scheduler") for one in dask]
    worker = [one.format("worker") for one in dask]
    scheduler += ["--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file)]
    worker += ["--no-nanny", "--nthreads", "1", "--scheduler-file", str(file)]
    with quiet(scheduler) as one, quiet(worker) as other:
        try:
            while not file.exists() or not file.read_bytes().endswith(b"}"):
                assert one.poll() is None
                time.sleep(0.05)
            yield one, json.loads(file.read_bytes())["address"]
        finally:
            one.kill()
            other.kill()


def test_a_scheduler_killed_midway_is_told_and_the_run_resumes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """One error in words; what was written down before is not drawn again."""
    monkeypatch.setattr(cluster, "TASK", 50_000)
    drawn: list[int] = []
    with (
        scheduler_with_a_worker(tmp_path) as (scheduler, address),
        cluster.on_cluster(address) as counter,
    ):

        def progress(done: int) -> None:
            drawn.append(done)
            if sum(drawn) > 2 * STEP:
                scheduler.kill()

        with pytest.raises(MeaningError, match="the Dask scheduler answers no longer") as told:
            run_job(JOB, tmp_path, progress=progress, counter=counter, step=STEP)
    assert "--resume" in told.value.use
    drawn.clear()
    found = run_job(JOB, tmp_path, resume=True, progress=drawn.append, step=STEP)
    assert run_job(JOB) == found
    assert 2 * STEP <= drawn[0]


def test_a_scheduler_that_does_not_answer_is_named() -> None:
    """With its address."""
    pytest.importorskip("distributed")
    with (
        pytest.raises(MeaningError, match=r"no Dask scheduler answers at tcp://nobody"),
        cluster.on_cluster("tcp://nobody") as counter,
    ):
        run_job(JOB, counter=counter)
