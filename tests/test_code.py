"""One reference code in a case: against drawn searches, against the report, ask by ask."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import json
from functools import cache
from math import hypot, sqrt
from pathlib import Path
from typing import Any, get_args

import jsonschema
import numpy as np
import pytest
from numpy.testing import assert_allclose
from tests.placed import misplaced

import misid
from misid.cli import main
from misid.document.code import code_document
from misid.errors import MeaningError
from misid.figures.codes import code_bars
from misid.programme.outcomes import REFERENCES
from misid.results.codes import Codes, probability, sampling_error
from misid.results.outputs import evaluate
from misid.results.provenance import provenance, stamp
from misid.results.run import Run, run
from misid.scenario import Scenario, load_scenario
from misid.scenario.serialise import as_data
from misid.scenario.settle import with_options
from misid.simulation.counts import Job
from misid.simulation.schema import OutcomeCount
from misid.simulation.shards import run_job
from misid.study import Study
from misid.uncertainty.case import RULE
from misid.uncertainty.code import code
from misid.uncertainty.code_schema import Ask, AskName, CodeCase, Given, MeantRow, ReviewGiven
from misid.uncertainty.saved import read_code
from misid.words import ENGLISH, language, plain
from misid.words import code as words
from misid.words.answers import clause
from misid.words.code_questions import QUESTIONS
from misid.words.code_unmoved import unmoved
from misid.worlds.middle import middle

SCHEMA = Path(misid.__file__).parent / "schemas" / "code-1.json"
TASK_FORCE = "task-force-module"
DRAWS, STOPS = 512, 20_000_000
ERRORS = 5.0
"""So many standard errors lie within sampling error, in some hundred comparisons."""
FLAGGED = Given(rule="flagged_record")


@cache
def usual() -> Run:
    """The shipped scenario."""
    return run(TASK_FORCE, draws=DRAWS)


@cache
def anything() -> CodeCase:
    """Any code of it."""
    return code(usual(), Given())


@cache
def flagged() -> CodeCase:
    """One that rests on a flagged record."""
    return code(usual(), FLAGGED)


def row(rows: tuple[MeantRow, ...], meaning: str = "somebody_else") -> MeantRow:
    """The row of a meaning."""
    return next(one for one in rows if one.meaning == meaning)


def ask(found: CodeCase, name: str) -> Ask:
    """What is asked for, by its name."""
    return next(one for one in found.asks or () if one.name == name)


def changed(scenario: Scenario, **blocks: dict[str, Any]) -> Scenario:
    """A scenario with other contents in some of its blocks."""
    data = as_data(scenario)
    for block, content in blocks.items():
        data[block] |= content
    return Scenario.model_validate(data)


# Against searches that are drawn one by one


@cache
def settled(rule: str = "flagged_record", **options: Any) -> Scenario:
    """The shipped scenario without an open choice, each at its middle option but for these."""
    scenario = load_scenario(TASK_FORCE)
    worlds = middle(scenario)
    open_ = [name for name in worlds.by_name if _is_open(worlds.by_name[name].content)]
    at_middle = {name: worlds.options(name)[0].item() for name in open_}
    at_middle |= {"threshold.design_population": "reference", RULE: rule}
    return with_options(scenario, at_middle | {f"threshold.{k}": v for k, v in options.items()})


def _is_open(content: object) -> bool:
    return type(content).__name__.startswith(("Choice", "Switch")) and bool(
        getattr(content, "is_range", False)
    )


def in_the_middle(scenario: Scenario) -> Run:
    """A run of one world, that with every input at its middle."""
    made = provenance(scenario)
    return Run(evaluate(middle(scenario)), {}, made, stamp(made, draws=1, seed=1))


@cache
def drawn(scenario_of: str, **how: Any) -> tuple[OutcomeCount, ...]:
    """Counts of many drawn searches."""
    scenarios = {
        "flagged": lambda: settled(**how),
        "any": lambda: settled("any_candidate", **how),
        "reviewed": lambda: changed(settled(), review={"share_reviewed": 1.0}),
        "kiosk": lambda: changed(
            settled(), capture={"composition": {"shares": {"webcam": 0.0, "kiosk": 1.0}}}
        ),
    }
    return run_job(Job(provenance(scenarios[scenario_of]()), 1, STOPS)).counts


def assert_agrees(found: CodeCase, counts: tuple[OutcomeCount, ...], **only: str) -> None:
    """The share of the counted codes that name somebody else, or a sought person, is the row's."""
    codes = [
        one
        for one in counts
        if one.candidate in REFERENCES and all(getattr(one, k) == v for k, v in only.items())
    ]
    trials = sum(one.count for one in codes)
    assert trials > 1000
    for meaning, events in (
        ("somebody_else", sum(one.count for one in codes if one.candidate == "stranger")),
        (
            "right_person_sought",
            sum(one.count for one in codes if (one.candidate, one.truth) == ("own", "sought")),
        ),
    ):
        expected = row(found.rows, meaning).probability
        assert expected is not None
        error = sqrt(expected * (1.0 - expected) / trials)
        assert events / trials == pytest.approx(expected, abs=ERRORS * error), meaning


@pytest.mark.parametrize("rule", ["any", "flagged"])
def test_of_drawn_searches_with_a_rule_the_share_is_the_probability(rule: str) -> None:
    """Twenty million searches, one by one, in the middle of all inputs."""
    name = {"any": "any_candidate", "flagged": "flagged_record"}[rule]
    found = code(in_the_middle(settled(name)), Given(), with_asks=False)
    assert_agrees(found, drawn(rule))


@pytest.mark.parametrize("group", ["sasia_f", "euro_m"])
def test_of_drawn_searches_of_a_group_the_share_is_the_probability(group: str) -> None:
    """The group that is mistaken the most, and one that is hardly mistaken."""
    found = code(in_the_middle(settled()), Given(group=group), with_asks=False)
    assert_agrees(found, drawn("flagged"), group=group)


def test_of_drawn_searches_with_a_list_length_the_share_is_the_probability() -> None:
    """A list of ten, which the scenario names nowhere: it is put into every world."""
    open_ = changed(settled(), threshold={"candidates": {"options": [1, 5], "why": "Open."}})
    found = code(in_the_middle(open_), Given(candidates=10), with_asks=False)
    assert_agrees(found, drawn("flagged", candidates=10))


@pytest.mark.parametrize("review", ["upheld", "withdrawn"])
def test_of_drawn_codes_that_were_reviewed_the_share_is_the_probability(
    review: ReviewGiven,
) -> None:
    """In a world where half are reviewed, those that are, are as where all are."""
    found = code(in_the_middle(settled()), Given(review=review), with_asks=False)
    assert_agrees(found, drawn("reviewed"), review=review)


def test_of_drawn_codes_that_nobody_reviewed_the_share_is_that_of_all() -> None:
    """Who reviews does not know what the code means: in one world, the unreviewed are as all."""
    found = code(in_the_middle(settled()), Given(review="none"), with_asks=False)
    assert_agrees(found, drawn("flagged"))


def test_of_drawn_searches_in_a_condition_the_share_is_the_probability() -> None:
    """One condition of two, against searches in which every photograph is of it."""
    found = code(in_the_middle(settled()), Given(condition="kiosk"), with_asks=False)
    assert_agrees(found, drawn("kiosk"))


# Against the report, and against the study that is changed


def test_where_nothing_decides_the_rows_are_those_of_the_report_to_the_last_bit() -> None:
    """Two ways to the same facts where no either/or is put into the worlds."""
    found = run(settled(), draws=64)
    rows = code(found, Given(), with_asks=False).rows
    report = found.glance.one_code.rows
    assert report == tuple(type(report[0])(**_without(one)) for one in rows)


def _without(one: MeantRow) -> dict[str, Any]:
    return one.model_dump(exclude={"sampling_error"})


def test_a_side_put_into_every_world_is_that_of_the_worlds_that_drew_it() -> None:
    """The report restricts, the case changes: both are exact, and agree within sampling error."""
    evaluation = usual().evaluation
    holds = evaluation.worlds.options(RULE)
    whole = Codes.of(evaluation.everybody)
    for side in anything().sides:
        some = whole.some(np.flatnonzero(holds == side.option))
        for one in side.rows:
            restricted, error = (
                probability([some], one.meaning),
                sampling_error([some], one.meaning),
            )
            assert restricted is not None
            assert error is not None
            apart = ERRORS * hypot(error, one.sampling_error or 0.0)
            assert restricted == pytest.approx(one.probability, abs=apart + 1e-12), one.meaning


def test_a_condition_is_the_study_changed_to_it() -> None:
    """Cells of one condition, worlds by their share of it; or every photograph of that kind."""
    found = code(usual(), Given(rule="flagged_record", condition="kiosk"), with_asks=False)
    every = changed(
        load_scenario(TASK_FORCE),
        capture={"composition": {"shares": {"webcam": 0.0, "kiosk": 1.0}}},
    )
    other = code(run(every, draws=DRAWS), FLAGGED, with_asks=False)
    for one, same in zip(found.rows, other.rows, strict=True):
        apart = ERRORS * hypot(one.sampling_error or 0.0, same.sampling_error or 0.0)
        assert one.probability == pytest.approx(same.probability, abs=apart + 1e-12), one.meaning


# Facts


def test_meanings_add_up() -> None:
    """The right person is three things; that and somebody else are all there is."""
    for rows in (anything().rows, *(side.rows for side in anything().sides)):
        right, *parts, somebody_else = (one.probability for one in rows)
        assert sum(part or 0.0 for part in parts) == pytest.approx(right, rel=1e-12)
        assert (right or 0.0) + (somebody_else or 0.0) == pytest.approx(1.0, rel=1e-12)


def test_a_side_is_what_is_said_where_its_answer_is_given() -> None:
    """Whoever learns the rule reads what stood under it, and then what decides the most of it."""
    side = next(one for one in anything().sides if one.option == "flagged_record")
    for before, after in zip(side.rows, flagged().rows, strict=True):
        error = ERRORS * max(before.sampling_error or 0.0, after.sampling_error or 0.0)
        assert before.probability == pytest.approx(after.probability, abs=error)
    assert "answer.reference_rule" == anything().decided_by.input  # type: ignore[union-attr]
    assert "threshold.moves_with_gallery" == flagged().decided_by.input  # type: ignore[union-attr]


def test_a_side_is_digit_by_digit_what_is_said_where_nothing_else_decides() -> None:
    """Where the threshold is stated too, only the rule decides, and then nothing."""
    stays = {"moves_with_gallery": False}
    found = run(changed(load_scenario(TASK_FORCE), threshold=stays), draws=DRAWS)
    side = next(one for one in code(found, Given()).sides if one.option == "flagged_record")
    after = code(found, FLAGGED)
    assert after.rows == side.rows
    assert () == after.sides


@pytest.mark.parametrize(
    ("name", "given", "option"),
    [
        ("candidates", {"candidates": 5}, "5"),
        ("group", {"group": "sasia_f"}, "sasia_f"),
        ("condition", {"condition": "webcam"}, "webcam"),
        ("review", {"review": "upheld"}, "upheld"),
        ("review", {"review": "none"}, "none"),
    ],
)
def test_an_answer_makes_of_it_what_is_said_where_it_is_given(
    name: str, given: dict[str, Any], option: str
) -> None:
    """An ask does not promise what the document with that answer does not hold."""
    answer = next(one for one in ask(flagged(), name).answers if one.option == option)
    found = code(usual(), FLAGGED.model_copy(update=given), with_asks=False)
    for one in found.rows:
        assert getattr(answer, one.meaning) == pytest.approx(one.probability, rel=1e-12)


def test_answers_of_the_either_or_are_its_sides() -> None:
    """The same numbers under what is asked for as on the sides."""
    answers = ask(anything(), "rule").answers
    for answer, side in zip(answers, anything().sides, strict=True):
        assert answer.option == side.option
        assert row(side.rows, "right_person").probability == answer.right_person


def test_what_changes_nothing_moves_nothing() -> None:
    """The same luck in every answer: no noise where the model has no effect."""
    assert 0.0 == ask(anything(), "reviewers").moves
    lists = ask(anything(), "candidates").answers
    on_any = {one.right_person for answer in lists for one in answer.sides if "any" in one.option}
    assert 1 == len(on_any)
    upheld = code(usual(), Given(rule="flagged_record", review="upheld"))
    assert 0.0 < (ask(upheld, "reviewers").moves or 0.0)


def test_asks_stand_by_what_they_change_and_leave_out_what_is_given() -> None:
    """What moves the most first; what is not modelled last; what is known is not asked for."""
    moves = [one.moves for one in anything().asks or () if one.is_modelled]
    assert moves == sorted(moves, key=lambda moved: -(moved or 0.0))
    last = [one.name for one in anything().asks or () if not one.is_modelled]
    assert ["rank"] == last
    assert "rule" not in {one.name for one in flagged().asks or ()}
    assert {"rule", *(one.name for one in flagged().asks or ())} == set(get_args(AskName))


def test_a_stricter_threshold_makes_the_right_person_likelier() -> None:
    """Low and high of the rate that the threshold was set for, on every side."""
    low, high = ask(anything(), "threshold").answers
    assert (0.0003, 0.03) == (low.value, high.value)
    for strict, loose in zip(low.sides, high.sides, strict=True):
        assert (loose.right_person or 0.0) < (strict.right_person or 0.0)


def test_the_sampling_error_is_that_of_a_ratio() -> None:
    """Arithmetic in sight: two worlds, 1 of 10 and 2 of 10 codes, 15 % in all."""
    parts = {"right_person": np.array([9.0, 8.0]), "somebody_else": np.array([1.0, 2.0])}
    codes = Codes(parts, np.array([10.0, 10.0]))  # type: ignore[arg-type]
    assert 0.15 == probability([codes], "somebody_else")
    assert sqrt(0.5**2 + 0.5**2) / 20.0 == sampling_error([codes], "somebody_else")
    # On a second side the worlds have the same luck: they are the same two trials.
    assert sqrt(1.0 + 1.0) / 40.0 == sampling_error([codes, codes], "somebody_else")


def test_another_seed_lies_within_the_sampling_error() -> None:
    """What the error promises, of eight other seeds: on average not much more than it says."""

    def of(seed: int) -> MeantRow:
        return row(code(run(TASK_FORCE, draws=128, seed=seed), FLAGGED, with_asks=False).rows)

    rows = [of(seed) for seed in range(1, 9)]
    spread = float(np.std([one.probability or 0.0 for one in rows], ddof=1))
    said = float(np.mean([one.sampling_error or 0.0 for one in rows]))
    assert spread < 2.0 * said


def test_a_code_that_there_cannot_be_has_no_probability() -> None:
    """Nobody compares pictures here, so that none can have been upheld: no number, and said so."""
    nobody = changed(load_scenario(TASK_FORCE), review={"share_reviewed": 0.0})
    found = code(run(nobody, draws=64), Given(review="upheld"))
    assert {None} == {one.probability for one in found.rows}
    assert {None} == {one.sampling_error for one in found.rows}
    assert "No trials" in plain(words.finding(found, ENGLISH))
    assert "No code like this one" in code_bars(found, ENGLISH).nothing
    assert code_bars(found, ENGLISH).draw is None


# Mistakes


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"rule": "perhaps"}, "rule is 'perhaps', which it cannot be"),
        ({"review": "maybe"}, "review is 'maybe'"),
        ({"group": "martians"}, "no group of this scenario is called 'martians'"),
        ({"condition": "fog"}, "no condition of this scenario is called 'fog'"),
        ({"candidates": 0}, "candidates is 0, but a list holds from 1 to 50"),
        ({"candidates": 51}, "candidates is 51"),
        ({"candidates": True}, "a whole number is needed"),
        ({"candidates": 1.5}, "a whole number is needed"),
    ],
)
def test_what_cannot_be_known_of_a_case_is_refused(given: dict[str, Any], said: str) -> None:
    """One form of error, before any answer is worked out."""
    with pytest.raises(MeaningError, match=said):
        Study(TASK_FORCE, draws=64).one_code(**given)


def test_a_case_does_not_contradict_its_scenario() -> None:
    """A rule that the scenario has settled is not put aside by a case."""
    study = Study(settled(), draws=64)
    with pytest.raises(MeaningError, match="in the case, but flagged_record in this scenario"):
        study.one_code(rule="any_candidate")
    with pytest.raises(MeaningError, match="is 7 in the case, but 5 in this"):
        study.one_code(candidates=7)
    assert study.one_code(rule="flagged_record", asks=False).asks is None


# Words, tables, pictures, doors


@pytest.mark.parametrize("code_of", ["en", "es"])
def test_every_number_of_the_document_is_a_fact(code_of: str) -> None:
    """Each number in words and tables names the fact that it is."""
    for found in (anything(), flagged()):
        assert [] == misplaced(code_document(found, language(code_of)), found)


def test_the_finding_tells_each_side_and_then_that_nobody_says_which() -> None:
    """Both sides of the either/or, never averaged away."""
    said = plain(words.finding(anything(), ENGLISH))
    assert said.startswith("If any candidate leads to a reference code, a code like this one names")
    assert "If only a flagged record leads to a reference code" in said
    assert said.endswith("Nobody has said which.")


def test_every_ask_has_a_title_and_a_question() -> None:
    """Whatever can be asked for, a lawyer can send."""
    assert set(get_args(AskName)) == set(words.TITLES) == set(QUESTIONS)
    for question in QUESTIONS.values():
        assert question.endswith(("?", "."))


def test_the_picture_shows_a_thousand_whole_codes_a_side() -> None:
    """Whole by the largest remainder, so that they add up."""
    picture = code_bars(anything(), ENGLISH)
    for side in anything().sides:
        rows = [one for one in picture.rows if one[0] == clause(side)]
        assert 1000 == sum(int(str(one[2])) for one in rows)
        assert_allclose(sum(float(str(one[3])) for one in rows), 1000.0)


def test_the_document_is_that_of_its_schema_and_is_read_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command prints the study's facts; the file reads as the same document."""
    options = ["--rule", "flagged_record", "--group", "euro_m", "--draws", "64", "--json"]
    monkeypatch.setattr("sys.argv", ["misid", "case", TASK_FORCE, *options])
    with pytest.raises(SystemExit, match="0"):
        main()
    printed = capsys.readouterr().out
    jsonschema.validate(json.loads(printed), json.loads(SCHEMA.read_text(encoding="utf-8")))
    file = tmp_path / "code.json"
    file.write_text(printed, encoding="utf-8")
    study = Study(TASK_FORCE, draws=64)
    assert read_code(file) == study.one_code(rule="flagged_record", group="euro_m")


def test_the_command_takes_no_rule_that_there_is_not(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one form of error, and its exit code."""
    monkeypatch.setattr("sys.argv", ["misid", "case", "--group", "martians", "--draws", "64"])
    with pytest.raises(SystemExit, match="2"):
        main()
    assert "no group of this scenario is called 'martians'" in capsys.readouterr().err


def test_numbers_are_made_again_by_the_command_that_is_said() -> None:
    """What is known of the case stands in it."""
    assert words.command(flagged()) == (
        f"misid case {TASK_FORCE} --rule=flagged_record --draws={DRAWS} --seed=1"
    )
    assert "code = study.one_code(rule='flagged_record')" == words.python_lines(flagged())[-1]


# Facts that move nothing


def test_a_fact_that_moves_nothing_is_told_so_and_why() -> None:
    """The case with the fact less the case without it, beside the error of that difference."""
    many = Study(TASK_FORCE, draws=4096)
    found = many.one_code(rule="flagged_record", review="none", asks=False)
    without = many.one_code(rule="flagged_record", asks=False)
    (one,) = found.unmoved
    assert ("review", "looked_at_alike", "moves_nothing") == (one.name, one.because, one.state)
    for meaning, moved, error in (
        ("right_person", one.right_person, one.right_person_error),
        ("right_person_sought", one.right_person_sought, one.right_person_sought_error),
    ):
        there, before = row(found.rows, meaning), row(without.rows, meaning)
        assert moved == pytest.approx((there.probability or 0) - (before.probability or 0))
        assert abs(moved) + 2.0 * error < 0.03
        # The worlds are the same, so that the difference is more exact than either.
        assert error < min(there.sampling_error or 0.0, before.sampling_error or 0.0)
    said = " ".join(plain(each) for each in unmoved(found, ENGLISH))
    assert "Review of this code: this fact alone moves nothing, or less than 3 points." in said
    assert "does not hang on whom they name" in said


@pytest.mark.parametrize(("draws", "seed"), [(64, 1), (64, 2), (128, 1)])
def test_that_few_worlds_show_no_move_is_not_told_as_none(draws: int, seed: int) -> None:
    """A group moves a code by many points; where its error hides them, it cannot be told."""
    study = Study(TASK_FORCE, draws=draws, seed=seed)
    for group, review in (("sasia_f", None), (None, "upheld")):
        found = study.one_code(rule="flagged_record", group=group, review=review, asks=False)
        for one in found.unmoved:
            assert ("cannot_be_told", None) == (one.state, one.because)
            said = [plain(each) for each in unmoved(found, ENGLISH)]
            assert "too few to tell whether this fact alone moves anything" in said[0]
            assert 1 == len(said)


def test_few_worlds_hide_a_move_somewhere() -> None:
    """What the test before looks at is there."""
    hidden = Study(TASK_FORCE, draws=64).one_code(
        rule="flagged_record", group="sasia_f", asks=False
    )
    assert ["group"] == [one.name for one in hidden.unmoved]


@pytest.mark.parametrize(
    "given",
    [
        {"rule": "flagged_record"},
        {"candidates": 5, "rule": "flagged_record"},
        {"rule": "flagged_record", "group": "sasia_f"},
        {"rule": "flagged_record", "review": "upheld"},
    ],
)
def test_a_fact_that_moves_something_is_not_told_to_move_nothing(given: dict[str, Any]) -> None:
    """Each moves one of the two by a percentage point or more."""
    found = code(usual(), Given(**given), with_asks=False)
    assert () == found.unmoved
    assert not list(unmoved(found, ENGLISH))


def test_a_fact_of_the_scenario_and_one_without_a_part_say_so() -> None:
    """What the scenario says already; a list where the first candidate is enough."""
    said = code(in_the_middle(settled()), FLAGGED, with_asks=False)
    assert [("rule", "said_already")] == [(one.name, one.because) for one in said.unmoved]
    any_of = code(usual(), Given(rule="any_candidate", candidates=5), with_asks=False)
    assert ("candidates", "no_part") in [(one.name, one.because) for one in any_of.unmoved]


def test_where_nobody_compared_the_pictures_nobody_is_asked_who_does() -> None:
    """Reviewers are no fact to ask for there, and it is said why."""
    found = code(usual(), Given(rule="flagged_record", review="none"))
    assert "reviewers" not in [one.name for one in found.asks or ()]
    assert "reviewers" in [one.name for one in flagged().asks or ()]
    said = " ".join(plain(each) for each in words.alone(found, ENGLISH))
    assert "since nobody compared them" in said
