"""Every figure by its name: of a run, of score files, of candidate lists, of people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from misid.errors import MeaningError
from misid.evaluation.schema import Identification, Verification
from misid.figures.det import error_tradeoff
from misid.figures.frequencies import frequency_tree
from misid.figures.group_rates import group_rates
from misid.figures.groups import group_intervals
from misid.figures.icons import icon_array
from misid.figures.pair_rates import pair_rates
from misid.figures.person import person_history
from misid.figures.photographs import photograph_stock
from misid.figures.photographs_by_month import monthly_stock
from misid.figures.picture import Picture
from misid.figures.scores import score_histogram
from misid.figures.searches import match_characteristic, search_tradeoff
from misid.figures.tail import tail_thresholds
from misid.figures.threshold import threshold_tradeoff
from misid.figures.uncertainty import uncertainty_bars
from misid.figures.worlds import limit_dots, world_dots
from misid.results.schema import Results
from misid.simulation.people_schema import History
from misid.words.figure_labels import SHOWN
from misid.words.language import ENGLISH, Language


class FigureEntry(NamedTuple):
    """A figure: what it shows, in a line, as a message; and what makes it of facts."""

    about: str
    make: Callable[[Results, Language], Picture]


_MAKERS: dict[str, Callable[[Results, Language], Picture]] = {
    "frequencies": frequency_tree,
    "icons": icon_array,
    "worlds": world_dots,
    "limit": limit_dots,
    "groups": group_intervals,
    "threshold": threshold_tradeoff,
    "photographs": photograph_stock,
    "uncertainty": uncertainty_bars,
}
FIGURES = {name: FigureEntry(SHOWN[name], maker) for name, maker in _MAKERS.items()}
"""In the order of the report."""


OF_OTHER_THRESHOLDS = ("threshold",)
"""Figures of what other thresholds would give, which takes longer to work out than the rest."""


def make(name: str, results: Results, language: Language = ENGLISH) -> Picture:
    """
    The figure of this name.

    Args:
        name: of `FIGURES`.
        results: facts of a run, as they are or as they were saved.
        language: whose words and numbers.
    Raises: MeaningError: there is none; the error lists all names.
    """
    check_name(name)
    return replace(FIGURES[name].make(results, language), results=results)


def check_name(name: str) -> None:
    """Refuse a name that no figure has, before any work is done."""
    if name not in FIGURES:
        raise MeaningError(f"no figure is called {name!r}.", use=f"one of: {', '.join(FIGURES)}")


SCORE_FIGURES: dict[str, Callable[[Verification, Language], Picture]] = {
    "det": error_tradeoff,
    "scores": score_histogram,
    "groups": group_rates,
    "pairs": pair_rates,
    "tail": tail_thresholds,
}
"""Of an evaluation of pairs, in the order of its report."""

SEARCH_FIGURES: dict[str, Callable[[Identification, Language], Picture]] = {
    "tradeoff": search_tradeoff,
    "cmc": match_characteristic,
    "groups": group_rates,
}
"""Of an evaluation of candidate lists."""

HISTORY_FIGURES: dict[str, Callable[[History, Language], Picture]] = {
    "person": person_history,
    "stock": monthly_stock,
}
"""Of people over the years."""


def score_pictures(found: Verification, language: Language = ENGLISH) -> dict[str, Picture]:
    """Every figure of an evaluation of pairs."""
    return {name: figure(found, language) for name, figure in SCORE_FIGURES.items()}


def search_pictures(found: Identification, language: Language = ENGLISH) -> dict[str, Picture]:
    """Every figure of an evaluation of candidate lists."""
    return {name: figure(found, language) for name, figure in SEARCH_FIGURES.items()}


def history_pictures(history: History, language: Language = ENGLISH) -> dict[str, Picture]:
    """Every figure of people over the years."""
    return {name: figure(history, language) for name, figure in HISTORY_FIGURES.items()}
