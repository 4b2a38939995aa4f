"""Numbers as a person says them: shares, times, amounts."""

from __future__ import annotations

import math

_DAYS, _HOURS = 365.25, 8766.0
_LEAST_PER_CENT, _MOST_ONE_IN = 0.001, 0.1
_WRITTEN, _SHOWN, _NEARLY_ALL = 12, 6, 99.0


def is_written(value: float) -> bool:
    """
    Whether a number has so few digits that somebody wrote it down; else it was worked out.

    Example:
        >>> is_written(0.0027379), is_written(1_234_567.0), is_written(0.1 / 99.1)
        (True, True, False)
    """
    few = float(f"{value:.{_WRITTEN}g}")
    return value == round(value) or math.isclose(few, value, rel_tol=1e-15)


def duration(years: float) -> str:
    """
    A time as a person says it: in days or hours where it is less than a year.

    Example:
        >>> duration(15), duration(14 / 365.25), duration(12 / 8766), duration(0)
        ('15 years', '14 days', '12 hours', 'no time at all')
    """
    if years == 0:
        return "no time at all"
    if years >= 1:
        return _counted(number(years), "year")
    if years * _DAYS >= 2:
        return _counted(f"{years * _DAYS:.3g}", "day")
    return _counted(f"{years * _HOURS:.3g}", "hour")


def number(value: float) -> str:
    """
    A number without exponents, thousands apart; one that was worked out has three or four digits.

    Example:
        >>> number(250_000_000), number(0.5), number(-0.1), number(1e-12), number(1e5 / 7)
        ('250,000,000', '0.5', '-0.1', '0.000000000001', '14,300')
    """
    if not is_written(value) and not 1e-4 <= abs(value) < 1e3:
        value = float(f"{value:.3g}")
    if abs(value) >= 1e3:
        return f"{value:,.0f}"
    if 0 < abs(value) < 1e-4:
        return f"{value:.15f}".rstrip("0")
    return f"{value:.4g}"


def per_cent(part: float) -> str:
    """
    A share per cent: as it was written, or two digits where it was worked out.

    Example:
        >>> per_cent(0.12345), per_cent(0.001 / 0.991), per_cent(1 - 1 / 811)
        ('12.345 %', '0.1 %', '99.88 %')
    """
    digits = _SHOWN if is_written(part) else 4 if 100 * part > _NEARLY_ALL else 2
    return f"{float(f'{100 * part:.{digits}g}'):.10g} %"


def shares(ends: list[float]) -> list[str]:
    """
    Shares per cent, or all of them as one in so many where the first is small and none is large.

    Example:
        >>> shares([0.0003, 0.03]), shares([0.15, 0.85]), shares([0.0003 / 3.7])
        (['1 in 3,333', '1 in 33'], ['15 %', '85 %'], ['1 in 12,000'])
    """
    if 0 < ends[0] < _LEAST_PER_CENT and ends[-1] < _MOST_ONE_IN:
        return [_one_in(end) for end in ends]
    return [per_cent(end) for end in ends]


def share(value: float) -> str:
    """
    A share per cent, or as one in so many where it is small.

    Example:
        >>> share(0.15), share(1 / 6000)
        ('15 %', '1 in 6,000')
    """
    return shares([value])[0]


def amount(value: float, unit: str) -> str:
    """
    A number with its unit; a share of something as a percentage of it.

    Example:
        >>> amount(100, "per 100,000 searches"), amount(0.2, "share of references")
        ('100 per 100,000 searches', '20 % of references')
    """
    whole = unit.removeprefix("share of ")
    return f"{share(value)} of {whole}" if whole != unit else f"{number(value)} {unit}"


def _one_in(part: float) -> str:
    digits = 4 if is_written(part) else 2
    return f"1 in {float(f'{1 / part:.{digits}g}'):,.0f}"


def _counted(amount: str, noun: str) -> str:
    return f"{amount} {noun}" if amount == "1" else f"{amount} {noun}s"
