"""What becomes of people, in one count that adds up: an average over the middle worlds."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from misid.programme import TRUTHS, Outcomes, Truth
from misid.results.outputs import PER, Evaluation
from misid.results.schema import Ending, Frequencies, Frequency

Floats = NDArray[np.float64]

# The middle fifth: near enough to the median, and enough to average over all else.
_MIDDLE = 5
_FEWEST = 5

_ENDINGS: dict[Ending, tuple[str, ...]] = {
    "wrong_person": ("stranger",),
    "wrong_record": ("own_wrong",),
    "right": ("own",),
    "do_not_detain": ("nothing", "nobody"),
}
_CANNOT = {("not_enrolled", "wrong_record"), ("not_enrolled", "right"), ("sought", "wrong_record")}


def frequencies(evaluation: Evaluation, headline: Floats) -> Frequencies:
    """
    People by truth and ending, of 100,000 who are photographed and searched for.

    Args:
        evaluation: the worlds.
        headline: wrong-person references in each world; the middle worlds are the middle of these.
    """
    rows = middle_worlds(headline)
    if not len(rows):
        return Frequencies(of=PER, worlds=0, paths=())
    stopped = evaluation.terms.people.stopped[rows]
    searched = (stopped * evaluation.outcomes.searched()[rows]).sum(axis=1)
    pairs = [(t, e) for t in TRUTHS for e in _ENDINGS if (t, e) not in _CANNOT]
    counts = {pair: _count(evaluation, rows, searched, pair) for pair in pairs}
    _meet(counts, float(np.nanmedian(headline)))
    return Frequencies(
        of=PER,
        worlds=len(rows),
        paths=tuple(
            Frequency(truth=truth, ending=ending, count=counts[truth, ending])
            for truth, ending in pairs
        ),
    )


def _meet(counts: dict[tuple[Truth, Ending], float], median: float) -> None:
    """Make the wrong-person references add up to their median; the rest are told nothing."""
    total = sum(count for (_, ending), count in counts.items() if ending == "wrong_person")
    factor = median / total if total > 0 else 1.0
    for truth in TRUTHS:
        moved = (factor - 1.0) * counts[truth, "wrong_person"]
        counts[truth, "wrong_person"] += moved
        counts[truth, "do_not_detain"] = max(0.0, counts[truth, "do_not_detain"] - moved)


def middle_worlds(values: Floats) -> NDArray[np.int64]:
    """
    The worlds that lie in the middle of the order of a value, by position.

    Example:
        >>> middle_worlds(np.array([9.0, 1.0, np.nan, 5.0, 3.0, 7.0])).tolist()
        [1, 4, 3, 5, 0]
    """
    order = in_order(values)
    wanted = min(max(len(values) // _MIDDLE, _FEWEST), len(order))
    start = (len(order) - wanted) // 2
    return order[start : start + wanted]


def in_order(values: Floats) -> NDArray[np.int64]:
    """The worlds that have a value, by position, from the lowest value to the highest."""
    return np.argsort(values, kind="stable")[: int(np.isfinite(values).sum())]


def _count(
    evaluation: Evaluation,
    rows: NDArray[np.int64],
    searched: Floats,
    path: tuple[Truth, Ending],
) -> float:
    outcomes = evaluation.outcomes
    part = Outcomes(outcomes.groups, outcomes.cells, outcomes.table[rows])
    found = part.among(_ENDINGS[path[1]], truths=(path[0],))
    share = (evaluation.terms.people.stopped[rows] * found).sum(axis=1) / searched
    return float(PER * share.mean())
