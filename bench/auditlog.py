"""Measure row rules over a search log beside Polars' own scan, and a Merkle root beside hashlib.

    python bench/auditlog.py --rows 1e7 --peers OTHER/bin/python

Writes bench/auditlog.md. Not a test.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import subprocess
import time
from collections.abc import Callable
from os import cpu_count, getloadavg
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl

from misid.searchlog.checks.audit import LogQuestion, OpenLog, open_log
from misid.searchlog.checks.expression import RuleSetting
from misid.searchlog.checks.library import shipped_log_rules
from misid.searchlog.checks.merkle import merkle_root
from misid.searchlog.checks.passes import pass_rows, roles_of
from misid.searchlog.checks.rules import LogRule

HERE = Path(__file__).parent
REPEATS, ENTRIES, PART = 3, 1_000_000, 2_000_000
WANTED_SCAN, WANTED_ROOT = 2.5, 1.3
SETTING = RuleSetting(
    numbers={"duty_from": 6.0, "duty_to": 22.0, "longest_silence": 600.0}, as_of=None
)


def log_of(rows: int, folder: Path) -> Path:
    """A made-up log of so many rows, in order of time."""
    parts = []
    for start in range(0, rows, PART):
        parts.append(folder / f"part-{start:012d}.parquet")
        some_rows(start, min(PART, rows - start)).write_parquet(parts[-1])
    whole = folder / "log.parquet"
    pl.scan_parquet(parts).sink_parquet(whole, row_group_size=2**18)
    for path in parts:
        path.unlink()
    return whole


def some_rows(start: int, rows: int) -> pl.DataFrame:
    """Rows of it from one number on."""
    random = np.random.default_rng(start)
    when = pl.Series(1_767_225_600_000 + 1_000 * (start + np.arange(rows)))
    moment = when.cast(pl.Datetime("ms", "UTC"))
    reasons = pl.Series(["warrant", "operation", "identity"])
    return pl.DataFrame(
        {
            "time": moment,
            "searched": random.random(rows) < 0.96,
            "retention_until": moment.dt.date().dt.offset_by("200d"),
            "sequence": np.arange(start + 1, start + rows + 1),
            "reason": reasons.gather(random.integers(0, 3, rows)),
        }
    ).with_columns(
        deleted_on=pl.lit(None, dtype=pl.Date), deletion_record=pl.lit(None, dtype=pl.String)
    )


def best(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """Seconds of the processor, all threads, of the quickest of some runs."""
    times = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def read(log: OpenLog, names: list[str]) -> int:
    """What Polars needs to hand over the same columns, part by part."""
    table = pl.scan_parquet(log.source.path).select(names)
    return sum(part.height for part in table.collect_batches(maintain_order=True))


def row_rules(log: OpenLog) -> list[LogRule]:
    """The rules of a row, or of a row beside the one before it, whose columns are there."""
    columns = set(log.cells.columns)
    return [
        rule
        for rule in shipped_log_rules()
        if rule.shape in ("row", "sequence") and set(rule.needs) <= columns
    ]


def sums(log: OpenLog, names: list[str]) -> pl.DataFrame:
    """What Polars needs for the least and the largest of each."""
    columns = pl.col(names)
    least, most = columns.min().name.prefix("least "), columns.max().name.prefix("most ")
    return pl.scan_parquet(log.source.path).select(least, most).collect(engine="streaming")


def of_peers(python: str | None, path: Path) -> dict[str, tuple[float, list[int]]]:
    """What other programs take for such rules, where an environment has them."""
    if python is None:
        return {}
    script = HERE / "peers" / "searchlog.py"
    told = subprocess.run([python, script, path], check=True, capture_output=True, text=True)
    found: dict[str, tuple[float, list[int]]] = json.loads(told.stdout)
    return found


def hashed(entries: list[bytes]) -> None:
    """As many hashes as a root needs, and nothing else."""
    sha256, node = hashlib.sha256, b"\1" + bytes(64)
    for entry in entries:
        sha256(b"\0" + entry).digest()
    for _ in range(len(entries) - 1):
        sha256(node).digest()


def main() -> None:
    """Measure, and write the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=lambda text: int(float(text)), default=3_000_000)
    options.add_argument("--peers", help="a Python with duckdb, pointblank and polars")
    asked = options.parse_args()
    rows = asked.rows
    with TemporaryDirectory() as folder:
        log = open_log(log_of(rows, Path(folder)), LogQuestion())
        rules = row_rules(log)
        names = [log.cells.columns[role].name for role in roles_of(rules, log.cells)]
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        held = best(lambda: pass_rows(log.source, log.cells, rules, SETTING))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        handed, summed = best(lambda: read(log, names)), best(lambda: sums(log, names))
        peers = of_peers(asked.peers, Path(folder) / "log.parquet")
    entries = [
        f"e{place:016x},2026-01-01T00:00:00Z,agency,reference".encode() for place in range(ENTRIES)
    ]
    bare, root = best(lambda: hashed(entries)), best(lambda: merkle_root(entries))
    lines = [
        "# Row rules over a search log",
        "",
        f"`python bench/auditlog.py --rows {rows:,}`, {cpu_count()} processors, load "
        f"{getloadavg()[0]:.1f}; the quickest of {REPEATS} runs. Seconds of the processor, all "
        "threads, since other work runs beside it; of those no part is reading from disk. "
        f"{len(rules)} rules over {len(names)} columns of a Parquet file (`pass_rows`), beside "
        "Polars' own scan of the same columns.",
        "",
        "| work | seconds | beside it | wanted |",
        "| --- | --- | --- | --- |",
        f"| row rules | {held:.2f} | | |",
        f"| Polars hands over the columns | {handed:.2f} | {held / handed:.1f} | |",
        f"| Polars' least and largest | {summed:.2f} | {held / summed:.1f} | {WANTED_SCAN} |",
        *(f"| {name} | {taken:.2f} | {held / taken:.1f} | |" for name, (taken, _) in peers.items()),
        f"| RFC 6962 root of {ENTRIES:,} lines | {root:.2f} | {root / bare:.2f} | {WANTED_ROOT} |",
        f"| as many hashes of hashlib | {bare:.2f} | | |",
        "",
        f"Memory of the process: {before / 2**10:,.0f} MiB before the rules, {memory / 2**10:,.0f} "
        "MiB at most by their end.",
        "",
    ]
    (HERE / "auditlog.md").write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
