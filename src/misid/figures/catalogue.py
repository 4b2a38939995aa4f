"""Every figure by its name."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from misid.errors import MeaningError
from misid.figures.frequencies import frequency_tree
from misid.figures.groups import group_intervals
from misid.figures.icons import icon_array
from misid.figures.photographs import photograph_stock
from misid.figures.picture import Picture
from misid.figures.threshold import threshold_tradeoff
from misid.figures.uncertainty import uncertainty_bars
from misid.figures.worlds import limit_dots, world_dots
from misid.results.run import Run


class Entry(NamedTuple):
    """A figure: what it shows, in a line, and what makes it."""

    about: str
    make: Callable[[Run], Picture]


FIGURES: dict[str, Entry] = {
    "frequencies": Entry("what becomes of 100,000 people, as a tree", frequency_tree),
    "icons": Entry("what becomes of 1,000 people, one shape each", icon_array),
    "worlds": Entry("the range of wrong-person references, one dot a world", world_dots),
    "limit": Entry("the range of what the reader's limit is set on, one dot a world", limit_dots),
    "groups": Entry("wrong-person references by group", group_intervals),
    "threshold": Entry("wrong references against misses, over all thresholds", threshold_tradeoff),
    "photographs": Entry("photographs held, year by year", photograph_stock),
    "uncertainty": Entry("which inputs the range comes from", uncertainty_bars),
}
"""In the order of the report."""


def make(name: str, found: Run) -> Picture:
    """
    The figure of this name.

    Raises: MeaningError: there is none; the error lists all names.
    """
    check_name(name)
    return FIGURES[name].make(found)


def check_name(name: str) -> None:
    """Refuse a name that no figure has, before any work is done."""
    if name not in FIGURES:
        raise MeaningError(f"no figure is called {name!r}.", use=f"one of: {', '.join(FIGURES)}")
