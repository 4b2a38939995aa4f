"""A sheet that was filled in: read leniently, held against what was drawn, refused whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from misid.audit.schema import AuditSheet, CheckedAs
from misid.audit.sheet import COLUMNS
from misid.errors import MeaningError
from misid.files.formats import open_source
from misid.files.opened import Named
from misid.files.source import Expected, FileSource

_FILLED = Expected("a filled sheet", "the sheet of misid audit sheet, saved as CSV", has_names=True)
_WORDS: dict[CheckedAs, tuple[str, ...]] = {
    "right": ("right", "correct", "correcta", "correcto"),
    "wrong": ("wrong", "incorrect", "errónea", "erróneo", "erronea", "erroneo", "incorrecta"),
    "not_found": ("not found", "not_found", "no encontrada", "no encontrado", "missing"),
}
_VERDICTS: dict[str, CheckedAs] = {
    word: verdict for verdict, all_ in _WORDS.items() for word in all_
}
_USE = "right, wrong or not found"
_COMMON = ("yes", "no", "y", "n", "si", "sí", "ja", "nein", "true", "false", "x", "ok", "0", "1")
"""What is written in place of verdicts, short and of nobody: these words alone are repeated."""


@dataclass(frozen=True)
class FilledSheet:
    """Verdicts in the order of the sheet; shorter than it where one stopped."""

    verdicts: tuple[CheckedAs, ...]
    sha256: str


@dataclass(frozen=True)
class _ExpectedRows:
    """What a sheet must hold: its name, and the row of the log in each of its places."""

    name: str
    log_rows: tuple[int, ...]


def read_first(path: Named, sheet: AuditSheet) -> FilledSheet:
    """
    The first sheet as it was filled in.

    Args:
        path: CSV.
        sheet: what was drawn.
    Returns: a verdict for each row; where one stops when it is shown, for the first of them.
    Raises: FormatError: no such table. MeaningError: the sheet of another log, plan or seed; a row
        that was not drawn, is missing or stands there twice; an answer that is none.
    """
    expected = _ExpectedRows(sheet.sheet, tuple(one.log_row for one in sheet.drawn))
    return _read(path, expected, may_stop=sheet.plan.method == "sequential")


def read_second(path: Named, sheet: AuditSheet) -> FilledSheet:
    """
    The second sheet, likewise, whole.

    Args:
        path: CSV.
        sheet: what was drawn.
    """
    rows = sorted((one.again, one.log_row) for one in sheet.drawn if one.again is not None)
    if not rows:
        raise MeaningError(
            "no row of this sheet was to be looked at again.",
            use="it without --second; or a plan with --again, from the start",
        )
    return _read(path, _ExpectedRows(sheet.second, tuple(row for _, row in rows)), may_stop=False)


def _read(path: Named, expected: _ExpectedRows, *, may_stop: bool) -> FilledSheet:
    source = open_source(path, _FILLED)
    named = {name.strip().casefold(): name for name in source.columns}
    for column in COLUMNS:
        if column not in named:
            raise MeaningError(
                f"{source.name} has no column {column}.",
                where=source.name,
                use=f"the sheet with its columns: {', '.join(COLUMNS)}",
            )
    wanted = [named[column] for column in COLUMNS]
    rows = source.whole(wanted).select(
        *(
            pl.col(named[column]).cast(pl.String).str.strip_chars().alias(column)
            for column in COLUMNS
        )
    )
    _check_name(rows, expected, source)
    placed = _placed(rows, expected, source)
    return FilledSheet(_verdicts(placed, source, may_stop=may_stop), source.file.sha256)


def _check_name(rows: pl.DataFrame, expected: _ExpectedRows, source: FileSource) -> None:
    other = (rows["sheet"] != expected.name).fill_null(value=True).to_numpy()
    if other.all():
        raise MeaningError(
            f"{source.name} is another sheet: it was drawn from another log, by another plan or "
            "seed, or is the other one of two.",
            where=f"{source.name}, column sheet",
            use=f"the sheet called {expected.name}",
        )
    source.refuse(
        other,
        f"rows are of another sheet than {expected.name} (column sheet)",
        "its own rows alone",
    )


def _placed(rows: pl.DataFrame, expected: _ExpectedRows, source: FileSource) -> pl.DataFrame:
    """The rows in the order of the sheet; each of them once, and as it was drawn."""
    numbers = rows.with_columns(
        pl.col(name).cast(pl.Float64, strict=False).cast(pl.Int64, strict=False)
        for name in ("sheet_row", "log_row")
    ).with_row_index("line")
    size = len(expected.log_rows)
    inside = (pl.col("sheet_row") >= 1) & (pl.col("sheet_row") <= size)
    not_drawn = numbers.select(~inside.fill_null(value=False)).to_series().to_numpy()
    source.refuse(
        not_drawn, "rows were not drawn (column sheet_row)", f"the rows of the sheet, 1 to {size:,}"
    )
    drawn = pl.Series(expected.log_rows).gather(numbers["sheet_row"] - 1)
    differ = (numbers["log_row"] != drawn).fill_null(value=True).to_numpy()
    source.refuse(
        differ,
        "rows have another row of the log than was drawn in this place (column log_row)",
        "the sheet with its columns sorted together, as it was handed out",
    )
    source.refuse(
        numbers["sheet_row"].is_duplicated().to_numpy(),
        "rows stand there more than once (column sheet_row)",
        "each row once, with the verdict that holds",
    )
    _check_all_there(numbers, size, source)
    return numbers.sort("sheet_row")


def _check_all_there(numbers: pl.DataFrame, size: int, source: FileSource) -> None:
    missing = sorted(set(range(1, size + 1)) - set(numbers["sheet_row"].to_list()))
    if missing:
        first = ", ".join(f"{one:,}" for one in missing[:3])
        more = " and more" if len(missing) > 3 else ""
        raise MeaningError(
            f"{len(missing):,} of {size:,} rows that were drawn are missing: {first}{more} "
            "(column sheet_row).",
            where=source.name,
            use="all rows; what cannot be found is `not found`, which counts as wrong",
        )


def _verdicts(placed: pl.DataFrame, source: FileSource, *, may_stop: bool) -> tuple[CheckedAs, ...]:
    words = [_plain(word) for word in placed["verdict"].fill_null("").to_list()]
    lines = placed["line"].to_list()
    unknown = [
        line for word, line in zip(words, lines, strict=True) if word not in (*_VERDICTS, "")
    ]
    _refuse_lines(unknown, len(words), source, f"rows hold an answer that is none{_some(words)}")
    filled = [place for place, word in enumerate(words) if word]
    if not filled:
        raise MeaningError(
            f"{source.name} has no verdict yet.", where=f"{source.name}, column verdict", use=_USE
        )
    end = filled[-1] + 1 if may_stop else len(words)
    empty = [lines[place] for place in range(end) if not words[place]]
    _refuse_lines(empty, len(words), source, "rows have no verdict, with others after them")
    return tuple(_VERDICTS[word] for word in words[:end])


def _some(words: Sequence[str]) -> str:
    """Up to two words that commonly stand there, which say nothing of anybody."""
    found = [f"\u201c{word}\u201d" for word in _COMMON if word in words][:2]
    return f", such as {' and '.join(found)}" if found else ""


def _plain(word: str) -> str:
    return " ".join(word.casefold().strip(" '\".").split())


def _refuse_lines(lines: Sequence[int], total: int, source: FileSource, what: str) -> None:
    """Refuse rows by where they stand in the file; what stands in them is never repeated."""
    if lines:
        broken = np.zeros(total, dtype=bool)
        broken[list(lines)] = True
        source.refuse(broken, f"{what} (column verdict)", _USE)
