"""A scenario with what was put on it, in words: one way to title it and to describe it."""

from __future__ import annotations

from misid.results.schema import ChangeNote
from misid.scenario import Scenario, inputs
from misid.words.language import ENGLISH, Language
from misid.words.scenario import about, in_words, is_by_hand
from misid.words.sentence import plain

_IN_A_TITLE = 2
IN_A_SENTENCE = 8
"""Inputs that a sentence names at most; a list of all inputs marks every one that was changed."""


def stated_inputs(
    one: ChangeNote, scenario: Scenario, language: Language = ENGLISH, *, most: int | None = None
) -> str:
    """
    Every input that a change touches and what stands there now: `Share that is reviewed: 50 %`.

    Args:
        one: the change.
        scenario: as it was changed.
        language: in which it is said.
        most: say so many, and how many more there are; all without it.
    """
    shown, left = one.inputs[:most], len(one.inputs[most:]) if most else 0
    known = {each.name: each for each in inputs(scenario)}
    said = "; ".join(
        f"{about(known[row.name], scenario, language)}: "
        f"{in_words(known[row.name], scenario, language)}"
        if row.name in known
        else row.name
        for row in shown
    )
    if not left:
        return said
    return plain(
        language.say_many(
            "{inputs}; and {left} more", "{inputs}; and {left} more", left,
            inputs=said, left=str(left),
        )
    )  # fmt: skip


def titles(
    changes: tuple[ChangeNote, ...], scenario: Scenario, language: Language = ENGLISH
) -> tuple[str, ...]:
    """What a title says of each change: what its author calls it, or its first inputs."""
    return tuple(
        stated_inputs(one, scenario, language, most=_IN_A_TITLE)
        if is_by_hand(one)
        else language.authored(one.title)
        for one in changes
    )


def title(scenario: Scenario, changes: tuple[ChangeNote, ...], language: Language = ENGLISH) -> str:
    """The title of a scenario; where it was changed, that it was, and what was done."""
    named = "; ".join(titles(changes, scenario, language))
    facts = {"title": language.authored(scenario.title), "changes": named}
    if named and all(map(is_by_hand, changes)):
        return plain(language.say("{title}, changed by hand: {changes}", **facts))
    if named:
        return plain(language.say("{title}, with: {changes}", **facts))
    return facts["title"]


def described(
    scenario: Scenario, changes: tuple[ChangeNote, ...], language: Language = ENGLISH
) -> str:
    """What its author says of a scenario; where it was changed, that this was said before that."""
    about = language.authored(scenario.about)
    if not changes:
        return about
    return plain(language.say("As described, before what was changed: {about}", about=about))
