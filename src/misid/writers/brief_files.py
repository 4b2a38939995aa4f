"""The sheet for people in a hurry becomes a PDF, alone or in a folder beside the same as HTML."""

from __future__ import annotations

from pathlib import Path

from misid.document.model import Document
from misid.files.write import (
    OURS,
    Writer,
    bytes_writer,
    check_folder,
    text_writer,
    write_files,
    write_over,
)
from misid.writers.html import html
from misid.writers.kinds import BRIEF, refuse_strangers
from misid.writers.pdf import pdf

_ENDING = ".pdf"


def check_brief(out: Path) -> None:
    """
    Refuse early where the sheet cannot be written.

    Raises: OutputError: the folder cannot be made or written.
    """
    check_folder(_place(out)[0])


def write_brief(document: Document, out: Path, paper: str = "a4") -> tuple[Path, ...]:
    """
    Write brief.pdf, brief.html and brief.json into a folder; or the PDF alone.

    Args:
        document: the sheet.
        out: a folder, or where the PDF is to stand where its name ends in `.pdf`.
        paper: `a4` or `letter`.
    Returns: the files, the PDF first.
    Raises: OutputError: the folder cannot be made or written, or holds files of these names that
        no brief is. MeaningError: no such paper.
    """
    folder, name = _place(out)
    sheet = bytes_writer(pdf(document, paper))
    if folder != out:
        return write_over(out, sheet, OURS)
    files: dict[str, Writer] = {
        name: sheet,
        "brief.html": text_writer(html(document)),
        BRIEF: text_writer(document.model_dump_json(indent=1) + "\n"),
    }
    refuse_strangers(files, folder, BRIEF)
    return write_files(files, folder)


def _place(out: Path) -> tuple[Path, str]:
    """The folder, and the name of the PDF in it."""
    is_file = out.suffix.lower() == _ENDING
    return (out.parent, out.name) if is_file else (out, f"brief{_ENDING}")
