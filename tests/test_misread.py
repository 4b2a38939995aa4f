"""Files that people have: each is read as it is meant, or it is asked which of two readings is."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.command import call

from misid.errors import MeaningError, MisidError
from misid.evaluation import FileReading, read_candidate_lists, read_score_lists, read_scores
from misid.files import zstd

CASES = Path(__file__).parent / "cases"


def counts(name: str, **how: Any) -> tuple[int, int]:
    """Genuine and impostor comparisons of a file."""
    table = read_scores(CASES / name, FileReading(**how))
    genuine = int(table.genuine.sum())
    return genuine, len(table.genuine) - genuine


def refusal(*arguments: object, capsys: pytest.CaptureFixture[str]) -> str:
    """The error of a command that refuses."""
    code, out, err = call(capsys, "evaluate", *arguments)
    assert (2, "") == (code, out)
    assert "Traceback" not in err
    return err


@pytest.mark.parametrize("mates", ["blank.csv", "na.csv", "none.csv"])
def test_the_words_for_nobody_are_nobody(mates: str) -> None:
    """R writes NA, Python None; neither is the name of a record."""
    folder = CASES / "missing-words-in-mates"
    table = read_candidate_lists(folder / "lists.csv", folder / mates)
    assert [2, 2] == [int(table.mated.sum()), int((~table.mated).sum())]


def test_comparisons_of_nobody_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """Two people who are not known are not one person."""
    err = refusal(CASES / "missing-words-in-subjects" / "na.csv", capsys=capsys)
    assert "comparisons have no subject in column subject_a" in err
    assert 40 == counts("missing-words-in-subjects/ok.csv")[0]


def test_labels_beside_scores_are_asked(capsys: pytest.CaptureFixture[str]) -> None:
    """A second file of nothing but 0 and 1 may say which scores are genuine."""
    folder = CASES / "scores-and-labels-apart"
    for pair in (("labels.npy", "scores.npy"), ("scores.npy", "labels.npy")):
        err = refusal(*(folder / name for name in pair), capsys=capsys)
        assert "labels.npy holds nothing but labels" in err
    assert (50, 200) == counts(
        "scores-and-labels-apart/both.npy", label="column 2", score="column 1"
    )


def test_a_lone_comma_is_asked_and_read_either_way(capsys: pytest.CaptureFixture[str]) -> None:
    """0,9 is nine tenths, or a nought and a nine."""
    folder = CASES / "decimal-comma-lists"
    files = folder / "genuine.txt", folder / "impostor.txt"
    err = refusal(*files, capsys=capsys)
    assert "use  --decimal comma, or --decimal point" in err
    comma = read_score_lists(*files, FileReading(decimal="comma"))
    dots = read_score_lists(folder / "genuine_dot.txt", folder / "impostor_dot.txt")
    assert dots.scores.tolist() == comma.scores.tolist()
    point = read_score_lists(*files, FileReading(decimal="point"))
    assert point.scores.tolist() != comma.scores.tolist()


def test_whole_numbers_in_order_are_asked_and_read_either_way(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """0,1 in the first line are names that pandas gives, or a row."""
    err = refusal(CASES / "integer-column-names" / "scores.csv", capsys=capsys)
    assert "use  --names where the first line names the columns, or --no-names" in err
    assert (10, 10) == counts("integer-column-names/scores.csv", has_names=True)
    assert (11, 10) == counts("integer-column-names/scores.csv", has_names=False)


def test_what_a_service_decided_is_not_the_truth(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A column of decisions is never guessed to be the truth; a column called actual is."""
    table = read_scores(CASES / "decision-column" / "log.csv")
    assert ["similarity", "actual"] == [column.name for column in table.columns]
    alone = tmp_path / "log.csv"
    log = pl.read_csv(CASES / "decision-column" / "log.csv").drop("actual")
    log.write_csv(alone)
    err = refusal(alone, capsys=capsys)
    assert "column is_match may be what the service decided, or the truth" in err
    assert "--label is_match where it is the truth" in err
    assert 400 == len(read_scores(alone, FileReading(label="is_match")).scores)


def test_a_label_that_a_threshold_gives_is_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It may be the service's own decision, whatever the column is called."""
    file = tmp_path / "scores.csv"
    scores = np.linspace(0.0, 1.0, 60)
    pl.DataFrame({"score": scores, "label": (scores > 0.5).astype(int)}).write_csv(file)
    err = refusal(file, capsys=capsys)
    assert "use  --label label where it is the truth" in err
    assert 60 == len(read_scores(file, FileReading(label="label")).scores)


def test_photographs_with_themselves_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """Every genuine score is the same, and the highest."""
    err = refusal(CASES / "four-columns" / "images.csv", capsys=capsys)
    assert "may be of photographs with themselves" in err
    assert "or --key, where the columns name photographs and no people" in err


def test_columns_without_names_are_told_by_what_they_hold() -> None:
    """The label stands first or third, between names of images, which show those with itself."""
    assert (2, 2) == counts("four-columns/vox.txt")
    assert (10, 80) == counts("four-columns/all.txt")
    assert 10 == read_scores(CASES / "four-columns" / "all.txt").itself
    assert (20, 80) == counts("four-columns/all.txt", itself="keep", label="label")


def test_lines_may_end_in_a_carriage_return_alone() -> None:
    """As old spreadsheets end them."""
    folder = CASES / "carriage-returns"
    table = read_score_lists(folder / "genuine.txt", folder / "impostor.txt")
    assert [30, 30] == [int(table.genuine.sum()), int((~table.genuine).sum())]
    assert 4 == sum(counts("carriage-returns/scores.csv"))


def test_names_may_be_apart_by_spaces() -> None:
    """Behind the sign of a comment too, as numpy writes them."""
    assert (2, 2) == counts("names-apart-by-spaces/savetxt.txt")


def test_a_log_without_a_key_says_what_it_needs(capsys: pytest.CaptureFixture[str]) -> None:
    """Two templates and a score do not say whether they are of one person."""
    err = refusal(CASES / "names-apart-by-spaces" / "match.log", capsys=capsys)
    assert "which comparisons are genuine" in err


@pytest.mark.parametrize("name", ["list.csv", "list.log"])
def test_logs_of_searches_are_read_as_they_are_written(name: str) -> None:
    """Ranks from 0, places that are not filled, and a search that failed: it is a miss."""
    folder = CASES / "candidate-list-with-empty-places"
    table = read_candidate_lists(folder / name, folder / "mates.csv")
    assert [True, False, True] == table.mated.tolist()
    assert [False, False, True] == table.failed.tolist()
    assert 3 == len(table.lists.score)


def test_the_name_of_a_score_may_say_distance() -> None:
    """Of whatever kind: smaller is more alike."""
    table = read_scores(CASES / "distance-by-name" / "scores.csv")
    assert table.distance
    assert table.scores[table.genuine].mean() > table.scores[~table.genuine].mean()


def test_a_blank_last_line_is_none() -> None:
    """It is no row, and no failure to acquire."""
    table = read_scores(CASES / "blank-last-line" / "two.csv")
    assert [4, 0] == [len(table.scores), table.failed_genuine + table.failed_impostor]
    folder = CASES / "blank-last-line"
    assert 6 == len(read_score_lists(folder / "genuine.csv", folder / "impostor.csv").scores)


def test_a_missing_score_may_be_a_word(capsys: pytest.CaptureFixture[str]) -> None:
    """It is refused, or a failure to acquire, as one that is blank."""
    file = CASES / "missing-scores" / "na.csv"
    assert "--nan fta" in refusal(file, capsys=capsys)
    table = read_scores(file, FileReading(missing="fta"))
    assert [1, 1] == [int(table.genuine.sum()), table.failed_genuine]


def test_a_third_label_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    """-1 beside 0 and 1 may mean that nobody knows."""
    err = refusal(CASES / "three-labels" / "scores.csv", capsys=capsys)
    assert "says -1 as well as 0" in err
    assert "--genuine-label" in err


@pytest.mark.parametrize(
    ("name", "asked", "said"),
    [("float.csv", "1", "0.0 and 1.0"), ("bool.csv", "true", "False and True")],
)
def test_a_label_that_no_row_has_is_told(
    capsys: pytest.CaptureFixture[str], name: str, asked: str, said: str
) -> None:
    """With what the column says instead, which is what is to be written."""
    err = refusal(CASES / "genuine-label" / name, "--genuine-label", asked, capsys=capsys)
    assert f"no row says {asked} in column label; the column says {said}." in err


def test_json_lines_and_archives_are_read_and_a_document_is_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A document of JSON is told to be one, with how it becomes lines."""
    assert (1, 1) == counts("json-and-matrices/lines.jsonl")
    assert (50, 200) == counts("json-and-matrices/both.npz")
    err = refusal(CASES / "json-and-matrices" / "list.json", capsys=capsys)
    assert "is one JSON document" in err
    assert "jq -c '.[]'" in err


def test_lists_and_mates_may_have_no_names() -> None:
    """Search, candidate, score; search, own record."""
    folder = CASES / "lists-without-names"
    table = read_candidate_lists(folder / "scores.txt", folder / "mates.txt")
    assert [True, True] == table.mated.tolist()
    assert 2 == int(table.lists.own.sum())


def test_the_file_that_is_named_is_read() -> None:
    """Brackets in a name are letters."""
    assert (200, 200) == counts("hostile/named-file/scores[1].csv")
    assert (150, 150) == counts("hostile/named-file/scores1.csv")


@pytest.mark.parametrize("name", ["comma.csv", "matrix.csv", "noscore.csv", "person2.csv"])
def test_nobody_is_named(capsys: pytest.CaptureFixture[str], name: str) -> None:
    """A first row that is taken for names, or a group that is a person, is never shown."""
    file = CASES / "hostile" / "names-of-people" / name
    for options in ((), ("--condition", "condition"), ("--score", "nothing"), ("--json",)):
        code, out, err = call(capsys, "evaluate", file, *options)
        assert "person-" not in out + err
        assert 2 == code


@pytest.mark.parametrize(
    "path",
    sorted((CASES / "hostile").glob("npy/*")) + sorted((CASES / "hostile").glob("parquet/*")),
    ids=lambda path: path.name,
)
def test_hostile_files_end_in_one_error(capfd: pytest.CaptureFixture[str], path: Path) -> None:
    """No abort, no trace of another library."""
    code, out, err = call(capfd, "evaluate", path)
    assert (2, "") == (code, out)
    assert re.match(r"(Format|Meaning)Error: ", err), err
    assert err.count("\n") <= 4


def test_a_hostile_shard_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Counts and numbers of shards may be anything."""
    shutil.copytree(CASES / "hostile" / "shards", tmp_path / "shards")
    code, _, err = call(capsys, "merge", tmp_path / "shards")
    assert 2 == code
    assert "Traceback" not in err


def test_zstd_is_measured_before_it_is_unpacked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A block of one byte repeated: 40 KB that would be 1.3 GB; many of them are refused."""
    block = ((131072 << 3) | 2).to_bytes(3, "little") + b"a"
    last = ((131072 << 3) | 3).to_bytes(3, "little") + b"a"
    frame = zstd.MAGIC + bytes([0, 0x70])
    bomb = tmp_path / "bomb.csv.zst"
    bomb.write_bytes(frame + block * 40_000 + last)
    assert 40_001 * 131072 == zstd.most_unpacked(bomb)
    assert "too much to be read whole" in refusal(bomb, capsys=capsys)
    bomb.write_bytes(frame + block)
    assert zstd.most_unpacked(bomb) is None


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("score,label\n".encode("utf-16"), "UTF-16 text"),
        (b"MATLAB 5.0 MAT-file", "a MATLAB file"),
        (b"\x89HDF\r\n\x1a\n", "an HDF5 file"),
        (b"\x80\x04\x95", "a Python pickle"),
    ],
)
def test_known_formats_that_are_not_read_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], head: bytes, said: str
) -> None:
    """What it is, and how it becomes something that is read."""
    file = tmp_path / "scores.csv"
    file.write_bytes(head + bytes(40))
    assert said in refusal(file, capsys=capsys)


DIALECTS = st.sampled_from([",", ";", "\t", "|", " "])
ENDS = st.sampled_from(["\n", "\r\n", "\r"])


@given(
    scores=st.lists(
        st.tuples(st.floats(-5, 5, allow_nan=False).map(lambda x: round(x, 3)), st.booleans()),
        min_size=2,
        max_size=40,
    ),
    separator=DIALECTS,
    end=ENDS,
    named=st.booleans(),
    blank=st.booleans(),
    mark=st.booleans(),
)
def test_every_layout_gives_the_same_counts(
    tmp_path_factory: pytest.TempPathFactory,
    scores: list[tuple[float, bool]],
    separator: str,
    end: str,
    *,
    named: bool,
    blank: bool,
    mark: bool,
) -> None:
    """Any table, written in any dialect, is counted alike or refused."""
    lines = [f"score{separator}genuine"] * named
    lines += [f"{score}{separator}{int(genuine)}" for score, genuine in scores]
    text = end.join([*lines, *([""] * (1 + blank))])
    file = tmp_path_factory.mktemp("layout") / "scores.txt"
    file.write_bytes((b"\xef\xbb\xbf" if mark else b"") + text.encode())
    try:
        table = read_scores(file)
    except MisidError:
        return
    expected = sorted(scores)
    assert expected == sorted(zip(table.scores.tolist(), table.genuine.tolist(), strict=True))


def test_the_cases_have_their_words() -> None:
    """Each folder of cases is used by a test of this file, or of disclosed tables."""
    here = Path(__file__)
    files = (here, here.with_name("test_disclosure.py"))
    used = "".join(one.read_text(encoding="utf-8") for one in files)
    for folder in CASES.iterdir():
        assert folder.name in used or folder.name == "README.md", folder.name


def test_arrays_without_names_are_asked_about(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Which is genuine is never guessed from their order; each option of the error is enough."""
    genuine, impostor = np.linspace(0.5, 0.9, 40), np.linspace(0.1, 0.6, 50)
    two, one = tmp_path / "two.npz", tmp_path / "one.npz"
    np.savez(two, genuine, impostor)
    np.savez(one, np.concatenate([genuine, impostor]), np.repeat([1, 0], [40, 50]))
    with pytest.raises(MeaningError, match="--genuine-array arr_0, or arr_1"):
        read_scores(two)
    with pytest.raises(MeaningError, match="--score arr_0 --label arr_1"):
        read_scores(one)
    for path, said in (
        (two, FileReading(genuine_array="arr_0")),
        (one, FileReading(score="arr_0", label="arr_1")),
    ):
        assert (40, 90) == (
            read_scores(path, said).genuine.sum(),
            len(read_scores(path, said).scores),
        )
    assert 50 == read_scores(two, FileReading(genuine_array="arr_1")).genuine.sum()
    for path, name in ((two, "mated"), (tmp_path / "text.csv", "arr_0")):
        (tmp_path / "text.csv").write_text("score,label\n0.1,0\n0.2,1\n", encoding="utf-8")
        with pytest.raises(MeaningError, match="genuine-array"):
            read_scores(path, FileReading(genuine_array=name))
