"""The same counts from many machines: a Dask scheduler hands out spans of stops.

A worker is told the scenario and which stops; it draws them as any other machine would. What a lost
worker had not handed back is drawn again elsewhere, to the same counts. What comes back is text;
here it becomes whole numbers that belong together, or an error.
"""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import IO, Any, NoReturn

import numpy as np

from misid.arrays import Integers
from misid.errors import MeaningError
from misid.files.read import plain
from misid.programme.counting.kernel_tables import World
from misid.programme.counting.simulate import Progress, Span
from misid.scenario import canonical_json
from misid.simulation.counts import Job
from misid.simulation.shards import Counter, count_here, no_counts

TASK = 2**27
"""Stops of one task: about a second of one processor."""
CLUSTER_STEP = 2**35
"""Stops after which a simulation on a cluster writes down how far it is."""

_DOOR = "misid.simulation.cluster_door"
_LONGEST = 1_000_000
"""Bytes of an answer, at most; that of a task is a few thousand."""
_ENDS = {
    "killed": (
        "one task lost its worker several times, so the cluster gave it up.",
        "--resume, when the workers live longer",
    ),
    "lost": ("the Dask scheduler answers no longer.", "--resume, when it is there again"),
    "refused": (
        "the cluster sent something else than counts, which was not opened.",
        "the same version of misid on every worker, and workers that you trust",
    ),
}
_NO_COUNTS = (
    "a worker sent counts that are none of the stops that it was asked for.",
    "the same version of misid on every worker, and workers that you trust",
)


@contextmanager
def on_cluster(address: str, told: Callable[[str], None] | None = None) -> Iterator[Counter]:
    """
    Counts stops on the workers of a Dask scheduler.

    Args:
        address: of the scheduler, such as `tcp://10.0.0.5:8786`.
        told: what is waited for, `workers` or `scheduler`, every few seconds.
    Raises: MeaningError: Dask is not installed, nobody answers there, its workers gave up, or sent
        what are no counts.
    """
    if find_spec("distributed") is None:
        raise MeaningError(
            "--cluster needs Dask, which is not installed.",
            use='pip install "misid[cluster]"; or --shard, which needs nothing',
        )
    # Nothing is loaded from the folder in which misid was started, and Ctrl-C is for us.
    command = [sys.executable, "-P", "-m", _DOOR, address]
    with subprocess.Popen(  # noqa: S603
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True, start_new_session=True,
    ) as door:  # fmt: skip
        gathering = _Gathering(door, address, told)

        try:
            yield gathering.counts
        finally:
            door.kill()


class _Gathering:
    """What comes through the door, checked."""

    def __init__(
        self, door: subprocess.Popen[str], address: str, told: Callable[[str], None] | None
    ) -> None:
        self.door, self.address, self.told = door, address, told

    def counts(self, world: World, job: Job, span: Span, progress: Progress | None) -> Integers:
        """All counts of a span; those of one part are counted here too, and must agree."""
        parts = {part.first: part for part in span.parts(TASK)}
        twice = secrets.choice(list(parts))
        self._ask(job, span)
        total = no_counts(job)
        while parts:
            first, counts = _counts(self._text(), parts, no_counts(job).shape)
            part = parts.pop(first)
            if first == twice and (counts != count_here(world, job, part, None)).any():
                _give_up(_NO_COUNTS)
            total += counts
            if progress is not None:
                progress(part.stops)
        return total

    def _ask(self, job: Job, span: Span) -> None:
        asked = {
            "scenario": canonical_json(job.scenario), "seed": job.seed,
            "first": span.first, "stops": span.stops, "most": TASK,
        }  # fmt: skip
        try:
            _pipe(self.door.stdin).write(f"{json.dumps(asked)}\n")
            _pipe(self.door.stdin).flush()
        except BrokenPipeError:
            self._text()

    def _text(self) -> str:
        """The next text that a worker handed back."""
        while True:
            news = _document(_pipe(self.door.stdout).readline(_LONGEST))
            if isinstance(news.get("text"), str):
                return str(news["text"])
            if news.get("waiting") not in ("workers", "scheduler"):
                self._end(news.get("error"))
            if self.told is not None:
                self.told(str(news["waiting"]))

    def _end(self, error: object) -> NoReturn:
        if error == "no answer":
            raise MeaningError(
                f"no Dask scheduler answers at {plain(self.address)}.",
                use="the address that `dask scheduler` prints, such as tcp://10.0.0.5:8786",
            )
        _give_up(_ENDS.get(str(error), _ENDS["lost"]))


def _counts(text: str, parts: dict[int, Span], shape: tuple[int, ...]) -> tuple[int, Integers]:
    """The number of the first stop, and counts of exactly the stops that were asked for."""
    answer = _document(text)
    if isinstance(answer.get("fault"), str):
        raise MeaningError(
            f"a worker failed: {plain(answer['fault'])}",
            use="the same version of misid on every worker; then --resume",
        )
    first, counts = answer.get("first"), answer.get("counts")
    if type(first) is not int or first not in parts or not isinstance(counts, list):
        _give_up(_NO_COUNTS)
    are_counts = len(counts) == np.prod(shape) and all(
        type(count) is int and 0 <= count <= parts[first].stops for count in counts
    )
    if not are_counts or sum(counts) != parts[first].stops:
        _give_up(_NO_COUNTS)
    return first, np.array(counts, dtype=np.int64).reshape(shape)


def _give_up(why: tuple[str, str]) -> NoReturn:
    what, use = why
    raise MeaningError(what, use=use)


def _document(text: str) -> dict[str, Any]:
    """A JSON object, or an empty one for what is none."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _pipe(stream: IO[str] | None) -> IO[str]:
    if stream is None:
        raise RuntimeError("the process was begun without a pipe")
    return stream
