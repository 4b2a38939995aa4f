"""Whether a file is what its document gives when it is rendered again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from html import unescape

from misid.attestation.carried import Carried, parts_of, without_comment
from misid.attestation.differences import shown
from misid.attestation.schema import SEEN, Check, Deviation
from misid.document.model import Document
from misid.errors import MisidError
from misid.files.read import visible
from misid.writers.html import html

_SHOWN, _BEFORE, _AFTER = 20, 30, 50
_CELLS = ("td", "th")
_PAPERS = ("a4", "letter")


def file_check(held: Carried, document: Document) -> Check:
    """
    The file held against its document rendered again, byte by byte; of DOCX, part by part.

    Args:
        held: the file.
        document: that it carries.
    """
    try:
        found = _RENDERED[str(held.kind)](document, held.data)
    except (MisidError, ValueError, KeyError, IndexError, RecursionError):
        return Check(name="file", outcome="not_checked", because="damaged")
    if found is None:
        return Check(name="file", outcome="same")
    return Check(name="file", outcome="differs", count=len(found), found=found[:_SHOWN])


def _same_text(text: str, data: bytes, *, is_page: bool = False) -> tuple[Deviation, ...] | None:
    stated = data.decode("utf-8", errors="replace")
    if text.encode() == data:
        return None
    lines = zip(stated.splitlines(), text.splitlines(), strict=False)
    found = tuple(
        _deviation(f"line {place}", one, other, is_page=is_page)
        for place, (one, other) in enumerate(lines, 1)
        if one != other
    )
    return found or (Deviation(where="the end", stated="", again=""),)


def _alike(one: str | bytes, other: str | bytes) -> int:
    """Signs, or bytes, at the beginning that are the same."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _deviation(where: str, stated: str, again: str, *, is_page: bool) -> Deviation:
    """Both lines around what differs: of a page as a reader sees them, where that differs."""
    seen, made = _seen(stated), _seen(again)
    if is_page and seen != made:
        return Deviation(where=f"{SEEN}, {where}", **_around(seen, made))
    return Deviation(where=where, **_around(stated, again))


def _seen(line: str) -> str:
    """What of a line of HTML is no tag; cells stand apart."""
    first, *others = line.split("<")
    parts = ((tag.lstrip("/")[:2] in _CELLS, text) for tag, _, text in
             (one.partition(">") for one in others))  # fmt: skip
    said = "".join((first, *(f" {text}" if is_cell else text for is_cell, text in parts)))
    return " ".join(unescape(said).split())


def _around(stated: str, again: str) -> dict[str, str]:
    """Both lines from shortly before the first sign that differs, whole words."""
    alike = _alike(stated, again)
    start = stated.rfind(" ", 0, max(alike - _BEFORE, 0)) + 1
    cut = slice(start, alike + _AFTER)
    return {"stated": visible(shown(stated[cut])), "again": shown(again[cut])}


def _same_html(document: Document, data: bytes) -> tuple[Deviation, ...] | None:
    """The page around the comment, and the comment by what it holds: packing may differ."""
    page, held = without_comment(data.decode("utf-8", errors="replace"))
    made, again = without_comment(html(document))
    if held != again:
        return (Deviation(where="the document that is carried", stated="", again=""),)
    return _same_text(made, page.encode(), is_page=True)


def _same_json(document: Document, data: bytes) -> tuple[Deviation, ...] | None:
    return _same_text(document.model_dump_json(indent=1) + "\n", data)


def _same_pdf(document: Document, data: bytes) -> tuple[Deviation, ...] | None:
    from misid.writers.pdf import pdf

    place = 0
    for paper in _PAPERS:
        made = pdf(document, paper)
        if made == data:
            return None
        place = max(place, _alike(made, data))
    return (Deviation(where=f"byte {place}", stated="", again=""),)


def _same_docx(document: Document, data: bytes) -> tuple[Deviation, ...] | None:
    from misid.writers.docx import docx

    given = parts_of(data) or {}
    found: tuple[Deviation, ...] = ()
    for paper in _PAPERS:
        made = parts_of(docx(document, paper)) or {}
        found = tuple(_parts(given, made))
        if not found:
            return None
    return found


def _parts(given: Mapping[str, bytes], made: Mapping[str, bytes]) -> Iterable[Deviation]:
    for name in dict.fromkeys((*given, *made)):
        if given.get(name) != made.get(name):
            yield Deviation(where=visible(shown(name)), stated="", again="")


_RENDERED: dict[str, Callable[[Document, bytes], tuple[Deviation, ...] | None]] = {
    "html": _same_html,
    "pdf": _same_pdf,
    "docx": _same_docx,
    "document": _same_json,
}
