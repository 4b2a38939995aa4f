"""Rows of a log that are checked by hand: bound, drawn and read back in a process of its own."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from misid.audit import amendments
from misid.audit.amendments import Amendments
from misid.audit.schema import AuditReading, AuditSheet, Commitment
from misid.study.audit import commit_to, draw_audit, read_filled
from misid.web.apart import ProcessEnds, apart
from misid.web.uploads import Slot

Files = Mapping[Slot, Path]
_ENDS = ProcessEnds("the audit", "a smaller log, or `misid audit` in a terminal", 300.0, 6 << 30)


@dataclass(frozen=True)
class ReadBack:
    """What filled sheets say, and the file in which every reading of them is appended."""

    reading: AuditReading
    amendments: Amendments


RowChecked = Commitment | AuditSheet | ReadBack
RowCheckStep = Literal["commit", "draw", "read"]


@dataclass(frozen=True)
class RowsSaid:
    """What a reader says: the seed that was thrown, and whether the log has a line of names."""

    seed: str = ""
    has_names: bool = False


def row_check(step: RowCheckStep, files: Files, said: RowsSaid = RowsSaid()) -> RowChecked:
    """
    What `misid audit commit`, `sheet` or `read` gives.

    Args:
        step: which of these.
        files: as its reader sent them, by what they are for.
        said: beside them.
    Raises: MisidError: a file that is not what it is sent as, files that do not belong together, or
        work that comes to no end. GivenUpError: nobody waits any longer; the work ends.
    """
    found: RowChecked = apart(_steps, step, dict(files), said, ends=_ENDS)
    return found


def _steps(step: RowCheckStep, files: dict[Slot, Path], said: RowsSaid) -> Iterator[RowChecked]:
    yield _MAKERS[step](files, said)


def _committed(files: Files, said: RowsSaid) -> Commitment:
    return commit_to(files["log"], files.get("plan"), has_names=said.has_names)


def _drawn(files: Files, said: RowsSaid) -> AuditSheet:
    return draw_audit(
        files["log"],
        plan=files["plan"],
        committed=files["commitment"],
        seed=said.seed,
        has_names=said.has_names,
    )


def _read(files: Files, _said: RowsSaid) -> ReadBack:
    # Amendments stand under one name, which any other file may have where it was sent.
    with tempfile.TemporaryDirectory(dir=files["drawn"].parent) as earlier:
        if "amendments" in files:
            shutil.copyfile(files["amendments"], Path(earlier) / amendments.NAME)
        read = read_filled(
            files["filled"],
            drawn=files["drawn"],
            second=files.get("second_sheet"),
            plan=files.get("plan"),
            earlier=Path(earlier),
        )
    return ReadBack(*read)


_MAKERS: Mapping[RowCheckStep, Callable[[Files, RowsSaid], RowChecked]] = {
    "commit": _committed,
    "draw": _drawn,
    "read": _read,
}
