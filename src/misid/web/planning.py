"""A plan of an audit is worked out in a process of its own: what it costs depends on the limit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from misid.audit.fixed import AuditAsked
from misid.audit.planning import audit_plan, check_asked
from misid.audit.schema import AuditFrame, AuditPlan
from misid.web.apart import ProcessEnds, apart
from misid.web.plan_fields import PlanAsked

_ENDS = ProcessEnds(
    "the plan", "a higher limit, fewer rows, or `misid audit plan` in a terminal", 60.0, 4 << 30
)


def planned(plan: PlanAsked) -> AuditPlan:
    """
    How many rows of each stratum to check, and what either way of checking costs.

    Args:
        plan: what is asked, with the rate that it rests on.
    Raises: MisidError: what cannot be asked, or it comes to no end. GivenUpError: nobody waits any
        longer; the work ends.
    """
    asked = replace(plan.asked, row_is=plan.row_is)
    check_asked(asked, plan.sizes)
    found: AuditPlan = apart(_steps, asked, plan.frame, dict(plan.sizes), ends=_ENDS)
    return found


def _steps(asked: AuditAsked, frame: AuditFrame, sizes: dict[str, int]) -> Iterator[AuditPlan]:
    yield audit_plan(asked, frame, sizes)
