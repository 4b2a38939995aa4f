"""An assessment as a document: front page, contradictions, questionnaires, numbers behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache, partial
from typing import Any

from misid.assessment.questionnaire import Chapter, Item, Questionnaire
from misid.assessment.schema import Assessment, ItemState
from misid.document.form import Material, form, numbered, sections
from misid.document.model import (
    AnswerBlock,
    Block,
    Document,
    Figure,
    Finding,
    Section,
    Text,
    as_facts,
)
from misid.document.origins import with_origins
from misid.document.run import material_of_run
from misid.document.tables import assessment as tables
from misid.document.walk import below
from misid.results.schema import Results
from misid.results.variance_shares import least_share
from misid.scenario.serialise import as_data
from misid.uncertainty.questions import OpenField
from misid.uncertainty.questions import questions as questions_of
from misid.words import assessment as words
from misid.words import run as run_words
from misid.words.ends import by_itself
from misid.words.figure_labels import cautions as figure_cautions
from misid.words.language import ENGLISH, Language
from misid.words.origins import RUN, placed
from misid.words.scenario import in_words
from misid.words.sentence import Sentence, paragraph, plain
from misid.words.stamps import stamp_line

FIGURES = ("frequencies", "worlds", "photographs", "groups")
_FRONT = 5
_RUN = "results"
"""Where the run stands in the facts of an assessment."""
_GIVEN = ("as_of", "forms", "answers", "rules")
"""What an assessment is made from beside a scenario."""
_Figures = Mapping[str, Figure | None]


def assessment_document(
    found: Assessment, language: Language = ENGLISH, *, draw: bool = True
) -> Document:
    """
    What was asked and answered, what contradicts itself, and what the model gives.

    Args:
        found: the facts.
        language: in which it is written.
        draw: whether the pictures are drawn.
    """
    results = found.results
    figures = _drawn(results, language) if draw else dict.fromkeys(FIGURES)
    material = _material(found, figures, language)
    asked = tuple(_questionnaire(one, found, material) for one in found.forms)
    document = numbered(
        Document(
            language=language.code,
            form="assessment",
            title=plain(words.title(found, language)),
            about=run_words.described(results, language),
            finding=below(run_words.finding(results, language), _RUN),
            words=figure_cautions("", results, language),
            sections=(
                *sections(form("assessment"), material),
                *asked,
                *sections(form("assessment_end"), material),
            ),
            scenario=as_data(results.canonical),
            given=found.model_dump(mode="json", by_alias=True, include=set(_GIVEN)),
            stamp=as_facts(results.stamp),
            stamp_line=stamp_line(results.stamp, language),
        )
    )
    return with_origins(document, placed(RUN, _RUN)) if draw else document


def screen_of_assessment(found: Assessment, language: Language = ENGLISH) -> Document:
    """
    What is said first of an assessment: what it is, what contradicts itself, how it stands.

    Args:
        found: the facts.
        language: in which it is said.
    """
    whole = assessment_document(found, language, draw=False)
    kept = ("what-this-is", "answer", "five-questions", "contradictions", "standing")
    return whole.model_copy(
        update={"sections": tuple(one for one in whole.sections if one.id in kept)}
    )


def _drawn(results: Results, language: Language) -> _Figures:
    from misid.document.figures import block
    from misid.figures import FIGURES as PICTURES

    return {name: block(PICTURES[name].make(results, language)) for name in FIGURES}


def _material(found: Assessment, figures: _Figures, language: Language) -> Material:
    of_run = _of_run(found.results, figures, language)
    return replace(
        of_run,
        sentences={
            **of_run.sentences,
            "what_it_is": lambda: words.what_it_is(found, language),
            "counts": lambda: (words.counts(found, language),),
            "days_left": lambda: tuple(words.days_left(found, language)),
            "again": lambda: (words.again(found, language),),
            **{
                f"output.{row.name}": partial(_output, found, row.name, language)
                for row in found.results.headline
            },
        },
        tables={
            **of_run.tables,
            "standing": lambda: tables.standing(found, language),
            "rules": lambda: tables.rules(found, language),
        },
        blocks={
            **of_run.blocks,
            "five": lambda: tuple(_five(found.results, language)),
            "contradictions": lambda: tuple(_contradictions(found, language)),
        },
        conditions={
            **of_run.conditions,
            "nothing_fires": lambda: all(one.verdict != "fires" for one in found.contradictions),
        },
    )


def _of_run(results: Results, figures: _Figures, language: Language) -> Material:
    """What a run gives, its numbers placed in the facts of the assessment; each is made once."""
    made = material_of_run(results, figures, language)

    def placed(makers: Mapping[str, Callable[[], Any]]) -> dict[str, Callable[[], Any]]:
        return {name: cache(partial(_placed, make)) for name, make in makers.items()}

    return replace(
        made,
        sentences=placed(made.sentences),
        tables=placed(made.tables),
        figures=placed(made.figures),
        blocks=placed(made.blocks),
    )


def _placed(make: Callable[[], Any]) -> Any:
    return below(make(), _RUN)


def _output(found: Assessment, name: str, language: Language) -> tuple[Sentence, ...]:
    return (below(words.output_said(found, name, language), _RUN),)


def _five(results: Results, language: Language) -> Iterator[Block]:
    """The open questions that decide the most by themselves."""
    least = least_share(results.stamp.draws)
    places = {
        row.input: place
        for place, row in enumerate(results.uncertainty.inputs)
        if row.share >= least
    }
    asked = sorted(questions_of(results.canonical), key=lambda one: _first(one, places))
    for one in asked[:_FRONT]:
        place = _first(one, places)
        first = min(one.inputs, key=lambda each: places.get(each.name, len(places)))
        stands_in = in_words(first, results.canonical, language)
        told = [language.say("What stands in for it now: {content}.", content=stands_in)]
        if place < len(places):
            told.append(below(by_itself(results, place, language), _RUN))
        yield AnswerBlock(question=language.word(first.question), text=paragraph(told))


def _first(one: OpenField, places: Mapping[str, int]) -> int:
    return min(places.get(each.name, len(places)) for each in one.inputs)


def _contradictions(found: Assessment, language: Language) -> Iterator[Block]:
    for one in found.contradictions:
        if one.verdict == "fires":
            said, *further = words.contradiction_said(one, found, language)
            rule = language.authored(words.rule_of(one, found).title)
            yield AnswerBlock(question=rule, text=said, further=tuple(further))


def _questionnaire(one: Questionnaire, found: Assessment, material: Material) -> Section:
    language = material.language
    lead = (
        Text(text=language.authored(one.about)),
        Text(text=words.source_line(one, language)),
    )
    asked = (block for chapter in one.chapters for block in _chapter(one, chapter, found, material))
    return Section(
        id=f"form-{one.name.replace('_', '-')}",
        title=language.authored(one.title),
        blocks=(*lead, *asked),
    )


def _chapter(
    one: Questionnaire, chapter: Chapter, found: Assessment, material: Material
) -> Iterator[Block]:
    states = {each.item: each for each in found.states if each.form == one.name}
    yield Finding(text=material.language.authored(chapter.title))
    for item in chapter.items:
        said, *further = _answer(item, states[item.id], found, material)
        asks = material.language.authored(item.asks)
        yield AnswerBlock(question=asks, text=said, further=tuple(further))


def _answer(
    item: Item, state: ItemState, found: Assessment, material: Material
) -> tuple[Sentence, ...]:
    """How it stands; then what the model answers."""
    language = material.language
    computed = [said for name in item.computed for said in _computed(name, material)]
    if computed:
        computed[0] = paragraph((language.say("What the model gives:"), computed[0]))
    return (*words.state_said(state, found, language), *computed)


def _computed(name: str, material: Material) -> tuple[Sentence, ...]:
    sentences = material.sentences
    made = sentences.get(f"output.{name}") or sentences.get(name)
    return made() if made is not None else ()
