"""Tables of any kind: columns by role, rules of rows, and words that know no scores."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from misid.errors import MisidError
from misid.evaluation.reading import rules
from misid.files.columns import Role, find_columns
from misid.files.formats import open_source
from misid.files.rules import Rule, check
from misid.files.source import Expected, FileSource, Refusals

COUNTS = Expected("counts", "counts as CSV: one year a row", {2: ("year", "searches")})
ROLES = (
    Role("year", ("year", "fiscal_year"), required=True),
    Role("searches", ("searches", "stops"), "number", otherwise=("count",)),
    Role("errors", ("errors",), beside="searches", asked_as=None),
)


def opened(folder: Path, text: str) -> FileSource:
    """A file of counts."""
    path = folder / "counts.csv"
    path.write_text(text, encoding="utf-8")
    return open_source(path, COUNTS)


def refused(names: str, **named: str) -> str:
    """The error text of finding columns."""
    with pytest.raises(MisidError) as stop:
        find_columns(names.split(","), ROLES, named, "counts.csv")
    return str(stop.value)


def test_columns_are_found_by_their_names() -> None:
    """In small letters, words joined; a second choice where there is no first."""
    found = find_columns(["Fiscal Year", "Count"], ROLES, {}, "counts.csv")
    assert {role: column.name for role, column in found.items()} == {
        "year": "Fiscal Year",
        "searches": "Count",
    }
    both = find_columns(["year", "count", "stops"], ROLES, {"year": "year"}, "counts.csv")
    assert (both["searches"].name, both["searches"].how) == ("stops", "guessed")
    assert both["year"].how == "named"


@pytest.mark.parametrize(
    ("names", "named", "what"),
    [
        ("month,stops", {}, "it is the year.\n  in   counts.csv\n  use  --year; the columns are"),
        ("year,stops,searches", {}, "stops and searches may both be the searches"),
        ("year,errors", {}, "column errors is the errors"),
        ("year,stops", {"year": "stops"}, "column stops cannot be two things at once"),
        ("year,errors,Errors,stops", {}, "one of them alone"),
    ],
)
def test_columns_that_are_not_plain_are_refused(
    names: str, named: dict[str, str], what: str
) -> None:
    """The role, the columns and the option are told."""
    assert what in refused(names, **named)


def test_errors_say_what_the_file_should_hold(tmp_path: Path) -> None:
    """The floor of files has no word of its own for it."""
    with pytest.raises(MisidError) as stop:
        opened(tmp_path, "year,year\n1,2\n").whole(["year"])
    assert "score" not in str(stop.value)
    with pytest.raises(MisidError, match="use  a file of counts that exists"):
        open_source(tmp_path / "none.csv", COUNTS)
    with pytest.raises(MisidError, match=r"has no rows(.|\n)*use  counts"):
        opened(tmp_path, "year,searches\n").whole(["year"])


def test_columns_without_names_are_those_expected(tmp_path: Path) -> None:
    """Of so many as there are; else they are numbered."""
    assert opened(tmp_path, "2024 31\n2025 40\n").columns == ("year", "searches")
    assert opened(tmp_path, "2024 31 1\n").columns == ("column 1", "column 2", "column 3")


def test_a_name_with_signs_is_the_file_itself(tmp_path: Path) -> None:
    """`counts[1].csv` is not `counts1.csv`, whole or in parts."""
    for name, year in (("counts1.csv", 1), ("counts[1].csv", 2)):
        (tmp_path / name).write_text(f"year,searches\n{year},0\n", encoding="utf-8")
    source = open_source(tmp_path / "counts[1].csv", COUNTS)
    assert source.whole(["year"])["year"].to_list() == ["2"]
    assert next(source.in_parts(["year"]))["year"].to_list() == ["2"]


def test_rules_are_told_with_count_and_lines(tmp_path: Path) -> None:
    """At once of a whole file, and together at the end of one that is read in parts."""
    source = opened(tmp_path, "year,searches\n2024,1\n2025,2\n")
    rule = Rule("past", pl.col("year") > 2024, "rows are of {when} in {year}", "years before")
    rows = pl.DataFrame({"year": [2024, 2025]})
    with pytest.raises(MisidError, match=r"1 of 2 rows are of tomorrow in Year(.|\n)*line 3\n"):
        check([rule], rows, source, when="tomorrow", year="Year")
    noted = Refusals(rows=4)
    for first in (2, 4):
        part = replace(source, first_row=first, refusals=noted)
        check([rule], rows, part, when="tomorrow", year="Year")
    with pytest.raises(MisidError, match=r"2 of 4 rows(.|\n)*line 3, 5\n"):
        noted.refuse()


def test_a_rule_holds_where_its_columns_are(tmp_path: Path) -> None:
    """Else it says nothing."""
    rule = Rule("past", pl.col("year") > pl.col("other"), "rows are late", "years")
    check([rule], pl.DataFrame({"year": [1]}), opened(tmp_path, "year\n1\n"))
    assert frozenset({"year", "other"}) == rule.looks_at


NAN = float("nan")
ROWS: dict[str, dict[str, list[object]]] = {
    "score": {"score": [0.5, NAN], "candidate": ["a", "b"]},
    "subject_a": {"subject_a": ["p", ""]},
    "subject_b": {"subject_b": ["p", ""]},
    "label": {"is_genuine": [True, True], "subject_a": ["p", "p"], "subject_b": ["p", "q"]},
    "search": {"search": ["s", ""]},
    "candidate": {"candidate": ["a", ""], "score": [NAN, 0.5]},
    "candidate once": {"search": ["s", "s"], "candidate": ["a", "a"]},
    "key": {"key": ["s", ""]},
    "record of a person": {"person": ["p", "q"], "mate": ["a", ""]},
    "record once": {"key": ["s", "s"], "mate": ["a", "a"]},
    "enrolled or not": {"key": ["s", "s"], "mate": ["a", ""]},
    "known search": {"is_known": [True, False]},
    "gallery size": {"gallery_size": [100.0, 1.5]},
    "failed": {"failed": ["NO", "perhaps"]},
    "one subject": {"subject": ["q", "p"], "number": [0, 0]},
    "one group": {"group": ["n", "s"], "number": [0, 0]},
    "one condition": {"condition": ["x", "y"], "number": [0, 0]},
    "one gallery size": {"gallery_size": [1.0, 2.0], "number": [0, 0]},
    "one failure": {"failed": ["yes", "0"], "number": [0, 0]},
    "return code": {"return_code": [0.0, float("nan")]},
    "rank": {"rank": [1.0, 1.5], "is_kept": [True, True]},
    "rank and score": {
        "rank": [2.0, 1.0], "score": [0.9, 0.1], "is_kept": [True, True], "number": [0, 0],
    },
    "whole list": {"rank": [1.0, 3.0], "score": [0.9, 0.1], "is_kept": [True, True],
                   "number": [0, 0]},
    "scores of all": {"is_kept": [True, False], "candidate": ["a", "b"], "number": [0, 0]},
    "failed without candidates": {"is_kept": [False, True], "is_failed": [True, True]},
}  # fmt: skip
EVERY = [
    rule
    for group in vars(rules).values()
    if isinstance(group, tuple) and group and isinstance(group[0], Rule)
    for rule in group
]


@pytest.mark.parametrize("rule", EVERY, ids=lambda rule: rule.name)
def test_one_of_two_rows_breaks_each_rule(rule: Rule) -> None:
    """Of every rule of pairs, lists and mates; the other row does not."""
    rows = pl.DataFrame(ROWS[rule.name])
    assert rule.looks_at <= set(rows.columns)
    assert rows.select(rule.broken.fill_null(value=False)).to_series().sum() == 1
