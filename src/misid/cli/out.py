"""Where an evaluation is written: a folder for the report, or one file."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from misid.errors import MeaningError

FILE_SUFFIXES = (".csv", ".json")
# What is asked for by these names is not written; they are no names of folders either.
_NOT_WRITTEN = {
    *(".html", ".pdf", ".docx", ".svg", ".png", ".xlsx", ".xls", ".ods", ".tsv", ".txt", ".md"),
    *(".parquet", ".npy", ".yaml", ".yml", ".zip"),
}


def check_out(out: Path | None) -> None:
    """
    Refuse early what cannot be written.

    Raises: MeaningError: its name does not say what to write. OutputError: it cannot be written.
    """
    from misid.files.write import check_folder

    if out is None:
        return
    suffix = out.suffix.lower()
    if suffix in _NOT_WRITTEN and not out.is_dir():
        raise MeaningError(
            f"{out.name} does not say what to write.",
            use=f"the name of a folder, or one that ends with {' or '.join(FILE_SUFFIXES)}",
        )
    if suffix not in FILE_SUFFIXES:
        check_folder(out)
        return
    if out.is_dir():
        raise MeaningError(
            f"{out.name} is a folder, but a name with {suffix} is that of a file.",
            use="another name",
        )
    check_folder(out.parent)


def check_kind(out: Path | None, kind: Literal["evaluation", "identification"]) -> None:
    """
    Refuse early a folder with a report of another kind.

    Raises: OutputError: it holds one.
    """
    if out is not None and out.suffix.lower() not in FILE_SUFFIXES:
        from misid.writers.kinds import refuse_other_report

        refuse_other_report(out, f"{kind}.json")
