"""Sheets to be filled in: which rows were drawn, in an order that says nothing of them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np

from misid.arrays import Integers
from misid.audit.frame import LogRows, read_log
from misid.audit.schema import AuditPlan, AuditSheet, Commitment, DrawnRow
from misid.audit.tickets import again, smallest, ticket
from misid.errors import MeaningError
from misid.files.read import first_bytes, plain
from misid.files.spreadsheet import csv_text

COLUMNS = ("sheet", "sheet_row", "log_row", "verdict")
_LARGEST_PLAN, _LONGEST_SEED, _DIGITS = 16_000_000, 200, 12


def draw(
    path: Path,
    plan: AuditPlan,
    committed: Commitment,
    seed: str,
    *,
    plan_sha256: str,
    has_names: bool = False,
) -> AuditSheet:
    """
    The rows of a log that are drawn by a seed.

    Args:
        path: the log.
        plan: how many rows of each stratum.
        committed: what the log was said to be before the seed was thrown.
        seed: thrown in public.
        plan_sha256: digest of the bytes of the plan.
        has_names: the reader says that the first line of the log holds names.
    Raises: FormatError: no log. MeaningError: another log or another plan than was committed to, a
        plan for another log, or a seed that cannot be read out.
    """
    check_seed(seed)
    if committed.plan_sha256 not in (None, plan_sha256):
        raise MeaningError(
            "the commitment binds another plan.",
            use="the plan that was committed to; or a new commitment, and then a new seed",
        )
    log = read_log(path, plan.frame, has_names=has_names)
    _check_log(log, committed)
    check_planned(log, plan)
    rows = _drawn(log, plan, seed)
    order = smallest(seed, np.sort(np.concatenate(rows)), sum(map(len, rows)))
    second = _second(plan, rows, seed)
    identity = _identity(committed, seed, plan_sha256)
    return AuditSheet(
        plan=plan,
        commitment=committed,
        seed=seed,
        sheet=f"s{identity}",
        second=f"t{identity}",
        drawn=tuple(
            DrawnRow(
                log_row=row,
                stratum=int(log.stratum[row - 1]),
                ticket=ticket(seed, row),
                again=second.get(row),
            )
            for row in order.tolist()
        ),
    )


def check_draw(sheet: AuditSheet, name: str) -> None:
    """
    Refuse a draw that is not what its seed gives, as far as that shows without the log.

    Args:
        sheet: what was drawn, as it was read back.
        name: of its file.
    Raises: MeaningError: tickets, order, rows of a stratum, the second draw or the sheet's name are
        not those of its seed, plan and commitment.
    """
    rows = np.array([one.log_row for one in sheet.drawn], dtype=np.int64)
    strata = [one.stratum for one in sheet.drawn]
    placed = [rows[np.array(strata) == place] for place in range(len(sheet.plan.strata))]
    second = {one.log_row: one.again for one in sheet.drawn if one.again is not None}
    bound = sheet.commitment.plan_sha256
    identity = "" if bound is None else _identity(sheet.commitment, sheet.seed, bound)
    faults = {
        "tickets": any(ticket(sheet.seed, one.log_row) != one.ticket for one in sheet.drawn),
        "order": smallest(sheet.seed, np.unique(rows), rows.size).tolist() != rows.tolist(),
        "rows": max(rows.tolist(), default=0) > sheet.commitment.rows,
        "strata": not _is_planned([int(one.size) for one in placed], sheet.plan),
        "second draw": second
        != (_second(sheet.plan, placed, sheet.seed) if sheet.plan.again else {}),
        "names": bound is not None
        and (sheet.sheet, sheet.second) != (f"s{identity}", f"t{identity}"),
    }
    wrong = [what for what, is_so in faults.items() if is_so]
    if wrong:
        raise MeaningError(
            f"{name} is not what its seed, plan and commitment give: {', '.join(wrong)}.",
            where=name,
            use="the file as misid audit sheet left it, or a new draw from the log",
        )


def _is_planned(drawn: list[int], plan: AuditPlan) -> bool:
    """Whether as many rows of each stratum were drawn; in all, where one goes row by row."""
    if plan.method == "sequential":
        return sum(drawn) == plan.draws
    return drawn == [one.drawn for one in plan.strata]


def file_digest(path: Path, kind: str) -> str:
    """SHA-256 of the bytes of a small file."""
    held = first_bytes(path, most=_LARGEST_PLAN, kind=kind, instead=f"the file of {kind}")
    return hashlib.sha256(held).hexdigest()


def first_sheet(sheet: AuditSheet) -> str:
    """The sheet for whoever checks, as CSV: numbers alone, and a column to fill in."""
    rows = enumerate(sheet.drawn, start=1)
    return csv_text(COLUMNS, ((sheet.sheet, place, one.log_row, "") for place, one in rows))


def second_sheet(sheet: AuditSheet) -> str:
    """The sheet for whoever looks again, likewise; in an order of its own."""
    rows = sorted((one.again, one.log_row) for one in sheet.drawn if one.again is not None)
    return csv_text(COLUMNS, ((sheet.second, place, row, "") for place, row in rows))


def check_seed(seed: str) -> None:
    """
    Refuse what was not thrown in public.

    Raises: MeaningError: it is no line that can be read out.
    """
    if not seed.strip() or len(seed) > _LONGEST_SEED or not seed.isprintable():
        raise MeaningError(
            f"the seed is {plain(seed)!r}, but one line of 1 to {_LONGEST_SEED} characters is "
            "needed that can be read out.",
            use="what was thrown in public, such as --seed '4 2 6 1 3 5 5 2 6 1'",
        )


def _check_log(log: LogRows, committed: Commitment) -> None:
    if log.sha256 != committed.sha256:
        raise MeaningError(
            f"{log.file} is not the log that was committed to: its SHA-256 begins with "
            f"{log.sha256[:16]}, not with {committed.sha256[:16]}.",
            where=log.file,
            use="the file as it was; or a new commitment, and then a new seed",
        )


def check_planned(log: LogRows, plan: AuditPlan) -> None:
    """
    Refuse a plan for another log.

    Args:
        log: its rows, as the frame of the plan has them.
        plan: says how many there are of each stratum.
    Raises: MeaningError: there are not.
    """
    planned = {one.name: one.rows for one in plan.strata}
    found = dict(zip(log.names, log.sizes.tolist(), strict=True))
    if planned != found:
        name = next(iter(sorted({*planned.items()} ^ {*found.items()})))[0]
        here = f"stratum {name!r}" if name else "the log"
        raise MeaningError(
            f"{here} has {found.get(name, 0):,} rows, but the plan has {planned.get(name, 0):,}.",
            where=log.file,
            use="misid audit plan LOG, with this log and the same --by and --only",
        )


def _drawn(log: LogRows, plan: AuditPlan, seed: str) -> list[Integers]:
    """Rows of each stratum; of the log as a whole where one stops when it is shown."""
    if plan.method == "sequential":
        meant = np.flatnonzero(log.stratum >= 0) + 1
        whole = smallest(seed, meant, plan.draws)
        return [whole[log.stratum[whole - 1] == place] for place in range(len(plan.strata))]
    return [
        smallest(seed, np.flatnonzero(log.stratum == place) + 1, one.drawn)
        for place, one in enumerate(plan.strata)
    ]


def _second(plan: AuditPlan, rows: list[Integers], seed: str) -> dict[int, int]:
    """Which place each row has in the second sheet, by its row in the log."""
    drawn = [again(seed, np.sort(of), one.again) for of, one in zip(rows, plan.strata, strict=True)]
    every = np.concatenate(drawn)
    order = again(seed, np.sort(every), every.size).tolist()
    return {row: place for place, row in enumerate(order, start=1)}


def _identity(committed: Commitment, seed: str, plan_sha256: str) -> str:
    """Names a sheet: another log, plan or seed gives another name."""
    whole = "\n".join((committed.sha256, plan_sha256, seed))
    return hashlib.sha256(whole.encode()).hexdigest()[:_DIGITS]
