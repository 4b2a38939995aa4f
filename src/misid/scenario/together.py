"""Inputs that cannot stand apart: who can be in the gallery, and what its records can say.

Three facts tie inputs to each other. No more people of a group who live there have a record than
the gallery holds people of the group. No more of them are sought than it holds sought people of the
group, and no more are not sought than it holds others. And a collection's flags are those of sought
people that are not missing, and those of others that are wrong. Where draws would break one of the
first two the gallery decides: the share of the people stopped is held to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from misid.arrays import Flags, Floats
from misid.scenario.inputs import Worlds
from misid.scenario.schema import RecordSource

_ROUNDING = 1e-12


class RecordFlags(NamedTuple):
    """
    What the records of each source say, shape (worlds, sources).

    `flagged = sought (1 - missing) + (1 - sought) wrongly`: three are stated, the fourth is worked
    out. `sought`: share of its people who are; NaN where flags do not tell. `moved`: a stated share
    was out of reach, so that `wrongly` or `missing` had to give way to it.
    """

    sought: Floats
    flagged: Floats
    wrongly: Floats
    missing: Floats
    moved: Flags


@dataclass(frozen=True)
class HeldCounts:
    """
    People of each group, shape (worlds, groups).

    In the gallery, and those of them who are sought (NaN where unknown); who live where they may be
    stopped.
    """

    gallery: Floats
    gallery_sought: Floats
    living: Floats


@dataclass(frozen=True)
class Together:
    """
    Shares of each group's people as the gallery allows them, shape (worlds, groups).

    `fewer_enrolled` and `other_sought`: where that is not what was stated. `flags` by source.
    """

    enrolled: Floats
    sought: Floats
    flags: RecordFlags
    fewer_enrolled: Flags
    other_sought: Flags


def together(worlds: Worlds, records: Floats, stopped: Floats) -> Together:
    """
    The inputs that are tied to each other, as they hold in each world.

    Args:
        worlds: a scenario's inputs.
        records: of each source and group, shape (worlds, sources, groups).
        stopped: share of each group among the stops, shape (worlds, groups).
    """
    flags = record_flags(worlds)
    there = counts(worlds, records, stopped, flags)
    tied = _tied(worlds, there.gallery, records)
    everybody = worlds.settled("gallery.made_for") == "everybody"
    bound = everybody[:, None] & (there.living > 0)
    stated = worlds.per_group("stops.share_sought")
    most = _ratio(_room(stated, there), there.living)
    enrolled = np.where(bound, np.minimum(tied, most), tied)
    sought = np.where(bound, _sought(stated, enrolled, there), stated)
    return Together(
        enrolled=enrolled,
        sought=sought,
        flags=flags,
        fewer_enrolled=enrolled < tied,
        other_sought=(sought != stated) & (enrolled > 0),
    )


def gallery_records(worlds: Worlds) -> Floats:
    """Records of each source and group, shape (worlds, sources, groups)."""
    scenario = worlds.scenario
    sources = tuple(source.name for source in scenario.gallery.sources)
    held = worlds.number("gallery.records")[:, None] * worlds.shares("gallery.composition", sources)
    shares = [
        worlds.shares(f"gallery.sources.{name}.composition", scenario.group_names)
        for name in sources
    ]
    return np.asarray(held[..., None] * np.stack(shares, axis=1))


def counts(worlds: Worlds, records: Floats, stopped: Floats, flags: RecordFlags) -> HeldCounts:
    """The people that the ties are about; arguments as of `together`."""
    people = records / worlds.per_source("records_per_person")[..., None]
    return HeldCounts(
        gallery=people.sum(axis=1),
        gallery_sought=(people * flags.sought[..., None]).sum(axis=1),
        living=worlds.number("stops.people")[:, None] * stopped,
    )


def officers(worlds: Worlds) -> Floats:
    """Officers in each world: an agency that takes part has one, shape (worlds,)."""
    return np.maximum(worlds.number("stops.officers"), worlds.number("stops.agencies"))


def record_flags(worlds: Worlds) -> RecordFlags:
    """What the records of each source say."""
    parts = [_flags(worlds, source) for source in worlds.scenario.gallery.sources]
    return RecordFlags(*(np.stack(columns, axis=1) for columns in zip(*parts, strict=True)))


def _flags(worlds: Worlds, source: RecordSource) -> RecordFlags:
    wrongly, missing = (
        worlds.number(f"gallery.sources.{source.name}.{key}")
        for key in ("wrongly_flagged", "flag_missing")
    )
    if source.share_sought is None:
        stated = worlds.number(f"gallery.sources.{source.name}.share_flagged")
        return _with_flagged(stated, wrongly, missing)
    sought = worlds.number(f"gallery.sources.{source.name}.share_sought")
    flagged = sought * (1.0 - missing) + (1.0 - sought) * wrongly
    return RecordFlags(sought, flagged, wrongly, missing, np.zeros(len(sought), bool))


def _with_flagged(flagged: Floats, wrongly: Floats, missing: Floats) -> RecordFlags:
    """
    The share sought that follows from the share flagged.

    The share flagged lies between those of the two kinds of people; where it does not, the nearer
    of them comes along with it.
    """
    right = 1.0 - missing
    below = flagged < np.minimum(wrongly, right) - _ROUNDING
    above = flagged > np.maximum(wrongly, right) + _ROUNDING
    moved = below | above
    of_others = moved & (below == (wrongly <= right))
    wrongly = np.where(of_others, flagged, wrongly)
    missing = np.where(moved & ~of_others, 1.0 - flagged, missing)
    between = 1.0 - missing - wrongly
    sought = np.full_like(flagged, np.nan)
    np.divide(flagged - wrongly, between, out=sought, where=np.abs(between) > _ROUNDING)
    return RecordFlags(np.clip(sought, 0.0, 1.0), flagged, wrongly, missing, moved)


def _tied(worlds: Worlds, drawn: Floats, records: Floats) -> Floats:
    """Odds of being enrolled, moved as the group's share of the gallery is drawn up or down."""
    sources = worlds.scenario.gallery.sources
    stated = np.array(
        [[s.composition.shares[g] for g in worlds.scenario.group_names] for s in sources]
    )
    of_source = records.sum(axis=2) / worlds.per_source("records_per_person")
    ratio = _ratio(drawn, of_source @ stated)
    share = worlds.per_group("stops.share_enrolled")
    return np.asarray(share * ratio / (1.0 - share + share * ratio))


def _room(stated: Floats, there: HeldCounts) -> Floats:
    """
    The most people with a record, of whom as many are sought as was stated.

    So many that those who are not sought are in the gallery too; but where most of its people are
    sought, the share sought gives way rather than nearly everybody's record.
    """
    others = there.gallery - there.gallery_sought
    few = (there.gallery_sought <= others) & (stated < 1.0)
    rest = np.divide(others, 1.0 - stated, out=np.full_like(stated, np.inf), where=few)
    return np.minimum(there.gallery, rest)


def _sought(stated: Floats, enrolled: Floats, there: HeldCounts) -> Floats:
    """Of the enrolled who live there: at most the sought ones, at least all but the others."""
    sought_people = there.living * enrolled
    others = there.gallery - there.gallery_sought
    most = np.divide(
        there.gallery_sought,
        sought_people,
        out=np.ones_like(sought_people),
        where=sought_people > 0,
    )
    least = 1.0 - np.divide(
        others, sought_people, out=np.ones_like(sought_people), where=sought_people > 0
    )
    held = np.fmin(np.fmax(stated, least), most)
    return np.where(np.abs(held - stated) > _ROUNDING, held, stated)


def _ratio(part: Floats, whole: Floats) -> Floats:
    """One over the other; 1 where there is nothing to compare with."""
    return np.divide(part, whole, out=np.ones_like(part), where=whole > 0)
