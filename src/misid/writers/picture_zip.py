"""A picture to take along: drawing, data, and a README that says what must be said of it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from misid.figures.picture import Picture
from misid.figures.render import framed_png
from misid.results.schema import CitationRow
from misid.words.picture_readme import readme
from misid.writers.svg import svg

README = "README.txt"
_NEVER = (2026, 1, 1, 0, 0, 0)
"""The same picture gives the same bytes, so the archive says nothing of when it was made."""


def picture_zip(
    picture: Picture, sources: Sequence[CitationRow], again: str, reader: str = ""
) -> bytes:
    """
    The picture as an archive.

    Args:
        picture: with its data.
        sources: what its numbers rest on.
        again: the command that makes its numbers again.
        reader: where it was shown; empty where nowhere.
    """
    files = {
        f"{picture.name}.svg": svg(picture).encode(),
        f"{picture.name}.png": framed_png(picture),
        f"{picture.name}.csv": picture.as_csv().encode(),
        README: readme(picture, sources, again, reader).encode(),
    }
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _NEVER), content, zipfile.ZIP_DEFLATED)
    return held.getvalue()
