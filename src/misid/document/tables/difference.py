"""Tables of two assessments beside each other."""

from __future__ import annotations

from dataclasses import dataclass

from misid.assessment.difference import AssessmentDifference, NumberChange
from misid.assessment.schema import Assessment
from misid.document.columns import ColumnForm, FactRow, TableForm
from misid.document.model import Table
from misid.document.walk import in_part
from misid.words import assessment as assessment_words
from misid.words import difference as words
from misid.words.answers import head
from misid.words.language import Language, message
from misid.words.outputs import output_title
from misid.words.sentence import Number

_STATES = {**{str(key): said for key, said in assessment_words.STATES.items()}, "None": ""}
_VERDICTS = {**assessment_words.VERDICTS, "None": ""}
_ANSWERS = TableForm(
    "answers",
    message("Questions that stand otherwise"),
    (
        ColumnForm("form", message("Questionnaire")),
        ColumnForm("item", message("Question"), in_files=True),
        ColumnForm("asks", message("What it asks"), format="authored"),
        ColumnForm("before", message("Before"), format="code", codes=_STATES),
        ColumnForm("after", message("After"), format="code", codes=_STATES),
        ColumnForm("moved", message("Unknown"), format="code", codes=words.MOVED),
    ),
)
_NUMBERS = TableForm(
    "numbers",
    message("Numbers, as they were and are"),
    (
        ColumnForm("title", message("Number")),
        ColumnForm("name", message("Name"), in_files=True),
        ColumnForm("which", message("If")),
        ColumnForm("before", message("Before"), "fact.before", "number", "@fact.unit"),
        ColumnForm("after", message("After"), "fact.after", "number", "@fact.unit"),
        ColumnForm("low_after", message("5 %"), "fact.low_after", "number", "@fact.unit"),
        ColumnForm("high_after", message("95 %"), "fact.high_after", "number", "@fact.unit"),
        ColumnForm("differs", message("Differs"), "fact.beyond_rounding", "code", codes=words.YES),
    ),
)
_INPUTS = TableForm(
    "inputs",
    message("Inputs that are known otherwise"),
    (
        ColumnForm("name", message("Input")),
        ColumnForm("before", message("Before")),
        ColumnForm("after", message("After")),
    ),
)
_RULES = TableForm(
    "rules",
    message("Contradictions that came or went"),
    (
        ColumnForm("title", message("What was looked for"), format="authored"),
        ColumnForm("before", message("Before"), format="code", codes=_VERDICTS),
        ColumnForm("after", message("After"), format="code", codes=_VERDICTS),
    ),
)


@dataclass(frozen=True)
class _Titled:
    title: str
    name: str
    which: str
    fact: object


@dataclass(frozen=True)
class _MovedAnswer:
    form: str
    item: str
    asks: str
    before: str
    after: str
    moved: str


@dataclass(frozen=True)
class _ChangedRule:
    title: str
    before: str
    after: str


def answers(
    found: AssessmentDifference, before: Assessment, after: Assessment, language: Language
) -> Table | None:
    """Every question that stands otherwise; nothing where none does."""
    asks = {
        (form.name, item.id): item.asks
        for one in (before, after)
        for form in one.forms
        for item in form.items
    }
    rows = [
        FactRow(
            _MovedAnswer(
                one.form,
                one.item,
                asks[one.form, one.item],
                str(one.before),
                str(one.after),
                one.moved,
            )
        )
        for one in found.answers
    ]
    return _ANSWERS.table(rows, language) if rows else None


def numbers(found: AssessmentDifference, language: Language) -> Table:
    """Every number of the headline on both sides."""
    is_split = {one.name for one in found.numbers if one.answer is not None}
    rows = (
        FactRow(_titled(one, language, is_split=one.name in is_split), f"numbers.{place}")
        for place, one in enumerate(found.numbers)
    )
    made = _NUMBERS.table(rows, language)
    return in_part(made, _placed)  # type: ignore[no-any-return]


def _titled(one: NumberChange, language: Language, *, is_split: bool) -> _Titled:
    which = head(one.answer, language) if one.answer else ""
    if one.answer is None and is_split:
        which = language.word("mixed")
    return _Titled(output_title(one.name, language), one.name, which, one)


def _placed(number: Number) -> Number:
    """The path of a number in the facts, without the step into the row."""
    return number.model_copy(update={"fact": number.fact.replace(".fact.", ".")})


def inputs(found: AssessmentDifference, language: Language) -> Table | None:
    """Inputs that are known otherwise; nothing where none is."""
    rows = [FactRow(one, f"inputs.{one.name}") for one in found.inputs]
    return _INPUTS.table(rows, language) if rows else None


def rules(
    found: AssessmentDifference, before: Assessment, after: Assessment, language: Language
) -> Table | None:
    """Rules that find something else; nothing where none does."""
    titles = {rule.id: rule.title for one in (before, after) for rule in one.rules}
    rows = [
        FactRow(_ChangedRule(titles[one.rule], str(one.before), str(one.after)))
        for one in found.rules
    ]
    return _RULES.table(rows, language) if rows else None
