"""Words in a picture and beside it: axes, legends, heads of its data, what must be said of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from misid.results.first_facts import RunFacts
from misid.results.schema import ChangeNote
from misid.words.language import Language, message
from misid.words.scenario import is_by_hand
from misid.words.sentence import plain

if TYPE_CHECKING:
    from misid.simulation.people_schema import History
    from misid.uncertainty.code_schema import CodeCase

LABELS = {
    "if": message("If"),
    "number": message("Number"),
    "contraction": message("Contraction"),
    "shift": message("Shift"),
    "deviations_of_before": message("standard deviations of before"),
    "before_median": message("Before, median"),
    "before_low": message("Before, 5 %"),
    "before_high": message("Before, 95 %"),
    "after_median": message("After, median"),
    "after_low": message("After, 5 %"),
    "after_high": message("After, 95 %"),
    "data": message("Data: {title}"),
    # Findings of a log over time.
    "period": message("When"),
    "rule": message("Rule"),
    "rows_of_period": message("Rows"),
    "rows_broken": message("Break it"),
    # What other limits of an audit cost.
    "limit_shown": message("Share that is shown to be below"),
    "fixed_rows": message("rows of a fixed size"),
    "mean_rows": message("rows one by one, on average"),
    # A check row by row.
    "sheet_row": message("Row of the sheet"),
    "called_wrong": message("Called wrong or not found, so far"),
    "risk": message("So good a run, were the limit wrong, in at most"),
    "may_stop": message("one may stop at {risk}"),
    # Rows of disclosed counts.
    "row": message("Row"),
    "lies": message("Lies"),
    "raw_low": message("Raw rate, least"),
    "raw_high": message("Raw rate, most"),
    "given_all_median": message("Given all rows, median"),
    "given_all_low": message("Given all rows, 5 %"),
    "given_all_high": message("Given all rows, 95 %"),
    "given_all": message("given all rows"),
    "told_apart": message("told apart"),
    "raw": message("raw rate"),
    # What becomes of people.
    "searched": message("photographed and\nsearched for"),
    "answered_with": message("answered with"),
    "not_enrolled": message("without a record"),
    "enrolled": message("recorded, not sought"),
    "sought": message("recorded, sought"),
    "wrong_person": message("somebody else's record"),
    "wrong_record": message("own record, wrongly flagged"),
    "right": message("own record"),
    "do_not_detain": message("“do not detain”"),
    "below_one": message("below 1"),
    "truth": message("Truth"),
    "ending": message("Answered with"),
    "people_of": message("People, of {people}"),
    "exact_of": message("Exact, of {people}"),
    "icon_wrong_person": message("{people} answered with somebody else's record"),
    "icon_wrong_record": message("{people} answered: own record, wrongly flagged"),
    "icon_missed": message("{people} sought, and get no reference"),
    "icon_right": message("{people} answered: own record"),
    "icon_nothing": message("{people} told “do not detain”, and not sought"),
    "narrow_wrong_person": message("{people} somebody else's record"),
    "narrow_wrong_record": message("{people} own record, wrongly flagged"),
    "narrow_missed": message("{people} sought, and get no reference"),
    "narrow_right": message("{people} own record"),
    "narrow_nothing": message("{people} told “do not detain”, not sought"),
    "becomes": message("What becomes of them"),
    "becomes_wrong_person": message("answered with somebody else's record"),
    "becomes_wrong_record": message("answered: own record, wrongly flagged"),
    "becomes_missed": message("sought, and get no reference"),
    "becomes_right": message("answered: own record"),
    "becomes_nothing": message("told “do not detain”, and not sought"),
    # What one code means.
    "meaning": message("It means"),
    "codes_of": message("Codes, of {codes}"),
    "exact_codes_of": message("Exact, of {codes}"),
    "means_right_person_sought": message("the right person, who is sought"),
    "means_right_person_not_sought": message("the right person, whom nobody seeks"),
    "means_right_person_wrong_record": message("the right person, on a wrong record"),
    "means_somebody_else": message("somebody else"),
    "means": message("{codes} {meaning}"),
    # Worlds.
    "output_unit": message("{output}, {unit}"),
    "worlds_below": message("Worlds below"),
    "median_mark": message("{number}: half lie above"),
    "limit_mark": message("{number}: the scenario's limit"),
    "published_mark": message("{number}: published"),
    "median_narrow": message("{number}: half above"),
    "limit_narrow": message("{number}: the limit"),
    "published_narrow": message("{number}: published"),
    # Groups.
    "group": message("Group"),
    "no_trials": message("no trials"),
    "group_no_trials": message("{group}: no trials"),
    "per_searches": message("Per 100,000 searches of the group"),
    "times_all": message("Times the rate of all people together"),
    "group_rate_median": message("Per 100,000 searches of the group, median"),
    "group_rate_low": message("Per 100,000 searches of the group, 5 %"),
    "group_rate_high": message("Per 100,000 searches of the group, 95 %"),
    "relative_to_all_median": message("Times the rate of all people together, median"),
    "relative_to_all_low": message("Times the rate of all people together, 5 %"),
    "relative_to_all_high": message("Times the rate of all people together, 95 %"),
    # The threshold.
    "missed": message("sought people who get no reference"),
    "wrong_person_rate": message("wrong-person references per 100,000 searches"),
    "stricter": message("Threshold stricter by, in decades of the false match rate"),
    "move_0": message("as described"),
    "move_0_answer": message("as described: {answer}"),
    "move_1": message("10 times stricter"),
    "move_2": message("100 times stricter"),
    "move_4": message("10,000 times stricter"),
    "move_-1": message("10 times looser"),
    "move_-2": message("100 times looser"),
    "wrong_person_references_median": message("Wrong-person references per 100,000, median"),
    "wrong_person_references_low": message("Wrong-person references per 100,000, 5 %"),
    "wrong_person_references_high": message("Wrong-person references per 100,000, 95 %"),
    "misses_among_sought_median": message("Misses among stops of sought people, median"),
    "misses_among_sought_low": message("Misses among stops of sought people, 5 %"),
    "misses_among_sought_high": message("Misses among stops of sought people, 95 %"),
    # Photographs.
    "year": message("Year"),
    "years": message("years since the beginning"),
    "photographs_median": message("All photographs, median"),
    "photographs_low": message("All photographs, 5 %"),
    "photographs_high": message("All photographs, 95 %"),
    "no_match_median": message("Of people who matched nothing, median"),
    "no_match_low": message("Of people who matched nothing, 5 %"),
    "no_match_high": message("Of people who matched nothing, 95 %"),
    "photographs_line": message("All photographs (solid)"),
    "no_match_line": message("Of people who matched nothing (dashed)"),
    "photographs_narrow": message("All photographs (solid)"),
    "no_match_narrow": message("Matched nothing (dashed)"),
    "month": message("Month"),
    "after_days": message("Days from the beginning"),
    "review": message("Review"),
    "same_short": message("same stranger"),
    "other_short": message("other stranger"),
    "held": message("All photographs"),
    "held_no_candidate": message("That matched nothing"),
    "held_expected": message("All photographs, closed form"),
    "held_line": message("All photographs (solid)"),
    "held_no_candidate_line": message("Of searches that matched nothing (dashed)"),
    "held_narrow": message("All photographs (solid)"),
    "held_no_candidate_narrow": message("Matched nothing (dashed)"),
    # Where the range comes from.
    "input": message("Input"),
    "description": message("What it is"),
    "of": message("Whose"),
    "status": message("How it is known"),
    "share": message("Decides by itself"),
    "together": message("What inputs decide only together"),
    "the_others": message("The other {inputs} inputs, and what inputs decide only together"),
    "bar": message("{share}"),
    "bar_known": message("{share}, {status}"),
    "disclosed": message("disclosed"),
    "published": message("published"),
    "measured": message("measured"),
    "inferred": message("inferred"),
    "assumed": message("assumed"),
    "unknown": message("unknown"),
    # A guess.
    "low_end": message("5 %"),
    "median_end": message("Median"),
    "high_end": message("95 %"),
    "guess": message("Your guess"),
    "guess_mark": message("your guess: {guess}"),
    # A change, and a claim.
    "before": message("before"),
    "after": message("after"),
    "before_column": message("{output}, before"),
    "after_column": message("{output}, after"),
    "lower": message("worlds in which it falls"),
    "higher": message("worlds in which it rises"),
    "same": message("worlds in which nothing changes"),
    "record": message("Record"),
    "answer": message("Answer"),
    "with_record": message("with a record"),
    "nobody": message("nobody"),
    "not_found": message("own record not found"),
    "not_said": message("not said"),
    "everybody": message("searched for"),
}
"""By code; what no language has a word for is a fault of the code."""

SHOWN = {
    "frequencies": message("what becomes of 100,000 people, as a tree"),
    "icons": message("what becomes of 1,000 people, one shape each"),
    "worlds": message("the range of wrong-person references, one dot a world"),
    "limit": message("the range of what the scenario's limit is set on, one dot a world"),
    "groups": message("wrong-person references by group"),
    "threshold": message("wrong references against misses, over all thresholds"),
    "photographs": message("photographs held, year by year"),
    "uncertainty": message("which inputs the range comes from"),
}
"""What each figure of a run shows, in a line."""

_CAUTIONS = {
    "synthetic": message("synthetic model"),
    "extrapolated_gallery": message("extrapolated"),
    "extrapolated_threshold": message("extrapolated"),
    "regions": message("regions of birth stand in for groups"),
    "stand_in": message("some groups stand in for others"),
    "read_by_eye": message("ratios between regions read by eye"),
    "middle": message("an average over the middle fifth of the possible worlds"),
    "dots": message("each dot is one possible world"),
    "lines": message("each line is one possible world"),
    "medians": message("a thick line joins the medians of one answer"),
    "claim": message("a claim, not a finding"),
    "as_disclosed": message("counts as they were disclosed"),
    "made_up": message("a made-up person"),
}
_ANYWHERE = ("synthetic", "extrapolated_gallery", "extrapolated_threshold")
_OF_GROUPS = ("regions", "stand_in", "read_by_eye")
_OF_FIGURE = {
    "frequencies": ("middle",),
    "icons": ("middle",),
    "worlds": ("dots",),
    "limit": ("dots",),
    "person": ("made_up",),
}
_SHOWN = 3


def label(code: str, language: Language, **values: str) -> str:
    """
    Words in a picture.

    Args:
        code: of `LABELS`.
        language: whose words.
        values: what stands at each name.
    """
    return plain(language.say(LABELS[code], **values)) if values else language.word(LABELS[code])


def caution(code: str, language: Language) -> str:
    """What must be said of a picture, as a phrase."""
    return language.word(_CAUTIONS[code])


def cautions(
    figure: str, facts: RunFacts | History | CodeCase, language: Language
) -> tuple[str, ...]:
    """
    What must be said wherever a picture is shown, from the facts.

    Args:
        figure: its name; empty for what must be said of all of them.
        facts: of a run, or of people over the years.
        language: whose words.
    """
    wanted = (*_ANYWHERE, *(_OF_GROUPS if figure == "groups" else ()))
    codes = [one.code for one in facts.cautions if one.code in wanted]
    said = (caution(code, language) for code in (*codes, *_OF_FIGURE.get(figure, ())))
    return tuple(dict.fromkeys((*said, *_whose(facts, language))))


def _whose(facts: RunFacts | History | CodeCase, language: Language) -> Iterator[str]:
    """Whose scenario it is, and what was changed in it."""
    if facts.stamp.origin == "own":
        yield language.word("a scenario of its author's own")
    yield from changed(facts.changes, language)


def changed(changes: Sequence[ChangeNote], language: Language) -> tuple[str, ...]:
    """What was changed in a scenario, as a phrase each."""
    return tuple(_changed(change, language) for change in changes)


def _changed(change: ChangeNote, language: Language) -> str:
    if not is_by_hand(change):
        return plain(language.say("with the change {name}", name=change.name))
    names = [one.name for one in change.inputs]
    named, left = ", ".join(names[:_SHOWN]), len(names) - _SHOWN
    if left <= 0:
        return plain(language.say("changed by hand: {inputs}", inputs=named))
    return plain(
        language.say_many(
            "changed by hand: {inputs} and {left} more",
            "changed by hand: {inputs} and {left} more",
            left, inputs=named, left=str(left),
        )
    )  # fmt: skip


def if_clause(when: str, language: Language) -> str:
    """
    A clause as the heading of what holds where it does; empty where there is none.

    Example:
        >>> from misid.words.language import ENGLISH
        >>> if_clause("any candidate leads to a reference code", ENGLISH)
        'If any candidate leads to a reference code'
    """
    return plain(language.say("If {clause}", clause=when)) if when else ""
