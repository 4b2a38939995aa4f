"""
Write docs/validation.md: what can be held against something else, worked out now, hits and misses.

With --check only say whether the page is what would be written. It takes a few minutes.
"""

import re
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import mpmath  # type: ignore[import-untyped]
import numpy as np
from scipy.stats import binomtest
from sklearn.metrics import det_curve  # type: ignore[import-untyped]
from tests import evidence_derivations as derived
from tests.test_search import DIGITS, RARE, Exact, searched

import misid
from misid.matching import TAILS, published
from misid.matching.calibration import ComparisonLaw, calibrate
from misid.matching.impostor_field import region_names
from misid.measures import Comparisons, clopper_pearson, wilson
from misid.measures.error_rates import false_match_rate
from misid.results import Results
from misid.results.schema import OperatingRow
from misid.scenario.library import names
from misid.words import plain
from misid.words.numbers import fact, with_unit
from misid.words.outputs import rate_title
from schema_pages import code, grid
from validate_now import fits, intervals

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "validation.md"
STOPS, CLOSE, NEAR = 20_000_000, 0.01, 1e-8
LEAST, MOST_SEES = 0.93, 3.0
ABOUT = """# Validation

Everything here that can be held against something else: published tables, programmes that
published counts, other roads to the same number, and intervals against what they promise.
`./dev validate` works it out and writes this page; nothing is left out because it came out badly.
What fails is marked **red**.

Three things must not be confused. That the *arithmetic* is right, which sections 3 to 5 show, says
nothing of whether the *law* is. That a law *fits* what it was fitted to, as in section 1, says next
to nothing either. Only section 2 holds the model against numbers of programmes, and of those only
the rows that were neither put in nor fitted.
"""


@dataclass(frozen=True)
class Check:
    """One thing that was held against another: what came out, what may, and whether."""

    what: str
    came_out: str
    allowed: str
    holds: bool

    def row(self) -> tuple[str, ...]:
        """A row of the page."""
        return self.what, self.came_out, self.allowed, "holds" if self.holds else "**red**"


def main() -> int:
    """Work it out, and write it."""
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="Compare; write nothing.")
    given = parser.parse_args()
    text = page()
    if given.check:
        stale = not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text
        print("docs/validation.md is stale" if stale else "docs/validation.md is current")
        return int(stale)
    PAGE.write_text(text, encoding="utf-8")
    print(f"written: {PAGE.relative_to(ROOT)}")
    return 0


def page() -> str:
    """The whole page."""
    parts = [part() for part in PARTS.values()]
    found = [
        one for part in parts for one in re.findall(r"\| (holds|\*\*red\*\*)[^|]*\|$", part, re.M)
    ]
    red = sum(one != "holds" for one in found)
    told = f"\nOf {len(found)} rows on this page, {red} are **red**.\n"
    return (
        "<!-- Written by tools/validate.py; `./dev validate` writes it anew. -->\n\n"
        + "\n".join((ABOUT + told, *parts))
    )


def checked(rows: list[Check]) -> str:
    """A table of checks."""
    return grid(("what", "came out", "allowed", "verdict"), [one.row() for one in rows])


# --- 1. published tables


def tables_given_back() -> str:
    """Published tables, and what is left over when the model gives them back."""
    rows = [_fit(tail) for tail in range(len(TAILS))]
    heads = ("law", "algorithms", "median residual", "within 1 %", "largest", "verdict")
    return f"""## 1. Published tables, given back

**Misses of one algorithm**, mugshots ([decision 4](decisions/0004-calibration-by-solving.md)). Two
gallery sizes are met exactly, because they are solved; what is left over is the rank-1 miss rate,
of every algorithm that has one. Three numbers fix three parameters, so a small residual is no
evidence for a law. The power law has one parameter less, and shows where a power is too little. A
row is **red** where fewer than half of the algorithms come within 1 %.

{grid(heads, rows)}
**Tables that can be held against other tables.**

{checked([*_derived()])}"""


def _fit(tail: int) -> tuple[str, ...]:
    """The residuals of all algorithms under one law."""
    points = published.published_points("mugshot")
    known = np.flatnonzero(np.isfinite(points.small) & np.isfinite(points.rank_one))
    one = np.ones(len(known))
    law = ComparisonLaw(0 * one, one, one, one)
    found = calibrate(points.take(known), np.full(len(known), tail), law)
    left = np.abs(found.residual[np.isfinite(found.residual)])
    share = float(np.mean(left <= CLOSE))
    return (
        code(TAILS[tail]),
        f"{len(left)}",
        f"{100 * np.median(left):.2g} %",
        f"{100 * share:.0f} %",
        f"{100 * left.max():.0f} %",
        "holds" if share >= 0.5 else "**red**",
    )


def _derived() -> Iterator[Check]:
    """Figures that two published tables must agree on."""
    region, quantiles = derived.region_fmr(), derived.published_ratio("ratio_WAfrica_EEurope")
    yield _beside(
        "mean of the region matrix over its nominal rate", float(region.mean()) / 1e-4, 1.0, 0.3
    )
    west, east = (region_names().index(name) for name in ("SSAFRICA", "EURO"))
    ratio = float(region[west, west] / region[east, east])
    low, high = quantiles["p10"], quantiles["p90"]
    yield Check(
        "pairs of the south of the Sahara over pairs of Europe, in the region matrix read by eye",
        f"{ratio:.3g}",
        f"{low} to {high}: 10 % to 90 % of newer algorithms, West Africa over East Europe",
        low <= ratio <= high,
    )
    fpir = 100 * derived.npl_fpir(10_000)
    yield _beside(
        "FPIR at 10,000 records from that at 1,000 (npl-2023), in percent", fpir, 0.017, 0.05
    )


def _beside(what: str, ours: float, theirs: float, within: float) -> Check:
    allowed = f"{theirs:.3g}, within {100 * within:.0f} %"
    return Check(what, f"{ours:.3g}", allowed, abs(ours / theirs - 1) <= within)


# --- 2. programmes


def programmes() -> str:
    """Every published value that a scenario gives in its place."""
    results = [misid.Study(name).glance for name in sorted(names(), reverse=True)]
    pairs = [(one, row) for one in results for row in one.operating_points]
    tests = [row for _, row in pairs if row.used in ("no", "widened")]
    outside = sum(row.where != "inside" for row in tests)
    heads = ("programme", "value", "published", "model, middle", "5 %", "95 %", "used", "verdict")
    return f"""## 2. Programmes that published counts

All of them, at 4,096 possible worlds, seed 1. {len(tests)} of the {len(pairs)} were neither put in
nor fitted, and test the model; **{outside} of these {len(tests)} lie outside of its range**.
A range of nine worlds in ten should hold nine of ten such values; this is too few to say more.
What each count is, and why it may differ, stands
[side by side](reference/programmes.md#published-values-in-and-out-of-range).

{grid(heads, [_published(one, row) for one, row in pairs])}"""


def _published(results: Results, row: OperatingRow) -> tuple[str, ...]:
    ends = (row.modelled.median, row.modelled.low, row.modelled.high)
    numbers = ("-" if one is None else str(fact(one, row.unit)) for one in ends)
    published = plain(with_unit(row.published, row.unit))
    verdict = "holds" if row.where == "inside" else f"**red**: {row.where} the range"
    title = plain(rate_title(row, results.canonical))
    return results.scenario.name, title, published, *numbers, row.used, verdict


# --- 3. other roads


def other_roads() -> str:
    """The closed form beside drawing, forty digits and other programs."""
    return f"""## 3. Other roads to the same number

The closed form against stops drawn one by one (every cell of outcome by group, chi-square) and
against its integrals at 40 digits (rare outcomes, largest relative difference); what is counted,
against scikit-learn and SciPy. Against every record drawn one by one it is held
[in the tests](../tests/test_search_brute_force.py).

{checked([*_drawn(), *_digits(), *_peers()])}"""


def _drawn() -> Iterator[Check]:
    settings: list[tuple[str, tuple[str, ...]]] = [(name, ()) for name in names()]
    settings += [("task-force-module", (name,)) for name in ("strict-threshold", "second-reviewer")]
    for name, changes in settings:
        how = misid.simulate(name, list(changes), searches=STOPS).agreement
        said = " with ".join((name, *changes))
        yield Check(
            f"{said}, {STOPS:,} stops drawn, {how.degrees_of_freedom + 1} cells",
            f"probability {how.probability:.3f}, largest cell {how.largest:.1f} standard errors",
            "probability above 0.001; no stop where none can be",
            how.probability > 1e-3 and how.impossible == 0,
        )


def _digits() -> Iterator[Check]:
    for case in list(RARE)[::4]:
        world, length = RARE[case]
        with mpmath.workdps(DIGITS):
            exact = Exact(world, length)
            pairs = list(
                zip(
                    (exact.absent(), exact.enrolled()),
                    searched([world], length, tries=1),
                    strict=True,
                )
            )
            off = max(
                abs(float(getattr(ours, cell)[0]) / float(value) - 1)
                for cells, ours in pairs
                for cell, value in cells.items()
                if hasattr(ours, cell) and value > 0
            )
        yield Check(f"40 digits: {case}", f"{off:.1e}", f"{NEAR:.0e}", off <= NEAR)


def _peers() -> Iterator[Check]:
    random = np.random.default_rng(3)
    genuine, impostor = random.normal(2, 1, 4_000).round(2), random.normal(0, 1, 16_000).round(2)
    truth = np.repeat([1, 0], [len(genuine), len(impostor)])
    theirs = det_curve(truth, np.concatenate([genuine, impostor]))
    known = Comparisons.of(genuine, impostor)
    ours = [
        (known.false_match(t).value, known.false_non_match(t).value) for t in theirs[2].tolist()
    ]
    off = float(np.max(np.abs(np.array(ours, dtype=float).T - theirs[:2])))
    what = f"scikit-learn: both rates at {len(ours):,} thresholds of 20,000 tied scores"
    yield Check(what, f"{off:.1e}", "0", off == 0)
    off = max(map(_interval_off, (0.5, 1.5, 2.5, 3.5)))
    what = "SciPy: Wilson and exact intervals of four rates"
    yield Check(what, f"{off:.1e}", "1e-12", off < 1e-12)


def _interval_off(threshold: float) -> float:
    """How far both intervals of a rate are from SciPy's."""
    rate = false_match_rate(np.random.default_rng(4).normal(0, 1, 2_000), threshold=threshold)
    theirs = binomtest(rate.count, rate.trials)
    pairs = (
        (wilson(rate), theirs.proportion_ci(method="wilson")),
        (clopper_pearson(rate), theirs.proportion_ci(method="exact")),
    )
    return max(
        max(abs(ours.low - there.low), abs(ours.high - there.high))
        for ours, there in pairs
        if ours is not None
    )


# --- 4. coverage, 5. the sampler: long runs, whose results stand in bench


@dataclass(frozen=True)
class Kept:
    """A column of a table: of which file, below which words, by which head (the last so called)."""

    file: str
    after: str
    head: str
    what: str
    last: bool = False

    def numbers(self) -> list[float]:
        """Its numbers, from the top; a share in brackets behind one is left out."""
        text = (ROOT / "bench" / self.file).read_text(encoding="utf-8").partition(self.after)[2]
        table = re.findall(r"^\|.*\|$", text.partition("\n#")[0].lstrip("#"), re.M)
        heads = [cell.strip() for cell in table[0].strip("|").split("|")]
        place = (
            len(heads) - 1 - heads[::-1].index(self.head) if self.last else heads.index(self.head)
        )
        cells = [row.strip("|").split("|")[place].split() for row in table[2:]]
        return [float(cell[0]) for cell in cells if cell]


COVERED = (
    Kept("audit_coverage.md", "## One stratum", "exact", "audit, one stratum, exact interval"),
    Kept("audit_coverage.md", "## Several strata", "Korn-Graubard", "audit, several strata"),
    Kept(
        "audit_coverage.md", "## Several strata", "limit", "audit, several strata, one-sided limit"
    ),
    Kept(
        "audit_coverage.md", "## Checkers who", "twice", "audit, checkers who err, looked at twice"
    ),
    Kept(
        "audit_coverage.md", "## Checkers who", "stated", "audit, checkers who err, errors stated"
    ),
    Kept("people_coverage.md", "# Intervals", "held", "rates of people over the years"),
    Kept(
        "interval_coverage.md",
        "# Coverage",
        "least",
        "rates of a score file, intervals: least of each kind",
    ),
    Kept(
        "interval_coverage.md", "# Coverage", "least", "the same, where they are bounds", last=True
    ),
)


def coverage_now() -> str:
    """How often intervals hold, worked out now."""
    return f"""## 4. How often intervals hold

Of nominal 95 % intervals, worked out with this page: over every count that may come where these can
be listed, else from a few hundred samples with their standard error.

{checked([Check(*one) for one in intervals()])}"""


def coverage() -> str:
    """How often intervals hold, where it was measured last."""
    rows = [_covered(kept) for kept in COVERED]
    return f"""### The long run

Of nominal 95 % intervals, in simulations that take up to an hour; their tables stand in
[bench](../bench/interval_coverage.md), as they were written last; `./dev validate` does not run
them. A row is **red** where a cell holds less often than {LEAST}. Each row tells the least of its
cells, so some of it is chance.

{checked(rows)}"""


def _covered(kept: Kept) -> Check:
    found = kept.numbers()
    low = sum(one < LEAST for one in found)
    said = f"least {min(found):.3f}, of {len(found)} cells; {low} below {LEAST}"
    return Check(f"{kept.what} ({code(kept.file)})", said, f"{LEAST} or more", low == 0)


def sampler_now() -> str:
    """Whether what `misid infer` says is calibrated, from a few fits made now."""
    return f"""## 5. Whether the sampler is calibrated

A world of the prior gives counts and is inferred from them: its own numbers must lie in the middle
half of the posterior half of the time ([what is done](../bench/calibration.md)). What is
far wrong shows in so many fits, what is a little wrong does not.

{checked([Check(*one) for one in fits()])}"""


def sampler() -> str:
    """Whether what `misid infer` says is calibrated, where it was measured last."""
    rows = [
        _calibrated(name, fits, share)
        for name, fits in (("few", 200), ("many", 200), ("scenario", 100))
        for share in (50, 90)
    ]
    return f"""### The long run

More fits, and other problems ([what was done](../bench/calibration.md)). The standard error allows
for the number of fits alone; a row is **red** where a number lies more than {MOST_SEES:.0f} of them
away.

{checked(rows)}"""


def _calibrated(name: str, fits: int, share: int) -> Check:
    found = Kept("calibration.md", f"## {name}:", f"{share} % holds", name).numbers()
    wanted = share / 100
    error = float(np.sqrt(wanted * (1 - wanted) / fits))
    far = max(abs(one - wanted) for one in found) / error
    said = f"{min(found):.3f} to {max(found):.3f}, of {len(found)}; {far:.1f} standard errors"
    return Check(
        f"{name} inputs, {share} % intervals",
        said,
        f"{wanted:.2f}, within {MOST_SEES:.0f}",
        far <= MOST_SEES,
    )


PARTS: dict[str, Callable[[], str]] = {
    "tables": tables_given_back,
    "programmes": programmes,
    "roads": other_roads,
    "coverage now": coverage_now,
    "coverage": coverage,
    "sampler now": sampler_now,
    "sampler": sampler,
}

if __name__ == "__main__":
    sys.exit(main())
