"""
The converter in a process of its own: beside the work of a command, or of a server's readers.

Its engine takes most of a second to begin, and holds the interpreter's lock whenever it draws.
"""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from importlib.resources import as_file, files
from threading import Lock
from typing import Any

_BEGIN = "from misid.figures.beside import _draw; _draw()"
_FIRST = {"mark": "point", "data": {"values": [{}]}}


class DrawingProcess:
    """
    A process that draws: a line of JSON is asked, a line of JSON answered.

    It ends with this one, since then nobody can ask it; Ctrl-C it does not hear.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: subprocess.Popen[str] | None = None

    def begin(self) -> None:
        """Begin it where it has not begun, or has ended; where none can be had, there is none."""
        with self._lock, suppress(OSError):
            self._process = self._process or _started()

    def ask(self, name: str, chart: str, options: Mapping[str, Any]) -> Any:
        """What a function of the converter gives of a chart; None: it cannot be had there."""
        with self._lock, suppress(OSError, ValueError):
            if self._process is None:
                return None
            if given := _answer(self._process, json.dumps([name, chart, dict(options)])):
                return json.loads(given)
        self.end()
        return None

    def end(self) -> None:
        """End it."""
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()


@cache
def _ours() -> DrawingProcess:
    """That of a command."""
    process = DrawingProcess()
    atexit.register(process.end)
    return process


def begin() -> None:
    """Begin it before there is anything to draw, while a command works."""
    _ours().begin()


def drawn_beside(name: str, chart: str, options: Mapping[str, Any]) -> Any:
    """What the converter gives of a chart beside this process; None where it was not begun."""
    return _ours().ask(name, chart, options)


def end() -> None:
    """End it; what a command draws from now on is drawn in its own process."""
    _ours().end()


def _started() -> subprocess.Popen[str]:
    # It looks for no module in the working directory.
    return subprocess.Popen(  # noqa: S603 - this program itself
        [sys.executable, "-P", "-c", _BEGIN],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        start_new_session=True,
    )


def _answer(process: subprocess.Popen[str], asked: str) -> str:
    """A line of JSON; nothing where it ended."""
    if process.stdin is None or process.stdout is None:
        return ""
    process.stdin.write(f"{asked}\n")
    process.stdin.flush()
    return process.stdout.readline()


def _draw() -> None:
    """Draw what each line asks for, until nobody asks; `null` says that it cannot be drawn."""
    import vl_convert

    with as_file(files("misid.figures") / "fonts") as folder:
        vl_convert.register_font_directory(str(folder))
    vl_convert.vega_to_svg(vl_convert.vegalite_to_vega(_FIRST))
    for line in sys.stdin:
        name, chart, options = json.loads(line)
        drawing = None
        # Who asked draws it once more, and tells why it cannot be drawn.
        with suppress(ValueError):
            drawing = getattr(vl_convert, name)(json.loads(chart), **options)
        sys.stdout.write(json.dumps(drawing) + "\n")
        sys.stdout.flush()
