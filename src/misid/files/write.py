"""Files that are written whole or not at all, and the errors when they cannot be."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from errno import EISDIR
from pathlib import Path

from misid.errors import OutputError
from misid.files.read import cut, plain
from misid.files.unfinished import refuse_link, take_places, workplace

_LONGEST_NAME = 255
_SEEN = 8_000_000
OURS = b"misid"
"""What stands in every document, picture in words and PDF that misid writes."""
_ENDINGS = frozenset(
    (".pdf", ".docx", ".html", ".htm", ".md", ".json", ".csv", ".yaml", ".yml", ".zip", ".svg",
     ".png", ".txt", ".xlsx", ".parquet")
)  # fmt: skip
"""Of files that commands write or readers want: a folder with such a name was hardly meant."""
Writer = Callable[[Path], object]


def text_writer(text: str) -> Writer:
    """Writes this text."""
    return lambda path: path.write_text(text, encoding="utf-8")


def bytes_writer(held: bytes) -> Writer:
    """Writes these bytes."""
    return lambda path: path.write_bytes(held)


def write_files(writers: Mapping[str, Writer], folder: Path) -> tuple[Path, ...]:
    """
    Write files into a folder: all of them complete first, then all take their names at once.

    Args:
        writers: what writes each file, by its name; with a `/` in a folder below.
        folder: made where it is missing; other files in it are left alone.
    Returns: the files, in the order of the writers.
    Raises: OutputError: the folder cannot be made or written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return _write_all(writers, folder)
    except (FileExistsError, NotADirectoryError):
        raise OutputError(
            f"{_shown(folder)} is a file, but a folder is needed.", use="--out with another name"
        ) from None
    except OSError as error:
        raise OutputError(
            f"{_shown(folder)} cannot be written: {error.strerror}.",
            use="--out with another folder",
        ) from None


def write_over(path: Path, writer: Writer, own: bytes) -> tuple[Path, ...]:
    """
    Write one file; what stands there goes only if it is what this command wrote.

    Args:
        path: the file; its folder is made where it is missing.
        writer: what writes it.
        own: bytes that every such file has, such as the name of its schema.
    Returns: the file.
    Raises: OutputError: something else stands there, or it cannot be written.
    """
    if path.is_file() and path.stat().st_size and not _holds(path, own):
        raise OutputError(
            f"{plain(path.name)} exists already, and nothing in it says that misid wrote it for "
            "this.",
            use="another name",
        )
    return write_files({path.name: writer}, path.parent)


def write_once(path: Path, text: str) -> None:
    """
    Write a file that a reader goes on to edit; what stands there stays, unless it is the same.

    Args:
        path: the file; its folder is made where it is missing.
        text: its content.
    Raises: OutputError: something else stands there, or it cannot be written.
    """
    content = text.encode()
    if path.exists() and not (path.is_file() and path.read_bytes() == content):
        raise OutputError(
            f"{plain(path.name)} exists already with other content, which may be a reader's.",
            use="another name, or move it away first",
        )
    write_files({path.name: text_writer(text)}, path.parent)


def first_line(text: str) -> bytes:
    """The names of its columns, by which a table in CSV is known again."""
    return text.partition("\n")[0].encode()


def _holds(path: Path, own: bytes) -> bool:
    try:
        with path.open("rb") as stream:
            return own in stream.read(_SEEN)
    except OSError:
        return False


def write_new(path: Path, text: str) -> None:
    """
    Write a file that must not exist: whole, or nothing is there.

    Args:
        path: the file; what stands there, a link too, is left alone. Its folder is made where it is
            missing.
        text: its content.
    Raises: OutputError: something stands there, or it cannot be written.
    """
    try:
        _make_all(path.parent)
        with workplace(path.parent) as place:
            whole = place / "new"
            whole.write_text(text, encoding="utf-8")
            _take_free_place(whole, path)
    except FileExistsError:
        raise OutputError(f"{plain(path.name)} exists already.", use="another name") from None
    except OSError as error:
        raise OutputError(
            f"{plain(path.name)} cannot be written: {error.strerror}.", use="another folder"
        ) from None


def _take_free_place(whole: Path, path: Path) -> None:
    """A second name for a file is given only where none stands; not every disk has such."""
    try:
        path.hardlink_to(whole)
    except FileExistsError:
        raise
    except OSError:
        path.touch(exist_ok=False)
        whole.replace(path)


def check_folder(folder: Path) -> None:
    """
    Refuse early a folder that cannot be written, before any work is done.

    Raises: OutputError: it is a file, its name cannot be one or is that of a document, or its
        nearest existing parent cannot be written.
    """
    check_names(folder)
    if folder.suffix.lower() in _ENDINGS and not folder.exists():
        raise OutputError(
            f"{_shown(folder)} would be a folder, though its name ends as that of a file.",
            use=f"--out {_shown(folder.with_suffix(''))}, with --format for what it holds",
        )
    try:
        nearest = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    except OSError as error:
        raise OutputError(
            f"{_shown(folder)} cannot be written: {error.strerror}.",
            use="--out with another folder",
        ) from None
    if not nearest.is_dir():
        raise OutputError(
            f"{_shown(nearest)} is a file, but a folder is needed.", use="--out with another name"
        )
    if not os.access(nearest, os.W_OK | os.X_OK):
        raise OutputError(
            f"{_shown(folder)} cannot be written: no permission.", use="--out with another folder"
        )


def check_names(path: Path) -> None:
    """
    Refuse names that no disk takes, or that are no text, before anything is looked for under them.

    Raises: OutputError: a part of the path is longer than 255 bytes, or not UTF-8.
    """
    for name in path.parts:
        if len(os.fsencode(name)) > _LONGEST_NAME:
            raise OutputError(
                f"{cut(name)} is a name of more than {_LONGEST_NAME} bytes.", use="a shorter name"
            )
        if re.search("[\ud800-\udfff]", name):
            raise OutputError(
                f"{plain(name)} is a name that is not UTF-8.",
                use="a name in letters, digits and ordinary signs",
            )


def _shown(folder: Path) -> str:
    """Its own name; `.` and `/` have none."""
    return cut(folder.name) or ("the present folder" if folder == Path() else str(folder))


def _make(folder: Path) -> None:
    """A folder below; a file in its place is left."""
    if folder.exists() and not folder.is_dir():
        raise OutputError(
            f"{folder.name} is a file, but a folder is needed.", use="--out with another folder"
        )
    folder.mkdir(exist_ok=True)


def _make_all(folder: Path) -> None:
    """A folder with those above it; a file in the place of one is left."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise OutputError(
            f"{_shown(folder)} is a file, but a folder is needed.", use="another folder"
        ) from None


def _write_all(writers: Mapping[str, Writer], folder: Path) -> tuple[Path, ...]:
    """Every file complete in a folder of its own first; then all take their places."""
    finals = [folder / name for name in writers]
    for final in finals:
        refuse_link(final)
        if final.is_dir():
            raise IsADirectoryError(EISDIR, f"{final.name} is a folder")
    below = {final.parent for final in finals} - {folder}
    try:
        for path in below:
            _make(path)
        with workplace(folder) as place:
            for name, writer in writers.items():
                (place / name).parent.mkdir(exist_ok=True)
                writer(place / name)
            take_places(place, list(writers), folder)
    finally:
        for path in below:
            # Only one that is empty goes.
            with suppress(OSError):
                path.rmdir()
    return tuple(finals)
