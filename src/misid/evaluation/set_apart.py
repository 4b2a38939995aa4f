"""Which group is set apart by its error rate, at a threshold where there are errors to compare."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from misid.evaluation.group_schema import ApartNote, NeededNote, Over, RateName
from misid.measures.apart import MOST_COMPARED, Apart, told_apart
from misid.measures.gathered import Gathered
from misid.measures.needed import POWER, RATIO, trials_needed

FEWEST_ERRORS = 10.0
"""A threshold has enough to compare where so many independent errors fall on a cell, on average."""
_FALSE_MATCHES: tuple[RateName, ...] = ("FMR", "FPIR")
"""Rates that rise as the threshold falls; the others fall."""


@dataclass(frozen=True)
class Look:
    """A threshold, and the rate over everybody that set it."""

    asked: float
    threshold: float


@dataclass(frozen=True)
class Looks:
    """Thresholds at which groups may be compared; a score on the scale of the file."""

    main: Look
    others: tuple[Look, ...]
    shown: Callable[[float], float]

    @classmethod
    def of(
        cls, asked: float, found: Sequence[tuple[float, float]], shown: Callable[[float], float]
    ) -> Looks:
        """
        All thresholds of a file that were found.

        Args:
            asked: the rate that set the threshold for everybody.
            found: each asked rate and its threshold, that one among them.
            shown: a threshold on the scale of the file.
        """
        every = [Look(*one) for one in found]
        main = next(one for one in every if one.asked == asked)
        return cls(main, tuple(one for one in every if one is not main), shown)

    def with_more(self, measure: RateName) -> Iterator[Look]:
        """Those with more errors of a kind than the main one, the nearest first."""
        last = self.main.threshold
        laxer = measure in _FALSE_MATCHES
        for one in sorted(self.others, key=lambda look: look.asked, reverse=not laxer):
            is_on = one.threshold < last if laxer else one.threshold > last
            if is_on:
                yield one
                last = one.threshold


@dataclass(frozen=True)
class Compared:
    """Cells of one rate: their names, and their errors at a threshold."""

    measure: RateName
    over: Over
    names: Sequence[str]
    gather: Callable[[float], Gathered]

    def apart(self, looks: Looks) -> ApartNote:
        """
        What is told of the order of the cells.

        The threshold is chosen by how many errors all cells have together, never by how unlike
        they are, so that looking further does not make a difference out of chance.
        """
        look = looks.main
        first = found = self.gather(look.threshold)
        for more in looks.with_more(self.measure):
            if _is_enough(found):
                break
            look, found = more, self.gather(more.threshold)
        return _ComparedCells(self, looks, look, found, first).note


def _is_enough(found: Gathered) -> bool:
    return found.effective_errors >= FEWEST_ERRORS * int((found.trials > 0).sum())


@dataclass(frozen=True)
class _ComparedCells:
    """Cells, where they are compared, their errors there, and at the main threshold."""

    compared: Compared
    looks: Looks
    look: Look
    found: Gathered
    first: Gathered

    @cached_property
    def cells(self) -> int:
        """Those with trials."""
        return int((self.found.trials > 0).sum())

    @property
    def note(self) -> ApartNote:
        """The same for the document."""
        told = told_apart(self.found)
        return ApartNote(
            measure=self.compared.measure,
            over=self.compared.over,
            asked=self.look.asked,
            threshold=self.looks.shown(self.look.threshold),
            at_asked=self.look is self.looks.main,
            enough=_is_enough(self.found),
            cells=self.cells,
            errors=int(self.found.errors.sum()),
            errors_at_asked=int(self.first.errors.sum()),
            trials=int(self.found.trials.sum()),
            fewest=int(min(self.found.trials[self.found.trials > 0], default=0)),
            design_effect=self.found.design_effect,
            told_apart=told.told,
            **self._named(told),
            needed=self._needed(),
        )

    def _named(self, told: Apart) -> dict[str, Any]:
        names, highest = self.compared.names, told.highest
        trials = 0 if highest is None else int(self.found.trials[highest])
        errors = 0 if highest is None else int(self.found.errors[highest])
        return {
            "highest": None if highest is None else names[highest],
            "highest_errors": None if highest is None else errors,
            "highest_trials": None if highest is None else trials,
            "at_least": told.at_least,
            "lowest": None if told.lowest is None else names[told.lowest],
            "may_be_highest": tuple(names[one] for one in told.may_be_highest) if told.told else (),
        }

    def _needed(self) -> NeededNote | None:
        """How many trials of each cell would tell; nothing where that cannot be worked out."""
        if not 2 <= self.cells <= MOST_COMPARED:
            return None
        rates = self.found.rate, self.first.rate or self.looks.main.asked
        wanted, at_asked = (
            trials_needed(rate, cells=self.cells, design_effect=self.found.design_effect)
            for rate in rates
        )
        if wanted is None:
            return None
        each = None
        if self.found.people is not None:
            each = float(self.found.people.sum() / self.found.trials.sum())
        return NeededNote(
            ratio=RATIO,
            power=POWER,
            trials=wanted,
            people=None if each is None else wanted * each,
            trials_at_asked=at_asked,
        )
