"""
One reference code in a case: what is known of it, and the worlds in which that holds.

What is known of how the service works is put into every possible world, all else keeping its luck.
What is known of the one search picks its cells of the outcome table, so that a world counts by how
many searches of that kind end in such a code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from misid.arrays import Floats
from misid.errors import MeaningError
from misid.machine.memo import WorldMemo
from misid.programme import expected_outcomes, terms
from misid.programme.outcomes import VERDICTS
from misid.quantities import Choice
from misid.results.codes import Codes, decides
from misid.results.outputs import ScenarioInWorlds
from misid.results.run import Run
from misid.results.schema import EitherOrAnswer
from misid.results.sides import DecidingChoice
from misid.scenario import Worlds
from misid.scenario.settle import with_options, written
from misid.uncertainty.another import CodesByAnother, codes_by_another
from misid.uncertainty.code_schema import Given

Options = Mapping[str, str | int | bool]
Numbers = Mapping[str, float]

RULE, CANDIDATES, REVIEWED = (
    "answer.reference_rule",
    "threshold.candidates",
    "review.share_reviewed",
)
_MOST_CANDIDATES = 50


@dataclass(frozen=True)
class Case:
    """A run, what is known of the case, and who remembers the work that its answers share."""

    found: Run
    given: Given
    memory: WorldMemo

    def evaluation(
        self, options: Options | None = None, numbers: Numbers | None = None
    ) -> ScenarioInWorlds:
        """
        The run with what is given in it, and with what an answer would put into every world.

        Args:
            options: by the names of choices.
            numbers: by the names of quantities.
        Raises: MeaningError: the model does not hold for that.
        """
        put = self._settled() | dict(options or {})
        worlds = self.found.evaluation.worlds
        reviewed = {REVIEWED: 1.0} if self.given.is_reviewed else {}
        at = {**reviewed, **(numbers or {})}
        if put:
            worlds = Worlds(with_options(worlds.scenario, put), worlds.draws, self.memory)
        elif not at and self.given.condition is None:
            return self.found.evaluation
        return self._worked_out(replace(worlds, recall=self.memory).at(at))

    def codes(self, evaluation: ScenarioInWorlds) -> Codes:
        """The codes of the case in each world of an evaluation that was made for it."""
        given = self.given
        if given.another is not None:
            return self.by_another(evaluation).codes(given.another)
        verdicts: tuple[str, ...] = (str(given.review),) if given.is_reviewed else VERDICTS
        everybody = evaluation.outcomes.of_everybody(self._stopped(evaluation))
        return Codes.of(everybody, verdicts).times(self._share(evaluation))

    def by_another(self, evaluation: ScenarioInWorlds) -> CodesByAnother:
        """
        The same in the first of its worlds, by what another search of the person gave.

        Raises: MeaningError: a programme whose searches are not drawn one by one.
        """
        return codes_by_another(
            evaluation,
            self._stopped(evaluation) * self._share(evaluation)[:, None],
            review=self.given.review,
            condition=None if self.given.condition is None else self._condition(),
            seed=self.found.stamp.seed,
        )

    def _stopped(self, evaluation: ScenarioInWorlds) -> Floats:
        """Share of each group among the stops; of one, where it is known."""
        stopped, group = evaluation.terms.people.stopped, self.given.group
        if group is None:
            return stopped
        mine = np.array([name == group for name in evaluation.outcomes.groups])
        return np.where(mine, stopped, 0.0)

    def _share(self, evaluation: ScenarioInWorlds) -> Floats:
        """Of the searches in each world, those in the condition and with the review of the case."""
        share = np.ones(len(evaluation.terms.threshold))
        if self.given.condition is not None:
            share = share * evaluation.terms.conditions[self._condition()].share
        reviewed = self.found.evaluation.worlds.number(REVIEWED)
        if self.given.is_reviewed:
            return share * reviewed
        return share * (1.0 - reviewed) if self.given.review == "none" else share

    def about(self, **more: object) -> Case:
        """The same case with more known of it."""
        return replace(self, given=self.given.model_copy(update=more))

    def _settled(self) -> dict[str, str | int | bool]:
        """What is given of how the service works, where the scenario leaves it open."""
        known = {RULE: self.given.rule, CANDIDATES: self.given.candidates}
        by_name = self.found.evaluation.worlds.by_name
        return {
            name: option
            for name, option in known.items()
            if option is not None and by_name[name].content.is_range
        }

    def _condition(self) -> int:
        names: list[str] = [one.name for one in self.found.made.scenario.capture.conditions]
        return names.index(str(self.given.condition))

    def _worked_out(self, worlds: Worlds) -> ScenarioInWorlds:
        before, scenario = self.found.evaluation, worlds.scenario
        found = terms(worlds)
        table = expected_outcomes(
            found,
            scenario.group_names,
            tuple(source.name for source in scenario.gallery.sources),
            recall=worlds.recall,
            condition=None if self.given.condition is None else self._condition(),
        )
        return ScenarioInWorlds(worlds, found, table, before.stops)


@dataclass(frozen=True)
class CaseSide:
    """One answer to the either/or that decides what the code means; none where none does."""

    answer: EitherOrAnswer | None
    options: dict[str, str | int | bool]
    case: Case
    evaluation: ScenarioInWorlds

    @classmethod
    def of(cls, case: Case, name: str, option: str | int | bool) -> CaseSide:
        """The case with an option in every world; its answers share their work with each other."""
        mine = replace(case, memory=WorldMemo())
        put = {name: option}
        return cls(EitherOrAnswer(input=name, option=str(option)), put, mine, mine.evaluation(put))


def case_of(found: Run, given: Given) -> Case:
    """
    A case that can be meant.

    Raises: MeaningError: a rule or a list that the scenario rules out, a group or a condition that
        it does not have.
    """
    scenario, by_name = found.made.scenario, found.evaluation.worlds.by_name
    conditions = tuple(one.name for one in scenario.capture.conditions)
    _check_name("group", given.group, scenario.group_names)
    _check_name("condition", given.condition, conditions)
    if given.candidates is not None and not 1 <= given.candidates <= _MOST_CANDIDATES:
        raise MeaningError(
            f"candidates is {given.candidates}, but a list holds from 1 to {_MOST_CANDIDATES}.",
            use=f"a whole number from 1 to {_MOST_CANDIDATES}, such as 5",
        )
    for name, option in ((RULE, given.rule), (CANDIDATES, given.candidates)):
        content = by_name[name].content
        if isinstance(content, Choice) and option is not None:
            _check_open(name, option, content)
    return Case(found, given, WorldMemo())


def sides(case: Case) -> tuple[DecidingChoice | None, tuple[CaseSide, ...]]:
    """The either/or that decides what the code means, and the run under each of its answers."""
    base = case.evaluation()
    decider = decides(base.worlds, case.codes(base))
    if decider is None or not isinstance(decider.one.content, Choice):
        return None, (CaseSide(None, {}, case, base),)
    name, options = decider.one.name, decider.one.content.options
    return decider, tuple(CaseSide.of(case, name, option) for option in options)


def _check_name(what: str, given: str | None, known: Sequence[str]) -> None:
    if given is not None and given not in known:
        raise MeaningError(
            f"no {what} of this scenario is called {given[:60]!r}.",
            use=f"one of: {', '.join(known)}",
        )


def _check_open(name: str, option: str | int, content: Choice[Any]) -> None:
    """What a case says must not be ruled out; a list may be longer or shorter than was guessed."""
    if option in content.options or (name == CANDIDATES and content.is_range):
        return
    options = " or ".join(map(written, content.options))
    raise MeaningError(
        f"{name} is {written(option)} in the case, but {options} in this scenario.",
        use=f"{options}, or a change of the scenario",
    )
