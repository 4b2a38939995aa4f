"""A disclosed search log held against rules: what was put in is found, and nothing else is."""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from scipy import stats
from tests.command import call

from misid.errors import FormatError, MeaningError
from misid.figures.findings import findings_over_time
from misid.files.formats import open_source
from misid.machine.philox import key
from misid.measures.discoveries import discovered
from misid.searchlog.checks import lines
from misid.searchlog.checks.audit import (
    EXPECTED,
    ExpectedShares,
    LogQuestion,
    audit_log,
    open_log,
)
from misid.searchlog.checks.cells import TimeForm
from misid.searchlog.checks.checkpoint import StatedRoot, stated_root
from misid.searchlog.checks.expression import RuleSetting, read_expression
from misid.searchlog.checks.keyed import Keys, beyond, beyond_within
from misid.searchlog.checks.library import log_rules, read_log_rules, shipped_log_rules
from misid.searchlog.checks.merkle import merkle_root
from misid.searchlog.checks.rates import (
    AgencyCounts,
    beside_each_other,
    beside_worlds,
    expected_range,
)
from misid.searchlog.checks.rules import KINDS
from misid.searchlog.checks.schema import LogAudit, RuleResult
from misid.searchlog.kept import with_kept
from misid.searchlog.plant import PLANTS, planted
from misid.words import log_audit as words
from misid.words.language import ENGLISH

HEAD = "search_id,time,agency,officer,person,answer,reference_code,reason,sequence\n"
CLEAN = HEAD + "".join(
    f"s{place},2026-01-{day:02d}T{hour:02d}:00:00Z,North,o{place % 3},p{place},do_not_detain,,"
    f"stop,{place}\n"
    for place, (day, hour) in enumerate(((1, 8), (1, 9), (2, 8), (2, 23), (3, 8)), 1)
)
ROWS = 4_000


def written(tmp_path: Path, text: str, name: str = "log.csv") -> Path:
    """A log of this text."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def results(found: LogAudit) -> dict[str, RuleResult]:
    """By the rule."""
    return {one.rule.id: one for one in found.results}


def held(path: Path, question: LogQuestion | None = None) -> dict[str, RuleResult]:
    """What the rules that come along find."""
    return results(audit_log(path, shipped_log_rules(), question))


def counts(found: dict[str, RuleResult]) -> dict[str, int]:
    """Of each rule that finds something, how much."""
    return {name: one.count for name, one in found.items() if one.outcome == "found"}


@pytest.fixture(scope="module")
def clean() -> pl.DataFrame:
    """A made-up log without a fault, in order of time, with the columns that an audit looks at."""
    random = np.random.default_rng(5)
    seconds = np.sort(random.integers(0, 300 * 86_400, ROWS))
    searched = random.random(ROWS) < 0.96
    referred = searched & (random.random(ROWS) < 0.1)
    code = pl.Series([f"r{place:016x}" for place in range(ROWS)])
    table = pl.DataFrame(
        {
            "encounter_id": [f"e{place:016x}" for place in range(ROWS)],
            "time": pl.Series(1000 * seconds + 1_767_225_600_000).cast(pl.Datetime("ms", "UTC")),
            "agency": [f"agency {place}" for place in random.integers(0, 40, ROWS)],
            "officer": [f"o{place:016x}" for place in random.integers(0, 900, ROWS)],
            "person": [f"p{place:016x}" for place in random.integers(0, 3_000, ROWS)],
            "searched": searched,
        }
    ).with_columns(
        answer=pl.when(pl.Series(referred))
        .then(pl.lit("reference"))
        .when("searched")
        .then(pl.lit("do_not_detain")),
        reference_code=pl.when(pl.Series(referred)).then(code),
        retention_until=pl.when("searched").then(
            pl.col("time").dt.date() + pl.duration(days=pl.lit(200))
        ),
    )
    return with_kept(table, key(1, "", "kept"), date(2026, 10, 28))


def audited(table: pl.DataFrame, folder: Path) -> dict[str, RuleResult]:
    """The same as a Parquet file."""
    path = folder / "log.parquet"
    table.write_parquet(path)
    return held(path)


def test_a_log_without_a_fault_has_no_finding(clean: pl.DataFrame, tmp_path: Path) -> None:
    """What nobody planted is not found, though some photographs are deleted by then."""
    found = audited(clean, tmp_path)
    assert counts(found) == {}
    assert found["deletion-without-record"].of > 0
    checked = {name for name, one in found.items() if one.outcome != "not_checked"}
    assert set(PLANTS) <= checked


def test_faults_of_every_kind_are_told_apart(clean: pl.DataFrame, tmp_path: Path) -> None:
    """
    Each kind is found exactly as often as it was planted, and no other is found.

    A row that is there twice is also one search twice.
    """
    faults = {name: place + 1 for place, name in enumerate(PLANTS)}
    found = counts(audited(planted(clean, faults, key(3, "", "all")), tmp_path))
    faults["search-twice"] += faults["doubled-row"]
    assert found == faults


def test_more_faults_than_there_is_room_for_are_refused(clean: pl.DataFrame) -> None:
    """The error says how many and how much room."""
    with pytest.raises(MeaningError, match="5,000 faults of one kind"):
        planted(clean, {"no-reason": 5_000}, key(2, "", ""))


def test_planted_rows_are_the_rows_that_are_told(clean: pl.DataFrame, tmp_path: Path) -> None:
    """The numbers lead to rows without a reason that were searched."""
    table = planted(clean, {"no-reason": 3}, key(2, "", "rows"))
    told = audited(table, tmp_path)["no-reason"].rows
    missing = table.with_row_index("row", 1).filter(pl.col("searched") & pl.col("reason").is_null())
    assert list(told) == missing["row"].to_list()


def test_csv_and_parquet_give_the_same(clean: pl.DataFrame, tmp_path: Path) -> None:
    """Whatever the file, each rule counts the same, and rows have the same numbers."""
    table = planted(clean, {"no-reason": 3, "clock-back": 2}, key(2, "", "both"))
    table.write_csv(tmp_path / "log.csv", datetime_format="%Y-%m-%dT%H:%M:%SZ")
    one, other = audited(table, tmp_path), held(tmp_path / "log.csv")
    assert counts(one) == counts(other)
    assert one["no-reason"].rows == other["no-reason"].rows


def test_a_missing_column_is_no_pass(tmp_path: Path) -> None:
    """A rule whose columns are not there is not checked, and says which are missing."""
    found = held(written(tmp_path, CLEAN))
    assert found["past-retention"].outcome == "not_checked"
    assert found["past-retention"].needs == ("retention_until", "deleted_on")
    assert found["out-of-hours"].because == "no_number"
    assert found["agencies-beside-scenario"].because == "no_scenario"
    assert counts(found) == {}


IN_OTHER_WORDS = "agency,answer,reference_code\n" + (
    "North,Match,r{0}\nNorth,Match,\nSouth,No match,\nSouth,No match,\n" * 20
)


def test_answers_in_other_words_are_not_counted_as_none(tmp_path: Path) -> None:
    """No rule that looks for a word passes, or accuses rows, where the log has other words."""
    text = "".join(
        line.replace("{0}", str(place))
        for place, line in enumerate(IN_OTHER_WORDS.splitlines(keepends=True))
    )
    path, numbers = written(tmp_path, text), {"published_references": 40.0}
    of_answers = {
        "reference-without-code", "code-without-reference", "published-references",
        "agencies-apart",
    }  # fmt: skip
    found = held(path, LogQuestion(numbers=numbers))
    assert {name for name, one in found.items() if one.because == "no_such_answer"} == of_answers
    meant = LogQuestion(numbers=numbers, answers={"Match": "reference"})
    read = held(path, meant)
    assert {name: read[name].count for name in of_answers} == {
        "reference-without-code": 20, "code-without-reference": 0, "published-references": 0,
        "agencies-apart": 2,
    }  # fmt: skip
    none = LogQuestion(numbers=numbers, answers={"Match": "none", "No match": "do_not_detain"})
    assert held(path, none)["published-references"].numbers["counted"] == 0


def test_a_word_of_one_rule_is_no_answer_to_another(tmp_path: Path) -> None:
    """That a rule of a reader knows it does not say that it is no reference."""
    path = written(tmp_path, IN_OTHER_WORDS.replace("No match", "hit").replace("Match", "hit"))
    own = OWN.replace("sequence", "row").replace(
        "time - previous.time < least and officer != previous.officer", "answer in ('hit', 'x')"
    )
    rules = log_rules([written(tmp_path, own, "own.yaml")])
    found = results(audit_log(path, rules))
    assert (found["quick"].count, found["agencies-apart"].because) == (80, "no_such_answer")


def test_a_rule_about_no_rows_is_no_pass(tmp_path: Path) -> None:
    """Without a reference nothing is said of its code; without a row nothing of anything."""
    found = held(written(tmp_path, CLEAN))
    assert found["reference-without-code"].because == "no_rows"
    empty = held(written(tmp_path, HEAD, "empty.csv"))
    assert {one.outcome for one in empty.values()} == {"not_checked"}


def test_a_missing_value_is_neither_a_finding_nor_a_pass(tmp_path: Path) -> None:
    """Of a row whose time is missing nothing about times is said: neither that it breaks a rule."""
    text = CLEAN.replace("2026-01-02T08:00:00Z", "n/a")
    found = held(written(tmp_path, text))
    assert counts(found) == {"no-time": 1}
    partly = {name: one.unsaid_rows for name, one in found.items() if one.unsaid}
    of_both = dict.fromkeys(("clock-back", "mixed-time-zones"), (3, 4))
    assert partly == of_both | dict.fromkeys(("burst", "one-person-again"), (3,))
    assert {found[name].outcome for name in partly} == {"none_found"}


def test_rows_of_which_nothing_is_said_are_told_beside_those_that_break_a_rule(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither counted as a rule that finds something nor listed as rows that break one."""
    path = written(tmp_path, CLEAN.replace("2026-01-02T08:00:00Z", "n/a"))
    code, out, _ = call(capsys, "audit", "log", path, "--out", tmp_path / "out")
    assert code == 1
    assert "1 of 12 rules that could be checked finds something in 5 rows." in out
    assert "4 rules that find nothing cannot be held against every row" in out
    assert "Nobody stops people so fast" not in out
    rows = pl.read_csv(tmp_path / "out" / "rules.csv", infer_schema=False)
    first = {row["id"]: (row["rows"], row["unsaid_rows"]) for row in rows.to_dicts()}
    assert (first["clock-back"], first["no-time"]) == ((None, "3; 4"), ("3", None))


def test_a_rule_that_can_be_said_of_no_row_is_not_checked(tmp_path: Path) -> None:
    """It found nothing only since there was nothing to look at."""
    rows = "".join(f"2026-01-01 0{place}:00,o1,\n" for place in range(1, 5))
    found = held(written(tmp_path, "time,officer,sequence\n" + rows))
    of_none = {name for name, one in found.items() if one.because == "nothing_said"}
    assert of_none == {"mixed-time-zones", "gap-in-numbers", "numbers-go-back"}
    assert (found["gap-in-numbers"].unsaid, found["gap-in-numbers"].of) == (3, 3)


def test_a_published_number_that_unread_rows_may_make_up_accuses_nobody(tmp_path: Path) -> None:
    """Of two answers that say nothing, both may be references; of a third there is no room."""
    text = HEAD + "".join(
        f"s{place},2026-01-01T0{place}:00Z,A,o,p,{answer},,stop,{place}\n"
        for place, answer in enumerate(("reference", "", "n/a", "do_not_detain"), 1)
    )
    path = written(tmp_path, text)
    for published, outcome, count in ((1, "none_found", 0), (3, "none_found", 0), (4, "found", 3)):
        asked = LogQuestion(numbers={"published_references": float(published)})
        rule = held(path, asked)["published-references"]
        assert (rule.outcome, rule.count, rule.unsaid) == (outcome, count, 2)


def test_blanks_around_a_word_are_no_part_of_it(tmp_path: Path) -> None:
    """A reason of blanks is none, and two codes that differ by a blank are one."""
    text = CLEAN.replace(",,stop,2", ", r9,stop,2").replace(",,stop,4", ",r9 , \t,4")
    found = counts(held(written(tmp_path, text)))
    assert found == {"no-reason": 1, "reference-code-twice": 1, "code-without-reference": 2}


def test_times_that_cannot_be_read_are_counted(tmp_path: Path) -> None:
    """What stands in a column and is no time is told beside what is missing."""
    text = CLEAN.replace("2026-01-02T08:00:00Z", "yesterday")
    used = audit_log(written(tmp_path, text), shipped_log_rules()).columns
    assert [(one.missing, one.unread) for one in used if one.role == "time"] == [(1, 1)]


def test_duty_hours_are_those_of_the_time_zone(tmp_path: Path) -> None:
    """23:00 in UTC is 17:00 in Chicago; 8:00 there is 2:00."""
    path, numbers = written(tmp_path, CLEAN), {"duty_from": 6.0, "duty_to": 22.0}
    here = held(path, LogQuestion(numbers=numbers))["out-of-hours"]
    there = LogQuestion(numbers=numbers, reading=TimeForm("America/Chicago"))
    assert (here.count, here.rows) == (1, (4,))
    assert held(path, there)["out-of-hours"].count == 4


def test_duty_may_go_over_midnight(tmp_path: Path) -> None:
    """From 22 to 6, what is made by day is out of hours."""
    asked = LogQuestion(numbers={"duty_from": 22.0, "duty_to": 6.0})
    assert held(written(tmp_path, CLEAN), asked)["out-of-hours"].count == 4


def test_zones_that_are_mixed_are_found(tmp_path: Path) -> None:
    """A time with another zone is read as what it is, and the change is told."""
    text = CLEAN.replace("2026-01-02T08:00:00Z", "2026-01-02T08:00:00+09:00")
    found = held(written(tmp_path, text))
    assert counts(found) == {"mixed-time-zones": 2}
    earlier = CLEAN.replace("2026-01-02T08:00:00Z", "2026-01-01T17:00:00+09:00")
    assert counts(held(written(tmp_path, earlier))) == {"mixed-time-zones": 2, "clock-back": 1}


def test_a_row_that_says_no_zone_says_no_other_one(tmp_path: Path) -> None:
    """Neither it nor the row after it is accused; nor is a time that cannot be read."""
    for time in ("2026-01-02T08:00:00", "02/01/2026 08:00+09:00"):
        zones = held(written(tmp_path, CLEAN.replace("2026-01-02T08:00:00Z", time)))
        rule = zones["mixed-time-zones"]
        assert (rule.outcome, rule.rows, rule.unsaid_rows) == ("none_found", (), (3, 4))


def test_a_rule_may_ask_whether_a_zone_is_said(tmp_path: Path) -> None:
    """That none is said is known of a time that is read."""
    rules = OWN.replace("sequence", "row").replace(
        "time - previous.time < least and officer != previous.officer", "offset is missing"
    )
    text = CLEAN.replace("2026-01-02T08:00:00Z", "2026-01-02T08:00:00").replace("01-03T08", "soon")
    found = audit_log(written(tmp_path, text), read_log_rules(rules, "own.yaml"))
    assert [(one.rows, one.unsaid_rows) for one in found.results] == [((3,), (5,))]


ZONES = (
    ("2026-01-02 08:00:00-05", 13),
    ("2026-01-02 08:00:00 -0500", 13),
    ("2026-01-02 08:00+05:30", 2.5),
    ("2026-01-02 08:00:00 AM -05:00", 13),
    ("2026-01-02 08:00 PM+01", 19),
    ("2026-01-02T08:00:00.250Z", 8),
    ("2026-01-02 08:00:00,250 GMT", 8),
    ("2026-01-02 08:00:00 UTC-05:00", 13),
    ("2026-01-02 08:00:00 CDT", None),
    ("2026-01-02T08:00:00-05:00[America/Chicago]", None),
    ("2026-01-02 08:00:00 +99", None),
    ("2026-01-02 08:00:00-5", None),
)


@pytest.mark.parametrize("time_hour", ZONES)
def test_a_zone_is_read_or_the_time_is_not(
    time_hour: tuple[str, float | None], tmp_path: Path
) -> None:
    """What stands behind a time and is no zone that is known makes it none that can be read."""
    time, hour = time_hour
    path = written(tmp_path, CLEAN.replace("2026-01-02T08:00:00Z", f'"{time}"'))
    log = open_log(path, LogQuestion())
    rows = pl.concat(log.source.in_parts([log.cells.columns["time"].name]))
    read = rows.select(log.cells.read("time"), log.cells.offset()).row(2)
    if hour is None:
        assert read == (None, None)
        assert held(path)["no-time"].rows == (3,)
    else:
        assert read[0].hour + read[0].minute / 60 == hour
        assert held(path)["mixed-time-zones"].count == 2 * (read[1] != "Z")


@pytest.mark.parametrize(
    ("dates", "time"), [("mdy", "01/13/2026 2:05 PM"), ("dmy", "13/01/2026 14:05")]
)
def test_days_are_read_in_the_order_that_is_said(dates: Any, time: str, tmp_path: Path) -> None:
    """An order of days is asked for where none can be read, never chosen."""
    text = HEAD + f"s1,{time},North,o1,p1,do_not_detain,,stop,1\n" * 3
    path = written(tmp_path, text)
    with pytest.raises(MeaningError, match="nothing in it can be read") as caught:
        held(path)
    assert "--dates mdy" in caught.value.use
    found = audit_log(path, shipped_log_rules(), LogQuestion(reading=TimeForm(dates=dates)))
    assert results(found)["no-time"].count == 0


def test_times_in_another_order_are_told_with_the_option_that_reads_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """How many each order reads; what is written with the year first is read beside it."""
    text = CLEAN.replace("2026-01-02T08:00:00Z", "01/13/2026 08:00").replace(
        "2026-01-03T08:00:00Z", "01/02/2026 8:00 AM"
    )
    path = written(tmp_path, text)
    used = audit_log(path, shipped_log_rules()).columns
    assert [one.otherwise for one in used if one.otherwise] == [{"mdy": 2, "dmy": 1}]
    _, out, _ = call(capsys, "audit", "log", path)
    assert "2 cells of column time that cannot be read could be with --dates mdy." in out
    said = audit_log(path, shipped_log_rules(), LogQuestion(reading=TimeForm(dates="mdy")))
    assert [(one.unread, one.otherwise) for one in said.columns if one.role == "time"] == [(0, {})]


def test_a_number_that_goes_back_leaves_nothing_out(tmp_path: Path) -> None:
    """A row that stands twice is none that was left out; one that jumps on is."""
    text = CLEAN.replace("stop,3", "stop,2").replace("stop,5", "stop,7")
    found = held(written(tmp_path, text))
    assert (found["numbers-go-back"].rows, found["gap-in-numbers"].rows) == ((3,), (4, 5))


NEAR = "No,Time,Agency,Badge,Result,Reference no.,Reason for stop,Weather\n" + "".join(
    f"{place},2026-01-0{place}T08:00:00Z,North,b{place},reference,r{place},stop,dry\n"
    for place in range(1, 6)
)


def test_columns_that_were_taken_for_nothing_are_told_with_what_they_may_be(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By a word of their names; the option that is advised is enough."""
    path = written(tmp_path, NEAR)
    found = audit_log(path, shipped_log_rules())
    assert [(one.name, one.place, one.may_be) for one in found.unused] == [
        ("No", 1, ("sequence",)),
        ("Reference no.", 6, ("reference_code",)),
        ("Reason for stop", 7, ("reason",)),
        ("Weather", 8, ()),
    ]
    _, out, _ = call(capsys, "audit", "log", path)
    assert "3 columns that were taken for nothing may be what rules look at" in out
    assert "--column 'Weather=ROLE'" in out
    assert "--column 'Reference no.=reference_code'" in out
    said = {"sequence": "No", "reference_code": "Reference no.", "reason": "Reason for stop"}
    left = audit_log(path, shipped_log_rules(), LogQuestion(columns=said)).unused  # type: ignore[arg-type]
    assert [one.name for one in left] == ["Weather"]


def test_a_column_is_not_named_where_few_names_are_known(tmp_path: Path) -> None:
    """The first line may name people: its columns stand for themselves by their place."""
    path = written(
        tmp_path, NEAR.replace("Badge", "Ann Lee").replace("Agency", "x").replace("Result", "y")
    )
    found = audit_log(path, shipped_log_rules())
    assert {one.name for one in found.unused} == {""}
    assert words.unused_name(found.unused[0], ENGLISH) == "column 1"
    assert "Lee" not in found.model_dump_json()


def test_an_open_quotation_mark_does_not_swallow_rows(tmp_path: Path) -> None:
    """Lines within one cell are told, with the line in which it opens."""
    text = CLEAN.replace("stop,2\n", '"stop,2\n').replace("stop,4\n", 'stop",4\n')
    found = held(written(tmp_path, text))["rows-in-lines"]
    assert (found.count, found.of, found.rows) == (2, 5, (2, 4))


def test_published_totals_are_held_against_the_log(tmp_path: Path) -> None:
    """A number that is not the log's own is told with the difference."""
    path = written(tmp_path, CLEAN)
    asked = LogQuestion(numbers={"published_searches": 8.0, "published_references": 0.0})
    found = held(path, asked)
    assert (found["published-searches"].count, found["published-searches"].numbers["counted"]) == (
        3,
        5,
    )
    assert found["published-references"].outcome == "none_found"


def test_silence_is_found_where_it_is_asked_for(tmp_path: Path) -> None:
    """23 hours without a search are more than 20."""
    asked = LogQuestion(numbers={"longest_silence": 20.0 * 60})
    assert held(written(tmp_path, CLEAN), asked)["silence"].rows == (3,)


def test_another_root_is_found(tmp_path: Path) -> None:
    """The root of the lines passes; one letter changed, it does not."""
    path = written(tmp_path, CLEAN)
    entries = [line.encode() for line in CLEAN.splitlines()[1:]]
    asked = LogQuestion(root=StatedRoot(merkle_root(entries)))
    assert held(path, asked)["merkle-root"].outcome == "none_found"
    changed = written(tmp_path, CLEAN.replace("p3", "p4"), "changed.csv")
    assert held(changed, asked)["merkle-root"].count == 1


def test_a_checkpoint_covers_the_entries_that_it_counts(tmp_path: Path) -> None:
    """Rows that came later do not change its root; a log that is too short has another."""
    entries = [line.encode() for line in CLEAN.splitlines()[1:]]
    root = base64.b64encode(merkle_root(entries[:4])).decode()
    note = written(tmp_path, f"log of searches\n4\n{root}\n\n— log of searches AAAA\n", "note")
    found = held(written(tmp_path, CLEAN), LogQuestion(root=stated_root(str(note))))
    assert (found["merkle-root"].outcome, found["merkle-root"].of) == ("none_found", 4)
    short = written(tmp_path, "".join(CLEAN.splitlines(keepends=True)[:4]), "short.csv")
    assert held(short, LogQuestion(root=stated_root(str(note))))["merkle-root"].count == 1


@pytest.mark.parametrize(
    "text", ["", "a\nb\nc\n", "log\n1\nAAAA\n\n", "log\n-1\n" + "A" * 43 + "=\n\n"]
)
def test_what_is_no_checkpoint_is_refused(text: str, tmp_path: Path) -> None:
    """The error says what one looks like."""
    with pytest.raises(FormatError, match="no checkpoint of a log"):
        stated_root(str(written(tmp_path, text, "note")))


# RFC 6962 has no vectors of its own; these entries and roots are those of the reference
# implementation that the RFC's authors published (certificate-transparency, merkle_tree_test).
VECTOR_ENTRIES = [
    bytes.fromhex(text)
    for text in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
VECTOR_ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


def test_roots_are_those_of_the_reference_implementation() -> None:
    """Of one to eight entries."""
    found = [merkle_root(VECTOR_ENTRIES[:size]).hex() for size in range(1, 9)]
    assert found == list(VECTOR_ROOTS)


def by_definition(entries: list[bytes]) -> bytes:
    """The tree hash as RFC 6962, section 2.1 writes it."""
    if not entries:
        return hashlib.sha256(b"").digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\0" + entries[0]).digest()
    split = 1 << ((len(entries) - 1).bit_length() - 1)
    left, right = by_definition(entries[:split]), by_definition(entries[split:])
    return hashlib.sha256(b"\1" + left + right).digest()


@pytest.mark.parametrize("size", [0, 3, 1_000, 16_384, 16_385, 40_000])
def test_a_root_in_blocks_is_the_root_by_definition(size: int) -> None:
    """Whole blocks, parts of them, and none."""
    entries = [str(place).encode() for place in range(size)]
    assert merkle_root(entries) == by_definition(entries)


def chained(rows: list[str]) -> str:
    """A log whose rows end in their own hash."""
    text, before = "search_id,reason,previous_hash,hash\n", ""
    for row in rows:
        content = f"{row},{before}"
        own = hashlib.sha256(f"{before}\n{content}".encode()).hexdigest()
        text, before = f"{text}{content},{own}\n", own
    return text


def test_the_row_that_breaks_a_chain_is_named(tmp_path: Path) -> None:
    """A changed row is named by its line; a row taken away also by the link that is missing."""
    text = chained([f"s{place},stop" for place in range(6)])
    assert counts(held(written(tmp_path, text))) == {}
    changed = held(written(tmp_path, text.replace("s3,stop", "s3,work")))
    assert (changed["hash-chain"].rows, changed["broken-link"].count) == ((4,), 0)
    rows = text.splitlines(keepends=True)
    gone = held(written(tmp_path, "".join(rows[:3] + rows[4:])))
    assert (gone["hash-chain"].rows, gone["broken-link"].rows) == ((3,), (3,))


def test_lines_are_counted_with_and_without_a_last_end(tmp_path: Path) -> None:
    """A file may end in a line feed or not."""
    for text in (CLEAN, CLEAN.rstrip("\n"), CLEAN.replace("\n", "\r\n")):
        source = open_source(written(tmp_path, text), EXPECTED)
        assert (lines.count_lines(source), len(list(lines.entries(source)))) == (5, 5)


OWN = """schema: misid-log-rules/1
rules:
  - id: quick
    shape: sequence
    title: Quick
    sentence: "{count} of {of} within {least} minutes."
    breaks: time - previous.time < least and officer != previous.officer
    numbers: {least: 90}
    severity: low
    matters: Why not.
    citation: Nobody.
"""


def test_rules_of_a_reader_are_held_too(tmp_path: Path) -> None:
    """One of another id stands beside those that come along, and knows its own number."""
    rules = log_rules([written(tmp_path, OWN, "own.yaml")])
    assert len(rules) == len(shipped_log_rules()) + 1
    found = results(audit_log(written(tmp_path, CLEAN), rules))["quick"]
    assert (found.count, found.of, found.rows) == (1, 4, (2,))
    other = OWN.replace("id: quick", "id: no-reason")
    assert len(log_rules([written(tmp_path, other, "o.yaml")])) == len(shipped_log_rules())


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("time - previous.time < least", "__import__('os')", "is no word or sign"),
        ("time - previous.time < least", "time.dt < least", "no name that can stand there"),
        ("time - previous.time < least", "time < least", "is a number, where a time is needed"),
        ("shape: sequence", "shape: row", "no name that can stand there"),
        ("shape: sequence", "shape: group", "has no key"),
        ("{least} minutes", "{most} minutes", "no number is called so"),
        ("numbers: {least: 90}", "numbers: {least: 90, reason: 4}", "called reason"),
        ("numbers: {least: 90}", "numbers: {least: 90}\n    asked: [as_of]", "called as_of"),
        ("numbers: {least: 90}", "numbers: {least: 90, offset: 1}", "called offset"),
        ("numbers: {least: 90}", "numbers: {least: 90, count: 1}", "called count"),
        ("numbers: {least: 90}", "numbers: {least: 90}\n    published: officer", "called officer"),
        ("numbers: {least: 90}", "numbers: {least: .inf}", "finite"),
        ("severity: low", "severity: dire", "severity"),
        ("citation: Nobody.", "query: drop", "query"),
    ],
)
def test_a_rule_that_cannot_be_meant_is_told_with_its_line(old: str, new: str, told: str) -> None:
    """Nothing of it is run."""
    with pytest.raises((MeaningError, FormatError), match=told) as caught:
        read_log_rules(OWN.replace(old, new), "own.yaml")
    assert caught.value.where.startswith("own.yaml, line ")


@pytest.mark.parametrize(
    ("written_as", "expected"),
    [
        ("reason is missing", [False, True, False]),
        ("not (reason = 'a' or sequence > 2)", [False, None, False]),
        ("reason in ('a', 'c')", [True, None, True]),
        ("reason not in ('b')", [True, None, True]),
        ("sequence - 1 >= 1 and length(reason) = 1", [False, None, True]),
        ("day(time) = 2026-03-01 or hour(time) = 23", [False, True, True]),
        ("weekday(time) = 7", [False, True, True]),
        ("retention_until - day(time) > 9", [True, False, None]),
    ],
)
def test_an_expression_says_what_it_says(written_as: str, expected: list[bool | None]) -> None:
    """Where something is missing nothing is said, unless it makes no difference."""
    time = pl.Series(["2026-02-28 12:00", "2026-03-01 01:00", "2026-03-01 23:00"])
    rows = pl.DataFrame(
        {
            "time": time.str.to_datetime(time_unit="us", time_zone="UTC"),
            "reason": ["a", None, "c"],
            "sequence": [1, 2, 3],
            "retention_until": [date(2026, 4, 1), date(2026, 3, 2), None],
        }
    )
    read = read_expression(written_as, {str(role): kind for role, kind in KINDS.items()})
    assert rows.select(read.build(RuleSetting())).to_series().to_list() == expected


@pytest.mark.parametrize(
    ("written_as", "expected"),
    [
        ("deleted_on is missing", [None, True, False]),
        ("deleted_on is not missing", [None, False, True]),
        ("deleted_on is unread", [True, False, False]),
        ("deleted_on is missing or deleted_on is not unread", [None, True, True]),
        ("deleted_on - 2026-01-01 is missing", [None, True, False]),
        ("previous.deleted_on is missing", [None, None, True]),
        ("reason is unread", [False, False, False]),
    ],
)
def test_what_cannot_be_read_is_not_missing(written_as: str, expected: list[bool | None]) -> None:
    """Where something stands that was not read, that it is missing is neither so nor not."""
    rows = pl.DataFrame(
        {
            "deleted_on": [None, None, date(2026, 1, 2)],
            "deleted_on stands": [True, False, True],
            "reason": ["a", "b", "c"],
        }
    )
    kinds = {str(role): kind for role, kind in KINDS.items()}
    read = read_expression(written_as, kinds, previous=True)
    setting = RuleSetting(standing=frozenset({"deleted_on"}))
    found = rows.select(pl.col("reason"), held=read.build(setting))
    assert found["held"].to_list() == expected


RETAINED = (
    "time,retention_until,deleted_on,deletion_record,searched\n"
    "2024-03-01T08:00:00Z,2024-02-01,05/02/2024,,yes\n"
    "2024-03-01T09:00:00Z,02/01/2024,,,yes\n"
    "2024-03-01T10:00:00Z,2024-02-01,2024-01-31,d1,no\n"
)


def test_a_day_that_cannot_be_read_accuses_nobody(tmp_path: Path) -> None:
    """It is neither missing nor there: of such rows it cannot be said."""
    found = held(written(tmp_path, RETAINED))
    rows = {
        name: (found[name].rows, found[name].unsaid_rows)
        for name in ("past-retention", "no-retention-day", "deletion-without-record")
    }
    assert rows == {
        "past-retention": ((), (1, 2)),
        "no-retention-day": ((), (2,)),
        "deletion-without-record": ((), (1,)),
    }


def test_every_column_that_a_rule_names_is_read(tmp_path: Path) -> None:
    """Also of a group, and one that is implied where it is not there."""
    rules = OWN.replace("sequence", "row").replace(
        "time - previous.time < least and officer != previous.officer", "searched = false"
    )
    rules += (
        rules.split("rules:\n")[1].replace("quick", "again").replace("row", "group")
        .replace("breaks: searched = false", "of: deleted_on is not missing")
        + "    key: [searched]\n    at_most: 1\n"
    )  # fmt: skip
    found = results(audit_log(written(tmp_path, RETAINED), read_log_rules(rules, "own.yaml")))
    assert found["quick"].rows == (3,)
    assert (found["again"].of, found["again"].unsaid_rows) == (1, (1,))


@pytest.mark.parametrize("value", [1e300, -(2.0**53), np.inf, np.nan])
@pytest.mark.parametrize("name", ["longest_silence", "published_searches"])
def test_a_number_that_no_log_can_have_is_refused(name: str, value: float, tmp_path: Path) -> None:
    """The error says which it is, and what is possible."""
    with pytest.raises(MeaningError, match=name) as caught:
        held(written(tmp_path, CLEAN), LogQuestion(numbers={name: value}))
    assert caught.value.use == "a number below 9,007,199,254,740,992"


def test_a_number_of_a_rule_beyond_whole_numbers_is_compared(tmp_path: Path) -> None:
    """Everything is below it, and nothing breaks down."""
    rules = OWN.replace("least: 90", "least: 1.0e+300")
    found = audit_log(written(tmp_path, CLEAN), read_log_rules(rules, "own.yaml"))
    assert [(one.count, one.of) for one in found.results] == [(4, 4)]


def test_rows_that_share_a_key_are_counted_as_a_loop_counts_them() -> None:
    """Beyond the first few of a key, and within a span of time, in any order of rows."""
    random = np.random.default_rng(3)
    key_, time = random.integers(0, 60, 500).astype(np.uint64), random.integers(0, 5_000, 500)
    keys = Keys(key_, time, np.arange(500))
    seen: dict[int, int] = {}
    over = []
    for row, one in enumerate(key_.tolist()):
        seen[one] = seen.get(one, 0) + 1
        if seen[one] > 4:
            over.append(row)
    assert beyond(keys, 4).tolist() == over
    order = sorted(range(500), key=lambda row: (key_[row], time[row], row))
    near = [
        row
        for place, row in enumerate(order)
        if place >= 2
        and key_[order[place - 2]] == key_[row]
        and time[row] - time[order[place - 2]] <= 300
    ]
    assert beyond_within(keys, 2, 300).tolist() == sorted(near)


def test_tails_are_those_of_other_programs() -> None:
    """Fisher's exact tail by scipy's own test of a table; a binomial by its sum."""
    made = AgencyCounts(("a", "b"), np.array([30, 470]), np.array([9, 31]))
    table = np.array([[9, 21], [31, 439]])
    one_sided = stats.fisher_exact(table, alternative="greater").pvalue
    assert beside_each_other(made)[0] == pytest.approx(2 * one_sided, rel=1e-9)
    shares = np.array([0.05, 0.2])
    above = np.mean([np.sum(stats.binom.pmf(range(9, 31), 30, share)) for share in shares])
    assert beside_worlds(made, shares)[0] == pytest.approx(2 * above, rel=1e-9)


def test_false_discoveries_are_as_rare_as_is_said() -> None:
    """Of 200 logs in which all agencies are alike, at most about one in twenty shows any."""
    random = np.random.default_rng(11)
    searches = random.integers(20, 300, 25)
    names = tuple(map(str, range(25)))
    found = 0
    for _ in range(200):
        references = random.binomial(searches, 0.06)
        likely = beside_each_other(AgencyCounts(names, searches, references))
        found += bool(discovered(likely).any())
    assert found / 200 <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 200)


def test_discoveries_are_those_of_scipy() -> None:
    """Benjamini and Hochberg's step, beside another program's adjusted probabilities."""
    likely = np.array([0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205])
    adjusted = stats.false_discovery_control(likely)
    assert discovered(likely).tolist() == (adjusted <= 0.05).tolist()


def test_what_is_expected_holds_nineteen_in_twenty() -> None:
    """Between the ends lies the share that is said, counted over the worlds."""
    searches, shares = np.array([200]), np.array([0.02, 0.1])
    low, high = (int(one[0]) for one in expected_range(searches, shares))
    law = stats.binom(200, shares)
    assert np.mean(law.cdf(low - 1)) < 0.025 <= np.mean(law.cdf(low))
    assert np.mean(law.cdf(high - 1)) < 0.975 <= np.mean(law.cdf(high))


def test_an_agency_apart_is_named_and_nobody_else(clean: pl.DataFrame, tmp_path: Path) -> None:
    """The label of an agency whose answers are all references, and no opaque id, is shown."""
    is_odd = pl.col("agency") == "agency 7"
    odd = clean.with_columns(
        answer=pl.when(is_odd & pl.col("searched")).then(pl.lit("reference")).otherwise("answer"),
        reference_code=pl.when(is_odd).then("encounter_id").otherwise("reference_code"),
    )
    odd.write_parquet(tmp_path / "log.parquet")
    shares = ExpectedShares(np.linspace(0.05, 0.15, 20), "made-up", "0")
    asked = LogQuestion(expected=shares)
    found = audit_log(tmp_path / "log.parquet", shipped_log_rules(), asked)
    assert {(one.rule, one.agency) for one in found.agencies} == {
        ("agencies-apart", "agency 7"),
        ("agencies-beside-scenario", "agency 7"),
    }


def test_labels_that_may_be_people_are_not_looked_at(tmp_path: Path) -> None:
    """A column with a label a row is no column of agencies."""
    path = written(tmp_path, CLEAN.replace("agency", "station").replace("person", "desk"))
    found = held(path, LogQuestion(columns={"agency": "desk"}))["agencies-apart"]
    assert (found.outcome, found.because) == ("not_checked", "labels_of_people")


@pytest.fixture(scope="module")
def two_names(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A log of two officers who are answered differently, in a column that a test may rename."""
    name = "John Smith"
    text = "OWN,answer\n" + f"{name},reference\n" * 100 + "Ann Jones,do_not_detain\n" * 100
    return written(tmp_path_factory.mktemp("names"), text), name


@pytest.mark.parametrize("own", ["officer", "User ID", "person", "Reference", "search_id"])
def test_a_column_of_people_is_not_shown_as_agencies(
    own: str, two_names: tuple[Path, str], tmp_path: Path
) -> None:
    """What its own name says goes before what a reader says, and the error names nobody."""
    log, name = two_names
    path = written(tmp_path, log.read_text(encoding="utf-8").replace("OWN", own))
    with pytest.raises(MeaningError, match="cannot be the agency") as caught:
        held(path, LogQuestion(columns={"agency": own}))
    assert name not in str(caught.value) + caught.value.use


def test_labels_of_a_column_that_a_reader_names_are_numbered(
    two_names: tuple[Path, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither in words nor in a file does a label stand that may be a name."""
    log, name = two_names
    words = ("audit", "log", log, "--column", "OWN=agency", "--out", tmp_path)
    _, out, _ = call(capsys, *words)
    files = b"".join(one.read_bytes() for one in tmp_path.rglob("*") if one.is_file())
    assert (name in out, name.encode() in files) == (False, False)
    assert "agency 1" in out
    assert b"agency 2" in files
    own = written(tmp_path, log.read_text(encoding="utf-8").replace("OWN", "agency"))
    found = audit_log(own, shipped_log_rules(), LogQuestion(columns={"agency": "agency"}))
    assert {one.agency for one in found.agencies} == {name, "Ann Jones"}


def test_no_opaque_id_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither in a report, nor in its files, nor in an error."""
    opaque = "q7Zk3vX9"
    text = CLEAN.replace(",o1,", f",{opaque},").replace("p3", opaque).replace("s4,", f"{opaque},")
    path = written(tmp_path, text.replace("stop,5", ",7").replace(",,stop,2", f",{opaque},stop,2"))
    code, out, err = call(capsys, "audit", "log", path, "--out", tmp_path / "out")
    assert (code, opaque in out + err) == (1, False)
    files = [one for one in (tmp_path / "out").rglob("*") if one.is_file()]
    assert {"report.html", "log-audit.json", "rules.csv"} <= {one.name for one in files}
    assert [one.name for one in files if opaque.encode() in one.read_bytes()] == []


def test_the_command_says_what_was_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In words and as JSON, in English and Spanish; exit code 1 where something is found."""
    path = written(tmp_path, CLEAN.replace("stop,5", ",7"))
    code, out, _ = call(capsys, "audit", "log", path)
    assert code == 1
    assert "1 of 5 searches have no reason. First in row 5." in out
    code, out, _ = call(capsys, "audit", "log", path, "--language", "es")
    assert "1 de 5 búsquedas no tienen motivo. Primero en la fila 5." in out
    code, out, _ = call(capsys, "audit", "log", path, "--json")
    found = LogAudit.model_validate(json.loads(out))
    assert counts(results(found)) == {"no-reason": 1, "gap-in-numbers": 1}
    clean_code, _, _ = call(capsys, "audit", "log", written(tmp_path, CLEAN, "clean.csv"))
    assert clean_code == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--column", "reason=motive"), "is no role"),
        (("--column", "nothing=reason"), "no column is called"),
        (("--number", "duty_from"), "a name and more are needed"),
        (("--number", "duty_form=6"), "no rule asks for a number called 'duty_form'"),
        (("--answer", "Match=refrence"), "which no rule knows"),
        (("--answer", "Match"), "a name and more are needed"),
        (("--timezone", "Mars/Base"), "no time zone"),
        (("--on", "soon"), "a day is needed"),
        (("--root", "12ab"), "12ab"),
    ],
)
def test_a_mistaken_option_is_told(
    words: tuple[str, ...], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What it is, and what to use instead."""
    code, out, err = call(capsys, "audit", "log", written(tmp_path, CLEAN), *words)
    assert (code, out, told in err, "  use  " in err) == (2, "", True, True)


def test_columns_are_what_a_reader_says(tmp_path: Path) -> None:
    """A named column goes before one whose name says the same."""
    text = CLEAN.replace("search_id", "reason_code", 1)
    found = audit_log(
        written(tmp_path, text), shipped_log_rules(), LogQuestion(columns={"reason": "reason_code"})
    )
    used = {one.role: (one.name, one.how) for one in found.columns}
    assert used["reason"] == ("reason_code", "named")


def test_a_picture_and_broken_text_are_refused(tmp_path: Path) -> None:
    """By their first bytes; a line that is no UTF-8 ends the reading."""
    picture = tmp_path / "log.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    with pytest.raises(FormatError, match="image"):
        held(picture)
    broken = tmp_path / "broken.csv"
    broken.write_bytes(CLEAN.encode().replace(b"stop,3", b"st\xffp,3"))
    with pytest.raises(FormatError, match="not UTF-8") as caught:
        held(broken)
    assert caught.value.where == "broken.csv, line 4"


def test_rows_are_counted_whatever_their_columns_are(tmp_path: Path) -> None:
    """A log of which no rule of rows knows a column has rows all the same; no line is accused."""
    rows = [f"North,o{place},s{place},yes" for place in range(5)]
    path = written(tmp_path, "\n".join(["agency,officer,search_id,searched", *rows, ""]))
    found = audit_log(path, shipped_log_rules())
    assert found.rows == 5
    assert counts(results(found)) == {}


def test_a_published_number_is_held_against_rows_without_other_columns(tmp_path: Path) -> None:
    """Every row is a search where no column says otherwise."""
    path = written(tmp_path, "search_id\n" + "".join(f"s{place}\n" for place in range(5)))
    question = LogQuestion(numbers={"published_searches": 5.0})
    assert held(path, question)["published-searches"].outcome == "none_found"


def test_an_unknown_column_of_a_log_is_told_without_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No option is advised that the command does not have."""
    path = written(tmp_path, "Ann Lee,Bo Carr\ns1,s2\n")
    code, _, err = call(capsys, "audit", "log", path, "--column", "nowhere=time")
    assert (code, "--no-names" in err, "Lee" in err) == (2, False, False)
    assert "a line of names before it" in err


WORDS = "alpha,North,Smith,reference\nbravo,South,Jones,do_not_detain\ncharly,South,Lee,unclear\n"


def test_words_above_words_are_asked_whether_they_are_names(tmp_path: Path) -> None:
    """Nothing tells them from a row, and a row that is taken for names is lost."""
    path = written(tmp_path, WORDS)
    with pytest.raises(FormatError) as refused:
        audit_log(path, shipped_log_rules())
    assert "may be a row, or names" in str(refused.value)
    assert "Smith" not in str(refused.value)
    with pytest.raises(FormatError, match="may be a row, or names"):
        audit_log(path, shipped_log_rules(), LogQuestion(columns={"agency": "North"}))
    assert audit_log(path, shipped_log_rules(), LogQuestion(has_names=True)).rows == 2


def test_a_name_that_is_typed_out_of_the_first_line_says_that_it_holds_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Unlike a place in the line, of which a row has as many."""
    path = written(tmp_path, WORDS)
    code, out, said = call(capsys, "audit", "log", path, "--column", "North=agency", "--json")
    assert (code in (0, 1), said, '"rows": 2' in out) == (True, "", True)


def test_the_advice_to_say_that_a_line_holds_names_helps(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the error says to use is an option, and is enough."""
    path = written(tmp_path, WORDS)
    code, _, said = call(capsys, "audit", "log", path)
    assert (code, "--names" in said) == (2, True)
    code, _, said = call(capsys, "audit", "log", path, "--names")
    assert (code in (0, 1), said) == (True, "")


def test_names_that_are_known_are_not_asked_for(tmp_path: Path) -> None:
    """Two of them, or one above digits, tell a line of names from a row."""
    for names in ("search_id,agency,who,answer", "agency,donde,cuando,que"):
        rows = WORDS if "who" in names else WORDS.replace("alpha", "2024-01-03")
        assert audit_log(written(tmp_path, f"{names}\n{rows}"), shipped_log_rules()).rows == 3


def test_words_above_digits_of_which_none_is_known_are_asked_about(tmp_path: Path) -> None:
    """A name of somebody may stand above the codes that took the place of all the others."""
    path = written(tmp_path, "Ann Lee,North\n4711,12\n4712,13\n")
    with pytest.raises(FormatError, match="may be a row, or names of its columns") as refused:
        audit_log(path, shipped_log_rules())
    assert "Lee" not in str(refused.value)
    assert audit_log(path, shipped_log_rules(), LogQuestion(has_names=True)).rows == 2


@pytest.mark.parametrize(
    ("times", "unit", "periods"),
    [
        (("2026-01-01T23:30-05:00", "2026-01-01T23:50-05:00"), "day", [("2026-01-02", 2, 1)]),
        (
            ("2026-01-31T08:00Z", "2026-04-01T08:00Z"),
            "day",
            [("2026-01-31", 1, 1), ("2026-04-01", 1, 0)],
        ),
        (
            ("2026-01-31T08:00Z", "2026-05-01T08:00Z"),
            "month",
            [("2026-01-01", 1, 1), ("2026-05-01", 1, 0)],
        ),
        (
            ("2019-12-31T08:00Z", "2026-05-01T08:00Z"),
            "year",
            [("2019-01-01", 1, 1), ("2026-01-01", 1, 0)],
        ),
        (("n/a", "2026-05-01T08:00Z"), "day", [("2026-05-01", 1, 0)]),
    ],
)
def test_findings_are_told_by_when_rows_were_written(
    times: tuple[str, str], unit: str, periods: list[tuple[str, int, int]], tmp_path: Path
) -> None:
    """By day, month or year in the time zone of the log; a time that cannot be read is in none."""
    rows = "".join(f"s{at},{time},,,,,,{'stop' * at},{at}\n" for at, time in enumerate(times))
    found = audit_log(written(tmp_path, HEAD + rows), shipped_log_rules())
    told = [(str(one.first), one.rows, one.broken) for one in found.periods]
    assert (unit, periods) == (found.period, told)
    assert all(one.found == {"no-reason": 1} for one in found.periods if one.broken)


def test_findings_of_parts_add_up(clean: pl.DataFrame, tmp_path: Path) -> None:
    """Planted faults of every month together are those of the rule, in the picture too."""
    table = planted(clean, {"no-reason": 40, "gap-in-numbers": 5}, key(3, "", "findings"))
    path = tmp_path / "log.parquet"
    table.write_parquet(path, row_group_size=500)
    found = audit_log(path, log_rules([]))
    drawn = findings_over_time(found)
    assert drawn is not None
    for rule, count in (("no-reason", 40), ("gap-in-numbers", 5)):
        title = words.rule_title(results(found)[rule], ENGLISH)
        assert count == sum(one.found.get(rule, 0) for one in found.periods)
        assert count == sum(int(row[2] or 0) for row in drawn.rows if row[1] == title)
    assert found.rows == sum(one.rows for one in found.periods)


def test_parts_that_are_put_together_are_the_log_that_they_are_of(tmp_path: Path) -> None:
    """As decision 140 says: a row that two parts have is doubled, and what one lacks is a gap."""
    head, *lines = CLEAN.splitlines(keepends=True)
    parts = [lines[:2], [*lines[1:3], lines[4]]]
    for name, part in zip("ab", parts, strict=True):
        written(tmp_path, "".join([head, *part]), f"{name}.csv")
    order = ["awk", "FNR > 1 || NR == 1", "a.csv", "b.csv"]
    whole = subprocess.run(order, cwd=tmp_path, check=True, capture_output=True, text=True).stdout
    assert whole == "".join([head, *parts[0], *parts[1]])
    found = counts(held(written(tmp_path, whole)))
    expected = {"doubled-row": 1, "gap-in-numbers": 1, "numbers-go-back": 1}
    assert expected.items() <= found.items()


def test_a_column_that_no_rule_looks_at_is_not_taken_for_its_role(tmp_path: Path) -> None:
    """Its rows are counted; read by no role, its text is no time."""
    names, *rows = CLEAN.replace("time", "at").splitlines()
    text = "\n".join([f"time,{names}", *(f"2026-01-01T08:00:00Z,{row}" for row in rows)])
    rules = [rule for rule in shipped_log_rules() if rule.id == "doubled-row"]
    found = audit_log(written(tmp_path, text), rules)
    assert len(rows) == found.rows
