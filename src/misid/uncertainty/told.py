"""What a comparison found, in words made from its numbers: what is gained and what it costs."""

from __future__ import annotations

from misid.results.schema import Interval
from misid.results.summary import as_read, lower_first, upper_first, with_unit
from misid.results.told import in_parts
from misid.uncertainty.schema import (
    Account,
    BookedSplit,
    BothSides,
    Changed,
    ChangeSplit,
    Comparison,
    Difference,
    Moved,
    OwnSplit,
    Without,
)

# With more worlds than these in which nothing changes, an end of the range would be their zero.
_UNCHANGED = 0.05
_YEARLY = {
    "wrong_person_upheld": "wrong-person references",
    "wrong_record_upheld": "wrong-record references",
    "not_sought_upheld": "references on people whom nobody seeks",
    "sought_upheld": "right references to sought people",
}


def change_said(one: BothSides, unit: str = "") -> str:
    """
    The change as a table shows it; where many worlds do not change, the others for themselves.

    Args:
        one: an output or an account.
        unit: its unit, which decides how a number is written.
    """
    if one.same is None or one.change.median is None:
        return "no trials"
    if one.same == 1.0:
        return "none"
    said = range_said(shown(one).change, unit)
    return f"0 in {with_unit(one.same, 'share')} of worlds; else {said}" if is_rare(one) else said


def is_rare(one: BothSides) -> bool:
    """Whether it stays in so many worlds that the median or an end of all would be their zero."""
    if one.where_changed is None or not one.same:
        return False
    points = (one.change.low, one.change.median, one.change.high)
    return one.same > _UNCHANGED or 0.0 in points


def shown(one: BothSides) -> BothSides | Changed:
    """What is shown of it: all worlds, or those in which it changes where many do not."""
    return one.where_changed if one.where_changed is not None and is_rare(one) else one


def range_said(part: Interval, unit: str = "") -> str:
    """A median and its range, or that there is none."""
    if part.median is None or part.low is None or part.high is None:
        return "-"
    middle, low, high = (with_unit(n, unit) for n in (part.median, part.low, part.high))
    return middle if low == high else f"{middle} ({low} to {high})"


def of_changes(what: str, outputs: tuple[Difference, ...], accounts: tuple[Account, ...]) -> str:
    """
    The finding on two editions of one programme, both sides of it.

    Args:
        what: what was changed.
        outputs: of the comparison; the first is the headline.
        accounts: what a year brings.
    """
    changed = [one for one in outputs if _moved(one)]
    year = _year(accounts)
    if not changed and not year:
        return f"{what}: nothing changes in any possible world."
    surest = max(changed, key=_sureness, default=None)
    said = [one for one in changed if one is surest or (one is outputs[0] and _is_seen(one))]
    first = f"{what}: {_told(said)}" if said else f"{what}: no output changes."
    return f"{first} {year}".strip()


def _told(outputs: list[Difference]) -> str:
    """Outputs one after the other; what is open is said once."""
    told: list[str] = []
    asked: set[str] = set()
    for one in outputs:
        found = output_said(one, is_asked=one.split is not None and one.split.input in asked)
        told.append(upper_first(found) if told else found)
        asked |= {one.split.input} if one.split else set()
    return " ".join(told)


def of_two(lead: str, one: Difference) -> str:
    """
    The finding on two programmes that share no worlds: none of one is better than itself.

    Args:
        lead: both names.
        one: the headline output.
    """
    if one.lower is None or one.before.median is None or one.after.median is None:
        return f"{lead}: one of them has no search, so there is nothing to compare."
    pairs = f"lower in the second in {with_unit(one.lower, 'share')} of all pairs"
    first, second = (with_unit(n, one.unit) for n in (one.before.median, one.after.median))
    if one.split_before is None and one.split_after is None:
        return (
            f"{lead}: {lower_first(one.title)} about {first} in the first and about {second} in "
            f"the second, {as_read(one.unit)}; of independent worlds, {pairs}."
        )
    return (
        f"{lead}. {one.title} {as_read(one.unit)}, in the first: "
        f"{_own_said(one.split_before, first, one.unit)} In the second: "
        f"{_own_said(one.split_after, second, one.unit)} Of independent worlds, {pairs}, which "
        "rests on the mixing."
    )


def _own_said(found: OwnSplit | None, middle: str, unit: str) -> str:
    """A median of one programme, on each side first where an either/or decides it."""
    if found is None:
        return f"about {middle}."
    sides = "; ".join(
        f"if {side.clause}, about {with_unit(side.median or 0.0, unit)}" for side in found.sides
    )
    return f"{sides}. {found.open} {upper_first(in_parts(found.sides))}: about {middle}."


def without_said(one: Without, unit: str = "") -> str:
    """
    What the median would be without an input; on each side of an either/or, where one decides it.

    Args:
        one: what is without it.
        unit: of the output.
    """
    how = "with none of it" if one.at == 0.0 else f"at {one.at:g}"
    told = [f"{_moved_said(side, unit)} if {side.clause}" for side in one.sides]
    return f"{how} the median would {', and '.join(told) or _moved_said(one, unit)}"


def _moved_said(one: Moved, unit: str) -> str:
    if one.median is None or one.median_without is None:
        return "have no trials"
    first, second = (with_unit(n, unit) for n in (one.median, one.median_without))
    return f"stay at about {first}" if first == second else f"be about {second} in place of {first}"


def same_titles(found: Comparison) -> tuple[str, ...]:
    """What is the same in every world: outputs, then what a year brings."""
    every: tuple[Difference | Account, ...] = (*found.outputs, *found.accounts)
    return tuple(dict.fromkeys(one.title for one in every if not _moved(one)))


def questions(found: Comparison) -> tuple[ChangeSplit | BookedSplit | OwnSplit, ...]:
    """The open either/ors that decide any number that is told, each once."""
    every: tuple[Difference | Account, ...] = (*found.outputs, *found.accounts)
    changed = (each.split for each in every if _moved(each))
    own = (split for one in found.outputs for split in (one.split_before, one.split_after))
    asked = {one.input: one for one in (*own, *changed) if one is not None}
    return tuple(asked.values())


def is_by_stops(found: Comparison) -> bool:
    """Whether all that changes in a year is that fewer stops happen, or more."""
    return all(_is_nothing(one.otherwise) for one in found.accounts)


def _moved(one: BothSides) -> bool:
    return one.same is not None and one.same < 1.0


def _sureness(one: Difference) -> float:
    return abs((one.lower or 0.0) - (one.higher or 0.0))


def _ends(one: BothSides, unit: str) -> tuple[str, str]:
    before, after = (side.median or 0.0 for side in (shown(one).before, shown(one).after))
    return with_unit(before, unit), with_unit(after, unit)


def _is_seen(one: Difference) -> bool:
    """Whether its change, on any side, is more than what rounding hides."""
    every = (one,) if one.split is None else one.split.sides
    ends = [_ends(each, one.unit) for each in every]
    return any(before != after for before, after in ends)


def output_said(one: Difference, *, is_asked: bool = False) -> str:
    """An output, on each side first where an either/or decides it, and then mixed by that name."""
    title, read = lower_first(one.title), f" {as_read(one.unit)}".rstrip()
    if one.split is None:
        return f"{title} {_from_to(one, one.unit)}{read}{where_said(one)}."
    first, *others = one.split.sides
    told = [f"if {first.clause}, {title} {_moves(first, one.unit, read)}"]
    told += [f"if {side.clause}, {_moves(side, one.unit)}" for side in others]
    open_ = "" if is_asked else f"{one.split.open} {one.split.elsewhere}".strip()
    mixed = "" if is_one_side(one.split) else _mixed(one, one.split)
    return " ".join(part for part in (f"{'; '.join(told)}.", open_, mixed) if part)


def _moves(side: BothSides, unit: str, read: str = "") -> str:
    """What becomes of an output in the worlds of one answer."""
    if side.same is None:
        return "without trials"
    if not _moved(side):
        return f"unchanged at about {_ends(side, unit)[0]}{read}"
    return f"{_from_to(side, unit)}{read}{where_said(side, 'these worlds')}"


def _from_to(one: BothSides, unit: str) -> str:
    before, after = _ends(one, unit)
    return f"from about {before} to {after}" if before != after else f"about {before}"


def is_one_side(found: ChangeSplit | BookedSplit) -> bool:
    """Whether only one answer leaves anything to change: the mixture has nothing to add."""
    return sum(map(_moved, found.sides)) == 1


def _mixed(one: Difference, found: ChangeSplit) -> str:
    return f"{upper_first(in_parts(found.sides))}: {_from_to(one, one.unit)}{where_said(one)}."


def where_said(one: BothSides, worlds: str = "the possible worlds") -> str:
    """In how many worlds it falls, or rises; where many do not change, of how many that is said."""
    falls = (one.lower or 0.0) >= (one.higher or 0.0)
    how, share = ("lower", one.lower) if falls else ("higher", one.higher)
    said = with_unit(share or 0.0, "share")
    if not is_rare(one):
        return f", {how} in {said} of {worlds}"
    changed = with_unit(1.0 - (one.same or 0.0), "share")
    aside = "" if said == changed else f" ({how} in {said})"
    return f" in the {changed} of {worlds} in which that changes{aside}"


def _year(accounts: tuple[Account, ...]) -> str:
    """What is upheld in a year, more and fewer, and whether that is because of fewer stops."""
    by_name = {one.name: one for one in accounts}
    told = [
        _more_or_fewer(by_name[name], words)
        for name, words in _YEARLY.items()
        if _moved(by_name[name])
    ]
    if not told:
        return ""
    listed = f"In a year of the programme, upheld: {'; '.join(told)}."
    stops = by_name["photographed"]
    if not _moved(stops):
        return listed
    alone = all(_is_nothing(by_name[name].otherwise) for name in _YEARLY)
    why = "alone is why: searches end as they did" if alone else "is part of why"
    taken = _more_or_fewer(stops, "photographs are taken").capitalize()
    return f"{listed} {taken}, which {why}."


def _is_nothing(part: Interval) -> bool:
    return not any((part.low, part.median, part.high))


def _more_or_fewer(one: Account, words: str) -> str:
    """How many more or fewer of it a year has; by each answer first where an either/or decides."""
    if one.split is None:
        return f"{_by_how_many(one, one.unit)} {words}{_rarely(one)}"
    every: list[tuple[BothSides, str]] = [(side, side.head) for side in one.split.sides]
    if not is_one_side(one.split):
        every.append((one, in_parts(one.split.sides)))
    told = (f"{_by_how_many(each, one.unit)}{_rarely(each)} ({head})" for each, head in every)
    return f"{words} {', '.join(told)}"


def _by_how_many(one: BothSides, unit: str) -> str:
    if not _moved(one):
        return "as many"
    middle = shown(one).change.median or 0.0
    return f"about {with_unit(abs(middle), unit)} {'fewer' if middle < 0 else 'more'}"


def _rarely(one: BothSides) -> str:
    changed = with_unit(1.0 - (one.same or 0.0), "share")
    return f" (in {changed} of the worlds)" if is_rare(one) else ""
