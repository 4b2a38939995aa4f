"""Drawings in a process of their own: the converter would hold up every reader meanwhile."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from misid.errors import MisidError
from misid.figures.converter import here
from misid.web.waiting import GivenUpError

_BEGIN = "from misid.web.drawer import draw; draw()"


class Drawer:
    """
    The converter in a process of its own, which begins with the first drawing.

    A line of JSON is asked, a line of JSON answered. Where no such process can be had, or it ends,
    or it cannot draw, drawings are made here.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._is_closed = False

    def __call__(self, name: str, chart: str, options: Mapping[str, Any]) -> Any:
        """
        What a function of the converter gives of a chart; one at a time.

        Raises: MisidError: as the converter. GivenUpError: it was closed.
        """
        with self._lock:
            given = self._there(json.dumps([name, chart, dict(options)]))
        if self._is_closed:
            raise GivenUpError
        return json.loads(given) if given else here(name, chart, options)

    def close(self) -> None:
        """End the process; nothing is drawn any more."""
        self._is_closed = True
        self._end()

    def _there(self, asked: str) -> str:
        """What the process answers; nothing where there is none, or it ended."""
        if self._is_closed:
            return ""
        with suppress(OSError, ValueError):
            if self._process is None:
                self._process = _begun()
            talk = self._process
            if talk.stdin is not None and talk.stdout is not None:
                talk.stdin.write(f"{asked}\n")
                talk.stdin.flush()
                if given := talk.stdout.readline():
                    return given.rstrip("\n")
        self._end()
        return ""

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()


def _begun() -> subprocess.Popen[str]:
    """A process that ends with this one, since nothing is asked any more; deaf to Ctrl-C."""
    return subprocess.Popen(  # noqa: S603 - this program itself
        [sys.executable, "-c", _BEGIN],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        start_new_session=True,
    )


def draw() -> None:
    """Draw what each line asks for; an empty line says that it cannot be drawn here."""
    for line in sys.stdin:
        given = ""
        with suppress(MisidError):
            given = json.dumps(here(*json.loads(line)))
        sys.stdout.write(f"{given}\n")
        sys.stdout.flush()
