"""What a document was made from, worked out once more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, NamedTuple

from misid.attestation.differences import shown
from misid.attestation.schema import (
    Check,
    CheckName,
    CheckOutcome,
    Deviation,
    NeededFile,
    UnverifiedBecause,
)
from misid.errors import MisidError
from misid.evidence import evidence_digest
from misid.programme.expected.outcome_table import Progress
from misid.results.provenance import Provenance, provenance
from misid.results.schema import Stamp
from misid.scenario import Change, Scenario, digest, load_change, load_scenario
from misid.scenario.library import change_names, names
from misid.study.study import Study


class NotRemadeError(Exception):
    """What was made cannot be made again: the outcome of its checks, why, and what would help."""

    def __init__(
        self, outcome: CheckOutcome, because: UnverifiedBecause, needs: tuple[NeededFile, ...] = ()
    ) -> None:
        super().__init__(because)
        self.outcome, self.because, self.needs = outcome, because, needs


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


class Baseline(NamedTuple):
    """A scenario, the changes on it, and whether that is how the stamped one came about."""

    scenario: Scenario
    changes: tuple[Change, ...]
    exact: bool

    @property
    def made(self) -> Provenance:
        """The scenario with its changes."""
        return provenance(self.scenario, self.changes)


def is_of_its_scenario(side: StampedScenario) -> bool:
    """
    Whether a stamp is of the scenario that stands beside it.

    Raises: ValidationError: what stands there is no scenario.
    """
    carried = Scenario.model_validate(dict(side.scenario))
    return digest(carried) == side.stamp.scenario_digest


def refuse_other_scenario(side: StampedScenario) -> None:
    """
    Refuse a stamp beside another scenario than its own.

    Raises: NotRemadeError: it is one. ValidationError: what stands there is no scenario.
    """
    if not is_of_its_scenario(side):
        raise NotRemadeError("differs", "other_scenario")


def again(side: StampedScenario, progress: Progress | None) -> Again:
    """
    The study that a stamp is of.

    By name where that gives the same scenario, so that it is told alike too; else from the scenario
    that is carried, whose changes are then not told apart.

    Raises: MisidError: a scenario, a seed or a number of worlds that cannot be meant.
    """
    scenario, changes, exact = _baseline(side)
    stamp = side.stamp
    study = Study(scenario, changes, draws=stamp.draws, seed=stamp.seed, progress=progress)
    return Again(study, exact)


def baseline(side: StampedScenario) -> Baseline:
    """
    The scenario that a stamp is of, as `again` finds it, before anything is worked out.

    Raises: NotRemadeError: another scenario stands beside the stamp.
    """
    refuse_other_scenario(side)
    return _baseline(side)


def _baseline(side: StampedScenario) -> Baseline:
    stamp = side.stamp
    # A name that somebody else wrote is no path.
    if stamp.scenario in names() and set(stamp.changes) <= set(change_names()):
        shipped, changes = load_scenario(stamp.scenario), tuple(map(load_change, stamp.changes))
        try:
            made = provenance(shipped, changes).scenario
        except MisidError:
            made = None
        if made is not None and digest(made) == stamp.scenario_digest:
            return Baseline(shipped, changes, exact=True)
    carried = Scenario.model_validate(dict(side.scenario))
    return Baseline(carried, (), exact=_is_whole(stamp))


def _is_whole(stamp: Stamp) -> bool:
    """Whether the scenario that is carried tells all of its changes: they were made by hand."""
    return not stamp.changes and stamp.origin in ("own", "changed")


def both_again(
    side: StampedScenario, before: StampedScenario | None, progress: Progress | None
) -> Again:
    """
    The study that a stamp is of, and the first side where it is the second of a comparison.

    Args:
        side: stamp and scenario.
        before: those of the first side.
        progress: told how many worlds are done.
    Raises: as `again`. NotRemadeError: another scenario stands beside a stamp.
    """
    for one in (side, before):
        if one is not None:
            refuse_other_scenario(one)
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


def not_checked(
    name: CheckName, because: UnverifiedBecause | None, needs: tuple[NeededFile, ...] = ()
) -> Check:
    """A check that could not be made, why, and the files that it would take."""
    return Check(name=name, outcome="not_checked", because=because, needs=needs)
