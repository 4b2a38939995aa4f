"""A stated claim is checked: what must be true for it, and what follows for this gallery."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from misid.matching import candidate_intensity, false_positive_identification_rate
from misid.results.codes import code_said
from misid.results.outputs import PER, Evaluation
from misid.results.run import Run
from misid.results.summary import natural
from misid.scenario import Output
from misid.uncertainty.claim_said import holds_said, percent
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
from misid.uncertainty.schema import Claim, ClaimQuestion, Reading, ReadingSide
from misid.uncertainty.without import value

Floats = NDArray[np.float64]

AVERAGE = (
    "Rates, shares and people are medians over the possible worlds, or over those of a side; in "
    "how many a claim holds is a count of worlds."
)
_ONE_CODE = (
    " The probabilities of one code are of the codes that equally many searches give in each of "
    "these worlds, taken together."
)
_DEFINITIVE = 0.001
_FALSE = "false positive identification rate"


def accuracy(found: Run, stated: float) -> Claim:
    """
    `It is 99 % accurate`: a rate without a denominator, in its three usual meanings.

    Args:
        found: a finished run.
        stated: the accuracy, a share below 1.
    """
    model = model_of(found)
    said, rest = _stated(stated), 1.0 - stated
    paired = by_pairs(rest, model.gallery)
    pairs = (
        f"{said} of pairs of different people are told apart",
        f"A search compares with {natural(model.gallery)} records, so some stranger among them "
        f"matches with a probability of {percent(paired)}.",
    )
    absent = (
        f"{said} of searches for people without a record return nobody",
        f"The {_FALSE} at {natural(model.gallery)} records is at most {_stated(rest)}.",
    )
    present = (
        f"{said} of searches for people with a record find it",
        f"The true positive identification rate is at least {said}; this says nothing of the "
        "people without a record, for whom the middle of the model stands in.",
    )
    true = Measure("true positive identification rate", true_positive_of, lambda of: of >= stated)
    meanings = (
        Meaning(pairs, model.stated(paired), None, None),
        Meaning(absent, model.stated(rest), model.true_positive, _false_positives(rest)),
        Meaning(present, model.false_positive, model.stated(stated), true),
    )
    question = (
        f"{said} of what: of pairs of photographs, of searches for people without a record, or of "
        "searches for people with one; at which gallery size and threshold, measured on whom?"
    )
    return _claim(model, f"It is {said} accurate.", question, meanings)


def false_positive_rate(found: Run, stated: float, gallery: float | None) -> Claim:
    """
    `The false positive rate is 0.1 %`, measured on a gallery of some size.

    Args:
        found: a finished run.
        stated: the rate.
        gallery: records it was measured on; None where nobody says.
    """
    model = model_of(found)
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
        one = Meaning(words, model.stated(stated), model.true_positive, _false_positives(stated))
        return _claim(model, f"The false positive rate is {said}.", question, (one,))
    grown = _grown(found, stated, gallery)
    low, middle, high = (float(x) for x in np.nanquantile(grown, [0.05, 0.5, 0.95]))
    pair = -np.expm1(np.log1p(-stated) / gallery)
    words = (
        f"{said} of searches of {gallery:,.0f} records return somebody who is not there",
        f"One pair of strangers in {natural(1 / pair)} matches. At the {natural(model.gallery)} "
        f"records of this gallery the same threshold gives {percent(middle)} (between "
        f"{percent(low)} and {percent(high)}).",
    )
    one = Meaning(words, grown, model.true_positive, _false_positives(grown))
    return _claim(
        model, f"The false positive rate is {said} at {gallery:,.0f} records.", "", (one,)
    )


def false_per_true(found: Run, stated: float) -> Claim:
    """
    `One false match for each thousand true ones`.

    Args:
        found: a finished run.
        stated: wrong references over right ones.
    """
    model = model_of(found)
    false, true = model.middle()
    needed = false / (false + stated * true)
    words = (
        f"{stated:.10g} wrong matches for each right one",
        f"With the median false positive rate of the model ({percent(false)}) about "
        f"{percent(needed)} of the people stopped must have a record.",
    )
    ratio = Measure(
        "references on another person for each on the right one", wrong_to_right,
        lambda of: of <= stated, of_one=False, of_kin=True,
    )  # fmt: skip
    one = Meaning(words, model.false_positive, model.true_positive, ratio, needs=stated)
    question = "How many people were searched for, and how many of them had a record at all?"
    return _claim(model, f"{stated:.10g} false for each true.", question, (one,))


def definitive(found: Run) -> Claim:
    """
    `A match is definitive`: of whom it names, and of whether that person is sought.

    Args:
        found: a finished run.
    """
    model = model_of(found)
    ratio = _DEFINITIVE / (1 - _DEFINITIVE)
    most = min(1.0, ratio * model.middle()[1] * model.enrolled / (1 - model.enrolled))
    names = (
        f"fewer than 1 match in {1 / _DEFINITIVE:,.0f} concerns the wrong person",
        f"The {_FALSE} at {natural(model.gallery)} records is below {percent(most)} (at the "
        "medians of the model), and twins "
        "and siblings are told apart.",
    )
    sought = (
        f"fewer than 1 match in {1 / _DEFINITIVE:,.0f} is of anybody but a person who is sought",
        "Besides, no record but that of a person who is sought leads to a reference code, and no "
        "flag is wrong.",
    )
    wrong = Measure(
        "share of references that concern the wrong person",
        _output("share_of_references_wrong_person"),
        lambda of: of <= _DEFINITIVE,
        of_kin=True,
    )
    right = Measure(
        "share of references that name a sought person",
        _output("share_of_references_sought"),
        lambda of: of >= 1 - _DEFINITIVE,
        of_kin=True,
    )
    meanings = (
        Meaning(names, model.stated(most), model.true_positive, wrong),
        Meaning(sought, model.false_positive, model.true_positive, right),
    )
    question = "Who checked the matches that were called definitive, and how many were wrong?"
    return _claim(model, "A match is definitive.", question, meanings, of_codes=True)


def _false_positives(most: float | Floats) -> Measure:
    return Measure(_FALSE, false_positive_of, lambda of: of <= most)


def _output(name: Output) -> Callable[[Evaluation], Floats]:
    return lambda evaluation: value(evaluation, name)


def _grown(found: Run, stated: float, gallery: float) -> Floats:
    """The same threshold at this gallery, with each world's look-alikes and growth."""
    terms = found.evaluation.terms
    exponent = found.evaluation.worlds.number("matcher.growth_exponent")
    expected = candidate_intensity(stated, terms.variance)
    return false_positive_identification_rate(
        expected * (terms.gallery / gallery) ** exponent, terms.variance
    )


def _claim(
    model: Model,
    claim: str,
    question: str,
    meanings: Sequence[Meaning],
    *,
    of_codes: bool = False,
) -> Claim:
    asked, told = readings(model, meanings)
    lead = f"\u201c{claim}\u201d leaves open: {question}" if question else ""
    code = f"{code_said(model.found.results)}" if of_codes else ""
    parts = (lead, "" if of_codes else _follows(told), _held(told), code or _open(asked))
    return Claim(
        version="misid-claim/2",
        claim=claim,
        missing=question,
        sentence=" ".join(part for part in parts if part),
        either_or=asked,
        readings=told,
        average=f"{AVERAGE}{_ONE_CODE if of_codes else ''}",
        stamp=model.found.results.stamp,
    )


def _open(asked: ClaimQuestion | None) -> str:
    return "" if asked is None else asked.open


def _follows(told: Sequence[Reading]) -> str:
    """What follows of one reading; of several, from the least to the most, on any side."""
    if len(told) == 1:
        return told[0].implies
    every: list[Reading | ReadingSide] = [*told, *(side for one in told for side in one.sides)]
    wrong = [one.answered_wrongly for one in every]
    return (
        f"Depending on what is meant, between {natural(min(wrong))} and {natural(max(wrong))} "
        f"of {PER:,.0f} searches would return somebody else's record to people without one."
    )


def _held(told: Sequence[Reading]) -> str:
    """In how many worlds the reading holds that an either/or moves the most, or the only one."""
    known = [one for one in told if one.worlds is not None and (one.sides or len(told) == 1)]
    if not known:
        return ""
    one = max(known, key=lambda each: _apart([side.worlds or 0.0 for side in each.sides]))
    which = "It" if len(told) == 1 else f"That {one.meaning}"
    return f"{which} holds in {holds_said(one)}."


def _apart(shares: Sequence[float]) -> float:
    return max(shares, default=0.0) - min(shares, default=0.0)


def _stated(share: float) -> str:
    """A share as it was stated, every digit of it."""
    return f"{100 * share:.10g} %" if share >= 1e-6 else f"{share:.10g}"
