"""Words stand in one storey, whole, and every language has all of them."""

from __future__ import annotations

import ast
import importlib.util
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from misid.errors import MeaningError
from misid.words.language import ENGLISH, LANGUAGES, Spelling, language
from misid.words.numbers import natural, read, spelled
from misid.words.sentence import Number, filled, paragraph, plain

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "misid"
BELOW = (
    "disclosure", "evaluation", "evidence", "files", "machine", "matching", "measures", "programme",
    "quantities", "results", "scenario", "searchlog", "simulation", "uncertainty", "worlds",
)  # fmt: skip
# What is wrong with a file, in tables and helpers from which errors are raised.
OF_ERRORS = (
    "disclosure/asked", "disclosure/columns", "disclosure/counts", "disclosure/difference.py",
    "disclosure/periods",
    "evaluation/reading/", "evidence/citations", "files/", "programme/measured_matcher",
    "programme/people/agencies", "programme/people/population", "programme/people/timeline",
    "quantities/", "results/schema", "scenario/blocks", "scenario/capture", "scenario/check",
    "scenario/contradictions", "scenario/measured_matcher", "scenario/patch", "scenario/read",
    "scenario/schema", "searchlog/checks/audit", "searchlog/checks/checkpoint",
    "searchlog/checks/expression", "searchlog/checks/library", "searchlog/checks/rules",
    "searchlog/plan", "searchlog/write", "simulation/cluster.py", "simulation/people.py",
    "simulation/shards", "uncertainty/require", "uncertainty/saved",
)  # fmt: skip
# Words by which what others wrote is recognised; none of them is said.
RECOGNISED = (
    "disclosure/cells", "disclosure/days", "disclosure/roles", "disclosure/series",
    "disclosure/table",
)  # fmt: skip
_WORD = re.compile(r"[a-z]{2,}", re.IGNORECASE)
# Error texts, descriptions of schemas and what Python itself is told are no words of a result.
_NOT_SAID = re.compile(r"Error$|^Field$|^warn$|^raise_|^refuse|_error$|^Description$")


def prose(tree: ast.Module) -> Iterator[ast.Constant]:
    """The strings of a module that read as English: docstrings, errors and schemas left out."""
    silent: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr | ast.Raise):
            silent.update(map(id, ast.walk(node)))
        if isinstance(node, ast.Call) and _NOT_SAID.search(_name(node.func)):
            silent.update(map(id, ast.walk(node)))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            is_prose = len(_WORD.findall(node.value)) >= 3 and " " in node.value.strip()
            if is_prose and id(node) not in silent:
                yield node


def _name(function: ast.expr) -> str:
    return getattr(function, "attr", getattr(function, "id", ""))


@pytest.mark.parametrize("folder", BELOW)
def test_no_sentence_is_made_below_the_words(folder: str) -> None:
    """Numbers become facts there; what is said of them stands in words/."""
    found = [
        f"{path.relative_to(SOURCE)}:{node.lineno} {str(node.value)[:60]!r}"
        for path in sorted((SOURCE / folder).rglob("*.py"))
        if not path.relative_to(SOURCE).as_posix().startswith((*OF_ERRORS, *RECOGNISED))
        for node in prose(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_every_catalogue_has_the_messages_of_today() -> None:
    """A message that changed, one that nobody translated, a translation that lost a name."""
    command = [sys.executable, str(ROOT / "tools" / "words.py"), "--check", "--missing"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_spanish_tells_whose_photograph_is_compared_from_who_is_sought() -> None:
    """One Spanish verb means both to search for and to seek, so people are only sought by it."""
    catalogue = SOURCE / "words" / "locale" / "es" / "LC_MESSAGES" / "misid.po"
    with catalogue.open("rb") as file:
        messages = [(str(one.id), str(one.string)) for one in read_po(file, locale="es")]
    searched = [
        (text, said)
        for text, said in messages
        if re.search(r"searched\s(?:for(?! everybody)|several|once)\b", text)
    ]
    both = re.compile(r"\b(?:sought|seeks?)\b")
    found = [
        text
        for text, said in searched
        if not both.search(text) and re.search(r"\bbuscad|\bse (?:las )?busc|\bbuscó", said)
    ]
    assert len(searched) > 20
    assert found == []


def test_a_new_language_gets_a_catalogue_of_every_message(tmp_path: Path) -> None:
    """Whoever adds one line to the known languages finds all messages to be translated."""
    spec = importlib.util.spec_from_file_location("words_tool", ROOT / "tools" / "words.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    fresh = Catalog()
    fresh.add("A limit")
    made = tool.merged(tmp_path / "fr" / "LC_MESSAGES" / "misid.po", fresh)
    assert [one.id for one in made if one.id] == ["A limit"]
    assert b'msgid "A limit"\nmsgstr ""' in tool.written(made)
    assert b"fuzzy" not in tool.written(made)


def test_a_language_that_is_not_there_lists_those_that_are() -> None:
    """The error says what can be asked for."""
    with pytest.raises(MeaningError) as caught:
        language("fr")
    assert caught.value.use == "--language en or es"


def test_every_language_is_read_with_its_spelling() -> None:
    """Spanish has a comma before the part below one, and a space from five digits on."""
    assert LANGUAGES == ("en", "es")
    spanish = language("es")
    assert [natural(value, spanish) for value in (1234.0, 56789.0, 0.0123)] == [
        "1200",
        "57\u00a0000",
        "0,012",
    ]
    assert read(0.2134, "share", spanish) == "21 %"


@pytest.mark.parametrize(
    ("digits", "written"), [("12", "12"), ("-1234.5", "-1,234.5"), ("+0.5", "+0.5")]
)
def test_a_number_is_spelled_as_english_readers_write_it(digits: str, written: str) -> None:
    """Signs and the part below one stay."""
    assert spelled(digits, Spelling()) == written


def test_a_sentence_keeps_the_facts_of_its_numbers() -> None:
    """Words and numbers stay apart, and are read as one."""
    number = Number(value=340.2, text="340", fact="headline.wrong_person_references.median")
    sentence = ENGLISH.say("About {wrong} of {all}.", wrong=number, all="1,000")
    assert sentence == ("About ", number, " of 1,000.")
    assert plain(paragraph([sentence, (), ("No more.",)])) == "About 340 of 1,000. No more."


def test_a_message_without_its_number_is_a_fault() -> None:
    """Nothing is left out in silence."""
    with pytest.raises(KeyError):
        filled("About {wrong}.", {})
