"""A plan of an audit is worked out in a process of its own: what it costs depends on the limit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from misid.audit.fixed import AuditAsked
from misid.audit.planning import audit_plan, check_asked
from misid.audit.schema import AuditFrame, AuditPlan
from misid.errors import MisidError
from misid.web.apart import ProcessEnds, apart, bound_memory
from misid.web.plan_fields import PlanAsked

_SMALLER = "a higher limit, fewer rows, or `misid audit plan` in a terminal"
_WITHIN, _MEMORY = 60.0, 4 << 30
"""Seconds and bytes that a plan may take."""


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
    found: AuditPlan = apart(
        _steps, asked, plan.frame, dict(plan.sizes), ends=ProcessEnds(_died, _late, _WITHIN)
    )
    return found


def _died() -> MisidError:
    return MisidError(
        "the plan ended before it was done; it may have needed more memory than there is.",
        use=_SMALLER,
    )


def _late() -> MisidError:
    return MisidError("the plan takes longer than a page waits.", use=_SMALLER)


def _steps(asked: AuditAsked, frame: AuditFrame, sizes: dict[str, int]) -> Iterator[AuditPlan]:
    bound_memory(_MEMORY)
    try:
        yield audit_plan(asked, frame, sizes)
    except MemoryError:
        raise _died() from None
