"""Scores in one file, and in another which of them are of one person: joined by the pair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import polars as pl

from misid.errors import MeaningError
from misid.evaluation.reading.columns import (
    KEY_BY_IMAGE,
    PAIRS,
    UNNAMED_KEYS,
    UNNAMED_PAIRS,
    FileReading,
    PairRole,
)
from misid.evaluation.reading.labels import labels
from misid.evaluation.reading.square import square
from misid.files.columns import FileColumn, Role, find_columns, names_of, none_fits, plain_name
from misid.files.formats import open_source
from misid.files.opened import Named
from misid.files.source import Expected, FileSource
from misid.files.values import as_text

_SIDES: tuple[PairRole, PairRole] = ("image_a", "image_b")
_PEOPLE: tuple[PairRole, PairRole] = ("subject_a", "subject_b")
_OF_SCORES: tuple[PairRole, ...] = (*_SIDES, *_PEOPLE, "score", "condition", "return_code")
_OF_KEYS: tuple[PairRole, ...] = (*_SIDES, *_PEOPLE, "label", "group_a", "group_b")
_LABELS = {False: "impostor", True: "genuine"}


@dataclass(frozen=True, kw_only=True)
class Keyed(FileSource):
    """The scores of one file beside what its key says of each."""

    table: pl.DataFrame
    key: FileSource
    left_out: int
    """Rows of either file that the other does not have, and that are left out."""

    def scan(self, wanted: Sequence[str]) -> pl.LazyFrame:
        """As every table."""
        return self.table.lazy().select(*dict.fromkeys(wanted))


class _Side(NamedTuple):
    """A file, its columns by role, and its rows: pairs as text, other columns as they are."""

    source: FileSource
    columns: dict[PairRole, FileColumn]
    rows: pl.DataFrame


def joined(
    scores: Named, key: Named, reading: FileReading
) -> tuple[Keyed, dict[PairRole, FileColumn]]:
    """
    The scores of a file beside what a key says of each pair, or of each photograph.

    Args:
        scores: two photographs, or templates, and their score in each row.
        key: two photographs and whether they are of one person; or a photograph and its person.
        reading: which column is what, and what becomes of pairs that only one file has.
    Raises: FormatError: one cannot be read. MeaningError: the key contradicts itself, has not every
        pair, or has some of them the other way round.
    """
    of_scores = _read(scores, replace(reading.expected, unnamed=UNNAMED_PAIRS), PAIRS, reading)
    named = FileReading() if reading.label is None else FileReading(label=reading.label)
    of_key = _key(key, replace(reading.expected, unnamed=UNNAMED_KEYS), named, reading)
    is_by_image = "image_b" not in of_key.columns
    table, added, unused = (_by_image if is_by_image else _by_pair)(of_scores, of_key, reading)
    known = table["known"].fill_null(value=False)
    missing = int((~known).sum())
    _refuse_unmatched(of_scores.source, of_key.source, (missing, unused), table.height, reading)
    columns = {
        role: column
        for role, column in of_scores.columns.items()
        if role not in _PEOPLE and role in (*_OF_SCORES, *_SIDES)
    } | added
    source = Keyed(
        file=of_scores.source.file, expected=of_scores.source.expected,
        columns=tuple(table.columns), size=of_scores.source.size, table=table.filter(known),
        key=of_key.source, left_out=missing + unused,
    )  # fmt: skip
    return source, columns


def _open(file: Named, expected: Expected, known: Sequence[Role[PairRole]]) -> FileSource:
    """A file whose first line may be a row of names of photographs."""
    source = open_source(file, expected)
    is_known = any(plain_name(name) in names_of(known) for name in source.columns)
    if expected.has_names is None and not is_known and len(source.columns) in expected.unnamed:
        return open_source(source.file, replace(expected, has_names=False))
    return source


def _read(
    file: Named, expected: Expected, roles: Sequence[Role[PairRole]], reading: FileReading
) -> _Side:
    source = square(file, reading) or _open(file, expected, roles)
    columns = find_columns(reading.left(source.columns), roles, reading.named(roles), source.name)
    sides = _SIDES if "image_a" in columns else _PEOPLE
    if not set(sides) <= set(columns):
        raise none_fits(
            "they are the two photographs", "--image-a and --image-b", source.columns,
            source.name, names_of(roles),
        )  # fmt: skip
    for role, side in zip(_SIDES, sides, strict=True):
        columns[role] = columns[side]
    return _side(source, {role: one for role, one in columns.items() if role in _OF_SCORES})


def _key(file: Named, expected: Expected, named: FileReading, reading: FileReading) -> _Side:
    """A key by pair, or by photograph."""
    roles = tuple(role for role in PAIRS if role.name in _OF_KEYS)
    source = _open(file, expected, (*roles, *KEY_BY_IMAGE))
    held = reading.left(source.columns)
    columns = find_columns(held, roles, named.named(roles), source.name)
    if not ({*_SIDES} <= set(columns) or {*_PEOPLE, "label"} <= set(columns)):
        return _side(source, find_columns(held, KEY_BY_IMAGE, {}, source.name))
    if "image_a" not in columns:
        columns |= {"image_a": columns.pop("subject_a"), "image_b": columns.pop("subject_b")}
    if "label" not in columns and "subject_a" not in columns:
        raise none_fits(
            "it says which pairs are genuine", "--label", source.columns, source.name,
            names_of(roles),
        )  # fmt: skip
    return _side(source, columns)


def _side(source: FileSource, columns: dict[PairRole, FileColumn]) -> _Side:
    rows = source.whole([column.name for column in columns.values()])
    source.refuse_files_inside(rows)
    sides = [columns[role].name for role in _SIDES if role in columns]
    texts = [as_text(rows[name]).alias(name) for name in sides]
    for text in texts:
        source.refuse((text == "").to_numpy(), "rows name no photograph", "a name in every row")
    return _Side(source, columns, rows.with_columns(texts))


def _by_pair(
    scores: _Side, key: _Side, reading: FileReading
) -> tuple[pl.DataFrame, dict[PairRole, FileColumn], int]:
    """Each score beside the row of the key that has its pair; as it stands, or either way."""
    added = {role: key.columns[role] for role in _OF_KEYS[2:] if role in key.columns}
    held = key.rows.select(
        a=pl.col(key.columns["image_a"].name),
        b=pl.col(key.columns["image_b"].name),
        **{_named(role): pl.col(one.name) for role, one in added.items()},
    )
    if "label" in added:
        column = held["key label"].rename(added["label"].name)
        flags = labels(column, reading.genuine_label, key.source)
        words = pl.Series([_LABELS[flag] for flag in flags.tolist()])
        held = held.with_columns(words.alias("key label"))
    names = [scores.columns[role].name for role in _SIDES]
    rows = scores.rows.with_columns(a=pl.col(names[0]), b=pl.col(names[1]))
    one_way = _paired(rows, held, key.source)
    either = _paired(_in_order(rows), _in_order(held, added), key.source)
    found, more = (int(table["known"].sum()) for table, _ in (one_way, either))
    if more > found and reading.either_order is None:
        raise MeaningError(
            f"{more - found:,} of {rows.height:,} pairs stand in {key.source.name} the other way "
            "round alone: they may be the same pairs, or others.",
            where=scores.source.name,
            use="--either-order where a pair is the same either way; else --one-order",
        )
    table, unused = either if reading.either_order else one_way
    columns = {role: FileColumn(_named(role), one.how) for role, one in added.items()}
    return table.drop("a", "b"), columns, unused


def _named(role: PairRole) -> str:
    """What a column of the key is called beside those of the scores."""
    return f"key {role.replace('_', ' ')}"


def _in_order(rows: pl.DataFrame, added: dict[PairRole, FileColumn] | None = None) -> pl.DataFrame:
    """Pairs either way round as one; what is said of a side goes with it."""
    turned = pl.col("a") > pl.col("b")
    swaps = [("a", "b")]
    for left, right in (("subject_a", "subject_b"), ("group_a", "group_b")):
        if added and left in added and right in added:
            swaps.append((f"key {left.replace('_', ' ')}", f"key {right.replace('_', ' ')}"))
    exprs = {}
    for left, right in swaps:
        exprs[left] = pl.when(turned).then(pl.col(right)).otherwise(pl.col(left))
        exprs[right] = pl.when(turned).then(pl.col(left)).otherwise(pl.col(right))
    return rows.with_columns(**exprs)


def _paired(rows: pl.DataFrame, held: pl.DataFrame, key: FileSource) -> tuple[pl.DataFrame, int]:
    """Rows beside what the key says of them, and how many pairs of the key no row has."""
    once = held.unique()
    twice = int(once.select(pl.struct("a", "b").is_duplicated().sum()).item())
    if twice:
        raise MeaningError(
            f"{twice:,} rows give a pair another meaning than another row of the same pair.",
            where=key.name,
            use="each pair once",
        )
    table = rows.join(
        once.with_columns(known=pl.lit(value=True)), on=["a", "b"], how="left",
        maintain_order="left",
    )  # fmt: skip
    unused = once.join(rows, on=["a", "b"], how="anti").height
    return table.with_columns(pl.col("known").fill_null(value=False)), unused


def _by_image(
    scores: _Side, key: _Side, _reading: FileReading
) -> tuple[pl.DataFrame, dict[PairRole, FileColumn], int]:
    """Each score beside the persons of both photographs; a photograph may be in no pair."""
    of_key = {"image_a": "image", "subject_a": "subject", "group_a": "group"}
    held = key.rows.select(
        **{name: pl.col(key.columns[role].name) for role, name in of_key.items()
           if role in key.columns}
    ).unique()  # fmt: skip
    twice = int(held.select(pl.col("image").is_duplicated().sum()).item())
    if twice:
        raise MeaningError(
            f"{twice:,} rows give a photograph another person than another row of it.",
            where=key.source.name,
            use="each photograph once",
        )
    table, columns = scores.rows.with_columns(known=pl.lit(value=True)), {}
    for side in ("a", "b"):
        told = held.rename(
            {name: f"key {name} {side}" for name in held.columns if name != "image"}
        ).with_columns(**{f"known {side}": pl.lit(value=True)})
        image = scores.columns["image_a" if side == "a" else "image_b"].name
        table = table.join(told, left_on=image, right_on="image", how="left", maintain_order="left")
        for name in ("subject", "group"):
            role = next(one for one in _OF_KEYS if one == f"{name}_{side}")
            if name in held.columns:
                columns[role] = FileColumn(f"key {name} {side}", "guessed")
    both = pl.col("known a").fill_null(value=False) & pl.col("known b").fill_null(value=False)
    return table.with_columns(known=both).drop("known a", "known b"), columns, 0


def _refuse_unmatched(
    scores: FileSource, key: FileSource, unmatched: tuple[int, int], rows: int, reading: FileReading
) -> None:
    """
    Refuse scores of which the key says nothing, and pairs of the key that have no score.

    Raises: MeaningError: there are some, and nobody said that they are left out.
    """
    missing, unused = unmatched
    if missing == rows:
        raise MeaningError(
            f"none of the {rows:,} pairs is in {key.name}.",
            where=scores.name,
            use="the same names of photographs in both files, or --image-a and --image-b",
        )
    if reading.unmatched == "leave-out" or not (missing or unused):
        return
    parts = [f"{missing:,} of {rows:,} scores have no row in {key.name}"] * bool(missing)
    parts += [f"{unused:,} pairs of {key.name} have no score"] * bool(unused)
    raise MeaningError(
        f"{', and '.join(parts)}.",
        where=scores.name,
        use="both files of the same pairs; or --unmatched leave-out",
    )
