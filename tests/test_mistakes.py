"""A reader's mistake in the reader's language."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from importlib.resources import files
from pathlib import Path

import pytest

from misid.errors import MeaningError, MisidError
from misid.words.language import language
from misid.words.mistakes import USE, WHAT, known_template, told_mistake

WEB = Path(str(files("misid.web")))
ELSEWHERE = ("export*.py", "server.py", "guard.py", "endpoint.py", "views/api*.py")
"""What is told in a terminal, or to a program."""


def sentences() -> Iterator[str]:
    """What each mistake that the page finds says, with a word where a value stands."""
    for path in sorted(WEB.rglob("*.py")):
        if any(path.match(pattern) for pattern in ELSEWHERE):
            continue
        yield from of_module(path)


def of_module(path: Path) -> Iterator[str]:
    """The same of one module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and node.args and _is_mistake(node.func):
            text = _sample(node.args[0])
            if text:
                yield text


def _is_mistake(called: ast.expr) -> bool:
    return isinstance(called, ast.Name) and called.id.endswith("Error")


def _sample(said: ast.expr) -> str:
    if isinstance(said, ast.Constant):
        return str(said.value)
    if isinstance(said, ast.JoinedStr):
        return "".join(
            str(one.value) if isinstance(one, ast.Constant) else "x1" for one in said.values
        )
    return ""


def test_every_mistake_that_the_page_finds_is_known() -> None:
    """None is told to a Spanish reader in English because its sentence was changed."""
    found = [text for text in sentences() if text != "x1."]
    assert len(found) > 30
    assert [] == [text for text in found if known_template(text, WHAT) is None]


READ = ("files", "disclosure", "evaluation/reading", "searchlog/checks", "audit")
"""What reads files that a reader of the page brings."""
OF_A_TERMINAL = (
    "files/write.py", "files/unfinished.py", "files/opened.py", "audit/stated.py",
    "disclosure/asked.py", "disclosure/periods.py", "disclosure/running.py",
)  # fmt: skip
"""Told of options and of files that are written, or in words that are put together elsewhere."""
_OF_OPTIONS = (
    "--", "there is no file", "x1x1", "x1 called x1", "x1 x1", "is x1, but x1", "x1 not have",
)  # fmt: skip


def test_what_is_wrong_with_a_file_that_was_brought_is_known() -> None:
    """Whatever refuses it says so in Spanish too."""
    package = WEB.parent
    found = [
        text
        for folder in READ
        for path in sorted((package / folder).glob("*.py"))
        if not any(path.match(one) for one in OF_A_TERMINAL)
        for text in of_module(path)
        if text != "x1." and not text.startswith(_OF_OPTIONS)
    ]
    assert len(found) > 100
    assert [] == [text for text in found if known_template(text, WHAT) is None]


def test_a_noun_is_translated_and_a_name_is_not() -> None:
    """A column may be called as a word of ours is."""
    image = MisidError("score is a PNG image; misid never reads images or face templates.")
    assert told_mistake(image, language("es")).what.startswith(
        "score es una imagen PNG; misid no lee"
    )
    column = MisidError("column score is the score, but nothing in it can be read as that.")
    assert "score se toma por puntuaci\u00f3n" in told_mistake(column, language("es")).what


def test_every_end_of_work_is_known() -> None:
    """Its sentences are put together; each of them is one that is said in Spanish."""
    modules = [
        path.stem for path in WEB.glob("*.py") if "= ProcessEnds(" in path.read_text("utf-8")
    ]
    assert len(modules) > 5
    for name in modules:
        ends = import_module(f"misid.web.{name}")._ENDS
        assert None not in [known_template(one.what, WHAT) for one in (ends.died(), ends.late())]


@pytest.mark.parametrize("template", [*WHAT, *USE])
def test_every_sentence_is_said_in_spanish(template: str) -> None:
    """Each is found by its words alone, and leads to itself."""
    text = template.replace("{", "").replace("}", "")
    found = known_template(text, WHAT if template in WHAT else USE)
    assert found is not None
    assert template == found[0]
    assert template != language("es").word(template)


def test_numbers_are_spelled_as_the_language_spells_them() -> None:
    """Between words; a value that was entered stays as it was."""
    mistake = MeaningError(
        "the guess is '4000', but it is of 1,000 reference codes.",
        use="a whole number from 0 to 1,000",
    )
    said = told_mistake(mistake, language("es"))
    assert "la conjetura es '4000', pero se trata de 1\u00a0000 códigos de referencia." == said.what
    assert "un número entero de 0 a 1\u00a0000" == said.use
    assert "es" == said.language


def test_what_is_not_known_is_marked_as_english() -> None:
    """So that it is read aloud as English; a name that stands first keeps its letters."""
    said = told_mistake(MisidError("pilot.csv is odd.", use="the whole file"), language("es"))
    assert ("pilot.csv is odd.", "en-GB") == (said.what, said.language)
    assert not said.begins_with_word
    assert told_mistake(MisidError("there is no file."), language("en")).begins_with_word
