"""Disclosed counts in one form: what is written is what is read, and what cannot be is refused."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misid.disclosure import CountCell, DisclosedCounts, read_counts
from misid.errors import MeaningError, MisidError

CELLS = st.one_of(
    st.integers(0, 10**9),
    st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)).map(
        lambda ends: {"from": min(ends), "to": max(ends)}
    ),
    st.integers(0, 10**6).map(lambda end: {"to": end}),
    st.integers(0, 10**6).map(lambda end: {"from": end}),
    st.tuples(st.integers(0, 10**6), st.integers(1, 10**4)).map(
        lambda said: {"about": said[0], "to_nearest": said[1]}
    ),
)


def counts(**cells: object) -> dict[str, object]:
    """A file of one period."""
    period = {"label": "May", "from": "2025-05-01", "to": "2025-05-31", "counts": cells}
    return {"schema": "misid-counts/1", "title": "alerts", "periods": [period]}


@given(first=CELLS, second=CELLS, threshold=st.floats(0, 1))
def test_what_is_written_is_read_again(first: object, second: object, threshold: float) -> None:
    """A file, YAML or JSON, holds what was put into it."""
    held = counts(searches=first, references=second, threshold=threshold)
    made = DisclosedCounts.model_validate(held)
    assert made == read_counts(made.to_yaml(), "counts.yaml")
    assert made == read_counts(json.dumps(made.as_data()), "counts.json")


def test_a_count_keeps_its_form() -> None:
    """Exact, censored and rounded counts are told apart, and have ends."""
    cells = [7, {"from": 1, "to": 4}, {"from": 100_001}, {"about": 3000, "to_nearest": 1000}]
    made = [CountCell.model_validate(one) for one in cells]
    assert cells == [one.model_dump() for one in made]
    assert [(7, 7), (1, 4), (100_001, None), (2500, 3500)] == [(o.least, o.most) for o in made]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (-1, "least possible"),
        (1.5, "a count is needed"),
        (True, "a count is needed"),
        ("7", "a count is needed"),
        ({}, "neither a range nor a rounded count"),
        ({"about": 7}, "neither a range nor a rounded count"),
        ({"from": 1, "about": 7, "to_nearest": 2}, "neither a range nor a rounded count"),
        ({"from": 9, "to": 1}, "goes from 9 to 1, which is less"),
    ],
)
def test_a_count_that_cannot_be_is_refused(cell: object, said: str) -> None:
    """The period and the name are told."""
    with pytest.raises(MisidError, match=said) as caught:
        read_counts(json.dumps(counts(searches=cell)), "counts.json")
    assert caught.value.what.startswith("periods.1.counts.searches")


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    """With both days, and the line."""
    text = DisclosedCounts.model_validate(counts(searches=1)).to_yaml()
    with pytest.raises(MeaningError, match="ends on 2025-04-30, before it begins") as caught:
        read_counts(text.replace("to: '2025-05-31'", "to: '2025-04-30'"), "counts.yaml")
    assert "counts.yaml, line 8" == caught.value.where  # noqa: SIM300


def test_a_name_that_is_none_is_refused() -> None:
    """The names that there are, are told."""
    with pytest.raises(MisidError) as caught:
        read_counts(json.dumps(counts(alerts=1)), "counts.json")
    assert "references" in caught.value.use
