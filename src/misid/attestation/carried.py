"""
What a file carries of its own document: found in its bytes, within bounds, and not believed.

Whatever is found is rendered and worked out again and held against the file, so a part that is
read wrongly shows as a difference; nothing is run, and nothing is opened but what is named here.
"""

from __future__ import annotations

import base64
import io
import json
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from misid.attestation.schema import FileKind
from misid.files.read import (
    first_bytes,
    refuse_length,
    refuse_pictures,
    shown_name,
    unpacking_errors,
)

LARGEST = 64 << 20
"""Bytes of a file that are read at most, and of what it carries."""
MARK, END = "<!--misid-document ", "-->"
PART = "misid/document.json"
"""Where a page and a file of a word processor carry their document."""
_PDF, _ZIP = b"%PDF", b"PK\x03\x04"
_HEAD_BYTES = 32
_EMBEDDED = re.compile(rb"/Type\s*/EmbeddedFile\b[^\x00]{0,600}?\bstream\r?\n")
_MOST_EMBEDDED, _MOST_PARTS, _PACKED = 8, 400, 9
_KIND = "a document of misid"


@dataclass(frozen=True)
class Carried:
    """A file: what it is, its bytes, and the JSON that it carries; none where it has none."""

    kind: FileKind | None
    data: bytes
    held: dict[str, Any] | None


def read_carried(path: Path) -> Carried:
    """
    A file that somebody received, and what it carries.

    Args:
        path: HTML, PDF, DOCX, JSON, or a figure's SVG or zip.
    Raises: FormatError: missing, too large, an image or a template.
    """
    name = shown_name(path)
    data = first_bytes(path, most=LARGEST + 1, kind=_KIND, instead="the file as it was received")
    refuse_length(len(data), name, limit=LARGEST, kind=_KIND)
    refuse_images(data[:_HEAD_BYTES], name)
    return carried(data)


def refuse_images(head: bytes, name: str) -> None:
    """
    Refuse an image, a video or a face template by its first bytes; a PDF or a DOCX is none.

    Raises: FormatError: it is one.
    """
    if not head.startswith((_PDF, _ZIP)):
        refuse_pictures(head, name)


def carried(data: bytes) -> Carried:
    """What bytes are, and what they carry."""
    if data.startswith(_PDF):
        return Carried("pdf", data, _of_pdf(data))
    if data.startswith(_ZIP):
        return _packed(data)
    head = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"<svg"):
        return Carried("svg", data, _of_html(data))
    if head.startswith(b"<!doctype html"):
        return Carried("html", data, _of_html(data))
    held = _json(data)
    version = str((held or {}).get("version", ""))
    kind: FileKind | None = None
    if version.startswith("misid-document/"):
        kind = "document"
    elif version.startswith("misid-"):
        kind = "facts"
    return Carried(kind, data, held if kind else None)


def as_comment(document: bytes) -> str:
    """JSON as a comment of a page, packed: it repeats what the page says."""
    return f"{MARK}{base64.b64encode(zlib.compress(document, _PACKED)).decode()}{END}"


def without_comment(page: str) -> tuple[str, bytes]:
    """A page without the comment that carries its document, and the JSON in that; or nothing."""
    start = page.rfind(MARK)
    end = page.find(END, start)
    if start < 0 or end < 0:
        return page, b""
    try:
        packed = base64.b64decode(page[start + len(MARK) : end], validate=True)
    except ValueError:
        return page, b""
    return page[:start] + page[end + len(END) :], _inflated(memoryview(packed))


def parts_of(data: bytes) -> dict[str, bytes] | None:
    """
    The parts of a packed file, unpacked; none where they are too many, too large, or of one name.

    Raises: nothing: a damaged archive has no parts.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > _MOST_PARTS or sum(one.file_size for one in entries) > LARGEST:
                return None
            # Of two parts of one name, programs read either.
            if len({one.filename for one in entries}) < len(entries):
                return None
            return {one.filename: _part(archive, one) for one in entries}
    except unpacking_errors():
        return None


def _part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with archive.open(entry) as opened:
        # An entry may hold more than it says.
        return opened.read(entry.file_size + 1)


def _packed(data: bytes) -> Carried:
    """A file of a word processor; or a figure with its data, told by the drawing in it."""
    parts = parts_of(data) or {}
    drawings = [part for name, part in parts.items() if name.endswith(".svg")]
    if len(drawings) == 1:
        return Carried("zip", data, _of_html(drawings[0]))
    return Carried("docx", data, _json(parts.get(PART, b"")))


def _of_html(data: bytes) -> dict[str, Any] | None:
    return _json(without_comment(data.decode("utf-8", errors="replace"))[1])


def _of_pdf(data: bytes) -> dict[str, Any] | None:
    """The first attachment that is one of ours."""
    for place, found in enumerate(_EMBEDDED.finditer(data)):
        if place == _MOST_EMBEDDED:
            break
        held = _json(_inflated(memoryview(data)[found.end() :]))
        if held is not None:
            return held
    return None


def _inflated(data: memoryview) -> bytes:
    """A stream that deflate packed, within bounds; nothing where it is none."""
    unpacked = zlib.decompressobj()
    try:
        whole = unpacked.decompress(data, LARGEST)
    except zlib.error:
        return b""
    return whole if unpacked.eof else b""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of which no name stands twice; programs would read either."""
    held = dict(pairs)
    if len(held) < len(pairs):
        raise ValueError("a name stands twice")
    return held


def _json(data: bytes) -> dict[str, Any] | None:
    """An object of JSON; nothing where it is none, or nested beyond reading."""
    if not data.lstrip().startswith(b"{"):
        return None
    try:
        held = json.loads(data, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        return None
    return held if isinstance(held, dict) else None
