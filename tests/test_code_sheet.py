"""The sheet of one reference code: its files, its words, and that it is made again from itself."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from tests.command import call
from tests.reading_ease import EASY_ENOUGH, WITHIN_NINTH_GRADE, ease, grade

from misid.document import Document
from misid.document.code import case_sheet
from misid.document.model import Figure
from misid.document.walk import with_numbers
from misid.errors import OutputError
from misid.study import Study
from misid.study.verify import verify
from misid.uncertainty.code_schema import CodeCase
from misid.words import language
from misid.words.sentence import Number
from misid.writers.case_files import check_case, write_case
from misid.writers.formats import formats
from misid.writers.html import html

KNOWN = {"rule": "flagged_record", "review": "none"}
GIVEN = {
    "task-force-module": {},
    "task-force-module, rule known": KNOWN,
    "airport-exit": {},
    "live-watchlist": {},
}


@cache
def study(name: str) -> Study:
    """A scenario in few worlds."""
    return Study(name.split(",", maxsplit=1)[0], draws=64)


@cache
def case_of(name: str) -> CodeCase:
    """A case of which some is known."""
    return study(name).one_code(**GIVEN[name], asks=name.endswith("known"))  # type: ignore[arg-type]


@cache
def sheet(name: str, code: str = "en") -> Document:
    """Its sheet."""
    return case_sheet(case_of(name), language(code))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sheet in a folder, as HTML, PDF, DOCX and Markdown."""
    out = tmp_path_factory.mktemp("case") / "sheet"
    write_case(case_of("task-force-module, rule known"), out, formats=formats("pdf,docx,md"))
    return out


@pytest.mark.parametrize("name", GIVEN)
def test_a_sheet_and_its_front_are_read_in_the_ninth_grade(name: str) -> None:
    """Finding and lead, and all that is read; on one side of an either/or and on both."""
    for whole in (False, True):
        assert grade(sheet(name), whole=whole) <= WITHIN_NINTH_GRADE


@pytest.mark.parametrize("name", GIVEN)
def test_a_spanish_sheet_and_its_front_are_as_easy(name: str) -> None:
    """INFLESZ says that it is of normal difficulty or easier."""
    for whole in (False, True):
        assert ease(sheet(name, "es"), whole=whole) >= EASY_ENOUGH


def test_a_sheet_holds_its_picture_and_which_average_it_is() -> None:
    """Next to the finding: the bar, and why it is a ratio of means."""
    meaning = sheet("task-force-module, rule known").sections[0]
    (picture,) = (one for one in meaning.blocks if isinstance(one, Figure))
    assert "<svg" in picture.wide
    assert "a ratio of means" in str(meaning.blocks[-1])


def test_every_number_of_a_sheet_leads_to_its_row() -> None:
    """Each in words and tables has a row that says how it was worked out."""
    missing: list[Number] = []

    def keep(number: Number) -> Number:
        if number.fact and not number.row:
            missing.append(number)
        return number

    made = sheet("task-force-module, rule known")
    with_numbers(made, keep, drawn=False)
    told = [section for section in made.sections if section.id != "numbers"]
    assert len(told) < len(made.sections)
    assert [] == missing


@pytest.mark.parametrize("file", ["report.html", "report.pdf", "code.json"])
def test_a_sheet_is_made_again_from_what_it_carries(folder: Path, file: str) -> None:
    """Every number, word and picture of it, in each format."""
    found = verify(folder / file)
    assert {"same"} == {one.outcome for one in found.checks}
    assert {"numbers"} <= {one.name for one in found.checks}


def test_another_number_in_a_sheet_is_found(folder: Path, tmp_path: Path) -> None:
    """The chance of the right person, raised by hand in the facts and in the words."""
    facts = (folder / "code.json").read_text(encoding="utf-8")
    value = str(case_of("task-force-module, rule known").rows[0].probability)
    changed = tmp_path / "code.json"
    changed.write_text(facts.replace(value, "0.999", 1), encoding="utf-8")
    assert "differs" in {one.outcome for one in verify(changed).checks}
    page = (folder / "report.html").read_text(encoding="utf-8")
    forged = tmp_path / "report.html"
    forged.write_text(page.replace("somebody who is sought", "a wanted man", 1), encoding="utf-8")
    assert "differs" in {one.outcome for one in verify(forged).checks}


def test_a_name_that_ends_in_pdf_is_a_pdf_alone(folder: Path, tmp_path: Path) -> None:
    """The same bytes as in the folder."""
    (written,) = write_case(case_of("task-force-module, rule known"), tmp_path / "case.pdf")
    assert (folder / "report.pdf").read_bytes() == written.read_bytes()


def test_a_folder_with_another_report_is_refused(tmp_path: Path) -> None:
    """Before anything is worked out."""
    (tmp_path / "results.json").write_text("{}", encoding="utf-8")
    with pytest.raises(OutputError, match="holds the report of a run"):
        check_case(tmp_path)


def test_the_command_writes_a_sheet_in_a_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The older name of the command does the same."""
    options = ("live-watchlist", "--draws", 64, "--language", "es", "--out")
    for name in ("case", "code"):
        done, _, said = call(capsys, name, *options, tmp_path / name)
        assert (0, "") == (done, said)
    made, again = ((tmp_path / name / "report.html").read_bytes() for name in ("case", "code"))
    assert made == again
    assert b"Un c\xc3\xb3digo" in made or b"un c\xc3\xb3digo" in made


def test_formats_beside_the_name_of_a_pdf_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One file has one format."""
    done, _, said = call(capsys, "case", "--out", tmp_path / "case.pdf", "--format", "docx")
    assert 2 == done
    assert "--format says nothing beside the name of a PDF" in said


def test_a_sheet_that_is_read_back_is_the_same_page() -> None:
    """The document carries all that its page needs."""
    made = sheet("live-watchlist")
    assert html(made) == html(Document.model_validate_json(made.model_dump_json()))
