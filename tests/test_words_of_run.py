"""Words of a run: every number is found in its facts, in every language, and nothing is glued."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.command import call

from misid.document.columns import fact_at
from misid.document.run import TABLES, screen_of_run, table_of_run
from misid.results import Results, run
from misid.scenario.library import names
from misid.words import Language, Number, language, plain
from misid.words.cautions import cautions
from misid.words.language import LANGUAGES
from misid.words.published import beside
from misid.words.run import (
    asked,
    averaged,
    code_said,
    finding,
    limit_of,
    limit_said,
    output_on_sides,
)

DRAWS = 64


@pytest.fixture(scope="module", params=names())
def results(request: pytest.FixtureRequest) -> Results:
    """A run of each scenario that comes along."""
    return run(request.param, draws=DRAWS).glance


def sentences(results: Results, spoken: Language) -> Iterator[Any]:
    """Everything that is said of a run outside its figures."""
    yield finding(results, spoken)
    yield from asked(results, spoken)
    yield code_said(results, spoken)
    yield limit_said(results, spoken)
    yield limit_of(results, spoken)
    yield from beside(results, spoken).values()
    yield from cautions(results.cautions, spoken)
    yield from (output_on_sides(row, spoken) for row in results.headline)


def numbers(results: Results, spoken: Language) -> list[Number]:
    """The numbers of all sentences and tables, in order."""
    cells = (
        cell
        for name in TABLES
        if (table := table_of_run(results, name, spoken)) is not None
        for row in table.rows
        for cell in row
    )
    told = (*sentences(results, spoken), *cells)
    parts = (part for one in told for part in (one if isinstance(one, tuple) else (one,)))
    return [part for part in parts if isinstance(part, Number)]


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_number_stands_in_the_facts(results: Results, code: str) -> None:
    """At the path that it carries, to the last bit."""
    told = numbers(results, language(code))
    assert len(told) > 100
    assert [one.value for one in told] == [fact_at(results, one.fact) for one in told]


def test_languages_say_the_same_numbers(results: Results) -> None:
    """Every number of one language is in the other, in the same place."""
    told = [
        sorted((one.fact, one.value) for one in numbers(results, language(c))) for c in LANGUAGES
    ]
    assert told[0] == told[1]


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_sentence_has_a_place_left(results: Results, code: str) -> None:
    """No name of a message is shown, and none ends twice."""
    for sentence in sentences(results, language(code)):
        told = plain(sentence)
        assert "{" not in told
        assert ".." not in told
        assert "  " not in told


def test_the_screen_says_what_was_found_first(results: Results) -> None:
    """The finding is that of the report, and every table of it has rows."""
    screen = screen_of_run(results)
    assert plain(screen.finding) == plain(finding(results))
    tables = [one for section in screen.sections for one in section.blocks if one.kind == "table"]
    assert [table.name for table in tables] == ["headline", "one_code", "groups", "years"]
    assert all(table.rows for table in tables)


def test_tables_say_which_average_they_are(results: Results) -> None:
    """Two numbers of one quantity differ where one is a median and the other a mean."""
    for name, word in (
        ("headline", "median"),
        ("one_code", "ratio of means"),
        ("groups", "medians"),
        ("years", "median"),
    ):
        table = table_of_run(results, name)
        assert table is not None
        assert word in plain(table.note)


def test_no_share_of_misses_mixes_answers_beside_trees_of_each(results: Results) -> None:
    """Where a tree stands for each answer, a median of all worlds would be of neither."""
    trees = [one for one in results.trees if one.frequencies.worlds]
    told = [one for said in averaged(results, language("en")) for one in said]
    shares = [one.fact for one in told if isinstance(one, Number)]
    missed = next(row for row in results.headline if row.name == "misses_among_sought").median
    alone = ["headline.misses_among_sought.median"]
    assert shares == (alone if len(trees) == 1 and missed is not None else [])


def test_a_language_that_is_not_known_lists_the_known(capsys: pytest.CaptureFixture[str]) -> None:
    """Before any work is done."""
    code, out, err = call(capsys, "run", "--language", "tlh")
    assert (code, out) == (2, "")
    assert "--language en or es" in err
