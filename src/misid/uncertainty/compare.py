"""Two scenarios side by side, world by world: what changes, how surely, and which inputs differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from misid.programme.expected.outcome_table import Progress
from misid.results.output_definitions import KINDS, Kind
from misid.results.run import DEFAULT_DRAWS, DEFAULT_SEED, Run, run
from misid.results.summary import in_years, title_of
from misid.results.told import split as split_of
from misid.scenario import Change, Scenario, inputs
from misid.scenario.words import in_words
from misid.uncertainty.accounts import accounts
from misid.uncertainty.decided import decided
from misid.uncertainty.differences import Sides, sides
from misid.uncertainty.schema import (
    ChangeSide,
    ChangeSplit,
    Comparison,
    Difference,
    InputDifference,
    OwnSide,
    OwnSplit,
    Pair,
    Side,
)
from misid.uncertainty.told import of_changes, of_two

_PAIRS = 30


@dataclass(frozen=True)
class Compared:
    """The comparison as a document, and both runs behind it."""

    comparison: Comparison
    before: Run
    after: Run


def compare(
    before: Scenario,
    after: Scenario | Sequence[Change],
    *,
    draws: int = DEFAULT_DRAWS,
    seed: int = DEFAULT_SEED,
    arguments: tuple[str, ...] = (),
    progress: Progress | None = None,
) -> Compared:
    """
    Work out two scenarios in the same worlds.

    Inputs of the same name share their luck, so a difference is the scenarios' alone. Two different
    programmes share no worlds: what the one turns out to be says nothing of the other, so each
    world of the first is held against every world of the second.

    Args:
        before: the baseline.
        after: another scenario, or changes to put on the baseline.
        draws: possible worlds.
        seed: which worlds.
        arguments: put into the stamps; no paths.
        progress: told how many worlds are done.
    Raises: MeaningError: changes that do not fit the baseline or each other.
    """
    changes = () if isinstance(after, Scenario) else tuple(after)
    other = after if isinstance(after, Scenario) else before
    one, two = (
        run(scenario, changes=of_it, draws=draws, seed=seed, arguments=arguments, progress=progress)
        for scenario, of_it in ((before, ()), (other, changes))
    )
    return Compared(_comparison(one, two, changes), one, two)


def _comparison(before: Run, after: Run, changes: tuple[Change, ...]) -> Comparison:
    both = _scenario(before), _scenario(after)
    shared, open_ = open_inputs(*both)
    paired = bool(changes) or share_worlds(*both)
    outputs = tuple(_difference(one, before, after, paired=paired) for one in KINDS)
    books = accounts(before.evaluation, after.evaluation, paired=paired)
    return Comparison(
        version="misid-comparison/2",
        sentence=of_changes(_what(changes, after), outputs, books)
        if paired
        else of_two(_lead(before, after), outputs[0]),
        same_worlds=paired,
        open_inputs=open_,
        shared_inputs=shared,
        notes=_notes(changes, shared, open_, paired=paired),
        before=_side(before, ()),
        after=_side(after, changes),
        outputs=outputs,
        accounts=books,
        review_minutes=None,
        inputs=differing(*both),
    )


def _what(changes: tuple[Change, ...], after: Run) -> str:
    return " and ".join(one.title for one in changes) or after.results.scenario.title


def _lead(before: Run, after: Run) -> str:
    names = (f"\u201c{found.results.scenario.title}\u201d" for found in (before, after))
    return f"{' against '.join(names)}, two programmes that share no worlds"


def share_worlds(before: Scenario, after: Scenario) -> bool:
    """
    Whether two scenarios are editions of one programme, so that a world of one is one of the other.

    They are where they have one name, or where at least half of their open inputs are the same.
    """
    shared, open_ = open_inputs(before, after)
    return before.name == after.name or 2 * shared >= open_


def open_inputs(before: Scenario, after: Scenario) -> tuple[int, int]:
    """How many inputs that are not known exactly stand the same on both sides, and of how many."""
    one, two = (
        {each.name: each.content for each in inputs(scenario) if each.content.is_range}
        for scenario in (before, after)
    )
    return sum(two.get(name) == content for name, content in one.items()), len(one | two)


def _scenario(found: Run) -> Scenario:
    return found.evaluation.worlds.scenario


def _notes(
    changes: tuple[Change, ...], shared: int, open_: int, *, paired: bool
) -> tuple[str, ...]:
    if not paired:
        return (
            f"Two programmes: of {open_} inputs that are not known exactly on either side, "
            f"{shared} stand the same on both, so the worlds of the one are not those of the "
            "other. Shares are of independent worlds: each world of the first held against every "
            "world of the second. The change is that between worlds paired by chance.",
        )
    same = "" if changes else f"; {shared} of {open_} inputs not known exactly stand the same"
    return (
        f"The same worlds on both sides{same}. The change is that of each world, so it is not the "
        "difference of the medians.",
    )


def _side(found: Run, changes: tuple[Change, ...]) -> Side:
    return Side(
        name=found.results.scenario.name,
        title=found.results.scenario.title,
        changes=tuple(f"{one.name} {one.digest[:12]}" for one in changes),
        stamp=found.results.stamp,
    )


def _difference(one: Kind, before: Run, after: Run, *, paired: bool) -> Difference:
    values = Sides(before.values[one.name], after.values[one.name])
    flags = {
        flag
        for found in (before, after)
        for row in found.results.headline
        if row.name == one.name
        for flag in row.flags
    }
    return Difference(
        name=one.name,
        title=_title(one, before, after),
        unit=one.unit,
        pairs=_pairs(values, _PAIRS) if paired else (),
        flags=tuple(sorted(flags)),
        split=_split(one, before, after, values) if paired else None,
        split_before=None if paired else _own(one, before),
        split_after=None if paired else _own(one, after),
        **sides(values, paired=paired).model_dump(),
    )


def _split(one: Kind, before: Run, after: Run, values: Sides) -> ChangeSplit | None:
    """The change on each side of an either/or, in the worlds of each answer."""
    worlds = before.evaluation.worlds, after.evaluation.worlds
    found = decided(*worlds, values, of_one=one.unit.startswith("share"))
    if found is None:
        return None
    told = [(said, values.of(rows)) for said, rows in found.sides()]
    return ChangeSplit(
        **found.question.model_dump(),
        sides=tuple(
            ChangeSide(
                **said.model_dump(),
                **sides(these, paired=True).model_dump(),
                pairs=_pairs(these, _PAIRS // len(told)),
            )
            for said, these in told
        ),
    )


def _own(one: Kind, found: Run) -> OwnSplit | None:
    """One programme on each side of its own either/or."""
    split = split_of(found.evaluation.worlds, one, found.values[one.name])
    if split is None:
        return None
    kept = set(OwnSide.model_fields)
    return OwnSplit(
        **split.model_dump(exclude={"sides"}),
        sides=tuple(OwnSide(**side.model_dump(include=kept)) for side in split.sides),
    )


def _title(one: Kind, before: Run, after: Run) -> str:
    """The title with its horizon; both, where the sides end after different times."""
    titles = [title_of(one, _scenario(found).retention.horizon) for found in (before, after)]
    return " / ".join(dict.fromkeys(titles))


def _pairs(values: Sides, most: int) -> tuple[Pair, ...]:
    """Worlds that have a value on both sides, spread evenly over the order of the first."""
    known = np.isfinite(values.before) & np.isfinite(values.after)
    first, second = values.of(known)
    order = np.argsort(first, kind="stable")
    wanted = min(most, len(order))
    places = ((np.arange(wanted) + 0.5) * len(order) / max(wanted, 1)).astype(np.int64)
    return tuple(
        Pair(before=float(first[world]), after=float(second[world])) for world in order[places]
    )


def differing(before: Scenario, after: Scenario) -> tuple[InputDifference, ...]:
    """The inputs that are not the same in both, those that only one of them has included."""
    one, two = ({each.name: each for each in inputs(s)} for s in (before, after))
    found = [
        InputDifference(
            input=name,
            description=(one.get(name) or two[name]).description,
            before=in_words(one[name], before) if name in one else None,
            after=in_words(two[name], after) if name in two else None,
        )
        for name in dict.fromkeys((*one, *two))
        if name not in one or name not in two or one[name].content != two[name].content
    ]
    return (*found, *_plain_differences(before, after))


def _plain_differences(before: Scenario, after: Scenario) -> Iterator[InputDifference]:
    """What stands in a scenario and is no input: the threshold's policy, and the horizon."""
    policies = (before.threshold.policy, after.threshold.policy)
    horizons = tuple(in_years(one.retention.horizon) for one in (before, after))
    for name, description, (one, two) in (
        ("threshold.policy", "What the rate of the threshold is.", policies),
        ("retention.horizon", "Years that are modelled.", horizons),
    ):
        if one != two:
            yield InputDifference(input=name, description=description, before=one, after=two)
