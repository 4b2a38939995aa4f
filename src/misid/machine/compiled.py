"""Hot loops compiled to machine code: numba behind one typed door."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., Any])

_KEPT = 3
"""Folders of machine code that are kept, this one included; older ones go."""


def compiled(function: F) -> F:
    """
    The same function as machine code: made at its first call, kept on disk for the next process.

    It holds no lock of the interpreter, so that threads run it side by side; nothing of it runs in
    an order that depends on them. Errors of arithmetic give inf and NaN, as in numpy.
    """
    return _made(function)


def bare(function: F) -> F:
    """
    As `compiled`, for a function that makes no array.

    It counts no references to the arrays that it is given, which takes longer than a short function
    itself where they are many.
    """
    return _made(function, _nrt=False)


def inlined(function: F) -> F:
    """
    As `bare`, and put into the place of each of its calls.

    A call hands over every array of every tuple, word by word; where they are many, that takes
    longer than the function itself.
    """
    return _made(function, _nrt=False, forceinline=True)


def _made(function: F, **options: Any) -> F:
    settings: Any = numba.config
    before = settings.CACHE_DIR
    settings.CACHE_DIR = before or _folder()
    try:
        decorate = numba.njit(cache=True, nogil=True, error_model="numpy", **options)
        return cast(F, decorate(function))
    finally:
        settings.CACHE_DIR = before


@cache
def _folder() -> str:
    """
    Where machine code is kept: a folder for each state of the files it is made from.

    Left alone, numba looks at the file of the function alone, and would go on running what another
    file held before it was changed.
    """
    root = Path(__file__).parents[1]
    texts = {path: path.read_bytes() for path in sorted(root.rglob("*.py"))}
    # Constants of a neighbour are part of the machine code, so whole folders count, and those
    # around them.
    users = [path for path, text in texts.items() if b"misid.machine.compiled" in text]
    folders = {folder for path in users for folder in path.parents if root in folder.parents}
    digest = hashlib.sha256()
    for path, text in texts.items():
        if path.parent in folders:
            digest.update(b"%d %b" % (len(text), text))
    place = root / "__pycache__" / f"machine-{digest.hexdigest()[:16]}"
    if not place.exists():
        _forget(place.parent)
    return str(place)


def _forget(parent: Path) -> None:
    with suppress(OSError):
        old = sorted(parent.glob("machine-*"), key=lambda path: path.stat().st_mtime)
        for path in old[: 1 - _KEPT]:
            shutil.rmtree(path, ignore_errors=True)
