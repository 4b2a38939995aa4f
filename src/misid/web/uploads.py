"""Files that readers send: in private folders of their own, bounded, gone after minutes."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Collection, Hashable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Literal, get_args

from misid.errors import FormatError, MisidError
from misid.files.read import refuse_pictures, shown_name
from misid.web.errors import BusyError, NoSuchPageError, TooLargeError
from misid.web.waiting import Waiting

Slot = Literal[
    "scores", "second", "document", "answers", "table", "newer", "counts", "log", "plan",
    "commitment", "filled", "drawn", "second_sheet", "amendments", "questionnaire", "rules",
    "checkpoint",
]  # fmt: skip
UploadKind = Literal["pairs", "keyed", "two", "lists"]

LIMIT = 200 * 10**6
"""Bytes of one upload, all of its files together; more is for a terminal."""
MOST, MOST_BYTES = 8, 10**9
"""Uploads at a time, and their bytes together."""
AT_ONCE = 2
"""Files that are worked on at a time, each in a process of its own."""
KEPT = 15 * 60.0
"""Seconds that an upload is kept."""
SWEPT = 15.0
"""Seconds between looks at what is too old."""
_PREFIX = "misid-upload-"
REPORTS = "misid-report-"
"""How folders begin in which a report is made, until it is sent."""
_PREFIXES = (_PREFIX, REPORTS)
_LEFT_OVER = 4 * KEPT
_LONGEST_NAME = 60
_OF_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


@dataclass(frozen=True)
class Purpose:
    """
    What files are sent for.

    `slots`: fields of the form that hold one, the first `needed` of which must; `wanted` is said
    where one of these is empty, `larger` where a file is more than a page takes; `command` does the
    same in a terminal. `refuse` looks at the first bytes of a file and its name.
    """

    slots: tuple[Slot, ...] = ("scores", "second")
    wanted: str = "a file of scores, or of candidate lists"
    larger: str = "`misid evaluate FILE` in a terminal, which reads files of any size"
    command: str = "`misid evaluate`"
    refuse: Callable[[bytes, str], None] = refuse_pictures
    pasted: tuple[Slot, ...] = ()
    needed: int = 1


@dataclass
class Upload:
    """
    One upload: its files by what they are for, and what its reader says they hold.

    `token` is the only way to it; `files` have a name that any system takes. It `waits` where it is
    kept only so that its reader need not choose its files again; then `mistake` is what was wrong.
    """

    token: str
    folder: tempfile.TemporaryDirectory[str]
    until: float
    kind: UploadKind = "pairs"
    size: int = 0
    files: dict[Slot, Path] = field(default_factory=dict)
    waits: bool = False
    mistake: MisidError | None = None

    @property
    def paths(self) -> tuple[Path, ...]:
        """Its files, the scores first."""
        return tuple(self.files[slot] for slot in get_args(Slot) if slot in self.files)

    def place(self, slot: Slot, name: str) -> Path:
        """Where a file of this slot is to be written; each slot has a folder of its own."""
        folder = Path(self.folder.name) / slot
        folder.mkdir()
        self.files[slot] = folder / safe_name(name)
        return self.files[slot]

    def drop(self, slot: Slot) -> None:
        """Delete the file of a slot, if there is one."""
        if self.files.pop(slot, None) is not None:
            shutil.rmtree(Path(self.folder.name) / slot, ignore_errors=True)

    def drop_all_but(self, good: Collection[Slot]) -> None:
        """Delete the files of all other slots."""
        for slot in [one for one in self.files if one not in good]:
            self.drop(slot)


class Uploads:
    """
    All uploads of a server, and the work on them.

    Args:
        limit: bytes of one upload.
        most: uploads at a time.
        most_bytes: of all uploads together.
        kept: seconds that each is kept.
        purpose: what files are sent for.
    """

    def __init__(
        self,
        *,
        limit: int = LIMIT,
        most: int = MOST,
        most_bytes: int = MOST_BYTES,
        kept: float = KEPT,
        purpose: Purpose = Purpose(),
    ) -> None:
        self.limit, self.kept, self.purpose = limit, kept, purpose
        self._most, self._most_bytes = most, most_bytes
        # Work on files never keeps readers of other pages waiting, nor one file those of another.
        self.waiting = Waiting(kept=4 * most, workers=AT_ONCE)
        self._held: dict[str, Upload] = {}
        self._leaving: list[tempfile.TemporaryDirectory[str]] = []
        self._lock = threading.Lock()

    def begin(self) -> Upload:
        """
        A new upload without files.

        Raises: BusyError: there are as many as may be at a time.
        """
        if len(self._held) >= self._most:
            self._make_room()
        with self._lock:
            if len(self._held) >= self._most:
                raise self._full()
            folder = tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True)
            upload = Upload(_new_token(), folder, time.monotonic() + self.kept)
            self._held[upload.token] = upload
            return upload

    def take(self, upload: Upload, size: int) -> None:
        """
        Count bytes of an upload, before they are kept.

        Raises: TooLargeError: these are more than one may have. BusyError: than all may have.
        """
        with self._lock:
            if upload.size + size > self.limit:
                raise self.too_large()
            is_room = self._bytes + size <= self._most_bytes
        if not is_room:
            self._make_room()
        with self._lock:
            if self._bytes + size > self._most_bytes:
                raise self._full()
            upload.size += size

    @property
    def _bytes(self) -> int:
        return sum(one.size for one in self._held.values())

    def _make_room(self) -> None:
        """Who only thinks about a mistake goes before who comes anew; the oldest first."""
        with self._lock:
            waiting = [token for token, one in self._held.items() if one.waits]
        for token in waiting[:1]:
            self.remove(token)

    def take_over(self, upload: Upload, token: str) -> None:
        """
        Add the files of an earlier upload whose places are free; the earlier one goes.

        Args:
            upload: that takes them.
            token: of the earlier one; where it is gone already, there is nothing to add.
        Raises: as `take`.
        """
        earlier = self.find(token)
        if earlier is None or earlier is upload:
            return
        for slot, path in list(earlier.files.items()):
            if slot not in upload.files:
                self.take(upload, path.stat().st_size)
                shutil.move(path, upload.place(slot, path.name))
        self.remove(token)

    def keep_read(self, upload: Upload, mistake: MisidError) -> Upload | None:
        """
        After a mistake the files that are not at fault, so that only the other is chosen again.

        Args:
            upload: that was sent.
            mistake: what is wrong. One of form is of a single file, which is named where it is, and
                goes; any other is of what is said of files, or of how they go together.
        Returns: the upload, where a file of it stays.
        """
        if isinstance(mistake, FormatError):
            named = {
                slot for slot, path in upload.files.items()
                if mistake.where.startswith(shown_name(path))
            }  # fmt: skip
            upload.drop_all_but(upload.files.keys() - named if named else ())
        if not upload.files:
            self.remove(upload.token)
            return None
        self.give_up(upload.token)
        # At the old address other files stood too: what is left of them is not read in their place.
        with self._lock:
            self._held.pop(upload.token, None)
            upload.token, upload.waits, upload.mistake = _new_token(), True, mistake
            self._held[upload.token] = upload
        return upload

    def find(self, token: str) -> Upload | None:
        """An upload by its token; none where there is none, or it is gone."""
        with self._lock:
            upload = self._held.get(token)
        return None if upload is None or upload.until < time.monotonic() else upload

    def get(self, token: str) -> Upload:
        """
        An upload by its token.

        Raises: NoSuchPageError: there is none, or it is gone.
        """
        with self._lock:
            upload = self._held.get(token)
        if upload is None or upload.until < time.monotonic():
            raise NoSuchPageError(
                f"this upload is not here any longer: it is kept for {self.kept / 60:.0f} minutes "
                "at most.",
                use="the file once more",
            )
        upload.waits = False
        return upload

    def remove(self, token: str) -> None:
        """Delete an upload, its files, and what was worked out from them."""
        with self._lock:
            upload = self._held.pop(token, None)
        if upload is not None:
            self.give_up(token)
            self._cleared(upload.folder)

    def give_up(self, token: str) -> None:
        """Stop the work on an upload, and drop what was worked out."""
        self.waiting.forget(lambda key: _is_of(token, key))

    def sweep(self) -> None:
        """Delete what is too old, and what could not be deleted before."""
        now = time.monotonic()
        with self._lock:
            old = [token for token, one in self._held.items() if one.until < now]
            leaving, self._leaving = self._leaving, []
        for token in old:
            self.remove(token)
        for folder in leaving:
            self._cleared(folder)

    def close(self) -> None:
        """Delete everything."""
        self.waiting.close()
        for token in list(self._held):
            self.remove(token)

    def empty(self, upload: Upload) -> None:
        """Delete the files of an upload, and keep what was worked out from them."""
        with self._lock:
            upload.files, upload.size = {}, 0
        self._cleared(upload.folder)

    def too_large(self) -> TooLargeError:
        """More was sent than is taken."""
        return TooLargeError(
            f"the upload is larger than {self.limit / 1e6:,.0f} MB, the most that this page takes.",
            use=self.purpose.larger,
        )

    def _cleared(self, folder: tempfile.TemporaryDirectory[str]) -> None:
        folder.cleanup()
        # Some systems keep a file while it is read.
        if Path(folder.name).exists():
            with self._lock:
                self._leaving.append(folder)

    def _full(self) -> BusyError:
        return BusyError(
            "this server holds as many uploads as it takes at a time.",
            use=f"the same a little later, or {self.purpose.command} in a terminal; uploads go "
            f"after {self.kept / 60:.0f} minutes, or when they are deleted",
        )


def safe_name(name: str) -> str:
    """
    A file's name as every system takes it, without a folder.

    Example:
        >>> safe_name("C:\\\\data\\\\my scores.csv"), safe_name("../NUL.csv"), safe_name("")
        ('my_scores.csv', '_NUL.csv', 'file')
    """
    last = re.split(r"[/\\]", name)[-1]
    plain = "".join(one if one.isalnum() or one in "._-" else "_" for one in last)
    short = plain.strip(". ")[-_LONGEST_NAME:].lstrip(".") or "file"
    return f"_{short}" if _OF_DEVICES.fullmatch(short) else short


def remove_left_over() -> None:
    """Delete what servers of this user left that were ended by force, long ago."""
    inside = Path(tempfile.gettempdir())
    for folder in chain.from_iterable(inside.glob(f"{prefix}*") for prefix in _PREFIXES):
        with suppress(OSError):
            told = folder.lstat()
            is_own = not hasattr(os, "getuid") or told.st_uid == os.getuid()
            if is_own and not folder.is_symlink() and time.time() - told.st_mtime > _LEFT_OVER:
                shutil.rmtree(folder, ignore_errors=True)


def _new_token() -> str:
    return secrets.token_urlsafe(24)


def _is_of(token: str, key: Hashable) -> bool:
    return isinstance(key, tuple) and token in key
