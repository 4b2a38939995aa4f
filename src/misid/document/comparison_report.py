"""The report of a comparison: all that is said of it, its picture, where its numbers are from."""

from __future__ import annotations

from misid.document.figures import block
from misid.document.model import Document, as_facts
from misid.document.origins import with_origins
from misid.document.uncertainty import comparison_document
from misid.figures.picture import Picture
from misid.figures.slopes import slopes
from misid.scenario import Output
from misid.scenario.serialise import as_data
from misid.uncertainty.schema import Comparison
from misid.words import origins_of_counts as origins
from misid.words.language import ENGLISH, Language


def comparison_report(
    found: Comparison, output: Output | None = None, language: Language = ENGLISH
) -> Document:
    """
    The whole report; it carries both scenarios, so that it can be worked out again.

    Args:
        found: a comparison, just worked out or read from a file.
        output: which output the slopes show; the one that moves the most where it is left out.
        language: in which it is said.
    """
    picture = slopes_of(found, output, language)
    figure = None if picture is None else block(picture)
    made = with_origins(comparison_document(found, language, lambda: figure), origins.COMPARISON)
    before = {
        "stamp": as_facts(found.before.stamp),
        "scenario": as_data(found.before.scenario),
    }
    given = {"before": before, "output": output, "review_minutes": found.review_minutes}
    return made.model_copy(update={"form": "comparison", "given": given})


def slopes_of(found: Comparison, output: Output | None, language: Language) -> Picture | None:
    """Both sides world by world; None where two programmes share no worlds."""
    if not found.same_worlds:
        return None
    return slopes(found, output or found.leading or found.outputs[0].name, language)
