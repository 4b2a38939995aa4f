"""Tables of one reference code in a case: what it means, and what each answer makes of that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from misid.document.columns import ColumnForm, FactRow, TableForm, interval
from misid.document.model import Table
from misid.uncertainty.code_schema import Ask, CodeCase
from misid.words import code as words
from misid.words.answers import head, mixed
from misid.words.language import Language, message
from misid.words.outputs import MEANINGS
from misid.words.sentence import TableCell

_IF = ColumnForm("if", message("If"), path="which")


def _exact_to(row: FactRow, language: Language) -> TableCell:
    where = f"{row.where}.sampling_error"
    return words.points(row.fact["sampling_error"], where, language)


_MEANING = TableForm(
    "meaning",
    message("What a code like this one means"),
    (
        ColumnForm("names", message("It names"), format="code", codes={**MEANINGS}, path="meaning"),
        _IF,
        ColumnForm("probability", message("Probability"), format="number", unit="share"),
        ColumnForm("sampling_error", message("\u00b1"), format="number", cell=_exact_to),
        *interval(unit="share"),
    ),
)
_WITHIN = ("median", "low", "high")
"""Columns of shares within a world, which are not told where people were drawn."""
_ANSWERS = TableForm(
    "answers",
    message("What each answer would make of it"),
    (
        ColumnForm("fact", message("Asked for")),
        ColumnForm("answer", message("If the answer is")),
        _IF,
        ColumnForm("right_person", message("Right person"), format="number", unit="share"),
        ColumnForm("right_person_sought", message("Sought"), format="number", unit="share"),
        ColumnForm(
            "right_person_wrong_record", message("Wrong record"), format="number", unit="share",
            aside=True,
        ),
        ColumnForm("somebody_else", message("Somebody else"), format="number", unit="share"),
    ),
)  # fmt: skip


def meaning(found: CodeCase, language: Language) -> Table:
    """What a code like this one means, each side of an either/or first."""
    form = _conditional(_MEANING, found)
    if found.given.another is not None:
        kept = tuple(one for one in form.columns if one.name not in _WITHIN)
        form = replace(form, columns=kept)
    return form.table(_meant(found, language), language)


def _meant(found: CodeCase, language: Language) -> Iterator[FactRow]:
    for place, side in enumerate(found.sides):
        where = f"sides.{words.key(side.option, place)}.rows"
        for row in side.rows:
            yield FactRow({**dict(row), "which": head(side, language)}, f"{where}.{row.meaning}")
    which = mixed(found.sides, language) if found.sides else ""
    for row in found.rows:
        yield FactRow({**dict(row), "which": which}, f"rows.{row.meaning}")


def answers(found: CodeCase, language: Language) -> Table | None:
    """Every answer to every question; nothing where nothing is left to ask."""
    rows = [row for ask in found.asks or () for row in _answers(found, ask, language)]
    return _conditional(_ANSWERS, found).table(rows, language) if rows else None


def answers_to(found: CodeCase, ask: Ask, language: Language) -> Table:
    """Every answer to one question."""
    form = _conditional(_ANSWERS, found)
    title = f"{language.word(_ANSWERS.title)}: {language.word(words.TITLES[ask.name])}"
    columns = tuple(one for one in form.columns if one.name != "fact")
    form = replace(form, name=f"answers-{ask.name}", title=title, columns=columns)
    return form.table(_answers(found, ask, language), language)


def _answers(found: CodeCase, ask: Ask, language: Language) -> Iterator[FactRow]:
    title = language.word(words.TITLES[ask.name])
    for place, answer in enumerate(ask.answers):
        said = {"fact": title, "answer": words.answer_said(found, ask, answer, language)}
        where = f"asks.{ask.name}.answers.{place}"
        for at, side in enumerate(answer.sides):
            path = f"{where}.sides.{words.key(side.option, at)}"
            yield FactRow({**dict(side), **said, "which": head(side, language)}, path)
        if not answer.sides:
            yield FactRow({**dict(answer), **said, "which": ""}, where)


def _conditional(form: TableForm, found: CodeCase) -> TableForm:
    """Without the column that says which answer a row holds for, where there are no sides."""
    if found.sides:
        return form
    return replace(form, columns=tuple(one for one in form.columns if one.name != "if"))
