"""What was found becomes a folder: the report, its document, and every number behind it."""

from __future__ import annotations

from pathlib import Path

from misid.document import (
    document_of_evaluation,
    document_of_run,
)
from misid.document.model import Table
from misid.document.people import document_of_history
from misid.document.searchlog import document_of_log
from misid.document.tables import comparisons, people, searches
from misid.document.tables import groups as group_tables
from misid.evaluation.schema import Identification, Verification
from misid.evaluation.stamp import document_json
from misid.figures.catalogue import history_pictures, score_pictures, search_pictures
from misid.files.write import text_writer, write_files
from misid.results.run import Run
from misid.scenario import to_yaml
from misid.searchlog.schema import Dataset
from misid.simulation.people_schema import History
from misid.words.language import ENGLISH, Language
from misid.words.stamps import SCENARIO_FILE
from misid.writers.formats import HTML_ALONE, Formats, pages
from misid.writers.kinds import (
    EVALUATION,
    HISTORY,
    IDENTIFICATION,
    RUN,
    refuse_other_report,
    write_report,
)
from misid.writers.markdown import markdown
from misid.writers.report_folder import write_folder
from misid.writers.run_files import bundle
from misid.writers.table_schema import table_schema

LOG_PAGES = ("dataset.md", "schema.json")
"""What stands beside a synthetic search log, and says what it holds."""


def write_run(
    found: Run,
    folder: str | Path,
    language: Language = ENGLISH,
    formats: Formats = HTML_ALONE,
) -> tuple[Path, ...]:
    """
    Write the report, report.json, results.json and the tables behind them into a folder.

    Args:
        found: a finished run.
        folder: made where it is missing; other files in it are left alone.
        language: of the report.
        formats: in which the report is written.
    Returns: the files, the report first.
    Raises: OutputError: the folder cannot be made or written, or holds another report.
    """
    refuse_other_report(folder, RUN)
    report = pages(document_of_run(found.results, language), formats, folder)
    return write_report(report | bundle(found), folder, RUN)


def write_evaluation(
    found: Verification | Identification,
    folder: str | Path,
    language: Language = ENGLISH,
    formats: Formats = HTML_ALONE,
) -> tuple[Path, ...]:
    """
    Write the report, report.json, the document, the tables behind it and the figures.

    The same names are written whatever was found, so nothing of an older report stays among them.
    The rest as of `write_folder`.
    """
    if isinstance(found, Verification):
        name, pictures = EVALUATION, score_pictures(found, language)
    else:
        name, pictures = IDENTIFICATION, search_pictures(found, language)
    return write_folder(
        document_of_evaluation(found, language),
        {name: document_json(found)},
        folder,
        formats,
        tables=evaluation_tables(found, language),
        pictures=pictures,
    )


def evaluation_tables(
    found: Verification | Identification, language: Language = ENGLISH
) -> dict[str, Table]:
    """The tables that stand beside the report of an evaluation, each of them whole."""
    groups = group_tables.groups(found, language, whole=True)
    if isinstance(found, Verification):
        return {"points": comparisons.points(found, language), "groups": groups}
    return {
        "points": searches.points(found, language),
        "returned": searches.returned(found, language),
        "cmc": searches.ranks(found, language),
        "groups": groups,
    }


def write_history(
    history: History,
    folder: str | Path,
    language: Language = ENGLISH,
    formats: Formats = HTML_ALONE,
) -> tuple[Path, ...]:
    """
    Write the report, report.json, history.json, scenario.yaml, tables and the figures.

    The rest as of `write_folder`.
    """
    numbers = {
        HISTORY: history.model_dump_json(indent=1) + "\n",
        SCENARIO_FILE: to_yaml(history.canonical),
    }
    tables = {
        name: people.every_field(name, rows)
        for name in ("repeats", "months", "agencies", "example")
        if (rows := getattr(history, name))
    }
    return write_folder(
        document_of_history(history, language),
        numbers,
        folder,
        formats,
        tables=tables,
        pictures=history_pictures(history, language),
    )


def write_log_page(dataset: Dataset, folder: Path, language: Language = ENGLISH) -> Path:
    """
    Write dataset.md beside a synthetic search log: that it is made up, and what its columns say.

    Beside it stands schema.json, a Frictionless Table Schema of the same columns.

    Raises: OutputError: it cannot be written.
    """
    page = text_writer(markdown(document_of_log(dataset, language)))
    schema = text_writer(table_schema(dataset, language))
    return write_files(dict(zip(LOG_PAGES, (page, schema), strict=True)), folder)[0]
