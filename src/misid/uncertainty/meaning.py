"""One meaning of a claim in the possible worlds: where it holds, on which side, and without kin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from misid.arrays import Flags, Floats, Integers
from misid.errors import MeaningError
from misid.matching import false_positive_identification_rate
from misid.programme import false_positives, true_positives
from misid.programme.kin import CLASSES
from misid.results.outputs import PER, ScenarioInWorlds, evaluate
from misid.results.run import Run
from misid.results.sides import DecidingChoice, decided_by, sides_of, turned_by
from misid.results.splits import answered, question
from misid.scenario import Worlds
from misid.uncertainty.carriers import share
from misid.uncertainty.schema import (
    ClaimQuestion,
    KinInput,
    Meant,
    MeasuredRateName,
    Reading,
    ReadingSide,
    WithoutKin,
)
from misid.uncertainty.without import median, removable

Rows = Integers | slice
Claimed = Callable[[ScenarioInWorlds], Floats]

_ALL = slice(None)
_KIN = tuple(f"stops.{one}" for one in CLASSES)
_ALIKE = tuple(f"matcher.{one}_alike" for one in CLASSES)


@dataclass(frozen=True)
class Measure:
    """
    What a meaning is about: a number of each world, and where the claim holds.

    `of_kin` says whether twins and siblings enter the number.
    """

    name: MeasuredRateName
    of: Claimed
    holds: Callable[[Floats], Flags]
    of_one: bool = True
    of_kin: bool = False

    def held(self, values: Floats) -> Floats:
        """Whether the claim holds in each world: 1, 0, or NaN without trials."""
        return np.where(np.isfinite(values), self.holds(values), np.nan)


@dataclass(frozen=True)
class Meaning:
    """
    One way in which a claim can be meant.

    The rates are of each world, as claimed or as the model has them; no true positive rate where
    nothing is said of it. `must` is what has to be true, by the fields of a reading. `with_record`:
    the share of the people who must have a record; None where that is the scenario's.
    """

    name: Meant
    false_positive: Floats
    true_positive: Floats | None
    measure: Measure | None
    must: dict[str, object] = field(default_factory=dict)
    wrong_for_each_right: float | None = None


@dataclass(frozen=True)
class Model:
    """What the model says of a search, in each world."""

    found: Run
    gallery: float
    enrolled: float
    false_positive: Floats
    true_positive: Floats

    @property
    def worlds(self) -> Worlds:
        """The inputs in each world."""
        return self.found.evaluation.worlds

    def stated(self, rate: float) -> Floats:
        """A rate that is claimed, the same in each world."""
        return np.full_like(self.false_positive, rate)

    def middle(self) -> tuple[float, float]:
        """Median false and true positive identification rate."""
        return float(np.nanmedian(self.false_positive)), float(np.nanmedian(self.true_positive))


def model_of(found: Run) -> Model:
    """
    What a run says of a search.

    Raises: MeaningError: everybody has a record, or nobody has.
    """
    terms = found.evaluation.terms
    exponent = found.evaluation.worlds.number("matcher.growth_exponent")
    enrolled = float(np.median((terms.people.stopped * terms.people.enrolled).sum(axis=1)))
    if not 0.0 < enrolled < 1.0:
        raise MeaningError(
            f"{'everybody has' if enrolled else 'nobody has'} a record in this scenario, so a "
            "claim about both kinds of people cannot be checked.",
            use="a scenario with stops.share_enrolled between 0 and 1",
        )
    return Model(
        found=found,
        gallery=float(np.median(terms.gallery)),
        enrolled=enrolled,
        false_positive=false_positives(terms, terms.gallery, exponent),
        true_positive=true_positives(terms),
    )


def false_positive_of(evaluation: ScenarioInWorlds) -> Floats:
    """The false positive identification rate of each world at its own gallery."""
    exponent = evaluation.worlds.number("matcher.growth_exponent")
    return false_positives(evaluation.terms, evaluation.terms.gallery, exponent)


def true_positive_of(evaluation: ScenarioInWorlds) -> Floats:
    """The true positive identification rate of each world."""
    return true_positives(evaluation.terms)


def wrong_to_right(evaluation: ScenarioInWorlds) -> Floats:
    """References on another person over those on the right one, in each world."""
    everybody = evaluation.everybody
    wrong, right = (everybody.among(who)[:, 0] for who in (("stranger",), ("own", "own_wrong")))
    return np.divide(wrong, right, out=np.full_like(wrong, np.nan), where=right > 0)


def by_pairs(rate: float, gallery: float) -> float:
    """Share of searches in which some of these strangers' records matches, one by one."""
    return float(false_positive_identification_rate(-gallery * np.log1p(-rate), 0.0))


def readings(
    model: Model, meanings: Sequence[Meaning]
) -> tuple[ClaimQuestion | None, tuple[Reading, ...]]:
    """The either/or that decides what a claim means here, and each of its meanings."""
    found, by = _decides(model, meanings)
    told = tuple(_reading(model, one, found) for one in meanings)
    if found is None:
        return None, told
    return ClaimQuestion(**(question(found).model_dump() | {"by": by})), told


def _decides(
    model: Model, meanings: Sequence[Meaning]
) -> tuple[DecidingChoice | None, Literal["value", "verdict"]]:
    """
    The either/or that decides a number that is claimed of, or else whether the claim holds.

    The second: on one side in most worlds and on another not, a third of the worlds apart.
    """
    measures = [one.measure for one in meanings if one.measure is not None]
    values = [one.of(model.found.evaluation) for one in measures]
    both = list(zip(measures, values, strict=True))
    by_value = [
        one
        for measure, of in both
        if (one := decided_by(model.worlds, of, of_one=measure.of_one)) is not None
    ]
    if by_value:
        return _strongest(by_value), "value"
    by_verdict = (turned_by(model.worlds, of, one.held(of), of_one=one.of_one) for one, of in both)
    return _strongest([one for some in by_verdict for one in some]), "verdict"


def _strongest(found: Sequence[DecidingChoice]) -> DecidingChoice | None:
    return max(found, key=lambda one: one.share, default=None)


def _reading(model: Model, one: Meaning, found: DecidingChoice | None) -> Reading:
    measure, evaluation = one.measure, model.found.evaluation
    values = model.stated(np.nan) if measure is None else measure.of(evaluation)
    bare, without = _without_kin(model, measure)
    held, left = (
        model.stated(np.nan) if measure is None else measure.held(of) for of in (values, bare)
    )

    def at(rows: Rows) -> dict[str, object]:
        return _counts(model, one, rows) | {
            "worlds": _unless_nan(held[rows]),
            "median": median(values[rows]),
            "worlds_without_kin": _unless_nan(left[rows]),
        }

    sides = () if found is None or measure is None else sides_of(model.worlds, found.one)
    return Reading.model_validate(
        {
            "meaning": one.name,
            "measure": None if measure is None else measure.name,
            **dict.fromkeys(("rate", "one_pair_in", "share_with_record")),
            **one.must,
            "people": PER,
            "sides": tuple(
                ReadingSide.model_validate(
                    answered(side, model.worlds).model_dump() | at(side.rows)
                )
                for side in sides
            ),
            "without_kin": without,
        }
        | at(_ALL)
    )


def _counts(model: Model, one: Meaning, rows: Rows) -> dict[str, object]:
    """People of 100,000 at the medians of these worlds."""
    wrong = float(np.nanmedian(one.false_positive[rows]))
    right = None if one.true_positive is None else float(np.nanmedian(one.true_positive[rows]))
    share_enrolled = model.enrolled
    if one.wrong_for_each_right is not None and right is not None:
        share_enrolled = wrong / (wrong + one.wrong_for_each_right * right)
    without, recorded = PER * (1.0 - share_enrolled), PER * share_enrolled
    return {
        "without_record": without,
        "answered_wrongly": without * wrong,
        "with_record": recorded,
        "found": None if right is None else recorded * right,
    }


def _without_kin(model: Model, measure: Measure | None) -> tuple[Floats, WithoutKin | None]:
    """The number in each world without any twin or sibling, all of them at once; and of whom."""
    by_field = {one.field: one for one in removable(model.worlds.scenario)}
    kin = [by_field[field] for field in _KIN if field in by_field]
    if measure is None or not measure.of_kin or not kin:
        return model.stated(np.nan), None
    names = [name for one in kin for name in one.names]
    values = measure.of(evaluate(model.worlds.at(dict.fromkeys(names, 0.0))))
    known = [by_field[field] for field in (*_KIN, *_ALIKE) if field in by_field]
    return values, WithoutKin(
        median=median(values),
        worlds=_unless_nan(measure.held(values)),
        inputs=tuple(KinInput(field=one.field, status=one.status.value) for one in known),
    )


def _unless_nan(held: Floats) -> float | None:
    holds = share(held)
    return None if np.isnan(holds) else holds
