"""The five places of an encounter in words: phone, search, desk, record, person; and the truth."""

from __future__ import annotations

from misid.simulation.encounter_schema import (
    CandidateNote,
    DeskNote,
    Encounter,
    OfInput,
    PhotographNote,
    SearchNote,
    WalkNote,
)
from misid.words.language import Language, message
from misid.words.numbers import counted, duration, fact, on_axis
from misid.words.sentence import Number, Sentence, Value, paragraph, plain

ANSWERS = {
    "none": message("Not searched"),
    "do_not_detain": message("Do not detain"),
    "reference": message("Reference code"),
}
"""What the phone shows."""
WHOSE = {
    "own": message("the person's own record"),
    "kin": message("the record of a twin or sibling"),
    "look_alike": message("a stranger who looks alike at every stop"),
    "stranger": message("a stranger who looks alike this once"),
}
"""Whose record it is."""
PLACES = {
    "decides": message("the answer rests on it"),
    "refused": message("no flag, so it leads to no code"),
    "behind": message("behind the one that decides"),
    "cut_off": message("the list ended before it"),
    "below": message("below the threshold"),
    "not_found": message("not found"),
}
"""What became of a record in the list."""
PHOTOGRAPH = message("the photograph, as an abstract shape")
RECORD = message("the record, as an abstract shape")
"""What stands in the place of pictures of people."""
THRESHOLD = message("threshold")
"""Beside the line at the threshold."""
FOUND = {
    "returned": message("found"),
    "below": message("below the threshold"),
    "not_findable": message("this photograph does not find it"),
    "never_findable": message("no photograph finds it"),
    "missed_again": message("missed again"),
}
"""What became of a record of the person, or of a twin's or sibling's."""
TRUTHS = {
    "not_enrolled": message("They have no record in these collections."),
    "enrolled": message("They have a record, and nobody seeks them."),
    "sought": message("They have a record, and they are sought."),
}
"""Who it was."""
CONDITIONS = {
    "mugshot": message("The photograph is like those taken at a police station."),
    "webcam": message("The photograph is like those of a web camera."),
    "border": message("The photograph is like those taken at a border."),
    "kiosk": message("The photograph is like those of an airport kiosk."),
    "measured": message("The photograph is like those that were measured."),
}
"""How the photograph is taken: which published test it resembles."""
_KEPT_AS = {
    "no_candidate": message("The photograph is kept, as one that matched nothing."),
    "candidate": message("The photograph is kept, as one that matched and led to no code."),
    "reference": message("The photograph is kept, as one that led to a code."),
}


def stop(walk: WalkNote, where: str, language: Language) -> Sentence:
    """When, and who stops them."""
    values: dict[str, Value] = {
        "day": counted(walk.stop.day, where=f"{where}.stop.day", language=language),
        "year": counted(walk.stop.year, where=f"{where}.stop.year", language=language),
        "agency": walk.stop.agency,
    }
    if walk.stop.agency_is_made_up:
        # The names of made-up agencies are their numbers.
        values["agency"] = walk.stop.agency.removeprefix("agency ")
        return language.say(
            "Day {day} of the programme, in year {year}. An officer of agency {agency}, which is "
            "made up, stops somebody and takes a photograph.",
            **values,
        )
    return language.say(
        "Day {day} of the programme, in year {year}. An officer of {agency} stops somebody and "
        "takes a photograph.",
        **values,
    )


def searching(search: SearchNote, where: str, language: Language) -> Sentence:
    """What the phone shows meanwhile."""
    records = counted(search.records, where=f"{where}.search.records", language=language)
    if search.flagged_only:
        return language.say("Searching {records} records that carry a flag", records=records)
    return language.say("Searching {records} records", records=records)


def condition(walk: WalkNote, language: Language) -> Sentence:
    """How the photograph is taken; nothing where none is searched."""
    name = walk.stop.condition
    return (language.word(CONDITIONS[name]),) if name else ()


def photographs(walk: WalkNote, where: str, language: Language) -> Sentence:
    """How many photographs were taken."""
    phone = walk.phone
    if phone.answer == "none":
        return language.say(
            "No search was made: there was no connection, the app failed, or the photograph was "
            "refused."
        )
    return language.say_many(
        "{photographs} photograph was searched; up to {most} may be.",
        "{photographs} photographs were searched, one after the other; up to {most} may be.",
        phone.photographs,
        photographs=counted(
            phone.photographs, where=f"{where}.phone.photographs", language=language
        ),
        most=counted(phone.most, where=f"{where}.phone.most", language=language),
    )


def collections(search: SearchNote, where: str, language: Language) -> tuple[Sentence, ...]:
    """The collections that are searched, each with its records."""
    return tuple(
        language.say(
            "{label}: {records} records",
            label=language.authored(source.label),
            records=fact(
                source.records, where=f"{where}.search.sources.{source.name}.records",
                language=language,
            ),
        )
        for source in search.sources
    )  # fmt: skip


def threshold(search: SearchNote, where: str, language: Language) -> Sentence:
    """Where the threshold stands, for somebody who never saw such an axis."""
    return language.say(
        "The threshold stands where one pair of strangers in {pairs} is as alike.",
        pairs=_pairs(search.threshold, f"{where}.search.threshold", language),
    )


def _pairs(rarity: float, where: str, language: Language) -> Number:
    """A rarity as so many pairs of strangers, to two digits."""
    pairs = float(f"{10.0**rarity:.2g}")
    return Number(value=rarity, text=on_axis(pairs, language=language), fact=where)


def returned(photograph: PhotographNote, where: str, language: Language) -> Sentence:
    """How many records one photograph returned."""
    if not photograph.returned:
        return language.say("No record stands at the threshold or above.")
    return language.say_many(
        "{returned} record stands at the threshold or above.",
        "{returned} records stand at the threshold or above.",
        photograph.returned,
        returned=counted(photograph.returned, where=f"{where}.returned", language=language),
    )


def ended(walk: WalkNote, language: Language) -> Sentence:
    """What the service makes of the search."""
    if walk.candidate == "no_search":
        return language.say("The service saw no photograph.")
    if walk.candidate == "nothing":
        return language.say("Nothing is returned, so the phone says “do not detain”.")
    if walk.candidate == "nobody":
        return language.say(
            "None of them leads to a code, so the phone says “do not detain”, as if nothing had "
            "been found."
        )
    return language.say("One of them leads to a reference code.")


def desk(walk: WalkNote, where: str, language: Language) -> tuple[Sentence, ...]:
    """Who answers a code, what they see, what they decide."""
    one = walk.desk
    if one is None:
        return (language.say("There is no code, so nobody is asked and nobody looks."),)
    asks = language.say(
        "The officer gives the code to the immigration agency and asks for more. Whoever answers "
        "sees the photograph beside the record that was found."
    )
    share = fact(
        one.share_reviewed.value, "share", where=f"{where}.desk.share_reviewed.value",
        language=language,
    )  # fmt: skip
    looks = language.say("Here a person compares the two for {share} of codes.", share=share)
    known = nobody_knows(one.share_reviewed, language)
    return (asks, paragraph([looks, known]), _verdict(one, where, language))


def _verdict(one: DeskNote, where: str, language: Language) -> Sentence:
    if not one.reviewed:
        return language.say("This time nobody compares the two. The code stands.")
    people = counted(one.reviewers, where=f"{where}.desk.reviewers", language=language)
    if one.verdict == "withdrawn":
        return language.say_many(
            "This time {people} person compares the two, and withdraws the code.",
            "This time {people} people compare the two, and the code is withdrawn.",
            one.reviewers,
            people=people,
        )
    return language.say_many(
        "This time {people} person compares the two, and lets the code stand.",
        "This time {people} people compare the two, and all let the code stand.",
        one.reviewers,
        people=people,
    )


def nobody_knows(one: OfInput, language: Language) -> Sentence:
    """That a number is a guess, where it is one."""
    if one.status == "unknown":
        return language.say("Nobody has said; it is the middle of a range.")
    if one.status in {"disclosed", "published", "measured"}:
        return ()
    return language.say("Nobody published it; it is assumed or inferred.")


def record(walk: WalkNote, where: str, language: Language) -> tuple[Sentence, ...]:
    """What is kept, as what, until when, and what happens then."""
    one = walk.record
    if one.kept is None or one.found is None:
        return (language.say("No photograph was sent, so the model keeps none."),)
    kept = (language.word(_KEPT_AS[one.found]),)
    years = Number(
        value=one.kept.value,
        text=duration(one.kept.value, language),
        fact=f"{where}.record.kept.value",
    )
    if one.of == "citizens":
        rule = language.say("Such photographs of citizens are kept for {years}.", years=years)
    else:
        rule = language.say(
            "Such photographs of people who are not citizens are kept for {years}.", years=years
        )
    until = language.say(
        "On day {day} of the programme, in year {year}, it is deleted.",
        day=counted(one.until_day or 0, where=f"{where}.record.until_day", language=language),
        year=counted(one.until_year or 0, where=f"{where}.record.until_year", language=language),
    )
    searched = language.say(
        "Nobody has said whether it becomes one of the records that are searched."
    )
    return kept, paragraph([rule, nobody_knows(one.kept, language)]), until, searched


def told_to_person(walk: WalkNote, language: Language) -> tuple[Sentence, ...]:
    """What the person learns."""
    if walk.phone.answer == "reference":
        return (
            language.say("The officer holds a code about somebody. It may be about them."),
            language.say("Nobody has said whether they are told whose record it is."),
        )
    if walk.phone.answer == "none":
        return (language.say("They were stopped. Their photograph was not searched."),)
    return (
        language.say("They may go, as far as the phone is concerned."),
        language.say("Nobody has said whether they are told that their photograph is kept."),
    )


def redress(encounter: Encounter, language: Language) -> tuple[Sentence, ...]:
    """What they can do, as far as anybody said."""
    one = encounter.redress
    refuse = fact(
        one.may_refuse.value, "share", where="redress.may_refuse.value", language=language
    )
    said = [
        language.say("Refuse the photograph: nobody may, as far as was said.")
        if not one.may_refuse.value
        else language.say("Refuse the photograph: {share} of such people may.", share=refuse)
    ]
    years = [row.value for row in one.corrected_after]
    slowest = years.index(max(years))
    said.append(
        language.say(
            "Have a record put right that says wrongly that they are sought: it takes {years} on "
            "average.",
            years=Number(
                value=years[slowest],
                text=duration(float(f"{years[slowest]:.2g}"), language),
                fact=f"redress.corrected_after.{slowest}.value",
            ),
        )
    )
    unknown = nobody_knows(one.corrected_after[slowest], language)
    learn = language.say(
        "Learn that it was another person's record, and object: nobody has said how."
    )
    return (said[0], paragraph([said[1], unknown]), learn)


def who(encounter: Encounter, language: Language) -> Sentence:
    """Who it was, which the model alone knows."""
    person = encounter.person
    label = language.authored(person.label)
    group = language.say("Somebody of the group {group}.", group=label)
    status = language.say("A citizen.") if person.citizen else language.say("Not a citizen.")
    return paragraph([group, status, (language.word(TRUTHS[person.truth]),)])


def whose(walk: WalkNote, truth: str, language: Language) -> Sentence:
    """Whose record it was, and what that makes of the answer."""
    kind: str = walk.error
    if kind == "wrong_person" and walk.desk is not None and walk.desk.sees.whose == "kin":
        kind = "kin"
    if kind == "none":
        kind = "nothing"
        if walk.phone.answer == "reference":
            kind = "right_sought" if truth == "sought" else "right"
    return (language.word(_WHOSE_IT_WAS[kind]),)


_WHOSE_IT_WAS = {
    "kin": message("Wrong person: the code is about a twin or a sibling of theirs."),
    "wrong_person": message("Wrong person: the code is about somebody else."),
    "wrong_record": message(
        "Wrong record: the code is about them, but their record says wrongly that they are sought."
    ),
    "miss": message("Missed: they are sought, and there is no code."),
    "right_sought": message("Right: the code is about them, and they are sought."),
    "right": message("The right person: the code is about them, but nobody seeks them."),
    "nothing": message("Right: nobody seeks them, and there is no code."),
}


def candidate_named(one: CandidateNote, letter: str, language: Language, *, turned: bool) -> str:
    """A record by its letter, and whose it is once that is turned over."""
    if not turned:
        return plain(language.say("record {letter}", letter=letter))
    if one.look_alike is not None:
        number = counted(one.look_alike, language=language)
        return plain(
            language.say("{letter}: lasting look-alike {number}", letter=letter, number=number)
        )
    return plain(language.say(_NAMED[one.whose], letter=letter))


_NAMED = {
    "own": message("{letter}: own record"),
    "kin": message("{letter}: twin or sibling"),
    "stranger": message("{letter}: a stranger, this once"),
}


def candidate_place(one: CandidateNote, language: Language, *, turned: bool) -> str:
    """What became of it; why an own record is not found is known once that is turned over."""
    if turned and one.found is not None and one.place in {"below", "not_found"}:
        return language.word(FOUND[one.found])
    return language.word(PLACES[one.place])


def seen(one: CandidateNote, name: str, place: str, language: Language) -> Sentence:
    """A record in a line of text, for whoever does not see the drawing."""
    if one.rarity is None:
        return language.say("{name}, {place}.", name=name, place=place)
    rarity = fact(round(one.rarity, 1), language=language)
    return language.say(
        "{name}, at rarity {rarity}, {place}.", name=name, rarity=rarity, place=place
    )


def axis_alt(records: list[Sentence], at: float, language: Language) -> Sentence:
    """What the drawing of records on the axis shows."""
    lead = language.say(
        "Records on an axis of rarity, the most alike on top; the threshold is at {at}.",
        at=fact(round(at, 1), language=language),
    )
    none = language.say("No record comes near it.")
    return paragraph([lead, *(records or [none])])
