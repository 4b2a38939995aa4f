"""Tables of an assessment: how the questions stand, what each rule finds, who said what."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from misid.assessment.schema import Assessment
from misid.document.columns import ColumnForm, FactRow, TableForm
from misid.document.model import Table
from misid.words import assessment as words
from misid.words.language import Language, message
from misid.words.sentence import Number, plain

_STANDING = TableForm(
    "standing",
    message("How the questions stand"),
    (
        ColumnForm("form", message("Questionnaire"), format="authored"),
        *(
            ColumnForm(state, title, format="count")
            for state, title in (
                ("met", message("Met")),
                ("not_met", message("Not met")),
                ("unknown", message("Unknown")),
                ("not_applicable", message("Not applicable")),
                ("not_checked", message("Not checked")),
            )
        ),
    ),
)
_ITEMS = TableForm(
    "questions",
    message("Every question"),
    (
        ColumnForm("form", message("Questionnaire")),
        ColumnForm("item", message("Question")),
        ColumnForm("asks", message("What it asks"), format="authored"),
        ColumnForm("state", message("State"), format="code", codes={**words.STATES}),
        ColumnForm("why", message("Why")),
    ),
)
_RULES = TableForm(
    "rules",
    message("What was looked for"),
    (
        ColumnForm("title", message("What was looked for"), format="authored"),
        ColumnForm("verdict", message("Found"), format="code", codes={**words.VERDICTS}),
        ColumnForm("because", message("Why not checked")),
    ),
)


@dataclass(frozen=True)
class _Standing:
    form: str
    met: int
    not_met: int
    unknown: int
    not_applicable: int
    not_checked: int


@dataclass(frozen=True)
class _Item:
    form: str
    item: str
    asks: str
    state: str
    why: str


@dataclass(frozen=True)
class _AssessedRule:
    title: str
    verdict: str
    because: str


def standing(found: Assessment, language: Language) -> Table:
    """How many questions of each questionnaire are in which state."""
    rows = []
    for form in found.forms:
        states = Counter(str(one.state) for one in found.states if one.form == form.name)
        rows.append(FactRow(_Standing(form.title, **{name: states[name] for name in words.STATES})))
    table = _STANDING.table(rows, language)
    bare = tuple(
        tuple(
            cell.model_copy(update={"fact": ""}) if isinstance(cell, Number) else cell
            for cell in row
        )
        for row in table.rows
    )
    return table.model_copy(update={"rows": bare})


def questions(found: Assessment, language: Language) -> Table:
    """Every question and how it stands."""
    asks = {(form.name, item.id): item.asks for form in found.forms for item in form.items}
    rows = (
        FactRow(
            _Item(
                one.form,
                one.item,
                asks[one.form, one.item],
                one.state,
                plain(words.why(one, found, language)),
            )
        )
        for one in found.states
    )
    return _ITEMS.table(rows, language)


def rules(found: Assessment, language: Language) -> Table:
    """What each rule finds."""
    rows = (
        FactRow(
            _AssessedRule(
                words.rule_of(one, found).title,
                one.verdict,
                language.word(words.BECAUSE[one.because]) if one.because else "",
            )
        )
        for one in found.contradictions
    )
    return _RULES.table(rows, language)
