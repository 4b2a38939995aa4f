"""The shipped scenarios: in order, true to their sources, explained in words."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import json
import re

import numpy as np
import pytest
import typer
from numpy.typing import NDArray
from tests import evidence_derivations as derived
from typer.testing import CliRunner

from misid.cli.scenario import scenarios
from misid.evidence import citation_keys, table
from misid.programme import false_positives, terms, true_positives
from misid.quantities import Draws, Quantity
from misid.results import Run
from misid.results import run as work_out
from misid.results.operating_points import TESTS
from misid.results.provenance import citations_by_key
from misid.results.schema import OperatingRow
from misid.scenario import (
    Scenario,
    Worlds,
    change,
    digest,
    inputs,
    library,
    load_change,
    load_scenario,
    names,
    to_yaml,
)
from misid.scenario.check import check
from misid.scenario.inputs import Input
from misid.scenario.read import read_text
from misid.scenario.schema import OperatingPoint
from misid.scenario.serialise import as_data
from misid.words import plain
from misid.words.published import beside
from misid.words.scenario import concerns, in_words, origin_of_input

AIRPORT, WATCH_LIST, TASK_FORCE = "airport-exit", "live-watchlist", "task-force-module"
HOURS_A_YEAR, DAYS_A_YEAR = 8766.0, 365.25
DRAWS = 256

Floats = NDArray[np.float64]

every_shipped = pytest.mark.parametrize("name", names())


def published(row: str) -> float:
    """A count of the evidence, by case and quantity."""
    return table("programme_counts").value(row, "value").value


def by_name(scenario: str) -> dict[str, Input]:
    """The inputs of a shipped scenario by their names."""
    return {one.name: one for one in inputs(load_scenario(scenario))}


def quantity(scenario: str, name: str) -> Quantity:
    """One number of a shipped scenario."""
    content = by_name(scenario)[name].content
    assert isinstance(content, Quantity)
    return content


def value(scenario: str, name: str) -> float:
    """The one value of an input of a shipped scenario."""
    found = quantity(scenario, name).value
    assert found is not None
    return found


@pytest.fixture(scope="module")
def ran() -> dict[str, Run]:
    """The two scenarios with operating points, each worked out once."""
    return {name: work_out(name, draws=DRAWS, seed=1) for name in (AIRPORT, WATCH_LIST)}


def operating_points(scenario: str) -> tuple[OperatingPoint, ...]:
    """The published rates of a shipped scenario."""
    return load_scenario(scenario).operating_points


def points(run: Run) -> dict[tuple[str, float | None], OperatingRow]:
    """The operating points of a run, by measure and gallery."""
    return {(row.measure, row.gallery): row for row in run.results.operating_points}


def ends(row: OperatingRow) -> tuple[float, float, float]:
    """5 %, 50 % and 95 % of a residual."""
    found = row.residual
    assert found.low is not None
    assert found.median is not None
    assert found.high is not None
    return found.low, found.median, found.high


# In order


def test_the_shipped_scenarios() -> None:
    """Three programmes come along."""
    assert (AIRPORT, WATCH_LIST, TASK_FORCE) == names()


@every_shipped
def test_a_scenario_is_named_as_its_file(name: str) -> None:
    """What `scenario list` shows is what `run` takes."""
    assert name == load_scenario(name).name


@every_shipped
def test_a_scenario_passes_every_check(name: str) -> None:
    """Names fit together, sources exist, policies are sane."""
    assert [] == list(check(load_scenario(name)))


@every_shipped
def test_a_scenario_is_the_same_after_writing_and_reading(name: str) -> None:
    """Its digest survives the way through YAML."""
    read = load_scenario(name)
    assert digest(read) == digest(read_text(to_yaml(read), file="again.yaml"))


@every_shipped
def test_a_scenario_cites_what_exists(name: str) -> None:
    """Every source, and every citation key within a sentence, is a citation."""
    read = load_scenario(name)
    cited = {one.content.source for one in inputs(read)} - {None}
    cited |= {point.source for point in read.operating_points}
    assert cited
    assert set() == cited - set(citation_keys())
    keys = re.compile(r"\(([a-z][a-z0-9]*(?:-[a-z0-9]+)+)[) ]")
    assert set() == set(keys.findall(library.text(name))) - set(citation_keys())


@every_shipped
def test_an_input_says_why(name: str) -> None:
    """Every input that no source states by itself says why it is as it is."""
    bare = [one.name for one in inputs(load_scenario(name)) if not one.content.why]
    known_ones = [one.name for one in inputs(load_scenario(name)) if one.content.status.is_known]
    assert [] == [one for one in bare if one not in known_ones]


@every_shipped
def test_a_scenario_gives_no_verdict(name: str) -> None:
    """The words of courts are not for a model to say."""
    assert [] == re.findall(r"(?i)\b(?:un|dis)?(?:lawful|proportionate)", library.text(name))


@pytest.mark.parametrize("name", [AIRPORT, WATCH_LIST])
def test_a_run_has_no_gaps(ran: dict[str, Run], name: str) -> None:
    """Every output, group and operating point has a median and ends, all finite."""
    results = ran[name].results
    rows = [*results.headline, *(point.modelled for point in results.operating_points)]
    rows += [point.residual for point in results.operating_points]
    for row in rows:
        assert None not in (row.low, row.median, row.high)
    assert [] == [row.name for row in results.headline if "extrapolated" in row.flags]


# True to their sources


@pytest.mark.parametrize(
    ("scenario", "name", "row"),
    [
        (TASK_FORCE, "gallery.records", "tfm_app / gallery_records"),
        (TASK_FORCE, "retention.others.no_candidate", "tfm_app / retention_years"),
        (WATCH_LIST, "stops.a_year", "met_lfr_2025 / faces_seen"),
    ],
)
def test_a_disclosed_number_is_that_of_the_evidence(scenario: str, name: str, row: str) -> None:
    """The scenario repeats the row, digit by digit."""
    assert published(row) == value(scenario, name)


def test_a_pilot_of_2017_is_quoted_as_published() -> None:
    """98 % of those photographed matched, 85 % of all were confirmed; OIG-18-80."""
    found = [(point.measure, point.published) for point in operating_points(AIRPORT)]
    expected = [
        ("true_positive_identification_rate", published("oig_18_80 / match_rate")),
        ("share_confirmed", published("oig_18_80 / biometric_confirmation_of_all_passengers")),
        ("share_searched", published("gao_20_568 / share_captured")),
    ]
    assert expected == found


def test_a_test_of_2023_is_quoted_as_published() -> None:
    """1 in 6,000 (0.017 % in two digits), 1 in 60,000 and 0.89; NPL, 2023-03; last digit."""
    large, small = (
        point.published
        for point in operating_points(WATCH_LIST)
        if point.measure == "false_positive_identification_rate"
    )
    found, _ = (
        point.published
        for point in operating_points(WATCH_LIST)
        if point.measure == "true_positive_identification_rate"
    )
    assert published("npl_2023 / FPIR_T0.6_watchlist10000") == round(large, 5)
    assert pytest.approx(1 / 6_000, rel=1e-7) == large
    assert published("npl_2023 / FPIR_T0.6_watchlist1000") == small
    assert published("npl_2023 / TPIR_LFR_T0.6") == found
    assert large == quantity(WATCH_LIST, "threshold.rate").high


def test_counts_of_2025_are_quoted_as_published() -> None:
    """10 false of 3,147,436 faces and of 2,077 alerts, 8 of black people, 6 stopped; last digit."""
    found = {point.measure: point.published for point in operating_points(WATCH_LIST)}
    per_face = 100_000 * derived.met_false_alerts_per_face().estimate
    assert round(per_face, 4) == found["wrong_person_references"]
    of_alerts = derived.met_false_alerts_per_alert().estimate
    assert round(of_alerts, 4) == found["share_of_references_wrong_person"]
    false = published("met_lfr_2025 / false_alerts")
    of_black_people = published("met_lfr_2025 / false_alerts_of_black_people") / false
    assert of_black_people == found["share_of_wrong_person_references"]
    stopped = 1 - published("met_lfr_2025 / false_alerts_not_stopped") / false
    assert round(per_face * stopped, 4) == found["wrong_person_references_upheld"]


def test_the_threshold_reaches_from_the_test_to_what_the_count_would_need() -> None:
    """The low end is the count's lower 95 % end, scaled from 16,500 images to the test's 10,000."""
    stated = quantity(WATCH_LIST, "threshold.rate")
    assert stated.low is not None
    needed = derived.met_false_alerts_per_face().low * 10_000 / 16_500
    assert pytest.approx(needed, rel=0.05) == stated.low


def test_alerts_give_the_share_on_the_list() -> None:
    """2,067 true alerts of 3,147,436 faces, of which 0.89 are found: 0.00074, inside the range."""
    true_alerts = published("met_lfr_2025 / alerts") - published("met_lfr_2025 / false_alerts")
    on_list = true_alerts / published("met_lfr_2025 / faces_seen")
    share = on_list / published("npl_2023 / TPIR_LFR_T0.6")
    stated = quantity(WATCH_LIST, "stops.share_enrolled")
    assert stated.low is not None
    assert stated.high is not None
    assert 0.00074 == round(share, 5)
    assert pytest.approx(share, rel=0.01) == (stated.low * stated.high) ** 0.5


def test_alerts_that_were_not_followed_give_the_review() -> None:
    """6 of 10 false alerts accepted: Wilson interval of 90 %, since a range is 5 % to 95 %."""
    trials = published("met_lfr_2025 / false_alerts")
    p, z = 1 - published("met_lfr_2025 / false_alerts_not_stopped") / trials, 1.6449
    middle = (p + z**2 / (2 * trials)) / (1 + z**2 / trials)
    half = z * (p * (1 - p) / trials + z**2 / (4 * trials**2)) ** 0.5 / (1 + z**2 / trials)
    stated = quantity(WATCH_LIST, "review.false_acceptance")
    assert (round(middle - half, 2), round(middle + half, 2)) == (stated.low, stated.high)


def test_the_pilot_of_2017_gives_the_operational_failures() -> None:
    """1 - 0.85/0.98 = 0.13 of the passengers, and the 0.20 of 2019, lie in the range."""
    confirmed = published("oig_18_80 / biometric_confirmation_of_all_passengers")
    lost = 1 - confirmed / published("oig_18_80 / match_rate")
    stated = quantity(AIRPORT, "stops.operational_failures")
    assert stated.low is not None
    assert stated.high is not None
    assert 0.13 == round(lost, 2)
    assert stated.low < lost < 1 - published("gao_20_568 / share_captured") <= stated.high + 1e-9


@pytest.mark.parametrize("outcome", ["no_candidate", "candidate", "reference"])
def test_times_at_airports_are_as_published(outcome: str) -> None:
    """12 hours for citizens, 14 days for others, whatever was found; nine digits."""
    hours = HOURS_A_YEAR * value(AIRPORT, f"retention.citizens.{outcome}")
    days = DAYS_A_YEAR * value(AIRPORT, f"retention.others.{outcome}")
    assert pytest.approx(published("cbp_retention / hours_citizens"), rel=1e-9) == hours
    assert pytest.approx(published("cbp_retention / days_others"), rel=1e-9) == days


def test_times_of_the_watch_list_are_as_published() -> None:
    """Nothing without a match; alerts from 24 hours to 31 days; six digits."""
    kept = quantity(WATCH_LIST, "retention.citizens.reference")
    assert kept.low is not None
    assert kept.high is not None
    nothing = value(WATCH_LIST, "retention.others.no_candidate")
    assert published("uk_answer_3514 / hours_no_match") == nothing
    assert pytest.approx(published("met_lfr_policy / watch_list_stick_hours"), rel=1e-4) == (
        HOURS_A_YEAR * kept.low
    )
    assert pytest.approx(published("met_lfr_policy / footage_days"), rel=1e-4) == (
        DAYS_A_YEAR * kept.high
    )


# What they give


def test_photographs_at_airports_are_those_of_hours_and_days(ran: dict[str, Run]) -> None:
    """Searches a year, times 12 hours of citizens' and 14 days of others' in years; 1e-8."""
    worlds = ran[AIRPORT].evaluation.worlds
    opted_out = worlds.number("stops.share_may_opt_out") * worlds.number("stops.opt_out_taken")
    searched = (1 - opted_out) * (1 - worlds.number("stops.operational_failures"))
    a_year = worlds.number("stops.a_year") * searched
    citizens = worlds.number("stops.share_citizens")
    expected = a_year * (citizens * 12 / 8_766 + (1 - citizens) * 14 / 365.25)
    np.testing.assert_allclose(ran[AIRPORT].values["photographs_held"], expected, rtol=1e-8)


def test_the_pilot_of_2017_lies_within_what_the_airport_gives(ran: dict[str, Run]) -> None:
    """Both published rates lie between 5 % and 95 % of the worlds, 2 % from the median at most."""
    rows = [row for row in points(ran[AIRPORT]).values() if row.source == "dhs-oig-18-80"]
    assert 2 == len(rows)
    for row in rows:
        assert "inside" == row.where
        low, median, high = ends(row)
        assert low < 0 < high
        assert abs(median) < 0.02


def as_tested() -> Scenario:
    """The watch-list at the setting and with the list of the published test."""
    return change(load_scenario(WATCH_LIST), [load_change("test-setting")]).scenario


def fpir(scenario: Scenario, gallery: float) -> Floats:
    """False positive identification rate of a scenario at a gallery, in each world."""
    worlds = Worlds(scenario, Draws(seed=1, size=DRAWS))
    found = terms(worlds)
    records = np.full_like(found.gallery, gallery)
    return false_positives(found, records, worlds.number("matcher.growth_exponent"))


@pytest.mark.parametrize("records", [10_000, 1_000])
def test_the_watch_list_gives_the_rates_of_the_test(records: int) -> None:
    """1/6,000 at 10,000 and 1/60,000 at 1,000; NPL, 2023-03; 0.5 % at 5, 50 and 95 % of worlds."""
    found = fpir(as_tested(), records)
    for quantile in np.quantile(found, [0.05, 0.5, 0.95]):
        assert pytest.approx(records / 10_000 / 6_000, rel=0.005) == quantile


def test_a_shorter_watch_list_keeps_the_threshold() -> None:
    """A list of 1,000 under the threshold that was set for 10,000: 1/60,000; NPL; 0.5 %."""
    data = as_data(as_tested())
    data["gallery"]["records"] = 1_000
    found = fpir(Scenario.model_validate(data), 1_000)
    for quantile in np.quantile(found, [0.05, 0.5, 0.95]):
        assert pytest.approx(1 / 60_000, rel=0.005) == quantile


def test_the_test_is_the_high_end_of_the_watch_list(ran: dict[str, Run]) -> None:
    """The range of the threshold ends there, so both rates lie above nine worlds of ten."""
    rows = points(ran[WATCH_LIST])
    for records in (10_000, 1_000):
        row = rows["false_positive_identification_rate", records]
        assert ("put in", "above") == (row.used, row.where)
        assert -0.5 < ends(row)[2] < 0


def test_the_share_found_on_the_list_is_fitted(ran: dict[str, Run]) -> None:
    """The median world finds 0.89 of those on the list; NPL, 2023-03; half of the last digit."""
    row = next(row for row in ran[WATCH_LIST].results.operating_points if row.used == "fitted")
    assert row.modelled.median is not None
    assert pytest.approx(published("npl_2023 / TPIR_LFR_T0.6"), abs=0.005) == row.modelled.median


def test_tables_alone_would_find_nearly_everybody() -> None:
    """Without the fitted factor 0.99 are found, as the note says; half of the last digit."""
    text = library.text(WATCH_LIST).replace("low: 16, high: 36", "low: 0.999, high: 1.001")
    worlds = Worlds(read_text(text, file="mine.yaml"), Draws(seed=1, size=DRAWS))
    assert pytest.approx(0.99, abs=0.005) == float(np.median(true_positives(terms(worlds))))


def test_the_setting_of_the_test_gives_dozens_of_times_what_was_counted() -> None:
    """1 in 6,000 of 3,147,436 faces: some 525 false alerts, where 10 were counted."""
    rows = points(work_out(as_tested(), draws=DRAWS, seed=1))
    for measure in ("wrong_person_references", "share_of_references_wrong_person"):
        low, _, high = ends(rows[measure, None])
        assert 12 < low < high < 100
        assert "below" == rows[measure, None].where


def test_what_was_counted_is_said_beside_the_headline(ran: dict[str, Run]) -> None:
    """The count of the same is said hit or miss; of the others, each miss that is a test."""
    results = ran[WATCH_LIST].results
    first, *others = map(plain, beside(results).values())
    assert first.startswith("Wrong-person references: published 10 false alerts of 3,147,436 faces")
    assert "The model gives" in first
    missed = [
        row.counted
        for row in results.operating_points
        if row.used in TESTS and row.where != "inside"
    ]
    assert len(missed) == len(others) > 0
    assert all(counted in said for counted, said in zip(missed, others, strict=True))


def test_the_share_of_black_people_is_that_of_their_searches_and_rates(ran: dict[str, Run]) -> None:
    """Searches times rate, summed over the four groups, over everybody's; 12 digits."""
    rates = ran[WATCH_LIST].evaluation.group_rates
    wrong = rates["wrong_person_references"] * rates["searches"]
    names_ = load_scenario(WATCH_LIST).group_names
    of = [n for n, name in enumerate(names_) if name.startswith(("ssafrica", "carib"))]
    expected = np.median(wrong[:, of].sum(axis=1) / wrong.sum(axis=1))
    row = points(ran[WATCH_LIST])["share_of_wrong_person_references", None]
    assert pytest.approx(expected, rel=1e-12) == row.modelled.median


def test_nothing_is_kept_of_those_who_are_not_on_the_list(ran: dict[str, Run]) -> None:
    """Faces that raise no alert are deleted at once."""
    assert 0.0 == float(ran[WATCH_LIST].values["photographs_held_no_match"].max())


# Explained in words


def shown(*arguments: str) -> str:
    """What `misid scenario show` prints into a pipe."""
    app = typer.Typer()
    app.add_typer(scenarios, name="scenario")
    result = CliRunner().invoke(app, ["scenario", "show", *arguments], catch_exceptions=False)
    assert 0 == result.exit_code
    return result.stdout


@every_shipped
def test_show_explains_every_input_in_words(name: str) -> None:
    """Name, what it is about, description, content, how it is known, and why: each stands there."""
    printed, read = shown(name), load_scenario(name)
    for one in inputs(read):
        assert f"{one.name}: {concerns(one, read)}".strip() in printed
        assert f"    {one.description}\n" in printed
        assert f"    {in_words(one, read)}\n" in printed
        assert f"    {origin_of_input(one, citations_by_key(read))}\n" in printed
        assert " ".join((one.content.why or "").split()) in printed


@every_shipped
def test_show_explains_what_is_no_input(name: str) -> None:
    """The scenario's limit, the horizon, the policy and each published rate stand there too."""
    printed, read = shown(name), load_scenario(name)
    assert f"decision: {read.decision.output}\n" in printed
    assert f"threshold.policy: {read.threshold.policy}\n" in printed
    assert "retention.horizon:\n" in printed
    for point in read.operating_points:
        assert f"note: {' '.join(point.note.split())}\n" in printed


def test_show_has_a_heading_for_every_block() -> None:
    """Ten headings in the order of the file; the last only where rates were published."""
    headings = (
        *("Who is stopped", "The records that are searched", "How photographs are taken"),
        *("The matcher", "The threshold", "From candidate to answer", "Review", "Retention"),
        *("The scenario's limit", "Published rates to compare with"),
    )
    lines = shown(WATCH_LIST).splitlines()
    assert sorted(lines.index(heading) for heading in headings) == [
        lines.index(heading) for heading in headings
    ]
    without = read_text(
        library.text(TASK_FORCE).partition("operating_points:")[0], file="mine.yaml"
    )
    assert () == without.operating_points


@every_shipped
def test_times_are_not_shown_as_fractions_of_a_year(name: str) -> None:
    """12 hours are 12 hours; only whole sentences of the file may hold such a number."""
    printed = "".join(
        line for line in shown(name).splitlines() if not line.startswith(("    why:", "    note:"))
    )
    assert [] == re.findall(r"\b0\.\d+ years?\b|\b0\.0013\d*|\b0\.038\d*|\b0\.0027\d*", printed)


def test_times_are_shown_in_hours_and_days() -> None:
    """What the two new scenarios say of retention."""
    airport, watch_list = shown(AIRPORT), shown(WATCH_LIST)
    assert 3 == airport.count("    exactly 12 hours\n")
    assert 3 == airport.count("    exactly 14 days\n")
    assert 2 == watch_list.count("    no time at all\n")
    assert 4 == watch_list.count("    between 24 hours and 31 days, ")


@every_shipped
def test_the_document_of_show_holds_the_words(name: str) -> None:
    """Each entry of --json has the sentence beside the content."""
    entries = {one["name"]: one for one in json.loads(shown(name, "--json"))["inputs"]}
    read = load_scenario(name)
    for one in inputs(read):
        assert in_words(one, read) == entries[one.name]["words"]


@pytest.mark.parametrize(
    ("scenario", "name", "expected"),
    [
        (TASK_FORCE, "stops.a_year", "between 20,000 and 2,000,000 a year, in nine worlds of ten"),
        (
            TASK_FORCE,
            "matcher.algorithm",
            "one of the 10 versions by nec in NIST's tables that miss fewer than 1 % of mugshots "
            "at 12 million records; each as likely",
        ),
        (TASK_FORCE, "review.share_reviewed", "between 0 % and 100 %, every number as likely"),
        (TASK_FORCE, "threshold.candidates", "one of: 1, 5, 20; each as likely"),
        (
            WATCH_LIST,
            "threshold.rate",
            "between 1 in 1,000,000 and 1 in 6,000, every order of magnitude as likely",
        ),
        (WATCH_LIST, "gallery.composition", "all of it: the watch-list of the day"),
        (WATCH_LIST, "answer.reference_rule", "any candidate"),
        (WATCH_LIST, "matcher.algorithm", "the algorithm nec_010 of NIST's table"),
        (
            AIRPORT,
            "threshold.rate",
            "between 1 in 1,000,000 and 1 in 10,000, every order of magnitude as likely",
        ),
        (
            AIRPORT,
            "capture.composition",
            "border 70 %; kiosk 30 %. Drawn around these: border between 31 % and 97 % in nine "
            "worlds of ten",
        ),
    ],
)
def test_an_input_in_words(scenario: str, name: str, expected: str) -> None:
    """Numbers, choices, shares and algorithms as a person says them."""
    assert expected == in_words(by_name(scenario)[name], load_scenario(scenario))


@pytest.mark.parametrize(
    ("scenario", "name", "expected"),
    [
        (
            TASK_FORCE,
            "threshold.tries",
            "unknown: nobody has said it in public; several options stand in for it",
        ),
        (
            TASK_FORCE,
            "gallery.records",
            "disclosed: NPR, Some local police have access to an ICE facial recognition app (as "
            "mirrored), 2026-06-19",
        ),
        (WATCH_LIST, "threshold.tries", "assumed: a guess, and said to be one"),
        (
            AIRPORT,
            "retention.citizens.reference",
            "published by CBP, Biometric Exit Frequently Asked Questions (web page), undated",
        ),
    ],
)
def test_how_an_input_is_known(scenario: str, name: str, expected: str) -> None:
    """Each status is a sentence of its own, with the source where one is cited."""
    cited = citations_by_key(load_scenario(scenario))
    assert expected == origin_of_input(by_name(scenario)[name], cited)


def test_a_source_that_was_not_read_itself_says_so() -> None:
    """The 14 days were read in a quotation."""
    said = origin_of_input(
        by_name(AIRPORT)["retention.others.reference"], citations_by_key(load_scenario(AIRPORT))
    )
    assert said.endswith("(secondary)")
