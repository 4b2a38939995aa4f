"""Quantities of one scenario that contradict each other: how often, and where it is a mistake.

Ranges may overlap in corners that cannot be. There `together` holds them to each other, and it is
counted here. What cannot be in more than half of the possible worlds, as where single numbers
contradict each other, is a mistake of the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from misid.arrays import Floats
from misid.files.yaml_lines import KeyPath
from misid.quantities import Draws, Quantity
from misid.quantities.composition import PerGroup
from misid.quantities.validation import shown
from misid.scenario.finding import ScenarioFinding
from misid.scenario.inputs import Worlds
from misid.scenario.schema import Scenario
from misid.scenario.together import HeldCounts, Together, counts, gallery_records, together

WORLDS = 256
"""Possible worlds in which a file is tried; always the same ones."""
_MANY = Draws(1, 4096)
_MOST = 0.5
_MOST_STOPS = 366.0
_RECORDS = "gallery.records, gallery.composition, records_per_person"
_ANEW = "gallery.made_for: each_occasion, where a gallery is made for each flight, day or place"


@dataclass(frozen=True)
class Adjustment:
    """Inputs that had to be held to each other: which gave way, and in which share of worlds."""

    name: str
    share: float


def adjustments(worlds: Worlds, held: Together) -> tuple[Adjustment, ...]:
    """
    Where the draws of a scenario had to be held to each other, what was left alone left out.

    Args:
        worlds: the scenario's inputs.
        held: what `together` made of them.
    """
    few = worlds.number("stops.officers") < worlds.number("stops.agencies")
    where = {
        "stops.share_enrolled": held.fewer_enrolled.any(axis=1),
        "stops.share_sought": held.other_sought.any(axis=1),
        "gallery.sources.share_flagged": held.flags.moved.any(axis=1),
        "stops.officers": few,
    }
    shares = {name: float(found.mean()) for name, found in where.items()}
    return tuple(Adjustment(name, share) for name, share in shares.items() if share > 0.0)


@dataclass(frozen=True)
class WorkedOut:
    """
    A share of a collection's records that follows from others: 5 %, 50 % and 95 % points.

    `stated` is the share that the scenario states in its place.
    """

    name: str
    stated: str
    low: float
    median: float
    high: float


@dataclass(frozen=True)
class Tried:
    """What a scenario says without stating it, and where its inputs were held to each other."""

    worked_out: tuple[WorkedOut, ...]
    adjustments: tuple[Adjustment, ...]


def tried(scenario: Scenario, draws: Draws = _MANY) -> Tried:
    """A scenario tried in possible worlds: those of a run of it with the same draws."""
    worlds = Worlds(scenario, draws)
    stopped = worlds.shares("stops.composition", scenario.group_names)
    held = together(worlds, gallery_records(worlds), stopped)
    return Tried(tuple(_worked_out(scenario, held)), adjustments(worlds, held))


def _worked_out(scenario: Scenario, held: Together) -> Iterator[WorkedOut]:
    """Of the two shares of each collection the one that is not stated."""
    for index, source in enumerate(scenario.gallery.sources):
        stated = "share_sought" if source.share_flagged is None else "share_flagged"
        key = "share_flagged" if source.share_flagged is None else "share_sought"
        values = getattr(held.flags, key.removeprefix("share_"))[:, index]
        if np.isnan(values).any():
            continue
        low, median, high = (float(part) for part in np.quantile(values, [0.05, 0.5, 0.95]))
        name = f"gallery.sources.{source.name}.{key}"
        yield WorkedOut(name, stated, low, median, high)


def contradictions(scenario: Scenario) -> Iterator[ScenarioFinding]:
    """Every quantity that another one rules out in more than half of the possible worlds."""
    worlds = Worlds(scenario, Draws(1, WORLDS))
    records = gallery_records(worlds)
    stopped = worlds.shares("stops.composition", scenario.group_names)
    held = together(worlds, records, stopped)
    there = counts(worlds, records, stopped, held.flags)
    # Who can be sought follows from who has a record, and both from what the records say.
    for found in (_flagged(scenario, held), _enrolled(scenario, held, there)):
        if first := list(found):
            yield from first
            break
    else:
        yield from _sought(scenario, held, there)
    yield from _stops(worlds)
    yield from _records(worlds, records)


def _enrolled(scenario: Scenario, held: Together, there: HeldCounts) -> Iterator[ScenarioFinding]:
    group = int(held.fewer_enrolled.mean(axis=0).argmax())
    if held.fewer_enrolled[:, group].mean() <= _MOST:
        return
    name, living, most = scenario.group_names[group], *_middle(group, there.living, there.gallery)
    path, said = _of_group(scenario, "share_enrolled", name)
    what = (
        f"is {said}, but the gallery holds {_about(most)} people of the group {name} ({_RECORDS}), "
        f"and {_about(living)} live there (stops.people, stops.composition)"
    )
    use = f"at most {_below(most / living)}; or more records, or fewer people; or {_ANEW}"
    if most >= living:
        what = (
            f"is {said}, but too few people of the group {name} in the gallery are not sought for "
            "so many who are not (stops.share_sought, share_sought of the collections)"
        )
        use = "a smaller share; or a smaller share_sought of the collections, or a larger one of"
        use = f"{use} stops; or more records; or {_ANEW}"
    yield ScenarioFinding(path, what, use)


def _sought(scenario: Scenario, held: Together, there: HeldCounts) -> Iterator[ScenarioFinding]:
    group = int(held.other_sought.mean(axis=0).argmax())
    if held.other_sought[:, group].mean() <= _MOST:
        return
    name = scenario.group_names[group]
    with_record = there.living * held.enrolled
    whole, sought, found = _middle(group, there.gallery, there.gallery_sought, with_record)
    path, said = _of_group(scenario, "share_sought", name)
    what = (
        f"is {said}, but {_about(found)} people of the group {name} who live there have a record, "
        f"and of the gallery's {_about(whole)} people of it {_about(sought)} are sought "
        "(gallery.sources: share_sought, or as it follows from share_flagged)"
    )
    allowed = float(np.median(held.sought[:, group]))
    such = shown(float(f"{allowed:.4g}"))
    use = f"a share such as {such}; or another share_sought of the records; or {_ANEW}"
    yield ScenarioFinding(path, what, use)


def _flagged(scenario: Scenario, held: Together) -> Iterator[ScenarioFinding]:
    for index, source in enumerate(scenario.gallery.sources):
        if held.flags.moved[:, index].mean() <= _MOST or source.share_flagged is None:
            continue
        wrong, missing = (
            _ends(source.wrongly_flagged),
            _ends(source.flag_missing),
        )
        what = (
            f"is {_ends(source.share_flagged)}, but wrongly_flagged is {wrong} and flag_missing "
            f"{missing}: the share flagged lies between wrongly_flagged and 1 - flag_missing, "
            "whoever is sought"
        )
        use = "a share between them, or share_sought in its place"
        yield ScenarioFinding(("gallery", "sources", index, "share_flagged"), what, use)


def _stops(worlds: Worlds) -> Iterator[ScenarioFinding]:
    stops, people = worlds.number("stops.a_year"), worlds.number("stops.people")
    if np.mean(stops > _MOST_STOPS * people) > _MOST:
        said, living = _said_of(worlds, "stops.a_year"), _said_of(worlds, "stops.people")
        what = f"is {said}, but stops.people is {living}: more than one stop a day for everybody"
        yield ScenarioFinding(("stops", "a_year"), what, "fewer stops a year, or more people")
    few = worlds.number("stops.officers") < worlds.number("stops.agencies")
    if few.mean() > _MOST:
        said, agencies = _said_of(worlds, "stops.officers"), _said_of(worlds, "stops.agencies")
        what = f"is {said}, but stops.agencies is {agencies}, and each has an officer who uses it"
        yield ScenarioFinding(("stops", "officers"), what, "as many officers as agencies, or more")


def _records(worlds: Worlds, records: Floats) -> Iterator[ScenarioFinding]:
    images = worlds.per_source("records_per_person")
    of_source, scenario = records.sum(axis=2), worlds.scenario
    for index, source in enumerate(scenario.gallery.sources):
        held = of_source[:, index]
        if np.mean((held > 0) & (held < images[:, index])) > _MOST:
            what = (
                f"is {_ends(source.records_per_person)}, but the whole collection holds "
                f"{_about(float(np.median(held)))} records (gallery.records, gallery.composition)"
            )
            path: KeyPath = ("gallery", "sources", index, "records_per_person")
            yield ScenarioFinding(path, what, "fewer records of one person, or a larger gallery")
    fewest = min(scenario.threshold.candidates.options)
    if np.mean(fewest > worlds.number("gallery.records")) > _MOST:
        total = _said_of(worlds, "gallery.records")
        what = f"is {fewest} or more, but gallery.records is {total}"
        yield ScenarioFinding(("threshold", "candidates"), what, "no more candidates than records")


def _middle(group: int, *parts: Floats) -> list[float]:
    return [float(np.median(part[:, group])) for part in parts]


def _of_group(scenario: Scenario, key: str, group: str) -> tuple[KeyPath, str]:
    """Where a group's share stands, and what stands there."""
    whole: PerGroup[Quantity] = getattr(scenario.stops, key)
    if whole.groups is None or whole.every is not None:
        return ("stops", key), _ends(whole.every)
    return ("stops", key, "groups", group), _ends(whole.groups[group])


def _said_of(worlds: Worlds, name: str) -> str:
    content = worlds.by_name[name].content
    return _ends(content if isinstance(content, Quantity) else None)


def _ends(quantity: Quantity | None) -> str:
    """A number or the ends of its range."""
    if quantity is None or (quantity.value is None and quantity.low is None):
        return "a row of a table"
    if quantity.value is not None:
        return shown(quantity.value)
    return f"{shown(quantity.low or 0.0)} to {shown(quantity.high or 0.0)}"


def _about(people: float) -> str:
    """A number of people to two digits; fewer than one are said as such."""
    return shown(float(f"{people:.2g}")) if people >= 1.0 else "fewer than 1"


def _below(share: float) -> str:
    """A share to two digits, rounded down."""
    digits = 10.0 ** (np.floor(np.log10(share)) - 1.0) if share > 0.0 else 1.0
    return shown(float(f"{np.floor(share / digits + 1e-9) * digits:.2g}"))
