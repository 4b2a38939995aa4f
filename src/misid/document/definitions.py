"""What the measures of a report count, in a sentence each, and where they are defined."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import NamedTuple

from misid import measures
from misid.document.model import Answer, Section
from misid.measures.apart import told_apart
from misid.measures.disparity_intervals import disparity_intervals
from misid.measures.fairness import (
    fairness_discrepancy_rate,
    gini_aggregation_rate,
    inequity_rate,
)
from misid.measures.frailty import look_alike_frailty
from misid.measures.tails import extrapolated_threshold
from misid.measures.threshold_uncertainty import miss_interval


class Definition(NamedTuple):
    """A measure: what it says, what it must not be taken for, and the function that is it."""

    name: str
    says: str
    but: str
    measure: Callable[..., object] | None = None


VERIFICATION = (
    Definition(
        "Genuine, impostor",
        "A genuine comparison is of two images of one person, an impostor comparison of two "
        "people.",
        "Who is compared is taken from the file as it stands.",
    ),
    Definition(
        "False match rate (FMR)",
        "Share of impostor comparisons that match.",
        "Counts comparisons, not searches of a gallery: a search makes as many comparisons as the "
        "gallery has records.",
        measures.false_match_rate,
    ),
    Definition(
        "False non-match rate (FNMR)",
        "Share of genuine comparisons that do not match: misses.",
        "Failures to acquire are not in it.",
        measures.false_non_match_rate,
    ),
    Definition(
        "Threshold",
        "The lowest score at which the false match rate is at most the asked one; for distances "
        "the highest.",
        "Set and measured on the same comparisons: on others the same threshold gives other rates.",
        measures.operating_point,
    ),
    Definition(
        "Equal error rate (EER)",
        "The rate at which both error rates are equal.",
        "Says how well scores separate people; nobody runs a matcher at that threshold.",
        measures.equal_error_rate,
    ),
    Definition(
        "DET",
        "Detection error trade-off: misses against false matches as the threshold moves.",
        "On normal-deviate axes, where normal scores of both kinds give a straight line.",
        measures.detection_error_tradeoff,
    ),
    Definition(
        "d'",
        "Distance of the mean scores of both kinds, in units of their spread.",
        "Says nothing of the tails, where thresholds are.",
        measures.decidability,
    ),
)
GROUPS = (
    Definition(
        "Ratios, Gini coefficient",
        "How far the rates of groups, or of ordered pairs of groups, lie apart, all at one "
        "threshold and all weighing alike. 1, and 0 for the coefficient, are no difference.",
        "The largest ratio among many small groups is large even where all are equal: read it "
        "beside the intervals.",
        measures.disparity,
    ),
    Definition(
        "Told apart, highest",
        "Groups are told apart where the rates of any two differ by more than chance, all pairs of "
        "them considered; one is named as the highest where it is also above every other.",
        "A group that is not named may still be the worst: the errors, or people, are too few.",
        told_apart,
    ),
    Definition(
        "Fairness discrepancy rate (FDR)",
        "One less the weighted spreads (highest less lowest) of both error rates over groups. 1 is "
        "best.",
        "Where false matches are rare, their differences hardly show in it, whatever their ratios.",
        fairness_discrepancy_rate,
    ),
    Definition(
        "Inequity rate (INEQ)",
        "The ratios of the highest to the lowest group in both error rates, weighted and "
        "multiplied. 1 is best.",
        "Has no value where a group has no errors.",
        inequity_rate,
    ),
    Definition(
        "Gini aggregation rate (GARBE)",
        "The weighted Gini coefficients of both error rates over groups. 0 is best.",
        "Does not show how high the rates are.",
        gini_aggregation_rate,
    ),
    Definition(
        "95 % interval, differences",
        "Each measure is the largest of many contrasts: the lower end is kept by all of them at "
        "once, the upper end by the largest, whichever it is.",
        "Wide where groups are small.",
        disparity_intervals,
    ),
)
BEYOND = (
    Definition(
        "Tail",
        "A law fitted to the highest impostor scores, which says at what threshold a false match "
        "rate would be reached that is too low to count.",
        "Extrapolated: it holds if scores beyond those seen go on as the highest ones do.",
        extrapolated_threshold,
    ),
    Definition(
        "Look-alike frailty",
        "How unevenly false matches fall on people: the shape k of a gamma law of how many "
        "look-alikes each has. Small k: few people have most of them; infinite: all have as many.",
        "It is of the people and photographs of this file.",
        look_alike_frailty,
    ),
)
INTERVALS = (
    Definition(
        "95 % interval, subjects",
        "Allows for people who are in several comparisons. Where too few people have an error to "
        "see how errors gather, people are the trials, and it is a bound: it holds at least as "
        "often as it says, whatever people are like.",
        "It is of this sample of people: other cameras, places or years are not in it.",
        measures.subject_interval,
    ),
    Definition(
        "95 % interval, mid-P",
        "For independent comparisons; shown where nobody says who is compared.",
        "Too narrow where people are in several comparisons.",
        measures.mid_p,
    ),
    Definition(
        "95 % interval, at the asked rate",
        "Of the misses at an asked false match rate, or of the equal error rate: allows for the "
        "threshold being found in the same comparisons.",
        "Wider than that at the threshold as it stands, the more so the fewer false matches.",
        miss_interval,
    ),
)


def section(definitions: Sequence[Definition]) -> Section:
    """Definitions as an appendix."""
    return Section(
        id="definitions",
        title="Definitions",
        blocks=tuple(Answer(question=one.name, text=_text(one)) for one in definitions),
    )


def _text(one: Definition) -> str:
    given = source(one)
    return f"{one.says} {one.but}" + (f" Source: {given}" if given else "")


def source(one: Definition) -> str:
    """The references of a measure, as its own documentation gives them."""
    documented = inspect.getdoc(one.measure) if one.measure else None
    _, _, references = (documented or "").partition("References: ")
    said = " ".join(references.split())
    return "" if said.startswith("as `") else said
