"""`misid evaluate` as an auditor meets it: every format, every trap, and nobody's name in any."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import jsonschema
import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import command

import misid
from misid.document.evaluation import document_of_evaluation
from misid.document.tables import groups as group_tables
from misid.errors import FormatError, MeaningError, MisidError
from misid.evaluation import (
    FileReading,
    ScoreTable,
    Verification,
    evaluate,
    read_score_lists,
    read_scores,
)
from misid.evaluation.reading.pair_table import Groups
from misid.evaluation.stamp import read_evaluation
from misid.measures import upper_limit
from misid.measures.error_rates import Rate
from misid.words import comparisons as words
from misid.words.ends_elsewhere import ends_elsewhere
from misid.words.evaluation import PAIRS, point_sentence
from misid.words.facts import Facts
from misid.words.language import language
from misid.words.sentence import plain
from misid.writers.text import text

PEOPLE = 30


def comparisons(rows: int = 3000, seed: int = 1) -> pl.DataFrame:
    """Scores of made-up people, with groups and labels."""
    random = np.random.default_rng(seed)
    one = random.integers(PEOPLE, size=rows)
    other = (one + 1 + random.integers(PEOPLE - 1, size=rows)) % PEOPLE
    two = np.where(random.random(rows) < 0.3, one, other)
    groups = np.array(["north", "south"])[np.arange(PEOPLE) % 2]
    return pl.DataFrame(
        {
            "subject_a": [f"SECRET-{person}" for person in one],
            "subject_b": [f"SECRET-{person}" for person in two],
            "group_a": groups[one],
            "group_b": groups[two],
            "score": (random.normal(size=rows) + 3.0 * (one == two)).round(4),
            "label": np.where(one == two, "genuine", "impostor"),
        }
    )


def call(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Run `misid evaluate`: exit code, standard output, standard error."""
    return command.call(capsys, "evaluate", *arguments)


def table(genuine: list[float], impostor: list[float], **more: Any) -> ScoreTable:
    """A table of scores of both kinds."""
    flags = np.repeat([True, False], [len(genuine), len(impostor)])
    return ScoreTable("scores.csv", np.array([*genuine, *impostor], float), flags, **more)


def notes(found: Verification) -> list[str]:
    """What must be said of an evaluation."""
    return [plain(note) for note in words.notes(found)]


def written(tmp_path: Path, text: str, name: str = "scores.csv") -> Path:
    """A file that holds this text."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def refused(path: Path, **how: Any) -> str:
    """The error text of reading a file."""
    with pytest.raises(MisidError) as stop:
        read_scores(path, FileReading(**how))
    return str(stop.value)


# Formats


def as_bob(frame: pl.DataFrame, width: int) -> str:
    """The text of bob.measure with four or five columns."""
    lines = []
    for row in frame.iter_rows(named=True):
        model = "model " if width == 5 else ""
        lines.append(f"{row['subject_a']} {model}{row['subject_b']} probe {row['score']}")
    return "\n".join(lines) + "\n"


def save_npy(frame: pl.DataFrame, path: Path) -> None:
    """Two columns: scores and 1 or 0."""
    flags = (frame["label"] == "genuine").to_numpy()
    np.save(path, np.column_stack([frame["score"].to_numpy(), flags]))


def save_structured(frame: pl.DataFrame, path: Path) -> None:
    """Named fields, scores in the other byte order."""
    array = np.zeros(frame.height, dtype=[("label", "i1"), ("score", ">f8")])
    array["score"] = frame["score"].to_numpy()
    array["label"] = (frame["label"] == "genuine").to_numpy()
    np.save(path, array)


def save_gzip(frame: pl.DataFrame, path: Path) -> None:
    """CSV inside gzip."""
    path.write_bytes(gzip.compress(frame.write_csv().encode()))


SAVE: dict[str, Callable[[pl.DataFrame, Path], object]] = {
    "scores.csv": lambda frame, path: frame.write_csv(path),
    "scores.tsv": lambda frame, path: frame.write_csv(path, separator="\t"),
    "semicolons.csv": lambda frame, path: frame.write_csv(path, separator=";"),
    "scores.csv.gz": save_gzip,
    "scores.parquet": lambda frame, path: frame.write_parquet(path),
    "scores.npy": save_npy,
    "fields.npy": save_structured,
    "four.txt": lambda frame, path: path.write_text(as_bob(frame, 4)),
    "five.txt": lambda frame, path: path.write_text(as_bob(frame, 5)),
}


@pytest.mark.parametrize("name", SAVE)
def test_every_format_gives_the_same_rates(name: str, tmp_path: Path) -> None:
    """CSV, Parquet, NumPy and the text of bob.measure hold the same comparisons."""
    frame = comparisons(400)
    SAVE[name](frame, tmp_path / name)
    read = read_scores(tmp_path / name)
    assert read.scores.tolist() == frame["score"].to_list()
    assert read.genuine.tolist() == (frame["label"] == "genuine").to_list()


@pytest.mark.skipif(shutil.which("zstd") is None, reason="needs zstd")
def test_zstandard_is_read(tmp_path: Path) -> None:
    """CSV inside zstd."""
    comparisons(50).write_csv(tmp_path / "scores.csv")
    subprocess.run(["zstd", "-q", str(tmp_path / "scores.csv")], check=True)
    assert len(read_scores(tmp_path / "scores.csv.zst").scores) == 50


def test_two_files_of_pyeer(tmp_path: Path) -> None:
    """The score is in the last column, whatever is before it."""
    genuine = written(tmp_path, "a a 0.9\nb b 0.8\n\n", "genuine.txt")
    impostor = written(tmp_path, "0.1\n0.85\n", "impostor.txt")
    read = read_score_lists(genuine, impostor)
    assert (read.scores.tolist(), read.genuine.tolist()) == (
        [0.9, 0.8, 0.1, 0.85],
        [True, True, False, False],
    )


def test_columns_are_guessed_and_shown(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """What was taken for what is on the screen, and who said so."""
    path = written(tmp_path, "similarity,x,mated\n1,2,yes\n0,3,no\n2,4,no\n")
    _, out, _ = call(capsys, path, "--score", "x")
    rows = [" ".join(line.split()) for line in out.splitlines()]
    assert {"score x scores the reader", "label mated scores guessed from its name"} <= set(rows)


def test_two_columns_that_may_be_meant_are_refused(tmp_path: Path) -> None:
    """No silent choice between them."""
    path = written(tmp_path, "score,similarity,mated\n1,2,yes\n0,3,no\n")
    assert "score and similarity may both be the score" in refused(path)
    assert read_scores(path, FileReading(score="score")).scores.tolist() == [1, 0]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Mated", "non-mated"), ("1", "0"), ("TRUE", "false"), ("match", "non_match"), ("1", "-1")],
)
def test_labels_have_several_spellings(one: str, other: str, tmp_path: Path) -> None:
    """Whatever the case, with or without a hyphen."""
    path = written(tmp_path, f"score,label\n3,{one}\n1, {other}\n")
    assert read_scores(path).genuine.tolist() == [True, False]


def test_genuine_label_is_any_word(tmp_path: Path) -> None:
    """All other words then say impostor."""
    path = written(tmp_path, "score,label\n3,echt\n1,falsch\n2,auch falsch\n")
    assert "2 of 3" not in refused(path)
    assert "3 of 3 values in column label say neither" in refused(path)
    assert read_scores(path, FileReading(genuine_label="echt")).genuine.tolist() == [
        True,
        False,
        False,
    ]


def test_labels_that_contradict_subjects_are_refused(tmp_path: Path) -> None:
    """Genuine is the same subject on both sides."""
    text = "subject_a,subject_b,score,label\nA,A,1,genuine\nA,B,0,genuine\nB,C,0,impostor\n"
    assert "1 of 3 labels contradict the subjects" in refused(written(tmp_path, text))


# Traps


def test_rate_below_resolution_is_said_to_be() -> None:
    """1e-6 from 5,000 impostors: no rate, but the bound."""
    random = np.random.default_rng(2)
    found = evaluate(table(random.normal(3, 1, 500).tolist(), random.normal(size=5000).tolist()))
    point = next(point for point in found.points if point.asked == 1e-6)
    limit = upper_limit(Rate(0, 5000))
    assert (point.resolved, point.fmr.count, point.at_most) == (False, 0, limit)
    place = found.points.index(point)
    said = plain(point_sentence(Facts(found).below(f"points.{place}"), PAIRS))
    assert "cannot be shown by 5,000 impostor pairs" in said
    assert any("1 in 1,000,000" in note for note in notes(found))
    assert "1 in 1,000 pairs" in plain(words.finding(found))


def test_score_equal_to_the_threshold_matches_everywhere() -> None:
    """The point, its rates and the curve follow the one rule."""
    found = evaluate(table([1, 2, 3, 3], [0, 1, 2, 2]), rates=[0.75])
    point = found.points[0]
    assert (point.threshold, point.fmr.rate, point.fnmr.rate) == (1, 0.75, 0.0)
    at = found.det.thresholds.index(1.0)
    assert (found.det.fmr[at], found.det.fnmr[at]) == (0.75, 0.0)


@pytest.mark.parametrize("missing", ["NaN", "nan", ""])
def test_missing_scores_are_refused_or_counted(missing: str, tmp_path: Path) -> None:
    """Never silently one class or the other."""
    text = (
        f"score,label\n3,genuine\n{missing},genuine\n1,impostor\n{missing},impostor\n2,impostor\n"
    )
    path = written(tmp_path, text)
    error = refused(path)
    assert "2 of 5 values in column score are blank or not a number" in error
    assert "line 3, 5" in error
    found = evaluate(read_scores(path, FileReading(missing="fta")), rates=[0.5])
    counts = found.counts
    assert (counts.failed_genuine, counts.failed_impostor, counts.failure_to_acquire) == (1, 1, 0.4)
    assert (counts.genuine, counts.impostor) == (1, 2)
    assert any("failures to acquire" in note for note in notes(found))


def test_group_without_genuine_scores_has_no_value(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """It is no perfect group."""
    text = "score,label,group\n3,1,A\n2,1,A\n1,0,A\n2,0,B\n0,0,B\n"
    _, out, _ = call(capsys, written(tmp_path, text), "--fmr", "0.5", "--json")
    rows = json.loads(out)["groups"]["rows"]
    row = next(row for row in rows if (row["measure"], row["group"]) == ("FNMR", "B"))
    assert (row["rate"]["trials"], row["rate"]["rate"], row["rate"]["low"]) == (0, None, None)
    _, out, _ = call(capsys, tmp_path / "scores.csv", "--fmr", "0.5")
    assert "no trials" in out


def test_group_without_errors_gives_a_bound(tmp_path: Path) -> None:
    """Its interval is not 0 to 0, and the ratio no division by zero."""
    rows = ["score,genuine,group"] + [f"{n},1,{'AB'[n % 2]}" for n in range(10, 50)]
    rows += [f"{9 if n % 2 else 0}.{n},0,{'AB'[n % 2]}" for n in range(10, 90)]
    found = evaluate(read_scores(written(tmp_path, "\n".join(rows))), rates=[0.1])
    assert found.groups is not None
    worst = next(one for one in found.groups.disparities if one.measure == "FMR")
    assert (worst.without_errors, worst.max_over_min, worst.largest) == (1, None, "B")
    assert worst.max_over_min_at_least is not None
    row = next(one for one in found.groups.rows if (one.measure, one.group) == ("FMR", "A"))
    assert row.rate.count == 0
    assert row.rate.high is not None
    assert row.rate.high > 0.05


@pytest.mark.parametrize("kind", [np.uint8, np.uint16, np.uint64, np.int16, np.float32])
def test_distances_of_any_type_turn_round(kind: type, tmp_path: Path) -> None:
    """Unsigned integers neither overflow nor change their order."""
    frame = pl.DataFrame(
        {
            "distance": pl.Series(np.array([0, 3, 200, 255], dtype=kind)),
            "label": [1, 1, 0, 0],
        }
    )
    frame.write_parquet(tmp_path / "scores.parquet")
    found = evaluate(read_scores(tmp_path / "scores.parquet"), rates=[0.5])
    point = found.points[0]
    assert (found.direction, found.eer.rate) == ("distance", 0.0)
    assert (point.threshold, point.fmr.count, point.fnmr.count) == (200, 1, 0)


def test_scores_of_any_scale_are_taken_as_they_are() -> None:
    """No squashing: a change of scale changes nothing but thresholds."""
    random = np.random.default_rng(8)
    genuine, impostor = random.normal(2, 1, 300), random.normal(0, 1, 300)
    small, large = (
        evaluate(table((factor * genuine).tolist(), (factor * impostor).tolist()))
        for factor in (0.125, 4096.0)
    )
    assert small.eer.rate == large.eer.rate
    assert small.det.fmr == large.det.fmr


def test_no_crossing_is_said() -> None:
    """Tied scores where the curves cross: no equal error rate is made up."""
    found = evaluate(table([1, 1, 2], [1, 1, 0]), rates=[0.5])
    assert found.eer.rate is None
    assert "do not meet" in plain(words.equal_error(found))


def test_wrong_direction_is_asked_about() -> None:
    """Impostors above genuine scores: the error rates stand, with a question."""
    found = evaluate(table([0, 1], [2, 3]), rates=[0.5])
    assert any("--distance" in note for note in notes(found))


def test_tied_scores_say_the_rate_that_is_reached() -> None:
    """1 % was asked for; a tenth is tied at the top."""
    impostor = [0.0] * 900 + [1.0] * 100
    found = evaluate(table([0.5, 1.0, 2.0], impostor), rates=[0.05])
    assert found.points[0].fmr.count == 0
    assert "none of 1,000 is matched (the rate is at most 1 in 330, one-sided)" in plain(
        words.finding(found)
    )


# Bad input

BAD: dict[str, tuple[bytes, str]] = {
    "empty.csv": (b"", "is empty"),
    "head.csv": (b"score,label\n", "has no rows"),
    "words.csv": (b"score,label\nhigh,genuine\n1,impostor\n", "1 of 2 values in column score"),
    "infinite.csv": (b"score,label\ninf,genuine\n1,impostor\n", "are infinite"),
    "one.csv": (b"score,label\n2,genuine\n1,genuine\n", "no impostor comparisons"),
    "equal.csv": (b"score,label\n1,genuine\n1,impostor\n", "all 2 scores are equal"),
    "short.csv": (b"score,label\n1,genuine\n2\n3,impostor\n", "1 row does not have the 2 columns"),
    "long.csv": (b"score,label\n1,genuine\n2,0,9\n3,impostor,8\n", "2 rows do not have"),
    "ragged.txt": (b"a a p 1\nb b 2\n", "1 row does not have the 4 columns"),
    "photo.csv": (b"\xff\xd8\xff\xe0" + bytes(90), "JPEG"),
    "photo.csv.gz": (gzip.compress(b"\x89PNG\r\n\x1a\n" + bytes(90)), "PNG"),
    "template.bin": (b"FMR\x00" + bytes(90), "biometric record"),
    "archive.npz": (b"PK\x03\x04" + bytes(90), "archive"),
    "cut.csv.gz": (gzip.compress(b"score,label\n1,genuine\n" * 99)[:40], "breaks off"),
    "wide.csv": (b",".join([b"c"] + [b"c%d" % n for n in range(200)]) + b"\n", "201 columns"),
    "embedded.csv": (b'score,label\n1,"data:image/png;base64,AAAA"\n', "carries a file"),
    "latin.csv": (b"score,label\n1,gen\xfcin\n", "not UTF-8"),
    "twice.csv": (b"score,score,label\n1,1,genuine\n", "two columns of one name"),
    "unlabelled.csv": (b"score\n1\n2\n", "which comparisons are genuine"),
    "whole.csv": (b"score,label\n1e300,genuine\n1,impostor\n", "beyond 1e100"),
    "half.csv": (b"score,subject_a\n1,A\n2,B\n", "the other side"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_file_is_refused(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One text on standard error, exit code 2, nothing written."""
    content, words = BAD[name]
    (tmp_path / name).write_bytes(content)
    code, out, err = call(capsys, tmp_path / name, "--out", tmp_path / "points.csv")
    assert (code, out) == (2, "")
    assert words in err
    assert "Traceback" not in err
    assert "\n  use  " in err
    assert not (tmp_path / "points.csv").exists()


def test_truncated_parquet_is_refused(tmp_path: Path) -> None:
    """Its end is missing."""
    path = tmp_path / "scores.parquet"
    comparisons(100).write_parquet(path)
    path.write_bytes(path.read_bytes()[:-30])
    assert "breaks off" in refused(path)


def test_what_could_be_templates_is_refused(tmp_path: Path) -> None:
    """Lists and bytes in Parquet, wide arrays in NumPy, objects unopened."""
    path = tmp_path / "scores.parquet"
    pl.DataFrame({"score": [1.0], "template": [[0.1, 0.2]]}).write_parquet(path)
    assert "could be face templates" in refused(path)
    pl.DataFrame({"score": [1.0], "template": [b"abc"]}).write_parquet(path)
    assert "could be face templates" in refused(path)
    np.save(tmp_path / "wide.npy", np.zeros((4, 512)))
    assert "4 x 512" in refused(tmp_path / "wide.npy")
    np.save(tmp_path / "objects.npy", np.array([{}], dtype=object), allow_pickle=True)
    assert "objects, which are not opened" in refused(tmp_path / "objects.npy")


def test_whole_numbers_too_large_are_refused(tmp_path: Path) -> None:
    """Two that differ would be one and the same score."""
    frame = pl.DataFrame({"score": [2**60, 2**60 + 1], "label": [1, 0]})
    frame.write_parquet(tmp_path / "scores.parquet")
    assert "2 of 2 values in column score are 2^53" in refused(tmp_path / "scores.parquet")


def test_missing_file_and_folder_are_refused(tmp_path: Path) -> None:
    """Without a traceback, and without the folder's name."""
    assert "there is no file none.csv" in refused(tmp_path / "none.csv")
    assert "is a folder" in refused(tmp_path)
    assert str(tmp_path) not in refused(tmp_path / "none.csv")


def test_two_files_have_no_labels(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """An option that cannot mean anything is refused."""
    path = written(tmp_path, "1\n2\n", "a.txt")
    code, _, err = call(capsys, path, path, "--group-a", "g")
    assert (code, "--group-a says nothing" in err) == (2, True)


@pytest.mark.parametrize(
    ("rate", "said"),
    [
        ("0", "a rate is a share above 0"),
        *((rate, "a share from 0 to 1 is needed") for rate in ("1.5", "nan", "-1")),
    ],
)
def test_rate_must_be_a_share(
    rate: str, said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Above 0, at most 1."""
    path = written(tmp_path, "score,label\n1,1\n0,0\n")
    code, _, err = call(capsys, path, f"--fmr={rate}")
    assert (code, said in err) == (2, True)


def test_out_must_say_what_to_write(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Before anything is read."""
    code, _, err = call(capsys, tmp_path / "none.csv", "--out", "points.xlsx")
    assert (code, ".csv or .json" in err) == (2, True)


# Nobody is named


def test_nobody_is_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Screen, JSON, both files, and the text of errors about subjects."""
    path = tmp_path / "scores.csv"
    comparisons().write_csv(path)
    shown = "".join(
        "".join(call(capsys, path, "--replicates", 20, *more)[1:])
        for more in ((), ("--json",), ("--out", tmp_path / "a.csv"), ("--out", tmp_path / "a.json"))
    )
    shown += (tmp_path / "a.csv").read_text() + (tmp_path / "a.json").read_text()
    assert "1 in" in shown
    bad = comparisons(40).with_columns(label=pl.lit("genuine"))
    bad.write_csv(tmp_path / "bad.csv")
    shown += refused(tmp_path / "bad.csv")
    bad.with_columns(subject_b=pl.lit(None, pl.String)).write_csv(tmp_path / "bad.csv")
    shown += refused(tmp_path / "bad.csv")
    shown += refused(path, label="subject_a", subject_a="group_a", subject_b="label")
    shown += refused(path, score="subject_a", subject_a="group_a", subject_b="label")
    assert "SECRET" not in shown


def test_people_are_no_groups(tmp_path: Path) -> None:
    """A column of people named as groups is refused, with subjects or without."""
    path = tmp_path / "scores.csv"
    frame = comparisons().with_columns(person=pl.col("subject_a"), other=pl.col("subject_b"))
    frame.write_csv(path)
    asked = {"group_a": "person", "group_b": "other"}
    assert "each group holds one person" in refused(path, **asked)
    many = pl.DataFrame(
        {"score": range(300), "label": [1, 0] * 150, "who": [f"SECRET-{n}" for n in range(300)]}
    )
    many.write_csv(path)
    error = refused(path, group_a="who")
    assert "they may name people" in error
    assert "SECRET" not in error


def test_result_repeats(tmp_path: Path) -> None:
    """The same file and seed, the same document; other row orders, the same rates."""
    frame = comparisons(600)
    documents = []
    for number, one in enumerate((frame, frame, frame.sample(fraction=1.0, shuffle=True, seed=4))):
        one.write_csv(tmp_path / f"{number}.csv")
        found = evaluate(read_scores(tmp_path / f"{number}.csv"), replicates=30)
        documents.append(found.model_copy(update={"file": ""}))
    assert documents[0] == documents[1]
    for here, there in zip(documents[0].points, documents[2].points, strict=True):
        assert here.threshold == there.threshold
        assert (here.fmr.count, here.fnmr.count) == (there.fmr.count, there.fnmr.count)
        assert here.fmr.high == pytest.approx(there.fmr.high)


# Properties


@given(
    st.lists(st.integers(-50, 50), min_size=2, max_size=30),
    st.lists(st.integers(-50, 50), min_size=2, max_size=30),
)
def test_negated_scores_are_distances(genuine: list[int], impostor: list[int]) -> None:
    """The same rates at the negated threshold."""
    if len({*genuine, *impostor}) < 2:
        return
    first = evaluate(table([*map(float, genuine)], [*map(float, impostor)]), rates=[0.3])
    lines = [f"{-score},1" for score in genuine] + [f"{-score},0" for score in impostor]
    with TemporaryDirectory() as folder:
        path = written(Path(folder), "\n".join(["score,label", *lines]))
        second = evaluate(read_scores(path, FileReading(distance=True, itself="keep")), rates=[0.3])
    assert second.direction == "distance"
    assert second.points[0].threshold == -first.points[0].threshold
    assert second.points[0].fmr == first.points[0].fmr
    assert second.points[0].fnmr == first.points[0].fnmr
    assert second.eer.rate == first.eer.rate


def test_document_keeps_its_schema(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The JSON document is what the shipped schema says, and what `--out` writes."""
    path = tmp_path / "scores.parquet"
    comparisons().write_parquet(path)
    _, out, err = call(capsys, path, "--json", "--replicates", 10, "--out", tmp_path / "e.json")
    shipped = Path(misid.__file__).parent / "schemas" / "evaluation-2.json"
    document = json.loads(out)
    jsonschema.validate(document, json.loads(shipped.read_text("utf-8")))
    assert {"kind", "counts", "points", "eer", "groups"} <= set(document)
    assert (tmp_path / "e.json").read_text("utf-8") == out
    assert "written" in err
    assert document["sources"][0]["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    saved = read_evaluation(tmp_path / "e.json")
    assert isinstance(saved, Verification)
    assert saved.counts.subjects == PEOPLE


@pytest.mark.parametrize(
    ("version", "use"),
    [
        ("misid-evaluation/1", "make it anew: misid evaluate scores.csv --json"),
        ("misid-evaluation/3", "a misid at least as new"),
    ],
)
def test_saved_document_of_another_version_is_refused(
    version: str, use: str, tmp_path: Path
) -> None:
    """An older one with what makes it anew."""
    other = evaluate(table([1, 2, 3], [0, 1, 2])).model_dump(mode="json") | {"version": version}
    path = written(tmp_path, json.dumps(other), "other.json")
    with pytest.raises(FormatError, match=version) as caught:
        read_evaluation(path)
    assert use in caught.value.use


def test_points_as_csv(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """One row a rate, with counts and intervals."""
    path = tmp_path / "scores.csv"
    comparisons().write_csv(path)
    call(capsys, path, "--replicates", 0, "--out", tmp_path / "points.csv")
    points = pl.read_csv(tmp_path / "points.csv")
    assert points["asked_fmr"].to_list() == [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6]
    assert {"threshold", "fmr_rate", "fnmr_low", "fnmr_high", "resolved"} <= set(points.columns)


def test_screen_begins_with_a_sentence(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """In natural words, with the interval."""
    random = np.random.default_rng(6)
    path = tmp_path / "scores.csv"
    pl.DataFrame(
        {
            "score": np.concatenate([random.normal(6, 1, 1000), random.normal(size=100_000)]),
            "label": [1] * 1000 + [0] * 100_000,
        }
    ).write_csv(path)
    code, out, _ = call(capsys, path)
    assert code == 0
    first = " ".join(out.split())
    assert first.startswith("At a threshold that wrongly matches 1 in 10,000 pairs, ")
    assert "of true pairs are missed (" in first[:150]


def test_shown_interval_allows_for_people(tmp_path: Path) -> None:
    """With subjects it is theirs, with all others beside it; without, a warning."""
    frame = comparisons()
    frame.write_csv(tmp_path / "with.csv")
    frame.select("score", "label").write_csv(tmp_path / "without.csv")
    known = evaluate(read_scores(tmp_path / "with.csv"), replicates=20)
    unknown = evaluate(read_scores(tmp_path / "without.csv"))
    assert known.points[0].fmr.method == "subjects"
    assert {one.method for one in known.points[0].fmr.intervals} == {
        *("mid_p", "clopper_pearson", "subjects", "bootstrap")
    }
    assert (unknown.points[0].fmr.method, unknown.replicates) == ("mid_p", 0)
    assert any("too narrow" in note for note in notes(unknown))
    assert "if comparisons are independent" in plain(words.finding(unknown))


def test_sentence_without_an_error_says_that_its_interval_is_a_bound() -> None:
    """Twenty people and ten comparisons each: people are the trials."""
    people = np.repeat(np.arange(20), 10)
    other = np.repeat((np.arange(20) + 1) % 20, 10)
    scores = table(
        np.linspace(5, 6, 200).tolist(),
        np.linspace(0, 1, 200).tolist(),
        subject_a=np.concatenate([people, people]),
        subject_b=np.concatenate([people, other]),
    )
    found = evaluate(scores, replicates=0)
    missed = found.points[0].fnmr
    assert (missed.count, missed.method, missed.is_bound) == (0, "people", True)
    assert missed.high == pytest.approx(1.0 - 0.025 ** (1 / 20))
    said = plain(words.finding(found))
    assert "0 % of true pairs are missed (0 % to 17 %)" in said
    assert "That interval is a bound: too few people err" in said
    assert any("least as often as it says" in note for note in notes(found))


def everybody_with_everybody(people: int, seed: int) -> ScoreTable:
    """Each with each other once, and four times with themselves."""
    random = np.random.default_rng(seed)
    one, other = np.triu_indices(people, 1)
    own = np.repeat(np.arange(people), 4)
    return table(
        (4.0 + random.normal(size=own.size)).tolist(),
        random.normal(size=one.size).tolist(),
        subject_a=np.concatenate([own, one]),
        subject_b=np.concatenate([own, other]),
    )


def test_an_end_at_a_laxer_threshold_holds_at_a_stricter_one() -> None:
    """A bound of no match may end above the interval of more matches: which holds too is told."""
    found = evaluate(everybody_with_everybody(60, 4), rates=[0.01, 1e-4], replicates=0)
    lax, strict = found.points
    assert (strict.fmr.count, strict.fmr.is_bound) == (0, True)
    assert lax.fmr.high is not None
    assert strict.fmr.high is not None
    assert lax.fmr.high < strict.fmr.high
    (said,) = ends_elsewhere(found)
    high = Facts(found).below("points.0").ends("fmr")[1]
    assert f"at the threshold for 1 in 100, {high}, holds at that for 1 in 10,000" in plain(said)
    printed = text(document_of_evaluation(found, drawn=False))
    assert plain(said) in " ".join(printed.split())


@pytest.mark.parametrize("code", ["en", "es"])
def test_ends_that_fall_as_their_rates_do_are_told_as_they_are(code: str) -> None:
    """Where no end is above one that holds there too, nothing is added."""
    rising = table(np.linspace(1, 3, 400).tolist(), np.linspace(0, 2, 4000).tolist())
    found = evaluate(rising, rates=[0.1, 0.01, 0.001], replicates=0)
    highs = [point.fmr.high or 0.0 for point in found.points]
    misses = [point.fnmr.high or 0.0 for point in found.points]
    assert highs == sorted(highs, reverse=True)
    assert misses == sorted(misses)
    assert ends_elsewhere(found, language(code)) == ()


def test_misses_are_capped_from_the_stricter_side() -> None:
    """No miss of sixty people is a wide bound; one miss of each of ten of them tells more."""
    people, pairs = np.repeat(np.arange(60), 20), np.triu_indices(60, 1)
    own = np.where((np.arange(people.size) % 20 == 0) & (people < 10), 2.5, 5.0)
    scores = table(
        own.tolist(),
        np.linspace(0, 3, pairs[0].size).tolist(),
        subject_a=np.concatenate([people, pairs[0]]),
        subject_b=np.concatenate([people, pairs[1]]),
    )
    found = evaluate(scores, rates=[0.5, 0.1], replicates=0)
    lax, strict = (point.fnmr for point in found.points)
    assert (lax.count, strict.count) == (0, 10)
    assert lax.high is not None
    assert strict.high is not None
    assert strict.high < lax.high
    said = [plain(one) for one in ends_elsewhere(found)]
    assert ["at the threshold for 1 in 10, " in one for one in said if "laxer" in one] == [True]


def test_a_limit_of_one_side_is_said_to_be() -> None:
    """Beside an interval that guards both ends a one-sided limit has its name."""
    found = evaluate(table([5.0] * 50, [1.0] * 200), rates=[1e-3], replicates=0)
    said = plain(words.finding(found))
    assert "as high as 1 in 67, one-sided" in said
    assert upper_limit(Rate(0, 200)) == pytest.approx(found.points[0].at_most)


def test_pairs_of_groups_that_were_never_compared_are_not_without_a_match() -> None:
    """No match among no comparisons says nothing; that pair is told apart from those compared."""
    sides = {
        "group_a": Groups(("a", "b", "c"), np.array([0] * 9 + [0, 0, 1, 2] * 5)),
        "group_b": Groups(("a", "b", "c"), np.array([0] * 9 + [0, 1, 1, 2] * 5)),
    }
    scores = table([9.0] * 9, [5.0, 1.0, 1.0, 1.0] * 5, **sides)
    found = evaluate(scores, rates=[0.25], replicates=0)
    note = plain(group_tables.groups(found).note)
    pairs = [row.rate for row in found.groups.rows if row.other] if found.groups else []
    none = sum(not rate.trials for rate in pairs)
    without = [rate for rate in pairs if rate.trials and not rate.count]
    assert none > 0
    assert f"{none} pair" in note
    assert "no comparison at all" in note
    assert f"in {sum(rate.trials for rate in without)} comparisons together" in note
    assert "in 0 comparisons" not in note


def test_one_kind_alone_has_no_error_rate() -> None:
    """The API says so as the command does."""
    with pytest.raises(MeaningError, match="no genuine comparisons"):
        table([], [1.0, 2.0])
