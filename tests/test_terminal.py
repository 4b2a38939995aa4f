"""Tables on a terminal: whole words and numbers at every width."""

from __future__ import annotations

import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from misid.document.model import Column, Table
from misid.words.sentence import Number
from misid.writers.terminal import print_table, wide_console

TABLE = Table(
    name="rates",
    title="Rates of several groups",
    columns=(
        Column(name="group", title="Group of people"),
        *(Column(name=f"rate_{n}", title=f"Rate number {n}", numeric=True) for n in range(8)),
        Column(name="flags", title="Flags", aside=True),
    ),
    rows=tuple(
        (label, *(Number(value=0.12, text=f"{n + 1}2,000 %") for n in range(8)), "extrapolated")
        for label in ("Women of the north", "Men")
    ),
)


def printed(width: int) -> list[str]:
    """What stands on a screen of this width."""
    target = io.StringIO()
    print_table(Console(file=target, width=width), TABLE)
    return target.getvalue().splitlines()


@pytest.mark.parametrize("width", [40, 60, 80, 100, 140])
def test_no_number_is_broken_and_no_line_is_too_long(width: int) -> None:
    """A number stays with its sign; what has no room beside stands in a grid below."""
    lines = printed(width)
    assert max(map(cell_len, lines)) <= width
    numbers = " ".join(lines).count("2,000\u00a0%")
    assert numbers == 16


def test_every_grid_begins_with_the_first_column() -> None:
    """A number below is still seen to be of a group."""
    lines = printed(60)
    heads, rows = (sum(line.startswith(word) for line in lines) for word in ("Group", "Women"))
    assert heads == rows == 2


def test_a_column_set_aside_is_left_out_of_a_narrow_screen() -> None:
    """It is there where there is room."""
    assert "extrapolated" not in " ".join(printed(100))
    assert "extrapolated" in " ".join(printed(140))


def test_a_pipe_is_as_wide_as_columns_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """COLUMNS is obeyed; without it nothing is folded."""
    monkeypatch.setenv("COLUMNS", "72")
    assert wide_console().width == 72
    monkeypatch.delenv("COLUMNS")
    assert wide_console().width > 10_000


def test_nothing_is_bold_without_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_COLOR leaves plain letters."""
    monkeypatch.setenv("NO_COLOR", "1")
    console = wide_console()
    console.file = target = io.StringIO()
    console._force_terminal = True
    print_table(console, TABLE)
    assert "\x1b[" not in target.getvalue()
