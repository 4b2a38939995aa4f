"""The font of all drawings and pages, and their colours on light and on dark grounds, as CSS."""

from __future__ import annotations

import base64
from functools import cache
from importlib.resources import files

FONT = "Public Sans"
# Where a viewer leaves out the font that comes along, any plain one does.
FAMILY = f"{FONT}, sans-serif"
FONTS = files("misid.figures") / "fonts"
WEIGHTS = {400: "PublicSans-Regular", 700: "PublicSans-Bold"}
"""The files of the font by weight."""


@cache
def font_faces() -> str:
    """The font as CSS that holds it."""
    return "".join(_font_face(name, weight) for weight, name in WEIGHTS.items())


@cache
def colours() -> str:
    """The colours of drawings as CSS, for light and for dark grounds."""
    return (files("misid.figures") / "colours.css").read_text(encoding="utf-8")


def _font_face(name: str, weight: int) -> str:
    held = base64.b64encode((FONTS / f"{name}.woff2").read_bytes()).decode()
    return (
        f"@font-face{{font-family:'{FONT}';font-weight:{weight};font-style:normal;"
        f"src:url(data:font/woff2;base64,{held}) format('woff2')}}"
    )
