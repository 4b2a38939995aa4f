"""Numbers as people write them: read where one thing can be meant, asked where two can."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.command import call

from misid.errors import MeaningError, OutputError
from misid.files.write import check_folder
from misid.files.written_numbers import NumberPlace, Sign, read_number, read_whole, unmistakable
from misid.quantities import Count, Quantity, Real, Share, Years
from misid.results.cautions import cautions
from misid.results.run import run
from misid.scenario.stated import written
from misid.words import plain
from misid.words.cautions import cautions as words_of

SHARE = NumberPlace("rate", "a share from 0 to 1", "0.2", 0, 1, part_of=1)
COUNT = NumberPlace("records", "a count", "1300", 1, 1e12, is_count=True)
WHOLE = NumberPlace("draws", "a whole number", "4096", is_whole=True, is_count=True)
ANY = NumberPlace("factor", "a number", "0.5")


def asked(text: str, place: NumberPlace) -> MeaningError:
    """The error that a number ends in."""
    with pytest.raises(MeaningError) as caught:
        read_number(text, place)
    return caught.value


@pytest.mark.parametrize(
    ("text", "place", "number"),
    [
        ("2,5%", SHARE, 0.025),
        ("2.5 per cent", SHARE, 0.025),
        ("2,5 por ciento", SHARE, 0.025),
        ("0,5", SHARE, 0.5),
        (".5", SHARE, 0.5),
        ("99%", SHARE, 0.99),
        ("0.1%", SHARE, 0.001),
        ("1 in 1,000", SHARE, 0.001),
        ("1 in 1.000", SHARE, 0.001),
        ("one in 1 million", SHARE, 1e-6),
        ("1:1000", SHARE, 0.001),
        ("1/1000", SHARE, 0.001),
        ("3 out of 4", SHARE, 0.75),
        ("1e-6", SHARE, 1e-6),
        ("1.300", SHARE, None),
        ("1.300", WHOLE, 1300),
        ("1,300", WHOLE, 1300),
        ("1.300", ANY, 1.3),
        ("0.300", COUNT, None),
        ("12,000,000", COUNT, 12_000_000),
        ("12.000.000", COUNT, 12_000_000),
        ("12\u202f000\u202f000", COUNT, 12_000_000),
        ("12'000'000", COUNT, 12_000_000),
        ("12 million", COUNT, 12_000_000),
        ("1,234.5", COUNT, 1234.5),
        ("1.234,5", COUNT, 1234.5),
        ("12,00,000", COUNT, None),
        ("1e9", WHOLE, 10**9),
        ("1.5", WHOLE, None),
        ("250_000", WHOLE, 250_000),
        ("\u22120.5", ANY, -0.5),
        ("nan", ANY, None),
        ("inf", ANY, None),
        ("5e-324", SHARE, None),
        ("1e400", ANY, None),
        ("\u0661", ANY, None),
        ("1" * 101, ANY, None),
    ],
)
def test_a_number_is_read_as_it_is_meant(
    text: str, place: NumberPlace, number: float | None
) -> None:
    """What can mean one thing is read; what is none, or is not possible there, is refused."""
    if number is None:
        assert asked(text, place).use
    else:
        assert number == read_number(text, place)


@pytest.mark.parametrize(
    ("text", "place", "readings"),
    [
        ("1.300", COUNT, {1.3, 1300}),
        ("1,300", COUNT, {1.3, 1300}),
        ("1,300", ANY, {1.3, 1300}),
        ("1:50", SHARE, {1 / 50, 1 / 51}),
        ("2.500%", SHARE, None),
    ],
)
def test_of_two_readings_both_are_said_and_each_can_be_written(
    text: str, place: NumberPlace, readings: set[float] | None
) -> None:
    """What the error says to write for each is read as that very number."""
    if readings is None:
        assert read_number(text, place) == 0.025
        return
    error = asked(text, place)
    ways = [way.split(" for ")[0] for way in error.use.split("; ")]
    assert "which could be" in error.what
    assert readings == {read_number(way, place) for way in ways}


@pytest.mark.parametrize(
    ("sign", "text", "number"),
    [(",", "1,300", 1.3), (".", "1,300", 1300), (",", "1.300", 1300), (".", "1.300", None)],
)
def test_the_habit_of_a_language_decides(sign: Sign, text: str, number: float | None) -> None:
    """A Spanish page reads a comma as Spanish does; no habit writes 1.3 records as 1.300."""
    place = NumberPlace("records", least=1, is_count=True, sign=sign)
    if number is None:
        assert "1.3 or 1,300" in asked(text, place).what
    else:
        assert number == read_number(text, place)


@given(st.integers(0, 10**15), st.sampled_from([",", ".", " ", "'", "_", ""]))
def test_a_whole_number_is_read_with_any_sign_between_thousands(number: int, apart: str) -> None:
    """Every digit is kept, whatever sets thousands apart."""
    assert number == read_whole(f"{number:,}".replace(",", apart), WHOLE)


@given(
    st.floats(-1e12, 1e12, allow_nan=False).filter(
        lambda number: abs(number) > 1e-290 or not number
    )
)
def test_a_number_as_python_writes_it_is_that_number(number: float) -> None:
    """What programs write is read bit for bit where a point stands before the part below one."""
    assert number == read_number(repr(number), ANY)


@given(st.floats(1e-12, 1e12), st.sampled_from([None, ".", ","]), st.booleans())
def test_what_an_error_says_to_write_has_one_reading(
    number: float, sign: Sign | None, is_count: bool
) -> None:
    """A number as misid writes it in advice means the same in every language and place."""
    place = NumberPlace("number", is_count=is_count, sign=sign)
    for text in (unmistakable(number), written(number)):
        assert pytest.approx(number, rel=1e-11) == read_number(text, place)
    assert number == read_number(unmistakable(number), place)


@given(st.floats(0, 100), st.sampled_from(["%", " %", " percent", " per cent"]))
def test_per_cent_is_a_hundredth(number: float, word: str) -> None:
    """A share in per cent is the hundredth of its number."""
    text = f"{number:.6f}"
    assert pytest.approx(float(text) / 100, rel=1e-12) == read_number(text + word, SHARE)


@given(st.text(max_size=120), st.sampled_from([SHARE, COUNT, ANY]))
def test_any_text_is_a_number_or_refused_in_one_form(text: str, place: NumberPlace) -> None:
    """No text ends otherwise than in a number that may stand there, or in the error."""
    try:
        number = read_number(text, place)
    except MeaningError as error:
        said = str(error)
    else:
        assert place.least <= number <= place.most
        return
    assert said.startswith(f"MeaningError: {place.name} is ")
    assert "\n  use  " in said


@given(st.text("0123456789.,%:/ e-in", max_size=14), st.sampled_from([Share, Count, Years, Real]))
def test_advice_works_when_it_is_followed(text: str, kind: type[Quantity]) -> None:
    """Whatever number an error says to write is read where the error was made."""
    place = kind.place("input")
    try:
        read_number(text, place)
    except MeaningError as error:
        for way in re.findall(r"(\S+(?: in \S+)?) for ", error.use):
            read_number(way, place)
        read_number(kind.example, place)


@pytest.mark.parametrize(
    ("command", "use"),
    [
        ("run --draws 1e10", "--draws"),
        ("run --draws abc", "--draws"),
        ("run --seed -1", "--seed"),
        (f"run --seed {2**128}", "--seed"),
        ("run --set gallery.records=1e50", None),
        ("run --set matcher.growth_exponent=1e9", None),
        ("simulate --searches 1e30", "--searches"),
        ("simulate --searches many", "--searches"),
        ("claim --accuracy 15", "--accuracy"),
        ("claim --false-positive-rate 5e-324", "--false-positive-rate"),
        ("claim --false-positive-rate 0.001 --at-gallery 1e50", "--at-gallery"),
        ("code --candidates 1e9", None),
        ("serve --port 99999", "--port"),
        ("require misses_among_sought 20", None),
    ],
)
def test_a_number_that_cannot_be_is_refused_before_any_work(
    command: str, use: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the one form, and an option that the advice names holds a number that is read."""
    code, out, err = call(capsys, *command.split())
    assert (code, out) == (2, "")
    assert err.startswith("MeaningError: ")
    assert re.search("is needed| from |nearer to 0|at most", err)
    if use:
        advised = err.rpartition(use)[2].split()[0]
        assert read_number(advised, NumberPlace(use, is_count=True, part_of=1)) >= 0


@pytest.mark.parametrize("name", ["x" * 300, "a\udcff", "y/" + "x" * 300 + "/z"])
@pytest.mark.parametrize(
    "command", ["run --out {}", "figure groups --out {}.svg", "scenario new {}.yaml"]
)
def test_a_name_that_no_disk_takes_is_refused_before_any_work(
    command: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the one form, by every kind of command that writes; nothing is left behind."""
    code, out, err = call(capsys, *(part.format(name) for part in command.split(" ")))
    assert (code, out) == (2, "")
    assert err.startswith("OutputError: ")
    assert re.search("255 bytes|not UTF-8", err)
    assert [path for path in Path().iterdir() if path.name.startswith(("xxx", "a\udcff"))] == []


def test_a_whole_path_that_is_too_long_is_refused(tmp_path: Path) -> None:
    """Each name of it may be short."""
    with pytest.raises(OutputError, match="cannot be written"):
        check_folder(tmp_path.joinpath(*["x" * 250] * 20))


def test_worlds_without_a_value_are_counted_and_said() -> None:
    """Of what has a value in some world; what has none in any says so by itself."""
    evaluation = run("task-force-module", draws=20).evaluation
    ones, none = np.ones(20), np.full(20, np.nan)
    partly = np.where(np.arange(20) < 5, np.inf, 1.0)
    assert "worlds_without_value" not in {one.code for one in cautions(evaluation, {"a": ones})}
    *_, said = cautions(evaluation, {"a": ones, "b": partly, "c": none})
    assert (said.code, said.share) == ("worlds_without_value", 0.25)
    assert plain(words_of((said,))[0]).startswith("In 25 % of the possible worlds some number")
