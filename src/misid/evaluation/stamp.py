"""What a report of a file of scores was made from."""

from __future__ import annotations

import hashlib
import re
import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import Field

from misid.evaluation.reading.columns import FileReading
from misid.evaluation.schema import Evaluation, Identification, SourceNote, Verification
from misid.files.opened import Named, opened
from misid.files.read import plain, read_text, shown_name
from misid.results.saved import LIMIT, of_text
from misid.results.schema import ResultsPart

Found = TypeVar("Found", bound=Evaluation)
_SEARCHED = re.compile(r'"kind": ?"identification"')


class FileStamp(ResultsPart):
    """What the numbers were made from; the same file and the same stamp give the same numbers."""

    program: Literal["misid"] = Field(description="Always misid.")
    version: str = Field(description="Version of the program.")
    file: str = Field(description="Name of the file of scores, without its folder.")
    sources: tuple[str, ...] = Field(
        (), description="SHA-256 of each file that was read; empty where scores came from memory."
    )
    digest: str = Field(
        description="SHA-256 of the whole document as it is printed and written, its last line "
        "break included."
    )
    replicates: int = Field(description="Replicates of the bootstrap; 0 where there is none.")
    seed: int = Field(description="Which replicates.")


def file_stamp(found: Evaluation) -> FileStamp:
    """The stamp of an evaluation; candidate lists draw nothing by lot."""
    drawn = found if isinstance(found, Verification) else None
    return FileStamp(
        program="misid",
        version=found.program.removeprefix("misid "),
        file=found.file,
        sources=tuple(source.sha256 for source in found.sources),
        digest=hashlib.sha256(document_json(found).encode()).hexdigest(),
        replicates=drawn.replicates if drawn else 0,
        seed=drawn.seed if drawn else 0,
    )


def document_json(found: Evaluation) -> str:
    """The document as it is printed and written."""
    return found.model_dump_json(indent=2) + "\n"


def read_evaluation(path: str | Path) -> Verification | Identification:
    """
    An evaluation from the file that `misid evaluate --json` or `--out` wrote.

    Args:
        path: of the file.
    Raises: FormatError: it is no such file, is not whole, or is of another schema than this misid
        writes; of an older one the error says what makes it anew.
    """
    file = Path(path)
    text = read_text(file, limit=LIMIT, kind="a saved document")
    if _SEARCHED.search(text):
        return of_text(text, Identification, _again, file=shown_name(file))
    return of_text(text, Verification, _again, file=shown_name(file))


def _again(content: Mapping[str, Any]) -> str:
    """The command that makes an evaluation anew, as far as an older document tells."""
    return shlex.join(["misid", "evaluate", plain(content.get("file", "scores.csv")), "--json"])


def of_files(found: Found, files: Sequence[SourceNote], reading: FileReading | None) -> Found:
    """
    An evaluation with what it was made from, so that it can be made again.

    Args:
        found: it knows only the table that was read.
        files: that were read, as `sources` gives them.
        reading: how they were.
    """
    asked = {} if reading is None else reading.said()
    return found.model_copy(update={"sources": tuple(files), "asked": asked})


def sources(files: Sequence[Named | None]) -> tuple[SourceNote, ...]:
    """
    The files that are read, by name and by the digest of their bytes.

    The digest of a file that is opened already is of the same handle as its content.
    An evaluation knows only the table that was read: `of_files` adds them.

    Raises: FormatError: one is not there, or changed while it was read.
    """
    held = [opened(file, kind="scores") for file in files if file]
    return tuple(SourceNote(name=file.name, sha256=file.sha256) for file in held)
