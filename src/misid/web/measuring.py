"""An evaluation in a process of its own: it can be ended at once, and leaves nothing in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from misid import evaluation
from misid.errors import FormatError
from misid.evaluation import FileReading
from misid.evaluation.schema import Identification, Verification
from misid.evaluation.stamp import of_files, sources
from misid.files.formats import open_source
from misid.files.opened import opened
from misid.web.apart import STEP, ProcessEnds, Step, apart
from misid.web.uploads import UploadKind

Found = Verification | Identification

STEPS = 3
"""Steps of an evaluation: begun, read, counted."""
MOST_ROWS = 20_000_000
"""Rows that a file may have, however few bytes they take."""
_ENDS = ProcessEnds(
    "the evaluation", "a smaller file, or `misid evaluate FILE` in a terminal", 3600.0
)


@dataclass(frozen=True)
class MeasurementAsked:
    """What is to be measured: how the files are read, and for which rates; none: the usual ones."""

    kind: UploadKind
    reading: FileReading
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
    found: Found = apart(_steps, files, asked, ends=_ENDS)
    return found


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


def _steps(files: tuple[Path, ...], asked: MeasurementAsked) -> Iterator[Step | Found]:
    yield STEP
    held = [opened(file, kind="scores", instead="a file that exists") for file in files]
    first, second, reading = held[0], held[1] if len(held) > 1 else None, asked.reading
    found: Found
    if asked.kind == "lists":
        searches = evaluation.read_candidate_lists(first, second, reading)
        yield STEP
        rates = asked.rates or evaluation.SEARCH_RATES
        found = evaluation.evaluate_identification(searches, rates=rates)
    else:
        if second is not None and asked.kind == "two":
            pairs = evaluation.read_score_lists(first, second, reading)
        else:
            reading = replace(reading, key=second)
            pairs = evaluation.read_scores(first, reading)
        yield STEP
        found = evaluation.evaluate(pairs, rates=asked.rates or evaluation.RATES)
    yield STEP
    yield of_files(found, sources(held), reading)
