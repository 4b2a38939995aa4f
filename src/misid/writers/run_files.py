"""The files of a run that hold its numbers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from misid.files.write import Writer, text_writer
from misid.programme import TRUTHS
from misid.quantities import Choice, Quantity
from misid.quantities.composition import Algorithm, Composition
from misid.results.run import Run
from misid.scenario import Worlds, to_yaml


def bundle(run: Run) -> dict[str, Writer]:
    """What writes results.json, outcomes.parquet, draws.parquet and scenario.yaml, by name."""
    return {
        "results.json": text_writer(results_json(run)),
        "outcomes.parquet": outcome_table(run).write_parquet,
        "draws.parquet": draw_table(run).write_parquet,
        "scenario.yaml": text_writer(to_yaml(run.evaluation.worlds.scenario)),
    }


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
            "kin": cell.kin,
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
        elif isinstance(one.content, Algorithm):
            yield name, pl.Series(worlds.algorithm_names())
