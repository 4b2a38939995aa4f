"""A figure as an SVG that stands alone, and carries what it was made from."""

from __future__ import annotations

from misid.attestation.carried import as_comment
from misid.attestation.schema import CarriedFigure
from misid.figures.picture import WIDE, Picture
from misid.figures.render import framed_svg
from misid.scenario.serialise import as_data

_END = "</svg>\n"


def svg(picture: Picture, width: int = WIDE) -> str:
    """
    The framed drawing; of a run, a comment at its end holds what it takes to draw it again.

    Args:
        picture: of any facts.
        width: pixels to draw it for.
    """
    drawing = framed_svg(picture, width)
    results = picture.results
    if results is None:
        return drawing
    carried = CarriedFigure(
        figure=picture.name,
        width=width,
        language=picture.language.code,
        stamp=results.stamp,
        scenario=as_data(results.canonical),
        data=picture.as_csv(),
    )
    comment = as_comment(carried.model_dump_json().encode())
    return f"{drawing.removesuffix(_END)}{comment}{_END}"
