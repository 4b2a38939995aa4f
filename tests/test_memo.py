"""Work that is recalled gives what work done anew gives."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from misid.errors import MisidError
from misid.machine.memo import ByColumn, WorldMemo, recalled, take
from misid.programme import terms
from misid.programme.expected.batches import Searches
from misid.quantities import Choice, Draws, Quantity
from misid.quantities.composition import Algorithm, Composition
from misid.quantities.ranks import ranks
from misid.results.outputs import evaluate, outputs
from misid.scenario import Input, Worlds, change, inputs, load_change, load_scenario
from misid.scenario.inputs import Content
from misid.study import Study
from misid.study.changes import Changes
from misid.uncertainty.sensitivity import luck_names

Floats = NDArray[np.float64]
WORLDS = Draws(seed=5, size=24)
SWAPPED = Draws(seed=6, size=24)


@dataclass(frozen=True)
class Swapped:
    """Draws of which one number comes from elsewhere, in every second world."""

    name: str
    size: int = WORLDS.size

    def uniforms(self, name: str) -> Floats:
        """The usual numbers, or those of the other draws for this name."""
        usual = WORLDS.uniforms(name)
        other = SWAPPED.uniforms(name) if name == self.name else usual
        return np.where(np.arange(self.size) % 2 == 0, usual, other)


NAMES = luck_names(load_scenario("task-force-module"))


@pytest.mark.parametrize("name", NAMES[::4])
def test_a_swapped_input_gives_what_a_fresh_run_gives(name: str) -> None:
    """Whichever input is swapped, recalled steps and fresh ones fit together."""
    scenario, recall = load_scenario("task-force-module"), WorldMemo()
    evaluate(Worlds(scenario, WORLDS, recall))
    recalled = outputs(evaluate(Worlds(scenario, Swapped(name), recall)))
    anew = outputs(evaluate(Worlds(scenario, Swapped(name))))
    for output, values in anew.items():
        np.testing.assert_array_equal(recalled[output], values, err_msg=output)


def test_a_changed_scenario_gives_what_a_fresh_run_gives() -> None:
    """A memory of one scenario misleads no other: other ranges on the same luck are seen."""
    scenario, recall = load_scenario("task-force-module"), WorldMemo()
    stricter = change(scenario, [load_change("strict-threshold")]).scenario
    evaluate(Worlds(scenario, WORLDS, recall))
    recalled = outputs(evaluate(Worlds(stricter, WORLDS, recall)))
    anew = outputs(evaluate(Worlds(stricter, WORLDS)))
    for output, values in anew.items():
        np.testing.assert_array_equal(recalled[output], values, err_msg=output)


STUDY = "task-force-module"
KINDS_OF_INPUT = {one.field: one for one in inputs(load_scenario(STUDY))}


@pytest.fixture(scope="module")
def study() -> Study:
    """A study that is worked out, to be changed again and again."""
    warm = Study(STUDY, draws=WORLDS.size)
    assert warm.run.values
    return warm


def changed(warm: Study, one: Input) -> Study | None:
    """A study in which an input stands otherwise; none where nothing else may stand there."""
    for content in others(one.content):
        with suppress(MisidError):
            found = warm.change({one.name: content})
            if found.scenario != warm.scenario:
                return found
    return None


def others(content: Content) -> Iterator[Any]:
    """Contents that may stand there instead."""
    if isinstance(content, Choice):
        yield from content.options
    elif isinstance(content, Quantity):
        ends = (content.low, content.high, content.value)
        known = [end for end in ends if end is not None]
        yield from (factor * sum(known) / len(known) for factor in (1.0, 0.97, 1.03) if known)
    elif isinstance(content, Composition):
        shares = dict.fromkeys(content.shares, 1.0 / len(content.shares))
        yield {"shares": shares, "status": "assumed", "why": "Even."}
    elif isinstance(content, Algorithm):
        yield {"below": 0.01, "status": "assumed", "why": "Any that misses so few."}
    else:
        raise TypeError(f"nothing is known that may stand there instead: {type(content).__name__}")


@pytest.mark.parametrize("field", KINDS_OF_INPUT)
def test_a_changed_input_gives_the_bits_of_a_run_of_its_own(study: Study, field: str) -> None:
    """Whatever kind of input is changed: every output, and every cell behind it."""
    one = KINDS_OF_INPUT[field]
    shared = changed(study, one)
    if shared is None:
        assert not list(others(one.content)), field
        return
    alone = Study(shared.baseline, shared.changes, draws=WORLDS.size)
    assert np.array_equal(alone.run.evaluation.outcomes.table, shared.run.evaluation.outcomes.table)
    for name, values in alone.run.values.items():
        assert np.array_equal(values, shared.run.values[name], equal_nan=True), name


def test_threads_that_share_a_memory_find_what_each_would_alone(study: Study) -> None:
    """Several changes of one study at once, each compared with it, as readers of a page do."""
    asked: list[Changes] = [
        {"stops.siblings": 0.9},
        {"threshold.rate": 0.01},
        {"matcher.miss_odds.euro_m": 1.7},
        {"retention.others.reference": 3},
    ]
    baseline = Study(STUDY, draws=WORLDS.size)
    alone = [baseline.compare(Study(STUDY, one, draws=WORLDS.size)) for one in asked]
    with ThreadPoolExecutor(len(asked)) as threads:
        for _ in range(3):
            found = list(threads.map(lambda one: study.compare(study.change(one)), asked))
            assert found == alone


OF_ONE_GROUP = {"matcher.miss_odds.euro_m": 1.7, "review.group_effect.easia_f": 0.9}


@pytest.mark.parametrize("moved", OF_ONE_GROUP)
@pytest.mark.parametrize(
    "before",
    [
        {"threshold.per_group": True},
        {"answer.margin": 0.5, "threshold.candidates": 1, "threshold.retry_after": "nothing"},
        {"threshold.retry_after": "no_reference"},
        {"gallery.searched": "flagged_records"},
        {"review.reviewers": 2},
    ],
    ids=str,
)
def test_a_group_that_changes_alone_gives_the_bits_of_a_run_of_its_own(
    before: dict[str, Any], moved: str
) -> None:
    """However groups are searched for: the group alone is worked out, at the points of all."""
    warm = Study(STUDY, before, draws=WORLDS.size)
    assert warm.run.values
    shared = warm.change({moved: OF_ONE_GROUP[moved]})
    alone = Study(shared.baseline, shared.changes, draws=WORLDS.size)
    assert np.array_equal(alone.run.evaluation.outcomes.table, shared.run.evaluation.outcomes.table)
    for name, values in alone.run.values.items():
        assert np.array_equal(values, shared.run.values[name], equal_nan=True), name


@pytest.mark.parametrize(
    ("change", "stages"),
    [
        ({"retention.others.reference": 3}, set()),
        ({"stops.a_year": 50_000}, set()),
        ({"stops.share_minors": 0.1}, set()),
        ({"stops.siblings": 0.9}, {"ends"}),
        ({"gallery.failures_of_records": 0.4}, set()),
        ({"review.share_reviewed": 0.5}, {"search 0", "search 1", "ends"}),
        ({"matcher.miss_odds.euro_m": 1.7}, {"search 0", "search 1", "ends"}),
        ({"threshold.rate": 0.01}, {"threshold", "search 0", "search 1", "ends"}),
    ],
)
def test_only_the_stages_that_an_input_enters_are_worked_out(
    study: Study, change: Changes, stages: set[str]
) -> None:
    """Photographs kept search nobody again, and a reviewer calibrates no matcher."""
    study._memory._latest.clear()
    assert study.change(change).run.values
    known = {"field", "test field", "threshold", "search 0", "search 1", "ends"}
    done = {name for name in study._memory._latest if name in known or "calibration" in name}
    assert stages == done


@dataclass(frozen=True)
class Pair:
    """Two arrays, one entry a world."""

    left: Floats
    right: Floats


def test_only_changed_worlds_are_worked_out() -> None:
    """The work sees the worlds that differ, and no others; what has no number is no difference."""
    seen: list[int] = []

    def work(pair: Pair) -> Pair:
        seen.append(len(pair.left))
        return Pair(pair.left + pair.right, pair.left * pair.right)

    recall = WorldMemo()
    first = Pair(np.array([1.0, 2.0, 3.0, np.nan]), np.array([4.0, 5.0, 6.0, 7.0]))
    second = replace(first, right=np.array([4.0, 50.0, 6.0, 7.0]))
    recall("sum", work, first)
    found = recall("sum", work, second)
    recall("sum", work, first)
    assert seen == [4, 1]
    np.testing.assert_array_equal(found.left, [5.0, 52.0, 9.0, np.nan])
    np.testing.assert_array_equal(found.right, [4.0, 100.0, 18.0, np.nan])


@dataclass(frozen=True)
class Columns(ByColumn):
    """One factor for all, and an array whose columns have nothing to do with each other."""

    factor: Floats
    each: Floats

    def own(self) -> tuple[Floats, ...]:
        """The array."""
        return (self.each,)

    def only(self, columns: NDArray[np.int64]) -> Columns:
        """Some of its columns."""
        return Columns(self.factor, self.each[:, columns])


def test_only_changed_columns_are_worked_out() -> None:
    """The work sees a column that differs, and all of them where anything else does."""
    seen: list[int] = []

    def work(given: Columns) -> tuple[Floats, Floats]:
        seen.append(given.each.shape[1])
        made = given.factor[:, None] * given.each
        return made, -made

    recall, first = WorldMemo(), Columns(np.full(3, 2.0), np.arange(12.0).reshape(3, 4))
    recall("made", work, first)
    moved = first.each.copy()
    moved[:, 2] += 1.0
    made, other = recall("made", work, replace(first, each=moved))
    assert seen == [4, 1]
    assert made.tolist() == (2.0 * moved).tolist()
    assert other.tolist() == (-2.0 * moved).tolist()
    recall("made", work, replace(first, each=moved, factor=np.full(3, 3.0)))
    recall("made", work, replace(first, each=first.each + 1.0))
    assert seen == [4, 1, 4, 4]


def test_other_shapes_are_worked_out_whole() -> None:
    """More worlds than the first time have nothing to be held against."""
    recall = WorldMemo()
    recall("double", lambda x: 2.0 * x, np.arange(3.0))
    np.testing.assert_array_equal(
        recall("double", lambda x: 2.0 * x, np.arange(5.0)), 2.0 * np.arange(5.0)
    )


@pytest.mark.parametrize("rows", [[0, 1, 2], [2, 0], [1], []])
def test_taken_worlds_are_the_asked_ones_in_their_order(rows: list[int]) -> None:
    """Worlds in a row, out of order, alone, or none."""
    whole = (np.arange(12.0).reshape(4, 3), "kept")
    part = take(whole, np.array(rows, dtype=np.int64))
    np.testing.assert_array_equal(part[0], whole[0][rows])
    assert part[1] == "kept"


def test_what_looks_at_all_worlds_is_done_anew_where_one_differs() -> None:
    """A rank depends on every other world; it is remembered only where none is another."""
    recall, values = WorldMemo(), np.array([3.0, 1.0, 2.0])
    places = recall("places", ranks, values, together=True)
    assert places is recall("places", ranks, values.copy(), together=True)
    changed = np.array([3.0, 1.0, 4.0])
    assert recall("places", ranks, changed, together=True).tolist() == [2.0, 1.0, 3.0]


def test_no_number_is_the_same_as_no_number() -> None:
    """A world without a value in both is not changed by that."""
    recall, values = WorldMemo(), np.array([1.0, np.nan, 3.0])
    doubled = recall("doubled", lambda given: 2.0 * given, values)
    assert doubled is recall("doubled", lambda given: 2.0 * given, values.copy())


def test_a_memory_of_some_worlds_knows_what_was_first_and_last() -> None:
    """Worlds taken from a memory, in any order and more than once, are not worked out again."""
    recall, seen = WorldMemo(), list[int]()

    def work(values: Floats) -> Floats:
        seen.append(len(values))
        return 2.0 * values

    first, last = np.arange(6.0), np.arange(6.0) + 10.0
    recall("double", work, first)
    recall("double", work, last)
    rows = np.array([4, 1, 1])
    some = recalled(recall, rows)
    assert some("double", work, first[rows]).tolist() == [8.0, 2.0, 2.0]
    assert some("double", work, last[rows]).tolist() == [28.0, 22.0, 22.0]
    assert seen == [6, 6]
    assert some("double", work, np.array([28.0, 11.0, 0.0])).tolist() == [56.0, 22.0, 0.0]
    assert seen == [6, 6, 2]


def test_a_memory_of_some_of_some_worlds_knows_too() -> None:
    """What is taken when it is asked for is there for whoever takes some of it before."""
    recall, values = WorldMemo(), np.arange(6.0)
    doubled = recall("double", lambda given: 2.0 * given, values)
    outer, inner = np.array([5, 3, 1]), np.array([2, 0])
    some = recalled(recalled(recall, outer), inner)
    assert (
        doubled[outer][inner].tolist()
        == some("double", np.zeros_like, values[outer][inner]).tolist()
    )


def test_a_memory_of_some_worlds_forgets_what_looks_at_all() -> None:
    """The rank among all worlds is not the rank among some of them."""
    recall, values = WorldMemo(), np.array([3.0, 1.0, 2.0])
    recall("places", ranks, values, together=True)
    rows = np.array([0, 2])
    assert recalled(recall, rows)("places", ranks, values[rows], together=True).tolist() == [
        2.0,
        1.0,
    ]


def test_what_persists_moves_nothing_where_there_is_one_photograph() -> None:
    """Searches with one try are the same whatever would persist; those with more are not."""
    scenario = load_scenario("task-force-module")
    some = Worlds(scenario, WORLDS, WorldMemo())
    tries = some.options("threshold.tries").astype(np.int64)
    assert {True, False} == set((tries > 1).tolist())
    found = [
        _searches(some.at({"matcher.look_alike_persistence": share})).retries.look_alikes
        for share in (0.2, 0.7)
    ]
    np.testing.assert_array_equal(tries > 1, found[0] != found[1])


def _searches(worlds: Worlds) -> Searches:
    of_worlds = terms(worlds)
    thresholds = np.zeros_like(of_worlds.miss_odds)
    return Searches.of(of_worlds, of_worlds.conditions[0], thresholds)
