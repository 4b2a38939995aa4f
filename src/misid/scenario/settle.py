"""One answer to an open choice in place of all that are possible."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from misid.errors import MeaningError
from misid.quantities import Choice
from misid.scenario.inputs import inputs
from misid.scenario.schema import Scenario
from misid.scenario.serialise import as_data


def settled(scenario: Scenario, name: str, option: str) -> Scenario:
    """
    The scenario in which one option of a choice holds.

    Args:
        scenario: it is not altered.
        name: of the input.
        option: one that the scenario leaves possible, as its file writes it.
    Raises: MeaningError: no such choice, or no such option of it.
    Example:
        >>> from misid.scenario import load_scenario
        >>> read = load_scenario("task-force-module")
        >>> settled(read, "answer.reference_rule", "any_candidate").answer.reference_rule.options
        ('any_candidate',)
    """
    for one in inputs(scenario):
        if one.name == name and isinstance(one.content, Choice):
            return _with(scenario, {one.path: _chosen(name, one.content.options, option)})
    raise MeaningError(
        f"{name} is no choice of the scenario {scenario.name}.",
        use=_listed(choices_of(scenario)),
    )


def with_options(scenario: Scenario, options: Mapping[str, str | int | bool]) -> Scenario:
    """
    The scenario in which choices have these options, whether or not it left them possible.

    Args:
        scenario: it is not altered.
        options: by the names of choices; of the algorithm too, its name.
    Raises: ValueError: the schema does not know one of them.
    Example:
        >>> from misid.scenario import load_scenario
        >>> read = load_scenario("task-force-module")
        >>> with_options(read, {"threshold.candidates": 10}).threshold.candidates.options
        (10,)
    """
    paths = {one.name: one.path for one in inputs(scenario) if one.name in options}
    return _with(scenario, {paths[name]: option for name, option in options.items()})


def answers_of(texts: Iterable[str], scenario: Scenario) -> Scenario:
    """
    The scenario with the answers that a reader gives, each as NAME=OPTION.

    Raises: MeaningError: as `settled`.
    """
    for text in texts:
        name, _, option = text.partition("=")
        scenario = settled(scenario, name, option)
    return scenario


def choices_of(scenario: Scenario) -> dict[str, tuple[str, ...]]:
    """The choices of which several options are still possible, by name."""
    return {
        one.name: tuple(written(option) for option in one.content.options)
        for one in inputs(scenario)
        if isinstance(one.content, Choice) and one.content.is_range
    }


def written(option: object) -> str:
    """
    An option as a scenario file writes it.

    Example:
        >>> written(True), written(5), written("any_candidate")
        ('true', '5', 'any_candidate')
    """
    return str(option).lower() if isinstance(option, bool) else str(option)


def _chosen(name: str, options: tuple[Any, ...], wanted: str) -> Any:
    for option in options:
        if wanted in (written(option), str(option)):
            return option
    raise MeaningError(
        f"{name} is {wanted[:60]!r}, but the scenario leaves another option possible.",
        use=_listed({name: tuple(written(option) for option in options)}),
    )


def _with(scenario: Scenario, options: Mapping[tuple[str | int, ...], Any]) -> Scenario:
    data: Any = as_data(scenario)
    for path, option in options.items():
        part = data
        for step in path[:-1]:
            part = part[step]
        part[path[-1]] = option
    return Scenario.model_validate(data)


def _listed(choices: dict[str, tuple[str, ...]]) -> str:
    return "; ".join(f"{name}={' or '.join(options)}" for name, options in choices.items())
