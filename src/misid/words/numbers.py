"""Numbers as a person says them, in the spelling of a language; the one place that makes them."""

from __future__ import annotations

import math

from misid.quantities.units import Unit, is_share
from misid.words.language import ENGLISH, Language, Spelling, message
from misid.words.sentence import Number, Sentence, plain

NO_TRIALS = message("no trials")
_NEARLY_ALL = 0.99
# What has no digit among twelve places is nothing, and not minus nothing.
_NONE, _PLACES = 5e-13, 12
_MILLION = 1e6
_DAYS, _HOURS = 365.25, 8766.0
_LEAST_PER_CENT, _MOST_ONE_IN = 0.001, 0.1
_WRITTEN, _SHOWN, _ALMOST = 12, 6, 99.0

UNITS: dict[Unit, str] = {
    "share": "",
    "share_of_references": message("of references"),
    "share_of_upheld_references": message("of references that review upholds"),
    "share_of_sought_stops": message("of stops of sought people"),
    "per_100000_searches": message("per 100,000 searches"),
    "people_a_year": message("people a year"),
    "stops_a_year": message("stops a year"),
    "stops": message("stops"),
    "searches": message("searches"),
    "references": message("references"),
    "hours": message("hours"),
    "photographs": message("photographs"),
    "years": message("years"),
    "days": message("days"),
    "ratio": message("ratio"),
    "count": "",
    "": "",
}
"""What stands after a number that is read; of a share, after the per cent."""


def fact(
    value: float | None, unit: Unit = "", *, where: str = "", language: Language = ENGLISH
) -> Number | str:
    """
    A fact as it is read: two significant digits, a share in per cent; or that there is none.

    Args:
        value: None where there are no trials.
        unit: its code.
        where: path of the fact.
        language: whose spelling.
    Example:
        >>> fact(0.2134, "share").text, fact(341.2, "per_100000_searches").text, fact(None)
        ('21 %', '340', 'no trials')
    """
    if value is None:
        return language.word(NO_TRIALS)
    return Number(value=value, text=read(value, unit, language), fact=where)


def few(value: float, whole: int, language: Language = ENGLISH) -> Number:
    """
    A small number of people, in words where they are none or a part of one.

    Args:
        value: exact.
        whole: in whole people.
        language: whose words.
    Example:
        >>> few(6.8, 7).text, few(0.42, 0).text, few(0.0, 0).text
        ('about 7', 'fewer than one (0.42)', 'none')
    """
    if whole:
        people = spelled(str(whole), language.spelling)
        said = plain(language.say("about {people}", people=people))
    elif value > 0:
        said = plain(language.say("fewer than one ({part})", part=natural(value, language)))
    else:
        said = language.word("none")
    return Number(value=value, text=said)


def difference(
    value: float | None, unit: Unit = "", *, where: str = "", language: Language = ENGLISH
) -> Number | str:
    """
    A change; of a share in percentage points.

    Example:
        >>> difference(-0.0172, "share").text, difference(12.3, "photographs").text
        ('-1.7 points', '12')
    """
    if value is None or not is_share(unit):
        return fact(value, unit, where=where, language=language)
    said = language.say("{points} points", points=natural(100 * value, language))
    return Number(value=value, text=plain(said), fact=where)


def counted(value: float, *, where: str = "", language: Language = ENGLISH) -> Number:
    """
    A whole number with every digit.

    Example:
        >>> counted(4096).text
        '4,096'
    """
    return Number(value=value, text=spelled(f"{value:.0f}", language.spelling), fact=where)


def precise(
    value: float | None, unit: Unit = "", *, where: str = "", language: Language = ENGLISH
) -> Number | str:
    """
    A fact that was counted often, to four significant digits; a share in per cent.

    Example:
        >>> precise(66.7887, "per_100000_searches").text, precise(0.106489, "share").text
        ('66.79', '10.65 %')
        >>> precise(2302.4).text, precise(None)
        ('2,302', 'no trials')
    """
    if value is None:
        return language.word(NO_TRIALS)
    scaled = 100.0 * value if is_share(unit) else value
    digits = f"{scaled:.0f}" if abs(scaled) >= 1000.0 else f"{float(f'{scaled:.4g}'):.12g}"
    text = spelled(digits, language.spelling)
    return Number(value=value, text=f"{text} %" if is_share(unit) else text, fact=where)


def unit_name(unit: Unit, language: Language = ENGLISH) -> str:
    """
    The unit beside a number that is read.

    Example:
        >>> unit_name("share_of_references"), unit_name("photographs"), unit_name("share")
        ('of references', 'photographs', '')
    """
    name = UNITS[unit]
    return language.word(name) if name else ""


def read(value: float, unit: Unit = "", language: Language = ENGLISH) -> str:
    """
    A number as a person says it; a share in per cent.

    Example:
        >>> read(0.2134, "share_of_references"), read(341.2, "per_100000_searches")
        ('21 %', '340')
        >>> read(0.9982, "share"), read(0.99996, "share"), read(1.0, "share")
        ('99.8 %', 'above 99.9 %', '100 %')
    """
    if not is_share(unit):
        return natural(value, language)
    if _NEARLY_ALL < value < 1.0:
        # Rounded down, so that it never reads as all.
        if value > 0.999:
            above = language.say("above {share} %", share=spelled("99.9", language.spelling))
            return plain(above)
        return f"{spelled(f'{math.floor(1000 * value) / 10:.1f}', language.spelling)} %"
    return f"{natural(100 * value, language)} %"


def natural(value: float, language: Language = ENGLISH, significant: int = 2) -> str:
    """
    A number as a person says it: two significant digits, thousands apart.

    Example:
        >>> natural(5934.2), natural(0.0123), natural(0.0), natural(float("nan"))
        ('5,900', '0.012', '0', '-')
    """
    if not math.isfinite(value) or abs(value) < _NONE:
        return "-" if not math.isfinite(value) else "0"
    digits = significant - 1 - math.floor(math.log10(abs(value)))
    rounded = round(value, digits)
    if digits <= 0:
        return spelled(f"{rounded:.0f}", language.spelling)
    written = f"{rounded:.{min(digits, _PLACES)}f}".rstrip("0").rstrip(".")
    return spelled(written, language.spelling)


def spelled(digits: str, spelling: Spelling) -> str:
    """
    A plain number in the spelling of a language.

    Args:
        digits: as Python writes it: `-1234.5`.
        spelling: how its readers write it.
    Example:
        >>> spelled("-1234.5", Spelling()), spelled("1234567.5", Spelling(",", " ", 5))
        ('-1,234.5', '1 234 567,5')
        >>> spelled("1234", Spelling(",", " ", 5))
        '1234'
    """
    whole, point, part = digits.partition(".")
    sign = whole[: len(whole) - len(whole.lstrip("+-"))]
    whole = whole.removeprefix(sign)
    if len(whole) >= spelling.grouped_from:
        whole = f"{int(whole):,}".replace(",", spelling.group)
    return f"{sign}{whole}{spelling.decimal if point else ''}{part}"


def with_unit(
    value: float | None, unit: Unit = "", *, where: str = "", language: Language = ENGLISH
) -> Sentence:
    """
    A fact and its unit, as they stand inside a sentence.

    Example:
        >>> plain(with_unit(341.2, "per_100000_searches")), plain(with_unit(0.2, "share"))
        ('340 per 100,000 searches', '20 %')
        >>> plain(with_unit(52.0, "ratio"))
        '52'
    """
    number = fact(value, unit, where=where, language=language)
    name = unit_name(unit, language)
    if value is None or not name or unit == "ratio":
        return (number,)
    return language.say("{number} {unit}", number=number, unit=name)


def on_axis(value: float, unit: Unit = "", language: Language = ENGLISH) -> str:
    """
    A number beside an axis, as a newspaper prints it.

    Example:
        >>> on_axis(0.25, "share"), on_axis(2_500_000.0), on_axis(3e9), on_axis(20_000.0)
        ('25 %', '2.5 million', '3 thousand million', '20,000')
    """
    if is_share(unit):
        return f"{exact(100 * value, language)} %"
    if value >= _MILLION:
        thousands = value >= 1000 * _MILLION
        number = value / (1000 * _MILLION if thousands else _MILLION)
        said = exact(number, language)
        if thousands:
            return plain(language.say("{number} thousand million", number=said))
        return plain(
            language.say_many("{number} million", "{number} million", _plural(number), number=said)
        )
    return exact(value, language)


def residual(value: float | None, *, where: str = "", language: Language = ENGLISH) -> Number | str:
    """
    A deviation from a published number, in per cent with its sign; a large one as a factor.

    Example:
        >>> residual(-3e-12).text, residual(0.0104).text, residual(52.2).text
        ('0.00 %', '+1.04 %', '53 times')
    """
    if value is None:
        return language.word(NO_TRIALS)
    if value > 1.0:
        said = plain(language.say("{factor} times", factor=natural(1.0 + value, language)))
        return Number(value=value, text=said, fact=where)
    rounded = round(100 * value, 2)
    digits = spelled(f"{rounded:+.2f}" if rounded else "0.00", language.spelling)
    return Number(value=value, text=f"{digits} %", fact=where)


def is_written(value: float) -> bool:
    """
    Whether a number has so few digits that somebody wrote it down; else it was worked out.

    Example:
        >>> is_written(0.0027379), is_written(1_234_567.0), is_written(0.1 / 99.1)
        (True, True, False)
    """
    few = float(f"{value:.{_WRITTEN}g}")
    return value == round(value) or math.isclose(few, value, rel_tol=1e-15)


def exact(value: float, language: Language = ENGLISH) -> str:
    """
    A number as it was written; one that was worked out has three or four digits.

    Example:
        >>> exact(250_000_000), exact(0.5), exact(-0.1), exact(1e-12), exact(1e5 / 7)
        ('250,000,000', '0.5', '-0.1', '0.000000000001', '14,300')
    """
    if not is_written(value) and not 1e-4 <= abs(value) < 1e3:
        value = float(f"{value:.3g}")
    if abs(value) >= 1e3:
        written = f"{value:.0f}"
    elif 0 < abs(value) < 1e-4:
        written = f"{value:.15f}".rstrip("0")
    else:
        written = f"{value:.4g}"
    return spelled(written, language.spelling)


def per_cent(part: float, language: Language = ENGLISH) -> str:
    """
    A share per cent: as it was written, or two digits where it was worked out.

    Example:
        >>> per_cent(0.12345), per_cent(0.001 / 0.991), per_cent(1 - 1 / 811)
        ('12.345 %', '0.1 %', '99.88 %')
    """
    digits = _SHOWN if is_written(part) else 4 if 100 * part > _ALMOST else 2
    rounded = float(f"{100 * part:.{digits}g}")
    return f"{spelled(f'{rounded:.10g}', language.spelling)} %"


def shares(ends: list[float], language: Language = ENGLISH) -> list[str]:
    """
    Shares per cent, or all of them as one in so many where the first is small and none is large.

    Example:
        >>> shares([0.0003, 0.03]), shares([0.15, 0.85]), shares([0.0003 / 3.7])
        (['1 in 3,333', '1 in 33'], ['15 %', '85 %'], ['1 in 12,000'])
    """
    if 0 < ends[0] < _LEAST_PER_CENT and ends[-1] < _MOST_ONE_IN:
        return [one_in(end, language) for end in ends]
    return [per_cent(end, language) for end in ends]


def share(value: float, language: Language = ENGLISH) -> str:
    """
    A share per cent, or as one in so many where it is small.

    Example:
        >>> share(0.15), share(1 / 6000)
        ('15 %', '1 in 6,000')
    """
    return shares([value], language)[0]


def one_in(part: float, language: Language = ENGLISH) -> str:
    """
    A share as one in so many.

    Example:
        >>> one_in(1 / 6000), one_in(0.0003 / 3.7)
        ('1 in 6,000', '1 in 12,000')
    """
    digits = 4 if is_written(part) else 2
    many = float(f"{1 / part:.{digits}g}")
    written = f"{many:.0f}" if many >= 10 else f"{many:.2g}"
    return plain(language.say("1 in {many}", many=spelled(written, language.spelling)))


def measured(
    value: float, *, digits: int = 2, where: str = "", language: Language = ENGLISH
) -> Number:
    """
    A share that was counted, in per cent; one that is close to all by what is lacking.

    Example:
        >>> measured(0.0234).text, measured(0.99987).text, measured(0.12345, digits=3).text
        ('2.3 %', '99.987 %', '12.3 %')
    """
    shown = 100.0 * value
    text = natural(shown, language, digits)
    if _NEARLY_ALL < value < 1.0:
        places = min(_PLACES, digits - 1 - math.floor(math.log10(100.0 * (1.0 - value))))
        text = spelled(f"{shown:.{places}f}", language.spelling)
    return Number(value=value, text=f"{text} %", fact=where)


def measured_ends(
    low: float, high: float, *, where: str = "", language: Language = ENGLISH
) -> tuple[Number, Number]:
    """
    Both ends of an interval of such a share, with digits enough to tell them apart.

    Args:
        low: the lower end.
        high: the upper end.
        where: path of what has both.
        language: whose spelling.
    Example:
        >>> [end.text for end in measured_ends(0.01231, 0.01234)]
        ['1.231 %', '1.234 %']
    """

    def both(digits: int) -> tuple[Number, Number]:
        return (
            measured(low, digits=digits, where=f"{where}.low", language=language),
            measured(high, digits=digits, where=f"{where}.high", language=language),
        )

    every = map(both, range(2, _SHOWN))
    return next((ends for ends in every if ends[0].text != ends[1].text), both(_SHOWN))


def rare(value: float, *, where: str = "", language: Language = ENGLISH) -> Number:
    """
    A share of errors as people say it: as one in so many, where it is no large one.

    Example:
        >>> rare(1e-4).text, rare(0.3).text, rare(0.4).text, rare(0.0).text
        ('1 in 10,000', '1 in 3.3', '40 %', 'none')
    """
    if value > 1 / 3:
        return measured(value, where=where, language=language)
    text = one_in(value, language) if value else language.word("none")
    return Number(value=value, text=text, fact=where)


def ratio(value: float, *, where: str = "", language: Language = ENGLISH) -> Number:
    """
    A ratio, or another number without a unit, with two decimals; below 1 with three.

    One that is close to 1 has so many more that its side of 1 is seen: an interval is told by it.

    Example:
        >>> ratio(2.0).text, ratio(0.12345).text, ratio(12_345.6).text
        ('2.00', '0.123', '12,300')
        >>> ratio(1.0012).text, ratio(0.99961).text, ratio(1.0).text
        ('1.001', '0.9996', '1.00')
    """
    if abs(value) >= 100.0:
        return Number(value=value, text=natural(value, language, 3), fact=where)
    places = 2 if abs(value) >= 1.0 else 3
    while float(f"{value:.{places}f}") == 1.0 and not math.isclose(value, 1.0, rel_tol=1e-9):
        places += 1
    written = f"{value:.{places}f}"
    return Number(value=value, text=spelled(written, language.spelling), fact=where)


def rough_score(value: float, *, where: str = "", language: Language = ENGLISH) -> Number:
    """A threshold that was not counted, with fewer digits."""
    return score(value, digits=4, where=where, language=language)


def score(
    value: float, *, digits: int = 6, where: str = "", language: Language = ENGLISH
) -> Number:
    """
    A score or a threshold, on whatever scale its matcher has.

    Example:
        >>> score(0.512345678).text, score(1000.0).text, score(0.512345678, digits=4).text
        ('0.512346', '1000', '0.5123')
    """
    written = f"{value:.{digits}g}".replace(".", language.spelling.decimal)
    return Number(value=value, text=written, fact=where)


def amount(value: float, unit: Unit, language: Language = ENGLISH) -> Sentence:
    """
    A number as it was written, with its unit; a share as a percentage of what it is of.

    Example:
        >>> plain(amount(100, "per_100000_searches")), plain(amount(0.2, "share_of_references"))
        ('100 per 100,000 searches', '20 % of references')
    """
    number = share(value, language) if is_share(unit) else exact(value, language)
    return (f"{number} {unit_name(unit, language)}".strip(),)


def duration(years: float, language: Language = ENGLISH) -> str:
    """
    A time as a person says it: in days or hours where it is less than a year.

    Example:
        >>> duration(15), duration(14 / 365.25), duration(12 / 8766), duration(0)
        ('15 years', '14 days', '12 hours', 'no time at all')
    """
    if years == 0:
        return language.word("no time at all")
    if years >= 1:
        said = language.say_many(
            "{years} year", "{years} years", _plural(years), years=exact(years, language)
        )
    elif years * _DAYS >= 2:
        days = f"{years * _DAYS:.3g}"
        said = language.say_many(
            "{days} day", "{days} days", _plural(float(days)),
            days=spelled(days, language.spelling),
        )  # fmt: skip
    else:
        hours = f"{years * _HOURS:.3g}"
        said = language.say_many(
            "{hours} hour", "{hours} hours", _plural(float(hours)),
            hours=spelled(hours, language.spelling),
        )  # fmt: skip
    return plain(said)


def _plural(value: float) -> int:
    """The count that decides a form; a broken number is many."""
    return 1 if value == 1.0 else 2
