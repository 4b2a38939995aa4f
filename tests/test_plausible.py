"""Files that add up and may mean two things: each is asked, and each answer is taken."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from tests.command import call

from misid.errors import MeaningError
from misid.evaluation import FileReading, evaluate, read_score_lists, read_scores, score_stream

CASES = Path(__file__).parent / "cases"


def written(path: Path, text: str) -> Path:
    """A file of text."""
    path.write_text(text, encoding="utf-8")
    return path


def asked(*paths: Path, **how: Any) -> str:
    """What a file is asked."""
    with pytest.raises(MeaningError) as stop:
        kinds(*paths, **how)
    return str(stop.value)


def kinds(*paths: Path, **how: Any) -> tuple[int, int]:
    """Genuine and impostor comparisons."""
    table = (
        read_score_lists(*paths, FileReading(**how))
        if len(paths) == 2
        else read_scores(paths[0], FileReading(**how))
    )
    genuine = int(table.genuine.sum())
    return genuine, len(table.genuine) - genuine


def matrix(folder: Path, suffix: str, **columns: list[Any]) -> Path:
    """Each of ten photographs of five people with each, itself too; columns may be replaced."""
    photographs = [f"p{person}_{number}" for person in range(5) for number in range(2)]
    pairs = [(a, b) for a in photographs for b in photographs]
    draw = np.random.default_rng(1).uniform(0.0, 0.4, len(pairs))
    table = pl.DataFrame(
        {
            "image_a": [a for a, _ in pairs],
            "image_b": [b for _, b in pairs],
            "genuine": [int(a[:2] == b[:2]) for a, b in pairs],
            "score": [
                1.0 if a == b else 0.5 * (a[:2] == b[:2]) + float(noise)
                for (a, b), noise in zip(pairs, draw, strict=True)
            ],
            **columns,
        }
    )
    path = folder / f"scores.{suffix}"
    writers: dict[str, Callable[..., object]] = {
        "csv": table.write_csv, "parquet": table.write_parquet, "feather": table.write_ipc,
        "jsonl": table.write_ndjson,
    }  # fmt: skip
    writers[suffix](path)
    return path


@pytest.mark.parametrize("suffix", ["csv", "parquet", "feather", "jsonl"])
def test_photographs_with_themselves_are_left_out_and_counted(tmp_path: Path, suffix: str) -> None:
    """Names show them, in every format; they are kept where a reader says so."""
    path = matrix(tmp_path, suffix)
    found = evaluate(read_scores(path, FileReading(label="genuine")))
    assert (10, 80, 10) == (found.counts.genuine, found.counts.impostor, found.counts.itself)
    assert (20, 80) == kinds(path, itself="keep")


def test_photographs_with_themselves_are_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the report, with their number."""
    code, out, _ = call(capsys, "evaluate", matrix(tmp_path, "csv"))
    assert 0 == code
    assert "10 comparisons are of a photograph with itself, and left out." in " ".join(out.split())
    assert "Photographs compared with themselves" in out


def test_a_clump_of_perfect_scores_is_asked(tmp_path: Path) -> None:
    """Where no name shows them, the scores do: ten are alike, far above all others."""
    path = matrix(tmp_path, "csv")
    alone = ("image_a", "image_b")
    err = asked(path, ignored=alone, label="genuine")
    assert "10 of 20 genuine comparisons share the highest score" in err
    assert (20, 80) == kinds(path, ignored=alone, label="genuine", itself="keep")


def test_scores_that_are_cut_off_are_no_clump(tmp_path: Path) -> None:
    """They come close to the end of the scale without a gap."""
    draw = np.random.default_rng(2)
    genuine, impostor = np.minimum(draw.normal(0.9, 0.1, 400), 1.0), draw.uniform(0, 0.8, 400)
    table = pl.DataFrame({"score": np.r_[genuine, impostor], "label": np.repeat([1, 0], 400)})
    table.write_csv(tmp_path / "scores.csv")
    assert (400, 400) == kinds(tmp_path / "scores.csv")


@pytest.mark.parametrize("name", ["score", "distance"])
def test_a_direction_that_is_the_reverse_is_asked(tmp_path: Path, name: str) -> None:
    """Whatever the column is called; both answers are taken."""
    draw = np.random.default_rng(3)
    genuine, impostor = draw.normal(1.0, 0.1, 50), draw.normal(2.0, 0.1, 50)
    values = np.r_[genuine, impostor] * (1 if name == "score" else -1)
    table = pl.DataFrame({name: values, "label": np.repeat([1, 0], 50)})
    table.write_parquet(tmp_path / "scores.parquet")
    err = asked(tmp_path / "scores.parquet", label="label")
    assert "use  --distance, or --similarity, whichever the scores are" in err
    for distance in (True, False):
        assert (50, 50) == kinds(tmp_path / "scores.parquet", label="label", distance=distance)


def test_a_large_file_is_asked_as_a_small_one(tmp_path: Path) -> None:
    """Read in parts, a label that a threshold gives, and a direction that is the reverse."""
    scores = np.linspace(0.0, 1.0, 60)
    path = tmp_path / "scores.csv"
    for column, said in ((scores > 0.5, "without an error"), (scores < 0.5, "less alike")):
        pl.DataFrame({"score": scores, "label": column.astype(int)}).write_csv(path)
        stream = score_stream((path,), FileReading(), from_bytes=0)
        assert stream is not None
        with pytest.raises(MeaningError, match=said):
            evaluate(stream)


def test_a_last_column_of_labels_is_asked(tmp_path: Path) -> None:
    """Of two lists without names: a score, and 1 or 0 behind it."""
    genuine = written(tmp_path / "genuine.txt", "0.9 1\n0.8 1\n0.2 1\n")
    impostor = written(tmp_path / "impostor.txt", "0.1 0\n0.3 0\n0.2 0\n")
    assert "holds nothing but labels" in asked(genuine, impostor)
    table = read_score_lists(genuine, impostor, FileReading(score="column 1"))
    assert [0.9, 0.8, 0.2, 0.1, 0.3, 0.2] == table.scores.tolist()


def test_a_histogram_is_asked_and_read_either_way(tmp_path: Path) -> None:
    """PyEER: line i says how many scores equal i, from 0."""
    genuine = written(tmp_path / "genuine.txt", "4\n5\n5\n1\n")
    impostor = written(tmp_path / "impostor.txt", "5\n3\n2\n1\n0\n0\n")
    assert "use  --histogram, or --no-histogram" in asked(genuine, impostor)
    table = read_score_lists(genuine, impostor, FileReading(histogram=True))
    expected = [0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 3]
    assert expected == table.scores[~table.genuine].tolist()
    assert (4, 6) == kinds(genuine, impostor, histogram=False)


def test_a_column_may_be_taken_for_nothing(tmp_path: Path) -> None:
    """Every guess of a column can be taken back."""
    path = written(tmp_path / "scores.csv", "score,label,subject_a,subject_b\n.9,1,a,b\n.1,0,a,c\n")
    assert "labels contradict the subjects" in asked(path)
    assert (1, 1) == kinds(path, ignored=("subject_a", "subject_b"))


KEY = "image_a,image_b,same\na,b,1\nc,d,0\na,d,0\n"


@pytest.mark.parametrize(
    ("scores", "key"),
    [
        ("image_a,image_b,score\na,b,.9\na,d,.2\nc,d,.1\n", KEY),
        ("enrollTempl verifTempl simScore returnCode\na b .9 0\na d .2 0\nc d .1 0\n", KEY),
        ("a b .9\na d .2\nc d .1\n", "a b 1\nc d 0\na d 0\n"),
        ("a b .9\na d .2\nc d .1\n", "image,subject\na,p\nb,p\nc,q\nd,r\n"),
        ("a b .9\na d .2\nc d .1\n", "a p\nb p\nc q\nd r\n"),
        (
            "id_a,id_b,score\na,b,.9\na,d,.2\nc,d,.1\n",
            "id_a;id_b;label\na;b;same\nc;d;diff\na;d;diff\n",
        ),
    ],
)
def test_scores_and_their_key_are_joined_by_the_pair(tmp_path: Path, scores: str, key: str) -> None:
    """In the order of the scores, whatever the order of the key, with names or without."""
    table = read_scores(
        written(tmp_path / "scores.txt", scores),
        FileReading(key=written(tmp_path / "key.txt", key)),
    )
    assert [0.9, 0.2, 0.1] == table.scores.tolist()
    assert [True, False, False] == table.genuine.tolist()


def test_the_order_of_a_pair_is_asked_where_it_matters(tmp_path: Path) -> None:
    """The key has one of the pairs the other way round alone."""
    scores = written(tmp_path / "scores.csv", "image_a,image_b,score\nb,a,.9\na,d,.2\nc,d,.1\n")
    key = written(tmp_path / "key.csv", KEY)
    err = asked(scores, key=key)
    assert "1 of 3 pairs stand in key.csv the other way round alone" in err
    assert (1, 2) == kinds(scores, key=key, either_order=True)
    err = asked(scores, key=key, either_order=False)
    assert "1 of 3 scores have no row in key.csv, and 1 pairs of key.csv have no score" in err


def test_what_only_one_file_has_is_counted_and_refused(tmp_path: Path) -> None:
    """Unless a reader says that it is left out; then its number is told."""
    scores = written(tmp_path / "scores.csv", "image_a,image_b,score\na,b,.9\na,d,.2\ne,f,.5\n")
    key = written(tmp_path / "key.csv", KEY)
    assert "use  both files of the same pairs; or --unmatched leave-out" in asked(scores, key=key)
    found = evaluate(read_scores(scores, FileReading(unmatched="leave-out", key=key)))
    assert (1, 1, 2) == (found.counts.genuine, found.counts.impostor, found.counts.unmatched)


def test_a_key_that_contradicts_itself_is_refused(tmp_path: Path) -> None:
    """Of a pair, and of a photograph."""
    scores = written(tmp_path / "scores.csv", "image_a,image_b,score\na,b,.9\na,d,.2\nc,d,.1\n")
    key = written(tmp_path / "key.csv", KEY + "a,b,0\n")
    assert "give a pair another meaning" in asked(scores, key=key)
    key = written(tmp_path / "key.csv", "image,subject\na,p\nb,p\nc,q\nd,r\na,q\n")
    assert "give a photograph another person" in asked(scores, key=key)


def test_a_key_is_the_truth_however_well_the_scores_lie_apart(tmp_path: Path) -> None:
    """Nobody gives a service's own decision as a key; the same column in one file is asked."""
    rows = [(f"a{row}", f"b{row}", row / 100, int(row >= 30)) for row in range(60)]
    scores = written(tmp_path / "scores.csv", "image_a,image_b,score\n" + "".join(
        f"{a},{b},{score}\n" for a, b, score, _ in rows))  # fmt: skip
    key = written(tmp_path / "key.csv", "image_a,image_b,label\n" + "".join(
        f"{a},{b},{label}\n" for a, b, _, label in rows))  # fmt: skip
    assert (30, 30) == kinds(scores, key=key)
    both = written(tmp_path / "both.csv", "score,Label\n" + "".join(
        f"{score},{label}\n" for _, _, score, label in rows))  # fmt: skip
    assert "--label Label where it is the truth" in asked(both)


def test_a_key_on_the_command_line_stands_in_the_sources(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With its digest, as the scores do."""
    scores = written(tmp_path / "scores.csv", "image_a,image_b,score\na,b,.9\na,d,.2\nc,d,.1\n")
    key = written(tmp_path / "key.csv", KEY)
    code, out, err = call(capsys, "evaluate", scores, "--key", key, "--json")
    assert (0, "") == (code, err)
    assert 2 == out.count('"sha256"')
    code, _, err = call(capsys, "evaluate", scores, "--key", key, "--mates", key)
    assert 2 == code
    assert "--key says nothing beside --mates" in err


LOG = "a b 9 0\nc d -1 2\ne f 8 0\ng h 7 0\na d 1 0\na f 2 0\nb d -1 5\nb f 3 0\n"
LOG_KEY = "a p\nb p\nc q\nd q\ne r\nf r\ng s\nh s\n"


def test_a_comparison_that_failed_is_asked_and_counted_either_way(tmp_path: Path) -> None:
    """NIST's return code is not 0: a failure to acquire beside FRR and FAR, or a miss."""
    scores = written(tmp_path / "match.log", "enrollTempl verifTempl simScore returnCode\n" + LOG)
    key = written(tmp_path / "key.txt", LOG_KEY)
    assert "2 of 8 values in column simScore are blank" in asked(scores, key=key)
    apart = evaluate(read_scores(scores, FileReading(missing="fta", key=key)), rates=(0.5,))
    missed = evaluate(read_scores(scores, FileReading(missing="miss", key=key)), rates=(0.5,))
    point, other = apart.points[0], missed.points[0]
    assert (3, 3, 0.25) == (
        apart.counts.genuine, apart.counts.impostor, apart.counts.failure_to_acquire,
    )  # fmt: skip
    assert (4, 4, 0.25) == (
        missed.counts.genuine, missed.counts.impostor, missed.counts.failure_to_acquire,
    )  # fmt: skip
    assert (0, 3) == (point.fnmr.count, point.fnmr.trials)
    assert point.frr is not None
    assert point.far is not None
    assert other.frr is not None
    assert (1, 4) == (point.frr.count, point.frr.trials)
    assert (1, 4) == (other.fnmr.count, other.fnmr.trials)
    assert (other.fnmr.count, other.fmr.trials) == (other.frr.count, 4)
    assert (point.fmr.count, 4) == (point.far.count, point.far.trials)


def test_a_comparison_without_a_score_never_matches(tmp_path: Path) -> None:
    """A rate that only failures could give is refused, and the one that is advised is not."""
    rows = "label,score\n1,.9\n1,.8\n1,NA\n0,.1\n0,.2\n0,.3\n0,NA\n"
    table = read_scores(written(tmp_path / "scores.csv", rows), FileReading(missing="miss"))
    with pytest.raises(MeaningError, match="never match") as stop:
        evaluate(table, rates=(1.0,), replicates=10)
    advised = float(str(stop.value.use).rpartition(" ")[2])
    point = evaluate(table, rates=(advised,), replicates=10).points[0]
    assert (1, 3) == (point.fnmr.count, point.fmr.count)


def test_failures_are_told_beside_both_rates(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """FTA, FRR and FAR in a sentence; or that they are misses."""
    scores = written(tmp_path / "match.log", "enrollTempl verifTempl simScore returnCode\n" + LOG)
    key = written(tmp_path / "key.txt", LOG_KEY)
    options = ("--key", key, "--fmr", "0.5")
    _, out, err = call(capsys, "evaluate", scores, *options, "--nan", "fta")
    assert "Error" not in err
    assert "With them the false rejection rate is 25" in " ".join(out.split())
    _, out, _ = call(capsys, "evaluate", scores, *options, "--nan", "miss")
    assert "counted as misses at every threshold, and as no match" in " ".join(out.split())
    code, _, err = call(
        capsys, "evaluate", scores, *options, "--nan", "miss", "--to-scenario", tmp_path / "a.yaml"
    )
    assert 2 == code
    assert "use  --nan fta" in err
