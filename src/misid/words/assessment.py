"""An assessment in whole sentences: how each question stands, what contradicts itself."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping

from misid.assessment.answers import AnswerState, Statement
from misid.assessment.questionnaire import CitedSource, Questionnaire
from misid.assessment.rules import ContradictionRule
from misid.assessment.schema import Assessment, Contradiction, ItemState, MarkedBecause, UnknownCost
from misid.results.variance_shares import least_share
from misid.scenario import inputs
from misid.words import numbers
from misid.words.language import Language, message
from misid.words.outputs import output_title, three
from misid.words.run import output_on_sides
from misid.words.run import title as scenario_title
from misid.words.sentence import Number, Sentence, paragraph
from misid.words.stamps import command

STATES: dict[AnswerState, str] = {
    "met": message("met"),
    "not_met": message("not met"),
    "unknown": message("unknown"),
    "not_applicable": message("not applicable"),
    "not_checked": message("not checked"),
}
"""The five states, in a table."""
VERDICTS = {
    "fires": message("does not go together"),
    "holds": message("nothing"),
    "not_checked": message("not checked"),
}
"""What a rule finds, in a table."""
BECAUSE: dict[MarkedBecause, str] = {
    "statements": message("too little was said about it in public"),
    "answers": message("nobody has answered the questionnaire"),
    "date": message("no day is given"),
    "questionnaire": message("the questionnaire is not part of this document"),
}
"""Why a rule could not be tried."""
_LACKS = {
    "denominator": message("of how many"),
    "gallery": message("among how many records"),
    "threshold": message("at which threshold"),
}
_STATED: dict[AnswerState, str] = {
    "met": message("Met, as whoever answered says."),
    "not_met": message("Not met, as whoever answered says."),
    "unknown": message("Unknown: nobody has said."),
    "not_applicable": message("Not applicable, as whoever answered says."),
    "not_checked": message("Not checked, as whoever answered says."),
}
_OPEN = {
    (False, False): message("Unknown: nobody has said it in public."),
    (False, True): message(
        "Unknown: whoever answered did not answer it, and nobody has said it in public."
    ),
    (True, False): message(
        "Not checked: nobody answered it, and no number of the model stands for it."
    ),
    (True, True): message(
        "Not checked: whoever answered did not answer it, and no number of the model stands for it."
    ),
}
"""Of a question that is not met: whether no number stands for it; whether others were answered."""
_MOST_COSTS = 3


def title(found: Assessment, language: Language) -> Sentence:
    """What is assessed: the programme that answers name, and the scenario that stands for it."""
    scenario = scenario_title(found.results, language)
    if _is_of_scenario(found):
        return language.say("Assessment: {programme}", programme=scenario)
    return language.say(
        "Assessment: {programme}, with the numbers of: {scenario}",
        programme=_named(found, language),
        scenario=scenario,
    )


def _is_of_scenario(found: Assessment) -> bool:
    scenario = found.results.scenario
    return found.answers is None or found.answers.is_about(scenario.title, scenario.name)


def _named(found: Assessment, language: Language) -> str:
    return language.authored(found.answers.programme) if found.answers else ""


def what_it_is(found: Assessment, language: Language) -> tuple[Sentence, ...]:
    """What the document is, of which day, and who answered."""
    said = [
        language.say(
            "This document asks what forms of this kind ask, in our own words, and gives beside "
            "each question what a model of the programme computes from published error rates. It "
            "does not judge the law; it says what is known, what is not, and what that costs."
        )
    ]
    if found.answers is None:
        said.append(
            language.say(
                "Nobody who answers for the programme has answered. A question that no input of "
                "the model stands for is therefore not checked."
            )
        )
    elif not found.answers.answers:
        said.append(
            language.say(
                "Nobody who answers for the programme has answered. What was said of it in public "
                "by {day} is held against itself below.",
                day=day(found.answers.as_of, language),
            )
        )
    elif _is_of_scenario(found):
        said.append(
            language.say(
                "Answers are about this programme, as of {day}.",
                day=day(found.answers.as_of, language),
            )
        )
    else:
        said.append(
            language.say(
                "Answers are about {programme}, as of {day}.",
                programme=_named(found, language),
                day=day(found.answers.as_of, language),
            )
        )
    return (*said, *_of_another(found, language), *_added(found, language))


def _of_another(found: Assessment, language: Language) -> Iterator[Sentence]:
    """That answers name one programme and the numbers are of another."""
    if not _is_of_scenario(found):
        yield language.say(
            "Numbers are not of {programme}, but of the scenario {scenario}, which describes "
            "another programme or calls it otherwise. They are those of {programme} as far as "
            "that scenario describes it.",
            programme=_named(found, language),
            scenario=found.results.scenario.name,
        )


def _added(found: Assessment, language: Language) -> Iterator[Sentence]:
    """That statements were added in the form, and that nobody has checked them."""
    statements = found.answers.statements if found.answers else ()
    added = sum(one.is_added for one in statements)
    if added:
        yield language.say_many(
            "{added} statement was added by whoever filled this in. Nobody else has checked it "
            "against the text that it names.",
            "{added} statements were added by whoever filled this in. Nobody else has checked them "
            "against the texts that they name.",
            added,
            added=numbers.counted(added, language=language),
        )


def day(one: datetime.date, language: Language) -> Number:
    """A day as it is written in every language; its number counts days since 0001-01-01."""
    return Number(value=float(one.toordinal()), text=one.isoformat())


def counts(found: Assessment, language: Language) -> Sentence:
    """How many questions are in which state, how many rules fire, and how many of both."""
    return paragraph((_counted(found, language), *_met_but(found, language)))


def _met_but(found: Assessment, language: Language) -> Iterator[Sentence]:
    """How many are counted as met though what was said about them does not go together."""
    many = sum(bool(one.contradicted_by) for one in found.states)
    if many:
        yield language.say_many(
            "Of those that are met, {marked} is marked: what was said about it does not go "
            "together.",
            "Of those that are met, {marked} are marked: what was said about them does not go "
            "together.",
            many,
            marked=numbers.counted(many, language=language),
        )


def _counted(found: Assessment, language: Language) -> Sentence:
    states = Counter(one.state for one in found.states)
    fired = sum(one.verdict == "fires" for one in found.contradictions)
    return language.say(
        "How {all} questions stand: met {met}, not met {not_met}, unknown {unknown}, not "
        "applicable {not_applicable}, not checked {not_checked}. Things in what was said that do "
        "not go together: {fired}.",
        all=numbers.counted(len(found.states), language=language),
        fired=numbers.counted(fired, language=language),
        **{name: numbers.counted(states[name], language=language) for name in STATES},
    )


def state_said(one: ItemState, found: Assessment, language: Language) -> tuple[Sentence, ...]:
    """How a question stands and why; then, of an unknown, what that costs."""
    where = f"states.{found.states.index(one)}"
    parts = [_lead(one, found, language), *_contradicted(one, found, language)]
    if one.why:
        parts.append((language.authored(one.why),))
    if one.evidence and found.answers is not None:
        named = (cited(found.answers.sources[key], language) for key in one.evidence)
        parts.append(language.say("[{sources}]", sources="; ".join(named)))
    if one.days_late is not None and one.due is not None:
        parts.append(
            language.say_many(
                "It had to be met by {due}, {days} day before the day of this document.",
                "It had to be met by {due}, {days} days before the day of this document.",
                one.days_late,
                due=day(one.due, language),
                days=numbers.counted(one.days_late, where=f"{where}.days_late", language=language),
            )
        )
    return tuple(filter(None, (paragraph(parts), paragraph(_costs(one, where, found, language)))))


def why(one: ItemState, found: Assessment, language: Language) -> Sentence:
    """Why a question stands as it does, in a table: never nothing."""
    lead = _lead(one, found, language)
    reason = (language.authored(one.why),) if one.why else lead
    return paragraph((reason, *_contradicted(one, found, language)))


def _contradicted(one: ItemState, found: Assessment, language: Language) -> Iterator[Sentence]:
    """That what was said about a question that is met contradicts itself, and where that stands."""
    if one.contradicted_by:
        titles = {rule.id: language.authored(rule.title) for rule in found.rules}
        yield language.say(
            "But what was said about it does not go together; see under "
            "\u201c{heading}\u201d: {rules}.",
            heading=language.word("What contradicts itself, or does not go together"),
            rules="; ".join(titles[rule] for rule in one.contradicted_by),
        )


def _lead(one: ItemState, found: Assessment, language: Language) -> Sentence:
    if one.given_by == "answers":
        return language.say(_STATED[one.state])
    if one.state == "met":
        return language.say(
            "Met, as far as the model can tell: all that it asks about was disclosed, published or "
            "measured. Whether it is good is another question."
        )
    left_open = found.answers is not None and bool(found.answers.answers)
    return language.say(_OPEN[one.given_by == "nobody", left_open])


def _costs(one: ItemState, where: str, found: Assessment, language: Language) -> Iterator[Sentence]:
    known = {each.name: each for each in inputs(found.results.canonical)}
    least = least_share(found.results.stamp.draws)
    ranked = [
        (place, cost)
        for place, cost in enumerate(one.costs)
        if cost.share is not None and cost.share >= least
    ]
    for place, cost in ranked[:_MOST_COSTS]:
        yield language.say(
            "What is not known: {question} That decides {share} of the range of wrong-person "
            "references by itself; among all that is open it is number {rank}.",
            question=language.word(known[cost.input].question),
            **_cost_numbers(cost, f"{where}.costs.{place}", language),
        )
    if not ranked and any(cost.share is not None for cost in one.costs):
        yield language.say(
            "By itself it decides no more of the range of wrong-person references than chance may."
        )


def _cost_numbers(cost: UnknownCost, where: str, language: Language) -> Mapping[str, Number]:
    share = max(0.0, cost.share or 0.0)
    return {
        "share": Number(
            value=cost.share or 0.0,
            text=numbers.read(share, "share", language),
            fact=f"{where}.share",
        ),
        "rank": numbers.counted(cost.rank or 0, where=f"{where}.rank", language=language),
    }


def output_said(found: Assessment, name: str, language: Language) -> Sentence:
    """One output of the run, on both sides where an either/or decides it."""
    row = next(row for row in found.results.headline if row.name == name)
    if row.median is None:
        return language.say("{title}: no trials.", title=output_title(row.name, language))
    if row.split is not None:
        return output_on_sides(row, language)
    return language.say(
        "{title}: about {middle} (between {low} and {high}).",
        title=output_title(row.name, language),
        **three(row, f"headline.{row.name}", language, row.unit),
    )


def contradiction_said(
    one: Contradiction, found: Assessment, language: Language
) -> tuple[Sentence, ...]:
    """What contradicts what, with its numbers; each passage; and why that matters."""
    rule = rule_of(one, found)
    where = f"contradictions.{found.contradictions.index(one)}"
    parts: list[Sentence] = [(language.authored(rule.sentence),)]
    if one.implied is not None and one.stated is not None:
        parts.append(
            language.say(
                "Stated: {stated}. What follows: {implied}.",
                stated=numbers.fact(
                    one.stated, "share", where=f"{where}.stated", language=language
                ),
                implied=numbers.fact(
                    one.implied, "share", where=f"{where}.implied", language=language
                ),
            )
        )
    if one.lacks:
        lacking = ", ".join(language.word(_LACKS[name]) for name in one.lacks)
        parts.append(language.say("What is missing: {what}.", what=lacking))
    if one.items:
        parts.append(_late(one, where, found, language))
    quoted = (_passage(each, found, language) for each in passages(one, found))
    return (paragraph(parts), *quoted, (language.authored(rule.matters),))


def _passage(one: Statement, found: Assessment, language: Language) -> Sentence:
    source = found.answers.sources[one.source] if found.answers else None
    return language.say(
        "\u201c{says}\u201d \u2014 {source}",
        says=language.authored(one.says),
        source=cited(source, language) if source else "",
    )


def _late(one: Contradiction, where: str, found: Assessment, language: Language) -> Sentence:
    form = next(form for form in found.forms if form.name == rule_of(one, found).form)
    asked = [language.authored(item.asks) for item in form.items if item.id in one.items]
    return language.say_many(
        "{number} question, {days} days after its day: {questions}",
        "{number} questions, up to {days} days after their day: {questions}",
        len(asked),
        number=numbers.counted(len(asked), language=language),
        days=numbers.counted(one.days or 0, where=f"{where}.days", language=language),
        questions=" ".join(asked),
    )


def days_left(found: Assessment, language: Language) -> Iterator[Sentence]:
    """How long the threshold analysis is still good, or since when it is not."""
    for place, one in enumerate(found.contradictions):
        if one.ends is None or one.days is None:
            continue
        where = f"contradictions.{place}.days"
        count = numbers.counted(abs(one.days), where=where, language=language)
        count = count.model_copy(update={"value": float(one.days)})
        ends = day(one.ends, language)
        if one.days < 0:
            yield language.say(
                "The newest threshold analysis lapsed on {ends}, {days} days ago.",
                ends=ends,
                days=count,
            )
        else:
            yield language.say(
                "The newest threshold analysis lapses on {ends}, in {days} days.",
                ends=ends,
                days=count,
            )


def rule_of(one: Contradiction, found: Assessment) -> ContradictionRule:
    """The rule that found it."""
    return next(rule for rule in found.rules if rule.id == one.rule)


def passages(one: Contradiction, found: Assessment) -> tuple[Statement, ...]:
    """What it found, as it was said."""
    said = found.answers.statements if found.answers else ()
    return tuple(each for each in said if each.id in one.passages)


def source_line(form: Questionnaire, language: Language) -> Sentence:
    """With what a questionnaire is aligned, and how that was read."""
    return language.say(
        "Paraphrased in our own words and aligned with {source}, as it was on {day}.",
        source=cited(form.source, language),
        day=day(form.as_of, language),
    )


_QUALITY = {
    "primary": message("read in the original"),
    "secondary": message("read in quotation"),
    "unchecked": message("not read"),
}


def cited(source: CitedSource, language: Language) -> str:
    """A source in a line, and how it was read."""
    named = ", ".join(filter(None, (source.publisher, source.title, source.date)))
    return f"{named} ({language.word(_QUALITY[source.quality])})"


ANSWERS_FILE = "answers.yaml"
"""Where a folder holds the answers."""


def again(found: Assessment, language: Language) -> Sentence:
    """How the same document is made again, from the files beside it."""
    return language.say(
        "The same version, scenario, questionnaires, answers, evidence, seed and number of worlds "
        "give the same document. It is made again by: {command}. The scenario's digest is "
        "{scenario}, that of the evidence {evidence}, that of the answers {answers}.",
        command=command(found.results, "assess", *_options(found)),
        scenario=found.results.stamp.scenario_digest,
        evidence=found.results.stamp.evidence_digest,
        answers=found.answers.digest if found.answers else "-",
    )


def _options(found: Assessment) -> Iterator[str]:
    for form in found.forms:
        yield f"--form={form.name}"
    if found.answers is not None:
        yield f"--answers={ANSWERS_FILE}"
    if found.as_of is not None and (found.answers is None or found.as_of != found.answers.as_of):
        yield f"--on={found.as_of.isoformat()}"
