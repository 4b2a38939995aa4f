"""A reading of a claim in words: both sides of an either/or first, the mixture afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from misid.results.summary import natural, with_unit
from misid.results.told import in_parts
from misid.uncertainty.schema import Counts, Reading


def percent(share: float) -> str:
    """
    A share of the model in words: per cent, or one in so many where that is small.

    Example:
        >>> percent(0.025), percent(0.0005)
        ('2.5 %', '1 in 2,000')
    """
    if 0.0 < share < 0.001:
        return f"1 in {natural(1 / share)}"
    return with_unit(share, "share")


def holds_said(one: Reading) -> str:
    """
    In which share of the worlds a reading holds, then without kin; both sides, then the mixture.

    Empty where the model has no such number.
    """
    if one.worlds is None:
        return ""
    held = [_share(side.worlds) for side in one.sides]
    mixture = with_unit(one.worlds, "share")
    if not one.sides:
        said = f"{mixture} of the possible worlds"
    elif {*held} == {mixture}:
        either = "; ".join(f"if {side.clause}" for side in one.sides)
        said = f"{mixture} of the possible worlds on every side ({either})"
    else:
        told = " and in ".join(
            f"{of} if {side.clause}" for of, side in zip(held, one.sides, strict=True)
        )
        said = f"{told}; {in_parts(one.sides)}, in {mixture} of the possible worlds"
    return f"{said}{_without_kin(one)}"


def rows_said(one: Reading) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Heads and lines of a table: a column for each side, and one for the mixture."""
    every: list[Counts] = [*one.sides, one]
    mixed = in_parts(one.sides) if one.sides else "all worlds"
    told = [(title, *(said(of) for of in every)) for title, said in _lines(one)]
    heads = ("", *(side.head for side in one.sides), mixed)
    return heads, [line for line in told if line[0] and any(line[1:])]


def _lines(one: Reading) -> list[tuple[str, Callable[[Counts], str]]]:
    """What stands in each line; people only where they are told on both sides."""
    worlds: list[tuple[str, Callable[[Counts], str]]] = [
        (one.measure, lambda of: _number(of.median)),
        ("holds in, of the worlds", lambda of: _share(of.worlds)),
        ("- without any twin or sibling", lambda of: _share(of.worlds_without_kin)),
    ]
    counts: list[tuple[str, Callable[[Counts], str]]] = [
        ("people without a record", lambda of: people(of.without_record)),
        ("- given somebody else's", lambda of: people(of.answered_wrongly)),
        ("people with a record", lambda of: people(of.with_record)),
        ("- given their own", lambda of: "not said" if of.found is None else people(of.found)),
    ]
    return [*worlds, *counts] if one.sides else worlds


def kin_said(told: Sequence[Reading]) -> str:
    """What stands for twins and siblings, by how it is known; empty where they do not enter."""
    kin = next((one.without_kin for one in told if one.without_kin is not None), None)
    if kin is None:
        return ""
    statuses = dict.fromkeys(each.status for each in kin.inputs)
    known = "; ".join(
        f"{status}: {', '.join(each.field for each in kin.inputs if each.status == status)}"
        for status in statuses
    )
    return f"How many twins and siblings there are, and how alike, is {known}."


def people(count: float) -> str:
    """A number of people, said as fewer than one where it is."""
    return natural(count) if count >= 1 or not count else "fewer than 1"


def _without_kin(one: Reading) -> str:
    if one.worlds_without_kin is None:
        return ""
    sides = " and ".join(_share(side.worlds_without_kin) for side in one.sides)
    mixture = _share(one.worlds_without_kin)
    return (
        f"; without any twin or sibling in {f'{sides}; mixed, in {mixture}' if sides else mixture}"
    )


def _share(held: float | None) -> str:
    return "" if held is None else with_unit(held, "share")


def _number(median: float | None) -> str:
    return "" if median is None else percent(median)
