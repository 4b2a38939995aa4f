"""Squares of names, each photograph with each: the same counts as a row for each pair."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.command import call

from misid.arrays import Floats
from misid.errors import FormatError, MisidError
from misid.evaluation import FileReading, read_scores
from misid.evaluation.reading.candidates import is_list_file

PEOPLE = ("Ann Lee", "Ann Lee", "Bo Carr", "Bo Carr", "Cy Diaz", "Cy Diaz")
IMAGES = tuple(f"img{place}" for place in range(len(PEOPLE)))
ONE, TWO = FileReading(matrix="one-set"), FileReading(matrix="two-sets")


def scores(*, symmetric: bool = True) -> Floats:
    """Made-up scores of six photographs with each other, none with itself but the highest."""
    luck = np.random.default_rng(4)
    held = np.round(luck.random((len(PEOPLE), len(PEOPLE))), 4)
    if symmetric:
        held = np.triu(held, 1) + np.triu(held, 1).T
        np.fill_diagonal(held, 1.0)
    return held


def written(
    path: Path, values: Floats, names: tuple[str, ...], *, separator: str = ",", corner: bool = True
) -> Path:
    """A square as programs write it; R leaves the corner out."""
    head = [""] * corner + list(names)
    cells = [["" if np.isnan(one) else f"{one:.4f}" for one in row] for row in values]
    lines = [head, *([name, *row] for name, row in zip(names, cells, strict=True))]
    path.write_text("".join(separator.join(line) + "\n" for line in lines), encoding="utf-8")
    return path


def key(folder: Path) -> Path:
    """Whose each photograph is."""
    path = folder / "key.csv"
    rows = [f"{image},{person}" for image, person in zip(IMAGES, PEOPLE, strict=True)]
    path.write_text("\n".join(["image,subject", *rows, ""]), encoding="utf-8")
    return path


def counted(path: Path, reading: FileReading) -> tuple[int, int]:
    """Genuine and impostor comparisons."""
    table = read_scores(path, reading)
    return int(table.genuine.sum()), int((~table.genuine).sum())


def test_whose_the_names_of_a_square_are_is_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Photographs or people: an error says both, and the options that choose; it names nobody."""
    code, out, err = call(capsys, "evaluate", written(tmp_path / "s.csv", scores(), PEOPLE))
    assert (2, "") == (code, out)
    assert "not whose photographs they are" in err
    assert all(option in err for option in ("--key", "--matrix one-set", "--matrix two-sets"))
    assert not any(name in err for name in ("Ann", "Carr", "Diaz"))


def test_a_square_of_one_set_counts_each_pair_once(tmp_path: Path) -> None:
    """Both halves say the same, and a photograph with itself is no comparison."""
    path = written(tmp_path / "s.csv", scores(), PEOPLE)
    assert (3, 12) == counted(path, ONE)
    table = read_scores(path, ONE)
    assert scores()[0, 1] in table.scores[table.genuine]


def test_a_square_that_differs_in_its_halves_counts_both(tmp_path: Path) -> None:
    """A probe against a reference, and the other way round."""
    path = written(tmp_path / "s.csv", scores(symmetric=False), PEOPLE)
    assert (6, 24) == counted(path, ONE)


def test_a_square_of_two_sets_counts_every_cell(tmp_path: Path) -> None:
    """What stands on the diagonal are two photographs of one person."""
    path = written(tmp_path / "s.csv", scores(symmetric=False), PEOPLE)
    assert (12, 24) == counted(path, TWO)


@pytest.mark.parametrize("upper", [True, False])
def test_half_a_square_is_a_square(tmp_path: Path, upper: bool) -> None:
    """A half that is left blank says the same as the other."""
    values = scores()
    values[np.tril_indices(6) if upper else np.triu_indices(6)] = np.nan
    assert (3, 12) == counted(written(tmp_path / "s.csv", values, PEOPLE), ONE)


def test_a_key_says_whose_the_photographs_of_a_square_are(tmp_path: Path) -> None:
    """As it does for a file of pairs."""
    path = written(tmp_path / "s.csv", scores(), IMAGES)
    assert (3, 12) == counted(path, FileReading(key=key(tmp_path)))


def test_a_square_as_wide_as_a_template_is_read(tmp_path: Path) -> None:
    """Its names stand along both sides, which those of no template do."""
    size = 100
    names = tuple(f"p{place // 2}" for place in range(size))
    values = np.random.default_rng(1).random((size, size)).round(4)
    path = written(tmp_path / "s.csv", np.triu(values, 1) + np.triu(values, 1).T, names)
    assert not is_list_file(path)
    assert (50, 4_900) == counted(path, ONE)


def test_a_table_as_wide_as_a_template_is_refused(tmp_path: Path) -> None:
    """Names along one side alone make no square."""
    rows = [",".join(["name", *(f"v{place}" for place in range(100))])]
    rows += [",".join([f"p{row}", *["0.5"] * 100]) for row in range(100)]
    path = tmp_path / "s.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(FormatError, match="could be face templates"):
        read_scores(path)


@pytest.mark.parametrize(
    ("line", "text", "said"),
    [
        (4, "Cy Diaz,1,2,3,4,5,6", "does not go on so"),
        (6, "Cy Diaz,1,2", "does not go on so"),
        (6, "Cy Diaz,1,2,3,4,5,Ann", "a cell that is no number"),
    ],
)
def test_a_square_that_breaks_off_is_refused(
    tmp_path: Path, line: int, text: str, said: str
) -> None:
    """By its line; nobody in it is named."""
    path = written(tmp_path / "s.csv", scores(), PEOPLE)
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([*lines[: line - 1], text, *lines[line:], ""]), encoding="utf-8")
    with pytest.raises(MisidError, match=said) as refused:
        read_scores(path, ONE)
    assert f"line {line}" in refused.value.where
    assert "Diaz" not in str(refused.value)


def test_what_is_said_of_a_square_is_refused_of_another_file(tmp_path: Path) -> None:
    """An option that says nothing is never passed over."""
    path = tmp_path / "s.csv"
    path.write_text("score,label\n0.9,1\n0.1,0\n", encoding="utf-8")
    with pytest.raises(MisidError, match="is about a square of names"):
        read_scores(path, ONE)


@settings(max_examples=20, deadline=None)
@given(
    separator=st.sampled_from([",", ";", "\t", "|"]), corner=st.booleans(), symmetric=st.booleans()
)
def test_a_square_holds_what_its_pairs_hold(
    tmp_path_factory: pytest.TempPathFactory, separator: str, corner: bool, symmetric: bool
) -> None:
    """Written as a square or a row a pair, with one key, the same scores are of the same kinds."""
    folder, values = tmp_path_factory.mktemp("square"), scores(symmetric=symmetric)
    square = written(folder / "s.csv", values, IMAGES, separator=separator, corner=corner)
    places = [
        (a, b) for a in range(6) for b in range(6) if a < b or (a != b and not symmetric)
    ]  # fmt: skip
    rows = [f"{IMAGES[a]},{IMAGES[b]},{values[a, b]:.4f}" for a, b in places]
    pairs = folder / "pairs.csv"
    pairs.write_text("\n".join(["image_a,image_b,score", *rows, ""]), encoding="utf-8")
    reading = FileReading(key=key(folder))
    one, other = read_scores(square, reading), read_scores(pairs, reading)
    assert sorted(zip(other.scores, other.genuine, strict=True)) == sorted(
        zip(one.scores, one.genuine, strict=True)
    )
