"""What counts say becomes a folder: the report, every number, tables and pictures."""

from __future__ import annotations

from pathlib import Path

from misid.document.inference import inference_pictures, inference_report
from misid.document.model import Table
from misid.document.tables import inference as tables
from misid.files.write import text_writer
from misid.inference.schema import Inference
from misid.words.language import ENGLISH, Language
from misid.writers.csv import table_csv
from misid.writers.folder import drawings
from misid.writers.formats import HTML_ALONE, Formats, pages
from misid.writers.kinds import INFERENCE, refuse_other_report, write_report


def write_inference(
    found: Inference,
    folder: str | Path,
    language: Language = ENGLISH,
    formats: Formats = HTML_ALONE,
) -> tuple[Path, ...]:
    """
    Write the report, report.json, inference.json, a CSV a table and the pictures into a folder.

    Args:
        found: what counts say, just worked out or read from a file.
        folder: made where it is missing; other files in it are left alone.
        language: of the report.
        formats: in which the report is written.
    Returns: the files, the report first.
    Raises: OutputError: the folder cannot be made or written, or holds another report.
    """
    refuse_other_report(folder, INFERENCE)
    pictures = inference_pictures(found, language)
    files = pages(inference_report(found, language), formats, folder) | {
        INFERENCE: text_writer(found.model_dump_json(indent=2) + "\n")
    }
    files |= {f"{one.name}.csv": text_writer(table_csv(one)) for one in _tables(found, language)}
    return write_report(files | drawings({one.name: one for one in pictures}), folder, INFERENCE)


def _tables(found: Inference, language: Language) -> list[Table]:
    every = (
        tables.numbers(found, language),
        tables.inputs(found, language, every=True),
        tables.checks(found, language),
        tables.unused(found, language),
    )
    return [one for one in every if one is not None]
