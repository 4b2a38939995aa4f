"""Pictures become SVG and PNG: the same bytes every time, nothing fetched from anywhere."""

from __future__ import annotations

import textwrap
from functools import cache
from xml.sax.saxutils import escape, quoteattr

from misid.figures.converter import Converter, SvgDrawing, drawn, here, png
from misid.figures.picture import WIDE, Picture
from misid.figures.style import FAMILY, colours, font_faces
from misid.figures.theme import CONFIG
from misid.figures.vegalite import Chart, form
from misid.words.sentence import plain

_INK, _QUIET, _GROUND = "#1b1f23", "#57606a", "#ffffff"
_MARGIN, _HEAD_SIZE, _FOOT_SIZE, _REASON_SIZE = 16, 17, 11, 14
# Mean widths of a letter, in parts of the type's size.
_HEAD_WIDTH, _FOOT_WIDTH = 0.55, 0.53


def bare_svg(picture: Picture, width: int = WIDE) -> str:
    """The drawing alone, for a page that says finding, words and stamp around it."""
    return _document(picture, *_drawn(picture, width), style="")


def lone_svg(picture: Picture, width: int = WIDE, ask: Converter = here) -> str:
    """The drawing alone as a file: it holds its font, and its colours follow light and dark."""
    return _document(picture, *_drawn(picture, width, ask), style=_lone_style())


def framed_svg(picture: Picture, width: int = WIDE) -> str:
    """The drawing with finding, words and stamp in it and the font inside: it can stand alone."""
    return _framed(picture, width, style=f"<style>{font_faces()}</style>")


def framed_png(picture: Picture, width: int = WIDE) -> bytes:
    """The framed drawing as a PNG picture of twice the size."""
    return png(_framed(picture, width, style=""))


def specification(picture: Picture, width: int = WIDE) -> Chart:
    """What is drawn, as Vega-Lite, of a picture that has something to show."""
    if picture.draw is None:
        raise ValueError(f"{picture.name} has no specification: {picture.nothing}")
    return form(picture.draw(width), CONFIG).whole()


@cache
def _lone_style() -> str:
    return f"<style>{font_faces()}\n{colours()}</style>"


def _drawn(picture: Picture, width: int, ask: Converter = here) -> SvgDrawing:
    if picture.draw is None:
        return _nothing(picture, width)
    made = drawn(form(picture.draw(width), CONFIG), picture.language.spelling, ask)
    return made.named(f"{picture.name}-{width}")


def _nothing(picture: Picture, width: int) -> SvgDrawing:
    """Why there is nothing to see, in place of the drawing."""
    lines = _wrapped(picture.nothing, width - _MARGIN, _REASON_SIZE * _FOOT_WIDTH)
    top = 2.0 * _REASON_SIZE
    high = top + 1.3 * _REASON_SIZE * len(lines)
    return SvgDrawing(_lines(lines, _REASON_SIZE, _INK, top), width, high)


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
