"""What one field alone cannot show: names that fit together, sources that exist, sane policies."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from difflib import get_close_matches

import numpy as np

from misid import evidence
from misid.errors import MisidError
from misid.files.yaml_lines import KeyPath
from misid.matching import published
from misid.quantities import Choice, Quantity
from misid.quantities.composition import Algorithm, Composition, PerGroup
from misid.quantities.validation import shown
from misid.scenario.correlations import families, matrix
from misid.scenario.finding import ScenarioFinding
from misid.scenario.inputs import algorithm_rows, inputs
from misid.scenario.schema import Scenario

_ADDRESS = re.compile(r"(?:https?:|www\.)", re.IGNORECASE)
_MOST_CANDIDATES, _MOST_TRIES = 50, 10
_MOST_LISTED = 30
_LEAST_EIGENVALUE = 1e-9
_LOWEST_RARITY, _HIGHEST_RARITY = 2.0, 40.0
_RARITY = "the model holds for rarities from 2 to 40"
_RARITY_USE = "a rarity such as 9.6: one pair of strangers in 10^9.6 matches"
_OTHER_COLUMN = "another column of the table"


def check(scenario: Scenario) -> Iterator[ScenarioFinding]:
    """Every mistake that the fields alone do not show."""
    keys = {*evidence.citation_keys(), *scenario.citations}
    for one in inputs(scenario):
        if one.content.source is not None:
            yield from _check_key((*one.path, "source"), one.content.source, keys)
        if isinstance(one.content, Algorithm):
            yield from _check_algorithm(one.path, one.content)
        if isinstance(one.content, Quantity) and one.content.evidence is not None:
            yield from _check_evidence(one.path, one.content)
    yield from _check_rows(scenario)
    yield from _check_names(scenario)
    yield from _check_policy(scenario)
    yield from _check_options(scenario)
    yield from _check_sources(scenario)
    for index, point in enumerate(scenario.operating_points):
        at: KeyPath = ("operating_points", index)
        yield from _check_key((*at, "source"), point.source, keys)
        for name in point.groups:
            if name not in scenario.group_names:
                allowed = ", ".join(scenario.group_names[:_MOST_LISTED])
                what = f"names {shown(name)}, which is not the name of a group of this scenario"
                yield ScenarioFinding((*at, "groups"), what, f"some of: {allowed}")
    yield from _check_measured(scenario)
    yield from _check_correlations(scenario)
    for key in scenario.citations:
        if key in evidence.citation_keys():
            what = "is a citation that comes along with misid, so it cannot mean another"
            yield ScenarioFinding(("citations", key), what, "another key")


def _check_key(path: KeyPath, key: str, keys: Collection[str]) -> Iterator[ScenarioFinding]:
    if key not in keys:
        finding = _unknown(path, key, "citation has this key", lambda: evidence.citation(key))
        yield _address(finding) if _ADDRESS.match(key) else finding


def _check_algorithm(path: KeyPath, content: Algorithm) -> Iterator[ScenarioFinding]:
    name, below = content.name, content.below
    if name is not None and name not in published.algorithm_names():
        what = f"algorithm of {published.TABLE} has this name"
        yield _unknown((*path, "name"), name, what, lambda: published.algorithm_row(name))
    for index, developer in enumerate(content.developers or ()):
        if developer not in published.developers():
            what = f"is {shown(developer)}, but no developer of {published.TABLE} is called so"
            near = get_close_matches(developer, published.developers(), n=1) or ["nec"]
            yield ScenarioFinding(
                (*path, "developers", index), what, f"a developer, such as {near[0]}"
            )
            return
    if name is None and not len(algorithm_rows(content)):
        what = "leaves no algorithm that misses so few at 12 million records"
        if content.developers is None:
            none = "no algorithm misses fewer than that at 12 million records"
            what = f"is {shown(below)}, but {none}"
        yield ScenarioFinding((*path, "below"), what, "a larger share, such as 0.01")


def _check_evidence(path: KeyPath, content: Quantity) -> Iterator[ScenarioFinding]:
    name, column = content.evidence or "", content.column or ""
    if name not in evidence.table_names():
        what = "evidence table has this name"
        yield _unknown((*path, "evidence"), name, what, lambda: evidence.table(name))
        return
    try:
        lowest, highest = _extremes(content)
    except MisidError as error:
        what, known = f"cannot be drawn: {error.what.rstrip('.')}", evidence.table(name).columns
        use = _OTHER_COLUMN if column in known else error.use
        yield ScenarioFinding(path, what, use, at=("column",))
        return
    if not content.ends[0] <= lowest <= highest <= content.ends[1]:
        held = f"{shown(lowest)} to {shown(highest)}"
        what = f"draws from {column}, which holds {held}, but {content.noun} is needed"
        yield ScenarioFinding(path, what, _OTHER_COLUMN, at=("column",))


def _address(finding: ScenarioFinding) -> ScenarioFinding:
    """An address is no key, but belongs to a citation that may have one."""
    return replace(
        finding,
        what=f"{finding.what}: an address is none",
        use="a key of your own, such as my-source, and at the end of the file citations: with "
        "my-source: and below it publisher, title, date and url",
    )


def _unknown(
    path: KeyPath, name: str, nothing: str, look_up: Callable[[], object]
) -> ScenarioFinding:
    """The names that the evidence itself proposes for one that it does not know."""
    try:
        look_up()
    except MisidError as error:
        return ScenarioFinding(path, f"is {shown(name)}, but no {nothing}", error.use)
    raise LookupError(name)


def _extremes(quantity: Quantity) -> tuple[float, float]:
    """The least and the largest number stated; NaN where a table's column holds none."""
    if quantity.evidence is not None and quantity.column is not None:
        numbers = evidence.table(quantity.evidence).numbers(quantity.column)
        finite = numbers[np.isfinite(numbers)]
        return float(finite.min(initial=np.inf)), float(finite.max(initial=-np.inf))
    low = quantity.low if quantity.value is None else quantity.value
    high = quantity.high if quantity.value is None else quantity.value
    return float(low or 0.0), float(high or 0.0)


def _check_rows(scenario: Scenario) -> Iterator[ScenarioFinding]:
    """Inputs that draw from one table share its row, so none may skip rows that are blank."""
    drawn = [one for one in inputs(scenario) if isinstance(one.content, Quantity)]
    tables = [one.content.evidence for one in drawn if isinstance(one.content, Quantity)]
    for one, name in zip(drawn, tables, strict=True):
        if name is not None and tables.count(name) > 1 and _has_blanks(one.content):
            what = f"draws from a column with blank rows, and another input from {name} too"
            yield ScenarioFinding(one.path, what, "a column without blank rows", at=("column",))


def _has_blanks(content: object) -> bool:
    if not isinstance(content, Quantity) or content.evidence not in evidence.table_names():
        return False
    try:
        return bool(np.isnan(evidence.table(content.evidence).numbers(content.column or "")).any())
    except MisidError:
        return False


def _check_names(scenario: Scenario) -> Iterator[ScenarioFinding]:
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


def _same(
    path: KeyPath, whole: Composition, names: tuple[str, ...], noun: str
) -> Iterator[ScenarioFinding]:
    yield from _names((*path, "shares"), whole.shares, names, noun)


def _names(
    path: KeyPath, given: Iterable[str], names: tuple[str, ...], noun: str
) -> Iterator[ScenarioFinding]:
    have = tuple(given)
    listed = ", ".join(names[:_MOST_LISTED]) + (", ..." if names[_MOST_LISTED:] else "")
    allowed = f"every {noun} once: {listed}"
    for name in have:
        if name not in names:
            yield ScenarioFinding(
                (*path, name), f"is not the name of a {noun} of this scenario", allowed
            )
    for name in names:
        if name not in have:
            yield ScenarioFinding(path, f"leaves out the {noun} {name}", allowed, kind="left out")


def _check_policy(scenario: Scenario) -> Iterator[ScenarioFinding]:
    policy, rate = scenario.threshold.policy, scenario.threshold.rate
    try:
        lowest, highest = _extremes(rate)
    except MisidError:
        return
    path: KeyPath = ("threshold", "rate")
    top: KeyPath = ("high",) if rate.value is None else ("value",)
    if policy == "rarity":
        for number, at in ((lowest, ("low",)), (highest, top)):
            if not _LOWEST_RARITY <= number <= _HIGHEST_RARITY:
                yield ScenarioFinding(
                    path, f"is {shown(number)}, but {_RARITY}", _RARITY_USE, at=at
                )
                return
    elif policy == "fpir" and highest >= 1.0:
        what = "but a false positive identification rate is a share below 1"
        use = "a number from 0 to 1, such as 0.003"
        yield ScenarioFinding(path, f"is {shown(highest)}, {what}", use, at=top)
    elif policy == "fmr" and highest >= 10**-_LOWEST_RARITY:
        what = "but the model holds for false match rates below 0.01"
        yield ScenarioFinding(
            path, f"is {shown(highest)}, {what}", "a number such as 0.000001", at=top
        )


def _check_options(scenario: Scenario) -> Iterator[ScenarioFinding]:
    for key, most in (("candidates", _MOST_CANDIDATES), ("tries", _MOST_TRIES)):
        choice: Choice[int] = getattr(scenario.threshold, key)
        for index, option in enumerate(choice.options):
            if not 1 <= option <= most:
                what = f"is {shown(option)}, but {key} are from 1 to {most}"
                use, at = f"a whole number from 1 to {most}", ("options", index)
                yield ScenarioFinding(("threshold", key), what, use, at=at)


def _check_sources(scenario: Scenario) -> Iterator[ScenarioFinding]:
    for index, source in enumerate(scenario.gallery.sources):
        path = ("gallery", "sources", index, "records_per_person")
        yield from _check_images(path, source.records_per_person)


def _check_images(path: KeyPath, images: Quantity) -> Iterator[ScenarioFinding]:
    if images.evidence is None and _extremes(images)[0] < 1.0:
        at = ("low" if images.value is None else "value",)
        what = f"is {shown(_extremes(images)[0])}, but an enrolled person has at least one record"
        yield ScenarioFinding(path, what, "1 or more", at=at)
    elif images.low is not None and images.distribution is None:
        what = "is a range without ends, so it could fall below one record a person"
        yield ScenarioFinding(path, what, "distribution: log-uniform, which ends at low and high")


def _check_measured(scenario: Scenario) -> Iterator[ScenarioFinding]:
    """What a score file says has a place to act, and nothing else stands in that place."""
    matcher, path = scenario.matcher, ("matcher", "measured")
    names = [one.name for one in scenario.capture.conditions]
    if matcher.measured is not None and "measured" not in names:
        what = "has no effect: no capture condition is named measured"
        yield ScenarioFinding(path, what, "capture.conditions: with an entry of the name measured")
    if matcher.measured is None and "measured" in names:
        at: KeyPath = ("capture", "conditions", names.index("measured"), "name")
        what = "is measured, but the matcher has no block of that name"
        yield ScenarioFinding(
            at, what, "matcher.measured, as `misid evaluate --to-scenario` writes it"
        )
    ratios = None if matcher.measured is None else matcher.measured.ratios
    if ratios is not None:
        yield from _names((*path, "ratios", "comparisons"), ratios.comparisons,
                          scenario.group_names, "group")  # fmt: skip
    for key in ("region_ratio", "sex_ratio", "cross_sex"):
        if getattr(matcher, key) is None and ratios is None:
            what, use = "is missing", "a line for it; `misid scenario show` explains every input"
            yield ScenarioFinding(("matcher", key), what, use, kind="missing")
        if getattr(matcher, key) is not None and ratios is not None:
            what = "has no effect beside matcher.measured.ratios, which says the same"
            yield ScenarioFinding(("matcher", key), what, "one of the two")


def _check_correlations(scenario: Scenario) -> Iterator[ScenarioFinding]:
    by_name = {one.name: one.content for one in inputs(scenario)}
    for index, one in enumerate(scenario.correlations):
        path: KeyPath = ("correlations", index, "inputs")
        for name in one.inputs:
            content = by_name.get(name)
            if not isinstance(content, Quantity) or content.low is None:
                what = f"names {shown(name)}, which is no number with a range in this scenario"
                use = "a name of `misid scenario show` with a range: low, high"
                yield ScenarioFinding(path, what, use)
                return
        if one.inputs[0] == one.inputs[1]:
            yield ScenarioFinding(
                path, f"names {shown(one.inputs[0])} twice", "two different inputs"
            )
            return
    for family in families(scenario.correlations):
        if np.linalg.eigvalsh(matrix(family, scenario.correlations)).min() < _LEAST_EIGENVALUE:
            names = ", ".join(family)
            what = f"cannot all hold at once: {names} contradict each other"
            yield ScenarioFinding(("correlations",), what, "weaker correlations")
