"""Rates of rows of disclosed counts beside each other, in whole sentences."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from importlib.metadata import version

from misid.inference.row_schema import RatesAmongRows, RowRate, RowRates
from misid.results.schema import Interval
from misid.words import numbers
from misid.words.figures import Caption
from misid.words.language import Language, message
from misid.words.sentence import Number, Sentence, Value, paragraph, plain
from misid.words.stamps import short

RATES = {
    "wrong_of_references": message("Share of checked references found to be wrong"),
    "references_of_searches": message("Share of searches that give a reference"),
    "wrong_of_searches": message("References found to be wrong, of searches"),
}
"""What each rate is called."""
_IF_ALL_CHECKED = message("Share of references found to be wrong, if all references were checked")
_IF_CHECKED_IN_SOME = message(
    "Share of checked references found to be wrong, if all references were checked in rows that do "
    "not say how many"
)
LIES = {
    "above": message("above"),
    "below": message("below"),
    "among": message("among"),
    "not_asked": message("nothing to go by"),
}
"""How a row lies beside all others."""
BECAUSE = {
    "not_counted": message("the count, or what it is a count of, is missing"),
    "no_end": message("what it is a count of has no upper end"),
    "more_than_whole": message("it is more than the count that it is a part of"),
    "total_of_others": message("it is the total of other rows"),
    "overlaps": message("its days overlap those of a row of the same name"),
}
"""Why a row has no rate."""
_NAMED = 5
_ALIKE, _TOLD = 0.1, math.log(10.0)
# Where rows differ must be ten times likelier than that none does, before it is said that they do.


def title(language: Language) -> Sentence:
    """What it is."""
    return language.say("Rates row by row, each beside all others")


def rate_message(one: RatesAmongRows) -> str:
    """What a rate is called; it says so where references are taken to have been checked."""
    if not one.all_checked:
        return RATES[one.name]
    return _IF_ALL_CHECKED if one.all_checked == len(one.rows) else _IF_CHECKED_IN_SOME


def finding(found: RowRates, language: Language) -> Sentence:
    """
    Which rows lie apart in the first rate, and how far all others differ beyond luck.

    The rate comes first where its name says what is taken for granted.
    """
    one = found.rates[0]
    if one.log_evidence <= _TOLD:
        return paragraph([apart(one, language), spread(one, 0, language)])
    low, high = _ends(one.typical, "rates.0.typical", language)
    beyond = language.say(
        "{rate}: beyond luck nine of ten such rows lie between {low} and {high}.",
        rate=language.word(rate_message(one)), low=low, high=high,
    )  # fmt: skip
    told = apart(one, language)
    return paragraph([beyond, told] if one.all_checked else [told, beyond])


def spread(one: RatesAmongRows, place: int, language: Language) -> Sentence:
    """How far the rates of rows differ."""
    where = f"rates.{place}"
    low, high = _ends(one.typical, f"{where}.typical", language)
    mean = one.mean.median or 0.0
    named: dict[str, Value] = {
        "rate": language.word(rate_message(one)),
        "rows": _count(len(one.rows) - one.empty, language),
        "low": low, "high": high,
        "mean": numbers.rare(mean, where=f"{where}.mean.median", language=language),
    }  # fmt: skip
    if one.pooled_high == 0.0:
        return _nothing_counted(one, where, named, language)
    is_told = one.log_evidence > _TOLD
    if not is_told and (one.variation.high or 0.0) < _ALIKE:
        return language.say(
            "{rate}: {rows} rows, hardly apart. The mean is {mean}, and nine of ten such rows lie "
            "between {low} and {high}.",
            **named,
        )
    if not is_told:
        return language.say(
            "{rate}: {rows} rows with a mean of {mean}. Luck alone may make them differ as they "
            "do, or not: nine of ten such rows lie between {low} and {high}.",
            **named,
        )
    return language.say(
        "{rate}: {rows} rows with a mean of {mean}. They differ by more than luck: nine of ten "
        "such rows lie between {low} and {high}.",
        **named,
    )


def _nothing_counted(
    one: RatesAmongRows, where: str, named: Mapping[str, Value], language: Language
) -> Sentence:
    """Of counts that are none in every row: they cannot tell rows apart."""
    high = numbers.rare(one.mean.high or 0.0, where=f"{where}.mean.high", language=language)
    return language.say(
        "{rate}: {rows} rows, and nothing of it was counted in any. So the mean is {high} or less, "
        "with a probability of 95 %; whether rows differ cannot be said.",
        rate=named["rate"], rows=named["rows"], high=high,
    )  # fmt: skip


def apart(one: RatesAmongRows, language: Language) -> Sentence:
    """Which rows are told apart from all others."""
    found = [row for row in one.rows if row.lies in ("above", "below")]
    if not found:
        return language.say("No row is told apart from the others.")
    shown = sorted(found, key=lambda row: row.surprise or 0.0)[:_NAMED]
    return language.say_many(
        "{rows} row is told apart from the others: {names}.",
        "{rows} rows are told apart from the others: {names}.",
        len(found),
        rows=_count(len(found), language),
        names=", ".join(row_name(row, language) for row in shown)
        + ("\u2026" if len(found) > _NAMED else ""),
    )


def chances(found: RowRates, language: Language) -> Iterator[Sentence]:
    """Rows told apart, and how many would look surprising by chance."""
    for one in found.rates:
        yield language.say(
            "{rate}: {apart} As far out as 1 in 20 are {surprising} of {rows} rows, where chance "
            "alone would put {chance} at most.",
            rate=language.word(rate_message(one)), apart=plain(apart(one, language)),
            surprising=_count(one.surprising, language),
            rows=_count(len(one.rows) - one.empty, language),
            chance=numbers.natural(one.by_chance, language),
        )  # fmt: skip


def spreads(found: RowRates, language: Language) -> Iterator[Sentence]:
    """How far rows differ in each rate."""
    for place, one in enumerate(found.rates):
        yield spread(one, place, language)


def notes(found: RowRates, language: Language) -> Iterator[Sentence]:
    """How it was worked out, and what it cannot say."""
    yield language.say(
        "A row of few counts may have any rate by luck. So each rate is drawn towards those of all "
        "rows, the more the less its own count says; the pull says how far. A raw rate of nothing "
        "wrong among ten is no rate of nothing."
    )
    yield language.say(
        "Told apart are rows whose count all others would hardly give, by the rule of Benjamini "
        "and Hochberg: where all rows are alike, any is told apart at most 1 time in 20. Several "
        "far rows widen what is held for possible, and can so hide each other."
    )
    yield language.say(
        "That a row lies apart is a question for whoever keeps it: other people, other lists, "
        "other thresholds, other ways to count and to check give other rates. It is no fault that "
        "was shown."
    )
    if any(one.all_checked for one in found.rates):
        yield language.say(
            "Rows that do not say how many references were not checked: {count}. All of theirs are "
            "taken to have been checked; where fewer were, more are wrong, and a row that checks "
            "more looks worse.",
            count=_count(max(one.all_checked for one in found.rates), language),
        )
    yield language.say(
        "A check can err, and nothing here makes up for it: these are rates of what checks found. "
        "Searches of one person count as many, though they are answered alike."
    )
    yield language.say(
        "Rates among rows follow a beta law, or a gamma law for what is wrong of searches; both "
        "are integrated out. Before any count the mean has Jeffreys' law, the spread a half-Cauchy "
        "law of scale 1. SHA-256 of the counts: {digest}.",
        digest=short(found.digest),
    )


def stamp_line(found: RowRates, language: Language) -> str:
    """What the numbers were made from, in one line."""
    return plain(
        language.say(
            "misid {version}, counts {digest}", version=version("misid"), digest=short(found.digest)
        )
    )


def row_name(row: RowRate, language: Language) -> str:
    """A row by its label, with its group and its regime where it has them."""
    more = [one for one in (row.group, row.regime) if one]
    label = language.authored(row.label)
    return f"{label} ({', '.join(map(language.authored, more))})" if more else label


def counted(least: int, most: int, language: Language) -> str:
    """A count as it was disclosed."""
    ends = [numbers.counted(one, language=language).text for one in (least, most)]
    if least == most:
        return ends[0]
    return plain(language.say("{least} to {most}", least=ends[0], most=ends[1]))


def raw(row: RowRate, language: Language) -> str:
    """The row's own rate, or between which ends it lies."""
    if row.raw_low is None or row.raw_high is None:
        return language.word(numbers.NO_TRIALS)
    low, high = (numbers.rare(one, language=language).text for one in (row.raw_low, row.raw_high))
    if low == high:
        return low
    return plain(language.say("{least} to {most}", least=low, most=high))


def rows_drawn(one: RatesAmongRows, place: int, language: Language) -> Caption:
    """Of the picture of all rows."""
    return Caption(
        title=language.word(rate_message(one)),
        finding=paragraph([spread(one, place, language), apart(one, language)]),
        drawn=language.say(
            "A line for each row, from the lowest rate to the highest: its range given all rows, "
            "with its median, and a square at the row's own raw rate, of 0 at the left end. Rows "
            "that are told apart have another colour and a diamond. Of very many rows every so "
            "many is drawn."
        ),
        nothing=plain(language.say("No rate of these is above 0.")),
    )


def _ends(one: Interval, where: str, language: Language) -> tuple[Number, Number]:
    low, high = (
        numbers.rare(getattr(one, end) or 0.0, where=f"{where}.{end}", language=language)
        for end in ("low", "high")
    )
    return low, high


def _count(value: int, language: Language) -> Number:
    return numbers.counted(value, language=language)
