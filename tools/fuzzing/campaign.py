"""Many inputs, in children of this process: one that ends a child is found and named."""

from __future__ import annotations

import ast
import faulthandler
import mmap
import os
import resource
import shutil
import signal
import struct
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from fuzzing.given import REFUSED, Fault, Given, Target, chance, write
from fuzzing.quick import MAY_END

SECONDS_EACH, MEMORY_EACH = 20, 1.5 * 2**30
"""Seconds of work, and bytes beyond what a child needs anyway, that no small input may take."""
_PATIENCE, _LOOKS = 300.0, 0.02
_WHERE = "where"
"""A file in which a child that stays at one input says where each of its threads is."""
_ENDED = "it ends the process by"
_AT = struct.Struct("<q")


@dataclass(frozen=True)
class Finding:
    """An input that something is wrong with."""

    target: str
    seed: int
    index: int
    reason: str

    @property
    def name(self) -> str:
        """Names it in a command and in a folder."""
        return f"{self.target}:{self.seed}:{self.index}"


@dataclass
class Batch:
    """What became of some inputs in a row."""

    counts: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    reached: int = 0
    """The first input that it did not come to."""


def batch(name: str, target: Target, seed: int, indices: range) -> Batch:
    """Judge inputs in a child for some seconds, and wait for it."""
    child = Child(name, target, seed, indices)
    while (found := child.ended()) is None:
        time.sleep(_LOOKS)
    return found


class Child:
    """
    A child that judges inputs for some seconds; where one ends it, it is found, and the last.

    Begin none where there is another thread: whatever that holds stays held in the child.

    Args:
        name: of the target.
        target: the reader.
        seed: of the campaign.
        indices: of the inputs.
    """

    def __init__(self, name: str, target: Target, seed: int, indices: range) -> None:
        self.name, self._seed = name, seed
        self._folder = Path(tempfile.mkdtemp(prefix="misid-fuzz-", dir=_memory()))
        self._at = mmap.mmap(-1, _AT.size)
        self._at[:] = _AT.pack(indices.start)
        self._seen, self._since = self._at[:], time.monotonic()
        self._child = os.fork()
        if not self._child:
            _work(name, target, (seed, indices), self._folder, self._at)

    def ended(self) -> Batch | None:
        """What it found, once it ended; it is killed where it stays at one input."""
        if self._at[:] != self._seen:
            self._seen, self._since = self._at[:], time.monotonic()
        is_stuck = time.monotonic() - self._since > _PATIENCE
        if is_stuck:
            os.kill(self._child, signal.SIGKILL)
        done, status = os.waitpid(self._child, 0 if is_stuck else os.WNOHANG)
        return self._read(status) if done else None

    def _read(self, status: int) -> Batch:
        part = _read(self._folder / "found", self.name, self._seed)
        part.reached = _AT.unpack(self._at[:])[0]
        may_end = (self._folder / MAY_END).exists()
        places = self._folder / _WHERE
        stood = places.read_text("utf-8") if places.exists() else ""
        shutil.rmtree(self._folder, ignore_errors=True)
        if not (os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0):
            if may_end:
                part.counts[f"{REFUSED}: ends a process apart"] += 1
            else:
                reason = f"{_end_of(status)}\n{stood}".strip()
                part.findings.append(Finding(self.name, self._seed, part.reached, reason))
            part.reached += 1
        return part


def modules_of(target: Target, indices: range) -> list[str]:
    """Modules that some inputs of a reader need, as a child loads them."""
    given, takes = os.pipe()
    child = os.fork()
    if not child:
        os.close(given)
        with tempfile.TemporaryDirectory(dir=_memory()) as folder, os.fdopen(takes, "w") as told:
            for index in indices:
                _verdict(target, target.make(chance(0, "modules", index)), Path(folder))
            told.write("\n".join(list(sys.modules)))
        os._exit(0)
    os.close(takes)
    with os.fdopen(given) as told:
        names = told.read().split("\n")
    os.waitpid(child, 0)
    return names


def _memory() -> str | None:
    """A folder in memory, where there is one."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - a folder made anew


def _end_of(status: int) -> str:
    if os.WIFSIGNALED(status):
        return f"{_ENDED} {signal.Signals(os.WTERMSIG(status)).name}"
    return f"{_ENDED} exit code {os.WEXITSTATUS(status)}"


def _work(name: str, target: Target, luck: tuple[int, range], folder: Path, at: mmap.mmap) -> None:
    """The whole life of a child."""
    code, (seed, indices) = 1, luck
    try:
        warnings.simplefilter("error")
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        errors = os.open(folder / "stderr", os.O_RDWR | os.O_CREAT | os.O_APPEND)
        os.dup2(errors, 2)
        with (
            (folder / "found").open("w", encoding="utf-8") as found,
            (folder / _WHERE).open("w") as where,
        ):
            end = time.monotonic() + target.seconds
            for index in indices:
                at[:] = _AT.pack(index)
                faulthandler.dump_traceback_later(_PATIENCE / 2, file=where)
                if time.monotonic() > end:
                    break
                verdict = _verdict(target, target.make(chance(seed, name, index)), folder)
                said = _said(errors)
                found.write(f"{index}\t{(said or verdict)!r}\n")
                found.flush()
            else:
                at[:] = _AT.pack(indices.stop)
        code = 0
    finally:
        os._exit(code)


def _said(errors: int) -> str:
    """What a library wrote where nobody should be told anything."""
    length = os.fstat(errors).st_size
    if not length:
        return ""
    text = os.pread(errors, 500, 0).decode("utf-8", "replace")
    os.ftruncate(errors, 0)
    return f"!written to standard error: {text}"


def _verdict(target: Target, given: Given, folder: Path) -> str:
    """Measured or refused; or what is wrong, behind an exclamation mark."""
    place = folder / "files"
    if given.files:
        place.mkdir()
        write(given, place)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, SECONDS_EACH)
    try:
        verdict = target.judge(given, place)
    except Fault as fault:
        verdict = f"!{fault}"
    except BaseException as error:
        verdict = f"!{_told(error)}"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        if given.files:
            shutil.rmtree(place, ignore_errors=True)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 - before
    return f"!it takes {grown / 2**20:,.0f} MB" if grown > MEMORY_EACH else verdict


def _told(error: BaseException) -> str:
    """An exception with the last places that it came from."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    places = " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(frames))
    return f"{type(error).__name__}: {str(error)[:300]} ({places})"


def _read(file: Path, name: str, seed: int) -> Batch:
    found = Batch()
    for line in file.read_text("utf-8").splitlines() if file.exists() else ():
        index, _, said = line.partition("\t")
        verdict = ast.literal_eval(said)
        if verdict.startswith("!"):
            found.findings.append(Finding(name, seed, int(index), verdict[1:]))
        else:
            found.counts[verdict] += 1
    return found
