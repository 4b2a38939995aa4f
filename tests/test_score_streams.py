"""Scores counted by their bits, in memory and from files in parts: equal to sorting them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import roc_curve  # type: ignore[import-untyped]

from misid.cli import main
from misid.errors import MisidError
from misid.evaluation import (
    FileReading,
    ScoreTable,
    Verification,
    evaluate,
    read_score_lists,
    read_scores,
    score_stream,
)
from misid.evaluation.counting.bins import keys_of, scores_of
from misid.evaluation.counting.exact_counts import counted
from misid.evaluation.counting.passes import Batch, InMemory
from misid.evaluation.counting.targets import Targets
from misid.evaluation.reading import pair_stream
from misid.evaluation.reading.columns import SCORES
from misid.files.formats import open_source
from misid.files.source import LIMIT
from misid.measures import (
    Comparisons,
    decidability,
    detection_error_tradeoff,
    equal_error_rate,
    histogram,
    operating_point,
)
from misid.measures.score_counts import NotCountedError, ScoreTally

RATES = (1.0, 0.5, 0.1, 0.01, 1e-3, 1e-6)
TINY = float(np.finfo(np.float32).smallest_subnormal)
numbers = st.one_of(
    st.floats(-(2.0**90), 2.0**90, width=32),
    st.integers(-3, 3).map(float),
    st.sampled_from([0.0, -0.0, TINY, -TINY, 1.0, float(np.nextafter(np.float32(1), 2))]),
)
labelled = st.lists(st.tuples(numbers, st.booleans()), min_size=2, max_size=60).filter(
    lambda rows: len({flag for _, flag in rows}) == 2
)


@dataclass(frozen=True)
class Misleading(InMemory):
    """Scores whose sample is of the lowest ones alone."""

    def sample(self) -> Batch:
        """Two scores, whatever there are."""
        first = np.argsort(self.scores)[:2]
        return Batch(self.scores[first], self.is_genuine[first])


def normal(rows: int, kind: Any = np.float32, seed: int = 1) -> InMemory:
    """Scores of both kinds, a fifth of them genuine."""
    random = np.random.default_rng(seed)
    is_genuine = random.random(rows) < 0.2
    return InMemory((random.normal(size=rows) + 2.5 * is_genuine).astype(kind), is_genuine)


def sorted_scores(source: InMemory) -> Comparisons:
    """The same, sorted."""
    return Comparisons.of(source.scores[source.is_genuine], source.scores[~source.is_genuine])


def figures(scores: Comparisons | ScoreTally, *, bins: bool = True) -> list[object]:
    """Every figure of a set of scores."""
    curve = detection_error_tradeoff(scores)
    found: list[object] = [operating_point(scores, false_match_rate=rate) for rate in RATES]
    found += [equal_error_rate(scores), *(column.tolist() for column in vars(curve).values())]
    if bins:
        found += [column.tolist() for column in vars(histogram(scores)).values()]
    return found


@settings(max_examples=60, deadline=None)
@given(labelled, st.sampled_from([np.float32, np.float64]), st.booleans())
def test_counting_is_sorting(rows: list[tuple[float, bool]], kind: Any, misleads: bool) -> None:
    """Ties, zeros of both signs, subnormal numbers, and a sample that says nothing of the rest."""
    scores = np.array([score for score, _ in rows], kind)
    source = (Misleading if misleads else InMemory)(scores, np.array([flag for _, flag in rows]))
    found = counted(source, Targets(RATES), most_kept=3 if misleads else 100)
    assert figures(sorted_scores(source)) == figures(found.tally)


@pytest.mark.parametrize("kind", [np.float32, np.float64])
@pytest.mark.parametrize("most_kept", [2_000, 10_000_000])
def test_many_scores_take_few_passes(kind: Any, most_kept: int) -> None:
    """Whether much or little may be kept; d' agrees to twelve digits."""
    source = normal(300_000, kind)
    found = counted(source, Targets(RATES), most_kept=most_kept)
    whole = sorted_scores(source)
    assert figures(whole) == figures(found.tally)
    assert found.passes <= (2 if most_kept > 10_000 else 20)
    assert found.decidability == pytest.approx(
        decidability(whole.genuine, whole.impostor), rel=1e-11
    )


def test_scores_that_hardly_differ_are_told_apart() -> None:
    """A misleading sample, and all scores within a billionth of each other."""
    random = np.random.default_rng(2)
    scores = np.append([-1e30, -1e29], 1.0 + 1e-9 * random.random(50_000))
    source = Misleading(scores, np.append([True, False], random.random(50_000) < 0.3))
    found = counted(source, Targets(RATES), most_kept=3_000)
    assert figures(sorted_scores(source)) == figures(found.tally)


def test_one_pass_where_the_sample_tells_enough() -> None:
    """Points and curve are kept at once if they may be; their figures are the same."""
    source = normal(400_000)
    found = counted(source, Targets(RATES, bins=0), most_kept=400_000)
    assert found.passes == 1
    assert figures(sorted_scores(source), bins=False) == figures(found.tally, bins=False)


def test_points_are_those_of_scikit_learn() -> None:
    """Each point of the curve is one of its own."""
    source = normal(50_000)
    curve = detection_error_tradeoff(counted(source, Targets()).tally)
    false, true, thresholds = roc_curve(source.is_genuine, source.scores, drop_intermediate=False)
    mates = source.is_genuine.sum()
    missed = mates - np.rint(true * mates)
    points = set(zip(false, missed, thresholds.astype(float), strict=True))
    errors = np.rint(curve.false_non_match * mates)
    assert set(zip(curve.false_match, errors, curve.thresholds, strict=True)) <= points


def test_what_was_not_kept_is_not_guessed() -> None:
    """A tally refuses a threshold between scores that it did not keep."""
    tally = counted(normal(300_000), Targets((0.1,), points=0, bins=0)).tally
    between = float(tally.numbers[np.flatnonzero(tally.is_open)[0]])
    with pytest.raises(NotCountedError):
        tally.false_match(float(np.nextafter(np.float32(between), np.float32(np.inf))))


@given(st.lists(numbers, min_size=1))
def test_keys_are_in_the_order_of_scores(scores: list[float]) -> None:
    """And lead back to them."""
    for values in (np.array(scores, np.float32), np.array(scores, np.float64)):
        keys = keys_of(values)
        assert np.array_equal(np.argsort(keys, kind="stable"), np.argsort(values, kind="stable"))
        assert np.array_equal(scores_of(keys, values.dtype), values)


# Files in parts


def comparisons(rows: int = 60_000, seed: int = 3) -> pl.DataFrame:
    """Scores with labels, groups and conditions."""
    source = normal(rows, np.float64, seed)
    random = np.random.default_rng(seed)
    groups = np.array(["north", "south", "east"])
    return pl.DataFrame(
        {
            "score": source.scores.round(4),
            "label": np.where(source.is_genuine, "genuine", "impostor"),
            "group_a": groups[random.integers(3, size=rows)],
            "group_b": groups[random.integers(3, size=rows)],
            "condition": np.array(["day", "night "])[random.integers(2, size=rows)],
        }
    )


def as_numpy(frame: pl.DataFrame, path: Path) -> None:
    """Two columns: scores and 1 or 0."""
    flags = (frame["label"] == "genuine").to_numpy().astype(np.float64)
    np.save(path, np.stack([frame["score"].to_numpy(), flags], axis=1))


def as_text(frame: pl.DataFrame, path: Path) -> None:
    """The text of bob.measure with five columns, with a blank line."""
    same = frame["label"] == "genuine"
    lines = [
        f"client {'client' if mated else 'label'} {'client' if mated else 'x'} probe {score}"
        for mated, score in zip(same, frame["score"], strict=True)
    ]
    path.write_text("\n\n".join(lines) + "\n", encoding="utf-8")


WRITERS: dict[str, Callable[[pl.DataFrame, Path], None]] = {
    "scores.csv": lambda frame, path: frame.write_csv(path),
    "scores.tsv": lambda frame, path: frame.write_csv(path, separator="\t"),
    "scores.parquet": lambda frame, path: frame.write_parquet(path, row_group_size=7_000),
    "single.parquet": lambda frame, path: frame.cast({"score": pl.Float32}).write_parquet(path),
    "distance.parquet": lambda frame, path: frame.select(
        pl.exclude("score"), -pl.col("score").alias("distance")
    ).write_parquet(path),
    "flags.parquet": lambda frame, path: frame.with_columns(
        pl.col("label") == "genuine"
    ).write_parquet(path),
    "scores.npy": as_numpy,
}
MOVED = {"det", "histogram", "decidability", "tail", "frailty", "in_parts"}


def streamed(*paths: Path, reading: FileReading | None = None) -> Verification:
    """The evaluation of files in parts."""
    stream = score_stream(paths, reading or FileReading(), from_bytes=0)
    assert stream is not None
    return evaluate(stream)


def same(table: ScoreTable, parts: Verification) -> None:
    """All that is counted is the same; curve and histogram but for where they are counted."""
    whole = evaluate(table)
    scores = Comparisons.of(table.scores[table.genuine], table.scores[~table.genuine])
    sign = -1.0 if table.distance else 1.0
    curve = parts.det
    for at, match, miss in zip(curve.thresholds, curve.fmr, curve.fnmr, strict=True):
        assert scores.false_match(sign * at).value == match
        assert scores.false_non_match(sign * at).value == miss
    assert 0.5 * len(whole.det.fmr) < len(curve.fmr) <= 400
    assert (max(curve.fmr), min(curve.fnmr)) == (1.0, 0.0)
    one, other = (
        found.model_copy(
            update={
                "points": tuple(p.model_copy(update={"fnmr_anew": ()}) for p in found.points),
                "eer": found.eer.model_copy(update={"intervals": ()}),
                "groups": found.groups and found.groups.model_copy(update={"thresholds": ()}),
            }
        )
        for found in (whole, parts)
    )
    assert one.model_dump(exclude=MOVED) == other.model_dump(exclude=MOVED)
    assert parts.decidability == pytest.approx(whole.decidability, rel=1e-11)
    edges, moved = (np.array(found.histogram.edges) for found in (whole, parts))
    assert np.abs(edges - moved).max() < 0.1 * abs(edges[1] - edges[0])
    assert sum(parts.histogram.genuine) == whole.counts.genuine
    assert sum(parts.histogram.impostor) == whole.counts.impostor


@pytest.mark.parametrize("name", WRITERS)
def test_parts_give_what_the_whole_gives(name: str, tmp_path: Path) -> None:
    """Rates, intervals, groups, pairs and conditions, from every format."""
    path = tmp_path / name
    WRITERS[name](comparisons(), path)
    same(read_scores(path), streamed(path))


def test_two_files_in_parts(tmp_path: Path) -> None:
    """As PyEER has them, the score in the last column."""
    frame = comparisons(20_000)
    for kind in ("genuine", "impostor"):
        scores = frame.filter(pl.col("label") == kind)["score"]
        text = "".join(f"a b {score}\n" for score in scores)
        (tmp_path / f"{kind}.txt").write_text(text, encoding="utf-8")
    paths = tmp_path / "genuine.txt", tmp_path / "impostor.txt"
    same(read_score_lists(*paths), streamed(*paths))


def test_sorted_files_need_no_luck(tmp_path: Path) -> None:
    """Genuine first, or by score: what a sample says is wrong, and the figures are not."""
    for by in ("label", "score"):
        path = tmp_path / f"{by}.csv"
        comparisons().sort(by).write_csv(path)
        same(read_scores(path), streamed(path))


def test_missing_scores_are_failures_in_parts(tmp_path: Path) -> None:
    """Counted once, however many passes there are."""
    path = tmp_path / "scores.parquet"
    frame = comparisons().with_columns(
        pl.when(pl.int_range(pl.len()) % 100 == 7)
        .then(None)
        .otherwise(pl.col("score"))
        .alias("score")
    )
    frame.write_parquet(path, row_group_size=10_000)
    reading = FileReading(missing="fta")
    parts = streamed(path, reading=reading)
    same(read_scores(path, reading), parts)
    assert parts.counts.failed_genuine + parts.counts.failed_impostor == 600


def refused(work: Callable[[], object]) -> str:
    """The error text."""
    with pytest.raises(MisidError) as caught:
        work()
    return str(caught.value)


BAD: dict[str, Callable[[pl.DataFrame], pl.DataFrame]] = {
    "blank": lambda frame: frame.with_columns(score=at_rows(pl.lit(None, pl.Float64))),
    "not a number": lambda frame: frame.with_columns(score=at_rows(pl.lit(float("nan")))),
    "infinite": lambda frame: frame.with_columns(score=at_rows(pl.lit(float("inf")))),
    "too large": lambda frame: frame.with_columns(score=at_rows(pl.lit(-1e101))),
    "no label": lambda frame: frame.with_columns(label=at_rows(pl.lit("perhaps"), "label")),
    "one kind": lambda frame: frame.with_columns(label=pl.lit("genuine")),
    "all equal": lambda frame: frame.with_columns(score=pl.lit(0.5)),
    "no rows": lambda frame: frame.head(0),
    "many groups": lambda frame: frame.with_columns(
        group_a=pl.int_range(pl.len()).mod(150).cast(pl.String)
    ),
    "many conditions": lambda frame: frame.with_columns(
        condition=pl.int_range(pl.len()).mod(101).cast(pl.String)
    ),
    "a file inside": lambda frame: frame.with_columns(
        label=at_rows(pl.lit("data:image/png;base64,AA"), "label")
    ),
}


def at_rows(value: pl.Expr, column: str = "score") -> pl.Expr:
    """A column with another value in some rows of several parts."""
    return pl.when(pl.int_range(pl.len()) % 9_000 == 8_000).then(value).otherwise(pl.col(column))


@pytest.mark.parametrize("name", BAD)
def test_parts_are_refused_as_the_whole_is(name: str, tmp_path: Path) -> None:
    """With the same count and the same first rows."""
    path = tmp_path / "scores.parquet"
    BAD[name](comparisons()).write_parquet(path, row_group_size=5_000)
    whole = refused(lambda: evaluate(read_scores(path)))
    parts = refused(lambda: streamed(path))
    if name.startswith("many"):
        # Of so many labels no more are gathered than make the point.
        whole, parts = whole.split("has")[0], parts.split("has")[0]
    assert whole == parts


@pytest.mark.parametrize(
    "text",
    [
        "score,label\n0.5,1\n0.4,0\nword,1\n",
        "score,label\n0.5,1\n0.4\n0.1,0\n",
        "score,label\n0.5,1\n0.4,0,7\n0.1,0\n",
        "score,label\n0.5,1\n0.4,\xff\n",
        "0.5 1\n0.4 0\n\n0.3 1 1\n",
    ],
)
def test_text_is_refused_as_the_whole_is(text: str, tmp_path: Path) -> None:
    """Words, rows of another width, other encodings."""
    path = tmp_path / "scores.txt"
    path.write_bytes(text.encode("latin-1"))
    assert refused(lambda: read_scores(path)) == refused(lambda: streamed(path))


def test_people_need_memory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A file that says who is compared is read whole, or refused where it is too large."""
    path = tmp_path / "scores.csv"
    path.write_text("score,subject_a,subject_b\n0.5,a,a\n0.1,a,b\n", encoding="utf-8")
    assert score_stream((path,), FileReading(), from_bytes=0) is None
    large = replace(open_source(path, SCORES), size=LIMIT + 1)
    monkeypatch.setattr("misid.evaluation.reading.pairs.open_source", lambda *_: large)
    assert "more than 4.0 GB" in refused(lambda: read_scores(path))


def test_small_files_are_read_whole(tmp_path: Path) -> None:
    """Then there are tails and intervals too."""
    path = tmp_path / "scores.csv"
    comparisons(100).write_csv(path)
    assert score_stream((path,), FileReading()) is None


# The command


@pytest.fixture
def in_parts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A small file that is read in parts."""
    path = tmp_path / "scores.csv"
    comparisons(5_000).write_csv(path)
    monkeypatch.setattr(pair_stream, "FROM_BYTES", 0)
    return path


def call(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: object
) -> tuple[object, str, str]:
    """Run the command in this process: exit code, standard output, standard error."""
    monkeypatch.setattr("sys.argv", ["misid", "evaluate", *map(str, arguments)])
    with pytest.raises(SystemExit) as stopped:
        main()
    said = capsys.readouterr()
    return stopped.value.code, said.out, said.err


def test_command_reads_in_parts(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, in_parts: Path
) -> None:
    """The tables are there, and what is left out is said; no bar where nobody looks."""
    code, out, err = call(capsys, monkeypatch, in_parts)
    assert (code, err) == (0, "")
    assert "read in parts" in " ".join(out.split())
    assert "Rates by capture condition" in out
    assert "Rates by group" in out


def test_condition_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """By any name, with the rates at the common threshold, in the document and in the report."""
    path = tmp_path / "scores.csv"
    comparisons(5_000).rename({"condition": "light"}).write_csv(path)
    code, out, _ = call(capsys, monkeypatch, path, "--condition", "light")
    assert code == 0
    assert "condition light scores the reader" in " ".join(out.split())
    found = evaluate(read_scores(path, FileReading(condition="light")))
    assert found.conditions is not None
    rows = [(row.measure, row.condition) for row in found.conditions.rows]
    assert rows == [("FNMR", "day"), ("FNMR", "night"), ("FMR", "day"), ("FMR", "night")]
    trials = sum(row.rate.trials for row in found.conditions.rows)
    assert trials == found.counts.genuine + found.counts.impostor


def test_stopping_writes_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, in_parts: Path
) -> None:
    """Ctrl-C in the middle of a pass: exit code 130, and no file."""

    def stop(*_: object) -> Iterator[object]:
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr(pair_stream.ScoreStream, "frames", stop)
    out = in_parts.with_name("points.csv")
    code, _, err = call(capsys, monkeypatch, in_parts, "--out", out)
    assert (code, "stopped" in err, out.exists()) == (130, True, False)
