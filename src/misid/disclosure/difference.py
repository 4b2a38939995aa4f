"""Two snapshots of one list or dashboard: what was added, taken away, changed."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence

from misid.disclosure.asked import refuse_open
from misid.disclosure.bounds import added, count_ends
from misid.disclosure.columns import listed
from misid.disclosure.difference_schema import (
    CellChange,
    ChangeKind,
    DisclosureDifference,
    Snapshot,
    SnapshotRow,
    TotalChange,
)
from misid.disclosure.roles import FLOWS
from misid.disclosure.schema import DisclosedCell, DisclosedColumn, DisclosedRow, Disclosure
from misid.errors import MeaningError
from misid.files.read import cut

_SAYS_NOTHING = ("blank", "not_given", "error")
_Rows = dict[Hashable, DisclosedRow]


def differences_of(
    old: Disclosure, new: Disclosure, key: Sequence[str] = ()
) -> DisclosureDifference:
    """
    What changed from one snapshot to the next.

    Args:
        old: the older table.
        new: the newer one.
        key: columns by which a row is found again, by name or letter; its period, label and
            group where none is said.
    Raises: MeaningError: something of a table is asked, or two rows have one key.
    """
    for one in (old, new):
        refuse_open(one, but=("dash_said",))
    before, after = _by_key(old, key), _by_key(new, key)
    shown = ([one for one in side.columns if not one.is_told_apart] for side in (old, new))
    pairs = list(_column_pairs(*shown))
    # Cells that may name somebody are held against nothing; their column is there all the same.
    every = list(_column_pairs(old.columns, new.columns))
    last = max((row.to for row in old.periods if row.to is not None), default=None)
    changed = (change for name, row in after.items() if name in before
               for change in _changes(before[name], row, pairs))  # fmt: skip
    return DisclosureDifference(
        old=_snapshot(old), new=_snapshot(new), key=tuple(key) or _usual_key(new),
        added=tuple(_only(after, before, last)), gone=tuple(_only(before, after, last)),
        changed=tuple(changed),
        columns_added=_names_only(new, [two for _, two in every]),
        columns_gone=_names_only(old, [one for one, _ in every]),
        totals=tuple(_totals(old, new, pairs, last)),
    )  # fmt: skip


def _snapshot(one: Disclosure) -> Snapshot:
    last = max((row.to for row in one.periods if row.to is not None), default=None)
    return Snapshot(file=one.file, digest=one.digest, rows=len(one.periods), last=last)


def _usual_key(found: Disclosure) -> tuple[str, ...]:
    return tuple(
        one.name or one.letter
        for one in found.with_role("date", "from", "to", "period", "label", "group")
    )


def _by_key(found: Disclosure, key: Sequence[str]) -> _Rows:
    """
    Every row by its key; rows that say the same are told apart by how many stand before.

    Raises: MeaningError: two rows of one key that differ, or no column to find rows again by.
    """
    columns = [_key_column(found, one) for one in key]
    if not columns and not _usual_key(found):
        raise MeaningError(
            f"nothing in {found.file} says of which period or place a row is.",
            where=f"{found.file}, row {found.header_row}",
            use=f"--key COLUMN; {_columns_listed(found)}",
        )
    many: dict[Hashable, list[DisclosedRow]] = defaultdict(list)
    for row in found.periods:
        usual = (row.from_ or row.label, row.to, row.label, row.group)
        many[tuple(row.cells[one].written.lower() for one in columns) or usual].append(row)
    rows: _Rows = {}
    for name, held in many.items():
        if len({_written(row) for row in held}) > 1:
            _refuse_key(found, held, key)
        rows.update({(name, place): row for place, row in enumerate(held)})
    return rows


def _written(row: DisclosedRow) -> tuple[str, ...]:
    return tuple(cell.written for cell in row.cells.values())


def _refuse_key(found: Disclosure, held: Sequence[DisclosedRow], key: Sequence[str]) -> None:
    what = " and ".join(key) if key else "period, label and group"
    raise MeaningError(
        f"rows {' and '.join(str(row.row) for row in held[:3])} have the same {cut(what)}, so "
        "either could be the row that is found again.",
        where=f"{found.file}, row {held[1].row}",
        use=f"--key COLUMN, repeatable; {_columns_listed(found)}",
    )


def _columns_listed(found: Disclosure) -> str:
    return f"the columns are: {listed((one.letter, one.name) for one in found.columns)}"


def _key_column(found: Disclosure, key: str) -> str:
    wanted = " ".join(key.lower().split())
    named = [one.letter for one in found.columns if one.name.lower() == wanted]
    letters = named or [one.letter for one in found.columns if one.letter.lower() == wanted]
    if len(letters) != 1:
        what = "no column is" if not letters else f"{len(letters)} columns are"
        raise MeaningError(
            f"{what} called {cut(key)!r}.",
            where=f"{found.file}, row {found.header_row}",
            use=_columns_listed(found),
        )
    _refuse_told_apart(found, found.column(letters[0]))
    return letters[0]


def _refuse_told_apart(found: Disclosure, column: DisclosedColumn) -> None:
    """
    Refuse a column of which only the rows are kept: by those, rows of two files are not the same.

    Raises: MeaningError: its cells are not kept.
    """
    if not column.is_told_apart:
        return
    labels = f"--column {column.letter}=label where they name nobody, or another column; "
    raise MeaningError(
        f"the cells of column {column.letter} may name people or cases and are not kept, so no row "
        "is found again by them.",
        where=f"{found.file}, row {found.header_row}",
        use=f"{labels if column.why == 'may_name_people' else ''}{_columns_listed(found)}",
    )


def _column_pairs(
    old: Sequence[DisclosedColumn], new: Sequence[DisclosedColumn]
) -> Iterator[tuple[DisclosedColumn, DisclosedColumn]]:
    """Columns that are the same: by name and place among those of one name, else by role."""
    named = dict(_numbered(old))
    left = []
    for key, two in _numbered(new):
        one = named.pop(key, None)
        if one is None:
            left.append(two)
        else:
            yield one, two
    for two in left:
        alike = [key for key, one in named.items() if one.role == two.role]
        if len(alike) == 1 and two.role not in ("count", "share", "text", "label"):
            yield named.pop(alike[0]), two


def _numbered(
    columns: Sequence[DisclosedColumn],
) -> Iterator[tuple[tuple[str, int], DisclosedColumn]]:
    seen: Counter[str] = Counter()
    for one in columns:
        name = " ".join(one.name.lower().split()) or one.letter
        yield (name, seen[name]), one
        seen[name] += 1


def _only(rows: _Rows, others: _Rows, last: datetime.date | None) -> Iterator[SnapshotRow]:
    for name, row in rows.items():
        if name not in others:
            yield SnapshotRow(
                row=row.row, label=row.label, from_=row.from_, to=row.to, group=row.group,
                is_history=last is None or row.from_ is None or row.from_ <= last,
            )  # fmt: skip


def _changes(
    old: DisclosedRow,
    new: DisclosedRow,
    pairs: Sequence[tuple[DisclosedColumn, DisclosedColumn]],
) -> Iterator[CellChange]:
    for one, two in pairs:
        before, after = old.cells[one.letter], new.cells[two.letter]
        if not _is_same(before, after):
            yield CellChange(
                label=new.label, old_row=old.row, new_row=new.row, column=two.name or two.letter,
                role=two.role, kind=_kind(before, after), old=before, new=after,
            )  # fmt: skip


def _is_same(one: DisclosedCell, two: DisclosedCell) -> bool:
    """Whether two cells say the same, however it is written."""
    if one.kind == two.kind == "text":
        return one.written == two.written
    if one.kind in _SAYS_NOTHING and two.kind in _SAYS_NOTHING:
        return True
    return (one.kind, one.low, one.high) == (two.kind, two.low, two.high)


def _kind(old: DisclosedCell, new: DisclosedCell) -> ChangeKind:
    if old.kind in _SAYS_NOTHING:
        return "filled_in"
    return "withdrawn" if new.kind in _SAYS_NOTHING else "changed"


def _names_only(found: Disclosure, matched: Sequence[DisclosedColumn]) -> tuple[str, ...]:
    known = {one.letter for one in matched}
    return tuple(one.name or one.letter for one in found.columns if one.letter not in known)


def _totals(
    old: Disclosure,
    new: Disclosure,
    pairs: Sequence[tuple[DisclosedColumn, DisclosedColumn]],
    last: datetime.date | None,
) -> Iterator[TotalChange]:
    """Sums over the time that the old one tells of; without days, over all rows."""
    told = [row for row in new.periods if last is None or (row.to is not None and row.to <= last)]
    for one, two in pairs:
        if one.role not in FLOWS or one.cumulative != "no":
            continue
        sums = [
            added(ends for row in rows if (ends := count_ends(row.cells[column.letter])))
            for rows, column in ((old.periods, one), (told, two))
        ]
        if sums[0] != sums[1]:
            yield TotalChange(
                column=two.name or two.letter, role=two.role, old=sums[0].bounds,
                new=sums[1].bounds,
            )  # fmt: skip
