"""Pictures become SVG and PNG: the same bytes every time, nothing fetched from anywhere."""

from __future__ import annotations

import re
import textwrap
from functools import cache
from importlib.resources import as_file
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from misid.figures.picture import WIDE, Picture
from misid.figures.style import FAMILY, FONTS, colours, font_faces
from misid.figures.theme import CONFIG
from misid.figures.vegalite import Chart, form
from misid.words.language import Spelling
from misid.words.sentence import plain

_ROOT = re.compile(r"<svg [^>]*?width=\"([\d.]+)\" height=\"([\d.]+)\"[^>]*>(.*)</svg>", re.DOTALL)
# Said once, on the picture itself; inside they only cost bytes.
_DEAD = re.compile(r' (?:aria-[a-z]+|role|class|pointer-events|display)="[^"]*"')
_EMPTY = re.compile(r'<path (?:transform="[^"]*" )?d="(?:M0,0h0v0h0Z)?"[^>]*/>|<g></g>')
_CLIP = re.compile(r'(id="|url\(#)clip(\d+)')
_HALO = 'stroke-opacity="0.85"'
_INK, _QUIET, _GROUND = "#1b1f23", "#57606a", "#ffffff"
_MARGIN, _HEAD_SIZE, _FOOT_SIZE, _REASON_SIZE = 16, 17, 11, 14
# Mean widths of a letter, in parts of the type's size.
_HEAD_WIDTH, _FOOT_WIDTH = 0.55, 0.53
_PNG_SCALE = 2.0


def bare_svg(picture: Picture, width: int = WIDE) -> str:
    """The drawing alone, for a page that says finding, words and stamp around it."""
    inner, wide, high = _drawn(picture, width)
    return _document(picture, inner, wide, high, style="")


def lone_svg(picture: Picture, width: int = WIDE) -> str:
    """The drawing alone as a file: it holds its font, and its colours follow light and dark."""
    inner, wide, high = _drawn(picture, width)
    style = f"<style>{font_faces()}\n{colours()}</style>"
    return _document(picture, inner, wide, high, style=style)


def framed_svg(picture: Picture, width: int = WIDE) -> str:
    """The drawing with finding, words and stamp in it and the font inside: it can stand alone."""
    return _framed(picture, width, style=f"<style>{font_faces()}</style>")


def framed_png(picture: Picture, width: int = WIDE) -> bytes:
    """The framed drawing as a PNG picture of twice the size."""
    png: bytes = _converter().svg_to_png(_framed(picture, width, style=""), scale=_PNG_SCALE)
    return png


@cache
def _converter() -> Any:
    import vl_convert

    with as_file(FONTS) as folder:
        vl_convert.register_font_directory(str(folder))
    return vl_convert


def specification(picture: Picture, width: int = WIDE) -> Chart:
    """What is drawn, as Vega-Lite, of a picture that has something to show."""
    if picture.draw is None:
        raise ValueError(f"{picture.name} has no specification: {picture.nothing}")
    return form(picture.draw(width), CONFIG).whole()


def _drawn(picture: Picture, width: int) -> tuple[str, float, float]:
    """What stands inside the drawing's root, and its size."""
    if picture.draw is None:
        return _nothing(picture, width)
    svg: str = _converter().vegalite_to_svg(
        specification(picture, width),
        allowed_base_urls=[],
        format_locale=_number_format(picture.language.spelling),
    )
    found = _ROOT.fullmatch(svg)
    if found is None:
        raise RuntimeError("the converter gave no SVG of the known form")
    inner = _renamed(_EMPTY.sub("", _DEAD.sub("", found[3])), f"{picture.name}-{width}")
    # A halo is painted before its words.
    inner = inner.replace(_HALO, f'{_HALO} paint-order="stroke"')
    return inner, float(found[1]), float(found[2])


def _number_format(spelling: Spelling) -> dict[str, object]:
    """How Vega writes the numbers that it chooses itself."""
    return {
        "decimal": spelling.decimal,
        "thousands": spelling.group,
        "grouping": [3],
        "currency": ["", ""],
    }


def _nothing(picture: Picture, width: int) -> tuple[str, float, float]:
    """Why there is nothing to see, in place of the drawing."""
    lines = _wrapped(picture.nothing, width - _MARGIN, _REASON_SIZE * _FOOT_WIDTH)
    top = 2.0 * _REASON_SIZE
    return _lines(lines, _REASON_SIZE, _INK, top), width, top + 1.3 * _REASON_SIZE * len(lines)


def _renamed(svg: str, name: str) -> str:
    """The converter numbers clips through all that it draws; ours begin anew in each drawing."""
    numbers: dict[str, int] = {}
    return _CLIP.sub(
        lambda found: f"{found[1]}{name}-{numbers.setdefault(found[2], len(numbers) + 1)}", svg
    )


def _framed(picture: Picture, width: int, *, style: str) -> str:
    inner, wide, high = _drawn(picture, width)
    wide = max(wide, float(width))
    head = _wrapped(plain(picture.finding), wide, _HEAD_SIZE * _HEAD_WIDTH)
    foot = [
        line
        for text in (in_one_line(picture.words), picture.stamp)
        for line in _wrapped(text, wide, _FOOT_SIZE * _FOOT_WIDTH)
    ]
    top = _MARGIN + len(head) * _HEAD_SIZE * 1.3 + 8
    bottom = top + high + 6
    total = bottom + len(foot) * _FOOT_SIZE * 1.5 + _MARGIN
    body = (
        f'<rect width="{wide + 2 * _MARGIN:g}" height="{total:g}" fill="{_GROUND}"/>'
        + _lines(head, _HEAD_SIZE, _INK, _MARGIN + _HEAD_SIZE, weight=700)
        + f'<g transform="translate({_MARGIN},{top:g})">{inner}</g>'
        + _lines(foot, _FOOT_SIZE, _QUIET, bottom + _FOOT_SIZE, spacing=1.5)
    )
    return _document(picture, body, wide + 2 * _MARGIN, total, style=style)


def in_one_line(phrases: tuple[str, ...]) -> str:
    """
    Phrases one after the other, as a line of their own.

    Example:
        >>> in_one_line(("synthetic model", "extrapolated"))
        'Synthetic model; extrapolated.'
    """
    line = "; ".join(phrases)
    return f"{line[:1].upper()}{line[1:]}."


def _wrapped(text: str, width: float, letter: float) -> list[str]:
    # A number stays with its sign.
    held = text.replace(" %", "\u00a0%")
    return textwrap.wrap(held, max(20, int(width / letter)), break_on_hyphens=False)


def _lines(
    lines: list[str],
    size: int,
    colour: str,
    top: float,
    *,
    weight: int = 400,
    spacing: float = 1.3,
) -> str:
    return "".join(
        f'<text x="{_MARGIN}" y="{top + row * size * spacing:g}" font-family="{FAMILY}" '
        f'font-size="{size}px" font-weight="{weight}" fill="{colour}">{escape(line)}</text>'
        for row, line in enumerate(lines)
    )


def _document(picture: Picture, body: str, width: float, height: float, *, style: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}" role="img" lang={quoteattr(picture.language.code)} '
        f"aria-label={quoteattr(picture.alt)}>"
        f"<title>{escape(picture.title)}</title>{style}{body}</svg>\n"
    )
