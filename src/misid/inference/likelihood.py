"""How likely the disclosed counts are in each world: the closed form, and checks that can err."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil, inf, log, nan, sqrt
from typing import NamedTuple

import numpy as np
from scipy.special import logsumexp

from misid.arrays import Flags, Floats
from misid.errors import MeaningError
from misid.inference.checking import CHECKING, checking_names, checking_values, log_said
from misid.inference.clumps import Clumps
from misid.inference.counting_law import CountRange, log_of_year, points
from misid.inference.observed import Category, Observed, ObservedPeriod
from misid.inference.rates import SearchRates, search_rates
from misid.inference.scores import Scores, varying
from misid.quantities import Choice, Quantity
from misid.quantities.validation import shown
from misid.results.outputs import ScenarioInWorlds, evaluate
from misid.scenario import Scenario, Worlds, inputs

_LIST = "gallery.records"
_REGIME_INPUTS = ("threshold.rate", _LIST)
_MOST_POINTS = 33
_LEAST_LOG = -60.0
# Of fewer counts only the most is aimed at.
_FEWEST_AIMED = 3
_CELLS = 3
# Relative changes of a whole that its parts can tell, where only they were counted.
_ROUGH, _FINE = 0.2, 0.05


@dataclass(frozen=True)
class Likely:
    """
    What worlds make of the counts.

    `log_likelihood`: (worlds,). `facts`: logarithms of what is compared with counts, shape (worlds,
    facts). `least`, `most`: between what the counts say they are, (facts,); NaN: nothing is said.
    `errors`: standard error of that, which clumps make larger, (worlds, facts).
    """

    log_likelihood: Floats
    facts: Floats
    least: Floats
    most: Floats
    errors: Floats


@dataclass(frozen=True)
class Likelihood:
    """
    The likelihood of counts under a scenario whose inputs are normal scores.

    Args:
        scenario: the prior.
        observed: the counts.
        checking: ranges of what checks do, by name.
    """

    scenario: Scenario
    observed: Observed
    checking: Mapping[str, Quantity]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every input, in the order of the columns of scores."""
        own = varying(self.scenario)
        again = (self._instead(k) for k in range(1, len(self.observed.regimes)))
        others = [other for held in again for name, other in held.items() if name in own]
        if _LIST not in own:
            others += [self._instead(k).get(_LIST, _LIST) for k in self._ranged_lists]
        return (*own, *others, *checking_names(self.observed.active))

    @cached_property
    def smooth(self) -> Flags:
        """Inputs along which nothing jumps: numbers, and no options or rows of a table."""
        by_name = {one.name: one.content for one in inputs(self.scenario)}
        jumps = [
            name.startswith("evidence:") or isinstance(by_name.get(name), Choice)
            for name in self.names
        ]
        return ~np.array(jumps)

    @property
    def _ranged_lists(self) -> list[int]:
        """Regimes in which the size of the list was told as a range."""
        lists = enumerate(self.observed.lists)
        return [k for k, size in lists if size is not None and size.least < size.most]

    def _instead(self, regime: int) -> dict[str, str]:
        """Inputs that are other ones in another regime than the first."""
        if regime == 0:
            return {}
        return {name: f"{name} in regime {regime + 1}" for name in _REGIME_INPUTS}

    def worlds(self, values: Floats, regime: int = 0) -> Worlds:
        """
        The worlds that scores stand for.

        Args:
            values: shape (worlds, names).
            regime: in which the threshold and the list are those of this regime.
        """
        worlds = Worlds(self.scenario, Scores(self.names, values, self._instead(regime)))
        size = self.observed.lists[regime]
        if size is None:
            return worlds
        place = worlds.draws.uniforms(_LIST)
        return worlds.at({_LIST: size.least + (size.most - size.least) * place})

    def said(self, values: Floats) -> dict[str, Floats]:
        """The inputs of checking in each world, by name."""
        place = {name: index for index, name in enumerate(self.names)}
        wanted = checking_names(self.observed.active)
        return checking_values(self.checking, wanted, lambda name: values[:, place[name]])

    def rates(self, values: Floats) -> dict[tuple[int, int | None], SearchRates]:
        """What a search gives in each regime and group that something was counted of."""
        wanted = dict.fromkeys((one.regime, one.group) for one in self.observed.periods)
        if self.observed.years is not None:
            wanted[0, None] = None
        known: dict[int, ScenarioInWorlds] = {}
        for regime, _ in wanted:
            if regime not in known:
                known[regime] = evaluate(self.worlds(values, regime))
        return {
            (k, group): self._with_searches(search_rates(known[k], group), (k, group))
            for k, group in wanted
        }

    def _with_searches(self, rates: SearchRates, where: tuple[int, int | None]) -> SearchRates:
        """People come again in all periods of a regime: their clumps are those of all of them."""
        return replace(rates, searches=searches_behind(self._periods(where), rates))

    def _periods(self, where: tuple[int, int | None]) -> list[ObservedPeriod]:
        return [one for one in self.observed.periods if (one.regime, one.group) == where]

    def __call__(self, values: Floats) -> Likely:
        """How likely the counts are where inputs have these scores, shape (worlds, names)."""
        rates, said = self.rates(values), log_said(self.said(values), self.observed.active)
        log_likelihood = np.zeros(len(values))
        for where, held in rates.items():
            state = _State.of(held, said)
            for one in self._periods(where):
                log_likelihood += state.log_of(one, self.observed.active)
                state = state.given(one, self.observed.active)
        years = self.observed.years
        if years is not None:
            held = rates[0, None]
            log_likelihood += log_of_year(
                years.searches, years.has_end, held.a_year * years.years, held.year_variance
            )
        facts = list(self._facts(rates, said))
        return Likely(
            np.nan_to_num(log_likelihood, nan=-np.inf),
            np.maximum(np.stack([one.values for one in facts], axis=1), _LEAST_LOG),
            np.array([one.least for one in facts]),
            np.array([one.most for one in facts]),
            np.stack([one.error for one in facts], axis=1),
        )

    def _facts(
        self, rates: Mapping[tuple[int, int | None], SearchRates], said: Floats
    ) -> Iterator[_CountFact]:
        for where, held in rates.items():
            mine = self._periods(where)
            yield _references_of_searches(held, mine)
            shares = log_shares(held, said)
            for place, name in enumerate(self.observed.active):
                yield _said_of_references(held, mine, name, shares[:, place])
        years = self.observed.years
        if years is not None:
            held = rates[0, None]
            middle = (years.searches.least + years.searches.most) / 2.0 / years.years
            is_aimed = years.has_end and middle > 0
            aim = log(middle) if is_aimed else nan
            yield _CountFact(np.log(held.a_year), aim, aim, np.sqrt(held.year_variance + 1e-6))


class _CountFact(NamedTuple):
    """One fact: its logarithm in each world, the ends of what the counts say, and the error."""

    values: Floats
    least: float
    most: float
    error: Floats


def _references_of_searches(rates: SearchRates, periods: Sequence[ObservedPeriod]) -> _CountFact:
    counted = [
        (one.references, one.searches)
        for one in periods
        if one.searches is not None and one.references is not None
    ]
    return _fact(rates.reference, counted, rates.references_of_searches)


def _said_of_references(
    rates: SearchRates, periods: Sequence[ObservedPeriod], name: Category, shares: Floats
) -> _CountFact:
    """What is said of references where these were counted; where not, of searches."""
    mine = [one for one in periods if name in one.cells]
    of_references = [(one.cells[name], one.references) for one in mine if one.references]
    of_searches = [(one.cells[name], one.searches) for one in mine if one.searches]
    if of_searches and not of_references:
        return _fact(rates.reference + shares, of_searches, rates.references_of_searches)
    return _fact(shares, of_references, rates.said_of_references(shares[:, None]))


def _fact(
    values: Floats, counted: Sequence[tuple[CountRange, CountRange]], clumps: Clumps
) -> _CountFact:
    least, most = sum(one.least for one, _ in counted), sum(one.most for one, _ in counted)
    whole = _together(one for _, one in counted)
    if not counted or whole <= 0:
        return _CountFact(values, nan, nan, np.ones(len(values)))
    middle = (least + most) / 2.0
    # A share that is nearly all moves less.
    left = max(1.0 - middle / whole, 1.0 / whole)
    error = np.sqrt(clumps.dispersion(whole) * left / (middle + 0.5))
    return _CountFact(values, *_fact_ends(least, most, whole), error)


def _fact_ends(least: float, most: float, whole: float) -> tuple[float, float]:
    """Logarithms of the least and the most share that is aimed at."""
    low = -inf if least < _FEWEST_AIMED else log(least / whole)
    return low, inf if most >= whole else log(max(most, 0.5) / whole)


def _together(counts: Iterable[CountRange]) -> float:
    return sum((_middle(one) for one in counts), 0.0)


def _middle(ends: CountRange) -> float:
    return (ends.least + ends.most) / 2.0


def likelihood(
    scenario: Scenario, seen: Observed, checking: Mapping[str, Quantity] | None = None
) -> Likelihood:
    """
    The likelihood of counts; ranges of checking that are not given are the general ones.

    Raises: MeaningError: a range of checking whose name is none.
    """
    for name in checking or {}:
        if name not in CHECKING:
            raise MeaningError(f"checking has no {shown(name)}.", use=", ".join(CHECKING))
    return Likelihood(scenario, seen, CHECKING | dict(checking or {}))


def log_shares(rates: SearchRates, said: Floats) -> Floats:
    """Log share of each thing that is said among references, shape (worlds, said)."""
    return np.logaddexp(
        rates.share_wrong[:, None] + said[:, 0], rates.share_right[:, None] + said[:, 1]
    )


class _State(NamedTuple):
    """Clumps that the periods of a regime and a group have in common, after some of them."""

    references: Clumps
    said: Clumps
    said_of_searches: Clumps

    @classmethod
    def of(cls, rates: SearchRates, said: Floats) -> _State:
        """Before the first period; `said` of a reference given the truth."""
        shares = log_shares(rates, said)
        return cls(
            rates.references_of_searches,
            rates.said_of_references(shares),
            rates.said_of_searches(shares),
        )

    def log_of(self, one: ObservedPeriod, active: Sequence[Category]) -> Floats:
        """Log probability of the counts of a period, given how many searches or references."""
        cells = [one.cells.get(name) for name in active]
        if one.references is None:
            return self._without_references(one, cells)
        if one.searches is None:
            return _over_points(one.references, _ROUGH, lambda r: self.said.log_of(r, cells))
        spread, references = 1.0 / sqrt(one.references.least + 1.0), one.references
        return _over_points(
            one.searches, spread, lambda n: self._given_searches(n, references, cells)
        )

    def given(self, one: ObservedPeriod, active: Sequence[Category]) -> _State:
        """After the counts of a period."""
        cells = [one.cells.get(name) for name in active]
        searches, references = one.searches, one.references
        if references is None and searches is not None:
            of_searches = self.said_of_searches.given(_middle(searches), [None, *cells])
            return self._replace(said_of_searches=of_searches)
        whole = _together(one.cells.values()) if references is None else _middle(references)
        said = self.said.given(whole, cells) if one.cells else self.said
        if searches is None:
            return self._replace(said=said)
        return self._replace(
            said=said, references=self.references.given(_middle(searches), [None, references])
        )

    def _given_searches(
        self, searches: int, counted: CountRange, cells: list[CountRange | None]
    ) -> Floats:
        if all(cell is None for cell in cells):
            return self.references.log_of(searches, [None, counted])

        def of_references(references: int) -> Floats:
            given = [None, CountRange(references, references)]
            return self.references.log_of(searches, given) + self.said.log_of(references, cells)

        return _over_points(counted, 1.0 / sqrt(counted.least + 1.0), of_references)

    def _without_references(self, one: ObservedPeriod, cells: list[CountRange | None]) -> Floats:
        """Among searches of which the references were not counted; or of the cells alone."""
        if one.searches is None:
            given = [place for place, cell in enumerate(cells) if cell is not None]
            held = [cell for cell in cells if cell is not None]
            among = self.said.log_shares[:, given]
            whole = np.logaddexp.reduce(among, axis=1)[:, None]
            alone = replace(self.said, log_shares=among - whole)
            total = CountRange(sum(cell.least for cell in held), sum(cell.most for cell in held))
            return _over_points(total, _ROUGH, lambda r: alone.log_of(r, held))
        return _over_points(
            one.searches, _FINE, lambda n: self.said_of_searches.log_of(n, [None, *cells])
        )


def _over_points(ends: CountRange, spread: float, of_one: Callable[[int], Floats]) -> Floats:
    """
    A count that lies in its ends, each as likely: the average over it.

    Args:
        ends: of the count.
        spread: relative change of it that the counts can tell.
        of_one: log probability of the rest, given the count.
    """
    steps = ceil(2.0 * (ends.width - 1) / max(ends.most, 1) / spread) + 1
    chosen = list(points(ends, min(max(steps, 1), _MOST_POINTS) if ends.width > _CELLS else _CELLS))
    each = np.stack([of_one(one) for one in chosen])
    return np.asarray(logsumexp(each, axis=0) - np.log(len(chosen)))


def searches_behind(periods: Iterable[ObservedPeriod], rates: SearchRates) -> Floats:
    """
    Searches of periods together, (worlds,); where nobody counted them, by the references.

    Args:
        periods: of one regime and one group.
        rates: of these.
    """
    found = np.zeros(len(rates.reference))
    for one in periods:
        if one.searches is not None:
            found += _middle(one.searches)
            continue
        whole = one.cells.values() if one.references is None else [one.references]
        found += _together(whole) / np.maximum(np.exp(rates.reference), 1e-300)
    return found
