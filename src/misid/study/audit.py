"""An audit of a log, as it is asked for: a plan, a draw, a reading, each from files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from misid.audit.amendments import Amendments, amended
from misid.audit.filled import FilledSheet, read_first, read_second
from misid.audit.fixed import AuditAsked
from misid.audit.frame import read_log
from misid.audit.planning import audit_plan
from misid.audit.reading import read_audit
from misid.audit.schema import (
    AmendmentCount,
    AssumedRate,
    AuditFrame,
    AuditPlan,
    AuditReading,
    AuditSheet,
    CheckedAs,
    Commitment,
    RowKind,
)
from misid.audit.sheet import check_draw, check_planned, draw, file_digest
from misid.errors import FormatError, MeaningError
from misid.files.opened import Named
from misid.files.read import shown_name
from misid.results.saved import Saved, read_document
from misid.results.schema import Results
from misid.study.study import Study

_DRAWS = 512
_A_HUNDRED_THOUSAND = 1e5


def plan_audit(
    asked: AuditAsked,
    log: Path | None = None,
    *,
    frame: AuditFrame | None = None,
    sizes: Mapping[str, int] | None = None,
    scenario: str | None = None,
    has_names: bool = False,
) -> AuditPlan:
    """
    How many rows of a log to check.

    Args:
        asked: the question, and what is assumed; a row is a reference there unless it says.
        log: whose rows are counted; or none, and `sizes`.
        frame: which of its rows are meant, and by which column they fall into strata.
        sizes: rows of each stratum, where there is no log.
        scenario: from whose possible worlds the assumed rate is taken.
        has_names: the reader says that the first line of the log holds names.
    Raises: FormatError: no log. MeaningError: what cannot be asked, or no number of rows shows.
    """
    frame = frame or AuditFrame()
    if (log is None) == (not sizes):
        raise MeaningError(
            "a plan needs the rows of a log, and either counts them or is told.",
            use="a file, or --rows 12000, or --stratum north=4000 for each stratum",
        )
    if log is not None:
        rows = read_log(log, frame, has_names=has_names)
        sizes = dict(zip(rows.names, rows.sizes.tolist(), strict=True))
    if scenario is not None:
        asked = replace(asked, assumed=assumed_rate(scenario, asked.row_is or "references"))
    return audit_plan(asked, frame, sizes or {})


def assumed_rate(scenario: str, of: RowKind = "references") -> AssumedRate:
    """
    The share of wrong-person references that a scenario gives: 5 %, 50 % and 95 % of its worlds.

    Args:
        scenario: a name or a file.
        of: references, or all searches.
    Raises: FormatError, MeaningError: no scenario, or it gives no such share.
    """
    return rate_of(Study(scenario, draws=_DRAWS).results, of)


def rate_of(results: Results, of: RowKind) -> AssumedRate:
    """
    The same of results that were worked out already.

    Raises: MeaningError: they give no such share.
    """
    wanted = {
        "references": ("share_of_references_wrong_person", 1.0),
        "searches": ("wrong_person_references", _A_HUNDRED_THOUSAND),
    }
    name, scale = wanted[of]
    row = next(one for one in results.headline if one.name == name)
    if row.low is None or row.median is None or row.high is None:
        raise MeaningError(
            f"{results.stamp.scenario} gives no share of wrong {of}.", use="--rate 1%"
        )
    low, middle, high = (min(1.0, end / scale) for end in (row.low, row.median, row.high))
    digest = results.stamp.scenario_digest[:12]
    return AssumedRate(
        low=low, middle=middle, high=high, known="scenario",
        scenario=f"{results.stamp.scenario} {digest}",
    )  # fmt: skip


def commit_to(log: Path, plan: Path | None = None, *, has_names: bool = False) -> Commitment:
    """
    What a log is, and the plan that is bound with it, before the seed is thrown.

    Args:
        log: CSV or Parquet.
        plan: held against the log, whose rows it must have; or none is bound.
        has_names: the reader says that the first line of the log holds names.
    Raises: FormatError: no log, or no plan. MeaningError: the plan is for another log.
    """
    bound = None if plan is None else read_plan(plan)
    rows = read_log(log, AuditFrame() if bound is None else bound.frame, has_names=has_names)
    if bound is not None:
        check_planned(rows, bound)
    return Commitment(
        file=rows.file,
        bytes=rows.bytes,
        rows=rows.stratum.size,
        sha256=rows.sha256,
        plan_sha256=None if plan is None else file_digest(plan, "a plan"),
    )


def draw_audit(
    log: Path, *, plan: Path, committed: Path, seed: str, has_names: bool = False
) -> AuditSheet:
    """
    The rows that a seed draws.

    Args:
        log: the file that was committed to.
        plan: how many rows of each stratum.
        committed: what `misid audit commit` wrote.
        seed: thrown in public after that.
        has_names: the reader says that the first line of the log holds names.
    Raises: FormatError: a file is none of these. MeaningError: they do not belong together.
    """
    binding = _read(committed, Commitment, "the commitment", "misid audit commit LOG")
    digest = file_digest(plan, "a plan")
    return draw(log, read_plan(plan), binding, seed, plan_sha256=digest, has_names=has_names)


def read_plan(path: Path) -> AuditPlan:
    """A plan as `misid audit plan --out` wrote it."""
    return _read(path, AuditPlan, "the plan", "misid audit plan")


def _read(path: Path, model: type[Saved], asked_as: str, again: str) -> Saved:
    """
    A document of an audit; where another was given, the error says as what.

    Raises: FormatError: as `read_document`.
    """
    try:
        return read_document(path, model, lambda _: again)
    except FormatError as error:
        error.where = error.where or f"what was given as {asked_as}"
        raise


def read_filled(
    first: Path,
    *,
    drawn: Path,
    second: Path | None = None,
    plan: Path | None = None,
    earlier: Path | None = None,
) -> tuple[AuditReading, Amendments]:
    """
    What a filled sheet says, and what it changes in what was read of it before.

    Args:
        first: the sheet.
        drawn: `drawn.json` of `misid audit sheet`.
        second: the sheet of the second look.
        plan: the plan that was published, to be held against that of the draw.
        earlier: folder of the amendments; beside what was drawn, where it is not said.
    Raises: FormatError, MeaningError: a sheet that is not as it was drawn; nothing is written.
    """
    sheet = _read(drawn, AuditSheet, "what was drawn", "misid audit sheet")
    check_draw(sheet, shown_name(drawn))
    if plan is not None:
        _check_plan(plan, sheet)
    filled = FilledSheets.of(sheet, first, second)
    changes = amended(drawn.parent if earlier is None else earlier, filled.verdicts)
    return filled.reading(changes.count), changes


class FilledSheets(NamedTuple):
    """What was drawn, and the sheets as they were filled in; the second where there is one."""

    drawn: AuditSheet
    first: FilledSheet
    second: FilledSheet | None

    @classmethod
    def of(cls, drawn: AuditSheet, first: Named, second: Named | None) -> FilledSheets:
        """
        The sheets of a draw.

        Raises: FormatError, MeaningError: one is not as it was drawn.
        """
        other = None if second is None else read_second(second, drawn)
        return cls(drawn, read_first(first, drawn), other)

    @property
    def verdicts(self) -> dict[str, tuple[CheckedAs, ...]]:
        """In the order of each sheet, by its name."""
        first = {self.drawn.sheet: self.first.verdicts}
        return first | ({self.drawn.second: self.second.verdicts} if self.second else {})

    def reading(self, amendments: AmendmentCount) -> AuditReading:
        """
        What they say of the log.

        Args:
            amendments: how often they were read, and what changed.
        """
        second = self.second
        verdicts = self.first.verdicts, None if second is None else second.verdicts
        told = {
            "filled_sha256": self.first.sha256,
            "second_sha256": None if second is None else second.sha256,
            "program": f"misid {version('misid')}",
        }
        return read_audit(self.drawn, *verdicts, amendments).model_copy(update=told)


def _check_plan(path: Path, sheet: AuditSheet) -> None:
    """The plan of the draw, and byte by byte the one that was bound, where one was."""
    bound = sheet.commitment.plan_sha256
    if read_plan(path) != sheet.plan or bound not in (None, file_digest(path, "a plan")):
        raise MeaningError(
            "the rows were drawn by another plan.",
            where=shown_name(path),
            use="the plan of the draw, as it was published",
        )
