"""The files of an assessment: the report, its facts, the answers, tables for spreadsheets."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from misid.assessment.answers import SCHEMA, Answers
from misid.assessment.questionnaire import Questionnaire
from misid.assessment.schema import Assessment
from misid.document.assessment import assessment_document
from misid.document.tables import assessment as tables
from misid.document.tables import run as run_tables
from misid.files.write import Writer, text_writer
from misid.scenario import to_yaml
from misid.words.assessment import ANSWERS_FILE
from misid.words.language import ENGLISH, Language
from misid.words.stamps import SCENARIO_FILE
from misid.writers.csv import table_csv
from misid.writers.formats import HTML_ALONE, Formats, pages
from misid.writers.kinds import ASSESSMENT, refuse_other_report, write_report


def write_assessment(
    found: Assessment,
    folder: str | Path,
    language: Language = ENGLISH,
    formats: Formats = HTML_ALONE,
) -> tuple[Path, ...]:
    """
    Write the report, report.json, assessment.json, scenario.yaml, answers and tables.

    Args:
        found: the facts.
        folder: made where it is missing; other files in it are left alone.
        language: of the report and its tables.
        formats: in which the report is written.
    Returns: the files, the report first.
    Raises: OutputError: the folder cannot be made or written, or holds a report of another kind.
    """
    refuse_other_report(folder, ASSESSMENT)
    report = pages(assessment_document(found, language), formats, folder)
    return write_report(report | _numbers(found, language), folder, ASSESSMENT)


def _numbers(found: Assessment, language: Language) -> dict[str, Writer]:
    files = {
        ASSESSMENT: text_writer(found.model_dump_json(by_alias=True, indent=1) + "\n"),
        SCENARIO_FILE: text_writer(to_yaml(found.results.canonical)),
        "questions.csv": text_writer(table_csv(tables.questions(found, language))),
        "rules.csv": text_writer(table_csv(tables.rules(found, language))),
    }
    headline = run_tables.headline(found.results, language)
    if headline is not None:
        files["numbers.csv"] = text_writer(table_csv(headline))
    if found.answers is not None:
        files[ANSWERS_FILE] = text_writer(answers_yaml(found.answers))
    return files


def answers_yaml(answers: Answers) -> str:
    """Answers as a file that is read again as they are."""
    held = answers.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return _yaml({"schema": answers.schema_, **held})


def _yaml(held: Mapping[str, Any]) -> str:
    yaml = YAML()
    yaml.width, yaml.allow_unicode = 100, True
    made = io.StringIO()
    yaml.dump(dict(held), made)
    return made.getvalue()


def blank_answers(forms: Sequence[Questionnaire], programme: str, as_of: date) -> str:
    """
    A file of answers to fill in: every question as a comment, its answer left open.

    Args:
        forms: questionnaires.
        programme: of which programme.
        as_of: the day.
    """
    head = _yaml({"schema": SCHEMA, "programme": programme, "as_of": as_of.isoformat()})
    lines = [*head.splitlines(), "sources: {}", "statements: []", "answers:"]
    for form in forms:
        for item in form.items:
            lines += (f"  # {line}" for line in textwrap.wrap(" ".join(item.asks.split()), 94))
            lines += (
                f"  - form: {form.name}",
                f"    item: {item.id}",
                "    state: not_checked  # or met, not_met, unknown, not_applicable",
                "    why: Nobody has looked yet.",
            )
    return "\n".join(lines) + "\n"
