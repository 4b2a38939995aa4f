"""The tables of people over the years."""

from __future__ import annotations

from collections.abc import Sequence

from misid.document.columns import ColumnForm, FactRow, TableForm
from misid.document.model import Table
from misid.document.tables.simulation import IF, RATES, WRONG
from misid.results.schema import ResultsPart
from misid.simulation.people_schema import AgencyRow, History
from misid.words import people as words
from misid.words.language import ENGLISH, Language, message
from misid.words.numbers import counted, duration, exact
from misid.words.sentence import Number, TableCell, paragraph, pieces, plain

_DAYS_A_YEAR = 365.25
_FEW_AGENCIES = 10
_PATH = f"rates.{WRONG}."


def _counts(*named: tuple[str, str]) -> tuple[ColumnForm, ...]:
    """Columns of counts, each by its name and title."""
    return tuple(ColumnForm(name, title, format="count") for name, title in named)


def _after(name: str, title: str) -> ColumnForm:
    """Days until something, in years where they are many; or that it was not seen."""
    return ColumnForm(
        name, title, format="count", cell=lambda row, language: _days(row, name, language)
    )


def _days(row: FactRow, name: str, language: Language) -> TableCell:
    days = getattr(row.fact, name)
    if days is None:
        return language.word("not seen")
    if days >= 2 * _DAYS_A_YEAR:
        text = duration(round(days / _DAYS_A_YEAR), language)
    else:
        count = counted(days, language=language)
        text = plain(language.say_many("{days} day", "{days} days", round(days), days=count))
    return Number(value=days, text=text, fact=f"{row.where}.{name}")


SIDES = TableForm(
    "sides",
    message("Wrong-person references on both sides"),
    (
        IF,
        *_counts(
            ("wrong_person", message("People")),
            ("wrong_person_again", message("Twice or more")),
            ("agencies_without", message("Agencies that never see it")),
        ),
        ColumnForm("rate", message("Per 100,000 searches"), f"{_PATH}rate", "precise"),
        ColumnForm("expected", message("Closed form"), f"{_PATH}expected", "precise"),
        ColumnForm("worlds_low", message("Possible worlds from"), f"{_PATH}worlds.low", "number"),
        ColumnForm("worlds_high", message("to"), f"{_PATH}worlds.high", "number"),
    ),
    message(
        "People referred on somebody else's record, and agencies that never see it, counted; then "
        "references per 100,000 searches. The same people live on each side."
    ),
)
REPEATS = TableForm(
    "repeats",
    message("People, by how often it happened to them"),
    (
        ColumnForm("times", message("Times")),
        *_counts(
            ("wrong_person", message("Wrong person")),
            ("same_stranger", message("On one and the same record")),
            ("in_a_row", message("In an unbroken row")),
            ("wrong_record", message("Wrong record")),
        ),
    ),
    message(
        "On one and the same record of somebody else, a look-alike or kin: the most references of "
        "a person that rest on one. Once: each of theirs rests on another's."
    ),
)
PHOTOGRAPHS = TableForm(
    "photographs",
    message("Photographs at the end of each year"),
    (
        ColumnForm("year", message("Year")),
        *_counts(
            ("taken", message("Taken")),
            ("held", message("Held")),
            ("held_expected", message("Held, closed form")),
            ("held_citizens", message("Of citizens")),
            ("held_no_candidate", message("Matched nothing")),
            ("due", message("Due")),
            ("deleted", message("Deleted")),
            ("overdue", message("Overdue")),
        ),
    ),
    message("The closed form is that of the first rules, and of even use."),
)
AGENCIES = TableForm(
    "agencies",
    message("Agencies"),
    (
        ColumnForm("name", message("Agency")),
        ColumnForm("officers", message("Officers"), format="count", aside=True),
        *_counts(("searches", message("Searches")), ("wrong_person", message("Wrong person"))),
        ColumnForm("rate", message("Per 100,000 searches"), format="number"),
        ColumnForm("low", message("95 % from"), format="number"),
        ColumnForm("high", message("to"), format="number"),
        _after("first_after_days", message("First after")),
        _after("expected_after_days", message("Expected after")),
    ),
)
ASSUMED = TableForm(
    "assumed",
    message("Assumed beside the scenario, as the reader said"),
    (
        ColumnForm("what", message("What"), "0", "code", codes=words.CHURN),
        ColumnForm(
            "number",
            message("Number"),
            format="exact",
            cell=lambda row, language: Number(
                value=row.fact[1],
                text=exact(row.fact[1], language),
                fact=f"{row.where}.{row.fact[0]}",
            ),
        ),
    ),
)


def assumed(history: History, language: Language) -> Table:
    """What was assumed of people and photographs beside the scenario."""
    churn = history.stamp.churn
    return ASSUMED.table([FactRow((name, value), "stamp.churn") for name, value in churn], language)


def sides(history: History, language: Language) -> Table | None:
    """What becomes of the same people under each answer; nothing where none is open."""
    if history.either_or is None:
        return None
    rows = [FactRow(side, f"either_or.sides.{side.option}") for side in history.either_or.sides]
    return SIDES.table(rows, language)


def repeats(history: History, language: Language, *, most: int | None = None) -> Table:
    """
    How often it happened to the same person.

    Args:
        history: what was simulated.
        language: of the table.
        most: so many rows; all, where it is left out.
    """
    rows = [FactRow(row, f"repeats.{number}") for number, row in enumerate(history.repeats)]
    table, left = REPEATS.table(rows[:most], language), rows[len(rows[:most]) :]
    if not left:
        return table
    people = sum(row.fact.wrong_person for row in left)
    more = language.say(
        "And {people} people referred on a wrong person's record more often.",
        people=counted(people, language=language),
    )
    return table.model_copy(update={"note": paragraph([pieces(table.note), more])})


def photographs(history: History, language: Language) -> Table:
    """What was taken, held and deleted, year by year."""
    rows = [FactRow(year, f"photographs.{year.year}") for year in history.photographs]
    return PHOTOGRAPHS.table(rows, language)


def agencies(history: History, language: Language, *, most: int | None = None) -> Table:
    """
    Agencies, the largest first.

    Args:
        history: what was simulated.
        language: of the table.
        most: how many; all, where it is left out.
    """
    every = sorted(_numbered(history), key=lambda pair: (-pair[1].searches, pair[1].name))
    rows = [FactRow(agency, f"agencies.{number}") for number, agency in every[:most]]
    table, left = AGENCIES.table(rows, language), len(every) - len(rows)
    if not left:
        return table
    note = language.say(
        "The largest; {left} more stand in agencies.csv.", left=counted(left, language=language)
    )
    return table.model_copy(update={"note": note})


def every_field(name: str, rows: Sequence[ResultsPart]) -> Table:
    """
    Rows of the history as they are, a column for each field: what goes into a file.

    Args:
        name: of the field of the history that holds them.
        rows: at least one.
    """
    columns = tuple(
        ColumnForm(field, "", format="words" if isinstance(value, str | bool) else "exact")
        for field, value in rows[0]
    )
    facts = [FactRow(row, f"{name}.{number}") for number, row in enumerate(rows)]
    return TableForm(name, "", columns).table(facts, ENGLISH)


def few_agencies(history: History, language: Language) -> Table:
    """Some of every size, evenly from the smallest to the largest."""
    every = sorted(_numbered(history), key=lambda pair: (pair[1].searches, pair[1].name))
    last, many = len(every) - 1, min(_FEW_AGENCIES, len(every))
    places = [round(last * place / max(many - 1, 1)) for place in range(many)]
    rows = [FactRow(every[place][1], f"agencies.{every[place][0]}") for place in places]
    note = (
        language.say("Some of every size, from the smallest to the largest; all are made up.")
        if history.agencies_are_made_up
        else language.say("Some of every size of the list, from the smallest to the largest.")
    )
    return AGENCIES.table(rows, language).model_copy(update={"note": note})


def eras(history: History, language: Language) -> tuple[Table, ...]:
    """The rates of everybody while each set of rules held."""
    return tuple(_era(history, number, language) for number in range(len(history.eras)))


def _era(history: History, number: int, language: Language) -> Table:
    held = history.eras[number]
    rows = [
        FactRow(rate, f"eras.{number}.rates.{place}")
        for place, rate in enumerate(held.rates)
        if not rate.group
    ]
    update = {
        "name": f"rates-from-month-{held.from_month}",
        "title": words.era_title(held, language),
    }
    return RATES.table(rows, language).model_copy(update=update)


def _numbered(history: History) -> list[tuple[int, AgencyRow]]:
    return list(enumerate(history.agencies))
