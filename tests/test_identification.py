"""Candidate lists as an auditor meets them: every rate, every trap, and nobody's name in any."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import norm
from tests.command import call

import misid
from misid.document import Document, document_of_evaluation
from misid.errors import MeaningError, MisidError
from misid.evaluation import (
    FileReading,
    Identification,
    SearchTable,
    evaluate_identification,
    read_candidate_lists,
)
from misid.evaluation.stamp import document_json
from misid.figures import NARROW, WIDE
from misid.figures.catalogue import search_pictures
from misid.figures.render import bare_svg
from misid.measures import wilson
from misid.measures.clustered_intervals import (
    SharedTrials,
    clustered_effective_trials,
    clustered_interval,
)
from misid.measures.error_rates import Rate
from misid.measures.identification import (
    CandidateLists,
    cumulative_match_characteristic,
    false_negative_identification_rate,
    false_positive_identification_rate,
    mates,
    others,
    search_threshold,
    selectivity,
    true_positive_identification_rate,
)
from misid.words import searches as words
from misid.words.sentence import plain
from misid.writers.csv import table_csv
from misid.writers.folder import evaluation_tables

LISTS = """\
search,candidate,score
s1,a,0.9
s1,b,0.8
s2,b,0.7
s3,c,0.95
s3,d,0.95
"""
MATES = """\
search,mate
s1,a
s2,
s3,d
s4,x
s5,
"""
VERDICTS = re.compile(r"(un|dis)?(lawful|proportionate)", re.IGNORECASE)


def notes(found: Identification) -> list[str]:
    """What must be said of an evaluation."""
    return [plain(note) for note in words.notes(found)]


def files(
    tmp_path: Path, lists: str | bytes = LISTS, table: str | bytes = MATES
) -> tuple[Path, Path]:
    """Both files with these contents."""
    paths = tmp_path / "lists.csv", tmp_path / "mates.csv"
    for path, content in zip(paths, (lists, table), strict=True):
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return paths


def read(tmp_path: Path, lists: str = LISTS, table: str = MATES, **how: Any) -> SearchTable:
    """The table of both files."""
    return read_candidate_lists(*files(tmp_path, lists, table), FileReading(**how))


def frames(
    people: int = 60, each: int = 4, records: int = 100, length: int = 8
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Lists of made-up people, half of them enrolled, and their mates."""
    random = np.random.default_rng(5)
    rows, table = [], []
    for search, person in enumerate(np.repeat(np.arange(people), each)):
        scores = random.normal(size=records)
        enrolled = person % 2 == 0
        if enrolled:
            scores[person] = 4.0 + random.normal()
        top = np.argsort(-scores)[:length]
        rows += [(f"SECRET-S{search}", f"SECRET-R{one}", round(scores[one], 3)) for one in top]
        mate = f"SECRET-R{person}" if enrolled else None
        group = ("north", "south", "east")[person % 3]
        table.append((f"SECRET-S{search}", mate, f"SECRET-P{person}", group))
    return (
        pl.DataFrame(rows, schema=["search", "candidate", "score"], orient="row"),
        pl.DataFrame(table, schema=["search", "mate", "subject", "group"], orient="row"),
    )


def written(tmp_path: Path) -> tuple[Path, Path]:
    """Lists and mates of made-up people as CSV."""
    paths = tmp_path / "lists.csv", tmp_path / "mates.csv"
    for frame, path in zip(frames(), paths, strict=True):
        frame.write_csv(path)
    return paths


@cache
def _found(folder: Path) -> Identification:
    return evaluate_identification(read_candidate_lists(*written(folder)), rates=[0.5, 0.1, 0.01])


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Identification:
    """An identification with people and groups, once for all tests."""
    return _found(tmp_path_factory.mktemp("lists"))


# Arithmetic in sight


def test_counts_of_five_searches(tmp_path: Path) -> None:
    """Three enrolled people, two others; s4 and s5 are searches too, with empty lists."""
    counts = evaluate_identification(read(tmp_path)).counts
    assert (counts.mated, counts.non_mated, counts.unlisted) == (3, 2, 1)
    assert (counts.empty_mated, counts.empty_non_mated) == (1, 1)
    assert (counts.records, counts.records_unlisted, counts.longest) == (3, 1, 2)


def test_rates_of_five_searches(tmp_path: Path) -> None:
    """At 0.7 one of two others is answered; at 0.8 none is, and s4 is a miss at both."""
    half, none = evaluate_identification(read(tmp_path), rates=[0.5, 0.4]).points
    assert (half.threshold, half.fpir.count, half.fpir.trials) == (0.7, 1, 2)
    assert (none.threshold, none.fpir.count, none.fnir.count, none.fnir.trials) == (0.8, 0, 1, 3)


def test_missing_mate_is_a_miss_and_no_non_mated_search(tmp_path: Path) -> None:
    """Without its own record a list makes the search no less mated."""
    point = evaluate_identification(
        read(tmp_path, "search,candidate,score\ns1,b,0.9\ns2,a,0.5\n", "search,mate\ns1,a\ns2,\n"),
        rates=[1.0],
    ).points[0]
    assert (point.fpir.trials, point.fnir.count, point.fnir.trials) == (1, 1, 1)


def test_ties_count_as_half_between_both_bounds(tmp_path: Path) -> None:
    """s1 is first, s3 ties for the first place, s4 is nowhere: (1 + 1/2) of 3."""
    first, second = evaluate_identification(read(tmp_path)).cmc
    assert (first.rate, first.least, first.most) == (0.5, 1 / 3, 2 / 3)
    assert (second.rate, second.least, second.most) == (2 / 3, 2 / 3, 2 / 3)


def test_ties_of_the_first_candidate_are_given_apart(tmp_path: Path) -> None:
    """s1 own, s3 tied, s4 none; missed at the first place 1 or 2 of 3."""
    point = evaluate_identification(read(tmp_path), rates=[0.5]).points[0]
    first = point.first
    assert (first.own, first.tied, first.other, first.none) == (1, 1, 0, 1)
    assert (point.fnir_first.count, point.fnir_first_least) == (2, 1 / 3)


def test_person_with_two_records_counts_once(tmp_path: Path) -> None:
    """The better record gives the rank; the other is neither a second hit nor in its way."""
    lists = "search,candidate,score\ns1,z,0.9\ns1,a,0.8\ns1,b,0.8\ns2,a,0.1\n"
    table = "search,mate\ns1,a\ns1,b\ns2,\n"
    found = evaluate_identification(read(tmp_path, lists, table))
    assert (found.counts.mated, found.counts.records) == (1, 2)
    assert [(one.rank, one.rate) for one in found.cmc] == [(1, 0.0), (2, 1.0), (3, 1.0)]


def test_candidates_of_a_search_and_where_lists_are_cut_off() -> None:
    """Two, one and no candidates at 0.5; the list of two is full."""
    lists = CandidateLists.of(
        [0, 0, 1, 1], [1, 2, 1, 2], [0.9, 0.5, 0.6, 0.4], [False] * 4, searches=3
    )
    made = selectivity(lists, [True, True, True], threshold=0.5)
    assert (made.value, made.cut_off) == (1.0, 1)


def test_score_equal_to_the_threshold_is_returned() -> None:
    """One rule in every rate."""
    assert false_positive_identification_rate([0.4, 0.3], threshold=0.4).count == 1
    assert false_negative_identification_rate([0.4, 0.3], threshold=0.4).count == 1
    assert true_positive_identification_rate([0.4, 0.3], threshold=0.4).count == 1


def test_miss_at_threshold_and_rank() -> None:
    """Below the threshold, beyond the rank, or not listed."""
    scores, ranks = [0.9, 0.9, 0.3, -np.inf], [1, 2, 1, np.inf]
    rate = false_negative_identification_rate(scores, threshold=0.5, ranks=ranks, rank=1)
    assert rate == Rate(3, 4)
    rate = false_negative_identification_rate(scores, threshold=-np.inf)
    assert rate == Rate(1, 4)


def test_groups_are_counted_by_the_person_who_is_searched_for(tmp_path: Path) -> None:
    """One threshold for both; a group without enrolled people has no rate."""
    lists = "search,candidate,score\ns1,a,3\ns2,a,2\ns3,a,1\ns4,b,2\n"
    table = "search,mate,group\ns1,a,north\ns2,,south\ns3,,south\ns4,a,north\n"
    groups = evaluate_identification(read(tmp_path, lists, table), rates=[0.5]).groups
    assert groups is not None
    counted = {(row.measure, row.group): (row.rate.count, row.rate.trials) for row in groups.rows}
    assert counted == {
        ("FPIR", "north"): (0, 0),
        ("FPIR", "south"): (1, 2),
        ("FNIR", "north"): (1, 2),
        ("FNIR", "south"): (0, 0),
    }


def test_conditions_are_counted_by_the_photograph(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One threshold for all; on the screen, and in a section of the report."""
    table = "search,mate,condition\ns1,a,day\ns2,,night\ns3,d,day\ns4,x,night\ns5,,day\n"
    made = evaluate_identification(read(tmp_path, LISTS, table), rates=[0.5])
    assert made.conditions is not None
    counted = [
        (row.measure, row.condition, row.rate.count, row.rate.trials)
        for row in made.conditions.rows
    ]
    assert counted == [
        ("FPIR", "day", 0, 1),
        ("FPIR", "night", 1, 1),
        ("FNIR", "day", 0, 2),
        ("FNIR", "night", 1, 1),
    ]
    assert "by-condition" in {one.id for one in document_of_evaluation(made).sections}
    _, out, _ = call(capsys, "evaluate", *files(tmp_path, LISTS, table)[:1], "--mates",
                     tmp_path / "mates.csv", "--condition", "condition")  # fmt: skip
    assert "Rates by capture condition" in out


def test_failed_searches_are_misses_or_no_answer(tmp_path: Path) -> None:
    """As a column says, or because a candidate has no score and that was told to count."""
    table = "search,mate,failed\ns1,a,0\ns2,,no\ns3,d,0\ns4,x,yes\ns5,,1\n"
    counts = evaluate_identification(read(tmp_path, LISTS, table)).counts
    assert (counts.failed_mated, counts.failed_non_mated) == (1, 1)
    lists = LISTS.replace("s2,b,0.7", "s2,b,nan")
    counts = evaluate_identification(read(tmp_path, lists, missing="fta")).counts
    assert (counts.failed_mated, counts.failed_non_mated) == (0, 1)
    assert counts.empty_non_mated == 2


def test_empty_list_may_stand_as_a_row_without_candidate(tmp_path: Path) -> None:
    """Where the lists themselves say who is enrolled, that is how such a search is known."""
    lists = "search,candidate,score,mate\ns1,a,3,a\ns2,,,\ns3,,,b\ns4,a,1,\n"
    counts = evaluate_identification(read_candidate_lists(files(tmp_path, lists)[0])).counts
    assert (counts.mated, counts.non_mated) == (2, 2)
    assert (counts.empty_mated, counts.empty_non_mated) == (1, 1)


def test_mates_may_be_by_person(tmp_path: Path) -> None:
    """Every search of an enrolled person is mated, with all of that person's records."""
    lists = "search,subject,candidate,score\ns1,P,a,3\ns2,P,c,2\ns3,Q,a,1\n"
    table = read(tmp_path, lists, "subject,candidate\nP,a\nP,b\nR,c\n")
    assert table.mated.tolist() == [True, True, False]
    assert table.lists.own.tolist() == [True, False, False]


def test_false_positives_grow_with_the_gallery(tmp_path: Path) -> None:
    """Ten times the records, ten times the false positives: an exponent near 1."""
    random = np.random.default_rng(3)
    rows, table = ["search,candidate,score"], ["search,mate,gallery_size"]
    for search in range(4000):
        size = 1000 if search % 2 else 10_000
        top = 10.0 - np.log10(random.exponential() / size * 1e6)
        rows.append(f"s{search},r{search % 97},{top:.6f}")
        table.append(f"s{search},,{size}")
    rows.append("s4000,m,1")
    table.append("s4000,m,1000")
    found = evaluate_identification(read(tmp_path, "\n".join(rows), "\n".join(table)), rates=[0.1])
    growth = found.growth
    assert growth is not None
    assert [one.records for one in growth.galleries] == [1000, 10_000]
    assert growth.low is not None
    assert growth.high is not None
    assert growth.low < 1.0 < growth.high
    (said,) = words.growth(found)
    assert plain(said).startswith("Between galleries of 1,000 and 10,000 records")


# Properties


@st.composite
def lists_of_searches(draw: st.DrawFn) -> tuple[CandidateLists, list[int]]:
    """Few scores, so that many are tied; the rows in any order; own records where drawn."""
    searches = draw(st.integers(1, 6))
    cell = st.tuples(
        st.integers(0, searches - 1), st.integers(0, 5), st.integers(0, 3), st.booleans()
    )
    rows = draw(st.lists(cell, min_size=1, max_size=30, unique_by=lambda row: row[:2]))
    order = draw(st.permutations(range(len(rows))))
    return CandidateLists.of(*map(list, zip(*rows, strict=True)), searches=searches), order


@given(lists_of_searches())
def test_order_of_rows_changes_nothing(drawn: tuple[CandidateLists, list[int]]) -> None:
    """Neither ranks, nor the records that false positives are of."""
    lists, order = drawn
    again = CandidateLists.of(
        lists.search[order],
        lists.candidate[order],
        lists.score[order],
        lists.own[order],
        searches=lists.searches,
    )
    for make in (others, mates):
        one, other = make(lists), make(again)
        for name in vars(one):
            assert getattr(one, name).tolist() == getattr(other, name).tolist()


@given(lists_of_searches(), st.integers(-1, 5), st.integers(-1, 5))
def test_higher_threshold_answers_and_finds_no_more(
    drawn: tuple[CandidateLists, list[int]], one: int, other: int
) -> None:
    """FPIR falls, FNIR rises, and TPIR is what FNIR leaves."""
    low, high = sorted((one, other))
    top, own = others(drawn[0]).scores, mates(drawn[0])
    rates = [false_positive_identification_rate(top, threshold=t).count for t in (low, high)]
    assert rates[0] >= rates[1]
    missed = [false_negative_identification_rate(own.scores, threshold=t) for t in (low, high)]
    assert missed[0].count <= missed[1].count
    hit = true_positive_identification_rate(own.scores, threshold=low)
    assert hit.count + missed[0].count == hit.trials


@given(lists_of_searches())
def test_characteristic_rises_between_its_bounds(
    drawn: tuple[CandidateLists, list[int]],
) -> None:
    """Never falls with the rank; 1 - FNIR without a threshold at both readings of ties."""
    own = mates(drawn[0])
    made = cumulative_match_characteristic(own, ranks=range(1, 8))
    assert (np.diff(made.rates) >= 0).all()
    assert (made.least / made.trials <= made.rates + 1e-12).all()
    assert (made.rates <= made.most / made.trials + 1e-12).all()
    for ranks, counts in ((own.last, made.least), (own.first, made.most)):
        hits = [
            true_positive_identification_rate(
                own.scores, threshold=-np.inf, ranks=ranks, rank=rank
            ).count
            for rank in made.ranks
        ]
        assert hits == counts.tolist()


@given(lists_of_searches(), st.floats(0.0, 1.0))
def test_threshold_is_the_lowest_that_keeps_the_rate(
    drawn: tuple[CandidateLists, list[int]], asked: float
) -> None:
    """The next lower listed score would answer too many."""
    top, scores = others(drawn[0]).scores, drawn[0].score
    made = search_threshold(top, scores, false_positive_identification_rate=asked)
    assert (false_positive_identification_rate(top, threshold=made.value).value or 0.0) <= asked
    lower = scores[scores < made.value]
    if len(lower):
        rate = false_positive_identification_rate(top, threshold=float(lower.max()))
        assert (rate.value or 0.0) > asked
    assert made.is_lowest == (not len(lower))


def test_simulated_lists_agree_with_the_closed_form() -> None:
    """
    Of 300 records, one own: P(T) of each end within four standard errors of its integral.

    Impostor rarities are exponential, P(R > r) = 10^-r, mates normal (3, 1).
    """
    random, searches, records, threshold = np.random.default_rng(9), 4000, 300, 3.0
    rarity = -np.log10(random.random((2 * searches, records)))
    own = 3.0 + random.normal(size=searches)
    rarity[:searches, 0] = own
    at = np.repeat(np.arange(2 * searches), 5)
    best = np.argsort(-rarity, axis=1)[:, :5]
    scores = np.take_along_axis(rarity, best, axis=1).ravel()
    mine = (best.ravel() == 0) & (at < searches)
    lists = CandidateLists.of(at, best.ravel(), scores, mine, searches=2 * searches)
    top, found = others(lists).scores, mates(lists)

    def unanswered(r: float) -> float:
        return float(np.exp((records - 1) * np.log1p(-(10.0**-r))))

    def density(r: float) -> float:
        return unanswered(r) * float(norm.pdf(r, 3.0))

    first = np.where(found.last == 1, found.scores, -np.inf)[:searches]
    nothing = np.maximum(top, found.scores)[:searches] < threshold
    answered = 1.0 - (1.0 - 10.0**-threshold) ** records
    for share, expected in (
        ((top[searches:] >= threshold).mean(), answered),
        ((first >= threshold).mean(), quad(density, threshold, 12.0)[0]),
        (nothing.mean(), float(norm.cdf(threshold, 3.0)) * unanswered(threshold)),
    ):
        error = 4.0 * np.sqrt(expected * (1.0 - expected) / searches)
        assert share == pytest.approx(expected, abs=error)


# Intervals


def test_people_searched_once_give_nearly_the_interval_of_independent_searches() -> None:
    """Twenty of two hundred, each of a person and a record of its own."""
    wrong = np.arange(200) < 20
    made = clustered_interval(SharedTrials(wrong, np.arange(200), wrong.astype(np.float64)))
    plain = wilson(Rate(20, 200))
    assert made is not None
    assert plain is not None
    assert made.low == pytest.approx(plain.low, abs=0.01)
    assert made.high == pytest.approx(plain.high, abs=0.01)


def test_people_searched_again_with_the_same_end_tell_nothing_new() -> None:
    """Ten searches of each of forty people, all alike: about forty trials, not four hundred."""
    wrong = np.repeat(np.arange(40) < 10, 10)
    trials = SharedTrials(wrong, np.repeat(np.arange(40), 10), wrong.astype(np.float64))
    assert clustered_effective_trials(trials) == pytest.approx(39.0)


def test_record_that_resembles_many_widens_the_interval() -> None:
    """The same errors of one record, and of as many records as there are errors."""
    wrong = np.arange(400) < 40
    people, severity = np.arange(400), wrong.astype(np.float64)
    shared = SharedTrials(wrong, people, severity, np.where(wrong, 0, -1))
    apart = SharedTrials(wrong, people, severity, np.where(wrong, np.arange(400), -1))
    widths = []
    for trials in (apart, shared):
        bounds = clustered_interval(trials)
        assert bounds is not None
        widths.append(bounds.high - bounds.low)
    assert widths[1] > 2 * widths[0]


def test_intervals_are_by_every_method_that_applies(found: Identification) -> None:
    """Independent, by people, and for false positives by people and records."""
    point = found.points[0]
    methods = [[one.method for one in rate.intervals] for rate in (point.fpir, point.fnir)]
    assert methods == [
        ["mid_p", "clopper_pearson", "subjects", "records"],
        ["mid_p", "clopper_pearson", "subjects"],
    ]
    assert (point.fpir.method, point.fnir.method) == ("records", "subjects")


# Formats


def save_gzip(frame: pl.DataFrame, path: Path) -> None:
    """CSV inside gzip."""
    path.write_bytes(gzip.compress(frame.write_csv().encode()))


SAVE: dict[str, Callable[[pl.DataFrame, Path], object]] = {
    "lists.tsv": lambda frame, path: frame.write_csv(path, separator="\t"),
    "lists.csv.gz": save_gzip,
    "lists.parquet": lambda frame, path: frame.write_parquet(path),
}


@pytest.mark.parametrize("name", SAVE)
def test_every_format_gives_the_same_numbers(
    name: str, tmp_path: Path, found: Identification
) -> None:
    """CSV, tabs, gzip and Parquet hold the same searches."""
    _, table = written(tmp_path)
    SAVE[name](frames()[0], tmp_path / name)
    again = evaluate_identification(
        read_candidate_lists(tmp_path / name, table), rates=[0.5, 0.1, 0.01]
    )
    assert again.model_copy(update={"file": "lists.csv"}) == found


@pytest.mark.skipif(shutil.which("zstd") is None, reason="needs zstd")
def test_zstandard_is_read(tmp_path: Path) -> None:
    """Both files inside zstd."""
    for path in files(tmp_path):
        subprocess.run(["zstd", "-q", str(path)], check=True)
    table = read_candidate_lists(tmp_path / "lists.csv.zst", tmp_path / "mates.csv.zst")
    assert table.lists.searches == 5


def test_distances_turn_round(tmp_path: Path) -> None:
    """Smaller is more alike where the name of the column says distance."""
    lists = "search,candidate,distance,rank\ns1,a,0.1,1\ns1,b,0.2,2\ns2,b,0.3,1\n"
    made = evaluate_identification(read(tmp_path, lists, "search,mate\ns1,a\ns2,\n"), rates=[0.5])
    assert (made.direction, made.points[0].threshold) == ("distance", 0.2)
    assert (made.points[0].fnir.count, made.points[0].fpir.count) == (0, 0)


@pytest.mark.parametrize("ranks", [(1, 2), (0, 1)])
def test_ranks_may_begin_at_nought(ranks: tuple[int, int], tmp_path: Path) -> None:
    """And equal scores may share one."""
    lists = "search,candidate,score,rank\n" + "".join(
        f"s1,{name},{score},{rank}\n"
        for name, score, rank in (("a", 3, ranks[0]), ("b", 2, ranks[1]), ("c", 2, ranks[1]))
    )
    table = read(tmp_path, lists, "search,mate\ns1,a\n")
    assert len(table.lists.score) == 3


# Bad input

MISTAKES: dict[str, tuple[str, str, dict[str, Any], str, str]] = {
    "missing score": (LISTS.replace("0.7", "NaN"), MATES, {}, "1 of 5 values in column score are "
                      "blank or not a number", "line 4"),
    "infinite score": (LISTS.replace("0.7", "inf"), MATES, {}, "are infinite", "line 4"),
    "word": (LISTS.replace("0.7", "high"), MATES, {}, "are not numbers", "line 4"),
    "candidate twice": (LISTS + "s1,b,0.1\n", MATES, {}, "1 of 6 rows repeat a candidate",
                        "line 7"),
    "mate twice": (LISTS, MATES + "s1,a\n", {}, "1 of 6 rows repeat a search", "line 7"),
    "search twice": (LISTS, MATES + "s2,\n", {}, "1 of 6 rows repeat a search", "line 7"),
    "unknown search": (LISTS + "s9,a,0.1\ns8,a,0.1\n", MATES, {}, "2 of 7 rows are of searches "
                       "that mates.csv does not have", "lists.csv, line 7, 8"),
    "unknown records": (LISTS, "search,mate\ns1,q\ns2,\ns3,r\n", {}, "none of the 2 own records "
                        "is a candidate", "mates.csv"),
    "mate and none": (LISTS, MATES + "s1,\n", {}, "1 of 6 rows name no record, where another row",
                      "mates.csv, line 7"),
    "no search": (LISTS + ",a,0.1\n", MATES, {}, "1 of 6 rows name no search", "line 7"),
    "no candidate": (LISTS + "s1,,0.1\n", MATES, {}, "have a score but no candidate", "line 7"),
    "short row": (LISTS + "s1,b\n", MATES, {}, "does not have the 3 columns", "line 7"),
    "short mate": (LISTS, MATES + "s6\n", {}, "does not have the 2 columns", "line 7"),
    "no mates": (LISTS, "search,answer\ns1,a\n", {}, "says that it is the mate", "mates.csv"),
    "no key": (LISTS, "who,mate\ns1,a\n", {}, "says that it is the search", "mates.csv"),
    "named column": (LISTS, MATES, {"rank": "place"}, "no column is called 'place'", "lists.csv"),
    "one for two": (LISTS, MATES, {"rank": "score"}, "cannot be two things", "lists.csv"),
    "rank against score": ("search,candidate,score,rank\ns1,a,1,1\ns1,b,2,2\n", "search,mate\n"
                           "s1,a\n", {}, "a rank that contradicts the scores", "line 3"),
    "rank left out": ("search,candidate,score,rank\ns1,a,3,1\ns1,b,2,3\n", "search,mate\ns1,a\n",
                      {}, "before which candidates are left out", "line 3"),
    "no rank": ("search,candidate,score,rank\ns1,a,3,1\ns1,b,2,x\n", "search,mate\ns1,a\n", {},
                "are not numbers", "line 3"),
    "two groups": ("search,candidate,score,group\ns1,a,3,n\ns1,b,2,s\n", "search,mate\ns1,a\n", {},
                   "give a search another group", "line 2"),
    "half failed": (LISTS.replace("s1,b,0.8", "s1,b,"), MATES, {"missing": "fta"}, "have a score, "
                    "though others of the same search have none", "line 2"),
    "failed with list": (LISTS, "search,mate,failed\ns1,a,1\ns2,,0\ns3,d,0\n", {}, "marked as "
                         "failed", "line 2, 3"),
    "failed how": (LISTS, "search,mate,failed\ns1,a,maybe\ns2,,0\ns3,d,0\n", {}, "say neither yes "
                   "nor no", "line 2"),
    "gallery": (LISTS, "search,mate,gallery_size\ns1,a,9\ns2,,0\ns3,d,9\n", {}, "have no gallery "
                "size", "line 3"),
    "nothing listed": ("search,candidate,score\ns1,,\n", "search,mate\ns1,\n", {}, "none of 1 "
                       "searches has a candidate", "lists.csv"),
    "people unknown": (LISTS, "subject,mate\nP,a\n", {}, "nothing says who is searched for",
                       "lists.csv"),
    "two may be meant": ("search,query,candidate,score\ns1,q,a,1\n", MATES, {}, "may both be the "
                         "search", "lists.csv"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_mistake_is_refused_with_count_and_lines(name: str, tmp_path: Path) -> None:
    """What, where and what to use; never a name of a search or record."""
    lists, table, how, what, where = MISTAKES[name]
    with pytest.raises(MisidError) as stop:
        read(tmp_path, lists, table, **how)
    error = stop.value
    assert what in error.what
    assert where in error.where
    assert error.use
    assert not re.search(r"\bs\d\b", str(error))


@pytest.mark.parametrize(
    ("content", "what"),
    [(b"", "is empty"), (b"\xff\xd8\xff\xe0" + bytes(40), "image"), (b"\x28\xb5\x2f\xfdxx", "")],
)
@pytest.mark.parametrize("place", [0, 1])
def test_file_that_is_none_is_refused(
    content: bytes, what: str, place: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Empty, an image, or broken, as lists or as mates; nothing is written."""
    lists, table = files(tmp_path)
    (lists, table)[place].write_bytes(content)
    out = tmp_path / "out"
    code, _, err = call(capsys, "evaluate", lists, "--mates", table, "--out", out)
    assert (code, what in err, out.exists()) == (2, True, False)


def test_lists_without_mates_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A list without the own record may be a miss: who is enrolled must be said."""
    code, _, err = call(capsys, "evaluate", files(tmp_path)[0])
    assert (code, "nothing says who is enrolled" in err, "--mates" in err) == (2, True, True)


def test_groups_that_are_people_are_refused(tmp_path: Path) -> None:
    """Their labels would name people."""
    table = "search,mate,subject,group\ns1,a,P,P\ns2,,Q,Q\ns3,d,R,R\n"
    with pytest.raises(MeaningError, match="each group holds one person"):
        read(tmp_path, LISTS, table)


@pytest.mark.parametrize("rate", [0.0, 1.5, float("nan")])
def test_rate_that_is_no_share_is_refused(rate: float, tmp_path: Path) -> None:
    """Asked rates are shares above 0."""
    with pytest.raises(MeaningError, match="a rate is a share"):
        evaluate_identification(read(tmp_path), rates=[rate])


@pytest.mark.parametrize(
    "options",
    [("--fmr", "0.1"), ("--label", "x"), ("--subject-b", "x"), ("--to-scenario", "x.yaml")],
)
def test_options_of_pairs_are_refused_for_lists(
    options: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """They say nothing about searches, and are not passed over in silence."""
    lists, table = files(tmp_path)
    code, _, err = call(capsys, "evaluate", lists, "--mates", table, *options)
    assert (code, f"{options[0]} is about comparisons" in err) == (2, True)


def test_pairs_with_such_column_names_are_pairs_where_an_option_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A label is said of each comparison, so the rows are comparisons."""
    path = tmp_path / "pairs.csv"
    text = "search,candidate,score,kind\na,b,2,1\na,c,3,1\nb,c,1,0\nc,d,0,0\n"
    path.write_text(text, encoding="utf-8")
    code, out, _ = call(capsys, "evaluate", path, "--label", "kind")
    rows = [" ".join(line.split()) for line in out.splitlines()]
    assert (code, "Genuine comparisons: pairs of one person 2" in rows) == (0, True)


def test_mates_say_nothing_of_two_files_of_scores(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two files are of pairs."""
    lists, table = files(tmp_path)
    code, _, err = call(capsys, "evaluate", lists, lists, "--mates", table)
    assert (code, "--mates says nothing about two files" in err) == (2, True)


# What is said


def test_rate_that_the_searches_cannot_show_is_said(found: Identification) -> None:
    """1 in 100 of 120 searches: not resolved, with the bound."""
    strict = found.points[-1]
    assert (strict.asked, strict.resolved) == (0.01, False)
    assert strict.at_most is not None
    assert any("not resolved: 1 in 100" in note for note in notes(found))
    assert found.main == found.points[1]


def test_sentence_says_both_errors(found: Identification) -> None:
    """What a threshold does to people who are not enrolled, and to those who are."""
    assert re.fullmatch(
        r"At a threshold that answers 1 in 10 searches for people who are not enrolled with "
        r"somebody else's record, [\d.]+ % of searches for enrolled people miss their own record "
        r"\([\d.]+ % to [\d.]+ %\)\.",
        plain(words.finding(found)),
    )


def test_without_others_nothing_is_said_of_false_positives(tmp_path: Path) -> None:
    """Ranks alone, and the note that says what is missing."""
    made = evaluate_identification(read(tmp_path, LISTS, "search,mate\ns1,a\ns2,b\ns3,d\n"))
    assert (made.points, made.groups) == ((), None)
    said = plain(words.finding(made))
    assert said.startswith("Whatever its score")
    assert any("not a street" in note for note in notes(made))
    assert plain(document_of_evaluation(made).finding) == said


def test_without_enrolled_people_nothing_is_said_of_misses(tmp_path: Path) -> None:
    """No ranks, and no rate over no trials."""
    made = evaluate_identification(
        read(tmp_path, LISTS, "search,mate\ns1,\ns2,\ns3,\n"), rates=[0.9]
    )
    assert (made.cmc, made.points[0].fnir.rate) == ((), None)
    said = plain(words.finding(made))
    assert "nobody enrolled was searched for" in said
    assert plain(document_of_evaluation(made).finding) == said


def test_threshold_at_the_lowest_score_is_a_bound(tmp_path: Path) -> None:
    """Half of the lists of others are empty, so no listed score answers more than half."""
    made = evaluate_identification(read(tmp_path), rates=[0.9])
    assert made.points[0].is_lowest
    assert any("cut off by a score" in note for note in notes(made))


def test_wrong_direction_is_asked_about(tmp_path: Path) -> None:
    """Nearly all mates missed: the rates stand, with a question."""
    random = np.random.default_rng(1)
    rows = ["search,candidate,score"] + [f"s{n},o,{random.random()}" for n in range(40)]
    rows += [f"m{n},r,{random.random() - 9}" for n in range(40)]
    table = ["search,mate"] + [f"s{n}," for n in range(40)] + [f"m{n},r" for n in range(40)]
    made = evaluate_identification(read(tmp_path, "\n".join(rows), "\n".join(table)))
    assert any("--distance" in note for note in notes(made))


# Output


def test_document_keeps_its_schema(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The JSON document is what the shipped schema says, and what `--out` writes."""
    lists, table = written(tmp_path)
    out = tmp_path / "found.json"
    code, text, _ = call(capsys, "evaluate", lists, "--mates", table, "--json", "--out", out)
    assert code == 0
    document = json.loads(text)
    shipped = Path(misid.__file__).parent / "schemas" / "evaluation-2.json"
    jsonschema.validate(document, json.loads(shipped.read_text("utf-8")))
    assert {"kind", "counts", "points", "groups"} <= set(document)
    assert [one["name"] for one in document["sources"]] == ["lists.csv", "mates.csv"]
    assert json.loads(out.read_text("utf-8")) == document


def test_screen_shows_the_numbers_and_nobody(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Points, candidates, ranks, groups; no search, person or record."""
    lists, table = written(tmp_path)
    code, text, _ = call(capsys, "evaluate", lists, "--mates", table, "--fpir", "0.1")
    assert code == 0
    said = " ".join(text.split())
    for head in ("Asked FPIR", "Candidates of a search", "Rates by group", "subject subject mates"):
        assert head in said
    assert "SECRET" not in text


def test_folder_holds_report_numbers_and_figures(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """All of it, nobody's name in any, and no report of another kind over it."""
    lists, table = written(tmp_path)
    out = tmp_path / "out"
    code, text, _ = call(capsys, "evaluate", lists, "--mates", table, "--out", out)
    assert (code, "report:" in text) == (0, True)
    names = {"report.html", "report.json", "identification.json", "points.csv", "cmc.csv",
             "groups.csv", "returned.csv", "figures"}  # fmt: skip
    assert {path.name for path in out.iterdir()} == names
    texts = [path.read_text("utf-8") for path in out.rglob("*") if path.is_file()]
    assert not any("SECRET" in one or VERDICTS.search(one) for one in texts)
    pairs = tmp_path / "pairs.csv"
    pairs.write_text("score,label\n2,1\n3,1\n1,0\n0,0\n", encoding="utf-8")
    code, _, err = call(capsys, "evaluate", pairs, "--out", out)
    assert (code, "the report of an evaluation of candidate lists" in err) == (2, True)


def test_report_follows_the_shipped_schema(found: Identification) -> None:
    """Valid, and it holds the sentence, every note and every figure."""
    made = document_of_evaluation(found)
    text = made.model_dump_json()
    shipped = Path(misid.__file__).parent / "schemas" / "document-1.json"
    jsonschema.validate(json.loads(text), json.loads(shipped.read_text("utf-8")))
    assert Document.model_validate_json(text) == made
    blocks = [block for section in made.sections for block in section.blocks]
    assert set(notes(found)) <= {plain(getattr(block, "text", "")) for block in blocks}
    figures = {block.name for block in blocks if block.kind == "figure"}
    assert figures == {"tradeoff", "cmc", "groups"}
    assert plain(made.finding) == plain(words.finding(found))


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_figures_are_drawn_of_the_numbers(found: Identification, width: int) -> None:
    """Each has a drawing at both widths, a finding, and the rows of the document."""
    pictures = search_pictures(found)
    assert [len(picture.rows) for picture in pictures.values()] == [3, len(found.cmc), 3]
    for picture in pictures.values():
        assert bare_svg(picture, width).startswith("<svg")
        assert plain(picture.finding) in picture.alt


def test_tables_for_programs_hold_the_numbers(found: Identification) -> None:
    """A row for each threshold, rank and group."""
    read = {
        name: pl.read_csv(table_csv(table).encode())
        for name, table in evaluation_tables(found).items()
    }
    assert read["points"]["fpir_count"].to_list() == [point.fpir.count for point in found.points]
    assert read["cmc"]["rate"].to_list() == [one.rate for one in found.cmc]
    assert read["groups"].height == 6
    assert read["groups"]["asked_fpir"].unique().to_list() == [found.main and found.main.asked]
    assert read["returned"]["first_own"].to_list() == [point.first.own for point in found.points]
    assert document_json(found) == document_json(found.model_copy())


def test_growth_that_cannot_be_told_says_why(tmp_path: Path) -> None:
    """No false positive at the threshold: no exponent is made up."""
    table = "search,mate,gallery_size\ns1,a,10\ns2,,10\ns3,d,20\ns4,x,20\ns5,,20\n"
    made = evaluate_identification(read(tmp_path, LISTS, table), rates=[0.1])
    growth = made.growth
    assert growth is not None
    assert (growth.exponent, growth.low, growth.high) == (None, None, None)
    (said,) = words.growth(made)
    assert "cannot be told: 0 of 2 searches return a candidate" in plain(said)
