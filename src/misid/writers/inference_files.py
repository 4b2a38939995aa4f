"""What counts say becomes a folder: the report, every number, tables and pictures."""

from __future__ import annotations

from pathlib import Path

from misid.document.inference import inference_pictures, inference_report
from misid.document.tables import inference as tables
from misid.inference.schema import Inference
from misid.words.language import ENGLISH, Language
from misid.writers.formats import HTML_ALONE, Formats
from misid.writers.kinds import INFERENCE
from misid.writers.report_folder import by_name, write_folder


def write_inference(
    found: Inference,
    folder: str | Path,
    language: Language = ENGLISH,
    formats: Formats = HTML_ALONE,
) -> tuple[Path, ...]:
    """
    Write the report, report.json, inference.json, a CSV a table and the pictures.

    The rest as of `write_folder`.
    """
    facts = found.model_dump_json(indent=2) + "\n"
    every = (
        tables.numbers(found, language),
        tables.inputs(found, language, every=True),
        tables.checks(found, language),
        tables.unused(found, language),
    )
    return write_folder(
        inference_report(found, language),
        {INFERENCE: facts},
        folder,
        formats,
        tables=by_name(*every),
        pictures=by_name(*inference_pictures(found, language)),
    )
