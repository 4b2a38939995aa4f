"""What pairs and candidate lists are told alike: the finding, how sure it is, where it is from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from misid.evaluation.schema import Identification, Verification
from misid.evaluation.stamp import FileStamp
from misid.measures.by_person import ENOUGH_PEOPLE
from misid.words import numbers
from misid.words.facts import Facts
from misid.words.language import ENGLISH, Language, message
from misid.words.sentence import Number, Sentence, Value, paragraph, plain
from misid.words.stamps import short

Found = Verification | Identification
_FAR = 0.6
"""A rate that is reached below so much of the asked one is said to be."""


class EvaluationTold(NamedTuple):
    """The messages of a kind of evaluation, and where the rates stand that its thresholds give."""

    wrong: str
    missed: str
    unresolved: str
    none_wrong: str
    far: str
    reached: str
    independent: str
    costs: str
    costs_nothing: str
    title: str
    stamp: str
    stamp_of_files: str
    again: str


PAIRS = EvaluationTold(
    wrong="fmr",
    missed="fnmr",
    unresolved=message(
        "A false match rate of {asked} cannot be shown by {trials} impostor pairs: at a threshold "
        "that matches {count} of them it may be as high as {most}; there {share} of true pairs are "
        "missed ({low} to {high})."
    ),
    none_wrong=message(
        "At the lowest threshold that wrongly matches at most {asked} pairs, none of {trials} is "
        "matched (the rate is at most {most}); {share} of true pairs are missed ({low} to {high})."
    ),
    far=message(
        "At the lowest threshold that wrongly matches at most {asked} pairs (it matches {reached}, "
        "since scores are tied or few), {share} of true pairs are missed ({low} to {high})."
    ),
    reached=message(
        "At a threshold that wrongly matches {reached} pairs, {share} of true pairs are missed "
        "({low} to {high})."
    ),
    independent=message("That interval holds if comparisons are independent."),
    costs=message(
        "A threshold that wrongly matches at most {strict} pairs misses {missed} of true pairs; "
        "one for {lenient} misses {fewer}."
    ),
    costs_nothing=message(
        "The threshold that wrongly matches at most {strict} pairs misses no more true pairs than "
        "the one for {lenient}: {missed}."
    ),
    title=message("Error rates of {file}"),
    stamp=message(
        "{program} {version}, scores of {file}, document {digest}, {replicates} replicates, seed "
        "{seed}"
    ),
    stamp_of_files=message(
        "{program} {version}, scores of {file} (SHA-256 {sources}), document {digest}, "
        "{replicates} replicates, seed {seed}"
    ),
    again=message(
        "The same version, file, options, seed and replicates give the same numbers. This report "
        "was made by {program} {version} with {replicates} replicates and seed {seed}. Beside it "
        "evaluation.json holds every number; the SHA-256 of that file is {whole}."
    ),
)
LISTS = EvaluationTold(
    wrong="fpir",
    missed="fnir",
    unresolved=message(
        "A false positive rate of {asked} cannot be shown by {trials} searches for people who are "
        "not enrolled: at a threshold that answers {count} of them it may be as high as {most}; "
        "there {share} of searches for enrolled people miss their own record ({low} to {high})."
    ),
    none_wrong=message(
        "At the lowest threshold that answers at most {asked} searches for people who are not "
        "enrolled with somebody else's record, none of {trials} is answered (the rate is at most "
        "{most}); {share} of searches for enrolled people miss their own record ({low} to {high})."
    ),
    far=message(
        "At the lowest threshold that answers at most {asked} searches for people who are not "
        "enrolled with somebody else's record (it answers {reached}, since scores are tied or "
        "lists cut off), {share} of searches for enrolled people miss their own record ({low} to "
        "{high})."
    ),
    reached=message(
        "At a threshold that answers {reached} searches for people who are not enrolled with "
        "somebody else's record, {share} of searches for enrolled people miss their own record "
        "({low} to {high})."
    ),
    independent=message("That interval holds if searches are independent."),
    costs=message(
        "A threshold that wrongly answers at most {strict} searches misses {missed} of searches "
        "for enrolled people; one for {lenient} misses {fewer}."
    ),
    costs_nothing=message(
        "A threshold that wrongly answers at most {strict} searches misses {missed} of searches "
        "for enrolled people, no more than one for {lenient}."
    ),
    title=message("Error rates of searches in {file}"),
    stamp=message("{program} {version}, candidate lists of {file}, document {digest}"),
    stamp_of_files=message(
        "{program} {version}, candidate lists of {file} (SHA-256 {sources}), document {digest}"
    ),
    again=message(
        "The same version, files and options give the same numbers; nothing is drawn by lot. This "
        "report was made by {program} {version}. Beside it identification.json holds every number; "
        "the SHA-256 of that file is {whole}."
    ),
)
_NOBODY_MISSED = message(
    "{count} of {trials} searches for people who are not enrolled are answered at the threshold "
    "for {asked}; nobody enrolled was searched for."
)


def kind_messages(found: Found) -> EvaluationTold:
    """The messages of the kind of an evaluation."""
    return PAIRS if isinstance(found, Verification) else LISTS


def title(found: Found, language: Language = ENGLISH) -> str:
    """The title of its report."""
    return plain(language.say(kind_messages(found).title, file=found.file))


def main_path(found: Found) -> str:
    """The path of the point that the finding is of; there is one."""
    return f"points.{[point is found.main for point in found.points].index(True)}"


def main_finding(found: Found, language: Language) -> Sentence:
    """What the main threshold gives, and how sure that is."""
    facts, said = Facts(found, language).below(main_path(found)), kind_messages(found)
    return paragraph((point_sentence(facts, said), *_certainty(facts, said)))


def point_sentence(facts: Facts, said: EvaluationTold) -> Sentence:
    """
    What a threshold gives.

    Where the trials cannot show so low a rate, or tied scores leave it far from the asked one,
    that is said first.

    Args:
        facts: a point.
        said: the messages of its kind.
    """
    wrong, missed = (getattr(facts.fact, name) for name in (said.wrong, said.missed))
    values: dict[str, Value] = {
        "asked": facts.rare("asked"),
        "trials": facts.counted(f"{said.wrong}.trials"),
        "count": facts.counted(f"{said.wrong}.count"),
        "reached": facts.rare(f"{said.wrong}.rate"),
        "most": "" if facts.fact.at_most is None else _at_most(facts, wrong.method),
    }
    if missed.rate is None:
        return facts.language.say(_NOBODY_MISSED, **values)
    values["share"] = facts.measured(f"{said.missed}.rate")
    values["low"], values["high"] = facts.ends(said.missed)
    form = said.reached
    if not facts.fact.resolved:
        form = said.unresolved
    elif wrong.count == 0:
        form = said.none_wrong
    elif wrong.rate < _FAR * facts.fact.asked:
        form = said.far
    return facts.language.say(form, **values)


def _at_most(facts: Facts, method: str | None) -> Number:
    """The most that a rate can be; intervals beside it guard both of their ends."""
    most = facts.rare("at_most")
    if method != "mid_p":
        return most
    return most.model_copy(
        update={"text": plain(facts.language.say("{most}, one-sided", most=most))}
    )


def _certainty(facts: Facts, said: EvaluationTold) -> Iterator[Sentence]:
    """What the interval of the misses rests on, and what the threshold's own error makes of it."""
    point, say = facts.fact, facts.language.say
    missed = getattr(point, said.missed)
    if missed.is_bound:
        yield say("That interval is a bound: too few people err to see how errors gather.")
    elif missed.method == "mid_p":
        yield say(said.independent)
    anew = getattr(point, "fnmr_anew", ())
    if not point.resolved or not anew:
        return
    low, high = facts.ends("fnmr_anew.0")
    if (low.value, high.value) == (0.0, 1.0):
        yield say("At the asked rate itself the misses may be any, so few people does it rest on.")
    elif anew[0].is_bound:
        yield say(
            "With the threshold's own error it is {low} to {high}, a bound.", low=low, high=high
        )
    else:
        yield say("With the threshold's own error it is {low} to {high}.", low=low, high=high)


def stricter(found: Found, language: Language = ENGLISH) -> tuple[Sentence, ...]:
    """What a stricter threshold costs, between those that the trials can show; where any is."""
    said, facts = kind_messages(found), Facts(found, language)
    if not found.points or getattr(found.points[0], said.missed).rate is None:
        return ()
    places = sorted(range(len(found.points)), key=lambda place: -found.points[place].asked)
    shown = [place for place in places if found.points[place].resolved]
    if len(shown) < 2:
        return (point_sentence(facts.below(main_path(found)), said),)
    lenient, strict = (facts.below(f"points.{place}") for place in (shown[0], shown[-1]))
    values: dict[str, Number] = {
        "strict": strict.rare("asked"),
        "lenient": lenient.rare("asked"),
        "missed": strict.measured(f"{said.missed}.rate"),
        "fewer": lenient.measured(f"{said.missed}.rate"),
    }
    same = values["missed"].value == values["fewer"].value
    return (language.say(said.costs_nothing if same else said.costs, **values),)


def bound(language: Language = ENGLISH) -> Sentence:
    """What a bound is."""
    return language.say(
        "Where fewer than {people} people have an error, or few have most, too little shows how "
        "errors gather in people. People are then the trials, and the interval is a bound: it "
        "holds the true rate at least as often as it says, whatever the people are like, and is "
        "wide where they are few.",
        people=numbers.counted(ENOUGH_PEOPLE, language=language),
    )


def unresolved(facts: Facts) -> tuple[str, ...]:
    """The asked rates that so many trials cannot show, of an evaluation."""
    points = facts.fact.points
    low = [place for place, point in enumerate(points) if not point.resolved]
    return tuple(str(facts.rare(f"points.{place}.asked")) for place in low)


def other_direction(found: Found) -> str:
    """The option for the direction that was not taken."""
    return "--similarity" if found.direction == "distance" else "--distance"


def stamp_line(found: Found, stamp: FileStamp, language: Language = ENGLISH) -> str:
    """What the numbers were made from, in one line; a file is known by its digest."""
    said = kind_messages(found)
    form = said.stamp_of_files if stamp.sources else said.stamp
    return plain(language.say(form, **_stamped(stamp, language)))


def again(found: Found, stamp: FileStamp, language: Language = ENGLISH) -> Sentence:
    """How the same numbers are made again, and from which files."""
    made = language.say(kind_messages(found).again, **_stamped(stamp, language))
    files = language.say(
        "The SHA-256 of what was read ({file}) is {sources}.",
        file=stamp.file,
        sources=", ".join(stamp.sources),
    )
    return paragraph((made, files if stamp.sources else ()))


def _stamped(stamp: FileStamp, language: Language) -> dict[str, str | Number]:
    return {
        "program": stamp.program,
        "version": stamp.version,
        "file": stamp.file,
        "sources": ", ".join(map(short, stamp.sources)),
        "digest": short(stamp.digest),
        "whole": stamp.digest,
        "replicates": numbers.counted(stamp.replicates, language=language),
        "seed": str(stamp.seed),
    }
