"""The worlds of a run as tables of Polars."""

from __future__ import annotations

import numpy as np
import polars as pl

from misid.results.run import Run
from misid.writers.run_files import draw_table


def worlds(run: Run) -> pl.DataFrame:
    """One row a world: every input, then every output."""
    return draw_table(run)


def groups(run: Run) -> pl.DataFrame:
    """One row a world and group, the groups of a world together: the rates of each group."""
    names = run.evaluation.worlds.scenario.group_names
    size = run.evaluation.worlds.draws.size
    rates = {name: rate.reshape(-1) for name, rate in run.evaluation.group_rates.items()}
    return pl.DataFrame(
        {"world": np.repeat(np.arange(size), len(names)), "group": list(names) * size} | rates
    ).with_columns(pl.col(list(rates)).fill_nan(None))
