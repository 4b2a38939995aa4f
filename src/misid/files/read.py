"""What a file is, from its first bytes; images and face templates are refused, never decoded."""

from __future__ import annotations

import errno
import os
import re
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from misid.errors import FormatError
from misid.errors import visible as _visible_text

if TYPE_CHECKING:
    import zipfile

# First bytes, what they begin, and from which byte on. None of these is ever read further.
_REFUSED: tuple[tuple[str, tuple[bytes, ...], int], ...] = (
    ("a JPEG image", (b"\xff\xd8\xff",), 0),
    ("a PNG image", (b"\x89PNG\r\n\x1a\n",), 0),
    ("a GIF image", (b"GIF8",), 0),
    ("a TIFF image", (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+"), 0),
    ("a WebP image", (b"WEBP",), 8),
    ("a JPEG 2000 image", (b"\x00\x00\x00\x0cjP  ", b"\xff\x4f\xff\x51"), 0),
    ("a JPEG XL image", (b"\x00\x00\x00\x0cJXL ", b"\xff\x0a"), 0),
    ("a Photoshop image", (b"8BPS",), 0),
    ("an image or video container (HEIC, AVIF, MP4)", (b"ftyp",), 4),
    ("a face record (ISO/IEC 19794-5)", (b"FAC\x00",), 0),
    ("a biometric record", (b"FMR\x00", b"FIR\x00", b"IIR\x00"), 0),
    ("a video", (b"\x1aE\xdf\xa3", b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3", b"FLV\x01"), 0),
    ("a video", (b"\x30\x26\xb2\x75",), 0),
    ("a media container", (b"RIFF", b"OggS"), 0),
)
_ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"7z\xbc\xaf", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
_UNPACKERS = (
    ("zipfile", "BadZipFile"), ("struct", "error"), ("zlib", "error"), ("lzma", "LZMAError"),
    ("compression.zstd", "ZstdError"),
)  # fmt: skip
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_EMBEDDED = re.compile(r"data:[\w.+/-]{0,80}(;[\w=.+-]{1,80}){0,4},", re.IGNORECASE)
_MEDIA = re.compile(r"(^|/)(media/.|thumbnail\.\w+$)", re.IGNORECASE)
_HEAD_BYTES = 32
_LONGEST_NAME = 100
visible = _visible_text
"""A text that is safe to show; errors, which know of no files, need it too."""
LONGEST = 60
"""Characters of a value that an error shows, at most."""
_SCORES = "a scenario, or scores, rates and counts"
_TEXT = "a text file, saved as UTF-8"


def read_text(path: Path, *, limit: int, kind: str, instead: str = "a file that exists") -> str:
    """
    The text of a file that a reader named.

    Args:
        path: the file.
        limit: most bytes that are read; a larger file is refused unread.
        kind: what was expected, for the error text, such as "a scenario".
        instead: what to use where there is no such file.
    Raises: FormatError: missing, a directory, too large, an image or template, not text.
    """
    shown = shown_name(path)
    data = first_bytes(path, most=limit + 1, kind=kind, instead=instead)
    refuse_pictures(data[:_HEAD_BYTES], shown, wanted=kind)
    refuse_length(len(data), shown, limit=limit, kind=kind)
    text = _decoded(data, shown, kind)
    refuse_embedded(text, shown, wanted=kind)
    return text


def shown_name(path: Path) -> str:
    """The last part of a path, safe to print; its folders are nobody's affair."""
    name = path.name[:_LONGEST_NAME] or "the path"
    return name if name.isprintable() else ascii(name)[1:-1]


def cut(text: str) -> str:
    """A text, or its beginning where it is long."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."


def plain(name: object) -> str:
    """A name from a file, safe to print: short, and on one line."""
    short = cut(str(name))
    return short if short.isprintable() else repr(short)[1:-1]


def refuse_pictures(head: bytes, name: str, *, wanted: str = _SCORES) -> None:
    """
    Refuse images, face templates and video by their first bytes.

    Args:
        head: the first bytes.
        name: of the file.
        wanted: what is read instead.
    Raises: FormatError: it is one; nothing of it was decoded or kept.
    """
    noun = _noun(head)
    if noun:
        raise _picture(name, noun, wanted)
    if head.startswith((*_ARCHIVES, b"%PDF")):
        noun = "a PDF" if head.startswith(b"%PDF") else "an archive"
        what = f"{name} is {noun}, which is not opened."
        raise FormatError(what, where=name, use="the text file itself")


def refuse_pictures_inside(archive: zipfile.ZipFile, name: str, *, use: str) -> None:
    """
    Refuse an archive with a picture among its parts, by where it stands and its first bytes.

    Args:
        archive: of whose parts only the first bytes are unpacked.
        name: of the file.
        use: what is read instead.
    Raises: FormatError: it holds one; nothing of it was decoded or kept.
    """
    for entry in archive.infolist():
        noun = "a picture" if _MEDIA.search(entry.filename) else _noun(_head(archive, entry))
        if noun:
            what = f"{name} holds {noun} inside; misid opens none, and takes no file with one."
            raise FormatError(what, where=name, use=use)


@cache
def unpacking_errors() -> tuple[type[Exception], ...]:
    """What a part of an archive ends with: not there, damaged, locked, packed as nobody knows."""
    # Loaded when they are first needed: most commands open no archive.
    found: list[type[Exception]] = [KeyError, EOFError, OSError, RuntimeError, ValueError]
    for module, name in _UNPACKERS:
        with suppress(ImportError):
            found.append(getattr(import_module(module), name))
    return tuple(found)


def _head(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    try:
        with archive.open(entry) as part:
            return part.read(_HEAD_BYTES)
    # Whoever needs the part refuses it.
    except unpacking_errors():
        return b""


def _noun(head: bytes) -> str:
    """What begins with these bytes, if it is an image, a template or a video."""
    for noun, starts, offset in _REFUSED:
        if head.startswith(starts, offset):
            return noun
    # Text may begin with BM; the header of a bitmap has four zero bytes at 6.
    return "a BMP image" if head.startswith(b"BM") and head[6:10] == bytes(4) else ""


def refuse_length(length: int, name: str, *, limit: int, kind: str) -> None:
    """
    Refuse what is longer than `limit`.

    Raises: FormatError: it is.
    """
    if length > limit:
        what = f"{name} is larger than {limit:,} bytes, too large for {kind}."
        raise FormatError(what, where=name, use=f"a smaller file; {limit:,} bytes at most")


def refuse_embedded(text: str, name: str, *, wanted: str = _SCORES) -> None:
    """
    Refuse text that carries another file inside (`data:image/...`); it is never decoded.

    Args:
        text: of the file.
        name: of the file.
        wanted: what is read instead.
    Raises: FormatError: it does.
    """
    embedded = _EMBEDDED.search(text)
    if embedded:
        what = f"{name} carries a file inside its text (`data:`), which is never read."
        raise FormatError(what, where=_line(text, embedded.start(), name), use=wanted)


def _picture(name: str, noun: str, wanted: str) -> FormatError:
    what = f"{name} is {noun}; misid never reads images or face templates."
    return FormatError(what, where=name, use=wanted)


def first_bytes(path: Path, *, most: int, kind: str, instead: str) -> bytes:
    """
    The beginning of a file that a reader named, `most` bytes of it; else as `read_text`.

    Raises: FormatError: missing, a directory, or not to be read.
    """
    try:
        with path.open("rb") as stream:
            return stream.read(most)
    except ValueError:
        raise not_opened(path, errno.ENOENT, kind=kind, instead=instead) from None
    except OSError as error:
        raise not_opened(path, error.errno or 0, kind=kind, instead=instead) from None


def not_opened(path: Path, number: int, *, kind: str, instead: str) -> FormatError:
    """
    A file that the system does not open.

    Args:
        path: the file.
        number: the system's own, of its error.
        kind: what was expected, for the error text.
        instead: what to use where there is no such file.
    """
    shown = shown_name(path)
    if number in (errno.ENOENT, errno.ENOTDIR):
        return FormatError(f"there is no file {shown}.", where=shown, use=instead)
    if number == errno.EISDIR:
        what = f"{shown} is a folder, but the file of {kind} is needed."
        return FormatError(what, where=shown, use="a file in it")
    what = f"{shown} cannot be read: {os.strerror(number) if number else 'the system refuses'}."
    return FormatError(what, where=shown, use="a file that you may read")


def _decoded(data: bytes, shown: str, kind: str) -> str:
    if data.startswith(_UTF_16):
        what = f"{shown} is UTF-16 text, but {kind} is UTF-8 text."
        raise FormatError(what, where=shown, use=_TEXT)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = f"{shown} is not UTF-8 text, but {kind} is."
        line = data.count(b"\n", 0, error.start) + 1
        raise FormatError(what, where=f"{shown}, line {line}", use=_TEXT) from None
    if "\x00" in text:
        what = f"{shown} holds zero bytes, so it is not text."
        raise FormatError(what, where=_line(text, text.index("\x00"), shown), use=_TEXT)
    return text


def _line(text: str, position: int, name: str) -> str:
    return f"{name}, line {text.count(chr(10), 0, position) + 1}"
