"""Words and numbers of figures: cautions from the facts, whose scenario, the reader's spelling."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from misid.figures import FIGURES, WIDE, Picture, make
from misid.figures.axes import numbers
from misid.figures.render import bare_svg, framed_svg
from misid.figures.slopes import change
from misid.results import Run, run
from misid.results.schema import Results
from misid.scenario import load_scenario, to_yaml
from misid.uncertainty.schema import Pair
from misid.words.figure_labels import cautions
from misid.words.language import ENGLISH, Language, Spelling
from misid.words.numbers import few, on_axis
from misid.words.sentence import plain

QUICK = "live-watchlist"
COMMAS = Language("es", "español", Spelling(decimal=",", group="\u00a0", grouped_from=5))
"""A language that has no catalogue here, but writes numbers as Spanish readers do."""


@cache
def worked_out(scenario: str = QUICK) -> Run:
    """A run of a shipped scenario, once for all tests."""
    return run(scenario, draws=64)


def results() -> Results:
    """Its facts."""
    return worked_out().results


@pytest.mark.parametrize(
    ("name", "phrase"),
    [
        ("groups", "regions of birth stand in for groups"),
        ("groups", "ratios between regions read by eye"),
        ("frequencies", "an average over the middle fifth of the possible worlds"),
        ("icons", "an average over the middle fifth of the possible worlds"),
        ("worlds", "each dot is one possible world"),
        ("limit", "each dot is one possible world"),
    ],
)
def test_a_picture_carries_the_caution_that_belongs_to_it(name: str, phrase: str) -> None:
    """It stands in the words of the picture and in its drawing, and not in another's."""
    made = make(name, results())
    assert phrase in made.words
    drawn = " ".join(re.findall(r"<text [^>]*>([^<]*)</text>", framed_svg(made)))
    assert phrase.lower() in drawn.lower()
    assert phrase not in make("uncertainty", results()).words


def test_ratios_that_were_measured_were_not_read_by_eye() -> None:
    """The caution goes with its code in the facts."""
    measured = tuple(one for one in results().cautions if one.code != "read_by_eye")
    made = make("groups", results().model_copy(update={"cautions": measured}))
    assert "ratios between regions read by eye" not in made.words


def test_extrapolated_stands_where_the_facts_say_so() -> None:
    """Both kinds of extrapolation, a gallery and a threshold, are one word."""
    caution = results().cautions[0]
    for code in ("extrapolated_gallery", "extrapolated_threshold"):
        facts = (caution, caution.model_copy(update={"code": code}))
        changed = results().model_copy(update={"cautions": facts})
        assert ("synthetic model", "extrapolated") == cautions("threshold", changed, ENGLISH)


def test_a_change_is_named_in_every_picture() -> None:
    """A safeguard by its name, in words and stamp."""
    found = run(QUICK, changes=["strict-threshold"], draws=20).results
    for name in FIGURES:
        made = make(name, found)
        assert "with the change strict-threshold" in made.words
        assert "(with strict-threshold)" in made.stamp


def test_a_change_by_hand_is_said_with_its_inputs(tmp_path: Path) -> None:
    """A scenario that keeps a shipped name and stands otherwise says so."""
    text = to_yaml(load_scenario(QUICK)).replace("high: 0.001\n", "high: 0.002\n", 1)
    assert "high: 0.002\n" in text
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    words = make("worlds", run(str(path), draws=20).results).words
    assert any(one.startswith("changed by hand: ") for one in words)


def test_a_scenario_of_the_readers_own_says_so(tmp_path: Path) -> None:
    """A name that does not come along is somebody's own."""
    path = tmp_path / "mine.yaml"
    path.write_text(
        to_yaml(load_scenario(QUICK)).replace(f"name: {QUICK}", "name: mine", 1), encoding="utf-8"
    )
    found = run(str(path), draws=20).results
    assert "a scenario of its author's own" in make("worlds", found).words


@pytest.mark.parametrize(
    ("after", "how"),
    [(1.0, "same"), (1.0 + 1e-12, "same"), (1.0 + 1e-6, "higher"), (1.0 - 1e-6, "lower")],
)
def test_rounding_is_no_change(after: float, how: str) -> None:
    """What differs by less than one in a thousand million is unchanged."""
    assert how == change(Pair(before=1.0, after=after))


def test_numbers_beside_an_axis_have_the_spelling_of_the_language() -> None:
    """Decimal and group are those of its readers; a number of four digits is not grouped."""
    assert ["0,5 %", "2,5 million", "20\u00a0000", "2000"] == [
        on_axis(0.005, "share", COMMAS),
        on_axis(2_500_000.0, "", COMMAS),
        on_axis(20_000.0, "", COMMAS),
        on_axis(2_000.0, "", COMMAS),
    ]


def test_a_whole_picture_has_the_spelling_of_the_language() -> None:
    """No English number is left in a drawing, its finding or its stamp."""
    made = make("frequencies", worked_out().results, COMMAS)
    drawn = " ".join(re.findall(r"<text [^>]*>([^<]*)</text>", bare_svg(made)))
    assert "100\u00a0000" in plain(made.finding)
    assert "100\u00a0000" in drawn
    assert [] == re.findall(r"\d,\d{3}", drawn + plain(made.finding) + made.stamp)
    assert 'lang="es"' in bare_svg(made)


def test_numbers_of_a_picture_do_not_depend_on_the_language() -> None:
    """The data are the same, whatever is said."""

    def values(made: Picture) -> list[list[object]]:
        return [[cell for cell in row if isinstance(cell, int | float)] for row in made.rows]

    for name in FIGURES:
        here, there = (make(name, results(), one) for one in (ENGLISH, COMMAS))
        assert values(here) == values(there)


def test_pictures_are_made_of_saved_facts() -> None:
    """Results that were written and read again give the same drawing, to the last byte."""
    again = Results.model_validate_json(results().model_dump_json())
    for name in FIGURES:
        assert bare_svg(make(name, results()), WIDE) == bare_svg(make(name, again), WIDE)


def test_few_people_are_said_in_words() -> None:
    """None, a part of one, and several (arithmetic in sight)."""
    assert ["none", "fewer than one (0.5)", "about 3"] == [
        few(0.0, 0).text,
        few(0.5, 0).text,
        few(2.6, 3).text,
    ]


def test_an_axis_from_zero_has_equal_steps() -> None:
    """0 to 33 in tens, no word above the end."""
    assert [0.0, 10.0, 20.0, 30.0] == numbers([33.0], "", ENGLISH).ticks(400)
