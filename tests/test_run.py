"""One run: outputs, groups, years, the decision, the document and the files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

import misid
from misid.errors import MeaningError
from misid.files.write import write_files
from misid.quantities import Draws
from misid.results import KINDS, Run, run
from misid.results.outputs import ScenarioInWorlds, evaluate, outputs
from misid.results.yearly_counts import count_quantile, yearly
from misid.scenario import OUTPUTS, Scenario, Worlds, load_scenario
from misid.scenario.serialise import as_data
from misid.words import plain
from misid.words.numbers import natural
from misid.words.run import finding
from misid.writers.run_files import bundle, draw_table, outcome_table, results_json

SCHEMA = Path(misid.__file__).parent / "schemas" / "results-3.json"


@pytest.fixture(scope="module")
def found() -> Run:
    """One run of the shipped scenario, 256 worlds."""
    return run("task-force-module", draws=256, seed=1)


def changed(path: str, value: object) -> Scenario:
    """The shipped scenario with one input replaced, named as in `misid scenario show`."""
    data = as_data(load_scenario("task-force-module"))
    part: Any = data
    *steps, last = path.split(".")
    for step in steps:
        part = part[int(step)] if isinstance(part, list) else part[step]
    part[last] = value
    return Scenario.model_validate(data)


def evaluated(scenario: Scenario, size: int = 64) -> ScenarioInWorlds:
    """A scenario worked out in a few worlds."""
    return evaluate(Worlds(scenario, Draws(seed=1, size=size)))


def test_results_follow_the_shipped_schema(found: Run) -> None:
    """The document that `--json` prints is valid under the schema in the package."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(results_json(found)), schema)


def test_headline_has_every_output_in_order(found: Run) -> None:
    """The headline table, the kinds and the schema's outputs are one list."""
    assert tuple(row.name for row in found.results.headline) == OUTPUTS
    assert tuple(kind.name for kind in KINDS) == OUTPUTS


def test_outcomes_add_up_to_one(found: Run) -> None:
    """Truth and outcome of a stop are certain together, although no cell is a remainder."""
    sums = found.evaluation.outcomes.table.sum(axis=(2, 3))
    np.testing.assert_allclose(sums, 1.0, rtol=0, atol=1e-9)


def test_no_outcome_is_negative(found: Run) -> None:
    """No probability lies below 0."""
    assert found.evaluation.outcomes.table.min() >= 0.0


def test_groups_give_the_total(found: Run) -> None:
    """Wrong-person references of the groups, weighted by their searches, are the headline's."""
    rates = found.evaluation.group_rates
    searches = rates["searches"]
    total = (rates["wrong_person_references"] * searches).sum(axis=1) / searches.sum(axis=1)
    np.testing.assert_allclose(total, found.values["wrong_person_references"], rtol=1e-12)


def test_same_seed_gives_same_bytes() -> None:
    """Two runs of one seed are equal to the last byte, whatever the threads did."""
    assert results_json(run("task-force-module", draws=300, seed=7)) == results_json(
        run("task-force-module", draws=300, seed=7)
    )


def test_other_seed_gives_other_worlds() -> None:
    """The seed decides the worlds."""
    one, two = (run("task-force-module", draws=32, seed=seed) for seed in (1, 2))
    assert not np.array_equal(one.values["photographs_held"], two.values["photographs_held"])


def test_everything_is_kept_for_fifteen_years(found: Run) -> None:
    """All photographs searched in 15 years are held at the end of them (arithmetic in sight)."""
    searches = found.evaluation.group_rates["searches"].sum(axis=1)
    np.testing.assert_allclose(15 * searches, found.values["photographs_held"], rtol=1e-12)


def test_shorter_retention_holds_fewer_photographs() -> None:
    """Photographs that are deleted after a day are held for a day."""
    day = 1 / 365.25
    kept = {"no_candidate": day, "candidate": 15, "reference": 15}
    scenario = changed("retention.citizens", kept)
    scenario = Scenario.model_validate(as_data(scenario) | {
        "retention": {"horizon": 15, "citizens": kept, "others": kept}
    })  # fmt: skip
    evaluation = evaluated(scenario)
    nothing = (evaluation.stops * evaluation.outcomes.among(("nothing",))).sum(axis=1)
    held = outputs(evaluation)["photographs_held_no_match"]
    np.testing.assert_allclose(nothing * day, held, rtol=1e-12)


def test_citizens_have_their_own_time() -> None:
    """Only others' photographs are held where citizens' are deleted at once."""
    scenario = changed("retention.citizens", {"no_candidate": 0, "candidate": 0, "reference": 0})
    evaluation = evaluated(scenario)
    others = 1.0 - evaluation.terms.people.citizens
    expected = 15 * (evaluation.stops * others * evaluation.outcomes.searched()).sum(axis=1)
    np.testing.assert_allclose(expected, outputs(evaluation)["photographs_held"], rtol=1e-12)


def test_wrong_person_needs_no_flag_where_any_candidate_counts() -> None:
    """Under the rule `any candidate`, flags of records do not matter to wrong persons."""
    data = as_data(changed("answer.reference_rule", "any_candidate"))
    data["gallery"]["made_for"] = "each_occasion"
    rule = Scenario.model_validate(data)
    for source in data["gallery"]["sources"]:
        source["share_sought"] = 0.2
    one, two = (outputs(evaluated(s)) for s in (rule, Scenario.model_validate(data)))
    np.testing.assert_allclose(
        one["wrong_person_references"], two["wrong_person_references"], rtol=1e-12
    )


def test_nobody_sought_has_no_misses() -> None:
    """A rate over no trials has no value: no zero is shown."""
    found = run(changed("stops.share_sought", 0.0), draws=20)
    row = next(one for one in found.results.headline if one.name == "misses_among_sought")
    assert (row.median, row.low, row.high) == (None, None, None)
    assert "no_trials" in row.flags


def test_extrapolation_is_flagged_where_the_gallery_is_larger_than_tested(found: Run) -> None:
    """Matching outputs of 250 million records are extrapolated, those of 10,000 are not."""
    small = changed("gallery.records", 10_000)
    data = as_data(small)
    data["threshold"]["design_gallery"] = 10_000
    rows = run(Scenario.model_validate(data), draws=20).results.headline
    assert all("extrapolated" not in row.flags for row in rows)
    wrong = next(row for row in found.results.headline if row.name == "wrong_person_references")
    assert "extrapolated" in wrong.flags


def test_prior_only_is_said_of_outputs_that_rest_on_assumptions(found: Run) -> None:
    """People photographed rest on no published range at all; wrong persons rest on some."""
    flags = {row.name: row.flags for row in found.results.headline}
    assert "prior_only" in flags["unenrolled_people_photographed"]
    assert "prior_only" not in flags["wrong_person_references"]


def test_decision_counts_the_worlds_above_the_limit(found: Run) -> None:
    """The probability is the share of worlds above the limit."""
    above = np.mean(found.values["wrong_person_references"] > 100.0)
    assert above == found.results.decision.probability_exceeded


def test_sentence_says_both_sides_then_the_mixture(found: Run) -> None:
    """Both answers with their numbers, that nobody has said which, then the mixture as one."""
    row = found.results.headline[0]
    assert row.split is not None
    said = plain(finding(found.results))
    numbers = [natural(side.median or 0.0) for side in row.split.sides]
    places = [said.index(f", about {number} ") for number in numbers]
    places += [said.index("Nobody has said which"), said.index("Mixed in equal parts: about")]
    assert sorted(places) == places
    assert f"Mixed in equal parts: about {natural(row.median or 0.0)} (" in said


def test_sentence_without_an_either_or_says_the_headline() -> None:
    """Where nothing open decides, one number and its range."""
    found = run("airport-exit", draws=64)
    row = found.results.headline[0]
    assert row.split is None
    assert f"about {natural(row.median or 0.0)} would be answered" in plain(finding(found.results))


def test_years_vary_more_than_independent_events(found: Run) -> None:
    """Agencies and people who come again make years over-dispersed, never under."""
    for one in yearly(found.evaluation):
        assert np.all(one.dispersion >= 1.0)


def test_people_who_come_again_make_years_vary_more() -> None:
    """With persistent look-alikes and few people, dispersion grows."""
    data = as_data(changed("gallery.made_for", "each_occasion"))
    few, many = (
        evaluated(Scenario.model_validate(data | {"stops": data["stops"] | {"people": people}}))
        for people in (100_000, 100_000_000)
    )
    assert np.all(yearly(few)[0].dispersion > yearly(many)[0].dispersion)


@given(st.floats(0.01, 5e4), st.floats(1.0, 50.0), st.sampled_from([0.05, 0.25, 0.5, 0.75, 0.95]))
def test_count_quantile_is_that_of_the_negative_binomial(
    mean: float, dispersion: float, share: float
) -> None:
    """Equal to scipy's negative binomial or, without dispersion, its Poisson law."""
    ours = count_quantile(mean, dispersion, share)
    extra = dispersion - 1.0
    poisson, binomial = stats.poisson(mean), stats.nbinom(mean / max(extra, 1e-6), 1 / dispersion)
    below = binomial.cdf if extra > 1e-6 else poisson.cdf
    assert below(ours) >= share - 1e-9
    assert below(ours - 1) <= share + 1e-9


def test_bundle_holds_the_same_numbers(found: Run, tmp_path: Path) -> None:
    """Results, outcome table, draws and scenario are written; nothing else is left."""
    files = write_files(bundle(found), tmp_path / "new" / "folder")
    names = {file.name for file in files}
    assert {"results.json", "outcomes.parquet", "draws.parquet", "scenario.yaml"} == names
    assert names == {file.name for file in (tmp_path / "new" / "folder").iterdir()}
    draws = pl.read_parquet(tmp_path / "new" / "folder" / "draws.parquet")
    values = found.values["wrong_person_references"]
    np.testing.assert_array_equal(values, draws["output.wrong_person_references"].to_numpy())
    assert found.evaluation.worlds.scenario == load_scenario(files[3])


def test_bundle_of_a_second_run_replaces_the_first(found: Run, tmp_path: Path) -> None:
    """Other files of the folder are left alone; ours are replaced."""
    (tmp_path / "mine.txt").write_text("kept", encoding="utf-8")
    write_files(bundle(found), tmp_path)
    write_files(bundle(run("task-force-module", draws=20, seed=3)), tmp_path)
    stamp = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))["stamp"]
    assert (stamp["draws"], stamp["seed"]) == (20, 3)
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "kept"


def test_draw_table_has_a_column_for_every_input(found: Run) -> None:
    """Every input, each share of a composition, and every output is a column."""
    columns = draw_table(found).columns
    for name in found.evaluation.worlds.by_name:
        assert any(column == name or column.startswith(f"{name}.") for column in columns)
    for name in OUTPUTS:
        assert f"output.{name}" in columns


def test_outcome_table_adds_up_by_group(found: Run) -> None:
    """Mean probabilities of the written table add up to 1 for each group."""
    sums = outcome_table(found).group_by("group").agg(pl.col("mean").sum())
    np.testing.assert_allclose(sums["mean"].to_numpy(), 1.0, atol=1e-9)


@pytest.mark.parametrize("draws", [0, 19, 2_000_000])
def test_draws_out_of_range_are_refused(draws: int) -> None:
    """Too few worlds give no range, too many no answer."""
    with pytest.raises(MeaningError, match=f"draws is {draws}"):
        run("task-force-module", draws=draws)


def test_root_package_runs_a_scenario() -> None:
    """A scenario that was loaded is a study's as one that was named."""
    scenario = misid.load_scenario("task-force-module")
    assert misid.Study(scenario, draws=32).glance.stamp.draws == 32
