"""Documents and answers that readers send: held apart from scores, within bounds of their own."""

from __future__ import annotations

from misid.web.uploads import Purpose, Uploads

LIMIT = 64 * 10**6
"""Bytes of one document."""
ANSWERS_LIMIT = 300_000
"""Bytes of one file of answers, with the form that it comes in."""
_MOST, _MOST_BYTES = 32, 4 * LIMIT
"""Documents, checked ones among them, at a time; bytes of those that are not checked yet."""


def _refuse(head: bytes, name: str) -> None:
    # Loaded when it is first needed: the server begins without it.
    from misid.attestation.carried import refuse_images

    refuse_images(head, name)


def answer_files() -> Uploads:
    """An empty place for files of answers, each of which goes as soon as it is read."""
    purpose = Purpose(
        slots=("answers",),
        wanted="a file that `misid assess new` or this page wrote",
        larger="a file of answers, which is never so large",
        command="`misid assess`",
    )
    return Uploads(limit=ANSWERS_LIMIT, purpose=purpose)


def documents() -> Uploads:
    """An empty place for documents."""
    purpose = Purpose(
        slots=("document",),
        wanted="a report of misid, or a figure: HTML, PDF, DOCX, JSON, SVG or zip",
        larger="the report without pictures: report.json beside it",
        command="`misid verify FILE`",
        refuse=_refuse,
    )
    return Uploads(limit=LIMIT, most=_MOST, most_bytes=_MOST_BYTES, purpose=purpose)
