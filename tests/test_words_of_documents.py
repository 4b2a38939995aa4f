"""Documents beside the report of a run: the same numbers in every language, and no English left."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from pydantic import BaseModel
from tests.command import call

from misid.document.letters import letter
from misid.document.model import Document
from misid.document.uncertainty import (
    claim_document,
    comparison_document,
    ledger_document,
    requirements_document,
)
from misid.study import Study
from misid.words import Language, Number, language
from misid.words.language import ENGLISH, LANGUAGES

SCENARIO = "live-watchlist"
_ENGLISH = re.compile(r"\b(the|of|which|that|and|is|are)\b")


@cache
def study(*changes: str) -> Study:
    """A few worlds of a quick scenario."""
    return Study(SCENARIO, list(changes), draws=64)


@cache
def facts(name: str) -> Any:
    """What a document is made of, worked out once for all languages."""
    makers: dict[str, Callable[[], Any]] = {
        "comparison": lambda: study().compare(study("strict-threshold")),
        "ledger": lambda: study().unknowns(points=2),
        "requirements": lambda: study().require("wrong_person_references", 1.0),
        "claim": lambda: study().claim(accuracy=0.99),
    }
    return makers[name]()


DOCUMENTS: dict[str, Callable[[Language], Document]] = {
    "comparison": lambda spoken: comparison_document(facts("comparison"), spoken),
    "ledger": lambda spoken: ledger_document(facts("ledger"), spoken, None),
    "requirements": lambda spoken: requirements_document(facts("requirements"), spoken),
    "claim": lambda spoken: claim_document(facts("claim"), spoken),
    "letter": lambda spoken: letter(facts("ledger"), "records-request", spoken, questions=5),
}


def read(part: object) -> Iterator[str | Number]:
    """What is read in a document, piece by piece; codes, names and the stamp left out."""
    if isinstance(part, Number | str):
        yield part
    elif isinstance(part, tuple | list):
        for one in part:
            yield from read(one)
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            if name not in ("language", "kind", "id", "name", "field", "scenario", "stamp"):
                yield from read(getattr(part, name))


def numbers(document: Document) -> list[tuple[str, float]]:
    """Every number of a document with its fact, in one order."""
    return sorted((one.fact, one.value) for one in read(document) if isinstance(one, Number))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_languages_say_the_same_numbers(name: str) -> None:
    """Every number of one language is in the other, with the same fact."""
    english, spanish = (numbers(DOCUMENTS[name](language(code))) for code in LANGUAGES)
    assert len(english) > 1
    assert english == spanish


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_english_is_left_in_a_spanish_document(name: str) -> None:
    """Neither a sentence nor what a scenario that comes along says of itself."""
    said = [one for one in read(DOCUMENTS[name](language("es"))) if isinstance(one, str)]
    assert [one for one in said if _ENGLISH.search(one)] == []


def test_a_document_says_its_language() -> None:
    """As in HTML, so that it is read aloud rightly."""
    assert {DOCUMENTS["comparison"](language(code)).language for code in LANGUAGES} == {
        "en-GB",
        "es",
    }


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("safeguards",), "Eliminar toda fotografía al cabo de 30 días"),
        (("safeguards", "delete-all"), "Lo que no puede arreglar: No cambia ninguna respuesta."),
        (("readings",), "Cómo se lee"),
        (("scenario", "list"), "Comparación facial de los pasajeros"),
        (("scenario", "show", SCENARIO), "por qué: Una sola fuerza policial."),
    ],
)
def test_what_comes_along_is_told_in_the_language(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    """Titles, reasons and limits of safeguards, readings and scenarios have translations."""
    code, out, _ = call(capsys, *words, "--language", "es")
    assert code == 0
    assert said in " ".join(out.split())


def test_what_a_reader_wrote_stays_as_it_is() -> None:
    """On one line, in whatever language it is; only what comes along is translated."""
    spanish = language("es")
    assert spanish.authored("women, Europe") == "mujeres, Europa"
    assert spanish.authored("people of\n  my town") == "people of my town"
    assert spanish.authored("Group") == "Group"
    assert ENGLISH.authored("women, Europe") == "women, Europe"


def test_nothing_is_said_of_nothing() -> None:
    """An empty message is not the head of a catalogue."""
    assert language("es").word("") == ""


@pytest.mark.parametrize(
    "words",
    [("compare", "--with", "delete-all"), ("run",), ("safeguards",), ("scenario", "list")],
)
def test_a_language_for_json_alone_is_refused(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    """JSON holds numbers and codes, so the option would be ignored."""
    code, out, err = call(capsys, *words, "--json", "--language", "es")
    assert (code, out) == (2, "")
    assert "--language says nothing about JSON" in err
