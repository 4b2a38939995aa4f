"""Pictures of a run: a finding, words that must stand beside it, data, and how it is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from misid.machine.on_demand import on_demand

if TYPE_CHECKING:
    from misid.figures.catalogue import FIGURES, make
    from misid.figures.picture import NARROW, WIDE, Picture

__all__ = ["FIGURES", "NARROW", "WIDE", "Picture", "make"]

__getattr__ = on_demand(
    __name__,
    {
        "FIGURES": "catalogue",
        "make": "catalogue",
        "NARROW": "picture",
        "Picture": "picture",
        "WIDE": "picture",
    },
)
