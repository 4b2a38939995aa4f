"""
Work out every pinned number of tests/pins anew.

Without an option: write them. A number that is pinned already is never changed or dropped, unless
`--moved` says that it is meant; new names are added. With `--check`: write nothing, compare to the
last bit, and end with 1 where anything differs. NAMES are those of files in tests/pins/numbers.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# The clone that this script stands in is what is pinned, whatever is installed.
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from tests.pins import pinned as pins  # noqa: E402
from tests.pins.machine import MACHINE, machine, machine_text  # noqa: E402


def main() -> int:
    """Write, or check, every set; the exit code is 1 where a pinned number is another one."""
    asked = arguments()
    begun = time.perf_counter()
    wrong = sum(one_set(name, asked) for name in asked.names or pins.SETS)
    print(f"{time.perf_counter() - begun:.1f} s")
    here = machine()
    if not asked.check and not wrong:
        MACHINE.write_text(machine_text(here), encoding="utf-8")
    elif wrong and machine_text(here) != MACHINE.read_text(encoding="utf-8"):
        print(f"pinned on another machine, so last digits may differ; here: {here}")
    return int(wrong > 0)


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="Sets; all, unless named.")
    parser.add_argument("--check", action="store_true", help="Compare; write nothing.")
    parser.add_argument("--moved", action="store_true", help="Numbers moved, and that is meant.")
    asked = parser.parse_args()
    unknown = [name for name in asked.names if name not in pins.SETS]
    if unknown:
        parser.error(f"no set is called {unknown[0]}; there are {', '.join(pins.SETS)}")
    return asked


def one_set(name: str, asked: argparse.Namespace) -> bool:
    """Write or check one set; says whether pinned numbers are others than they should be."""
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        found = pins.SETS[name](Path(folder))
    before = pins.pinned(name)
    lines = pins.moved(before, found)
    broken = lines if asked.check else [line for line in lines if ": not pinned, " not in line]
    print(f"{name}: {len(found):,} names, {len(lines)} differ, {time.perf_counter() - begun:.1f} s")
    for line in lines[: pins.SHOWN] if before else ():
        print(f"  {line}")
    if not asked.check and (asked.moved or not broken):
        pins.NUMBERS.mkdir(exist_ok=True)
        (pins.NUMBERS / f"{name}.json").write_text(pins.pinned_text(found), encoding="utf-8")
        return False
    return bool(broken)


if __name__ == "__main__":
    sys.exit(main())
