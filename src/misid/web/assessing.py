"""An assessment on the page: which questionnaires an address means, and what is made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from misid.assessment import files
from misid.assessment.answers import Answers
from misid.assessment.assess import assess
from misid.assessment.schema import Assessment
from misid.document.assessment import assessment_document
from misid.document.model import Document
from misid.document.tables import assessment as tables
from misid.errors import MeaningError
from misid.files.read import plain
from misid.web.address import Address
from misid.web.studies import Studies
from misid.words.language import Language, language
from misid.writers.csv import table_csv
from misid.writers.docx import docx
from misid.writers.html import html
from misid.writers.pdf import pdf

_PATIENCE = 15.0
"""Seconds that a reader who sends something waits: such an answer cannot ask again by itself."""


@dataclass(frozen=True)
class Assessed:
    """Which assessment: of which programme, by which questionnaires, with whose answers."""

    address: Address
    forms: tuple[str, ...]
    answers: Answers | None

    @property
    def key(self) -> tuple[object, ...]:
        """What it depends on."""
        digest = self.answers.digest if self.answers else ""
        return (self.address, self.forms, digest)


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


def answers_of(studies: Studies, address: Address) -> Answers | None:
    """What was said in public of the scenario of an address, where that comes along with it."""
    name = studies.scenario(address).name
    return files.load_answers(name) if name in files.shipped_answers() else None


def assessed(studies: Studies, asked: Assessed, *, waits: bool = False) -> Assessment:
    """
    The facts of an assessment.

    Args:
        studies: that all readers share.
        asked: which assessment.
        waits: whether to wait for the numbers, however long a page waits else.
    Raises: MeaningError: changes that cannot be put on the scenario. StillAtWorkError: ask again.
    """
    patience = _PATIENCE if waits else None
    results = studies.of_study(
        "results", asked.address, lambda study: study.results, patience=patience
    )
    forms = [files.shipped_form(name) for name in asked.forms]
    return assess(results, forms, files.shipped_rules(), asked.answers)


def written(
    studies: Studies, asked: Assessed, ending: str, paper: str, *, waits: bool = False
) -> tuple[str | bytes, str]:
    """
    An assessment as a file, and of which kind that is.

    Args:
        studies: that all readers share.
        asked: which assessment.
        ending: of the file's name, one of `ENDINGS`.
        paper: for which pages are made.
        waits: as of `assessed`.
    Raises: as `assessed`.
    """
    found, spoken = assessed(studies, asked, waits=waits), language(asked.address.language)
    write, kind = ENDINGS[ending]
    own = ("assessment", ending, paper, *asked.key)
    patience = _PATIENCE if waits else None
    try:
        return studies.made.get(own, lambda: (write(found, spoken, paper), kind), patience=patience)
    finally:
        if waits:
            # What a reader entered is answered and forgotten.
            studies.made.forget(lambda key: key == own)


def _json(found: Assessment, _: Language, _paper: str) -> str:
    return found.model_dump_json(by_alias=True, indent=1) + "\n"


def _csv(found: Assessment, spoken: Language, _paper: str) -> str:
    return table_csv(tables.questions(found, spoken))


def _as(write: Callable[..., str | bytes], *, is_paged: bool) -> Callable[..., str | bytes]:
    def made(found: Assessment, spoken: Language, paper: str) -> str | bytes:
        document: Document = assessment_document(found, spoken)
        return write(document, paper) if is_paged else write(document)

    return made


ENDINGS: dict[str, tuple[Callable[[Assessment, Language, str], str | bytes], str]] = {
    "html": (_as(html, is_paged=False), "text/html"),
    "pdf": (_as(pdf, is_paged=True), "application/pdf"),
    "docx": (
        _as(docx, is_paged=True),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "json": (_json, "application/json"),
    "csv": (_csv, "text/csv"),
}
"""What writes an assessment, and of which kind the file is, by the end of its name."""
