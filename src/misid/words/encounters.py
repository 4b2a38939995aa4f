"""Encounters in words: how they were drawn, what else could have happened, many in a line each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from misid.results.schema import EitherOrAnswer
from misid.simulation.encounter_schema import (
    AlternativeNote,
    Encounter,
    EncounterGrid,
    EncounterRow,
    EncounterStep,
    Happened,
    OfEncounters,
    OwnStop,
    SampledOutcome,
    WalkNote,
)
from misid.words.answers import clause, nobody_says
from misid.words.encounter_places import whose
from misid.words.figure_labels import if_clause
from misid.words.language import Language, message
from misid.words.numbers import counted, duration, fact
from misid.words.sentence import Number, Sentence, Value, paragraph, plain
from misid.words.stamps import python_lines

OUTCOMES: dict[SampledOutcome, str] = {
    "wrong_person": message("Show me a wrong person"),
    "wrong_person_upheld": message("Show me a wrong person whom review lets stand"),
    "sought_found": message("Show me somebody sought who is found"),
    "sought_missed": message("Show me somebody sought who is missed"),
    "withdrawn": message("Show me a code that review withdraws"),
    "do_not_detain": message("Show me a “do not detain”"),
}
"""What may be asked for, as a button says it."""
PICKED: dict[SampledOutcome, str] = {
    "wrong_person": message("Picked: it shows the wrong person."),
    "wrong_person_upheld": message("Picked: it shows a wrong person whom review lets stand."),
    "sought_found": message("Picked: it shows somebody sought who is found."),
    "sought_missed": message("Picked: it shows somebody sought who is missed."),
    "withdrawn": message("Picked: it shows a code that review withdraws."),
    "do_not_detain": message("Picked: it shows a “do not detain”."),
}
"""That an encounter was asked for."""
ENDINGS: dict[Happened, str] = {
    "searched": message("the photograph is searched"),
    "not_searched": message("no search: no connection, a failure or a refusal"),
    "nothing": message("no record is alike enough"),
    "no_code": message("records are alike enough, none leads to a code"),
    "own_sought": message("code on the own record of somebody sought"),
    "own_not_sought": message("code on the own record of somebody whom nobody seeks"),
    "own_wrong": message("code on an own record that says wrongly “sought”"),
    "stranger": message("code on a stranger's record"),
    "kin": message("code on the record of a twin or sibling"),
    "upheld": message("the code stands"),
    "withdrawn": message("review withdraws the code"),
    "sought_without_code": message("sought, and no code"),
    "enrolled_without_code": message("with a record, and nobody seeks them"),
    "not_enrolled_without_code": message("without a record"),
}
"""What may happen at a step."""
STEPS: dict[EncounterStep, str] = {
    "phone": message("Of {of} stops"),
    "search": message("Of {of} photographs that are searched"),
    "desk": message("Of {of} codes on such a record"),
    "truth": message("Of {of} stops that are answered so"),
}
"""Of what the alternatives of a step are."""
_FEW, _NEARLY = 0.01, 999.0
OF = 1_000
"""In how many alternatives are counted."""


class Choices(NamedTuple):
    """Alternatives of one step: of what, and each with how often it happens."""

    step: EncounterStep
    title: str
    rows: tuple[tuple[str, bool, Value, Value], ...]


def choices(walk: WalkNote, where: str, language: Language) -> tuple[Choices, ...]:
    """What else could have happened at each step, and how often."""
    found: dict[EncounterStep, list[tuple[str, bool, Value, Value]]] = {}
    for place, row in enumerate(walk.alternatives):
        path = f"{where}.alternatives.{place}"
        found.setdefault(row.step, []).append(_choice(row, path, language))
    of = counted(OF, language=language)
    return tuple(
        Choices(step, plain(language.say(STEPS[step], of=of)), tuple(rows))
        for step, rows in found.items()
    )


def _choice(row: AlternativeNote, path: str, language: Language) -> tuple[str, bool, Value, Value]:
    alike, everybody = (
        _per_thousand(number, f"{path}.{name}", language)
        for name, number in (("alike", row.alike), ("everybody", row.everybody))
    )
    return language.word(ENDINGS[row.ending]), row.happened, alike, everybody


def _per_thousand(number: float | None, where: str, language: Language) -> Value:
    if number is None:
        return ""
    if 0.0 < number < _FEW:
        return Number(value=number, text=language.word(message("below 0.01")), fact=where)
    if _NEARLY < number < OF:
        return Number(value=number, text=language.word(message("above 999")), fact=where)
    return fact(number, where=where, language=language)


def rule(document: OfEncounters, language: Language) -> Sentence:
    """Under which answer to what nobody has said the encounter runs."""
    if document.answer is None or document.either_or is None:
        return ()
    here = language.say("Here {clause}.", clause=clause(document.answer, language))
    return paragraph([here, nobody_says(document.either_or.status, language)])


def if_answer(answer: EitherOrAnswer, language: Language) -> str:
    """One answer, as a switch says it."""
    return if_clause(clause(answer, language), language)


def other(answer: EitherOrAnswer, walk: WalkNote, truth: str, language: Language) -> Sentence:
    """What the same person would be told under another answer."""
    said = clause(answer, language)
    if walk.phone.answer == "reference":
        lead = language.say(
            "If {clause}, the same person at the same stop leads to a reference code.", clause=said
        )
    elif walk.phone.answer == "do_not_detain":
        lead = language.say(
            "If {clause}, the phone says “do not detain” about the same person at the same stop.",
            clause=said,
        )
    else:
        return language.say("If {clause}, no search is made either.", clause=said)
    return paragraph([lead, whose(walk, truth, language)])


def again(encounter: Encounter, language: Language) -> Sentence:
    """What becomes of the same person two years later."""
    supposed = next(one for one in encounter.stops if one.supposed)
    day = counted(supposed.day, where="again.stop.day", language=language)
    lead = language.say(
        "Suppose that the same person is stopped again two years later, on day {day}.", day=day
    )
    walk = encounter.again
    if supposed.same_record:
        met = language.say("The phone gives a code on the record of the same stranger again.")
    elif walk.error == "wrong_person":
        met = language.say("The phone gives a code on the record of another stranger.")
    elif walk.phone.answer == "reference":
        met = language.say("The phone gives a code on their own record.")
    elif walk.phone.answer == "do_not_detain":
        met = language.say("The phone says “do not detain”.")
    else:
        met = language.say("No search is made.")
    return paragraph([lead, met, _stops(encounter, language)])


def _stops(encounter: Encounter, language: Language) -> Sentence:
    years = Number(value=encounter.years, text=duration(encounter.years, language), fact="years")
    return language.say_many(
        "In fact this is their only stop in {years}.",
        "In fact they are stopped {stops} times in {years}.",
        encounter.stops_in_all,
        stops=counted(encounter.stops_in_all, where="stops_in_all", language=language),
        years=years,
    )


def own_stop(one: OwnStop, place: int, language: Language) -> Sentence:
    """One stop of the person in a line."""
    kind = one.answer if one.record is None else one.record.whose
    day = counted(one.day, where=f"stops.{place}.day", language=language)
    marks = (
        language.say("This encounter.") if one.this else (),
        language.say("Supposed.") if one.supposed else (),
        language.say("The same record as in this encounter.")
        if one.same_record and not one.this
        else (),
        language.say("Review withdraws the code.") if one.verdict == "withdrawn" else (),
    )
    return paragraph([language.say(_OWN_STOPS[kind], day=day), *marks])


_OWN_STOPS: dict[str, str] = {
    "none": message("Day {day}: not searched."),
    "do_not_detain": message("Day {day}: “do not detain”."),
    "own": message("Day {day}: a code on their own record."),
    "kin": message("Day {day}: a code on the record of a twin or sibling."),
    "look_alike": message("Day {day}: a code on the record of a lasting look-alike."),
    "stranger": message("Day {day}: a code on the record of a stranger who is met once."),
}


def picked(encounter: Encounter, language: Language) -> Sentence:
    """That it was asked for, and how many had to be drawn; else which of a row it is."""
    one = encounter.picked
    number = counted(encounter.number, where="number", language=language)
    if one is None:
        return language.say("Encounter {number}, as it was drawn. Nobody chose it.", number=number)
    drawn = language.say_many(
        "{draws} encounter had to be drawn. It is number {number}, and no example of what usually "
        "happens.",
        "{draws} encounters had to be drawn to find it. It is number {number}, and no example of "
        "what usually happens.",
        one.draws,
        draws=counted(one.draws, where="picked.draws", language=language),
        number=number,
    )
    return paragraph([(language.word(PICKED[one.outcome]),), drawn])


def none_found(outcome: SampledOutcome, draws: int, language: Language) -> Sentence:
    """That nothing of the kind was among so many."""
    return language.say(
        "{asked}: there was none among {draws} encounters that were drawn.",
        asked=language.word(OUTCOMES[outcome]),
        draws=counted(draws, language=language),
    )


def in_line(row: EncounterRow, place: int, language: Language) -> Sentence:
    """One of many in a line: which, what the phone said, whom it was about."""
    return language.say(
        "Encounter {number}: {kind}",
        number=counted(row.number, where=f"rows.{place}.number", language=language),
        kind=language.word(KINDS[kind_of(row)]),
    )


KINDS = {
    "wrong_person": message("code, wrong person"),
    "wrong_record": message("code, right person, record wrong"),
    "missed": message("sought, and no code"),
    "right_sought": message("code, right person, sought"),
    "right": message("code, right person, whom nobody seeks"),
    "nothing": message("“do not detain”, not sought"),
    "no_search": message("not searched, not sought"),
}
"""What an encounter of many is shown as, in the order of the legend."""


def kind_of(row: EncounterRow) -> str:
    """Which of `KINDS` an encounter is."""
    if row.error != "none":
        return {"miss": "missed"}.get(row.error, row.error)
    if row.answer == "reference":
        return "right_sought" if row.truth == "sought" else "right"
    return "nothing" if row.answer == "do_not_detain" else "no_search"


def legend(grid: EncounterGrid, language: Language) -> Iterator[tuple[str, Sentence]]:
    """How many there are of each kind, kinds that do not occur too."""
    kinds = [kind_of(row) for row in grid.rows]
    for kind, name in KINDS.items():
        count = counted(kinds.count(kind), language=language)
        yield kind, language.say("{count}: {kind}", count=count, kind=language.word(name))


def drawn_from(document: OfEncounters, language: Language) -> Sentence:
    """Where encounters come from."""
    years = Number(value=document.years, text=duration(document.years, language), fact="years")
    return language.say(
        "Made-up people, drawn one by one in one of the possible worlds, with every range at its "
        "middle: any stop of {years} is as likely as any other. Nothing is staged. The same "
        "address gives the same encounter in misid {version}; another version may draw others.",
        years=years,
        version=document.stamp.version,
    )


def one_world(document: OfEncounters, language: Language) -> Sentence:
    """How far the world of the encounters lies from the others."""
    one = document.wrong_person
    if one.here is None or one.worlds.median is None:
        return ()
    values: dict[str, Value] = {
        end: fact(getattr(one.worlds, end), where=f"wrong_person.worlds.{end}", language=language)
        for end in ("low", "median", "high")
    }
    values["here"] = fact(one.here, where="wrong_person.here", language=language)
    if document.answer is None:
        told = language.say(
            "This is one world of many. In it {here} of 100,000 searches end with a code on "
            "somebody else's record; half of the possible worlds have more than {median}, nine of "
            "ten between {low} and {high}.",
            **values,
        )
    else:
        told = language.say(
            "This is one world of many. In it {here} of 100,000 searches end with a code on "
            "somebody else's record; of the possible worlds where {clause}, half have more than "
            "{median}, nine of ten between {low} and {high}.",
            clause=clause(document.answer, language),
            **values,
        )
    why = language.say(
        "It has every range at its middle, and that is not the middle of what comes out."
    )
    return paragraph((told, why))


def made_again(document: OfEncounters, call: str) -> str:
    """
    The lines of Python that draw the same again.

    Args:
        document: what was drawn.
        call: the method of a study, and what it is asked.
    """
    import_line, study, _ = python_lines(document)
    answer = "" if document.answer is None else f", answer={document.answer.option!r}"
    asked = f"study.{call}, seed={document.stamp.seed}{answer})"
    return "\n".join((import_line, _DRAWS.sub("", study), asked))


_DRAWS = re.compile(r", draws=\d+, seed=\d+")
