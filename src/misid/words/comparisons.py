"""What an evaluation of pairs says: its finding, how sure that is, and what must be said of it."""

from __future__ import annotations

from collections.abc import Iterator

from misid.evaluation.schema import Evaluation, Verification
from misid.evaluation.stamp import FileStamp
from misid.measures.by_person import ENOUGH_PEOPLE
from misid.words import numbers
from misid.words.facts import Facts
from misid.words.language import ENGLISH, Language, message
from misid.words.sentence import Number, Sentence, paragraph, plain
from misid.words.stamps import short

FAR = 0.6
"""A rate that is reached below so much of the asked one is said to be."""
MEASURED = message("measured on one file of scores")
_RULE = {
    "similarity": message("A comparison whose score is at or above the threshold is a match."),
    "distance": message(
        "A comparison whose score, a distance, is at or below the threshold is a match."
    ),
}


def title(found: Verification, language: Language = ENGLISH) -> str:
    """The title of its report."""
    return plain(language.say("Error rates of {file}", file=found.file))


def cautions(found: Verification, language: Language = ENGLISH) -> tuple[str, ...]:
    """How far the numbers reach, and whether people in several comparisons are allowed for."""
    if found.counts.subjects is None:
        return language.word(MEASURED), language.word("comparisons taken as independent")
    return language.word(MEASURED), language.word("people in several comparisons allowed for")


def about(found: Verification, language: Language = ENGLISH) -> Sentence:
    """What was read, and what a match is."""
    counts = Facts(found, language).below("counts")
    return paragraph(
        (
            language.say(
                "The file {file} holds scores of {genuine} comparisons of two images of one person "
                "and {impostor} comparisons of two people. It holds no image.",
                file=found.file,
                genuine=counts.counted("genuine"),
                impostor=counts.counted("impostor"),
            ),
            rule(found, language),
            language.say(
                "Error rates are counted over these comparisons alone; what a matcher does with "
                "other cameras, people or years is not in them."
            ),
        )
    )


def rule(found: Evaluation, language: Language = ENGLISH) -> Sentence:
    """What a match is."""
    return language.say(_RULE[found.direction])


def finding(found: Verification, language: Language = ENGLISH) -> Sentence:
    """What the main threshold gives, and how sure that is."""
    facts = Facts(found, language).below(main_path(found))
    return paragraph((point_sentence(facts), *_certainty(facts)))


def main_path(found: Verification) -> str:
    """The path of the point that the finding is of."""
    return f"points.{found.points.index(found.main)}"


def point_sentence(facts: Facts) -> Sentence:
    """
    What a threshold gives.

    Where the comparisons cannot show so low a rate, or tied scores leave it far from the asked
    one, that is said first.

    Args:
        facts: a `ComparisonPointNote`.
    """
    point, say = facts.fact, facts.language.say
    low, high = facts.ends("fnmr")
    missed = {"share": facts.measured("fnmr.rate"), "low": low, "high": high}
    if not point.resolved:
        return say(
            "A false match rate of {asked} cannot be shown by {trials} impostor pairs: at a "
            "threshold that matches {count} of them it may be as high as {most}; there {share} of "
            "true pairs are missed ({low} to {high}).",
            asked=facts.rare("asked"), trials=facts.counted("fmr.trials"),
            count=facts.counted("fmr.count"), most=facts.rare("at_most"), **missed,
        )  # fmt: skip
    if point.fmr.count == 0:
        return say(
            "At the lowest threshold that wrongly matches at most {asked} pairs, none of {trials} "
            "is matched (the rate is at most {most}); {share} of true pairs are missed ({low} to "
            "{high}).",
            asked=facts.rare("asked"), trials=facts.counted("fmr.trials"),
            most=facts.rare("at_most"), **missed,
        )  # fmt: skip
    if point.fmr.rate < FAR * point.asked:
        return say(
            "At the lowest threshold that wrongly matches at most {asked} pairs (it matches "
            "{reached}, since scores are tied or few), {share} of true pairs are missed ({low} to "
            "{high}).",
            asked=facts.rare("asked"), reached=facts.rare("fmr.rate"), **missed,
        )  # fmt: skip
    return say(
        "At a threshold that wrongly matches {reached} pairs, {share} of true pairs are missed "
        "({low} to {high}).",
        reached=facts.rare("fmr.rate"), **missed,
    )  # fmt: skip


def _certainty(facts: Facts) -> Iterator[Sentence]:
    """What the interval of the misses rests on, and what the threshold's own error makes of it."""
    point, say = facts.fact, facts.language.say
    if point.fnmr.is_bound:
        yield say("That interval is a bound: too few people err to see how errors gather.")
    elif point.fnmr.method == "mid_p":
        yield say("That interval holds if comparisons are independent.")
    if not point.resolved or not point.fnmr_anew:
        return
    low, high = facts.ends("fnmr_anew.0")
    if (low.value, high.value) == (0.0, 1.0):
        yield say("At the asked rate itself the misses may be any, so few people does it rest on.")
    elif point.fnmr_anew[0].is_bound:
        yield say(
            "With the threshold's own error it is {low} to {high}, a bound.", low=low, high=high
        )
    else:
        yield say("With the threshold's own error it is {low} to {high}.", low=low, high=high)


def stricter(found: Verification, language: Language = ENGLISH) -> Sentence:
    """What a stricter threshold costs, between those that the comparisons can show."""
    facts = Facts(found, language)
    resolved = [place for place, point in enumerate(found.points) if point.resolved]
    if len(resolved) < 2:
        return point_sentence(facts.below(main_path(found)))
    places = sorted(resolved, key=lambda place: found.points[place].asked)
    strict, lenient = (facts.below(f"points.{place}") for place in (places[0], places[-1]))
    values = {
        "strict": strict.rare("asked"),
        "lenient": lenient.rare("asked"),
        "missed": strict.measured("fnmr.rate"),
    }
    if strict.fact.fnmr.count == lenient.fact.fnmr.count:
        return language.say(
            "The threshold that wrongly matches at most {strict} pairs misses no more true pairs "
            "than the one for {lenient}: {missed}.",
            **values,
        )
    return language.say(
        "A threshold that wrongly matches at most {strict} pairs misses {missed} of true pairs; "
        "one for {lenient} misses {fewer}.",
        fewer=lenient.measured("fnmr.rate"), **values,
    )  # fmt: skip


def spread(found: Verification, language: Language = ENGLISH) -> Sentence:
    """How many pairs of one person miss the main threshold, and how far both kinds lie apart."""
    facts = Facts(found, language)
    main, apart = facts.below(main_path(found)), found.decidability
    values = {
        "share": main.measured("fnmr.rate"),
        "trials": main.counted("fnmr.trials"),
        "asked": main.rare("asked"),
    }
    if found.direction == "distance":
        missed = language.say(
            "{share} of {trials} pairs of one person score above the threshold for {asked} false "
            "matches.",
            **values,
        )
    else:
        missed = language.say(
            "{share} of {trials} pairs of one person score below the threshold for {asked} false "
            "matches.",
            **values,
        )
    if apart is None:
        return missed
    spreads = numbers.fact(abs(apart), language=language)
    more = language.say(
        "On average they are {spreads} spreads more alike than pairs of two people.",
        spreads=spreads,
    )
    less = language.say(
        "On average they are {spreads} spreads less alike than pairs of two people.",
        spreads=spreads,
    )
    return paragraph((missed, more if apart >= 0 else less))


def equal_error(found: Verification, language: Language = ENGLISH) -> Sentence:
    """Where both rates meet, or that they do not."""
    facts, eer = Facts(found, language).below("eer"), found.eer
    if eer.rate is None:
        low, high = facts.ends()
        return language.say(
            "The curves of both error rates do not meet: scores are tied where they cross, and "
            "the rates jump past each other between {low} and {high}.",
            low=low, high=high,
        )  # fmt: skip
    rate = facts.measured("rate")
    if not eer.intervals:
        return language.say(
            "Both error rates are {rate} where they are equal (equal error rate).", rate=rate
        )
    low, high = facts.ends("intervals.0")
    if eer.intervals[0].is_bound:
        return language.say(
            "Both error rates are {rate} where they are equal (equal error rate); 95 %: {low} to "
            "{high}, a bound.",
            rate=rate, low=low, high=high,
        )  # fmt: skip
    return language.say(
        "Both error rates are {rate} where they are equal (equal error rate); 95 %: {low} to "
        "{high}.",
        rate=rate, low=low, high=high,
    )  # fmt: skip


def beyond(found: Verification, language: Language = ENGLISH) -> tuple[Sentence, ...]:
    """What is said of tails and look-alikes, where they were worked out."""
    said = []
    if found.tail is not None:
        said.append(tail(found, language))
    if found.frailty is not None:
        said.append(_frailty(Facts(found, language).below("frailty")))
    return tuple(said)


def tail(found: Verification, language: Language = ENGLISH) -> Sentence:
    """What the highest scores say of the rate that cannot be counted, and how firmly."""
    facts = Facts(found, language)
    if found.tail is None or not found.tail.targets:
        return _no_tail(found, language)
    target, values = _extrapolated(facts)
    values |= {
        "share": facts.rare("tail.share"),
        "threshold": target.rough_score("threshold"),
        "low": target.rough_score("low"),
        "missed": target.measured("fnmr"),
    }
    if target.fact.high is None:
        first = language.say(
            "Extrapolated, not counted: if impostor scores go on as the highest {share} of them "
            "do, a false match rate of {asked} needs a threshold of {threshold} (95 %: {low} to no "
            "end), which {missed} of true pairs miss.",
            **values,
        )
    else:
        first = language.say(
            "Extrapolated, not counted: if impostor scores go on as the highest {share} of them "
            "do, a false match rate of {asked} needs a threshold of {threshold} (95 %: {low} to "
            "{high}), which {missed} of true pairs miss.",
            high=target.rough_score("high"), **values,
        )  # fmt: skip
    other = language.say("Tails that begin elsewhere say {least} to {most}.", **values)
    return paragraph((first, other))


def tail_range(found: Verification, language: Language = ENGLISH) -> Sentence:
    """How far the extrapolated threshold depends on where the tail begins."""
    if found.tail is None or not found.tail.targets:
        return _no_tail(found, language)
    return language.say(
        "Extrapolated, not counted: a false match rate of {asked} needs a threshold of {least} to "
        "{most}, by where the tail begins.",
        **_extrapolated(Facts(found, language))[1],
    )


def _extrapolated(facts: Facts) -> tuple[Facts, dict[str, Number]]:
    """The first rate that cannot be counted, and the thresholds that tails give for it."""
    target = facts.below("tail.targets.0")
    elsewhere = [fit.threshold for fit in facts.fact.tail.fits]
    return target, {
        "asked": target.rare("asked"),
        "least": numbers.rough_score(min(elsewhere), language=facts.language),
        "most": numbers.rough_score(max(elsewhere), language=facts.language),
    }


def _no_tail(found: Verification, language: Language) -> Sentence:
    """Why nothing is extrapolated."""
    if found.tail is None:
        return language.say("No tail was fitted: there is nothing to extrapolate.")
    facts = Facts(found, language)
    return language.say(
        "Nothing is extrapolated: a tail needs {fewest} untied scores among the highest tenth, and "
        "{trials} impostor scores have too few, or are rounded.",
        fewest=facts.counted("tail.fewest"), trials=facts.counted("counts.impostor"),
    )  # fmt: skip


def _frailty(facts: Facts) -> Sentence:
    """How unevenly false matches fall on people."""
    say, found = facts.language.say, facts.fact
    endless = facts.language.word("infinite")
    first = say(
        "Where {rate} impostor pairs match, {matches} false matches fall on {people} people as "
        "with a look-alike frailty of shape k = {shape} (95 %: {low} to {high}; infinite: all "
        "people have as many look-alikes).",
        rate=facts.rare("fmr"),
        matches=facts.counted("false_matches"),
        people=facts.counted("people"),
        shape=endless if found.shape is None else facts.about("shape"),
        low=endless if found.low is None else facts.about("low"),
        high=endless if found.high is None else facts.about("high"),
    )
    both = say("Some people are on either side of comparisons, so k may be larger than that.")
    return paragraph((first, both if found.both_sides else ()))


def independence(found: Verification, language: Language = ENGLISH) -> Sentence:
    """Whether intervals allow for people who are in several comparisons."""
    if found.counts.subjects is None:
        return language.say(
            "Who is compared is not known, so intervals take all comparisons as independent, those "
            "of rates without an error too. Where people are in several comparisons, they are too "
            "narrow; name the columns with --subject-a and --subject-b."
        )
    allowed = language.say(
        "Intervals allow for {people} people being in several comparisons.",
        people=Facts(found, language).counted("counts.subjects"),
    )
    return paragraph((allowed, bound(language)))


def bound(language: Language = ENGLISH) -> Sentence:
    """What a bound is."""
    return language.say(
        "Where fewer than {people} people have an error, or few have most, too little shows how "
        "errors gather in people. People are then the trials, and the interval is a bound: it "
        "holds the true rate at least as often as it says, whatever the people are like, and is "
        "wide where they are few.",
        people=numbers.counted(ENOUGH_PEOPLE, language=language),
    )


def notes(found: Verification, language: Language = ENGLISH) -> tuple[Sentence, ...]:
    """What must be said of the numbers of this file."""
    facts = Facts(found, language)
    said = [independence(found, language), *_resolution(facts), *_failures(facts)]
    if found.eer.low > 0.5 or (found.decidability is not None and found.decidability < 0):
        said.append(
            language.say(
                "Impostor scores are the higher ones. Is the direction right? The other is "
                "{option}.",
                option=other_direction(found),
            )
        )
    said.append(
        language.say(
            "Intervals are at 95 %, of the rate at the threshold as it stands, unless they are "
            "said to be of the asked rate: those allow for the threshold being found in the same "
            "comparisons."
        )
    )
    if found.in_parts:
        said.append(
            language.say(
                "The file was read in parts. What needs every comparison in memory was not worked "
                "out: tails, look-alikes, thresholds by group, and the interval of the equal error "
                "rate."
            )
        )
    return tuple(said)


def _resolution(facts: Facts) -> Iterator[Sentence]:
    """Which of the asked rates so many comparisons cannot show."""
    low = [place for place, point in enumerate(facts.fact.points) if not point.resolved]
    if low:
        yield facts.language.say(
            "{trials} impostor comparisons cannot show a false match rate below {least}, not even "
            "without a single match (95 %); asked for and not resolved: {asked}.",
            trials=facts.counted("counts.impostor"),
            least=facts.rare("counts.least_fmr"),
            asked=", ".join(str(facts.rare(f"points.{place}.asked")) for place in low),
        )


def _failures(facts: Facts) -> Iterator[Sentence]:
    counts = facts.fact.counts
    if counts.failed_genuine + counts.failed_impostor:
        yield facts.language.say(
            "{genuine} genuine and {impostor} impostor comparisons have no score ({share} of all). "
            "They are counted as failures to acquire, and are in none of the error rates.",
            genuine=facts.counted("counts.failed_genuine"),
            impostor=facts.counted("counts.failed_impostor"),
            share=facts.measured("counts.failure_to_acquire"),
        )


def other_direction(found: Evaluation) -> str:
    """The option for the direction that was not taken."""
    return "--similarity" if found.direction == "distance" else "--distance"


def stamp_line(stamp: FileStamp, language: Language = ENGLISH) -> str:
    """What the numbers were made from, in one line; a file is known by its digest."""
    values: dict[str, str | Number] = {
        "program": stamp.program,
        "version": stamp.version,
        "file": stamp.file,
        "digest": short(stamp.digest),
        "replicates": numbers.counted(stamp.replicates, language=language),
        "seed": str(stamp.seed),
    }
    if not stamp.sources:
        return plain(
            language.say(
                "{program} {version}, scores of {file}, document {digest}, {replicates} "
                "replicates, seed {seed}",
                **values,
            )
        )
    return plain(
        language.say(
            "{program} {version}, scores of {file} (SHA-256 {source}), document {digest}, "
            "{replicates} replicates, seed {seed}",
            source=", ".join(map(short, stamp.sources)), **values,
        )
    )  # fmt: skip


def again(stamp: FileStamp, language: Language = ENGLISH) -> Sentence:
    """How the same numbers are made again."""
    made = language.say(
        "The same version, file, options, seed and replicates give the same numbers. This report "
        "was made by {program} {version} with {replicates} replicates and seed {seed}. Beside it "
        "evaluation.json holds every number; the SHA-256 of that file is {digest}.",
        program=stamp.program,
        version=stamp.version,
        replicates=numbers.counted(stamp.replicates, language=language),
        seed=str(stamp.seed),
        digest=stamp.digest,
    )
    return paragraph((made, read_from(stamp, language)))


def read_from(stamp: FileStamp, language: Language = ENGLISH) -> Sentence:
    """Which files were read, by their digests."""
    if not stamp.sources:
        return ()
    return language.say(
        "The SHA-256 of what was read ({file}) is {sources}.",
        file=stamp.file,
        sources=", ".join(stamp.sources),
    )
