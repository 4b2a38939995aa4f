"""Every figure by its name: of a run, of score files, of candidate lists, of people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from misid.errors import MeaningError
from misid.figures.picture import Picture
from misid.words.figure_labels import SHOWN
from misid.words.language import ENGLISH, Language

if TYPE_CHECKING:
    from misid.evaluation.schema import Identification, Verification
    from misid.results.schema import Results
    from misid.simulation.people_schema import History


class FigureEntry(NamedTuple):
    """A figure: what it shows, in a line, as a message; and what makes it of facts."""

    about: str
    make: Callable[[Results, Language], Picture]


def _later(name: str) -> Callable[..., Picture]:
    """What makes a figure; its module is loaded with the first: most readers see few of them."""
    module, _, maker = name.partition(".")

    def make(*facts: object) -> Picture:
        made: Picture = getattr(import_module(f"misid.figures.{module}"), maker)(*facts)
        return made

    return make


_MAKERS: dict[str, Callable[[Results, Language], Picture]] = {
    "frequencies": _later("frequencies.frequency_tree"),
    "icons": _later("icons.icon_array"),
    "worlds": _later("worlds.world_dots"),
    "limit": _later("worlds.limit_dots"),
    "groups": _later("groups.group_intervals"),
    "threshold": _later("threshold.threshold_tradeoff"),
    "photographs": _later("photographs.photograph_stock"),
    "uncertainty": _later("uncertainty.uncertainty_bars"),
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
    "det": _later("det.error_tradeoff"),
    "scores": _later("scores.score_histogram"),
    "groups": _later("group_rates.group_rates"),
    "pairs": _later("pair_rates.pair_rates"),
    "tail": _later("tail.tail_thresholds"),
}
"""Of an evaluation of pairs, in the order of its report."""

SEARCH_FIGURES: dict[str, Callable[[Identification, Language], Picture]] = {
    "tradeoff": _later("searches.search_tradeoff"),
    "cmc": _later("searches.match_characteristic"),
    "groups": _later("group_rates.group_rates"),
}
"""Of an evaluation of candidate lists."""

HISTORY_FIGURES: dict[str, Callable[[History, Language], Picture]] = {
    "person": _later("person.person_history"),
    "stock": _later("photographs_by_month.monthly_stock"),
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
