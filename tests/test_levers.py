"""Levers that turn an output: what a limit requires where more is first better, then worse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest

from misid.arrays import Floats
from misid.machine.memo import WorldMemo
from misid.quantities import Draws
from misid.results import run
from misid.results.output_definitions import KINDS
from misid.results.outputs import ScenarioInWorlds, evaluate, outputs
from misid.scenario import Worlds, load_scenario
from misid.uncertainty.lever_trials import Aim, Stretch, Trials, turns
from misid.uncertainty.levers import LEVERS, moved
from misid.uncertainty.require import require
from misid.uncertainty.schema import Met
from misid.words import requirements as requirement_words
from misid.words.language import ENGLISH
from misid.words.sentence import plain

GALLERY = next(lever for lever in LEVERS if lever.name == "gallery")


@cache
def evaluation() -> ScenarioInWorlds:
    """The default scenario, few worlds."""
    scenario = load_scenario("task-force-module")
    return evaluate(Worlds(scenario, Draws(1, 24), WorldMemo()))


@dataclass(frozen=True)
class Shaped(Aim):
    """An aim at an output that is any function of the decimal exponent of the gallery."""

    shape: Callable[[Floats], Floats] = np.abs

    def values(self, evaluation: ScenarioInWorlds) -> Floats:
        """That function of the gallery in each world."""
        return self.shape(np.log10(evaluation.worlds.number("gallery.records")))


def trials(shape: Callable[[Floats], Floats], limit: float) -> Trials:
    """Trials of the gallery for a limit on such an output."""
    return Trials.of(Shaped(evaluation(), "wrong_person_references", limit, shape=shape), GALLERY)


def test_a_limit_that_is_kept_at_both_ends_is_told_at_both() -> None:
    """Where the output is high in the middle alone, there are two stretches."""
    hill = trials(lambda place: -np.abs(place - 5.3), -1.6)
    low, high = hill.stretches()
    assert hill.turning == 1.0
    assert low.low is None
    assert pytest.approx(low.high, abs=2e-3) == 3.7
    assert high.high is None
    assert pytest.approx(high.low, abs=2e-3) == 6.9


def test_a_limit_that_is_kept_between_two_places_is_found() -> None:
    """None of the nine places keeps it, one of those beside the best does."""
    valley = trials(lambda place: np.abs(place - 5.5), 0.3)
    (stretch,) = valley.stretches()
    assert pytest.approx(tuple(stretch), abs=2e-3) == (5.2, 5.8)


def test_a_lever_that_moves_an_output_one_way_has_one_end() -> None:
    """The ends of what is tried stand for themselves."""
    slope = trials(lambda place: place, 7.25)
    (stretch,) = slope.stretches()
    assert slope.turning == 0.0
    assert Stretch(None, stretch.high) == stretch
    assert pytest.approx(stretch.high, abs=2e-3) == 7.25


def test_levers_turn_the_outputs_that_the_docs_say() -> None:
    """Each lever at nine places, each output: which rises and falls in some worlds."""
    turned = {lever.name: set[str]() for lever in LEVERS}
    for lever in LEVERS:
        places = np.linspace(*lever.reach, 9)
        tried = [
            outputs(evaluate(moved(evaluation().worlds, lever, lever.value(place))))
            for place in places
        ]
        for one in KINDS:
            if turns(np.array([values[one.name] for values in tried])).mean() >= 0.05:
                turned[lever.name].add(one.name)
    assert set() == turned["review"]
    shares = {"share_of_references_wrong_person", "worst_to_best_group"}
    assert shares <= turned["threshold"]
    assert {*shares, "wrong_person_references"} <= turned["gallery"]
    assert not {"wrong_person_references", "misses_among_sought"} & turned["threshold"]


def test_what_review_cannot_move_is_not_tried() -> None:
    """It splits the answers that are given, and gives none; so it moves what one verdict counts."""
    review = next(lever for lever in LEVERS if lever.of_review)
    first, last = (
        outputs(evaluate(moved(evaluation().worlds, review, end)))
        for end in (review.low, review.high)
    )
    for one in KINDS:
        if not review.can_move(one.name):
            np.testing.assert_allclose(first[one.name], last[one.name], rtol=1e-9)
    assert review.can_move("wrong_person_references_upheld")
    assert not review.can_move("wrong_person_references")


def test_further_stretches_and_turns_are_said() -> None:
    """After the nearest stretch the others, then how often the output turns."""
    scenario = load_scenario("task-force-module")
    found = require(
        run(scenario, draws=24, recall=WorldMemo()), "share_of_references_wrong_person", 0.2
    )
    row = next(one for one in found.levers if one.name == "gallery")
    assert row.turning >= 0.05
    several = row.model_copy(
        update={
            "reachable": True,
            "low": 1e6,
            "also": (Met(low=None, high=1e3), Met(low=1e8, high=1e9), Met(low=1e9, high=None)),
        }
    )
    said = plain(requirement_words.lever_said(several, found, ENGLISH))
    assert "It is met again at 1,000 or less." in said
    assert "It is met again from 100,000,000 to 1,000,000,000." in said
    assert "It is met again at 1,000,000,000 or more." in said
    assert "Along this lever the output both rises and falls, in " in said
