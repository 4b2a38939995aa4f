"""A scenario that carries what an audit measured, beside what the model gives in its place."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from misid.audit.schema import AuditPlan, AuditReading
from misid.errors import MeaningError
from misid.files.columns import names_of, plain_name
from misid.files.yaml_comments import commented_yaml
from misid.scenario import load_scenario
from misid.scenario.read import read_text
from misid.scenario.serialise import as_data
from misid.searchlog.checks.cells import ROLES
from misid.words.numbers import read

_LONGEST_NAME = 64
_ANSWERS = names_of(role for role in ROLES if role.name == "answer")
_REFERENCE = ("reference", "references")


def scenario_from_audit(found: AuditReading, start: str) -> str:
    """
    The text of a scenario with the measured share of wrong references among its published rates.

    No input of the model is that share, so none is changed: it stands beside the headline, hit or
    miss, with its source (decision 42).

    Args:
        found: a reading of references.
        start: a scenario's name or file.
    Raises: MeaningError: an audit without a single estimate above 0, or of rows of which nothing
        says that they are references.
    """
    if not _is_of_references(found.plan):
        raise MeaningError(
            "nothing says that the rows of this audit were references, so what it measured is no "
            "share of references.",
            use="a plan with --only answer=reference, or with --of references; or it without "
            "--to-scenario",
        )
    share = found.share.share
    if not share:
        raise MeaningError(
            "the audit found no wrong reference, or gives no single estimate; a scenario holds "
            "rates above 0.",
            use="it without --to-scenario",
        )
    data = as_data(load_scenario(start))
    key = f"audit-{found.log_sha256[:12]}"
    data["name"] = f"{data['name'][: _LONGEST_NAME - 8]}-audited"
    data["citations"] = {**data["citations"], key: _citation(found)}
    data["operating_points"] = [*data["operating_points"], _point(found, share, key)]
    comment = "Written by `misid audit read --to-scenario`: the last of the operating points."
    text = commented_yaml(data, {(): comment})
    read_text(text, file="the scenario of an audit")
    return text


def _is_of_references(plan: AuditPlan) -> bool:
    """Whether the plan states it, or means the rows alone that were answered so."""
    only = plan.frame.only
    if plan.row_is is not None or only is None:
        return plan.row_is == "references"
    return plain_name(only.column) in _ANSWERS and plain_name(only.value) in _REFERENCE


def _citation(found: AuditReading) -> dict[str, Any]:
    return {
        "kind": "measured",
        "title": f"audit of a log by hand, sheet {found.sheet}, misid {version('misid')}",
        "publisher": "the scenario's author",
        "sha256": [found.log_sha256],
    }


def _point(found: AuditReading, share: float, key: str) -> dict[str, Any]:
    low, high = (read(end, "share") for end in (found.share.low, found.share.high))
    plan = found.plan
    return {
        "measure": "share_of_references_wrong_person",
        "published": float(f"{share:.6g}"),
        "counted": f"{found.wrong} of {found.checked} checked references called wrong",
        "used": "no",
        "source": key,
        "note": f"Measured by hand on rows drawn from {plan.rows:,} references: between {low} and "
        f"{high} with {read(plan.confidence, 'share')} confidence. What was not found counts as "
        "wrong.",
    }
