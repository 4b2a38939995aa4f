"""Changes, safeguards and comparisons: what they touch, what they leave, what they refuse."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import io
import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import numpy as np
import pytest
from rich.console import Console
from tests.placed import misplaced

import misid
from misid import evidence
from misid.cli.shown import show
from misid.document.tables.both_sides import WANTED, outputs
from misid.document.tables.both_sides import year as yearly
from misid.document.tables.changes import differing as in_words
from misid.document.uncertainty import comparison_document
from misid.errors import FormatError, MeaningError, OutputError
from misid.quantities import Draws
from misid.results import KINDS, Run, run
from misid.results.outputs import evaluate
from misid.scenario import (
    Change,
    Scenario,
    Worlds,
    change,
    digest,
    inputs,
    load_change,
    load_scenario,
    names,
    reading_names,
    safeguard_names,
)
from misid.scenario.read import read_change
from misid.uncertainty.accounts import accounts, with_review_minutes
from misid.uncertainty.compare import compare as compare_runs
from misid.uncertainty.compare import differing
from misid.uncertainty.saved import read_comparison
from misid.uncertainty.schema import Account, Comparison, Difference
from misid.words import ENGLISH, plain
from misid.words.comparison import compared as what_is_compared
from misid.words.comparison import finding, output_said
from misid.words.comparison_notes import notes
from misid.words.outputs import output_title
from misid.words.programme import output_name, output_with_unit
from misid.words.year import account_name, year
from misid.worlds.middle import middle
from misid.writers.comparison_files import write_comparison
from misid.writers.folder import write_run

SCHEMA = Path(misid.__file__).parent / "schemas"
PIECES: dict[str, Any] = {
    "schema": "misid-change/1",
    "scenario": "misid-scenario/1",
    "name": "mine",
    "title": "A title",
    "reason": "A reason.",
    "cannot": "A limit.",
}
every_safeguard = pytest.mark.parametrize("safeguard", safeguard_names())
every_reading = pytest.mark.parametrize("reading", reading_names())


def a_change(**content: Any) -> Change:
    """A change with this content."""
    return Change.model_validate(PIECES | content)


def text(**content: Any) -> str:
    """The same as YAML text, which JSON is."""
    return json.dumps(PIECES | content)


@cache
def baseline() -> Scenario:
    """The shipped scenario."""
    return load_scenario("task-force-module")


class Compared(NamedTuple):
    """A comparison, and both runs behind it."""

    comparison: Comparison
    before: Run
    after: Run


def compare(
    before: Scenario,
    after: Scenario | None = None,
    changes: Sequence[Change | str] = (),
    draws: int = 64,
) -> Compared:
    """Two scenarios, or one with and without changes."""
    both = run(before, draws=draws), run(after or before, changes=changes, draws=draws)
    return Compared(compare_runs(*both), *both)


@cache
def compared(safeguard: str) -> Compared:
    """The shipped scenario with and without a safeguard, 64 worlds."""
    return compare(baseline(), changes=[safeguard])


def by_name(found: Compared) -> dict[str, Any]:
    """The outputs of a comparison."""
    return {one.name: one for one in found.comparison.outputs}


@every_safeguard
def test_a_safeguard_fits_every_shipped_scenario(safeguard: str) -> None:
    """It touches inputs of each, and what comes out is a scenario that can be meant."""
    for name in names():
        changed = change(load_scenario(name), [load_change(safeguard)])
        assert changed.touched
        assert digest(load_scenario(name)) == changed.baseline_digest


@every_safeguard
def test_a_safeguard_says_why_and_what_it_cannot_fix(safeguard: str) -> None:
    """Its name is that of its file, and a source that it names exists."""
    one = load_change(safeguard)
    assert safeguard == one.name
    assert one.reason.endswith(".")
    assert one.cannot.endswith(".")
    assert one.source is None or one.source in evidence.citation_keys()


@every_reading
def test_a_reading_fits_the_scenario_that_it_reads(reading: str) -> None:
    """Its name is that of its file; it says of which scenario it is, and changes it."""
    one = load_change(reading)
    assert reading == one.name
    assert one.reading_of in names()
    assert one.source in evidence.citation_keys()
    changed = change(load_scenario(one.reading_of), [one])
    assert changed.baseline_digest != digest(changed.scenario)


def test_a_safeguard_is_no_reading() -> None:
    """The two kinds that come along are told apart, and no name means both."""
    assert all(load_change(name).reading_of is None for name in safeguard_names())
    assert set() == set(safeguard_names()) & set(reading_names())


def test_used_on_targets_a_reference_is_rarely_somebody_else() -> None:
    """On whom it is used moves the share of wrong persons more than whose algorithm it is."""
    targets, any_one = (by_name(compared(name)) for name in ("targets-only", "any-algorithm"))
    share = "share_of_references_wrong_person"
    before = targets[share].before.median
    assert targets[share].after.median < 0.5 * before
    assert 0.5 * before < any_one[share].after.median < 2 * before


def test_a_change_leaves_its_baseline_as_it_is() -> None:
    """The scenario that it is put on has the same digest afterwards."""
    before = digest(baseline())
    change(baseline(), [load_change("delete-all")])
    assert before == digest(baseline())


@every_safeguard
def test_untouched_inputs_keep_their_luck_to_the_last_bit(safeguard: str) -> None:
    """Every input that a safeguard does not touch has the same value in each world."""
    changed = change(baseline(), [load_change(safeguard)])
    before, after = (Worlds(s, Draws(1, 64)) for s in (baseline(), changed.scenario))
    for one in inputs(baseline()):
        if not any(one.name.startswith(name) for name in changed.touched):
            assert one.content == after.by_name[one.name].content
            if one.name in before.by_name and hasattr(one.content, "low"):
                assert np.array_equal(before.number(one.name), after.number(one.name))


def test_scaling_multiplies_both_ends_and_the_odds_of_a_share() -> None:
    """Arithmetic in sight: a count times 0.1, and odds times 10."""
    one = a_change(scale={"stops.a_year": 0.1, "stops.share_sought": 10})
    stops = change(baseline(), [one]).scenario.stops
    assert (2_000.0, 200_000.0) == (stops.a_year.low, stops.a_year.high)
    assert stops.share_sought.every is not None
    assert 0.05 * 10 / (0.95 + 0.05 * 10) == pytest.approx(stops.share_sought.every.high)


def test_a_cap_never_lengthens() -> None:
    """Citizens' photographs that an airport keeps 12 hours are not kept 24."""
    airport = load_scenario("airport-exit")
    kept = change(airport, [load_change("delete-non-matches")]).scenario.retention
    assert airport.retention.citizens.no_candidate == kept.citizens.no_candidate
    assert 1 / 365.25 == pytest.approx(kept.others.no_candidate.value, rel=1e-4)


def test_the_order_of_changes_does_not_matter() -> None:
    """Two changes that touch different inputs give one scenario."""
    both = [load_change(name) for name in ("delete-all", "correct-records")]
    one, other = (change(baseline(), order).scenario for order in (both, both[::-1]))
    assert digest(one) == digest(other)


@pytest.mark.parametrize(
    ("content", "said", "use"),
    [
        ({"set": {"retention.citizen.no_candidate": 1}}, "no such input", "citizens"),
        ({"set": {"gallery.sources.vis.share_flagged": 1}}, "no such input", "visa"),
        ({"scale": {"stops.peeple": 2}}, "no such input", "stops.people"),
        ({"scale": {"answer": 2}}, "neither a number nor a range", "set:"),
        ({"at_most": {"matcher.region_ratio": 2}}, "neither a number nor a range", "set:"),
        ({"set": {"review.false_rejection": 3}}, "is 3, but a share", "0.03"),
        ({"set": {"stops.a_year": {"low": 5, "high": 1, "why": "x"}}}, "upside down", "low"),
    ],
)
def test_a_change_that_does_not_fit_is_told(content: Any, said: str, use: str) -> None:
    """The error names the change and the input, and says what to use."""
    with pytest.raises(MeaningError) as caught:
        change(baseline(), [a_change(**content)])
    assert said in caught.value.what
    assert "mine" in caught.value.what
    assert use in caught.value.use


def test_two_changes_of_one_input_are_refused() -> None:
    """Also where one of them touches a part of what the other touches."""
    both = [load_change(name) for name in ("delete-all", "delete-non-matches")]
    with pytest.raises(MeaningError, match="both change retention"):
        change(baseline(), both)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"schema": "misid-change/2"}, "this misid reads misid-change/1"),
        ({"scenario": "misid-scenario/9"}, "scenario is 'misid-scenario/9'"),
        ({"sett": {}}, "sett is not a field"),
        ({"scale": {"stops.a_year": -1}}, "a number above 0"),
        ({"name": "Not A Name"}, "a short name is needed"),
    ],
)
def test_a_mistaken_file_is_told_with_its_line(content: Any, said: str) -> None:
    """Another schema, an unknown field, a factor below zero."""
    with pytest.raises((FormatError, MeaningError)) as caught:
        read_change(text(**content), file="mine.yaml")
    assert said in caught.value.what
    assert "mine.yaml, line" in caught.value.where


def test_an_unknown_safeguard_names_the_nearest() -> None:
    """A name that is nearly right is put right."""
    with pytest.raises(FormatError) as caught:
        load_change("delete-non-match")
    assert "delete-non-matches" in caught.value.use
    nearest = "is called delete-non-match; the nearest is delete-non-matches."
    assert f"no safeguard, reading or file {nearest}" == caught.value.what
    with pytest.raises(FormatError, match=r"is called zzz[.]"):
        load_change("zzz")


@pytest.mark.parametrize("file", ["mine.yaml", "folder/mine"])
def test_a_path_that_is_not_there_is_told_as_a_file(file: str) -> None:
    """With a folder or an ending nobody means a name."""
    with pytest.raises(FormatError, match=r"there is no file mine"):
        load_change(file)


@pytest.mark.parametrize("safeguard", ["delete-non-matches", "delete-all"])
def test_deletion_changes_photographs_and_nothing_else(safeguard: str) -> None:
    """Every other output is the same in each world."""
    for name, one in by_name(compared(safeguard)).items():
        if name.startswith("photographs_held"):
            assert 1.0 == one.lower
        else:
            assert 1.0 == one.same


def test_review_changes_what_is_upheld_and_not_what_is_returned() -> None:
    """Rounding in another order of additions is no change."""
    outputs = by_name(compared("trained-review"))
    assert 1.0 == outputs["wrong_person_references"].same
    assert outputs["wrong_person_references_upheld"].lower > 0.9


def test_corrected_records_touch_no_miss_by_the_search_and_fewer_wrong_records() -> None:
    """
    Wrong-record references fall in every world, misses in many.

    They rise only where a stranger's wrong flag had answered for somebody who is sought.
    """
    outputs = by_name(compared("correct-records"))
    assert 1.0 == outputs["wrong_record_references"].lower
    assert outputs["misses_among_sought"].lower > 0.3
    assert outputs["misses_among_sought"].higher < 0.05


def test_the_change_is_that_of_each_world() -> None:
    """Its median is that of the differences, not the difference of the medians."""
    found = compared("strict-threshold")
    name = "wrong_person_references"
    apart = found.after.values[name] - found.before.values[name]
    assert float(np.median(apart)) == by_name(found)[name].change.median


def books(found: Compared) -> dict[str, Account]:
    """What a year brings, by name."""
    return {one.name: one for one in found.comparison.accounts}


@cache
def in_one_world(safeguard: str) -> dict[str, Account]:
    """The same in the one world in the middle, where medians add up."""
    after = change(baseline(), [load_change(safeguard)]).scenario
    both = (evaluate(middle(one)) for one in (baseline(), after))
    return {one.name: one for one in accounts(*both, paired=True)}


def test_a_year_counts_what_is_avoided_and_what_is_missed() -> None:
    """A stricter threshold avoids wrong references and misses more people, in most worlds."""
    year = books(compared("strict-threshold"))
    assert (year["wrong_person_upheld"].change.median or 0.0) < 0.0
    assert (year["sought_missed"].change.median or 0.0) > 0.0


def in_a_year(found: Compared) -> str:
    """What is said of a year."""
    return plain(year(found.comparison, ENGLISH))


@pytest.mark.parametrize(
    ("safeguard", "output"),
    [
        ("trained-review", "wrong_person_references_upheld"),
        ("delete-non-matches", "photographs_held_no_match"),
        ("correct-records", "wrong_record_references"),
        ("no-minors", "minors_photographed"),
    ],
)
def test_a_comparison_leads_with_what_moved(safeguard: str, output: str) -> None:
    """The sentence begins with the output that moves the most; none reads from 340 to 340."""
    found = compared(safeguard).comparison
    assert output == found.leading
    said = plain(finding(found, ENGLISH))
    assert said.startswith(output_title(output))
    for before, after in re.findall(r"from about ([\d,.]+) to ([\d,.]+)", said):
        assert before != after
    assert load_change(safeguard).title in plain(what_is_compared(found, ENGLISH))


@every_safeguard
def test_every_number_of_the_report_stands_in_the_saved_comparison(safeguard: str) -> None:
    """A report is made from the saved file alone, and each number says where it comes from."""
    found = compared(safeguard).comparison
    saved = Comparison.model_validate_json(found.model_dump_json())
    document = comparison_document(saved)
    assert [] == misplaced(document, saved)
    assert document == comparison_document(found)


@pytest.mark.parametrize(
    ("number", "said"), [(2, "misid compare task-force-module --json"), (4, "newer")]
)
def test_a_saved_comparison_of_another_schema_is_refused(
    number: int, said: str, tmp_path: Path
) -> None:
    """Of an older one with the command that makes it anew; one of today is read as it was."""
    found, file = compared("delete-all").comparison, tmp_path / "comparison.json"
    file.write_text(found.model_dump_json(), encoding="utf-8")
    assert found == read_comparison(file)
    other = {"version": f"misid-comparison/{number}", "before": {"name": "task-force-module"}}
    file.write_text(json.dumps(other), encoding="utf-8")
    with pytest.raises(FormatError) as caught:
        read_comparison(file)
    assert said in f"{caught.value.what} {caught.value.use}"


def test_two_programmes_have_a_report_without_slopes(tmp_path: Path) -> None:
    """No world of one is one of the other; every number still says where it comes from."""
    found = compare(load_scenario("airport-exit"), baseline(), draws=32).comparison
    assert [] == misplaced(comparison_document(found), found)
    written = {path.name for path in write_comparison(found, tmp_path)}
    assert {"report.html", "report.json", "comparison.json", "outputs.csv"} <= written
    assert "slopes.svg" not in written


def test_a_report_of_a_comparison_has_its_tables_and_its_picture(tmp_path: Path) -> None:
    """The folder holds the numbers, a CSV a table, and the slopes of the output that leads."""
    found = compared("strict-threshold").comparison
    written = {path.name for path in write_comparison(found, tmp_path)}
    assert {"comparison.json", "outputs.csv", "year_fewer.csv", "slopes.svg"} <= written
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert load_change("strict-threshold").cannot.split()[0] in page
    with pytest.raises(OutputError):
        write_run(run(baseline(), draws=20), tmp_path)


@pytest.mark.parametrize("width", [80, 120])
@every_safeguard
def test_tables_of_a_comparison_stay_whole_on_a_screen(safeguard: str, width: int) -> None:
    """One grid a table: no line is too long, and no number is cut in two."""
    found = compared(safeguard).comparison
    written = io.StringIO()
    show(Console(file=written, width=width), comparison_document(found))
    lines = written.getvalue().splitlines()
    assert max(map(len, lines)) <= width
    if any(one.moves for one in found.outputs):
        (head,) = [line for line in lines if re.match(r"What +(If +)?Before", line)][:1]
        assert "After" in head


def test_changes_of_shares_are_in_percentage_points() -> None:
    """So that 3 % to 2 % is not taken for a change of 1 %."""
    table = outputs(compared("trained-review").comparison, ENGLISH)
    row = next(row for row in table.rows if plain(row[0]).startswith("Share of upheld"))
    assert plain(row[2]).endswith(" %")
    assert plain(row[4]).endswith(" points")


@every_safeguard
def test_every_stop_of_a_sought_person_is_in_one_account(safeguard: str) -> None:
    """Upheld, withdrawn, without a reference, answered with somebody else's: all of them."""
    year = in_one_world(safeguard)
    parts = ("sought_upheld", "sought_withdrawn", "sought_missed", "sought_mistaken")
    for side in ("before", "after"):
        whole = getattr(year["sought_stopped"], side).median
        assert whole == pytest.approx(sum(getattr(year[part], side).median for part in parts))


@every_safeguard
def test_fewer_stops_and_the_rest_add_up_to_the_change(safeguard: str) -> None:
    """In a world the change of every account is told apart into two parts, nothing left."""
    for one in in_one_world(safeguard).values():
        parts = (one.by_stops.median or 0.0, one.otherwise.median or 0.0)
        assert one.change.median == pytest.approx(sum(parts), rel=1e-9, abs=1e-9)


def test_fewer_stops_are_told_as_fewer_stops() -> None:
    """Nothing is gained of a search: that is in the numbers, and in the sentence."""
    found = compared("no-minors")
    for one in found.comparison.accounts:
        assert (0.0, 0.0) == (one.otherwise.low or 0.0, one.otherwise.high or 0.0)
    assert "fewer photographs are taken, which alone is why" in in_a_year(found)
    sought = in_one_world("no-minors")["sought_upheld"]
    assert sought.after.median == pytest.approx(0.978 * (sought.before.median or 0.0))


@pytest.mark.parametrize("safeguard", ["trained-review", "second-reviewer"])
def test_what_review_withdraws_of_right_references_is_a_cost(safeguard: str) -> None:
    """Better review loses sought people, as many as it withdraws right references."""
    year = in_one_world(safeguard)
    lost, withdrawn = (year[name].change.median for name in ("sought_upheld", "sought_withdrawn"))
    assert lost is not None
    assert lost < 0.0
    assert -lost == pytest.approx(withdrawn)
    assert "Right references to sought people, upheld: about" in in_a_year(compared(safeguard))


@every_safeguard
def test_nothing_that_changes_is_shown_as_nothing(safeguard: str) -> None:
    """No output or account that moves in any world reads as 0, or from 0 to 0."""
    found = compared(safeguard).comparison
    every: tuple[Difference | Account, ...] = (*found.outputs, *found.accounts)
    for one in every:
        if one.moves:
            assert 0.0 != one.shown.change.median, one.name
            assert one.shown.change.low != one.shown.change.high or one.shown.change.low, one.name


@every_safeguard
def test_everything_that_moves_stands_in_the_table(safeguard: str) -> None:
    """Every output and account that changes in any world has a row; the others are named."""
    found = compared(safeguard).comparison
    changes = {plain(row[0]) for row in outputs(found, ENGLISH).rows}
    tables = (yearly(found, wanted, ENGLISH) for wanted in WANTED)
    changes |= {plain(row[0]) for table in tables if table is not None for row in table.rows}
    same = plain(list(notes(found, ENGLISH))[-1])
    for one in found.outputs:
        titled = output_with_unit(one.name, found.before, one.unit, ENGLISH)
        assert one.moves == (titled in changes)
        assert one.moves or output_name(one.name, found.before, ENGLISH) in same
    for account in found.accounts:
        assert account.moves == (account_name(account, found, ENGLISH) in changes)


def test_hours_come_of_the_minutes_that_the_reader_gives() -> None:
    """References compared times minutes, both ends; without minutes there are no hours."""
    found = compared("second-reviewer").comparison
    assert "review_hours" not in {one.name for one in found.accounts}
    year = {one.name: one for one in with_review_minutes(found, 15.0).accounts}
    reviews, hours = year["reviews"], year["review_hours"]
    for side in ("before", "after", "change"):
        for end in ("low", "median", "high"):
            counted = getattr(getattr(reviews, side), end)
            assert counted / 4 == pytest.approx(getattr(getattr(hours, side), end))
    with pytest.raises(MeaningError, match="review-minutes is 0"):
        with_review_minutes(found, 0.0)


def test_two_reviewers_are_counted_twice() -> None:
    """All references, by two people each, against the share that one person sees."""
    year = in_one_world("second-reviewer")
    reviewed = in_one_world("trained-review")["reviews"].after.median
    assert reviewed is not None
    assert year["reviews"].after.median == pytest.approx(2.0 * reviewed)


def test_a_scenario_differs_in_nothing_from_itself() -> None:
    """No input is named, no output changes."""
    found = compare(baseline(), baseline(), draws=32).comparison
    assert () == found.inputs
    assert {1.0} == {one.same for one in found.outputs}
    assert "Nothing changes" in plain(finding(found, ENGLISH))


def test_each_answer_is_compared_in_its_own_worlds() -> None:
    """Before, after and change are those of the worlds in which the answer holds on both sides."""
    found = compared("trained-review")
    name = "wrong_person_references_upheld"
    one = by_name(found)[name]
    holds = found.before.evaluation.worlds.options("answer.reference_rule")
    assert ["any_candidate", "flagged_record"] == [side.option for side in one.split.sides]
    for side in one.split.sides:
        first, second = (
            run.values[name][holds == side.option] for run in (found.before, found.after)
        )
        assert float(np.median(first)) == pytest.approx(side.before.median)
        assert float(np.median(second)) == pytest.approx(side.after.median)
        assert float(np.median(second - first)) == pytest.approx(side.change.median)
        assert float(np.mean(holds == side.option)) == side.share_of_worlds


def test_a_comparison_tells_each_answer_before_the_mixture_and_names_it() -> None:
    """In the sentence, in the year, and in the tables of outputs and of the year."""
    found = compared("trained-review").comparison
    parts = ("if any candidate", "If only a flagged record", "Nobody has said which", "Mixed in")
    said = plain(finding(found, ENGLISH))
    places = [said.index(part) for part in parts]
    assert sorted(places) == places
    heads = ["any candidate", "only flagged records", "mixed in equal parts"]
    rows = outputs(found, ENGLISH).rows
    assert heads == [row[1] for row in rows if plain(row[0]).startswith("Wrong-person references")]
    year_ = yearly(found, "neither", ENGLISH)
    assert year_ is not None
    reviews = [row[1] for row in year_.rows if "References compared by reviewers" == row[0]]
    assert heads == reviews


def test_a_change_that_settles_the_answer_says_so() -> None:
    """Where only a flagged record counted already nothing changes, and no mixture is told."""
    found = compared("flagged-references-only")
    one = by_name(found)["wrong_person_references"]
    assert [0.0, 1.0] == [side.same for side in one.split.sides]
    assert ("after", "flagged_record") == (one.split.elsewhere.side, one.split.elsewhere.option)
    said = plain(output_said(one, found.comparison, ENGLISH))
    assert "Afterwards only a flagged record leads to a reference code." in said
    assert "ixed in" not in said


def test_an_answer_that_only_the_second_side_leaves_open_is_told_too() -> None:
    """The other way round: the first side has settled it, and both start from the same rule."""
    settled = change(baseline(), [load_change("flagged-references-only")]).scenario
    found = compare(settled, baseline(), draws=64)
    split = by_name(found)["wrong_person_references"].split
    assert ("before", "flagged_record") == (split.elsewhere.side, split.elsewhere.option)
    assert [0.0, 1.0] == [side.same for side in split.sides]


def test_worlds_that_change_their_answer_are_said_to() -> None:
    """The same options in another order: the same luck gives the other answer."""
    other = a_change(
        set={
            "answer.reference_rule": {
                "options": ["flagged_record", "any_candidate"],
                "status": "unknown",
                "why": "Turned round.",
            }
        }
    )
    split = by_name(compare(baseline(), changes=[other], draws=64))["wrong_person_references"].split
    assert ("after", None) == (split.elsewhere.side, split.elsewhere.option)


def test_two_programmes_have_each_their_own_answers() -> None:
    """Nothing is paired; the one that is open is told by answer, and the pairs as mixed."""
    found = compare(load_scenario("airport-exit"), baseline(), draws=64).comparison
    one = found.outputs[0]
    assert one.split is None
    assert one.split_before is None
    assert one.split_after is not None
    assert ["any_candidate", "flagged_record"] == [side.option for side in one.split_after.sides]
    said = plain(finding(found, ENGLISH))
    assert "In the second, if any candidate leads to a reference code: about" in said
    assert said.endswith("which rests on the mixing.")
    assert found.leading is None


def test_hours_are_worked_out_for_each_answer() -> None:
    """The reader's minutes reach the sides of an account."""
    found = with_review_minutes(compared("trained-review").comparison, 15.0)
    year = {one.name: one for one in found.accounts}
    reviews, hours = year["reviews"].split, year["review_hours"].split
    assert reviews is not None
    assert hours is not None
    for counted, worked in zip(reviews.sides, hours.sides, strict=True):
        assert (counted.after.median or 0.0) / 4 == pytest.approx(worked.after.median)


def test_inputs_that_differ_are_named_in_words() -> None:
    """What stands there before and after, as a person says it; those that are alike in one row."""
    after = change(baseline(), [load_change("delete-non-matches")]).scenario
    table = in_words(differing(baseline(), after), baseline(), after, ENGLISH)
    assert {("exactly 15 years", "exactly 24 hours")} == {row[2:] for row in table.rows}
    assert "retention.citizens.no_candidate" == table.rows[0][0]


def test_two_programmes_can_be_compared() -> None:
    """Inputs that only one of them has are named with nothing on the other side."""
    found = compare(load_scenario("airport-exit"), load_scenario("live-watchlist"), draws=32)
    assert any(row.before is None for row in found.comparison.inputs)
    assert tuple(kind.name for kind in KINDS) == tuple(by_name(found))


def test_a_comparison_follows_its_shipped_schema() -> None:
    """The document that `--json` prints is valid under the schema in the package."""
    schema = json.loads((SCHEMA / "comparison-3.json").read_text(encoding="utf-8"))
    data = json.loads(compared("strict-threshold").comparison.model_dump_json())
    jsonschema.validate(data, schema)
