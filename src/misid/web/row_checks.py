"""Rows of a log that are checked by hand: bound, drawn and read back in a process of its own."""

from __future__ import annotations

import shutil
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
Step = Literal["commit", "draw", "read"]


def row_check(step: Step, files: Files, seed: str = "") -> RowChecked:
    """
    What `misid audit commit`, `sheet` or `read` gives.

    Args:
        step: which of these.
        files: as its reader sent them, by what they are for.
        seed: thrown in public, where rows are drawn.
    Raises: MisidError: a file that is not what it is sent as, files that do not belong together, or
        work that comes to no end. GivenUpError: nobody waits any longer; the work ends.
    """
    found: RowChecked = apart(_steps, step, dict(files), seed, ends=_ENDS)
    return found


def _steps(step: Step, files: dict[Slot, Path], seed: str) -> Iterator[RowChecked]:
    yield _MAKERS[step](files, seed)


def _committed(files: Files, _seed: str) -> Commitment:
    return commit_to(files["log"], files.get("plan"))


def _drawn(files: Files, seed: str) -> AuditSheet:
    return draw_audit(files["log"], plan=files["plan"], committed=files["commitment"], seed=seed)


def _read(files: Files, _seed: str) -> ReadBack:
    drawn = files["drawn"]
    if "amendments" in files:
        # They are looked for beside what was drawn, under one name.
        shutil.copyfile(files["amendments"], drawn.parent / amendments.NAME)
    plan, second = files.get("plan"), files.get("second_sheet")
    return ReadBack(*read_filled(files["filled"], drawn=drawn, second=second, plan=plan))


_MAKERS: Mapping[Step, Callable[[Files, str], RowChecked]] = {
    "commit": _committed,
    "draw": _drawn,
    "read": _read,
}
