"""Slips of the hand in a scenario: the error names the very line, and what to write there."""

from __future__ import annotations

import re

import pytest
from tests.test_bad_input import FILE, GOOD, error_of, with_content

from misid.scenario.read import read_text

LINES = GOOD.splitlines()


def number_of(beginning: str) -> int:
    """The line, from 1, that begins so."""
    return next(n for n, line in enumerate(LINES, 1) if line.lstrip().startswith(beginning))


def with_line(number: int, line: str) -> str:
    """The good scenario with one line otherwise."""
    return "\n".join([*LINES[: number - 1], line, *LINES[number:]]) + "\n"


@pytest.mark.parametrize(
    "name", ["a_year:", "agencies:", "share_sought:", "operational_failures:", "records:"]
)
@pytest.mark.parametrize("spaces", [0, 1])
def test_a_line_too_far_to_the_left_is_told_where_it_stands(name: str, spaces: int) -> None:
    """Not a line later, and with the spaces that are needed; the advice mends the file."""
    number = number_of(name)
    error = error_of(with_line(number, " " * spaces + LINES[number - 1].lstrip()))
    assert f"{FILE}, line {number}" == error.where
    assert f"{FILE} has a line too far to the left." == error.what
    assert f"2 spaces before it, not {spaces}" == error.use
    needed = int(error.use.split(" ")[0])
    read_text(with_line(number, " " * needed + LINES[number - 1].lstrip()), file=FILE)


def test_the_last_line_of_a_block_at_the_margin_is_told_where_it_belongs() -> None:
    """It is YAML, but no field of the scenario: the block that has such a field is named."""
    number = number_of("false_rejection:")
    error = error_of(with_line(number, LINES[number - 1].lstrip()))
    assert f"{FILE}, line {number}" == error.where
    assert error.use == "as many spaces before it as before the other names of review"


@pytest.mark.parametrize("name", ["about", "officers", "rate"])
def test_a_missing_colon_is_told_on_its_own_line(name: str) -> None:
    """The parser stumbles over the line below."""
    number = number_of(f"{name}:")
    error = error_of(with_line(number, LINES[number - 1].replace(":", "", 1)))
    assert f"{FILE}, line {number}" == error.where
    assert error.use == "`name: value`"


@pytest.mark.parametrize("instead", [" ", ":"])
def test_a_missing_colon_before_a_bracket_is_told(instead: str) -> None:
    """Without the colon, or without the blank after it."""
    number = number_of("composition:")
    line = LINES[number - 1]
    error = error_of(with_line(number, line.replace(": ", instead, 1)))
    assert f"{FILE}, line {number}" == error.where
    assert error.use == "`composition: ` before the bracket"


@pytest.mark.parametrize(
    ("path", "raw", "use"),
    [
        ("stops.share_enrolled", "15", "15%"),
        ("stops.share_enrolled", "“0.5”", "0.5"),
        ("stops.share_enrolled", "{value 0.5, status: assumed}", "{value: 0.5, status: assumed}"),
        ("stops.share_enrolled", "{value:0.5}", "{value: 0.5}"),
        ("matcher.ageing_years", "two weeks", None),
        (
            "stops.share_enrolled",
            "{value: 0,15, status: assumed}",
            None,
        ),
        ("stops.share_enrolled", "{groups: {women: 0,5, men: 0,5}}", None),
        ("stops.composition", "{shares: {women: 1}}", None),
    ],
)
def test_a_slip_in_a_number_is_told_with_what_to_write(
    path: str, raw: str, use: str | None
) -> None:
    """The line is its own; what the advice says to write is read."""
    text, line = with_content(path, raw)
    error = error_of(text)
    assert f"{FILE}, line {line}" == error.where
    if use:
        said = re.sub(r"[`{},]", "", use.split(", status")[0])
        assert said in error.use
        read_text(with_content(path, use)[0], file=FILE)


@pytest.mark.parametrize(
    ("path", "raw"),
    [
        ("stops.share_enrolled", "0,15"),
        ("stops.share_enrolled", "15 %"),
        ("stops.share_enrolled", "1 in 20"),
        ("gallery.records", "250,000,000"),
        ("gallery.records", "250.000.000"),
        ("retention.horizon", "15 years"),
        ("retention.citizens", "{no_candidate: 14 days, candidate: 15 years, reference: 15}"),
    ],
)
def test_a_number_as_people_write_it_is_read_in_a_scenario(path: str, raw: str) -> None:
    """Where it can mean one thing only."""
    text, _ = with_content(path, raw)
    read_text(text.replace("*kept", "{no_candidate: 15, candidate: 15, reference: 15}"), file=FILE)


def test_1_300_records_are_asked() -> None:
    """YAML reads 1.3; whoever wrote it may mean thirteen hundred."""
    text, line = with_content("stops.agencies", "1.300")
    error = error_of(text)
    assert f"{FILE}, line {line}" == error.where
    assert error.what == "stops.agencies is '1.300', which could be 1.3 or 1,300."
    assert error.use == "1.3 for 1.3; 1300 for 1,300"


def test_an_address_as_a_source_is_told_to_be_a_citation() -> None:
    """And what the error says to write is read."""
    raw = "{value: 0.5, status: published, source: SOURCE}"
    text, line = with_content("stops.share_enrolled", raw.replace("SOURCE", "https://a.org/b"))
    error = error_of(text)
    assert f"{FILE}, line {line}" == error.where
    assert "citations:" in error.use
    followed, _ = with_content("stops.share_enrolled", raw.replace("SOURCE", "my-source"))
    names = error.use.rpartition("below it ")[2].replace(" and ", ", ").split(", ")
    given = {name: "2026-11" if name == "date" else "https://a.org/b" for name in names}
    read_text(f"{followed}\ncitations: {{my-source: {given}}}\n".replace("'", '"'), file=FILE)


def test_curly_quotation_marks_are_told() -> None:
    """Around text with a colon they do not hold it together."""
    number = number_of("about:")
    error = error_of(with_line(number, "about: “Small: a test”"))
    assert f"{FILE}, line {number}" == error.where
    assert "curly quotation marks" in error.what
