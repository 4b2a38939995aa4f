"""The root that a log is held against: in hexadecimal digits, or in a checkpoint of a file."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from pathlib import Path

from misid.errors import FormatError
from misid.files.read import read_text, shown_name
from misid.searchlog.checks.merkle import DIGEST_BYTES

_HEX = re.compile(r"[0-9a-fA-F]{64}")
_MOST_BYTES, _BODY = 64_000, 3
_KIND = "a checkpoint"
_USE = "64 hexadecimal digits, or a file of a checkpoint: origin, number of entries, root in base64"


@dataclass(frozen=True)
class StatedRoot:
    """A Merkle root that somebody published, and over how many entries; None: over all."""

    digest: bytes
    size: int | None = None
    origin: str = ""
    """The name of the log, as a checkpoint says it."""


def stated_root(text: str) -> StatedRoot:
    """
    A root as a reader gives it.

    A checkpoint has the form of C2SP tlog-checkpoint: a line with the log's name, one with its
    number of entries, one with its root; what follows is passed over, signatures too.

    Args:
        text: 64 hexadecimal digits, or the name of a file.
    Raises: FormatError: neither.
    Example:
        >>> stated_root("00" * 32).size is None
        True
    """
    if _HEX.fullmatch(text):
        return StatedRoot(bytes.fromhex(text))
    path = Path(text)
    body = read_text(path, limit=_MOST_BYTES, kind=_KIND, instead=_USE)
    return _checkpoint(body, shown_name(path))


def _checkpoint(body: str, name: str) -> StatedRoot:
    lines = body.split("\n")
    if len(lines) > _BODY and lines[0] and re.fullmatch(r"0|[1-9][0-9]{0,17}", lines[1]):
        digest = _of_base64(lines[2])
        if len(digest) == DIGEST_BYTES:
            return StatedRoot(digest, int(lines[1]), lines[0])
    raise FormatError(f"{name} is no checkpoint of a log.", where=name, use=_USE)


def _of_base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
