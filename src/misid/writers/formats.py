"""The formats that a report is written in, each beside the others under one name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from misid.document.canonical import canonical
from misid.document.model import Document
from misid.errors import MeaningError, OutputError
from misid.files.write import Writer, bytes_writer, text_writer
from misid.machine.threads import side_by_side
from misid.writers.paper import check_paper

_REPORT = "report"


@dataclass(frozen=True)
class Formats:
    """In which formats a report is written beside HTML, and for which paper those with pages."""

    names: tuple[str, ...] = ("html",)
    paper: str = "a4"


HTML_ALONE = Formats()
"""What is written where nothing else is asked for."""


def _html(document: Document, _: str) -> Writer:
    from misid.writers.html import html

    return text_writer(html(document))


def _pdf(document: Document, paper: str) -> Writer:
    from misid.writers.pdf import pdf

    return bytes_writer(pdf(document, paper))


def _docx(document: Document, paper: str) -> Writer:
    from misid.writers.docx import docx

    return bytes_writer(docx(document, paper))


def _markdown(document: Document, _: str) -> Writer:
    from misid.writers.markdown import markdown

    return text_writer(markdown(document))


WRITERS: dict[str, Callable[[Document, str], Writer]] = {
    "html": _html,
    "pdf": _pdf,
    "docx": _docx,
    "md": _markdown,
}
"""What writes a document in each format; the format is how its file's name ends."""


def formats(given: str, paper: str = "a4") -> Formats:
    """
    The formats that are asked for; HTML is always among them, since the other files are beside it.

    Args:
        given: their names, apart by commas.
        paper: `a4` or `letter`.
    Raises: MeaningError: a format or a paper that does not exist; the error lists the known.
    Example:
        >>> formats("pdf, md").names
        ('html', 'pdf', 'md')
    """
    asked = [name.strip().lower() for name in given.split(",")]
    for name in asked:
        if name not in WRITERS:
            raise MeaningError(
                f"no report can be written as {name[:20]!r}.",
                use=f"--format with one or more of: {', '.join(WRITERS)}",
            )
    names = tuple(name for name in WRITERS if name == "html" or name in asked)
    return Formats(names, check_paper(paper))


def pages(document: Document, formats: Formats, folder: str | Path) -> dict[str, Writer]:
    """
    What writes the report in each format, and its document.

    Args:
        document: the report.
        formats: in which it is written.
        folder: where it will stand.
    Raises: OutputError: a report in another format stands there, which would not be of these
        numbers.
    """
    refuse_other_formats(folder, formats)
    # Every format carries the same text; it is made before they are written side by side.
    canonical(document)
    written = side_by_side(lambda name: WRITERS[name](document, formats.paper), formats.names)
    made = {f"{_REPORT}.{name}": one for name, one in zip(formats.names, written, strict=True)}
    return made | {f"{_REPORT}.json": text_writer(document.model_dump_json(indent=1) + "\n")}


def refuse_other_formats(folder: str | Path, formats: Formats) -> None:
    """
    Refuse a folder in which an older report would stay in a format that is not written now.

    Raises: OutputError: one stands there.
    """
    for name in WRITERS:
        if name not in formats.names and (Path(folder) / f"{_REPORT}.{name}").exists():
            raise OutputError(
                f"{Path(folder).name or folder} holds an older {_REPORT}.{name}, which would not "
                "be of these numbers.",
                use=f"--format {','.join((*formats.names, name))}, or --out with another folder",
            )
