"""A scenario given counts: ranges of the inputs that moved, and how they go together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from misid.arrays import Floats
from misid.errors import MeaningError
from misid.inference.infer import Inferred
from misid.inference.numbers import numbers
from misid.inference.schema import KeptNumber, NumberName, ScenarioKept
from misid.quantities import Quantity, Share
from misid.results.intervals import interval
from misid.results.outputs import evaluate
from misid.scenario import Input, Scenario, Worlds, inputs
from misid.scenario.check import check
from misid.scenario.correlations import families, matrix
from misid.scenario.schema import Correlation
from misid.scenario.serialise import as_data

KEY = "disclosed-counts"
"""Citation key of the counts in the scenario."""
_GO_TOGETHER = 0.15
_MOST_PARTNERS = 12
_LEAST_EIGENVALUE = 0.01
_SMALLER = 0.9
_TOLD: tuple[NumberName, ...] = (
    "share_of_references_wrong_person", "references_of_searches",
    "false_positive_identification_rate", "false_negative_identification_rate",
)  # fmt: skip


@dataclass(frozen=True)
class GivenCounts:
    """A scenario whose ranges are what is known given counts, and how much of that it keeps."""

    scenario: Scenario
    kept: ScenarioKept


def given_counts(found: Inferred) -> GivenCounts:
    """
    The scenario given the counts: each input that moved has a new range, with its correlations.

    A range and a correlation of normal scores are all that a scenario can hold of worlds. What it
    cannot hold is named, and numbers of the new scenario stand beside those of the worlds.

    Args:
        found: what counts say of a scenario.
    Raises: MeaningError: the counts do not fit, or too few worlds give them, so that no ranges
        follow.
    """
    facts = found.facts
    if facts.fit == "does_not_fit":
        raise MeaningError(
            "even the worlds that fit best would hardly give these counts, so no ranges follow.",
            use="`misid infer` without --to-scenario, and a scenario or counts that agree",
        )
    if not facts.sampling.is_reliable:
        raise MeaningError(
            f"too few worlds give these counts (worth {facts.sampling.effective:.0f} independent "
            "ones), so no ranges follow.",
            use="more --draws, or a scenario whose ranges hold such counts for possible",
        )
    moved = [one.name for one in facts.inputs if one.moved]
    own = {one.name: one for one in inputs(found.made.scenario)}
    ranged = [name for name in moved if name in own and _is_ranged(own[name])]
    pairs = _pairs(found, ranged, own)
    data = as_data(found.made.scenario)
    changed = {name: _range(found, own[name]) for name in ranged} | _list(found)
    for name, content in changed.items():
        _put(data, own[name].path, content)
    data |= _scenario_heading(
        found, data, _correlations(found.made.scenario, pairs, facts.counts.digest)
    )
    scenario = Scenario.model_validate(data)
    for mistake in check(scenario):
        raise MeaningError(f"the scenario given these counts {mistake.what}.", use=mistake.use)
    left = tuple(name for name in moved if name not in changed)
    return GivenCounts(scenario, _kept(found, scenario, tuple(changed), (len(pairs), left)))


def _is_ranged(one: Input) -> bool:
    content = one.content
    return isinstance(content, Quantity) and content.is_range and content.evidence is None


def _range(found: Inferred, one: Input) -> dict[str, Any]:
    """5 % to 95 % of an input, which the law that its kind has by default runs through."""
    values = found.model.worlds(found.sampled.scores).number(one.name)
    low, high = (float(f"{end:.6g}") for end in np.quantile(values, [0.05, 0.95]))
    content = one.content
    if not isinstance(content, Quantity):
        raise TypeError(f"{one.name} is not a quantity")
    is_short = content.distribution is not None and not low < high
    return {
        "low": _inside(content, low),
        "high": _inside(content, high if not is_short else high * 1.001),
        "status": "inferred",
        "source": KEY,
        "why": f"5 % to 95 % given the counts with SHA-256 {found.facts.counts.digest[:12]}, by "
        "misid infer; the range before was the prior.",
    }


def _inside(content: Quantity, end: float) -> float:
    """Ranges go on beyond both ends, so neither may be the least or the most that is possible."""
    least, most = content.ends
    room = 1e-9 if isinstance(content, Share) else 1e-12
    return min(max(end, least + room), most - room * most if most > 1 else most - room)


def _list(found: Inferred) -> dict[str, Any]:
    """The list as it was disclosed."""
    size = found.model.observed.lists[0]
    if size is None:
        return {}
    stated: dict[str, Any] = {"status": "disclosed", "source": KEY}
    if size.least == size.most:
        return {"gallery.records": stated | {"value": float(size.least)}}
    ends = {"low": float(size.least), "high": float(size.most), "distribution": "uniform"}
    return {"gallery.records": stated | ends | {"why": "Between these ends, as disclosed."}}


def _pairs(
    found: Inferred, ranged: Sequence[str], own: Mapping[str, Input]
) -> dict[tuple[str, str], float]:
    """Correlations of inputs that moved with each other, and with what was free to go with them."""
    names = found.model.names
    free = [name for name in names if name in own and _is_ranged(own[name])]
    scores = found.sampled.scores[:, [names.index(name) for name in free]]
    correlated = np.atleast_2d(np.corrcoef(scores.T))
    place = {name: index for index, name in enumerate(free)}
    every = {
        (min(one, other), max(one, other)): float(correlated[place[one], place[other]])
        for one in ranged
        for other in free
        if one != other
    }
    strong = sorted(every, key=lambda pair: -abs(every[pair]))
    chosen = [pair for pair in strong if abs(every[pair]) >= _GO_TOGETHER][:_MOST_PARTNERS]
    return {pair: round(every[pair], 3) for pair in chosen}


def _correlations(
    scenario: Scenario, pairs: Mapping[tuple[str, str], float], digest: str
) -> list[dict[str, Any]]:
    """Those of before, but for these pairs; made smaller until they can all hold together."""
    before = [one for one in scenario.correlations if _pair(one) not in pairs]
    factor = 1.0
    while True:
        why = f"They go together given the counts with SHA-256 {digest[:12]}, by misid infer."
        after = [
            Correlation(inputs=pair, correlation=factor * size, why=why)
            for pair, size in pairs.items()
        ]
        if _hold_together([*before, *after]):
            return [one.model_dump(mode="json") for one in (*before, *after)]
        factor *= _SMALLER


def _pair(one: Correlation) -> tuple[str, str]:
    first, second = sorted(one.inputs)
    return first, second


def _hold_together(correlations: Sequence[Correlation]) -> bool:
    return all(
        float(np.linalg.eigvalsh(matrix(family, correlations)).min()) > _LEAST_EIGENVALUE
        for family in families(correlations)
    )


def _scenario_heading(
    found: Inferred, data: Mapping[str, Any], correlations: list[dict[str, Any]]
) -> dict[str, Any]:
    """Name, title and source of the scenario."""
    note = found.facts.counts
    source = {
        "title": note.title,
        "publisher": note.source or "whoever disclosed the counts",
        "sha256": [note.digest],
    }
    return {
        "name": f"{data['name']}-given-counts",
        "title": f"{data['title']}, given disclosed counts",
        "citations": {**(data.get("citations") or {}), KEY: source},
        "correlations": correlations,
    }


def _put(data: Any, path: Sequence[str | int], content: Any) -> None:
    for step in path[:-1]:
        data = data[step]
    data[path[-1]] = content


def _kept(
    found: Inferred,
    scenario: Scenario,
    changed: tuple[str, ...],
    told: tuple[int, tuple[str, ...]],
) -> ScenarioKept:
    now = numbers(evaluate(Worlds(scenario, found.luck)), {})
    held = numbers(evaluate(found.model.worlds(found.sampled.scores)), {})
    pairs, left = told
    return ScenarioKept(
        inputs=changed,
        correlations=pairs,
        left=left,
        numbers=tuple(_beside(held, now)),
    )


def _beside(
    held: Mapping[NumberName, Floats], now: Mapping[NumberName, Floats]
) -> Iterator[KeptNumber]:
    for name in _TOLD:
        yield KeptNumber(name=name, worlds=interval(held[name]), scenario=interval(now[name]))
