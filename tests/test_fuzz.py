"""Inputs made by chance, and those that once were misread: measured as Python reads them."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuzzing.commands import advised
from fuzzing.page import asked, post
from fuzzing.targets import TARGETS
from misid.disclosure import read_counts
from misid.errors import MisidError
from misid.evaluation import FileReading, read_scores, score_stream
from misid.evaluation.counting.passes import Batch
from misid.evaluation.streamed_groups import cell_counts

FEW = 3
SLOW = ("page", "received", "sent-files", "sent-forms")
"""Readers that take seconds to begin with; their own tests give them files and addresses."""
FUZZ = Path(__file__).parents[1] / "tools" / "fuzz.py"
HEADER = "score,label,note\n"
ROWS = ["0.9,1,a", "0.7,1,b", "0.8,0,c", "0.3,0,d", "0.2,1,e", "0.1,0,f"]


def refusals(path: Path, text: str) -> list[str]:
    """What is said of a file that is read whole, and of the same in parts."""
    path.write_text(text, encoding="utf-8", newline="")
    said = []
    with pytest.raises(MisidError) as whole:
        read_scores(path)
    said.append(str(whole.value))
    with pytest.raises(MisidError) as parts:
        in_parts(path)
    return [*said, str(parts.value)]


def in_parts(path: Path) -> list[Batch]:
    """Every part of a file."""
    stream = score_stream((path,), FileReading(), from_bytes=0)
    assert stream is not None
    parts = [part() for part in stream.parts()]
    stream.refuse()
    return parts


def test_inputs_by_chance_are_measured_as_they_are_or_refused(tmp_path: Path) -> None:
    """
    No traceback, nobody named, whole as in parts as by Python; the same inputs every time.

    In a process of its own: its batches are forks, which threads of other tests would hold up.
    """
    quick = [name for name in TARGETS if name not in SLOW]
    only = [word for name in quick for word in ("--only", name)]
    command = [sys.executable, str(FUZZ), "--inputs", str(FEW), "--seed", "1", *only]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, timeout=240, check=False
    )
    assert 0 == done.returncode, done.stdout + done.stderr
    assert all(name in done.stdout for name in quick)


@given(row=st.integers(0, 5), cell=st.sampled_from(["1,234", "0,5", ",", "x,y,z"]))
def test_a_row_with_a_comma_too_many_is_refused(
    tmp_path_factory: pytest.TempPathFactory, row: int, cell: str
) -> None:
    """A separator inside of a cell would move the others: the score would be another column."""
    rows = [f"{cell},{line}" if place == row else line for place, line in enumerate(ROWS)]
    path = tmp_path_factory.mktemp("long") / "scores.csv"
    whole, parts = refusals(path, HEADER + "\n".join(rows) + "\n")
    assert "not have the 3 columns that the first line names" in whole
    assert f"line {row + 2}\n" in whole
    assert whole == parts


def test_a_long_row_is_refused_where_only_some_columns_are_needed(tmp_path: Path) -> None:
    """The columns that nobody needs are counted too."""
    text = "score,label,note\n" + "\n".join([*ROWS, "0.5,1,a,b"]) + "\n"
    assert all(
        "1 row does not have the 3 columns" in said for said in refusals(tmp_path / "a.csv", text)
    )


@pytest.mark.parametrize("cell", ['a"b', 'said "so"x', 'x""y"z'])
def test_a_quotation_mark_inside_of_a_cell_is_refused(tmp_path: Path, cell: str) -> None:
    """Some programs take it for the end of the cell, others for a part of it."""
    text = HEADER + "\n".join([*ROWS, f"0.5,1,{cell}"]) + "\n"
    said = refusals(tmp_path / "scores.csv", text)
    assert all("line 8\n" in one and "a quotation mark stands inside" in one for one in said)


def test_a_cell_that_goes_on_behind_its_quotation_marks_is_refused(tmp_path: Path) -> None:
    """Marks that close in a later line take the rows between for one cell."""
    text = HEADER + "\n".join([*ROWS, '0.5,1,"a', "0.4,0,b", '"c,0.6,1,d']) + "\n"
    said = refusals(tmp_path / "scores.csv", text)
    assert all("a quotation mark stands inside" in one for one in said)


def test_a_line_break_inside_of_a_cell_is_read(tmp_path: Path) -> None:
    """Marks around a cell hold a break of its line, as Python writes it."""
    path = tmp_path / "scores.csv"
    path.write_text(HEADER + "\n".join([*ROWS, '0.5,1,"a\nb"']) + "\n", encoding="utf-8")
    assert [7, 7] == [len(read_scores(path).scores), sum(len(one.scores) for one in in_parts(path))]


def test_a_file_inside_of_a_group_is_refused_in_parts(tmp_path: Path) -> None:
    """A picture as a label is found in every part, as it is in a whole file."""
    path = tmp_path / "scores.csv"
    rows = [f"{row[:-1]}north" for row in ROWS]
    text = "\n".join(["score,label,group", *rows, '0.5,1,"data:image/png;base64,abcd"']) + "\n"
    path.write_text(text, encoding="utf-8")
    stream = score_stream((path,), FileReading(), from_bytes=0)
    assert stream is not None
    with pytest.raises(MisidError, match="carries a file inside its text"):
        cell_counts(stream, [0.5])


def test_two_ends_of_lines_are_refused(tmp_path: Path) -> None:
    """A lone carriage return among line feeds ends a line for some programs, for others not."""
    text = HEADER + "\n".join(ROWS) + "\n0.5,1,a\r0.6,0,b\n"
    said = refusals(tmp_path / "scores.csv", text)
    assert all("line 8\n" in one and "end in another way" in one for one in said)


@pytest.mark.parametrize("place", [6, 8])
def test_an_archive_of_another_version_is_refused(tmp_path: Path, place: int) -> None:
    """What the library of archives does not know is told in the one form."""
    path = tmp_path / "scores.npz"
    np.savez(path, scores=np.arange(4.0), labels=np.array([0, 1, 0, 1]))
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + place] ^= 0x6D
    path.write_bytes(bytes(data))
    with pytest.raises(MisidError, match=r"archive|breaks off"):
        read_scores(path)


def test_the_names_of_a_matrix_are_not_shown(tmp_path: Path) -> None:
    """Where few names are known, the others may be people."""
    path = tmp_path / "scores.csv"
    path.write_text("subject_a,Ann Lee,Bo Carr,Cy Diaz\nAnn Lee,1,0.2,0.3\n", encoding="utf-8")
    with pytest.raises(MisidError) as refused:
        read_scores(path)
    assert "1 of the 4 columns has a name that is known" in str(refused.value)
    assert "Lee" not in str(refused.value)


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ('"\\u001b[31m"', "cannot be printed"),
        ('"data:image/png;base64,abcd"', "carries a file inside its text"),
        ('"a", "title": "b"', "has a name twice"),
    ],
)
def test_counts_as_json_are_held_to_what_yaml_is(title: str, said: str) -> None:
    """They are read on a road of their own, which let pass what the other refuses."""
    period = '{"label": "2024", "counts": {"searches": 10, "references": 1}}'
    text = f'{{"schema": "misid-counts/1", "title": {title}, "periods": [{period}]}}'
    with pytest.raises(MisidError, match=said):
        read_counts(text, "counts.json")


def test_options_that_an_error_advises_are_those_that_can_be_typed() -> None:
    """What is to be filled in is none; what is to be left out is no advice to add it."""
    error = "FormatError: x\n  use  "
    assert [["--dates", "day-first"]] == advised(f"{error}--dates day-first, or --column B=ROLE")
    assert [["--each-period", "B"]] == advised(f"{error}--each-period B in place of --cumulative B")
    assert [["--seed", "4 2"], ["--json"]] == advised(f"{error}--seed '4 2' and --json")


def test_an_address_of_odd_bytes_is_refused() -> None:
    """No address holds them, and a server may hand them on."""
    status, headers, body = asyncio.run(asked(b"/", b"lang=\xfe"))
    assert 400 == status
    assert b"bytes that no address holds" in body
    assert b"application/json" == headers[b"content-type"]
    assert b"default-src 'none'" in headers[b"content-security-policy"]


def test_a_broken_form_is_told_on_the_page_alone(capfd: pytest.CaptureFixture[str]) -> None:
    """The library that reads forms writes nothing into the terminal."""
    kind = b"multipart/form-data; boundary=x"
    status, _, body = asyncio.run(post(b"/counts", b"", kind, b"--y\r\n"))
    assert (400, ("", "")) == (status, capfd.readouterr())
    assert b"the form cannot be read" in body
