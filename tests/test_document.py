"""The document of a run: under its schema, complete, and made of the results' numbers alone."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest
from pydantic import BaseModel
from tests.reading_ease import WITHIN_NINTH_GRADE, grade

import misid
from misid.document import Document, document_of_run
from misid.document.columns import fact_at
from misid.document.model import AnswerBlock, Figure, Finding, SourceBlock, Table, Text, Unknown
from misid.figures import FIGURES
from misid.results import Run, run
from misid.scenario import Scenario, inputs, load_scenario
from misid.scenario.serialise import as_data
from misid.words import plain
from misid.words.language import language
from misid.words.published import beside
from misid.words.run import HEADLINE, finding, in_short
from misid.words.sentence import Number
from misid.writers.html import html

SCHEMA = Path(misid.__file__).parent / "schemas" / "document-1.json"
# It has a figure that the others have not: its limit is on another output than the headline.
SCENARIO = "live-watchlist"
VERDICTS = re.compile(r"(un|dis)?(lawful|proportionate)", re.IGNORECASE)


@pytest.fixture(scope="module")
def found() -> Run:
    """One run, 64 worlds."""
    return run(SCENARIO, draws=64)


@pytest.fixture(scope="module")
def document(found: Run) -> Document:
    """Its document."""
    return document_of_run(found.results)


@pytest.fixture(scope="module")
def without_trials() -> Document:
    """The document of a scenario in which no search is made."""
    data = as_data(load_scenario(SCENARIO))
    data["stops"]["operational_failures"] = 1.0
    return document_of_run(run(Scenario.model_validate(data), draws=20).results)


def figures(document: Document) -> dict[str, Figure]:
    """Its figures by name."""
    blocks = (block for section in document.sections for block in section.blocks)
    return {block.name: block for block in blocks if isinstance(block, Figure)}


def numbers(part: object) -> Iterator[Number]:
    """Every number of a part of a document, in order."""
    if isinstance(part, Number):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from numbers(one)
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from numbers(getattr(part, name))


def column(table: Table, name: str) -> list[float]:
    """The numbers of one column."""
    place = [one.name for one in table.columns].index(name)
    return [cell.value for row in table.rows if isinstance(cell := row[place], Number)]


def test_schema_is_that_of_the_model() -> None:
    """The file in the package is the schema of what is written."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    ours = Document.model_json_schema()
    assert ours == {key: value for key, value in schema.items() if key in ours}


@pytest.mark.parametrize("which", ["document", "without_trials"])
def test_document_follows_the_shipped_schema(which: str, request: pytest.FixtureRequest) -> None:
    """What is written is valid under the schema in the package, with and without trials."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    made: Document = request.getfixturevalue(which)
    jsonschema.validate(json.loads(made.model_dump_json()), schema)


def test_document_comes_back_from_json(document: Document) -> None:
    """Document to JSON to document is the identity."""
    assert document == Document.model_validate_json(document.model_dump_json())


def test_section_ids_are_unique_and_fit_an_address(document: Document) -> None:
    """Each section is reached by its own name, and is not empty."""
    ids = [section.id for section in document.sections]
    assert len(ids) == len(set(ids))
    assert all(section.blocks for section in document.sections)


def test_every_figure_stands_in_it_once(document: Document, found: Run) -> None:
    """The figures of the catalogue, with their words and stamp, drawn wide and narrow."""
    blocks = [block for section in document.sections for block in section.blocks]
    names = [block.name for block in blocks if isinstance(block, Figure)]
    assert sorted(FIGURES) == sorted(names)
    for figure in figures(document).values():
        assert "synthetic model" in figure.words
        assert document.stamp_line == figure.stamp_line
        assert figure.wide.startswith("<svg ")
        assert figure.narrow.startswith("<svg ")
        assert figure.wide != figure.narrow
    assert str(found.results.stamp.seed) in document.stamp_line


def test_limit_is_drawn_only_where_the_headline_does_not_show_it() -> None:
    """Where the limit is on the headline, the figure of the worlds shows it already."""
    data = as_data(load_scenario(SCENARIO))
    data["stops"]["operational_failures"] = 1.0
    data["decision"] |= {"output": "wrong_person_references", "limit": 100.0}
    made = document_of_run(run(Scenario.model_validate(data), draws=20).results)
    assert set(FIGURES) - {"limit"} == set(figures(made))


def test_first_sentence_is_that_of_the_results(document: Document, found: Run) -> None:
    """The one sentence to take away, the words and the stamp are those of the run."""
    results = found.results
    assert plain(finding(results)) == plain(document.finding)
    assert results.scenario.title == document.title
    assert results.stamp.model_dump(mode="json") == document.stamp
    assert "synthetic model" in document.words


def test_answers_are_the_findings_of_the_figures(document: Document, found: Run) -> None:
    """What stands in short is said again where it is shown."""
    short = next(section for section in document.sections if section.id == "in-short")
    answers = [block for block in short.blocks if isinstance(block, AnswerBlock)]
    said = {plain(figure.finding) for figure in figures(document).values()}
    blocks = (block for section in document.sections for block in section.blocks)
    said |= {plain(block.text) for block in blocks if isinstance(block, Finding)}
    assert len(answers) >= 6
    published = {plain(one) for one in beside(found.results).values()}
    assert published <= {plain(answer.text) for answer in answers}
    assert {plain(answer.text) for answer in answers} - published <= said
    assert all(answer.question.endswith("?") for answer in answers)


@pytest.mark.parametrize("which", ["document", "without_trials"])
def test_every_number_stands_in_the_facts(which: str, request: pytest.FixtureRequest) -> None:
    """
    Each number that has a path is found at it, exactly; all of tables have one.

    Without one are counts that a sentence makes: of dots above a limit, of inputs that are unknown.
    """
    made: Document = request.getfixturevalue(which)
    facts = request.getfixturevalue("found").results
    if which == "without_trials":
        facts = run(Scenario.model_validate(made.scenario), draws=20).results
    blocks = [block for section in made.sections for block in section.blocks]
    told = [one for block in blocks if not isinstance(block, Figure) for one in numbers(block)]
    told += numbers(made.finding)
    held = [one for one in told if one.fact]
    assert [fact_at(facts, one.fact) for one in held] == [one.value for one in held]
    tables = [block for block in blocks if isinstance(block, Table)]
    assert all(one.fact for table in tables for one in numbers(table))


def test_every_number_has_a_name_of_its_own(document: Document) -> None:
    """A number is linked by its name; it is that of its fact, and of no other number."""
    names = [one.id for one in numbers(document.sections)]
    assert all(names)
    assert len(names) == len(set(names))
    told = [one.fact for one in numbers(document.finding)]
    assert "headline.wrong_person_references.median" in told


def test_document_carries_its_scenario(document: Document, found: Run) -> None:
    """Whoever has the document has what was run."""
    assert as_data(found.results.canonical) == document.scenario


def test_numbers_of_the_threshold_are_the_trade_off(document: Document, found: Run) -> None:
    """The first exception: every number is that of the function that works it out."""
    data = figures(document)["threshold"].data
    rows = [row for curve in (found.results.tradeoff or ()) for row in curve.rows]
    assert [row.stricter for row in rows] == column(data, "stricter")
    for name in ("wrong_person_references", "misses_among_sought"):
        for end in ("median", "low", "high"):
            expected = [getattr(getattr(row, name), end) for row in rows]
            # An end that other worlds move tenfold is told as none.
            assert [one for one in expected if one is not None] == column(data, f"{name}_{end}")


def test_numbers_of_the_icons_are_the_frequencies(document: Document, found: Run) -> None:
    """The second exception: a thousand whole people, rounded from the counts of the results."""
    data = figures(document)["icons"].data
    whole, exact = column(data, "people"), column(data, "exact")
    trees = found.results.trees
    assert 1000 * len(trees) == sum(whole)
    assert 1000 * len(trees) == pytest.approx(sum(exact), rel=1e-12)
    wrong = [
        sum(path.count for path in one.frequencies.paths if path.ending == "wrong_person") / 100
        for one in trees
    ]
    assert wrong == pytest.approx(exact[:: len(exact) // len(trees)], rel=1e-12)
    assert all(abs(n - x) < 1 for n, x in zip(whole, exact, strict=True))


@pytest.mark.parametrize("name", ["worlds", "limit"])
def test_places_of_the_dots_are_even(document: Document, name: str) -> None:
    """The third exception: 1 %, 3 %, ... and 99 % of the worlds lie below."""
    below = column(figures(document)[name].data, "share_of_worlds_below")
    assert [(2 * n + 1) / 100 for n in range(50)] == pytest.approx(below, abs=1e-12)


def test_every_number_has_words(document: Document) -> None:
    """What is shown is the number, to two significant digits or exact; never blank."""
    for number in numbers(document.sections):
        few = re.search(r"\((.*)\)", number.text)
        read = float(re.sub(r"[,+%\s]|times|above", "", few[1] if few else number.text))
        # A large deviation is read as a factor.
        value = number.value + ("times" in number.text)
        # Per cent shift the point; a deviation has two decimals.
        assert any(
            read == pytest.approx(scale * value, rel=0.051, abs=0.0051) for scale in (1.0, 100.0)
        ), number


def test_every_row_fits_its_columns(document: Document) -> None:
    """Each table has a cell for each column, and a name of its own for each column."""
    blocks = [block for section in document.sections for block in section.blocks]
    tables = [block for block in blocks if isinstance(block, Table)]
    tables += [figure.data for figure in figures(document).values()]
    for table in tables:
        assert {len(table.columns)} == {len(row) for row in table.rows} | {len(table.columns)}
        assert len(table.columns) == len({one.name for one in table.columns})


def test_every_input_stands_in_it(document: Document) -> None:
    """Each input, or the row that stands for it and its like, is in the appendix."""
    (section,) = (one for one in document.sections if one.id == "inputs")
    rows = {
        str(row[0]) for block in section.blocks if isinstance(block, Table) for row in block.rows
    }
    for one in inputs(load_scenario(SCENARIO)):
        assert {one.name, f"{one.name.rpartition('.')[0]}.*"} & rows, one.name


def test_unknown_inputs_say_what_stands_in(document: Document) -> None:
    """Each is a real input, with a question, what stands in for it and why."""
    names = {one.name for one in inputs(load_scenario(SCENARIO))}
    (section,) = (one for one in document.sections if one.id == "unknown")
    assert isinstance(section.blocks[0], Text)
    for block in section.blocks[1:]:
        assert isinstance(block, Unknown)
        assert block.field in names
        assert 0.0 < block.share.value <= 1.0
        assert block.question
        assert block.stands_in
        assert block.why


def test_every_source_that_is_cited_is_listed(document: Document) -> None:
    """Every input's citation key has its source, once, in order of the keys."""
    (section,) = (one for one in document.sections if one.id == "sources")
    keys = [block.key for block in section.blocks if isinstance(block, SourceBlock)]
    cited = {one.content.source for one in inputs(load_scenario(SCENARIO))} - {None}
    assert len(keys) == len(set(keys))
    assert cited <= set(keys)
    for block in section.blocks:
        assert isinstance(block, SourceBlock)
        assert not block.url or block.url.startswith("https://")


@pytest.mark.parametrize("which", ["document", "without_trials"])
def test_no_verdict_is_given(which: str, request: pytest.FixtureRequest) -> None:
    """The words of courts stand nowhere."""
    made: Document = request.getfixturevalue(which)
    assert None is VERDICTS.search(made.model_dump_json())


def test_without_trials_no_rate_is_shown(without_trials: Document) -> None:
    """Where nothing was counted, no number stands for a rate, and nothing says 0."""
    assert "No search is made" in plain(without_trials.finding)
    for name in ("frequencies", "worlds", "groups", "threshold", "icons"):
        figure = figures(without_trials)[name]
        assert plain(figure.finding).startswith("No trials")
        assert [] == list(numbers(figure))
    (section,) = (one for one in without_trials.sections if one.id == "to-whom")
    rates = next(block for block in section.blocks if isinstance(block, Table))
    for row in rates.rows:
        assert {"no trials"} == {cell for cell in row[1:4] if isinstance(cell, str)}
        assert "no trials" == row[5]


def test_words_in_another_language_say_so(found: Run) -> None:
    """Titles of sources are English; what an author wrote and nobody translated may be anything."""
    spanish = document_of_run(found.results, language("es"))
    own = spanish.model_copy(update={"title": "Our <own> programme"})
    assert own.scenario is not None
    own = own.model_copy(update={"scenario": {**own.scenario, "title": "Our <own> programme"}})
    page = html(own)
    assert '<h1><span lang="">Our &lt;own&gt; programme</span></h1>' in page
    title = "Live facial recognition annual report 2025, as quoted"
    assert f'<span lang="en">{title}</span>' in page
    assert "<span lang" not in html(document_of_run(found.results))


def test_a_run_begins_with_three_short_sentences(document: Document) -> None:
    """Two numbers, the question between them, and how far both may lie off."""
    short = run("task-force-module", draws=64, seed=1).results
    (said,) = in_short(short)
    assert plain(said).count("?") == 1
    first, second = plain(said).split("?")
    assert ("about" in first, second.startswith(" In nine of ten")) == (True, True)
    row = next(row for row in short.headline if row.name == HEADLINE)
    assert row.split is not None
    sides = row.split.sides
    ends = [end for side in sides for end in (side.low, side.high)]
    assert ends == [part.value for part in said if isinstance(part, Number)][-4:]
    unknown = sides[1].model_copy(update={"high": None})
    split = row.split.model_copy(update={"sides": (sides[0], unknown)})
    without = row.model_copy(update={"split": split})
    rows = tuple(without if one is row else one for one in short.headline)
    assert () == in_short(short.model_copy(update={"headline": rows}))
    assert grade(document.model_copy(update={"finding": said, "about": ""})) < WITHIN_NINTH_GRADE
