"""Commands that write, stopped at any step; then what stands there is looked at."""

from __future__ import annotations

import importlib
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from fuzzing.given import Fault

SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
INTERRUPTED, MISTAKE = 130, 2
_MOVES = ("os.rename", "os.link")
_STEPS = (
    *(*_MOVES, "open", "os.remove", "os.rmdir", "os.mkdir", "os.chmod", "os.scandir"),
    *("shutil.rmtree", "shutil.copymode", "tempfile.mkdtemp", "fcntl.flock"),
)
"""Events of the interpreter at which files are about to change; moves put them in their places."""
_MOVE, _OTHER = b"m", b"o"
_LONG_AGO, _NEW = 10_000.0, ".new-misid-"
"""What is being made is left alone for an hour: somebody may be at work there."""
_BY_ANOTHER = 0.3
"""Of how many stopped commands another finishes what they left, before they are given again."""
State = dict[str, bytes]


class Command(NamedTuple):
    """Something that writes."""

    arguments: tuple[str, ...]
    """`{seed}` stands for 1 or 2, `{place}` for a folder, `{decimal}` for the sign of a number."""
    resumes: bool = False
    """Whether it writes as it goes, and goes on where it stopped when it is asked to."""
    once: bool = False
    """Whether it refuses to write where it has written."""
    codes: tuple[int, ...] = ()
    """With which it may end, beside 0: it found something."""
    forgets: str = ""
    """A file beside its inputs that keeps what was done before, and is taken away first."""
    share: int = 1
    """How often it is stopped, beside the others: more often where it takes little."""

    def line(self, place: Path, seed: int) -> list[str]:
        """The words of the command, to be run at once."""
        if self.forgets:
            Path(self.forgets).unlink(missing_ok=True)
        return self.words(place, seed)

    def words(self, place: Path, seed: int) -> list[str]:
        """The same, as a user gives them again."""
        decimal = ("point", "comma")[seed - 1]
        return [word.format(place=place, seed=seed, decimal=decimal) for word in self.arguments]


class Ending(NamedTuple):
    """How a command ended, and what it said."""

    status: int
    said: str
    steps: bytes
    """A sign for each: whether it moved a file into its place."""


@dataclass(frozen=True)
class Known:
    """What a command leaves where nobody stops it."""

    old: State
    new: State
    steps: bytes
    seconds: float

    @property
    def moves(self) -> list[int]:
        """The steps that put a file into its place."""
        return [place for place, sign in enumerate(self.steps, 1) if sign == _MOVE[0]]


Stop = tuple[signal.Signals, int | None, float | None]
"""Which signal, before which step, or after how many seconds."""


def known(command: Command, place: Path) -> Known:
    """
    Run a command for two seeds, whole.

    Raises: Fault: it does not end well.
    """
    start = time.monotonic()
    new, steps = _whole(command, place / "new", 2)
    seconds = time.monotonic() - start
    return Known(_whole(command, place / "old", 1)[0], new, steps, seconds)


def _whole(command: Command, folder: Path, seed: int) -> tuple[State, bytes]:
    folder.mkdir(parents=True)
    ending = run(command.line(folder, seed), folder)
    if ending.status not in (0, *command.codes):
        raise Fault(f"{' '.join(command.arguments)} ends with {ending.status}: {ending.said}")
    return state(folder), ending.steps


def stop_of(random: Random, usual: Known) -> Stop:
    """A signal and a moment by chance: before a move, before any step, or after a time."""
    which, luck = random.choice(SIGNALS), random.random()
    if luck < 0.35 and usual.moves:
        return which, random.choice(usual.moves), None
    if luck < 0.8:
        return which, random.randrange(1, len(usual.steps) + 1), None
    return which, None, random.uniform(0.0, usual.seconds)


def judge(command: Command, usual: Known, random: Random, place: Path) -> str:
    """
    Stop a command once, and look at what stands there.

    Raises: Fault: it is neither old nor new, a trace is printed, or the next run fails.
    """
    stop, folder = stop_of(random, usual), place / "there"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    had = {} if command.resumes or command.once or random.random() < 0.3 else usual.old
    for name, data in had.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    ending = run(command.line(folder, 2), folder, stop)
    told = f"{stop[0].name} " + (f"at step {stop[1]}" if stop[1] else f"after {stop[2]:.2f} s")
    _check_words(ending, told, command.codes)
    if not command.resumes:
        _check_now(folder, (had, usual.new), told, ending)
        if random.random() < _BY_ANOTHER:
            _check_state(folder, (had, usual.new), told)
    _check_again(command, usual, folder, told)
    return stop[0].name


def _check_again(command: Command, usual: Known, folder: Path, told: str) -> None:
    """Give the same command again, as its user would: what stands there is what it always makes."""
    is_there = state(folder) == usual.new
    again = [*command.words(folder, 2), *(["--resume"] if command.resumes else [])]
    ending = run(again, folder)
    # What it finished of the first may be all there is to write.
    is_refused = command.once and ending.status == MISTAKE
    if (ending.status not in (0, *command.codes) and not is_refused) or "Traceback" in ending.said:
        raise Fault(f"{told}: the same again ends with {ending.status}: {ending.said[-300:]}")
    if state(folder) != usual.new:
        was = "all" if is_there else "not all"
        which = _differences(folder, (usual.new, usual.new))
        raise Fault(f"{told}, {was} written: the same again leaves {which}: {ending.said[-300:]}")
    left = [path.name for path in folder.rglob("*misid-*") if not path.name.startswith(_NEW)]
    if left:
        raise Fault(f"{told}: left over by the same again: {left}")


def _check_words(ending: Ending, told: str, codes: tuple[int, ...]) -> None:
    if "Traceback" in ending.said or "Exception ignored" in ending.said:
        raise Fault(f"{told}: a trace: {ending.said[-600:]}")
    if ending.status not in (0, *codes, INTERRUPTED, -signal.SIGKILL, -signal.SIGTERM):
        raise Fault(f"{told}: it ends with {ending.status}: {ending.said[-300:]}")
    if ending.status == INTERRUPTED and "stopped" not in ending.said:
        raise Fault(f"{told}: it does not say that it was stopped")


def _check_now(folder: Path, allowed: tuple[State, State], told: str, ending: Ending) -> None:
    """Old or new at once, where the process ended by itself."""
    if ending.status >= 0 and state(folder) not in allowed:
        raise Fault(f"{told}: neither old nor new: {_differences(folder, allowed)}")


def _check_state(folder: Path, allowed: tuple[State, State], told: str) -> None:
    """Old or new after the next who writes there, whatever that is."""
    from misid.files.unfinished import finish

    folders = [folder, *(path for path in folder.rglob("*") if path.is_dir())]
    for path in folders:
        if path.name.startswith(_NEW):
            os.utime(path, (time.time() - _LONG_AGO,) * 2)
    for path in folders:
        if path.is_dir() and "misid-" not in path.name:
            finish(path)
    if state(folder) not in allowed:
        raise Fault(f"{told}: not finished by the next: {_differences(folder, allowed)}")
    left = [path.name for path in folder.rglob("*misid-*")]
    if left:
        raise Fault(f"{told}: left over: {left}")


def _differences(folder: Path, allowed: tuple[State, State]) -> list[tuple[str, str]]:
    there = state(folder)
    old, new = allowed
    return [
        (name, "old" if data == old.get(name) else "new" if data == new.get(name) else "torn")
        for name, data in sorted(there.items())
    ]


def state(folder: Path) -> State:
    """The files in their places, and what they hold."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not any("misid-" in part for part in path.relative_to(folder).parts)
    }


def run(line: list[str], folder: Path, stop: Stop | None = None) -> Ending:
    """
    A command in a child of this process.

    Args:
        line: its words.
        folder: whose changes are steps.
        stop: when it is stopped; None: never.
    """
    which, step, seconds = stop or (None, None, None)
    with (
        tempfile.TemporaryFile() as said,
        tempfile.TemporaryFile() as steps,
        tempfile.TemporaryFile() as loaded,
    ):
        # None before the child is ready: what it inherits may not be interrupted.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        child = os.fork()
        if not child:
            counter = _counter(str(folder), which, step, steps)
            _work(line, (said.fileno(), loaded.fileno()), counter)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        if which is not None and seconds is not None:
            time.sleep(seconds)
            os.kill(child, which)
        status = os.waitpid(child, 0)[1]
        for file in (said, steps, loaded):
            file.seek(0)
        load(loaded.read().decode().split() if stop is None else ())
        words = said.read().decode("utf-8", "replace")
        return Ending(os.waitstatus_to_exitcode(status), words, steps.read())


def _counter(
    folder: str, which: signal.Signals | None, step: int | None, steps: Any
) -> Callable[[str, tuple[Any, ...]], None]:
    """Counts steps, and ends or interrupts this process before one."""
    done = 0

    def count(event: str, given: tuple[Any, ...]) -> None:
        nonlocal done
        if event not in _STEPS or not (event == "fcntl.flock" or _is_in(folder, given)):
            return
        done += 1
        os.pwrite(steps.fileno(), _MOVE if event in _MOVES else _OTHER, done - 1)
        if done == step and which is not None:
            os.kill(os.getpid(), which)

    return count


def load(names: Iterable[str]) -> None:
    """Import what children would import one by one."""
    for name in names:
        with suppress(Exception):
            importlib.import_module(name)


def _is_in(folder: str, given: tuple[Any, ...]) -> bool:
    return any(folder in os.fsdecode(one) for one in given if isinstance(one, str | bytes | Path))


def _begin(line: list[str], count: Callable[[str, tuple[Any, ...]], None]) -> None:
    """A command of misid, or nothing but the writing of files."""
    from misid.cli import main
    from misid.files.write import text_writer, write_files

    sys.argv = ["misid", *line]
    sys.addaudithook(count)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    if line[0] != WRITE:
        main()
        return
    texts = {f"below/{place}.txt" if place % 2 else f"{place}.txt": line[2] for place in range(6)}
    try:
        write_files({name: text_writer(text) for name, text in texts.items()}, Path(line[1]))
    except KeyboardInterrupt:
        print("stopped")
        raise SystemExit(INTERRUPTED) from None


def _work(
    line: list[str], files: tuple[int, int], count: Callable[[str, tuple[Any, ...]], None]
) -> None:
    """The whole life of a child."""
    code = 1
    try:
        os.dup2(files[0], 1)
        os.dup2(files[0], 2)
        sys.stdout, sys.stderr = (os.fdopen(place, "w", closefd=False) for place in (1, 2))
        _begin(line, count)
        code = 0
    except SystemExit as ended:
        code = int(ended.code or 0)
    except BaseException:  # what the interpreter would print
        import traceback

        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os.pwrite(files[1], "\n".join(list(sys.modules)).encode(), 0)
        os._exit(code)


SCORES, COUNTS, LOG, PLAN, BOUND, AUDIT, WRITE = (
    "scores.csv", "counts.csv", "log.csv", "plan.json", "commitment.json", "audit", "write"
)  # fmt: skip
_UNKNOWNS = (
    "unknowns", "airport-exit", "--draws", "64", "--points", "2", "--seed", "{seed}",
)  # fmt: skip
COMMANDS: Mapping[str, Command] = {
    WRITE: Command((WRITE, "{place}/out", "{seed}"), share=4),
    "run": Command(
        ("run", "airport-exit", "--draws", "64", "--seed", "{seed}", "--out", "{place}/out")
    ),
    "evaluate": Command(
        ("evaluate", SCORES, "--seed", "{seed}", "--replicates", "20", "--out", "{place}/out"),
        share=2,
    ),
    "to-scenario": Command(
        ("evaluate", SCORES, "--fmr", "0.{seed}", "--to-scenario", "{place}/own.yaml"), once=True
    ),
    "figure": Command(
        (
            *("figure", "groups", "airport-exit", "--draws", "64", "--seed", "{seed}"),
            *("--out", "{place}/groups.svg"),
        )
    ),
    "simulate": Command(
        (
            *("simulate", "airport-exit", "--searches", "20000", "--seed", "{seed}"),
            *("--out", "{place}/out"),
        ),
        resumes=True,
    ),
    "counts": Command(
        ("counts", COUNTS, "--decimal", "{decimal}", "--out", "{place}/out"), share=3
    ),
    # A counts file of other content may have been edited by its reader, and is not replaced.
    "counts-write": Command(
        ("counts", COUNTS, "--source", "page {seed}", "--write", "{place}/counts.yaml"),
        once=True,
        share=3,
    ),
    "audit-log": Command(
        ("audit", "log", LOG, "--number", "duty_from={seed}", "--out", "{place}/out"), codes=(1,)
    ),
    "audit-plan": Command(
        ("audit", "plan", LOG, "--below", "20%", "--rate", "{seed}%", "--out", "{place}/plan.json"),
        once=True,
        share=3,
    ),
    "audit-commit": Command(
        ("audit", "commit", LOG, "--plan", "{seed}" + PLAN, "--out", "{place}/bound.json"),
        once=True,
        share=3,
    ),
    "audit-sheet": Command(
        (
            *("audit", "sheet", LOG, "--plan", "1" + PLAN, "--commitment", BOUND),
            *("--seed", "thrown {seed}", "--out", "{place}/out"),
        ),
        once=True,
        share=3,
    ),
    "audit-read": Command(
        ("audit", "read", f"{AUDIT}/sheet{{seed}}.csv", "--out", "{place}/out"),
        forgets=f"{AUDIT}/amendments.csv",
        share=3,
    ),
    "infer": Command(
        (
            *("infer", "counts.yaml", "--scenario", "live-watchlist", "--draws", "20"),
            *("--seed", "{seed}", "--out", "{place}/out"),
        )
    ),
    "infer-to-scenario": Command(
        (
            *("infer", "counts.yaml", "--scenario", "live-watchlist", "--draws", "100"),
            *("--seed", "{seed}", "--to-scenario", "{place}/given.yaml"),
        ),
        once=True,
    ),
    "case": Command(
        ("case", "airport-exit", "--draws", "64", "--seed", "{seed}", "--out", "{place}/out")
    ),
    "compare": Command(
        (
            *("compare", "airport-exit", "--with", "delete-non-matches", "--draws", "64"),
            *("--seed", "{seed}", "--out", "{place}/out"),
        )
    ),
    "unknowns": Command((*_UNKNOWNS, "--out", "{place}/out")),
    "letter": Command((*_UNKNOWNS, "--letter", "hearing", "--out", "{place}/out")),
    "export-page": Command(
        (
            "export-page",
            "{place}/out",
            "airport-exit",
            "--states",
            "safeguards",
            "--draws",
            "6{seed}",
        ),
        once=True,
    ),
    "assess": Command(
        (
            *("assess", "airport-exit", "--draws", "64", "--seed", "{seed}", "--on", "2026-04-03"),
            *("--form", "pta", "--out", "{place}/out"),
        )
    ),
    "brief": Command(
        ("brief", "airport-exit", "--draws", "64", "--seed", "{seed}", "--out", "{place}/out")
    ),
}


def write_inputs(folder: Path) -> None:
    """What commands read: scores, counts, a log, and the papers of an audit of it."""
    _write_scores(folder)
    write_tables(folder)
    for line in _PAPERS:
        ending = run([*line], folder)
        if ending.status:
            raise Fault(f"{' '.join(line)} ends with {ending.status}: {ending.said}")
    empty = (folder / AUDIT / "sheet.csv").read_text("utf-8").splitlines()
    for seed, word in ((1, "right"), (2, "wrong")):
        filled = [empty[0], *(f"{line}right" for line in empty[1:-1]), f"{empty[-1]}{word}", ""]
        (folder / AUDIT / f"sheet{seed}.csv").write_text("\n".join(filled), "utf-8")


def write_tables(folder: Path) -> None:
    """Disclosed counts by month, and a log of searches in which all is made up."""
    months = [f"2024-{month:02d},{1000 + 7 * (month % 5)},{month % 4}" for month in range(1, 9)]
    (folder / COUNTS).write_text("\n".join(["Month,Searches,Alerts", *months, ""]), "utf-8")
    rows = [
        f"s{place},2026-01-{1 + place // 20:02d}T{place % 20:02d}:00:00Z,North,o{place % 7},"
        + ("do_not_detain," if place % 3 else f"reference,r{place}")
        for place in range(60)
    ]
    head = "search_id,time,agency,officer,answer,reference_code"
    (folder / LOG).write_text("\n".join([head, *rows, ""]), "utf-8")


_PAPERS = (
    *(("audit", "plan", LOG, "--below", "20%", "--rate", f"{seed}%", "--out", f"{seed}{PLAN}")
      for seed in (1, 2)),
    ("audit", "commit", LOG, "--plan", f"1{PLAN}", "--out", BOUND),
    ("audit", "sheet", LOG, "--plan", f"1{PLAN}", "--commitment", BOUND, "--seed", "thrown",
     "--out", AUDIT),
    ("counts", COUNTS, "--write", "counts.yaml"),
)  # fmt: skip


def _write_scores(folder: Path) -> None:
    """A small file of scores, for commands that measure one."""
    random = Random(1)  # noqa: S311 - nothing is kept secret by it
    rows = [(random.gauss(0.6 if kind else 0.3, 0.2), kind) for kind in (0, 1) * 100]
    text = "\n".join(["score,genuine", *(f"{score:.4f},{kind}" for score, kind in rows), ""])
    (folder / SCORES).write_text(text, encoding="utf-8")
