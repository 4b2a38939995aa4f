"""Questionnaires, rules and answers: those that come along, and those of a reader's files."""

from __future__ import annotations

import difflib
from functools import cache
from importlib.resources import files
from pathlib import Path

from pydantic import ValidationError

from misid.assessment import answers as answering
from misid.assessment import questionnaire as asking
from misid.assessment import rules as ruling
from misid.assessment.answers import Answers
from misid.assessment.questionnaire import Questionnaire
from misid.assessment.rules import ContradictionRule, ContradictionRules
from misid.assessment.schema import Assessment
from misid.errors import FormatError
from misid.files import read as intake
from misid.files.names import refuse_unknown
from misid.files.yaml_lines import BYTE_LIMIT, parse
from misid.scenario.read import read_as

_FOLDER = files("misid.assessment") / "library"
_ASSESSMENT_LIMIT = 20_000_000
_A_FORM, _AN_ANSWER = "a questionnaire", "a file of answers"
ORDER = ("pta", "omb-m-25-21", "eu-ai-act", "nist-ai-rmf", "bridges", "iso-19795")
"""The questionnaires that come along, in the order of a document."""


@cache
def shipped_form(name: str) -> Questionnaire:
    """A questionnaire that comes along, by its name."""
    return read_form((_FOLDER / "forms" / f"{name}.yaml").read_text("utf-8"), f"{name}.yaml")


def load_form(form: str | Path) -> Questionnaire:
    """
    A questionnaire by name, if it comes along, or from a YAML file.

    Raises: FormatError, MeaningError: with file and line of the mistake.
    Example:
        >>> load_form("bridges").chapters[0].items[0].id
        'who-is-searched'
    """
    if str(form) in ORDER:
        return shipped_form(str(form))
    near = difflib.get_close_matches(str(form), ORDER, n=1)
    use = f"{near[0]}, or a file that exists" if near else "a name of `misid assess forms`"
    refuse_unknown(Path(form), "questionnaire or file", ORDER, use)
    return read_form(*_read(Path(form), _A_FORM, use))


def read_form(text: str, file: str) -> Questionnaire:
    """
    A questionnaire from YAML text.

    Args:
        text: the document.
        file: its name in error texts.
    Raises: FormatError, MeaningError: with file and line of the mistake.
    """
    document = parse(text, file, kind=_A_FORM)
    return read_as(
        Questionnaire, document, schema=asking.SCHEMA, kind=_A_FORM,
        check=lambda form: list(asking.mistakes(form)),
    )  # fmt: skip


def load_answers(path: str | Path) -> Answers:
    """
    Answers from a YAML file, or those that come along for a scenario, by its name.

    Raises: FormatError, MeaningError: with file and line of the mistake.
    Example:
        >>> load_answers("task-force-module").statements[0].topic
        'purpose'
    """
    if str(path) in shipped_answers():
        text = (_FOLDER / "answers" / f"{path}.yaml").read_text("utf-8")
        return read_answers(text, f"{path}.yaml")
    use = "a file that `misid assess new` wrote"
    refuse_unknown(Path(path), "answers or file", shipped_answers(), use)
    return read_answers(*_read(Path(path), _AN_ANSWER, use))


def shipped_answers() -> tuple[str, ...]:
    """Names of the answers that come along, those of the scenarios that they are about."""
    folder = (_FOLDER / "answers").iterdir()
    return tuple(sorted(one.name.removesuffix(".yaml") for one in folder))


def read_answers(text: str, file: str) -> Answers:
    """
    Answers from YAML text.

    Args:
        text: the document.
        file: its name in error texts.
    Raises: FormatError, MeaningError: with file and line of the mistake.
    """
    document = parse(text, file, kind=_AN_ANSWER, instead="a file that `misid assess new` wrote")
    return read_as(
        Answers, document, schema=answering.SCHEMA, kind=_AN_ANSWER,
        check=lambda given: list(answering.mistakes(given)),
    )  # fmt: skip


@cache
def shipped_rules() -> tuple[ContradictionRule, ...]:
    """The rules that come along."""
    document = parse((_FOLDER / "rules.yaml").read_text("utf-8"), "rules.yaml", kind="rules")
    return read_as(
        ContradictionRules, document, schema=ruling.SCHEMA, kind="rules",
        check=lambda found: list(ruling.mistakes(found)),
    ).rules  # fmt: skip


def _read(path: Path, kind: str, instead: str) -> tuple[str, str]:
    text = intake.read_text(path, limit=BYTE_LIMIT, kind=kind, instead=instead)
    return text, intake.shown_name(path)


def load_assessment(path: Path) -> Assessment:
    """
    A saved assessment.

    Args:
        path: of `assessment.json`, or of the folder that holds it.
    Raises: FormatError: no such file, or no assessment of this version.
    """
    file = path / "assessment.json" if path.is_dir() else path
    text = intake.read_text(file, limit=_ASSESSMENT_LIMIT, kind="an assessment")
    try:
        return Assessment.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "its first line"
        raise FormatError(
            f"{intake.shown_name(file)} is no assessment of this version of misid.",
            where=intake.plain(place),
            use="assessment.json that `misid assess --out` wrote",
        ) from None
