"""Questionnaires answered from a run, contradictions, the inventory, and what changed since."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import datetime
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

import jsonschema
import pytest
from tests.placed import misplaced

import misid
from misid.assessment.answers import Answers
from misid.assessment.assess import assess
from misid.assessment.difference import difference
from misid.assessment.files import (
    ORDER,
    load_answers,
    load_assessment,
    load_form,
    read_answers,
    read_form,
    shipped_form,
    shipped_rules,
)
from misid.assessment.inventory import from_inventory
from misid.assessment.rules import ContradictionRule
from misid.assessment.schema import Assessment, Contradiction
from misid.cli import main
from misid.document.assessment import assessment_document
from misid.document.difference import difference_document
from misid.document.model import AnswerBlock
from misid.document.tables.assessment import questions
from misid.errors import FormatError, MeaningError
from misid.results.schema import Results
from misid.scenario import inputs, load_scenario, names
from misid.study import Study
from misid.words import language, plain
from misid.words.assessment import counts, state_said, what_it_is
from misid.writers.assessment_files import answers_yaml, blank_answers, write_assessment

FOLDER = Path(misid.__file__).parent
INVENTORY = FOLDER / "evidence" / "data" / "omb_2025_ai_inventory_rows.csv"
TASK_FORCE = "task-force-module"
DAY = datetime.date(2026, 11, 29)


@cache
def results() -> Results:
    """Of the shipped scenario."""
    return Study(TASK_FORCE, draws=256).results


@cache
def shipped() -> Assessment:
    """With what was said in public."""
    return made(load_answers(TASK_FORCE))


def made(answers: Answers | None, *forms: str, on: datetime.date | None = None) -> Assessment:
    """An assessment of the shipped scenario."""
    asked = [shipped_form(name) for name in forms or ORDER]
    return assess(results(), asked, shipped_rules(), answers, on)


def answers_of(text: str) -> Answers:
    """Answers in short."""
    head = f"schema: misid-answers/1\nprogramme: p\nas_of: {DAY}\n"
    return read_answers(head + text, "answers.yaml")


def found(one: Assessment, rule: str) -> Contradiction:
    """What a rule finds."""
    return next(each for each in one.contradictions if each.rule == rule)


def run(*words: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """The exit code of a command."""
    monkeypatch.setattr("sys.argv", ["misid", *words])
    with pytest.raises(SystemExit) as end:
        main()
    return int(end.value.code or 0)


@pytest.mark.parametrize("name", ORDER)
def test_questionnaires_name_inputs_that_exist(name: str) -> None:
    """Every field of every question is an input of the shipped scenario."""
    known = {one.field for one in inputs(load_scenario(TASK_FORCE))}
    asked = {field for item in shipped_form(name).items for field in item.fields}
    assert set() == asked - known


@pytest.mark.parametrize("scenario", names())
def test_every_scenario_can_be_assessed(scenario: str) -> None:
    """Each question of each questionnaire has one state, in order."""
    one = Study(scenario, draws=64).assess()
    asked = [(form.name, item.id) for form in one.forms for item in form.items]
    assert asked == [(each.form, each.item) for each in one.states]
    assert assessment_document(one, draw=False).sections


@pytest.mark.parametrize(
    "rule", [one for one in shipped_rules() if one.shape == "differ"], ids=lambda one: one.id
)
def test_a_rule_says_of_statements_only_what_any_two_bear(rule: ContradictionRule) -> None:
    """It compares whether they differ; what each says is quoted, and not told beforehand."""
    text = (
        "sources: {s: {title: t, quality: primary}}\nstatements:\n"
        f"- {{id: a, topic: {rule.topic}, says: x, source: s, stance: one}}\n"
        f"- {{id: b, topic: {rule.topic}, says: y, source: s, stance: other}}\n"
    )
    assert found(made(answers_of(text)), rule.id).verdict == "fires"
    assert rule.sentence.startswith(("Texts say differently ", "Different "))
    assert not re.search(r"\bby who\b|\banother\b|\bThe same\b", rule.sentence)


@cache
def contradicted() -> Assessment:
    """Three answers; two statements about one of them that do not go together."""
    return made(
        answers_of(
            "sources: {s: {title: t, quality: primary}}\nstatements:\n"
            "- {id: a, topic: retention, says: x, source: s, value: 15, unit: years}\n"
            "- {id: b, topic: retention, says: y, source: s, value: 30, unit: days}\n"
            "answers:\n"
            "- {form: pta, item: kept-how-long, state: met, evidence: [s]}\n"
            "- {form: pta, item: security, state: met, why: It was shown.}\n"
            "- {form: bridges, item: what-is-kept, state: not_met, why: Nobody knows.}\n"
        ),
        "pta",
        "bridges",
    )


def test_what_is_met_is_marked_where_its_statements_contradict_each_other() -> None:
    """In its state, its words, the line of counts and the table; what is not met needs no mark."""
    one = contradicted()
    marked = [(each.item, each.contradicted_by) for each in one.states if each.contradicted_by]
    assert [("kept-how-long", ("retention",))] == marked
    said = "But what was said about it does not go together"
    (state,) = (each for each in one.states if each.contradicted_by)
    assert said in plain(state_said(state, one, language("en"))[0])
    assert "Of those that are met, 1 is marked" in plain(counts(one, language("en")))
    whys = [str(row[-1]) for row in questions(one, language("en")).rows if said in str(row[-1])]
    assert 1 == len(whys)
    assert "How long a photograph is kept" in whys[0]


def test_a_topic_of_a_question_is_one_that_a_rule_holds_against_itself() -> None:
    """A mark can come only of those."""
    held = {topic for rule in shipped_rules() for topic in rule.topics}
    asked = {t for name in ORDER for item in shipped_form(name).items for t in item.topics}
    assert asked
    assert set() == asked - held


@pytest.mark.parametrize("spoken", ["en", "es"])
def test_the_table_of_questions_says_why_of_each(spoken: str) -> None:
    """Whether nobody said it, or whoever answered left it open."""
    for one in (shipped(), contradicted()):
        assert all(str(row[-1]) for row in questions(one, language(spoken)).rows)


def test_what_was_left_open_is_told_apart_from_what_nobody_was_asked() -> None:
    """Where somebody answered some questions, the others were theirs to answer too."""
    said = "whoever answered did not answer it"
    asked = [
        sum(said in str(row[-1]) for row in questions(one, language("en")).rows)
        for one in (shipped(), contradicted())
    ]
    open_ = [one for one in contradicted().states if one.given_by != "answers"]
    assert [0, sum(one.state != "met" for one in open_)] == asked


def test_what_nobody_answered_is_not_checked() -> None:
    """A question without inputs and without an answer is neither met nor unknown."""
    one = made(None, "omb-m-25-21")
    assert {"not_checked"} == {each.state for each in one.states}
    assert {"nobody"} == {each.given_by for each in one.states}


def test_open_inputs_are_unknown_and_cost_their_share() -> None:
    """The costs of an unknown are those of the run, largest first."""
    one = next(each for each in shipped().states if each.item == "how-often-wrong")
    assert one.state == "unknown"
    shares = {row.field: row.share for row in results().uncertainty.inputs}
    told = [cost for cost in one.costs if cost.share is not None]
    assert told
    assert [shares[cost.field] for cost in told] == [cost.share for cost in told]
    assert sorted((cost.rank for cost in told if cost.rank), key=int) == [c.rank for c in told]


def test_disclosed_inputs_are_met() -> None:
    """How long photographs are kept was disclosed."""
    one = next(each for each in shipped().states if each.item == "kept-how-long")
    assert ("met", "scenario", ()) == (one.state, one.given_by, one.costs)


def test_an_answer_goes_before_the_scenario() -> None:
    """Whoever answers decides the state; the cost of an unknown stays."""
    text = "answers: [{form: pta, item: how-often-wrong, state: not_met, why: No test.}]"
    one = next(s for s in made(answers_of(text), "pta").states if s.item == "how-often-wrong")
    assert ("not_met", "answers", "No test.", ()) == (one.state, one.given_by, one.why, one.costs)


def test_shipped_statements_contradict_each_other() -> None:
    """What was said of the shipped programme fires these rules, and no others."""
    fired = {each.rule for each in shipped().contradictions if each.verdict == "fires"}
    assert fired == {
        "purpose", "retention", "gallery-size", "standing-of-a-match", "verifies",
        "no-inventory-row", "share-of-the-country", "bare-rate",
    }  # fmt: skip


def test_a_statement_that_was_added_is_told_as_unchecked() -> None:
    """What the reader put in is not passed off as said in public and read by us."""
    given = load_answers(TASK_FORCE)
    added = given.statements[0].model_copy(update={"id": "said-1"})
    more = given.model_copy(update={"statements": (*given.statements, added)})
    telling = [" ".join(map(plain, what_it_is(made(one), language("en")))) for one in (given, more)]
    said = "1 statement was added by whoever filled this in. Nobody else has checked it"
    assert [said in one for one in telling] == [False, True]


@pytest.mark.parametrize(
    ("programme", "is_another"),
    [
        ("County of Example", True),
        ("task-force-module", False),
        (f" {load_scenario(TASK_FORCE).title.upper()}", False),
        ("the programme", False),
    ],
)
def test_an_assessment_is_of_the_programme_that_answers_name(
    programme: str, is_another: bool
) -> None:
    """In its title; whether the numbers are of a scenario of another name is said, not guessed."""
    answer = "[{form: pta, item: security, state: met, why: We saw it.}]"
    given = answers_of(f"answers: {answer}").model_copy(update={"programme": programme})
    document = assessment_document(made(given, "pta"), draw=False)
    said = document.model_dump_json()
    assert is_another == (programme in document.title)
    assert is_another == ("calls it otherwise" in said)
    assert is_another != ("Answers are about this programme" in said)
    assert "Where they are not" not in said


def test_a_blank_file_of_answers_names_no_other_programme(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until somebody says whose it is, its answers are of the programme at hand."""
    assert run("assess", "new", "pta", monkeypatch=monkeypatch) == 0
    assert read_answers(capsys.readouterr().out, "answers.yaml").is_about()


def test_answers_that_come_along_are_of_their_scenario() -> None:
    """By its title, so that their document speaks of one programme."""
    assert load_answers(TASK_FORCE).is_about(load_scenario(TASK_FORCE).title)


def test_a_share_is_worked_out_again() -> None:
    """77.2 million of 340 million are 23 %, not 32 %."""
    one = found(shipped(), "share-of-the-country")
    assert one.stated == 0.32
    assert one.implied == pytest.approx(77.2 / 340)


def test_a_share_that_is_right_holds() -> None:
    """A stated share within its rounding is no contradiction."""
    text = (
        "sources: {s: {title: t, quality: primary}}\nstatements: [{id: a, topic: "
        "share-of-the-country, says: x, source: s, value: 77.2, share: 0.23, whole: 340}]"
    )
    assert found(made(answers_of(text)), "share-of-the-country").verdict == "holds"


def test_times_are_compared_across_units() -> None:
    """One year and 365.25 days are one time."""
    text = (
        "sources: {s: {title: t, quality: primary}}\nstatements:\n"
        "- {id: a, topic: retention, says: x, source: s, value: 1, unit: years}\n"
        "- {id: b, topic: retention, says: y, source: s, value: 365.25, unit: days}\n"
    )
    assert found(made(answers_of(text)), "retention").verdict == "holds"
    other = text.replace("365.25", "366")
    assert found(made(answers_of(other)), "retention").verdict == "fires"


def test_a_rule_without_statements_is_not_checked() -> None:
    """It says why, and does not pass."""
    one = found(made(None), "purpose")
    assert ("not_checked", "statements") == (one.verdict, one.because)


@pytest.mark.parametrize(
    ("day", "verdict", "days"),
    [("2028-08-31", "holds", 1), ("2028-09-01", "holds", 0), ("2028-09-02", "fires", -1)],
)
def test_an_analysis_lapses_after_three_years(day: str, verdict: str, days: int) -> None:
    """Approved on 1 September 2025, it is good until 1 September 2028."""
    one = found(
        made(load_answers(TASK_FORCE), on=datetime.date.fromisoformat(day)), "document-lapsed"
    )
    assert (verdict, days) == (one.verdict, one.days)


def test_practices_are_late_after_their_day_only() -> None:
    """What is in progress on 3 April 2026 is in time, a day later it is one day late."""
    given = from_inventory(INVENTORY, "DHS-2577", DAY)
    in_time = made(given, "omb-m-25-21", on=datetime.date(2026, 4, 3))
    late = made(given, "omb-m-25-21", on=datetime.date(2026, 4, 4))
    assert found(in_time, "practices-overdue").verdict == "holds"
    assert ("fires", 1) == (
        found(late, "practices-overdue").verdict,
        found(late, "practices-overdue").days,
    )


def test_the_inventory_gives_answers_and_unknowns() -> None:
    """A row of the inventory, cell by cell."""
    given = from_inventory(INVENTORY, "DHS-2731", DAY)
    assert {
        "testing": "met", "impact-assessment": "unknown", "independent-review": "unknown",
        "monitoring": "met", "training": "met", "oversight": "met", "appeal": "not_applicable",
        "feedback": "met",
    } == {one.item: one.state for one in given.answers}  # fmt: skip
    other = from_inventory(INVENTORY, "dhs-2577", DAY)
    assert Counter({"unknown": 8}) == Counter(one.state for one in other.answers)


def test_blank_cells_are_unknown() -> None:
    """A row that answers nothing leaves everything unknown."""
    given = from_inventory(INVENTORY, "DHS-2729", DAY)
    assert {"unknown"} == {one.state for one in given.answers}


def test_no_row_is_a_finding() -> None:
    """A programme without a row answers nothing, and says that it has none."""
    given = from_inventory(INVENTORY, "Task Force Module", DAY)
    assert {"unknown"} == {one.state for one in given.answers}
    assert ["none-found"] == [one.stance for one in given.statements]


def test_other_words_in_the_inventory_are_not_guessed(tmp_path: Path) -> None:
    """A waiver is no practice that is met: whoever reads it decides."""
    text = INVENTORY.read_text("utf-8").replace("CAIO Review", "Waiver granted")
    (tmp_path / "rows.csv").write_text(text, "utf-8")
    given = from_inventory(tmp_path / "rows.csv", "DHS-2416", DAY)
    states = {one.item: one.state for one in given.answers}
    assert states["independent-review"] == "not_checked"


def test_a_name_of_several_rows_is_asked() -> None:
    """The error names both ids."""
    with pytest.raises(MeaningError, match="2 rows") as error:
        from_inventory(INVENTORY, "Mobile Fortify", DAY)
    assert error.value.use == "the id of one of them: DHS-2731, DHS-2577"


def test_answers_are_read_again_as_they_are() -> None:
    """From the inventory to a file and back, and those that come along."""
    for given in (from_inventory(INVENTORY, "DHS-2731", DAY), load_answers(TASK_FORCE)):
        again = read_answers(answers_yaml(given), "answers.yaml")
        assert given == again
        assert given.digest == again.digest


def test_a_blank_file_is_read_and_answers_every_question() -> None:
    """What `misid assess new` prints can be filled in."""
    forms = [shipped_form(name) for name in ORDER]
    given = read_answers(blank_answers(forms, "a: programme", DAY), "answers.yaml")
    assert [(f.name, i.id) for f in forms for i in f.items] == [
        (one.form, one.item) for one in given.answers
    ]


@pytest.mark.parametrize(
    ("text", "kind", "line", "said"),
    [
        ("answers: [{form: pta, item: nope, state: unknown}]", MeaningError, "", "no question"),
        ("answers: [{form: pta, item: purpose, state: maybe}]", MeaningError, "4", "none of the"),
        ("answers: [{form: pta, item: purpose, state: not_checked}]", MeaningError, "4", "reason"),
        ("statements: [{id: a, topic: b, says: c, source: d}]", MeaningError, "4", "source d"),
        ("as_off: 3", FormatError, "4", "not a field"),
        (
            "sources: {s: {title: t, quality: primary}}\n"
            "statements: [{id: a, topic: b, says: c, source: s, on: yesterday}]",
            MeaningError, "5", "a date is needed",
        ),
        (
            "answers: [{form: pta, item: purpose, state: unknown}, "
            "{form: pta, item: purpose, state: unknown}]",
            MeaningError, "4", "a second time",
        ),
    ],
)  # fmt: skip
def test_answers_that_cannot_be_meant(
    text: str, kind: type[Exception], line: str, said: str
) -> None:
    """One error, with the line."""
    with pytest.raises(kind, match=said) as error:
        made(answers_of(text))
    assert f"line {line}" in str(error.value) or not line


def test_all_mistakes_of_answers_are_told_at_once() -> None:
    """One that a single entry shows hides no other; each with its line."""
    text = (
        "statements:\n- {id: a, topic: b, says: c, source: d}\n"
        "answers:\n- {form: pta, item: purpose, state: maybe}\n"
        "- {form: pta, item: security, state: unknown}\n"
        "- {form: pta, item: training, state: not_met}\n"
    )
    with pytest.raises(MeaningError, match="source d") as error:
        answers_of(text)
    assert "(2 further mistakes in this file, lines 7, 9)" in error.value.what
    assert "line 5" in error.value.where


def test_all_answers_that_nobody_asked_for_are_named() -> None:
    """Not one after the other."""
    text = (
        "answers: [{form: pta, item: nope, state: unknown}, "
        "{form: bridges, item: no, state: met, why: x}]"
    )
    with pytest.raises(MeaningError, match="pta asks no question 'nope'") as error:
        made(answers_of(text))
    assert "(Nor are these asked: bridges 'no'.)" in error.value.what


def test_a_question_that_the_model_does_not_answer_is_refused() -> None:
    """The error lists what it answers."""
    text = (FOLDER / "assessment/library/forms/bridges.yaml").read_text("utf-8")
    with pytest.raises(MeaningError, match="does not answer") as error:
        read_form(text.replace("computed: [groups]", "computed: [faces]"), "own.yaml")
    assert "misses_among_sought" in error.value.use


def test_free_text_stays_text(tmp_path: Path) -> None:
    """Markup and formulas in an answer are shown, and obeyed nowhere."""
    text = "answers: [{form: bridges, item: where, state: met, why: '=1+1 <b>x</b> #eval(1)'}]"
    one = made(answers_of(text), "bridges")
    write_assessment(one, tmp_path)
    page = (tmp_path / "report.html").read_text("utf-8")
    assert "&lt;b&gt;x&lt;/b&gt;" in page
    assert "<b>x</b>" not in page
    assert "'=1+1" in (tmp_path / "questions.csv").read_text("utf-8")


def test_every_number_has_its_fact() -> None:
    """Each number of the document is found in the facts, by its path."""
    assert [] == misplaced(assessment_document(shipped(), draw=False), shipped())


def test_spanish_and_english_tell_the_same_numbers() -> None:
    """Every number of an answer, by its fact."""
    told = [
        [
            (number.fact, number.value)
            for section in assessment_document(shipped(), language(code), draw=False).sections
            for block in section.blocks
            if isinstance(block, AnswerBlock)
            for spoken in (block.text, *block.further)
            for number in (spoken if isinstance(spoken, tuple) else ())
            if not isinstance(number, str)
        ]
        for code in ("en", "es")
    ]
    assert sorted(told[0]) == sorted(told[1])
    assert len(told[0]) > 100


def test_both_sides_are_told() -> None:
    """Where an either/or decides an output, an answer tells it on each side."""
    one = assessment_document(shipped(), draw=False)
    form = next(section for section in one.sections if section.id == "form-pta")
    said = " ".join(plain(block.text) for block in form.blocks if isinstance(block, AnswerBlock))
    further = " ".join(
        plain(each) for b in form.blocks if isinstance(b, AnswerBlock) for each in b.further
    )
    assert "if only a flagged record leads to a reference code" in said + further


def test_a_saved_assessment_is_read_again(tmp_path: Path) -> None:
    """The folder holds the facts whole, by their schema."""
    write_assessment(shipped(), tmp_path)
    again = load_assessment(tmp_path)
    assert shipped().states == again.states
    assert assessment_document(shipped(), draw=False) == assessment_document(again, draw=False)
    held = json.loads((tmp_path / "assessment.json").read_text("utf-8"))
    schema = json.loads((FOLDER / "schemas" / "assessment-1.json").read_text("utf-8"))
    jsonschema.validate(held, schema)


def test_a_file_that_is_no_assessment_is_refused(tmp_path: Path) -> None:
    """Cut off in the middle, it is one clear error."""
    write_assessment(made(None, "bridges"), tmp_path)
    whole = (tmp_path / "assessment.json").read_text("utf-8")
    (tmp_path / "assessment.json").write_text(whole[: len(whole) // 2], "utf-8")
    with pytest.raises(FormatError, match="no assessment of this version"):
        load_assessment(tmp_path)


def test_nothing_changed_between_one_and_itself() -> None:
    """No answer, no rule, no number."""
    one = difference(shipped(), shipped())
    assert ((), (), ()) == (one.answers, one.rules, one.inputs)
    assert not any(each.beyond_rounding for each in one.numbers)


def test_what_changed_is_told() -> None:
    """An answer that closes a question, a rule that no longer fires, numbers that move."""
    text = "answers: [{form: bridges, item: where, state: met, why: it is written}]"
    before = made(None, "bridges")
    changed = Study(TASK_FORCE, ["flagged-references-only"], draws=256).results
    after = assess(changed, [shipped_form("bridges")], shipped_rules(), answers_of(text))
    one = difference(before, after)
    assert [("where", "unknown", "met", "closed")] == [
        (each.item, each.before, each.after, each.moved) for each in one.answers
    ]
    moved = {each.name for each in one.numbers if each.beyond_rounding}
    assert "wrong_person_references" in moved
    assert "citizens_photographed" not in moved
    document = difference_document(one, before, after)
    assert [] == misplaced(document, one)


def test_the_command_writes_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`misid assess SCENARIO` needs no word between."""
    folder = str(tmp_path / "a")
    words = ("assess", TASK_FORCE, "--draws=64", "--form=bridges", "--out", folder)
    assert run(*words, monkeypatch=monkeypatch) == 0
    assert "do not go together" in capsys.readouterr().out
    assert (tmp_path / "a" / "report.html").exists()
    assert (tmp_path / "a" / "answers.yaml").exists()
    assert run("assess", "diff", folder, folder, monkeypatch=monkeypatch) == 0
    assert "0 questions stand otherwise" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("assess", "--form", "ptaa"), "use  pta"),
        (("assess", "--on", "tomorrow"), "a day is needed"),
        (("assess", "--answers", "nope.yaml"), "no file"),
        (("assess", "import", "omb", "nope.csv", "DHS-1"), "no file"),
        (("assess", "diff", "nope", "nope"), "no file"),
    ],
)
def test_mistakes_are_told_before_the_work(
    words: tuple[str, ...],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """One error, exit code 2, and nothing on standard output."""
    assert run(*words, monkeypatch=monkeypatch) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert told.out == ""


def test_forms_are_listed_and_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Names to ask for, and the questions of one of them."""
    assert run("assess", "forms", monkeypatch=monkeypatch) == 0
    listed = capsys.readouterr().out
    assert all(name in listed for name in ORDER)
    assert run("assess", "show", "bridges", monkeypatch=monkeypatch) == 0
    assert load_form("bridges").items[0].id in capsys.readouterr().out


def _example_of_the_page() -> str:
    page = Path(__file__).parents[1] / "docs" / "assessment.md"
    found = re.search(r"```yaml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return found.group(1)


@pytest.mark.parametrize("state", ["met", "not_met"])
def test_state_needs_a_word_that_it_rests_on(tmp_path: Path, state: str) -> None:
    """Met and not met are refused without evidence and without a reason."""
    text = _example_of_the_page().replace("state: met", f"state: {state}")
    path = tmp_path / "answers.yaml"
    path.write_text(text.replace(", evidence: [our-letter]", ""), encoding="utf-8")
    with pytest.raises(MeaningError, match=rf"is {state}, but does not say on whose word"):
        load_answers(path)


def test_answers_in_the_documentation_are_read(tmp_path: Path) -> None:
    """The file of answers that the page shows is one."""
    path = tmp_path / "answers.yaml"
    path.write_text(_example_of_the_page(), encoding="utf-8")
    given = load_answers(path)
    assert [(one.item, one.state, one.evidence) for one in given.answers] == [
        ("kept-how-long", "met", ("our-letter",))
    ]


def test_answers_of_an_inventory_with_hidden_signs_are_read_again(tmp_path: Path) -> None:
    """They are written out, as everywhere; YAML holds none of them."""
    text = INVENTORY.read_text("utf-8").replace("CAIO Review", "CAIO\u202e Review")
    (tmp_path / "rows.csv").write_text(text, "utf-8")
    given = from_inventory(tmp_path / "rows.csv", "DHS-2416", DAY)
    (tmp_path / "answers.yaml").write_text(answers_yaml(given), "utf-8")
    assert given == load_answers(tmp_path / "answers.yaml")
    assert "CAIO\\u202e Review" in answers_yaml(given)


def test_a_use_without_a_name_is_asked() -> None:
    """Nothing is no name of a row."""
    with pytest.raises(MeaningError, match="has no name"):
        from_inventory(INVENTORY, " ", DAY)
