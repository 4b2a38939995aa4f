"""Figures: what they say, what they hold, that they are drawn safely, legibly and alike."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import csv
import io
import json
import math
import re
import struct
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from altair.vegalite.v6.schema.core import Root
from hypothesis import given
from hypothesis import strategies as st
from tests.command import call

from misid.document.columns import fact_at
from misid.figures import FIGURES, NARROW, WIDE, Picture, beside, converter, make, theme
from misid.figures.axes import numbers as number_axis
from misid.figures.icons import ICONS, largest_remainder
from misid.figures.letters import fitted, text_width
from misid.figures.render import bare_svg, framed_png, framed_svg, specification
from misid.figures.style import font_faces
from misid.figures.vegalite import form
from misid.figures.worlds import stacked, strips
from misid.files.spreadsheet import guarded
from misid.results import Run, run
from misid.scenario import Scenario, load_scenario, names, to_yaml
from misid.scenario.serialise import as_data
from misid.words.answers import clause_of, nobody_says
from misid.words.language import ENGLISH, language
from misid.words.sentence import Number, plain
from misid.writers.svg import svg as svg_file

TASK_FORCE, QUICK = "task-force-module", "live-watchlist"
DRAWS = 64
# Whole pixels that a drawing may be wider than was asked for.
ROUNDING = 1.0
SMALLEST_TYPE = 11.0
MARKS = (theme.WRONG, theme.RIGHT, theme.RECORD, theme.MISS)
COLOURS = {*MARKS, theme.INK, theme.QUIET, theme.GRID, theme.PALE, theme.GROUND, "none"}
HOSTILE = "</text><script>alert(1)</script>&\"'"

# Drawing takes most of the time: the largest scenario in both widths, the others in one each.
DRAWN = [
    (TASK_FORCE, WIDE),
    (TASK_FORCE, NARROW),
    ("airport-exit", WIDE),
    (QUICK, NARROW),
]

every_figure = pytest.mark.parametrize("name", list(FIGURES))
every_scenario = pytest.mark.parametrize("scenario", names())
both_widths = pytest.mark.parametrize("width", [WIDE, NARROW])
every_drawing = pytest.mark.parametrize(("scenario", "width"), DRAWN)


@cache
def worked_out(scenario: str) -> Run:
    """A run of a shipped scenario, once for all tests."""
    return run(scenario, draws=DRAWS)


@cache
def picture(name: str, scenario: str) -> Picture:
    """A figure of a shipped scenario, once for all tests."""
    return make(name, worked_out(scenario).results)


@cache
def drawn(name: str, scenario: str, width: int) -> str:
    """Its bare drawing, once for all tests."""
    return bare_svg(picture(name, scenario), width)


@cache
def framed(name: str) -> str:
    """Its framed drawing, once for all tests."""
    return framed_svg(picture(name, TASK_FORCE))


def changed(path: str, value: object) -> Scenario:
    """The shipped scenario with one input replaced, named as in `misid scenario show`."""
    data = as_data(load_scenario(TASK_FORCE))
    part: Any = data
    *steps, last = path.split(".")
    for step in steps:
        part = part[int(step)] if isinstance(part, list) else part[step]
    part[last] = value
    return Scenario.model_validate(data)


def parsed(svg: str) -> ElementTree.Element:
    """The root of a drawing, which must be well-formed."""
    return ElementTree.fromstring(svg)  # noqa: S314 - drawn a moment ago


def tag(element: ElementTree.Element) -> str:
    """The element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def said(root: ElementTree.Element) -> str:
    """All words that a drawing shows, one space between them."""
    texts = (element for element in root.iter() if tag(element) == "text")
    return " ".join(" ".join(" ".join(text.itertext()).split()) for text in texts)


@every_scenario
@every_figure
def test_finding_is_whole_sentences(name: str, scenario: str) -> None:
    """Each begins large and ends with a full stop; that an either/or is open is the last."""
    finding = picture(name, scenario).finding
    sentences = re.split(r"(?<=[.]) (?=[A-Z0-9])", plain(finding))
    assert all(re.fullmatch(r"[A-Z0-9][^\n]*\.", one) for one in sentences)
    open_ = [plain(nobody_says(status)) for status in ("unknown", "assumed")]
    assert not set(open_) & set(sentences[:-1])


@every_scenario
@every_figure
def test_numbers_of_a_finding_are_those_of_the_facts(name: str, scenario: str) -> None:
    """Each number that names a fact has the value that stands there in the results."""
    results = worked_out(scenario).results
    for part in picture(name, scenario).finding:
        if isinstance(part, Number) and part.fact:
            assert part.value == fact_at(results, part.fact)


@every_scenario
@every_figure
def test_alternative_text_says_what_is_drawn_and_what_was_found(name: str, scenario: str) -> None:
    """Who cannot see the picture is told what it is, and its finding."""
    made = picture(name, scenario)
    assert made.alt.endswith(".")
    assert plain(made.finding) in made.alt
    assert len(made.alt) > len(plain(made.finding)) + 20


@every_scenario
@every_figure
def test_words_say_synthetic_and_extrapolated_where_it_is(name: str, scenario: str) -> None:
    """`extrapolated` stands beside a picture exactly where the headline's rows are flagged."""
    words = picture(name, scenario).words
    flags = {flag for row in worked_out(scenario).results.headline for flag in row.flags}
    assert "synthetic model" in words
    assert ("extrapolated" in flags) == ("extrapolated" in words)


def test_one_shipped_scenario_is_extrapolated() -> None:
    """250 million records were never tested; 10,000 and some hundred were."""
    extrapolated = [name for name in names() if "extrapolated" in picture("worlds", name).words]
    assert [TASK_FORCE] == extrapolated


@every_scenario
@every_figure
def test_every_row_has_a_value_for_every_column(name: str, scenario: str) -> None:
    """Rows fit the columns; column names differ; no number is infinite or not a number."""
    made = picture(name, scenario)
    assert {len(made.columns)} == {len(row) for row in made.rows}
    assert len(made.columns) == len({column.name for column in made.columns})
    numbers = [value for row in made.rows for value in row if isinstance(value, int | float)]
    assert all(math.isfinite(number) for number in numbers)


@every_scenario
@every_figure
def test_csv_holds_the_same_values(name: str, scenario: str) -> None:
    """Every number comes back to its last digit, every word as it is, a blank for no value."""
    made = picture(name, scenario)
    head, *rows = csv.reader(io.StringIO(made.as_csv()))
    assert [column.name for column in made.columns] == head
    assert len(made.rows) == len(rows)
    for values, cells in zip(made.rows, rows, strict=True):
        for value, cell in zip(values, cells, strict=True):
            if isinstance(value, int | float):
                assert value == float(cell)
            else:
                assert guarded(value or "") == cell


def test_csv_guards_a_label_that_a_spreadsheet_would_run() -> None:
    """A label that begins like a formula is text."""
    made = picture("groups", QUICK)
    hostile = replace(made, rows=(("=cmd|' /C calc'!A0", *made.rows[0][1:]),))
    assert "'=cmd|' /C calc'!A0," in hostile.as_csv()


@every_drawing
@every_figure
def test_drawing_describes_itself(name: str, scenario: str, width: int) -> None:
    """It is well-formed, is one image, and has the alternative text and the title."""
    made, root = picture(name, scenario), parsed(drawn(name, scenario, width))
    titles = [element.text for element in root.iter() if tag(element) == "title"]
    assert ("svg", "img", made.alt) == (tag(root), root.get("role"), root.get("aria-label"))
    assert [made.title] == titles


@every_drawing
@every_figure
def test_drawing_runs_and_fetches_nothing(name: str, scenario: str, width: int) -> None:
    """No script, no style, no event, no address; a url() only of something in the drawing."""
    root = parsed(drawn(name, scenario, width))
    elements = list(root.iter())
    ids = {element.get("id") for element in elements}
    assert set() == {"script", "style", "image", "use", "a", "foreignObject"} & set(
        map(tag, elements)
    )
    for element in elements:
        for key, value in element.attrib.items():
            assert not key.rpartition("}")[2].startswith(("on", "href", "style", "src"))
            assert set(re.findall(r"url\(#?([^)]*)\)", value)) <= ids
            assert "://" not in value


@every_drawing
@every_figure
def test_drawing_is_legible(name: str, scenario: str, width: int) -> None:
    """Every letter has a size of at least 11 pixels, and every colour is the theme's."""
    elements = list(parsed(drawn(name, scenario, width)).iter())
    sizes = [element.get("font-size") for element in elements if tag(element) == "text"]
    colours = {element.get(key, "none") for element in elements for key in ("fill", "stroke")}
    assert sizes
    assert all(float((size or "0").removesuffix("px")) >= SMALLEST_TYPE for size in sizes)
    assert colours <= COLOURS


@every_drawing
@every_figure
def test_drawing_is_not_wider_than_asked_for(name: str, scenario: str, width: int) -> None:
    """A wider one would be shrunk on a page, and its letters with it."""
    root = parsed(drawn(name, scenario, width))
    _, _, wide, high = (float(part) for part in root.get("viewBox", "").split())
    assert (wide, high) == (float(root.get("width", 0)), float(root.get("height", 0)))
    assert wide <= width + ROUNDING


@every_figure
def test_framed_drawing_can_stand_alone(name: str) -> None:
    """Finding, words and stamp are in it, its font too, and nothing is fetched."""
    made = picture(name, TASK_FORCE)
    svg = framed(name)
    root = parsed(svg)
    shown = said(root)
    for part in (plain(made.finding), "Synthetic model", "extrapolated", made.stamp):
        assert part in shown
    (style,) = (element.text for element in root.iter() if tag(element) == "style")
    assert font_faces() == style
    assert {"data:font/woff2;base64"} == {
        found.partition(",")[0] for found in re.findall(r"url\(([^#][^)]*)\)", svg)
    }


@every_figure
def test_drawing_twice_gives_the_same_bytes(name: str) -> None:
    """What is framed is what was drawn before, to the last byte."""
    bare = drawn(name, TASK_FORCE, WIDE)
    inner = bare[bare.index("</title>") + len("</title>") : -len("</svg>\n")]
    assert f">{inner}</g>" in framed(name)


@every_figure
def test_a_drawing_does_not_depend_on_what_was_drawn_before(name: str) -> None:
    """With nothing kept, with its form kept, and after all others: the same to the last byte."""
    made, expected = picture(name, TASK_FORCE), drawn(name, TASK_FORCE, NARROW)
    for other in FIGURES:
        drawn(other, QUICK, NARROW)
    converter._drawn.cache_clear()
    assert expected == bare_svg(made, NARROW)
    converter._compiled.cache_clear()
    converter._drawn.cache_clear()
    assert expected == bare_svg(made, NARROW)


def test_two_threads_draw_the_same_bytes() -> None:
    """Drawings asked for side by side, with nothing kept, are those that one thread gives."""
    expected = [drawn(name, QUICK, NARROW) for name in FIGURES]
    converter._compiled.cache_clear()
    converter._drawn.cache_clear()
    with ThreadPoolExecutor(2) as pool:
        both = [
            pool.map(lambda name: bare_svg(picture(name, QUICK), NARROW), FIGURES) for _ in range(2)
        ]
        assert [expected, expected] == [list(one) for one in both]


def test_the_converter_is_never_entered_by_two_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two that are inside together wait for each other for ever."""
    inside, most = 0, 0

    class Converter:
        def svg_to_png(self, svg: str, scale: float) -> bytes:
            nonlocal inside, most
            inside += 1
            most = max(most, inside)
            time.sleep(0.01)
            inside -= 1
            return svg.encode()

    monkeypatch.setattr(converter, "_library", Converter)
    with ThreadPoolExecutor(4) as pool:
        assert [b"svg"] * 8 == list(pool.map(converter.png, ["svg"] * 8))
    assert most == 1


def test_who_draws_changes_nothing() -> None:
    """A process beside draws the same bytes; where it ends, drawings are made here."""
    chart = json.dumps(specification(picture("groups", QUICK)))
    options: dict[str, list[str]] = {"allowed_base_urls": []}
    in_this = converter.here("vegalite_to_vega", chart, {})
    beside.begin()
    try:
        assert in_this == beside.drawn_beside("vegalite_to_vega", chart, {})
        vega = json.dumps(in_this)
        drawing = converter.here("vega_to_svg", vega, options)
    finally:
        beside.end()
    assert beside.drawn_beside("vegalite_to_vega", chart, {}) is None
    assert drawing == converter.here("vega_to_svg", vega, options)


@pytest.mark.parametrize("name", ["frequencies", "groups", "threshold", "photographs"])
def test_another_runs_numbers_need_no_new_form(name: str) -> None:
    """Two runs whose axes and rows differ are one form, filled with each one's numbers."""
    one, other = (
        form(draw(WIDE), theme.CONFIG)
        for seed in (1, 2)
        if (draw := make(name, run(QUICK, draws=DRAWS, seed=seed).results).draw)
    )
    assert one.chart == other.chart
    assert (one.rows, one.values) != (other.rows, other.values)


@both_widths
@every_figure
def test_a_drawing_in_spanish_is_not_wider_than_asked_for(name: str, width: int) -> None:
    """Longer words stand in more lines, and none beyond the edge."""
    for scenario in (TASK_FORCE, QUICK):
        made = make(name, worked_out(scenario).results, language("es"))
        assert float(parsed(bare_svg(made, width)).get("width", "inf")) <= width + ROUNDING


@pytest.mark.parametrize("weight", [400, 700])
@pytest.mark.parametrize(
    "words", ["photographed and searched for", "Todas las fotografías", "100\u00a0000", "530: ½"]
)
def test_words_are_as_wide_as_the_converter_draws_them(words: str, weight: int) -> None:
    """Without kerning a text is within a fiftieth of what the converter measures, and a pixel."""
    mark = {"text": words, "font": "Public Sans", "fontSize": 40, "fontWeight": weight}
    encode = {"update": {name: {"value": value} for name, value in mark.items()}}
    chart = {"width": 1, "height": 1, "padding": 0, "autosize": "pad",
             "marks": [{"type": "text", "encode": encode}]}  # fmt: skip
    svg = parsed(converter._library().vega_to_svg(chart, allowed_base_urls=[]))
    expected = float(svg.get("width", 0))
    assert text_width(words, 40, bold=weight > 400) == pytest.approx(expected, rel=0.02, abs=1)


@given(st.text("abc í", min_size=1), st.integers(20, 300))
def test_lines_fit_and_hold_every_word(words: str, room: int) -> None:
    """No line is wider than its room, no letter is lost."""
    lines = fitted(words, room, 13)
    assert all(text_width(line, 13) <= room for line in lines)
    assert words.replace(" ", "") == "".join(lines).replace(" ", "")


@pytest.mark.parametrize("name", ["icons", "worlds", "groups"])
def test_png_is_twice_the_size(name: str) -> None:
    """A PNG picture with its frame, in two pixels for each."""
    png = framed_png(picture(name, TASK_FORCE))
    wide = float(parsed(framed(name)).get("width", 0))
    assert b"\x89PNG\r\n\x1a\n" == png[:8]
    assert round(2 * wide) == struct.unpack(">I", png[16:20])[0]


@every_figure
@both_widths
def test_specification_follows_the_schema_of_vega_lite(name: str, width: int) -> None:
    """The whole is held against the schema that altair ships; data stand inside."""
    made = specification(picture(name, TASK_FORCE), width)
    Root.validate(made)
    assert made["$schema"].startswith("https://vega.github.io/schema/vega-lite/")
    assert '"url"' not in json.dumps(made)


@pytest.fixture(scope="module")
def hostile() -> Run:
    """A run in which a group's label is an attack."""
    return run(changed("groups.0.label", HOSTILE), draws=20)


@both_widths
def test_hostile_label_is_text(hostile: Run, width: int) -> None:
    """A label of markup is shown as it is written and is no markup."""
    svg = bare_svg(make("groups", hostile.results), width)
    root = parsed(svg)
    assert HOSTILE in said(root)
    assert "<script" not in svg
    assert "script" not in {tag(element) for element in root.iter()}


def test_hostile_label_is_text_in_a_framed_drawing(hostile: Run) -> None:
    """The same in finding, title and alternative text."""
    made = make("groups", hostile.results)
    named = replace(made, finding=(HOSTILE,), title=HOSTILE, alt=HOSTILE)
    root = parsed(framed_svg(named))
    assert HOSTILE == root.get("aria-label")
    assert said(root).count(HOSTILE) == 2
    assert "script" not in {tag(element) for element in root.iter()}


shares = st.lists(st.just(0.0) | st.floats(1e-9, 1.0), min_size=1, max_size=12).filter(any)


@given(shares, st.integers(0, 100_000))
def test_largest_remainder_gives_the_total_and_rounds(parts: list[float], total: int) -> None:
    """Whole numbers with the total, each less than 1 from exact, and nobody for a share of 0."""
    whole = largest_remainder(parts, total)
    exact = [part * total / sum(parts) for part in parts]
    assert total == sum(whole)
    assert all(abs(n - x) < 1.0 + 1e-9 for n, x in zip(whole, exact, strict=True))
    assert all(n >= 0 for n in whole)
    assert all(n == 0 for n, part in zip(whole, parts, strict=True) if part == 0)


def test_largest_remainder_gives_ties_to_the_first() -> None:
    """100 over three equal shares: the first has one more (arithmetic in sight)."""
    assert [34, 33, 33] == largest_remainder([1.0, 1.0, 1.0], 100)


numbers = st.floats(1e-3, 1e5).map(lambda value: float(f"{value:.3g}"))


@given(
    st.lists(st.just(0.0) | numbers, min_size=1, max_size=50),
    st.integers(4, 40),
    st.none() | numbers,
)
def test_no_dot_stands_on_the_wrong_side(
    dots: list[float], columns: int, edge: float | None
) -> None:
    """Each dot has its place, a pile has no gap, and the limit parts the dots as it should."""
    axis = number_axis(dots, "", ENGLISH)
    limit = edge if edge is not None and axis.holds(edge) else None
    places = stacked(sorted(dots), axis, columns, limit)
    assert len(dots) == len(places)
    piles: dict[float, list[int]] = {}
    for at, pile in places:
        piles.setdefault(at, []).append(pile)
    assert all(list(range(len(pile))) == sorted(pile) for pile in piles.values())
    if limit is not None:
        for dot, (at, _) in zip(sorted(dots), places, strict=True):
            assert (dot > limit) == (at > axis.at(limit))


@every_drawing
@pytest.mark.parametrize("name", ["worlds", "limit"])
def test_fifty_worlds_are_drawn(name: str, scenario: str, width: int) -> None:
    """Fifty dots a side; those above the scenario's limit in the colour of wrong persons."""
    found = worked_out(scenario).results
    output = found.decision.output if name == "limit" else "wrong_person_references"
    row = next(one for one in found.headline if one.name == output)
    limit = found.decision.limit if found.decision.output == output else math.inf
    shown = [dot for strip in strips(row, ENGLISH) for dot in strip.dots]
    above = sum(dot > limit for dot in shown)
    dots = Counter(
        element.get("fill")
        for element in parsed(drawn(name, scenario, width)).iter()
        if tag(element) == "path" and element.get("fill") in MARKS
    )
    assert {theme.WRONG: above, theme.RIGHT: len(shown) - above} == {
        colour: dots[colour] for colour in (theme.WRONG, theme.RIGHT)
    }


@every_drawing
def test_a_thousand_people_are_drawn(scenario: str, width: int) -> None:
    """One shape a person and side, and one for each kind in the legend."""
    made = picture("icons", scenario)
    shapes = sum(people_of(element) for element in parsed(drawn("icons", scenario, width)).iter())
    fields = len(worked_out(scenario).results.trees)
    assert ICONS * fields == sum(int(row[-2] or 0) for row in made.rows)
    assert ICONS * fields + len(made.rows) == shapes


def people_of(element: ElementTree.Element) -> int:
    """How many people a mark shows: an outline each, or a dot of its line each."""
    if tag(element) == "path" and element.get("fill") in {*MARKS, theme.PALE}:
        return element.get("d", "").count("M")
    if tag(element) == "line" and element.get("stroke") == theme.PALE:
        step = sum(map(float, element.get("stroke-dasharray", "").split(",")))
        return 1 + math.floor(abs(float(element.get("x2", 0))) / step + 1e-9)
    return 0


def luminance(colour: str) -> float:
    """
    Relative luminance of a colour, from 0 to 1.

    References: WCAG 2.2, definition of relative luminance.
    """
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts]
    return sum(weight * x for weight, x in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """
    Contrast of two colours, from 1 to 21.

    References: WCAG 2.2, definition of contrast ratio.
    """
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_that_of_the_standard() -> None:
    """Black on white is 21, #767676 on white 4.54 (WCAG's own example, to two decimals)."""
    assert 21.0 == pytest.approx(contrast("#000000", "#ffffff"))
    assert 4.54 == round(contrast("#767676", "#ffffff"), 2)


@pytest.mark.parametrize("colour", MARKS)
def test_marks_are_seen_without_colour(colour: str) -> None:
    """Marks that carry meaning have the contrast of WCAG 2.2, 1.4.11, on white."""
    assert contrast(colour, theme.GROUND) >= 3.0


@pytest.mark.parametrize("colour", [theme.INK, theme.QUIET, theme.WRONG, theme.RECORD])
def test_words_are_read_on_white(colour: str) -> None:
    """Colours of words have the contrast of WCAG 2.2, 1.4.3."""
    assert contrast(colour, theme.GROUND) >= 4.5


def test_kinds_of_people_differ_in_shape() -> None:
    """Who sees no colour tells the kinds of the icon array apart."""
    outlines: dict[str, set[str]] = {}
    for element in parsed(drawn("icons", TASK_FORCE, WIDE)).iter():
        fill = element.get("fill")
        if tag(element) == "path" and fill in {*MARKS, theme.PALE}:
            people = element.get("d", "").removesuffix("Z").split("M")[1:]
            outlines.setdefault(fill, set()).update(map(turns, people))
    assert 5 == len(outlines)
    assert 5 == len(set().union(*outlines.values())) == sum(map(len, outlines.values()))


def turns(path: str) -> str:
    """The steps of an outline in order, each with whither it goes, whatever its size."""
    steps = re.findall(r"([A-Z])([^A-Z]*)", f"M{path}")
    ends = [[float(x) for x in numbers.split(",")[-2:]] for _, numbers in steps]
    went = [(round(x - u, 1), round(y - v, 1)) for (u, v), (x, y) in pairwise(ends)]
    whither = [f"{(x > 0) - (x < 0)},{(y > 0) - (y < 0)}" for x, y in went]
    return " ".join(map("".join, zip([kind for kind, _ in steps[1:]], whither, strict=True)))


def test_photograph_lines_differ_in_dash() -> None:
    """Who sees no colour tells the two lines apart."""
    lines = re.findall(r'stroke-dasharray="([^"]*)"', drawn("photographs", TASK_FORCE, WIDE))
    assert 2 == len(set(lines))


def test_threshold_figure_holds_the_trade_off() -> None:
    """Its rows are those of `tradeoffs`, number by number, each under its side."""
    curves = worked_out(QUICK).results.tradeoff or ()
    expected = [
        (
            *((clause_of(curve.answers),) if len(curves) > 1 else ()),
            row.stricter,
            one.median,
            one.low,
            one.high,
            two.median,
            two.low,
            two.high,
        )
        for curve in curves
        for row in curve.rows
        for one, two in [(row.wrong_person_references, row.misses_among_sought)]
    ]
    assert expected == list(picture("threshold", QUICK).rows)


@pytest.fixture(scope="module")
def nobody_searched() -> Run:
    """Every stop fails before a search is made."""
    return run(changed("stops.operational_failures", 1.0), draws=20)


@every_figure
def test_figure_without_trials_says_so(nobody_searched: Run, name: str) -> None:
    """No rate of 0 is found where nothing was counted, and the drawing says that."""
    made = make(name, nobody_searched.results)
    assert None is made.draw
    finding = plain(made.finding)
    assert re.match("No (trials:|input )|After 15 years no ", finding)
    assert [] == re.findall(r"\b0\b", finding)
    assert re.match("No trials: no search|No trials: in no world|No trials: where there is no|"
                    "No photograph is held", made.nothing)  # fmt: skip
    for width in (WIDE, NARROW):
        assert made.nothing == said(parsed(bare_svg(made, width)))
    shown = said(parsed(framed_svg(made, NARROW)))
    assert finding in shown
    assert made.stamp in shown


@pytest.mark.parametrize("name", ["worlds", "limit", "groups", "threshold", "frequencies", "icons"])
def test_data_without_trials_hold_no_number(nobody_searched: Run, name: str) -> None:
    """A rate over no trials is a blank, or has no row."""
    for row in make(name, nobody_searched.results).rows:
        assert [] == [value for value in row if isinstance(value, int | float)]


def test_figure_without_trials_is_written(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """`misid figure worlds` writes a picture that says that there is none."""
    mine, out = tmp_path / "mine.yaml", tmp_path / "worlds.svg"
    mine.write_text(to_yaml(changed("stops.operational_failures", 1.0)), encoding="utf-8")
    code, told, _ = call(capsys, "figure", "worlds", str(mine), "--draws", "20", "--out", str(out))
    assert (0, True) == (code, told.startswith("No trials"))
    assert "No trials: in no world is there anything to count." in said(
        parsed(out.read_text("utf-8"))
    )


@both_widths
def test_range_that_nothing_explains_is_no_lack_of_trials(width: int) -> None:
    """Searches are made and nothing varies: the reason says so, and does not speak of trials."""
    results = worked_out(QUICK).results
    sources = results.uncertainty
    fixed = results.model_copy(
        update={
            "headline": tuple(
                row.model_copy(update={"low": row.median, "high": row.median})
                for row in results.headline
            ),
            "uncertainty": sources.model_copy(
                update={"inputs": tuple(row.model_copy(update={"share": 0.0})
                                        for row in sources.inputs)}
            ),
        }
    )  # fmt: skip
    made = make("uncertainty", fixed)
    reason = "No input changes where the number lies; there is no range to explain."
    assert (None, reason, reason) == (made.draw, plain(made.finding), made.nothing)
    assert reason == said(parsed(bare_svg(made, width)))


@given(st.lists(st.floats(-4.0, 9.0), min_size=2, max_size=8), st.integers(100, 500))
def test_words_of_ticks_do_not_touch(powers: list[float], pixels: int) -> None:
    """No words of an axis of numbers stand on each other, and each stands where its number is."""
    axis = number_axis([10.0**power for power in powers], "", ENGLISH)
    chosen = axis.ticks(pixels)
    assert chosen == sorted(set(chosen))
    spans = []
    for number in chosen:
        widest = max(axis.words(number).split(" "), key=len)
        half, at = 6.6 * len(widest) / 2, pixels * axis.part(number)
        spans.append((at - half, at + half))
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


HIDDEN = "north\u202e\x1b[31m\nwest\x07"


def test_hidden_characters_are_written_out() -> None:
    """A label that turns writing round, or breaks its line, does neither in a picture."""
    found = run(changed("groups.0.label", HIDDEN), draws=20)
    made = make("groups", found.results)
    for shown in (
        plain(made.finding),
        made.alt,
        made.as_csv(),
        said(parsed(bare_svg(made, NARROW))),
    ):
        assert set() == set("\u202e\x1b\x07") & set(shown)
    assert r"north\u202e\x1b[31m west\x07" in made.as_csv()
    assert r"north\u202e\x1b[31m west\x07" in said(parsed(bare_svg(made, WIDE)))


@pytest.fixture(scope="module")
def without_a_group() -> Picture:
    """The groups where nobody of the first one is stopped."""
    data = as_data(load_scenario(TASK_FORCE))
    shares: dict[str, float] = data["stops"]["composition"]["shares"]
    shares["euro_m"] += shares["euro_f"]
    shares["euro_f"] = 0.0
    return make("groups", run(Scenario.model_validate(data), draws=20).results)


@both_widths
def test_group_that_is_never_stopped_has_no_trials(without_a_group: Picture, width: int) -> None:
    """Its row is drawn with words in place of a dot."""
    shown = said(parsed(bare_svg(without_a_group, width)))
    assert "women, Europe" in shown
    assert "no trials" in shown


def test_group_that_is_never_stopped_has_blank_cells(without_a_group: Picture) -> None:
    """It stands last, and no number stands for it."""
    *_, last = csv.reader(io.StringIO(without_a_group.as_csv()))
    assert ["women, Europe", *[""] * 6] == last[-7:]
    assert "women, Europe" not in plain(without_a_group.finding)


def test_figures_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a name every figure is listed, in words and as JSON."""
    code, out, _ = call(capsys, "figure")
    listed = json.loads(call(capsys, "figure", "--json")[1])["figures"]
    assert 0 == code
    assert list(FIGURES) == [one["name"] for one in listed]
    for one in listed:
        assert one["name"] in out
        assert one["about"] in out


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (("nosuch",), ("'nosuch'", *FIGURES)),
        (("worlds", QUICK, "--out", "worlds.gif"), ("worlds.gif", ".svg", ".png", ".csv", ".json")),
        (("worlds", QUICK, "--out", "."), ("does not say what to write",)),
        (("worlds", "no-such-scenario"), ("no-such-scenario",)),
    ],
)
def test_mistake_is_told_before_work(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], parts: tuple[str, ...]
) -> None:
    """Exit code 2, nothing on standard output, and what to write instead."""
    code, out, err = call(capsys, "figure", *arguments)
    assert (2, "") == (code, out)
    assert "  use  " in err
    for part in parts:
        assert part in err


def test_folder_in_place_of_the_file_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A folder is left as it is, whatever it is called."""
    taken = tmp_path / "worlds.svg"
    taken.mkdir()
    code, out, err = call(capsys, "figure", "worlds", QUICK, "--out", str(taken))
    assert (2, "", True) == (code, out, "worlds.svg is a folder" in err)
    assert [] == list(taken.iterdir())


@pytest.fixture(scope="module")
def from_command_line() -> Picture:
    """What the command line draws below."""
    return picture("worlds", QUICK)


@pytest.mark.parametrize("suffix", [".svg", ".PNG", ".csv", ".json"])
def test_suffix_says_what_is_written(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, from_command_line: Picture, suffix: str
) -> None:
    """Each suffix gives its kind of file, in a folder that is made; nothing stands beside it."""
    out = tmp_path / "new" / f"worlds{suffix}"
    code, told, _ = call(
        capsys, "figure", "worlds", QUICK, "--draws", str(DRAWS), "--narrow", "--out", str(out)
    )
    finding = plain(from_command_line.finding)
    assert (0, f"{finding}\nwritten: {out}\n") == (code, told)
    assert [out] == list(out.parent.iterdir())
    content = out.read_bytes()
    if suffix == ".PNG":
        assert b"\x89PNG\r\n\x1a\n" == content[:8]
    elif suffix == ".csv":
        assert from_command_line.as_csv() == content.decode()
    elif suffix == ".json":
        assert from_command_line.as_csv() == json.loads(content)["csv"]
    else:
        assert svg_file(from_command_line, NARROW) == content.decode()


def test_json_holds_the_data(
    capsys: pytest.CaptureFixture[str], from_command_line: Picture
) -> None:
    """Standard output holds finding, words, stamp and numbers, and nothing else."""
    _, out, _ = call(capsys, "figure", "worlds", QUICK, "--draws", str(DRAWS), "--json")
    document = json.loads(out)
    for key in ("name", "title", "alt"):
        assert getattr(from_command_line, key) == document[key]
    said_ = [part if isinstance(part, str) else part["text"] for part in document["finding"]]
    assert plain(from_command_line.finding) == "".join(said_)
    assert list(from_command_line.words) == document["words"]
    assert from_command_line.stamp == document["stamp_line"]
    assert [list(row) for row in from_command_line.rows] == [
        [cell["value"] for cell in row] for row in document["data"]["rows"]
    ]


def test_without_a_file_words_and_data_are_printed(
    capsys: pytest.CaptureFixture[str], from_command_line: Picture
) -> None:
    """The screen shows the finding, the table, the words and the stamp."""
    _, out, _ = call(capsys, "figure", "worlds", QUICK, "--draws", str(DRAWS))
    assert out.strip().startswith(plain(from_command_line.finding))
    assert "Synthetic model" in out
    assert from_command_line.stamp in out
    assert from_command_line.columns[1].title in out
