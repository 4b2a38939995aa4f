"""A picture of a score file or of candidate lists: what it says, its cautions and its stamp."""

from __future__ import annotations

from misid.evaluation.schema import Identification, Verification
from misid.evaluation.stamp import file_stamp
from misid.figures.picture import Data, DataColumn, Picture, pictured
from misid.quantities.units import Unit
from misid.words import comparisons, searches
from misid.words.evaluation import stamp_line
from misid.words.figure_labels import caution
from misid.words.figures import Caption
from misid.words.figures_of_scores import label
from misid.words.language import Language


def of_scores(
    name: str,
    caption: Caption,
    data: Data,
    found: Verification | Identification,
    language: Language,
) -> Picture:
    """A figure of an evaluation; what was extrapolated says so first."""
    if isinstance(found, Verification):
        words = comparisons.cautions(found, language)
    else:
        words = searches.cautions(found, language)
    extrapolated = (caution("extrapolated_threshold", language),) if name == "tail" else ()
    said = (*extrapolated, *words)
    line = stamp_line(found, file_stamp(found), language)
    return pictured(name, caption, data, words=said, stamp=line, language=language)


def columns(language: Language, **units: Unit) -> tuple[DataColumn, ...]:
    """Columns by the names of their labels, each with its unit."""
    return tuple(DataColumn(name, label(name, language), unit) for name, unit in units.items())


def unitless(names: tuple[str, ...]) -> dict[str, Unit]:
    """Columns that have no unit."""
    return dict.fromkeys(names, "")
