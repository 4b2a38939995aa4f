"""An evaluation in a process of its own: it can be ended at once, and leaves nothing in memory."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from misid import evaluation
from misid.errors import FormatError, MisidError
from misid.evaluation import Reading
from misid.evaluation.schema import Identification, Verification
from misid.evaluation.stamp import sources
from misid.files.formats import open_source
from misid.files.opened import opened
from misid.web.uploads import Kind
from misid.web.waiting import advance

Found = Verification | Identification

STEPS = 3
"""Steps of an evaluation: begun, read, counted."""
MOST_ROWS = 20_000_000
"""Rows that a file may have, however few bytes they take."""
_LOOKS = 0.1
_SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True)
class MeasurementAsked:
    """What is to be measured: how the files are read, and for which rates; none: the usual ones."""

    kind: Kind
    reading: Reading
    rates: tuple[float, ...] = ()


def measured(files: tuple[Path, ...], asked: MeasurementAsked) -> Found:
    """
    The evaluation of files, each step of which is told to who waits for it.

    Args:
        files: the scores, and what comes with them.
        asked: what is to be measured.
    Raises: MisidError: as the evaluation. GivenUpError: nobody waits any longer; the work ends.
    """
    check_rows(files, asked)
    with _process(files, asked) as told:
        while True:
            while not told.poll(_LOOKS):
                advance(0)
            try:
                news = told.recv()
            except EOFError:
                raise MisidError(
                    "the evaluation ended before it was done; it may have needed more memory than "
                    "there is.",
                    use="a smaller file, or `misid evaluate FILE` in a terminal",
                ) from None
            if isinstance(news, MisidError):
                raise news
            if not isinstance(news, str):
                return news  # type: ignore[no-any-return]
            advance(1)


def check_rows(files: tuple[Path, ...], asked: MeasurementAsked) -> None:
    """
    Refuse files that are small and yet hold very much.

    Raises: FormatError: one has too many rows.
    """
    for path in files:
        source = open_source(path, asked.reading.expected)
        if (source.rows or 0) > MOST_ROWS:
            raise FormatError(
                f"{source.name} has more than {MOST_ROWS:,} rows, too many for a page.",
                where=source.name,
                use="a part of it, or `misid evaluate FILE` in a terminal",
            )


@contextmanager
def _process(files: tuple[Path, ...], asked: MeasurementAsked) -> Iterator[Connection]:
    """What a process tells of its work; it is ended when nobody listens any longer."""
    told, tells = _SPAWN.Pipe(duplex=False)
    process = _SPAWN.Process(target=_work, args=(tells, files, asked), daemon=True)
    with _deaf():
        process.start()
    tells.close()
    try:
        yield told
    finally:
        told.close()
        process.kill()
        process.join()


@contextmanager
def _deaf() -> Iterator[None]:
    """What begins meanwhile is not interrupted by Ctrl-C, which is meant for who began it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # It begins with the first process otherwise, and hears again.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(tells: Any, files: tuple[Path, ...], asked: MeasurementAsked) -> None:
    """What the process does: every step is told, then what was found or what is wrong."""
    with suppress(BrokenPipeError, KeyboardInterrupt), tells:
        try:
            for news in _steps(files, asked):
                tells.send(news)
        except MisidError as mistake:
            tells.send(mistake)


def _steps(files: tuple[Path, ...], asked: MeasurementAsked) -> Iterator[str | Found]:
    yield "begun"
    held = [opened(file, kind="scores", instead="a file that exists") for file in files]
    first, second = held[0], held[1] if len(held) > 1 else None
    found: Found
    if asked.kind == "lists":
        searches = evaluation.read_candidate_lists(first, second, asked.reading)
        yield "read"
        rates = asked.rates or evaluation.SEARCH_RATES
        found = evaluation.evaluate_identification(searches, rates=rates)
    else:
        pairs = (
            evaluation.read_score_lists(first, second, asked.reading)
            if second is not None and asked.kind == "two"
            else evaluation.read_scores(first, replace(asked.reading, key=second))
        )
        yield "read"
        found = evaluation.evaluate(pairs, rates=asked.rates or evaluation.RATES)
    yield "counted"
    yield found.model_copy(update={"sources": sources(held)})
