"""What an evaluation of pairs says: its finding, how sure that is, and what must be said of it."""

from __future__ import annotations

from collections.abc import Iterator

from misid.evaluation.schema import Verification
from misid.words import numbers
from misid.words.evaluation import bound, main_finding, main_path, other_direction, unresolved
from misid.words.facts import Facts
from misid.words.language import ENGLISH, Language, message
from misid.words.sentence import Number, Sentence, paragraph

MEASURED = message("measured on one file of scores")
_RULE = {
    "similarity": message("A comparison whose score is at or above the threshold is a match."),
    "distance": message(
        "A comparison whose score, a distance, is at or below the threshold is a match."
    ),
}


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


def rule(found: Verification, language: Language = ENGLISH) -> Sentence:
    """What a match is."""
    return language.say(_RULE[found.direction])


def finding(found: Verification, language: Language = ENGLISH) -> Sentence:
    """What the main threshold gives, and how sure that is."""
    return main_finding(found, language)


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


def notes(found: Verification, language: Language = ENGLISH) -> tuple[Sentence, ...]:
    """What must be said of the numbers of this file."""
    facts = Facts(found, language)
    said = [independence(found, language), *_resolution(facts), *_failures(facts)]
    said += _left_out(facts)
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
    if low := unresolved(facts):
        yield facts.language.say(
            "{trials} impostor comparisons cannot show a false match rate below {least}, not even "
            "without a single match (95 %); asked for and not resolved: {asked}.",
            trials=facts.counted("counts.impostor"),
            least=facts.rare("counts.least_fmr"),
            asked=", ".join(low),
        )


def _failures(facts: Facts) -> Iterator[Sentence]:
    counts = facts.fact.counts
    if not counts.failed_genuine + counts.failed_impostor:
        return
    numbers = {
        "genuine": facts.counted("counts.failed_genuine"),
        "impostor": facts.counted("counts.failed_impostor"),
        "share": facts.measured("counts.failure_to_acquire"),
    }
    if counts.failures_are == "misses":
        yield facts.language.say(
            "{genuine} genuine and {impostor} impostor comparisons have no score ({share} of all). "
            "They are counted as misses at every threshold, and as no match.",
            **numbers,
        )
        return
    yield facts.language.say(
        "{genuine} genuine and {impostor} impostor comparisons have no score ({share} of all). "
        "They are counted as failures to acquire, and are in none of the error rates.",
        **numbers,
    )
    main = facts.below("main") if facts.fact.main.frr is not None else None
    if main is not None:
        yield facts.language.say(
            "With them the false rejection rate is {frr}, and the false acceptance rate {far}, at "
            "threshold {threshold}.",
            frr=main.measured("frr.rate"),
            far=main.measured("far.rate"),
            threshold=main.score("threshold"),
        )


def _left_out(facts: Facts) -> Iterator[Sentence]:
    """What the file has and no rate is of."""
    if facts.fact.counts.itself:
        yield facts.language.say(
            "{count} comparisons are of a photograph with itself, and left out.",
            count=facts.counted("counts.itself"),
        )
    if facts.fact.counts.unmatched:
        yield facts.language.say(
            "{count} rows stand in the scores or in their key alone, and are left out.",
            count=facts.counted("counts.unmatched"),
        )
