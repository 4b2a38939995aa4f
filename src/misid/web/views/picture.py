"""A picture by itself: its drawing, its data, both in a zip, and how it is computed."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from misid.document.run import appendix
from misid.figures.picture import Picture
from misid.web import pictures
from misid.web.errors import check_version
from misid.web.page import address_of, render, studies_of
from misid.words.formulas import formulas
from misid.words.language import language
from misid.words.stamps import command
from misid.writers.picture_zip import picture_zip as zipped

_KEPT = {"Cache-Control": "private, max-age=31536000, immutable"}


async def picture(request: Request) -> Response:
    """The drawing; one that is kept waits for no thread, of which a page asks for seven."""
    address = address_of(request)
    check_version(address)
    asked = studies_of(request), address, request.path_params["name"], request.query_params
    svg = pictures.known_drawing(*asked)
    if svg is None:
        svg = await run_in_threadpool(pictures.drawing, *asked)
    return Response(svg, media_type="image/svg+xml", headers=_KEPT)


def picture_data(request: Request) -> Response:
    """The numbers of the drawing as CSV."""
    made = _picture(request)
    name = f"{made.name}.csv"
    return Response(made.as_csv(), media_type="text/csv", headers=_download(name))


def picture_zip(request: Request) -> Response:
    """Drawing and data with a README: finding, cautions, sources, licence, stamp."""
    address, made = address_of(request), _picture(request)
    results = studies_of(request).facts(address).results
    body = zipped(made, results.citations, command(results), str(request.url))
    return Response(body, media_type="application/zip", headers=_download(f"{made.name}.zip"))


def picture_page(request: Request) -> Response:
    """How it is computed: what is drawn, its numbers, formulas, inputs and sources."""
    address, made = address_of(request), _picture(request)
    facts = studies_of(request).facts(address)
    spoken = language(address.language)
    document = appendix(facts.results, spoken)
    shown = {
        "picture": pictures.shown(made, address, **pictures.own_part(request.query_params)),
        "sections": document.sections,
        "formulas": formulas(made.name, spoken),
        "stamp_line": document.stamp_line,
    }
    return render(request, "picture", address, shown)


def _picture(request: Request) -> Picture:
    address = address_of(request)
    check_version(address)
    name, query = request.path_params["name"], request.query_params
    return pictures.picture_of(studies_of(request), address, name, query)


def _download(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
