"""What was found becomes a folder: the report, its document, and every number behind it."""

from __future__ import annotations

from pathlib import Path

from misid.document import Document, document_of_evaluation, document_of_run
from misid.figures.of_scores import score_pictures
from misid.figures.render import framed_svg
from misid.output import Writer, text_writer, write_files
from misid.report.html import html
from misid.report.kinds import EVALUATION, RUN, refuse_other_report
from misid.results.bundle import bundle
from misid.results.run import Run
from misid.scorefiles.csv import groups_csv, points_csv
from misid.scorefiles.schema import Evaluation
from misid.scorefiles.stamp import document_json


def write_run(found: Run, folder: str | Path) -> tuple[Path, ...]:
    """
    Write report.html, report.json, results.json and the tables behind them into a folder.

    Args:
        found: a finished run.
        folder: made where it is missing; other files in it are left alone.
    Returns: the files, the report first.
    Raises: OutputError: the folder cannot be made or written, or holds a report of another kind.
    """
    refuse_other_report(folder, RUN)
    return write_files(_pages(document_of_run(found)) | bundle(found), Path(folder))


def write_evaluation(found: Evaluation, folder: str | Path) -> tuple[Path, ...]:
    """
    Write report.html, report.json, evaluation.json, two tables and the figures into a folder.

    Args:
        found: a finished evaluation.
        folder: made where it is missing; other files in it are left alone. The same names are
            written whatever was found, so nothing of an older report stays among them.
    Returns: the files, the report first.
    Raises: OutputError: the folder cannot be made or written, or holds a report of another kind.
    """
    refuse_other_report(folder, EVALUATION)
    numbers = {
        EVALUATION: text_writer(document_json(found)),
        "points.csv": text_writer(points_csv(found)),
        "groups.csv": text_writer(groups_csv(found)),
    }
    drawings = {
        f"figures/{name}.svg": text_writer(framed_svg(picture))
        for name, picture in score_pictures(found).items()
    }
    return write_files(_pages(document_of_evaluation(found)) | numbers | drawings, Path(folder))


def _pages(document: Document) -> dict[str, Writer]:
    return {
        "report.html": text_writer(html(document)),
        "report.json": text_writer(document.model_dump_json(indent=1) + "\n"),
    }
