"""Give every reader of misid inputs by chance, and name those that something is wrong with.

`./dev fuzz` runs for a minute; `--minutes 60` for an hour; `--seed` decides which inputs. What is
found lies in out/fuzz: the files of the input, the reason, and the command that repeats it alone.
How many inputs there were is in out/fuzz/count.txt as it goes: what is ended early has its number.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from fuzzing.campaign import Child, Finding, batch
from fuzzing.given import Target, chance, write
from fuzzing.targets import TARGETS, warm

FOUND = Path(__file__).resolve().parents[1] / "out" / "fuzz"
COUNT = FOUND / "count.txt"
_SHOWN, _LOOKS = 12, 0.02
"""Findings of a reader that are shown and kept; more of them seldom say more."""
_SECONDS_AT_LEAST = 0.0001
"""What an input counts for beside its time, so that cheap readers do not have nearly all."""


def main() -> int:
    """What the command line asks for; 1 where something was found."""
    asked = _asked()
    # Of small tables, one after another, threads only wait for each other.
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
    named = [asked.again.partition(":")[0]] if asked.again else asked.only
    targets = {name: TARGETS[name] for name in named or TARGETS}
    warm(targets, loads=asked.inputs is None and not asked.again)
    if asked.again:
        return _again(asked.again)
    FOUND.mkdir(parents=True, exist_ok=True)
    end = time.monotonic() + 60 * asked.minutes
    campaign = _Campaign(targets, asked.seed, end, asked.inputs)
    campaign.run(asked.jobs)
    print(*campaign.lines(), sep="\n")
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
    """Batches of all readers, the one next that had least of its share, until the time is over."""

    def __init__(
        self, targets: Mapping[str, Target], seed: int, end: float, inputs: int | None
    ) -> None:
        self.targets, self.seed, self.end = targets, seed, end
        self.most = sys.maxsize if inputs is None else inputs
        self.counts = {name: Counter[str]() for name in targets}
        self.reached = dict.fromkeys(targets, 0)
        self.cost = dict.fromkeys(targets, 0.0)
        self.findings: list[Finding] = []
        self.start = time.monotonic()

    def run(self, jobs: int) -> None:
        """Judge batches, some at a time, no two of one reader; what is counted is kept at once."""
        working: dict[str, tuple[Child, float]] = {}
        while working or self._next(working):
            while len(working) < jobs and (name := self._next(working)):
                indices = range(self.reached[name], self.most)
                child = Child(name, self.targets[name], self.seed, indices)
                working[name] = child, time.monotonic()
            time.sleep(_LOOKS)
            if self._take(working):
                COUNT.write_text("\n".join([*self.lines(), ""]), encoding="utf-8")

    def _next(self, working: Mapping[str, object]) -> str | None:
        free = [one for one, at in self.reached.items() if at < self.most and one not in working]
        if not free or time.monotonic() > self.end:
            return None
        return min(free, key=self.cost.__getitem__)

    def _take(self, working: dict[str, tuple[Child, float]]) -> bool:
        """Count what children found that ended; whether any did."""
        before = len(working)
        for name, (child, began) in list(working.items()):
            found = child.ended()
            if found is None:
                continue
            del working[name]
            inputs = found.reached - self.reached[name]
            cost = time.monotonic() - began + inputs * _SECONDS_AT_LEAST
            self.cost[name] += cost / self.targets[name].share
            self.reached[name] = found.reached
            self.counts[name] += found.counts
            for finding in found.findings:
                self._keep(finding)
        return len(working) < before

    def _keep(self, finding: Finding) -> None:
        self.counts[finding.target]["found"] += 1
        self.findings.append(finding)
        if self.counts[finding.target]["found"] <= _SHOWN:
            print(f"{_keep(finding)}: {finding.reason}", flush=True)

    def lines(self) -> Iterator[str]:
        """How many inputs of each reader were measured, refused and found; then all of them."""
        for name, counts in self.counts.items():
            yield f"{name:<20} {counts.total():>9,}  {_listed(counts)}"
        total, seconds = sum(one.total() for one in self.counts.values()), self._seconds()
        of_all = f"{total:,} inputs in {seconds:,.0f} s, seed {self.seed}"
        yield f"{of_all}: {len(self.findings)} found"

    def _seconds(self) -> float:
        return time.monotonic() - self.start


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
