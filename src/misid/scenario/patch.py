"""Changes put on a scenario: another scenario, whose other inputs keep their names and luck."""

from __future__ import annotations

import copy
import difflib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from misid import evidence
from misid.errors import MeaningError
from misid.files.read import plain
from misid.files.yaml_lines import KeyPath
from misid.quantities import Quantity, Share, Status
from misid.scenario.change import Change
from misid.scenario.check import check
from misid.scenario.inputs import Input, inputs
from misid.scenario.read import named, words_of
from misid.scenario.schema import Scenario
from misid.scenario.serialise import as_data, digest
from misid.scenario.stated import OWN_CHANGE

EVERY = "*"
_BY_GROUP = "groups"
# Of two fields one is stated, and a change may state the other.
_IN_PLACE_OF = {"share_flagged": "share_sought", "share_sought": "share_flagged"}
_MOST_LISTED = 12
# A change is about the programme; the scenario's limit, titles and sources stay what they are.
_MAY_CHANGE = (
    "stops", "gallery", "capture", "matcher", "threshold", "answer", "review", "retention",
)  # fmt: skip


@dataclass(frozen=True)
class ChangedScenario:
    """
    A scenario with changes on it.

    `baseline_digest` says what they were put on, `touched` which inputs they changed, by name, and
    `touched_by` which of the changes each of them is of.
    """

    scenario: Scenario
    baseline_digest: str
    changes: tuple[Change, ...]
    touched: tuple[str, ...]
    touched_by: tuple[tuple[str, str], ...]


def change(baseline: Scenario, changes: Sequence[Change]) -> ChangedScenario:
    """
    A scenario with changes on it.

    Args:
        baseline: stays as it is.
        changes: no two may touch the same input, so their order does not matter.
    Raises: MeaningError: an input that does not exist, one that two changes touch, a factor on
        what is no number, a source that no citation is of, or a result that cannot be meant.
    """
    data = as_data(baseline)
    touched: dict[KeyPath, str] = {}
    for one in changes:
        _check_source(one, baseline)
        for path, content in _puts(baseline, data, one):
            _claim(path, one, touched)
            _put(data, path, content)
    by = tuple((_input_name(path, data), name) for path, name in touched.items())
    names = tuple(name for name, _ in by)
    return ChangedScenario(_validated(data, changes), digest(baseline), tuple(changes), names, by)


def _check_source(one: Change, baseline: Scenario) -> None:
    """A source that nobody can look up is none."""
    known_keys = (*evidence.citation_keys(), *baseline.citations)
    if one.source is None or one.source in known_keys:
        return
    near = difflib.get_close_matches(one.source, known_keys, n=1)
    first = near[0] if near else "a key of `misid evidence citations`"
    raise MeaningError(
        f"{one.name} has the source {plain(one.source)}, but no citation has this key.",
        use=f"{first}; or add it to the scenario: citations: with {plain(one.source)}: and below "
        "it publisher, title and date",
    )


def _puts(baseline: Scenario, data: Any, one: Change) -> Iterator[tuple[KeyPath, Any]]:
    """Where something else is put, and what."""
    for name, content in one.set.items():
        if name.split(".")[0] not in _MAY_CHANGE:
            raise MeaningError(
                f"{one.name} sets {plain(name)}, which is no part of what a programme does.",
                use=f"a name that begins with one of: {', '.join(_MAY_CHANGE)}",
            )
        for path in _places(data, name, one):
            yield path, copy.deepcopy(content)
    for name, factor in one.scale.items():
        for each in _named(baseline, name, one):
            yield each.path, _scaled(each, factor, one)
    for name, most in one.at_most.items():
        for each in _named(baseline, name, one):
            yield each.path, _capped(each, most, one)


def _named(baseline: Scenario, name: str, one: Change) -> list[Input]:
    every = inputs(baseline)
    named = [each for each in every if _matches(name, each.name)]
    if not named:
        raise _no_such_input(name, one, [each.name for each in every])
    return named


def _places(data: Any, name: str, one: Change) -> list[KeyPath]:
    """Every place that a name leads to; `*` stands for each entry of a list or a block."""
    places: list[tuple[KeyPath, Any]] = [((), data)]
    for step in name.split("."):
        below = [(*place, *keys) for place, part in places for keys in _steps(part, step)]
        if not below:
            keys = [str(key) for _, part in places for key in _keys(part, EVERY, by_name=True)]
            raise _no_such_input(name, one, keys, step)
        places = [(path, _value_at(data, path)) for path in below]
    return [path for path, _ in places]


def _input_name(path: KeyPath, data: Any) -> str:
    """The name of an input at a path, which leaves out that it is by group."""
    return named(path, data).replace(f".{_BY_GROUP}.", ".")


def _steps(part: Any, step: str) -> list[KeyPath]:
    """The keys of a part that a step means; names of inputs leave out that it is by group."""
    if isinstance(part, dict) and step not in part and step in (part.get(_BY_GROUP) or {}):
        return [(_BY_GROUP, step)]
    return [(key,) for key in _keys(part, step)]


def _keys(part: Any, step: str, *, by_name: bool = False) -> list[str | int]:
    """The keys of a part that a step of a name means; entries of a list go by their name."""
    if isinstance(part, list):
        entries = [
            (index, entry["name"] if isinstance(entry, dict) and "name" in entry else str(index))
            for index, entry in enumerate(part)
        ]
        return [label if by_name else index for index, label in entries if step in (EVERY, label)]
    if isinstance(part, dict):
        other = [step] if step not in part and _IN_PLACE_OF.get(step) in part else []
        return [*(key for key in part if step in (EVERY, key)), *other]
    return []


def _value_at(data: Any, path: KeyPath) -> Any:
    """What stands at a path; nothing where a field is left out that may be stated."""
    for step in path:
        data = data.get(step) if isinstance(data, dict) else data[step]
    return data


def _put(data: Any, path: KeyPath, content: Any) -> None:
    block = _value_at(data, path[:-1])
    if isinstance(block, dict):
        block.pop(_IN_PLACE_OF.get(str(path[-1])), None)
    block[path[-1]] = content


def _matches(pattern: str, name: str) -> bool:
    """Whether a name of an input is meant by a pattern; a whole block means all that is in it."""
    steps, words = pattern.split("."), name.split(".")
    return len(steps) <= len(words) and all(
        step in (EVERY, word) for step, word in zip(steps, words, strict=False)
    )


def _scaled(one: Input, factor: float, by: Change) -> Any:
    """The input with its number, or the ends of its range, multiplied."""
    content = _number_of(one, by, "scales")
    return _moved(content, lambda number: _times(number, factor, content))


def _capped(one: Input, most: float, by: Change) -> Any:
    """The input with its number, or the ends of its range, not above the most."""
    content = _number_of(one, by, "caps")
    if content.low is not None and content.distribution is None and (content.high or 0.0) > most:
        raise MeaningError(
            f"{by.name} caps {one.name}, a range that goes on beyond its ends.",
            use="set: with a range that names a distribution, such as uniform",
        )
    lowest = content.value if content.low is None else content.low
    if lowest is not None and lowest >= most:
        return {"value": most, "status": Status.ASSUMED.value, "why": content.why}
    return _moved(content, lambda number: min(number, most))


def _number_of(one: Input, by: Change, verb: str) -> Quantity:
    content = one.content
    if not isinstance(content, Quantity) or content.evidence is not None:
        raise MeaningError(
            f"{by.name} {verb} {one.name}, which is neither a number nor a range.",
            use="set: with what stands there instead",
        )
    return content


def _moved(content: Quantity, move: Callable[[float], float]) -> Any:
    """The number or range moved; it has its source no longer, and its reason is that of before."""
    data: dict[str, Any] = content.model_dump(mode="json") if content.is_range else {}
    before = {key: getattr(content, key) for key in ("value", "low", "high", "mode")}
    after = {key: move(number) for key, number in before.items() if number is not None}
    if all(after[key] == before[key] for key in after):
        return content.model_dump(mode="json")
    status = Status.UNKNOWN if content.status is Status.UNKNOWN else Status.ASSUMED
    return data | after | {"source": None, "status": status.value, "why": content.why}


def _times(number: float, factor: float, content: Quantity) -> float:
    if isinstance(content, Share):
        return number * factor / (1.0 - number + number * factor)
    return min(max(number * factor, content.ends[0]), content.ends[1])


def _claim(path: KeyPath, one: Change, touched: dict[KeyPath, str]) -> None:
    """Refuse what is touched already, or a part or a whole of it."""
    for other, name in touched.items():
        shared = min(len(path), len(other))
        instead = (*path[:-1], _IN_PLACE_OF.get(str(path[-1])))
        if path[:shared] == other[:shared] or instead == other:
            first, second = map(_called, (name, one.name))
            both = f"{first} and {second} both change" if name != one.name else f"{first} changes"
            twice = "" if name != one.name else " twice"
            raise MeaningError(
                f"{both} {'.'.join(map(str, path))}{twice}.",
                use="one of them, or a change of your own that says what both together mean",
            )
    touched[path] = one.name


def _called(change: str) -> str:
    """A change by its name; inputs that were given by name have none together."""
    return "what is given for it by itself" if change == OWN_CHANGE else change


def _no_such_input(name: str, one: Change, keys: Sequence[str], step: str = "") -> MeaningError:
    near = difflib.get_close_matches(step or name, keys, n=1, cutoff=0.5)
    listed = near[0] if near else ", ".join(keys[:_MOST_LISTED])
    return MeaningError(
        f"{one.name} changes {plain(name)}, but this scenario has no such input.",
        use=listed if not step or step == name else f"in place of {plain(step)}: {listed}",
    )


def _validated(data: Any, changes: Sequence[Change]) -> Scenario:
    names = " and ".join(one.name for one in changes)
    try:
        scenario = Scenario.model_validate(data)
    except ValidationError as error:
        details = error.errors()[0]
        what, use = words_of(details)
        raise MeaningError(
            f"with {names}, {named(details['loc'], data)} {what}.", use=use
        ) from None
    for finding in check(scenario):
        raise MeaningError(
            f"with {names}, {named(finding.path, data)} {finding.what}.", use=finding.use
        )
    return scenario
