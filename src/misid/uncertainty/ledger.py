"""The ledger of unanswered questions: which one matters most, by four measures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

import numpy as np

from misid.arrays import Floats, Integers
from misid.errors import MeaningError
from misid.programme.expected.outcome_table import Progress
from misid.results.output_definitions import kind
from misid.results.run import HEADLINE, Run
from misid.results.schema import OutputRow
from misid.results.splits import limit_decider, question
from misid.scenario import Output, Scenario
from misid.uncertainty.decided import own_split
from misid.uncertainty.ledger_schema import Entry, Ledger, Order, OutputNote, Verdict, Without
from misid.uncertainty.questions import OpenField, questions
from misid.uncertainty.sensitivity import POINTS, REPLICATES, total_indices
from misid.uncertainty.sobol import Indices, ties
from misid.uncertainty.value_of_information import (
    Worth,
    expected_value_of_perfect_information,
    right_verdict_by_perfect_information,
    worth,
)
from misid.uncertainty.without import effects, removable, size
from misid.uncertainty.without import parts as parts_without

ALWAYS_ASKED: tuple[Output, ...] = (
    "wrong_person_references_upheld",
    "misses_among_sought",
    "photographs_held",
    "worst_to_best_group",
)
"""Outputs that matter to everybody, whichever one the ledger explains."""
# A power of two; above the second a design takes hours.
_FEWEST_POINTS, _MOST_POINTS = 2, 2**14
# With fewer worlds that have an output nothing can be learnt of what an answer is worth.
_FEWEST = 10
_NOTHING = Worth(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


def ledger(
    run: Run,
    output: Output = HEADLINE,
    *,
    by: Order = "either",
    points: int = POINTS,
    progress: Progress | None = None,
) -> Ledger:
    """
    Every open question of a scenario, and what its answer would change.

    Args:
        run: of the scenario, made with a memory of its work.
        output: whose range is explained; the verdict is on the output of the scenario's own limit.
        by: the measure that orders the questions; either: by the better of two ranks, that of the
            total index and that of what the output would be without the input.
        points: base points of each sensitivity design.
        progress: told how many worlds are done.
    Raises: MeaningError: points that are no power of two from 2 to 16,384, or no such measure.
    """
    _check(by, points)
    scenario, seed = run.made.scenario, run.stamp.seed
    asked = questions(scenario)
    indices = total_indices(scenario, output, asked, points=points, seed=seed, progress=progress)
    ranks = ties(indices)
    entries = [_entry(run, output, one, indices, ranks) for one in asked]
    ordered = _ordered(run, output, entries, by, progress)
    return Ledger(
        version="misid-ledger/3",
        scenario=scenario,
        changes=run.made.changes,
        output=output,
        outputs=tuple(map(_note, _rows(run, output))),
        verdict=_verdict(run),
        by=by,
        ledger=ordered,
        base_points=points * REPLICATES,
        stamp=run.stamp,
    )


def parts(scenario: Scenario, draws: int, points: int = POINTS) -> int:
    """
    How many worlds a ledger tells as done, those of its run included.

    Args:
        scenario: the scenario.
        draws: worlds of the run.
        points: as of `ledger`.
    """
    fields = {one.field for one in questions(scenario)}
    tried = sum(one.field in fields for one in removable(scenario))
    return draws + REPLICATES * points * (len(fields) + 2) + tried * parts_without(draws)


def _check(by: Order, points: int) -> None:
    if by not in get_args(Order):
        measures = ", ".join(get_args(Order))
        raise MeaningError(f"no measure is called {by!r}.", use=f"one of: {measures}")
    if not _FEWEST_POINTS <= points <= _MOST_POINTS or points & (points - 1):
        raise MeaningError(
            f"points is {points}, but a design has a power of two of them, from "
            f"{_FEWEST_POINTS} to {_MOST_POINTS:,}.",
            use=f"--points {POINTS}",
        )


def _rows(found: Run, output: Output) -> Iterator[OutputRow]:
    """The rows of that output, and of those that are always asked about."""
    rows = {row.name: row for row in found.glance.headline}
    yield from (rows[name] for name in dict.fromkeys((output, *ALWAYS_ASKED)))


def _note(row: OutputRow) -> OutputNote:
    kept = {name: getattr(row, name) for name in ("name", "unit", "median", "low", "high")}
    split = None if row.split is None else own_split(row.split)
    return OutputNote.model_validate({**kept, "split": split})


def _ordered(
    found: Run, output: Output, entries: list[Entry], by: Order, progress: Progress | None
) -> tuple[Entry, ...]:
    """The entries with what is left without each, most telling first."""
    other = output != found.glance.decision.output
    moves = {one.field: other or one.total_index != 0.0 for one in entries}
    ranked = _ranked(entries, effects(found, output, moves, progress))
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
    decision = found.glance.decision
    limited = found.made.scenario.decision.output
    values = found.values[limited]
    decider = limit_decider(found.evaluation.worlds, kind(limited), values, decision.limit)
    known = values[np.isfinite(values)]
    share = decision.probability_exceeded
    return Verdict(
        output=limited,
        unit=decision.unit,
        limit=decision.limit,
        status=decision.status,
        why=decision.why,
        decided_by=None if decider is None else question(decider),
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


def _entry(found: Run, output: Output, one: OpenField, indices: Indices, ranks: Integers) -> Entry:
    first = one.inputs[0]
    place = indices.names.index(one.field) if one.field in indices.names else None
    # What no output draws can turn no verdict; a flip would be chance.
    decided = _NOTHING if place is None else _worth(found, found.glance.decision.output, one)
    narrowed = decided
    if place is not None and output != found.glance.decision.output:
        narrowed = _worth(found, output, one)
    return Entry(
        field=one.field,
        status=one.status,
        input=first.name,
        content=first.content.model_dump(mode="json"),
        rank_without=None,
        without=None,
        rank=len(indices.names) + 1 if place is None else int(ranks[place]),
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


def _worth(found: Run, output: str, one: OpenField) -> Worth:
    values = found.values[output]
    known = np.isfinite(values)
    answers, categorical = one.values(found.evaluation.worlds)
    if np.count_nonzero(known) < _FEWEST:
        return _NOTHING
    limit = found.glance.decision.limit
    return worth(answers[known], values[known], limit, categorical=categorical)
