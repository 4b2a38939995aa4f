"""A run in words: what was found, what one code means, how often the limit is exceeded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from misid.results.schema import CodeRow, DecisionRow, OutputRow, Results
from misid.scenario import inputs
from misid.words import put_on
from misid.words.answers import clause, head, in_equal_parts, nobody_says
from misid.words.language import ENGLISH, Language
from misid.words.numbers import counted, fact, with_unit
from misid.words.outputs import output_title, three
from misid.words.put_on import IN_A_SENTENCE, stated_inputs
from misid.words.scenario import is_by_hand
from misid.words.sentence import Sentence, Value, paragraph

if TYPE_CHECKING:
    from misid.results.first_facts import RunFacts
    from misid.simulation.schema import OfScenario

HEADLINE = "wrong_person_references"
_BOTH = ("first", "second")


def title(results: RunFacts | OfScenario, language: Language = ENGLISH) -> str:
    """The title of the scenario; where it was changed, that it was, and what was done."""
    return put_on.title(results.canonical, results.changes, language)


def described(results: Results | OfScenario, language: Language = ENGLISH) -> str:
    """What the author of the scenario says of it; where it was changed, that it was."""
    return put_on.described(results.canonical, results.changes, language)


def finding(results: Results, language: Language = ENGLISH) -> Sentence:
    """The finding in natural frequencies; each side of an either/or first, where one decides it."""
    row, where = _row(results, HEADLINE), f"headline.{HEADLINE}"
    if row.median is None:
        return language.say(
            "No search is made in this scenario, so nothing can go wrong or right in one."
        )
    people = fact(results.frequencies.of, where="frequencies.of", language=language)
    numbers = three(row, where, language)
    if row.split is not None and row.split.sides[0].median is not None:
        return paragraph(_on_sides(row, people, language))
    if row.low == row.high:
        return language.say(
            "Of {people} people photographed and searched for, about {middle} would be answered "
            "with somebody else's record.",
            people=people,
            **numbers,
        )
    return language.say(
        "Of {people} people photographed and searched for, about {middle} would be answered with "
        "somebody else's record; between {low} and {high} given what is not known.",
        people=people,
        **numbers,
    )


def _on_sides(row: OutputRow, people: Value, language: Language) -> Iterator[Sentence]:
    """The finding if each of the answers holds, and mixed."""
    if row.split is None:
        return
    where = f"headline.{row.name}"
    for place, side in enumerate(row.split.sides):
        facts = three(side, f"{where}.split.sides.{side.option}", language)
        if side.median is None:
            yield language.say("If {clause}, no search is made.", clause=clause(side, language))
        elif place:
            yield language.say(
                "If {clause}, about {middle} (between {low} and {high}).",
                clause=clause(side, language),
                **facts,
            )
        else:
            yield language.say(
                "If {clause}, about {middle} of {people} people photographed and searched for "
                "would be answered with somebody else's record (between {low} and {high} given "
                "what else is not known).",
                clause=clause(side, language),
                people=people,
                **facts,
            )
    yield nobody_says(row.split.status, language)
    mixed = three(row, where, language)
    if in_equal_parts(row.split.sides):
        yield language.say(
            "Mixed in equal parts: about {middle} (between {low} and {high}).", **mixed
        )
    else:
        yield language.say("Mixed: about {middle} (between {low} and {high}).", **mixed)


def in_short(results: Results, language: Language = ENGLISH) -> tuple[Sentence, ...]:
    """The headline in three short sentences; of more than two answers, and of no range, nothing."""
    row = _row(results, HEADLINE)
    sides = () if row.split is None else row.split.sides
    known = [None not in (side.median, side.low, side.high) for side in sides]
    if row.split is None or len(known) != len(_BOTH) or not all(known):
        return ()
    where = f"headline.{HEADLINE}.split.sides"
    told = {
        name: three(side, f"{where}.{side.option}", language)
        for name, side in zip(_BOTH, sides, strict=True)
    }
    ends = {f"{name}_{end}": one[end] for name, one in told.items() for end in ("low", "high")}
    asked = next(one for one in inputs(results.canonical) if one.name == row.split.input)
    return (
        paragraph(
            (
                language.say(
                    "Of {people} people who are searched for, about {first} or about {second} "
                    "would be taken for somebody else.",
                    people=fact(results.frequencies.of, where="frequencies.of", language=language),
                    **{name: one["middle"] for name, one in told.items()},
                ),
                language.say(
                    "Which of the two turns on one open question: {question}",
                    question=language.word(asked.question),
                ),
                language.say(
                    "In nine of ten of its own possible worlds, the first is between {first_low} "
                    "and {first_high}, and the second between {second_low} and {second_high}.",
                    **ends,
                ),
            )
        ),
    )


def averaged(results: Results, language: Language = ENGLISH) -> tuple[Sentence, ...]:
    """
    Why misses in the tree of counts are not the median that stands among the outputs.

    With several trees that median, in which their answers are mixed, is left out.
    """
    row = _row(results, "misses_among_sought")
    if row.median is None:
        return ()
    if sum(one.frequencies.worlds > 0 for one in results.trees) > 1:
        said = language.say(
            "These are averages over the middle fifth of the possible worlds of each answer, so "
            "that they add up. Medians stand elsewhere and are other numbers."
        )
        return (said,)
    where = f"headline.{row.name}.median"
    said = language.say(
        "These are averages over the middle fifth of the possible worlds, so that they add up. The "
        "median of all possible worlds is that {missed} of sought people get no reference.",
        missed=with_unit(row.median, "share", where=where, language=language),
    )
    return (said,)


def output_on_sides(row: OutputRow, language: Language = ENGLISH) -> Sentence:
    """An output on each side of the either/or that decides it; nothing where none does."""
    if row.split is None:
        return ()
    sides = (
        language.say(
            "{title}, if {clause}: about {middle} (between {low} and {high}).",
            title=output_title(row.name, language),
            clause=clause(side, language),
            **three(side, f"headline.{row.name}.split.sides.{side.option}", language, row.unit),
        )
        for side in row.split.sides
    )
    return paragraph((*sides, nobody_says(row.split.status, language)))


def asked(results: Results, language: Language = ENGLISH) -> tuple[Sentence, ...]:
    """The open questions that decide outputs, each with its answers and whether it is open."""
    known = {one.name: one for one in inputs(results.canonical)}
    splits = {row.split.input: row.split for row in results.headline if row.split is not None}
    return tuple(
        language.say(
            "{answers}: {question} {open}",
            answers=" / ".join(head(side, language) for side in split.sides),
            question=language.word(known[name].question),
            open=nobody_says(split.status, language),
        )
        for name, split in splits.items()
    )


def changed(results: Results | OfScenario, language: Language = ENGLISH) -> tuple[Sentence, ...]:
    """That the scenario is not as it comes along, by what it was changed and what that cannot."""
    sentences = []
    for change in results.changes:
        facts = {"scenario": results.scenario.name, "change": language.authored(change.title)}
        if is_by_hand(change):
            sentences.append(
                language.say(
                    "This is not {scenario} as it comes along with misid: it was changed by hand. "
                    "Now stands there: {inputs}.",
                    scenario=results.scenario.name,
                    inputs=stated_inputs(change, results.canonical, language, most=IN_A_SENTENCE),
                )
            )
        else:
            sentences.append(
                language.say(
                    "This is not {scenario} as it comes along with misid, but with a change: "
                    "{change}. {cannot}",
                    **facts,
                    cannot=language.authored(change.cannot),
                )
            )
    return tuple(sentences)


def unknown(results: Results, shown: int, language: Language = ENGLISH) -> tuple[Sentence, ...]:
    """
    How many inputs nobody has said in public.

    Args:
        results: of the run.
        shown: how many of them stand below.
        language: in which it is said.
    """
    open_ = [row for row in results.uncertainty.inputs if row.status == "unknown"]
    counts = {
        "unknown": counted(len(open_), language=language),
        "all": counted(len(results.inputs), language=language),
    }
    if shown:
        return (
            language.say(
                "{unknown} of the {all} inputs of this scenario are unknown: nobody has said them "
                "in public. These decide the most of the range by themselves; all stand below, "
                "under Every input.",
                **counts,
            ),
        )
    return (
        language.say(
            "{unknown} of the {all} inputs of this scenario are unknown: nobody has said them in "
            "public. None of them decides much of the range by itself; all stand under Every "
            "input.",
            **counts,
        ),
    )


def code_said(results: Results, language: Language = ENGLISH) -> Sentence:
    """Whom one reference code names, on both sides where an either/or decides it."""
    code = results.one_code
    if code.rows[0].probability is None:
        return language.say("No trials: no reference code is given.")
    if code.decided_by is None:
        return language.say(
            "With a probability of {right} one reference code names the right person, of {sought} "
            "somebody who is sought.",
            **_code(code.rows, "one_code.rows", language),
        )
    sides = (
        language.say(
            "If {clause}, one reference code names the right person with a probability of {right}, "
            "and somebody who is sought with one of {sought}.",
            clause=clause(side, language),
            **_code(side.rows, f"one_code.sides.{side.option}.rows", language),
        )
        for side in code.sides
        if side.rows[0].probability is not None
    )
    return paragraph((*sides, nobody_says(code.decided_by.status, language)))


def _code(rows: tuple[CodeRow, ...], where: str, language: Language) -> dict[str, Value]:
    by_meaning: dict[str, float | None] = {row.meaning: row.probability for row in rows}
    named = (("right", "right_person"), ("sought", "right_person_sought"))
    return {
        name: fact(
            by_meaning[meaning], "share", where=f"{where}.{meaning}.probability", language=language
        )
        for name, meaning in named
    }


def limit_said(results: Results, language: Language = ENGLISH) -> Sentence:
    """How often the scenario's limit is exceeded, on both sides where an either/or decides it."""
    limit = results.decision
    name = output_title(limit.output, language)
    if limit.probability_exceeded is None:
        return language.say("{title}: no trials, so no limit can be exceeded.", title=name)
    above = with_unit(limit.limit, limit.unit, where="decision.limit", language=language)
    if not limit.sides:
        return language.say(
            "{title} above {limit}: {share} of the possible worlds.",
            title=name,
            limit=above,
            share=_exceeded(limit, "decision", language),
        )
    first, *others = (
        {
            "clause": clause(side, language),
            "share": fact(
                side.probability_exceeded,
                "share",
                where=f"decision.sides.{side.option}.probability_exceeded",
                language=language,
            ),
        }
        for side in limit.sides
    )
    lead = language.say(
        "{title} above {limit}, if {clause}: {share} of these worlds.",
        title=name,
        limit=above,
        **first,
    )
    rest = (language.say("If {clause}: {share} of these worlds.", **one) for one in others)
    known = next(one for one in inputs(results.canonical) if one.name == limit.sides[0].input)
    unsaid = nobody_says(known.content.status.value, language)
    return paragraph((lead, *rest, unsaid, _mixed(limit, language)))


def _mixed(limit: DecisionRow, language: Language) -> Sentence:
    share = _exceeded(limit, "decision", language)
    if in_equal_parts(limit.sides):
        return language.say(
            "Mixed in equal parts: {share} of the possible worlds, which rests on the mixing.",
            share=share,
        )
    return language.say(
        "Mixed: {share} of the possible worlds, which rests on the mixing.", share=share
    )


def _exceeded(limit: DecisionRow, where: str, language: Language) -> Value:
    place = f"{where}.probability_exceeded"
    return fact(limit.probability_exceeded, "share", where=place, language=language)


def limit_of(results: Results, language: Language = ENGLISH) -> Sentence:
    """Whose limit it is, and why."""
    return language.say(
        "The limit is the scenario's, and assumed; whoever has another writes it there: {why}",
        why=language.authored(results.decision.why),
    )


def _row(results: Results, name: str) -> OutputRow:
    return next(row for row in results.headline if row.name == name)
