"""Pictures of a run: a finding, words that must stand beside it, data, and how it is drawn."""

from misid.figures.catalogue import FIGURES, make
from misid.figures.picture import NARROW, WIDE, Picture

__all__ = ["FIGURES", "NARROW", "WIDE", "Picture", "make"]
