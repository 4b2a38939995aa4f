"""Rates of many rows of disclosed counts beside each other: the facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from misid.arrays import Flags, Floats
from misid.disclosure.counts import DisclosedCounts
from misid.errors import MeaningError
from misid.inference.infer import counts_digest
from misid.inference.row_counts import CountedRow, as_row_counts, counted_rows
from misid.inference.row_schema import (
    ROW_RATES,
    Lies,
    RatesAmongRows,
    RowLawName,
    RowRate,
    RowRateName,
    RowRates,
    RowWithoutRate,
)
from misid.measures.discoveries import LEVEL, both_sides, discovered
from misid.measures.row_estimates import RowEstimates, row_estimates, surprise
from misid.measures.row_laws import BetaBinomial, GammaPoisson, RowLaw
from misid.measures.row_spread import RowSpread, row_spread
from misid.results.schema import Interval

_FEWEST, _LEAST_RATE = 3, 1e-9
_LAWS: dict[RowLawName, RowLaw] = {"beta_binomial": BetaBinomial(), "gamma_poisson": GammaPoisson()}
_LAW_OF: dict[RowRateName, RowLawName] = {
    "wrong_of_references": "beta_binomial",
    "references_of_searches": "beta_binomial",
    "wrong_of_searches": "gamma_poisson",
}


def row_rates(counts: DisclosedCounts, names: Sequence[RowRateName] = ()) -> RowRates:
    """
    Rates of rows of disclosed counts, each by its own count and by all others.

    Args:
        counts: as they were disclosed; a row is an agency, a place, a deployment.
        names: which rates; none: all that three rows or more have.
    Raises: MeaningError: fewer than three rows have such a rate.
    """
    found: list[RatesAmongRows] = []
    left: list[RowWithoutRate] = []
    for name in names or ROW_RATES:
        rows, without = counted_rows(counts.periods, name)
        asked = sum(one.whole.most > 0 for one in rows)
        if asked < _FEWEST:
            if names:
                raise _too_few(counts, asked, name)
            continue
        found.append(_among(name, rows))
        left += without
    if not found:
        raise _too_few(counts, 0, None)
    return RowRates(
        title=counts.title,
        source=counts.source,
        digest=counts_digest(counts),
        level=LEVEL,
        rates=tuple(found),
        left=tuple(left),
    )


def _too_few(counts: DisclosedCounts, rows: int, name: RowRateName | None) -> MeaningError:
    asked = f"{rows} rows with {name.replace('_', ' ')}" if name else "fewer rows with any rate"
    return MeaningError(
        f"{counts.title} has {asked}, but {_FEWEST} are needed to say how far rows differ.",
        use="a row for each agency, with references_wrong of references, or references of searches",
    )


def _among(name: RowRateName, rows: Sequence[CountedRow]) -> RatesAmongRows:
    """One rate in all rows."""
    law = _LAW_OF[name]
    counts = as_row_counts(rows)
    found = row_spread(_LAWS[law], counts)
    told = _told_apart(found, rows)
    each = row_estimates(found, counts)
    return RatesAmongRows(
        name=name,
        law=law,
        ranges=sum(one.is_range for one in rows),
        empty=sum(one.whole.most == 0 for one in rows),
        all_checked=sum(one.all_checked for one in rows),
        pooled_low=_summed(one.fewest for one in rows),
        pooled_high=_summed(one.most for one in rows),
        mean=_of_rates(found.quantiles(found.mean)),
        typical=_of_rates(each.typical),
        log_evidence=found.log_evidence,
        variation=_interval(found.quantiles(found.law.variation(found.mean, found.spread))),
        by_chance=LEVEL * int(told.is_asked.sum()),
        surprising=int((told.surprise[told.is_asked] <= LEVEL).sum()),
        above=told.lies.count("above"),
        below=told.lies.count("below"),
        rows=tuple(_row(one, each, place, told) for place, one in enumerate(rows)),
    )


class _RowSurprise(NamedTuple):
    """How surprising each row is by all others, and which are told apart; shape (rows,)."""

    surprise: Floats
    lies: list[Lies]
    is_asked: Flags


def _told_apart(found: RowSpread, rows: Sequence[CountedRow]) -> _RowSurprise:
    low, high = surprise(found, as_row_counts(rows))
    is_asked = np.array([one.whole.most > 0 for one in rows])
    both = both_sides(low, high)
    is_apart = np.zeros(len(rows), dtype=bool)
    is_apart[is_asked] = discovered(both[is_asked])
    sides = zip(is_asked, is_apart, low < high, strict=True)
    return _RowSurprise(both, [_lies(*one) for one in sides], is_asked)


def _lies(is_asked: bool, is_apart: bool, is_below: bool) -> Lies:
    if not is_asked:
        return "not_asked"
    if not is_apart:
        return "among"
    return "below" if is_below else "above"


def _row(one: CountedRow, each: RowEstimates, place: int, told: _RowSurprise) -> RowRate:
    has_raw = one.whole.least > 0
    return RowRate(
        label=one.label,
        group=one.group,
        regime=one.regime,
        least=one.count.least,
        most=one.count.most,
        whole_least=one.whole.least,
        whole_most=one.whole.most,
        raw_low=_over(*one.fewest) if has_raw else None,
        raw_high=_over(*one.most) if has_raw else None,
        rate=_of_rates((each.low[place], each.median[place], each.high[place])),
        pull=float(each.pull[place]),
        surprise=float(told.surprise[place]) if told.is_asked[place] else None,
        lies=told.lies[place],
    )


def _over(part: int, whole: int) -> float:
    """A share; of nothing, and of a range that is more than its whole, all."""
    return min(part / whole, 1.0) if whole else 0.0


def _summed(pairs: Iterable[tuple[int, int]]) -> float:
    """All counts over all wholes."""
    held = list(pairs)
    return _over(sum(count for count, _ in held), sum(whole for _, whole in held))


def _of_rates(ends: Sequence[float]) -> Interval:
    """Beyond a billionth only the shape of the law is left, and nothing that was counted."""
    return _interval([min(max(float(end), _LEAST_RATE), 1.0 - _LEAST_RATE) for end in ends])


def _interval(ends: Sequence[float]) -> Interval:
    low, median, high = (float(end) for end in ends)
    return Interval(median=median, low=low, high=high)
