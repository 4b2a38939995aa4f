"""
Write docs/benchmarks.md from the tables in bench: what was measured, on what, and what was wanted.

It measures nothing; `./dev bench` and the scripts beside the tables do. With --check only say
whether the page is what would be written.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from schema_pages import grid

ROOT = Path(__file__).resolve().parents[1]
PAGE, BENCH = ROOT / "docs" / "benchmarks.md", ROOT / "bench"
NUMBER = re.compile(r"([\d,]*\.?\d+)\s*(million|ns|s|times|MB)?\b")
ABOUT = """# Benchmarks

What was measured, on which machine, beside which peers and which physical limit. `./dev benchmarks`
writes this page from the tables in [bench](../bench/results.md); `./dev bench` and the scripts
beside them measure anew. Times of a machine on which something else ran are too long, and say so.
A target is what the design promised; one that was missed is **red**. No test looks at a clock.
"""


def main() -> int:
    """Write it, or say whether it is stale."""
    text = page()
    if "--check" in sys.argv:
        stale = not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text
        print(f"docs/benchmarks.md is {'stale' if stale else 'current'}")
        return int(stale)
    PAGE.write_text(text, encoding="utf-8")
    print(f"written: {PAGE.relative_to(ROOT)}")
    return 0


def page() -> str:
    """The whole page."""
    files = sorted(BENCH.glob("*.md"))
    with_targets = [path for path in files if targets(path)]
    others = [path for path in files if path not in with_targets]
    sections = "\n".join(map(section, with_targets))
    listed = "\n".join(map(line, others))
    rows = [row for path in with_targets for row in targets(path)]
    met = [reached(measured, target) for _, measured, target in rows]
    numbers = len(met) - met.count(None)
    told = f"\nOf {numbers} targets that are numbers, {met.count(False)} were missed.\n"
    mark = "<!-- Written by tools/benchmarks.py; `./dev benchmarks` writes it anew. -->\n\n"
    return f"{mark}{ABOUT}{told}\n{sections}\n## Elsewhere\n\n{listed}\n"


def line(path: Path) -> str:
    """A file without such a table, and what it says of what was wanted, if anything."""
    wanted = [part for part in text_of(path).split("\n\n") if "(wanted" in part]
    return f"- [{title(path)}](../bench/{path.name}){': ' * bool(wanted)}{' '.join(wanted)}"


def title(path: Path) -> str:
    """What a file of tables calls itself."""
    return path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")


def targets(path: Path) -> list[tuple[str, str, str]]:
    """Rows of work, what was measured, what was wanted; none where a file has no such table."""
    found = re.search(
        r"^\| work \| measured \| target \|\n\|.*\n((?:\|.*\n?)+)", text_of(path), re.M
    )
    lines = found[1].splitlines() if found else []
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [(work, measured, target) for work, measured, target in cells]


def text_of(path: Path) -> str:
    """A file of tables as it stands."""
    return path.read_text(encoding="utf-8")


def section(path: Path) -> str:
    """One file: on what it was measured, and its table with what became of the targets."""
    machine = " ".join(text_of(path).split("\n\n")[1].split())
    verdicts = {True: "reached", False: "**red**", None: ""}
    rows = [(*row, verdicts[reached(row[1], row[2])]) for row in targets(path)]
    heads = ("work", "measured", "target", "verdict")
    return (
        f"## {title(path)}\n\n[{path.name}](../bench/{path.name}). {machine}\n\n{grid(heads, rows)}"
    )


def reached(measured: str, target: str) -> bool | None:
    """
    Whether every number that is wanted was reached; None where none is.

    A number of things a second, or a probability, is to be reached; all else is not to be passed.
    Of several limits of one unit the strictest, which stands first, counts.

    Example:
        >>> reached("2.34 s", "under 3 s"), reached("65,014 worlds a second", "100,000")
        (True, False)
        >>> reached("0.346 s, 47 MB more", "0.3 s; 0.4 s at most"), reached("193 MiB", "the same")
        (False, None)
    """
    more = " a second" in measured or "million" in target or target.startswith("above")
    found = list(_compared(measured, target, more=more))
    return all(found) if found else None


def _compared(measured: str, target: str, *, more: bool) -> Iterator[bool]:
    wanted: dict[str, float] = {}
    for number, unit in NUMBER.findall(target):
        wanted.setdefault(unit, float(number.replace(",", "")))
    reached_by = measured.partition("probability")[2] or measured
    for unit, limit in wanted.items():
        found = NUMBER.findall(reached_by)
        have = [float(n.replace(",", "")) for n, u in found if unit in ("", u)]
        if have:
            yield have[0] >= limit if more else have[0] <= limit


if __name__ == "__main__":
    sys.exit(main())
