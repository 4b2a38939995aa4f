"""Where machine code is kept between processes: a folder of one's own, one for each state of it."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

_KEPT = 3
"""Folders of machine code that are kept, this one included; older ones go."""
_ROOT = Path(__file__).parents[1]
_OTHERS_MAY_WRITE, _ANYBODY_MAY_WRITE = 0o022, 0o002


@cache
def folder() -> str | None:
    """
    Where machine code is kept: a folder for each state of the files it is made from.

    Left alone, numba looks at the file of the function alone, and would go on running what another
    file held before it was changed. What is kept is run when it is read, so a folder that others
    may write is none. Of those that the environment names, the package's own and the user's, the
    first that can be written is taken; None: there is none, and each process makes its own.
    """
    state = _state()
    for parent in _parents():
        place = parent / f"machine-{state}"
        # Where it would lie in whatever folder misid is started in, somebody else put it there.
        if parent.is_absolute() and _is_usable(place):
            return str(place)
    return None


def _parents() -> Iterator[Path]:
    """Folders that may hold it: only the environment names one, never a file that lies about."""
    named = os.environ.get("NUMBA_CACHE_DIR")
    if named:
        yield Path(named)
    yield _ROOT / "__pycache__"
    user = os.environ.get("XDG_CACHE_HOME")
    with suppress(RuntimeError):
        yield (Path(user) if user else Path.home() / ".cache") / "misid"


def _is_usable(place: Path) -> bool:
    try:
        if not place.exists():
            _forget_old(place.parent)
            place.mkdir(mode=0o700, parents=True)
        if not _is_own(place):
            return False
        tempfile.TemporaryFile(dir=place).close()
    except OSError:
        return False
    return True


def _is_own(place: Path) -> bool:
    """Whether nobody else may put machine code there; where there are no such rights, it is."""
    if not hasattr(os, "geteuid"):
        return True
    held, around = place.lstat(), place.parent.stat()
    # Whoever may write around it, and is not held back by its sticky bit, can put another there.
    is_open = around.st_mode & _ANYBODY_MAY_WRITE and not around.st_mode & stat.S_ISVTX
    is_theirs = held.st_uid not in (0, os.geteuid()) or held.st_mode & _OTHERS_MAY_WRITE
    return not is_open and not is_theirs


def _forget_old(parent: Path) -> None:
    with suppress(OSError):
        old = sorted(
            parent.glob(f"machine-{'[0-9a-f]' * 16}"), key=lambda path: path.stat().st_mtime
        )
        for path in old[: 1 - _KEPT]:
            shutil.rmtree(path, ignore_errors=True)


def _state() -> str:
    """The digest of all files that machine code is made from."""
    texts = {path: path.read_bytes() for path in sorted(_ROOT.rglob("*.py"))}
    # Constants of a neighbour are part of the machine code, so whole folders count, and those
    # around them.
    users = [path for path, text in texts.items() if b"misid.machine.compiled" in text]
    folders = {folder for path in users for folder in path.parents if _ROOT in folder.parents}
    digest = hashlib.sha256()
    for path, text in texts.items():
        if path.parent in folders:
            digest.update(b"%d %b" % (len(text), text))
    return digest.hexdigest()[:16]
