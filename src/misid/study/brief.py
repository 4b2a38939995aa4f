"""The sheet of a study: three safeguards are chosen and worked out in few of the worlds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from misid.document.brief import brief_document
from misid.document.model import Document
from misid.errors import MeaningError
from misid.results.run import Run
from misid.scenario import safeguard_names
from misid.uncertainty.chosen import ChosenSafeguard, chosen
from misid.words.language import Language

if TYPE_CHECKING:
    from misid.study.study import Study

WORLDS = 128
"""How many worlds tell what a safeguard brings; the sheet says so."""


def brief(study: Study, language: Language) -> Document:
    """
    One side of a sheet about a study.

    Args:
        study: of the programme, changes included.
        language: in which it is said.
    """
    return brief_document(study.glance, safeguards(study), language)


def safeguards(study: Study) -> tuple[ChosenSafeguard, ...]:
    """The three that are shown, each tried alone in few worlds."""
    few = study.few(min(WORLDS, study.draws))
    return chosen(few.run, dict(_tried(few)))


def _tried(study: Study) -> Iterator[tuple[str, Run]]:
    """The programme with each safeguard that can be put on it and is not on it."""
    on_it = {one.name for one in study.changes}
    for name in safeguard_names():
        if name not in on_it:
            try:
                yield name, study.change(name).run
            except MeaningError:
                # It changes what this programme lacks, or what another change has changed.
                continue
