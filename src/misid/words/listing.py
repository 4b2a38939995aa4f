"""A scenario input by input, as it is listed: what stands there, how it is known, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from misid.results.output_definitions import kind, unit_of
from misid.results.provenance import citation_row, citations_by_key
from misid.results.schema import CitationRow
from misid.scenario import Input, Scenario, inputs
from misid.scenario.schema import OperatingPoint
from misid.words.language import ENGLISH, Language, message
from misid.words.numbers import amount, duration, exact, share
from misid.words.outputs import output_title
from misid.words.scenario import HEADINGS, POLICIES, cited, concerns, in_words, origin_of_input
from misid.words.sentence import plain


class ListEntry(NamedTuple):
    """What is listed together: names in the file, and what is said of them, a line each."""

    names: tuple[str, ...]
    lines: tuple[str, ...]


_USED = {
    "no": message("the model does not use it"),
    "widened": message("a range was made wider on account of it"),
    "put in": message("an input was chosen from it, so it is no test"),
    "fitted": message("an input was fitted to it, so it is no test"),
}


def listing(
    scenario: Scenario, language: Language = ENGLISH
) -> Iterator[tuple[str, tuple[ListEntry, ...]]]:
    """Every block that has anything in it: its heading, and what stands in it."""
    citations = citations_by_key(scenario)
    for block, heading in HEADINGS.items():
        first = _FIRST.get(block, _nothing)(scenario, language)
        entries = (*first, *_inputs(scenario, block, citations, language))
        if entries:
            yield language.word(heading), entries


def _nothing(_scenario: Scenario, _language: Language) -> tuple[ListEntry, ...]:
    return ()


def _inputs(
    scenario: Scenario, block: str, citations: Mapping[str, CitationRow], language: Language
) -> Iterator[ListEntry]:
    """The inputs of a block; those alike but for the group they are of are explained together."""
    mine = [one for one in inputs(scenario) if one.path[0] == block]
    alike = groupby(mine, key=lambda one: (one.path[:-1], one.description, one.content))
    for _, same in alike:
        some = list(same)
        names = (f"{one.name}: {concerns(one, scenario, language)}".rstrip() for one in some)
        yield ListEntry(tuple(names), _explained(some[0], scenario, citations, language))


def _explained(
    one: Input, scenario: Scenario, citations: Mapping[str, CitationRow], language: Language
) -> tuple[str, ...]:
    said = (
        language.word(one.description),
        in_words(one, scenario, language),
        origin_of_input(one, citations, language),
    )
    return (*said, _why(one.content.why, language)) if one.content.why else said


def _why(text: str, language: Language) -> str:
    return plain(language.say("why: {why}", why=language.authored(text)))


def _threshold(scenario: Scenario, language: Language) -> tuple[ListEntry, ...]:
    policy = scenario.threshold.policy
    return (ListEntry((f"threshold.policy: {policy}",), (language.word(POLICIES[policy]),)),)


def _retention(scenario: Scenario, language: Language) -> tuple[ListEntry, ...]:
    years = duration(float(scenario.retention.horizon), language)
    said = (language.word("Years that are modelled."), years)
    return (ListEntry(("retention.horizon:",), said),)


def _decision(scenario: Scenario, language: Language) -> tuple[ListEntry, ...]:
    limit = scenario.decision
    more = language.say(
        "{output}: more than {limit}",
        output=output_title(limit.output, language),
        limit=amount(limit.limit, kind(limit.output).unit, language),
    )
    whose = language.word(
        "assumed: it is the scenario's limit; whoever has another writes it there"
    )
    lines = (plain(more), whose, _why(limit.why, language))
    return (ListEntry((f"decision: {limit.output}",), lines),)


def _points(scenario: Scenario, language: Language) -> tuple[ListEntry, ...]:
    return tuple(_point(one, scenario, language) for one in scenario.operating_points)


def _point(point: OperatingPoint, scenario: Scenario, language: Language) -> ListEntry:
    unit = unit_of(point.measure)
    rate = amount(point.published, unit, language)
    if unit == "share":
        rate = (share(point.published, language),)
    counted = language.say(
        "{rate} ({counted})", rate=rate, counted=language.authored(point.counted or "")
    )
    lines = (
        plain(counted if point.counted else rate),
        plain(
            language.say(
                "published by {source}",
                source=cited(citation_row(point.source, scenario), language),
            )
        ),
        language.word(_USED[point.used]),
        plain(language.say("note: {note}", note=language.authored(point.note))),
    )
    return ListEntry((f"{', '.join(_named(point, language))}:",), lines)


def _named(point: OperatingPoint, language: Language) -> Sequence[str]:
    gallery = exact(point.gallery, language) if point.gallery else ""
    of = plain(language.say("gallery of {records}", records=gallery)) if gallery else ""
    return [part for part in (point.measure, of, *point.groups) if part]


_FIRST: dict[str, Callable[[Scenario, Language], tuple[ListEntry, ...]]] = {
    "threshold": _threshold,
    "retention": _retention,
    "decision": _decision,
    "operating_points": _points,
}
