"""Bad input: one clear error with file and line each, and nothing else ever escapes."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import copy
from io import StringIO
from typing import Any

import pytest
from ruamel.yaml import YAML

from misid.errors import FormatError, MeaningError, MisidError
from misid.scenario.document import parse
from misid.scenario.read import read_text

FILE = "pilot.yaml"
MARK = "THE_PLACE"
NONE = "None exists."
COUNT = "a count from 1 to 1,000,000,000,000 is needed"
COUNT_USE = "a number such as 1_300, or a range: low, high and why"
SHARE_USE = "a number such as 0.03, or a range: low, high and why"
FACTOR_USE = "a number such as 1.5, or a range: low, high and why"
THREE_FORMS = "one of three forms: value; low, high and why; evidence, column and why"
SHARES_USE = "a share such as 0.25 for each, all together 1"
WHY_USE = "why: followed by the evidence, or by the words None exists"
RARITY_USE = "a rarity such as 9.6: one pair of strangers in 10^9.6 matches"
RATIOS = "nist_frte_demographics_top57_2024-09-20"
ROWS = "nist_frte_1n_fnir_2026-01-09"

GOOD = f"""\
schema: misid-scenario/1
name: pilot
title: A pilot
about: A small programme to test with.
groups:
  - {{name: women, label: women, region: EURO, sex: F}}
  - {{name: men, label: men, region: EURO, sex: M}}
stops:
  a_year: {{low: 1_000, high: 9_000, status: unknown, why: {NONE}}}
  agencies: {{value: 1_300, status: disclosed, source: npr-2026-06}}
  officers: 10
  people: 100_000
  composition: {{shares: {{women: 0.5, men: 0.5}}}}
  unevenness: 1
  agency_unevenness: 1
  share_enrolled: {{low: 0.15, high: 0.85, why: {NONE}}}
  share_sought: 0.01
  share_citizens: 0.5
  share_may_opt_out: 0
  opt_out_taken: 0
  operational_failures: 0.1
  identical_twins: 0.008
gallery:
  records: 250_000_000
  composition: {{shares: {{visa: 1}}}}
  sources:
    - name: visa
      label: visa records
      composition: {{shares: {{women: 0.5, men: 0.5}}}}
      records_per_person: 2
      image_age: 5
      unusable_images: 0.01
      share_flagged: 0.1
      wrongly_flagged: 0.01
      flag_missing: 0.1
  image_dependence: 0.9
capture:
  conditions:
    - {{name: webcam, impostor_effect: 2}}
  composition: {{shares: {{webcam: 1}}}}
matcher:
  algorithm: {{below: 0.01, why: {NONE}}}
  mated_searches: 100_000
  mate_tail: {{options: [normal, gumbel], why: {NONE}}}
  ageing_years: 14
  miss_odds: {{groups: {{women: 1, men: 1.5}}}}
  region_ratio: {{evidence: {RATIOS}, column: ratio_WAfrica_EEurope, why: One row.}}
  sex_ratio: {{evidence: {RATIOS}, column: ratio_Female_Male, why: The same row.}}
  cross_sex: 0.1
  ratio_drift: 0
  ratios_measured_at: 4
  look_alike_variance: 1
  look_alike_persistence: 0.5
  mate_persistence: 0.5
  growth_exponent: 1
threshold:
  policy: fpir
  rate: 0.003
  design_gallery: 1_600_000
  moves_with_gallery: true
  design_population: reference
  candidates: {{options: [1, 5], why: {NONE}}}
  tries: 1
answer:
  reference_rule: any_candidate
review:
  share_reviewed: 1
  false_acceptance: 0.2
  studied_at: 4
  slope: 0.3
  group_effect: 0
  false_rejection: 0.06
retention:
  horizon: 15
  citizens: &kept {{no_candidate: 15, candidate: 15, reference: 15}}
  others: *kept
decision:
  output: wrong_person_references
  limit: 100
  why: An example.
"""


def error_of(text: str) -> MisidError:
    """The one error that a text ends with, its form checked."""
    with pytest.raises(MisidError) as caught:
        read_text(text, file=FILE)
    check_form(caught.value)
    assert caught.value.where.startswith(FILE)
    return caught.value


def check_form(error: MisidError) -> None:
    """
    Three lines: what, in, use; each filled, none in the words of a library, no folder shown.
    """
    lines = str(error).split("\n")
    assert [type(error).__name__, "  in  ", "  use "] == [
        lines[0].split(":")[0], *(line[:6] for line in lines[1:]),
    ]  # fmt: skip
    assert type(error) in (FormatError, MeaningError)
    assert error.what.endswith((".", ")"))
    assert str(error).replace("\n", "").isprintable()
    assert len(str(error)) < 3_000
    for strange in ("Input should", "input should", "valid dictionary", "NoneType", "pydantic"):
        assert strange not in str(error)


def line_of(text: str, part: str) -> int:
    """The line, from 1, on which a part stands that stands once."""
    assert 1 == text.count(part), part
    return text[: text.index(part)].count("\n") + 1


def with_text(old: str, new: str) -> str:
    """The good scenario with one part of its text replaced."""
    assert 1 == GOOD.count(old), old
    return GOOD.replace(old, new)


def with_content(path: str, raw: str) -> tuple[str, int]:
    """The good scenario with other content at a path, in block style; and the line of it."""
    data = copy.deepcopy(parse(GOOD, FILE).data)
    block: Any = data
    *above, last = path.split(".")
    for step in above:
        block = block[int(step) if step.isdigit() else step]
    block[int(last) if last.isdigit() else last] = MARK
    text = block_style(data)
    return text.replace(MARK, raw), line_of(text, MARK)


def without(path: str) -> str:
    """The good scenario without one field."""
    data = copy.deepcopy(parse(GOOD, FILE).data)
    block: Any = data
    *above, last = path.split(".")
    for step in above:
        block = block[int(step) if step.isdigit() else step]
    del block[last]
    return block_style(data)


def block_style(data: object) -> str:
    """YAML with one field a line."""
    writer, stream = YAML(typ="safe", pure=True), StringIO()
    for option in ("default_flow_style", "sort_base_mapping_type_on_output"):
        setattr(writer, option, False)
    writer.dump(data, stream)
    return stream.getvalue()


def test_the_good_scenario_is_good() -> None:
    """What the tests below break is in order before."""
    assert read_text(GOOD, file=FILE) == read_text(block_style(parse(GOOD, FILE).data), file=FILE)


# One mistake at a time: path, what stands there instead, the error


@pytest.mark.parametrize(
    ("path", "raw", "what", "use"),
    [
        ("gallery.records", "0", f"gallery.records is 0, but {COUNT}.", COUNT_USE),
        ("gallery.records", "-1", f"gallery.records is -1, but {COUNT}.", COUNT_USE),
        ("gallery.records", "2e12", f"gallery.records is 2,000,000,000,000, but {COUNT}.", COUNT_USE),
        ("gallery.records", "{value: 0}", f"gallery.records is 0, but {COUNT}.", COUNT_USE),
        (
            "gallery.records", ".nan",
            f"gallery.records is not a number (.nan), but {COUNT}.", COUNT_USE,
        ),
        (
            "gallery.records", "{value: .NaN}",
            f"gallery.records is not a number (.nan), but {COUNT}.", COUNT_USE,
        ),
        *(
            (
                "gallery.records", raw,
                f"gallery.records is infinite, or too large a number, but {COUNT}.", COUNT_USE,
            )
            for raw in (".inf", "-.inf", "1e400", "1" + "0" * 400, "1" + "0" * 5000, "-1" + "0" * 9000)
        ),
        ("gallery.records", "many", f"gallery.records is 'many', but {COUNT}.", COUNT_USE),
        (
            "gallery.records", "'250000000'",
            f"gallery.records is '250000000', but {COUNT}.", "250000000 without quotation marks",
        ),
        ("gallery.records", "1,300", f"gallery.records is '1,300', but {COUNT}.", "1_300, without commas"),
        ("gallery.records", "true", f"gallery.records is true, but {COUNT}.", COUNT_USE),
        ("gallery.records", "", f"gallery.records is empty, but {COUNT}.", COUNT_USE),
        ("gallery.records", "[1]", f"gallery.records is a list, but {COUNT}.", COUNT_USE),
        ("gallery.records", "2026-06-01", f"gallery.records is '2026-06-01', but {COUNT}.", COUNT_USE),
        ("gallery.records", "{}", "gallery.records says no number.", THREE_FORMS),
        (
            "gallery.records", "{value: 5, low: 1, high: 9}",
            "gallery.records has both value and low.", THREE_FORMS,
        ),
        (
            "gallery.records", f"{{low: 9, high: 5, why: {NONE}}}",
            "gallery.records has its range upside down: low is 9 and high is 5.",
            "low below high; for one number, value",
        ),
        ("gallery.records", "{low: 5, high: 9}", "gallery.records is a range without a why.", WHY_USE),
        (
            "gallery.records", "{low: few, high: 9, why: No}",
            f"gallery.records.low is 'few', but {COUNT}.", COUNT_USE,
        ),
        (
            "gallery.records", "{value: 5, status: certain}",
            "gallery.records.status is 'certain', which is none of the words that may stand here.",
            "one of disclosed, published, measured, inferred, assumed or unknown",
        ),
        (
            "gallery.records", "{value: 5, status: unknown}",
            "gallery.records is unknown, but is given the one value 5.",
            "a range (low, high, why), or status: assumed",
        ),
        (
            "gallery.records", "{value: 5, status: published}",
            "gallery.records is published, but has no source.",
            "source: and a citation key, or status: assumed",
        ),
        (
            "gallery.records", "{value: 5, source: npr-2099}",
            "gallery.records.source is 'npr-2099', but no citation has this key.",
            "npr-2026-06 or npl-2023",
        ),
        (
            "gallery.records", "{value: 5, source: 7}",
            "gallery.records.source is 7, but text is needed.",
            "words, in quotation marks if they could be a number",
        ),
        (
            "gallery.records", "{value: 5, sauce: a}",
            "gallery.records.sauce is not a field of the schema.", "source",
        ),
        (
            "gallery.records", "{value: 250,000}",
            "gallery.records.000 is not a field of the schema.",
            "a number without a comma in it: 1_300, not 1,300",
        ),
        (
            "gallery.records", f"{{low: 1, high: 9, why: {NONE}}}",
            "gallery.records has low at 1, the least that is possible, but a range of 5 % to 95 % "
            "goes on beyond both.",
            "another low, or distribution: uniform, whose ends are low and high",
        ),
        (
            "stops.share_enrolled", f"{{low: 0, high: 0.5, why: {NONE}}}",
            "stops.share_enrolled has low at 0, the least that is possible, but a range of 5 % to "
            "95 % goes on beyond both.",
            "another low, or distribution: uniform, whose ends are low and high",
        ),
        (
            "stops.share_enrolled", f"{{low: 0.1, high: 0.5, distribution: gauss, why: {NONE}}}",
            "stops.share_enrolled.distribution is 'gauss', which is none of the words that may "
            "stand here.",
            "one of beta, uniform, log-uniform or triangular",
        ),
        (
            "stops.share_enrolled",
            f"{{low: 0.1, high: 0.5, distribution: beta, alpha: 0, beta: 1, why: {NONE}}}",
            "stops.share_enrolled.alpha is 0, but 0.01 is the least possible.", "0.01 or more",
        ),
        (
            "stops.share_enrolled", "1.4",
            "stops.share_enrolled is 1.4, but a share from 0 to 1 is needed.", SHARE_USE,
        ),
        (
            "stops.share_enrolled", "15 %",
            "stops.share_enrolled is '15 %', but a share from 0 to 1 is needed.", "0.15 for 15 %",
        ),
        (
            "stops.share_enrolled", "{groups: {women: 0.1, men: 2}}",
            "stops.share_enrolled.groups.men is 2, but a share from 0 to 1 is needed.", SHARE_USE,
        ),
        (
            "stops.share_enrolled", "{groups: {women: 0.1}}",
            "stops.share_enrolled.groups leaves out the group men.", "every group once: women, men",
        ),
        (
            "stops.share_enrolled", "{groups: {women: 0.1, men: 0.1, others: 0.1}}",
            "stops.share_enrolled.groups.others is not the name of a group of this scenario.",
            "every group once: women, men",
        ),
        (
            "stops.share_enrolled", "{groups: {women: 0.1, men: 0.1}, every: 0.1}",
            "stops.share_enrolled needs either one quantity for every group or one for each.",
            "the quantity itself, or groups: with one line for each group",
        ),
        (
            "stops.share_enrolled", "{groups: {women: 0.1, men: 0.1}, status: assumed}",
            "stops.share_enrolled.status is not a field of the schema.", "one of every, groups",
        ),
        (
            "stops.share_enrolled", "{groups: 5}",
            "stops.share_enrolled.groups is 5, but a block of named fields is needed.",
            "`name: value` lines, indented",
        ),
        (
            "matcher.miss_odds", "{groups: {women: 1, men: 0}}",
            "matcher.miss_odds.groups.men is 0, but a number above 0 (from 1e-12 to 1e12) is needed.",
            FACTOR_USE,
        ),
        (
            "stops.composition", "{shares: {women: 0.6, men: 0.5}}",
            "stops.composition has shares that add up to 1.1, but they must add up to 1.",
            "shares that are smaller by 0.1 in all",
        ),
        (
            "stops.composition", "{shares: {women: 0.333333, men: 0.333333}}",
            "stops.composition has shares that add up to 0.666666, but they must add up to 1.",
            "shares that are larger by 0.333334 in all",
        ),
        (
            "stops.composition", "{shares: {women: 1.5, men: -0.5}}",
            "stops.composition.shares.women is 1.5, but a share from 0 to 1 is needed. "
            "(1 further mistake in this file)",
            SHARES_USE,
        ),
        (
            "stops.composition", "{shares: {women: few, men: 1}}",
            "stops.composition.shares.women is 'few', but a number is needed.",
            "digits without quotation marks, such as 0.5",
        ),
        (
            "stops.composition", "{shares: {women: .inf, men: 1}}",
            "stops.composition.shares.women is infinite, or too large a number, but a finite "
            "number is needed.",
            "digits, such as 100 or 0.5",
        ),
        (
            "stops.composition", "{shares: {women: 0.5, others: 0.5}}",
            "stops.composition.shares.others is not the name of a group of this scenario. "
            "(1 further mistake in this file)",
            "every group once: women, men",
        ),
        (
            "stops.composition", "{shares: {women: 1}}",
            "stops.composition.shares leaves out the group men.", "every group once: women, men",
        ),
        (
            "stops.composition", "{shares: {}}",
            "stops.composition.shares has no entry, but at least one is needed.",
            "one entry or more",
        ),
        (
            "stops.composition", "0.5",
            "stops.composition is 0.5, but shares of a whole are needed.", f"shares: with {SHARES_USE}",
        ),
        (
            "stops.composition", "{shares: {women: 0.5, men: 0.5}, concentration: 0, why: No}",
            "stops.composition.concentration is 0, but 0.1 is the least possible.", "0.1 or more",
        ),
        (
            "stops.composition", "{shares: {women: 0.5, men: 0.5}, concentration: 25}",
            "stops.composition is a range without a why.", WHY_USE,
        ),
        (
            "stops.composition", "{shares: {women: 0.5, men: 0.5}, status: unknown}",
            "stops.composition is unknown, but has no concentration.",
            "shares with a concentration and a why, or status: assumed",
        ),
        (
            "gallery.composition", "{shares: {visa: 1}, status: unknown, concentration: 2, why: No}",
            "gallery.composition is unknown, but has only one share.",
            "shares with a concentration and a why, or status: assumed",
        ),
        (
            "gallery.composition", "{shares: {visas: 1}}",
            "gallery.composition.shares.visas is not the name of a source of this scenario. "
            "(1 further mistake in this file)",
            "every source once: visa",
        ),
        (
            "capture.composition", "{shares: {kiosk: 1}}",
            "capture.composition.shares.kiosk is not the name of a condition of this scenario. "
            "(1 further mistake in this file)",
            "every condition once: webcam",
        ),
        (
            "gallery.sources.0.composition", "{shares: {women: 0.5, men: 0.4}}",
            "gallery.sources.visa.composition has shares that add up to 0.9, but they must add up "
            "to 1.",
            "shares that are larger by 0.1 in all",
        ),
        (
            "gallery.sources.0.records_per_person", "0.5",
            "gallery.sources.visa.records_per_person is 0.5, but an enrolled person has at least "
            "one record.",
            "1 or more",
        ),
        (
            "gallery.sources.0.records_per_person",
            f"{{low: 0.5, high: 4, distribution: uniform, why: {NONE}}}",
            "gallery.sources.visa.records_per_person is 0.5, but an enrolled person has at least "
            "one record.",
            "1 or more",
        ),
        (
            "gallery.sources.0.records_per_person", f"{{low: 2, high: 4, why: {NONE}}}",
            "gallery.sources.visa.records_per_person is a range without ends, so it could fall "
            "below one record a person.",
            "distribution: log-uniform, which ends at low and high",
        ),
        (
            "gallery.sources.0.image_age", "300",
            "gallery.sources.visa.image_age is 300, but a time in years from 0 to 200 is needed.",
            "a number such as 15, or a range: low, high and why",
        ),
        (
            "capture.conditions.0.name", "drone",
            "capture.conditions.drone.name is 'drone', which is none of the words that may stand "
            "here.",
            "one of mugshot, webcam, border or kiosk",
        ),
        (
            "matcher.algorithm", "nosuch_1",
            f"matcher.algorithm.name is 'nosuch_1', but no algorithm of {ROWS} has this name.",
            f"a name from `misid evidence {ROWS}`, such as ",
        ),
        (
            "matcher.algorithm", "{below: 0.0000001, why: No}",
            "matcher.algorithm.below is 0.0000001, but no algorithm misses fewer than that at 12 "
            "million records.",
            "a larger share, such as 0.01",
        ),
        (
            "matcher.algorithm", "{below: 3, why: No}",
            "matcher.algorithm.below is 3, but 1 is the most possible.", "1 or less",
        ),
        (
            "matcher.algorithm", "{below: 0, why: No}",
            "matcher.algorithm.below is 0, but a number above 0 is needed.", "a number above 0",
        ),
        ("matcher.algorithm", "{below: 0.01}", "matcher.algorithm is open without a why.", WHY_USE),
        (
            "matcher.algorithm", "7",
            "matcher.algorithm is 7, but the name of an algorithm is needed.",
            "the name of one algorithm; or below: 0.01 and a why, for any of several",
        ),
        (
            "matcher.algorithm", "{why: No}",
            "matcher.algorithm has neither a name nor below.",
            "the name of one algorithm; or below: 0.01 and a why, for any of several",
        ),
        (
            "matcher.algorithm", "{name: nosuch_1, status: unknown}",
            "matcher.algorithm is unknown, but is given as nosuch_1.",
            "below: 0.01 with a why, or status: assumed",
        ),
        (
            "matcher.mate_tail", "cauchy",
            "matcher.mate_tail is 'cauchy', which is none of the words that may stand here.",
            "one of normal, logistic, gumbel or power_law",
        ),
        (
            "matcher.mate_tail", "{options: [normal, gumbel]}",
            "matcher.mate_tail is open without a why.", WHY_USE,
        ),
        (
            "matcher.mate_tail", "{options: [normal], status: unknown}",
            "matcher.mate_tail is unknown, but has only one option.",
            "every option that is possible, with a why; or status: assumed",
        ),
        (
            "matcher.mate_tail", "{options: normal}",
            "matcher.mate_tail.options is 'normal', but a list is needed.",
            "lines that begin with `-`, or [a, b]",
        ),
        (
            "matcher.region_ratio", f"{{evidence: nosuch_table, column: a, why: {NONE}}}",
            "matcher.region_ratio.evidence is 'nosuch_table', but no evidence table has this name.",
            "one of: human_review, ",
        ),
        (
            "matcher.region_ratio", f"{{evidence: {RATIOS}, column: ratio, why: {NONE}}}",
            "matcher.region_ratio cannot be drawn: 'ratio' is not the name of a column.",
            "ratio_WAfrica_EEurope or ",
        ),
        (
            "matcher.region_ratio", f"{{evidence: {RATIOS}, column: algorithm, why: {NONE}}}",
            "matcher.region_ratio cannot be drawn: column algorithm holds text, not numbers.",
            "another column of the table",
        ),
        (
            "matcher.region_ratio", f"{{evidence: {RATIOS}, why: {NONE}}}",
            "matcher.region_ratio has evidence without column.", "column: beside it",
        ),
        (
            "stops.share_sought",
            f"{{evidence: {RATIOS}, column: ratio_WAfrica_EEurope, why: {NONE}}}",
            "stops.share_sought draws from ratio_WAfrica_EEurope, which holds ",
            "another column of the table",
        ),
        (
            "threshold.rate", "1.4",
            "threshold.rate is 1.4, but a false positive identification rate is a share below 1.",
            "a number from 0 to 1, such as 0.003",
        ),
        (
            "threshold.rate", f"{{low: 0.1, high: 1.4, why: {NONE}}}",
            "threshold.rate is 1.4, but a false positive identification rate is a share below 1.",
            "a number from 0 to 1, such as 0.003",
        ),
        (
            "threshold.policy", "fmr\n  # a remark",
            None, "",
        ),
        (
            "threshold.policy", "best",
            "threshold.policy is 'best', which is none of the words that may stand here.",
            "one of fpir, fmr or rarity",
        ),
        (
            "threshold.candidates", "0",
            "threshold.candidates is 0, but candidates are from 1 to 50.",
            "a whole number from 1 to 50",
        ),
        (
            "threshold.candidates", "{options: [5, 51], why: No}",
            "threshold.candidates is 51, but candidates are from 1 to 50.",
            "a whole number from 1 to 50",
        ),
        (
            "threshold.candidates", "{options: [5, 5], why: No}",
            "threshold.candidates names an option twice.", "each option once",
        ),
        (
            "threshold.candidates", "{options: [true, 5], why: No}",
            "threshold.candidates is true, but a whole number is needed.",
            "digits without quotation marks, such as 5",
        ),
        (
            "threshold.candidates", "[1, 5]",
            "threshold.candidates is a list, but an option is needed.",
            "the option alone, or options: [...] with a why",
        ),
        (
            "threshold.tries", "99",
            "threshold.tries is 99, but tries are from 1 to 10.", "a whole number from 1 to 10",
        ),
        (
            "threshold.tries", "1.5",
            "threshold.tries is 1.5, but a whole number is needed.",
            "digits without quotation marks, such as 5",
        ),
        (
            "threshold.moves_with_gallery", "yes",
            "threshold.moves_with_gallery is 'yes', but true or false is needed.",
            "true or false, without quotes",
        ),
        (
            "groups.1.name", "women",
            "the scenario has two groups named women.", "another name for one of them",
        ),
        (
            "groups.1.name", "Men of Europe",
            "groups.Men of Europe.name is 'Men of Europe', but a short name is needed.",
            "small letters, digits, - and _, beginning with a letter, 64 characters at most",
        ),
        (
            "groups.1.region", "EUROPE",
            "groups.men.region is 'EUROPE', which is none of the words that may stand here.",
            "one of CARIB, CASIA, CSAMERIC, EASIA, EURO, MEAST, NAFRICA, POLY, SASIA or SSAFRICA",
        ),
        (
            "groups.1", "men",
            "groups.2 is 'men', but a block of named fields is needed.",
            "`name: value` lines, indented",
        ),
        ("groups", "[]", "groups has no entry, but at least one is needed.", "one entry or more"),
        (
            "groups", "women and men", "groups is 'women and men', but a list is needed.",
            "lines that begin with `-`, or [a, b]",
        ),
        (
            "gallery", "[1]", "gallery is a list, but a block of named fields is needed.",
            "`name: value` lines, indented",
        ),
        (
            "gallery", "", "gallery is empty, but a block of named fields is needed.",
            "`name: value` lines, indented",
        ),
        (
            "title", "5", "title is 5, but text is needed.",
            "words, in quotation marks if they could be a number",
        ),
        ("title", "''", "title is empty, but text is needed.", "a few words"),
        (
            "title", "a" * 2001, "title has more than 2,000 characters.",
            "a shorter text, of 2,000 characters at most",
        ),
        ("retention.horizon", "0", "retention.horizon is 0, but 1 is the least possible.", "1 or more"),
        (
            "retention.horizon", "101",
            "retention.horizon is 101, but 100 is the most possible.", "100 or less",
        ),
        (
            "retention.horizon", "true",
            "retention.horizon is true, but a whole number is needed.",
            "digits without quotation marks, such as 5",
        ),
        ("decision.limit", "-1", "decision.limit is -1, but 0 is the least possible.", "0 or more"),
        (
            "decision.limit", "true", "decision.limit is true, but a number is needed.",
            "digits without quotation marks, such as 0.5",
        ),
        (
            "decision.limit", ".inf",
            "decision.limit is infinite, or too large a number, but a finite number is needed.",
            "digits, such as 100 or 0.5",
        ),
        (
            "decision.status", "published",
            "decision.status is 'published', which is none of the words that may stand here.",
            "one of assumed",
        ),
        (
            "schema", "misid-scenario/9",
            "schema is 'misid-scenario/9', but this misid reads misid-scenario/1.",
            "schema: misid-scenario/1",
        ),
        (
            "schema", "[1]", "schema is a list, but this misid reads misid-scenario/1.",
            "schema: misid-scenario/1",
        ),
        (
            "stops.agensies", "5", "stops.agensies is not a field of the schema.", "agencies",
        ),
        (
            "retention.others.<<", "5", "retention.others.<< is not a field of the schema.",
            "the alias alone, which stands for the whole block: `name: *alias`",
        ),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line(path: str, raw: str, what: str | None, use: str) -> None:
    """Each content that cannot be meant: the name, what stands there, what is needed, the line."""
    text, line = with_content(path, raw)
    if what is None:
        assert read_text(text, file=FILE)
        return
    error = error_of(text)
    assert what == error.what[: len(what)]
    assert f"{FILE}, line {line}" == error.where
    assert use == error.use[: len(use)]
