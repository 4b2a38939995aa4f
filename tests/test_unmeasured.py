"""Words that fit are kept from the converter, and stand in the drawing as they were."""

from __future__ import annotations

import pytest

from misid.figures.axes import numbers
from misid.figures.converter import SvgDrawing, drawn, here
from misid.figures.theme import CONFIG, FITTING, FONT, heading, plotted
from misid.figures.unmeasured import blank, restored
from misid.figures.vegalite import Held, Part, field, form, mark
from misid.words.language import ENGLISH


def test_words_that_fit_are_not_given_to_the_converter() -> None:
    """Rows have a blank line for each of theirs, and a font by which they are found."""
    rows = plotted([{"x": 0, "said": "nobody\nat all"}])
    at = {"x": field("x:Q"), "text": "said:N"}
    kept, words = blank(form(mark("text", rows, at, font=FITTING, lineBreak="\n"), {}))
    assert words == (("nobody", "at all"),)
    assert kept.chart["encoding"]["text"]["field"] == "said_lines"
    assert {" \n ", "fits-0"} <= set(kept.rows["rows_0"][0].values())


def test_words_that_may_move_something_are_measured() -> None:
    """Words in any other font are given as they are."""
    rows = plotted([{"x": 0, "said": "nobody"}])
    chart = form(mark("text", rows, {"x": field("x:Q"), "text": "said:N"}, font=FONT), {})
    assert (chart, ()) == blank(chart)


def test_a_heading_that_does_not_fit_is_measured() -> None:
    """A word that cannot be broken may be wider than its room."""
    assert (heading("a few words", 200)["font"], heading("W" * 60, 200)["font"]) == (FITTING, FONT)


def test_equal_words_have_one_number() -> None:
    """Axes that are shared are said twice, with one title."""
    axis = {"title": "years", "titleFont": FITTING}
    at = {"x": field("x:Q", axis=axis), "y": field("y:Q", axis=dict(axis))}
    kept, words = blank(form(mark("point", plotted([{"x": 0, "y": 0}]), at), {}))
    fonts = [kept.chart["encoding"][name]["axis"]["titleFont"] for name in ("x", "y")]
    assert (words, fonts) == ((("years",),), ["fits-0", "fits-0"])


@pytest.mark.parametrize("upright", [False, True])
def test_ticks_whose_words_move_nothing_are_drawn_as_if_measured(upright: bool) -> None:
    """The widest beside an axis that goes up, and both ends of another, make its room."""
    axis = numbers([250_000_000.0], "", ENGLISH).axis("records", 250, upright=upright)
    every = axis["values"].value
    measured = {**every, "fonts": [FONT] * len(every["fonts"])}
    held = {
        name: one._replace(value=measured) if isinstance(one, Held) else one
        for name, one in axis.items()
    }
    assert FITTING in every["fonts"]
    drawings = [_drawn(one, upright=upright) for one in (axis, held)]
    assert drawings[0] == drawings[1]
    assert "million" in drawings[0].inner


def _drawn(axis: Part, *, upright: bool) -> SvgDrawing:
    along, across = ("y", "x") if upright else ("x", "y")
    scale = {"domain": [0, 260_000_000], "nice": False}
    at = {
        along: field("value:Q", axis=axis, scale=scale),
        across: field("zero:Q", axis=None),
    }
    chart = mark("point", plotted([{"value": 1e8, "zero": 0}]), at)
    return drawn(form({**chart, "width": 250, "height": 250}, CONFIG), ENGLISH.spelling, here)


def test_words_come_back_escaped_and_once() -> None:
    """Markup in words is text, and words that look like a blank's font are words."""
    hostile = ('<script>"</script>', 'font-family="fits-1"')
    svg = '<text font-family="fits-0" x="1"><tspan/><tspan x="0" dy="15"/></text>'
    expected = (
        f'<text font-family="{FONT}" x="1"><tspan>&lt;script&gt;"&lt;/script&gt;</tspan>'
        '<tspan x="0" dy="15">font-family="fits-1"</tspan></text>'
    )
    assert expected == restored(svg, (hostile, ("another",)))
