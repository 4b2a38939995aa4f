"""Claims: their denominators, what must be true for them, and what they would mean."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from tests import evidence_derivations as derived
from tests.placed import misplaced

import misid
from misid.cli import main
from misid.document.uncertainty import claim_document
from misid.errors import MeaningError
from misid.figures.claims import claim_tree
from misid.figures.render import framed_svg
from misid.figures.slopes import slopes
from misid.results import Run, run
from misid.results.outputs import evaluate, one_output
from misid.scenario import Scenario, load_change, load_scenario
from misid.scenario.serialise import as_data
from misid.uncertainty.claim import accuracy, definitive, false_per_true, false_positive_rate
from misid.uncertainty.compare import compare
from misid.uncertainty.schema import Claim
from misid.words import ENGLISH, plain
from misid.words import claim as claim_words

SCHEMA = Path(misid.__file__).parent / "schemas" / "claim-3.json"


@cache
def found() -> Run:
    """The shipped scenario, 256 worlds."""
    return run("task-force-module", draws=256)


@cache
def independent() -> Run:
    """The same with independent comparisons: no frailty, no growth but that of the gallery."""
    data = as_data(load_scenario("task-force-module"))
    data["matcher"] |= {"look_alike_variance": 0.0, "growth_exponent": 1.0}
    return run(Scenario.model_validate(data), draws=64)


def test_accuracy_has_three_readings_and_asks_of_what() -> None:
    """Pairs, searches without a record, searches with one; from ruin to hardly anything."""
    claim = accuracy(found(), 0.99)
    assert "99 % of what" in plain(claim_words.missing(claim, ENGLISH))
    assert 3 == len(claim.readings)
    pairs, absent, present = claim.readings
    assert pairs.without_record == pytest.approx(pairs.answered_wrongly)
    assert 0.01 * absent.without_record == pytest.approx(absent.answered_wrongly)
    assert 0.99 * present.with_record == pytest.approx(present.found)


def test_people_of_a_reading_add_up() -> None:
    """With and without a record they are all."""
    for reading in accuracy(found(), 0.9).readings:
        assert reading.people == pytest.approx(reading.without_record + reading.with_record)


def test_a_rate_of_12_million_grows_as_the_evidence_says() -> None:
    """FPIR 0.003 at 12 million is 6.07 % at 250 million for independent comparisons (evidence)."""
    claim = false_positive_rate(independent(), 0.003, 12e6)
    reading = claim.readings[0]
    expected = -np.expm1(250 / 12 * np.log1p(-0.003))
    assert expected == pytest.approx(0.0607, abs=1e-4)
    assert expected == pytest.approx(reading.answered_wrongly / reading.without_record, rel=1e-6)
    assert () == claim_words.missing(claim, ENGLISH)


def test_the_npl_rate_is_98_per_cent_at_this_gallery() -> None:
    """1 in 6,000 at 10,000 records is 98 % at 250 million (evidence)."""
    claim = false_positive_rate(independent(), 1 / 6000, 10_000)
    reading = claim.readings[0]
    share = reading.answered_wrongly / reading.without_record
    assert derived.npl_pairwise_fmr() == pytest.approx(1.67e-8, rel=0.01)
    assert 0.98 == pytest.approx(share, abs=0.005)


def test_a_rate_without_a_gallery_is_answered_with_the_question() -> None:
    """A claim without its denominator is answered with what is missing."""
    claim = false_positive_rate(found(), 0.001, None)
    assert "at which gallery size" in plain(claim_words.missing(claim, ENGLISH))
    said = plain(claim_words.finding(claim, ENGLISH))
    assert said.startswith("\u201cThe false positive rate is 0.1 %.\u201d leaves open")


def test_false_per_true_says_how_many_must_have_a_record() -> None:
    """At the share that it names, the ratio comes out: arithmetic in sight."""
    reading = false_per_true(found(), 0.1).readings[0]
    fpir = reading.answered_wrongly / reading.without_record
    assert reading.found is not None
    tpir = reading.found / reading.with_record
    needed = fpir / (fpir + 0.1 * tpir)
    assert 0.1 == pytest.approx(fpir * (1 - needed) / (tpir * needed))
    assert reading.worlds is not None
    assert 0.0 <= reading.worlds <= 1.0


def test_definitive_needs_a_rate_that_gives_one_wrong_in_a_thousand() -> None:
    """With the rate that must be true, one reference in 1,000 concerns the wrong person."""
    reading = definitive(found()).readings[0]
    assert reading.found is not None
    wrong = reading.answered_wrongly / (reading.answered_wrongly + reading.found)
    assert 0.001 == pytest.approx(wrong, rel=1e-9)


def test_definitive_is_answered_on_both_sides_of_the_rule() -> None:
    """The rule of references decides whom a code names; the sides stand before the mixture."""
    claim = definitive(found())
    assert claim.either_or is not None
    assert ("answer.reference_rule", "value") == (claim.either_or.input, claim.either_or.by)
    wrong, sought = claim.readings
    assert ["any_candidate", "flagged_record"] == [side.option for side in sought.sides]
    low, high = (side.median or 0.0 for side in sought.sides)
    assert low < (sought.median or 0.0) < high
    mixed = sum((side.worlds or 0.0) * side.share_of_worlds for side in wrong.sides)
    assert mixed == pytest.approx(wrong.worlds)
    said = plain(claim_words.finding(claim, ENGLISH))
    first, last = (said.index(word) for word in ("if any candidate", "Mixed"))
    assert first < last


def test_definitive_says_what_kin_contribute_together() -> None:
    """All kin at zero at once, by hand, is what the reading says; with the status of each."""
    reading = definitive(found()).readings[0]
    kin = dict.fromkeys(("stops.identical_twins", "stops.fraternal_twins", "stops.siblings"), 0.0)
    bare = evaluate(found().evaluation.worlds.at(kin))
    share = one_output(bare, "share_of_references_wrong_person")
    assert reading.worlds_without_kin == pytest.approx(np.mean(share <= 0.001))
    assert (reading.worlds_without_kin or 0.0) > (reading.worlds or 0.0)
    assert reading.without_kin is not None
    assert {"inferred", "unknown"} == {one.status for one in reading.without_kin.inputs}


def test_an_either_or_that_decides_a_claimed_number_stands_beside_each_reading() -> None:
    """Whether the threshold moves sets the rates far apart, and turns the verdict on 99 %."""
    claim = accuracy(found(), 0.99)
    assert claim.either_or is not None
    assert ("threshold.moves_with_gallery", "value") == (
        claim.either_or.input,
        claim.either_or.by,
    )
    anew, stays = (side.worlds or 0.0 for side in claim.readings[1].sides)
    assert stays < 0.5 < anew
    assert () == claim.readings[0].sides


def test_a_claim_follows_its_shipped_schema() -> None:
    """The document that `--json` prints is valid under the schema in the package."""
    data = json.loads(accuracy(found(), 0.99).model_dump_json())
    jsonschema.validate(data, json.loads(SCHEMA.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "claimed",
    [
        lambda run: accuracy(run, 0.99),
        lambda run: false_positive_rate(run, 0.001),
        lambda run: false_positive_rate(run, 0.003, 12e6),
        lambda run: false_per_true(run, 0.005),
        definitive,
    ],
)
def test_every_number_that_is_told_stands_in_the_saved_claim(
    claimed: Callable[[Run], Claim],
) -> None:
    """Sentences and table are made from the saved file, and each number says where it stands."""
    saved = Claim.model_validate_json(claimed(found()).model_dump_json())
    assert [] == misplaced(claim_document(saved), saved)


@pytest.mark.parametrize(
    ("claimed", "said"),
    [
        (lambda run: accuracy(run, 99.0), "accuracy is 99"),
        (lambda run: false_positive_rate(run, 1.5), "false-positive-rate is 1.5"),
        (lambda run: false_positive_rate(run, 0.1, 0.0), "at least one record"),
        (lambda run: false_per_true(run, 0.0), "a ratio above 0"),
    ],
)
def test_the_library_checks_what_is_claimed(claimed: Callable[[Run], Claim], said: str) -> None:
    """From Python as from the command line."""
    with pytest.raises(MeaningError, match=said):
        claimed(found())


def test_the_picture_of_a_claim_adds_up_and_says_that_it_is_a_claim() -> None:
    """Whole people, drawn the same twice."""
    claim = accuracy(found(), 0.99)
    picture = claim_tree(claim, claim.readings[0])
    assert 100_000 == pytest.approx(sum(float(row[2] or 0.0) for row in picture.rows))
    assert "a claim, not a finding" in picture.words
    assert framed_svg(picture) == framed_svg(picture)


def test_slopes_have_a_line_a_world() -> None:
    """At most 30 worlds, as many of each answer, with the change's digest in the stamp."""
    baseline = load_scenario("task-force-module")
    change = load_change("strict-threshold")
    before, after = (run(baseline, changes=changes, draws=64) for changes in ((), (change,)))
    comparison = compare(before, after)
    picture = slopes(comparison, "wrong_person_references")
    clauses = [row[0] for row in picture.rows]
    assert "if" == picture.columns[0].name
    assert {15} == {clauses.count(clause) for clause in set(clauses)}
    assert 30 == len(clauses)
    lead = "Wrong-person references, per 100,000 searches, if any candidate leads to"
    assert plain(picture.finding).startswith(lead)
    assert "(with strict-threshold)" in picture.stamp
    assert "each line is one possible world" in picture.words
    assert framed_svg(picture) == framed_svg(picture)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "no claim is given"),
        (("--accuracy", "0.9", "--definitive"), "more than one claim"),
        (("--accuracy", "99"), "accuracy is 99"),
        (("--false-per-true", "0"), "a ratio above 0"),
        (("--accuracy", "0.9", "--at-gallery", "5"), "says nothing without --false-positive-rate"),
        (("--false-positive-rate", "0.1", "--at-gallery", "0"), "at least one record"),
    ],
)
def test_mistakes_are_told(
    words: tuple[str, ...],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """One text on standard error, exit code 2."""
    monkeypatch.setattr(sys, "argv", ["misid", "claim", *words])
    with pytest.raises(SystemExit) as stop:
        main()
    assert 2 == stop.value.code
    assert said in capsys.readouterr().err
