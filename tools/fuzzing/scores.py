"""Files of comparisons: text in every layout, whole and damaged, read whole and in parts."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from fuzzing.answers import Refusal, answer
from fuzzing.by_python import Count, readings
from fuzzing.damage import OF_TEXT, damaged
from fuzzing.given import MEASURED, REFUSED, Fault, Given, Target
from fuzzing.tables import Comparisons, comparisons, layout, packed, text_of
from misid.evaluation import FileReading, ScoreTable, read_scores, score_stream
from misid.evaluation.streamed_groups import cell_counts, has_labels
from misid.files.formats import open_source

_NAME = "scores.csv"
_SHOWN, _IN_PARTS = 6, 6
"""Of how many files one is read in parts too, and of how many of those one is counted by groups."""


def plain(random: Random) -> Given:
    """A table as Python writes it, in a layout by chance."""
    table, how = comparisons(random), layout(random)
    data = packed(text_of(table, how), how.packed)
    return Given({_NAME: data}, _said(random, table), _truth(table), str(how))


def spoilt(random: Random) -> Given:
    """The same, damaged."""
    table, how = comparisons(random, rows=16), layout(random)
    data = text_of(table, how)
    if how.packed and random.random() < 0.5:
        data = damaged(random, packed(data, how.packed))
    else:
        data = packed(damaged(random, data, OF_TEXT), how.packed)
    return Given({_NAME: data}, _said(random, table), None, str(how))


def _said(random: Random, table: Comparisons) -> dict[str, Any]:
    """What a reader says of the file: nothing, or what the columns are."""
    said: dict[str, Any] = {}
    if random.random() < 0.2:
        said["missing"] = "fta"
    if random.random() < 0.1:
        said["has_names"] = True
    return said


def _truth(table: Comparisons) -> Count:
    return sorted(table.pairs), 0


def _judge(given: Given, folder: Path) -> str:
    return judge_file(given, folder, _NAME, by_python=True)


def judge_file(given: Given, folder: Path, name: str, *, by_python: bool) -> str:
    """
    Whole, in parts, and by Python: one and the same, or refused.

    Args:
        given: the input.
        folder: with its file.
        name: of the file.
        by_python: whether Python's own reader of CSV can read it.
    Raises: Fault: they differ, or a refusal is none of misid's.
    """
    path, reading, luck = folder / name, FileReading(**given.options), len(given.files[name])
    table = answer(lambda: read_scores(path, reading), str(folder))
    is_deep, counts = luck % _IN_PARTS == 0, luck % (_IN_PARTS * _IN_PARTS) == 0
    is_refused = isinstance(table, Refusal)
    parts = (
        answer(lambda: _in_parts(path, reading, counts=counts or is_refused), str(folder))
        if is_deep
        else None
    )
    if isinstance(table, Refusal):
        if isinstance(parts, tuple) and not _may_differ(parts[0]):
            raise Fault(f"refused whole, but measured in parts: {_short(parts)}")
        return REFUSED
    found = _held(table)
    if isinstance(parts, Refusal):
        raise Fault(f"measured whole, but refused in parts: {_short(found)}")
    if parts is not None and parts != found:
        raise Fault(f"whole {_short(found)}, in parts {_short(parts)}")
    if given.truth is not None and found != given.truth:
        raise Fault(f"read {_short(found)}, but it holds {_short(given.truth)}")
    if given.truth is None and by_python and not _by_python(given, path, table, found):
        raise Fault(f"read {_short(found)}, which Python does not find")
    return MEASURED


def _in_parts(path: Path, reading: FileReading, *, counts: bool) -> Count | None:
    stream = score_stream((path,), reading, from_bytes=0)
    if stream is None:
        return None
    batches = [part() for part in stream.parts()]
    stream.refuse()
    if counts and has_labels(stream):
        cell_counts(stream, [0.0])
    scores = np.concatenate([batch.scores for batch in batches])
    kinds = np.concatenate([batch.is_genuine for batch in batches])
    failed = sum(sum(batch.failed) for batch in batches)
    found = _pairs(-scores if stream.distance else scores, kinds)
    if not _may_differ(found):
        stream.refuse_implausible(apart=_apart(_pairs(scores, kinds)))
    return found, failed


def _may_differ(pairs: list[tuple[float, bool]]) -> bool:
    """Whether what is refused of a whole file is looked at later where it comes in parts."""
    return len({kind for _, kind in pairs}) < 2 or len({score for score, _ in pairs}) < 2


def _apart(pairs: list[tuple[float, bool]]) -> bool:
    """Whether a threshold makes no error; higher is more alike."""
    genuine, impostor = ([s for s, kind in pairs if kind is flag] for flag in (True, False))
    return min(genuine) > max(impostor)


def _held(table: ScoreTable) -> Count:
    scores = -table.scores if table.distance else table.scores
    return _pairs(scores, table.genuine), table.failed_genuine + table.failed_impostor


def _pairs(scores: Any, kinds: Any) -> list[tuple[float, bool]]:
    return sorted(zip(map(float, scores), map(bool, kinds), strict=True))


def _by_python(given: Given, path: Path, table: ScoreTable, found: Count) -> bool:
    data = given.files[_NAME]
    if data.startswith(b"\x28\xb5\x2f\xfd"):
        return True
    columns = open_source(path, FileReading(**given.options).expected).columns
    roles: dict[str, str] = {column.role: column.name for column in table.columns}
    return any(found == count for count in readings(data, columns, roles, given.options))


def _short(count: Count) -> str:
    pairs, missing = count
    genuine = sum(kind for _, kind in pairs)
    some = ", ".join(f"{score!r}{'+' if kind else '-'}" for score, kind in pairs[:_SHOWN])
    return f"{genuine} + {len(pairs) - genuine} comparisons, {missing} without a score ({some})"


TARGETS = {
    "scores": Target(plain, _judge, 2),
    "scores-damaged": Target(spoilt, _judge, 4),
}
