"""Pinned numbers: what was found once is found again, and what is another one is told."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from tests.pins.pinned import (
    DIGEST,
    NUMBERS,
    SETS,
    SHOWN,
    moved,
    pinned,
    pinned_text,
    to_the_last_bit,
    within_rounding,
)
from tests.pins.places import Pinned, Place, numbers_of

ROWS = {
    "rows": [
        {"name": "a", "rate": 0.1, "half": {"rate": 1}},
        {"name": "b c", "rate": 2, "half": None},
    ],
    "split": {"input": "rule", "share": True},
    "months": [{"held": 3}, {"held": 4}],
    "by_key": {"x": {"rate": 5}},
}


@pytest.mark.parametrize("name", SETS)
def test_numbers_are_as_pinned(name: str, tmp_path: Path) -> None:
    """Every number of a set, but for last digits; `tools/pins.py --check` compares to the bit."""
    lines = moved(pinned(name), SETS[name](tmp_path), within_rounding)
    told = "\n".join(lines[:SHOWN])
    assert lines == [], f"{len(lines)} numbers of {name} are others:\n{told}"


def test_every_file_is_of_a_set() -> None:
    """No file of numbers is left over that nothing compares."""
    assert set(SETS) == {path.stem for path in NUMBERS.glob("*.json")}


@pytest.mark.parametrize("name", SETS)
def test_a_file_is_as_the_tool_writes_it(name: str) -> None:
    """No number was changed by hand into another form; each stands with all of its digits."""
    assert pinned_text(pinned(name)) == (NUMBERS / f"{name}.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("before", "found", "told"),
    [
        (
            0.25,
            math.nextafter(0.25, 1.0),
            "a: pinned 0.25, found 0.25000000000000006 (by 5.55e-17, ",
        ),
        (3, 4, "a: pinned 3, found 4 (by 1, 3.3e-01 of it)"),
        (0.0, 1e-300, "a: pinned 0.0, found 1e-300 (by 1e-300)"),
        (False, True, "a: pinned False, found True"),
        (None, 0.0, "a: pinned None, found 0.0"),
        ([1.0, 2.0], [1.0, 2.5], "a[1]: pinned 2.0, found 2.5 (by 0.5, 2.5e-01 of it)"),
        ([1.0, 2.0], [1.0], "a: pinned 2 numbers, found 1 numbers"),
        (f"{DIGEST}0", f"{DIGEST}1", "a: pinned 'sha256:0', found 'sha256:1'"),
    ],
)
def test_a_number_that_moved_is_told(before: Pinned, found: Pinned, told: str) -> None:
    """To the last bit, with its name and by how much."""
    (line,) = moved({"a": before, "b": 1}, {"a": found, "b": 1})
    assert line.startswith(told)


def test_a_name_that_is_gone_or_new_is_told() -> None:
    """A number that nobody reads any more is no number that stayed."""
    assert moved({"a": 1}, {"b": 2}) == ["a: gone, was 1", "b: not pinned, is 2"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (1.0, 1.0 + 1e-13, True),
        (1.0, 1.0 + 1e-11, False),
        (1e-9, 1.1e-9, False),
        (1_000_000, 1_000_001, False),
        ([1.0, None], [1.0, None], True),
        ([1.0, None], [1.0, 0.0], False),
        (None, 0.0, False),
        (f"{DIGEST}0", f"{DIGEST}1", True),
        (f"{DIGEST}0", 1.0, False),
    ],
)
def test_rounding_is_the_last_digits_only(one: Pinned, other: Pinned, same: bool) -> None:
    """Between machines, what may differ is far below what anybody reads."""
    assert same == within_rounding(one, other)
    assert to_the_last_bit(one, one)


def test_names_stay_where_keys_are_others() -> None:
    """A place gives its own names to numbers, whatever the document calls them."""
    places = (
        Place("groups/*", "rows[name]", ("value=rate",)),
        Place("groups/*/half", "rows[name].half", ("rate",)),
        Place("decided_by/*", "split{input}", ("share",)),
        Place("at/*", "rows[#]", ("rate",)),
        Place("held", "months[].held"),
        Place("by_key/*", "by_key[*].rate"),
    )
    expected = {
        "groups/a/value": 0.1,
        "groups/b_c/value": 2,
        "groups/a/half/rate": 1,
        "decided_by/rule/share": True,
        "at/1/rate": 0.1,
        "at/2/rate": 2,
        "held": [3, 4],
        "by_key/x": 5,
    }
    assert expected == numbers_of(ROWS, places)


@pytest.mark.parametrize(
    ("place", "error"),
    [
        (Place("a/*", "rows[name].gone"), LookupError),
        (Place("a", "rows[name].rate"), ValueError),
        (Place("a/*", "rows[name].name"), ValueError),
        (Place("a", "split.input"), ValueError),
    ],
)
def test_a_place_that_is_not_there_is_no_pin(place: Place, error: type[Exception]) -> None:
    """A renamed key, or words where a number stood, end the comparison instead of shortening it."""
    with pytest.raises(error):
        numbers_of(ROWS, (place,))
