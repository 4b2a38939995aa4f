"""Where a scenario comes from: its changes, its inputs, what they rest on, and the stamp."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Any, Literal

from misid import evidence
from misid.results.schema import ChangedInput, ChangeNote, CitationRow, InputRow, Stamp
from misid.scenario import (
    Change,
    Scenario,
    change,
    digest,
    inputs,
    library,
    load_change,
    load_scenario,
)
from misid.scenario.inputs import Content
from misid.scenario.schema import OwnSource
from misid.scenario.stated import OWN_CHANGE

Origin = Literal["shipped", "changed", "own"]
Engine = Literal["expected", "simulated", "people"]


@dataclass(frozen=True)
class Provenance:
    """A scenario as it is run, and how it came to be."""

    scenario: Scenario
    origin: Origin
    changes: tuple[ChangeNote, ...]


def provenance(baseline: Scenario, changes: Sequence[Change] = ()) -> Provenance:
    """
    A scenario with changes on it, and what is known of where it comes from.

    Args:
        baseline: the scenario before them.
        changes: what is put on it.
    Raises: MeaningError: the changes cannot be put on it.
    """
    scenario, touched = baseline, {}
    if changes:
        changed = change(baseline, changes)
        scenario, touched = changed.scenario, dict(changed.touched_by)
    by_hand = tuple(_by_hand(baseline))
    origin: Origin = "shipped" if baseline.name in library.names() else "own"
    if origin == "shipped" and (by_hand or not all(map(_comes_along, changes))):
        origin = "changed"
    differences = _differences(baseline, scenario)
    notes = (_note(one, differences, touched) for one in changes)
    return Provenance(scenario, origin, (*by_hand, *notes))


def _by_hand(scenario: Scenario) -> Iterator[ChangeNote]:
    """What stands otherwise than in the scenario that comes along under this name."""
    if scenario.name not in library.names():
        return
    shipped = load_scenario(scenario.name)
    if shipped is not scenario and digest(shipped) != digest(scenario):
        rows = tuple(_differences(shipped, scenario).values())
        yield ChangeNote(kind="by_hand", inputs=rows)


def _comes_along(one: Change) -> bool:
    return one.name in library.change_names() and load_change(one.name).digest == one.digest


def _differences(before: Scenario, after: Scenario) -> dict[str, ChangedInput]:
    """Every input that stands otherwise, by name."""
    if before is after:
        return {}
    first, second = ({one.name: one.content for one in inputs(of)} for of in (before, after))
    return {
        name: ChangedInput(name=name, before=_data(first.get(name)), after=_data(second.get(name)))
        for name in dict.fromkeys((*first, *second))
        if first.get(name) != second.get(name)
    }


def _data(content: Content | None) -> Any:
    return None if content is None else content.model_dump(mode="json")


def _note(
    one: Change, differences: Mapping[str, ChangedInput], touched: Mapping[str, str]
) -> ChangeNote:
    """One change, with the inputs below the places that it touched."""
    mine = [place for place, name in touched.items() if name == one.name]
    rows = (
        row
        for name, row in differences.items()
        if any(name == place or name.startswith(f"{place}.") for place in mine)
    )
    return ChangeNote(
        kind=_kind(one),
        name=one.name,
        title=one.title,
        cannot="" if one.name == OWN_CHANGE else " ".join(one.cannot.split()),
        source=one.source,
        digest=one.digest,
        inputs=tuple(rows),
    )


def _kind(one: Change) -> Literal["safeguard", "reading", "own"]:
    if not _comes_along(one):
        return "own"
    return "safeguard" if one.reading_of is None else "reading"


def input_rows(scenario: Scenario) -> tuple[InputRow, ...]:
    """Every input, in the scenario's order."""
    return tuple(
        InputRow(
            name=one.name,
            field=one.field,
            status=one.content.status.value,
            source=one.content.source,
            is_range=one.content.is_range,
            content=one.content.model_dump(mode="json"),
        )
        for one in inputs(scenario)
    )


def citation_rows(scenario: Scenario) -> tuple[CitationRow, ...]:
    """What the inputs rest on: what they cite, what their reasons name, the author's own."""
    contents = [one.content for one in inputs(scenario)]
    cited = {one.source for one in contents} | {one.source for one in scenario.operating_points}
    reasons = " ".join(one.why or "" for one in contents)
    keys = [key for key in evidence.citation_keys() if key in cited or key in reasons]
    return (
        *(_published(evidence.citation(key)) for key in keys),
        *(_own(key, one) for key, one in scenario.citations.items()),
    )


def citation_row(key: str, scenario: Scenario | None = None) -> CitationRow:
    """
    A citation by its key: one of the scenario's own, or one that comes along with misid.

    Raises: MeaningError: there is none.
    """
    own = None if scenario is None else scenario.citations.get(key)
    return _published(evidence.citation(key)) if own is None else _own(key, own)


def citations_by_key(scenario: Scenario) -> dict[str, CitationRow]:
    """What the inputs rest on, by key."""
    return {row.key: row for row in citation_rows(scenario)}


def _published(one: evidence.Citation) -> CitationRow:
    return CitationRow.model_validate(
        {field: getattr(one, field) for field in CitationRow.model_fields if field != "sha256"}
        | {"sha256": ()}
    )


def _own(key: str, one: OwnSource) -> CitationRow:
    return CitationRow(
        key=key,
        title=one.title,
        publisher=one.publisher,
        date=one.date,
        url=one.url,
        quality=one.kind,
        read="",
        sha256=one.sha256,
    )


@cache
def _version() -> str:
    """The version of the package as it is installed; looking it up reads files."""
    return version("misid")


def stamp(
    made: Provenance,
    *,
    draws: int,
    seed: int,
    engine: Engine = "expected",
) -> Stamp:
    """What numbers of a scenario are made from."""
    return Stamp(
        program="misid",
        version=_version(),
        scenario=made.scenario.name,
        origin=made.origin,
        changes=tuple(one.name for one in made.changes if one.name),
        scenario_digest=digest(made.scenario),
        evidence_digest=evidence.evidence_digest(),
        seed=seed,
        draws=draws,
        engine=engine,
    )
