"""Stop every command that writes, at every step, and look at what stands there afterwards.

`./dev kill` goes on for a minute; `--minutes 60` for an hour; `--seed` decides the moments. It ends
with 1 where a command left neither the old files nor the new ones, or the next run failed. How many
were stopped is in out/kill/count.txt as it goes.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from itertools import count
from pathlib import Path

from fuzzing.given import Fault, chance
from fuzzing.kills import COMMANDS, Known, judge, known, load, write_inputs

COUNT = Path(__file__).resolve().parents[1] / "out" / "kill" / "count.txt"


def main() -> int:
    """What the command line asks for; 1 where something was found."""
    asked = _asked()
    COUNT.parent.mkdir(parents=True, exist_ok=True)
    COUNT.write_text("0 stopped\n", encoding="utf-8")
    load(("misid.cli.app",))
    with tempfile.TemporaryDirectory(prefix="misid-stopped-") as folder:
        place = Path(folder)
        os.chdir(place)
        write_inputs(place)
        return _campaign(asked, place)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev kill", description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--kills", type=int, default=sys.maxsize, help="no more than so many")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--from", type=int, default=0, dest="first", help="begin with this one")
    parser.add_argument("--only", action="append", choices=sorted(COMMANDS))
    return parser.parse_args()


def _campaign(asked: argparse.Namespace, place: Path) -> int:
    named = asked.only or list(COMMANDS)
    # One after another, so that a short run stops each; more often what takes little.
    rounds = range(max(COMMANDS[name].share for name in named))
    names = [name for turn in rounds for name in named if turn < COMMANDS[name].share]
    usual: dict[str, Known] = {}
    end, done, found = time.monotonic() + 60 * asked.minutes, Counter[str](), 0
    for index in count(asked.first):
        if time.monotonic() > end or index >= asked.first + asked.kills:
            break
        name = names[index % len(names)]
        random = chance(asked.seed, name, index)
        try:
            if name not in usual:
                usual[name] = known(COMMANDS[name], place / name)
            kind = judge(COMMANDS[name], usual[name], random, place / name)
        except Fault as fault:
            kind, found = "found", found + 1
            again = f"./dev kill --only {name} --seed {asked.seed} --from {index} --kills 1"
            print(f"{name}: {fault}\n  {again}", flush=True)
        done[f"{name} {kind}"] += 1
        _counted(done, f"{done.total():,} stopped, seed {asked.seed}: {found} found")
    print(COUNT.read_text("utf-8"), end="")
    return int(bool(found))


def _counted(done: Counter[str], of_all: str) -> None:
    """Keep what was stopped until now: what is ended early has its number."""
    lines = [f"{kind:<24} {number:>6,}" for kind, number in sorted(done.items())]
    COUNT.write_text("\n".join([*lines, of_all, ""]), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
