"""Every parameter has an effect: each is perturbed where it applies, and some output moves."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from misid.matching.mates import FittedLaw
from misid.quantities import Choice, Draws, Quantity, Share
from misid.quantities.composition import Algorithm, Composition
from misid.results.outputs import evaluate, outputs
from misid.results.yearly_counts import yearly
from misid.scenario import Input, Scenario, Worlds, inputs, load_scenario
from misid.scenario.serialise import as_data
from misid.study import Study

WORLDS = Draws(seed=3, size=32)


@cache
def base() -> Scenario:
    """The shipped scenario, where every parameter applies: flags count, citizens differ."""
    data = as_data(load_scenario("task-force-module"))
    data["answer"]["reference_rule"] = "flagged_record"
    data["review"]["reviewers"] = 2
    data["stops"] |= {"share_may_opt_out": 0.5, "opt_out_taken": 0.02}
    data["threshold"]["moves_with_gallery"] = False
    data["threshold"]["tries"] = 2
    data["threshold"]["candidates"] = 3
    data["retention"]["citizens"] = {"no_candidate": 1, "candidate": 2, "reference": 3}
    data["retention"]["others"] = {"no_candidate": 4, "candidate": 5, "reference": 6}
    return Scenario.model_validate(data)


def everything(scenario: Scenario) -> np.ndarray[Any, Any]:
    """All outputs, group rates and yearly numbers of a scenario, in a row."""
    found = evaluate(Worlds(scenario, WORLDS))
    years = [part for one in yearly(found) for part in (one.mean, one.dispersion)]
    rates = [rate.ravel() for rate in found.group_rates.values()]
    return np.concatenate([*outputs(found).values(), *rates, *years])


@cache
def unmoved() -> np.ndarray[Any, Any]:
    """What the base scenario gives."""
    return everything(base())


def until_nothing_is_found() -> Scenario:
    """The base, where another photograph follows an empty list alone: a margin needs that."""
    data = as_data(base())
    data["threshold"]["retry_after"] = "nothing"
    return Scenario.model_validate(data)


def other(one: Input) -> Any:
    """Another content for an input, as plain data."""
    content = one.content
    if isinstance(content, Quantity):
        rows = np.array([10.0]) if content.evidence else None
        middle = float(content.draw(np.array([0.5]), rows)[0])
        is_share = isinstance(content, Share)
        return middle + 0.3 * (1.0 - middle) if is_share else 1.3 * middle + 0.01
    if isinstance(content, Choice):
        return another_option(one.name)
    if isinstance(content, Algorithm):
        return "clearviewai_003"
    assert isinstance(content, Composition)
    names = list(content.shares)
    weights = np.arange(1.0, len(names) + 1.0)
    return {"shares": dict(zip(names, (weights / weights.sum()).tolist(), strict=True))}


def another_option(name: str) -> Any:
    """An option that the base does not hold to."""
    return {
        "matcher.mate_tail": "normal",
        "threshold.moves_with_gallery": True,
        "threshold.design_population": "reference",
        "threshold.candidates": 1,
        "threshold.tries": 1,
        "answer.reference_rule": "any_candidate",
        "review.reviewers": 1,
        "threshold.per_group": True,
        "threshold.retry_after": "no_reference",
        "gallery.searched": "flagged_records",
        "gallery.made_for": "each_occasion",
    }[name]


def replaced(one: Input, scenario: Scenario, content: Any = None) -> Scenario:
    """A scenario with another content of one input, as given or made up."""
    data = as_data(scenario)
    part: Any = data
    for step in one.path[:-1]:
        part = part[step]
    part[one.path[-1]] = other(one) if content is None else content
    return Scenario.model_validate(data)


ABOVE_ROUNDING = 1e-9


def effect(before: np.ndarray[Any, Any], after: np.ndarray[Any, Any]) -> float:
    """The largest change of any number, as a share of it; what begins or ceases to be is all."""
    size = np.maximum(np.abs(before), np.abs(after))
    change = np.divide(np.abs(after - before), size, out=np.zeros_like(size), where=size > 0)
    change[np.isnan(before) & np.isnan(after)] = 0.0
    return float(np.nan_to_num(change, nan=1.0).max())


OF_HISTORY = ("failures_of_records", "flag_corrected_after")
"""What matters only to the same person's next stops; `test_people.py` moves these inputs too."""


@pytest.mark.parametrize(
    "name", [one.name for one in inputs(base()) if not one.name.endswith(OF_HISTORY)]
)
def test_parameter_moves_some_output(name: str) -> None:
    """A perturbed input changes an output, a group's rate or a year."""
    is_margin = name == "answer.margin"
    start = until_nothing_is_found() if is_margin else base()
    before = everything(start) if is_margin else unmoved()
    one = next(candidate for candidate in inputs(start) if candidate.name == name)
    moved = everything(replaced(one, start))
    assert effect(before, moved) > ABOVE_ROUNDING


@pytest.mark.parametrize(
    ("policy", "low", "high"), [("fmr", 1e-9, 1e-10), ("rarity", 9.0, 10.0), ("fpir", 0.01, 0.001)]
)
def test_every_threshold_policy_works(policy: str, low: float, high: float) -> None:
    """Under each policy a stricter threshold gives fewer wrong persons and more misses."""
    rates = []
    for rate in (low, high):
        data = as_data(base())
        data["threshold"] |= {"policy": policy, "rate": rate}
        data["answer"]["reference_rule"] = "any_candidate"
        rates.append(outputs(evaluate(Worlds(Scenario.model_validate(data), WORLDS))))
    loose, strict = rates
    assert np.all(loose["wrong_person_references"] > strict["wrong_person_references"])
    assert np.all(loose["misses_among_sought"] <= strict["misses_among_sought"])


@pytest.mark.parametrize("name", ["gallery.composition", "gallery.sources.visa.composition"])
def test_whose_records_there_are_does_not_move_how_many(name: str) -> None:
    """To the last bit: what depends on the gallery's size alone is then not worked out again."""
    study = Study("task-force-module", draws=32)
    content = {one.name: one.content for one in inputs(study.scenario)}[name]
    assert isinstance(content, Composition)
    even = {part: 1.0 / len(content.shares) for part in content.shares}
    other = study.change({name: {"shares": even, "status": "assumed", "why": "Even."}})
    one, two = (each.run.evaluation.terms for each in (study, other))
    assert not np.array_equal(one.field.weight, two.field.weight)
    assert one.gallery.tolist() == two.gallery.tolist()
    laws = [each.conditions[0].law for each in (one, two)]
    assert all(isinstance(law, FittedLaw) for law in laws)
    places = [law.location.tolist() for law in laws if isinstance(law, FittedLaw)]
    assert places[0] == places[1]
