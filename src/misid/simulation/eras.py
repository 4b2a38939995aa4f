"""What holds when: a scenario with its changes, then more of them from a month on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from misid.programme.people.timeline import Era
from misid.results.provenance import Provenance, provenance
from misid.scenario import Change, Scenario


def eras_of(
    baseline: Scenario, changes: Sequence[Change], later: Mapping[int, Sequence[Change]]
) -> tuple[tuple[Era, ...], tuple[Provenance, ...]]:
    """
    The eras of a course, and where the scenario of each comes from.

    Args:
        baseline: the scenario before any change.
        changes: that hold from the beginning.
        later: that hold from a month on, beside all that held before.
    Raises: MeaningError: changes that cannot be put on the scenario.
    """
    months, made, so_far = [0], [provenance(baseline, changes)], list(changes)
    for month in sorted(later):
        so_far += later[month]
        months.append(month)
        made.append(provenance(baseline, so_far))
    eras = (Era(month, one.scenario) for month, one in zip(months, made, strict=True))
    return tuple(eras), tuple(made)
