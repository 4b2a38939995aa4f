"""The ledger of unanswered questions, the letters made of it, and what a limit would require."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import csv
import io
import json
import sys
from functools import cache
from pathlib import Path
from typing import Any, get_args

import jsonschema
import numpy as np
import pytest
from numpy.typing import NDArray

import misid
from misid.cli import main
from misid.document.of_ledger import Form, letter
from misid.quantities import Draws, Remembered
from misid.report.text import text
from misid.results import run
from misid.results.outputs import Evaluation, evaluate
from misid.scenario import Scenario, Worlds, inputs, load_scenario, names, to_yaml
from misid.scenario.write import as_data
from misid.uncertainty.carriers import carried_said, carriers
from misid.uncertainty.ledger import Effort, ledger
from misid.uncertainty.questions import luck_of, questions
from misid.uncertainty.require import LEVERS, require
from misid.uncertainty.schema import Entry, Ledger, Requirements
from misid.uncertainty.sensitivity import luck_names
from misid.uncertainty.without import removable, spread, value, without

FOLDER = Path(misid.__file__).parent / "uncertainty"
KEYS = {
    "question", "field", "status", "total_index", "value_of_information", "flip", "verdict_low",
    "verdict_high", "narrowing",
}  # fmt: skip
QUICK = Effort(draws=512, points=4)


@cache
def scenario() -> Scenario:
    """The shipped scenario."""
    return load_scenario("task-force-module")


@cache
def found() -> Ledger:
    """Its ledger, with few worlds and points."""
    return ledger(scenario(), effort=QUICK)


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


def test_a_floor_with_a_narrow_range_stands_at_the_top() -> None:
    """Twins decide nothing within their range, and half of the result: the order says so."""
    twins = entries()["stops.identical_twins"]
    assert twins.rank_without is not None
    assert twins.rank_without < twins.rank
    assert "stops.identical_twins" in [one.field for one in found().ledger[:8]]
    assert twins.without is not None
    assert 0.0 == twins.without.at
    assert abs(np.log(twins.without.ratio or 1.0)) > 0.25


def test_without_an_input_is_the_run_without_it() -> None:
    """What the ledger says of no twins is what `misid run` says of a scenario that has none."""
    none = run(changed("stops.identical_twins", 0.0), draws=QUICK.draws).results
    whole = run(scenario(), draws=QUICK.draws).results
    told = entries()["stops.identical_twins"].without
    assert told is not None
    assert QUICK.draws == told.worlds
    assert told.median == pytest.approx(whole.headline[0].median)
    assert told.median_without == pytest.approx(none.headline[0].median)
    assert told.exceeded_without == pytest.approx(none.decision.probability_exceeded)


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


def test_what_is_settled_is_nothing_to_remove() -> None:
    """A disclosed number and one that is at nothing already are not tried."""
    fields = {one.field for one in removable(scenario())}
    assert "answer.margin" not in fields
    assert "retention.citizens.reference" not in fields
    assert {"stops.identical_twins", "matcher.ratio_drift"} <= fields


def test_worlds_spread_over_the_order_have_nearly_the_same_median() -> None:
    """One world in two, evenly along the output: no half is left out."""
    whole = run(scenario(), draws=256)
    some = spread(whole, "wrong_person_references", 128)
    assert 128 == some.draws.size
    values = value(evaluate(some), "wrong_person_references")
    known = whole.values["wrong_person_references"]
    assert set(np.round(values, 9)) <= set(np.round(known, 9))
    assert np.median(values) == pytest.approx(np.median(known), rel=0.1)


def test_no_answer_turns_a_verdict_far_from_its_limit() -> None:
    """With a limit that no world exceeds nothing is worth knowing, and that is said."""
    far = ledger(changed("decision.limit", 99_999.0), effort=QUICK)
    assert 0.0 == far.verdict.probability_exceeded
    assert 0.0 == pytest.approx(far.verdict.value_of_all)
    assert {0.0} == {one.flip for one in far.ledger}
    assert all(one.value_of_information == pytest.approx(0.0) for one in far.ledger)
    assert "No single answer would turn that verdict." in far.sentence


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
    turned = ledger(Scenario.model_validate(data), effort=QUICK)
    one, other = (
        {entry.field: (entry.total_index, entry.flip) for entry in found_.ledger}
        for found_ in (found(), turned)
    )
    assert set(one) == set(other)
    for field, numbers in one.items():
        assert numbers == pytest.approx(other[field], rel=1e-6, abs=1e-9)


def test_an_answered_question_leaves_the_ledger() -> None:
    """Once somebody has said it, nobody needs to ask."""
    answered = changed("answer.reference_rule", "flagged_record")
    assert "answer.reference_rule" not in {one.field for one in questions(answered)}


def test_no_searches_make_no_answer_matter() -> None:
    """Where nothing is searched the ledger says so, and has no number that is not one."""
    nothing = ledger(changed("stops.operational_failures", 1.0), effort=QUICK)
    assert nothing.sentence.startswith("No search is made")
    assert {0.0} == {one.total_index for one in nothing.ledger}


def test_ledger_follows_its_shipped_schema() -> None:
    """The document that `--json` prints, and the keys that the ledger promises."""
    data = json.loads(found().model_dump_json())
    jsonschema.validate(data, json.loads((FOLDER / "ledger.json").read_text(encoding="utf-8")))
    assert set(data["ledger"][0]) >= KEYS


@pytest.mark.parametrize("form", get_args(Form))
def test_a_letter_asks_in_order_and_says_why(form: Form) -> None:
    """Numbered questions, the most telling first, each with its reason and what stands in."""
    said = text(letter(found(), form))
    assert f"1. {found().ledger[0].question}" in " ".join(said.split())
    assert said.count("Why it matters:") == said.count("What stands in for it now:") > 2
    assert max(map(len, said.splitlines())) <= 88
    assert "lawful" not in said
    assert "proportionate" not in said


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
    assert "Total index" in capsys.readouterr().out
    assert 0 == command(monkeypatch, "unknowns", *FEW, "--json")
    listed = json.loads(capsys.readouterr().out)["ledger"]
    assert 0 == command(monkeypatch, "unknowns", *FEW, "--csv")
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [one["field"] for one in listed] == [row["field"] for row in rows]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("unknowns", "--output", "foo"), "no output is called 'foo'"),
        (("unknowns", "--points", "5"), "points is 5"),
        (("require", "foo", "3"), "no output is called 'foo'"),
        (("require", "misses_among_sought", "20"), "20 has no unit"),
        (("require", "photographs_held", "5%"), "is in photographs"),
        (("require", "photographs_held", "many"), "is no number"),
        (("require", "photographs_held", "5", "--worlds", "3"), "worlds is 3"),
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
    return require(scenario(), "misses_among_sought", 0.6, worlds=64)


def test_a_lever_stands_where_the_limit_is_just_met() -> None:
    """At the value found it is met in 95 % of the worlds, a little beyond it is not."""
    row = next(one for one in required().levers if one.lever == "gallery")
    assert row.high is not None
    for records, enough in ((0.999 * row.high, True), (1.1 * row.high, False)):
        moved = run(changed("gallery.records", records), draws=64, seed=1)
        share = np.mean(moved.values["misses_among_sought"] <= 0.6)
        assert enough == bool(share >= 0.95)


def test_what_no_lever_reaches_is_said() -> None:
    """A limit of no miss at all cannot be met by anything alone."""
    never = require(scenario(), "misses_among_sought", 0.0, worlds=32)
    assert {False} == {row.reachable for row in never.levers}
    assert all("not met with 95 % by this alone" in row.text for row in never.levers)


def test_a_verdict_names_the_input_that_carries_it() -> None:
    """What alone turns it when it is set to nothing turns it in a run of that scenario too."""
    fixed = changed("answer.reference_rule", "any_candidate")
    worlds = Worlds(fixed, Draws(1, 256), Remembered())
    limit = float(np.quantile(value(evaluate(worlds), "wrong_person_references"), 0.9))

    def met(evaluation: Evaluation) -> NDArray[np.float64]:
        return np.asarray(value(evaluation, "wrong_person_references") <= limit, dtype=np.float64)

    found_ = carriers(worlds, met, 0.91)
    assert found_
    for one in found_:
        assert one.probability >= 0.91
        each = next(part for part in removable(fixed) if part.field == one.field)
        assert one.probability == pytest.approx(met(evaluate(without(worlds, each))).mean())
    first = found_[0]
    assert f"({first.status};" in carried_said(found_, "met", met=False)
    settled = next(part for part in removable(fixed) if part.field == first.field).names
    assert first.field not in {one.field for one in carriers(worlds, met, 0.91, settled)}


def test_a_limit_is_told_on_both_sides_of_an_either_or() -> None:
    """Where one rule of two decides, the sentence has the share of each before that of all."""
    limited = require(scenario(), "wrong_person_references", 100.0, worlds=64)
    assert 2 == len(limited.sides)
    assert "if any candidate leads to" in limited.sentence
    of_all = sum(
        one.share_of_worlds * (1.0 - (one.probability_exceeded or 0.0)) for one in limited.sides
    )
    assert limited.probability_now == pytest.approx(of_all)


def test_a_limit_that_is_met_needs_nothing() -> None:
    """Then every lever may stand anywhere, as far as the model holds."""
    always = require(scenario(), "photographs_held", 1e15, worlds=32)
    assert "nothing would have to change" in always.sentence
    assert all(row.reachable for row in always.levers)
    # The ends of a lever may lie where the model does not hold in some of so few worlds.
    assert {"review", "share sought"} <= {
        row.lever
        for row in always.levers
        if row.text == "met wherever this stands, as far as tried"
    }


def test_requirements_follow_their_shipped_schema() -> None:
    """The document that `misid require --json` prints, one row a lever."""
    data = json.loads(required().model_dump_json())
    schema = json.loads((FOLDER / "requirements.json").read_text(encoding="utf-8"))
    jsonschema.validate(data, schema)
    assert [lever.name for lever in LEVERS] == [row["lever"] for row in data["levers"]]


def test_a_scenario_of_ones_own_can_be_asked_about(tmp_path: Path) -> None:
    """A file goes the same way as a shipped name."""
    file = tmp_path / "mine.yaml"
    file.write_text(to_yaml(changed("answer.reference_rule", "any_candidate")), encoding="utf-8")
    assert Worlds(load_scenario(file), Draws(1, 20)).scenario == changed(
        "answer.reference_rule", "any_candidate"
    )
