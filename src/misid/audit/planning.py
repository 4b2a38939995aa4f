"""A plan: how many rows of each stratum to check, and what either way of checking costs."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from misid.arrays import Floats, Integers
from misid.audit.fixed import AuditAsked, FixedDraw, fixed_draw, shown_by_two_looks
from misid.audit.limits import most_of_two_looks
from misid.audit.schema import (
    AuditFrame,
    AuditLimit,
    AuditPlan,
    AuditPrice,
    AuditStratum,
)
from misid.errors import MeaningError
from misid.machine.philox import key
from misid.measures.arguments import check_confidence
from misid.measures.betting import bet_against, stopping_rows
from misid.measures.design import Checkers, allocation, ratio_power, rows_for_ratio, whole_sizes

ORDERS, SEED = 1_000, 1
_TIMES_FIXED = 5
"""A check row by row is followed to so many times the rows of a fixed size."""
_PARTS = (0.5, 0.7, 1.0, 1.5, 2.0, 3.0, 5.0)
"""Of the limit: what else is priced."""


def audit_plan(asked: AuditAsked, frame: AuditFrame, sizes: Mapping[str, int]) -> AuditPlan:
    """
    How many rows of each stratum to check.

    Args:
        asked: the question, and what is assumed.
        frame: which rows of the log are meant.
        sizes: rows of each stratum, by label; one with an empty label where there are none.
    Returns: with the price at each assumed rate, both ways.
    Raises: MeaningError: what cannot be asked, or no number of rows shows.
    """
    check_asked(asked, sizes)
    names = tuple(sorted(sizes))
    rows = np.array([sizes[name] for name in names], dtype=np.int64)
    rates = _rates(asked, names)
    prices = _prices(asked, rows) if asked.below is not None else ()
    drawn, allowed = _drawn(asked, rows, rates)
    again = _again(asked.again, drawn)
    looks = _two_looks(asked, rows, rates, drawn, again)
    strata = zip(names, rows.tolist(), rates.tolist(), drawn.tolist(), again.tolist(), strict=True)
    rate = asked.rate
    return AuditPlan(
        goal="below" if asked.below is not None else "ratio",
        limit=asked.below,
        ratio=asked.ratio,
        confidence=asked.confidence,
        power=asked.power,
        method=asked.method,
        assumed=rate,
        checkers=asked.checkers,
        frame=frame,
        rows=int(rows.sum()),
        strata=tuple(_stratum(*one) for one in strata),
        draws=int(drawn.sum()),
        again=int(again.sum()),
        allowed=allowed,
        again_asked=asked.again or None,
        again_least=looks.least,
        again_allowed=looks.allowed,
        again_shown=looks.shown,
        again_enough=looks.enough,
        twice_least=looks.twice,
        row_is=asked.row_is,
        ratio_found=_ratio_found(asked, drawn),
        prices=prices,
        limits=tuple(_limits(asked, rows)),
        rule_of_three=math.ceil(3.0 / asked.below) if asked.below else None,
        rule_of_thirty=math.ceil(30.0 / rate.middle) if rate.middle else None,
        orders=ORDERS if prices else 0,
    )


def check_asked(asked: AuditAsked, sizes: Mapping[str, int]) -> None:
    """
    Refuse what cannot be asked, before anything is worked out.

    Args: as of `audit_plan`.
    Raises: MeaningError: it cannot.
    """
    check_confidence(asked.confidence)
    if (asked.below is None) == (asked.ratio is None):
        raise MeaningError(
            "a plan answers one question, a limit or a ratio.", use="--below 1%, or --ratio 2"
        )
    if asked.below is not None and not 0.0 < asked.below < 1.0:
        raise MeaningError(
            f"the limit is {asked.below:g}, but a share above 0 and below 1 is needed.",
            use="--below 1%",
        )
    if not 0.0 < asked.power < 1.0:
        raise MeaningError(
            f"power is {asked.power:g}, but a share above 0 and below 1 is needed.",
            use="--power 0.8",
        )
    ends = asked.checkers
    if ends.sensitivity[0] + ends.specificity[0] <= 1.0:
        raise MeaningError(
            "checkers with so low a sensitivity and specificity only guess.",
            use="two shares that are more than 1 together, such as 0.9 and 0.99",
        )
    if asked.method == "sequential" and asked.again:
        raise MeaningError(
            "a second look needs a number of rows that is fixed.",
            use="--again without --sequential, or how often checkers err: --sensitivity 0.9..0.98",
        )
    for name in asked.rates or {}:
        if name not in sizes:
            raise MeaningError(
                f"no stratum is called {name!r}.", use=f"one of: {', '.join(sorted(sizes)[:10])}"
            )
    if asked.ratio is not None:
        _check_ratio(asked, sizes)


def _check_ratio(asked: AuditAsked, sizes: Mapping[str, int]) -> None:
    if len(sizes) < 2:
        raise MeaningError(
            "a ratio is of two strata, but the log is one.",
            use="--by COLUMN, or --stratum NAME=ROWS twice",
        )
    if asked.assumed is None or asked.assumed.middle <= 0.0:
        raise MeaningError(
            "a ratio of rates needs a rate to begin with.", use="--rate 1%, or --scenario NAME"
        )
    if asked.ratio is not None and asked.ratio <= 1.0:
        raise MeaningError(
            f"the ratio is {asked.ratio:g}, but one above 1 is needed.", use="--ratio 2"
        )
    if asked.method == "sequential":
        raise MeaningError(
            "a ratio is found with a fixed number of rows.", use="it without --sequential"
        )


def _rates(asked: AuditAsked, names: tuple[str, ...]) -> Floats:
    own = asked.rates or {}
    return np.array([own.get(name, asked.rate.middle) for name in names])


def _drawn(asked: AuditAsked, rows: Integers, rates: Floats) -> tuple[Integers, int | None]:
    """Rows to draw of each stratum, and how many may be called wrong, where a count decides."""
    if asked.ratio is not None:
        return _for_ratio(asked, rows), None
    fixed = fixed_draw(asked, rates, rows)
    if fixed is None:
        rate = float((rows * rates).sum() / rows.sum())
        raise MeaningError(
            f"no number of rows shows a share below {asked.below:g} where {rate:.3g} of them are "
            "wrong, with such checkers.",
            use="a higher limit after --below, a lower --rate, or better checkers",
        )
    if asked.method == "sequential":
        return _one_by_one(asked, rows, rates), None
    is_count = rows.size == 1 and not asked.checkers.err and not asked.again
    return fixed.drawn, fixed.allowed if is_count else None


def _one_by_one(asked: AuditAsked, rows: Integers, rates: Floats) -> Integers:
    """Row by row the log is drawn from as a whole; how many of each stratum come is luck."""
    total = int(rows.sum())
    most = _price(asked, float((rows * rates).sum() / total), rows).most or total
    return whole_sizes(most * rows / total, np.zeros(rows.size), rows.astype(float))


def _for_ratio(asked: AuditAsked, rows: Integers) -> Integers:
    """As many rows of each stratum, or all; a small one is read without a correction for it."""
    needed = rows_for_ratio(
        asked.rate.middle,
        ratio=asked.ratio or 1.0,
        power=asked.power,
        confidence=asked.confidence,
        checkers=_dearest(asked),
    )
    if needed is None:
        raise MeaningError(
            f"no share is {asked.ratio:g} times {asked.rate.middle:g}.",
            use="a lower --rate or --ratio",
        )
    return np.minimum(rows, max(math.ceil(needed - 1e-9), asked.least))


def _ratio_found(asked: AuditAsked, drawn: Integers) -> float | None:
    """How often the two strata of which the fewest rows are drawn are found to differ."""
    if asked.ratio is None:
        return None
    fewest = np.sort(drawn)[:2].tolist()
    return ratio_power(
        asked.rate.middle,
        (fewest[0], fewest[1]),
        ratio=asked.ratio,
        confidence=asked.confidence,
        checkers=_dearest(asked),
    )


def _dearest(asked: AuditAsked) -> Checkers:
    """Slack ones of low specificity make a ratio dearest."""
    ends = asked.checkers
    return replace(ends.slack, specificity=ends.keen.specificity)


def _again(asked: int, drawn: Integers) -> Integers:
    """Rows to check again, in proportion; at least two of each stratum that is drawn from."""
    if not asked:
        return np.zeros_like(drawn)
    highs = drawn.astype(float)
    lows = np.minimum(highs, 2.0)
    sizes = allocation(asked, np.maximum(highs, 1e-9), lows, highs)
    return whole_sizes(sizes, lows, highs)


def _stratum(name: str, rows: int, rate: float, drawn: int, again: int) -> AuditStratum:
    return AuditStratum(name=name, rows=rows, rate=rate, drawn=drawn, again=again)


class _TwoLooks(NamedTuple):
    """What two looks show of a limit, or what would; named as in a plan."""

    least: int | None = None
    twice: int | None = None
    allowed: int | None = None
    shown: float | None = None
    enough: int | None = None


def _two_looks(
    asked: AuditAsked, rows: Integers, rates: Floats, drawn: Integers, again: Integers
) -> _TwoLooks:
    if not again.any():
        return _TwoLooks()
    least = _again_least(asked, rows, drawn)
    if least is None:
        return _TwoLooks(twice=_twice_least(asked, rows, drawn))
    both = shown_by_two_looks(asked, rows, rates, drawn, again) if again.sum() >= least else None
    if both is None or both[1] >= asked.power:
        return _TwoLooks(least, None, *(both or ()))
    return _TwoLooks(least, None, *both, _again_enough(asked, rows, rates, drawn))


def _again_enough(asked: AuditAsked, rows: Integers, rates: Floats, drawn: Integers) -> int | None:
    """The fewest rows to check again so that two looks show it as often as asked."""

    def is_enough(size: int) -> bool:
        both = shown_by_two_looks(asked, rows, rates, drawn, _again(size, drawn))
        return both is not None and both[1] >= asked.power

    sizes = range(1, int(drawn.sum()) + 1)
    if not is_enough(sizes[-1]):
        return None
    return sizes[bisect_left(sizes, True, key=is_enough)]


def _again_least(asked: AuditAsked, rows: Integers, drawn: Integers) -> int | None:
    """The fewest rows to check again so that two looks without a wrong one are read as shown."""
    if asked.below is None:
        return None
    most = int(drawn.sum())
    sizes = range(1, most + 1)
    place = bisect_left(sizes, True, key=lambda size: _is_shown_twice(asked, rows, drawn, size))
    return None if place == most else sizes[place]


def _twice_least(asked: AuditAsked, rows: Integers, drawn: Integers) -> int | None:
    """The fewest rows, each checked twice, that show it where too few are drawn for that."""
    if asked.below is None:
        return None
    sizes = range(int(drawn.sum()), int(rows.sum()) + 1)
    place = bisect_left(sizes, True, key=lambda size: _is_shown_all_twice(asked, rows, drawn, size))
    return None if place == len(sizes) else sizes[place]


def _is_shown_all_twice(asked: AuditAsked, rows: Integers, drawn: Integers, size: int) -> bool:
    """Whether so many rows would do, spread over strata as those that are drawn."""
    lows, highs = drawn.astype(float), rows.astype(float)
    looked = whole_sizes(allocation(size, np.maximum(lows, 1e-9), lows, highs), lows, highs)
    return _is_shown_twice(asked, rows, looked, int(looked.sum()))


def _is_shown_twice(asked: AuditAsked, rows: Integers, drawn: Integers, size: int) -> bool:
    again = _again(size, drawn).astype(float)
    sizes = (rows.astype(float), drawn.astype(float), again, np.zeros(rows.size))
    return most_of_two_looks(*sizes, asked.confidence) < asked.goal.below


def _prices(asked: AuditAsked, rows: Integers) -> tuple[AuditPrice, ...]:
    rate = asked.rate
    rates = dict.fromkeys((rate.low, rate.middle, rate.high))
    return tuple(_price(asked, one, rows) for one in rates)


def _limits(asked: AuditAsked, rows: Integers) -> Iterator[AuditLimit]:
    """Other limits, as the rate is assumed for this one."""
    rate = asked.rate
    for part in _PARTS if asked.below is not None else ():
        limit = (asked.below or 0.0) * part
        if limit < 1.0:
            one = _price(replace(asked, below=limit, assumed=rate), rate.middle, rows)
            yield AuditLimit(limit=limit, fixed=one.fixed, mean=one.mean)


def _price(asked: AuditAsked, rate: float, rows: Integers) -> AuditPrice:
    """What it costs at one rate: a fixed size, and row by row followed as far as that is useful."""
    fixed = fixed_draw(asked, np.full(rows.size, rate), rows)
    if fixed is None:
        return AuditPrice(
            rate=rate, fixed=None, allowed=None, shown=None,
            mean=None, ninth=None, most=None, shown_one_by_one=None,
        )  # fmt: skip
    stopped, most = _stopped(asked, rate, rows, fixed)
    wanted = min(ORDERS, math.ceil(asked.power * ORDERS))
    ends = np.sort(stopped)
    enough = min(most, int(ends[wanted - 1]))
    looked_at, ninth = np.minimum(stopped, enough), int(ends[math.ceil(0.9 * ORDERS) - 1])
    return AuditPrice(
        rate=rate,
        fixed=fixed.rows,
        allowed=fixed.allowed,
        shown=fixed.power,
        mean=float(looked_at.mean()),
        ninth=ninth if ninth <= most else None,
        most=enough,
        shown_one_by_one=float(np.mean(stopped <= enough)),
    )


def _stopped(
    asked: AuditAsked, rate: float, rows: Integers, fixed: FixedDraw
) -> tuple[Integers, int]:
    """Rows after which it is shown in each of many orders, and how far they were followed."""
    total, ends = int(rows.sum()), asked.checkers
    bet = bet_against(asked.goal, total, rate=rate, checkers=ends.slack)
    most = min(total, _TIMES_FIXED * fixed.rows)
    called = round(ends.keen.called_wrong(round(rate * total) / total) * total)
    luck = key(SEED, f"{rate!r}", "orders of an audit")
    return stopping_rows(bet, called, most=most, logs=ORDERS, key=luck), most
