"""
The converter in a process of its own, begun before there is anything to draw.

Its engine takes most of a second to begin, and holds the interpreter's lock meanwhile.
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
from typing import Any

_BEGIN = "from misid.figures.beside import _draw; _draw()"
_FIRST = {"mark": "point", "data": {"values": [{}]}}


@cache
def _begun() -> list[subprocess.Popen[str]]:
    """The process, where one was begun."""
    return []


def begin() -> None:
    """Begin it, if it has not begun; where none can be had, drawings are made in this process."""
    if _begun():
        return
    with suppress(OSError):
        # Deaf to Ctrl-C, and to modules of the working directory; it ends when nobody can ask.
        process = subprocess.Popen(  # noqa: S603 - this program itself
            [sys.executable, "-P", "-c", _BEGIN],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            start_new_session=True,
        )
        _begun().append(process)
        atexit.register(end)


def drawn_beside(name: str, chart: str, options: Mapping[str, Any]) -> Any:
    """What the converter's function of a name gives of a chart there; None: it cannot be had."""
    with suppress(OSError, ValueError):
        for process in _begun():
            if given := _answer(process, json.dumps([name, chart, dict(options)])):
                return json.loads(given)
    end()
    return None


def _answer(process: subprocess.Popen[str], asked: str) -> str:
    """A line of JSON; nothing where it ended."""
    if process.stdin is None or process.stdout is None:
        return ""
    process.stdin.write(f"{asked}\n")
    process.stdin.flush()
    return process.stdout.readline()


def end() -> None:
    """End it; what is drawn from now on is drawn in this process."""
    while _begun():
        process = _begun().pop()
        process.kill()
        process.communicate()


def _draw() -> None:
    """Draw what each line asks for, until nobody asks."""
    import vl_convert

    with as_file(files("misid.figures") / "fonts") as folder:
        vl_convert.register_font_directory(str(folder))
    vl_convert.vega_to_svg(vl_convert.vegalite_to_vega(_FIRST))
    for line in sys.stdin:
        name, chart, options = json.loads(line)
        drawing = getattr(vl_convert, name)(json.loads(chart), **options)
        sys.stdout.write(json.dumps(drawing) + "\n")
        sys.stdout.flush()
