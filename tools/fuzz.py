"""Give every reader of misid inputs by chance, and name those that something is wrong with.

`./dev fuzz` runs for a minute; `--minutes 60` for an hour; `--seed` decides which inputs. What is
found lies in out/fuzz: the files of the input, the reason, and the command that repeats it alone.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import count, cycle, islice
from pathlib import Path

from fuzzing.campaign import Batch, Finding, batch
from fuzzing.given import Target, chance, write
from fuzzing.targets import TARGETS, warm

FOUND = Path(__file__).resolve().parents[1] / "out" / "fuzz"
_SHOWN = 12
"""Findings of a reader that are shown and kept; more of them seldom say more."""


def main() -> int:
    """What the command line asks for; 1 where something was found."""
    asked = _asked()
    named = [asked.again.partition(":")[0]] if asked.again else asked.only
    targets = {name: TARGETS[name] for name in named or TARGETS}
    warm(targets)
    if asked.again:
        return _again(asked.again)
    start = time.monotonic()
    campaign = _Campaign(targets, asked.seed, start + 60 * asked.minutes, asked.inputs)
    campaign.run(asked.jobs)
    seconds = time.monotonic() - start
    campaign.tell(seconds)
    return int(bool(campaign.findings))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--inputs", type=int, help="no more than so many of each reader")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2, help="inputs at a time")
    parser.add_argument("--only", action="append", choices=sorted(TARGETS), help="this reader")
    parser.add_argument("--again", help="one input, as a finding names it")
    return parser.parse_args()


def _again(name: str) -> int:
    target, seed, index = name.split(":")
    found = batch(target, TARGETS[target], int(seed), range(int(index), int(index) + 1))
    for finding in found.findings:
        print(_keep(finding), finding.reason, sep="\n")
    return int(bool(found.findings))


class _Campaign:
    """Batches of all readers in turn, until the time is over."""

    def __init__(
        self, targets: Mapping[str, Target], seed: int, end: float, inputs: int | None
    ) -> None:
        self.targets, self.seed, self.end, self.inputs = targets, seed, end, inputs
        self.counts = {name: Counter[str]() for name in targets}
        self.findings: list[Finding] = []

    def run(self, jobs: int) -> None:
        """Judge batches, some at a time."""
        waiting: dict[Future[Batch], str] = {}
        with ThreadPoolExecutor(jobs) as pool:
            for name, indices in self._turns():
                waiting[pool.submit(batch, name, self.targets[name], self.seed, indices)] = name
                if len(waiting) > jobs:
                    self._take(waiting)
                if time.monotonic() > self.end:
                    break
            while waiting:
                self._take(waiting)

    def _turns(self) -> Iterator[tuple[str, range]]:
        shares = [name for name, target in self.targets.items() for _ in range(target.share)]
        starts = {name: count(step=one.in_a_row) for name, one in self.targets.items()}
        turns: Iterator[str] = cycle(shares)
        if self.inputs is not None:
            fewest = min(target.in_a_row for target in self.targets.values())
            turns = islice(turns, len(shares) * -(-self.inputs // fewest))
        for name in turns:
            start = next(starts[name])
            stop = min(
                start + self.targets[name].in_a_row,
                self.inputs if self.inputs is not None else sys.maxsize,
            )
            if start < stop:
                yield name, range(start, stop)

    def _take(self, waiting: dict[Future[Batch], str]) -> None:
        done, _ = wait(waiting, return_when=FIRST_COMPLETED)
        for future in done:
            name, found = waiting.pop(future), future.result()
            self.counts[name] += found.counts
            for finding in found.findings:
                self.counts[name]["found"] += 1
                self.findings.append(finding)
                if self.counts[name]["found"] <= _SHOWN:
                    print(f"{_keep(finding)}: {finding.reason}", flush=True)

    def tell(self, seconds: float) -> None:
        """How many inputs of each reader were measured, refused and found."""
        for name, counts in self.counts.items():
            print(f"{name:<20} {counts.total():>9,}  {_listed(counts)}")
        total = sum(counts.total() for counts in self.counts.values())
        print(f"{total:,} inputs in {seconds:,.0f} s, seed {self.seed}: {len(self.findings)} found")


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number:,} {word}" for word, number in sorted(counts.items()) if number)


def _keep(finding: Finding) -> Path:
    """The input of a finding as files, with its reason."""
    folder = FOUND / finding.name.replace(":", "-")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    target = TARGETS[finding.target]
    given = target.make(chance(finding.seed, finding.target, finding.index))
    write(given, folder)
    said = [finding.reason, f"./dev fuzz --again {finding.name}", given.note, repr(given.options)]
    (folder / "reason.txt").write_text("\n".join([*said, ""]), encoding="utf-8")
    return folder.relative_to(FOUND.parents[1])


if __name__ == "__main__":
    sys.exit(main())
