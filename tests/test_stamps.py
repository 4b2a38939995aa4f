"""A stamp says whose numbers they are, and makes them again: from the command line and Python."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from tests.command import document

from misid.document.run import document_of_run
from misid.results import Results, run
from misid.scenario import Scenario, inputs, load_scenario, to_yaml
from misid.scenario.change import Change
from misid.scenario.serialise import as_data
from misid.study import Study
from misid.study.changes import Changes
from misid.words import plain
from misid.words.run import changed, title
from misid.words.stamps import SCENARIO_FILE, command, made_again, python_lines, stamp_line

DRAWS = 32
OWN = Change.model_validate(
    {
        "schema": "misid-change/1",
        "scenario": "misid-scenario/1",
        "name": "nobody-reviews",
        "title": "Nobody compares the pictures",
        "reason": "It costs nothing.",
        "cannot": "It avoids nothing.",
        "set": {"review.share_reviewed": 0.0},
    }
)
INPUTS = {"stops.a_year": 1e6 / 3, "review.share_reviewed": 0.3}
BETWEEN = {"low": 0.2, "high": 0.3, "why": "An example."}
CHANGES: dict[str, Changes] = {
    "shipped": (),
    "changed": "second-reviewer",
    "inputs": INPUTS,
    "inputs and safeguard": ["delete-all", INPUTS],
    "range": {"review.share_reviewed": BETWEEN},
    "own change": OWN,
}


def by_hand(**keys: object) -> Scenario:
    """The airport's scenario with another number of stops."""
    data = as_data(load_scenario("airport-exit"))
    data["stops"]["a_year"] = {"value": 1e6, "status": "assumed"}
    return Scenario.model_validate(data | keys)


def made(which: str) -> Results:
    """Runs of a scenario that comes along, is changed, is changed by hand, and is one's own."""
    if which in CHANGES:
        return Study("airport-exit", CHANGES[which], draws=DRAWS, seed=7).results
    scenario = by_hand() if which == "by hand" else by_hand(name="mine", title="Mine")
    return run(scenario, draws=DRAWS).results


WHICH = (*CHANGES, "by hand", "own")


@pytest.fixture(params=WHICH)
def results(request: pytest.FixtureRequest, tmp_path: Path) -> Results:
    """Results, their scenario beside them as a report has it."""
    results = made(request.param)
    (tmp_path / SCENARIO_FILE).write_text(to_yaml(results.canonical), encoding="utf-8")
    return results


def same(one: Results, other: Results) -> bool:
    """The same numbers of the same scenario; what was put on what, a file does not say."""
    kept = {"changes", "stamp", "scenario"}
    return (
        one.model_dump(exclude=kept) == other.model_dump(exclude=kept)
        and one.stamp.scenario_digest == other.stamp.scenario_digest
    )


def test_the_command_makes_the_same_numbers_again(
    results: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a report says of itself can be typed."""
    monkeypatch.chdir(tmp_path)
    program, *arguments = shlex.split(command(results))
    assert program == "misid"
    again = Results.model_validate(document(*arguments))
    assert same(results, again)


def test_the_lines_of_python_make_the_same_numbers_again(
    results: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same from Python."""
    monkeypatch.chdir(tmp_path)
    names: dict[str, Results] = {}
    exec("\n".join(python_lines(results)), names)  # noqa: S102 - made by the package
    assert same(results, names["results"])


@pytest.mark.parametrize(
    ("which", "told"),
    [
        ("shipped", ""),
        ("changed", "(with second-reviewer)"),
        ("own change", "(changed by hand, with nobody-reviews)"),
        ("by hand", "(changed by hand)"),
        ("own", ""),
    ],
)
def test_a_changed_scenario_says_so(which: str, told: str) -> None:
    """In the stamp, in the title and in a sentence; one as it comes along says nothing."""
    results = made(which)
    assert told in stamp_line(results.stamp)
    assert ("(" in stamp_line(results.stamp)) == bool(told)
    assert (title(results) != results.scenario.title) == bool(told)
    assert bool(changed(results)) == bool(told)
    assert results.stamp.scenario in stamp_line(results.stamp)


def test_a_change_says_what_stood_before() -> None:
    """Each input that a change touches, and no other, with what stood and what stands there."""
    (change,) = made("own change").changes
    before = as_data(load_scenario("airport-exit"))["review"]["share_reviewed"]
    assert [(row.name, row.before, row.after) for row in change.inputs] == [
        ("review.share_reviewed", before, 0.0)
    ]
    assert ("own", OWN.name, OWN.digest) == (change.kind, change.name, change.digest)


def test_inputs_given_by_name_are_told_with_what_stands_there() -> None:
    """In title, sentence and list of inputs; the stamp names no change that has no name."""
    results = Study(
        "airport-exit", [{"review.share_reviewed": 0.5}, "delete-non-matches"], draws=DRAWS
    ).results
    assert "Share of references that anybody compares: exactly 50 %" in title(results)
    said = " ".join(map(plain, changed(results)))
    assert (
        "changed by hand. Now stands there: Share of references that anybody compares: ex" in said
    )
    assert "(changed by hand, with delete-non-matches)" in stamp_line(results.stamp)
    assert "own-change" not in document_of_run(results).model_dump_json(exclude={"stamp"})


def test_many_inputs_by_name_are_counted() -> None:
    """A title names the first two, and how many more there are."""
    names = [
        one.name for one in inputs(load_scenario("airport-exit")) if "group_effect" in one.name
    ]
    given = dict.fromkeys(names, 1.0)
    said = title(Study("airport-exit", given, draws=DRAWS).results)
    assert f"; and {len(names) - 2} more" in said


def test_changes_by_hand_are_found() -> None:
    """A scenario that keeps the name of one that comes along is held against it."""
    (change,) = made("by hand").changes
    assert [row.name for row in change.inputs] == ["stops.a_year"]
    assert change.kind == "by_hand"
    assert made("own").changes == ()


def test_a_report_of_what_does_not_come_along_says_where_it_is() -> None:
    """Nobody else has that file; the report does."""
    for which in WHICH:
        is_said = which in ("shipped", "changed", "inputs", "inputs and safeguard")
        assert ("results.json holds it whole" in plain(made_again(made(which)))) != is_said


@pytest.mark.parametrize("name", ["matcher.miss_odds.euro_f", "review.group_effect.euro_f"])
def test_an_input_of_one_group_is_changed_by_its_name(name: str) -> None:
    """Names of inputs say the group alone; so do changes."""
    (change,) = Study("airport-exit", {name: 0.25}, draws=DRAWS).run.results.changes
    assert [(name, 0.25)] == [(row.name, row.after) for row in change.inputs]


@pytest.mark.parametrize("more", [(), ("--people", "--years", "1")])
def test_what_is_simulated_takes_inputs_by_name(more: tuple[str, ...]) -> None:
    """As a run does: what stands there is in the facts, whether stops or people are drawn."""
    how = more or ("--searches", "1000")
    facts = document("simulate", "airport-exit", *how, "--set", "stops.a_year=1000", "--json")
    (change,) = facts["changes"]
    assert [row["name"] for row in change["inputs"]] == ["stops.a_year"]
    assert facts["canonical"]["stops"]["a_year"] == 1000
