"""Files of made-up scores, the same on every machine and with every version of numpy."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats = NDArray[np.float64]

GROUPS = np.array(["north", "south", "east"])
CONDITIONS = np.array(["day", "night"])


def pairs(people: int, genuine: int, impostor: int, *, seed: int) -> pl.DataFrame:
    """
    Scores of pairs of made-up people in three groups.

    Pairs of the first group resemble each other more, and the second group is found less.
    """
    total = genuine + impostor
    drawn = _uniforms(4, total, seed)
    one = (drawn[0] * people).astype(int)
    other = (one + 1 + (drawn[1] * (people - 1)).astype(int)) % people
    same = np.arange(total) < genuine
    two = np.where(same, one, other)
    alike = ~same & (one % 3 == 0) & (two % 3 == 0)
    shift = np.where(same, 8.0 - 2.0 * (one % 3 == 1), 0.0) + alike
    return pl.DataFrame(
        {
            "score": (_logits(drawn[2]) + shift).round(3),
            "label": np.where(same, "genuine", "impostor"),
            "subject_a": _named("p", one),
            "subject_b": _named("p", two),
            "group_a": GROUPS[one % 3],
            "group_b": GROUPS[two % 3],
            "condition": CONDITIONS[(drawn[3] < 0.6).astype(int)],
        }
    )


def candidate_lists() -> tuple[pl.DataFrame, pl.DataFrame]:
    """
    Lists of 60 made-up people, each searched for four times and half of them enrolled; and mates.

    Half of the searches are of a gallery that is twice as large.
    """
    people, each, records, length = 60, 4, 400, 8
    searches = np.arange(people * each)
    person, size = searches // each, records // (2 - searches % 2)
    drawn = _logits(_uniforms(len(searches), records + 1, 3)).round(3)
    scores, own = drawn[:, :records], drawn[:, records] + 8.0
    enrolled = person % 2 == 0
    scores[searches[enrolled], person[enrolled]] = own[enrolled]
    scores[np.arange(records) >= size[:, None]] = -np.inf
    top = np.argsort(-scores, axis=1, kind="stable")[:, :length]
    lists = {
        "search": _named("s", np.repeat(searches, length)),
        "candidate": _named("r", top.ravel()),
        "score": np.take_along_axis(scores, top, axis=1).ravel().round(3),
    }
    mates = {
        "search": _named("s", searches),
        "mate": [f"r{one}" if there else None for one, there in zip(person, enrolled, strict=True)],
        "subject": _named("p", person),
        "group": GROUPS[person % 3],
        "condition": CONDITIONS[(searches // 2) % 2],
        "gallery_size": size,
    }
    return pl.DataFrame(lists), pl.DataFrame(mates)


def csv(frame: pl.DataFrame, path: Path) -> Path:
    """The frame as CSV."""
    frame.write_csv(path)
    return path


def parquet(frame: pl.DataFrame, path: Path) -> Path:
    """The frame as Parquet in several row groups."""
    frame.write_parquet(path, row_group_size=20_000)
    return path


def _named(letter: str, numbers: NDArray[np.int64]) -> list[str]:
    return [f"{letter}{number}" for number in numbers]


def _uniforms(rows: int, columns: int, seed: int) -> Floats:
    """Uniforms from raw bits, whose order no version changes; inside 0 and 1."""
    bits = np.random.Philox(key=seed).random_raw(rows * columns)
    return (((bits >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53).reshape(rows, columns)


def _logits(uniforms: Floats) -> Floats:
    return np.asarray(np.log(uniforms / (1.0 - uniforms)))
