"""Two assessments beside each other, in whole sentences."""

from __future__ import annotations

from misid.assessment.difference import AssessmentDifference
from misid.assessment.schema import Assessment
from misid.words.language import Language, message
from misid.words.numbers import counted
from misid.words.run import title as scenario_title
from misid.words.sentence import Number, Sentence

MOVED = {
    "opened": message("opened"),
    "closed": message("closed"),
    "other": "",
}
"""What became of an unknown."""
YES = {"True": message("beyond rounding"), "False": message("the same")}
"""Whether a number differs."""


def title(after: Assessment, language: Language) -> Sentence:
    """What is compared."""
    return language.say(
        "What changed since the older assessment: {programme}",
        programme=scenario_title(after.results, language),
    )


def finding(found: AssessmentDifference, language: Language) -> Sentence:
    """How much of what changed."""
    return language.say(
        "{answers} questions stand otherwise: {opened} are now open that were not, {closed} are "
        "closed. {rules} rules find something else. {inputs} inputs are known otherwise. {numbers} "
        "of {all} numbers differ by more than rounding.",
        answers=_count(len(found.answers), language),
        opened=_count(sum(one.moved == "opened" for one in found.answers), language),
        closed=_count(sum(one.moved == "closed" for one in found.answers), language),
        rules=_count(len(found.rules), language),
        inputs=_count(len(found.inputs), language),
        numbers=_count(sum(one.beyond_rounding for one in found.numbers), language),
        all=_count(len(found.numbers), language),
    )


def worlds(found: AssessmentDifference, language: Language) -> tuple[Sentence, ...]:
    """Whether the numbers are of the same worlds, so that chance plays no part."""
    same = (found.before.seed, found.before.draws) == (found.after.seed, found.after.draws)
    if found.before.version != found.after.version:
        return (
            language.say(
                "The two were made by different versions of misid ({old} and {new}), so a number "
                "may differ though nothing was answered.",
                old=found.before.version,
                new=found.after.version,
            ),
        )
    if same:
        return (
            language.say(
                "Both are of the same possible worlds, so a difference is no play of chance."
            ),
        )
    return (
        language.say(
            "The two are of different possible worlds (other seed or number), so small differences "
            "may be chance."
        ),
    )


def days(found: AssessmentDifference, language: Language) -> tuple[Sentence, ...]:
    """How many days were left, and are."""
    before, after = found.days_left_before, found.days_left_after
    if before is None or after is None:
        return ()
    return (
        language.say(
            "Days until the newest threshold analysis lapses: {before} then, {after} now (below 0: "
            "it has lapsed).",
            before=_days(before, "days_left_before"),
            after=_days(after, "days_left_after"),
        ),
    )


def _days(value: int, where: str) -> Number:
    return Number(value=float(value), text=str(value), fact=where)


def _count(value: int, language: Language) -> Number:
    return counted(value, language=language)
