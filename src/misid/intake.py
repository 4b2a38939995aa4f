"""What a file is, from its first bytes; images and face templates are refused, never decoded."""

from __future__ import annotations

from pathlib import Path

from misid.errors import FormatError

# (first bytes, offset, name). None of these is ever read further.
_REFUSED = (
    (b"\xff\xd8\xff", 0, "a JPEG image"),
    (b"\x89PNG\r\n\x1a\n", 0, "a PNG image"),
    (b"GIF8", 0, "a GIF image"),
    (b"II*\x00", 0, "a TIFF image"),
    (b"MM\x00*", 0, "a TIFF image"),
    (b"BM", 0, "a BMP image"),
    (b"WEBP", 8, "a WebP image"),
    (b"\x00\x00\x00\x0cjP  ", 0, "a JPEG 2000 image"),
    (b"\xff\x4f\xff\x51", 0, "a JPEG 2000 image"),
    (b"ftyp", 4, "an image or video container"),
    (b"FAC\x00", 0, "a face record (ISO/IEC 19794-5)"),
    (b"FMR\x00", 0, "a biometric record"),
    (b"FIR\x00", 0, "a biometric record"),
    (b"\x1aE\xdf\xa3", 0, "a video"),
    (b"RIFF", 0, "a media container"),
    (b"OggS", 0, "a media container"),
)
_ARCHIVES = ((b"PK\x03\x04", "an archive"), (b"\x1f\x8b", "an archive"), (b"%PDF", "a PDF"))
_HEAD_BYTES = 32


def read_text(path: Path, *, limit: int, kind: str) -> str:
    """
    The text of a file that a reader named.

    Args:
        path: the file.
        limit: most bytes that are read; a larger file is refused unread.
        kind: what was expected, for the error text, such as "a scenario".
    Raises: FormatError: missing, a directory, too large, an image or template, not text.
    """
    shown = path.name
    if path.is_dir():
        raise FormatError(f"{shown} is a folder, but {kind} file is needed.", use="a .yaml file")
    try:
        with path.open("rb") as stream:
            data = stream.read(limit + 1)
    except FileNotFoundError:
        raise FormatError(
            f"there is no file {shown}.", use="`misid scenario list` for the names that come along"
        ) from None
    except OSError as error:
        raise FormatError(f"{shown} cannot be read: {error.strerror}.") from None
    refuse_pictures(data[:_HEAD_BYTES], shown)
    if len(data) > limit:
        raise FormatError(
            f"{shown} is larger than {limit:,} bytes, too large for {kind}.",
            use="a file of ordinary size; a scenario has some 20,000 bytes",
        )
    return _decoded(data, shown, kind)


def refuse_pictures(head: bytes, name: str) -> None:
    """
    Refuse images, face templates and video by their first bytes.

    Raises: FormatError: it is one; nothing of it was decoded or kept.
    """
    for magic, offset, noun in _REFUSED:
        if head[offset : offset + len(magic)] == magic:
            raise FormatError(
                f"{name} is {noun}; misid never reads images or face templates.",
                use="a scenario, or scores, rates and counts",
            )
    for magic, noun in _ARCHIVES:
        if head.startswith(magic):
            raise FormatError(f"{name} is {noun}, which is not opened.", use="the text file itself")


def _decoded(data: bytes, shown: str, kind: str) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FormatError(f"{shown} is not text, but {kind} is.", use="a UTF-8 text file") from None
    if "\x00" in text:
        raise FormatError(f"{shown} holds zero bytes, so it is not text.", use="a UTF-8 text file")
    return text
