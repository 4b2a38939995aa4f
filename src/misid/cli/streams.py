"""Standard streams as any surroundings give them: closed ones, and those of few letters."""

from __future__ import annotations

import codecs
import os
import sys
import unicodedata
from io import TextIOWrapper

_STREAMS = ("stdin", "stdout", "stderr")
_NEAR = {
    "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u2010": "-", "\u2011": "-", "\u2013": "-",
    "\u2014": "-", "\u2212": "-", "\u00d7": "x", "\u2018": "'", "\u2019": "'", "\u201c": '"',
    "\u201d": '"', "\u00ab": '"', "\u00bb": '"', "\u2026": "...", "\u2264": "<=", "\u2265": ">=",
    "\u2192": "->", "\u2248": "~", "\u00b7": ".",
}  # fmt: skip


def open_streams(*, is_json: bool) -> None:
    """
    Make standard streams that can be used.

    What is printed to a closed one goes nowhere, and no file that is opened takes its number. A
    letter that the encoding of one does not have becomes the nearest that it has, and its number
    where there is none; in JSON always its number, which means the same there.
    """
    for number, name in enumerate(_STREAMS):
        _open(number, name)
    codecs.register_error("misid-nearest", _numbers if is_json else _nearest)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and not stream.encoding.lower().startswith("utf"):
            stream.reconfigure(errors="misid-nearest")


def _open(number: int, name: str) -> None:
    try:
        os.fstat(number)
    except OSError:
        nowhere = os.open(os.devnull, os.O_RDWR)
        if nowhere != number:
            os.dup2(nowhere, number)
            os.close(nowhere)
    if getattr(sys, name) is None:
        mode = "w" if number else "r"
        setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115


def _nearest(error: UnicodeError) -> tuple[str, int]:
    text, end = _without_letter(error)
    return "".join(map(_near, text)), end


def _numbers(error: UnicodeError) -> tuple[str, int]:
    text, end = _without_letter(error)
    return "".join(map(_number, text)), end


def _without_letter(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return error.object[error.start : error.end], error.end


def _near(letter: str) -> str:
    bare = unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode()
    return _NEAR.get(letter) or bare or _number(letter)


def _number(letter: str) -> str:
    """As JSON writes it: two halves where it is beyond the first 65,536."""
    halves = letter.encode("utf-16-be", "surrogatepass")
    return "".join(
        f"\\u{int.from_bytes(halves[at : at + 2]):04x}" for at in range(0, len(halves), 2)
    )
