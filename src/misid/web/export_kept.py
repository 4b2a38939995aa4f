"""Pages of an export that are done, kept until all are: who is stopped goes on from there."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import distributions
from pathlib import Path
from typing import IO, Any

from misid.machine import kept_code

fcntl: Any = None
with suppress(ImportError):
    # Where files cannot be locked two exports at once may both keep what they have done.
    import fcntl

_ROOT = Path(__file__).parents[1]
_NAME, _LONGEST_KEPT = "pages-{}.jsonl", 7 * 86_400.0


class KeptPages:
    """
    What the application answered, by address, in a file that grows with each answer.

    Args:
        path: of the file; none: nothing is kept.
    """

    def __init__(self, path: Path | None) -> None:
        self._path, self._file = path, None if path is None else _opened(path)
        self._known = {} if self._file is None else dict(_whole(self._file))

    def __enter__(self) -> KeptPages:
        """As it is."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Nothing more is noted down; what was is there for the next."""
        self.close()

    @property
    def is_kept(self) -> bool:
        """Whether what is done outlasts this process."""
        return self._file is not None

    def get(self, address: str) -> bytes | None:
        """What was answered; None where nobody asked yet."""
        packed = self._known.get(address)
        return None if packed is None else gzip.decompress(packed)

    def keep(self, address: str, body: bytes) -> None:
        """Note an answer down; a disk that is full keeps no more."""
        if self._file is None:
            return
        packed = gzip.compress(body, 1, mtime=0)
        line = [address, hashlib.sha256(packed).hexdigest(), base64.b64encode(packed).decode()]
        try:
            self._file.write(f"{json.dumps(line)}\n".encode())
            self._file.flush()
        except OSError:
            self.close()

    def forget(self) -> None:
        """All files are in their places."""
        if self._file is not None and self._path is not None:
            self._path.unlink(missing_ok=True)
        self.close()

    def close(self) -> None:
        """Keep nothing more."""
        if self._file is not None:
            with suppress(OSError):
                self._file.close()
        self._file = None


def kept_pages(*made_from: object) -> KeptPages:
    """
    Pages that were done before of the same things, by the same program, and place for more.

    They lie where machine code is kept: in a folder that nobody else may write.

    Args:
        made_from: all that answers depend on, beside the program.
    """
    folder = kept_code.folder()
    if folder is None:
        return KeptPages(None)
    _forget_old(Path(folder))
    return KeptPages(Path(folder) / _NAME.format(_digest(*made_from)))


def _forget_old(folder: Path) -> None:
    for path in folder.glob(_NAME.format("*")):
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > _LONGEST_KEPT:
                path.unlink()


def _digest(*made_from: object) -> str:
    """Of what answers are made from, every file of the package, and all that is installed."""
    digest = hashlib.sha256(repr((made_from, sys.version)).encode())
    for path in sorted(_ROOT.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.relative_to(_ROOT).as_posix().encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    for name in sorted(f"{one.metadata['Name']} {one.version}" for one in distributions()):
        digest.update(name.encode())
    return digest.hexdigest()[:16]


def _opened(path: Path) -> IO[bytes] | None:
    """The file, ours alone; None where it cannot be, or another export writes it now."""
    try:
        file = path.open("a+b")
    except OSError:
        return None
    try:
        if fcntl is not None:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return None
    return file


def _whole(file: IO[bytes]) -> Iterator[tuple[str, bytes]]:
    """Answers that were noted down; from the first on that broke off, the file is cut."""
    end = 0
    file.seek(0)
    for line in file:
        found = _answer(line)
        if found is None:
            break
        end += len(line)
        yield found
    file.truncate(end)


def _answer(line: bytes) -> tuple[str, bytes] | None:
    with suppress(ValueError, TypeError):
        address, digest, text = json.loads(line)
        packed = base64.b64decode(text)
        if line.endswith(b"\n") and hashlib.sha256(packed).hexdigest() == digest:
            return str(address), packed
    return None
