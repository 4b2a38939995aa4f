"""Scenarios, changes, lists of agencies and saved documents: damaged, and read."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import numpy as np

from fuzzing.answers import Refusal, answer
from fuzzing.damage import OF_BYTES, OF_TEXT, damaged
from fuzzing.given import MEASURED, REFUSED, Fault, Given, Target
from fuzzing.quick import json_read_quickly
from misid.assessment.files import load_answers, load_form
from misid.evaluation import ScoreTable, evaluate
from misid.evaluation.stamp import read_evaluation
from misid.files.yaml_lines import parse
from misid.programme.people.agencies import read_agencies
from misid.scenario import canonical_json, library, load_change, load_scenario, to_yaml

T = TypeVar("T")
_NAME, _AGAIN = "file", 10
"""Of how many scenarios one is written and read again."""
_ASSESSMENT = Path(str(files("misid.assessment") / "library"))
_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**63, 10**400, 0.5, 1.5, -0.0, 1e308, float("nan"), float("inf"),
    "", "0,5", "2,5%", "1 in 1,000", "\x1b[31m", "\u202e", "a" * 5_000, [], {}, [[]], [1, 0],
    {"low": 2, "high": 1}, {"value": "NaN"}, "unknown", "published",
)  # fmt: skip


def _text(random: Random, every: Callable[[], Sequence[str]]) -> Given:
    text = random.choice(every()).encode()
    kinds = OF_TEXT if random.random() < 0.8 else OF_BYTES
    return Given({_NAME: damaged(random, text, kinds)})


@cache
def _scenarios() -> tuple[str, ...]:
    return tuple(map(library.text, library.names()))


@cache
def _changes() -> tuple[str, ...]:
    return tuple(map(library.change_text, library.change_names()))


def _exchanged(random: Random, every: Callable[[], Sequence[str]]) -> Given:
    """A document as data with some values put in the place of others."""
    data = json.loads(random.choice(every()))
    for _ in range(random.choice((1, 1, 2, 4))):
        put(random, data)
    return Given({_NAME: json.dumps(data, indent=1).encode()}, {"by_yaml": random.random() < 0.01})


def _as_data(texts: Callable[[], Sequence[str]]) -> Callable[[], Sequence[str]]:
    """The same documents as JSON."""
    return cache(lambda: tuple(json.dumps(parse(text, "file").data) for text in texts()))


def put(random: Random, data: Any) -> None:
    """Another value somewhere inside."""
    while True:
        keys = list(data) if isinstance(data, dict) else list(range(len(data)))
        key = random.choice(keys)
        inner = data[key]
        if not isinstance(inner, dict | list) or not inner or random.random() < 0.15:
            break
        data = inner
    kind = random.randrange(4)
    if kind == 0 and isinstance(data, dict):
        data[random.choice((f"{key}s", "extra", "low", "high"))] = data.pop(key)
    elif kind == 1:
        del data[key]
    else:
        data[key] = random.choice(_VALUES)


def _agencies(random: Random) -> Given:
    rows = [
        f"agency {place},{random.randrange(1, 400)},{random.randrange(90_000)}"
        for place in range(random.randrange(1, 12))
    ]
    return Given(
        {_NAME: damaged(random, "\n".join(["name,officers,stops_a_year", *rows]).encode())}
    )


@cache
def _forms() -> tuple[str, ...]:
    return tuple(path.read_text("utf-8") for path in sorted((_ASSESSMENT / "forms").iterdir()))


@cache
def _answers() -> tuple[str, ...]:
    return tuple(path.read_text("utf-8") for path in sorted((_ASSESSMENT / "answers").iterdir()))


@cache
def _evaluations() -> tuple[str, ...]:
    """Documents of error rates, as they are saved."""
    scores = np.concatenate([np.linspace(0.1, 0.6, 40), np.linspace(0.4, 0.9, 40)])
    table = ScoreTable("scores.csv", scores, np.repeat([False, True], 40))
    return (evaluate(table).model_dump_json(indent=1),)


def _document(random: Random) -> Given:
    """A saved document with some values put in the place of others, or damaged."""
    (text,) = _evaluations()
    if random.random() < 0.5:
        return Given({_NAME: damaged(random, text.encode())})
    data = json.loads(text)
    for _ in range(random.choice((1, 1, 2, 4))):
        put(random, data)
    return Given({_NAME: json.dumps(data).encode()})


def _of_scenario(given: Given, folder: Path) -> str:
    found = _read(load_scenario, given, folder)
    if isinstance(found, Refusal):
        return REFUSED
    if len(given.files[_NAME]) % _AGAIN:
        return MEASURED
    again = folder / "again.yaml"
    again.write_text(to_yaml(found), encoding="utf-8")
    same = answer(lambda: load_scenario(again), str(folder))
    if isinstance(same, Refusal) or canonical_json(same) != canonical_json(found):
        raise Fault("a scenario that is written and read again is another")
    return MEASURED


def _read(read: Callable[[Path], T], given: Given, folder: Path) -> T | Refusal:
    """What a reader makes of a file: of data quickly, but for some."""
    is_quick = not given.options.get("by_yaml", True)
    with json_read_quickly() if is_quick else nullcontext():
        return answer(lambda: read(folder / _NAME), str(folder))


def _of(read: Callable[[Path], object], given: Given, folder: Path) -> str:
    found = _read(read, given, folder)
    return REFUSED if isinstance(found, Refusal) else MEASURED


def _of_agencies(given: Given, folder: Path) -> str:
    found = answer(lambda: read_agencies(folder / _NAME), str(folder))
    if isinstance(found, Refusal):
        return REFUSED
    if not (len(found.names) == len(found.officers) == len(found.stops_a_year)):
        raise Fault("agencies without a number")
    return MEASURED


def _values(texts: Callable[[], Sequence[str]], judge: Callable[[Given, Path], str]) -> Target:
    every = _as_data(texts)
    return Target(partial(_exchanged, every=every), judge, 6, warm=every)


TARGETS = {
    "scenario": Target(partial(_text, every=_scenarios), _of_scenario, warm=_scenarios),
    "change": Target(partial(_text, every=_changes), partial(_of, load_change), warm=_changes),
    "form": Target(partial(_text, every=_forms), partial(_of, load_form), warm=_forms),
    "answers": Target(partial(_text, every=_answers), partial(_of, load_answers), warm=_answers),
    "scenario-values": _values(_scenarios, _of_scenario),
    "change-values": _values(_changes, partial(_of, load_change)),
    "form-values": _values(_forms, partial(_of, load_form)),
    "answers-values": _values(_answers, partial(_of, load_answers)),
    "document": Target(_document, partial(_of, read_evaluation), 6, warm=_evaluations),
    "agencies": Target(_agencies, _of_agencies),
}
