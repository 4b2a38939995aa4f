"""The ledger of unanswered questions, the letters made of it, and what a limit would require."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import csv
import io
import json
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any, get_args

import jsonschema
import numpy as np
import pytest
from numpy.typing import NDArray
from tests.command import call
from tests.placed import misplaced, numbers

import misid
from misid.cli import main
from misid.document.letters import MOST, LetterForm, letter
from misid.document.uncertainty import ledger_document, requirements_document
from misid.errors import MeaningError
from misid.machine.memo import WorldMemo
from misid.quantities import Draws
from misid.results import run
from misid.results.output_definitions import kind
from misid.results.outputs import ScenarioInWorlds, evaluate, one_output
from misid.results.splits import decides
from misid.scenario import Output, Scenario, Worlds, inputs, load_scenario, names, to_yaml
from misid.scenario.serialise import as_data
from misid.study import Study
from misid.study.verify import verify
from misid.uncertainty.accounts import yearly
from misid.uncertainty.carriers import carriers
from misid.uncertainty.ledger import ledger as ledger_of
from misid.uncertainty.ledger import parts
from misid.uncertainty.ledger_schema import Entry, Ledger, Without
from misid.uncertainty.levers import LEVERS
from misid.uncertainty.questions import luck_of, questions
from misid.uncertainty.require import require as require_of
from misid.uncertainty.schema import Carrier, Requirements
from misid.uncertainty.sensitivity import luck_names, total_indices
from misid.uncertainty.without import effects, removable, size, spread, without
from misid.words import ENGLISH, language, plain
from misid.words import ledger as ledger_words
from misid.words import letters as letter_words
from misid.words import requirements as requirement_words
from misid.words.sentence import paragraph
from misid.writers.markdown import letter_markdown
from misid.writers.text import text

FOLDER = Path(misid.__file__).parent / "schemas"
KEYS = {
    "field", "status", "input", "content", "total_index", "value_of_information", "flip",
    "verdict_low", "verdict_high", "narrowing",
}  # fmt: skip
QUICK, POINTS = 512, 4


@cache
def scenario() -> Scenario:
    """The shipped scenario."""
    return load_scenario("task-force-module")


def ledger(of: Scenario, *, draws: int = QUICK, points: int = POINTS, changes: Any = ()) -> Ledger:
    """A ledger, with few worlds and points."""
    return ledger_of(run(of, changes=changes, draws=draws, recall=WorldMemo()), points=points)


def require(of: Scenario, output: Output, limit: float, *, draws: int) -> Requirements:
    """What a limit requires, with few worlds."""
    return require_of(run(of, draws=draws, recall=WorldMemo()), output, limit)


@cache
def found() -> Ledger:
    """The ledger of the shipped scenario."""
    return ledger(scenario())


def entries() -> dict[str, Entry]:
    """The questions by their fields."""
    return {one.field: one for one in found().ledger}


def changed(path: str, value: object) -> Scenario:
    """The shipped scenario with one input replaced."""
    data: Any = as_data(scenario())
    part = data
    *steps, last = path.split(".")
    for step in steps:
        part = part[step]
    part[last] = value
    return Scenario.model_validate(data)


@pytest.mark.parametrize("name", names())
def test_every_field_has_a_question(name: str) -> None:
    """Every input of a scenario can be asked about, in words that end with a question mark."""
    for one in inputs(load_scenario(name)):
        assert one.question.endswith("?"), one.name


def test_only_what_nobody_has_said_is_asked() -> None:
    """What is disclosed, published or measured is no question, nor what is one number."""
    asked = {one.field for one in questions(scenario())}
    assert "gallery.records" not in asked
    assert "matcher.region_ratio" not in asked
    assert {"threshold.rate", "answer.reference_rule", "matcher.algorithm"} <= asked


def test_groups_and_collections_are_asked_about_together() -> None:
    """One question a field: of every group, every collection, every share of a composition."""
    fields = [one.field for one in questions(scenario())]
    assert len(set(fields)) == len(fields)
    by_field = {one.field: one for one in questions(scenario())}
    assert 10 == len(by_field["matcher.miss_odds"].inputs)
    assert 2 == len(by_field["gallery.sources.share_sought"].inputs)
    assert 10 == len(by_field["stops.composition"].luck())


def test_luck_of_an_input_is_what_it_draws() -> None:
    """Every name of the sensitivity design is drawn by an input, or is counting luck."""
    named = {name for one in inputs(scenario()) for name in luck_of(one)}
    others = set(luck_names(scenario())) - named
    assert all(name.startswith("calibration.") for name in others)


def test_the_rule_for_references_matters_most() -> None:
    """It has the largest index, and is told apart from what does not matter."""
    first = found().ledger[0]
    assert "answer.reference_rule" == first.field
    assert 1 == first.rank
    assert first.total_index > 0.3


def test_what_does_not_touch_the_output_is_worth_nothing() -> None:
    """How long people are kept in review does not change what a search returns."""
    for field in ("review.slope", "stops.people", "stops.officers"):
        one = entries()[field]
        assert abs(one.total_index) < 0.01
        assert 0.0 == one.value_of_information
        assert 0.0 == one.flip
        assert one.narrowing < 0.05


def test_ranks_start_at_one_and_share_ties() -> None:
    """Ordered by index, ranks never fall, and the many small ones are not told apart."""
    by_index = sorted(found().ledger, key=lambda one: (-one.total_index, one.rank))
    ranks = [one.rank for one in by_index]
    assert 1 == ranks[0]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) < len(ranks)


def test_what_carries_a_result_stands_at_the_top() -> None:
    """Conditions decide little within their range, and a third of the result on either side."""
    field = "capture.conditions.impostor_effect"
    one = entries()[field]
    assert one.rank_without is not None
    assert one.rank_without < one.rank
    assert field in [each.field for each in found().ledger[:8]]
    assert all(abs(np.log(side.ratio or 1.0)) > 0.25 for side in effect(field).sides)


def effect(field: str) -> Without:
    """What a question of the ledger carries."""
    left = entries()[field].without
    assert left is not None
    return left


def test_without_an_input_is_the_run_without_it() -> None:
    """What the ledger says of no twins is what `misid run` says, on both sides of the rule."""
    none = run(changed("stops.identical_twins", 0.0), draws=QUICK).results
    whole = run(scenario(), draws=QUICK).results
    told = effect("stops.identical_twins")
    assert QUICK == told.worlds
    assert 0.0 == told.at
    assert told.median == pytest.approx(whole.headline[0].median)
    assert told.median_without == pytest.approx(none.headline[0].median)
    assert told.exceeded_without == pytest.approx(none.decision.probability_exceeded)
    before, after = (one.headline[0].split for one in (whole, none))
    assert before is not None
    assert after is not None
    assert [one.option for one in told.sides] == [one.option for one in before.sides]
    for side, first, second in zip(told.sides, before.sides, after.sides, strict=True):
        assert side.median == pytest.approx(first.median)
        assert side.median_without == pytest.approx(second.median)
    assert [one.exceeded_without for one in told.sides] == pytest.approx(
        [one.probability_exceeded for one in none.decision.sides]
    )


def test_an_input_ranks_by_the_side_that_it_moves_most() -> None:
    """Flags touch nothing where any candidate counts, and that hides nothing of the other side."""
    flags, twins = effect("gallery.sources.wrongly_flagged"), effect("stops.identical_twins")
    any_candidate, only_flagged = flags.sides
    assert 1.0 == pytest.approx(any_candidate.ratio)
    assert size(flags) == pytest.approx(-np.log(only_flagged.ratio or 1.0))
    assert size(flags) > size(twins)
    ranked = sorted(
        (one for one in found().ledger if one.without), key=lambda one: one.rank_without or 0
    )
    sizes = [size(one.without) for one in ranked]
    assert sizes == sorted(sizes, reverse=True)


def test_a_median_between_two_programmes_ranks_nothing() -> None:
    """Twins move the mixture by more than either side: its median lies where few worlds are."""
    twins = effect("stops.identical_twins")
    assert all((twins.ratio or 1.0) < (side.ratio or 0.0) for side in twins.sides)
    assert size(twins) < -np.log(twins.ratio or 1.0)


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [(0.0, 3.0, np.inf), (3.0, 0.0, np.inf), (2.0, 1.0, np.log(2.0)), (None, 1.0, 0.0)],
)
def test_from_or_to_nothing_is_the_largest_effect(
    before: float | None, after: float | None, moved: float
) -> None:
    """A logarithm without a value ranks first, not last; no trials are no effect."""
    given = {"ratio": None, "exceeded": None, "exceeded_without": None}
    one = Without(median=before, median_without=after, at=0.0, sides=(), worlds=20, **given)
    assert moved == pytest.approx(size(one))


def test_without_an_input_is_said_on_both_sides() -> None:
    """Sentence and letter give each side; where nothing decides, one median."""
    one = entries()["gallery.sources.wrongly_flagged"]
    told = plain(paragraph(ledger_words.without(one, found(), ENGLISH)))
    assert told.startswith("With it at 0, if any candidate leads to a reference code: still about")
    assert "With it at 0, if only a flagged record leads to a reference code: about " in told
    whole = effect(one.field).model_copy(update={"sides": ()})
    bare = one.model_copy(update={"without": whole})
    alone = plain(paragraph(ledger_words.without(bare, found(), ENGLISH)))
    assert alone.startswith("With it at 0: about ")
    said = plain(letter_words.why(one, found(), ENGLISH))
    assert "Were it 0, wrong-person references would be about " in said
    assert said.endswith("if only a flagged record leads to a reference code.")


def test_without_an_either_or_nothing_is_told_on_sides() -> None:
    """Once the rule is stated the median of all worlds is that of one programme."""
    data: Any = as_data(changed("answer.reference_rule", "any_candidate"))
    data["threshold"]["moves_with_gallery"] = True
    stated = run(Scenario.model_validate(data), draws=256, recall=WorldMemo())
    output = "wrong_person_references"
    assert stated.results.headline[0].split is None
    (left,) = effects(stated, output, {"stops.identical_twins": True}).values()
    assert () == left.sides
    assert left.median == pytest.approx(np.median(stated.values[output]))
    assert size(left) == pytest.approx(-np.log(left.ratio or 1.0))


def test_a_factor_is_nothing_at_one_and_some_questions_have_no_nothing() -> None:
    """A rate, a rarity, a choice and a count have no value at which nothing happens."""
    factor = entries()["capture.conditions.impostor_effect"].without
    assert factor is not None
    assert 1.0 == factor.at
    for field in ("threshold.rate", "review.studied_at", "answer.reference_rule", "stops.a_year"):
        assert entries()[field].without is None, field
        assert entries()[field].rank_without is None


def test_what_moves_no_output_leaves_it_without_too() -> None:
    """Review does not change what a search returns, so its absence does not either."""
    left = entries()["review.slope"].without
    assert left is not None
    assert 1.0 == pytest.approx(left.ratio)


def test_fields_tried_beside_each_other_are_as_each_alone() -> None:
    """What is said of a field does not depend on which others are tried with it."""
    whole = run(scenario(), draws=64, recall=WorldMemo())
    fields = ("stops.identical_twins", "matcher.look_alike_variance", "review.slope")
    together = effects(whole, "wrong_person_references", dict.fromkeys(fields, True))
    assert set(fields) == set(together)
    for field in fields:
        alone = effects(whole, "wrong_person_references", {field: True})
        assert {field: together[field]} == alone


def test_a_field_without_which_the_model_does_not_hold_spoils_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It is left out; those that are tried with it are told as ever."""
    whole = run(scenario(), draws=64, recall=WorldMemo())
    moves = {"stops.identical_twins": True, "stops.siblings": True}
    as_ever = effects(whole, "wrong_person_references", moves)

    def holds_with_siblings(worlds: Worlds) -> ScenarioInWorlds:
        if not worlds.number("stops.siblings").all():
            raise MeaningError("siblings are gone.", use="siblings")
        return evaluate(worlds)

    monkeypatch.setattr("misid.uncertainty.without.evaluate", holds_with_siblings)
    left = effects(whole, "wrong_person_references", moves)
    assert {"stops.identical_twins": as_ever["stops.identical_twins"]} == left


def test_worlds_that_were_tried_first_are_not_worked_out_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A field that matters is told over every world, each worked out once, as all at once are."""
    output: Output = "wrong_person_references"
    whole = run(scenario(), draws=640, recall=WorldMemo())
    sizes: list[int] = []

    def counted(worlds: Worlds) -> ScenarioInWorlds:
        sizes.append(worlds.draws.size)
        return evaluate(worlds)

    monkeypatch.setattr("misid.uncertainty.without.evaluate", counted)
    left = effects(whole, output, {"stops.identical_twins": True})["stops.identical_twins"]
    (field,) = (one for one in removable(scenario()) if one.field == "stops.identical_twins")
    values = one_output(evaluate(without(whole.evaluation.worlds, field)), output)
    assert [512, 512, 128, 128] == sizes
    assert 640 == left.worlds
    assert float(np.median(values)) == left.median_without


def test_review_has_no_index_where_both_verdicts_count() -> None:
    """Not even that of rounding; on references that are upheld it has one."""
    of_review = [one for one in questions(scenario()) if one.field == "review.share_reviewed"]
    for output, has_one in (
        ("wrong_person_references", False),
        ("wrong_person_references_upheld", True),
    ):
        asked = tuple(of_review)
        found = total_indices(scenario(), output, asked, points=2)  # type: ignore[arg-type]
        assert has_one == (found.total[0] > 0.0)


def test_what_is_settled_is_nothing_to_remove() -> None:
    """A disclosed number and one that is at nothing already are not tried."""
    fields = {one.field for one in removable(scenario())}
    assert "answer.margin" not in fields
    assert "retention.citizens.reference" not in fields
    assert {"stops.identical_twins", "matcher.ratio_drift"} <= fields


def test_worlds_spread_over_the_order_have_nearly_the_same_median() -> None:
    """One world in two, evenly along the output: no half is left out."""
    output: Output = "wrong_person_references"
    whole = run(scenario(), draws=256)
    known, worlds = whole.values[output], whole.evaluation.worlds
    either = decides(worlds, kind(output), known)
    assert either is not None
    some = spread(whole, output, either, 128)
    assert 128 == some.draws.size
    values = one_output(evaluate(some), output)
    assert set(np.round(values, 9)) <= set(np.round(known, 9))
    assert np.median(values) == pytest.approx(np.median(known), rel=0.1)
    for few, all_ in zip(either.sides(some), either.sides(worlds), strict=True):
        assert len(few.rows) == pytest.approx(len(all_.rows) / 2, abs=1)
        assert np.median(values[few.rows]) == pytest.approx(np.median(known[all_.rows]), rel=0.1)


def test_no_answer_turns_a_verdict_far_from_its_limit() -> None:
    """With a limit that no world exceeds nothing is worth knowing, and that is said."""
    far = ledger(changed("decision.limit", 99_999.0))
    assert 0.0 == far.verdict.probability_exceeded
    assert 0.0 == pytest.approx(far.verdict.value_of_all)
    assert {0.0} == {one.flip for one in far.ledger}
    assert all(one.value_of_information == pytest.approx(0.0) for one in far.ledger)
    assert "No single answer would turn that verdict." in sentence(far)


def test_value_of_one_answer_is_at_most_that_of_all() -> None:
    """Knowing one thing is worth no more than knowing everything."""
    most = found().verdict.value_of_all
    assert most is not None
    assert all(-1e-9 <= one.value_of_information <= most + 1e-9 for one in found().ledger)


def test_the_order_of_the_file_changes_no_number() -> None:
    """A scenario whose groups and sources stand in another order has the same ledger."""
    data: Any = as_data(scenario())
    data["groups"].reverse()
    data["gallery"]["sources"].reverse()
    turned = ledger(Scenario.model_validate(data))
    one, other = (
        {entry.field: (entry.total_index, entry.flip) for entry in found_.ledger}
        for found_ in (found(), turned)
    )
    assert set(one) == set(other)
    for field, held in one.items():
        assert held == pytest.approx(other[field], rel=1e-6, abs=1e-9)


def test_an_answered_question_leaves_the_ledger() -> None:
    """Once somebody has said it, nobody needs to ask."""
    answered = changed("answer.reference_rule", "flagged_record")
    assert "answer.reference_rule" not in {one.field for one in questions(answered)}


def test_no_searches_make_no_answer_matter() -> None:
    """Where nothing is searched the ledger says so, and has no number that is not one."""
    nothing = ledger(changed("stops.operational_failures", 1.0))
    assert sentence(nothing).startswith("No search is made")
    assert {0.0} == {one.total_index for one in nothing.ledger}


def test_ledger_follows_its_shipped_schema() -> None:
    """The document that `--json` prints, and the keys that the ledger promises."""
    data = json.loads(found().model_dump_json())
    jsonschema.validate(data, json.loads((FOLDER / "ledger-3.json").read_text(encoding="utf-8")))
    assert set(data["ledger"][0]) >= KEYS


@pytest.mark.parametrize("form", get_args(LetterForm))
def test_a_letter_asks_in_order_and_says_why(form: LetterForm) -> None:
    """Numbered questions, the most telling first, each with its reason and what stands in."""
    said = text(letter(found(), form))
    first = ledger_words.question(found().ledger[0], scenario(), ENGLISH)
    assert f"1. {first}" in " ".join(said.split())
    assert (10, 5) == (said.count("Why it matters:"), said.count("What stands in for it now:"))
    assert max(map(len, said.splitlines())) <= 72
    assert "The limit below is nobody's rule" in " ".join(said.split())
    assert "lawful" not in said
    assert "proportionate" not in said


@pytest.mark.parametrize("most", [1, 3])
def test_a_letter_asks_as_many_ranked_questions_as_are_wanted(most: int) -> None:
    """And then what every such programme is asked: groups, misses, photographs, redress, test."""
    written = letter(found(), "hearing", questions=most)
    by_section = {one.id: one.blocks for one in written.sections}
    assert most + 1 == len(by_section["questions"])  # and why in this order
    assert len(letter_words.ALWAYS) == len(by_section["always"])


def test_a_letter_asks_the_questions_that_are_chosen() -> None:
    """In the ledger's order, whatever order they are chosen in."""
    fields = [found().ledger[place].field for place in (7, 0, 3)]
    written = letter(found(), "hearing", fields=fields)
    by_section = {one.id: one.blocks for one in written.sections}
    asked = [getattr(block, "field", "") for block in by_section["questions"][1:]]
    assert [found().ledger[place].field for place in (0, 3, 7)] == asked


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ([], "no question is chosen"),
        (["no.such"], "'no.such' is no unanswered question"),
        (["gallery.records"], "'gallery.records' is no unanswered question"),
        ([one.field for one in questions(scenario())][: MOST + 1], f"at most {MOST}"),
    ],
)
def test_a_letter_refuses_what_it_cannot_ask(fields: list[str], said: str) -> None:
    """No question, one that is known or does not exist, and more than anybody answers."""
    with pytest.raises(MeaningError, match=said):
        letter(found(), "hearing", fields=fields)


def test_a_letter_as_markdown_numbers_its_questions() -> None:
    """The same questions and reasons as in plain text, one item each."""
    written = letter(found(), "hearing", questions=2)
    told = letter_markdown(written)
    assert [f"{place}." for place in range(1, 8)] == re.findall(r"^(\d\.) \*\*", told, re.MULTILINE)
    assert text(written).count("Why it matters:") == told.count("Why it matters:")


def test_a_letter_says_the_limit_on_both_sides() -> None:
    """A share of worlds that mixes both sides of an either/or stands behind both, as a mixture."""
    said = plain(letter_words.limit(found(), ENGLISH))
    assert said.index("If any candidate leads to a reference code, it is exceeded in") < said.index(
        "Mixed in equal parts"
    )


def test_a_ledger_tells_how_far_it_is() -> None:
    """What it tells as done comes near to what it says there is, and not beyond it."""
    done: list[int] = []
    study = Study(scenario(), draws=64, progress=done.append)
    study.unknowns(points=2)
    total = parts(scenario(), 64, 2)
    assert 0.9 * total <= sum(done) <= total


def test_a_letter_says_what_was_changed() -> None:
    """A change on the scenario stands in it by its name and title."""
    fewer = ledger(scenario(), changes=["delete-all"], draws=64, points=2)
    said = " ".join(text(letter(fewer, "hearing")).split())
    assert "This scenario is changed (delete-all): " in said
    assert "(with delete-all)" in said
    own = Study(scenario(), {"review.share_reviewed": 0.5}, draws=64).unknowns(points=2)
    said = " ".join(text(letter(own, "hearing")).split())
    assert "This scenario was changed by hand: Share of references that anybody" in said


def test_every_number_that_is_told_stands_in_the_saved_facts() -> None:
    """Of the table, of a letter, and of what a limit requires."""
    assert [] == misplaced(ledger_document(found(), ENGLISH, None), found())
    assert [] == misplaced(letter(found(), "hearing"), found())
    assert [] == misplaced(requirements_document(required()), required())


def test_a_letter_in_spanish_has_the_same_numbers() -> None:
    """Other words, and numbers as Spanish readers write them; the numbers themselves are equal."""
    english, spanish = (letter(found(), "hearing", language(code)) for code in ("en", "es"))
    told = text(spanish)
    assert told.count("Por qué importa:") == text(english).count("Why it matters:")
    assert max(map(len, told.splitlines())) <= 72
    first, second = (
        sorted((one.fact, one.value) for one in numbers(each.sections))
        for each in (english, spanish)
    )
    assert first == second


def sentence(of: Ledger) -> str:
    """The finding on a ledger."""
    return plain(ledger_words.finding(of, ENGLISH))


def command(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """The exit code of a command line."""
    monkeypatch.setattr(sys, "argv", ["misid", *words])
    with pytest.raises(SystemExit) as stop:
        main()
    return int(stop.value.code or 0)


FEW = ("--draws", "64", "--points", "2")


def test_the_command_prints_table_json_and_csv(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Three forms of one ledger; the CSV has a row a question."""
    assert 0 == command(monkeypatch, "unknowns", *FEW)
    table = capsys.readouterr().out
    assert "Total index" in table
    assert "Without it: any candidate" in table
    assert "Without it: only flagged records" in table
    assert 0 == command(monkeypatch, "unknowns", *FEW, "--json")
    listed = json.loads(capsys.readouterr().out)["ledger"]
    assert 0 == command(monkeypatch, "unknowns", *FEW, "--csv")
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [one["field"] for one in listed] == [row["field"] for row in rows]
    for one, row in zip(listed, rows, strict=True):
        assert one["total_index"] == float(row["total_index"])
        for side in (one["without"] or {"sides": ()})["sides"]:
            assert side["median_without"] == float(row[f"without_{side['option']}_median_without"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("unknowns", "--output", "foo"), "no output is called 'foo'"),
        (("unknowns", "--points", "5"), "points is 5"),
        (("require", "foo", "3"), "no output is called 'foo'"),
        (
            ("require", "misses_among_sought", "20"),
            "limit is 20, but a share from 0 to 1 is needed",
        ),
        (("require", "photographs_held", "5%"), "but a number (photographs) is needed"),
        (("require", "photographs_held", "many"), "limit is 'many', but a number"),
        (("require", "photographs_held", "5", "--draws", "3"), "draws is 3"),
        (("require", "photographs_held", "5", "--draws", "30000"), "at most 20,000"),
        (("require", "photographs_held", "inf"), "but a number (photographs) is needed"),
        (("unknowns", "--questions", "3"), "--questions says nothing without --letter"),
        (("unknowns", "--letter", "hearing", "--questions", "0"), "at least one"),
        (("unknowns", "--ask", "threshold.rate"), "--ask says nothing without --letter"),
        (("unknowns", "--letter", "hearing", "--ask", "no.such"), "no unanswered question"),
        (
            ("unknowns", "--letter", "hearing", "--ask", "threshold.rate", "--questions", "2"),
            "both say what is asked",
        ),
        (("unknowns", "--all", "--json"), "--all is about the table"),
    ],
)
def test_mistakes_are_told(
    words: tuple[str, ...],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """One text on standard error, exit code 2."""
    assert 2 == command(monkeypatch, *words)
    assert said in capsys.readouterr().err


@cache
def required() -> Requirements:
    """What a limit on misses would require, few worlds."""
    return require(scenario(), "misses_among_sought", 0.6, draws=64)


def test_a_lever_stands_where_the_limit_is_just_met() -> None:
    """At the value found it is met in 95 % of the worlds, a little beyond it is not."""
    row = next(one for one in required().levers if one.name == "gallery")
    assert row.high is not None
    for records, enough in ((0.999 * row.high, True), (1.1 * row.high, False)):
        moved = run(changed("gallery.records", records), draws=64, seed=1)
        share = np.mean(moved.values["misses_among_sought"] <= 0.6)
        assert enough == bool(share >= 0.95)


def test_what_no_lever_reaches_is_said() -> None:
    """A limit of no miss at all cannot be met by anything alone."""
    never = require(scenario(), "misses_among_sought", 0.0, draws=32)
    assert {False} == {row.reachable for row in never.levers}
    for row in never.levers:
        assert "Moved alone it " in plain(requirement_words.lever_said(row, never, ENGLISH))


def test_a_lever_says_where_it_stood_and_what_moving_it_costs() -> None:
    """The costs are those of a run with the lever there, beside those of the scenario as it is."""
    row = next(one for one in required().levers if one.name == "gallery")
    assert (250e6, 250e6) == (row.stands.low, row.stands.high)
    assert row.high == row.at
    whole, moved = (
        run(one, draws=64).evaluation for one in (scenario(), changed("gallery.records", row.at))
    )
    for cost in row.costs:
        assert cost.before == pytest.approx(np.median(yearly(whole, cost.name)))
        assert cost.after == pytest.approx(np.median(yearly(moved, cost.name)))
    said = plain(requirement_words.lever_said(row, required(), ENGLISH))
    assert said.startswith("It stands at 250,000,000. The limit is met with 95 % at ")


def test_a_verdict_names_the_input_that_carries_it() -> None:
    """What alone turns it when it is set to nothing turns it in a run of that scenario too."""
    fixed = changed("answer.reference_rule", "any_candidate")
    worlds = Worlds(fixed, Draws(1, 256), WorldMemo())
    limit = float(np.quantile(one_output(evaluate(worlds), "wrong_person_references"), 0.9))

    def met(evaluation: ScenarioInWorlds) -> NDArray[np.float64]:
        return np.asarray(
            one_output(evaluation, "wrong_person_references") <= limit, dtype=np.float64
        )

    found_ = carriers(evaluate(worlds), met, 0.91)
    assert found_
    for one in found_:
        assert one.probability >= 0.91
        each = next(part for part in removable(fixed) if part.field == one.field)
        assert one.probability == pytest.approx(met(evaluate(without(worlds, each))).mean())
    first = found_[0]
    settled = next(part for part in removable(fixed) if part.field == first.field).names
    assert first.field not in {one.field for one in carriers(evaluate(worlds), met, 0.91, settled)}


@pytest.mark.parametrize(
    ("count", "met", "lead"),
    [
        (0, True, ""),
        (1, True, "One answer alone would turn that, to not met with 95 %."),
        (1, False, "One answer alone would turn that, to met with 95 %."),
        (2, True, "Each of 2 answers alone would turn that, to not met with 95 %."),
        (5, False, "Each of 5 answers alone would turn that, to met with 95 %."),
    ],
)
def test_what_carries_a_verdict_is_counted(count: int, met: bool, lead: str) -> None:
    """One input is said as one and several as several, by what the verdict says: with 95 %."""
    one = Carrier(field="stops.siblings", status="unknown", at=0.0, probability=0.6)
    held = {"carriers": (one,) * count, "probability_now": 0.99 if met else 0.5}
    told = plain(requirement_words.finding(required().model_copy(update=held), ENGLISH))
    assert lead in told
    assert min(count, 3) == told.count("(unknown) at 0: met in 60 % of the possible worlds.")


def test_a_limit_is_told_on_both_sides_of_an_either_or() -> None:
    """Where one rule of two decides, the sentence has the share of each before that of all."""
    limited = require(scenario(), "wrong_person_references", 100.0, draws=64)
    assert 2 == len(limited.sides)
    assert "If any candidate leads to" in plain(requirement_words.finding(limited, ENGLISH))
    of_all = sum(
        one.share_of_worlds * (1.0 - (one.probability_exceeded or 0.0)) for one in limited.sides
    )
    assert limited.probability_now == pytest.approx(of_all)


def test_a_limit_that_is_met_needs_nothing() -> None:
    """Then every lever may stand anywhere, as far as the model holds."""
    always = require(scenario(), "photographs_held", 1e15, draws=32)
    said = plain(requirement_words.finding(always, ENGLISH))
    assert "Nothing would have to change." in said
    assert all(row.reachable for row in always.levers)
    # The ends of a lever may lie where the model does not hold in some of so few worlds.
    assert {"review", "share sought"} <= {
        row.name for row in always.levers if row.low is None and row.high is None
    }
    assert () == next(row.costs for row in always.levers if row.name == "review")


def test_requirements_follow_their_shipped_schema() -> None:
    """The document that `misid require --json` prints, one row a lever."""
    data = json.loads(required().model_dump_json())
    schema = json.loads((FOLDER / "requirements-4.json").read_text(encoding="utf-8"))
    jsonschema.validate(data, schema)
    assert [lever.name for lever in LEVERS] == [row["name"] for row in data["levers"]]


def test_a_scenario_of_ones_own_can_be_asked_about(tmp_path: Path) -> None:
    """A file goes the same way as a shipped name."""
    file = tmp_path / "mine.yaml"
    file.write_text(to_yaml(changed("answer.reference_rule", "any_candidate")), encoding="utf-8")
    assert Worlds(load_scenario(file), Draws(1, 20)).scenario == changed(
        "answer.reference_rule", "any_candidate"
    )


@pytest.mark.parametrize("form", [None, "records-request"])
def test_what_is_written_is_worked_out_again(
    form: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A letter that somebody receives carries its document, and says if a word was altered."""
    options = ["--draws", "64", "--points", "16", "--out", tmp_path / "out"]
    asked = [] if form is None else ["--letter", form, "--questions", "2"]
    assert 0 == call(capsys, "unknowns", *options, *asked)[0]
    page = tmp_path / "out" / "report.html"
    assert "same" == verify(page).outcome == verify(page.with_name("ledger.json")).outcome
    whole = page.read_text("utf-8")
    page.write_text(whole.replace("<h1>", "<h1>Not ", 1), "utf-8")
    assert "<h1>" in whole
    assert "differs" == verify(page).outcome
