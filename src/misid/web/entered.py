"""Answers as a form holds them: fields become a file of answers, and a file fills the fields."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar, get_args

from pydantic import ValidationError

from misid.assessment import answers as answering
from misid.assessment import questionnaire as asking
from misid.assessment.answers import SCHEMA, Answers, AnswerState, ItemAnswer
from misid.assessment.questionnaire import CitedSource, Questionnaire
from misid.errors import FormatError
from misid.web import new_statement
from misid.words import entered as words

LONGEST = 2000
"""Letters of a field, as a file of answers has them."""
Carried = TypeVar("Carried", Answers, Questionnaire)
_PARTS = ("state", "why", "source")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class FieldMistake:
    """What is wrong with one field: its name in the form, and what is said of it."""

    field: str
    title: str
    what: str


@dataclass(frozen=True)
class Entered:
    """
    What a form holds.

    `base` are the answers it began with; `fields` what stands in those of `form` now.
    """

    base: Answers
    form: Questionnaire
    fields: Mapping[str, str] = field(default_factory=dict)
    own: Questionnaire | None = None
    """A questionnaire that the reader brought, whether or not it is shown now."""
    waits: Questionnaire | None = None
    """One that is asked once mistakes of this one are put right."""

    def value(self, part: str, item: str = "") -> str:
        """What stands in a field: programme, as_of; or state, why, source of a question."""
        return self.fields.get(name_of(part, item), "")


def name_of(part: str, item: str) -> str:
    """The name of a field of a question; of none, the part itself."""
    return f"{part}:{item}" if item else part


def filled(base: Answers, form: Questionnaire, own: Questionnaire | None = None) -> Entered:
    """
    A form as a file of answers fills it.

    Args:
        base: the answers.
        form: whose questions are shown.
        own: a questionnaire that the reader brought.
    """
    given = {one.item: one for one in base.answers if one.form == form.name}
    titles = _names(base.sources)
    fields = {"programme": base.programme, "as_of": base.as_of.isoformat()}
    for name, one in given.items():
        fields[name_of("state", name)] = one.state
        fields[name_of("why", name)] = one.why
        fields[name_of("source", name)] = "\n".join(titles[key] for key in one.evidence)
    return Entered(base, form, fields, own)


def read_entered(
    sent: Mapping[str, str], begun: Answers, form: Questionnaire, own: Questionnaire | None = None
) -> Entered:
    """
    What was sent of a form.

    Args:
        sent: every field by its name; `base` is what the form began with, as JSON.
        begun: that, where the form does not say it.
        form: whose questions were shown.
        own: a questionnaire that the reader brought.
    Raises: FormatError: `base` is no file of answers.
    """
    names = ["programme", "as_of", *new_statement.NAMES]
    names += [name_of(part, item.id) for item in form.items for part in _PARTS]
    fields = {name: _lines(sent[name]) for name in names if name in sent}
    base = _base(sent["base"]) if sent.get("base") else begun
    gone = sent.get("without", "")
    kept = tuple(one for one in base.statements if one.id != gone)
    return Entered(base.model_copy(update={"statements": kept}), form, fields, own)


def read_own(text: str) -> Questionnaire | None:
    """
    The questionnaire that a form carries; nothing where it carries none.

    Args:
        text: as JSON.
    Raises: FormatError: it is none.
    """
    if not text:
        return None
    no = FormatError("what the form carries is no questionnaire.", use="the file once more")
    return _carried(text, Questionnaire, asking.mistakes, no)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _base(text: str) -> Answers:
    no = FormatError("what the form began with is no file of answers.", use="the form anew")
    return _carried(text, Answers, answering.mistakes, no)


def _carried(
    text: str, kind: type[Carried], mistakes: Callable[[Carried], Iterator[object]], no: FormatError
) -> Carried:
    """A document that the form carries from page to page, which anybody may have changed."""
    try:
        whole = kind.model_validate_json(text)
    except ValidationError:
        raise no from None
    if any(mistakes(whole)) or _UNSEEN.search(whole.model_dump_json()):
        raise no
    return whole


def mistakes(entered: Entered) -> Iterator[FieldMistake]:
    """What has to be put right before these are answers, in the order of the form."""
    for name in ("programme", "as_of"):
        code = _wrong_head(name, entered.value(name))
        if code:
            yield FieldMistake(name, words.HEADS[name], words.MISTAKES[code])
    for item in entered.form.items:
        for part in _PARTS:
            code = _wrong(entered, part, item.id)
            if code:
                yield FieldMistake(name_of(part, item.id), item.asks, words.MISTAKES[code])
    yield from _wrong_statement(entered.fields)


def _wrong_statement(fields: Mapping[str, str]) -> Iterator[FieldMistake]:
    """What is wrong with a statement that is entered; of each field the first."""
    codes = dict(new_statement.mistakes(fields))
    for name in new_statement.NAMES:
        code = codes.get(name) or _wrong_text(fields.get(name, ""))
        if code:
            yield FieldMistake(name, words.SAID[name], words.MISTAKES[code])


def _wrong_head(name: str, text: str) -> str:
    if name == "as_of" and _day(text) is None:
        return "no_day"
    return "no_programme" if not text else _wrong_text(text)


def _wrong_text(text: str) -> str:
    if _UNSEEN.search(text):
        return "unseen"
    return "too_long" if len(text) > LONGEST else ""


def _wrong(entered: Entered, part: str, item: str) -> str:
    """The code of what is wrong with a field; nothing where nothing is."""
    state, text = entered.value("state", item), entered.value(part, item)
    if part == "state":
        return _wrong_state(entered, state, item)
    if text and not state:
        return "no_state"
    lines = text.split("\n") if part == "source" else [text]
    return next(filter(None, map(_wrong_text, lines)), "")


def _wrong_state(entered: Entered, state: str, item: str) -> str:
    if state and state not in get_args(AnswerState):
        return "other_state"
    why, source = entered.value("why", item), entered.value("source", item)
    if state in ("not_applicable", "not_checked") and not why:
        return "no_reason"
    return "no_ground" if state in ("met", "not_met") and not (why or source) else ""


def answers(entered: Entered) -> Answers:
    """
    The answers that a form without mistakes holds; of other questionnaires, those it began with.

    Args:
        entered: the form.
    """
    base, sources = entered.base, dict(entered.base.sources)
    others = tuple(one for one in base.answers if one.form != entered.form.name)
    own = tuple(_answer(entered, item.id, sources) for item in entered.form.items)
    day = _day(entered.value("as_of"))
    statements = base.statements
    if new_statement.is_begun(entered.fields):
        source = _key(" ".join(entered.value(new_statement.SOURCE).split()), sources)
        statements += (new_statement.statement(entered.fields, source, statements),)
    return Answers(
        schema_=SCHEMA,
        programme=entered.value("programme"),
        as_of=day or base.as_of,
        sources=sources,
        answers=(*others, *(one for one in own if one is not None)),
        statements=statements,
    )


def _answer(entered: Entered, item: str, sources: dict[str, CitedSource]) -> ItemAnswer | None:
    """One answer; sources that it names and that are not known yet are put among the others."""
    state = next(
        (one for one in get_args(AnswerState) if one == entered.value("state", item)), None
    )
    if state is None:
        return None
    lines = (" ".join(line.split()) for line in entered.value("source", item).split("\n"))
    named = filter(None, lines)
    keys = tuple(dict.fromkeys(_key(line, sources) for line in named))
    why = entered.value("why", item)
    return ItemAnswer(form=entered.form.name, item=item, state=state, why=why, evidence=keys)


def _key(title: str, sources: dict[str, CitedSource]) -> str:
    """The key of a source by its title; of one that is not known, a new one."""
    known = next((key for key, one in _names(sources).items() if one == title), None)
    if known is not None:
        return known
    place = next(n for n in range(1, len(sources) + 2) if f"source-{n}" not in sources)
    url = title if title.startswith(("https://", "http://")) else ""
    sources[f"source-{place}"] = CitedSource(title=title, url=url[:400], quality="unchecked")
    return f"source-{place}"


def _names(sources: Mapping[str, CitedSource]) -> dict[str, str]:
    """What each source is called in a form: its title; its key, where two have one title."""
    titles = [" ".join(one.title.split()) for one in sources.values()]
    return {
        key: title if titles.count(title) == 1 and title not in sources else key
        for key, title in zip(sources, titles, strict=True)
    }


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
