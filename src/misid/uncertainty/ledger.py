"""The ledger of unanswered questions: which one matters most, by four measures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from misid.machine.memo import Remembered
from misid.programme.expected.outcome_table import Progress
from misid.results.output_definitions import kind
from misid.results.run import DEFAULT_DRAWS, DEFAULT_SEED, HEADLINE, Run, run
from misid.results.summary import limit_said, natural, split_said
from misid.scenario import Output, Scenario
from misid.scenario.words import in_words
from misid.uncertainty.questions import Question, questions
from misid.uncertainty.schema import Entry, Ledger, Verdict, Without
from misid.uncertainty.sensitivity import POINTS, REPLICATES, total_indices
from misid.uncertainty.sobol import Indices, ties
from misid.uncertainty.told import without_said
from misid.uncertainty.value_of_information import (
    Worth,
    expected_value_of_perfect_information,
    right_verdict_by_perfect_information,
    worth,
)
from misid.uncertainty.without import effects, size

Floats = NDArray[np.float64]
Order = Literal["either", "total", "without", "value", "amount", "flip", "narrowing"]

# Below this an answer is not said to turn the verdict.
_CAN_FLIP = 0.01
# In natural logarithms: an input without which a median is less than 2/3, or more than 1.5 times.
_CARRIES, _MOST_CARRIERS = 0.405, 3
# With fewer worlds that have an output nothing can be learnt of what an answer is worth.
_FEWEST = 10
_NOTHING = Worth(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Effort:
    """How much is worked out: worlds, seed, and base points of each sensitivity design."""

    draws: int = DEFAULT_DRAWS
    seed: int = DEFAULT_SEED
    points: int = POINTS


def ledger(
    scenario: Scenario,
    output: Output = HEADLINE,
    *,
    by: Order = "either",
    effort: Effort | None = None,
    arguments: tuple[str, ...] = (),
    progress: Progress | None = None,
) -> Ledger:
    """
    Every open question of a scenario, and what its answer would change.

    Args:
        scenario: the scenario.
        output: whose range is explained; the verdict is on the output of the scenario's own limit.
        by: the measure that orders the questions; either: by the better of two ranks, that of the
            total index and that of what the output would be without the input.
        effort: worlds, seed and points.
        arguments: put into the stamp; no paths.
        progress: told how many worlds are done.
    """
    work = effort or Effort()
    found = run(
        scenario,
        draws=work.draws,
        seed=work.seed,
        arguments=arguments,
        progress=progress,
        recall=Remembered(),
    )
    asked = questions(scenario)
    indices = total_indices(
        scenario, output, asked, points=work.points, seed=work.seed, progress=progress
    )
    ordered = _ordered(found, output, [_entry(found, output, one, indices) for one in asked], by)
    row = next(one for one in found.results.headline if one.name == output)
    return Ledger(
        version="misid-ledger/2",
        programme=scenario.title,
        sentence=_sentence(ordered, found, kind(output).unit),
        output=output,
        on_both_sides=split_said(row),
        verdict=_verdict(found),
        net_benefit="right verdict",
        ledger=ordered,
        base_points=work.points * REPLICATES,
        stamp=found.results.stamp,
    )


def _ordered(found: Run, output: Output, entries: list[Entry], by: Order) -> tuple[Entry, ...]:
    """The entries with what is left without each, most telling first."""
    other = output != found.results.decision.output
    moves = {one.field: other or one.total_index != 0.0 for one in entries}
    ranked = _ranked(entries, effects(found, output, moves))
    return tuple(sorted(ranked, key=lambda one: (-_measure(one, by), one.rank, one.field)))


def _ranked(entries: list[Entry], left: dict[str, Without]) -> list[Entry]:
    """The entries with what is left without each, and its rank by that; equal ones share one."""
    sizes = {field: size(one) for field, one in left.items()}
    ranks = {
        field: 1 + sum(other > own for other in sizes.values()) for field, own in sizes.items()
    }
    return [
        one.model_copy(
            update={"without": left.get(one.field), "rank_without": ranks.get(one.field)}
        )
        for one in entries
    ]


def _measure(one: Entry, by: Order) -> float:
    measures: dict[Order, float] = {
        "either": -min(one.rank, one.rank_without or one.rank),
        "total": one.total_index,
        "without": size(one.without),
        "value": one.value_of_information,
        "amount": one.value_by_amount,
        "flip": one.flip,
        "narrowing": one.narrowing,
    }
    return measures[by]


def _verdict(found: Run) -> Verdict:
    decision = found.results.decision
    values = found.values[decision.output]
    known = values[np.isfinite(values)]
    share = decision.probability_exceeded
    return Verdict(
        output=decision.output,
        unit=decision.unit,
        limit=decision.limit,
        probability_exceeded=share,
        sides=decision.sides,
        exceeded=None if share is None else share > 0.5,
        margin=None if share is None else abs(share - 0.5),
        value_of_all=_finite(right_verdict_by_perfect_information(known, decision.limit)),
        value_by_amount_of_all=_finite(
            expected_value_of_perfect_information(known, decision.limit)
        ),
    )


def _finite(value: float) -> float | None:
    return value if np.isfinite(value) else None


def _entry(found: Run, output: Output, one: Question, indices: Indices) -> Entry:
    scenario = found.evaluation.worlds.scenario
    place = indices.names.index(one.field) if one.field in indices.names else None
    # What no output draws can turn no verdict; a flip would be chance.
    decided = _NOTHING if place is None else _worth(found, found.results.decision.output, one)
    narrowed = decided
    if place is not None and output != found.results.decision.output:
        narrowed = _worth(found, output, one)
    return Entry(
        question=one.text,
        field=one.field,
        status=one.status,
        stands_in=in_words(one.inputs[0], scenario),
        rank_without=None,
        without=None,
        rank=len(indices.names) + 1 if place is None else int(ties(indices)[place]),
        total_index=_number(indices.total, place),
        total_error=_number(indices.total_error, place),
        total_low=_number(indices.total_interval[:, 0], place),
        total_high=_number(indices.total_interval[:, 1], place),
        value_of_information=decided.right_verdict,
        value_error=decided.right_verdict_error,
        value_by_amount=decided.value,
        value_by_amount_error=decided.value_error,
        flip=decided.flip,
        verdict_low=decided.verdict_low,
        verdict_high=decided.verdict_high,
        narrowing=narrowed.narrowing,
    )


def _number(values: Floats, place: int | None) -> float:
    """No index where nothing draws the question, or no base point had an output."""
    return 0.0 if place is None or not np.isfinite(values[place]) else float(values[place])


def _worth(found: Run, output: str, one: Question) -> Worth:
    values = found.values[output]
    known = np.isfinite(values)
    answers, categorical = one.values(found.evaluation.worlds)
    if np.count_nonzero(known) < _FEWEST:
        return _NOTHING
    limit = found.results.decision.limit
    return worth(answers[known], values[known], limit, categorical=categorical)


def _sentence(entries: tuple[Entry, ...], found: Run, unit: str) -> str:
    if not entries:
        return "Nothing is open in this scenario."
    if found.results.decision.probability_exceeded is None:
        return "No search is made in this scenario, so no answer matters."
    parts = (limit_said(found.results), _first_said(entries), _carried_said(entries, unit))
    return " ".join(parts).rstrip()


def _first_said(entries: tuple[Entry, ...]) -> str:
    turning = [one for one in entries if one.flip > _CAN_FLIP]
    if not turning:
        return "No single answer would turn that verdict."
    first = max(turning, key=lambda one: one.flip)
    return (
        f"One answer would most likely turn that verdict, with a probability of "
        f"{natural(100 * first.flip)} %: \u201c{first.question}\u201d"
    )


def _carried_said(entries: tuple[Entry, ...], unit: str) -> str:
    """The answers without which the output would be another, however narrow their ranges."""
    large = sorted(
        (one for one in entries if size(one.without) > _CARRIES), key=lambda one: -size(one.without)
    )
    told = "; ".join(
        f"\u201c{one.question}\u201d: {without_said(one.without, unit)}"
        for one in large[:_MOST_CARRIERS]
        if one.without is not None
    )
    return f"What the output would be without an input: {told}." if told else ""
