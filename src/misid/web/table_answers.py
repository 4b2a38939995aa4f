"""What a reader says of a disclosed table: fields of an address, and how the table is then read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import get_args

from misid.disclosure import NONE_MEANS, ORDERS, CountsAsked
from misid.disclosure.roles import CountRole, RoleName
from misid.disclosure.schema import CountsQuestion, Disclosure
from misid.errors import MeaningError
from misid.files.read import plain
from misid.web.fields import FieldChoices
from misid.web.ticks import TICKED
from misid.words import disclosure_questions as words
from misid.words.disclosure import ROLES, named
from misid.words.language import Language, message

_PICK, _ROLE, _RUNNING, _NONE = "pick-", "role-", "running-", "none"
_LAYOUT = {
    "dates": ("", *words.ORDERS), "decimal": ("", *words.SIGNS), "none": ("", *words.NONE_MEANS),
    "dash": ("", *words.DASH_MEANS),
    "sheet": None,
}  # fmt: skip
_KEEP_ALL = "keep_all"
_OF_COUNTS = ("leave_out", _KEEP_ALL, "source")
_MOST_FIELDS = 200
_AS_IT_LOOKS = message("As it looks; asked where it may be either")
_LEGENDS = {
    "dates": message("How days are written"),
    "decimal": message("How numbers are written"),
    "none": message("What “none” says among counts"),
    "dash": message("What a dash says among counts"),
    "sheet": message("Sheet of the workbook"),
}
LEAVE_OUT = message("Rows that are not to be counted")
KEEP_ALL = message("Rows that look told twice are not: count them all")
KEY = message("Columns by which a row is found again")
_IN_PLACE_OF_OPTIONS = {
    "--leave-out": LEAVE_OUT,
    "--keep-all": KEEP_ALL,
    "--key COLUMN, repeatable": KEY,
    "--key COLUMN": KEY,
    "--sheet NAME": _LEGENDS["sheet"],
    "--decimal point": words.SIGNS["point"],
    "--decimal comma": words.SIGNS["comma"],
    "--none zero": words.NONE_MEANS["zero"],
    "--none not-given": words.NONE_MEANS["not-given"],
    "--dash zero": words.DASH_MEANS["zero"],
    "--dash not-given": words.DASH_MEANS["not-given"],
}


@dataclass(frozen=True)
class TableAnswers:
    """
    What was said of a table, by the names of fields; those that say nothing are left out.

    `said` is in order, so that the same answers are one key.
    """

    said: tuple[tuple[str, str], ...] = ()

    def value(self, name: str) -> str:
        """What a field says."""
        return dict(self.said).get(name, "")

    @property
    def reading(self) -> TableAnswers:
        """Those that decide how the table is read."""
        return TableAnswers(tuple(pair for pair in self.said if pair[0] not in _OF_COUNTS))

    def without(self, name: str) -> dict[str, str]:
        """All others."""
        return {known: value for known, value in self.said if known != name}

    def letters(self, prefix: str) -> Iterator[tuple[str, str]]:
        """What is said of single columns: what stands behind the prefix, and the value."""
        for name, value in self.said:
            if name.startswith(prefix):
                yield name.removeprefix(prefix), value


def read_answers(query: Iterable[tuple[str, str]]) -> TableAnswers:
    """
    The answers of an address; what it says beside them is left to the page.

    Raises: MeaningError: a field that cannot say this.
    """
    said = {name: value.strip() for name, value in query if value.strip() and _is_own(name)}
    if len(said) > _MOST_FIELDS:
        raise MeaningError("a field has a value that it does not offer.", use="the fields")
    for name, value in said.items():
        offered = _offered(name)
        if offered is not None and value not in offered:
            raise MeaningError("a field has a value that it does not offer.", use="the fields")
    return TableAnswers(tuple(sorted(said.items())))


def _is_own(name: str) -> bool:
    return name in (*_LAYOUT, *_OF_COUNTS, "key") or name.startswith((_PICK, _ROLE, _RUNNING))


def _offered(name: str) -> tuple[str, ...] | None:
    if name in _LAYOUT:
        return _LAYOUT[name]
    if name == _KEEP_ALL:
        return (TICKED,)
    if name.startswith(_ROLE):
        return get_args(RoleName)
    return ("cumulative", "each-period") if name.startswith(_RUNNING) else None


def asked(answers: TableAnswers, sheets: tuple[str, ...]) -> CountsAsked:
    """
    How a table is read by these answers.

    Args:
        answers: of the reader.
        sheets: names of the sheets of its workbook.
    Raises: MeaningError: a sheet or a role that is not there.
    """
    order = answers.value("dates").replace("-", "_")
    sign = {"point": ".", "comma": ","}
    running = tuple(answers.letters(_RUNNING))
    means = {one.replace("_", "-"): one for one in NONE_MEANS}
    return CountsAsked(
        sheet=_sheet(answers.value("sheet"), sheets),
        dates=next((one for one in ORDERS if one == order), None),
        decimal=sign.get(answers.value("decimal")),  # type: ignore[arg-type]
        none_means=means.get(answers.value("none")),
        dash_means=means.get(answers.value("dash")),
        columns={**dict(_picked(answers)), **dict(_roles(answers))},
        cumulative=tuple(letter for letter, value in running if value == "cumulative"),
        each_period=tuple(letter for letter, value in running if value != "cumulative"),
    )


def _sheet(text: str, sheets: tuple[str, ...]) -> str | None:
    if not text or not sheets:
        return None
    by_number = {str(at): name for at, name in enumerate(sheets, 1)}
    if text in by_number:
        return by_number[text]
    raise MeaningError(
        f"there is no sheet {plain(text)!r}.", use=f"the number of one, from 1 to {len(sheets)}"
    )


def _role(name: str) -> RoleName:
    known: tuple[RoleName, ...] = get_args(RoleName)
    for role in known:
        if role == name:
            return role
    raise MeaningError("a field has a value that it does not offer.", use="the fields")


def _roles(answers: TableAnswers) -> Iterator[tuple[str, RoleName]]:
    for letter, value in answers.letters(_ROLE):
        yield letter, _role(value)


def _picked(answers: TableAnswers) -> Iterator[tuple[str, RoleName]]:
    """Of columns that could each have a role, the one that was chosen, or none."""
    for name, value in answers.letters(_PICK):
        role, chosen = _role(name), value.split()
        if chosen[0] != _NONE:
            yield chosen[0], role
            continue
        other: RoleName = "count" if role in get_args(CountRole) else "text"
        for letter in chosen[1:]:
            yield letter, other


def question_fields(tables: Iterable[Disclosure], language: Language) -> tuple[FieldChoices, ...]:
    """
    Every question as a field, each once; nothing is chosen beforehand.

    Args:
        tables: in which something is asked.
        language: in which.
    """
    fields: dict[str, FieldChoices] = {}
    for found in tables:
        for one in found.questions:
            name, values = _field(one)
            told = words.readings(one, found, language)
            if one.code == "one_role":
                told = (*told, language.word(words.NONE_OF_THEM))
            choices = tuple(zip(values, told, strict=True))
            legend = words.asks(one, found, language)
            fields.setdefault(name, FieldChoices(name, legend, choices, ""))
    return tuple(fields.values())


def _field(one: CountsQuestion) -> tuple[str, tuple[str, ...]]:
    """The name of the field of a question, and the values of its choices."""
    if one.code == "date_order":
        return "dates", tuple(option.removeprefix("--dates ") for option in one.options)
    if one.code == "none_said":
        return "none", tuple(words.NONE_MEANS)
    if one.code == "dash_said":
        return "dash", tuple(words.DASH_MEANS)
    if one.code == "cumulative":
        return f"{_RUNNING}{one.columns[0]}", ("cumulative", "each-period")
    if one.code == "remark":
        return f"{_ROLE}{one.columns[0]}", tuple(words.WORDS_ON_SOME_ROWS)
    return f"{_PICK}{one.written}", (*one.columns, f"{_NONE} {' '.join(one.columns)}")


def layout_fields(
    answers: TableAnswers, sheets: tuple[str, ...], language: Language
) -> tuple[FieldChoices, ...]:
    """
    How the text and the workbook are laid out, as fields.

    Args:
        answers: of the reader.
        sheets: of the workbook, where it is one.
        language: in which.
    """
    offered: Mapping[str, Mapping[str, str]] = {
        "dates": {value: language.word(said) for value, said in words.ORDERS.items()},
        "decimal": {value: language.word(said) for value, said in words.SIGNS.items()},
        "none": {value: language.word(said) for value, said in words.NONE_MEANS.items()},
        "dash": {value: language.word(said) for value, said in words.DASH_MEANS.items()},
        "sheet": {str(at): plain(name) for at, name in enumerate(sheets, 1)},
    }
    usual = language.word(_AS_IT_LOOKS)
    return tuple(
        FieldChoices(
            name,
            language.word(_LEGENDS[name]),
            (("", usual), *((value, _begun(said)) for value, said in choices.items())),
            answers.value(name),
        )
        for name, choices in offered.items()
        if choices and (name != "sheet" or len(sheets) > 1)
    )


def _begun(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


@dataclass(frozen=True)
class ColumnSelect:
    """A field in which a reader says what a column is."""

    name: str
    title: str
    usual: str
    chosen: str
    roles: tuple[tuple[str, str], ...] = field(repr=False)


def column_selects(
    found: Disclosure, answers: TableAnswers, language: Language
) -> Iterator[ColumnSelect]:
    """
    A field for each column; columns of people have none, since nothing makes them be shown.

    Args:
        found: the table.
        answers: of the reader.
        language: in which.
    """
    roles = tuple((role, language.word(said)) for role, said in ROLES.items())
    for one in found.columns:
        if one.why != "about_a_person":
            name = f"{_ROLE}{one.letter}"
            chosen = answers.value(name)
            usual = words.as_it_was(one, language) if not chosen else language.word(_AS_IT_LOOKS)
            yield ColumnSelect(name, named(one, language), usual, chosen, roles)


def answers_in_words(
    answers: TableAnswers, sheets: tuple[str, ...], language: Language
) -> Iterator[tuple[str, str]]:
    """
    What was answered, in words, each with the name of its field.

    Args:
        answers: of the reader.
        sheets: of the workbook.
        language: in which.
    """
    of_layout = {one.name: one for one in layout_fields(answers, sheets, language)}
    for name, value in answers.reading.said:
        if name in of_layout:
            # A number of no sheet is refused, and stands as it was given.
            meant = dict(of_layout[name].choices).get(value, plain(value))
            yield name, f"{of_layout[name].legend}: {meant}"
        elif name.startswith(_RUNNING):
            yield name, words.running(name.removeprefix(_RUNNING), value, language)
        elif name.startswith(_ROLE):
            yield name, words.is_role(name.removeprefix(_ROLE), _role(value), language)
    for name, value in answers.letters(_PICK):
        role = language.word(ROLES[_role(name)])
        chosen = value.split()
        picked = language.word(words.NONE_OF_THEM) if chosen[0] == _NONE else chosen[0]
        yield f"{_PICK}{name}", f"{_begun(role)}: {picked}"


def options_as_fields(language: Language) -> dict[str, str]:
    """What stands on the page for options of the command, in the advice of a mistake."""
    return {
        option: f"\u201c{language.word(said)}\u201d"
        for option, said in _IN_PLACE_OF_OPTIONS.items()
    }
