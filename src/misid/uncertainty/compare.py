"""Two scenarios side by side, world by world: what changes, how surely, and which inputs differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from misid.programme.expected import Progress
from misid.results.intervals import interval
from misid.results.kinds import KINDS, Kind
from misid.results.outputs import Evaluation
from misid.results.run import DEFAULT_DRAWS, DEFAULT_SEED, Run, run
from misid.results.summary import (
    as_read,
    in_years,
    lower_first,
    title_of,
    with_unit,
)
from misid.scenario import Change, Scenario, change, inputs
from misid.scenario.words import in_words
from misid.uncertainty.schema import (
    Comparison,
    Difference,
    InputDifference,
    Pair,
    Side,
    Yearly,
)

Floats = NDArray[np.float64]

_PAIRS, _ROUNDING = 30, 1e-9


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
    other = after if isinstance(after, Scenario) else change(before, changes).scenario
    one, two = (
        run(scenario, draws=draws, seed=seed, arguments=arguments, progress=progress)
        for scenario in (before, other)
    )
    return Compared(_comparison(one, two, changes), one, two)


def _comparison(before: Run, after: Run, changes: tuple[Change, ...]) -> Comparison:
    both = _scenario(before), _scenario(after)
    shared, open_ = open_inputs(*both)
    paired = bool(changes) or share_worlds(*both)
    outputs = tuple(_difference(one, before, after, paired=paired) for one in KINDS)
    notes = _notes(changes, shared, open_, paired=paired)
    return Comparison(
        version="misid-comparison/1",
        sentence=_sentence(outputs, changes, after)
        if paired
        else _sentence_of_two(outputs, before, after),
        same_worlds=paired,
        open_inputs=open_,
        shared_inputs=shared,
        notes=notes,
        before=_side(before, ()),
        after=_side(after, changes),
        outputs=outputs,
        yearly=_yearly(before, after, paired=paired),
        inputs=differing(*both),
    )


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
    first, second = before.values[one.name], after.values[one.name]
    known = np.isfinite(first) & np.isfinite(second)
    if paired:
        by_world = _less(second[known], first[known])
        shares = tuple(_share(which) for which in (by_world < 0, by_world == 0, by_world > 0))
    else:
        by_world = _less(_elsewhere(second), first)
        shares = _of_all_pairs(first, second)
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
        before=interval(first),
        after=interval(second),
        change=interval(by_world),
        lower=shares[0],
        same=shares[1],
        higher=shares[2],
        pairs=_pairs(first[known], second[known]) if paired else (),
        flags=tuple(sorted(flags)),
    )


def _title(one: Kind, before: Run, after: Run) -> str:
    """The title with its horizon; both, where the sides end after different times."""
    titles = [title_of(one, _scenario(found).retention.horizon) for found in (before, after)]
    return " / ".join(dict.fromkeys(titles))


def _elsewhere(values: Floats) -> Floats:
    """The values in worlds of another order, which has nothing to do with the first."""
    order = np.argsort(np.random.Philox(key=0).random_raw(len(values)), kind="stable")
    return values[order]


def _of_all_pairs(first: Floats, second: Floats) -> tuple[float | None, ...]:
    """Shares of all pairs of a world of each side in which the second is lower, same, higher."""
    ordered = np.sort(second[np.isfinite(second)])
    known = first[np.isfinite(first)]
    if not len(ordered) or not len(known):
        return None, None, None
    rounding = _ROUNDING * np.abs(known)
    below = np.searchsorted(ordered, known - rounding, "left")
    upto = np.searchsorted(ordered, known + rounding, "right")
    pairs = len(ordered) * len(known)
    counts = (int(below.sum()), int((upto - below).sum()))
    return counts[0] / pairs, counts[1] / pairs, (pairs - sum(counts)) / pairs


def _less(second: Floats, first: Floats) -> Floats:
    """Their difference; what differs only by the order of additions is none."""
    difference = second - first
    rounding = _ROUNDING * np.maximum(np.abs(first), np.abs(second))
    return np.where(np.abs(difference) <= rounding, 0.0, difference)


def _pairs(first: Floats, second: Floats) -> tuple[Pair, ...]:
    order = np.argsort(first, kind="stable")
    wanted = min(_PAIRS, len(order))
    places = ((np.arange(wanted) + 0.5) * len(order) / max(wanted, 1)).astype(np.int64)
    return tuple(
        Pair(before=float(first[world]), after=float(second[world])) for world in order[places]
    )


def _share(which: NDArray[np.bool_]) -> float | None:
    return float(which.mean()) if which.size else None


def _yearly(before: Run, after: Run, *, paired: bool) -> Yearly:
    (wrong, missed), (wrong_after, missed_after) = (
        (_a_year(found.evaluation, wrong=True), _a_year(found.evaluation, wrong=False))
        for found in (before, after)
    )
    if not paired:
        wrong_after, missed_after = _elsewhere(wrong_after), _elsewhere(missed_after)
    return Yearly(
        wrong_avoided=interval(_less(wrong, wrong_after)),
        more_missed=interval(_less(missed_after, missed)),
    )


def _a_year(evaluation: Evaluation, *, wrong: bool) -> Floats:
    """Wrong-person references that review upholds in a year, or stops of the sought without one."""
    table = evaluation.outcomes
    nothing = ("no_search", "nothing", "nobody")
    upheld = table.among(("stranger",), reviews=("upheld",))
    share = upheld if wrong else table.among(nothing, truths=("sought",))
    return np.asarray((evaluation.stops * share).sum(axis=1))


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


def _sentence(outputs: tuple[Difference, ...], changes: tuple[Change, ...], after: Run) -> str:
    what = " and ".join(one.title for one in changes) or after.results.scenario.title
    changed = [one for one in outputs if one.same is not None and one.same < 1.0]
    if not changed:
        return f"{what}: nothing changes in any possible world."
    surest = max(changed, key=lambda one: abs((one.lower or 0.0) - (one.higher or 0.0)))
    said = [surest] if surest is outputs[0] or outputs[0] not in changed else [outputs[0], surest]
    return f"{what}: {'; '.join(_said(one) for one in said)}."


def _sentence_of_two(outputs: tuple[Difference, ...], before: Run, after: Run) -> str:
    """Two programmes share no worlds, so no world of the one is better than itself in the other."""
    names = (f"\u201c{found.results.scenario.title}\u201d" for found in (before, after))
    lead = f"{' against '.join(names)}, two programmes that share no worlds"
    one = outputs[0]
    if one.lower is None or one.before.median is None or one.after.median is None:
        return f"{lead}: one of them has no search, so there is nothing to compare."
    first, second = (with_unit(n, one.unit) for n in (one.before.median, one.after.median))
    return (
        f"{lead}: {lower_first(one.title)} about {first} in the first and about {second} in the "
        f"second, {as_read(one.unit)}; of independent worlds, lower in the second in "
        f"{with_unit(one.lower, 'share')} of all pairs."
    )


def _said(one: Difference) -> str:
    before, after = (with_unit(side.median or 0.0, one.unit) for side in (one.before, one.after))
    title = lower_first(one.title)
    if (one.lower or 0.0) >= (one.higher or 0.0):
        how, share = "lower", one.lower
    else:
        how, share = "higher", one.higher
    return (
        f"{title} from about {before} to about {after} {as_read(one.unit)}".rstrip()
        + f", {how} in {with_unit(share or 0.0, 'share')} of the possible worlds"
    )
