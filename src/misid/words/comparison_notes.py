"""What must be said with a comparison: what is open, what is extrapolated, what it cannot do."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from misid.quantities.units import Unit
from misid.results.schema import ChangeNote
from misid.scenario import inputs
from misid.uncertainty.schema import (
    Account,
    BookedSplit,
    ChangeSplit,
    Comparison,
    Difference,
    OwnSplit,
    Programme,
)
from misid.words import numbers
from misid.words.answers import clause, nobody_says
from misid.words.language import Language, message
from misid.words.other_worlds import another_seed
from misid.words.programme import output_name, output_with_unit
from misid.words.sentence import Sentence, paragraph
from misid.words.sides import Told, elsewhere_said, if_
from misid.words.stamps import change_options, put_on
from misid.words.year import account_name

_FLAGS = {
    "extrapolated": (
        message("Every output that changes here is extrapolated beyond what was tested."),
        message("Extrapolated beyond what was tested: {outputs}."),
    ),
    "prior_only": (
        message("Every output that changes here rests on assumed ranges alone."),
        message("Resting on assumed ranges alone: {outputs}."),
    ),
}


def notes(found: Comparison, language: Language) -> Iterator[Sentence]:
    """How the numbers are to be read, and which of them rest on more than was measured."""
    yield language.say(
        "Before and after are medians over the possible worlds; where a number stays in more than "
        "5 % of them, over the others, and its row says so (“where it changes”). A year counts "
        "stops, not people."
    )
    yield _worlds(found, language)
    yield exact(found, language)
    yield from _flags(found, language)
    same = same_names(found, language)
    if same:
        yield language.say(
            "The same in every possible world: {outputs}.", outputs="; ".join(same)
        )  # fmt: skip


def exact(found: Comparison, language: Language) -> Sentence:
    """Between what the change of the output that moves the most lies; nothing of few worlds."""
    one = next((each for each in found.outputs if each.name == found.leading), None)
    if one is None or not found.same_worlds:
        return ()
    name = output_with_unit(one.name, found.before, one.unit, language)
    where, sides = f"outputs.{one.name}", () if one.split is None else one.split.sides
    said = [
        _exact(
            Told(side, f"{where}.split.sides.{side.option}"),
            if_(clause(side, language), language, name),
            one.unit,
            language,
        )
        for side in sides
    ]
    said = said or [_exact(Told(one, where), name, one.unit, language)]
    if not any(said):
        return ()
    lead = language.say(
        "Between what each median lies of all possible worlds, 95 % sure of each alone:"
    )
    return paragraph(
        (another_seed(found.before.stamp.draws, "before.stamp.draws", language), lead, *said)
    )


def _exact(told: Told, which: str, unit: Unit, language: Language) -> Sentence:
    ends = told.both.shown.change_exact
    if ends is None:
        return ()
    low, high = (
        numbers.difference(
            getattr(ends, end), unit, where=f"{told.shown}.change_exact.{end}", language=language
        )
        for end in ("low", "high")
    )
    return language.say(
        "{which}: the median of the change lies between {low} and {high}.",
        which=which,
        low=low,
        high=high,
    )


def _worlds(found: Comparison, language: Language) -> Sentence:
    counted = {
        "shared": numbers.counted(found.shared_inputs, where="shared_inputs", language=language),
        "open": numbers.counted(found.open_inputs, where="open_inputs", language=language),
    }
    if not found.same_worlds:
        return language.say(
            "Two programmes: of {open} inputs that are not known exactly on either side, {shared} "
            "stand the same on both, so the worlds of the one are not those of the other. Shares "
            "are of independent worlds: each world of the first held against every world of the "
            "second. The change is that between worlds paired by chance.",
            **counted,
        )
    if found.after.changes:
        return language.say(
            "The same worlds on both sides. The change is that of each world, so it is not the "
            "difference of the medians."
        )
    return language.say(
        "The same worlds on both sides; {shared} of {open} inputs not known exactly stand the "
        "same. The change is that of each world, so it is not the difference of the medians.",
        **counted,
    )


def _flags(found: Comparison, language: Language) -> Iterator[Sentence]:
    moved = [one for one in found.outputs if one.same != 1.0]
    for flag, (every, some) in _FLAGS.items():
        flagged = [one for one in moved if flag in one.flags]
        if flagged and flagged == moved:
            yield language.say(every)
        elif flagged:
            names = (output_name(one.name, found.before, language) for one in flagged)
            yield language.say(some, outputs="; ".join(names))


def same_names(found: Comparison, language: Language) -> tuple[str, ...]:
    """What is the same in every world: outputs, then what a year brings."""
    outputs = (
        output_name(one.name, found.before, language) for one in found.outputs if not one.moves
    )
    accounts = (account_name(one, found, language) for one in found.accounts if not one.moves)
    return tuple(dict.fromkeys((*outputs, *accounts)))


def questions(found: Comparison) -> tuple[ChangeSplit | BookedSplit | OwnSplit, ...]:
    """The open either/ors that decide any number that is told, each once."""
    every: tuple[Difference | Account, ...] = (*found.outputs, *found.accounts)
    changed = (each.split for each in every if each.moves)
    own = (split for one in found.outputs for split in (one.split_before, one.split_after))
    asked = {one.input: one for one in (*own, *changed) if one is not None}
    return tuple(asked.values())


def open_questions(found: Comparison, language: Language) -> Iterator[Sentence]:
    """Which questions decide what is told on several sides."""
    asked = {
        one.name: one.question for of in (found.after, found.before) for one in inputs(of.scenario)
    }
    for one in questions(found):
        elsewhere = () if isinstance(one, OwnSplit) else elsewhere_said(one, language)
        yield paragraph(
            [
                language.say("\u201c{question}\u201d", question=language.word(asked[one.input])),
                nobody_says(one.status, language),
                elsewhere,
            ]
        )


def cannot(of: Programme, language: Language) -> Iterator[Sentence]:
    """What each change cannot fix, as its author says it."""
    for one in of.changes:
        if one.cannot:
            yield _cannot(one, language)


def _cannot(one: ChangeNote, language: Language) -> Sentence:
    cannot = language.authored(one.cannot)
    if one.kind == "reading":
        return language.say("What {name} cannot say: {cannot}", name=one.name, cannot=cannot)
    return language.say("What {name} cannot fix: {cannot}", name=one.name, cannot=cannot)


def made_again(found: Comparison, language: Language) -> Sentence:
    """How the same comparison is made again."""
    return language.say(
        "The same version, scenarios, evidence, seed and number of worlds give the same numbers. "
        "They are made again by: {command}.",
        command=command(found),
    )


def command(found: Comparison) -> str:
    """The command line that makes it again; a scenario of one's own by its name."""
    first, second = found.before.stamp, found.after.stamp
    other = () if first.scenario == second.scenario else (second.scenario,)
    minutes = found.review_minutes
    changes = put_on(found.after.changes)
    return shlex.join(
        (
            "misid",
            "compare",
            first.scenario,
            *other,
            *change_options(second.changes if changes is None else changes),
            *(() if minutes is None else (f"--review-minutes={minutes:g}",)),
            f"--draws={second.draws}",
            f"--seed={second.seed}",
        )
    )
