"""Every figure of an evaluation of pairs, by its name."""

from __future__ import annotations

from collections.abc import Callable

from misid.evaluation.schema import Verification
from misid.evaluation.stamp import file_stamp
from misid.figures.det import error_tradeoff
from misid.figures.group_rates import group_rates
from misid.figures.pair_rates import pair_rates
from misid.figures.picture import Picture
from misid.figures.scores import score_histogram
from misid.figures.tail import tail_thresholds
from misid.words.evaluation import stamp_line

SCORE_FIGURES: dict[str, Callable[[Verification, str], Picture]] = {
    "det": error_tradeoff,
    "scores": score_histogram,
    "groups": group_rates,
    "pairs": pair_rates,
    "tail": tail_thresholds,
}
"""In the order of the report; each is given the line of the stamp."""


def score_pictures(found: Verification) -> dict[str, Picture]:
    """All of them, with one stamp."""
    stamp = stamp_line(found, file_stamp(found))
    return {name: make(found, stamp) for name, make in SCORE_FIGURES.items()}
