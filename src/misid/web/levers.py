"""The levers of a programme: every input as a field of a form, in the order of what it decides."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache

from misid.quantities import Choice, Quantity, Share, Years
from misid.results.schema import CitationRow, EitherOrAnswer, Results
from misid.scenario import Input, Scenario, inputs
from misid.scenario.stated import written
from misid.web.address import PER_CENT, Address
from misid.web.kept import Same
from misid.words.answers import ANSWERS, clause
from misid.words.language import ENGLISH, Language
from misid.words.language import language as language_of
from misid.words.scenario import HEADINGS, about, in_words, origin_of_input, why

FIRST = 8
"""So many levers stand open, those that decide the most by themselves."""
_WIDE, _STEPS, _KEPT = 10.0, 10, 8


@dataclass(frozen=True)
class LeverOption:
    """One answer to an either/or: its content in the address, and its words."""

    value: str
    title: str


@dataclass(frozen=True)
class LeverField:
    """
    An input as a field.

    `field` is its name in a form, `value` what was put there, empty where it stands as it is;
    `least` and `most` its ends, `unit` what stands behind the number. `options` are those of an
    either/or; an input that is neither number nor either/or is not `open`. `share` is how much of
    the range of the headline it decides by itself.
    """

    name: str
    field: str
    title: str
    question: str
    stands: str
    known: str
    why: str
    is_unknown: bool
    share: float | None
    value: str = ""
    unit: str = ""
    least: str = ""
    most: str = ""
    options: tuple[LeverOption, ...] = ()
    mistake: str = ""

    @property
    def is_number(self) -> bool:
        """Whether a number stands there."""
        return bool(self.least)

    @property
    def is_open(self) -> bool:
        """Whether the page can change it."""
        return self.is_number or bool(self.options)


@dataclass(frozen=True)
class LeverGroup:
    """Levers under a heading."""

    title: str
    levers: tuple[LeverField, ...]
    changed: int


def groups(
    baseline: Results, address: Address, entered: Mapping[str, str], language: Language
) -> tuple[tuple[LeverField, ...], tuple[LeverGroup, ...]]:
    """
    The levers that decide the most, then all others by the parts of a scenario.

    Args:
        baseline: facts of the programme without changes.
        address: what was changed.
        entered: what was written into fields, by their names, where it cannot be meant.
        language: in which it is said.
    """
    levers = [_filled(one, address, entered) for one in _levers(baseline, language)]
    first = [one for one in levers if one.is_open and one.share is not None][:FIRST]
    others = [one for one in levers if one not in first]
    parts = (_group(name, title, others, language) for name, title in HEADINGS.items())
    return tuple(first), tuple(part for part in parts if part.levers)


def lever_field(name: str, baseline: Results, address: Address) -> LeverField:
    """The lever of one input, with what was put there."""
    every = _levers(baseline, ENGLISH)
    return next(_filled(lever, address, {}) for lever in every if lever.name == name)


def stepped(lever: LeverField, content: Quantity, up: bool) -> str:
    """
    What stands in the field of a number after one step up or down.

    A tenth of the way from one end of its range to the other; of what is known, a tenth of it.

    Args:
        lever: the field.
        content: the input as the scenario has it.
        up: or down.
    """
    scale = 100.0 if lever.unit == "%" else 1.0
    low, high = _ends(content)
    here = float(lever.value) / scale if lever.value else _middle(low, high)
    if high > low > 0.0 and high / low >= _WIDE:
        there = here * (high / low) ** ((1 if up else -1) / _STEPS)
    else:
        step = (high - low) / _STEPS if high > low else max(abs(here) / _STEPS, 0.01)
        there = here + (step if up else -step)
    least, most = content.ends
    return written(scale * float(f"{min(max(there, least), most):.3g}"))


def _ends(content: Quantity) -> tuple[float, float]:
    if content.value is not None:
        return content.value, content.value
    if content.low is None or content.high is None:
        return content.ends
    return content.low, content.high


def _middle(low: float, high: float) -> float:
    if low > 0.0 and high / low >= _WIDE:
        return math.sqrt(low * high)
    return (low + high) / 2


def _levers(baseline: Results, language: Language) -> tuple[LeverField, ...]:
    """Every input, those that decide the most first, then in the scenario's order."""
    return _levers_of(Same(baseline), language.code)


@lru_cache(maxsize=_KEPT)
def _levers_of(known: Same[Results], code: str) -> tuple[LeverField, ...]:
    return tuple(_every(known.facts, language_of(code)))


def _every(baseline: Results, language: Language) -> Iterator[LeverField]:
    scenario, citations = baseline.canonical, {one.key: one for one in baseline.citations}
    shares = {row.input: row.share for row in baseline.uncertainty.inputs}
    order = {name: place for place, name in enumerate(shares)}
    every = sorted(inputs(scenario), key=lambda one: order.get(one.name, len(order)))
    for one in every:
        yield _lever(one, (scenario, citations), shares.get(one.name), language)


def _lever(
    one: Input,
    given: tuple[Scenario, Mapping[str, CitationRow]],
    share: float | None,
    language: Language,
) -> LeverField:
    scenario, citations = given
    lever = LeverField(
        name=one.name,
        field=one.name,
        title=about(one, scenario, language),
        question=language.word(one.question) if one.question else "",
        stands=in_words(one, scenario, language),
        known=origin_of_input(one, citations, language),
        why=language.authored(why(one)),
        is_unknown=one.content.status.value == "unknown",
        share=share,
    )
    if isinstance(one.content, Quantity):
        return _number(lever, one.content, language)
    if isinstance(one.content, Choice) and len(one.content.options) > 1:
        return replace(lever, options=_options(one, one.content.options, language))
    return lever


def _number(lever: LeverField, content: Quantity, language: Language) -> LeverField:
    scale = 100.0 if isinstance(content, Share) else 1.0
    least, most = (written(scale * end) for end in content.ends)
    unit = "%" if scale > 1.0 else language.word("years") if isinstance(content, Years) else ""
    field = f"{lever.field}{PER_CENT}" if scale > 1.0 else lever.field
    return replace(lever, field=field, unit=unit, least=least, most=most)


def _options(one: Input, options: Sequence[object], language: Language) -> tuple[LeverOption, ...]:
    answers = (EitherOrAnswer(input=one.name, option=str(option)) for option in options)
    return tuple(
        LeverOption(answer.option, _titled(clause(answer, language)))
        for answer in answers
        if one.name in ANSWERS
    )


def _titled(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _filled(lever: LeverField, address: Address, entered: Mapping[str, str]) -> LeverField:
    """The lever with what was put there, or what was written there and cannot be meant."""
    if lever.field in entered:
        return replace(lever, value=entered[lever.field])
    text = entered.get(lever.name) or dict(address.inputs).get(lever.name, "")
    if lever.unit == "%":
        with suppress(ValueError):
            text = written(100.0 * float(text))
    return replace(lever, value=text) if text != lever.value else lever


def _group(name: str, title: str, levers: Sequence[LeverField], language: Language) -> LeverGroup:
    mine = tuple(one for one in levers if one.name.partition(".")[0] == name)
    return LeverGroup(language.word(title), mine, sum(bool(one.value) for one in mine))
