"""The few files that pages bring along: one style, small scripts; each version has its own."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from misid.writers.html import style

_FOLDER = files("misid.web") / "static"
_SCRIPTS = {
    "htmx.js": "htmx/htmx.min.js",
    "page.js": "page.js",
    "encounter.js": "encounter.js",
    "copy.js": "copy.js",
    "answers.js": "answers.js",
}
STYLE = "style.css"
_PAPERS = ("sheet-a4.css", "sheet-letter.css")
_FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}


def static(request: Request) -> Response:
    """A file by its name; the version in its address makes it safe to keep."""
    name = request.path_params["name"]
    if name == STYLE:
        return Response(stylesheet(), media_type="text/css", headers=_FOR_EVER)
    if name in _PAPERS:
        return Response(text(name), media_type="text/css", headers=_FOR_EVER)
    if name in _SCRIPTS:
        return Response(text(_SCRIPTS[name]), media_type="text/javascript", headers=_FOR_EVER)
    raise HTTPException(404)


@cache
def stylesheet() -> str:
    """The style of the report, and what a page has beside it."""
    return f"{style()}\n{text('page.css')}"


@cache
def text(name: str) -> str:
    """A file of the page by its name."""
    return (_FOLDER / name).read_text(encoding="utf-8")
