"""A change that comes along, in words: what it does to a scenario, why, and what it cannot do."""

from __future__ import annotations

from collections.abc import Iterator

from misid.results.provenance import citation_row
from misid.scenario import Change, Scenario
from misid.words.language import Language
from misid.words.scenario import cited
from misid.words.sentence import Sentence


def finding(one: Change, inputs: int, scenario: Scenario, language: Language) -> Sentence:
    """What is done, and how many inputs of a scenario that changes."""
    title = language.authored(one.title)
    if not inputs:
        return language.say(
            "{title}: in {scenario} that is so already, and nothing changes.",
            title=title, scenario=scenario.name,
        )  # fmt: skip
    return language.say_many(
        "{title}: that changes {inputs} input of {scenario}.",
        "{title}: that changes {inputs} inputs of {scenario}.",
        inputs, title=title, inputs=str(inputs), scenario=scenario.name,
    )  # fmt: skip


def notes(one: Change, scenario: Scenario, language: Language) -> Iterator[Sentence]:
    """Why, from where, what it cannot do, and how to see what it would change."""
    yield language.say("Why: {reason}", reason=language.authored(one.reason))
    if one.source is None:
        yield language.say("Source: none is named")
    else:
        source = cited(citation_row(one.source, scenario), language)
        yield language.say("Source: {source}", source=source)
    limits = language.authored(one.cannot)
    if one.reading_of is None:
        yield language.say("What it cannot fix: {cannot}", cannot=limits)
    else:
        yield language.say("What it cannot say: {cannot}", cannot=limits)
    yield language.say(
        "What it would change: misid compare {scenario} --with {name}",
        scenario=scenario.name,
        name=one.name,
    )
