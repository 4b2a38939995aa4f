"""How often the intervals of an audit hold the share of a log, and how often a bet stops falsely.

Logs of 10,000 rows with known wrong ones; rows are drawn without replacement, checkers err at
random. Where counts alone decide an interval it is worked out once for each outcome. Writes
bench/audit_coverage.md. Not a test.

With an argument: how many simulations of each row (default 4,000; where people err a fourth).
"""

import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import numpy as np

from misid.machine.philox import key
from misid.measures.betting import bet_against, running_interval, stopping_rows
from misid.measures.design import Checkers, Goal
from misid.measures.error_rates import Rate
from misid.measures.finite import at_most, finite_interval, finite_upper_limit, least_wrong
from misid.measures.intervals import Bounds, mid_p
from misid.measures.rogan_gladen import (
    CountedShare,
    measured_interval,
    stated_interval,
    twice_checked_interval,
)
from misid.measures.survey import DrawnByStratum, korn_graubard

ROWS = 10_000
SHARES = (0.002, 0.01, 0.05, 0.2)
DRAWN = (300, 1_000, 3_000)
CHECKERS = Checkers(0.9, 0.99)
NOTHING = Bounds(0.0, 0.0)
TABLE = "| {} |\n".format


def line(*cells: object) -> str:
    """A row of a table."""
    return TABLE(" | ".join(str(cell) for cell in cells))


def head(*names: str) -> str:
    """The head of one."""
    return line(*names) + line(*("---" for _ in names))


def one_stratum() -> Iterator[str]:
    """Exact coverage: each possible count, by its chance."""
    yield head("share", "drawn", "exact", "mid-P", "limit", "width")
    for share in SHARES:
        wrong = round(share * ROWS)
        for drawn in DRAWN:
            held, width = np.zeros(3), 0.0
            for count in range(min(drawn, wrong) + 1):
                chance = at_most(count, drawn, wrong, ROWS) - at_most(count - 1, drawn, wrong, ROWS)
                if chance < 1e-9:
                    continue
                rate = Rate(count, drawn)
                exact, mid = (
                    finite_interval(rate, ROWS, is_mid=is_mid) or NOTHING
                    for is_mid in (False, True)
                )
                upper = finite_upper_limit(rate, ROWS) or 0.0
                inside = [one.low <= share <= one.high for one in (exact, mid)]
                held += chance * np.array([*inside, share <= upper])
                width += chance * (mid.high - mid.low)
            yield line(share, drawn, *(f"{one:.4f}" for one in held), f"{width:.4f}")


STRATA = {
    "alike, in proportion": ((6_000, 3_000, 1_000), (1, 1, 1), (0.6, 0.3, 0.1)),
    "unlike, in proportion": ((6_000, 3_000, 1_000), (0.4, 1.4, 3.4), (0.6, 0.3, 0.1)),
    "unlike, alike many": ((6_000, 3_000, 1_000), (0.4, 1.4, 3.4), (1 / 3, 1 / 3, 1 / 3)),
    "unlike the other way, alike many": (
        (6_000, 3_000, 1_000), (1.3, 0.7, 0.1), (1 / 3, 1 / 3, 1 / 3),
    ),
    "ten, unlike, in proportion": ((1_000,) * 10, tuple(np.linspace(0.1, 1.9, 10)), (0.1,) * 10),
}  # fmt: skip


def strata(samples: int) -> Iterator[str]:
    """Coverage of the interval of several strata."""
    yield head("strata", "share", "drawn", "Korn-Graubard", "mid-P", "limit")
    generator = np.random.default_rng(1)
    for name, (sizes, ratios, parts) in STRATA.items():
        rows = np.array(sizes)
        for share in SHARES:
            wrong = np.round(rows * share * np.array(ratios)).astype(int)
            true = wrong.sum() / rows.sum()
            for total in DRAWN[:2]:
                drawn = np.round(total * np.array(parts)).astype(int)
                counts = generator.hypergeometric(wrong, rows - wrong, drawn, (samples, rows.size))
                yield line(name, share, total, *_strata(counts, rows, drawn, true))


def _strata(counts: np.ndarray, rows: np.ndarray, drawn: np.ndarray, true: float) -> list[str]:
    held = np.zeros(3)
    for one in counts:
        sample = DrawnByStratum(rows.astype(float), drawn.astype(float), one.astype(float))
        ends = [korn_graubard(sample, is_mid=is_mid) for is_mid in (False, True)]
        upper = korn_graubard(sample, confidence=0.9).high
        held += [*(one.low <= true <= one.high for one in ends), true <= upper]
    return [f"{one:.4f}" for one in held / len(counts)]


def checkers(samples: int) -> Iterator[str]:
    """Coverage where checkers err: stated, measured elsewhere, or looked at twice."""
    yield head("share", "drawn", "looked at twice", "ignored", "stated", "elsewhere", "twice")
    generator = np.random.default_rng(2)
    for share in SHARES:
        for drawn, again in ((600, 150), (2_000, 600)):
            held = np.zeros(4)
            for _ in range(samples):
                ends = _one_check(generator, share, drawn, again)
                held += [one.low <= share <= one.high for one in ends]
            yield line(share, drawn, again, *(f"{one:.4f}" for one in held / samples))


def _one_check(
    generator: np.random.Generator, share: float, drawn: int, again: int
) -> tuple[Bounds, ...]:
    wrong = round(share * ROWS)
    truth = np.zeros(drawn, dtype=bool)
    truth[: generator.hypergeometric(wrong, ROWS - wrong, drawn)] = True
    generator.shuffle(truth)
    luck = generator.random(drawn)
    called = np.where(truth, luck < CHECKERS.sensitivity, luck >= CHECKERS.specificity)
    count = int(called.sum())
    plain, endless = _plain(count, drawn)
    elsewhere = generator.binomial([100, 500], [CHECKERS.sensitivity, CHECKERS.specificity])
    looked, found = called[:again], truth[:again]
    sides = [(int(found[looked == one].sum()), int((looked == one).sum())) for one in (True, False)]
    return (
        plain,
        stated_interval(endless, CHECKERS, CHECKERS),
        _elsewhere(count, drawn, *elsewhere.tolist()),
        _twice(count, drawn, *sides[0], *sides[1]),
    )


@cache
def _plain(count: int, drawn: int) -> tuple[Bounds, Bounds]:
    rate = Rate(count, drawn)
    return finite_interval(rate, ROWS, is_mid=True) or NOTHING, mid_p(rate) or NOTHING


@cache
def _elsewhere(count: int, drawn: int, seen: int, passed: int) -> Bounds:
    return measured_interval(
        CountedShare(count / drawn, float(drawn)),
        CountedShare(seen / 100, 100.0),
        CountedShare(passed / 500, 500.0),
    )


@cache
def _twice(count: int, drawn: int, *sides: int) -> Bounds:
    confirmed, called, overturned, passed = sides
    return twice_checked_interval(
        CountedShare(count / drawn, float(drawn)),
        CountedShare(confirmed / called if called else 0.0, float(called)),
        CountedShare(overturned / passed, float(passed)),
    )


def bets(samples: int) -> Iterator[str]:
    """False stops over 10,000 orders, and the running interval of other orders at as many rows."""
    yield head(
        "limit", "rows", "guess", "false stops", "running interval, at as many rows", "orders"
    )
    generator = np.random.default_rng(3)
    for limit, rows, guess in (
        (0.01, 10_000, 0.0), (0.01, 10_000, 0.002), (0.05, 10_000, 0.01),
        (0.05, 1_000, 0.01), (0.1, 300, 0.05), (0.02, 400, 0.0),
    ):  # fmt: skip
        goal = Goal(limit)
        bet = bet_against(goal, rows, rate=guess)
        wrong = least_wrong(limit, rows)
        stopped = stopping_rows(bet, wrong, most=rows, logs=10_000, key=key(1, "", "bench"))
        true, held = round(limit / 2 * rows), 0
        ends = stopping_rows(bet, true, most=rows, logs=samples, key=key(2, "", "bench"))
        for end in ends:
            drawn = generator.permutation(rows)[: min(int(end), rows)] < true
            one = running_interval(drawn, rows, expected=max(guess, 0.1 * limit))
            held += one.low <= true / rows <= one.high
        yield line(limit, rows, guess, np.mean(stopped <= rows), f"{held / samples:.4f}", samples)


def main() -> None:
    """Run all, and write the tables."""
    samples = int(sys.argv[1]) if len(sys.argv) > 1 else 4_000
    parts: tuple[tuple[str, Callable[[], Iterator[str]]], ...] = (
        ("One stratum (exact, by enumeration)", one_stratum),
        (f"Several strata ({samples:,} samples a row)", lambda: strata(samples)),
        (
            f"Checkers who see 90 % of wrong rows and pass 99 % of right ones ({samples // 4:,} "
            "samples a row)",
            lambda: checkers(samples // 4),
        ),
        ("Row by row (10,000 orders for false stops)", lambda: bets(samples // 10)),
    )
    said = [
        "# How often the intervals of an audit hold\n\n",
        f"Written by `bench/audit_coverage.py {samples}`. Nominal 0.95, limits one-sided; the log "
        f"has {ROWS:,} rows. Standard error 0.0034 with 4,000 samples, 0.007 with 1,000.\n",
    ]
    for title, table in parts:
        said += [f"\n## {title}\n\n", *table()]
        print(*said[-20:], sep="", flush=True)
    Path(__file__).with_suffix(".md").write_text("".join(said), encoding="utf-8")


if __name__ == "__main__":
    main()
