"""What an evaluation of candidate lists says: its finding, who is returned, what must be said."""

from __future__ import annotations

from collections.abc import Iterator

from misid.evaluation.schema import Identification
from misid.words import numbers
from misid.words.comparisons import MEASURED
from misid.words.evaluation import bound, main_finding, main_path, other_direction, unresolved
from misid.words.facts import Facts
from misid.words.language import ENGLISH, Language, message
from misid.words.sentence import Number, Sentence, paragraph, plain

_RULE = {
    "similarity": message("A candidate whose score is at or above the threshold is returned."),
    "distance": message(
        "A candidate whose score, a distance, is at or below the threshold is returned."
    ),
}


def cautions(found: Identification, language: Language = ENGLISH) -> tuple[str, ...]:
    """How far the numbers reach, and what intervals allow for."""
    said = message("people in several searches allowed for")
    if found.counts.subjects is None:
        said = message("people who are not enrolled taken as searched once")
    return language.word(MEASURED), language.word(said)


def about(found: Identification, language: Language = ENGLISH) -> Sentence:
    """What was read, and what is returned."""
    counts = Facts(found, language).below("counts")
    return paragraph(
        (
            language.say(
                "The file {file} holds the candidate lists of {mated} searches for people who are "
                "enrolled and {others} for people who are not. It holds no image.",
                file=found.file,
                mated=counts.counted("mated"),
                others=counts.counted("non_mated"),
            ),
            rule(found, language),
            language.say(
                "Error rates are counted over these searches alone; what a matcher does with other "
                "cameras, people or galleries is not in them."
            ),
        )
    )


def rule(found: Identification, language: Language = ENGLISH) -> Sentence:
    """What is returned."""
    return language.say(_RULE[found.direction])


def finding(found: Identification, language: Language = ENGLISH) -> Sentence:
    """The main threshold, or without one how often people are found first."""
    return ranked(found, language) if found.main is None else main_finding(found, language)


def ranked(found: Identification, language: Language = ENGLISH) -> Sentence:
    """How often the own record is the first candidate, whatever its score."""
    if not found.cmc:
        return language.say("Nobody who is enrolled was searched for, so there are no ranks.")
    facts = Facts(found, language).below("cmc.0")
    low, high = facts.ends()
    values = {"share": facts.measured("rate"), "low": low, "high": high}
    if facts.fact.most > facts.fact.least:
        return language.say(
            "Whatever its score, the own record is the first candidate in {share} of searches for "
            "enrolled people ({low} to {high}, {least} to {most} as ties are read).",
            least=facts.measured("least"), most=facts.measured("most"), **values,
        )  # fmt: skip
    return language.say(
        "Whatever its score, the own record is the first candidate in {share} of searches for "
        "enrolled people ({low} to {high}).",
        **values,
    )


def first_and_last(found: Identification, language: Language = ENGLISH) -> Sentence:
    """How often the own record comes first, and how often it is listed at all."""
    facts, last = Facts(found, language), len(found.cmc) - 1
    share = facts.measured("cmc.0.rate")
    if not last:
        return language.say(
            "A person's own record is the first answer in {share} of searches for enrolled people.",
            share=share,
        )
    return language.say(
        "A person's own record is the first answer in {share} of searches for enrolled people, and "
        "among the first {rank} in {listed}.",
        share=share,
        rank=facts.counted(f"cmc.{last}.rank"),
        listed=facts.measured(f"cmc.{last}.rate"),
    )


def returned(found: Identification, language: Language = ENGLISH) -> tuple[Sentence, ...]:
    """How many records come back at the main threshold."""
    if found.main is None:
        return ()
    facts = Facts(found, language).below(main_path(found))
    return (
        language.say(
            "There a search for somebody who is not enrolled returns {others} candidates on "
            "average, one for an enrolled person {mated}.",
            others=candidates(facts.below("non_mated_candidates")),
            mated=candidates(facts.below("mated_candidates")),
        ),
    )


def candidates(facts: Facts) -> Number | str:
    """
    How many candidates a search returns, and whether it may be more.

    Args:
        facts: a `CandidatesNote`.
    """
    mean = facts.about("mean")
    if isinstance(mean, str) or not facts.fact.cut_off:
        return mean
    text = plain(facts.language.say("at least {mean}", mean=mean))
    return mean.model_copy(update={"text": text})


def who_is_first(found: Identification, language: Language = ENGLISH) -> tuple[Sentence, ...]:
    """Whose record the first candidate of enrolled people is at the main threshold."""
    if found.main is None:
        return ()
    first, trials = found.main.first, found.main.fnir.trials
    if not trials:
        return (language.say("Nobody who is enrolled was searched for."),)

    def part(count: int) -> Number:
        return numbers.measured(count / trials, language=language)

    values = {"own": part(first.own), "other": part(first.other), "none": part(first.none)}
    if first.tied:
        return (
            language.say(
                "Of searches for enrolled people {own} return the own record first, {tied} tie "
                "with it, {other} somebody else's, and {none} nothing.",
                tied=part(first.tied),
                **values,
            ),
        )
    return (
        language.say(
            "Of searches for enrolled people {own} return the own record first, {other} somebody "
            "else's, and {none} nothing.",
            **values,
        ),
    )


def growth(found: Identification, language: Language = ENGLISH) -> tuple[Sentence, ...]:
    """How false positives grow with the gallery, or why that cannot be told."""
    if found.growth is None:
        return ()
    facts, galleries = Facts(found, language).below("growth"), found.growth.galleries
    if found.growth.exponent is None:
        positives = sum(one.fpir.count for one in galleries)
        searches = sum(one.fpir.trials for one in galleries)
        return (
            language.say(
                "How false positives grow with the gallery cannot be told: {positives} of "
                "{searches} searches return a candidate, which says nothing of growth.",
                positives=numbers.counted(positives, language=language),
                searches=numbers.counted(searches, language=language),
            ),
        )
    endless = language.word("no end")
    low, high = (
        facts.about(end) if abs(getattr(found.growth, end) or 100.0) < 100.0 else endless
        for end in ("low", "high")
    )  # fmt: skip
    return (
        language.say(
            "Between galleries of {smallest} and {largest} records what a search meets by chance "
            "grows as the size to the power {exponent} (95 %: {low} to {high}, searches taken as "
            "independent); 1 is growth in proportion.",
            smallest=facts.counted("galleries.0.records"),
            largest=facts.counted(f"galleries.{len(galleries) - 1}.records"),
            exponent=facts.about("exponent"),
            low=low,
            high=high,
        ),
    )


def independence(found: Identification, language: Language = ENGLISH) -> Sentence:
    """Whether intervals allow for people who are searched several times."""
    if found.counts.subjects is None:
        allowed = language.say(
            "Who is searched for is not said: intervals take people who are not enrolled as "
            "searched once each, and enrolled people as known by their own record. Where one is "
            "searched several times, the first are too narrow; name the column with --subject-a."
        )
    else:
        allowed = language.say(
            "Intervals allow for {people} people being searched several times, and those of false "
            "positives for records that resemble several of them.",
            people=Facts(found, language).counted("counts.subjects"),
        )
    return paragraph((allowed, bound(language)))


def notes(found: Identification, language: Language = ENGLISH) -> tuple[Sentence, ...]:
    """What must be said of the numbers of these lists."""
    facts, main = Facts(found, language), found.main
    said = [independence(found, language), *_resolution(facts), *_failures(facts), *_lists(facts)]
    if main is not None and main.fnir.rate is not None and main.fnir.rate > 0.9:
        said.append(
            language.say(
                "Nearly every mate is missed. Is the direction right? The other is {option}.",
                option=other_direction(found),
            )
        )
    if found.counts.records_unlisted:
        said.append(
            language.say(
                "{unlisted} of {records} own records are in no list at all. Their searches count "
                "as misses; if they are not enrolled, the mates are wrong.",
                unlisted=facts.counted("counts.records_unlisted"),
                records=facts.counted("counts.records"),
            )
        )
    said.append(
        language.say(
            "A threshold is set on the same searches that it is measured on. Intervals are of the "
            "rate at the threshold as it stands, at 95 %, for other people and the same kind of "
            "gallery."
        )
    )
    return tuple(said)


def _resolution(facts: Facts) -> Iterator[Sentence]:
    found: Identification = facts.fact
    if not found.counts.non_mated:
        yield facts.language.say(
            "Nobody who is not enrolled was searched for, so nothing is known of false positives: "
            "hit rates without them say how a closed set is searched, not a street."
        )
    if low := unresolved(facts):
        yield facts.language.say(
            "{trials} searches for people who are not enrolled cannot show a false positive rate "
            "below {least}, not even without a single answer (95 %); asked for and not resolved: "
            "{asked}.",
            trials=facts.counted("counts.non_mated"),
            least=facts.rare("counts.least_fpir"),
            asked=", ".join(low),
        )


def _failures(facts: Facts) -> Iterator[Sentence]:
    counts = facts.fact.counts
    failed = counts.failed_mated + counts.failed_non_mated
    if failed:
        share = failed / (counts.mated + counts.non_mated)
        yield facts.language.say(
            "{mated} searches for enrolled people and {others} others failed before there was a "
            "list (failure to acquire: {share}). The first count as misses, the others as no "
            "answer, since that is what the user of the system sees.",
            mated=facts.counted("counts.failed_mated"),
            others=facts.counted("counts.failed_non_mated"),
            share=numbers.measured(share, language=facts.language),
        )


def _lists(facts: Facts) -> Iterator[Sentence]:
    found: Identification = facts.fact
    if found.counts.unlisted:
        yield facts.language.say(
            "In {unlisted} of {mated} searches for enrolled people the own record is not in the "
            "list. That is a miss at every threshold and rank here; beyond {longest} candidates "
            "nothing can be told.",
            unlisted=facts.counted("counts.unlisted"),
            mated=facts.counted("counts.mated"),
            longest=facts.counted("counts.longest"),
        )
    if any(point.is_lowest for point in found.points):
        yield facts.language.say(
            "At the most lenient threshold no listed score is lower. If lists are cut off by a "
            "score, a lower threshold may keep the asked rate as well, and its misses are at most "
            "those given."
        )
    if any(point.non_mated_candidates.cut_off for point in found.points):
        yield facts.language.say(
            "Some lists are full down to the threshold, so that searches may return more "
            "candidates than are listed: the number of candidates is then at least the one given. "
            "False positive rates count a search once and are not affected."
        )
