"""Words that fit are kept from the converter, and stand in the drawing as they were."""

from __future__ import annotations

from misid.figures.theme import FITTING, FONT, heading, plotted
from misid.figures.unmeasured import blank, restored
from misid.figures.vegalite import field, form, mark


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


def test_words_come_back_escaped_and_once() -> None:
    """Markup in words is text, and words that look like a blank's font are words."""
    hostile = ('<script>"</script>', 'font-family="fits-1"')
    svg = '<text font-family="fits-0" x="1"><tspan/><tspan x="0" dy="15"/></text>'
    expected = (
        f'<text font-family="{FONT}" x="1"><tspan>&lt;script&gt;"&lt;/script&gt;</tspan>'
        '<tspan x="0" dy="15">font-family="fits-1"</tspan></text>'
    )
    assert expected == restored(svg, (hostile, ("another",)))
