"""The studies that all readers share, and the facts of their changes."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar

from misid.errors import MeaningError
from misid.results.first_facts import RunFacts
from misid.results.schema import Results
from misid.scenario import Input, Scenario, inputs, library, load_scenario
from misid.study import Study
from misid.uncertainty.schema import Comparison
from misid.uncertainty.sensitivity import POINTS
from misid.web.address import Address
from misid.web.drawer import Drawer
from misid.web.waiting import Waiting, advance

WORLDS = 1024
"""Possible worlds of every number on the page."""
_MOST_WORK = 4_000
_KEPT_STUDIES, _KEPT_LONG, _KEPT_FACTS, _KEPT_MADE = 4, 32, 96, 512

Result = TypeVar("Result")


@dataclass(frozen=True)
class FirstPageFacts:
    """What a page shows first of a programme: as it is, and with the changes of its address."""

    baseline: Results
    results: RunFacts
    comparison: Comparison | None


@dataclass(frozen=True)
class PageFacts(FirstPageFacts):
    """The same with every fact of the changed programme."""

    results: Results


@dataclass
class _Warm:
    """A study that is worked out, and the one who may change it now."""

    study: Study
    lock: threading.Lock = field(default_factory=threading.Lock)

    @cached_property
    def by_name(self) -> dict[str, Input]:
        return {one.name: one for one in inputs(self.study.scenario)}


class Studies:
    """
    Worlds by scenario and seed, in a bounded memory.

    `waiting` does the work that facts need; `made` are pages and `drawn` drawings, which are
    smaller than the facts that they are made of, and kept for longer. `drawer` is who draws.

    Args:
        own: scenarios beside those that come along, by name.
        worlds: of each.
    """

    def __init__(self, own: Mapping[str, Scenario] | None = None, *, worlds: int = WORLDS) -> None:
        self.own = dict(own or {})
        self.worlds = worlds
        for scenario in self.own.values():
            check_cost(scenario)
        self.waiting = Waiting(kept=_KEPT_FACTS)
        self.made, self.drawn = Waiting(kept=_KEPT_MADE), Waiting(kept=_KEPT_MADE)
        self.drawer = Drawer()
        self._long = Waiting(kept=_KEPT_LONG, workers=1)
        self._warm: dict[tuple[str, int], _Warm] = {}
        self._lock = threading.Lock()

    @property
    def points(self) -> int:
        """Base points of each sensitivity design of a ledger: fewer where there are few worlds."""
        fewer = 1 << int(math.log2(max(1.0, self.worlds * POINTS / WORLDS)))
        return max(2, min(POINTS, fewer))

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all scenarios, those of the reader first."""
        return (*self.own, *(name for name in library.names() if name not in self.own))

    def scenario(self, address: Address) -> Scenario:
        """
        The scenario of an address, without its changes.

        Raises: MeaningError: there is none of this name; the error lists all.
        """
        if address.scenario not in self.names:
            raise MeaningError(
                f"no scenario is called {address.scenario!r}.",
                use=f"one of: {', '.join(self.names)}",
            )
        own = self.own.get(address.scenario)
        return own if own is not None else load_scenario(address.scenario)

    def inputs(self, address: Address) -> dict[str, Input]:
        """Every input of the scenario, by name."""
        return self._study(address).by_name

    def facts(self, address: Address, *, patience: float | None = None) -> PageFacts:
        """
        The facts of an address.

        Args:
            address: of a programme.
            patience: seconds to wait for them, where that is not the page's.
        Raises: MeaningError: changes that cannot be put on the scenario. StillAtWorkError: ask
            again.
        """
        plain = address.in_language("en")

        def work() -> PageFacts:
            if not plain.is_changed:
                return self._as_it_is(plain)
            with self._changed(plain) as (before, after):
                results = after.glance
            return PageFacts(before.glance, results, before.compare(after))

        self.check(address)
        return self.waiting.get(("facts", plain), work, patience=patience)

    def first_facts(
        self,
        address: Address,
        *,
        patience: float | None = None,
        begun: Callable[[FirstPageFacts], None] | None = None,
    ) -> FirstPageFacts:
        """
        What is shown first of an address, which is there sooner than all facts of it are.

        Args:
            address: of a programme.
            patience: as of `facts`.
            begun: told what is known of a changed programme before it is compared.
        Raises: as `facts`.
        """
        plain = address.in_language("en")
        known: FirstPageFacts | None = self.waiting.known(("facts", plain))
        if known is not None or not plain.is_changed:
            return known or self.facts(plain, patience=patience)

        def work() -> FirstPageFacts:
            with self._changed(plain) as (before, after):
                known = FirstPageFacts(before.glance, after.run.first, None)
            if begun is not None:
                begun(known)
            return replace(known, comparison=before.compare(after))

        self.check(address)
        return self.waiting.get(("first facts", plain), work, patience=patience)

    def of_study(
        self,
        name: str,
        address: Address,
        ask: Callable[[Study], Result],
        *,
        total: int = 0,
        patience: float | None = None,
    ) -> Result:
        """
        What a study of the address answers to a question, worked out once.

        Args:
            name: of the question, with all that it depends on.
            address: of which programme.
            ask: the question.
            total: parts of the work, where the study tells them.
            patience: seconds to wait for it, where that is not the page's.
        Raises: as `facts`.
        """
        plain = address.in_language("en")

        def work() -> Result:
            baseline = self._worked_out(plain)
            with baseline.lock:
                study = baseline.study
                if plain.is_changed:
                    study = study.change(plain.changes(baseline.by_name))
                return ask(study)

        self.check(address)
        return self.waiting.get((name, plain), work, total=total, patience=patience)

    def apart(
        self,
        name: str,
        address: Address,
        ask: Callable[[Study], Result],
        *,
        total: int = 0,
        patience: float | None = None,
    ) -> Result:
        """
        The same for what takes long, on a study of its own: nobody else waits for it meanwhile.

        Args: as of `of_study`.
        Raises: as `facts`.
        """
        plain = address.in_language("en")

        def work() -> Result:
            changes = plain.changes(self.inputs(plain))
            study = Study(
                self.scenario(plain),
                changes,
                draws=self.worlds,
                seed=plain.seed,
                progress=advance,
            )
            return ask(study)

        self.check(address)
        return self._long.get((name, plain), work, total=total, patience=patience)

    def known_apart(self, name: str, address: Address) -> Any:
        """What `apart` has worked out already for this question; None where it has not."""
        return self._long.known((name, address.in_language("en")))

    def close(self) -> None:
        """Give up all work."""
        for work in (self.waiting, self.made, self.drawn, self._long):
            work.close()
        self.drawer.close()

    def check(self, address: Address) -> None:
        """
        Refuse what cannot be put on the scenario, before any work.

        Raises: MeaningError: as `facts`.
        """
        scenario = self.scenario(address)
        check_cost(scenario)
        if address.is_changed:
            address.changes(self.inputs(address))

    @property
    def first(self) -> Address:
        """The programme that is shown where no other is asked for."""
        return Address(scenario=self.names[0]) if self.own else Address()

    def glance(self, address: Address) -> Results:
        """The facts of a programme without changes, worked out here and now."""
        return self._worked_out(address.unchanged).study.glance

    def warm(self) -> None:
        """Begin to work out the first programme, so that it is there when it is asked for."""
        self.waiting.warm(("facts", self.first), lambda: self._as_it_is(self.first))

    def _as_it_is(self, address: Address) -> PageFacts:
        results = self.glance(address)
        return PageFacts(results, results, None)

    @contextmanager
    def _changed(self, address: Address) -> Iterator[tuple[Study, Study]]:
        """
        The study of an address without its changes, and with them; no other thread works one out.

        To compare them needs no turn: both are worked out, and threads may share the memory of it.
        """
        baseline = self._worked_out(address)
        with baseline.lock:
            changed = baseline.study.change(address.changes(baseline.by_name))
            check_cost(changed.scenario)
            yield baseline.study, changed

    def _study(self, address: Address) -> _Warm:
        key = address.scenario, address.seed
        with self._lock:
            if key not in self._warm:
                study = Study(
                    self.scenario(address), draws=self.worlds, seed=address.seed, progress=advance
                )
                self._warm[key] = _Warm(study)
                for old in list(self._warm)[:-_KEPT_STUDIES]:
                    del self._warm[old]
            return self._warm[key]

    def _worked_out(self, address: Address) -> _Warm:
        warm = self._study(address)
        with warm.lock:
            _ = warm.study.glance
        return warm


def check_cost(scenario: Scenario) -> None:
    """
    Refuse a scenario that would keep everybody waiting.

    Raises: MeaningError: it has too many groups, collections and conditions of capture together.
    """
    work = len(scenario.groups) * len(scenario.gallery.sources) * len(scenario.capture.conditions)
    if work > _MOST_WORK:
        raise MeaningError(
            f"{scenario.name} has {work:,} pairs of group, collection and condition, too many for "
            f"a page.",
            use=f"at most {_MOST_WORK:,}, or `misid run` in a terminal",
        )
