"""A stated claim is checked: what must be true for it, and what follows for this gallery."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from misid.matching import candidate_intensity, false_positive_identification_rate
from misid.programme import false_positives, true_positives
from misid.results.outputs import PER
from misid.results.run import Run
from misid.results.summary import natural
from misid.uncertainty.schema import Claim, Reading

Floats = NDArray[np.float64]

_DEFINITIVE = 0.001


@dataclass(frozen=True)
class _Model:
    """What the model says of a search, in each world and in its middle."""

    found: Run
    gallery: float
    enrolled: float
    fpir: Floats
    tpir: Floats
    wrong_share: Floats

    def reading(
        self, meaning: str, must: str, rates: tuple[float, float], worlds: float | None
    ) -> Reading:
        """A reading from a false positive and a true positive identification rate."""
        fpir, tpir = rates
        without, enrolled = PER * (1.0 - self.enrolled), PER * self.enrolled
        wrong = without * fpir
        return Reading(
            meaning=meaning,
            must_be_true=must,
            implies=f"Of {PER:,.0f} people searched for, about {natural(without)} have no record "
            "(the middle of what this scenario holds possible); for about "
            f"{natural(wrong)} of them the search returns somebody else's record, and it finds "
            f"{natural(enrolled * tpir)} of the {natural(enrolled)} with a record.",
            worlds=worlds,
            people=PER,
            without_record=without,
            answered_wrongly=wrong,
            with_record=enrolled,
            found=enrolled * tpir,
        )

    @property
    def middle(self) -> tuple[float, float]:
        """Median false and true positive identification rate."""
        return float(np.nanmedian(self.fpir)), float(np.nanmedian(self.tpir))


def accuracy(found: Run, stated: float) -> Claim:
    """
    `It is 99 % accurate`: a rate without a denominator, in its three usual meanings.

    Args:
        found: a finished run.
        stated: the accuracy, a share below 1.
    """
    model = _model(found)
    said, rest = _percent(stated), 1.0 - stated
    fpir, tpir = model.middle
    by_pairs = float(false_positive_identification_rate(-model.gallery * np.log1p(-rest), 0.0))
    readings = (
        model.reading(
            f"{said} of pairs of different people are told apart",
            f"A search compares with {natural(model.gallery)} records, so at least one of them "
            f"matches with a probability of {_percent(by_pairs)}.",
            (by_pairs, tpir),
            None,
        ),
        model.reading(
            f"{said} of searches for people without a record return nobody",
            f"The false positive identification rate at {natural(model.gallery)} records is at "
            f"most {_percent(rest)}.",
            (rest, tpir),
            _share(model.fpir <= rest),
        ),
        model.reading(
            f"{said} of searches for people with a record find it",
            f"The true positive identification rate is at least {said}; this says nothing of the "
            "people without a record.",
            (fpir, stated),
            _share(model.tpir >= stated),
        ),
    )
    question = (
        f"{said} of what: of pairs of photographs, of searches for people without a record, or of "
        "searches for people with one; at which gallery size and threshold, measured on whom?"
    )
    return _claim(found, f"It is {said} accurate.", question, readings)


def false_positive_rate(found: Run, stated: float, gallery: float | None) -> Claim:
    """
    `The false positive rate is 0.1 %`, measured on a gallery of some size.

    Args:
        found: a finished run.
        stated: the rate.
        gallery: records it was measured on; None where nobody says.
    """
    model = _model(found)
    said = _percent(stated)
    if gallery is None:
        question = (
            f"{said} at which gallery size, and at which threshold? A rate of searches grows with "
            "the gallery."
        )
        reading = model.reading(
            f"{said} of searches of {natural(model.gallery)} records, without a record there, "
            "return somebody",
            "It was measured on a gallery as large as this one.",
            (stated, model.middle[1]),
            _share(model.fpir <= stated),
        )
        return _claim(found, f"The false positive rate is {said}.", question, (reading,))
    grown = _grown(found, model, stated, gallery)
    low, middle, high = (float(x) for x in np.nanquantile(grown, [0.05, 0.5, 0.95]))
    pair = -np.expm1(np.log1p(-stated) / gallery)
    reading = model.reading(
        f"{said} of searches of {natural(gallery)} records return somebody who is not there",
        f"One pair of strangers in {natural(1 / pair)} matches. At the {natural(model.gallery)} "
        f"records of this gallery the same threshold gives {_percent(middle)} (between "
        f"{_percent(low)} and {_percent(high)}).",
        (middle, model.middle[1]),
        _share(model.fpir <= grown),
    )
    claim = f"The false positive rate is {said} at {natural(gallery)} records."
    return _claim(found, claim, "", (reading,))


def false_per_true(found: Run, stated: float) -> Claim:
    """
    `One false match for each thousand true ones`.

    Args:
        found: a finished run.
        stated: wrong references over right ones.
    """
    model = _model(found)
    fpir, tpir = model.middle
    share = stated / (1.0 + stated)
    needed = fpir / (fpir + stated * tpir)
    reading = model.reading(
        f"{natural(stated)} references on the wrong person for each on the right one",
        f"With the false positive rate of the model ({_percent(fpir)}) at least "
        f"{_percent(needed)} of the people stopped must have a record that leads to a reference.",
        (fpir, tpir),
        _share(model.wrong_share <= share),
    )
    question = "How many people were searched for, and how many of them had a record at all?"
    return _claim(found, f"{natural(stated)} false for each true.", question, (reading,))


def definitive(found: Run) -> Claim:
    """
    `A match is definitive`: hardly any reference concerns the wrong person.

    Args:
        found: a finished run.
    """
    model = _model(found)
    tpir = model.middle[1]
    most = _DEFINITIVE / (1 - _DEFINITIVE) * tpir * model.enrolled / (1 - model.enrolled)
    reading = model.reading(
        f"fewer than 1 reference in {1 / _DEFINITIVE:,.0f} concerns the wrong person",
        f"The false positive identification rate at {natural(model.gallery)} records is below "
        f"{_percent(most)}, and identical twins are told apart.",
        (most, tpir),
        _share(model.wrong_share <= _DEFINITIVE),
    )
    question = "Who checked the matches that were called definitive, and how many were wrong?"
    return _claim(found, "A match is definitive.", question, (reading,))


def _model(found: Run) -> _Model:
    terms = found.evaluation.terms
    exponent = found.evaluation.worlds.number("matcher.growth_exponent")
    stopped = terms.people.stopped
    return _Model(
        found=found,
        gallery=float(np.median(terms.gallery)),
        enrolled=float(np.median((stopped * terms.people.enrolled).sum(axis=1))),
        fpir=false_positives(terms, terms.gallery, exponent),
        tpir=true_positives(terms),
        wrong_share=found.values["share_of_references_wrong_person"],
    )


def _grown(found: Run, model: _Model, stated: float, gallery: float) -> Floats:
    """The same threshold at this gallery, with each world's look-alikes and growth."""
    terms = found.evaluation.terms
    exponent = found.evaluation.worlds.number("matcher.growth_exponent")
    expected = candidate_intensity(stated, terms.variance)
    return false_positive_identification_rate(
        expected * (model.gallery / gallery) ** exponent, terms.variance
    )


def _claim(found: Run, claim: str, question: str, readings: tuple[Reading, ...]) -> Claim:
    first = readings[0]
    lead = f"\u201c{claim}\u201d leaves open: {question} " if question else ""
    if len(readings) > 1:
        wrong = [one.answered_wrongly for one in readings]
        tail = (
            f"Depending on what is meant, between {natural(min(wrong))} and {natural(max(wrong))} "
            f"of {PER:,.0f} searches would return somebody else's record."
        )
    else:
        tail = first.implies
    return Claim(
        version="misid-claim/1",
        claim=claim,
        missing=question,
        sentence=f"{lead}{tail}",
        readings=readings,
        stamp=found.results.stamp,
    )


def _share(which: NDArray[np.bool_]) -> float:
    return float(np.mean(which))


def _percent(share: float) -> str:
    """A share in words: per cent, or one in so many where that is small."""
    if 0.0 < share < 0.001:
        return f"1 in {natural(1 / share)}"
    if 0.99 < share < 1.0:
        return f"{100 * share:.6g} %"
    return f"{natural(100 * share)} %"
