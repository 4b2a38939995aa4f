"""Exact error rates of score files, in memory and on disk, beside other programs.

Writes bench/scorefiles.md: ours, the bandwidth of memory, and each peer in an environment of its
own that is made in a folder for such things. Not a test.

    python bench/scorefiles.py [--cache FOLDER] [--rows 1000000000] [--full] [--with-torch]
"""

import argparse
import json
import platform
import resource
import subprocess
import sys
import time
import venv
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from importlib.metadata import version
from os import cpu_count, getloadavg
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread

import numpy as np
import polars as pl

from misid.evaluation import RATES, FileReading, ScoreTable, evaluate, score_stream
from misid.evaluation.counting.exact_counts import counted
from misid.evaluation.counting.passes import InMemory
from misid.evaluation.counting.targets import Targets
from misid.measures import (
    Comparisons,
    detection_error_tradeoff,
    equal_error_rate,
    operating_point,
)

HERE = Path(__file__).parent
PEER = HERE / "peers" / "scores.py"
IN_MEMORY, REPEATS, PART = 10**8, 5, 10**7
# Scores that each peer is given, where it would take minutes on all of them.
PEERS = {"scikit-learn": 10**7, "bob.measure": 10**7, "pyeer": 10**6, "torchmetrics": 10**7}
NEEDS = {"torchmetrics": ("torchmetrics", "torch")}
QUIET = 1.0

Row = tuple[str, str, str]


def scores(size: int, seed: int = 1) -> InMemory:
    """Single-precision scores of two normal kinds, a tenth of them genuine; as the peers have."""
    random = np.random.default_rng(seed)
    is_genuine = random.random(size, dtype=np.float32) < 0.1
    values = random.standard_normal(size, dtype=np.float32)
    values[is_genuine] += 3.0
    return InMemory(values, is_genuine)


def best(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """Seconds of the quickest of some runs."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def resident() -> float:
    """Megabytes that this process holds."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def extra_memory(work: Callable[[], object]) -> float:
    """The most megabytes that some work holds, beyond what was held before."""
    before, most, done = resident(), [0.0], Event()

    def watch() -> None:
        while not done.wait(0.002):
            most[0] = max(most[0], resident() - before)

    watcher = Thread(target=watch)
    watcher.start()
    work()
    done.set()
    watcher.join()
    return most[0]


def check(source: InMemory) -> None:
    """What is counted is what sorting gives, on a part of the scores."""
    part = InMemory(source.scores[:PART], source.is_genuine[:PART])
    whole = Comparisons.of(part.scores[part.is_genuine], part.scores[~part.is_genuine])
    tally = counted(part, Targets(RATES)).tally
    same = [equal_error_rate(whole) == equal_error_rate(tally)]
    for rate in RATES:
        points = (operating_point(one, false_match_rate=rate) for one in (whole, tally))
        same.append(len(set(points)) == 1)
    curves = [detection_error_tradeoff(one) for one in (whole, tally)]
    same.append(np.array_equal(curves[0].thresholds, curves[1].thresholds))
    if not all(same):
        raise SystemExit("counting and sorting differ")


def in_memory() -> list[Row]:
    """Ours, and what memory allows."""
    source = scores(IN_MEMORY)
    check(source)
    tenth = ScoreTable("scores", source.scores[:PART], source.is_genuine[:PART])
    points = Targets(RATES, points=0, bins=0, decidability=False)
    work: list[tuple[str, Callable[[], object], str]] = [
        ("numpy: sum of the scores (memory bandwidth)", source.scores.sum, "-"),
        ("numpy: sort of the scores", lambda: np.sort(source.scores), "-"),
        (
            "misid: thresholds and FNMR at six FMRs, EER, exact",
            lambda: counted(source, points),
            "0.1 s",
        ),
        (
            "misid: the same with the DET curve, each point exact",
            lambda: counted(source, Targets(RATES, bins=0, decidability=False)),
            "0.3 s; 0.4 s at most",
        ),
        ("misid: the same with histogram and d'", lambda: counted(source, Targets(RATES)), "-"),
        ("misid: the whole evaluation of a tenth of them", partial(evaluate, tenth), "-"),
    ]
    rows = []
    for name, one, target in work:
        seconds, more = best(one, 1 if "sort" in name else REPEATS), extra_memory(one)
        rows.append((name, f"{seconds:.3f} s, {more:.0f} MB more", target))
        print(rows[-1], flush=True)
    return rows


def peer(name: str, cache: Path, size: int) -> Row:
    """One peer on so many scores, or why there is no figure."""
    folder = cache / name
    python = folder / "bin" / "python"
    title = f"{name}, {size:,} scores"
    try:
        if not python.exists():
            venv.create(folder, with_pip=True)
            needs = ["--prefer-binary", *NEEDS.get(name, (name,))]
            install = [str(python), "-m", "pip", "install", "-q", *needs]
            subprocess.run(install, check=True, capture_output=True, timeout=300)
        done = subprocess.run(
            [str(python), str(PEER), name, str(size)],
            check=True,
            capture_output=True,
            text=True,
            timeout=600,
        )
    except (subprocess.SubprocessError, OSError) as error:
        said = (getattr(error, "stderr", None) or b"").strip()
        text = said.decode() if isinstance(said, bytes) else said
        last = text.splitlines()[-1][:120] if text else type(error).__name__
        return title, f"no figure: does not install or run here ({last})", "-"
    found = json.loads(done.stdout.splitlines()[-1])
    whole = found["seconds"] / size * IN_MEMORY
    text = f"{found['seconds']:.2f} s, {found['seconds'] / size * 1e9:,.0f} ns a score"
    if size < IN_MEMORY:
        text += f"; {whole:,.0f} s for {IN_MEMORY:,} if it grows in proportion (extrapolated)"
    return f"{name} {found['version']}, {size:,} scores", text, "-"


def write_parquet(path: Path, rows: int) -> None:
    """Scores and labels, single precision, a part at a time."""
    parts = []
    for number in range(max(1, rows // PART)):
        part = scores(min(PART, rows), seed=number)
        parts.append(path.with_suffix(f".{number}"))
        frame = pl.DataFrame({"score": part.scores, "label": part.is_genuine})
        frame.write_parquet(parts[-1])
    pl.scan_parquet(parts).sink_parquet(path)
    for file in parts:
        file.unlink()


def on_disk(cache: Path, rows: int) -> list[Row]:
    """The whole evaluation of a Parquet file, beside reading it."""
    path = cache / f"scores-{rows}.parquet"
    if not path.exists():
        write_parquet(path, rows)

    def read() -> object:
        return pl.scan_parquet(path).select(pl.col("score").sum()).collect()

    def ours() -> object:
        stream = score_stream((path,), FileReading(), from_bytes=0)
        return None if stream is None else evaluate(stream)

    read()
    ours()
    theirs, seconds, memory = best(read, 3), best(ours, 3), extra_memory(ours)
    name = f"Parquet, {rows:,} rows ({path.stat().st_size / 1e9:.1f} GB)"
    return [
        (f"polars: {name}, sum of the scores", f"{theirs:.2f} s", "-"),
        (
            f"misid: {name}, the whole evaluation",
            f"{seconds:.2f} s, {seconds / theirs:.1f} times that; {memory:,.0f} MB more",
            "2 times; under 2,000 MB",
        ),
    ]


def table(rows: list[Row], load: float) -> str:
    """The rows in Markdown, with machine, versions, and the load when the run began."""
    lines = ["| work | measured | target |", "|---|---|---|"]
    lines += [f"| {work} | {measured} | {target} |" for work, measured, target in rows]
    versions = ", ".join(
        f"{name} {version(name)}" for name in ("misid", "numpy", "numba", "polars")
    )
    machine = f"{platform.machine()}, {cpu_count()} cores, Python {platform.python_version()}"
    busy = "; something else was running, so the times are too long" if load > QUIET else ""
    about = (
        f"{machine}; {versions}. Load when it began: {load:.1f}{busy}. In memory: {IN_MEMORY:,} "
        "single-precision scores, a tenth of them genuine; peers give curve, equal error rate and "
        "FNMR at FMR 1e-4 (PyEER: 1e-3), without reading or making the scores."
    )
    return "\n".join(["# Score files, measured", "", about, "", *lines, ""])


def main() -> None:
    """Measure every row, print the table and write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, help="folder of peers and files to keep")
    parser.add_argument("--rows", type=int, default=10**8, help="rows of the Parquet file")
    parser.add_argument("--full", action="store_true", help="peers get as many scores as we do")
    parser.add_argument("--with-torch", action="store_true", help="torchmetrics too: gigabytes")
    asked = parser.parse_args()
    load = getloadavg()[0]
    with TemporaryDirectory() as temporary:
        cache = asked.cache or Path(temporary)
        cache.mkdir(parents=True, exist_ok=True)
        rows = in_memory()
        for name, size in PEERS.items():
            if name == "torchmetrics" and not asked.with_torch:
                rows.append((name, "not installed: asked for by --with-torch", "-"))
                continue
            rows.append(peer(name, cache, IN_MEMORY if asked.full else size))
            print(rows[-1], flush=True)
        rows += on_disk(cache, asked.rows)
    text = table(rows, load)
    (HERE / "scorefiles.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main()
    sys.exit(0)
