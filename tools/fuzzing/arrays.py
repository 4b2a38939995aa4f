"""Files of comparisons that are no text: NumPy, Parquet, Feather, JSON lines; whole and damaged."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from fuzzing.damage import OF_BYTES, OF_TEXT, damaged
from fuzzing.given import Given, Target
from fuzzing.quick import columns_opened_here
from fuzzing.scores import judge_file
from fuzzing.tables import Pair

_APART = 200
"""Of how many columnar files one is opened in a process of its own first, as all are by misid."""
Columns = Mapping[str, list[float]]


def _npy(columns: Columns) -> bytes:
    held = io.BytesIO()
    fields = [(name, float if name == "score" else int) for name in columns]
    table = np.array(list(zip(*columns.values(), strict=True)), dtype=fields)
    np.save(held, table, allow_pickle=False)
    return held.getvalue()


def _two_columns(columns: Columns) -> bytes:
    held = io.BytesIO()
    np.save(held, np.column_stack(list(columns.values())), allow_pickle=False)
    return held.getvalue()


def _npz(columns: Columns) -> bytes:
    held, (scores, kinds) = io.BytesIO(), map(np.array, columns.values())
    np.savez(held, scores=scores, labels=kinds)
    return held.getvalue()


def _npz_by_kind(columns: Columns) -> bytes:
    held, (scores, kinds) = io.BytesIO(), map(np.array, columns.values())
    np.savez_compressed(held, genuine=scores[kinds == 1], impostor=scores[kinds == 0])
    return held.getvalue()


def _json_lines(columns: Columns) -> bytes:
    rows = (dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True))
    return "".join(f"{json.dumps(row)}\n" for row in rows).encode()


def _parquet(columns: Columns) -> bytes:
    import polars as pl

    held = io.BytesIO()
    pl.DataFrame(columns).write_parquet(held, compression="snappy")
    return held.getvalue()


def _feather(columns: Columns) -> bytes:
    import polars as pl

    held = io.BytesIO()
    pl.DataFrame(columns).write_ipc(held)
    return held.getvalue()


_FORMS: Mapping[str, Callable[[Columns], bytes]] = {
    "scores.npy": _npy,
    "two.npy": _two_columns,
    "scores.npz": _npz,
    "kinds.npz": _npz_by_kind,
    "scores.jsonl": _json_lines,
}
_IN_ANOTHER_PROCESS: Mapping[str, Callable[[Columns], bytes]] = {
    "scores.parquet": _parquet,
    "scores.feather": _feather,
}
"""Files that misid opens in a process of its own first."""


def _made(
    random: Random, forms: Mapping[str, Callable[[Columns], bytes]], *, harmed: bool
) -> Given:
    kinds = [place % 2 for place in range(random.randrange(6, 40))]
    random.shuffle(kinds)
    scores = [random.gauss(0.7 if kind else 0.3, 0.2) for kind in kinds]
    name = random.choice(list(forms))
    genuine: list[Any] = [*map(float, kinds)] if name == "two.npy" else kinds
    data = forms[name]({"score": scores, "genuine": genuine})
    if not harmed:
        pairs: list[Pair] = sorted(zip(scores, map(bool, kinds), strict=True))
        return Given({name: data}, truth=(pairs, 0))
    return Given({name: damaged(random, data, OF_TEXT if name.endswith("jsonl") else OF_BYTES)})


def _judge(given: Given, folder: Path) -> str:
    (name,) = given.files
    if len(given.files[name]) % _APART == 0:
        return judge_file(given, folder, name, by_python=False)
    with columns_opened_here(folder):
        return judge_file(given, folder, name, by_python=False)


TARGETS = {
    "arrays": Target(lambda random: _made(random, _FORMS, harmed=False), _judge),
    "arrays-damaged": Target(lambda random: _made(random, _FORMS, harmed=True), _judge, 2),
    "columns": Target(lambda random: _made(random, _IN_ANOTHER_PROCESS, harmed=True), _judge),
}
