"""The two ends of an unanswered question, or its options: what would stand there if they held."""

from __future__ import annotations

from dataclasses import dataclass

from misid.quantities import Choice, Quantity
from misid.uncertainty.questions import OpenField

LOW, HIGH = "low", "high"


@dataclass(frozen=True)
class End:
    """
    One answer to a question.

    `name` is `low`, `high`, or the option; `contents` is what then stands at each of its inputs, by
    name, as a study takes it.
    """

    name: str
    contents: dict[str, float | int | str | bool]


def ends(question: OpenField) -> tuple[End, ...]:
    """
    Each option of an either/or; both ends of a range, as the scenario states them.

    Where a question has an input for every group or collection, all stand at their low ends, or all
    at their high ends. Shares that add up to one, an algorithm, and a row of a published table have
    no two ends: nothing is given for them.

    Args:
        question: one that is open.
    Example:
        >>> from misid.scenario import load_scenario
        >>> from misid.uncertainty.questions import questions
        >>> asked = {one.field: one for one in questions(load_scenario("task-force-module"))}
        >>> [end.name for end in ends(asked["answer.reference_rule"])]
        ['any_candidate', 'flagged_record']
        >>> [end.contents for end in ends(asked["stops.share_enrolled"])]
        [{'stops.share_enrolled': 0.15}, {'stops.share_enrolled': 0.85}]
        >>> ends(asked["stops.composition"])
        ()
    """
    first = question.inputs[0].content
    if isinstance(first, Choice):
        names = [one.name for one in question.inputs]
        return tuple(End(str(option), dict.fromkeys(names, option)) for option in first.options)
    lows: dict[str, float | int | str | bool] = {}
    highs: dict[str, float | int | str | bool] = {}
    for one in question.inputs:
        content = one.content
        if not isinstance(content, Quantity) or content.low is None or content.high is None:
            return ()
        lows[one.name], highs[one.name] = content.low, content.high
    return End(LOW, lows), End(HIGH, highs)
