"""What a report of a file of scores was made from."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pydantic import Field, TypeAdapter, ValidationError

from misid.errors import FormatError
from misid.evaluation.schema import (
    VERSION,
    Evaluation,
    Identification,
    Saved,
    SourceNote,
    Verification,
)
from misid.files.read import shown_name
from misid.results.schema import Part


class FileStamp(Part):
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


def saved_evaluation(text: str, name: str) -> Verification | Identification:
    """
    An evaluation that was saved.

    Args:
        text: the document as it was written.
        name: of its file, for errors.
    Raises: FormatError: it is no evaluation, or one of another version of misid.
    """
    try:
        saved: TypeAdapter[Verification | Identification] = TypeAdapter(Saved)
        return saved.validate_json(text)
    except ValidationError as error:
        raise FormatError(
            f"{name} is no evaluation as this version of misid writes them ({VERSION}).",
            where=name,
            use="`misid evaluate --json` with the file of scores makes it anew",
        ) from error


def sources(paths: Sequence[Path | None]) -> tuple[SourceNote, ...]:
    """
    The files that are read, by name and by the digest of their bytes.

    An evaluation knows only the table that was read: `model_copy(update={"sources": ...})` adds
    them.
    """
    return tuple(map(_source, filter(None, paths)))


def _source(path: Path) -> SourceNote:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return SourceNote(name=shown_name(path), sha256=digest)
