"""The synthetic search log: row for row what is counted, opaque, resumed bit by bit."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import namedtuple
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, get_args

import jsonschema
import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.command import call

import misid
from misid.cli.people import write_log
from misid.errors import FormatError, MeaningError, OutputError
from misid.machine.philox import key
from misid.programme import TRUTHS
from misid.programme.outcomes import cells
from misid.programme.people.agencies import Agencies
from misid.programme.people.counts import count_people
from misid.programme.people.timeline import Churn, Course, Era, checked, population_of, setting_of
from misid.scenario import Scenario, digest, load_scenario
from misid.scenario.serialise import as_data
from misid.searchlog.columns import COLUMNS, LogForm
from misid.searchlog.kept import KEPT
from misid.searchlog.plan import BYTES_A_ROW, Plan
from misid.searchlog.pseudonyms import names, opaque, permuted
from misid.searchlog.schema import LogColumnKind
from misid.searchlog.write import DOCUMENT, UNFINISHED, read_dataset, write_dataset
from misid.words import ENGLISH, plain
from misid.words.searchlog import KINDS, MEANINGS, made_up
from misid.writers.folder import write_log_page

PEOPLE, A_YEAR, YEARS = 20_000, 4_000, 3
SMALL = 5_000
"""People with their encounters in a file, so that a tiny log has several."""
Integers = np.ndarray[Any, np.dtype[np.int64]]


@cache
def course(seed: int = 1) -> Course:
    """A tiny programme in which references are many, photographs are kept unlike, people change."""
    data = as_data(load_scenario("task-force-module"))
    data["stops"] |= {"people": PEOPLE, "a_year": A_YEAR, "agencies": 40}
    data["answer"]["reference_rule"] = "any_candidate"
    data["retention"]["citizens"] = {"no_candidate": 0, "candidate": 1, "reference": 2}
    data["retention"]["others"] = {"no_candidate": 4, "candidate": 5, "reference": 6}
    scenario = Scenario.model_validate(data)
    churn = Churn(leaving=0.05, naturalising=0.1, enrolled=0.5)
    return checked(Course((Era(0, scenario),), YEARS, seed, digest(scenario), churn))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny log, whole, in files of both kinds."""
    path = tmp_path_factory.mktemp("log")
    write_dataset(Plan(course(), LogForm(csv=True), SMALL), path)
    return path


@pytest.fixture(scope="module")
def log(folder: Path) -> pl.DataFrame:
    """All of its rows."""
    return pl.read_parquet(sorted(folder.glob("*.parquet")))


def contents(path: Path) -> dict[str, bytes]:
    """Every file of a folder, hidden ones too."""
    return {one.name: one.read_bytes() for one in path.iterdir()}


def found() -> tuple[Any, ...]:
    """Every way in which a stop of the tiny programme can end."""
    sources = course().eras[0].scenario.gallery.sources
    return cells(tuple(source.name for source in sources))


# What is in it


def test_the_rows_are_what_is_counted(log: pl.DataFrame) -> None:
    """By group, truth and ending the same numbers as the engine's own tally, to the last one."""
    population = population_of(course())
    counted = count_people(population, *setting_of(course(), population)).outcomes[0]
    groups = course().eras[0].scenario.group_names
    ways = found()
    rows = log.group_by(
        "truth_group",
        "truth_enrolled",
        "truth_sought",
        "truth_candidate",
        "truth_source",
        "answer",
        "review",
        pl.col("truth_stranger") == "kin",
    ).len()
    seen = np.zeros_like(counted)
    for group, enrolled, sought, candidate, source, answer, review, kin, count in rows.rows():
        way = next(
            place
            for place, cell in enumerate(ways)
            if (cell.candidate, cell.source, cell.kin) == (candidate, source or "", bool(kin))
            and (cell.answer, cell.review) == (answer or "none", review or "none")
        )
        truth = ("not_enrolled", "enrolled", "sought")[int(enrolled) + int(sought)]
        seen[groups.index(group), TRUTHS.index(truth), way] += count
    assert counted.sum() == log.height
    assert np.array_equal(counted, seen)


def test_what_was_sent_back_agrees_with_what_was_searched(log: pl.DataFrame) -> None:
    """An answer exactly where there was a search, a verdict and a code where a reference."""
    searched, answer = log["searched"], log["answer"]
    reference = answer.fill_null("none") == "reference"
    assert searched.to_list() == answer.is_not_null().to_list()
    assert reference.sum() > 50
    assert reference.to_list() == log["reference_code"].is_not_null().to_list()
    assert reference.to_list() == log["review"].is_not_null().to_list()
    assert searched.to_list() == log["retention_until"].is_not_null().to_list()


def test_photographs_are_due_when_the_scenario_says(log: pl.DataFrame) -> None:
    """Status and finding give the years; the day is that of the second at which they are over."""
    kind = (
        pl.when(pl.col("answer") == "reference")
        .then(2)
        .when(pl.col("truth_candidate") == "nobody")
        .then(1)
        .otherwise(0)
    )
    years = pl.when("truth_citizen").then(kind).otherwise(4 + kind)
    seconds = (years * 31_557_600).cast(pl.Int64)
    due = (pl.col("time") + pl.duration(seconds=seconds)).dt.date()
    rows = log.filter("searched").select(due.alias("due"), "retention_until", years.alias("years"))
    assert {0, 2, 4, 6} <= set(rows["years"])
    assert rows["due"].to_list() == rows["retention_until"].to_list()


def test_times_begin_on_the_first_day_and_last_as_long_as_asked(log: pl.DataFrame) -> None:
    """In UTC."""
    times = log["time"]
    assert pl.Datetime("ms", "UTC") == times.dtype
    first, last = times.dt.date().min(), times.dt.date().max()
    assert isinstance(first, date)
    assert isinstance(last, date)
    assert date(2026, 1, 1) <= first < date(2026, 1, 10)
    assert timedelta(days=0) <= date(2026 + YEARS, 1, 1) - last < timedelta(days=10)


def test_another_first_day_moves_every_time(log: pl.DataFrame, tmp_path: Path) -> None:
    """And every day on which a photograph is due, and nothing else."""
    write_dataset(Plan(course(), LogForm(begins=date(2027, 1, 1)), SMALL), tmp_path)
    later = pl.read_parquet(sorted(tmp_path.glob("*.parquet")))
    year = timedelta(days=365)
    moved = log.with_columns(pl.col("time") + year, pl.col("retention_until") + year)
    assert moved.equals(later)


def test_rows_stand_in_order_of_time(folder: Path) -> None:
    """In each file, ties by the encounter's opaque name; people are in one file only."""
    people: list[set[str]] = []
    for path in sorted(folder.glob("*.parquet")):
        rows = pl.read_parquet(path)
        assert rows.equals(rows.sort("time", "encounter_id"))
        people.append(set(rows["person"]))
    assert len(people) >= 4
    assert len(set.union(*people)) == sum(map(len, people))


def test_a_stranger_is_told_where_a_reference_rests_on_one(log: pl.DataFrame) -> None:
    """A lasting one has a number, others have none."""
    stranger = log["truth_candidate"] == "stranger"
    assert stranger.to_list() == log["truth_stranger"].is_not_null().to_list()
    assert stranger.to_list() == log["truth_source"].is_not_null().to_list()
    lasting = log.filter(pl.col("truth_look_alike").is_not_null())
    assert lasting.height > 0
    assert {"lasting"} == set(lasting["truth_stranger"])
    assert log.filter(pl.col("truth_stranger") == "lasting").height == lasting.height


def test_without_truth_the_log_is_what_a_programme_has(log: pl.DataFrame, tmp_path: Path) -> None:
    """The same rows, and no column that only the simulation knows; nor in the document."""
    made = write_dataset(Plan(course(), LogForm(truth=False), SMALL), tmp_path)
    rows = pl.read_parquet(sorted(tmp_path.glob("*.parquet")))
    kept = [one.name for one in COLUMNS if one.name in KEPT]
    known = [one.name for one in COLUMNS if not one.name.startswith("truth_")][: -len(kept)]
    assert (10, 4) == (len(known), len(kept))
    assert known == rows.columns == [column.name for column in made.columns]
    assert rows.equals(log.select(known))


def test_what_is_planted_in_a_log_is_found_in_its_files(tmp_path: Path) -> None:
    """
    Each rule finds in all files together what was planted, whatever the file; nothing else.

    Rules of rates find something in one clean log of twenty, as they say.
    """
    planted = {"no-reason": 5, "gap-in-numbers": 4, "past-retention": 3, "search-twice": 2}
    form = LogForm(csv=True, truth=False, planted=tuple(planted.items()), audited=True)
    made = write_dataset(Plan(course(), form, SMALL), tmp_path)
    assert planted == made.stamp.planted
    for kind in ("parquet", "csv"):
        files = sorted(tmp_path.glob(f"*.{kind}"))
        results = [one for file in files for one in misid.audit_log(file).results]
        told = [one for one in results if one.rule.shape != "rates"]
        count = {one.rule.id: 0 for one in told}
        for one in told:
            count[one.rule.id] += one.count + one.unsaid
        assert planted == {name: number for name, number in count.items() if number}


def test_a_table_schema_says_what_columns_may_hold(tmp_path: Path) -> None:
    """Every cell of the CSV is what the schema allows: type, pattern, words; and is there."""
    form = LogForm(csv=True, audited=True)
    dataset = write_dataset(Plan(course(), form, SMALL), tmp_path)
    write_log_page(dataset, tmp_path)
    schema = json.loads((tmp_path / "schema.json").read_text(encoding="utf-8"))
    rows = pl.read_csv(sorted(tmp_path.glob("*.csv")), infer_schema=False)
    assert rows.columns == [field["name"] for field in schema["fields"]]
    fits = {
        "integer": r"\d+", "boolean": "true|false", "date": r"\d{4}-\d\d-\d\d", "string": ".+",
        "datetime": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ",
    }  # fmt: skip
    for field in schema["fields"]:
        column, limits = rows[field["name"]], field.get("constraints", {})
        patterns = [fits[field["type"]], limits.get("pattern", ".*")]
        patterns += ["|".join(limits["enum"])] if "enum" in limits else []
        assert all(column.drop_nulls().str.contains(f"^({one})$").all() for one in patterns)
        assert not (limits.get("required") and column.null_count())
        assert field["description"]


def test_the_document_knows_every_column_and_file(folder: Path, log: pl.DataFrame) -> None:
    """Valid under the shipped schema; rows and sizes as they are; that all is made up."""
    made = read_dataset(folder)
    schema = Path(misid.__file__).parent / "schemas" / "dataset-2.json"
    data = json.loads((folder / DOCUMENT).read_text(encoding="utf-8"))
    jsonschema.validate(data, json.loads(schema.read_text(encoding="utf-8")))
    assert log.columns == [column.name for column in made.columns]
    assert log.height == made.rows
    sizes = {name: len(data) for name, data in contents(folder).items() if name != DOCUMENT}
    assert sizes == {note.name: note.bytes for note in made.files}
    assert made.agencies_are_made_up
    assert "synthetic" in {caution.code for caution in made.cautions}


def test_a_page_says_what_columns_mean_and_that_all_is_made_up(tmp_path: Path) -> None:
    """Beside the files, with the scenario, what was taken and the stamp."""
    dataset = write_dataset(Plan(course(), LogForm(), SMALL), tmp_path)
    page = write_log_page(dataset, tmp_path).read_text(encoding="utf-8")
    assert "is made up" in page
    assert "So is every agency" in page
    for column in dataset.columns:
        assert MEANINGS[column.name] in page.replace("\\", "")
    assert dataset.stamp.scenario_digest[:12] in page


def test_every_column_has_a_meaning() -> None:
    """In words, for each language; and none for a column that is not there."""
    assert list(MEANINGS) == [column.name for column in COLUMNS]
    assert set(KINDS) == set(get_args(LogColumnKind))


# Opaque names

# Counter, key and answer of `philox2x32 10` in Random123's tests/kat_vectors (D. E. Shaw Research),
# which many programs repeat; exact.
KNOWN_ANSWERS = (
    (0x0000000000000000, 0x00000000, 0xFF1DAE596CD10DF2),
    (0xFFFFFFFFFFFFFFFF, 0xFFFFFFFF, 0x2C3F628BAB4FD7AD),
    (0x243F6A8885A308D3, 0x13198A2E, 0xDD7CE038F62A4C12),
)


@pytest.mark.parametrize(("counter", "of", "answer"), KNOWN_ANSWERS)
def test_the_permutation_is_the_published_one(counter: int, of: int, answer: int) -> None:
    """The three vectors of the authors, to the last bit."""
    assert [answer] == permuted(np.array([counter], dtype=np.uint64), np.uint64(of)).tolist()


@given(st.lists(st.integers(0, 2**64 - 1), unique=True), st.integers(0, 2**32))
def test_no_two_numbers_have_one_name(numbers: list[int], seed: int) -> None:
    """A permutation, written with sixteen digits."""
    made = names(opaque(np.array(numbers, dtype=np.uint64), key(seed, "", "person")), "p")
    assert len(numbers) == made.n_unique()
    assert all(re.fullmatch("p[0-9a-f]{16}", name) for name in made)


def test_names_are_distinct_and_say_nothing(log: pl.DataFrame) -> None:
    """Another one for each encounter and reference; people in a row have no names in a row."""
    assert log.height == log["encounter_id"].n_unique()
    codes = log["reference_code"].drop_nulls()
    assert codes.len() == codes.n_unique()
    for name, letter in (("encounter_id", "e"), ("officer", "o"), ("person", "p")):
        assert log[name].str.contains(f"^{letter}[0-9a-f]{{16}}$").all()
        digits = np.array([int(text[1:], 16) for text in log[name].unique()], dtype=np.float64)
        # Even over all 64 bits: the mean of so many lies within five of its deviations.
        mean, deviation = 2.0**63, 2.0**64 / np.sqrt(12.0 * digits.size)
        assert abs(digits.mean() - mean) < 5.0 * deviation


def test_a_person_has_one_name_and_several_stops(log: pl.DataFrame) -> None:
    """People come again under the same name, of one group and one agency."""
    people = log.group_by("person").agg(
        pl.len().alias("stops"),
        pl.col("truth_group", "agency").n_unique(),
    )
    assert people["stops"].max() > 2  # type: ignore[operator]
    assert [1] == people["truth_group"].unique().to_list() == people["agency"].unique().to_list()


def test_officers_belong_to_one_agency(log: pl.DataFrame) -> None:
    """And an agency has no more of them than the list says."""
    assert [1] == log.group_by("officer").agg(pl.col("agency").n_unique())[
        "agency"
    ].unique().to_list()
    agencies = course().agencies
    most = dict(zip(agencies.names, agencies.officers.tolist(), strict=True))
    seen = log.group_by("agency").agg(pl.col("officer").n_unique()).rows()
    assert all(count <= most[name] for name, count in seen)


def test_another_seed_has_other_people(log: pl.DataFrame, tmp_path: Path) -> None:
    """No name of one log stands in the other."""
    write_dataset(Plan(course(2), LogForm(), SMALL), tmp_path)
    other = pl.read_parquet(sorted(tmp_path.glob("*.parquet")))
    for name in ("encounter_id", "officer", "person", "reference_code"):
        assert not set(log[name].drop_nulls()) & set(other[name].drop_nulls())


# CSV


def test_csv_says_the_same(folder: Path, log: pl.DataFrame) -> None:
    """Read back with the same types, each file the rows of its Parquet file."""
    paths = sorted(folder.glob("*.csv"))
    assert [path.stem for path in sorted(folder.glob("*.parquet"))] == [one.stem for one in paths]
    text = paths[0].read_text(encoding="utf-8").splitlines()
    assert re.fullmatch(r"e[0-9a-f]{16},2026-\d\d-\d\dT\d\d:\d\d:\d\dZ,agency \d\d,.*", text[1])
    rows = pl.concat(
        [pl.read_csv(path, schema=log.schema | {"time": pl.String()}) for path in paths]
    )
    times = pl.col("time").str.to_datetime("%Y-%m-%dT%H:%M:%SZ", time_unit="ms", time_zone="UTC")
    assert log.equals(rows.with_columns(times))


def test_a_readers_text_is_no_formula_in_csv(tmp_path: Path) -> None:
    """Parquet keeps the agency's name, CSV makes it text."""
    listed = Agencies(("=1+1", "plain"), np.array([3, 3]), np.array([400.0, 400.0]), False)
    made = write_dataset(Plan(replace(course(), listed=listed), LogForm(csv=True)), tmp_path)
    assert {"=1+1", "plain"} == set(
        pl.read_parquet(tmp_path / "encounters-00001.parquet")["agency"]
    )
    table = pl.read_csv(tmp_path / "encounters-00001.csv", infer_schema=False)
    assert {"'=1+1", "plain"} == set(table["agency"])
    assert "those of the reader's list" in plain(made_up(made, ENGLISH))


# Runs that are stopped


@pytest.mark.parametrize("threads", [1, 3])
def test_threads_change_no_byte(threads: int, folder: Path, tmp_path: Path) -> None:
    """The folder is the same, document included."""
    write_dataset(Plan(course(), LogForm(csv=True), SMALL), tmp_path, threads=threads)
    assert contents(folder) == contents(tmp_path)


class StoppedError(Exception):
    """Stands for Ctrl-C."""


def begun(path: Path, files: int = 2) -> None:
    """A log that is stopped when so many files are told of."""
    left = files

    def progress(done: int) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise StoppedError

    with pytest.raises(StoppedError):
        write_dataset(Plan(course(), LogForm(csv=True), SMALL), path, progress=progress, threads=1)


def test_a_stopped_log_never_looks_whole(tmp_path: Path) -> None:
    """No document, but what was begun; no half file under a name."""
    begun(tmp_path)
    assert not (tmp_path / DOCUMENT).exists()
    record = json.loads((tmp_path / UNFINISHED).read_text(encoding="utf-8"))
    assert 4 == len(record["files"])
    assert not list(tmp_path.glob(".*"))
    with pytest.raises(FormatError, match=r"no file dataset\.json"):
        read_dataset(tmp_path)


def test_a_stopped_log_is_resumed_to_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    """Whole files are kept as they are; every encounter is told of once."""
    begun(tmp_path)
    kept = tmp_path / "encounters-00001.parquet"
    before, told = kept.stat().st_mtime_ns, list[int]()
    found = write_dataset(
        Plan(course(), LogForm(csv=True), SMALL), tmp_path, resume=True, progress=told.append
    )
    assert before == kept.stat().st_mtime_ns
    assert found.rows == sum(told)
    assert contents(folder) == contents(tmp_path)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(path.read_bytes()[:-10]),
        lambda path: path.write_bytes(path.read_bytes()[:-1] + b"?"),
        lambda path: path.unlink(),
    ],
    ids=["cut", "changed", "gone"],
)
@pytest.mark.parametrize("whole", [True, False], ids=["finished", "stopped"])
def test_a_file_that_is_not_whole_is_made_anew(
    spoil: Callable[[Path], object], whole: bool, folder: Path, tmp_path: Path
) -> None:
    """By its digest, in a log that was stopped and in one that was finished."""
    if whole:
        shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    else:
        begun(tmp_path)
    spoil(tmp_path / "encounters-00001.parquet")
    write_dataset(Plan(course(), LogForm(csv=True), SMALL), tmp_path, resume=True)
    assert contents(folder) == contents(tmp_path)


def test_resuming_a_finished_log_writes_no_log(folder: Path) -> None:
    """The same document, the files untouched."""
    path = folder / "encounters-00002.csv"
    before = path.stat().st_mtime_ns
    again = write_dataset(Plan(course(), LogForm(csv=True), SMALL), folder, resume=True)
    assert read_dataset(folder) == again
    assert before == path.stat().st_mtime_ns
    assert not (folder / UNFINISHED).exists()


def test_without_resume_a_log_is_not_written_over(folder: Path, tmp_path: Path) -> None:
    """Finished or not; it says what goes on with it."""
    begun(tmp_path)
    for path in (folder, tmp_path):
        before = contents(path)
        with pytest.raises(MeaningError, match="already holds a log") as told:
            write_dataset(Plan(course(), LogForm(csv=True), SMALL), path)
        assert "--resume" in told.value.use
        assert before == contents(path)


@pytest.mark.parametrize(
    ("plan", "word"),
    [
        (Plan(course(7), LogForm(csv=True), SMALL), "seed"),
        (Plan(replace(course(), years=4), LogForm(csv=True), SMALL), "number of years"),
        (Plan(replace(course(), churn=Churn()), LogForm(csv=True), SMALL), "churn"),
        (Plan(course(), LogForm(), SMALL), "answer to whether there are CSV files"),
        (Plan(course(), LogForm(csv=True, truth=False), SMALL), "whether the truth is in it"),
        (Plan(course(), LogForm(csv=True, begins=date(2020, 1, 1)), SMALL), "first day"),
        (Plan(course(), LogForm(csv=True)), "number of files"),
        (
            Plan(
                replace(course(), eras=(Era(0, load_scenario("airport-exit")),)),
                LogForm(csv=True),
                SMALL,
            ),
            "scenario",
        ),
    ],
)
def test_another_log_is_not_resumed(plan: Plan, word: str, tmp_path: Path) -> None:
    """The difference is named, and what stands there left alone."""
    begun(tmp_path)
    before = contents(tmp_path)
    with pytest.raises(MeaningError, match=f"another {word}|{word}"):
        write_dataset(plan, tmp_path, resume=True)
    assert before == contents(tmp_path)


@pytest.mark.parametrize("spoiled", ["", "{", "[]", "null", "{}", "[" * 5_000])
def test_a_record_that_was_changed_is_refused(spoiled: str, tmp_path: Path) -> None:
    """Named, and the files left alone."""
    begun(tmp_path)
    (tmp_path / UNFINISHED).write_text(spoiled, encoding="utf-8")
    with pytest.raises(FormatError, match=r"dataset-unfinished\.json (is not|does not say)"):
        write_dataset(Plan(course(), LogForm(csv=True), SMALL), tmp_path, resume=True)


def test_files_of_a_log_without_its_record_are_refused(tmp_path: Path) -> None:
    """Nobody knows what they are made from."""
    begun(tmp_path)
    (tmp_path / UNFINISHED).unlink()
    with pytest.raises(MeaningError, match="not what it is made from"):
        write_dataset(Plan(course(), LogForm(csv=True), SMALL), tmp_path, resume=True)


CHILD = """
import resource, sys, time
from pathlib import Path
from misid.programme.people.timeline import Churn, Course, Era, checked
from misid.searchlog.write import write_dataset
from misid.searchlog.plan import Plan
from misid.searchlog.columns import LogForm
from misid.scenario import digest, load_scenario

folder, scenario, limit = Path(sys.argv[1]), load_scenario(sys.argv[2]), int(sys.argv[3])
if limit:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
churn = Churn(leaving=0.05, naturalising=0.1, enrolled=0.5)
course = checked(Course((Era(0, scenario),), 3, 1, digest(scenario), churn))
slow = (lambda done: time.sleep(0.2)) if not limit else None
write_dataset(Plan(course, LogForm(csv=True), 5_000), folder, progress=slow, threads=1)
"""


def child(path: Path, limit: int = 0) -> subprocess.Popen[str]:
    """Another process that writes the tiny log; with a limit, a disk that takes no more bytes."""
    scenario = path.with_suffix(".yaml")
    scenario.write_text(misid.scenario.to_yaml(course().eras[0].scenario), encoding="utf-8")
    arguments = [sys.executable, "-c", CHILD, str(path), str(scenario), str(limit)]
    return subprocess.Popen(arguments, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_killed_process_is_resumed(how: signal.Signals, folder: Path, tmp_path: Path) -> None:
    """Killed between some files; what follows is the uninterrupted log, byte for byte."""
    path = tmp_path / "log"
    process = child(path)
    try:
        until = time.monotonic() + 120
        while time.monotonic() < until and not (path / "encounters-00002.csv").exists():
            time.sleep(0.01)
    finally:
        process.send_signal(how)
        process.communicate(timeout=60)
    assert not (path / DOCUMENT).exists()
    assert (path / UNFINISHED).exists()
    (path / ".encounters-00003.parquet.1.part").write_bytes(b"half")
    write_dataset(Plan(course(), LogForm(csv=True), SMALL), path, resume=True)
    assert contents(folder) == contents(path)


def test_a_disk_that_takes_no_more_leaves_what_can_be_resumed(folder: Path, tmp_path: Path) -> None:
    """An error in words, no half file, and the whole log once there is room."""
    path = tmp_path / "log"
    process = child(path, limit=100_000)
    _, told = process.communicate(timeout=120)
    assert 1 == process.returncode
    assert "OutputError: log cannot be written: File too large." in told
    assert "--resume" in told
    assert [UNFINISHED] == sorted(contents(path))
    write_dataset(Plan(course(), LogForm(csv=True), SMALL), path, resume=True)
    assert contents(folder) == contents(path)


def test_too_little_room_is_told_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what is needed and what is free."""
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**9, 10**9 - 50_000, 50_000))
    with pytest.raises(OutputError, match=r"are needed for 1\d,\d{3} encounters, but 50,000 bytes"):
        write_dataset(Plan(course(), LogForm(), SMALL), tmp_path / "log")
    assert not (tmp_path / "log").exists()


def test_the_estimate_is_near_and_rather_too_high(folder: Path) -> None:
    """Rows within five deviations; bytes of each kind at least half as many as are needed."""
    plan, made = Plan(course(), LogForm(csv=True), SMALL), read_dataset(folder)
    assert abs(plan.rows - made.rows) < 5.0 * (made.rows * 10.0) ** 0.5
    csv = sum(note.bytes for note in made.files if note.name.endswith(".csv"))
    assert BYTES_A_ROW["csv"][0] == pytest.approx(csv / made.rows, rel=0.1)


def test_a_file_in_the_folders_place_is_named(tmp_path: Path) -> None:
    """In this command's words."""
    (tmp_path / "taken").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="taken is a file") as told:
        write_dataset(Plan(course(), LogForm(), SMALL), tmp_path / "taken")
    assert "--write" in told.value.use


# What is printed


def test_nothing_of_a_person_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Counts, sizes, the caution that all is made up; no name of anybody or anything in the log."""
    write_log(Plan(course(), LogForm()), tmp_path / "log", ENGLISH, resume=False)
    out, err = capsys.readouterr()
    made = read_dataset(tmp_path / "log")
    assert f"{made.rows:,} encounters, with the truth, in 1 file" in out
    assert plain(made_up(made, ENGLISH)) in out
    assert re.fullmatch(r"about 1\d,\d{3} encounters, \d{3},\d{3} bytes\n", err)
    assert not re.search("[0-9a-f]{16}", out + err)


def test_ctrl_c_says_how_to_go_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And what is there is resumed by the same words."""

    def stopped(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("misid.searchlog.write.encounter_table", stopped)
        with pytest.raises(KeyboardInterrupt):
            write_log(Plan(course(), LogForm()), tmp_path, ENGLISH, resume=False)
    assert "--resume goes on" in capsys.readouterr().err
    assert [UNFINISHED] == sorted(contents(tmp_path))
    write_log(Plan(course(), LogForm()), tmp_path, ENGLISH, resume=True)
    assert DOCUMENT in contents(tmp_path)


ONE_YEAR = ("simulate", "live-watchlist", "--people", "--years", "1")


def test_the_command_writes_a_log(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Whole at once, and again with --resume; without it not over what is there."""
    path = tmp_path / "log"
    scenario = tmp_path / "tiny.yaml"
    scenario.write_text(misid.scenario.to_yaml(course().eras[0].scenario), encoding="utf-8")
    typed = ("simulate", scenario, "--people", "--years", 2, "--write", path, "--csv")
    code, out, _ = call(capsys, *typed, "--without-truth")
    assert (0, True) == (code, "without the truth, in 2 files" in out)
    rows = pl.read_parquet(path / "encounters-00001.parquet")
    assert not [name for name in rows.columns if name.startswith("truth_")]
    assert 2 == call(capsys, *typed, "--without-truth")[0]
    assert 0 == call(capsys, *typed, "--without-truth", "--resume")[0]
    code, _, told = call(capsys, *typed, "--resume")
    assert (2, True) == (code, "another answer to whether the truth is in it" in told)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("simulate", "--write", "log"), "--write is about people over the years"),
        (("simulate", "--csv"), "--csv is about people over the years"),
        ((*ONE_YEAR, "--csv"), "--csv is about a search log"),
        ((*ONE_YEAR, "--without-truth"), "--without-truth is about a search log"),
        ((*ONE_YEAR, "--resume"), "--resume is about a search log"),
        ((*ONE_YEAR, "--write", "log", "--json"), "--json is not about a search log"),
        ((*ONE_YEAR, "--write", "log", "--out", "out"), "--out is not about a search log"),
    ],
)
def test_options_that_say_nothing_are_refused(
    typed: tuple[str, ...],
    told: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Instead of being passed over in silence; nothing is written."""
    monkeypatch.chdir(tmp_path)
    code, out, error = call(capsys, *typed)
    assert (2, "") == (code, out)
    assert told in error
    assert not contents(tmp_path)
