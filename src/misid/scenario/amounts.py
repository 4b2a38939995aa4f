"""Numbers as a person says them: shares, times, amounts."""

from __future__ import annotations

_DAYS, _HOURS = 365.25, 8766.0
_LEAST_PER_CENT, _MOST_ONE_IN = 0.001, 0.1


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
    A number without exponents, thousands apart.

    Example:
        >>> number(250_000_000), number(0.5), number(-0.1), number(1e-12)
        ('250,000,000', '0.5', '-0.1', '0.000000000001')
    """
    if abs(value) >= 1e3:
        return f"{value:,.0f}"
    if 0 < abs(value) < 1e-4:
        return f"{value:.15f}".rstrip("0")
    return f"{value:.4g}"


def per_cent(part: float) -> str:
    """A share per cent, five digits at most."""
    return f"{100 * part:.5g} %"


def shares(ends: list[float]) -> list[str]:
    """
    Shares per cent, or all of them as one in so many where the first is small and none is large.

    Example:
        >>> shares([0.0003, 0.03]), shares([0.15, 0.85])
        (['1 in 3,333', '1 in 33'], ['15 %', '85 %'])
    """
    if 0 < ends[0] < _LEAST_PER_CENT and ends[-1] < _MOST_ONE_IN:
        return [f"1 in {float(f'{1 / end:.4g}'):,.0f}" for end in ends]
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


def _counted(amount: str, noun: str) -> str:
    return f"{amount} {noun}" if amount == "1" else f"{amount} {noun}s"
