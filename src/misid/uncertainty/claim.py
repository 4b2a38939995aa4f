"""A stated claim is checked: what must be true for it, and what follows for this gallery."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from misid.errors import MeaningError
from misid.matching import candidate_intensity, false_positive_identification_rate
from misid.programme import false_positives, true_positives
from misid.results.outputs import PER
from misid.results.run import Run
from misid.results.summary import natural, with_unit
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
    wrong_to_right: Floats

    def reading(
        self,
        words: tuple[str, str],
        rates: tuple[float, float | None],
        worlds: float | None,
        enrolled: float | None = None,
    ) -> Reading:
        """
        A reading: its meaning, and what must be true.

        `rates` are a false and a true positive identification rate, None where nothing is said of
        it; `enrolled` the share with a record, that of the scenario where none is given.
        """
        fpir, tpir = rates
        share = self.enrolled if enrolled is None else enrolled
        without, recorded = PER * (1.0 - share), PER * share
        wrong, found = without * fpir, None if tpir is None else recorded * tpir
        guess = (
            "the middle of what this scenario holds possible" if enrolled is None else "as above"
        )
        tail = (
            f", and it finds {_people(found)} of the {_people(recorded)} with a record."
            if found is not None
            else "; of those with a record it says nothing."
        )
        return Reading(
            meaning=words[0],
            must_be_true=words[1],
            implies=f"Of {PER:,.0f} people searched for, about {_people(without)} have no record "
            f"({guess}); for {_about(wrong)} of them the search returns somebody else's "
            f"record{tail}",
            worlds=worlds,
            people=PER,
            without_record=without,
            answered_wrongly=wrong,
            with_record=recorded,
            found=found,
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
    said, rest = _stated(stated), 1.0 - stated
    fpir, tpir = model.middle
    by_pairs = float(false_positive_identification_rate(-model.gallery * np.log1p(-rest), 0.0))
    pairs = (
        f"{said} of pairs of different people are told apart",
        f"A search compares with {natural(model.gallery)} records, so some stranger among them "
        f"matches with a probability of {_percent(by_pairs)}.",
    )
    absent = (
        f"{said} of searches for people without a record return nobody",
        f"The false positive identification rate at {natural(model.gallery)} records is at most "
        f"{_stated(rest)}.",
    )
    present = (
        f"{said} of searches for people with a record find it",
        f"The true positive identification rate is at least {said}; this says nothing of the "
        "people without a record, for whom the middle of the model stands in.",
    )
    readings = (
        model.reading(pairs, (by_pairs, None), None),
        model.reading(absent, (rest, tpir), _share(model.fpir <= rest, model.fpir)),
        model.reading(present, (fpir, stated), _share(model.tpir >= stated, model.tpir)),
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
    said = _stated(stated)
    if gallery is None:
        question = (
            f"{said} at which gallery size, and at which threshold? A rate of searches grows with "
            "the gallery."
        )
        words = (
            f"{said} of searches of {natural(model.gallery)} records, without a record there, "
            "return somebody",
            "It was measured on a gallery as large as this one.",
        )
        holds = _share(model.fpir <= stated, model.fpir)
        reading = model.reading(words, (stated, model.middle[1]), holds)
        return _claim(found, f"The false positive rate is {said}.", question, (reading,))
    grown = _grown(found, stated, gallery)
    low, middle, high = (float(x) for x in np.nanquantile(grown, [0.05, 0.5, 0.95]))
    pair = -np.expm1(np.log1p(-stated) / gallery)
    words = (
        f"{said} of searches of {gallery:,.0f} records return somebody who is not there",
        f"One pair of strangers in {natural(1 / pair)} matches. At the {natural(model.gallery)} "
        f"records of this gallery the same threshold gives {_percent(middle)} (between "
        f"{_percent(low)} and {_percent(high)}).",
    )
    reading = model.reading(
        words, (middle, model.middle[1]), _share(model.fpir <= grown, model.fpir)
    )
    claim = f"The false positive rate is {said} at {gallery:,.0f} records."
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
    needed = fpir / (fpir + stated * tpir)
    words = (
        f"{stated:.10g} wrong matches for each right one",
        f"With the false positive rate of the model ({_percent(fpir)}) about {_percent(needed)} of "
        "the people stopped must have a record.",
    )
    holds = _share(model.wrong_to_right <= stated, model.wrong_to_right)
    reading = model.reading(words, (fpir, tpir), holds, needed)
    question = "How many people were searched for, and how many of them had a record at all?"
    return _claim(found, f"{stated:.10g} false for each true.", question, (reading,))


def definitive(found: Run) -> Claim:
    """
    `A match is definitive`: hardly any match concerns the wrong person.

    Args:
        found: a finished run.
    """
    model = _model(found)
    tpir = model.middle[1]
    ratio = _DEFINITIVE / (1 - _DEFINITIVE)
    most = min(1.0, ratio * tpir * model.enrolled / (1 - model.enrolled))
    words = (
        f"fewer than 1 match in {1 / _DEFINITIVE:,.0f} concerns the wrong person",
        f"The false positive identification rate at {natural(model.gallery)} records is below "
        f"{_percent(most)}, and twins and siblings are told apart.",
    )
    holds = _share(model.wrong_to_right <= ratio, model.wrong_to_right)
    question = "Who checked the matches that were called definitive, and how many were wrong?"
    return _claim(
        found, "A match is definitive.", question, (model.reading(words, (most, tpir), holds),)
    )


def _model(found: Run) -> _Model:
    terms = found.evaluation.terms
    exponent = found.evaluation.worlds.number("matcher.growth_exponent")
    stopped = terms.people.stopped
    enrolled = float(np.median((stopped * terms.people.enrolled).sum(axis=1)))
    if not 0.0 < enrolled < 1.0:
        raise MeaningError(
            f"{'everybody has' if enrolled else 'nobody has'} a record in this scenario, so a "
            "claim about both kinds of people cannot be checked.",
            use="a scenario with stops.share_enrolled between 0 and 1",
        )
    return _Model(
        found=found,
        gallery=float(np.median(terms.gallery)),
        enrolled=enrolled,
        fpir=false_positives(terms, terms.gallery, exponent),
        tpir=true_positives(terms),
        wrong_to_right=_wrong_to_right(found),
    )


def _wrong_to_right(found: Run) -> Floats:
    """References on strangers over those on the right person, in each world."""
    outcomes, stopped = found.evaluation.outcomes, found.evaluation.terms.people.stopped
    wrong, right = (
        (stopped * outcomes.among((candidate,))).sum(axis=1) for candidate in ("stranger", "own")
    )
    ratio: Floats = np.full_like(wrong, np.nan)
    np.divide(wrong, right, out=ratio, where=right > 0)
    return ratio


def _grown(found: Run, stated: float, gallery: float) -> Floats:
    """The same threshold at this gallery, with each world's look-alikes and growth."""
    terms = found.evaluation.terms
    exponent = found.evaluation.worlds.number("matcher.growth_exponent")
    expected = candidate_intensity(stated, terms.variance)
    return false_positive_identification_rate(
        expected * (terms.gallery / gallery) ** exponent, terms.variance
    )


def _claim(found: Run, claim: str, question: str, readings: tuple[Reading, ...]) -> Claim:
    first = readings[0]
    lead = f"\u201c{claim}\u201d leaves open: {question} " if question else ""
    if len(readings) > 1:
        wrong = [one.answered_wrongly for one in readings]
        tail = (
            f"Depending on what is meant, between {natural(min(wrong))} and {natural(max(wrong))} "
            f"of {PER:,.0f} searches would return somebody else's record to people without one."
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


def _share(which: NDArray[np.bool_], values: Floats) -> float | None:
    """Share of the worlds that have a value."""
    known = np.isfinite(values)
    return float(np.mean(which[known])) if known.any() else None


def _about(count: float) -> str:
    return f"about {natural(count)}" if count >= 1 or not count else "fewer than 1"


def _people(count: float) -> str:
    return natural(count) if count >= 1 or not count else "fewer than 1"


def _stated(share: float) -> str:
    """A share as it was stated, every digit of it."""
    return f"{100 * share:.10g} %" if share >= 1e-6 else f"{share:.10g}"


def _percent(share: float) -> str:
    """A share of the model in words: per cent, or one in so many where that is small."""
    if 0.0 < share < 0.001:
        return f"1 in {natural(1 / share)}"
    return with_unit(share, "share")
