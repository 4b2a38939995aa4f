"""An assessment on the page: which questionnaires an address means, and what is made of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from misid.assessment import files
from misid.assessment.answers import Answers
from misid.assessment.assess import assess
from misid.assessment.questionnaire import Questionnaire
from misid.assessment.schema import Assessment
from misid.document.assessment import assessment_document
from misid.document.tables import assessment as tables
from misid.errors import MeaningError
from misid.files.read import plain
from misid.web.address import Address
from misid.web.studies import Studies
from misid.web.written import MEDIA, PATIENCE, written
from misid.words.language import Language, language
from misid.writers.csv import table_csv


@dataclass(frozen=True)
class Assessed:
    """Which assessment: of which programme, by which questionnaires, with whose answers."""

    address: Address
    forms: tuple[str, ...]
    answers: Answers | None
    own: Questionnaire | None = None
    """A questionnaire that does not come along, asked beside the others."""

    @property
    def key(self) -> tuple[object, ...]:
        """What it depends on."""
        digest = self.answers.digest if self.answers else ""
        own = self.own.model_dump_json() if self.own else ""
        return (self.address, self.forms, digest, own)

    @property
    def questionnaires(self) -> tuple[Questionnaire, ...]:
        """All that are asked, the reader's own first."""
        shipped = tuple(files.shipped_form(name) for name in self.forms)
        return (self.own, *shipped) if self.own else shipped


def read_forms(given: Iterable[str]) -> tuple[str, ...]:
    """
    The questionnaires that an address names, in the order of a document; none named: all.

    Raises: MeaningError: there is none of this name.
    """
    named = [name for name in given if name]
    for name in named:
        if name not in files.ORDER:
            raise MeaningError(
                f"no questionnaire is called {plain(name)}.",
                use=f"one of: {', '.join(files.ORDER)}",
            )
    return tuple(name for name in files.ORDER if name in named or not named)


def own_form(path: Path) -> Questionnaire:
    """
    A questionnaire of a reader's file.

    Raises: FormatError, MeaningError: it is none, or has the name of one that comes along.
    """
    form = files.load_form(path)
    if form.name in files.ORDER:
        raise MeaningError(
            f"a questionnaire is called {form.name}, as one that comes along.", use="another name"
        )
    return form


def answers_of(studies: Studies, address: Address) -> Answers | None:
    """What was said in public of the scenario of an address, where that comes along with it."""
    name = studies.scenario(address).name
    return _shipped(name) if name in files.shipped_answers() else None


@cache
def _shipped(name: str) -> Answers:
    return files.load_answers(name)


def assessed(studies: Studies, asked: Assessed, *, patience: float | None = None) -> Assessment:
    """
    The facts of an assessment.

    Args:
        studies: that all readers share.
        asked: which assessment.
        patience: seconds to wait for the numbers, where that is not the page's.
    Raises: MeaningError: changes that cannot be put on the scenario. StillAtWorkError: ask again.
    """
    results = studies.of_study(
        "results", asked.address, lambda study: study.results, patience=patience
    )
    return assess(results, asked.questionnaires, files.shipped_rules(), asked.answers)


def assessment_file(
    studies: Studies, asked: Assessed, ending: str, paper: str, *, forgets: bool = False
) -> str | bytes:
    """
    An assessment as a file.

    Args:
        studies: that all readers share.
        asked: which assessment.
        ending: of the file's name, one of `ENDINGS`.
        paper: for which pages are made.
        forgets: whether nothing of it is kept for others.
    Raises: as `assessed`.
    """
    found, spoken = assessed(studies, asked, patience=PATIENCE), language(asked.address.language)
    own = ("assessment", ending, paper, *asked.key)
    patience = 3 * PATIENCE if forgets else PATIENCE
    try:
        return studies.made.get(own, lambda: _made(found, spoken, ending, paper), patience=patience)
    finally:
        if forgets:
            studies.made.forget(lambda key: key == own)


def _made(found: Assessment, spoken: Language, ending: str, paper: str) -> str | bytes:
    if ending == "json":
        return found.model_dump_json(by_alias=True, indent=1) + "\n"
    if ending == "csv":
        return table_csv(tables.questions(found, spoken))
    return written(assessment_document(found, spoken), ending, paper)


ENDINGS = {**MEDIA, "json": "application/json", "csv": "text/csv"}
"""Of which kind an assessment's file is, by the end of its name."""
