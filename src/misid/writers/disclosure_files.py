"""The files of a disclosed table, and of two snapshots of one: report, facts, tables."""

from __future__ import annotations

from pathlib import Path

from misid.disclosure.difference_schema import DisclosureDifference
from misid.disclosure.schema import Disclosure
from misid.document.disclosure import difference_of_disclosures, disclosure_document
from misid.document.model import Table
from misid.document.tables import disclosure as tables
from misid.files.write import text_writer
from misid.words.language import ENGLISH, Language
from misid.writers.csv import table_csv
from misid.writers.formats import HTML_ALONE, Formats, pages
from misid.writers.kinds import DISCLOSURE, DISCLOSURE_DIFFERENCE, refuse_other_report, write_report


def write_disclosure(
    found: Disclosure,
    folder: str | Path,
    language: Language = ENGLISH,
    formats: Formats = HTML_ALONE,
) -> tuple[Path, ...]:
    """
    Write the report, report.json, disclosure.json, and tables of columns and disagreements.

    Args:
        found: the facts.
        folder: made where it is missing; other files in it are left alone.
        language: of the report and its tables.
        formats: in which the report is written.
    Returns: the files, the report first.
    Raises: OutputError: the folder cannot be made or written, or holds a report of another kind.
    """
    refuse_other_report(folder, DISCLOSURE)
    files = pages(disclosure_document(found, language), formats, folder)
    files[DISCLOSURE] = text_writer(found.model_dump_json(by_alias=True, indent=1) + "\n")
    for table in (
        tables.columns(found, language),
        tables.discrepancies(found, language, whole=True),
    ):
        if table is not None:
            files[f"{table.name}.csv"] = text_writer(table_csv(table))
    return write_report(files, folder, DISCLOSURE)


def write_difference(
    found: DisclosureDifference,
    folder: str | Path,
    language: Language = ENGLISH,
    formats: Formats = HTML_ALONE,
) -> tuple[Path, ...]:
    """
    Write the report, report.json, disclosure-difference.json and a CSV a table.

    Args:
        found: what changed between two snapshots.
        folder: made where it is missing; other files in it are left alone.
        language: of the report and its tables.
        formats: in which the report is written.
    Returns: the files, the report first.
    Raises: OutputError: the folder cannot be made or written, or holds a report of another kind.
    """
    refuse_other_report(folder, DISCLOSURE_DIFFERENCE)
    document = difference_of_disclosures(found, language)
    files = pages(document, formats, folder)
    facts = found.model_dump_json(by_alias=True, indent=1) + "\n"
    files[DISCLOSURE_DIFFERENCE] = text_writer(facts)
    blocks = (block for section in document.sections for block in section.blocks)
    tables_shown = (block for block in blocks if isinstance(block, Table))
    files |= {f"{one.name}.csv": text_writer(table_csv(one)) for one in tables_shown}
    return write_report(files, folder, DISCLOSURE_DIFFERENCE)
