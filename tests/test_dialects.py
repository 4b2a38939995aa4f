"""Any table, in any layout and dialect: the same counts, or a refusal."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from misid.errors import MisidError
from misid.evaluation import FileReading, read_scores

HEADER = ("subject_a", "subject_b", "place", "remark", "score", "label")


class Row(NamedTuple):
    """A comparison as a file has it."""

    subject_a: str
    subject_b: str
    place: str
    remark: str
    score: float
    label: int


class Dialect(NamedTuple):
    """How text is laid out."""

    delimiter: str
    quoting: int
    line_end: str
    mark: str
    ends: bool


# Nothing that a column of names means, no sign of a control, and no words for missing.
LETTERS = st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"))
REMARKS = st.text(st.one_of(LETTERS, st.sampled_from(',;|\t"\n# ')), max_size=12)
DIALECTS = st.builds(
    Dialect,
    st.sampled_from([",", "\t", ";", "|"]),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL, csv.QUOTE_NONNUMERIC]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "\ufeff"]),
    st.booleans(),
)


@st.composite
def tables(draw: st.DrawFn) -> list[Row]:
    """Comparisons of people of whom some are one."""
    rows = []
    for index in range(draw(st.integers(2, 12))):
        genuine = index % 2 == 0
        rows.append(
            Row(
                "p", "p" if genuine else "q", draw(st.sampled_from(["north", "s\"outh", "we,st"])),
                draw(REMARKS), draw(st.integers(0, 1000)) / 1000 + index / 10**4, int(genuine),
            )
        )  # fmt: skip
    return rows


def as_csv(rows: Sequence[Row], dialect: Dialect) -> str:
    """A file as Python's own writer makes it."""
    text = io.StringIO()
    writer = csv.writer(
        text, delimiter=dialect.delimiter, quoting=dialect.quoting,  # type: ignore[arg-type]
        lineterminator=dialect.line_end,
    )  # fmt: skip
    writer.writerow(HEADER)
    writer.writerows(rows)
    written = text.getvalue()
    return dialect.mark + (written if dialect.ends else written.removesuffix(dialect.line_end))


def expected(rows: Sequence[Row]) -> list[tuple[float, bool]]:
    """Scores and kinds."""
    return [(row.score, bool(row.label)) for row in rows]


def read(path: Path, **how: Any) -> list[tuple[float, bool]]:
    """Scores and kinds as they are read."""
    table = read_scores(path, FileReading(**how))
    return list(zip(table.scores.tolist(), table.genuine.tolist(), strict=True))


@given(rows=tables(), dialect=DIALECTS)
@example(rows=[Row("p", "p", "north", 'a"\n,b', 0.5, 1), Row("p", "q", "n", "", 0.2, 0)],
         dialect=Dialect(",", csv.QUOTE_MINIMAL, "\r\n", "\ufeff", ends=False))  # fmt: skip
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_rows_are_those_of_pythons_own_reader(
    tmp_path: Path, rows: list[Row], dialect: Dialect
) -> None:
    """Quotes, separators and line breaks inside a cell too."""
    path = tmp_path / "scores.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(as_csv(rows, dialect))
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert len(rows) == sum(1 for _ in csv.reader(file, delimiter=dialect.delimiter)) - 1
    assert expected(rows) == read(path)


LAYOUTS = ("csv", "spaces", "two columns", "parquet", "feather", "jsonl", "comma", "numpy's text")


def in_layout(rows: Sequence[Row], layout: str, folder: Path) -> tuple[Path, dict[str, Any]]:
    """A table in one of the layouts, and what a reader must say of it."""
    table = pl.DataFrame([row._asdict() for row in rows])
    path = folder / f"scores.{layout}"
    scored = [(str(row.score), row.label) for row in rows]
    if layout == "csv":
        table.write_csv(path)
    elif layout == "parquet":
        table.write_parquet(path)
    elif layout == "feather":
        table.write_ipc(path)
    elif layout == "jsonl":
        table.write_ndjson(path)
    elif layout == "spaces":
        path.write_text("".join(f"{one}   {two}\n" for one, two in [("score", "label"), *scored]))
    elif layout == "numpy's text":
        path.write_text("# score label\n" + "".join(f"{one} {two}\n" for one, two in scored))
    elif layout == "two columns":
        path.write_text("".join(f"{one}\t{two}\n" for one, two in scored))
    else:
        lines = [f"{one.replace('.', ',')};{two}\n" for one, two in scored]
        path.write_text("score;label\n" + "".join(lines))
    return path, {"decimal": "comma"} if layout == "comma" else {}


@given(rows=tables(), layout=st.sampled_from(LAYOUTS))
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_table_is_the_same_in_every_layout(tmp_path: Path, rows: list[Row], layout: str) -> None:
    """Or it is refused, as where every score is the same."""
    path, how = in_layout(rows, layout, tmp_path)
    with suppress(MisidError):
        assert expected(rows) == read(path, **how)


MISSING = ("NA", "N/A", "#N/A", "None", "null", "nan", "-", ".", "", "<NA>", "NULL", "?", "unknown")


@pytest.mark.parametrize(
    ("word", "suffix"),
    [
        *((word, suffix) for word in MISSING for suffix in ("csv", "jsonl")),
        *(("NA", suffix) for suffix in ("parquet", "feather")),
    ],
)
def test_nobody_is_not_the_same_as_nobody(tmp_path: Path, word: str, suffix: str) -> None:
    """Two people, or photographs, that are not known are never one."""
    path = tmp_path / f"scores.{suffix}"
    table = pl.DataFrame(
        {
            "score": [0.9, 0.8, 0.1, 0.2],
            "subject_a": ["p", "q", "p", word],
            "subject_b": ["p", "q", "q", word],
        }
    )
    _write(table, path)
    with pytest.raises(MisidError, match="1 of 4 comparisons have no subject"):
        read_scores(path)
    photographs = {
        "image_a": pl.Series(["p", "q", "p", word]), "image_b": pl.Series(["r", "q", "q", word]),
        "same": pl.Series([1, 1, 0, 0]),
    }  # fmt: skip
    _write(table.select("score").with_columns(**photographs), path)
    found = read_scores(path)
    assert (1, 3) == (found.itself, len(found.scores))


@pytest.mark.parametrize("suffix", ["parquet", "feather"])
def test_a_float_that_is_no_number_is_nobody(tmp_path: Path, suffix: str) -> None:
    """Some programs write numbers of people as floats, where some are missing."""
    path = tmp_path / f"scores.{suffix}"
    people = [1.0, 2.0, float("nan"), 1.0]
    table = pl.DataFrame({"subject_a": people, "subject_b": [1.0, 2.0, float("nan"), 2.0]})
    _write(table.with_columns(score=pl.Series([0.9, 0.8, 0.2, 0.1])), path)
    with pytest.raises(MisidError, match="1 of 4 comparisons have no subject"):
        read_scores(path)


def _write(table: pl.DataFrame, path: Path) -> None:
    writers: dict[str, Callable[..., object]] = {
        ".csv": table.write_csv, ".parquet": table.write_parquet, ".feather": table.write_ipc,
        ".jsonl": table.write_ndjson,
    }  # fmt: skip
    writers[path.suffix](path)


def test_a_row_that_begins_as_a_comment_is_asked(tmp_path: Path) -> None:
    """#12 may be the name of a photograph, and #N/A is what a spreadsheet writes."""
    path = tmp_path / "scores.csv"
    path.write_text("image_a,image_b,same,score\na,b,1,.9\n#12,d,0,.2\na,d,0,.1\n")
    with pytest.raises(MisidError, match="may be comments, or rows"):
        read_scores(path)
    assert 2 == len(read(path, has_comments=True))
    assert 3 == len(read(path, has_comments=False))


def test_a_comment_between_rows_is_none(tmp_path: Path) -> None:
    """It has not the fields of a row; no row is lost with it."""
    path = tmp_path / "scores.csv"
    path.write_text("# made today\nlabel,score\n1,.9\n# second day\n0,.1\n")
    assert [(0.9, True), (0.1, False)] == read(path)
    path.write_text("# one\n# two of it\nlabel,score\n1,.9\n0,.1\n")
    assert [(0.9, True), (0.1, False)] == read(path)


@pytest.mark.parametrize("name", ["cos_dist", "cosineDistance", "dissim", "l2_dist", "distance_l2"])
def test_a_distance_is_known_by_short_forms(tmp_path: Path, name: str) -> None:
    """Smaller is more alike there."""
    path = tmp_path / "scores.csv"
    path.write_text(f"label,{name}\n1,.1\n0,.9\n")
    assert read_scores(path).distance


def test_a_label_may_stand_behind_the_score(tmp_path: Path) -> None:
    """Four columns without names, by what they hold."""
    path = tmp_path / "scores.txt"
    path.write_text("a b .9 1\nc d .1 0\na d .2 0\n")
    assert [(0.9, True), (0.1, False), (0.2, False)] == read(path)


ROWS = '{"label": 1, "score": 0.9}, {"label": 0, "score": 0.1}'


@pytest.mark.parametrize(
    ("content", "told", "name"),
    [
        ("label,score\n1,.9\n0,.1\n".encode("utf-16"), "UTF-16 text", "new.csv"),
        ("label,score\n1,.9\n0,.1\n".encode("utf-16-le"), "UTF-16 text", "new.csv"),
        ("label,score\n1,.9\n0,.1\n".encode("utf-16-be"), "UTF-16 text", "new.csv"),
        (f"[{ROWS}]".encode(), "one JSON document", "new.jsonl"),
        (b'{"label": [1, 0], "score": [0.9, 0.1]}', "one JSON document of columns", "new.csv"),
    ],
)
def test_what_is_not_read_says_how_it_becomes_what_is(
    tmp_path: Path, content: bytes, told: str, name: str
) -> None:
    """The command of the error makes a file that is read."""
    path = tmp_path / "scores.txt"
    path.write_bytes(content)
    with pytest.raises(MisidError, match=told) as stop:
        read_scores(path)
    command = str(stop.value.use).split("`")[1].replace("FILE", "scores.txt")
    command = command.replace("python3", sys.executable)
    subprocess.run(["sh", "-c", command], cwd=tmp_path, check=True)
    assert [(0.9, True), (0.1, False)] == read(tmp_path / name)
