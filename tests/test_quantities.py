"""Quantities and choices: every form, every refusal, and how they are drawn."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from misid.files.read import plain
from misid.quantities import (
    Choice,
    Count,
    Draws,
    Factor,
    Positive,
    Quantity,
    Real,
    Share,
    Status,
    Switch,
    Years,
)
from misid.quantities.draws import _open_unit
from misid.quantities.validation import shown

KINDS: tuple[type[Quantity], ...] = (Real, Positive, Factor, Count, Years, Share)
Tail = Choice[Literal["normal", "gumbel"]]
NONE = "None exists."
THREE_FORMS = "one of three forms: value; low, high and why; evidence, column and why"
POINTS = np.array([0.05, 0.5, 0.95])

every_kind = pytest.mark.parametrize("kind", KINDS)


def near(expected: Any) -> object:
    """The expected number within the rounding of double precision."""
    return pytest.approx(expected, rel=1e-12, abs=1e-12)


def mistake_of(make: Callable[[], object]) -> tuple[str, str]:
    """What is wrong and what to use, of the one mistake that a call ends with."""
    with pytest.raises(ValidationError) as caught:
        make()
    (details,) = caught.value.errors()
    return details["ctx"]["what"], details["ctx"]["use"]


# Forms


@every_kind
def test_a_bare_number_is_an_assumed_value(kind: type[Quantity]) -> None:
    """`records: 100` says the value; its status is assumed."""
    quantity = kind.model_validate(1)
    assert (1.0, Status.ASSUMED, None) == (quantity.value, quantity.status, quantity.source)
    assert not quantity.is_range


def test_a_value_carries_its_status_and_source() -> None:
    """`{value: 250_000_000, status: disclosed, source: npr-2026-06}` keeps all three."""
    given_ = {"value": 250_000_000, "status": "disclosed", "source": "npr-2026-06"}
    records = Count.model_validate(given_)
    assert (2.5e8, Status.DISCLOSED) == (records.value, records.status)
    assert "npr-2026-06" == records.source


def test_a_range_is_open() -> None:
    """`low`, `high` and `why` make a range, whatever its status."""
    quantity = Share(low=0.01, high=0.1, status=Status.UNKNOWN, why=NONE)
    assert quantity.is_range


def test_a_row_of_a_table_is_open() -> None:
    """`evidence`, `column` and `why` draw one row of a published table."""
    quantity = Factor(evidence="a_table", column="a_column", why="The same row.")
    assert quantity.is_range


@pytest.mark.parametrize("status", list(Status))
def test_known_means_that_somebody_published_it(status: Status) -> None:
    """Disclosed, published and measured numbers are known; the other three are not."""
    assert (status.value in {"disclosed", "published", "measured"}) == status.is_known


def test_minus_zero_is_zero() -> None:
    """Equal numbers are written alike, so that they have one digest."""
    assert "0.0" == str(Real(value=-0.0).value)


# Refusals of quantities


@pytest.mark.parametrize(
    ("kind", "number", "noun"),
    [
        (Real, "-2,000,000,000,000", "a number from -1,000,000,000,000 to 1,000,000,000,000"),
        (Positive, "-1", "a number from 0 to 1,000,000,000,000"),
        (Factor, "0", "a number above 0 (from 1e-12 to 1e12)"),
        (Count, "0", "a count from 1 to 1,000,000,000,000"),
        (Count, "0.5", "a count from 1 to 1,000,000,000,000"),
        (Count, "2,000,000,000,000", "a count from 1 to 1,000,000,000,000"),
        (Years, "201", "a time in years from 0 to 200"),
        (Share, "1.4", "a share from 0 to 1"),
        (Share, "-0.1", "a share from 0 to 1"),
    ],
)
def test_a_number_outside_the_possible_is_refused(
    kind: type[Quantity], number: str, noun: str
) -> None:
    """The text names the number and what is possible, in `value` as in `low` and `high`."""
    given_ = float(number.replace(",", ""))
    what = f"is {number}, but {noun} is needed"
    hundredth = "1.4% for 1.4 in a hundred, or 14% for 0.14; or " if number == "1.4" else ""
    use = f"{hundredth}a number such as {kind.example}, or a range: low, high and why"
    assert (what, use) == mistake_of(lambda: kind.model_validate(given_))
    assert (what, use) == mistake_of(lambda: kind(low=given_, high=1, why=NONE))
    assert (what, use) == mistake_of(lambda: kind(low=1, high=given_, why=NONE))


@pytest.mark.parametrize(
    ("given_", "words"),
    [
        ("many", "'many'"),
        ("", "empty"),
        (True, "true"),
        (False, "false"),
        (None, "empty"),
        ([1], "a list"),
        (math.nan, "not a number (.nan)"),
        (math.inf, "infinite, or too large a number"),
        (-math.inf, "infinite, or too large a number"),
        (10**400, "infinite, or too large a number"),
    ],
)
def test_what_is_no_number_is_refused(given_: object, words: str) -> None:
    """Text, yes and no, nothing, a list, NaN and infinity are told as such."""
    what, use = mistake_of(lambda: Count.model_validate(given_))
    assert f"is {words}, but a count from 1 to 1,000,000,000,000 is needed" == what
    assert "a number such as 1300, or a range: low, high and why" == use


@pytest.mark.parametrize("given_", ["many", True, [1], {"value": 1}, math.nan])
def test_what_is_no_number_is_refused_within_a_range(given_: object) -> None:
    """`low: many` is told like `many` alone."""
    what, _ = mistake_of(lambda: Share.model_validate({"low": given_, "high": 0.5, "why": NONE}))
    assert f"is {shown(given_)}, but a share from 0 to 1 is needed" == what


@pytest.mark.parametrize(
    ("kind", "given_", "number"),
    [
        (Share, "15%", 0.15),
        (Share, "0,3 %", 0.003),
        (Share, "1 in 1,000", 0.001),
        (Count, "5,000,000", 5_000_000),
        (Count, "1300", 1300),
        (Real, "-0.5", -0.5),
        (Years, "1 year", 1),
        (Years, "18 months", 1.5),
    ],
)
def test_a_number_in_another_spelling_is_read(
    kind: type[Quantity], given_: str, number: float
) -> None:
    """Per cent, commas, quotation marks and units of time, alone as within a range."""
    assert number == kind.model_validate(given_).value
    assert number == kind.model_validate({"value": given_}).value


@pytest.mark.parametrize(
    ("given_", "what", "use"),
    [
        ({}, "says no number", THREE_FORMS),
        ({"status": "assumed"}, "says no number", THREE_FORMS),
        ({"value": None}, "says no number", THREE_FORMS),
        ({"value": 2, "low": 1, "high": 3}, "has both value and low", THREE_FORMS),
        ({"value": 2, "evidence": "t"}, "has both value and evidence", THREE_FORMS),
        ({"low": 1, "evidence": "t"}, "has both low and evidence", THREE_FORMS),
        ({"low": 1, "why": NONE}, "has low without high", "high: beside it"),
        ({"high": 1, "why": NONE}, "has high without low", "low: beside it"),
        ({"value": 1, "high": 2}, "has high without low", "low: beside it"),
        ({"evidence": "t", "why": NONE}, "has evidence without column", "column: beside it"),
        ({"column": "c", "why": NONE}, "has column without evidence", "evidence: beside it"),
        (
            {"value": 2, "distribution": "uniform"},
            "has distribution: uniform, but no range",
            "low and high, its ends",
        ),
        (
            {"low": 2, "high": 3, "mode": 2.5, "why": NONE},
            "has mode without distribution: triangular, so it would have no effect",
            "distribution: triangular beside it",
        ),
        (
            {"low": 2, "high": 3, "alpha": 2, "distribution": "uniform", "why": NONE},
            "has alpha without distribution: beta, so it would have no effect",
            "distribution: beta beside it",
        ),
        (
            {"low": 2, "high": 3, "beta": 2, "distribution": "beta", "why": NONE},
            "has beta alone",
            "both alpha and beta, or neither",
        ),
        (
            {"low": 3, "high": 2, "why": NONE},
            "has its range upside down: low is 3 and high is 2",
            "low below high; for one number, value",
        ),
        (
            {"low": 3e8, "high": 3e8, "why": NONE},
            "has its range upside down: low is 300,000,000 and high is 300,000,000",
            "low below high; for one number, value",
        ),
        (
            {"low": 2, "high": 3, "mode": 5, "distribution": "triangular", "why": NONE},
            "has mode 5, outside 2 to 3",
            "a mode between low and high",
        ),
        (
            {"low": 0, "high": 3, "distribution": "log-uniform", "why": NONE},
            "is log-uniform, but low is 0",
            "a low above 0, or distribution: uniform",
        ),
        (
            {"low": 0, "high": 3, "why": NONE},
            "has low at 0, the least that is possible, but a range of 5 % to 95 % goes on "
            "beyond both",
            "another low, or distribution: uniform, whose ends are low and high",
        ),
        (
            {"low": 2, "high": 3},
            "is a range without a why",
            "why: followed by the evidence, or by the words None exists",
        ),
        (
            {"low": 2, "high": 3, "why": "  "},
            "is a range without a why",
            "why: followed by the evidence, or by the words None exists",
        ),
        (
            {"evidence": "t", "column": "c"},
            "is a range without a why",
            "why: followed by the evidence, or by the words None exists",
        ),
        (
            {"value": 2, "status": "unknown"},
            "is unknown, but is given the one value 2",
            "a range (low, high, why), or status: assumed",
        ),
        *(
            (
                {"value": 2, "status": status},
                f"is {status}, but has no source",
                "source: and a citation key, or status: assumed",
            )
            for status in ("disclosed", "published", "measured")
        ),
    ],
)
def test_a_mistaken_form_is_told(given_: dict[str, object], what: str, use: str) -> None:
    """Every rule on the fields of a quantity has a text and a remedy."""
    assert (what, use) == mistake_of(lambda: Positive.model_validate(given_))


def test_the_upper_end_is_told_too() -> None:
    """A share of up to 1 needs a law that ends there."""
    what, use = mistake_of(lambda: Share(low=0.5, high=1, why=NONE))
    expected = "has high at 1, the most that is possible, but a range of 5 % to 95 % goes on"
    assert f"{expected} beyond both" == what
    assert "another high, or distribution: uniform, whose ends are low and high" == use


@pytest.mark.parametrize("distribution", ["uniform", "beta", "triangular"])
def test_a_named_law_may_touch_the_ends(
    distribution: Literal["uniform", "beta", "triangular"],
) -> None:
    """0 to 1 is a range of shares whose ends are never passed."""
    share = Share(low=0, high=1, distribution=distribution, why=NONE)
    assert near(0.5) == float(share.draw(np.array([0.5]))[0])


@pytest.mark.parametrize(
    ("field", "given_"),
    [("alpha", 0), ("beta", -1), ("status", "certain"), ("distribution", "normal"), ("x", 1)],
)
def test_other_fields_are_checked_too(field: str, given_: object) -> None:
    """Shapes above 0, a known status, a known law, no field that is unknown."""
    with pytest.raises(ValidationError):
        Positive.model_validate({"low": 1, "high": 2, "why": NONE, field: given_})


def test_a_quantity_does_not_change() -> None:
    """What was read stays as it was read."""
    with pytest.raises(ValidationError):
        Share(value=0.5).value = 0.6  # type: ignore[misc]


# Draws of quantities


ODDS = math.sqrt((0.01 / 0.99) * (0.1 / 0.9))


@pytest.mark.parametrize(
    ("quantity", "points"),
    [
        (Real(value=3), [3, 3, 3]),
        (Real(low=-1, high=3, why=NONE), [-1, 1, 3]),
        (Positive(low=1, high=100, why=NONE), [1, 10, 100]),
        (Count(low=50, high=200, why=NONE), [50, 100, 200]),
        (Share(low=0.01, high=0.1, why=NONE), [0.01, ODDS / (1 + ODDS), 0.1]),
        (Share(low=0, high=1, distribution="uniform", why=NONE), [0.05, 0.5, 0.95]),
        (
            Positive(low=1, high=10_000, distribution="log-uniform", why=NONE),
            [10**0.2, 100, 10**3.8],
        ),
        (
            Real(low=0, high=4, mode=1, distribution="triangular", why=NONE),
            [math.sqrt(0.05 * 4), 4 - math.sqrt(0.5 * 12), 4 - math.sqrt(0.05 * 12)],
        ),
        (
            Real(low=0, high=2, distribution="triangular", why=NONE),
            [math.sqrt(0.1), 1, 2 - math.sqrt(0.1)],
        ),
        (
            Real(low=0, high=2, mode=0, distribution="triangular", why=NONE),
            [2 - 2 * math.sqrt(0.95), 2 - 2 * math.sqrt(0.5), 2 - 2 * math.sqrt(0.05)],
        ),
        (
            Real(low=0, high=10, alpha=1, beta=3, distribution="beta", why=NONE),
            [10 * (1 - (1 - u) ** (1 / 3)) for u in (0.05, 0.5, 0.95)],
        ),
    ],
)
def test_the_stated_points_are_drawn(quantity: Quantity, points: list[float]) -> None:
    """At 5, 50 and 95 % stand the numbers that the form says, by hand."""
    assert near(points) == list(quantity.draw(POINTS))


def test_a_beta_law_has_two_and_two_unless_told() -> None:
    """Without shapes the law is 6 x (1 - x), whose distribution function is 3 x^2 - 2 x^3."""
    drawn = Share(low=0, high=1, distribution="beta", why=NONE).draw(POINTS)
    assert near(list(POINTS)) == list(3 * drawn**2 - 2 * drawn**3)


def test_each_row_of_a_table_is_as_likely() -> None:
    """Four rows divide the uniforms into quarters; the last one is never passed."""
    quantity = Factor(evidence="t", column="c", why=NONE)
    uniforms = np.array([1e-9, 0.249, 0.251, 0.5, 0.75, np.nextafter(1.0, 0.0)])
    drawn = quantity.draw(uniforms, np.array([2.0, 3.0, 5.0, 7.0]))
    assert [2.0, 2.0, 3.0, 5.0, 7.0, 7.0] == list(drawn)


@pytest.mark.parametrize(
    ("quantity", "least", "most"),
    [
        (Count(low=2, high=1e11, why=NONE), 1.0, 1e12),
        (Years(low=1, high=150, why=NONE), None, 200.0),
        (Positive(low=5e-324, high=1e11, why=NONE), 0.0, 1e12),
        (Real(low=-9e11, high=9e11, why=NONE), -1e12, 1e12),
    ],
)
def test_no_draw_leaves_what_is_possible(
    quantity: Quantity, least: float | None, most: float
) -> None:
    """The tails of a range stop at the ends: no half record, no time above 200 years."""
    low, high = quantity.draw(np.array([1e-16, 1 - 1e-16]))
    assert most == high
    assert least is None or least == low


@st.composite
def valid(draw: st.DrawFn, kinds: tuple[type[Quantity], ...] = KINDS) -> Quantity:
    """Any quantity that may be written."""
    kind = draw(st.sampled_from(kinds))
    form = draw(st.sampled_from(("value", "range", "law", "evidence")))
    fields: dict[str, Any] = draw(known_or_not(may_be_unknown=form != "value"))
    number = st.floats(*kind.ends)
    if form == "value":
        return kind(value=draw(number), **fields)
    fields["why"] = draw(st.text(min_size=1).filter(str.strip))
    if form == "evidence":
        return kind(evidence=draw(st.text()), column=draw(st.text()), **fields)
    inner = st.floats(*kind.ends, exclude_min=form == "range", exclude_max=form == "range")
    low, high = sorted(draw(st.tuples(inner, inner).filter(lambda two: two[0] != two[1])))
    if form == "law":
        fields |= draw(laws(low, high))
    return kind(low=low, high=high, **fields)


@st.composite
def known_or_not(draw: st.DrawFn, *, may_be_unknown: bool) -> dict[str, Any]:
    """A status, and the source that it needs."""
    statuses = [one for one in Status if may_be_unknown or one is not Status.UNKNOWN]
    status = draw(st.sampled_from(statuses))
    source = st.text(min_size=1).filter(str.strip)
    return {
        "status": status,
        "source": draw(source if status.is_known else st.none() | source),
        "why": draw(st.none() | st.text()),
    }


@st.composite
def laws(draw: st.DrawFn, low: float, high: float) -> dict[str, Any]:
    """A distribution that these ends allow, with or without its parameters."""
    names = ["uniform", "triangular", "beta"] + ["log-uniform"] * (low > 0)
    law: dict[str, Any] = {"distribution": draw(st.sampled_from(names))}
    if law["distribution"] == "triangular":
        law["mode"] = draw(st.none() | st.floats(low, high))
    if law["distribution"] == "beta" and draw(st.booleans()):
        law |= {key: draw(st.floats(0.01, 1e6)) for key in ("alpha", "beta")}
    return law


@given(valid(), st.lists(st.floats(1e-16, 1 - 1e-16), min_size=1))
def test_draws_are_finite_and_rise(quantity: Quantity, uniforms: list[float]) -> None:
    """A larger uniform never gives a smaller value, and none lies outside the ends."""
    rows = np.array([1.0]) if quantity.evidence is not None else None
    drawn = quantity.draw(np.sort(np.array(uniforms)), rows)
    assert np.isfinite(drawn).all()
    assert quantity.ends[0] <= drawn.min()
    assert drawn.max() <= quantity.ends[1]
    assert (np.diff(drawn) >= -1e-9 * np.abs(drawn[1:])).all()


# Serialisation


@pytest.mark.parametrize(
    ("quantity", "short"),
    [
        (Count(value=5), 5.0),
        (Count(value=5, why="a guess"), {"value": 5.0, "status": "assumed", "why": "a guess"}),
        (
            Count(value=5, status=Status.DISCLOSED, source="a"),
            {"value": 5.0, "status": "disclosed", "source": "a"},
        ),
        (
            Share(low=0.1, high=0.2, status=Status.UNKNOWN, why=NONE),
            {"low": 0.1, "high": 0.2, "status": "unknown", "why": NONE},
        ),
        (
            Real(evidence="t", column="c", why=NONE),
            {"evidence": "t", "column": "c", "status": "assumed", "why": NONE},
        ),
    ],
)
def test_a_quantity_is_written_in_its_shortest_form(quantity: Quantity, short: object) -> None:
    """A bare number where that says all; else only the fields that were given."""
    assert short == quantity.model_dump(mode="json")


@given(valid())
def test_a_quantity_reads_back_as_itself(quantity: Quantity) -> None:
    """Writing and reading is the identity."""
    assert quantity == type(quantity).model_validate(quantity.model_dump(mode="json"))


# Choices


@pytest.mark.parametrize(
    ("kind", "given_", "options"),
    [
        (Tail, "normal", ("normal",)),
        (Choice[int], 3, (3,)),
        (Switch, True, (True,)),
        (Switch, {"options": [False]}, (False,)),
        (Tail, {"options": ["gumbel", "normal"], "why": NONE}, ("gumbel", "normal")),
    ],
)
def test_a_choice_has_its_options(kind: type[Choice[Any]], given_: object, options: object) -> None:
    """A bare option, or several with a why."""
    choice = kind.model_validate(given_)
    assert options == choice.options
    assert choice.is_range == (len(choice.options) > 1)
    assert choice == kind.model_validate(choice.model_dump(mode="json"))


@pytest.mark.parametrize(
    ("kind", "given_"),
    [
        (Choice[int], True),
        (Choice[int], 1.0),
        (Choice[int], "1"),
        (Switch, 1),
        (Switch, "yes"),
        (Tail, "cauchy"),
        (Tail, {"options": []}),
        (Tail, {"options": "normal"}),
    ],
)
def test_an_option_of_another_kind_is_refused(kind: type[Choice[Any]], given_: object) -> None:
    """Nothing is turned into a number, a yes or a no that was not written as one."""
    with pytest.raises(ValidationError):
        kind.model_validate(given_)


@pytest.mark.parametrize(
    ("given_", "what", "use"),
    [
        (
            None,
            "is empty, but an option is needed",
            "the option alone, or options: [...] with a why",
        ),
        (
            ["normal"],
            "is a list, but an option is needed",
            "the option alone, or options: [...] with a why",
        ),
        (
            {"options": ["normal", "normal"], "why": NONE},
            "names an option twice",
            "each option once",
        ),
        (
            {"options": ["normal", "gumbel"]},
            "is open without a why",
            "why: followed by the evidence, or by the words None exists",
        ),
        (
            {"options": ["normal"], "status": "published"},
            "is published, but has no source",
            "source: and a citation key, or status: assumed",
        ),
        (
            {"options": ["normal"], "status": "unknown"},
            "is unknown, but has only one option",
            "every option that is possible, with a why; or status: assumed",
        ),
    ],
)
def test_a_mistaken_choice_is_told(given_: object, what: str, use: str) -> None:
    """Every rule on the fields of a choice has a text and a remedy."""
    assert (what, use) == mistake_of(lambda: Tail.model_validate(given_))


def test_each_option_is_as_likely() -> None:
    """Of 300 stratified worlds each of three options holds in 100."""
    choice = Choice[int](options=(1, 5, 20), why=NONE)
    drawn = choice.draw(Draws(seed=1, size=300).uniforms("threshold.candidates"))
    assert [100, 100, 100] == list(np.bincount(drawn))


def test_the_largest_uniform_draws_the_last_option() -> None:
    """No uniform leads past the options."""
    choice = Choice[int](options=(1, 5, 20), why=NONE)
    assert [0, 2] == list(choice.draw(np.array([1e-300, np.nextafter(1.0, 0.0)])))


# Uniforms


@pytest.mark.parametrize(
    ("seed", "name", "first"),
    [
        (
            1,
            "stops.a_year",
            "0x1.d40d1bd1889b3p-3 0x1.545bb5c569fc6p-2 0x1.41c89cdd59a7cp-1 0x1.87452db758043p-1",
        ),
        (
            7,
            "gallery.records",
            "0x1.1c948237a7d1ap-2 0x1.79d2c91375de0p-1 0x1.90b0ab8eca5fep-1 0x1.aed5abdd8f6e6p-4",
        ),
    ],
)
def test_the_draws_of_a_seed_and_name_never_change(seed: int, name: str, first: str) -> None:
    """
    Known answers, written down on 2026-11-24 with numpy 2.4, to the last bit.

    If they change, every published result does.
    """
    drawn = Draws(seed=seed, size=4).uniforms(name)
    assert first.split() == [float(u).hex() for u in drawn]


@given(st.integers(0, 2**64), st.text(), st.integers(1, 3000))
def test_every_stratum_has_one_draw(seed: int, name: str, size: int) -> None:
    """Of n worlds one lies in each n-th of the interval, for every seed and name."""
    drawn = Draws(seed=seed, size=size).uniforms(name)
    assert list(range(size)) == sorted(np.floor(drawn * size).astype(int))
    assert 0.0 < drawn.min()
    assert drawn.max() < 1.0


@given(st.integers(0, 2**32), st.text(), st.integers(1, 300))
def test_the_same_seed_and_name_draw_the_same(seed: int, name: str, size: int) -> None:
    """Draws depend on nothing but seed, size and name, not on what was drawn before."""
    draws = Draws(seed=seed, size=size)
    first = draws.uniforms(name)
    draws.uniforms(f"{name}.other")
    assert first.tobytes() == draws.uniforms(name).tobytes()
    assert first.tobytes() == Draws(seed=seed, size=size).uniforms(name).tobytes()


@pytest.mark.parametrize(
    ("one", "other"),
    [((1, "a"), (1, "b")), ((1, "a"), (2, "a")), ((1, "1a"), (11, "a")), ((1, "é"), (1, "e"))],
)
def test_another_seed_or_name_draws_otherwise(one: tuple[int, str], other: tuple[int, str]) -> None:
    """Two inputs are drawn independently: over 10,000 worlds they are not correlated."""
    first, second = (Draws(seed, 10_000).uniforms(name) for seed, name in (one, other))
    assert abs(np.corrcoef(first, second)[0, 1]) < 0.05


def test_the_extreme_bits_stay_inside_the_open_interval() -> None:
    """No bits give half of 2^-52, all bits give 1 less that: neither 0 nor 1."""
    bits = np.array([0, 2**64 - 1], dtype=np.uint64)
    assert [2.0**-53, 1.0 - 2.0**-53] == list(_open_unit(bits))


@settings(max_examples=20)
@given(st.integers(0, 2**32), st.integers(1, 50))
def test_one_world_is_a_fair_uniform(seed: int, size: int) -> None:
    """The mean of the stratified uniforms is one half within their strata."""
    assert abs(Draws(seed, size).uniforms("x").mean() - 0.5) <= 0.5 / size


# Words


@pytest.mark.parametrize(
    ("given_", "words"),
    [
        (250_000_000, "250,000,000"),
        (0.1 + 0.2, "0.3"),
        (0.0003, "0.0003"),
        (1e-7, "0.0000001"),
        (2.5e-5, "0.000025"),
        (1e-300, "1e-300"),
        (1e12, "1,000,000,000,000"),
        (-5, "-5"),
        (True, "true"),
        (None, "empty"),
        ("a" * 100, repr("a" * 57 + "...")),
        ("two\nlines", "'two\\nlines'"),
        ((1, 2), "a list"),
        ({"a": 1}, "a block of named fields"),
    ],
)
def test_a_value_is_shown_in_words(given_: object, words: str) -> None:
    """Short, on one line, without exponents where people can read the digits."""
    assert words == shown(given_)


@given(st.text())
def test_a_name_is_shown_on_one_line(name: str) -> None:
    """Whatever a file holds as a name, an error stays printable."""
    assert plain(name).isprintable()
    assert len(plain(name)) <= 600
