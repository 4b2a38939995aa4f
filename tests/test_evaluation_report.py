"""The report of a file of scores: its figures, its numbers, its folder, and who can read it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import math
import os
import re
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import numpy as np
import pytest
from altair.vegalite.v6.schema.core import Root
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, Route, sync_playwright
from scipy.special import ndtr
from tests.command import call

import misid
from misid.document import Document, document_of_evaluation
from misid.document.columns import fact_at
from misid.document.model import AnswerBlock, Figure, Finding, Section, Table, Text
from misid.document.tables import groups as group_tables
from misid.errors import OutputError
from misid.evaluation import (
    Identification,
    ScoreTable,
    SearchTable,
    Verification,
    evaluate,
    evaluate_identification,
)
from misid.evaluation.group_schema import RateNote
from misid.evaluation.reading.pair_table import Groups, PairColumn
from misid.evaluation.schema import RankNote
from misid.figures import NARROW, WIDE, Picture, theme
from misid.figures.axes import Axis
from misid.figures.catalogue import SCORE_FIGURES, score_pictures
from misid.figures.group_rates import MOST_GROUPS
from misid.figures.render import bare_svg, framed_svg, specification
from misid.figures.searches import match_characteristic, search_tradeoff
from misid.figures.share_axis import deviates, logarithms, parts
from misid.files.write import text_writer, write_files
from misid.measures.identification import CandidateLists
from misid.words import comparisons as told
from misid.words.language import ENGLISH
from misid.words.sentence import Number, plain
from misid.writers.folder import write_evaluation
from misid.writers.html import html

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
HOSTILE = "</text><script>alert(1)</script>&\"'"
HIDDEN = "north\u202ewest\x1b[31m\n"
NAMES = {"report.html", "report.json", "evaluation.json", "points.csv", "groups.csv", "figures"}
FLAGS = (
    *("--no-sandbox", "--headless", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
SMALLEST_TYPE, ROUNDING = 11.0, 1.0
COLOURS = {theme.INK, theme.QUIET, theme.GRID, theme.PALE, theme.GROUND, theme.WRONG, theme.RIGHT,
           "none"}  # fmt: skip
VERDICTS = re.compile(r"(un|dis)?(lawful|proportionate)", re.IGNORECASE)

every_figure = pytest.mark.parametrize("name", list(SCORE_FIGURES))
both_widths = pytest.mark.parametrize("width", [WIDE, NARROW])


def scores(
    labels: tuple[str, ...] = ("north", "south", "east"),
    *,
    rows: tuple[int, int] = (400, 6000),
    apart: float = 3.0,
    people: bool = True,
    distance: bool = False,
) -> ScoreTable:
    """Scores of made-up people; two of the first group resemble each other most."""
    random = np.random.default_rng(7)
    size, total = 60, sum(rows)
    one = random.integers(size, size=total)
    other = (one + 1 + random.integers(size - 1, size=total)) % size
    genuine = np.arange(total) < rows[0]
    two = np.where(genuine, one, other)
    at = np.arange(size) % max(1, len(labels))
    alike = ~genuine & (at[one] == 0) & (at[two] == 0)
    found = random.normal(size=total) + np.where(genuine, apart, 0.0) + alike
    return ScoreTable(
        "scores.csv",
        found.round(3),
        genuine,
        distance=distance,
        subject_a=one if people else None,
        subject_b=two if people else None,
        group_a=Groups(labels, at[one]) if labels else None,
        group_b=Groups(labels, at[two]) if labels else None,
        columns=(PairColumn("score", "similarity", "guessed"),),
    )


@cache
def found() -> Verification:
    """An evaluation with people and three groups, once for all tests."""
    return evaluate(scores(), replicates=20)


@cache
def without_groups() -> Verification:
    """One whose file says nothing of groups or people."""
    return evaluate(scores((), people=False))


@cache
def many_groups() -> Verification:
    """One with more groups than have room."""
    return evaluate(scores(tuple(f"group {n}" for n in range(50))), replicates=0)


@cache
def apart() -> Verification:
    """One in which no threshold makes errors of both kinds."""
    return evaluate(scores((), rows=(30, 80), apart=40.0, people=False))


@cache
def as_distances() -> Verification:
    """The same scores, turned round."""
    return evaluate(scores(distance=True), replicates=0)


EVALUATIONS = {
    "groups": found,
    "without groups": without_groups,
    "many groups": many_groups,
    "apart": apart,
    "distances": as_distances,
}
every_evaluation = pytest.mark.parametrize("which", list(EVALUATIONS))


@cache
def pictures(which: str) -> dict[str, Picture]:
    """The figures of one of them."""
    return score_pictures(EVALUATIONS[which]())


@cache
def document() -> Document:
    """The document of the first."""
    return document_of_evaluation(found())


def parsed(svg: str) -> ElementTree.Element:
    """The root of a drawing, which must be well-formed."""
    return ElementTree.fromstring(svg)  # noqa: S314 - drawn a moment ago


def tag(element: ElementTree.Element) -> str:
    """The element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def said(svg: str) -> str:
    """All words that a drawing shows, one space between them."""
    texts = (element for element in parsed(svg).iter() if tag(element) == "text")
    return " ".join(" ".join(" ".join(text.itertext()).split()) for text in texts)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of scores whose people have names that nobody may see."""
    table = scores()
    assert table.subject_a is not None
    assert table.subject_b is not None
    assert table.group_a is not None
    assert table.group_b is not None
    lines = ["score,label,subject_a,subject_b,group_a,group_b"]
    for row, score in enumerate(table.scores.tolist()):
        sides = (table.group_a.labels[table.group_a.at[row]],
                 table.group_b.labels[table.group_b.at[row]])  # fmt: skip
        people = (f"SECRET-{table.subject_a[row]}", f"SECRET-{table.subject_b[row]}")
        kind = "genuine" if table.genuine[row] else "impostor"
        lines.append(",".join([str(score), kind, *people, *sides]))
    path = tmp_path_factory.mktemp("scores") / "scores.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


# Axes


@given(st.floats(1e-9, 0.999), st.floats(1e-9, 0.999))
def test_deviates_are_those_of_the_normal_law(one: float, other: float) -> None:
    """A share stands where the standard normal law has so much below; order is kept."""
    axis = deviates([one, other])
    assert ndtr(axis.at(one)) == pytest.approx(one, rel=1e-6)
    if math.isclose(one, other):
        assert axis.at(one) == pytest.approx(axis.at(other), rel=1e-6, abs=1e-6)
    else:
        assert (axis.at(one) < axis.at(other)) == (one < other)
    assert 0.0 <= axis.part(one) <= 1.0


def test_deviates_of_known_shares() -> None:
    """Quantiles of the standard normal law, from its table: 1 in 10, 1 in 100 and a half."""
    axis = deviates([0.001])
    assert [round(axis.at(share), 4) for share in (0.1, 0.01, 0.5)] == [-1.2816, -2.3263, 0.0]


@given(
    st.sampled_from([deviates, logarithms, parts]),
    st.lists(st.floats(1e-9, 0.99), min_size=1, max_size=6),
    st.integers(120, 600),
    st.booleans(),
)
def test_words_of_shares_do_not_touch(
    make: Any, shares: list[float], pixels: int, upright: bool
) -> None:
    """Ticks are on the axis, in order, and have room for their words."""
    axis: Axis = make(shares)
    ticks = axis.ticks(pixels, upright=upright)
    assert ticks == sorted(set(ticks))
    assert all(-1e-9 <= axis.part(tick) <= 1.0 + 1e-9 for tick in ticks)
    assert all(axis.low <= share <= axis.high * (1.0 + 1e-12) for share in shares)
    middles = [pixels * axis.part(tick) for tick in ticks]
    halves = [
        7.5 if upright else 3.3 * len(axis.words(tick).removeprefix("1 in ")) for tick in ticks
    ]
    for place in range(len(ticks) - 1):
        room = middles[place + 1] - middles[place]
        assert room >= halves[place] + halves[place + 1] - 1e-6


# Figures


@every_evaluation
@every_figure
def test_figure_says_what_it_shows(name: str, which: str) -> None:
    """Whole sentences, in the alternative text as well; words and stamp; a value a column."""
    made = pictures(which)[name]
    assert re.fullmatch(r"[A-Z0-9][^\n]*\.", plain(made.finding))
    assert plain(made.finding) in made.alt
    assert made.name == name
    assert "measured on one file of scores" in made.words
    assert "scores.csv" in made.stamp
    assert {len(row) for row in made.rows} <= {len(made.columns)}
    assert len({column.name for column in made.columns}) == len(made.columns)


@every_evaluation
@every_figure
@both_widths
def test_drawing_is_safe_legible_and_fits(name: str, which: str, width: int) -> None:
    """No script in it, letters of 11 pixels, colours of the theme, no wider than asked for."""
    root = parsed(bare_svg(pictures(which)[name], width))
    elements = list(root.iter())
    assert set() == {"script", "style", "image", "use", "a"} & set(map(tag, elements))
    assert not [key for element in elements for key in element.attrib if key.startswith("on")]
    sizes = [element.get("font-size", "0px") for element in elements if tag(element) == "text"]
    assert sizes
    assert min(float(size.removesuffix("px")) for size in sizes) >= SMALLEST_TYPE
    assert float(root.get("width", "inf")) <= width + ROUNDING
    colours = {element.get(key, "none") for element in elements for key in ("fill", "stroke")}
    assert colours <= COLOURS


@every_figure
@both_widths
def test_specification_follows_the_schema_of_vega_lite(name: str, width: int) -> None:
    """Every part is held against the schema that altair ships."""
    made = specification(pictures("groups")[name], width)
    Root.validate(made)
    assert made["$schema"].startswith("https://vega.github.io/schema/vega-lite/")


def column(made: Picture, name: str) -> list[Any]:
    """One column of a figure's data."""
    place = [one.name for one in made.columns].index(name)
    return [row[place] for row in made.rows]


@every_evaluation
def test_det_holds_the_points_and_a_part_of_the_curve(which: str) -> None:
    """Every asked threshold with its intervals, and exact points of the curve, in its order."""
    ours, made = EVALUATIONS[which](), pictures(which)["det"]
    points = made.rows[: len(ours.points)]
    for row, point in zip(points, ours.points, strict=True):
        rates = [(one.rate, one.low, one.high) for one in (point.fmr, point.fnmr)]
        assert row[1:] == (point.asked, point.threshold, *rates[0], *rates[1])
        assert (row[0] == "point") == point.resolved
    exact = list(zip(ours.det.thresholds, ours.det.fmr, ours.det.fnmr, strict=True))
    curve = [(row[2], row[3], row[6]) for row in made.rows[len(ours.points) :]]
    assert curve == [one for one in exact if one in curve]


@both_widths
def test_points_that_are_not_resolved_are_hollow(width: int) -> None:
    """Filled circles for what so many comparisons can show, hollow diamonds for what not."""
    resolved = [point.resolved for point in found().points]
    marks = [
        element
        for element in parsed(bare_svg(pictures("groups")["det"], width)).iter()
        if tag(element) == "path" and element.get("stroke") == theme.RIGHT
        and element.get("fill") in (theme.RIGHT, theme.GROUND)
    ]  # fmt: skip
    filled = [mark for mark in marks if mark.get("fill") == theme.RIGHT]
    assert 0 < sum(resolved) < len(resolved)
    assert (len(filled), len(marks)) == (sum(resolved), len(resolved))
    assert all("A" in mark.get("d", "") for mark in filled)
    assert not any("A" in mark.get("d", "") for mark in marks if mark not in filled)


def test_no_curve_is_made_up() -> None:
    """Where no threshold makes errors of both kinds the drawing says so."""
    made = pictures("apart")["det"]
    assert made.draw is None
    assert "No threshold makes errors of both kinds" in said(bare_svg(made, NARROW))


@pytest.mark.parametrize("name", ["groups", "pairs"])
def test_without_groups_there_is_nothing_to_tell_apart(name: str) -> None:
    """The reason is that no column gives groups, not that there are no trials."""
    made = pictures("without groups")[name]
    assert (made.draw, made.rows) == (None, ())
    assert made.nothing.startswith("No column")
    assert made.nothing in said(framed_svg(made))


def test_histogram_holds_every_score() -> None:
    """Counts of both kinds add up to what was read, and its outlines are named."""
    made = pictures("groups")["scores"]
    counts = found().counts
    assert sum(column(made, "genuine")) == counts.genuine
    assert sum(column(made, "impostor")) == counts.impostor
    for words in ("Pairs of one person (solid)", "Pairs of two people (dashed)", "threshold for"):
        assert words in said(bare_svg(made, NARROW))


def test_distances_run_from_unlike_to_alike() -> None:
    """Near is to the right, and a miss lies above the threshold."""
    made = pictures("distances")["scores"]
    assert "nearer to the right" in said(bare_svg(made))
    assert "score above the threshold" in plain(made.finding)


def test_groups_are_in_the_order_of_their_rates() -> None:
    """From the highest false match rate down; every group of the evaluation has its row."""
    made = pictures("groups")["groups"]
    rates = column(made, "fmr")
    assert sorted(column(made, "group")) == ["east", "north", "south"]
    assert rates == sorted(rates, reverse=True)
    assert column(made, "group")[0] == "north"
    assert "“north”" in plain(made.finding)


def test_too_many_groups_are_summed_up() -> None:
    """The drawing says how many lie between those at both ends; the data hold all."""
    made = pictures("many groups")["groups"]
    assert len(made.rows) == 50
    for width in (WIDE, NARROW):
        words = said(bare_svg(made, width))
        assert f"{50 - MOST_GROUPS + 1} groups between" in words
        assert len(set(re.findall(r"group \d+", words))) == MOST_GROUPS - 1


def test_pairs_are_a_table_where_it_can_be_read() -> None:
    """A dot for each ordered pair, and three in the legend; words where there is room."""
    made = pictures("groups")["pairs"]
    for width in (WIDE, NARROW):
        svg = bare_svg(made, width)
        dots = [
            element
            for element in parsed(svg).iter()
            if tag(element) == "path" and element.get("stroke") in (theme.WRONG, theme.RIGHT)
        ]
        assert len(dots) == len(made.rows) + 3 == 12
        assert "1 north" in said(svg)
    assert "×" in said(bare_svg(made, WIDE))


def test_too_many_pairs_are_a_list_of_the_highest() -> None:
    """Twelve at most, named; the data hold those with false matches, and groups.csv all 2,500."""
    made = pictures("many groups")["pairs"]
    ours = many_groups().groups
    assert ours is not None
    assert sum(row.other is not None for row in ours.rows) == 2500
    assert min(column(made, "count")) > 0
    assert len(made.rows) <= 100
    words = said(bare_svg(made, WIDE))
    assert 1 <= words.count(" against ") <= 12


def test_cell_without_comparisons_says_so() -> None:
    """A group of the list whose people are in no comparison has no rate of 0."""
    table = scores(("north", "south"))
    assert table.group_a is not None
    assert table.group_b is not None
    sides = [Groups(("north", "south", "west"), side.at) for side in (table.group_a, table.group_b)]
    empty = ScoreTable(
        "scores.csv", table.scores, table.genuine, group_a=sides[0], group_b=sides[1]
    )
    made = score_pictures(evaluate(empty))
    for width in (WIDE, NARROW):
        assert "no trials" in said(bare_svg(made["groups"], width))
        assert said(bare_svg(made["pairs"], width)).count("–") == 5
    assert made["groups"].rows[-1][0] == "west"
    assert made["groups"].rows[-1][3] is None


@pytest.mark.parametrize("label", [HOSTILE, HIDDEN])
def test_label_of_a_group_is_text_and_hides_nothing(label: str, tmp_path: Path) -> None:
    """Markup is shown as it is; what acts unseen is written out, in every file."""
    attacked = evaluate(scores((label, "south")), replicates=0)
    write_evaluation(attacked, tmp_path)
    shown = r"north\u202ewest\x1b[31m" if label == HIDDEN else label
    for name, made in score_pictures(attacked).items():
        svg = bare_svg(made, NARROW)
        assert "<script" not in svg
        assert name in ("det", "scores", "tail") or shown[:9] in said(svg)
    page = (tmp_path / "report.html").read_text("utf-8")
    assert "<script" not in page
    for file in ("report.html", "groups.csv", "figures/groups.svg"):
        assert set("\u202e\x1b") & set((tmp_path / file).read_text("utf-8")) == set()
    written = Document.model_validate_json((tmp_path / "report.json").read_text("utf-8"))
    answers = [block for block in written.sections[0].blocks if isinstance(block, AnswerBlock)]
    assert shown in plain(next(one.text for one in answers if "groups" in one.question))


def test_screen_hides_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A label of a file that would turn writing round, or steer a terminal, is written out."""
    lines = ["score,label,group"]
    groups = ("north\u202e\x1b[31m", "south")
    lines += [f"{row % 7},{row % 2},{groups[row % 3 % 2]}" for row in range(60)]
    path = tmp_path / "scores.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    code, out, _ = call(capsys, "evaluate", path, "--fmr", 0.5)
    assert code == 0
    assert r"north\u202e\x1b[31m" in out
    assert set("\u202e\x1b") & set(out) == set()


# Figures of searches of a gallery


def rate(count: int, trials: int, low: float, high: float) -> RateNote:
    """A rate with an interval."""
    return RateNote(
        count=count, trials=trials, rate=count / trials, low=low, high=high, method="mid_p",
        effective_trials=None, intervals=(),
    )  # fmt: skip


@cache
def searched() -> Identification:
    """An evaluation of two searches, whose numbers are others: three thresholds, three ranks."""
    lists = CandidateLists.of([0, 1], [0, 1], [2.0, 1.0], [True, False], searches=2)
    kept = evaluate_identification(
        SearchTable(
            "lists.csv", lists, np.array([True, False]), np.zeros(2, bool), np.arange(2)
        ),
        rates=[1.0],
    )  # fmt: skip
    point = kept.points[0]
    points = tuple(
        point.model_copy(
            update={"asked": asked, "threshold": at, "resolved": resolved, "fpir": fpir,
                    "fnir": fnir}
        )
        for asked, at, resolved, fpir, fnir in (
            (0.001, 2.0, True, rate(5, 5000, 0.0006, 0.002), rate(70, 1000, 0.065, 0.08)),
            (0.1, 1.0, True, rate(500, 5000, 0.09, 0.11), rate(10, 1000, 0.008, 0.013)),
            (0.0001, 2.5, False, rate(0, 5000, 0.0, 0.0005), rate(200, 1000, 0.18, 0.22)),
        )
    )  # fmt: skip
    ranks = (
        RankNote(rank=1, rate=0.8, low=0.76, high=0.83, least=0.79, most=0.81),
        RankNote(rank=2, rate=0.85, low=0.81, high=0.88, least=0.84, most=0.86),
        RankNote(rank=20, rate=0.9, low=0.87, high=0.92, least=0.9, most=0.9),
    )
    counts = kept.counts.model_copy(update={"least_fpir": 6e-4})
    return kept.model_copy(update={"points": points, "cmc": ranks, "counts": counts})


def of_searches(which: str) -> Picture:
    """A figure of searches, or of none."""

    def kept(**update: object) -> Identification:
        return searched().model_copy(update=update)

    return {
        "tradeoff": lambda: search_tradeoff(searched(), ENGLISH),
        "no searches": lambda: search_tradeoff(kept(points=()), ENGLISH),
        "cmc": lambda: match_characteristic(searched(), ENGLISH),
        "one rank": lambda: match_characteristic(kept(cmc=searched().cmc[:1]), ENGLISH),
        "no ranks": lambda: match_characteristic(kept(cmc=()), ENGLISH),
    }[which]()


@pytest.mark.parametrize("which", ["tradeoff", "no searches", "cmc", "one rank", "no ranks"])
@both_widths
def test_figures_of_searches_are_legible_and_fit(which: str, width: int) -> None:
    """Letters of 11 pixels, colours of the theme, no wider than asked for; one sentence."""
    made = of_searches(which)
    root = parsed(bare_svg(made, width))
    elements = list(root.iter())
    sizes = [element.get("font-size", "0px") for element in elements if tag(element) == "text"]
    assert min(float(size.removesuffix("px")) for size in sizes) >= SMALLEST_TYPE
    assert float(root.get("width", "inf")) <= width + ROUNDING
    colours = {element.get(key, "none") for element in elements for key in ("fill", "stroke")}
    assert colours <= COLOURS
    assert plain(made.finding) in made.alt
    assert (made.draw is None) == which.startswith("no ")
    if made.draw is None:
        assert made.nothing == said(bare_svg(made, width))


def test_trade_off_compares_what_the_searches_can_show() -> None:
    """From the most lenient to the strictest resolved threshold (arithmetic in sight)."""
    made = of_searches("tradeoff")
    assert plain(made.finding) == (
        "A threshold that wrongly answers at most 1 in 1,000 searches misses 7 % of searches for "
        "enrolled people; one for 1 in 10 misses 1 %."
    )
    assert column(made, "asked_fpir") == [0.1, 0.001, 0.0001]


def test_ranks_say_the_first_and_the_last() -> None:
    """The share at the first place and within the list."""
    assert plain(of_searches("cmc").finding) == (
        "A person's own record is the first answer in 80 % of searches for enrolled people, and "
        "among the first 20 in 90 %."
    )
    words = said(bare_svg(of_searches("cmc"), NARROW))
    assert "80 % at the first place" in words
    assert {"1", "2", "5", "10", "20"} <= set(words.split())


# The document


def figures(made: Document) -> dict[str, Figure]:
    """Its figures by name."""
    blocks = (block for section in made.sections for block in section.blocks)
    return {block.name: block for block in blocks if isinstance(block, Figure)}


@every_evaluation
def test_document_follows_the_shipped_schema(which: str) -> None:
    """It is valid under the schema in the package, and comes back from JSON."""
    made = document_of_evaluation(EVALUATIONS[which]())
    shipped = Path(misid.__file__).parent / "schemas" / "document-1.json"
    text = made.model_dump_json()
    jsonschema.validate(json.loads(text), json.loads(shipped.read_text("utf-8")))
    assert Document.model_validate_json(text) == made
    ids = [section.id for section in made.sections]
    assert len(ids) == len(set(ids))
    assert all(section.blocks for section in made.sections)
    assert VERDICTS.search(text) is None


@pytest.mark.parametrize(
    ("which", "shown"),
    [
        ("groups", {"det", "scores", "groups", "pairs", "tail"}),
        ("without groups", {"det", "scores", "tail"}),
        ("apart", {"det", "scores"}),
    ],
)
def test_figures_stand_where_there_is_something_to_show(which: str, shown: set[str]) -> None:
    """Groups are left out of the report where the file has none."""
    assert set(figures(document_of_evaluation(EVALUATIONS[which]()))) == shown


def test_document_says_what_the_evaluation_says() -> None:
    """Sentence, notes, points and group rates are its own, number by number."""
    made, ours = document(), found()
    assert ours.groups is not None
    assert plain(made.finding) == plain(told.finding(ours))
    texts = {
        plain(getattr(block, "text", "")) for section in made.sections for block in section.blocks
    }
    assert set(map(plain, told.notes(ours))) <= texts
    tables = {
        block.name: block
        for section in made.sections
        for block in section.blocks
        if isinstance(block, Table)
    }
    names = [column.name for column in tables["points"].columns]
    for row, point in zip(tables["points"].rows, ours.points, strict=True):
        cells = dict(zip(names, row, strict=True))
        held = {name: cell.value for name, cell in cells.items() if isinstance(cell, Number)}
        assert held["fmr_count"] == point.fmr.count
        assert (held["fnmr_rate"], held["fnmr_high"]) == (point.fnmr.rate, point.fnmr.high)
    shown = [row for row in ours.groups.rows if row.other is None or row.rate.count]
    assert len(tables["groups"].rows) == len(shown)


def test_every_number_of_the_document_is_the_fact_that_it_names() -> None:
    """Also where groups are called by numbers; each number of a document has a name of its own."""
    numbered = evaluate(scores(("2", "0", "1")), replicates=0)
    for ours in (found(), numbered, searched()):
        made = document_of_evaluation(ours)
        numbers = list(every_number(made))
        assert len({one.id for one in numbers}) == len(numbers) > 100
        facts = [one for one in numbers if one.fact]
        assert len(facts) > 0.8 * len(numbers)
        assert [one.value for one in facts] == [fact_at(ours, one.fact) for one in facts]


def every_number(part: Any) -> Iterator[Number]:
    """Every number in a document, but for those of its figures."""
    if isinstance(part, Number):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from every_number(one)
    elif isinstance(part, Document | Section | Table | AnswerBlock | Text | Finding):
        for name in type(part).model_fields:
            yield from every_number(getattr(part, name))


def test_pairs_of_groups_without_a_false_match_are_one_sentence() -> None:
    """At a strict threshold; the file of the table has all of them."""
    ours = evaluate(scores(), rates=[1e-3], replicates=0)
    assert ours.groups is not None
    none = [row for row in ours.groups.rows if row.other is not None and not row.rate.count]
    shown, whole = (group_tables.groups(ours, whole=flag) for flag in (False, True))
    assert len(none) > 0
    assert len(whole.rows) == len(shown.rows) + len(none)
    trials = sum(row.rate.trials for row in none)
    assert f"{len(none)} pairs of groups without a false match, in {trials:,} comparisons" in plain(
        shown.note
    )


def test_definitions_stand_in_the_report() -> None:
    """Each measure that is shown is defined, with its source where it has one."""
    (section,) = (one for one in document().sections if one.id == "definitions")
    names = " ".join(getattr(block, "question", "") for block in section.blocks)
    for measure in ("FMR", "FNMR", "EER", "DET", "d'", "Gini", "95 % interval", "Threshold"):
        assert measure in names
    assert sum("Source: " in plain(getattr(block, "text", "")) for block in section.blocks) >= 5


# The folder


def everything(folder: Path) -> dict[str, str]:
    """Every file below a folder, by name."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in files}


def test_folder_holds_report_numbers_and_figures(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--out` with a folder writes all of them, says so, and shows nobody's name or path."""
    out = tmp_path / "new" / "results"
    code, told, _ = call(capsys, "evaluate", file, "--replicates", 20, "--out", out)
    written = everything(out)
    assert code == 0
    assert f"report: {out / 'report.html'}" in told
    assert {path.name for path in out.iterdir()} == NAMES
    assert {f"figures/{name}.svg" for name in SCORE_FIGURES} <= set(written)
    for name, content in written.items():
        assert "SECRET" not in content, name
        assert str(tmp_path) not in content, name
        assert str(file.parent) not in content, name


def test_digest_is_that_of_the_numbers(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The stamp's digest is that of evaluation.json, which is what `--json` prints."""
    command = ("evaluate", file, "--replicates", 20, "--json")
    _, printed, told = call(capsys, *command, "--out", tmp_path)
    held = (tmp_path / "evaluation.json").read_bytes()
    made = Document.model_validate_json((tmp_path / "report.json").read_text("utf-8"))
    assert printed.encode() == held
    assert made.stamp["digest"] == hashlib.sha256(held).hexdigest()
    assert "report: " in told
    again = call(capsys, *command)[1]
    assert again == printed


def test_same_evaluation_gives_the_same_bytes(tmp_path: Path) -> None:
    """Twice written, twice the same."""
    for folder in ("one", "two"):
        write_evaluation(found(), tmp_path / folder)
    assert everything(tmp_path / "one") == everything(tmp_path / "two")


def test_older_report_does_not_stay_among_the_new(tmp_path: Path) -> None:
    """A file without groups writes the same names; the older tables of groups are gone."""
    write_evaluation(found(), tmp_path)
    before = everything(tmp_path)
    write_evaluation(without_groups(), tmp_path)
    after = everything(tmp_path)
    assert set(before) == set(after)
    assert not [name for name, content in after.items() if "north" in content]
    assert after["groups.csv"].count("\n") == 1


def test_tables_for_programs_hold_the_numbers(tmp_path: Path) -> None:
    """points.csv and groups.csv come back to the last digit."""
    write_evaluation(found(), tmp_path)
    ours = found()
    assert ours.groups is not None
    points = list(csv.DictReader(io.StringIO((tmp_path / "points.csv").read_text("utf-8"))))
    assert [float(row["fnmr_rate"]) for row in points] == [one.fnmr.rate for one in ours.points]
    groups = list(csv.DictReader(io.StringIO((tmp_path / "groups.csv").read_text("utf-8"))))
    assert [(row["measure"], row["group"], row["other"], int(row["count"])) for row in groups] == [
        (row.measure, row.group, row.other or "", row.rate.count) for row in ours.groups.rows
    ]
    assert [float(row["fnmr_anew_low"]) if row["fnmr_anew_low"] else None for row in points] == [
        one.fnmr_anew[0].low if one.fnmr_anew else None for one in ours.points
    ]
    assert [float(row["ratio_low"]) if row["ratio_low"] else None for row in groups] == [
        one.over_reference.low if one.over_reference else None for one in ours.groups.rows
    ]


@pytest.mark.parametrize(
    ("there", "command"),
    [("results.json", "evaluate"), ("evaluation.json", "run")],
)
def test_reports_of_two_kinds_do_not_share_a_folder(
    there: str, command: str, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Told before any work, and the older report is left as it is."""
    (tmp_path / there).write_text("mine", encoding="utf-8")
    arguments = (file,) if command == "evaluate" else ()
    code, out, err = call(capsys, command, *arguments, "--out", tmp_path)
    assert (code, out) == (2, "")
    assert there in err
    assert everything(tmp_path) == {there: "mine"}


def test_writer_that_fails_leaves_no_folder_below(tmp_path: Path) -> None:
    """Nothing half, and no empty folder of figures."""

    def fail(path: Path) -> None:
        path.write_text("half", encoding="utf-8")
        raise OSError(28, "No space left on device")

    with pytest.raises(OutputError, match="No space left"):
        write_files({"a": text_writer("whole"), "figures/b.svg": fail}, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_file_in_place_of_the_folder_of_figures_is_kept(tmp_path: Path) -> None:
    """The error names it."""
    (tmp_path / "figures").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="figures is a file"):
        write_evaluation(found(), tmp_path)
    assert everything(tmp_path) == {"figures": "mine"}


@pytest.mark.parametrize("name", ["report.html", "report.pdf", "det.svg", "scores.xlsx"])
def test_name_of_another_file_is_no_folder(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before anything is read."""
    code, _, err = call(capsys, "evaluate", tmp_path / "none.csv", "--out", tmp_path / name)
    assert (code, "does not say what to write" in err, "the name of a folder" in err) == (
        *(2, True, True),
    )


# The page in a browser


def test_page_allows_its_own_style_and_nothing_else() -> None:
    """No script, no address outside; the policy is that of every report."""
    page = html(document())
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page
    assert re.findall(r"<(script|iframe|object|embed|form|img|base)\b", page) == []
    assert re.findall(r'(?:src|href)="https?:', page) == []


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium with a fresh profile; without it the tests below say nothing."""
    chromium = shutil.which("chromium")
    if chromium is None and "CI" not in os.environ:
        pytest.skip("no chromium is installed (where CI is set, this is a failure)")
    assert chromium is not None, "CI is set, so a chromium must be installed"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture(scope="module")
def opened(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The page, with axe-core in it; it may ask for nothing but itself."""
    folder = tmp_path_factory.mktemp("page")
    write_evaluation(found(), folder)
    address = (folder / "report.html").as_uri()

    def answer(route: Route) -> None:
        assert route.request.url == address
        route.continue_()

    context = browser.new_context(bypass_csp=True)
    context.route("**/*", answer)
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.goto(address)
    assert told == []
    page.evaluate(AXE.read_text(encoding="utf-8"))
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    yield page
    context.close()


OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
CLIPPED = """() => [...document.querySelectorAll('svg')].flatMap(svg => {
    const all = svg.getBoundingClientRect();
    return all.height === 0 ? [] : [...svg.querySelectorAll('text')].filter(text => {
        const one = text.getBoundingClientRect();
        return one.left < all.left - 1 || one.right > all.right + 1
            || one.top < all.top - 1 || one.bottom > all.bottom + 1; })
    .map(text => svg.querySelector('title').textContent + ': ' + text.textContent); })"""
OVERLAPPING = """() => [...document.querySelectorAll('svg')].flatMap(svg => {
    if (svg.getBoundingClientRect().height === 0) return [];
    const texts = [...svg.querySelectorAll('text')].filter(text => text.textContent.trim());
    const boxes = texts.map(text => text.getBoundingClientRect());
    return texts.flatMap((text, i) => texts.slice(i + 1).filter((other, j) => {
        const a = boxes[i], b = boxes[i + 1 + j];
        return Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
            && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4; })
        .map(other => text.textContent + ' | ' + other.textContent)); })"""


@pytest.mark.parametrize("width", [320, 640, 1280])
def test_page_fits_every_screen(opened: Page, width: int) -> None:
    """Nothing is scrolled sideways; no word of a drawing is cut off or stands on another."""
    opened.set_viewport_size({"width": width, "height": 800})
    assert opened.evaluate(OVERFLOW) <= 0
    assert opened.evaluate(CLIPPED) == []
    assert opened.evaluate(OVERLAPPING) == []


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (320, "light")])
def test_everybody_can_use_it(opened: Page, width: int, scheme: Any) -> None:
    """By axe-core's rules, all of them."""
    opened.set_viewport_size({"width": width, "height": 800})
    opened.emulate_media(color_scheme=scheme)
    script = "axe.run({exclude: [['svg > *']]}, {resultTypes: ['violations']})"
    ours = opened.evaluate(script)["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in ours] == []


def test_page_can_be_printed(opened: Page) -> None:
    """A PDF is made, with the wide drawings."""
    assert opened.pdf().startswith(b"%PDF-")
