"""Disclosed tables: understood as they are meant, asked where that is open, never put right."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.command import call
from tests.workbook import DAY, MONTH, SHARE, archive, cell, row, workbook

from misid.disclosure import (
    CountsAsked,
    Disclosure,
    counts_of,
    differences_of,
    load_counts,
    read_disclosure,
)
from misid.disclosure.cells import cell_meaning
from misid.disclosure.read import disclosure_of
from misid.disclosure.schema import NoneMeans
from misid.document.disclosure import difference_of_disclosures, disclosure_document
from misid.errors import FormatError, MeaningError, MisidError
from misid.files.sheet import Sheet, SheetRow, open_sheet, text_cell
from misid.words import language, plain
from misid.words.disclosure import why
from misid.words.language import ENGLISH

CASES = Path(__file__).parent / "cases" / "disclosed-counts"
Make = Callable[..., Disclosure]
NOTHING = CountsAsked()


@pytest.fixture
def table(tmp_path: Path) -> Make:
    """Reads a table from its text."""

    def made(text: str, name: str = "table.csv", **asked: object) -> Disclosure:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return read_disclosure(path, CountsAsked(**asked))  # type: ignore[arg-type]

    return made


def sheet(*rows: str, apart: str = ",", asked: CountsAsked = NOTHING) -> Disclosure:
    """A table without a file."""
    cells = (tuple(text_cell(text) for text in one.split(apart)) for one in rows)
    numbered = tuple(SheetRow(at, held) for at, held in enumerate(cells, 1))
    return disclosure_of(Sheet("made.csv", "0" * 64, "", (), numbered), asked)


def roles(found: Disclosure) -> dict[str, str]:
    """The role of each column by its letter."""
    return {one.letter: one.role for one in found.columns}


def told(found: Disclosure) -> list[tuple[str, tuple[int, ...], tuple[str, ...]]]:
    """Every disagreement: its kind, rows and columns."""
    return [(one.code, one.rows, one.columns) for one in found.discrepancies]


def plain_text(found: Disclosure) -> str:
    """What a reader sees of it."""
    return json.dumps(disclosure_document(found).model_dump(mode="json"))


# Cells


@pytest.mark.parametrize(
    ("text", "kind", "low", "high"),
    [
        ("10,200", "exact", 10200, 10200),
        ("12*", "exact", 12, 12),
        ("3 [1]", "exact", 3, 3),
        ("<5", "range", 0, 4),
        ("fewer than 5", "range", 0, 4),
        ("1-9", "range", 1, 9),
        ("1\u20139", "range", 1, 9),
        ("between 16,000 and 17,000", "range", 16000, 17000),
        ("5 or fewer", "range", 0, 5),
        ("more than 100,000", "range", 100001, None),
        ("100,000+", "range", 100000, None),
        ("más de 300", "range", 301, None),
        ("about 3,000", "rounded", 2500, 3500),
        ("nearly 4 million", "rounded", 3_500_000, 4_500_000),
        ("-", "not_given", None, None),
        ("n/a", "not_given", None, None),
        ("[c]", "not_given", None, None),
        ("#DIV/0!", "error", None, None),
        ("two", "text", None, None),
        ("<0", "text", None, None),
        ("at most -1", "text", None, None),
        ("more than 150%", "text", None, None),
    ],
)
def test_a_cell_says_what_was_written(
    text: str, kind: str, low: int | None, high: int | None
) -> None:
    """Exact, between two ends, rounded, not given, an error: each stays what it is."""
    found = cell_meaning(text_cell(text), ".")
    assert (kind, low, high) == (found.kind, found.low, found.high)


@pytest.mark.parametrize("text", ["0.017%", "1 in 6,000"])
def test_a_share_is_as_wide_as_it_was_rounded(text: str) -> None:
    """The same rate, published in two ways, is one in both."""
    found = cell_meaning(text_cell(text), ".")
    assert found.low is not None
    assert found.high is not None
    assert found.low <= 1 / 6000 <= found.high < 0.0002


# How columns are understood


def test_the_shipped_case_is_understood_and_asked() -> None:
    """Titles, a name twice, - and n/a, #DIV/0!, <5, a serial among days, a total, all at once."""
    found = read_disclosure(CASES / "deployments.csv")
    assert roles(found) == {
        "A": "year", "B": "date", "C": "enrolled_list", "D": "references",
        "E": "references_right", "F": "references_wrong", "G": "searches", "H": "share",
        "I": "share",
    }  # fmt: skip
    assert [(one.code, one.row, one.readings) for one in found.questions] == [
        ("date_order", 5, ("2024-11-02", "2024-02-11")),
        ("dash_said", 5, ("0", "")),
    ]
    assert told(found) == [("rates_of_same_name", (), ("H", "I"))]
    assert found.title == ("Figures published by a force", "Updated monthly")
    assert [(one.row, one.kind) for one in found.rows if one.kind == "total"] == [(8, "total")]


def test_an_order_of_days_that_was_chosen_is_kept() -> None:
    """With the days turned round the rows follow each other, and a serial number is a day."""
    found = read_disclosure(
        CASES / "deployments.csv", CountsAsked(dates="swapped", dash_means="not_given")
    )
    days = [one.from_ for one in found.periods]
    assert [date(2024, 2, 11), date(2024, 2, 21), date(2024, 10, 1)] == days
    counts = counts_of(found)
    assert counts.as_data()["periods"][2]["counts"] == {
        "searches": 8600,
        "references": 8,
        "references_wrong": 1,
        "references_right": 7,
        "enrolled_list": 10100,
    }
    assert [one["counts"] for one in counts.as_data()["periods"][:2]] == [
        {"searches": 4600, "enrolled_list": 10200},
        {"enrolled_list": 9800},
    ]


def test_the_met_of_2025() -> None:
    """Annual report of October 2025, as quoted: 2,077 alerts among 3,147,436 faces, 10 false."""
    found = read_disclosure(CASES / "met-2025.csv")
    assert (found.questions, found.discrepancies) == ((), ())
    period = counts_of(found, source="annual report, as quoted").periods[0]
    assert (date(2024, 9, 1), date(2025, 9, 30)) == (period.from_, period.to)
    held = {name: one.exact for name, one in period.counts.given.items()}
    assert held == {
        "searches": 3147436, "references": 2077, "references_wrong": 10, "detained": 962
    }  # fmt: skip
    # Four of the ten were not stopped: a part of them, and no second count of false alerts.
    assert found.column("F").rivals == ("references_wrong",)


def test_the_npl_of_2023() -> None:
    """Equitability study of March 2023, as quoted: rates at two lists, errors at two thresholds."""
    found = read_disclosure(CASES / "npl-2023.csv")
    assert [
        (one.threshold, one.list_size.low if one.list_size else None) for one in found.regimes
    ] == [(0.6, 10_000), (0.6, 1_000), (0.62, None), (0.64, None)]
    wrong = {
        one.counts.threshold: one.counts.references_wrong.exact
        for one in counts_of(found).periods
        if one.counts.references_wrong is not None
    }
    assert wrong == {0.62: 1, 0.64: 0}
    shares = [one.cells["C"] for one in found.rows[:2]]
    assert all(one.low and one.low <= rate <= (one.high or 0)
               for one, rate in zip(shares, (1 / 6000, 1 / 60_000), strict=True))  # fmt: skip


def test_names_over_several_columns_are_one_name() -> None:
    """True and false, each split into confirmed and not, under a name that both share."""
    found = sheet(
        "Month,Alerts,,,,,",
        ",All,True confirmed,True unconfirmed,False confirmed,False unconfirmed,Faces",
        "Jan 2025,20,10,2,4,4,1000",
    )
    assert list(roles(found).values()) == [
        "period",
        "references",
        "references_right",
        "right_unconfirmed",
        "references_wrong",
        "wrong_unconfirmed",
        "searches",
    ]
    assert found.discrepancies == ()


def test_a_name_ends_where_another_role_begins() -> None:
    """Faces are not under alerts, though the cell above them is blank as for those that are."""
    found = sheet("Month,Alerts,,", ",True,False,Arrests", "Jan 2025,20,10,2")
    assert roles(found)["D"] == "detained"


def test_years_over_columns_are_part_of_their_names() -> None:
    """Searches of 2024 are not the searches; what they could be is told."""
    found = sheet(",2024,2025", "Month,Searches,Searches", "January,10,12")
    assert [(found.column(letter).role, found.column(letter).rivals) for letter in "BC"] == [
        ("count", ("searches",))
    ] * 2


def test_a_year_between_rows_is_a_heading() -> None:
    """It is a note, and neither a row nor a count."""
    found = sheet("Month,Faces", "2024,", "Jan 2024,5", "2025", "Jan 2025,6")
    assert [one.row for one in found.rows] == [3, 5]
    assert found.notes == ("2024", "2025")


def test_years_that_are_no_calendar_years_keep_their_names() -> None:
    """2021-22 says no days; it still is what the row is called."""
    found = sheet("Year,Searches", "2019,5", "2020,6", "2021-22,7")
    assert [(one.label, one.from_ is not None) for one in found.rows] == [
        ("2019", True),
        ("2020", True),
        ("2021-22", False),
    ]


def test_numbers_that_are_none_stay_in_their_column() -> None:
    """(1,200) and 1.2k are told as no counts, and do not make a column of words."""
    found = sheet("Month,Faces", "Jan 2025,(1200)", "Feb 2025,1.2k", "Mar 2025,1300")
    assert told(found) == [("no_number", (2,), ("B",)), ("no_number", (3,), ("B",))]


def test_true_without_more_is_both_where_some_are_unconfirmed() -> None:
    """A column of all true alerts beside its two parts is their sum."""
    found = sheet(
        "Month,Alerts,True alerts,True alerts confirmed,True alerts unconfirmed,False alerts",
        "Jan 2025,9,7,5,2,2",
        "Feb 2025,9,7,5,1,2",
    )
    assert roles(found)["C"] == "all_right"
    assert told(found) == [("sum_differs", (3,), ("C",))]


def test_two_columns_of_one_role_are_asked() -> None:
    """Neither is taken until the reader says which."""
    rows = ("Month,Alerts,Total alerts", "Jan 2025,3,4")
    found = sheet(*rows)
    assert [one.options for one in found.questions] == [
        ("--column B=references", "--column C=references")
    ]
    assert {key: roles(found)[key] for key in "BC"} == {"B": "count", "C": "count"}
    with pytest.raises(MeaningError, match="could both be references"):
        counts_of(found)


def test_a_column_is_what_the_reader_says(table: Make) -> None:
    """By its name or its letter; the other of one role is then a count of something else."""
    found = table("Month,Alerts,Total alerts\nJan 2025,3,4\n", columns={"C": "references"})
    assert found.questions == ()
    assert {key: roles(found)[key] for key in "BC"} == {"B": "count", "C": "references"}
    with pytest.raises(MeaningError, match="no column is called 'Hits'") as caught:
        table("Month,Alerts\nJan 2025,3\n", columns={"Hits": "references"})
    assert "B (Alerts)" in caught.value.use


@pytest.mark.parametrize(
    ("days", "order", "rivals"),
    [
        (("14/02/2024", "01/03/2024", "15/03/2024"), "day_first", 0),
        (("02/14/2024", "03/01/2024", "03/15/2024"), "month_first", 0),
        (("03/01/2024", "10/01/2024", "05/02/2024"), None, 2),
        (("03/01/2024", "10/01/2024", "05/02/2024") * 2, None, 2),
        (
            tuple(f"{day}/2024" for day in ("03/01", "10/01", "05/02", "08/02", "04/03", "07/03")),
            "day_first",
            0,
        ),
        (("01/02/2024", "01/03/2024", "01/04/2024"), None, 2),
        (("14/02/2024", "02/15/2024", "01/03/2024"), None, 2),
        (("01/02/2024", "14/01/2024", "15/03/2024"), None, 2),
        (("2024-02-01", "2024-02-03", "2024-02-02"), None, 0),
    ],
)
def test_the_order_of_day_and_month(days: tuple[str, ...], order: str | None, rivals: int) -> None:
    """Taken where one order alone fits, asked where two do or days were turned round."""
    found = sheet("Date,Faces", *(f"{day},{at}00" for at, day in enumerate(days, 1)))
    assert order == found.column("A").order
    asked = [one for one in found.questions if one.code == "date_order"]
    assert rivals == sum(len(one.options) for one in asked)


@pytest.mark.parametrize(
    ("cells", "first"),
    [
        (("Sep 24", "Sep 25", "Sep 26"), None),
        (("Sep 24 to Sep 30", "Oct 1 to Oct 9"), None),
        (("Sep 24", "Oct 24"), date(2024, 9, 1)),
        (("Sep 24 to Oct 24", "Nov 24"), date(2024, 9, 1)),
        (("Sep 24", "Sep 2025"), date(2024, 9, 1)),
        (("Sept 2024", "Octubre de 2024"), date(2024, 9, 1)),
        (("Mayfair 2024", "Marylebone 2024"), None),
    ],
)
def test_a_month_and_two_digits_is_a_year_where_others_say_so(
    cells: tuple[str, ...], first: date | None
) -> None:
    """Else it may be a day, and is neither; a word is a month only where one begins so."""
    rows = (f"{text},{at}" for at, text in enumerate(cells, 1))
    assert first == sheet("Month,Faces", *rows).rows[0].from_


def test_days_that_a_spreadsheet_turned_round_are_asked(tmp_path: Path) -> None:
    """Days up to the 12th are days to the spreadsheet and all others text: the sign of it."""
    cells = row(1, cell("A1", "Date"), cell("B1", "Faces"))
    for at, (day, faces) in enumerate(((45413, 5), ("13/01/2024", 6), (45506, 7)), 2):
        cells += row(at, cell(f"A{at}", day, DAY), cell(f"B{at}", faces))
    path = tmp_path / "turned.xlsx"
    path.write_bytes(workbook(Data=cells))
    found = read_disclosure(path)
    assert [one.options for one in found.questions] == [("--dates day-first", "--dates swapped")]


def test_thousands_by_point_are_seen() -> None:
    """Nobody counts a part of a face: 12.500 are thousands, and so is 8.000 beside it."""
    found = sheet("Mes,Rostros", "enero 2025,12.500", "febrero 2025,8.000")
    assert [one.cells["B"].low for one in found.rows] == [12_500, 8_000]


@pytest.mark.parametrize(("share", "low"), [("1.250%", 0.012495), ("1,250%", 0.012495)])
def test_a_share_is_no_number_of_thousands(share: str, low: float) -> None:
    """Nobody publishes 1,250 per cent of the alerts: the sign stands before the part below one."""
    found = sheet("Month;Alerts;False alert rate", f"Jan 2025;8;{share}", apart=";")
    assert low == pytest.approx(found.rows[0].cells["C"].low)


def test_a_point_that_may_be_either_is_asked(table: Make) -> None:
    """8.000 alone may be eight, or eight thousand."""
    with pytest.raises(MeaningError, match=r"'8\.000' could be 8 or 8,000") as caught:
        table("Month,Faces\nJan 2025,8.000\n")
    assert "--decimal comma" in caught.value.use
    assert table("Month,Faces\nJan 2025,8.000\n", decimal=",").rows[0].cells["B"].low == 8000


def test_a_column_that_never_falls_is_asked() -> None:
    """Until it is said, its sum is not held against a total."""
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun")
    rows = [f"{month} 2025,{100 * at * at}" for at, month in enumerate(months, 1)]
    found = sheet("Month,Faces", *rows)
    assert [(one.code, one.readings) for one in found.questions] == [
        ("cumulative", ("3600", "9100"))
    ]
    assert sheet("Month,Faces", *rows, "Total,9100").questions == ()


@pytest.mark.parametrize("cell", ["", "-", "<5"])
def test_a_cell_that_is_not_exact_does_not_hide_that_a_column_only_rises(cell: str) -> None:
    """The cells that are there are judged."""
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul")
    held = (cell, *(str(100 * at) for at in range(1, 7)))
    rows = [f"{month} 2025,{value}" for month, value in zip(months, held, strict=True)]
    asked = CountsAsked(dash_means="not_given")
    found = sheet("Month,Faces", *rows, asked=asked)
    assert [one.code for one in found.questions] == ["cumulative"]


def test_periods_without_days_may_stand_with_the_newest_first(table: Make) -> None:
    """They are asked, and told apart in the order of time; places sorted by size are not asked."""
    rows = "".join(f"Week {at},{100 * at}\n" for at in range(7, 0, -1))
    found = table(f"Week,Faces\n{rows}")
    assert [one.readings for one in found.questions] == [("700", "2800")]
    periods = counts_of(table(f"Week,Faces\n{rows}", cumulative=("B",))).periods
    assert [one.counts.searches and one.counts.searches.exact for one in periods] == [100] * 7
    assert table(f"Location,Faces\n{rows}").questions == ()


PLACES = (
    "Month,Location,Alerts to date\nJan 2025,A,10\nJan 2025,B,2\nFeb 2025,A,11\nFeb 2025,B,19\n"
)


def test_each_place_adds_up_alone(table: Make) -> None:
    """What stands between its rows is another's; a fall is told; asked where no name says so."""
    found = table(PLACES)
    added = [
        one.counts.references and one.counts.references.exact for one in counts_of(found).periods
    ]
    assert (added, told(found)) == ([10, 2, 1, 17], [])
    assert told(table(PLACES.replace("B,19", "B,1"))) == [("cumulative_falls", (3, 5), ("C",))]
    rows = "".join(f"{at} 2025,A,{at * 9}\n{at} 2025,B,{at}\n" for at in range(1, 7))
    found = table(f"Month,Location,Alerts\n{rows}".replace(" 2025", "/2025"))
    assert [one.readings for one in found.questions] == [("60", "210")]


def test_places_that_do_not_come_again_are_one_run(table: Make) -> None:
    """The number of all grows from one deployment to the next."""
    found = table("Date,Event,Faces to date\n2025-01-03,X,10\n2025-01-04,Y,12\n2025-01-05,Z,15\n")
    added = [one.counts.searches and one.counts.searches.exact for one in counts_of(found).periods]
    assert added == [10, 2, 3]


def test_what_adds_up_as_it_goes_is_told_apart(table: Make) -> None:
    """A name that says so: each period is what was added since the last; a fall is told."""
    text = "Month,Faces to date\nJan 2025,100\nFeb 2025,220\nMar 2025,300\n"
    periods = counts_of(table(text)).periods
    assert [one.counts.searches and one.counts.searches.exact for one in periods] == [100, 120, 80]
    fell = table(text.replace("300", "200"))
    assert told(fell) == [("cumulative_falls", (3, 4), ("B",))]
    with pytest.raises(MeaningError, match="falls from row 3 to 4"):
        counts_of(fell)


def test_pasted_and_drawn_tables_are_read(table: Make) -> None:
    """Fields apart by wide spaces, and by | with ruled lines."""
    wide = table("Month       Faces   Alerts\nJan 2025    1,200   30\n", "pasted.txt")
    spaced = table("Month,  Faces,  Alerts\n2025-01-01,  1200,  30\n")
    assert [spaced.rows[0].cells[letter].low for letter in "BC"] == [1200.0, 30.0]
    drawn = table("| Month | Faces | Alerts |\n|---|---:|---|\n| Jan 2025 | 1,200 | 30 |\n")
    for found in (wide, drawn):
        assert [found.rows[0].cells[letter].low for letter in "BC"] == [1200.0, 30.0]


@pytest.mark.parametrize("name", ["Data", "Inline"])
def test_a_workbook_keeps_errors_shares_days_and_hidden_rows(name: str, tmp_path: Path) -> None:
    """What the spreadsheet knows of a cell is not lost, nor that it hides a row."""
    path = tmp_path / "sheet.xlsx"
    named = {"B3": "Date", "C3": "Alerts", "D3": "False alert rate"}
    names = [cell(place, name) for place, name in named.items()]
    rows = row(1, cell("B1", "A title")) + row(3, *names)
    rows += row(4, cell("B4", 45566, DAY), cell("C4", "#DIV/0!"), cell("D4", 0.125, SHARE))
    rows += row(5, cell("B5", 45567, DAY), cell("C5", 8), cell("D5", 0.25, SHARE), hidden=True)
    path.write_bytes(workbook(**{name: rows, "Empty": ""}))
    found = read_disclosure(path)
    assert (found.sheet, found.header_row, found.title) == (name, 3, ("A title",))
    first = found.rows[0]
    assert (date(2024, 10, 1), "error", "share") == (
        first.from_, first.cells["C"].kind, first.cells["D"].kind,
    )  # fmt: skip
    assert told(found) == [("hidden", (5,), ())]


def test_people_and_cases_are_never_shown() -> None:
    """Names and numbers of single ones are only told apart, and no text of them is kept."""
    found = sheet("Month,Officer,Crime reference,Alerts", "Jan 2025,A. Nother,CR/17,3")
    assert [found.column(letter).why for letter in "BC"] == ["about_a_person"] * 2
    held = found.model_dump_json()
    assert not [word for word in ("Nother", "CR/17") if word in held]


@pytest.mark.parametrize(
    "name",
    ["Case", "Case no", "Crime ref.", "Crime number", "URN", "Log number", "CAD", "Collar number",
     "Warrant no", "Passport no", "Birth date", "Arrestee", "Detainee", "Defendant", "Witness",
     "Constable", "Analyst", "Requested by", "Email", "Operator", "User", "Username", "Detenido",
     "Usuario", "Officers", "Suspects", "Badge number of officer", "Reference number of suspect",
     "Number of officer"],
)  # fmt: skip
def test_names_and_numbers_of_single_ones_stay_in_their_column(name: str) -> None:
    """In every cell, and where a row has no other cell, so that it could be taken for a note."""
    found = sheet(f"{name},Faces,Alerts", "J Smith,100,3", "M Jones,,", "A Lee,120,1")
    assert (found.column("A").why, [one.row for one in found.rows]) == ("about_a_person", [2, 3, 4])
    held = found.model_dump_json()
    assert not [word for word in ("Smith", "Jones", "Lee") if word in held]


def test_a_first_row_of_words_and_dashes_is_no_line_of_names() -> None:
    """Who stands in it would be shown as the name of a column."""
    found = sheet("Officer,Remarks,Alerts", "J Smith,M Jones,-", "A Lee,B Kim,3")
    assert [one.name for one in found.columns] == ["Officer", "Remarks", "Alerts"]
    held = found.model_dump_json()
    assert not [word for word in ("Smith", "Jones", "Lee", "Kim") if word in held]


@pytest.mark.parametrize("name", ["Case", "Badge number of officer", "Log number", "URN"])
def test_numbers_of_single_ones_are_no_counts(name: str) -> None:
    """A number that stands for somebody is not shown, nor added up."""
    found = sheet(f"Month,{name},Alerts", "Jan 2025,170023,3", "Feb 2025,170024,4")
    assert (found.column("B").role, "17002" in found.model_dump_json()) == ("text", False)


@pytest.mark.parametrize(
    "name",
    ["Number of officers", "Officers", "Alerts per officer", "No. of live suspects", "Cases"],
)
def test_how_many_people_is_a_count(name: str) -> None:
    """Only where numbers stand below it."""
    found = sheet(f"Month,{name},Alerts", "Jan 2025,12,3", "Feb 2025,13,4")
    assert [one.cells["B"].low for one in found.rows] == [12, 13]


@pytest.mark.parametrize(
    "name", ["Name", "Comments", "Notes on the location", "Event lead", "Period lead", "Alerts", ""]
)
def test_words_that_may_name_people_are_not_shown_unless_told(name: str, table: Make) -> None:
    """Nor as the name of a row, nor as a note; a reader who says that they are places sees them."""
    text = f"{name},Month,Alerts made\nJ Smith arrested,Jan 2025,3\nM Jones,,\nAll,Feb 2025,4\n"
    found = table(text)
    assert (found.column("A").why, found.column("A").role) == ("may_name_people", "text")
    assert "label" in found.column("A").rivals
    held = found.model_dump_json() + plain_text(found)
    assert not [word for word in ("Smith", "Jones") if word in held]
    for role in ("label", "text"):
        shown = table(text, columns={"A": role}).model_dump_json()
        assert ("Smith" in shown, "Jones" in shown) == (True, True)


def test_words_that_are_not_shown_still_tell_rows_apart() -> None:
    """Two rows of one month are of two places, though nobody said that they are places."""
    found = sheet("Month,Where,Alerts to date", "Jan 2025,A,9", "Jan 2025,B,1", "Feb 2025,A,9",
                  "Feb 2025,B,3")  # fmt: skip
    assert told(found) == []
    counts = [one.counts.references for one in counts_of(found).periods]
    assert [one and one.exact for one in counts] == [9, 1, 0, 2]


REMARKS = ("2021,5,", "2022,6,new camera", "2023,7,", "2024,8,policy changed", "2025,9,")


@pytest.mark.parametrize("name", ["Notes", "What happened", "Event"])
def test_remarks_on_a_few_rows_are_no_series_of_their_own(name: str, table: Make) -> None:
    """No year between them is said to be left out; a reader may say that they are places."""
    text = "\n".join((f"Year,Searches,{name}", *REMARKS))
    found = table(text)
    assert (told(found), found.questions, found.column("C").is_remark) == ([], (), True)
    assert "remarks on some rows" in why(found.column("C"), ENGLISH)
    places_ = table(text, columns={"C": "label"})
    assert [code for code, _, _ in told(places_)] == ["gap"] * 2


def test_words_on_half_of_the_rows_are_asked_about(table: Make) -> None:
    """They may be places or remarks; under a name of remarks, or where times come again, not."""
    rows = ("2021,5,A", "2022,6,", "2023,7,A", "2024,8,")
    text = "\n".join(("Year,Searches,Where", *rows))
    found = table(text)
    assert [(one.code, one.columns) for one in found.questions] == [("remark", ("C",))]
    with pytest.raises(MeaningError, match="may be places, or remarks") as caught:
        counts_of(found)
    assert caught.value.use == "--column C=label, or --column C=text"
    for role, codes in (("label", ["gap"] * 2), ("text", [])):
        answered = table(text, columns={"C": role})
        assert (answered.questions, [one.code for one in answered.discrepancies]) == ((), codes)
    assert told(table(text.replace("Where", "Remarks"))) == []
    again = table("\n".join(("Year,Searches,Where", "2021,5,A", "2021,6,", "2022,7,A", "2022,8,")))
    assert (again.questions, told(again), again.column("C").is_remark) == ((), [], False)


@pytest.mark.parametrize("name", ["Name of force", "Police area", "Agency", "Etnia"])
def test_places_agencies_and_groups_are_shown(name: str) -> None:
    """Their names are those of nobody."""
    assert "North" in sheet(f"{name},Faces", "North,5", "South,6").model_dump_json()


def test_a_second_table_is_not_read_as_more_rows() -> None:
    """Its names are told; words in the rows of one table, and its own names again, are none."""
    with pytest.raises(FormatError, match="names columns again in row 3"):
        sheet("Month,Faces", "Jan 2025,100", "Location,Arrests", "North,3")
    found = sheet(
        "Event,Area,Alerts", "Search,Station area,-", "X,Y,3", "event,AREA,alerts", "Z,Y,4"
    )
    assert [one.row for one in found.rows] == [2, 3, 5]


def test_all_people_of_a_period_are_no_total() -> None:
    """They are told beside their groups; where the groups name the rows, a total is one."""
    found = sheet("Month,Ethnicity,Faces", "Jan 2025,All,9", "Jan 2025,A,4", "Jan 2025,B,5")
    assert told(found) == [("all_beside_groups", (3, 4, 2), ())]
    only = sheet("Month,Group,Faces", "Jan 2025,All,9", "Feb 2025,All,4")
    assert [one.kind for one in only.rows] == ["period", "period"]
    found = sheet("Ethnicity,Faces", "A,4", "B,5", "Total,9")
    assert [one.kind for one in found.rows] == ["period", "period", "total"]


def test_a_table_of_totals_alone_is_refused() -> None:
    """Nothing would be left to count."""
    with pytest.raises(FormatError, match="no row but totals"):
        sheet("Month,Faces", "Total 2024,5", "Total 2025,6")


NUMBER = '<c r="B2"{more}>{held}</c>'


@pytest.mark.parametrize(
    ("more", "held", "kind"),
    [
        ("", "<f>SUM(B3:B4)</f>", "error"),
        ("", "<f>SUM(B3:B4)</f><v></v>", "error"),
        (' t="str"', '<f>""</f><v></v>', "blank"),
        ("", "<f>1+1</f><v>2</v>", "exact"),
        ("", "<v>NaN</v>", "not_given"),
        ("", "<v>1e400</v>", "text"),
        (' s="2"', "<v>1e307</v>", "text"),
    ],
)
def test_what_a_workbook_does_not_say_is_no_number(
    more: str, held: str, kind: str, tmp_path: Path
) -> None:
    """A formula that was never worked out is an error; what is no number is words."""
    path = tmp_path / "sheet.xlsx"
    rows = row(1, cell("A1", "Month"), cell("B1", "Faces"))
    rows += row(2, cell("A2", "Jan 2025"), NUMBER.format(more=more, held=held))
    rows += row(3, cell("A3", "Feb 2025"), cell("B3", 5)) + row(
        4, cell("A4", "Mar 2025"), cell("B4", 6)
    )
    path.write_bytes(workbook(Inline=rows))
    assert kind == read_disclosure(path).rows[0].cells["B"].kind


def test_days_beyond_the_calendar_are_numbers(tmp_path: Path) -> None:
    """A workbook that counts days from 1904 has fewer of them."""
    path = tmp_path / "sheet.xlsx"
    rows = row(1, cell("A1", "Date"), cell("B1", "Faces")) + row(
        2, cell("A2", 2_958_400, DAY), cell("B2", 5)
    )
    path.write_bytes(workbook(Data1904=rows))
    assert open_sheet(path).rows[1].cells[0].text == "2958400"


def test_more_than_is_read_is_refused_and_not_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cells of a sheet, and sheets of a workbook."""
    path = tmp_path / "sheet.xlsx"
    rows = row(1, cell("A1", "Month"), cell("B1", "Faces")) + row(
        2, cell("A2", "Jan 2025"), cell("B2", 5)
    )
    path.write_bytes(workbook(**{f"s{at}": "" for at in range(101)}, Data=rows))
    with pytest.raises(FormatError, match="more than 100 sheets"):
        open_sheet(path)
    path.write_bytes(workbook(Data=rows))
    monkeypatch.setattr("misid.files.xlsx._MOST_CELLS", 3)
    with pytest.raises(FormatError, match="more than 3 cells"):
        open_sheet(path)


def test_rows_in_rows_are_not_gone_through_again(tmp_path: Path) -> None:
    """Only those of the sheet itself are rows."""
    path = tmp_path / "sheet.xlsx"
    nested = row(
        2, cell("A2", "Jan 2025"), cell("B2", 5), row(3, cell("A3", "Feb 2025"), cell("B3", 6))
    )
    path.write_bytes(workbook(Data=row(1, cell("A1", "Month"), cell("B1", "Faces")) + nested))
    assert [one.number for one in open_sheet(path).rows] == [1, 2]


def test_a_day_that_is_shown_as_a_month_is_one(tmp_path: Path) -> None:
    """A spreadsheet keeps the first of January where it shows Jan-24."""
    path = tmp_path / "months.xlsx"
    rows = row(1, cell("A1", "Month"), cell("B1", "Faces"))
    path.write_bytes(workbook(Data=rows + row(2, cell("A2", 45292, MONTH), cell("B2", 5))))
    one = read_disclosure(path).rows[0]
    assert (date(2024, 1, 1), date(2024, 1, 31)) == (one.from_, one.to)


# Arithmetic


def test_parts_that_do_not_add_up() -> None:
    """The row, the whole, and both numbers."""
    found = sheet("Month,Alerts,True alerts,False alerts", "Jan 2025,9,7,2", "Feb 2025,9,7,1")
    one = found.discrepancies[0]
    assert told(found) == [("sum_differs", (3,), ("B",))]
    assert one.stated is not None
    assert one.worked_out is not None
    assert (one.stated.low, one.worked_out.low) == (9, 8)


def test_what_is_hidden_may_make_up_the_rest() -> None:
    """Suppressed cells and cells that are not given are no disagreement while they can fit."""
    found = sheet(
        "Month,Alerts,True alerts,False alerts",
        "Jan 2025,9,7,<5", "Feb 2025,9,-,1", "Mar 2025,20,10,<5", "Total,38,17,",
    )  # fmt: skip
    assert told(found) == [("sum_differs", (4,), ("B",))]


def test_a_total_stands_for_the_rows_since_the_last() -> None:
    """Subtotals and the grand total are each held against their own rows."""
    found = sheet(
        "Month,Faces", "Jan 2024,3", "Feb 2024,4", "Total 2024,7", "Jan 2025,5", "Feb 2025,6",
        "Total 2025,12", "Grand total,18",
    )  # fmt: skip
    assert told(found) == [("total_differs", (7, 5, 6), ("B",)), ("gap", (3, 5), ())]


def test_a_share_follows_from_another_whole() -> None:
    """Of which columns it is a share is seen from the rows; a row that differs says what fits."""
    found = sheet(
        "Month,Faces,Alerts,False alerts,False alert rate",
        "Jan 2025,1000,40,10,25%", "Feb 2025,1000,50,10,20%", "Mar 2025,1000,80,20,2%",
    )  # fmt: skip
    assert [(one.numerator, one.denominator, one.rows, one.of) for one in found.shares] == [
        (("D",), "C", 2, 3)
    ]
    assert told(found) == [("share_differs", (4,), ("E",))]
    assert found.discrepancies[0].follows == ("D", "B")


def test_two_rates_of_nearly_one_name() -> None:
    """One of alerts, one of faces: both are told."""
    found = sheet(
        "Month,Faces,Alerts,False alerts,False alert rate,False alerts rate",
        "Jan 2025,1000,40,10,25%,1%", "Feb 2025,1000,50,10,20%,1%",
    )  # fmt: skip
    one = found.discrepancies[0]
    assert (one.code, one.parts, one.follows) == ("rates_of_one_name", ("D", "C"), ("D", "B"))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (("Jan 2025,5,7,0",), ("part_exceeds_whole", (2,), ("C",))),
        (("Jan 2025,5,-1,0",), ("negative", (2,), ("C",))),
        (("Jan 2025,5,1.5,0",), ("fraction", (2,), ("C",))),
        (("Jan 2025,5,1,0", "Feb 2025,5,1,some", "Mar 2025,5,1,0"), ("no_number", (3,), ("D",))),
        (("Jan 2025,5,1,2", "Jan 2025,5,1,2"), ("row_twice", (2, 3), ())),
        (("Jan 2025,5,1,2", "Jan 2025,6,1,2"), ("one_period_twice", (2, 3), ())),
        (("Jan 2025,5,1,2", "Mar 2025,6,1,2"), ("gap", (2, 3), ())),
        (("Q1 2025,5,1,2", "Feb 2025,6,1,2"), ("overlap", (2, 3), ())),
    ],
)
def test_rows_that_cannot_be_or_clash(
    rows: tuple[str, ...], expected: tuple[str, tuple[int, ...], tuple[str, ...]]
) -> None:
    """Each is told with its row and column, and nothing is put right."""
    found = sheet("Month,Alerts,False alerts,Arrests", *rows)
    assert expected in told(found)


def test_a_day_of_another_year_is_told() -> None:
    """The column of years and the day contradict each other."""
    found = sheet("Year,Date,Faces", "2024,14/01/2024,1", "2024,15/01/2025,2")
    assert told(found) == [("year_differs", (3,), ("A", "B"))]


def test_a_threshold_or_a_list_that_changes_begins_a_regime() -> None:
    """A list may grow by less than a fifth and be the same."""
    found = sheet(
        "Month,Threshold,Watchlist size,Faces",
        "Jan 2025,0.6,10000,1",
        "Feb 2025,0.6,11000,1",
        "Mar 2025,0.64,11000,1",
        "Apr 2025,0.64,17000,1",
    )
    assert [(one.first_row, one.last_row, one.threshold) for one in found.regimes] == [
        (2, 3, 0.6),
        (4, 4, 0.64),
        (5, 5, 0.64),
    ]
    assert [one.regime for one in found.rows] == ["1", "1", "2", "3"]


COUNTS = st.lists(
    st.tuples(st.integers(1, 40), st.integers(1, 40), st.integers(2000, 9000)),
    min_size=3,
    max_size=8,
)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=40)
@given(counts=COUNTS, data=st.data())
def test_a_planted_change_is_found_where_it_is(
    counts: list[tuple[int, int, int]], data: st.DataObject
) -> None:
    """
    A clean table has no disagreement; a changed cell makes those that it must make.

    Those of its own row, and of the total of its column; no others.
    """
    columns = ("Alerts", "True alerts", "False alerts", "Faces")
    held = [[right + wrong, right, wrong, faces] for right, wrong, faces in counts]
    total = [sum(one) for one in zip(*held, strict=True)]
    assert told(_made(columns, held, total)) == []
    at = data.draw(st.integers(0, len(held) - 1))
    place = data.draw(st.integers(0, 3))
    held[at][place] += data.draw(st.integers(41, 900))
    found = _made(columns, held, total)
    row_number, total_row, letter = at + 2, len(held) + 2, "BCDE"[place]
    kinds = {(one.code, one.rows[0], one.columns) for one in found.discrepancies}
    expected = {("total_differs", total_row, (letter,))}
    if place < 3:
        expected.add(("sum_differs", row_number, ("B",)))
    if place in (1, 2) and held[at][place] > held[at][0]:
        expected.add(("part_exceeds_whole", row_number, (letter,)))
    assert expected == kinds


def _made(columns: tuple[str, ...], held: list[list[int]], total: list[int]) -> Disclosure:
    rows = [f"{2000 + at},{','.join(map(str, one))}" for at, one in enumerate(held)]
    return sheet(f"Year,{','.join(columns)}", *rows, f"Total,{','.join(map(str, total))}")


# Bad input


@pytest.mark.parametrize(
    ("data", "said_of_it"),
    [
        (b"\x89PNG\r\n\x1a\n", "is a PNG image"),
        (b"", "is empty"),
        (b"a,b\n", "no line of names with numbers"),
        (b"1,2\n3,4\n", "no line of names with numbers"),
        (b"What,2023,2024\nFaces,1,2\n", "periods side by side"),
        (b"Month,Faces\n\xe9,1\n", "is not UTF-8 text"),
        (b'Month,Faces\n"Jan,1\n', "quotation mark"),
        (b"Month,Faces\nJan 2025,data:image/png;base64,AA\n", "carries a file inside"),
        (b",".join([b"a"] * 70) + b"\n" + b",".join([b"1"] * 70), "could be face templates"),
        (archive({"a.txt": "1"}), "is an archive"),
        (workbook(Data=row(1, cell("A1", 1)) + row(1048576, cell("XFD1048576", 1))),
         "could be face templates"),
        (workbook(Data=" " * 30_000_000), "unpacks to more than is read"),
        (archive({"xl/workbook.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "declares"),
        (workbook(Data=row(1, cell("A1", "a")))[:200], "breaks off, or is damaged"),
        (workbook(One=row(1, cell("A1", 1)), Two=row(1, cell("A1", 1))), "2 sheets that hold"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused(data: bytes, said_of_it: str, tmp_path: Path) -> None:
    """Told in one line, without a traceback, and nothing of it was kept."""
    path = tmp_path / "held"
    path.write_bytes(data)
    with pytest.raises(MisidError, match=said_of_it):
        read_disclosure(path)


@given(data=st.binary(max_size=300))
def test_no_bytes_end_in_a_traceback(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A file is a table or is refused."""
    path = tmp_path_factory.getbasetemp() / "bytes"
    for held in (data, b"PK\x03\x04" + data, b"Month,Faces\n" + data):
        path.write_bytes(held)
        try:
            read_disclosure(path)
        except MisidError as error:
            assert error.use  # noqa: PT017 - either is right


@given(rows=st.lists(st.lists(st.sampled_from(
    ("", "-", "<5", "1-9", "7", "12,000", "Jan 2025", "01/02/2024", "45566", "3%", "#N/A", "North",
     "Total", "1.5", "-4")), min_size=3, max_size=3), max_size=9))  # fmt: skip
def test_no_table_ends_in_a_traceback(rows: list[list[str]]) -> None:
    """Whatever stands in the cells, the table is read and told of in both languages."""
    try:
        found = sheet("Month,Faces,Alerts", *(",".join(one) for one in rows))
    except (FormatError, MeaningError):
        return
    for code in ("en", "es"):
        assert disclosure_document(found, language(code)).sections


# Counts by period, and snapshots


def test_rows_that_may_count_twice_are_asked(table: Make) -> None:
    """Neither is dropped, nor both kept, in silence."""
    found = table("Month,Faces\nJan 2025,5\nJan 2025,5\n")
    with pytest.raises(MeaningError, match="rows 2 and 3 say the same") as caught:
        counts_of(found)
    assert caught.value.use.startswith("--leave-out 3")
    assert len(counts_of(found, leave_out={3}).periods) == 1
    assert len(counts_of(found, keep_all=True).periods) == 2
    with pytest.raises(MeaningError, match="names row 9"):
        counts_of(found, leave_out={9})


def test_a_cell_that_no_count_is_is_not_written(table: Make) -> None:
    """Its row and column are told."""
    with pytest.raises(MeaningError, match=r"column B \(Faces\) says '-4'"):
        counts_of(table("Month,Faces\nJan 2025,-4\n"))


def test_snapshots_tell_what_was_rewritten(table: Make) -> None:
    """A row added, one gone, one changed, one filled in; sums over the time that both tell of."""
    old = table("Month,Faces,Alerts\nJan 2025,100,5\nFeb 2025,200,6\nMar 2025,300,-\n", "old.csv")
    new = table(
        "Updated\nMonth,Faces,Alerts\nFeb 2025,200,9\nMar 2025,300,7\nApr 2025,400,8\n", "new.csv"
    )
    found = differences_of(old, new)
    assert [(one.label, one.is_history) for one in found.gone] == [("Jan 2025", True)]
    assert [(one.label, one.is_history) for one in found.added] == [("Apr 2025", False)]
    assert [(one.label, one.kind, one.old_row, one.new_row) for one in found.changed] == [
        ("Feb 2025", "changed", 3, 3),
        ("Mar 2025", "filled_in", 4, 4),
    ]
    assert [(one.column, one.old.low, one.new.low) for one in found.totals] == [
        ("Faces", 600, 500),
        ("Alerts", 11, 16),
    ]
    assert found.edited_history == 3
    assert "rewrites what old.csv had told already" in plain(
        difference_of_disclosures(found).finding
    )


def test_the_same_told_in_another_way_is_no_change(table: Make) -> None:
    """Rows in another order, thousands set apart, - for n/a."""
    old = table("Month,Faces,Alerts\nJan 2025,1200,n/a\nFeb 2025,300,2\n", "old.csv")
    new = table('Month,Faces,Alerts\nFeb 2025,300,2\nJan 2025,"1,200",-\n', "new.csv")
    found = differences_of(old, new)
    assert (found.added, found.gone, found.changed, found.totals) == ((), (), (), ())


def test_a_key_that_two_rows_share_is_asked(table: Make) -> None:
    """With the columns that could tell them apart."""
    text = "Date,Place,Shift,Faces\n2025-01-14,North,day,5\n2025-01-14,North,night,7\n"
    old, new = table(text, "old.csv"), table(text.replace("7", "8"), "new.csv")
    with pytest.raises(MeaningError, match="rows 2 and 3 have the same period") as caught:
        differences_of(old, new)
    assert "A (Date), B (Place), C, D (Faces)" in caught.value.use
    old, new = (
        table(said_, columns={"Shift": "label"}) for said_ in (text, text.replace("7", "8"))
    )
    found = differences_of(old, new, key=("Date", "Place", "Shift"))
    assert [(one.new.written, one.old.written) for one in found.changed] == [("8", "7")]


@pytest.mark.parametrize(("name", "way_out"), [("Officer", False), ("Shift", True)])
def test_rows_are_not_found_again_by_who_stands_in_them(
    name: str, way_out: bool, table: Make
) -> None:
    """Their places in two files are not the same people; words can be said to be none."""
    text = f"{name},Faces\nA B,5\nC D,7\n"
    old, new = table(text, "old.csv"), table(text, "new.csv")
    with pytest.raises(MeaningError, match="not kept, so no row is found again") as caught:
        differences_of(old, new, key=("A",))
    assert way_out == ("--column A=label" in caught.value.use)


# The command


def test_the_command_prints_reports_and_writes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was understood, a folder of the report, and counts that are read again."""
    out, written = tmp_path / "out", tmp_path / "counts.yaml"
    arguments = (CASES / "met-2025.csv", "--write", written, "--out", out)
    code, printed, _ = call(capsys, "counts", *arguments)
    assert code == 0
    assert "2,077" not in printed
    assert "alerts, codes or matches given out" in " ".join(printed.split())
    assert {"report.html", "report.json", "disclosure.json", "columns.csv"} <= {
        one.name for one in out.iterdir()
    }
    assert load_counts(written).periods[0].counts.references is not None
    held = json.loads((out / "disclosure.json").read_text("utf-8"))
    assert Disclosure.model_validate(held).file == "met-2025.csv"


def test_the_command_asks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It ends with 2 where something is asked, and writes nothing until that is answered."""
    file, written = CASES / "deployments.csv", tmp_path / "counts.yaml"
    code, printed, _ = call(capsys, "counts", file)
    assert (code, "--dates day-first" in " ".join(printed.split())) == (2, True)
    code, _, error = call(capsys, "counts", file, "--write", written)
    assert (code, written.exists()) == (2, False)
    assert "could be 2024-11-02 or 2024-02-11" in error
    answers = ("--dates", "swapped", "--dash", "not-given")
    code, _, _ = call(capsys, "counts", file, *answers, "--write", written)
    # Nothing is asked any more; what the table says against itself remains.
    assert (code, written.exists()) == (1, True)


@pytest.mark.parametrize(
    ("option", "said_of_it"),
    [
        (("--column", "B"), "a column and its role are needed"),
        (("--column", "B=alerts"), "the role 'alerts', which does not exist"),
        (("--leave-out", "8"), "says nothing without --write"),
        (("--leave-out", "x", "--write", "c.yaml"), "a row is needed"),
        (("--leave-out", "9-3", "--write", "c.yaml"), "from the first to the last"),
        (("--sheet", "A"), "which has no sheets"),
    ],
)
def test_options_that_cannot_be_meant_are_told(
    option: tuple[str, ...], said_of_it: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was given, and what to write instead."""
    code, _, error = call(capsys, "counts", CASES / "met-2025.csv", *option)
    assert (code, said_of_it in error) == (2, True)


def test_a_difference_is_printed_and_is_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In words, and as facts."""
    old, new = tmp_path / "old.csv", tmp_path / "new.csv"
    old.write_text("Month,Faces\nJan 2025,5\n", "utf-8")
    new.write_text("Month,Faces\nJan 2025,6\n", "utf-8")
    code, printed, _ = call(capsys, "counts", "diff", old, new)
    assert (code, "new.csv rewrites" in printed) == (0, True)
    code, printed, _ = call(capsys, "counts", "diff", old, new, "--json")
    assert (code, json.loads(printed)["version"]) == (0, "misid-disclosure-difference/1")


def test_a_difference_is_a_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder of the page, its facts and tables; a folder of another report is refused."""
    old, new, out = tmp_path / "old.csv", tmp_path / "new.csv", tmp_path / "out"
    old.write_text("Month,Faces\nJan 2025,5\n", "utf-8")
    new.write_text("Month,Faces\nJan 2025,6\n", "utf-8")
    code, _, _ = call(capsys, "counts", "diff", old, new, "--out", out)
    assert (code, {one.name for one in out.iterdir()}) == (
        0,
        {"report.html", "report.json", "disclosure-difference.json",
         "changes.csv", "totals.csv"},
    )  # fmt: skip
    code, _, error = call(capsys, "counts", old, "--out", out)
    assert (code, "two snapshots of a table" in " ".join(error.split())) == (2, True)


def test_a_sheet_has_places(tmp_path: Path) -> None:
    """Every row keeps its number in the file, empty rows and lines in quotation marks counted."""
    path = tmp_path / "table.csv"
    path.write_text('Title\n\n"Two\nlines",Faces\n\nJan 2025,5\n', "utf-8")
    assert [one.number for one in open_sheet(path).rows] == [1, 3, 6]


def test_names_of_columns_that_are_not_known_are_not_listed(table: Make) -> None:
    """What stands first in a damaged table may be a row, and name somebody."""
    with pytest.raises(MeaningError) as refused:
        table(
            "Period,Searches,Ann Lee\n2024-01,100,3\n2024-02,90,4\n",
            columns={"nowhere": "searches"},
        )
    assert "A (Period), B (Searches), C" in refused.value.use
    assert "Lee" not in str(refused.value)


@pytest.mark.parametrize(
    "rows",
    [
        "Period,Searches,Officer\ncancelled,none made,Ann Lee\n2024-02,90,Bo Kay\n",
        "Period,Searches,Officer\nearlier,withheld,withheld\n2024-02,90,12\n",
        "Period,Searches,Officer\nn/a,#DIV/0!,\n2024-02,90,12\n",
        "Period,Searches,Officer\n,#REF!,Ann Lee\n2024-02,90,Bo Kay\n",
    ],
)
def test_a_first_row_without_numbers_is_a_row(table: Make, rows: str) -> None:
    """As names it would be shown: somebody who stands in it too."""
    found = table(rows)
    assert [column.name for column in found.columns] == ["Period", "Searches", "Officer"]
    assert [row.row for row in found.periods] == [2, 3]


@pytest.mark.parametrize("over", ["Name", "Alerts"])
def test_somebody_in_a_first_row_without_numbers_is_no_name(table: Make, over: str) -> None:
    """Under a name that does not say of what, and where a cell that was lost moved the row."""
    found = table(f"Period,Searches,{over}\n,#DIV/0!,Ann Lee\n2024-02,90,Bo Kay\n")
    assert "Ann" not in "".join(column.name for column in found.columns)
    assert found.periods[0].row == 2


def test_answers_under_one_name_stay_names(table: Make) -> None:
    """Among them may be one that says nothing was given."""
    found = table("Period,Searches,Upheld,,\n,,Yes,No,N/A\n2024-01,100,3,2,1\n2024-02,90,4,1,0\n")
    assert [one.name for one in found.columns[2:]] == ["Upheld Yes", "Upheld No", "Upheld N/A"]


def test_names_in_two_lines_stay_names(table: Make) -> None:
    """Units, and what stands over several columns, are no row."""
    for second in ("Month,number,rank", "Month,Total,Name of officer"):
        found = table(f"Period,Searches,Officers\n{second}\n2024-01,100,3\n2024-02,90,4\n")
        assert [row.row for row in found.periods] == [3, 4]


def test_a_column_is_not_both(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """To add up as it goes, and not to, is refused; the advice names one of them."""
    path = tmp_path / "counts.csv"
    path.write_text("Period,Searches\n2024-01,100\n2024-02,90\n", encoding="utf-8")
    both = ("--cumulative", "B", "--each-period", "B")
    code, _, err = call(capsys, "counts", "read", path, *both)
    assert code == 2
    assert "use  one of --cumulative B and --each-period B" in err
    write = ("--write", tmp_path / "counts.yaml")
    code, _, err = call(capsys, "counts", "read", path, "--cumulative", "B", *write)
    assert code == 2
    assert "--each-period B in place of --cumulative B" in err
    assert call(capsys, "counts", "read", path, "--each-period", "B", *write)[0] == 0


MONTHS = "Month,Faces\nJan 2025,5\nFebuary 2025,6\n3/25,7\nApr 2025,8\nMay '25,9\n"


def test_a_month_that_is_not_understood_is_named(table: Make) -> None:
    """Row and cell are told, and the row has no dates; a month and a year cut short have."""
    found = table(MONTHS)
    told = [(one.code, one.rows, one.columns, one.written) for one in found.discrepancies]
    assert told[0] == ("no_day", (3,), ("A",), "Febuary 2025")
    starts = [None if row.from_ is None else row.from_.isoformat()[:7] for row in found.rows]
    assert starts == ["2025-01", None, "2025-03", "2025-04", "2025-05"]


def test_a_month_that_is_not_understood_is_no_whole_year(table: Make) -> None:
    """A column of years beside it does not say when such a row is of."""
    found = table("Month,Year,Faces\nJan,2025,5\nFebuary,2025,6\nMar,2025,7\nApr,2025,7\n")
    assert [row.row for row in found.rows if row.from_ is None] == [3]


def test_words_in_a_column_of_periods_are_no_days_that_failed(table: Make) -> None:
    """Where most cells say no day, the column says something else."""
    found = table("Period,Faces\nSpring event,5\nAutumn event,6\nJan 2025,7\n")
    assert "no_day" not in {one.code for one in found.discrepancies}


def test_three_of_twenty_five_is_no_month_where_no_column_says_when(table: Make) -> None:
    """3/25 is a month only in a column of days or periods."""
    found = table("Found,Faces\n3/25,5\n4/25,6\n")
    assert [row.from_ for row in found.rows] == [None, None]


@pytest.mark.parametrize("word", ["none", "Nil", "no", "- nil -", "None.", "nadie"])
def test_none_among_counts_is_asked(word: str) -> None:
    """Nobody but the reader knows whether it is 0, or a count that was not given."""
    found = sheet("Month,Faces", "Jan 2025,5", f"Feb 2025,{word}")
    (question,) = found.questions
    assert ("none_said", ("B",), 3, word) == (
        question.code, question.columns, question.row, question.written,
    )  # fmt: skip
    with pytest.raises(MeaningError, match="could be 0, or not given") as caught:
        counts_of(found)
    assert "--none zero, or --none not-given" == caught.value.use  # noqa: SIM300


@pytest.mark.parametrize(("means", "counted"), [("zero", [5, 0, 0]), ("not_given", [5, 0])])
def test_what_none_says_is_answered_for_the_whole_table(
    means: NoneMeans, counted: list[int]
) -> None:
    """The word zero is a number, and never asked."""
    asked = CountsAsked(none_means=means)
    found = sheet("Month,Faces", "Jan 2025,5", "Feb 2025,none", "Mar 2025,zero", asked=asked)
    assert (found.questions, found.discrepancies) == ((), ())
    held = [cell for one in counts_of(found).periods for cell in one.counts.given.values()]
    assert counted == [one.exact for one in held]


@pytest.mark.parametrize("dash", ["-", "–", "—", " -- "])
@pytest.mark.parametrize(("means", "counted"), [("zero", [5, 0]), ("not_given", [5])])
def test_a_dash_among_counts_is_asked(dash: str, means: NoneMeans, counted: list[int]) -> None:
    """Some who publish counts write it for 0, and some for a count that they withhold."""
    rows = ("Month,Faces", "Jan 2025,5", f"Feb 2025,{dash}")
    (question,) = sheet(*rows).questions
    assert (question.code, question.columns, question.row) == ("dash_said", ("B",), 3)
    with pytest.raises(MeaningError, match="could be 0, or not given") as caught:
        counts_of(sheet(*rows))
    assert "--dash zero, or --dash not-given" == caught.value.use  # noqa: SIM300
    found = sheet(*rows, asked=CountsAsked(dash_means=means))
    assert (found.questions, found.discrepancies) == ((), ())
    held = [cell for one in counts_of(found).periods for cell in one.counts.given.values()]
    assert counted == [one.exact for one in held]


def test_a_dash_of_a_total_is_never_a_count_of_none() -> None:
    """What a dash says of a period it does not say of the row that adds up: nothing is at odds."""
    rows = ("Month,Faces,Errors", "Jan 2025,5,1", "Feb 2025,6,-", "Mar 2025,7,2", "Total,-,3")
    found = sheet(*rows, asked=CountsAsked(dash_means="zero"))
    total = next(row for row in found.rows if row.kind == "total")
    assert total.cells["B"].low is None
    assert [one.code for one in found.discrepancies if one.code == "total_differs"] == []


def test_a_dash_that_decides_nothing_is_not_asked() -> None:
    """Of a percentage, a total, a remark, and beside n/a, which says that nothing was given."""
    found = sheet("Month,Faces,Share,Remark", "Jan 2025,5,-,-", "Feb 2025,n/a,2%,-", "Total,-,-,")
    assert "dash_said" not in [one.code for one in found.questions]


@pytest.mark.parametrize(
    ("total", "said"),
    [
        ("Total,16,3", "total_counts_each"),
        ("Total,11,2", "total_counts_once"),
        ("Total,12,4", "total_counts_neither"),
        ("Total,,", None),
    ],
)
def test_a_total_tells_whether_a_row_that_stands_there_twice_counts_twice(
    total: str, said: str | None
) -> None:
    """Jan 5, Jan 5 again, Feb 6: the published total is 16, or 11, or something else."""
    rows = ("Month,Faces,Alerts", "Jan 2025,5,1", "Jan 2025,5,1", "Feb 2025,6,1", total)
    found = sheet(*rows, asked=CountsAsked(each_period=("B", "C"))).discrepancies
    remarks = [one for one in found if one.code.startswith("total_counts")]
    assert ([] if said is None else [said]) == [one.code for one in remarks]
    assert all(one.rows == (5, 3) for one in remarks)


def test_of_two_rows_that_stand_there_twice_a_total_says_nothing() -> None:
    """It may count one pair once and the other each time: no sum of both is the test of it."""
    rows = ("Month,Faces", *["Jan 2025,5"] * 2, *["Feb 2025,6"] * 2, "Mar 2025,1", "Total,17")
    found = sheet(*rows, asked=CountsAsked(each_period=("B",))).discrepancies
    assert [one.code for one in found if one.code.startswith("total_counts")] == []


def test_each_column_of_a_total_is_judged_alone() -> None:
    """Faces count the row each time, alerts once: neither is told of both."""
    rows = ("Month,Faces,Alerts", "Jan 2025,5,1", "Jan 2025,5,1", "Feb 2025,6,1", "Total,16,2")
    found = sheet(*rows, asked=CountsAsked(each_period=("B", "C"))).discrepancies
    told = {one.code: one.columns for one in found if one.code.startswith("total_counts")}
    assert {"total_counts_each": ("B",), "total_counts_once": ("C",)} == told  # noqa: SIM300


def test_words_where_no_number_stands_are_not_asked() -> None:
    """A column of words may say no."""
    found = sheet("Month,Faces,Published", "Jan 2025,5,yes", "Feb 2025,6,no", "Mar 2025,7,none")
    assert found.questions == ()


def test_none_is_asked_and_answered_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It ends with 2 until the reader says which."""
    file = tmp_path / "table.csv"
    file.write_text("Month,Faces\nJan 2025,5\nFeb 2025,none\n", "utf-8")
    code, said, _ = call(capsys, "counts", file)
    assert 2 == code  # noqa: SIM300
    assert "--none zero" in said
    written = tmp_path / "counts.yaml"
    assert 0 == call(capsys, "counts", file, "--none", "zero", "--write", written)[0]  # noqa: SIM300
    assert [5, 0] == [  # noqa: SIM300
        cell.exact for one in load_counts(written).periods for cell in one.counts.given.values()
    ]


def test_counts_that_are_written_say_what_is_wrong_with_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """How many places disagree, and which rows have no dates, where errors go."""
    file, written = tmp_path / "table.csv", tmp_path / "counts.yaml"
    file.write_text(MONTHS, "utf-8")
    _, _, said = call(capsys, "counts", file, "--write", written)
    assert "although table.csv disagrees with itself, or needs a second look, in" in said
    assert "In it 1 row has no dates: 3." in said


def test_an_order_that_changes_nothing_is_not_ascribed_to_the_reader(table: Make) -> None:
    """--dates is said of the column of days, and not of the one of years."""
    text = "Date,Year,Faces\n02/11/2024,2024,5\n03/11/2024,2024,6\n"
    found = table(text, dates="day_first")
    assert [one.order_why for one in found.columns[:2]] == ["asked_for", "certain"]


def test_the_number_of_a_day_is_told(table: Make) -> None:
    """A spreadsheet's 45566 is read as a day, and that is said of its column."""
    column = table("Date,Faces\n45566,5\n45567,6\n").columns[0]
    assert column.serial is not None
    assert (column.serial.written, column.serial.day.isoformat()) == ("45566", "2024-10-01")
    assert "45566 is a spreadsheet's number of 2024-10-01" in why(column, ENGLISH)


def test_lines_of_a_title_do_not_run_together(table: Make) -> None:
    """They are apart by semicolons."""
    found = table("Figures of a force\nUpdated monthly.\n\nMonth,Faces\nJan 2025,5\n")
    assert found.heading == "Figures of a force; Updated monthly"


def test_rates_of_the_same_name_are_called_so(table: Make) -> None:
    """Two columns of one name are not of nearly one name."""
    found = table("Month,Faces,Alerts,False alert rate,False alert rate\n"
                  "Jan 2025,1000,3,0.3%,33%\nFeb 2025,1000,3,0.3%,33%\n")  # fmt: skip
    assert [one.code for one in found.discrepancies if "rates" in one.code] == [
        "rates_of_same_name"
    ]


def test_a_question_of_days_turned_round_says_what_that_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a spreadsheet did, and why the other order is not offered."""
    file = CASES / "deployments.csv"
    _, printed, _ = call(capsys, "counts", file)
    said = " ".join(printed.split())
    assert "a spreadsheet turned round the days up to the 12th and left the others" in said
    assert "In the other order some cells would be no days." in said


@pytest.mark.parametrize(
    ("rows", "shown"),
    [
        (
            ("Officer,Quetzal Zorro,Alerts", "Quetzal Zorro,0,5", "Otto,1,2"),
            ["Officer", "", "Alerts"],
        ),
        (("Quetzal Zorro,Marta Ibex", "2025-01,100", "2025-02,200"), ["", ""]),
        (("Month,Marta Ibex", "2025-01,100", "2025-02,200"), ["Month", "Marta Ibex"]),
    ],
)
def test_a_name_of_a_column_that_may_be_of_a_person_is_its_letter(
    rows: tuple[str, ...], shown: list[str]
) -> None:
    """It is a cell of a column that is never shown, or no column has a name that is known."""
    found = sheet(*rows)
    assert [one.name for one in found.columns] == shown
    assert "Quetzal" not in found.model_dump_json()
    assert "Quetzal" not in disclosure_document(found, ENGLISH).model_dump_json()


def test_words_in_a_column_of_counts_are_not_told() -> None:
    """That they are words is; a number keeps how it was written, and so does that there is none."""
    found = sheet(
        "Month,Searches,Alerts", "2025-01,100,5 (Quetzal Zorro)", "2025-02,200,<5",
        "2025-03,300,Marta Ibex 12", "2025-04,300,none", "2025-05,300,Marta Ibex 12",
        "2025-06,300,9", "2025-07,300,3", "2025-08,300,4",
    )  # fmt: skip
    assert [one.code for one in found.questions] == ["none_said"]
    cells = [row.cells["C"] for row in found.rows]
    assert [one.written for one in cells][:6] == ["[2]", "<5", "[4]", "none", "[4]", "9"]
    assert cells[0].kind == "text"
    told = found.model_dump_json() + disclosure_document(found, ENGLISH).model_dump_json()
    assert not any(name in told for name in ("Quetzal", "Marta"))


def test_far_too_many_lines_are_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By their number alone, so that nobody waits for it."""
    path = tmp_path / "events.csv"
    path.write_text("Month,Alerts\n" + "2025-01,5\n" * 60_001, encoding="utf-8")
    monkeypatch.delattr("misid.files.sheet._text_rows")
    with pytest.raises(FormatError, match="60,002 lines"):
        open_sheet(path)


@pytest.mark.parametrize("name", [None, "Otto"])
def test_an_error_tells_of_sheets_by_their_place(tmp_path: Path, name: str | None) -> None:
    """What a sheet is called may be the name of a person."""
    rows = row(1, cell("A1", "Year"), cell("B1", "Alerts")) + row(
        2, cell("A2", 2024), cell("B2", 5)
    )
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook(Quetzal=rows, Empty="", Marta=rows))
    with pytest.raises(MeaningError) as refused:
        open_sheet(path, name)
    assert refused.value.use.endswith("in the workbook: 1, 3" if name is None else "1, 2, 3")
    assert not any(held in str(refused.value.as_dict()) for held in ("Quetzal", "Marta"))
