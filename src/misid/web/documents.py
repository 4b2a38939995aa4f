"""What readers send beside scores: held apart from these, within bounds of their own."""

from __future__ import annotations

from misid.files.read import refuse_pictures
from misid.web.uploads import Purpose, Uploads

LIMIT = 64 * 10**6
"""Bytes of one document."""
ANSWERS_LIMIT = 300_000
"""Bytes of one file of answers, with the form that it comes in."""
_MOST, _MOST_BYTES = 32, 4 * LIMIT
"""Documents, checked ones among them, at a time; bytes of those that are not checked yet."""
TABLES_LIMIT = 20 * 10**6
"""Bytes of a disclosed table, or of two together."""
_MOST_TABLES, _MOST_OF_TABLES = 16, 4 * TABLES_LIMIT
_MOST_AUDITS, _MOST_OF_AUDITS = 8, 400 * 10**6
_WORKBOOK = b"PK\x03\x04"


def _refuse(head: bytes, name: str) -> None:
    # Loaded when it is first needed: the server begins without it.
    from misid.attestation.carried import refuse_images

    refuse_images(head, name)


def answer_files() -> Uploads:
    """An empty place for files of answers, each of which goes as soon as it is read."""
    purpose = Purpose(
        slots=("answers", "questionnaire"),
        wanted="a file that `misid assess new` or this page wrote, or a questionnaire as YAML",
        larger="a file of answers, which is never so large",
        command="`misid assess`",
        needed=0,
    )
    return Uploads(limit=ANSWERS_LIMIT, purpose=purpose)


def tables() -> Uploads:
    """An empty place for disclosed tables, two where one is held against the other."""
    purpose = Purpose(
        slots=("table", "newer"),
        wanted="a table as CSV, text or XLSX, or text that is pasted",
        larger="totals of each period, not a row each event",
        command="`misid counts FILE`",
        refuse=_refuse_all_but_workbooks,
        pasted=("table", "newer"),
    )
    return Uploads(
        limit=TABLES_LIMIT, most=_MOST_TABLES, most_bytes=_MOST_OF_TABLES, purpose=purpose
    )


def _refuse_all_but_workbooks(head: bytes, name: str) -> None:
    # Whether an archive is a workbook is seen by whoever reads it; others are refused there.
    if not head.startswith(_WORKBOOK):
        refuse_pictures(head, name)


def count_files() -> Uploads:
    """An empty place for files of counts by period."""
    purpose = Purpose(
        slots=("counts",),
        wanted="a file that `misid counts --write` or this page wrote",
        larger="a file of counts, which has a row for each period",
        command="`misid infer COUNTS`",
    )
    return Uploads(
        limit=TABLES_LIMIT, most=_MOST_TABLES, most_bytes=_MOST_OF_TABLES, purpose=purpose
    )


def log_files() -> Uploads:
    """An empty place for search logs."""
    purpose = Purpose(
        slots=("log", "rules", "checkpoint"),
        wanted="a search log as CSV or Parquet",
        larger="`misid audit log FILE` in a terminal, which reads files of any size",
        command="`misid audit log FILE`",
    )
    return Uploads(purpose=purpose)


def audits_by_hand() -> dict[str, Uploads]:
    """Empty places for what each step of an audit by hand takes, by the name of each."""
    larger = "`misid audit` in a terminal, which reads files of any size"
    command, log = "`misid audit`", "a search log as CSV or Parquet"
    purposes = {
        "commitments": Purpose(("log", "plan"), log, larger, command),
        "draws": Purpose(
            ("log", "plan", "commitment"),
            "the log, its plan, and the commitment that was published", larger, command, needed=3,
        ),
        "readings": Purpose(
            ("filled", "drawn", "second_sheet", "plan", "amendments"),
            "the filled sheet, and drawn.json of its draw", larger, command, needed=2,
        ),
    }  # fmt: skip
    return {
        name: Uploads(most=_MOST_AUDITS, most_bytes=_MOST_OF_AUDITS, purpose=purpose)
        for name, purpose in purposes.items()
    }


def documents() -> Uploads:
    """An empty place for documents."""
    purpose = Purpose(
        slots=("document",),
        wanted="a report of misid, or a figure: HTML, PDF, DOCX, JSON, SVG or zip",
        larger="the report without pictures: report.json beside it",
        command="`misid verify FILE`",
        refuse=_refuse,
    )
    return Uploads(limit=LIMIT, most=_MOST, most_bytes=_MOST_BYTES, purpose=purpose)
