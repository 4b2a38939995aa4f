"""
The row rules of a search log in DuckDB and in pointblank, for `bench/auditlog.py --peers PYTHON`.

`python searchlog.py LOG` prints JSON: for each, seconds of the processor (all threads, the quickest
of three runs) and what it counted. Needs duckdb, pointblank and polars, in an environment of its
own.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable

import duckdb
import pointblank
import polars

# The rules of misid that look at these columns, but for those of what was written in a time.
RULES = """
SELECT count(*) FILTER (searched AND retention_until < DATE '2026-11-30' AND deleted_on IS NULL),
  count(*) FILTER (searched AND retention_until IS NULL),
  count(*) FILTER (deleted_on > retention_until),
  count(*) FILTER (deleted_on IS NOT NULL AND deletion_record IS NULL),
  count(*) FILTER (searched AND reason IS NULL),
  count(*) FILTER (searched AND (hour(time) < 6 OR hour(time) >= 22)),
  count(*) FILTER (time IS NULL){beside}
FROM {rows}
"""
BESIDE = """,
  count(*) FILTER (time < before), count(*) FILTER (time > before + INTERVAL 600 MINUTE),
  count(*) FILTER (sequence - number <> 1)"""
PREVIOUS = """(SELECT *, lag(time) OVER () AS before, lag(sequence) OVER () AS number
  FROM '{path}')"""


def timed(work: Callable[[], object]) -> tuple[float, object]:
    """Seconds of the processor of the quickest of three runs, and what came of it."""
    runs = []
    for _ in range(3):
        start = time.process_time()
        found = work()
        runs.append((time.process_time() - start, found))
    return min(runs, key=lambda one: one[0])


def in_duckdb(path: str, *, beside: bool) -> object:
    """All rules in one query; `beside`: those of a row and the one before it too."""
    rows = PREVIOUS.format(path=path) if beside else f"'{path}'"
    query = RULES.format(rows=rows, beside=BESIDE if beside else "")
    return duckdb.connect().execute(query).fetchone()


def in_pointblank(path: str) -> object:
    """Three rules of a row; it reads the whole table first."""
    told = (
        pointblank.Validate(data=polars.read_parquet(path))
        .col_vals_not_null(columns=["time", "retention_until", "reason"])
        .interrogate(collect_extracts=False)
    )
    return list(told.n_failed().values())


def main() -> None:
    """Time each."""
    path = sys.argv[1]
    works: dict[str, Callable[[], object]] = {
        "DuckDB, 7 rules of a row": lambda: in_duckdb(path, beside=False),
        "DuckDB, and 3 of a row beside the one before": lambda: in_duckdb(path, beside=True),
        "pointblank, 3 rules of a row": lambda: in_pointblank(path),
    }
    print(json.dumps({name: timed(work) for name, work in works.items()}))


if __name__ == "__main__":
    main()
