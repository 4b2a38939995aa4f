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
from misid.scenario import to_yaml
from misid.words.assessment import ANSWERS_FILE
from misid.words.language import ENGLISH, Language
from misid.words.stamps import SCENARIO_FILE
from misid.writers.formats import HTML_ALONE, Formats
from misid.writers.kinds import ASSESSMENT
from misid.writers.report_folder import by_name, write_folder


def write_assessment(
    found: Assessment,
    folder: str | Path,
    language: Language = ENGLISH,
    formats: Formats = HTML_ALONE,
) -> tuple[Path, ...]:
    """
    Write the report, report.json, assessment.json, scenario.yaml, answers and tables.

    The rest as of `write_folder`.
    """
    numbers = {
        ASSESSMENT: found.model_dump_json(by_alias=True, indent=1) + "\n",
        SCENARIO_FILE: to_yaml(found.results.canonical),
    }
    if found.answers is not None:
        numbers[ANSWERS_FILE] = answers_yaml(found.answers)
    headline = run_tables.headline(found.results, language)
    every = (
        tables.questions(found, language),
        tables.rules(found, language),
        None if headline is None else headline.model_copy(update={"name": "numbers"}),
    )
    document = assessment_document(found, language)
    return write_folder(document, numbers, folder, formats, tables=by_name(*every))


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
