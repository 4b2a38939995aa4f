"""The page of validation: what it says is what is worked out today, and what fails is red."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import re
from pathlib import Path

import pytest
from scipy.stats import binom

import benchmarks
import validate
import validate_now
from misid.measures import clopper_pearson, wilson

PAGE = validate.PAGE.read_text(encoding="utf-8")


def test_sections_that_are_quick_to_work_out_are_current() -> None:
    """Tables, coverage and calibration; `./dev validate` mends them, and the two long ones."""
    for part in ("tables", "coverage", "sampler"):
        assert validate.PARTS[part]() in PAGE


def test_programmes_are_those_of_the_page_of_programmes() -> None:
    """As many lie outside as are told side by side, which is worked out in another test."""
    told = (validate.ROOT / "docs" / "reference" / "programmes.md").read_text(encoding="utf-8")
    said = re.search(r"(\d+) of (\d+) do, and (\d+) of these lie outside", told)
    assert said is not None
    tests, rows, outside = said.groups()
    assert f"{tests} of the {rows} were neither put in" in PAGE
    assert f"**{outside} of these {tests} lie outside of its range**" in PAGE


def test_what_fails_is_counted() -> None:
    """The first sentence with a number counts the rows, and the red ones among them."""
    rows = re.findall(r"\| (holds|\*\*red\*\*)[^|]*\|$", PAGE, re.M)
    red = [row for row in rows if row != "holds"]
    assert f"Of {len(rows)} rows on this page, {len(red)} are **red**." in PAGE
    assert len(red) > 0


def test_a_check_that_fails_is_red() -> None:
    """And one that does not is not."""
    assert ["holds", "**red**"] == [
        validate.Check("", "", "", ok).row()[-1] for ok in (True, False)
    ]


@pytest.mark.parametrize(
    ("measured", "target", "verdict"),
    [
        ("2.34 s", "under 3 s", True),
        ("3.01 s", "under 3 s", False),
        ("65,014 worlds a second", "100,000", False),
        ("217 million", "100 million", True),
        ("1.09 times", "at most 3", True),
        ("5.88 s, 1.9 times that; 222 MB more", "2 times; under 2,000 MB", True),
        ("5.88 s, 1.9 times that; 2,222 MB more", "2 times; under 2,000 MB", False),
        ("chi-square 217.0, probability 0.766; largest 3.0", "above 0.001", True),
        ("219 MiB", "the same", None),
        ("2.34 s", "-", None),
    ],
)
def test_a_target_is_held_against_what_was_measured(
    measured: str, target: str, verdict: bool | None
) -> None:
    """In its own unit; more is better where something is done in a second."""
    assert verdict == benchmarks.reached(measured, target)


def test_a_column_of_a_kept_table_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Below its heading, by its name, the last of it where asked; no brackets."""
    (tmp_path / "bench").mkdir()
    table = "| a | b | b |\n| - | - | - |\n| x | 0.9 (3 %) | 1 |\n| y | 0.8 | 2 |\n"
    (tmp_path / "bench" / "k.md").write_text(f"# A\n\n{table}\n## B\n\n{table}", encoding="utf-8")
    monkeypatch.setattr(validate, "ROOT", tmp_path)
    assert [0.9, 0.8] == validate.Kept("k.md", "## B", "b", "").numbers()
    assert [1.0, 2.0] == validate.Kept("k.md", "# A", "b", "", last=True).numbers()


def test_coverage_is_summed_over_every_count() -> None:
    """Of 50 trials at one half, Wilson's interval holds it for 19 to 31; the exact one from 18."""
    for interval, first in ((wilson, 19), (clopper_pearson, 18)):
        expected = binom.cdf(50 - first, 50, 0.5) - binom.cdf(first - 1, 50, 0.5)
        held = validate_now._listed(interval, 50, 0.5)
        assert expected == pytest.approx(held, abs=1e-9)


def test_the_least_of_many_samples_may_be_lower() -> None:
    """A share that one cell would not excuse is chance among forty, and one of 0.8 is not."""
    (*_, few), (*_, many), (*_, wrong) = (
        validate_now._sampled("", held, 400)
        for held in ([0.912], [0.912] + 39 * [0.95], [0.8] + 39 * [0.95])
    )
    assert (False, True, False) == (few, many, wrong)


def test_what_is_worked_out_now_stands_on_the_page() -> None:
    """Sections 4 and 5 say both: what was worked out with the page, and the long run."""
    for words in ("worked out with this page", "no error of sampling", "### The long run"):
        assert words in PAGE
    assert f"{validate_now.FITS} fits" in PAGE
