"""Each answer to an open either/or as a clause: what stands after "If" in a sentence.

Every field of a scenario that is a choice has its answers here, by the name of the field.
"""

from __future__ import annotations

from typing import NamedTuple

from misid.quantities import Status
from misid.scenario.inputs import Input


class Said(NamedTuple):
    """An answer as a clause after "If", and as a short head of a column."""

    clause: str
    head: str


_SCORES = "the scores of true matches fall off by a {law} law"
ANSWERS: dict[str, dict[str, Said]] = {
    "gallery.searched": {
        "all_records": Said("every record is searched", "all records searched"),
        "flagged_records": Said("only flagged records are searched", "only flagged searched"),
    },
    "gallery.made_for": {
        "everybody": Said("one gallery is searched for everybody", "one gallery"),
        "each_occasion": Said("a gallery is made for each occasion", "one for each occasion"),
    },
    "matcher.mate_tail": {
        "normal": Said(_SCORES.format(law="normal"), "normal law"),
        "logistic": Said(_SCORES.format(law="logistic"), "logistic law"),
        "gumbel": Said(_SCORES.format(law="Gumbel"), "Gumbel law"),
        "power_law": Said(_SCORES.format(law="power"), "power law"),
    },
    "threshold.moves_with_gallery": {
        "True": Said("the threshold is set anew when the gallery grows", "threshold set anew"),
        "False": Said("the threshold stays when the gallery grows", "threshold stays"),
    },
    "threshold.design_population": {
        "reference": Said("the threshold was set on test photographs", "set on tests"),
        "field": Said("the threshold was set on photographs of the field", "set on the field"),
    },
    "threshold.candidates": {
        "1": Said("a search returns one candidate at most", "one candidate"),
        "": Said("a search returns up to {option} candidates", "up to {option} candidates"),
    },
    "threshold.tries": {
        "1": Said("a person is photographed once", "one photograph"),
        "": Said(
            "a person is photographed up to {option} times until something is found",
            "up to {option} photographs",
        ),
    },
    "threshold.per_group": {
        "True": Said("each group has a threshold of its own", "own thresholds"),
        "False": Said("one threshold holds for everybody", "one threshold"),
    },
    "threshold.retry_after": {
        "nothing": Said("another photograph follows only where nothing was found", "after nothing"),
        "no_reference": Said(
            "photographs follow each other until a reference is given", "until a reference"
        ),
    },
    "answer.reference_rule": {
        "any_candidate": Said("any candidate leads to a reference code", "any candidate"),
        "flagged_record": Said(
            "only a flagged record leads to a reference code", "only flagged records"
        ),
    },
    "review.reviewers": {
        "1": Said("one person compares a reference", "one reviewer"),
        "2": Said("two people compare a reference, and both must accept it", "two reviewers"),
    },
}
"""By field and option; an empty option stands for every number that is not named."""


def said(one: Input, option: object) -> Said:
    """
    An answer to a choice in words.

    Example:
        >>> from misid.scenario import inputs, load_scenario
        >>> by_name = {one.name: one for one in inputs(load_scenario("task-force-module"))}
        >>> said(by_name["answer.reference_rule"], "any_candidate").clause
        'any candidate leads to a reference code'
        >>> said(by_name["threshold.candidates"], 20).head
        'up to 20 candidates'
    """
    known = ANSWERS[one.field]
    words = known.get(str(option)) or known[""]
    return Said(*(part.format(option=option) for part in words))


def nobody_says(one: Input) -> str:
    """
    That the answer is open, as a sentence.

    Example:
        >>> from misid.scenario import inputs, load_scenario
        >>> by_name = {one.name: one for one in inputs(load_scenario("task-force-module"))}
        >>> nobody_says(by_name["answer.reference_rule"])
        'Nobody has said which.'
    """
    unknown = one.content.status is Status.UNKNOWN
    return "Nobody has said which." if unknown else "Which of these holds is not settled."
