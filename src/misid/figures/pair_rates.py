"""False matches by ordered pair of groups: a table of dots, or of the highest where it is large."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from misid.evaluation.group_schema import GroupNote, RateNote
from misid.evaluation.groups import cell_name
from misid.evaluation.schema import Verification
from misid.figures.group_rates import GroupLine, Panel, panel
from misid.figures.picture import WIDE, Data, DataColumn, Picture
from misid.figures.score_picture import of_scores
from misid.figures.theme import GROUND, INK, PALE, QUIET, RIGHT, WRONG, plotted
from misid.figures.vegalite import Chart, field, layer, mark
from misid.files.read import visible
from misid.measures import Rate, upper_limit
from misid.words import figures_of_scores as words
from misid.words.figures_of_scores import label
from misid.words.language import Language
from misid.words.numbers import natural, rare

# Pixels of a cell that can still be read, of one with words in it, and of the largest.
_LEAST_CELL, _CELL_WITH_WORDS, _MOST_CELL = 14.0, 48.0, 72.0
_LETTER, _LINE, _HIGHEST = 6.6, 18.0, 12
MOST_PAIRS, _HIGHEST_OF_MANY = 400, 100
_NAMES = {WIDE: 170.0}
_NARROW_NAMES = 92.0
# Of a dot, in decades of the rate over everybody's.
_SPREAD = 1.5
# Channels of a dot's look, and their types.
_LOOKS = {"fill": "N", "stroke": "N", "shape": "N", "size": "Q"}
# Of the columns of the data, the last that is no share.
_COUNTS = 3


class Grid(NamedTuple):
    """Where the table's cells are."""

    left: float
    top: float
    cell: float
    language: Language

    def middle(self, row: int, column: int) -> tuple[float, float]:
        """Of a cell."""
        half = self.cell / 2
        return self.left + column * self.cell + half, self.top + row * self.cell + half


def pair_rates(found: Verification, language: Language) -> Picture:
    """The false match rate of each ordered pair of groups, over that of everybody."""
    pairs = [row for row in found.groups.rows if row.other is not None] if found.groups else []
    everybody = found.main.fmr
    seen = any(row.rate.trials for row in pairs)
    names = ("group_a", "group_b", "false_matches", "comparisons", "fmr", "low", "high")
    files = ("group", "other", "count", "trials", "fmr", "low", "high")
    data = Data(
        columns=tuple(
            DataColumn(file, label(name, language), "share" if place > _COUNTS else "")
            for place, (file, name) in enumerate(zip(files, names, strict=True))
        ),
        rows=tuple(
            (row.group, row.other, row.rate.count, row.rate.trials,
             row.rate.rate, row.rate.low, row.rate.high)
            for row in notable(pairs)
        ),
        draw=(lambda width: _draw(pairs, everybody, width, language)) if seen else None,
    )  # fmt: skip
    caption = words.pairs(found, language, has_pairs=bool(pairs))
    return of_scores("pairs", caption, data, found, language)


def notable(pairs: Sequence[GroupNote]) -> list[GroupNote]:
    """All pairs; where they are too many to be read, those with the highest rates above 0."""
    if len(pairs) <= MOST_PAIRS:
        return list(pairs)
    wrong = [row for row in pairs if row.rate.count]
    return sorted(wrong, key=lambda row: -(row.rate.rate or 0.0))[:_HIGHEST_OF_MANY]


def _draw(pairs: list[GroupNote], everybody: RateNote, width: int, language: Language) -> Chart:
    """The table, where its cells can be read; else the pairs with the highest rates."""
    labels = list(dict.fromkeys(row.group for row in pairs))
    names = _NAMES.get(width, _NARROW_NAMES)
    cell = min(_MOST_CELL, (width - names - 8) / len(labels))
    if cell < _LEAST_CELL or not everybody.rate:
        return _list(pairs, everybody, width, language)
    grid = Grid(names, 2 * _LINE, cell, language)
    return _table(pairs, labels, everybody.rate, grid, width)


def _list(pairs: list[GroupNote], everybody: RateNote, width: int, language: Language) -> Chart:
    """The highest rates, a row a pair."""
    known = sorted(pairs, key=lambda row: -(row.rate.rate or 0.0))
    known = ([row for row in known if row.rate.count] or known)[:_HIGHEST]
    lines = [GroupLine(cell_name(row), {"FMR": row.rate, "FNMR": None}, {}) for row in known]
    if width >= WIDE:
        return panel(Panel(lines, "FMR", everybody, width - 300.0, 240), language)
    return panel(Panel(lines, "FMR", everybody, width - 50.0, None), language)


def _table(
    pairs: list[GroupNote],
    labels: list[str],
    everybody: float,
    grid: Grid,
    width: int,
) -> Chart:
    height = grid.top + grid.cell * len(labels) + 3.4 * _LINE
    scale = {"domain": [0, width - 8], "nice": False}
    x, at = (field(name, axis=None, scale=scale) for name in ("x:Q", "at:Q"))
    y_scale = {"domain": [height, 0], "nice": False}
    y, lower = (field(name, axis=None, scale=y_scale) for name in ("y:Q", "below:Q"))
    dots = [_dot(row, everybody, grid, labels) for row in pairs]
    dots += _legend(grid, len(labels), everybody)
    rules = plotted(_rules(grid, len(labels)))
    line = {"x": x, "y": y, "x2": "x2", "y2": "y2"}
    marks = plotted(dot for dot in dots if "shape" in dot)
    looks = {name: field(f"{name}:{kind}", scale=None) for name, kind in _LOOKS.items()}
    said = [*_heads(grid, labels), *(dot for dot in dots if dot["text"])]
    words = {"x": at, "y": lower, "text": "text:N"}
    layers = [
        mark("rule", rules, line, color=PALE, strokeWidth=0.5),
        mark("point", marks, {"x": x, "y": y, **looks}, opacity=1, strokeWidth=1.5),
        *(
            mark("text", plotted(one for one in said if one["align"] == align), words,
                 align=align, color=colour)
            for align, colour in (("left", INK), ("center", QUIET))
        ),
    ]  # fmt: skip
    return layer(layers, width=width - 8, height=height)


def _dot(row: GroupNote, everybody: float, grid: Grid, labels: list[str]) -> dict[str, str | float]:
    """A dot, its rate over everybody's in words, or that there is none."""
    x, y = grid.middle(labels.index(row.group), labels.index(row.other or ""))
    said = grid.cell >= _CELL_WITH_WORDS
    mark: dict[str, str | float] = {"x": x, "y": y - 7 * said, "at": x, "below": y + 14 * said}
    mark |= {"align": "center", "text": ""}
    if not row.rate.trials:
        return mark | {"text": "–", "below": y}
    most = upper_limit(Rate(row.rate.count, row.rate.trials)) or 1.0
    ratio = (row.rate.rate or most) / everybody
    form = "times" if row.rate.count else "at_most_times"
    text = label(form, grid.language, ratio=natural(ratio, grid.language))
    return mark | _look(ratio, grid.cell, known=row.rate.count > 0) | {"text": text * said}


def _look(ratio: float, cell: float, *, known: bool) -> dict[str, str | float]:
    """Larger where the rate is higher, of two shapes for above everybody's and not."""
    part = min(1.0, max(0.0, 0.5 + math.log10(ratio) / (2 * _SPREAD)))
    widest = min(0.8 * cell, 26.0) if cell < _CELL_WITH_WORDS else 26.0
    colour = WRONG if ratio > 1.0 and known else RIGHT
    return {
        "size": (widest * (0.25 + 0.75 * part)) ** 2 * math.pi / 4,
        "shape": "diamond" if ratio > 1.0 and known else "circle",
        "fill": colour if known else GROUND,
        "stroke": colour,
    }


def _rules(grid: Grid, size: int) -> list[dict[str, float]]:
    """Lines between the rows and between the columns."""
    begin, far = grid.left, grid.left + size * grid.cell
    top, low = grid.top, grid.top + size * grid.cell
    steps = [n * grid.cell for n in range(size + 1)]
    across = [{"x": begin, "x2": far, "y": top + step, "y2": top + step} for step in steps]
    return across + [{"x": begin + step, "x2": begin + step, "y": top, "y2": low} for step in steps]


def _heads(grid: Grid, labels: list[str]) -> list[dict[str, str | float]]:
    """Numbered names of the rows, and the numbers again above the columns."""
    letters = int((grid.left - 8) / _LETTER)
    found: list[dict[str, str | float]] = [
        {"at": 0, "below": grid.top / 4, "align": "left", "text": label("sides", grid.language)}
    ]
    for number, group in enumerate(labels):
        x, y = grid.middle(number, number)
        name = visible(f"{number + 1} {group}")
        name = name if len(name) <= letters else f"{name[: letters - 1]}…"
        found.append({"at": 0, "below": y, "align": "left", "text": name})
        if grid.cell >= 2 * _LETTER + 4 or number % 5 == 4:
            found.append(
                {"at": x, "below": grid.top - 9, "align": "center", "text": str(number + 1)}
            )
    return found


def _legend(grid: Grid, size: int, everybody: float) -> list[dict[str, str | float]]:
    """What the dots mean, below the table."""
    below = grid.top + size * grid.cell
    language = grid.language
    said = (
        (10.0, True, label("higher", language, rate=rare(everybody, language=language))),
        (0.5, True, label("not_higher", language)),
        (0.5, False, label("no_error", language)),
    )
    rows = [below + (row + 0.8) * _LINE for row in range(len(said))]
    return [
        _look(ratio, 20.0, known=known)
        | {"x": 8.0, "y": y, "at": 22.0, "below": y, "align": "left", "text": text}
        for y, (ratio, known, text) in zip(rows, said, strict=True)
    ]
