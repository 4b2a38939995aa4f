"""What somebody keeps in a folder stays there, whichever command writes into it."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import pytest
from tests.command import call

from misid.document import tables
from misid.document.columns import TableForm
from misid.writers.kinds import HANDED_OUT

OWN = "what I wrote myself\n"


def refused(capsys: pytest.CaptureFixture[str], kept: Path, *arguments: object) -> str:
    """The error of a command that would have taken the place of a file, which is still there."""
    before = kept.read_bytes()
    code, _, err = call(capsys, *arguments)
    assert before == kept.read_bytes()
    assert code == 2
    return err


def test_no_table_of_a_report_bears_the_name_of_a_file_that_is_filled_in() -> None:
    """The second look's table was called like the sheet for the second look."""
    modules = [
        importlib.import_module(f"{tables.__name__}.{one.name}")
        for one in pkgutil.iter_modules(tables.__path__)
    ]
    forms = [one for held in modules for one in vars(held).values() if isinstance(one, TableForm)]
    named = {f"{one.name}.csv" for one in forms}
    assert len(named) > 10
    assert set() == named & set(HANDED_OUT)


@pytest.mark.parametrize("name", HANDED_OUT)
def test_a_folder_of_sheets_takes_no_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    """A sheet that is being filled in stands alone, whatever the report is of."""
    kept = tmp_path / name
    kept.write_text(OWN)
    table = tmp_path / "table.csv"
    table.write_text("month,searches\n2025-01,10\n2025-02,12\n")
    err = refused(capsys, kept, "counts", "read", table, "--out", tmp_path)
    assert f"holds {name} of an audit, which is filled in by hand" in err


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("columns.csv", ("counts", "read", "{table}", "--out", "{folder}")),
        ("report.html", ("audit", "log", "{log}", "--out", "{folder}")),
        ("scenario.yaml", ("run", "--draws", "64", "--out", "{folder}")),
        ("brief.html", ("brief", "--draws", "64", "--out", "{folder}")),
    ],
)
def test_a_report_takes_the_place_of_no_file_that_is_not_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, arguments: tuple[str, ...]
) -> None:
    """The file of the same name is named, and nothing at all is written."""
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / name).write_text(OWN)
    (tmp_path / "table.csv").write_text("month,searches\n2025-01,10\n2025-02,12\n")
    (tmp_path / "log.csv").write_text("search,time,answer\n1,2025-01-02T10:00:00Z,none\n")
    places = {"table": tmp_path / "table.csv", "log": tmp_path / "log.csv", "folder": folder}
    err = refused(capsys, folder / name, *(one.format(**places) for one in arguments))
    assert f"mine holds {name}, and no " in err
    assert [name] == [one.name for one in folder.iterdir()]


def test_a_report_is_written_anew_into_its_own_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the command wrote before gives way, and what stands beside it is left."""
    table, folder = tmp_path / "table.csv", tmp_path / "report"
    table.write_text("month,searches\n2025-01,10\n2025-02,12\n")
    assert call(capsys, "counts", "read", table, "--out", folder)[0] == 0
    (folder / "notes.txt").write_text(OWN)
    assert call(capsys, "counts", "read", table, "--out", folder)[0] == 0
    assert (folder / "notes.txt").read_text() == OWN


def test_counts_are_never_written_over_the_table_they_are_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """--write with the name of another file is refused, or of counts that a reader edited since."""
    table, counts = tmp_path / "table.csv", tmp_path / "counts.yaml"
    table.write_text("month,searches\n2025-01,10\n2025-02,12\n")
    err = refused(capsys, table, "counts", "read", table, "--write", table)
    assert "table.csv exists already" in err
    for _ in range(2):
        assert call(capsys, "counts", "read", table, "--write", counts)[0] == 0
    counts.write_text(counts.read_text().replace("12", "13"))
    err = refused(capsys, counts, "counts", "read", table, "--write", counts)
    assert "counts.yaml exists already with other content" in err


def test_a_plan_is_never_written_over_a_log(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nor over an older plan, which may be published."""
    log, plan = tmp_path / "log.csv", tmp_path / "plan.json"
    log.write_text("search,answer\n1,none\n")
    asked = ("audit", "plan", "--rows", "900", "--below", "1%", "--out")
    assert "log.csv exists already" in refused(capsys, log, *asked, log)
    assert call(capsys, *asked, plan)[0] == 0
    assert "plan.json" in refused(capsys, plan, *asked, plan)


@pytest.mark.parametrize("kind", ["svg", "csv", "json", "png"])
def test_a_picture_takes_the_place_of_its_like_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    """A file of the same name that misid did not draw is left."""
    own, drawn = tmp_path / f"own.{kind}", tmp_path / f"drawn.{kind}"
    own.write_text(OWN)
    asked = ("claim", "--accuracy", "0.99", "--draws", "64", "--out")
    assert f"own.{kind} exists already" in refused(capsys, own, *asked, own)
    for _ in range(2):
        assert call(capsys, *asked, drawn)[0] == 0


def test_a_scenario_that_is_read_is_not_written_over_by_its_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A report's scenario.yaml, edited and run again into the same folder, stays as it is."""
    assert call(capsys, "run", "--draws", "64", "--out", tmp_path)[0] == 0
    kept = tmp_path / "scenario.yaml"
    kept.write_text(f"# mine\n{kept.read_text()}")
    err = refused(capsys, kept, "run", kept, "--draws", "64", "--out", tmp_path)
    assert "scenario.yaml is read, and the report would write its own" in err


def test_a_report_does_not_take_the_place_of_what_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A table that was saved among the files of an earlier report, and an own file of facts."""
    table, out = tmp_path / "table.csv", tmp_path / "out"
    table.write_text("Month,Faces\nJan 2025,5\n")
    assert call(capsys, "counts", table, "--out", out)[0] == 0
    inside = out / "columns.csv"
    inside.write_text("Month,Faces\nJan 2025,6\n")
    assert "columns.csv is read" in refused(capsys, inside, "counts", inside, "--out", out)
    scores = out / "scores.csv"
    scores.write_text("score,label\n0.9,genuine\n0.1,impostor\n")
    (out / "evaluation.json").write_text("{}")
    (out / "disclosure.json").unlink()
    assert "scores.csv is read" in refused(capsys, scores, "evaluate", scores, "--out", out)
    own = tmp_path / "own"
    own.mkdir()
    (own / "disclosure.json").write_text('{"mine": 1}')
    assert call(capsys, "counts", table, "--out", own)[0] == 2
