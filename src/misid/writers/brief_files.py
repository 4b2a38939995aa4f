"""The sheet for people in a hurry becomes a PDF, alone or in a folder beside the same as HTML."""

from __future__ import annotations

from pathlib import Path

from misid.document.model import Document
from misid.files.write import Writer, bytes_writer, check_folder, text_writer, write_files
from misid.writers.html import html
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
    Raises: OutputError: the folder cannot be made or written. MeaningError: no such paper.
    """
    folder, name = _place(out)
    files: dict[str, Writer] = {name: bytes_writer(pdf(document, paper))}
    if folder == out:
        files["brief.html"] = text_writer(html(document))
        files["brief.json"] = text_writer(document.model_dump_json(indent=1) + "\n")
    return write_files(files, folder)


def _place(out: Path) -> tuple[Path, str]:
    """The folder, and the name of the PDF in it."""
    is_file = out.suffix.lower() == _ENDING
    return (out.parent, out.name) if is_file else (out, f"brief{_ENDING}")
