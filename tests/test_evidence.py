"""The published tables, what follows from them, and the command that shows them."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from tests import evidence_derivations as figures
from typer.testing import CliRunner

from misid.cli.evidence import evidence
from misid.errors import MeaningError
from misid.evidence import (
    citation,
    citation_keys,
    digest_of,
    evidence_digest,
    table,
    table_names,
)
from misid.files.spreadsheet import guarded, is_number

SEARCH = "nist_frte_1n_fnir_2026-01-09"
SERIES = "nist_frte_1n_nec_idemia_series_2026-01-09"
RATIOS = "nist_frte_demographics_ratio_quantiles_2024-09-20"
RACE_SEX = "nist_frvt_11_fmr_race_sex_2020"
COUNTS = "programme_counts"
PND = "npl_pnd_fpir_2025-12-04"
QUALITIES = {"primary", "secondary", "by eye", "derived", "per row"}
ROWS = {
    "human_review": 6,
    SEARCH: 181,
    SERIES: 18,
    RATIOS: 6,
    "nist_frte_demographics_top57_2024-09-20": 57,
    RACE_SEX: 1920,
    "nist_frvt_11_fnmr_2020": 1999,
    "nist_frvt_region_fmr_log10_2020": 10,
    "omb_2025_ai_inventory_rows": 6,
    COUNTS: 61,
    PND: 5,
}

every_table = pytest.mark.parametrize("name", list(ROWS))


def near(expected: float, tolerance: float) -> object:
    """The expected figure within the rounding of the notes it was written in."""
    return pytest.approx(expected, abs=tolerance, rel=0)


def message_of(call: Callable[[], object]) -> str:
    """The whole text of the error that a call ends with."""
    with pytest.raises(MeaningError) as caught:
        call()
    return str(caught.value)


# The tables


def test_every_data_file_is_a_named_table() -> None:
    """Each CSV file has a description and each description a CSV file."""
    stems = {
        Path(entry.name).stem
        for entry in (files("misid.evidence") / "data").iterdir()
        if entry.name.endswith(".csv")
    }
    assert stems == set(table_names())
    assert sorted(ROWS) == list(table_names())


@every_table
def test_a_table_has_all_its_rows(name: str) -> None:
    """No row is lost to the remark line, to quoting or to blank cells."""
    assert ROWS[name] == len(table(name).rows)
    assert {len(table(name).columns)} == {len(row) for row in table(name).rows}


@every_table
def test_a_table_says_what_it_is(name: str) -> None:
    """Title, source, quality, caution and the meaning of every column are given."""
    shown = table(name)
    assert name == shown.name
    assert shown.title
    assert shown.caution
    assert shown.quality in QUALITIES
    assert shown.source
    assert set(shown.source) <= set(citation_keys())
    assert shown.columns == tuple(column.name for column in shown.about)
    assert all(column.meaning for column in shown.about)


@every_table
def test_every_column_of_numbers_parses(name: str) -> None:
    """A number column gives one float for each row, NaN exactly where the cell is blank."""
    for column in (one.name for one in table(name).about if one.kind == "numbers"):
        blank = [cell == "" for cell in table(name).strings(column)]
        assert blank == list(np.isnan(table(name).numbers(column)))


@every_table
def test_no_text_column_holds_only_numbers(name: str) -> None:
    """A column that could be read as numbers is not passed off as text."""
    for column in (one.name for one in table(name).about if one.kind == "text"):
        cells = [cell for cell in table(name).strings(column) if cell]
        assert not cells or not all(is_number(cell) for cell in cells)


@every_table
def test_every_row_has_a_key_of_its_own(name: str) -> None:
    """The key columns tell all rows apart and each key finds its own row."""
    shown = table(name)
    keys = shown.keys()
    assert len(set(keys)) == len(keys)
    assert shown.rows[-1] == tuple(shown.row(keys[-1]).values())


@every_table
def test_every_citation_of_a_row_exists(name: str) -> None:
    """No row cites a key that the citations lack."""
    column = table(name).citation_column
    cited = table(name).strings(column) if column else ()
    assert set(cited) <= set(citation_keys())


def test_the_remark_above_a_header_is_no_row() -> None:
    """The line that begins with # is neither header nor row."""
    assert "measure" == table(RATIOS).columns[0]
    assert "ratio_WAfrica_EEurope" == table(RATIOS).rows[0][0]


def test_a_table_is_read_once() -> None:
    """The second call gives the same object."""
    assert table(SEARCH) is table(SEARCH)


def test_a_blank_is_not_a_number_and_never_zero() -> None:
    """Nobody measured 20face_000 at 12 million: NaN among numbers, an error as a figure."""
    assert math.isnan(table(SEARCH).numbers("fnir_mugshot_N12M")[0])
    assert "" == table(SEARCH).row("20face_000")["fnir_mugshot_N12M"]
    text = message_of(lambda: table(SEARCH).value("20face_000", "fnir_mugshot_N12M"))
    assert "no number was published" in text
    assert "fnir_mugshot_N1.6M" in text


def test_a_limit_is_refused_among_numbers_unless_dropped() -> None:
    """'>75' is no value: refused with its row, NaN on request, itself among strings."""
    text = message_of(lambda: table(RATIOS).numbers("max"))
    assert "column max is >75 in row ratio_EAsia_EEurope (partly seen)" in text
    assert 'bounds="drop"' in text
    dropped = table(RATIOS).numbers("max", bounds="drop")
    assert [False, True, False, False, False, False] == list(np.isnan(dropped))
    assert ">75" == table(RATIOS).strings("max")[1]


def test_numbers_with_an_exponent_are_numbers() -> None:
    """The thresholds written 1e-4 come out as 0.0001."""
    found = table("nist_frvt_11_fnmr_2020").numbers("at_false_match_rate")
    assert {1e-2, 1e-4, 1e-5, 1e-6} == set(found)


def test_ratios_between_groups_grew_towards_the_rare_in_the_one_search_published() -> None:
    """The Police National Database against the same maker's 1:1 algorithm: 0.1 to 0.5 a decade."""
    assert (0.278, 0.476) == pytest.approx(
        figures.pnd_drift(("black", "both"), ("white", "both")), abs=5e-4
    )
    assert (0.114, 0.195) == pytest.approx(
        figures.pnd_drift(("black", "female"), ("black", "male")), abs=5e-4
    )


# Figures and citations


def test_a_figure_says_where_it_stands() -> None:
    """The sentence has number, publisher, title, date, table, row and column."""
    expected = (
        "0.0007 (NIST, FRTE 1:N Identification (web page), 2026-01-09; "
        f"table {SERIES}, row nec_010, column fnir_mugshot_N12M)"
    )
    assert expected == table(SERIES).value("nec_010", "fnir_mugshot_N12M").cite()


def test_a_figure_keeps_the_digits_that_were_published() -> None:
    """0.3270 is not shortened to 0.327: its last digit says how finely it was rounded."""
    figure = table(SERIES).value("nec_0", "fnir_mugshot_dT>=12y_N3M")
    assert 0.327 == figure.value
    assert figure.cite().startswith("0.3270 (")


def test_a_figure_cites_the_source_of_its_own_row() -> None:
    """In a table of many sources each number carries its row's citation, bound and quality."""
    figure = table(COUNTS).value("tfm_app / gallery_records", "value")
    assert citation("npr-2026-06") == figure.citation
    assert 250_000_000 == figure.value
    assert figure.cite().startswith("more than 250000000 (NPR, ")
    quoted = table(COUNTS).value("met_lfr_2025 / alerts", "value")
    assert quoted.cite().startswith("2077 (Metropolitan Police, ")
    assert quoted.cite().endswith("column value; secondary)")


@pytest.mark.parametrize("name", ["human_review", COUNTS])
def test_every_row_of_a_table_of_many_sources_cites_its_own(name: str) -> None:
    """The figure of a row has the citation that stands in the row."""
    shown = table(name)
    keys = shown.keys()
    found = tuple(shown.value(key, "value").citation.key for key in keys)
    assert shown.strings("citation") == found


def test_no_difference_found_is_not_cited_as_a_bare_zero() -> None:
    """The zero of the human review table says what it means."""
    keys = table("human_review").keys()
    key = next(key for key in keys if key.endswith("/ difference"))
    figure = table("human_review").value(key, "value")
    assert figure.cite().startswith("0 (no difference found) (PLoS ONE")


def test_a_limit_is_cited_as_a_limit() -> None:
    """'>75' keeps its sign and says that the table is derived."""
    figure = table(RATIOS).value("ratio_EAsia_EEurope (partly seen)", "max")
    assert "more than" == figure.bound
    assert figure.cite().startswith(">75 (NIST")
    assert figure.cite().endswith("column max; derived)")


def test_a_condition_of_a_table_is_cited_too() -> None:
    """The FPIR that sets the thresholds of NIST's table is a figure with a source."""
    figure = table(SEARCH).condition("false_positive_identification_rate")
    assert 0.003 == figure.value
    assert f"table {SEARCH}, condition false_positive_identification_rate" in figure.cite()


def test_a_citation_without_a_date_says_so() -> None:
    """An undated source is called undated, not left blank."""
    said = citation("met-lfr-policy").short()
    assert said.startswith("Metropolitan Police, Live facial recognition policy documents")
    assert said.endswith(", undated")


def test_every_citation_is_complete() -> None:
    """Each has a title and one of the three words of quality; dates are ISO text."""
    for key in citation_keys():
        cited = citation(key)
        assert key == cited.key
        assert cited.title
        assert cited.quality in {"primary", "secondary", "unchecked"}
        assert re.fullmatch(r"(\d{4}(-\d\d){0,2})?", cited.date)


def test_an_address_says_when_it_was_last_read() -> None:
    """Each citation with an address has a day or a month of reading, and none without has one."""
    for key in citation_keys():
        cited = citation(key)
        assert bool(cited.url) == bool(cited.read), key
        assert re.fullmatch(r"(\d{4}-\d\d(-\d\d)?)?", cited.read), key


# Names that are not there


def test_an_unknown_table_is_answered_with_the_nearest() -> None:
    """The error names the table asked for and those that hold the text."""
    text = message_of(lambda: table("nist_frte_1n"))
    expected = (
        f"MeaningError: 'nist_frte_1n' is not the name of a table.\n  use  {SEARCH} or {SERIES}"
    )
    assert expected == text


def test_an_unknown_table_unlike_any_is_answered_with_all() -> None:
    """Where none is near, all are listed."""
    text = message_of(lambda: table("zzz"))
    assert all(name in text for name in table_names())


def test_an_unknown_row_is_answered_with_the_nearest() -> None:
    """A misspelt algorithm gets its neighbour and the table's name."""
    text = message_of(lambda: table(SERIES).row("nec_10"))
    assert "'nec_10' is not the name of a row." in text
    assert f"  in   table {SERIES}" in text
    assert "nec_010" in text


def test_a_row_whose_beginning_is_shared_is_answered_with_whole_keys() -> None:
    """Six rows begin with tfm_app: all six keys are given."""
    text = message_of(lambda: table(COUNTS).value("tfm_app", "value"))
    assert "6 rows begin with tfm_app." in text
    assert "tfm_app / gallery_records, tfm_app / agencies" in text


def test_a_row_whose_beginning_is_its_own_needs_no_whole_key() -> None:
    """Only one row begins with ident."""
    assert 270_000_000 == table(COUNTS).value("ident", "value").value


def test_an_unknown_column_is_answered_with_the_nearest() -> None:
    """A part of a column's name finds the columns that hold it."""
    text = message_of(lambda: table(SEARCH).numbers("webcam"))
    assert "'webcam' is not the name of a column." in text
    assert "fnir_webcam_N1.6M or rank1miss_webcam_N1.6M" in text


def test_a_text_column_has_no_numbers() -> None:
    """The error says which columns have."""
    text = message_of(lambda: table(SERIES).numbers("submitted"))
    assert "column submitted holds text, not numbers." in text
    assert "fnir_mugshot_N12M" in text


def test_an_unknown_citation_is_answered_with_the_nearest() -> None:
    """A misspelt key gets the key that was meant."""
    text = message_of(lambda: citation("npr-2026"))
    assert "'npr-2026' is not the name of a citation." in text
    assert "npr-2026-06" in text


# The digest


FILES = {"a.csv": b"x,y\n1,2\n", "b.csv": b"z\n3\n"}


def test_the_digest_of_the_shipped_files_is_a_sha256() -> None:
    """64 hexadecimal digits, the same at every call."""
    assert re.fullmatch(r"[0-9a-f]{64}", evidence_digest())
    assert evidence_digest() == evidence_digest()


@given(st.sampled_from(sorted(FILES)), st.data())
def test_the_digest_changes_with_any_byte(name: str, data: st.DataObject) -> None:
    """One byte changed anywhere changes the digest."""
    at = data.draw(st.integers(0, len(FILES[name]) - 1))
    changed = bytearray(FILES[name])
    changed[at] ^= 1
    assert digest_of(FILES) != digest_of(FILES | {name: bytes(changed)})


def test_the_digest_changes_with_a_name_and_with_a_moved_line() -> None:
    """The same bytes under another name, or cut elsewhere between two files, differ."""
    assert digest_of(FILES) != digest_of({"a.csv": FILES["a.csv"], "c.csv": FILES["b.csv"]})
    moved = {"a.csv": b"x,y\n", "b.csv": b"1,2\nz\n3\n"}
    assert digest_of(FILES) != digest_of(moved)


def test_the_digest_does_not_see_line_ends_or_order() -> None:
    """A checkout with other line ends, listed in another order, has the same digest."""
    other = {name: FILES[name].replace(b"\n", b"\r\n") for name in sorted(FILES, reverse=True)}
    assert digest_of(FILES) == digest_of(other)


# Figures of the evidence notes, recomputed. Tolerance: half of the last digit written there,
# unless a docstring says otherwise.


def test_growth_of_misses_from_1_6_to_12_million() -> None:
    """p05 1.40, p25 2.00, median 2.22, p75 2.45, p95 2.80; NIST FRTE 1:N, 2026-01-09; 0.005."""
    assert 129 == len(figures.fnir_growth_ratios())
    found = figures.fnir_growth()
    expected = {"p05": 1.40, "p25": 2.00, "p50": 2.22, "p75": 2.45, "p95": 2.80}
    for level, ratio in expected.items():
        assert near(ratio, 0.005) == found[level]


def test_growth_of_misses_as_a_power_of_the_gallery() -> None:
    """N^0.40, middle half 0.34 to 0.44; NIST FRTE 1:N page, 2026-01-09; 0.005."""
    found = figures.fnir_growth_exponent()
    assert near(0.40, 0.005) == found["p50"]
    assert near(0.34, 0.005) == found["p25"]
    assert near(0.44, 0.005) == found["p75"]


def test_webcam_to_mugshot_misses() -> None:
    """Median 7.7 over 100 algorithms; NIST FRTE 1:N page, 2026-01-09; 0.05."""
    mugshot = table(SEARCH).numbers("fnir_mugshot_N1.6M")
    assert 100 == np.count_nonzero(mugshot < 0.01)
    assert near(7.7, 0.05) == figures.webcam_to_mugshot()["p50"]


def test_false_matches_of_black_women() -> None:
    """Median 11.65, middle half 8.1 to 14.1; NIST FRVT 1:1, 2020-10; 0.005 and 0.05."""
    found = figures.race_sex_fmr_ratio(("black", "female"), ("black", "female"))
    assert near(11.65, 0.005) == found["p50"]
    assert near(8.1, 0.05) == found["p25"]
    assert near(14.1, 0.05) == found["p75"]


@pytest.mark.parametrize(
    ("group", "expected", "tolerance"),
    [
        (("white", "female"), 2.9, 0.05),
        (("black", "male"), 2.25, 0.005),
        (("white", "male"), 1, 1e-12),
    ],
)
def test_false_matches_of_other_groups(
    group: tuple[str, str], expected: float, tolerance: float
) -> None:
    """White women 2.9, black men 2.25, white men 1; NIST FRVT 1:1, 2020-10; 0.05, 0.005, exact."""
    assert near(expected, tolerance) == figures.race_sex_fmr_ratio(group, group)["p50"]


def test_false_matches_across_races() -> None:
    """Medians of the four cross-race pairings: 0.2 to 0.5; NIST FRVT 1:1, 2020-10; 0.005."""
    medians = [
        figures.race_sex_fmr_ratio((probe, sex), (reference, sex))["p50"]
        for sex in ("male", "female")
        for probe, reference in (("black", "white"), ("white", "black"))
    ]
    assert near(0.2, 0.005) == min(medians)
    assert near(0.5, 0.005) == max(medians)


def test_pairings_stand_in_one_order_of_algorithms() -> None:
    """Ratios divide rates of the same algorithm: every pairing lists the same 240 in one order."""
    rows = table(RACE_SEX).rows
    pairings: dict[tuple[str, ...], list[str]] = {}
    for algorithm, *pairing, _rate in rows:
        pairings.setdefault(tuple(pairing), []).append(algorithm)
    assert 8 == len(pairings)
    assert {240} == {len(names) for names in pairings.values()}
    assert 1 == len({tuple(names) for names in pairings.values()})


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("ratio_WAfrica_EEurope", {"p10": 5.39, "p50": 13.95, "p90": 26.78}),
        ("ratio_Female_Male (partly seen)", {"p50": 3.37}),
        ("ratio_65plus_20to35", {"p50": 4.23}),
    ],
)
def test_published_ratios_between_groups(measure: str, expected: dict[str, float]) -> None:
    """West Africa 13.95 (5.4, 26.8), women 3.37, 65+ 4.23; NIST, 2024-09-20; exact cells."""
    found = figures.published_ratio(measure)
    assert expected == {level: found[level] for level in expected}
    assert ["p10", "p25", "p50", "p75", "p90"] == list(found)


def test_the_worst_cell() -> None:
    """West African women over 65, about 300 times nominal; NIST, 2024-09-20; 10 %."""
    found = figures.worst_cell()
    assert "WA F 65-99" == found.group
    assert (56, 57) == (found.algorithms, found.of_algorithms)
    assert near(300, 30) == found.median_times_nominal


def test_the_region_matrix_averages_less_than_its_nominal_rate() -> None:
    """0.77e-4, not 1e-4; NIST FRVT report cards, 2020-11, by eye; 0.005e-4."""
    assert (10, 10) == figures.region_fmr().shape
    assert near(0.77e-4, 0.005e-4) == float(figures.region_fmr().mean())


def test_the_region_matrix_agrees_with_the_published_ratio() -> None:
    """Africa over Europe by eye is 16 times, the 2024 median 14: within the reading of 0.1."""
    regions = table("nist_frvt_region_fmr_log10_2020")
    africa = regions.value("SSAFRICA", "SSAFRICA").value
    europe = regions.value("EURO", "EURO").value
    published = figures.published_ratio("ratio_WAfrica_EEurope")["p50"]
    assert near(math.log10(published), 0.1) == africa - europe


def test_the_effective_rate_of_a_search_of_12_million() -> None:
    """FPIR 0.003 at 12 million is an FMR of 2.5e-10; NIST, 2026-01-09; 0.05e-10."""
    assert near(2.5e-10, 0.05e-10) == figures.effective_fmr(12_000_000)


def test_the_effective_rate_of_a_search_of_250_million() -> None:
    """FPIR 0.003 at 250 million needs an FMR of 1.2e-11; NIST, 2026-01-09; 0.05e-11."""
    assert near(1.2e-11, 0.05e-11) == figures.effective_fmr(250_000_000)


@pytest.mark.parametrize(
    ("shape", "set_with_frailty", "expected", "tolerance"),
    [
        (math.inf, False, 0.0607, 0.00005),
        (1.0, False, 0.059, 0.0005),
        (0.1, False, 0.047, 0.0005),
        (0.1, True, 0.048, 0.0005),
    ],
)
def test_a_threshold_kept_from_12_to_250_million(
    shape: float, set_with_frailty: bool, expected: float, tolerance: float
) -> None:
    """6.07 %, 5.9 % (k = 1), 4.7 % and 4.8 % (k = 0.1); NIST, 2026-01-09; last digit."""
    gallery = table(COUNTS).value("tfm_app / gallery_records", "value").value
    found = figures.kept_threshold_fpir(
        gallery, frailty_shape=shape, set_with_frailty=set_with_frailty
    )
    assert near(expected, tolerance) == found


@given(st.sampled_from([math.inf, 1.0, 0.1]))
def test_a_threshold_kept_at_12_million_gives_its_own_rate(shape: float) -> None:
    """Set and used with the same frailty at the same size, FPIR is the 0.003 it was set to."""
    found = figures.kept_threshold_fpir(12e6, frailty_shape=shape, set_with_frailty=True)
    assert pytest.approx(0.003, rel=1e-12) == found


def test_a_very_large_frailty_shape_is_independence() -> None:
    """Shapes of 1e12 and of infinity agree to 1e-9."""
    found = figures.kept_threshold_fpir(250e6, frailty_shape=1e12, set_with_frailty=True)
    assert pytest.approx(figures.kept_threshold_fpir(250e6), rel=1e-9) == found


def test_the_watch_lists_of_the_national_physical_laboratory() -> None:
    """1/6,000 at 10,000, 1/60,000 at 1,000, FMR 1.67e-8, 98 % at 250M; NPL, 2023-03; last digit."""
    assert near(1.67e-8, 0.005e-8) == figures.npl_pairwise_fmr()
    assert near(60_000, 1) == 1 / figures.npl_fpir(1_000)
    assert near(6_000, 1) == 1 / figures.npl_fpir(10_000)
    assert near(0.98, 0.005) == figures.npl_fpir(250_000_000)


def test_the_other_watch_list_agrees_within_its_rounding() -> None:
    """The row of 10,000 says 0.017 %; NPL, 2023-03; half of the last digit."""
    published = table(COUNTS).value("npl_2023 / FPIR_T0.6_watchlist10000", "value").value
    assert near(published, 0.000005) == figures.npl_fpir(10_000)


def test_the_false_alerts_of_the_metropolitan_police() -> None:
    """10 of 2,077 alerts: 0.26 % to 0.88 %; Metropolitan Police, 2025-10; 0.005 %."""
    found = figures.met_false_alerts_per_alert()
    assert (10, 2_077) == (found.count, found.trials)
    assert 10 / 2_077 == found.estimate
    assert near(0.0026, 0.00005) == found.low
    assert near(0.0088, 0.00005) == found.high


def test_the_false_alerts_by_faces_seen() -> None:
    """10 of 3,147,436 faces: 1.7 to 5.8 a million; Metropolitan Police, 2025-10; 0.05."""
    found = figures.met_false_alerts_per_face()
    assert 3_147_436 == found.trials
    assert near(1.7, 0.05) == 1e6 * found.low
    assert near(5.8, 0.05) == 1e6 * found.high


# The command


def shown(*arguments: str) -> str:
    """What `misid evidence` prints into a pipe."""
    app = typer.Typer()
    app.command()(evidence)
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert 0 == result.exit_code
    return result.stdout


def test_without_a_name_every_table_is_listed_whole() -> None:
    """One line each, with name, title, source and quality, uncut."""
    lines = shown().splitlines()
    for name in table_names():
        line = next(line for line in lines if line.startswith(f"{name} "))
        assert table(name).title in line
        assert line.rstrip().endswith(table(name).quality)


@every_table
def test_a_piped_table_is_neither_cut_nor_folded(name: str) -> None:
    """Every cell stands whole in the line of its row, with the source and the cautions above."""
    printed = shown(name)
    assert "…" not in printed
    *_, last = printed.splitlines()
    assert all(cell in last for cell in table(name).rows[-1])
    assert all(caution in printed for caution in table(name).caution)
    assert all(citation(key).short() in printed for key in table(name).source)
    assert all(citation(key).url in printed for key in table(name).source)


@every_table
def test_the_csv_is_the_table(name: str) -> None:
    """Read back, the CSV has the header and the cells, blanks blank."""
    columns, *rows = csv.reader(io.StringIO(shown(name, "--csv")))
    assert list(table(name).columns) == columns
    assert [list(row) for row in table(name).rows] == rows


@every_table
def test_the_json_is_one_document_with_the_table(name: str) -> None:
    """Title, source with its address, caution and rows; a blank is null, a number a number."""
    document = json.loads(shown(name, "--json"))
    assert table(name).title == document["title"]
    assert list(table(name).caution) == document["caution"]
    assert list(table(name).source) == [source["key"] for source in document["source"]]
    assert evidence_digest() == document["evidence_digest"]
    blanks = sum(cell is None for row in document["rows"] for cell in row.values())
    assert sum(cell == "" for row in table(name).rows for cell in row) == blanks
    assert ROWS[name] == len(document["rows"])


def test_the_json_keeps_a_limit_as_text() -> None:
    """'>75' does not turn into 75."""
    rows = json.loads(shown(RATIOS, "--json"))["rows"]
    assert [191.7, ">75", 34.93] == [row["max"] for row in rows[:3]]


def test_the_list_comes_as_json_and_csv_too() -> None:
    """Both name every table."""
    listed = json.loads(shown("--json"))["tables"]
    assert list(table_names()) == [one["name"] for one in listed]
    rows = list(csv.DictReader(io.StringIO(shown("--csv"))))
    assert list(table_names()) == [row["name"] for row in rows]


@pytest.mark.parametrize("cell", ["=1+1", "+a", "-a", "@SUM(A1)", "\t=1", "\r=1", "-1+1", "+1-1"])
def test_a_formula_is_guarded(cell: str) -> None:
    """A cell that a spreadsheet would run gets a quote before it."""
    assert f"'{cell}" == guarded(cell)


@pytest.mark.parametrize("cell", ["-3.4", "+1", "1e-4", "-2.5E-10", "", ">75", "a=b", "2025-01-24"])
def test_a_plain_number_or_word_is_not_guarded(cell: str) -> None:
    """Negative numbers stay numbers."""
    assert cell == guarded(cell)


def test_two_forms_at_once_are_refused() -> None:
    """--json and --csv together are an error that says so."""
    text = message_of(lambda: shown("--json", "--csv"))
    assert "--json and --csv were both given" in text


def test_an_unknown_name_reaches_the_caller_as_the_library_wrote_it() -> None:
    """The command adds nothing to the library's error."""
    assert message_of(lambda: table("zzz")) == message_of(lambda: shown("zzz"))
