"""What a document was made from, worked out once more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, NamedTuple

from misid.attestation.differences import shown
from misid.attestation.schema import Because, Check, CheckName, Deviation
from misid.errors import MisidError
from misid.evidence import evidence_digest
from misid.programme.expected.outcome_table import Progress
from misid.results.schema import Stamp
from misid.scenario import Scenario, digest
from misid.scenario.library import names
from misid.study.study import Study


class StampedScenario(NamedTuple):
    """A stamp, and the scenario that is carried beside it."""

    stamp: Stamp
    scenario: Mapping[str, Any]


@dataclass(frozen=True)
class Again:
    """
    What the inputs of a document give now: the study, and whether it is made as it was then.

    `before` is the first side of a comparison, whose second side the study is.
    """

    study: Study
    exact: bool
    before: Study | None = None


def is_of_its_scenario(side: StampedScenario) -> bool:
    """
    Whether a stamp is of the scenario that stands beside it.

    Raises: ValidationError: what stands there is no scenario.
    """
    carried = Scenario.model_validate(dict(side.scenario))
    return digest(carried) == side.stamp.scenario_digest


def again(side: StampedScenario, progress: Progress | None) -> Again:
    """
    The study that a stamp is of.

    By name where that gives the same scenario, so that it is told alike too; else from the scenario
    that is carried, whose changes are then not told apart.

    Raises: MisidError: a scenario, a seed or a number of worlds that cannot be meant.
    """
    stamp = side.stamp
    luck = {"draws": stamp.draws, "seed": stamp.seed, "progress": progress}
    if stamp.scenario in names():
        try:
            named = Study(stamp.scenario, stamp.changes, **luck)  # type: ignore[arg-type]
        except MisidError:
            named = None
        if named is not None and digest(named.scenario) == stamp.scenario_digest:
            return Again(named, exact=True)
    carried = Scenario.model_validate(dict(side.scenario))
    return Again(Study(carried, **luck), exact=not stamp.changes and stamp.origin == "own")  # type: ignore[arg-type]


def both_again(
    side: StampedScenario, before: StampedScenario | None, progress: Progress | None
) -> Again:
    """
    The study that a stamp is of, and the first side where it is the second of a comparison.

    Args:
        side: stamp and scenario.
        before: those of the first side.
        progress: told how many worlds are done.
    Raises: as `again`.
    """
    made = again(side, progress)
    if before is None:
        return made
    first = again(before, progress)
    return Again(made.study, exact=made.exact and first.exact, before=first.study)


def versions(stamp: Mapping[str, Any]) -> Check:
    """Whether this program and this evidence made it."""
    if stamp.get("version") != version("misid"):
        differs = Deviation(
            where="version", stated=shown(stamp.get("version")), again=version("misid")
        )
        return Check(name="version", outcome="not_checked", because="other_version", count=1,
                     found=(differs,))  # fmt: skip
    if stamp.get("evidence_digest", evidence_digest()) != evidence_digest():
        return Check(name="version", outcome="not_checked", because="other_evidence")
    return Check(name="version", outcome="same")


def not_checked(name: CheckName, because: Because | None) -> Check:
    """A check that could not be made, and why."""
    return Check(name=name, outcome="not_checked", because=because)
