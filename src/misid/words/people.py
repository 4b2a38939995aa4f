"""People over the years in words: what was found, who is met again, what is kept."""

from __future__ import annotations

import shlex

from misid.programme.people.timeline import Churn
from misid.simulation.people_schema import (
    EncounterNote,
    EraNote,
    History,
    HistoryStamp,
    LivedSide,
    Reach,
)
from misid.words import put_on
from misid.words.answers import clause, nobody_says
from misid.words.figures import Caption
from misid.words.language import Language, message
from misid.words.numbers import counted, duration, fact
from misid.words.run import title as scenario_title
from misid.words.sentence import Number, Sentence, Value, paragraph, plain
from misid.words.stamps import SCENARIO_FILE

CHURN = {
    "leaving": message("People who have moved away a year later (share)"),
    "naturalising": message("Others who are citizens a year later (share)"),
    "outdated": message(
        "Records of new citizens that then say wrongly that they are sought (share)"
    ),
    "corrected_after": message("Years until such a record is put right"),
    "enrolled": message("People without a record whose photograph becomes one (share)"),
    "deleted_late": message("Days that deletion comes late"),
    "forgotten": message("Photographs that are never deleted (share)"),
}
"""What is assumed of people and photographs beside the scenario."""
ANSWERED_WITH = {
    "same": message("the same stranger's record"),
    "other": message("another stranger's record"),
    "own": message("their own record"),
    "nothing": message("no reference"),
    "no_search": message("not searched"),
}
"""What the stop of one made-up person was answered with, by the code of `answered_with`."""
VERDICTS = {
    "none": message("no review"),
    "upheld": message("upheld"),
    "withdrawn": message("withdrawn"),
}
"""What review made of a reference."""


def finding(history: History, language: Language) -> Sentence:
    """What was found, the side that is taken first where an either/or decides."""
    years, either_or = _years(history, language), history.either_or
    if not history.people.stopped:
        return language.say(
            "In {years} nobody would be stopped, so nothing could go wrong or right.", years=years
        )
    agencies = counted(len(history.agencies), language=language)
    if either_or is None:
        return language.say(
            "In one of the possible worlds, with every input at its middle, {wrong_person} of "
            "{photographed} simulated people photographed in {years} would be answered with "
            "somebody else's record at least once, {wrong_person_again} of them twice or more; "
            "{agencies_without} of {agencies} agencies would never see it.",
            years=years,
            agencies=agencies,
            **_reach(history.reach, "reach", language),
        )
    first, *others = either_or.sides
    lead = language.say(
        "In one of the possible worlds, where {clause}, {wrong_person} of {photographed} "
        "simulated people photographed in {years} would be answered with somebody else's record "
        "at least once, {wrong_person_again} of them twice or more; {agencies_without} of "
        "{agencies} agencies would never see it.",
        years=years,
        agencies=agencies,
        **_of_side(first, language),
    )
    rest = [
        language.say(
            "In another, where {clause}, {wrong_person} would, {wrong_person_again} of them twice "
            "or more; {agencies_without} agencies would never see it.",
            **_of_side(side, language),
        )
        for side in others
    ]
    middle = language.say("Every other input stands at its middle.")
    return paragraph([lead, *rest, nobody_says(either_or.status, language), middle])


def _of_side(side: LivedSide, language: Language) -> dict[str, Value]:
    numbers = _reach(side, f"either_or.sides.{side.option}", language)
    return numbers | {"clause": clause(side, language)}


def _reach(reach: Reach, where: str, language: Language) -> dict[str, Value]:
    return {
        name: counted(getattr(reach, name), where=f"{where}.{name}", language=language)
        for name in Reach.model_fields
    }


def _years(history: History, language: Language) -> Number:
    return Number(value=history.years, text=duration(history.years, language), fact="years")


def title(history: History, language: Language) -> str:
    """The title of the report."""
    said = language.say(
        "{scenario}: {years} of made-up people",
        scenario=scenario_title(history, language),
        years=_years(history, language),
    )
    return plain(said)


def made_again(history: History, language: Language) -> Sentence:
    """How the same people are drawn again, where the scenario as it stands is enough for that."""
    stamp = history.stamp
    later = (change.kind for era in history.eras[1:] for change in era.changes)
    keep_luck = stamp.origin == "shipped" or stamp.luck_digest == stamp.scenario_digest
    facts = {
        "command": command(stamp),
        "scenario": stamp.scenario_digest,
        "luck": stamp.luck_digest,
    }
    if "own" in later or not keep_luck:
        return language.say(
            "The same version, scenario, evidence, seed and options give the same people. People "
            "have the luck of the scenario before it was changed, whose digest is {luck}; "
            "history.json holds the one of the beginning whole, its digest is {scenario}.",
            **facts,
        )
    if stamp.origin == "shipped":
        return language.say(
            "The same version, scenario, evidence and seed give the same people. They are drawn "
            "again by: {command}. The scenario's digest is {scenario}.",
            **facts,
        )
    return language.say(
        "The same version, scenario, evidence and seed give the same people. The scenario does not "
        "come along with misid in this form; history.json holds it whole, and it stands beside "
        "this report as a file. They are drawn again by: {command}. The scenario's digest is "
        "{scenario}.",
        **facts,
    )


def command(stamp: HistoryStamp) -> str:
    """
    The command line that draws the same people again, if agencies are made up or the same list.

    A scenario that does not come along in this form is read from the file beside its report.
    """
    shipped = stamp.origin == "shipped"
    assumed = ((name, getattr(stamp.churn, name)) for name in CHURN)
    usual = Churn()
    return shlex.join(
        (
            "misid",
            "simulate",
            stamp.scenario if shipped else SCENARIO_FILE,
            "--people",
            *(f"--with={name}" for name in stamp.changes if shipped),
            f"--years={stamp.years}",
            f"--seed={stamp.seed}",
            *(
                f"--change-at={era.from_month}:{name}"
                for era in stamp.eras[1:]
                for name in era.changes
            ),
            *(
                f"--assume={name.replace('_', '-')}={number!r}"
                for name, number in assumed
                if number != getattr(usual, name)
            ),
            *(("--agencies=AGENCIES.csv",) if stamp.agencies_digest else ()),
        )
    )


def about(history: History, language: Language) -> str:
    """What the report is about."""
    drawn = language.say(
        "Here {people} made-up people were drawn one by one and followed for {years} in one of the "
        "possible worlds, with every range at its middle.",
        people=counted(history.people.lived, where="people.lived", language=language),
        years=_years(history, language),
    )
    agencies = language.say("Agencies are made up too.") if history.agencies_are_made_up else ()
    other = language.say(
        "These counts are no median over what is not known; that is what misid run says."
    )
    described = put_on.described(history.canonical, history.changes, language)
    return plain(paragraph([(described,), drawn, agencies, other]))


def taken_side(history: History, language: Language) -> tuple[Sentence, ...]:
    """Of which answer to the either/or everything but its table is."""
    if history.either_or is None:
        return ()
    side = next(side for side in history.either_or.sides if side.taken)
    world = language.say(
        "Everything that follows is of the world in which {clause}.", clause=clause(side, language)
    )
    return (paragraph([nobody_says(history.either_or.status, language), world]),)


def again(history: History, language: Language) -> tuple[Sentence, ...]:
    """Whether it happens to the same people again."""
    values = _reach(history.reach, "reach", language)
    once = next((row.wrong_person for row in history.repeats if row.times == 1), 0)
    said = language.say_many(
        "{wrong_person_again} person is answered with somebody else's record more than once, "
        "{same_stranger_again} with one and the same record of somebody else; {once} exactly once.",
        "{wrong_person_again} people are answered with somebody else's record more than once, "
        "{same_stranger_again} of them with one and the same record of somebody else; {once} "
        "exactly once.",
        history.reach.wrong_person_again,
        once=counted(once, where="repeats.0.wrong_person" if once else "", language=language),
        **values,
    )
    return (said,)


def gaps(history: History, language: Language) -> tuple[Sentence, ...]:
    """How soon it happens again; nothing where it never does."""
    if history.gaps.median is None:
        return ()
    values = {
        end: fact(getattr(history.gaps, end), where=f"gaps.{end}", language=language)
        for end in ("low", "median", "high")
    }
    said = language.say(
        "From one wrong reference to the next: half within {median} months, nine of ten between "
        "{low} and {high}.",
        **values,
    )
    return (said,)


def people(history: History, language: Language) -> tuple[Sentence, ...]:
    """How many lived there, were stopped, had no record, became citizens or records."""
    count = {
        name: counted(number, where=f"people.{name}", language=language)
        for name, number in history.people
    }
    lived = language.say(
        "{lived} people lived there; {stopped} were stopped, {photographed} photographed and "
        "searched for (the closed form says {photographed_expected}).",
        **count,
    )
    unknown = language.say(
        "Of these {without_record} had no record and {never_matched} never matched anything.",
        **count,
    )
    citizens = language.say_many(
        "{changed_status} of those photographed became a citizen.",
        "{changed_status} of those photographed became citizens.",
        history.people.changed_status,
        **count,
    )
    records = language.say_many(
        "{became_records} of those photographed became a record.",
        "{became_records} of those photographed became records themselves.",
        history.people.became_records,
        **count,
    )
    return (
        paragraph([lived, unknown]),
        *((citizens,) if history.people.changed_status else ()),
        *((records,) if history.people.became_records else ()),
    )


def photograph_years(history: History, language: Language) -> tuple[Sentence, ...]:
    """How long photographs were held, added up."""
    years = counted(history.record_years, where="record_years", language=language)
    return (language.say("{years} photograph-years in all.", years=years),)


def first_wrong(history: History, language: Language) -> tuple[Sentence, ...]:
    """How many agencies never see a wrong reference, and when half have seen one."""
    days = sorted(
        agency.first_after_days
        for agency in history.agencies
        if agency.first_after_days is not None
    )
    every = len(history.agencies)
    never = language.say(
        "{never} of {agencies} agencies never see a wrong reference.",
        never=counted(every - len(days), where="reach.agencies_without", language=language),
        agencies=counted(every, language=language),
    )
    if 2 * len(days) <= every:
        return (never,)
    half = language.say(
        "Half of all have seen their first after {days} days.",
        days=counted(days[every // 2], language=language),
    )
    return (paragraph([never, half]),)


def era_title(era: EraNote, language: Language) -> str:
    """From when on what holds."""
    changes = "; ".join(language.authored(change.title) for change in era.changes if change.title)
    if era.from_month:
        month = counted(era.from_month, language=language)
        said = language.say("From month {month}: {changes}", month=month, changes=changes)
    elif changes:
        said = language.say("From the beginning, with: {changes}", changes=changes)
    else:
        said = language.say("From the beginning")
    return plain(said)


def answered_with(stop: EncounterNote) -> str:
    """What a stop was answered with: a key of `ANSWERED_WITH`."""
    if stop.candidate == "stranger":
        return "same" if stop.same_stranger else "other"
    if stop.candidate in {"own", "own_wrong"}:
        return "own"
    return "no_search" if stop.candidate == "no_search" else "nothing"


def person(history: History, language: Language) -> Sentence:
    """What happens to the one made-up person who is shown."""
    same = sum(stop.same_stranger for stop in history.example)
    if not same:
        return language.say("Nobody among those looked at was taken for the same stranger twice.")
    return language.say(
        "A made-up person, stopped {stops} times in {years}, is answered {same} times with the "
        "record of the same stranger.",
        stops=counted(len(history.example), language=language),
        years=_years(history, language),
        same=counted(same, language=language),
    )


def person_drawn(language: Language) -> Sentence:
    """What the picture of that person shows."""
    return language.say(
        "A line of time for each thing that a stop of this person can be answered with, and a mark "
        "for each stop."
    )


def held(history: History, language: Language) -> Sentence:
    """How many photographs are held in the end."""
    last = len(history.months) - 1
    month, deleted = history.months[last], sum(year.deleted for year in history.photographs)
    values: dict[str, Value] = {
        "years": _years(history, language),
        "held": fact(month.held, where=f"months.{last}.held", language=language),
        "unmatched": fact(
            month.held_no_candidate, where=f"months.{last}.held_no_candidate", language=language
        ),
        "deleted": fact(deleted, language=language),
    }
    if not deleted:
        return language.say(
            "After {years} {held} photographs are held, {unmatched} of them of searches that "
            "matched nothing; none was deleted.",
            **values,
        )
    return language.say(
        "After {years} {held} photographs are held, {unmatched} of them of searches that matched "
        "nothing; {deleted} were deleted.",
        **values,
    )


def held_drawn(language: Language) -> Sentence:
    """What the picture of photographs held shows."""
    return language.say(
        "Two lines over the months: all photographs held, and those that matched nothing, as "
        "people were drawn at the middle of all inputs. A band behind them reaches from 5 % to "
        "95 % of what is possible for all photographs under the first rules."
    )


def person_caption(history: History, language: Language) -> Caption:
    """One made-up person's stops."""
    finding = person(history, language)
    drawn = person_drawn(language)
    return Caption(language.word("One made-up person"), finding, drawn, plain(finding))


def months_caption(history: History, language: Language) -> Caption:
    """Photographs held, month by month."""
    return Caption(
        title=language.word("Photographs held, month by month"),
        finding=held(history, language),
        drawn=held_drawn(language),
        nothing=language.word("No photograph is held in any month."),
    )
