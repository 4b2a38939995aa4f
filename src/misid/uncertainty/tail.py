"""The few worlds that hold most of a sum: why an answer can turn a verdict and be worth nothing."""

from __future__ import annotations

import numpy as np

from misid.quantities import Choice
from misid.quantities.units import Unit
from misid.results.run import Run
from misid.results.schema import EitherOrAnswer, ResultsPart
from misid.scenario import Output
from misid.uncertainty.ledger_schema import Ledger

_HIGHEST = 100


class Tail(ResultsPart):
    """An output that its limit is set on, in all worlds and under the answer that turns it."""

    output: Output
    unit: Unit
    limit: float
    above: float
    mean: float
    top: float
    answer: EitherOrAnswer
    below: float
    mean_then: float
    value_by_amount: float

    @property
    def is_dominated(self) -> bool:
        """Whether most worlds say one thing, and their mean another that the answer leaves."""
        turns = self.above > 0.5 and self.below > 0.5
        return turns and self.mean_then > self.limit


def tail(found: Run, ledger: Ledger) -> Tail | None:
    """
    What the tail does to the answer that most likely turns the verdict; none where none is open.

    Args:
        found: the run.
        ledger: of the same scenario.
    """
    decision, worlds = found.glance.decision, found.evaluation.worlds
    values = found.values[decision.output]
    first = max(ledger.ledger, key=lambda one: one.flip, default=None)
    asked = None if first is None else worlds.by_name.get(first.input)
    if first is None or asked is None or not isinstance(asked.content, Choice):
        return None
    parts = [values[worlds.option(asked.name) == n] for n in range(len(asked.content.options))]
    kept = [float((part <= decision.limit).mean()) for part in parts]
    best = int(np.argmax(kept))
    highest = np.sort(values)[-max(1, len(values) // _HIGHEST) :]
    return Tail(
        output=ledger.verdict.output,
        unit=decision.unit,
        limit=decision.limit,
        above=float((values > decision.limit).mean()),
        mean=float(values.mean()),
        top=float(highest.sum() / values.sum()),
        answer=EitherOrAnswer(input=asked.name, option=str(asked.content.options[best])),
        below=kept[best],
        mean_then=float(parts[best].mean()),
        value_by_amount=first.value_by_amount,
    )
