"""What a report of a file of scores was made from."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from misid.results.schema import Part
from misid.results.stamp import short

if TYPE_CHECKING:
    from misid.evaluation.identification_schema import Identification
    from misid.evaluation.schema import Evaluation


class FileStamp(Part):
    """What the numbers were made from; the same file and the same stamp give the same numbers."""

    program: Literal["misid"] = Field(description="Always misid.")
    version: str = Field(description="Version of the program.")
    file: str = Field(description="Name of the file of scores, without its folder.")
    digest: str = Field(
        description="SHA-256 of the whole document as it is printed and written, its last line "
        "break included."
    )
    replicates: int = Field(description="Replicates of the bootstrap; 0 where there is none.")
    seed: int = Field(description="Which replicates.")


def document_json(found: Evaluation | Identification) -> str:
    """The document as it is printed and written."""
    return found.model_dump_json(indent=2) + "\n"


def file_stamp(found: Evaluation) -> FileStamp:
    """The stamp of an evaluation."""
    return FileStamp(
        program="misid",
        version=found.program.removeprefix("misid "),
        file=found.file,
        digest=hashlib.sha256(document_json(found).encode()).hexdigest(),
        replicates=found.replicates,
        seed=found.seed,
    )


def file_stamp_line(stamp: FileStamp) -> str:
    """A stamp in one line."""
    return (
        f"{stamp.program} {stamp.version}, scores of {stamp.file}, document {short(stamp.digest)}, "
        f"{stamp.replicates:,} replicates, seed {stamp.seed}"
    )


def list_stamp(found: Identification) -> FileStamp:
    """The stamp of an identification, which draws nothing."""
    return FileStamp(
        program="misid",
        version=found.program.removeprefix("misid "),
        file=found.file,
        digest=hashlib.sha256(document_json(found).encode()).hexdigest(),
        replicates=0,
        seed=0,
    )


def list_stamp_line(stamp: FileStamp) -> str:
    """Such a stamp in one line."""
    return (
        f"{stamp.program} {stamp.version}, candidate lists of {stamp.file}, document "
        f"{short(stamp.digest)}"
    )
