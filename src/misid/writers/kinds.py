"""Reports of different kinds do not share a folder."""

from __future__ import annotations

from pathlib import Path

from misid.errors import OutputError

RUN, EVALUATION, IDENTIFICATION = "results.json", "evaluation.json", "identification.json"
HISTORY, COMPARISON, ASSESSMENT = "history.json", "comparison.json", "assessment.json"
CASE, DISCLOSURE, INFERENCE = "code.json", "disclosure.json", "inference.json"
LOG_AUDIT, AUDIT = "log-audit.json", "audit.json"
DISCLOSURE_DIFFERENCE = "disclosure-difference.json"
ROW_RATES = "row-rates.json"
"""The file of numbers of each kind of report."""
_KINDS = {
    RUN: "a run",
    EVALUATION: "an evaluation of scores",
    IDENTIFICATION: "an evaluation of candidate lists",
    HISTORY: "people over the years",
    COMPARISON: "a comparison",
    ASSESSMENT: "an assessment",
    CASE: "one reference code",
    DISCLOSURE: "a disclosed table",
    DISCLOSURE_DIFFERENCE: "two snapshots of a table",
    INFERENCE: "what counts say",
    LOG_AUDIT: "a search log",
    AUDIT: "an audit",
    ROW_RATES: "rates row by row",
}


def refuse_other_report(folder: str | Path, own: str) -> None:
    """
    Refuse a folder that holds a report of another kind: their files would be taken for one.

    Args:
        folder: where a report is to be written.
        own: the name of its file of numbers, one of those above.
    Raises: OutputError: it holds one.
    """
    for name, kind in _KINDS.items():
        if name != own and (Path(folder) / name).exists():
            raise OutputError(
                f"{Path(folder).name or folder} holds the report of {kind} ({name}).",
                use="--out with another folder",
            )
