"""What one field alone cannot show: names that fit together, sources that exist, sane policies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from misid import evidence
from misid.errors import MisidError
from misid.quantities import Choice, Quantity
from misid.scenario.inputs import Input, algorithm_rows, inputs
from misid.scenario.model import Scenario
from misid.scenario.parts import Algorithm, Composition, PerGroup

Path = tuple[str | int, ...]

_MOST_CANDIDATES, _MOST_TRIES = 50, 10
_LOWEST_RARITY, _HIGHEST_RARITY = 2.0, 40.0


@dataclass(frozen=True)
class Finding:
    """A mistake: where it stands, what it is, what to use instead."""

    path: Path
    what: str
    use: str = ""


def check(scenario: Scenario) -> Iterator[Finding]:
    """Every mistake that the fields alone do not show."""
    for one in inputs(scenario):
        yield from _check_source(one)
        yield from _check_evidence(one)
    yield from _check_names(scenario)
    yield from _check_policy(scenario)
    yield from _check_options(scenario)
    yield from _check_sources(scenario)


def _check_source(one: Input) -> Iterator[Finding]:
    key = one.content.source
    if key is not None and key not in evidence.citation_keys():
        yield Finding(
            (*one.path, "source"),
            f"is {key[:60]!r}, but no citation has this key.",
            "a key of `misid evidence citations`, or add the source there",
        )


def _check_evidence(one: Input) -> Iterator[Finding]:
    content = one.content
    try:
        if isinstance(content, Algorithm) and not len(algorithm_rows(content)):
            yield Finding(one.path, f"leaves no algorithm with FNIR below {content.below:g}.")
        if isinstance(content, Quantity) and content.evidence and content.column:
            yield from _check_column(one.path, content, content.evidence, content.column)
    except MisidError as error:
        yield Finding(one.path, f"cannot be drawn: {error.what}", error.use)


def _check_column(path: Path, content: Quantity, table: str, column: str) -> Iterator[Finding]:
    numbers = evidence.table(table).numbers(column)
    finite = numbers[np.isfinite(numbers)]
    low, high = content.ends
    if not len(finite) or finite.min() < low or finite.max() > high:
        yield Finding(path, f"draws from {column}, which does not hold {content.noun} throughout.")


def _check_names(scenario: Scenario) -> Iterator[Finding]:
    groups = scenario.group_names
    yield from _same(("stops", "composition"), scenario.stops.composition, groups, "group")
    for index, source in enumerate(scenario.gallery.sources):
        path = ("gallery", "sources", index, "composition")
        yield from _same(path, source.composition, groups, "group")
    sources = tuple(source.name for source in scenario.gallery.sources)
    yield from _same(("gallery", "composition"), scenario.gallery.composition, sources, "source")
    conditions = tuple(one.name for one in scenario.capture.conditions)
    held = scenario.capture.composition
    yield from _same(("capture", "composition"), held, conditions, "condition")
    for part, block in (("stops", scenario.stops), ("matcher", scenario.matcher),
                        ("review", scenario.review)):  # fmt: skip
        for key in type(block).model_fields:
            value = getattr(block, key)
            if isinstance(value, PerGroup) and value.groups is not None:
                yield from _names((part, key, "groups"), value.groups, groups, "group")


def _same(path: Path, whole: Composition, names: tuple[str, ...], noun: str) -> Iterator[Finding]:
    yield from _names((*path, "shares"), whole.shares, names, noun)


def _names(
    path: Path, given: Iterable[str], names: tuple[str, ...], noun: str
) -> Iterator[Finding]:
    have = tuple(given)
    allowed = f"every {noun} once: {', '.join(names)}"
    for name in have:
        if name not in names:
            yield Finding((*path, name), f"is not a {noun} of this scenario.", allowed)
    for name in names:
        if name not in have:
            yield Finding(path, f"leaves out the {noun} {name}.", allowed)


def _check_policy(scenario: Scenario) -> Iterator[Finding]:
    policy, rate = scenario.threshold.policy, scenario.threshold.rate
    highest = max(n for n in (rate.value, rate.high, 0.0) if n is not None)
    lowest = min(n for n in (rate.value, rate.low, np.inf) if n is not None)
    if policy == "rarity" and not _LOWEST_RARITY <= lowest <= highest <= _HIGHEST_RARITY:
        yield Finding(
            ("threshold", "rate"),
            f"reaches {highest:g}, but the model holds for rarities from {_LOWEST_RARITY:g} "
            f"to {_HIGHEST_RARITY:g}.",
            "a rarity such as 9.6: one pair of strangers in 10^9.6 matches",
        )
    limit = 10**-_LOWEST_RARITY if policy == "fmr" else 1.0
    if policy != "rarity" and highest >= limit:
        noun = "false positive identification rate" if policy == "fpir" else "false match rate"
        yield Finding(
            ("threshold", "rate"),
            f"is {highest:g}, but a {noun} is a share below {limit:g}.",
            "a number such as 0.003" if policy == "fpir" else "a number such as 0.000001",
        )


def _check_options(scenario: Scenario) -> Iterator[Finding]:
    for key, most in (("candidates", _MOST_CANDIDATES), ("tries", _MOST_TRIES)):
        choice: Choice[int] = getattr(scenario.threshold, key)
        for option in choice.options:
            if not 1 <= option <= most:
                yield Finding(("threshold", key), f"is {option}, but {key} are from 1 to {most}.")


def _check_sources(scenario: Scenario) -> Iterator[Finding]:
    for index, source in enumerate(scenario.gallery.sources):
        images = source.records_per_person
        lowest = images.value if images.value is not None else images.low
        path = ("gallery", "sources", index, "records_per_person")
        if lowest is not None and lowest < 1.0:
            yield Finding(path, f"is {lowest:g}, but an enrolled person has at least one record.")
        elif images.low is not None and images.distribution is None:
            yield Finding(
                path,
                "is a range without ends, so it could fall below one record a person.",
                "distribution: log-uniform, which ends at low and high",
            )
