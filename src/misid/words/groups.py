"""How groups differ, in words: which is told apart, what would tell, and figures of both rates."""

from __future__ import annotations

from collections.abc import Iterator

from misid.evaluation.group_schema import ApartNote, NeededNote, Over, RateName
from misid.evaluation.schema import Identification, Verification
from misid.words import numbers
from misid.words.facts import Facts
from misid.words.language import ENGLISH, Language, message
from misid.words.sentence import Sentence, paragraph, plain

MOST_NAMED = 4
"""Of more groups that may have the highest rate only the number is said."""
NOT_TOLD, NO_VALUE = message("not told"), message("no value")
NO_GROUPS = message("No column gives groups: there is nothing to tell apart.")
NO_PAIRS = message("No columns give the groups of both sides: there are no pairs of groups.")
_Cells = tuple[RateName, Over]

_HIGHEST: dict[_Cells, str] = {
    ("FMR", "groups"): message(
        "Two people match most often in the group “{group}”: {share} ({errors} of {trials} "
        "comparisons)."
    ),
    ("FMR", "pairs"): message(
        "Two people match most often in the pair of groups “{group}”: {share} ({errors} of "
        "{trials} comparisons)."
    ),
    ("FNMR", "groups"): message(
        "True pairs are missed most often in the group “{group}”: {share} ({errors} of {trials} "
        "comparisons)."
    ),
    ("FPIR", "groups"): message(
        "People who are not enrolled are answered most often in the group “{group}”: {share} "
        "({errors} of {trials} searches)."
    ),
    ("FNIR", "groups"): message(
        "Enrolled people are missed most often in the group “{group}”: {share} ({errors} of "
        "{trials} searches)."
    ),
}
_SEVERAL: dict[_Cells, str] = {
    ("FMR", "groups"): message(
        "Groups differ in how often two people match, but which is highest is not told: it may be "
        "{which}."
    ),
    ("FMR", "pairs"): message(
        "Pairs of groups differ in how often two people match, but which is highest is not told: "
        "it may be {which}."
    ),
    ("FNMR", "groups"): message(
        "Groups differ in how often true pairs are missed, but which is highest is not told: it "
        "may be {which}."
    ),
    ("FPIR", "groups"): message(
        "Groups differ in how often people who are not enrolled are answered, but which is highest "
        "is not told: it may be {which}."
    ),
    ("FNIR", "groups"): message(
        "Groups differ in how often enrolled people are missed, but which is highest is not told: "
        "it may be {which}."
    ),
}
_NONE: dict[_Cells, str] = {
    ("FMR", "groups"): message(
        "How often two people match does not tell groups apart: {errors} false matches in {trials} "
        "comparisons of {cells} groups."
    ),
    ("FMR", "pairs"): message(
        "How often two people match does not tell pairs of groups apart: {errors} false matches in "
        "{trials} comparisons of {cells} pairs of groups."
    ),
    ("FNMR", "groups"): message(
        "How often true pairs are missed does not tell groups apart: {errors} misses in {trials} "
        "comparisons of {cells} groups."
    ),
    ("FPIR", "groups"): message(
        "How often people who are not enrolled are answered does not tell groups apart: {errors} "
        "answers in {trials} searches of {cells} groups."
    ),
    ("FNIR", "groups"): message(
        "How often enrolled people are missed does not tell groups apart: {errors} misses in "
        "{trials} searches of {cells} groups."
    ),
}
_WITHOUT: dict[RateName, str] = {
    "FMR": message(
        "No false match is among {trials} comparisons, at no threshold that was looked at: nothing "
        "tells groups apart."
    ),
    "FNMR": message(
        "No miss is among {trials} comparisons, at no threshold that was looked at: nothing tells "
        "groups apart."
    ),
    "FPIR": message(
        "No answer is among {trials} searches for people who are not enrolled, at no threshold "
        "that was looked at: nothing tells groups apart."
    ),
    "FNIR": message(
        "No miss is among {trials} searches for enrolled people, at no threshold that was looked "
        "at: nothing tells groups apart."
    ),
}
_ELSEWHERE: dict[RateName, str] = {
    "FMR": message(
        "At the threshold asked for there are too few false matches to compare ({errors}): "
        "they are compared at a laxer one ({threshold}), where {share} pairs match."
    ),
    "FNMR": message(
        "At the threshold asked for there are too few misses to compare ({errors}): they are "
        "compared at a stricter one ({threshold}), where {share} pairs are missed."
    ),
    "FPIR": message(
        "At the threshold asked for there are too few answers to compare ({errors}): they are "
        "compared at a laxer one ({threshold}), where {share} searches are answered."
    ),
    "FNIR": message(
        "At the threshold asked for there are too few misses to compare ({errors}): they are "
        "compared at a stricter one ({threshold}), where {share} searches are missed."
    ),
}
_SEARCHES: tuple[RateName, ...] = ("FPIR", "FNIR")
_TAKES_SEARCHES = message(
    "To tell one with {ratio} times the rate of the others {times} times in ten takes about "
    "{trials} searches of each."
)
_TAKES_COMPARISONS = message(
    "To tell one with {ratio} times the rate of the others {times} times in ten takes about "
    "{trials} comparisons of each."
)


def told_apart(
    found: Verification | Identification,
    language: Language = ENGLISH,
    over: Over = "groups",
    *,
    needed: bool = True,
) -> tuple[Sentence, ...]:
    """
    What the data tell of the order of groups, or of pairs of groups; false matches first.

    Args:
        found: the evaluation.
        language: of the sentences.
        over: groups, or pairs.
        needed: whether it is said what would tell.
    Returns: a paragraph for each rate.
    """
    if found.groups is None:
        return (language.say(NO_GROUPS),)
    facts = Facts(found, language)
    every = [facts.below(f"groups.apart.{place}") for place in range(len(found.groups.apart))]
    every = sorted(every, key=lambda one: one.fact.measure[1] == "N")
    said = tuple(paragraph(apart(one, needed=needed)) for one in every if one.fact.over == over)
    return said or (language.say(NO_PAIRS),)


def together(
    found: Verification | Identification, language: Language = ENGLISH, over: Over = "groups"
) -> Sentence:
    """The same of all rates, as one paragraph."""
    return paragraph(told_apart(found, language, over))


def apart(facts: Facts, *, needed: bool = True) -> Iterator[Sentence]:
    """
    Which group has the highest rate, where that is told; else that it is not, and what would tell.

    At another threshold than the asked one that is said first.

    Args:
        facts: what is told of one rate, an `ApartNote`.
        needed: whether it is said what would tell.
    """
    found: ApartNote = facts.fact
    say = facts.language.say
    if found.cells < 2:
        yield say("Fewer than two groups have trials: there is nothing to compare.")
        return
    if not found.errors:
        yield say(_WITHOUT[found.measure], trials=facts.counted("trials"))
        return
    if not found.at_asked:
        yield say(
            _ELSEWHERE[found.measure],
            errors=facts.counted("errors_at_asked"),
            threshold=facts.score("threshold"),
            share=numbers.rare(found.errors / found.trials, language=facts.language),
        )
    if found.highest is not None:
        yield from _highest(facts, found)
    elif found.told_apart:
        yield from _several(facts, found)
    else:
        yield say(
            _NONE[found.measure, found.over],
            errors=facts.counted("errors"),
            trials=facts.counted("trials"),
            cells=facts.counted("cells"),
        )
        if needed and found.needed is not None:
            yield from _needed(facts, found, found.needed)


def _highest(facts: Facts, found: ApartNote) -> Iterator[Sentence]:
    share = (found.highest_errors or 0) / (found.highest_trials or 1)
    yield facts.language.say(
        _HIGHEST[found.measure, found.over],
        group=found.highest or "",
        share=numbers.measured(share, language=facts.language),
        errors=facts.counted("highest_errors"),
        trials=facts.counted("highest_trials"),
    )
    times = facts.about("at_least")
    if found.at_least is not None and str(times) != "1":
        yield facts.language.say(
            "That is at least {times} times as often as in any other.", times=times
        )


def _several(facts: Facts, found: ApartNote) -> Iterator[Sentence]:
    language = facts.language
    may, rest = found.may_be_highest, found.cells - len(found.may_be_highest)
    many = numbers.counted(len(may), language=language)
    if len(may) > MOST_NAMED:
        which = language.say("any of {many} of {cells}", many=many, cells=facts.counted("cells"))
    else:
        *first, last = (plain(language.say("“{name}”", name=name)) for name in may)
        which = language.say("{first} or {last}", first=", ".join(first), last=last)
    yield language.say(_SEVERAL[found.measure, found.over], which=which)
    if rest:
        yield language.say_many(
            "The other one is lower.",
            "The other {rest} are lower.",
            rest,
            rest=numbers.counted(rest, language=language),
        )


def _needed(facts: Facts, found: ApartNote, wanted: NeededNote) -> Iterator[Sentence]:
    """What would tell; or that it would have been told."""
    say, needed = facts.language.say, facts.below("needed")
    times = numbers.counted(round(10 * wanted.power), language=facts.language)
    if found.fewest >= wanted.trials:
        yield say(
            "One with {ratio} times the rate of the others would have been told at least {times} "
            "times in ten.",
            ratio=needed.about("ratio"), times=times,
        )  # fmt: skip
        return
    takes = _TAKES_SEARCHES if found.measure in _SEARCHES else _TAKES_COMPARISONS
    yield say(takes, ratio=needed.about("ratio"), times=times, trials=needed.about("trials"))
    if wanted.people is not None:
        one = numbers.fact(1.0, language=facts.language)
        people = needed.about("people") if wanted.people >= 1.0 else one
        yield say("That is about {people} people of each, each as often as here.", people=people)
    if not found.at_asked and wanted.trials_at_asked is not None:
        yield say(
            "At the threshold asked for it takes about {trials}.",
            trials=needed.about("trials_at_asked"),
        )


def lead(found: Verification | Identification, language: Language = ENGLISH) -> Sentence:
    """Which threshold is set for all groups."""
    asked = Facts(found, language).rare("groups.asked")
    if isinstance(found, Identification):
        return language.say(
            "One threshold is set for all groups: that for a false positive identification rate "
            "of {asked} over everybody.",
            asked=asked,
        )
    return language.say(
        "One threshold is set for all groups: that for a false match rate of {asked} over "
        "everybody.",
        asked=asked,
    )
