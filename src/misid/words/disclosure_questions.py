"""What is asked of a disclosed table: in sentences, as a field with choices, and the answers."""

from __future__ import annotations

from misid.disclosure.roles import RoleName
from misid.disclosure.schema import CountsQuestion, DisclosedColumn, Disclosure
from misid.words.disclosure import ROLES, named
from misid.words.language import Language, message
from misid.words.numbers import counted, spelled
from misid.words.sentence import Sentence, Value, plain

ORDERS = {
    "day-first": message("the day stands first"),
    "month-first": message("the month stands first"),
    "swapped": message(
        "a spreadsheet turned round the days up to the 12th, and left the others as they were"
    ),
}
"""How day and month can stand."""
SIGNS = {
    "point": message("a point stands before the part of a number below one"),
    "comma": message("a comma stands before the part of a number below one"),
}
"""How numbers can be written."""
NONE_MEANS = {
    "zero": message("“none” among counts is 0"),
    "not-given": message("“none” among counts says that no count was given"),
}
"""What words such as “none” can say."""
DASH_MEANS = {
    "zero": message("a dash among counts is 0"),
    "not-given": message("a dash among counts says that no count was given"),
}
"""What a dash can say."""
WORDS_ON_SOME_ROWS = {
    "label": message("Places, agencies or the like: rows of one name are a series of their own"),
    "text": message("Remarks: all rows are one series"),
}
"""What words can be that stand on some rows alone."""
NONE_OF_THEM = message("None of them")


def questions(found: Disclosure, language: Language) -> tuple[Sentence, ...]:
    """Each question: both readings, and the option that chooses each."""
    return tuple(_question(one, found, language) for one in found.questions)


def _question(one: CountsQuestion, found: Disclosure, language: Language) -> Sentence:
    first, second = one.options[0], one.options[-1]
    names = [named(found.column(letter), language) for letter in one.columns]
    day: dict[str, Value] = {
        "column": names[0], "row": counted(one.row or 0, language=language), "written": one.written,
        "one": one.readings[0], "option": first, "other": one.readings[-1], "second": second,
    }  # fmt: skip
    if one.code == "date_order" and second.endswith("swapped"):
        return language.say(
            "Column {column}, row {row}: {written} is {one} with {option}. Or a spreadsheet turned "
            "round the days up to the 12th and left the others as they were: then it is {other}, "
            "with {second}. In the other order some cells would be no days.",
            **day,
        )
    if one.code == "date_order":
        return language.say(
            "Column {column}, row {row}: {written} is {one} with {option}, or {other} with "
            "{second}.",
            **day,
        )
    if one.code == "one_role":
        return language.say(
            "Columns {columns} could each be: {role}. Choose with {options}.",
            columns=", ".join(names), role=language.word(ROLES[one.written]),
            options=", ".join(one.options),
        )  # fmt: skip
    return _question_of_cells(one, names[0], language)


def _question_of_cells(one: CountsQuestion, column: str, language: Language) -> Sentence:
    """What the cells of one column may mean."""
    first, second = one.options[0], one.options[-1]
    if one.code in ("none_said", "dash_said"):
        return language.say(
            "Column {column}, row {row}: “{written}” is 0 with {option}, or a count that was not "
            "given with {second}. The answer is for every cell of the table that says so.",
            column=column, row=counted(one.row or 0, language=language), written=one.written,
            option=first, second=second,
        )  # fmt: skip
    if one.code == "remark":
        return language.say(
            "Column {column} has words on some rows: they are places, agencies or the like with "
            "{option}, so that rows of one name are a series of their own; or remarks with "
            "{second}. Nothing else tells which.",
            column=column, option=first, second=second,
        )  # fmt: skip
    return language.say(
        "Column {column} never falls: {one} in all, if it adds up as it goes ({option}); {other} "
        "in all, if each row is of its period alone ({second}).",
        column=column, one=_digits(one.readings[0], language), option=first,
        other=_digits(one.readings[-1], language), second=second,
    )  # fmt: skip


def _digits(text: str, language: Language) -> str:
    return spelled(text, language.spelling)


def asks(question: CountsQuestion, found: Disclosure, language: Language) -> str:
    """What is asked, before its choices."""
    names = [named(found.column(letter), language) for letter in question.columns]
    if question.code == "date_order":
        said = language.say(
            "Which day is {written}, in row {row} of column {column}?",
            written=question.written, row=counted(question.row or 0, language=language),
            column=names[0],
        )  # fmt: skip
    elif question.code == "one_role":
        role = language.word(ROLES[question.written])
        said = language.say("Which of these columns holds: {role}?", role=role)
    elif question.code in ("none_said", "dash_said"):
        said = language.say(
            "What does “{written}” say, in row {row} of column {column} and wherever it stands?",
            written=question.written, row=counted(question.row or 0, language=language),
            column=names[0],
        )  # fmt: skip
    elif question.code == "remark":
        said = language.say("What are the words on some rows of column {column}?", column=names[0])
    else:
        said = language.say("Does column {column}, which never falls, add up?", column=names[0])
    return plain(said)


def readings(question: CountsQuestion, found: Disclosure, language: Language) -> tuple[str, ...]:
    """What each of its options makes of the table, in the order of the options."""
    if question.code == "date_order":
        orders = [option.removeprefix("--dates ") for option in question.options]
        days = zip(question.readings, orders, strict=True)
        return tuple(f"{day}: {language.word(ORDERS[order])}" for day, order in days)
    if question.code == "one_role":
        return tuple(named(found.column(letter), language) for letter in question.columns)
    if question.code == "none_said":
        return tuple(language.word(said) for said in NONE_MEANS.values())
    if question.code == "dash_said":
        return tuple(language.word(said) for said in DASH_MEANS.values())
    if question.code == "remark":
        return tuple(language.word(words) for words in WORDS_ON_SOME_ROWS.values())
    last, summed = (spelled(one, language.spelling) for one in question.readings)
    return (
        plain(language.say("Yes, each row tells all so far: {count} in all", count=last)),
        plain(language.say("No, each row is of its period alone: {count} in all", count=summed)),
    )


def running(column: str, value: str, language: Language) -> str:
    """Whether a column adds up as it goes, as it was answered."""
    said = (
        language.say("Column {column} adds up as it goes", column=column)
        if value == "cumulative"
        else language.say("Column {column} does not add up as it goes", column=column)
    )
    return plain(said)


def is_role(column: str, role: RoleName, language: Language) -> str:
    """What a column is, as it was answered."""
    said = language.say("Column {column}: {role}", column=column, role=language.word(ROLES[role]))
    return plain(said)


def as_it_was(column: DisclosedColumn, language: Language) -> str:
    """The choice that leaves a column what it was taken for."""
    role = language.word(ROLES[column.role])
    return plain(language.say("As it was taken: {role}", role=role))
