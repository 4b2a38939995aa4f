"""
The converter between charts and SVG: each form is compiled once, then filled and drawn.

It gives the same for the same, whatever it drew before, so that what it gave is kept: forms, since
another run's numbers seldom change one, and the last drawings, since a reader goes back to them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from importlib.resources import as_file
from threading import Lock
from typing import Any, NamedTuple, TypeAlias

from misid.figures.beside import drawn_beside
from misid.figures.style import FONTS
from misid.figures.unmeasured import Lines, blank, restored
from misid.figures.vegalite import ChartForm
from misid.machine.address_space import check_address_space
from misid.words.language import Spelling

Converter: TypeAlias = Callable[[str, str, Mapping[str, Any]], Any]
"""What the converter's function of a name gives of a chart, as JSON, and options; asked here, or in
a process of its own."""
_FORMS, _DRAWINGS = 128, 64
_PNG_SCALE = 2.0
_ADDRESSES = 72 * 10**9
"""Bytes of address space that the converter's engine reserves, or it ends the process: it was found
with 68 thousand million and with 72. It uses next to none of them."""
_ONE_AT_A_TIME = Lock()
"""Held while the converter works. It waits for a lock of its own with Python's in its hands: two
threads that enter it together can each hold what the other waits for, for ever."""
_ROOT = re.compile(r"<svg [^>]*?width=\"([\d.]+)\" height=\"([\d.]+)\"[^>]*>(.*)</svg>", re.DOTALL)
# Said once, on the picture itself; inside they only cost bytes.
_DEAD = re.compile(r' (?:aria-[a-z]+|role|class|pointer-events|display)="[^"]*"')
_EMPTY = re.compile(r'<path (?:transform="[^"]*" )?d="(?:M0,0h0v0h0Z)?"[^>]*/>|<g></g>')
_CLIP = re.compile(r'(id="|url\(#)clip(\d+)')
# Words have no such sign in an SVG.
_CLIP_NAME = "<clip>"
_HALO = 'stroke-opacity="0.85"'


class SvgDrawing(NamedTuple):
    """What stands inside an SVG's root, and its size in pixels."""

    inner: str
    width: float
    height: float

    def named(self, name: str) -> SvgDrawing:
        """The same with a name in all that has one: a page may hold many drawings."""
        return self._replace(inner=self.inner.replace(_CLIP_NAME, name))


def here(name: str, chart: str, options: Mapping[str, Any]) -> Any:
    """The converter beside this process where it was begun, else in it: it holds its lock there."""
    with _ONE_AT_A_TIME:
        given = drawn_beside(name, chart, options)
    # As a dictionary: where the converter reads text, numbers lose their last digit.
    return _asked(name, json.loads(chart), **options) if given is None else given


def drawn(form: ChartForm, spelling: Spelling, ask: Converter = here) -> SvgDrawing:
    """A form filled with its rows and values; Vega writes the numbers that it chooses itself."""
    kept, words = blank(form)
    compiled = _compiled(json.dumps(kept.chart), ask)
    filled = {
        **compiled,
        "data": [_with(one, "values", kept.rows) for one in compiled["data"]],
        "signals": [_with(one, "value", kept.values) for one in compiled.get("signals", ())],
    }
    return _drawn(json.dumps(filled), words, spelling, ask)


def _with(named: dict[str, Any], key: str, contents: dict[str, Any]) -> dict[str, Any]:
    name = named["name"]
    return {**named, key: contents[name]} if name in contents else named


@lru_cache(maxsize=_FORMS)
def _compiled(chart: str, ask: Converter) -> dict[str, Any]:
    """A form as Vega; nobody may change it."""
    vega: dict[str, Any] = ask("vegalite_to_vega", chart, {})
    return vega


@lru_cache(maxsize=_DRAWINGS)
def _drawn(vega: str, words: tuple[Lines, ...], spelling: Spelling, ask: Converter) -> SvgDrawing:
    number_format = {
        "decimal": spelling.decimal,
        "thousands": spelling.group,
        "grouping": [3],
        "currency": ["", ""],
    }
    options = {"allowed_base_urls": [], "format_locale": number_format}
    svg: str = ask("vega_to_svg", vega, options)
    found = _ROOT.fullmatch(svg)
    if found is None:
        raise RuntimeError("the converter gave no SVG of the known form")
    inner = _with_own_numbers(_EMPTY.sub("", _DEAD.sub("", found[3])))
    # A halo is painted before its words.
    inner = inner.replace(_HALO, f'{_HALO} paint-order="stroke"')
    return SvgDrawing(restored(inner, words), float(found[1]), float(found[2]))


def _with_own_numbers(svg: str) -> str:
    """The converter numbers clips through all that it draws; ours begin anew in each drawing."""
    numbers: dict[str, int] = {}
    return _CLIP.sub(
        lambda found: f"{found[1]}{_CLIP_NAME}-{numbers.setdefault(found[2], len(numbers) + 1)}",
        svg,
    )


def png(svg: str) -> bytes:
    """An SVG as a PNG picture of twice the size."""
    picture: bytes = _asked("svg_to_png", svg, scale=_PNG_SCALE)
    return picture


def _asked(name: str, *given: Any, **options: Any) -> Any:
    """What the converter's function of this name gives; a second thread waits its turn."""
    with _ONE_AT_A_TIME:
        return getattr(_library(), name)(*given, **options)


@cache
def _library() -> Any:
    check_address_space(_ADDRESSES, "drawing")
    import vl_convert

    with as_file(FONTS) as folder:
        vl_convert.register_font_directory(str(folder))
    return vl_convert
