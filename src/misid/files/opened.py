"""A file that is opened once: its first bytes, its digest and its content are of one handle."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import tempfile
import threading
import weakref
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, TypeAlias

from misid.errors import FormatError
from misid.files.read import not_opened, shown_name

STANDARD_INPUT = "-"
MOST_PIPED = 4 * 2**30
"""Bytes of a pipe that are kept, on disk and without a name, until the file is closed."""
_HANDLES = Path("/proc/self/fd")
_PART = 2**20
_GOES_THERE = threading.Lock()

FileState: TypeAlias = tuple[int, int, int, int, int]
"""Device, number, size and times of what was opened."""


@dataclass(frozen=True)
class Opened:
    """
    A file that a reader named, held open; whatever takes the place of its name is not read.

    It is closed when nobody refers to it any longer.
    """

    path: Path
    """As it was named."""
    handle: int
    state: FileState
    """As it was when it was opened."""

    @property
    def name(self) -> str:
        """Its name, safe to print."""
        return "standard input" if str(self.path) == STANDARD_INPUT else shown_name(self.path)

    @property
    def reached(self) -> Path:
        """Where libraries find what is held open; its own path where the system has no such."""
        held = _HANDLES / str(self.handle)
        return held if held.exists() else self.path.absolute()

    def called(self, name: str) -> Opened:
        """
        The same under the name that it had for somebody else.

        As it is, where libraries would look for that name; keep the first as long as this is used.
        """
        is_held = self.reached != self.path.absolute()
        return replace(self, path=Path(name)) if is_held else self

    @property
    def size(self) -> int:
        """In bytes."""
        return self.state[2]

    def first(self, most: int) -> bytes:
        """Its beginning."""
        return _bytes_at(self.handle, most, 0)

    @cached_property
    def sha256(self) -> str:
        """
        The digest of its bytes.

        Raises: FormatError: it was written to since it was opened.
        """
        digest, at = hashlib.sha256(), 0
        while part := _bytes_at(self.handle, _PART, at):
            digest.update(part)
            at += len(part)
        self.check_same()
        return digest.hexdigest()

    def check_same(self) -> None:
        """
        Refuse what changed while it was read.

        Raises: FormatError: it was written to, moved away or replaced since it was opened.
        """
        states = {self.state, _state(os.fstat(self.handle))}
        if self.reached == self.path.absolute():
            states.add(_state(self.reached.stat()))
        if len(states) > 1:
            what = f"{self.name} was changed or replaced while it was read."
            raise FormatError(what, where=self.name, use="a copy that nobody writes to")


Named: TypeAlias = Path | Opened
"""A file by its path, or one that is opened already."""


def opened(file: Named, *, kind: str, instead: str = "a file that exists") -> Opened:
    """
    A file, opened once; `-` is the standard input, and a pipe is taken in whole.

    Args:
        file: its path; what is opened already stays as it is.
        kind: what was expected, for the error text.
        instead: what to use where there is no such file.
    Raises: FormatError: missing, a directory, not to be read, or a pipe that never ends.
    """
    if isinstance(file, Opened):
        return file
    handle = _handle(file, kind, instead)
    mode = os.fstat(handle).st_mode
    if stat.S_ISDIR(mode):
        os.close(handle)
        raise not_opened(file, errno.EISDIR, kind=kind, instead=instead)
    if not stat.S_ISREG(mode) or str(file) == STANDARD_INPUT:
        handle = _taken_in(handle, file, kind)
    held = Opened(file, handle, _state(os.fstat(handle)))
    weakref.finalize(held, os.close, handle)
    return held


def _bytes_at(handle: int, most: int, place: int) -> bytes:
    """Bytes of a file from a place on; Windows cannot read them without going there."""
    if hasattr(os, "pread"):
        return os.pread(handle, most, place)
    with _GOES_THERE:
        before = os.lseek(handle, 0, os.SEEK_CUR)
        try:
            os.lseek(handle, place, os.SEEK_SET)
            return os.read(handle, most)
        finally:
            os.lseek(handle, before, os.SEEK_SET)


def _handle(path: Path, kind: str, instead: str) -> int:
    try:
        if str(path) == STANDARD_INPUT:
            return os.dup(0)
        return os.open(path, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0))
    except ValueError:
        raise not_opened(path, errno.ENOENT, kind=kind, instead=instead) from None
    except OSError as error:
        raise not_opened(path, error.errno or 0, kind=kind, instead=instead) from None


def _taken_in(pipe: int, path: Path, kind: str) -> int:
    """What comes out of a pipe, in a file that has no name and goes when it is closed."""
    name = Opened(path, pipe, (0, 0, 0, 0, 0)).name
    with os.fdopen(pipe, "rb") as stream, tempfile.TemporaryFile() as kept:
        if not (_HANDLES / str(kept.fileno())).exists():
            what = f"{name} is a pipe, which this system does not let be read twice."
            raise FormatError(what, where=name, use=f"a file of {kind}")
        try:
            _copy(stream, kept, FormatError(
                f"{name} gives more than {MOST_PIPED / 2**30:.1f} GB.", where=name,
                use=f"a file of {kind}",
            ))  # fmt: skip
        except OSError as error:
            what = f"{name} cannot be read: {error.strerror or 'the system refuses'}."
            raise FormatError(what, where=name, use=f"a file of {kind}") from None
        kept.flush()
        return os.dup(kept.fileno())


def _copy(stream: BinaryIO, kept: BinaryIO, too_much: FormatError) -> None:
    while part := stream.read(_PART):
        kept.write(part)
        if kept.tell() > MOST_PIPED:
            raise too_much


def _state(of: os.stat_result) -> FileState:
    return of.st_dev, of.st_ino, of.st_size, of.st_mtime_ns, of.st_ctime_ns
