"""The files of a run, written to temporary names and renamed, so that none is ever half there."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import polars as pl

from misid.errors import OutputError
from misid.programme import TRUTHS
from misid.quantities import Choice, Quantity
from misid.results.run import Run
from misid.scenario import Worlds, to_yaml
from misid.scenario.parts import Composition

Writer = Callable[[Path], None]


def write_bundle(run: Run, folder: Path) -> tuple[Path, ...]:
    """
    Write results.json, outcomes.parquet, draws.parquet and scenario.yaml into a folder.

    Args:
        run: a finished run.
        folder: made where it is missing; other files in it are left alone.
    Returns: the files, in the order above.
    Raises: OutputError: the folder cannot be made or written.
    """
    writers: dict[str, Writer] = {
        "results.json": _text(results_json(run)),
        "outcomes.parquet": outcome_table(run).write_parquet,
        "draws.parquet": draw_table(run).write_parquet,
        "scenario.yaml": _text(to_yaml(run.evaluation.worlds.scenario)),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return _write_all(writers, folder)
    except FileExistsError:
        raise OutputError(
            f"{folder.name} is a file, but a folder is needed.", use="--out with another name"
        ) from None
    except OSError as error:
        raise OutputError(
            f"{folder.name} cannot be written: {error.strerror}.", use="--out with another folder"
        ) from None


def check_folder(folder: Path) -> None:
    """
    Refuse early a folder that cannot be written, before any work is done.

    Raises: OutputError: it is a file, or its nearest existing parent cannot be written.
    """
    nearest = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not nearest.is_dir():
        raise OutputError(
            f"{nearest.name} is a file, but a folder is needed.", use="--out with another name"
        )
    if not os.access(nearest, os.W_OK):
        raise OutputError(
            f"{folder.name} cannot be written: no permission.", use="--out with another folder"
        )


def results_json(run: Run) -> str:
    """The results document as JSON text."""
    return run.results.model_dump_json(indent=2) + "\n"


def outcome_table(run: Run) -> pl.DataFrame:
    """The outcome table, one row a group and outcome: probability for one stop of the group."""
    outcomes = run.evaluation.outcomes
    low, median, high = np.quantile(outcomes.table, [0.05, 0.5, 0.95], axis=0)
    mean = outcomes.table.mean(axis=0)
    rows = [
        {
            "group": group,
            "truth": truth,
            "candidate": cell.candidate,
            "source": cell.source,
            "answer": cell.answer,
            "review": cell.review,
            "mean": mean[g, t, c],
            "median": median[g, t, c],
            "low": low[g, t, c],
            "high": high[g, t, c],
        }
        for g, group in enumerate(outcomes.groups)
        for t, truth in enumerate(TRUTHS)
        for c, cell in enumerate(outcomes.cells)
    ]
    return pl.DataFrame(rows)


def draw_table(run: Run) -> pl.DataFrame:
    """One row a world: every input, then every output."""
    worlds = run.evaluation.worlds
    columns = dict(_input_columns(worlds)) | {
        f"output.{name}": pl.Series(values) for name, values in run.values.items()
    }
    return pl.DataFrame({"world": pl.Series(range(worlds.draws.size)), **columns})


def _input_columns(worlds: Worlds) -> Iterator[tuple[str, pl.Series]]:
    for name, one in worlds.by_name.items():
        if isinstance(one.content, Quantity):
            yield name, pl.Series(worlds.number(name))
        elif isinstance(one.content, Choice):
            yield name, pl.Series(worlds.options(name))
        elif isinstance(one.content, Composition):
            parts = tuple(one.content.shares)
            for part, shares in zip(parts, worlds.shares(name, parts).T, strict=True):
                yield f"{name}.{part}", pl.Series(shares)
        else:
            yield name, pl.Series(worlds.algorithm_names())


def _text(text: str) -> Writer:
    def write(path: Path) -> None:
        path.write_text(text, encoding="utf-8")

    return write


def _write_all(writers: dict[str, Writer], folder: Path) -> tuple[Path, ...]:
    """Every file complete under a temporary name first; then all take their names at once."""
    pairs = [(folder / f".{name}.{os.getpid()}.part", folder / name) for name in writers]
    try:
        for (temporary, _), writer in zip(pairs, writers.values(), strict=True):
            writer(temporary)
        for temporary, final in pairs:
            temporary.replace(final)
    finally:
        for temporary, _ in pairs:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
    return tuple(final for _, final in pairs)
