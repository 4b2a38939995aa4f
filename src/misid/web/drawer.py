"""Drawings in a process of their own: the converter would hold up every reader meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from misid.figures.beside import DrawingProcess
from misid.figures.converter import here
from misid.web.waiting import GivenUpError


class Drawer:
    """
    The converter beside the server; its process begins with the first drawing.

    Where no such process can be had, or it ends, or it cannot draw, drawings are made here.
    """

    def __init__(self) -> None:
        self._beside = DrawingProcess()
        self._is_closed = False

    def __call__(self, name: str, chart: str, options: Mapping[str, Any]) -> Any:
        """
        What a function of the converter gives of a chart; one at a time.

        Raises: MisidError: as the converter. GivenUpError: it was closed.
        """
        if not self._is_closed:
            self._beside.begin()
        given = self._beside.ask(name, chart, options)
        if self._is_closed:
            self._beside.end()
            raise GivenUpError
        return here(name, chart, options) if given is None else given

    def close(self) -> None:
        """End the process; nothing is drawn any more."""
        self._is_closed = True
        self._beside.end()
