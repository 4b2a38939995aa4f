"""Files on their way into a folder: all of them take their places, or none does.

They are written into a folder of their own beside their places, which only its owner may read and
whose name nobody can guess. Once all are whole it is marked as ready, and they are moved. Whoever
comes next to a place where somebody was stopped finishes the moves of what was ready, and takes
away what was not.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from misid.errors import OutputError
from misid.files.read import plain

fcntl: Any = None
with suppress(ImportError):
    # Where files cannot be locked nobody is known to be gone, and nothing is taken away.
    import fcntl

_PREFIX, _NEW = ".misid-", ".new-misid-"
_OLD = 3_600.0
"""Seconds after which a folder that never was locked is one that somebody left."""
_LOCK, _READY = "lock", "ready.json"


@contextmanager
def workplace(folder: Path) -> Iterator[Path]:
    """
    A folder for files that are not finished; it goes, with all that is left in it.

    Args:
        folder: into which they will be moved; what others left unfinished there is finished or
            taken away first.
    Raises: OSError: it cannot be made.
    """
    finish(folder)
    new = Path(tempfile.mkdtemp(prefix=_NEW, dir=folder))
    place = new.with_name(f"{_PREFIX}{new.name.removeprefix(_NEW)}")
    try:
        with _lock_of(new):
            # Nobody looks at it before it is locked, so nobody takes it for one that was left.
            new.rename(place)
            yield place
    finally:
        for left in (new, place):
            shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _lock_of(place: Path) -> Iterator[None]:
    """A lock as long as it is used, where there are any; Windows moves no folder that is open."""
    if fcntl is None:
        yield
        return
    with (place / _LOCK).open("w") as lock:
        _locked(lock)
        yield


def take_places(place: Path, names: Sequence[str], folder: Path) -> None:
    """
    Move finished files to their places; from here on all of them will be moved, whatever happens.

    Args:
        place: where they were finished.
        names: of the files, with a `/` in a folder below.
        folder: where their places are.
    Raises: OSError: one cannot be moved. OutputError: a link stands in a place.
    """
    for name in names:
        refuse_link(folder / name)
    ready = place / f"{_READY}.part"
    ready.write_text(json.dumps(list(names)), encoding="utf-8")
    ready.replace(place / _READY)
    _move_all(place, names, folder)


def _move_all(place: Path, names: Sequence[str], folder: Path) -> None:
    """Move files; who interrupts it is heard afterwards, since half of them would be neither."""
    stopped: KeyboardInterrupt | None = None
    while any((place / name).exists() for name in names):
        try:
            _move(place, names, folder)
        except KeyboardInterrupt as interrupt:
            stopped = interrupt
    if stopped is not None:
        raise stopped


def refuse_link(path: Path) -> None:
    """
    Refuse to write where a link stands: what it leads to may be anybody's.

    Raises: OutputError: one does.
    """
    if path.is_symlink():
        raise OutputError(
            f"{plain(path.name)} is a link, and nothing is written through links.",
            use="another name, or the file that it leads to",
        )


def finish(folder: Path) -> None:
    """Finish, or take away, what somebody left unfinished who is there no longer."""
    for place in folder.glob(f"{_PREFIX}*"):
        with suppress(OSError, ValueError):
            _finish(place, folder)
    for place in folder.glob(f"{_NEW}*"):
        with suppress(OSError):
            if time.time() - place.lstat().st_mtime > _OLD and not place.is_symlink():
                shutil.rmtree(place, ignore_errors=True)


def _finish(place: Path, folder: Path) -> None:
    if fcntl is None or place.is_symlink() or not place.is_dir():
        return
    if place.stat().st_uid != os.geteuid():
        return
    with (place / _LOCK).open("a") as lock:
        if not _locked(lock):
            return
        ready = place / _READY
        if ready.exists():
            names = json.loads(ready.read_text(encoding="utf-8"))
            _move(place, [name for name in names if _is_below(name)], folder)
        shutil.rmtree(place, ignore_errors=True)


def _is_below(name: object) -> bool:
    """Whether a name is one of a file below, and leads nowhere else."""
    return isinstance(name, str) and not Path(name).is_absolute() and ".." not in Path(name).parts


def _move(place: Path, names: Sequence[str], folder: Path) -> None:
    for name in names:
        source, target = place / name, folder / name
        if source.exists():
            target.parent.mkdir(exist_ok=True)
            if target.exists():
                shutil.copymode(target, source)
            source.replace(target)


def _locked(lock: IO[str]) -> bool:
    """Whether the lock is ours now; that of somebody who is gone is anybody's."""
    if fcntl is None:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
