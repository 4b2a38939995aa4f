"""A stated claim is checked: what must be true for it, and what follows for this gallery."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from misid.arrays import Floats
from misid.errors import MeaningError
from misid.matching import candidate_intensity, false_positive_identification_rate
from misid.results.intervals import interval
from misid.results.outputs import ScenarioInWorlds, one_output
from misid.results.run import Run
from misid.results.schema import Interval
from misid.scenario import Output
from misid.uncertainty.meaning import (
    Meaning,
    Measure,
    Model,
    by_pairs,
    false_positive_of,
    model_of,
    readings,
    true_positive_of,
    wrong_to_right,
)
from misid.uncertainty.schema import Claim

_DEFINITIVE = 0.001
_MOST = 1e12


def accuracy(found: Run, stated: float) -> Claim:
    """
    `It is 99 % accurate`: a rate without a denominator, in its three usual meanings.

    Args:
        found: a finished run.
        stated: the accuracy, a share below 1.
    Raises: MeaningError: no share between 0 and 1.
    """
    _check_share("accuracy", stated)
    model = model_of(found)
    paired = by_pairs(1.0 - stated, model.gallery)
    true = Measure(
        "true_positive_identification_rate", true_positive_of, lambda of: of >= stated
    )  # fmt: skip
    meanings = (
        Meaning("pairs", model.stated(paired), None, None, {"rate": _exactly(paired)}),
        Meaning(
            "absent",
            model.stated(1.0 - stated),
            model.true_positive,
            _false_positives(1.0 - stated),
            {"rate": _exactly(1.0 - stated)},
        ),
        Meaning(
            "present",
            model.false_positive,
            model.stated(stated),
            true,
            {"rate": _exactly(stated)},
        ),
    )
    return _claim(model, meanings, kind="accuracy", stated=stated)


def false_positive_rate(found: Run, stated: float, gallery: float | None = None) -> Claim:
    """
    `The false positive rate is 0.1 %`, measured on a gallery of some size.

    Args:
        found: a finished run.
        stated: the rate, a share below 1.
        gallery: records it was measured on; None where nobody says.
    Raises: MeaningError: no share between 0 and 1, or a gallery that cannot be.
    """
    _check_share("false-positive-rate", stated)
    model = model_of(found)
    if gallery is None:
        one = Meaning(
            "unsized", model.stated(stated), model.true_positive, _false_positives(stated)
        )
        return _claim(model, (one,), kind="false_positive_rate", stated=stated)
    _check_gallery(gallery)
    grown = _grown(found, stated, gallery)
    pair = -np.expm1(np.log1p(-stated) / gallery)
    one = Meaning(
        "sized",
        grown,
        model.true_positive,
        _false_positives(grown),
        {"rate": interval(grown), "one_pair_in": float(1 / pair)},
    )
    return _claim(
        model, (one,), kind="false_positive_rate", stated=stated, stated_gallery=gallery
    )  # fmt: skip


def false_per_true(found: Run, stated: float) -> Claim:
    """
    `One false match for each thousand true ones`.

    Args:
        found: a finished run.
        stated: wrong references over right ones, above 0.
    Raises: MeaningError: no such ratio.
    """
    if not 0.0 < stated < _MOST:
        raise MeaningError(
            f"false-per-true is {stated:g}, but a ratio above 0 is needed.",
            use="--false-per-true 0.005",
        )
    model = model_of(found)
    false, true = model.middle()
    ratio = Measure(
        "wrong_for_each_right", wrong_to_right, lambda of: of <= stated, of_one=False, of_kin=True
    )
    must = {"rate": _exactly(false), "share_with_record": false / (false + stated * true)}
    one = Meaning("for_each_true", model.false_positive, model.true_positive, ratio, must, stated)
    return _claim(model, (one,), kind="false_for_each_true", stated=stated)


def definitive(found: Run) -> Claim:
    """
    `A match is definitive`: of whom it names, and of whether that person is sought.

    Args:
        found: a finished run.
    """
    model = model_of(found)
    ratio = _DEFINITIVE / (1 - _DEFINITIVE)
    most = min(1.0, ratio * model.middle()[1] * model.enrolled / (1 - model.enrolled))
    wrong = Measure(
        "share_of_references_wrong_person",
        _output("share_of_references_wrong_person"),
        lambda of: of <= _DEFINITIVE,
        of_kin=True,
    )
    right = Measure(
        "share_of_references_sought",
        _output("share_of_references_sought"),
        lambda of: of >= 1 - _DEFINITIVE,
        of_kin=True,
    )
    meanings = (
        Meaning("names", model.stated(most), model.true_positive, wrong, {"rate": _exactly(most)}),
        Meaning("sought", model.false_positive, model.true_positive, right),
    )
    return _claim(
        model, meanings, kind="definitive", stated=None, one_code=found.glance.one_code
    )  # fmt: skip


def _check_share(name: str, stated: float) -> None:
    if not 0.0 < stated < 1.0:
        use = f"--{name} {stated / 100:g}" if 1.0 < stated < 100.0 else f"--{name} 0.99"
        raise MeaningError(f"{name} is {stated:g}, but a share between 0 and 1 is needed.", use=use)


def _check_gallery(gallery: float) -> None:
    if not 1.0 <= gallery <= _MOST:
        raise MeaningError(
            f"at-gallery is {gallery:g}, but a gallery has at least one record, and at most "
            f"{_MOST:,.0f}.",
            use="--at-gallery 12000000",
        )


def _exactly(rate: float) -> Interval:
    return Interval(median=rate, low=rate, high=rate)


def _false_positives(most: float | Floats) -> Measure:
    return Measure(
        "false_positive_identification_rate", false_positive_of, lambda of: of <= most
    )  # fmt: skip


def _output(name: Output) -> Callable[[ScenarioInWorlds], Floats]:
    return lambda evaluation: one_output(evaluation, name)


def _grown(found: Run, stated: float, gallery: float) -> Floats:
    """The same threshold at this gallery, with each world's look-alikes and growth."""
    terms = found.evaluation.terms
    exponent = found.evaluation.worlds.number("matcher.growth_exponent")
    expected = candidate_intensity(stated, terms.variance)
    return false_positive_identification_rate(
        expected * (terms.gallery / gallery) ** exponent, terms.variance
    )


def _claim(model: Model, meanings: Sequence[Meaning], **claimed: Any) -> Claim:
    asked, told = readings(model, meanings)
    made = model.found.made
    return Claim.model_validate(
        {
            "version": "misid-claim/3",
            "scenario": made.scenario,
            "changes": made.changes,
            "stamp": model.found.stamp,
            "stated_gallery": None,
            "gallery": model.gallery,
            "either_or": asked,
            "readings": told,
            "one_code": None,
        }
        | claimed
    )
