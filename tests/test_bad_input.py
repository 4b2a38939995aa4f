"""Bad input: one clear error with file and line each, and nothing else ever escapes."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import copy
import os
import re
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic_core.core_schema import ErrorType
from ruamel.yaml import YAML

from misid.cli import main
from misid.errors import FormatError, MeaningError, MisidError
from misid.files.read import refuse_pictures
from misid.files.yaml_lines import BYTE_LIMIT, parse
from misid.scenario import library, load_change, load_scenario
from misid.scenario.read import read_text, words_of

FILE = "pilot.yaml"
MARK = "THE_PLACE"
NONE = "None exists."
COUNT = "a count from 1 to 1,000,000,000,000 is needed"
COUNT_USE = "a number such as 1300, or a range: low, high and why"
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
  officers: 10_000
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


GOOD_DATA = parse(GOOD, FILE).data
END = GOOD.count("\n") + 1


def error_of(text: str) -> MisidError:
    """The one error that a text ends with, its form checked."""
    with pytest.raises(MisidError) as caught:
        read_text(text, file=FILE)
    check_form(caught.value)
    assert caught.value.where.startswith(FILE)
    return caught.value


def check_form(error: MisidError) -> None:
    """Three lines: what, in, use; each filled, none in the words of a library, no folder shown."""
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
    data = copy.deepcopy(GOOD_DATA)
    block: Any = data
    *above, last = path.split(".")
    for step in above:
        block = block[int(step) if step.isdigit() else step]
    block[int(last) if last.isdigit() else last] = MARK
    text = block_style(data)
    return text.replace(MARK, raw), line_of(text, MARK)


def without(path: str) -> str:
    """The good scenario without one field."""
    data = copy.deepcopy(GOOD_DATA)
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
        (
            "gallery.records",
            "2e12",
            f"gallery.records is 2,000,000,000,000, but {COUNT}.",
            COUNT_USE,
        ),
        ("gallery.records", "{value: 0}", f"gallery.records is 0, but {COUNT}.", COUNT_USE),
        (
            "gallery.records",
            ".nan",
            f"gallery.records is not a number (.nan), but {COUNT}.",
            COUNT_USE,
        ),
        (
            "gallery.records",
            "{value: .NaN}",
            f"gallery.records is not a number (.nan), but {COUNT}.",
            COUNT_USE,
        ),
        *(
            (
                "gallery.records",
                raw,
                f"gallery.records is infinite, or too large a number, but {COUNT}.",
                COUNT_USE,
            )
            for raw in (
                ".inf",
                "-.inf",
                "1e400",
                "1" + "0" * 400,
                "1" + "0" * 5000,
                "-1" + "0" * 9000,
            )
        ),
        ("gallery.records", "many", f"gallery.records is 'many', but {COUNT}.", COUNT_USE),
        (
            "gallery.records",
            "'250 percent'",
            f"gallery.records is '250 percent', but {COUNT}.",
            COUNT_USE,
        ),
        (
            "gallery.records",
            "1,300",
            "gallery.records is '1,300', which could be 1,300 or 1.3.",
            "1300 for 1,300; 1.3 for 1.3",
        ),
        ("gallery.records", "true", f"gallery.records is true, but {COUNT}.", COUNT_USE),
        ("gallery.records", "", f"gallery.records is empty, but {COUNT}.", COUNT_USE),
        ("gallery.records", "[1]", f"gallery.records is a list, but {COUNT}.", COUNT_USE),
        (
            "gallery.records",
            "2026-06-01",
            f"gallery.records is '2026-06-01', but {COUNT}.",
            COUNT_USE,
        ),
        ("gallery.records", "{}", "gallery.records says no number.", THREE_FORMS),
        (
            "gallery.records",
            "{value: 5, low: 1, high: 9}",
            "gallery.records has both value and low.",
            THREE_FORMS,
        ),
        (
            "gallery.records",
            f"{{low: 9, high: 5, why: {NONE}}}",
            "gallery.records has its range upside down: low is 9 and high is 5.",
            "low below high; for one number, value",
        ),
        (
            "gallery.records",
            "{low: 5, high: 9}",
            "gallery.records is a range without a why.",
            WHY_USE,
        ),
        (
            "gallery.records",
            "{low: few, high: 9, why: No}",
            f"gallery.records.low is 'few', but {COUNT}.",
            COUNT_USE,
        ),
        (
            "gallery.records",
            "{value: 5, status: certain}",
            "gallery.records.status is 'certain', which is none of the words that may stand here.",
            "one of disclosed, published, measured, inferred, assumed or unknown",
        ),
        (
            "gallery.records",
            "{value: 5, status: unknown}",
            "gallery.records is unknown, but is given the one value 5.",
            "a range (low, high, why), or status: assumed",
        ),
        (
            "gallery.records",
            "{value: 5, status: published}",
            "gallery.records is published, but has no source.",
            "source: and a citation key, or status: assumed",
        ),
        (
            "gallery.records",
            "{value: 5, source: npr-2099}",
            "gallery.records.source is 'npr-2099', but no citation has this key.",
            "npr-2026-06 or npl-2023",
        ),
        (
            "gallery.records",
            "{value: 5, source: 7}",
            "gallery.records.source is 7, but text is needed.",
            "words, in quotation marks if they could be a number",
        ),
        (
            "gallery.records",
            "{value: 5, sauce: a}",
            "gallery.records.sauce is not a field of the schema.",
            "source",
        ),
        (
            "gallery.records",
            "{value: 250,000}",
            "gallery.records.000 is not a field of the schema.",
            "a number without a comma in it: 0.5, not 0,5; 1_300, not 1,300",
        ),
        (
            "gallery.records",
            f"{{low: 1, high: 9, why: {NONE}}}",
            "gallery.records has low at 1, the least that is possible, but a range of 5 % to 95 % "
            "goes on beyond both.",
            "another low, or distribution: uniform, whose ends are low and high",
        ),
        (
            "stops.share_enrolled",
            f"{{low: 0, high: 0.5, why: {NONE}}}",
            "stops.share_enrolled has low at 0, the least that is possible, but a range of 5 % to "
            "95 % goes on beyond both.",
            "another low, or distribution: uniform, whose ends are low and high",
        ),
        (
            "stops.share_enrolled",
            f"{{low: 0.1, high: 0.5, distribution: gauss, why: {NONE}}}",
            "stops.share_enrolled.distribution is 'gauss', which is none of the words that may "
            "stand here.",
            "one of beta, uniform, log-uniform or triangular",
        ),
        (
            "stops.share_enrolled",
            f"{{low: 0.1, high: 0.5, distribution: beta, alpha: 0, beta: 1, why: {NONE}}}",
            "stops.share_enrolled.alpha is 0, but 0.01 is the least possible.",
            "0.01 or more",
        ),
        (
            "stops.share_enrolled",
            "1.4",
            "stops.share_enrolled is 1.4, but a share from 0 to 1 is needed.",
            f"1.4% for 1.4 in a hundred, or 14% for 0.14; or {SHARE_USE}",
        ),
        (
            "stops.share_enrolled",
            "115 %",
            "stops.share_enrolled is 115 %, but a share from 0 to 1 is needed.",
            SHARE_USE,
        ),
        (
            "stops.share_enrolled",
            "{groups: {women: 0.1, men: 2}}",
            "stops.share_enrolled.groups.men is 2, but a share from 0 to 1 is needed.",
            f"2% for 2 in a hundred, or 20% for 0.2; or {SHARE_USE}",
        ),
        (
            "stops.share_enrolled",
            "{groups: {women: 0.1}}",
            "stops.share_enrolled.groups leaves out the group men.",
            "every group once: women, men",
        ),
        (
            "stops.share_enrolled",
            "{groups: {women: 0.1, men: 0.1, others: 0.1}}",
            "stops.share_enrolled.groups.others is not the name of a group of this scenario.",
            "every group once: women, men",
        ),
        (
            "stops.share_enrolled",
            "{groups: {women: 0.1, men: 0.1}, every: 0.1}",
            "stops.share_enrolled needs either one quantity for every group or one for each.",
            "the quantity itself, or groups: with one line for each group",
        ),
        (
            "stops.share_enrolled",
            "{groups: {women: 0.1, men: 0.1}, status: assumed}",
            "stops.share_enrolled.status is not a field of the schema.",
            "one of every, groups",
        ),
        (
            "stops.share_enrolled",
            "{groups: 5}",
            "stops.share_enrolled.groups is 5, but a block of named fields is needed.",
            "`name: value` lines, indented",
        ),
        (
            "matcher.miss_odds",
            "{groups: {women: 1, men: 0}}",
            "matcher.miss_odds.groups.men is 0, but a number above 0 (from 1e-12 to 1e12) is "
            "needed.",
            FACTOR_USE,
        ),
        (
            "stops.composition",
            "{shares: {women: 0.6, men: 0.5}}",
            "stops.composition has shares that add up to 1.1, but they must add up to 1.",
            "shares that are smaller by 0.1 in all",
        ),
        (
            "stops.composition",
            "{shares: {women: 0.333333, men: 0.333333}}",
            "stops.composition has shares that add up to 0.666666, but they must add up to 1.",
            "shares that are larger by 0.333334 in all",
        ),
        (
            "stops.composition",
            "{shares: {women: 1.5, men: -0.5}}",
            "stops.composition.shares.women is 1.5, but a share from 0 to 1 is needed. "
            "(1 further mistake in this file)",
            f"1.5% for 1.5 in a hundred, or 15% for 0.15; or {SHARES_USE}",
        ),
        (
            "stops.composition",
            "{shares: {women: few, men: 1}}",
            "stops.composition.shares.women is 'few', but a share from 0 to 1 is needed.",
            SHARES_USE,
        ),
        (
            "stops.composition",
            "{shares: {women: .inf, men: 1}}",
            "stops.composition.shares.women is infinite, or too large a number, but a finite "
            "number is needed.",
            "digits, such as 100 or 0.5",
        ),
        (
            "stops.composition",
            "{shares: {women: 0.5, others: 0.5}}",
            "stops.composition.shares.others is not the name of a group of this scenario. "
            "(1 further mistake in this file)",
            "every group once: women, men",
        ),
        (
            "stops.composition",
            "{shares: {women: 1}}",
            "stops.composition.shares leaves out the group men.",
            "every group once: women, men",
        ),
        (
            "stops.composition",
            "{shares: {}}",
            "stops.composition.shares has no entry, but at least one is needed.",
            "one entry or more",
        ),
        (
            "stops.composition",
            "0.5",
            "stops.composition is 0.5, but shares of a whole are needed.",
            f"shares: with {SHARES_USE}",
        ),
        (
            "stops.composition",
            "{shares: {women: 0.5, men: 0.5}, concentration: 0, why: No}",
            "stops.composition.concentration is 0, but 0.1 is the least possible.",
            "0.1 or more",
        ),
        (
            "stops.composition",
            "{shares: {women: 0.5, men: 0.5}, concentration: 25}",
            "stops.composition is a range without a why.",
            WHY_USE,
        ),
        (
            "stops.composition",
            "{shares: {women: 0.5, men: 0.5}, status: unknown}",
            "stops.composition is unknown, but has no concentration.",
            "shares with a concentration and a why, or status: assumed",
        ),
        (
            "gallery.composition",
            "{shares: {visa: 1}, status: unknown, concentration: 2, why: No}",
            "gallery.composition is unknown, but has only one share.",
            "shares with a concentration and a why, or status: assumed",
        ),
        (
            "gallery.composition",
            "{shares: {visas: 1}}",
            "gallery.composition.shares.visas is not the name of a source of this scenario. "
            "(1 further mistake in this file)",
            "every source once: visa",
        ),
        (
            "capture.composition",
            "{shares: {kiosk: 1}}",
            "capture.composition.shares.kiosk is not the name of a condition of this scenario. "
            "(1 further mistake in this file)",
            "every condition once: webcam",
        ),
        (
            "gallery.sources.0.composition",
            "{shares: {women: 0.5, men: 0.4}}",
            "gallery.sources.visa.composition has shares that add up to 0.9, but they must add up "
            "to 1.",
            "shares that are larger by 0.1 in all",
        ),
        (
            "gallery.sources.0.records_per_person",
            "0.5",
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
            "gallery.sources.0.records_per_person",
            f"{{low: 2, high: 4, why: {NONE}}}",
            "gallery.sources.visa.records_per_person is a range without ends, so it could fall "
            "below one record a person.",
            "distribution: log-uniform, which ends at low and high",
        ),
        (
            "gallery.sources.0.image_age",
            "300",
            "gallery.sources.visa.image_age is 300, but a time in years from 0 to 200 is needed.",
            "a number such as 15, or a range: low, high and why",
        ),
        (
            "capture.conditions.0.name",
            "drone",
            "capture.conditions.drone.name is 'drone', which is none of the words that may stand "
            "here.",
            "one of mugshot, webcam, border, kiosk or measured",
        ),
        (
            "matcher.algorithm",
            "nosuch_1",
            f"matcher.algorithm.name is 'nosuch_1', but no algorithm of {ROWS} has this name.",
            f"a name from `misid evidence {ROWS}`, such as ",
        ),
        (
            "matcher.algorithm",
            "{below: 0.0000001, why: No}",
            "matcher.algorithm.below is 0.0000001, but no algorithm misses fewer than that at 12 "
            "million records.",
            "a larger share, such as 0.01",
        ),
        (
            "matcher.algorithm",
            "{below: 3, why: No}",
            "matcher.algorithm.below is 3, but 1 is the most possible.",
            "1 or less",
        ),
        (
            "matcher.algorithm",
            "{below: 0, why: No}",
            "matcher.algorithm.below is 0, but a number above 0 is needed.",
            "a number above 0",
        ),
        ("matcher.algorithm", "{below: 0.01}", "matcher.algorithm is open without a why.", WHY_USE),
        (
            "matcher.algorithm",
            "7",
            "matcher.algorithm is 7, but the name of an algorithm is needed.",
            "the name of one algorithm; or a why and below: 0.01, developers: [nec] or both",
        ),
        (
            "matcher.algorithm",
            "{why: No}",
            "matcher.algorithm has neither a name nor below nor developers.",
            "the name of one algorithm; or a why and below: 0.01, developers: [nec] or both",
        ),
        (
            "matcher.algorithm",
            "{name: nec_010, developers: [nec]}",
            "matcher.algorithm has name and developers.",
            "the name of one algorithm; or a why and below: 0.01, developers: [nec] or both",
        ),
        (
            "matcher.algorithm",
            "{developers: [necc], why: No}",
            f"matcher.algorithm.developers.1 is 'necc', but no developer of {ROWS} is called so.",
            "a developer, such as nec",
        ),
        (
            "matcher.algorithm",
            "{developers: [nec], below: 0.0001, why: No}",
            "matcher.algorithm.below leaves no algorithm that misses so few at 12 million records.",
            "a larger share, such as 0.01",
        ),
        (
            "matcher.algorithm",
            "{name: nosuch_1, status: unknown}",
            "matcher.algorithm is unknown, but is given as nosuch_1.",
            "below: 0.01 with a why, or status: assumed",
        ),
        (
            "matcher.mate_tail",
            "cauchy",
            "matcher.mate_tail is 'cauchy', which is none of the words that may stand here.",
            "one of normal, logistic, gumbel or power_law",
        ),
        (
            "matcher.mate_tail",
            "{options: [normal, gumbel]}",
            "matcher.mate_tail is open without a why.",
            WHY_USE,
        ),
        (
            "matcher.mate_tail",
            "{options: [normal], status: unknown}",
            "matcher.mate_tail is unknown, but has only one option.",
            "every option that is possible, with a why; or status: assumed",
        ),
        (
            "matcher.mate_tail",
            "{options: normal}",
            "matcher.mate_tail.options is 'normal', but a list is needed.",
            "lines that begin with `-`, or [a, b]",
        ),
        (
            "matcher.region_ratio",
            f"{{evidence: nosuch_table, column: a, why: {NONE}}}",
            "matcher.region_ratio.evidence is 'nosuch_table', but no evidence table has this name.",
            "one of: human_review, ",
        ),
        (
            "matcher.region_ratio",
            f"{{evidence: {RATIOS}, column: ratio, why: {NONE}}}",
            "matcher.region_ratio cannot be drawn: 'ratio' is not the name of a column.",
            "ratio_WAfrica_EEurope or ",
        ),
        (
            "matcher.region_ratio",
            f"{{evidence: {RATIOS}, column: algorithm, why: {NONE}}}",
            "matcher.region_ratio cannot be drawn: column algorithm holds text, not numbers.",
            "another column of the table",
        ),
        (
            "matcher.region_ratio",
            f"{{evidence: {RATIOS}, why: {NONE}}}",
            "matcher.region_ratio has evidence without column.",
            "column: beside it",
        ),
        (
            "stops.share_sought",
            f"{{evidence: {RATIOS}, column: ratio_WAfrica_EEurope, why: {NONE}}}",
            "stops.share_sought draws from ratio_WAfrica_EEurope, which holds ",
            "another column of the table",
        ),
        (
            "threshold.rate",
            "1.4",
            "threshold.rate is 1.4, but a false positive identification rate is a share below 1.",
            "a number from 0 to 1, such as 0.003",
        ),
        (
            "threshold.rate",
            f"{{low: 0.1, high: 1.4, why: {NONE}}}",
            "threshold.rate is 1.4, but a false positive identification rate is a share below 1.",
            "a number from 0 to 1, such as 0.003",
        ),
        (
            "threshold.policy",
            "best",
            "threshold.policy is 'best', which is none of the words that may stand here.",
            "one of fpir, fmr or rarity",
        ),
        (
            "threshold.candidates",
            "0",
            "threshold.candidates is 0, but candidates are from 1 to 50.",
            "a whole number from 1 to 50",
        ),
        (
            "threshold.candidates",
            "{options: [5, 51], why: No}",
            "threshold.candidates is 51, but candidates are from 1 to 50.",
            "a whole number from 1 to 50",
        ),
        (
            "threshold.candidates",
            "{options: [5, 5], why: No}",
            "threshold.candidates names an option twice.",
            "each option once",
        ),
        (
            "threshold.candidates",
            "{options: [true, 5], why: No}",
            "threshold.candidates is true, but a whole number is needed.",
            "digits without quotation marks, such as 5",
        ),
        (
            "threshold.candidates",
            "[1, 5]",
            "threshold.candidates is a list, but an option is needed.",
            "the option alone, or options: [...] with a why",
        ),
        (
            "threshold.tries",
            "99",
            "threshold.tries is 99, but tries are from 1 to 10.",
            "a whole number from 1 to 10",
        ),
        (
            "threshold.tries",
            "1.5",
            "threshold.tries is 1.5, but a whole number is needed.",
            "digits without quotation marks, such as 5",
        ),
        (
            "threshold.moves_with_gallery",
            "yes",
            "threshold.moves_with_gallery is 'yes', but true or false is needed.",
            "true or false, without quotes",
        ),
        (
            "groups.1.name",
            "women",
            "the scenario has two groups named women.",
            "another name for one of them",
        ),
        (
            "groups.1.name",
            "Men of Europe",
            "groups.Men of Europe.name is 'Men of Europe', but a short name is needed.",
            "small letters, digits, - and _, beginning with a letter, 64 characters at most",
        ),
        (
            "groups.1.region",
            "EUROPE",
            "groups.men.region is 'EUROPE', which is none of the words that may stand here.",
            "one of CARIB, CASIA, CSAMERIC, EASIA, EURO, MEAST, NAFRICA, POLY, SASIA or SSAFRICA",
        ),
        (
            "groups.1",
            "men",
            "groups.2 is 'men', but a block of named fields is needed.",
            "`name: value` lines, indented",
        ),
        ("groups", "[]", "groups has no entry, but at least one is needed.", "one entry or more"),
        (
            "groups",
            "women and men",
            "groups is 'women and men', but a list is needed.",
            "lines that begin with `-`, or [a, b]",
        ),
        (
            "gallery",
            "[1]",
            "gallery is a list, but a block of named fields is needed.",
            "`name: value` lines, indented",
        ),
        (
            "gallery",
            "",
            "gallery is empty, but a block of named fields is needed.",
            "`name: value` lines, indented",
        ),
        (
            "title",
            "5",
            "title is 5, but text is needed.",
            "words, in quotation marks if they could be a number",
        ),
        ("title", "''", "title is empty, but text is needed.", "a few words"),
        (
            "title",
            "a" * 2001,
            "title has more than 2,000 characters.",
            "a shorter text, of 2,000 characters at most",
        ),
        (
            "retention.horizon",
            "0",
            "retention.horizon is 0, but 1 is the least possible.",
            "1 or more",
        ),
        (
            "retention.horizon",
            "101",
            "retention.horizon is 101, but 100 is the most possible.",
            "100 or less",
        ),
        (
            "retention.horizon",
            "true",
            "retention.horizon is true, but a whole number is needed.",
            "digits without quotation marks, such as 5",
        ),
        ("decision.limit", "-1", "decision.limit is -1, but 0 is the least possible.", "0 or more"),
        (
            "decision.limit",
            "true",
            "decision.limit is true, but a number is needed.",
            "digits without quotation marks, such as 0.5",
        ),
        (
            "decision.limit",
            ".inf",
            "decision.limit is infinite, or too large a number, but a finite number is needed.",
            "digits, such as 100 or 0.5",
        ),
        (
            "decision.status",
            "published",
            "decision.status is 'published', which is none of the words that may stand here.",
            "one of assumed",
        ),
        (
            "schema",
            "misid-scenario/9",
            "schema is 'misid-scenario/9', but this misid reads misid-scenario/1.",
            "schema: misid-scenario/1",
        ),
        (
            "schema",
            "[1]",
            "schema is a list, but this misid reads misid-scenario/1.",
            "schema: misid-scenario/1",
        ),
        (
            "stops.agensies",
            "5",
            "stops.agensies is not a field of the schema.",
            "agencies",
        ),
        (
            "retention.others.<<",
            "5",
            "retention.others.<< is not a field of the schema.",
            "the alias alone, which stands for the whole block: `name: *alias`",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line(path: str, raw: str, what: str, use: str) -> None:
    """Each content that cannot be meant: its name, what stands there, what is needed, the line."""
    text, line = with_content(path, raw)
    error = error_of(text)
    assert what == begun(error.what, what)
    assert use == begun(error.use, use)
    assert f"{FILE}, line {line}" == error.where


def begun(told: str, expected: str) -> str:
    """What was told; only its beginning where the expected text ends with a space."""
    return told[: len(expected)] if expected.endswith(" ") else told


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        ("low: 1_000, high: 9_000", "low: 9_000,\n    high: 1_000", "low: 9_000"),
        ("low: 0.15, high: 0.85", "high: 0.85,\n    low: 0", "low: 0,"),
        (
            "value: 1_300, status: disclosed, source: npr-2026-06",
            "value: 1_300,\n    status: disclosed",
            "    status: disclosed",
        ),
        ("value: 1_300,", "value:\n      0,", "value:\n"),
        ("source: npr-2026-06", "\n    source: npr", "    source: npr"),
        ("rate: 0.003", "rate:\n    low: 0.1\n    high: 2\n    why: No", "    high: 2"),
        (
            "candidates: {options: [1, 5], why",
            "candidates:\n    why: No\n    options:\n    - 1\n    - 0\n"
            "  tries: {options: [1, 2], why",
            "    - 0",
        ),
        ("{name: men,", "{name:\n    women,", "{name:\n"),
        (
            "{shares: {women: 0.5, men: 0.5}}\n  unevenness",
            "\n    status: assumed\n    shares: {women: 0.5, men: 0.4}\n  unevenness",
            "    shares: {women: 0.5, men: 0.4}",
        ),
    ],
)
def test_the_line_is_that_of_the_very_field(old: str, new: str, at: str) -> None:
    """In a block of several lines the error tells the line to change, not its first one."""
    text = with_text(old, new).replace("  tries: 1\n", "" if "tries" in new else "  tries: 1\n")
    assert f"{FILE}, line {line_of(text, at)}" == error_of(text).where


@pytest.mark.parametrize(
    ("policy", "rate", "what", "use"),
    [
        (
            "fmr",
            "0.5",
            "threshold.rate is 0.5, but the model holds for false match rates below 0.01.",
            "a number such as 0.000001",
        ),
        (
            "rarity",
            "0.003",
            "threshold.rate is 0.003, but the model holds for rarities from 2 to 40.",
            RARITY_USE,
        ),
        (
            "rarity",
            "{low: 9, high: 41, why: No}",
            "threshold.rate is 41, but the model holds for rarities from 2 to 40.",
            RARITY_USE,
        ),
    ],
)
def test_the_rate_must_fit_the_policy(policy: str, rate: str, what: str, use: str) -> None:
    """A false match rate, a rarity and an FPIR each have bounds of their own."""
    text = with_text("policy: fpir\n  rate: 0.003", f"policy: {policy}\n  rate: {rate}")
    error = error_of(text)
    line = line_of(text, "  rate: ")
    assert (what, use, f"{FILE}, line {line}") == (error.what, error.use, error.where)


def test_the_whole_text_is_as_in_the_style() -> None:
    """Three lines: what, where, what to use."""
    text = with_text("rate: 0.003", "rate: 1.4")
    assert str(error_of(text)) == (
        "MeaningError: threshold.rate is 1.4, but a false positive identification rate is a share "
        "below 1.\n"
        f"  in   pilot.yaml, line {line_of(text, '  rate: 1.4')}\n"
        "  use  a number from 0 to 1, such as 0.003"
    )


def test_the_error_as_data_has_the_same_words() -> None:
    """What other doors print is the same text."""
    error = error_of(with_text("tries: 1", "tries: 99"))
    assert {
        "error": "MeaningError",
        "what": "threshold.tries is 99, but tries are from 1 to 10.",
        "where": f"{FILE}, line {line_of(GOOD, '  tries: 1')}",
        "use": "a whole number from 1 to 10",
    } == error.as_dict()


@pytest.mark.parametrize(
    ("path", "line_text"),
    [
        ("stops.agencies", "stops:"),
        ("gallery", "schema:"),
        ("retention.citizens.candidate", "  citizens:"),
        ("threshold.rate", "threshold:"),
        ("title", "schema:"),
        ("stops.composition.shares", "  composition:"),
    ],
)
def test_a_missing_field_is_told_with_its_block(path: str, line_text: str) -> None:
    """What is not there has no line; its block has one."""
    text = without(path)
    error = error_of(text)
    assert (f"{path} is missing.", FormatError) == (error.what, type(error))
    assert "a line for it; `misid scenario show` explains every input" == error.use
    first = next(n for n, line in enumerate(text.split("\n"), 1) if line.startswith(line_text))
    assert f"{FILE}, line {first}" == error.where


def test_a_misspelt_field_is_told_before_the_field_that_it_was_to_be() -> None:
    """`agensies` is the slip; that `agencies` is missing follows from it."""
    text = with_text("  agencies:", "  agensies:")
    error = error_of(text)
    expected = "stops.agensies is not a field of the schema. (1 further mistake in this file)"
    assert (expected, "agencies") == (error.what, error.use)
    assert f"{FILE}, line {line_of(text, '  agensies:')}" == error.where


def others(text: str) -> list[int]:
    """The lines of the other two mistakes, in the order of the file."""
    mistaken = ("tries: 1.5", "limit: many")
    return [n for n, line in enumerate(text.split("\n"), 1) if any(one in line for one in mistaken)]


def test_the_first_mistake_in_the_file_is_told_and_the_others_are_counted() -> None:
    """One clear error, in the order in which the file is read."""
    text = GOOD.replace("tries: 1", "tries: 1.5").replace("records: 250_000_000", "records: 0")
    text = text.replace("limit: 100", "limit: many")
    error = error_of(text)
    tail = f"2 further mistakes in this file, lines {', '.join(map(str, others(text)))}"
    assert f"gallery.records is 0, but {COUNT}. ({tail})" == error.what


# What is no YAML, or too much of it


def bomb() -> str:
    """A billion values in ten lines: each list holds the one before ten times."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    return "schema: misid-scenario/1\n" + "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "what", "line"),
    [
        ("", "is empty.", 1),
        ("\n# a remark\n", "is empty.", 1),
        ("---\n\n", "is empty.", 1),
        ("hello", "is not a scenario: it is 'hello'.", 1),
        ("- a\n- b\n", "is not a scenario: it is a list.", 1),
        ("name: a\ntitle: b\n", "has no schema line.", 1),
        (GOOD + "---\n" + GOOD, "holds more than one YAML document (`---` begins another).", END),
        (GOOD + "name: again\n", "has `name:` twice in one block.", END),
        ("a: {b: 1,\n  b: 2}", "has `b:` twice in one block.", 2),
        ("a: 1\n[b, c]: 2\n", "has a list, a block or nothing where a name is needed.", 2),
        ("a: 1\n? {b: c}\n: 2\n", "has a list, a block or nothing where a name is needed.", 2),
        ("a: 1\n: 2\n", "has a list, a block or nothing where a name is needed.", 2),
        ("a:\n\tb: 1\n", "has a tab where only spaces may stand.", 2),
        ("a: [1\nb: 2\n", "has a bracket that is not closed, or no comma between two entries.", 2),
        (
            "a: {b: 1\nc: 2\n",
            "has a bracket that is not closed, or no comma between two entries.",
            2,
        ),
        (
            'a: 1\nb: "open\n\n\n',
            "has a quotation mark that is not closed, or a backslash in the text.",
            2,
        ),
        (
            'a: "C:\\data"\n',
            "has a quotation mark that is not closed, or a backslash in the text.",
            1,
        ),
        (
            "a: 1\nwhy: see: below\n",
            "has a colon that ends a name in the middle of a line, or a line too far to the right.",
            2,
        ),
        (
            "a: 1\n  b: 2\n",
            "has a colon that ends a name in the middle of a line, or a line too far to the right.",
            2,
        ),
        (
            'a: "b" c\n',
            "has a line that does not fit the lines above it: its indentation, or what stands "
            "before or after quotation marks.",
            1,
        ),
        (
            "- 1\nb: 2\n",
            "has a line that does not fit its list: its indentation, or what stands after "
            "quotation marks.",
            2,
        ),
        ("a: 1\nb\nc: 2\n", "has a line without a colon after its name.", 2),
        ("a: @b\n", "has text that begins with a special sign.", 1),
        ("a: `b`\n", "has text that begins with a special sign.", 1),
        ("a: - b\n", "has a `-` in the middle of a line.", 1),
        ("a: * b\n", "has a * or & without a name.", 1),
        ("a: | b\n", "has text right after | or >.", 1),
        ("a: 1\nb: *c\n", "uses the alias *c, but no &c stands before it.", 2),
        ("a: &n 1\nb: &n 2\n", "gives two blocks the name &n.", 2),
        (
            "a: 1\nb: !!python/object/apply:os.system [date]\n",
            "uses a YAML tag (`!...`), which could stand for code.",
            2,
        ),
        (
            "a: 1\nb: !!python/name:os.system\n",
            "uses a YAML tag (`!...`), which could stand for code.",
            2,
        ),
        ("a: !include other.yaml\n", "uses a YAML tag (`!...`), which could stand for code.", 1),
        ("a: !!float 3\n", "uses a YAML tag (`!...`), which could stand for code.", 1),
        ("a: !!binary aGVsbG8=\n", "uses a YAML tag (`!...`), which could stand for code.", 1),
        ("! a: 1\n", "uses a YAML tag (`!...`), which could stand for code.", 1),
        *(
            (text, "has a line that begins with %, which gives orders to the reader.", line)
            for text, line in (
                ("%YAML 1.1\n---\na: yes\n", 1),
                ("# first\n%TAG ! tag:a,2000:\n---\na: 1\n", 2),
                ("%YAML 3.0\n---\na: 1\n", 1),
                ("a\n%YAML 99999999999999.1\n", 2),
                ("\ufeff%YAML 1.1\n---\na: yes\n", 1),
                ("%\n", 1),
            )
        ),
        ("a: 1\nb: &b [*b]\n", "is nested more than 20 levels deep.", 2),
        ("a: 1\nb: &b {c: *b}\n", "is nested more than 20 levels deep.", 2),
        ("a: 1\nb: " + "[" * 9_000 + "\n", "is nested more than 20 levels deep.", 2),
        ("a: 1\nb: " + "[" * 4_000 + "]" * 4_000 + "\n", "is nested more than 20 levels deep.", 2),
        (
            "a: 1\n" + "- " * 4_000,
            "has a line that does not fit the lines above it: its indentation, or what stands "
            "before or after quotation marks.",
            2,
        ),
        ("- " * 4_000, "is nested more than 20 levels deep.", 1),
        ("\n".join(" " * n + "k:" for n in range(400)), "is nested more than 20 levels deep.", 21),
        (bomb(), "holds more than 10,000 values, aliases counted where they stand.", 2),
        ("a: &a 1\nb: [\n" + "*a,\n" * 201 + "]", "has more than 200 aliases (`*name`).", 203),
        (
            "- 1\n" * 30_000,
            "holds more than 10,000 values, aliases counted where they stand.",
            10_000,
        ),
        ("a: 1\nb: " + "x" * 10_001, "has a line of more than 10,000 characters.", 2),
        ("a: 1\nb: \x07\n", "holds a character that cannot be printed.", 2),
        ('a: 1\nb: "\\a"\n', "holds a character that cannot be printed.", 2),
        ('a: 1\nb: "\\0"\n', "holds a character that cannot be printed.", 2),
        ('a: 1\nb: "\\ud800"\n', "holds a character that cannot be printed.", 2),
        ('a: 1\n"\\x1b[2J": 1\n', "holds a character that cannot be printed.", 2),
        (
            'a: 1\nb: "\\U00110000"\n',
            "has an escape (\\U and eight digits) that stands for no character.",
            2,
        ),
        (
            'a: 1\nb: "\\UFFFFFFFF"\n',
            "has an escape (\\U and eight digits) that stands for no character.",
            2,
        ),
        (
            "a: 1\nabout: data:image/png;base64,iVBORw0KGgo=\n",
            "carries a file inside its text (`data:`), which is never read.",
            2,
        ),
    ],
)
def test_what_is_no_plain_yaml_is_refused(text: str, what: str, line: int) -> None:
    """Each thing that a YAML file can be instead of a scenario, with its line."""
    error = error_of(text)
    assert (f"{FILE} {what}", FormatError) == (error.what, type(error))
    assert f"{FILE}, line {line}" == error.where


@pytest.mark.parametrize("text", ["[" * 1_000_000, "{" * 1_000_000, GOOD + "#" * BYTE_LIMIT])
def test_too_long_a_text_is_refused_unparsed(text: str) -> None:
    """Above the limit nothing is parsed, wherever the text comes from."""
    error = error_of(text)
    assert f"{FILE} is larger than 250,000 bytes, too large for a scenario." == error.what


def test_a_bomb_is_refused_in_little_memory() -> None:
    """A billion values behind aliases are counted, and never built."""
    with memory_below(100_000_000):
        error_of(bomb())


@contextmanager
def memory_below(limit: int) -> Iterator[None]:
    """Fail if Python takes more memory meanwhile."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < limit
    finally:
        tracemalloc.stop()


# Files


def refused(path: Path) -> MisidError:
    """The error of a file, which shows its name and no folder."""
    with pytest.raises(MisidError) as caught:
        load_scenario(path)
    check_form(caught.value)
    assert str(path.parent) not in str(caught.value)
    assert type(caught.value) is FormatError
    return caught.value


def written(folder: Path, content: bytes, name: str = FILE) -> Path:
    """A file with this content."""
    path = folder / name
    path.write_bytes(content)
    return path


def box(kind: bytes) -> bytes:
    """The first bytes of a container of the ISO base media family."""
    return b"\x00\x00\x00\x18ftyp" + kind + bytes(8)


# The first bytes only: no image, template or video is in this repository.
PICTURES = {
    "a JPEG image": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00",
    "a PNG image": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "a GIF image": b"GIF89a\x01\x00\x01\x00",
    "a TIFF image": b"II*\x00\x08\x00\x00\x00",
    "a BMP image": b"BM\x9a\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00",
    "a WebP image": b"RIFF\x24\x00\x00\x00WEBPVP8 ",
    "a JPEG 2000 image": b"\x00\x00\x00\x0cjP  \r\n\x87\n",
    "a JPEG XL image": b"\xff\x0a\x00\x00",
    "a Photoshop image": b"8BPS\x00\x01",
    "an image or video container (HEIC, AVIF, MP4)": box(b"heic"),
    "a face record (ISO/IEC 19794-5)": b"FAC\x00010\x00",
    "a biometric record": b"FMR\x00 20\x00",
    "a video": b"\x1aE\xdf\xa3\x01\x00\x00\x00",
    "a media container": b"OggS\x00\x02",
}
MORE_PICTURES = (
    ("a TIFF image", b"MM\x00*\x00\x00\x00\x08"),
    ("a TIFF image", b"II+\x00\x08\x00\x00\x00"),
    ("a GIF image", b"GIF87a"),
    ("a JPEG 2000 image", b"\xff\x4f\xff\x51\x00\x2f"),
    ("a JPEG XL image", b"\x00\x00\x00\x0cJXL \r\n\x87\n"),
    ("an image or video container (HEIC, AVIF, MP4)", box(b"avif")),
    ("an image or video container (HEIC, AVIF, MP4)", box(b"mp42")),
    ("an image or video container (HEIC, AVIF, MP4)", box(b"qt  ")),
    ("a biometric record", b"FIR\x00"),
    ("a biometric record", b"IIR\x00"),
    ("a video", b"FLV\x01\x05"),
    ("a video", b"\x00\x00\x01\xba\x44"),
    ("a media container", b"RIFF\x24\x00\x00\x00AVI LIST"),
)


@pytest.mark.parametrize(("noun", "head"), [*PICTURES.items(), *MORE_PICTURES])
def test_a_picture_is_refused_by_its_first_bytes(noun: str, head: bytes, tmp_path: Path) -> None:
    """Whatever its name says, an image, template or video is recognised and never decoded."""
    error = refused(written(tmp_path, head + bytes(range(256)) * 4))
    assert f"{FILE} is {noun}; misid never reads images or face templates." == error.what
    assert "a scenario" == error.use


def test_a_large_picture_is_called_a_picture(tmp_path: Path) -> None:
    """That it is an image is said before that it is large."""
    error = refused(written(tmp_path, PICTURES["a PNG image"] + bytes(BYTE_LIMIT)))
    assert f"{FILE} is a PNG image; misid never reads images or face templates." == error.what


@pytest.mark.parametrize("text", ["BMI: 3", "BM", "GIF", "II*", "FAC: 1", "RIF", "see ftp", ""])
def test_text_that_begins_like_a_picture_is_text(text: str) -> None:
    """The first letters of a name are not mistaken for a bitmap."""
    refuse_pictures(text.encode(), FILE)


@pytest.mark.parametrize(
    ("head", "noun"),
    [
        (b"PK\x03\x04", "an archive"),
        (b"\x1f\x8b\x08", "an archive"),
        (b"BZh9", "an archive"),
        (b"7z\xbc\xaf", "an archive"),
        (b"\xfd7zXZ\x00", "an archive"),
        (b"\x28\xb5\x2f\xfd", "an archive"),
        (b"%PDF-1.7", "a PDF"),
    ],
)
def test_an_archive_is_not_opened(head: bytes, noun: str, tmp_path: Path) -> None:
    """What an archive or a PDF holds is nobody's scenario."""
    assert f"{FILE} is {noun}, which is not opened." == refused(written(tmp_path, head)).what


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """The name, and where names come from."""
    error = refused(tmp_path / "nowhere.yaml")
    assert "there is no file nowhere.yaml." == error.what
    assert "a file that exists, or a name of `misid scenario list`" == error.use


def test_an_input_given_where_a_change_is_wanted_is_told_its_option() -> None:
    """`--with NAME=VALUE` means `--set NAME=VALUE`; with no dot in it, no input is meant."""
    with pytest.raises(FormatError) as caught:
        load_change("threshold.rate=0.01")
    assert caught.value.use.startswith("--set threshold.rate=0.01, ")
    with pytest.raises(FormatError) as caught:
        load_change("strict-threshold=1")
    assert caught.value.use == "strict-threshold, or a file that exists"


def test_a_name_nearly_right_is_put_right() -> None:
    """A slip in the name of a shipped scenario is answered with the name."""
    with pytest.raises(FormatError) as caught:
        load_scenario("task-force-modul")
    check_form(caught.value)
    assert (
        "task-force-module, which comes along with misid, or a file that exists" == caught.value.use
    )


@pytest.mark.parametrize("name", ["a\x00b", "x" * 5_000, f"{FILE}/below", "\ud800", "a\nb", ""])
def test_a_name_that_no_file_can_have_is_told(name: str, tmp_path: Path) -> None:
    """Zero bytes, endless names, a file used as a folder, a name that cannot be written."""
    written(tmp_path, GOOD.encode())
    refused(tmp_path / name)


def test_a_directory_is_told(tmp_path: Path) -> None:
    """A folder is no scenario."""
    folder = tmp_path / "scenarios"
    folder.mkdir()
    assert "scenarios is a folder, but the file of a scenario is needed." == refused(folder).what


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    """What the system says, without the path."""
    path = written(tmp_path, GOOD.encode())
    path.chmod(0)
    assert f"{FILE} cannot be read: Permission denied." == refused(path).what


def test_a_large_file_is_refused_unread(tmp_path: Path) -> None:
    """Of 40 MB no more is read than what the limit allows."""
    path = written(tmp_path, b"# large\n")
    os.truncate(path, 40_000_000)
    with memory_below(2_000_000):
        error = refused(path)
    assert f"{FILE} is larger than 250,000 bytes, too large for a scenario." == error.what
    assert "a smaller file; 250,000 bytes at most" == error.use


@pytest.mark.parametrize(
    ("content", "what", "line"),
    [
        (b"", "is empty.", 1),
        (b"a: 1\nb: \x00\n", "holds zero bytes, so it is not text.", 2),
        (b"a: 1\nb: caf\xe9\n", "is not UTF-8 text, but a scenario is.", 2),
        (bytes(range(1, 256)), "is not UTF-8 text, but a scenario is.", 2),
        (GOOD.encode("utf-16-be"), "holds zero bytes, so it is not text.", 1),
        (b"a: 1\nb: '\xed\xa0\x80'\n", "is not UTF-8 text, but a scenario is.", 2),
        (
            b"a: 1\nb: data:image/jpeg;base64,/9j/\n",
            "carries a file inside its text (`data:`), which is never read.",
            2,
        ),
    ],
)
def test_a_file_that_is_no_text_is_refused(
    content: bytes, what: str, line: int, tmp_path: Path
) -> None:
    """Binary files and other encodings are told with the line of the first wrong byte."""
    error = refused(written(tmp_path, content))
    assert (f"{FILE} {what}", f"{FILE}, line {line}") == (error.what, error.where)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_a_wide_encoding_is_told_by_its_mark(encoding: str, tmp_path: Path) -> None:
    """What Windows calls Unicode text has a remedy of its own."""
    error = refused(written(tmp_path, GOOD.encode(encoding)))
    assert f"{FILE} is UTF-16 text, but a scenario is UTF-8 text." == error.what
    assert "a text file, saved as UTF-8" == error.use


@pytest.mark.parametrize(
    "content",
    [
        GOOD.encode("utf-8-sig"),
        GOOD.replace("\n", "\r\n").encode(),
        GOOD.replace("\n", "\r").encode(),
        GOOD.rstrip("\n").encode(),
        b"---\n" + GOOD.encode() + b"...\n",
        b"# \xc3\xa9\n" + GOOD.encode(),
    ],
)
def test_what_editors_add_is_read(content: bytes, tmp_path: Path) -> None:
    """A byte-order mark, line ends of Windows, no last line end, marks of begin and end."""
    assert read_text(GOOD, file=FILE) == load_scenario(written(tmp_path, content))


def test_lines_are_counted_alike_with_line_ends_of_windows(tmp_path: Path) -> None:
    """The line of a mistake is the line that an editor shows."""
    text = with_text("tries: 1", "tries: 99")
    path = written(tmp_path, text.replace("\n", "\r\n").encode())
    with pytest.raises(MeaningError) as caught:
        load_scenario(path)
    assert f"{FILE}, line {line_of(text, 'tries: 99')}" == caught.value.where


def test_a_shipped_name_is_read_before_a_file_of_that_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file in the folder of the reader cannot stand in for the shipped scenario."""
    written(tmp_path, b"not: it", name="task-force-module")
    monkeypatch.chdir(tmp_path)
    assert "task-force-module" == load_scenario("task-force-module").name


# The command line


@pytest.mark.parametrize(
    "content",
    [
        with_text("records: 250_000_000", "records: 0").encode(),
        with_text("women: 0.5, men: 0.5}}\n  unevenness", "women: 1}}\n  unevenness").encode(),
        bomb().encode(),
        PICTURES["a PNG image"],
        b"",
    ],
)
def test_a_mistake_ends_with_code_2_and_writes_nothing(
    content: bytes,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The three lines on standard error, nothing on standard output, no folder."""
    path, out = written(tmp_path, content), tmp_path / "out"
    monkeypatch.setattr("sys.argv", ["misid", "run", str(path), "--out", str(out)])
    with pytest.raises(SystemExit) as stop:
        main()
    assert 2 == stop.value.code
    assert ("", f"{refused_somehow(path)}\n") == tuple(capsys.readouterr())
    assert [path] == list(tmp_path.iterdir())


def refused_somehow(path: Path) -> MisidError:
    """The error of a file, of whatever kind."""
    with pytest.raises(MisidError) as caught:
        load_scenario(path)
    return caught.value


# Whatever else


KINDS_OF_ERROR = get_args(ErrorType)


@pytest.mark.parametrize("kind", KINDS_OF_ERROR)
def test_no_kind_of_error_is_told_in_the_words_of_the_library(kind: str) -> None:
    """Every error type of pydantic has words of ours, those that no field can raise included."""
    limits = {"gt": 0, "ge": 0, "lt": 1, "le": 1, "max_length": 5, "expected": "'a' or 'b'"}
    details: Any = {"type": kind, "loc": (), "msg": "Input should", "input": 5, "ctx": limits}
    what, use = words_of(details)
    assert what
    assert use
    assert "Input" not in what + use
    assert "{" not in what + use


def check_whatever(text: str) -> None:
    """A text is a scenario, or ends with one error of the right form; nothing else escapes."""
    try:
        read_text(text, file=FILE)
    except MisidError as error:
        check_form(error)
        found = re.fullmatch(r"pilot\.yaml(?:, line ([1-9]\d*))?", error.where)
        assert found
        assert int(found[1] or 1) <= len(text.splitlines()) + 1


@settings(max_examples=200)
@given(st.text())
@example("\ufeff\ufeff")
@example("a: \u2028b")
def test_no_text_breaks_the_reader(text: str) -> None:
    """Random text never ends otherwise than with an error for people."""
    check_whatever(text)


PIECES = (
    "a", "b: ", "- ", "? ", ": ", "[", "]", "{", "}", ", ", "&a ", "*a", "!", "!!", "!<x>", "%",
    "---", "...", "\n", "  ", "\t", "'", '"', "|", ">", "|2", "#", "\\", "\\x4", "\\U00110000",
    "0x", "0o9", "1e", "1_0", "_", ".inf", ".nan", "~", "null", "true", "@", "`", "\ufeff", "\x85",
    "\u2028", "\x00", "\r", "<<", "=", "%YAML 1.1\n", "schema: misid-scenario/1\n",
)  # fmt: skip


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=15).map("".join))
def test_no_pieces_of_yaml_break_the_reader(text: str) -> None:
    """Nor do the signs that mean something in YAML, in any order."""
    check_whatever(text)


@settings(max_examples=50)
@given(st.data())
def test_no_slip_of_the_hand_breaks_the_reader(data: st.DataObject) -> None:
    """A piece of the file cut out, repeated, or replaced by signs."""
    start = data.draw(st.integers(0, len(GOOD)))
    end = min(len(GOOD), start + data.draw(st.integers(0, 30)))
    new = data.draw(st.lists(st.sampled_from((*PIECES, GOOD[start:end])), max_size=3).map("".join))
    check_whatever(GOOD[:start] + new + GOOD[end:])


PLAIN = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
    | st.sampled_from(["unknown", "disclosed", "npr-2026-06", "uniform", "beta", "women", "men"])
)  # fmt: skip
FIELDS = st.sampled_from(
    ["value", "low", "high", "why", "status", "source", "distribution", "mode", "alpha", "beta",
     "evidence", "column", "options", "shares", "concentration", "groups", "every", "name", "below"]
)  # fmt: skip
SHALLOW = PLAIN | st.lists(PLAIN, max_size=3) | st.dictionaries(FIELDS, PLAIN, max_size=5)
ANYTHING = SHALLOW | st.lists(SHALLOW, max_size=3) | st.dictionaries(FIELDS, SHALLOW, max_size=5)
PLACES = sorted((path for path in parse(GOOD, FILE).lines if path), key=str)


@settings(max_examples=40)
@given(st.sampled_from(PLACES), ANYTHING)
def test_no_content_of_a_field_breaks_the_reader(path: tuple[str | int, ...], new: object) -> None:
    """Anything at all in the place of any field."""
    data = copy.deepcopy(GOOD_DATA)
    block = data
    for step in path[:-1]:
        block = block[step]
    block[path[-1]] = new
    check_whatever(block_style(data))


def test_the_shipped_files_are_within_the_limits() -> None:
    """A file ten times as large as the shipped one may still be read."""
    assert 10 * len(library.text("task-force-module").encode()) < BYTE_LIMIT


# Quantities that contradict each other


def contradicted(**texts: str) -> tuple[str, MisidError]:
    """The good scenario with some of its lines replaced, by field; its text, and the error."""
    text = GOOD
    for key, raw in texts.items():
        old = next(line for line in text.splitlines() if line.strip().startswith(f"{key}:"))
        text = text.replace(old, f"{old.partition(':')[0]}: {raw}", 1)
    return text, error_of(text)


CONTRADICTIONS: list[tuple[dict[str, str], str, str, str]] = [
    (
        {"records": "10_000", "share_enrolled": "0.4"},
        "share_enrolled",
        "stops.share_enrolled is 0.4, but the gallery holds 2,500 people of the group women "
        "(gallery.records, gallery.composition, records_per_person), and 50,000 live there "
        "(stops.people, stops.composition).",
        "at most 0.05; or more records",
    ),
    (
        {"records": "10_000", "share_enrolled": f"{{low: 0.15, high: 0.85, why: {NONE}}}"},
        "share_enrolled",
        "stops.share_enrolled is 0.15 to 0.85, but the gallery holds 2,500 people",
        "gallery.made_for: each_occasion",
    ),
    (
        {"records": "10_000", "share_enrolled": "{groups: {women: 0.01, men: 0.5}}"},
        "share_enrolled",
        "stops.share_enrolled.groups.men is 0.5, but the gallery holds 2,500 people of the group "
        "men",
        "at most 0.05",
    ),
    (
        {"records": "100_000", "share_enrolled": "0.5", "share_sought": "0.9"},
        "share_sought",
        "stops.share_sought is 0.9, but 25,000 people of the group women who live there have a "
        "record, and of the gallery's 25,000 people of it 2,500 are sought",
        "a share such as 0.1011; or another share_sought of the records",
    ),
    (
        {"share_flagged": "0.005"},
        "share_flagged",
        "gallery.sources.visa.share_flagged is 0.005, but wrongly_flagged is 0.01 and flag_missing "
        "0.1: the share flagged lies between wrongly_flagged and 1 - flag_missing, whoever is "
        "sought.",
        "a share between them, or share_sought in its place",
    ),
    (
        {"officers": "10"},
        "officers",
        "stops.officers is 10, but stops.agencies is 1,300, and each has an officer who uses it.",
        "as many officers as agencies, or more",
    ),
    (
        {"a_year": "90_000_000"},
        "a_year",
        "stops.a_year is 90,000,000, but stops.people is 100,000: more than one stop a day for "
        "everybody.",
        "fewer stops a year, or more people",
    ),
    (
        {"records": "1", "share_enrolled": "0"},
        "records_per_person",
        "gallery.sources.visa.records_per_person is 2, but the whole collection holds 1 records "
        "(gallery.records, gallery.composition).",
        "fewer records of one person, or a larger gallery",
    ),
    (
        {"records": "3", "share_enrolled": "0", "candidates": f"{{options: [5, 20], why: {NONE}}}"},
        "candidates",
        "threshold.candidates is 5 or more, but gallery.records is 3.",
        "no more candidates than records",
    ),
]


@pytest.mark.parametrize(("texts", "key", "what", "use"), CONTRADICTIONS)
def test_quantities_that_contradict_each_other(
    texts: dict[str, str], key: str, what: str, use: str
) -> None:
    """Both quantities with their values, the line, and what to write."""
    text, error = contradicted(**texts)
    assert what in error.what
    assert use in error.use
    line = next(n for n, at in enumerate(text.splitlines(), 1) if at.strip().startswith(f"{key}:"))
    assert f"{FILE}, line {line}" == error.where


def test_only_one_of_two_shares_is_stated() -> None:
    """share_sought and share_flagged: one of them, whichever is known."""
    text = with_text(
        "      share_flagged: 0.1\n", "      share_flagged: 0.1\n      share_sought: 0.1\n"
    )
    error = error_of(text)
    assert "has both share_sought and share_flagged" in error.what
    assert f"{FILE}, line {line_of(text, 'share_flagged')}" == error.where
    error = error_of(with_text("      share_flagged: 0.1\n", ""))
    assert "has neither share_sought nor share_flagged" in error.what
    assert "share_sought: 0.01" in error.use
