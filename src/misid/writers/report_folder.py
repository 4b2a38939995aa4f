"""A report becomes a folder: its pages, its numbers, a CSV a table, and its pictures."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from misid.document.model import Document, Table
from misid.document.origins import SECTION
from misid.figures.picture import Picture
from misid.files.write import Writer, text_writer
from misid.writers.csv import table_csv
from misid.writers.formats import HTML_ALONE, Formats, pages
from misid.writers.kinds import refuse_other_report, write_report
from misid.writers.svg import svg


def write_folder(
    document: Document,
    numbers: Mapping[str, str],
    folder: str | Path,
    formats: Formats = HTML_ALONE,
    *,
    tables: Mapping[str, Table] | None = None,
    pictures: Mapping[str, Picture] | None = None,
) -> tuple[Path, ...]:
    """
    Write the report, report.json, its numbers, tables and pictures into a folder.

    Args:
        document: the report.
        numbers: texts by the names of their files; first that by which such a report is known.
        folder: made where it is missing; other files in it are left alone.
        formats: in which the report is written.
        tables: each becomes a CSV of that name; without them those that the report shows.
        pictures: each becomes an SVG of that name in the folder `figures`.
    Returns: the files, the report first.
    Raises: OutputError: the folder cannot be made or written, or holds a report of another kind.
    """
    own = next(iter(numbers))
    refuse_other_report(folder, own)
    files: dict[str, Writer] = pages(document, formats, folder)
    files |= {name: text_writer(text) for name, text in numbers.items()}
    for name, table in (_shown(document) if tables is None else tables).items():
        files[f"{name}.csv"] = text_writer(table_csv(table))
    for name, picture in (pictures or {}).items():
        files[f"figures/{name}.svg"] = text_writer(svg(picture))
    return write_report(files, folder, own)


def _shown(document: Document) -> dict[str, Table]:
    """The tables of a document, without those that say where its numbers come from."""
    told = (section for section in document.sections if section.id != SECTION)
    blocks = (block for section in told for block in section.blocks)
    return by_name(*(block for block in blocks if isinstance(block, Table)))


Named = TypeVar("Named", Table, Picture)


def by_name(*parts: Named | None) -> dict[str, Named]:
    """Tables, or pictures, by their names; what is missing is left out."""
    return {part.name: part for part in parts if part is not None}
