"""The sheet for people in a hurry: a sentence, pictures, questions, safeguards, cautions."""

from __future__ import annotations

from collections.abc import Sequence

from misid.document.figures import block
from misid.document.form import Material, form, numbered, sections
from misid.document.model import Block, Column, Document, Figure, Table, Text, as_facts
from misid.document.origins import with_origins
from misid.figures.catalogue import FIGURES
from misid.figures.guess import guess_axis
from misid.results.schema import Results
from misid.scenario.serialise import as_data
from misid.uncertainty.chosen import ChosenSafeguard
from misid.uncertainty.questions import in_quick_order
from misid.words import brief as words
from misid.words.answers import clause_of
from misid.words.cautions import cautions
from misid.words.code_elsewhere import middle_beside_a_case
from misid.words.figure_labels import if_clause
from misid.words.language import ENGLISH, Language, message
from misid.words.origins import BRIEF
from misid.words.run import title
from misid.words.sentence import Number, Sentence, TableCell, paragraph, plain
from misid.words.sheet import limits
from misid.words.stamps import stamp_line

_QUESTIONS = 5
_COLUMNS = (
    ("safeguard", message("Safeguard")),
    ("gain", message("What it brings in a year")),
    ("cost", message("What it costs in a year")),
    ("cannot", message("What it cannot fix")),
)


def brief_document(
    results: Results, safeguards: Sequence[ChosenSafeguard], language: Language = ENGLISH
) -> Document:
    """
    One side of a sheet about a programme; on its back, where each of its numbers comes from.

    Args:
        results: of the run; what other thresholds would give may be left out.
        safeguards: those that are shown.
        language: in which it is said.
    """
    material = Material(
        language=language,
        sentences={
            "limits": lambda: limits(results, language),
            "how": lambda: (words.how(safeguards, results, language),) if safeguards else (),
            "beside_a_case": lambda: middle_beside_a_case(results, language),
            "cautions": lambda: (paragraph(cautions(results.cautions, language)),),
        },
        figures={
            "guess": lambda: block(guess_axis(results, None, language)),
            "photographs": lambda: block(FIGURES["photographs"].make(results, language)),
        },
        blocks={
            "trees": lambda: _trees(results, language),
            "questions": lambda: _questions(results, language),
            "safeguards": lambda: (_table(safeguards, results, language),) if safeguards else (),
        },
    )
    made = numbered(
        Document(
            language=language.code,
            form="brief",
            sheet=True,
            title=title(results, language),
            about=plain(words.about(language)),
            finding=words.finding(results, language),
            words=(language.word("synthetic model"),),
            sections=sections(form("brief"), material),
            scenario=as_data(results.canonical),
            stamp=as_facts(results.stamp),
            stamp_line=stamp_line(results.stamp, language),
        )
    )
    return with_origins(made, BRIEF)


def _trees(results: Results, language: Language) -> tuple[Block, ...]:
    """What becomes of people: a picture for each answer, so that they may stand side by side."""
    shown = [one for one in results.trees if one.frequencies.worlds]
    if len(shown) < 2:
        return (block(FIGURES["frequencies"].make(results, language)),)
    return tuple(_tree(results, place, language) for place in range(len(shown)))


def _tree(results: Results, place: int, language: Language) -> Figure:
    one = [tree for tree in results.trees if tree.frequencies.worlds][place]
    alone = results.model_copy(update={"trees": (one,)})
    drawn = block(FIGURES["frequencies"].make(alone, language))
    head = if_clause(clause_of(one.answers, language), language)
    return drawn.model_copy(update={"name": f"{drawn.name}-{place + 1}", "title": head})


def _questions(results: Results, language: Language) -> tuple[Block, ...]:
    first = in_quick_order(results)[:_QUESTIONS]
    return tuple(
        Text(text=f"{place}. {language.word(one.question)}")
        for place, (_, one) in enumerate(first, 1)
    )


def _table(safeguards: Sequence[ChosenSafeguard], results: Results, language: Language) -> Table:
    """Of each safeguard what it is for and what is done, its gain, its cost, and its limits."""
    return Table(
        name="safeguards",
        title="",
        columns=tuple(Column(name=name, title=language.word(head)) for name, head in _COLUMNS),
        rows=tuple(_row(one, results, language) for one in safeguards),
    )


def _of(one: ChosenSafeguard, said: Sentence) -> Sentence:
    """The same, its numbers told apart from those of other safeguards."""
    where = f"safeguards.{one.change.name}"
    return tuple(
        piece.model_copy(update={"fact": f"{where}.{piece.fact}"})
        if isinstance(piece, Number)
        else piece
        for piece in said
    )


def _row(one: ChosenSafeguard, results: Results, language: Language) -> tuple[TableCell, ...]:
    named = language.say(
        "{why}: {title}",
        why=language.word(words.WHY[one.loss]),
        title=language.authored(one.change.title),
    )
    return (
        plain(named),
        _of(one, words.gain(one, results, language)),
        _of(one, words.cost(one, language)),
        language.authored(one.change.cannot),
    )
