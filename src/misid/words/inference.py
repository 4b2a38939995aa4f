"""What disclosed counts say of a programme, and what they do not, in whole sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from misid.inference.schema import (
    CountCheck,
    CountsUsed,
    Inference,
    InferredNumber,
    InputMove,
    NextNumber,
    ScenarioKept,
    TeachingNumbers,
)
from misid.scenario import inputs
from misid.words import numbers
from misid.words.figures import Caption
from misid.words.language import Language, message
from misid.words.programme import title as scenario_title
from misid.words.scenario import about
from misid.words.sentence import Number, Sentence, paragraph, plain

if TYPE_CHECKING:
    from misid.inference.first import FirstAnswer

NUMBERS = {
    "share_of_references_wrong_person": message(
        "Share of references that concern the wrong person"
    ),
    "wrong_person_references": message("Wrong-person references, per 100,000 searches"),
    "references_of_searches": message("Share of searches that give a reference"),
    "false_positive_identification_rate": message(
        "FPIR: searches for people without a record that return a candidate"
    ),
    "false_negative_identification_rate": message(
        "FNIR: searches for people with a record that do not lead to it"
    ),
    "misses_among_sought": message("Misses: sought people who get no reference"),
    "false_match_rate": message("FMR at the threshold, of pairs in the reference test"),
    "searches_a_year": message("Searches a year"),
    "checking.wrong_taken_as_right": message("Checks: wrong references taken as right"),
    "checking.right_taken_as_wrong": message("Checks: right references taken as wrong"),
    "checking.unconfirmed_wrong_taken_as_right": message(
        "Without a check: wrong references taken as right"
    ),
    "checking.unconfirmed_right_taken_as_wrong": message(
        "Without a check: right references taken as wrong"
    ),
    "checking.share_confirmed": message("Right references that somebody settled: share checked"),
    "checking.share_unresolved": message("Right references that nobody settled"),
    "checking.confirmed_odds_if_wrong": message(
        "Odds that a wrong reference is checked, over a right one"
    ),
    "checking.unresolved_odds_if_wrong": message(
        "Odds that nobody settles a wrong reference, over a right one"
    ),
}
"""What each number is called."""
COUNTS = {
    "": message("the whole period"),
    "searches": message("searches"),
    "references": message("references"),
    "references_wrong": message("found to be wrong by a check"),
    "references_right": message("found to be right by a check"),
    "wrong_unconfirmed": message("taken to be wrong, unchecked"),
    "right_unconfirmed": message("taken to be right, unchecked"),
    "unresolved": message("unresolved"),
    "detained": message("detained"),
    "enrolled_list": message("records on the list"),
    "threshold": message("threshold"),
}
"""What each count is called."""
FITS = {
    "fits": message("yes"),
    "strained": message("hardly"),
    "does_not_fit": message("no"),
}
"""Whether worlds would give a count."""
BECAUSE = {
    "other_group": message("it is of a group that the scenario does not have, or beside totals"),
    "total_of_others": message("it is the total of other periods"),
    "overlaps": message("its days overlap those of a period that is used"),
    "says_nothing": message("it has no share: a count and what it is a part of are needed"),
    "more_than_whole": message("it is more than the count that it is a part of"),
    "no_end": message("it has no upper end"),
    "beyond_reference": message("the model ends at the reference"),
    "own_scale": message("a matcher's own scale says nothing of error rates"),
    "no_dates": message("how long it took is not known, so searches say nothing of a year"),
    "gaps": message("the periods have gaps or are short, so searches say nothing of a year"),
    "fixed_year": message("the scenario states the stops of a year, so searches say nothing of it"),
}
"""Why a count says nothing here."""
_WRONG = ("references_wrong", "wrong_unconfirmed")
_PLAIN = ("references", *_WRONG)
_LEAST_NARROWED = 0.1
_SHOWN = 3


def title(found: Inference, language: Language) -> Sentence:
    """Of which counts and which programme."""
    return language.say(
        "{programme}: what these counts say",
        programme=scenario_title(found, language),
    )


def finding(found: Inference, language: Language) -> Sentence:
    """What the counts change of the share of wrong references, and whether the model fits them."""
    return paragraph(_findings(found, language))


def first(found: FirstAnswer, language: Language) -> Sentence:
    """A first answer, with how little it rests on."""
    worth = numbers.counted(int(found.effective), language=language)
    worlds = numbers.counted(found.worlds, language=language)
    if not found.is_reliable:
        return language.say(
            "First look, from {worlds} worlds: they are worth {worth} independent ones, too few to "
            "say anything. The whole answer follows.",
            worlds=worlds, worth=worth,
        )  # fmt: skip
    ends = {"median": found.share.median, "low": found.share.low, "high": found.share.high}
    shares = ends | {"least": found.least, "most": found.most}
    said = {name: numbers.fact(value, "share", language=language) for name, value in shares.items()}
    return language.say(
        "First answer, from {worlds} worlds that are worth {worth} independent ones: of the "
        "references, {median} are of the wrong person (between {low} and {high}). So few worlds "
        "leave {median} between {least} and {most}. The whole answer follows.",
        **said, worlds=worlds, worth=worth,
    )  # fmt: skip


def _findings(found: Inference, language: Language) -> Iterator[Sentence]:
    yield language.say("The counts: {title}.", title=language.authored(found.counts.title))
    if not found.sampling.is_reliable:
        yield language.say(
            "Too few worlds give such counts, which lie at the edge of this scenario: do not rely "
            "on these ranges."
        )
    if found.checking_other:
        yield language.say(
            "This rests on ranges of how checks err that are not misid's own, but of whoever "
            "asked: {names}.",
            names=", ".join(found.checking_other),
        )
    wrong = next((one for one in found.numbers if "references_wrong" in one.name), None)
    if wrong is not None:
        yield _before_after(found, wrong, language)
        yield from _as_disclosed(found, language)
    if found.sampling.is_reliable:
        yield verdict(found, language)


def _change(found: Inference, language: Language) -> Sentence:
    """What the counts change of the share of wrong references; all where that is no answer."""
    wrong = next((one for one in found.numbers if "references_wrong" in one.name), None)
    if wrong is None or not found.sampling.is_reliable:
        return finding(found, language)
    return _ranges(wrong, language)


def _before_after(found: Inference, one: InferredNumber, language: Language) -> Sentence:
    both = _both_ends(found, language) if found.if_checked else ()
    return paragraph([_ranges(one, language), *both])


def _ranges(one: InferredNumber, language: Language) -> Sentence:
    prior, after = (_ends(one, side, language) for side in ("prior", "posterior"))
    ends = {
        "median": after[1], "low": after[0], "high": after[2],
        "prior_low": prior[0], "prior_high": prior[2],
    }  # fmt: skip
    return language.say(
        "Of the references, {median} are of the wrong person (between {low} and {high}); the "
        "scenario alone says {prior_low} to {prior_high}.",
        **ends,
    )


def _both_ends(found: Inference, language: Language) -> Iterator[Sentence]:
    """The share of wrong references where most were checked, and where few were."""
    many, few = found.if_checked
    said = {
        f"{name}_{end}": numbers.fact(
            getattr(one.share, end), "share", where=f"if_checked.{at}.share.{end}",
            language=language,
        )
        for at, (name, one) in enumerate((("many", many), ("few", few)))
        for end in ("median", "low", "high")
    }  # fmt: skip
    yield language.say(
        "Nobody said how many were checked: where {least} or more were, it is {many_median} "
        "({many_low} to {many_high}); where {most} or fewer were, {few_median} ({few_low} to "
        "{few_high}).",
        **said,
        least=numbers.fact(many.least, "share", where="if_checked.0.least", language=language),
        most=numbers.fact(few.most, "share", where="if_checked.1.most", language=language),
    )


def _as_disclosed(found: Inference, language: Language) -> Iterator[Sentence]:
    """The plain share of references that were called wrong, where both are told to the last."""
    told: dict[str, dict[str, CountCheck]] = {}
    for one in found.checks:
        told.setdefault(one.period, {})[one.count] = one
    held = [counts for counts in told.values() if {"references", *_WRONG} & set(counts)]
    every = [one for counts in held for one in counts.values() if one.count in _PLAIN]
    is_told = all("references" in counts and "references_wrong" in counts for counts in held)
    references = sum(one.most for one in every if one.count == "references")
    wrong = sum(one.most for one in every if one.count in _WRONG)
    if references and is_told and all(one.least == one.most for one in every):
        yield language.say(
            "As disclosed, {wrong} of {references} were called wrong, which is {share}.",
            wrong=_count(wrong, language), references=_count(references, language),
            share=numbers.fact(wrong / references, "share", language=language),
        )  # fmt: skip


def _ends(one: InferredNumber, side: str, language: Language) -> tuple[Number | str, ...]:
    where, held = f"numbers.{one.name}.{side}", getattr(one, side)
    return tuple(
        numbers.fact(getattr(held, end), one.unit, where=f"{where}.{end}", language=language)
        for end in ("low", "median", "high")
    )


def verdict(found: Inference, language: Language) -> Sentence:
    """Whether the worlds would give such counts, before and after."""
    if found.fit == "does_not_fit":
        return language.say(
            "Even the worlds that fit best would hardly give these counts: something in the "
            "scenario, or in the counts, is not as it is taken to be."
        )
    if not found.expected_before:
        return language.say(
            "The scenario alone would hardly give these counts: they contradict its ranges, so "
            "what follows lies at the edge of them."
        )
    if found.fit == "strained":
        return language.say("The worlds would give such counts only seldom.")
    return language.say("The worlds would give such counts: nothing here speaks against the model.")


def notes(found: Inference, language: Language) -> Iterator[Sentence]:
    """How it was worked out, and what it cannot say."""
    if any(_as_disclosed(found, language)):
        yield language.say(
            "The middle of the worlds is another number than what was disclosed where a check may "
            "take a wrong one for right, where not all were checked, and where few were called "
            "wrong: they leave more room above than below."
        )
    yield language.say(
        "That the model can give these counts does not show that it is right: few counts can be "
        "given in many ways."
    )
    yield language.say(
        "What did not move is the scenario's own range, an opinion where its status is assumed or "
        "unknown."
    )
    yield from _taken(found.counts, language)
    if found.twice:
        yield language.say(
            "Ranges of the scenario rest on the same source as the counts, which is so counted "
            "twice: {inputs}. Widen them to what was known without it.",
            inputs=", ".join(found.twice),
        )
    if len(found.counts.regimes) > 1:
        yield language.say(
            "There are {count} regimes. The numbers are those of the first, {name}; each of the "
            "others has a threshold and a list of its own.",
            count=_count(len(found.counts.regimes), language),
            name=found.counts.regimes[0] or "1",
        )
    one = found.sampling
    yield language.say(
        "{worlds} worlds, taken from {drawn} that were brought to the counts along {informed} "
        "directions and weighed, and are worth {effective} independent ones. SHA-256 of the "
        "counts: {digest}.",
        worlds=_count(one.worlds, language), drawn=_count(one.drawn, language),
        informed=_count(one.informed, language), effective=_count(round(one.effective), language),
        digest=found.counts.digest[:12],
    )  # fmt: skip


def _taken(counts: CountsUsed, language: Language) -> Iterator[Sentence]:
    """What the counts leave open and is taken to be so."""
    if not counts.checked_told:
        yield language.say(
            "Nobody counted references that were right, or that were not checked: how many were "
            "checked may be anything from none to all, and wrong ones more or less often than "
            "right ones. Where all were, the count says so by unresolved: 0."
        )
    if counts.undated:
        yield language.say(
            "Rows without dates: {count}. They are taken to be of other times than the others, and "
            "no part of them.",
            count=_count(counts.undated, language),
        )
    if counts.list_told:
        yield language.say(
            "The size of the list is as it was disclosed, in the numbers before the counts too."
        )


def still(found: Inference, language: Language) -> Sentence:
    """How many inputs stayed as they were."""
    moved = sum(one.moved for one in found.inputs)
    return language.say(
        "{moved} of {all} inputs moved by more than chance; all others are as the scenario has "
        "them. By the luck of the worlds alone {luck} of so many would be expected to: each is "
        "looked at twice, for 3.5 standard errors.",
        moved=_count(moved, language), all=_count(len(found.inputs), language),
        luck=numbers.fact(found.moved_by_luck, language=language),
    )  # fmt: skip


def teaches(found: Inference, language: Language) -> Iterator[Sentence]:
    """Which number would teach most, for each target."""
    for target in found.next:
        told = [one for one in target.numbers if one.narrowed >= _LEAST_NARROWED][:_SHOWN]
        if not told:
            yield language.say(
                "{target}: no single number would narrow it by more than a tenth.",
                target=language.word(NUMBERS[target.target]),
            )
            continue
        yield language.say(
            "{target}: {questions}",
            target=language.word(NUMBERS[target.target]),
            questions=" ".join(plain(_teaches(target, one, language)) for one in told),
        )


def _teaches(target: TeachingNumbers, one: NextNumber, language: Language) -> Sentence:
    return language.say(
        "\u201c{question}\u201d would take away up to {share} of what is open.",
        question=language.word(one.question),
        share=numbers.read(one.narrowed, "share", language),
    )


def input_said(found: Inference, one: InputMove, language: Language) -> str:
    """What an input is called; luck that is no input, what it is for."""
    name, _, regime = one.name.partition(" in regime ")
    said = _input(found, name, language)
    if not regime:
        return said
    return plain(language.say("{input}, in regime {number}", input=said, number=regime))


def _input(found: Inference, name: str, language: Language) -> str:
    if name in NUMBERS:
        return language.word(NUMBERS[name])
    by_name = {one.name: one for one in inputs(found.scenario)}
    whole, _, part = name.rpartition(".")
    if name in by_name:
        return about(by_name[name], found.scenario, language)
    if whole in by_name:
        return plain(
            language.say(
                "{input}: {part}", input=about(by_name[whole], found.scenario, language), part=part
            )
        )
    if name.startswith("evidence:"):
        return plain(language.say("which row of the published table {table} holds", table=name[9:]))
    return plain(language.say("counting error of a published figure ({name})", name=name))


def disclosed(one: CountCheck, language: Language) -> str:
    """The count as it was disclosed."""
    least, most = (_count(n, language).text for n in (one.least, one.most))
    if one.least == one.most:
        return least
    return plain(language.say("{least} to {most}", least=least, most=most))


def numbers_drawn(found: Inference, language: Language) -> Caption:
    """Of the picture of numbers before and after."""
    return Caption(
        title=plain(language.say("What is known before and after the counts")),
        finding=_change(found, language),
        drawn=language.say(
            "Two lines for each number: its range by the scenario alone, and given the counts, "
            "each with its median."
        ),
        nothing=plain(language.say("No number of these is above 0.")),
    )


def inputs_drawn(found: Inference, language: Language) -> Caption:
    """Of the picture of inputs that moved."""
    return Caption(
        title=plain(language.say("How far each input moved")),
        finding=still(found, language),
        drawn=language.say(
            "Two lines for each input, in standard deviations of what it was before: the range "
            "before, which is the same for all, and the range given the counts."
        ),
        nothing=plain(language.say("No input moved by more than chance.")),
    )


def kept(found: ScenarioKept, language: Language) -> Iterator[Sentence]:
    """What of the worlds a scenario holds, and what it does not."""
    yield language.say(
        "The scenario has {ranges} new ranges and {pairs} pairs of inputs that go together.",
        ranges=_count(len(found.inputs), language), pairs=_count(found.correlations, language),
    )  # fmt: skip
    if found.left:
        yield language.say(
            "What moved too, and has no range in a scenario: {inputs}.",
            inputs=", ".join(found.left),
        )
    for one in found.numbers:
        yield language.say(
            "{number}: {low} to {high} by these worlds, {scenario_low} to {scenario_high} by the "
            "scenario.",
            number=language.word(NUMBERS[one.name]),
            **{
                name: numbers.read(end or 0.0, "share", language)
                for name, end in (
                    ("low", one.worlds.low), ("high", one.worlds.high),
                    ("scenario_low", one.scenario.low), ("scenario_high", one.scenario.high),
                )
            },
        )  # fmt: skip


def _count(value: int, language: Language) -> Number:
    return numbers.counted(value, language=language)
