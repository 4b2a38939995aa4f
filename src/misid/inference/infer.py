"""What disclosed counts say of a scenario: the facts, from counts, a prior and a seed."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from misid.arrays import Floats
from misid.disclosure.counts import DisclosedCounts
from misid.inference.checking import as_data, other_ranges
from misid.inference.checks import checks, is_expected, times_each, worst
from misid.inference.first import FIRST, FirstAnswer, first_answer
from misid.inference.likelihood import Likelihood, likelihood
from misid.inference.moves import moves
from misid.inference.numbers import compared, numbers
from misid.inference.observed import observed
from misid.inference.predictive import replicas
from misid.inference.sampler import FEWEST, Sampled, sample
from misid.inference.schema import (
    CountsUsed,
    CountUnused,
    IfChecked,
    Inference,
    NextNumber,
    NumberName,
    Sampling,
    TeachingNumbers,
)
from misid.inference.scores import prior_scores
from misid.quantities import Draws, Quantity
from misid.results.intervals import interval
from misid.results.outputs import evaluate
from misid.results.provenance import Provenance, stamp
from misid.results.run import HEADLINE
from misid.results.variance_shares import least_share, uncertainty
from misid.scenario import inputs

_TARGETS: tuple[NumberName, ...] = (
    "share_of_references_wrong_person",
    "false_positive_identification_rate",
    "false_negative_identification_rate",
)
_UNCHECKED: NumberName = "checking.share_unresolved"
_SHOWN = 5


def ends_of(worlds: int, effective: float) -> int:
    """
    How many worlds at either end of an order are told: a tenth, or as many as ranges rest on.

    Args:
        worlds: of equal weight, some of which stand there several times.
        effective: how many independent ones they are worth.
    Returns: none where the two ends would meet.
    Example:
        >>> ends_of(4_000, 3_500.0), ends_of(1_000, 613.0), ends_of(1_000, 150.0)
        (400, 164, 0)
    """
    enough = math.ceil(FEWEST * max(worlds / max(effective, 1.0), 1.0))
    part = max(worlds // 10, enough)
    return part if 2 * part <= worlds else 0


@dataclass(frozen=True)
class Inferred:
    """
    A scenario given counts: its worlds before and after, and what there is to say of them.

    `counts`: as disclosed; `made`: the scenario; `luck`: seed and number of worlds; `checking`:
    other ranges for what checks do.
    """

    counts: DisclosedCounts
    made: Provenance
    luck: Draws
    model: Likelihood
    sampled: Sampled
    checking: Mapping[str, Quantity] = field(default_factory=dict)

    @cached_property
    def facts(self) -> Inference:
        """Everything as a document."""
        model, found = self.model, self.sampled
        before, after = (self._numbers(one) for one in (found.prior, found.scores))
        times = times_each(model, self.luck.size)
        drawn = [replicas(model, one, self.luck.seed, times) for one in (found.prior, found.scores)]
        rows = checks(model, *drawn)
        return Inference(
            version="misid-inference/1",
            scenario=self.made.scenario,
            changes=self.made.changes,
            stamp=stamp(self.made, draws=self.luck.size, seed=self.luck.seed),
            counts=self._note(),
            disclosed=self.counts.as_data(),
            checking=as_data(self.checking),
            checking_other=other_ranges(as_data(self.checking)),
            fit=worst(rows),
            expected_before=is_expected(rows),
            numbers=compared(before, after),
            inputs=moves(model, found.prior, found.scores, found.effective),
            if_checked=self._if_checked(after),
            checks=rows,
            unused=tuple(
                CountUnused(period=one.period, count=one.count, because=one.because)
                for one in model.observed.unused
            ),
            twice=tuple(self._twice()),
            next=tuple(self._next(name, after[name]) for name in _TARGETS if found.is_reliable),
            sampling=self._sampling(),
        )

    def _numbers(self, scores: Floats) -> dict[NumberName, Floats]:
        return numbers(evaluate(self.model.worlds(scores)), self.model.said(scores))

    def _note(self) -> CountsUsed:
        seen = self.model.observed
        return CountsUsed(
            title=self.counts.title,
            source=self.counts.source,
            digest=counts_digest(self.counts),
            periods=len(seen.periods),
            regimes=seen.regimes,
            checked_told=seen.checked_told,
            undated=seen.undated,
            list_told=any(one is not None for one in seen.lists),
        )

    def _if_checked(self, after: Mapping[NumberName, Floats]) -> tuple[IfChecked, ...]:
        """Where the counts leave open how many references were checked: both ends of it."""
        left = after.get(_UNCHECKED)
        if left is None or self.model.observed.checked_told:
            return ()
        order, part = np.argsort(left), ends_of(len(left), self.sampled.effective)
        if not part:
            return ()
        wrong = after["share_of_references_wrong_person"]
        return tuple(
            IfChecked(
                least=float(1.0 - left[some].max()),
                most=float(1.0 - left[some].min()),
                share=interval(wrong[some]),
            )
            for some in (order[:part], order[-part:])
        )

    def _twice(self) -> Iterator[str]:
        """Inputs that name a source which the counts name too."""
        told = f"{self.counts.source} {self.counts.title}"
        for one in inputs(self.made.scenario):
            key = getattr(one.content, "source", None)
            if (
                one.content.is_range
                and key
                and re.search(rf"(?<![\w-]){re.escape(key)}(?![\w-])", told)
            ):
                yield one.name

    def _next(self, target: NumberName, values: Floats) -> TeachingNumbers:
        worlds = self.model.worlds(self.sampled.scores)
        shares = uncertainty(worlds, HEADLINE, values)
        least = least_share(max(1, int(self.sampled.effective)))
        of_field: dict[str, float] = {}
        for row in shares.inputs:
            share = row.share if row.share > least else 0.0
            of_field[row.field] = of_field.get(row.field, 0.0) + share
        asked = {one.field: one.question for one in worlds.by_name.values()}
        order = sorted((-share, field) for field, share in of_field.items() if share > 0.0)
        return TeachingNumbers(
            target=target,
            numbers=tuple(
                NextNumber(field=field, question=asked[field], narrowed=min(-share, 1.0))
                for share, field in order[:_SHOWN]
            ),
        )

    def _sampling(self) -> Sampling:
        found = self.sampled
        return Sampling(
            worlds=self.luck.size,
            drawn=found.drawn,
            informed=found.informed,
            effective=found.effective,
            heaviest=found.heaviest,
            is_reliable=found.is_reliable,
            log_evidence=found.log_evidence,
        )


def infer(
    counts: DisclosedCounts,
    made: Provenance,
    luck: Draws,
    *,
    checking: Mapping[str, Quantity] | None = None,
    told: Callable[[FirstAnswer], None] | None = None,
) -> Inferred:
    """
    What counts say of a scenario.

    Args:
        counts: as they were disclosed.
        made: the scenario, which is the prior.
        luck: seed and number of worlds.
        checking: other ranges for what checks do, by name.
        told: told a first answer, from few worlds, before the whole one is worked out.
    Raises: MeaningError: counts that say nothing, or that no world of the scenario can give.
    """
    model = likelihood(made.scenario, observed(counts, made.scenario), checking)
    if told is not None and luck.size > FIRST:
        first = first_answer(model, luck.seed)
        if first is not None:
            told(first)
    prior = prior_scores(model.names, luck)
    found = sample(model, prior, luck.seed, smooth=model.smooth)
    return Inferred(counts, made, luck, model, found, checking or {})


def counts_digest(counts: DisclosedCounts) -> str:
    """SHA-256 of the file that counts come from; where it is not said, of the counts themselves."""
    text = json.dumps(counts.as_data(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return counts.digest or hashlib.sha256(text.encode()).hexdigest()
