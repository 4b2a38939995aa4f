"""A comparison becomes a folder: the report, its document, every number, tables and the picture."""

from __future__ import annotations

from pathlib import Path

from misid.document.comparison_report import comparison_report, slopes_of
from misid.scenario import Output
from misid.uncertainty.schema import Comparison
from misid.words.language import ENGLISH, Language
from misid.writers.formats import HTML_ALONE, Formats
from misid.writers.kinds import COMPARISON
from misid.writers.report_folder import by_name, write_folder


def write_comparison(
    found: Comparison,
    folder: str | Path,
    *,
    output: Output | None = None,
    language: Language = ENGLISH,
    formats: Formats = HTML_ALONE,
) -> tuple[Path, ...]:
    """
    Write the report, report.json, comparison.json, a CSV a table and the slopes.

    `output` is which output the slopes show; the one that moves the most where it is left out. Two
    programmes that share no worlds have none. The rest as of `write_folder`.
    """
    facts = found.model_dump_json(indent=2) + "\n"
    picture = slopes_of(found, output, language)
    return write_folder(
        comparison_report(found, output, language),
        {COMPARISON: facts},
        folder,
        formats,
        pictures=by_name(picture),
    )
