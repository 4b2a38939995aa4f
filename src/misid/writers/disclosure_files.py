"""The files of a disclosed table, and of two snapshots of one: report, facts, tables."""

from __future__ import annotations

from pathlib import Path

from misid.disclosure.difference_schema import DisclosureDifference
from misid.disclosure.schema import Disclosure
from misid.document.disclosure import difference_of_disclosures, disclosure_document
from misid.document.tables import disclosure as tables
from misid.words.language import ENGLISH, Language
from misid.writers.formats import HTML_ALONE, Formats
from misid.writers.kinds import DISCLOSURE, DISCLOSURE_DIFFERENCE
from misid.writers.report_folder import by_name, write_folder


def write_disclosure(
    found: Disclosure,
    folder: str | Path,
    language: Language = ENGLISH,
    formats: Formats = HTML_ALONE,
) -> tuple[Path, ...]:
    """
    Write the report, report.json, disclosure.json, and tables of columns and disagreements.

    The rest as of `write_folder`.
    """
    facts = found.model_dump_json(by_alias=True, indent=1) + "\n"
    every = (
        tables.columns(found, language),
        tables.discrepancies(found, language, whole=True),
    )
    document = disclosure_document(found, language)
    return write_folder(document, {DISCLOSURE: facts}, folder, formats, tables=by_name(*every))


def write_difference(
    found: DisclosureDifference,
    folder: str | Path,
    language: Language = ENGLISH,
    formats: Formats = HTML_ALONE,
) -> tuple[Path, ...]:
    """
    Write the report of two snapshots, report.json, disclosure-difference.json and a CSV a table.

    The rest as of `write_folder`.
    """
    facts = found.model_dump_json(by_alias=True, indent=1) + "\n"
    document = difference_of_disclosures(found, language)
    return write_folder(document, {DISCLOSURE_DIFFERENCE: facts}, folder, formats)
