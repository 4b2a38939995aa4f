"""Numbers and findings of an evaluation in words."""

from __future__ import annotations

import math
from collections.abc import Sequence

from misid.evaluation.schema import (
    AnewNote,
    CountsNote,
    EqualErrorNote,
    Evaluation,
    FrailtyNote,
    PointNote,
    RateNote,
    TailNote,
)
from misid.measures.by_person import ENOUGH_PEOPLE

_FAR = 0.6
"""A rate that is reached below so much of the asked one is said to be."""
STREAMED = (
    "The file was read in parts. What needs every comparison in memory was not worked out: tails, "
    "look-alikes, thresholds by group, and the interval of the equal error rate."
)
"""What is said of a file that is too large to be held."""
BOUND = (
    f"Where fewer than {ENOUGH_PEOPLE} people have an error, or few have most, too little shows "
    "how errors gather in people. People are then the trials, and the interval is a bound: it "
    "holds the true rate at least as often as it says, whatever the people are like, and is wide "
    "where they are few."
)
"""What a bound is."""


def plain(number: float, digits: int = 2) -> str:
    """
    A number with so many digits that matter, thousands apart.

    Example:
        >>> plain(2.345), plain(12_345.0), plain(0.00123), plain(0.0)
        ('2.3', '12,000', '0.0012', '0')
    """
    if number == 0:
        return "0"
    places = digits - 1 - math.floor(math.log10(abs(number)))
    rounded = round(number, places)
    text = f"{rounded:,.0f}" if places <= 0 else f"{rounded:,.{min(places, 15)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(share: float | None, digits: int = 2) -> str:
    """
    A share in per cent; close to all of them, by what is lacking.

    Example:
        >>> percent(0.0234), percent(0.99987), percent(1.0), percent(None)
        ('2.3 %', '99.987 %', '100 %', 'no trials')
    """
    if share is None:
        return "no trials"
    if 0.99 < share < 1.0:
        lacking = 100.0 * (1.0 - share)
        places = min(12, digits - 1 - math.floor(math.log10(lacking)))
        return f"{100.0 - lacking:.{places}f} %"
    return f"{plain(100.0 * share, digits)} %"


def rate_and_interval(rate: RateNote) -> tuple[str, str]:
    """A rate and the interval that is shown, in per cent, with digits enough to tell the ends."""
    if rate.low is None or rate.high is None:
        return "no trials", "no trials"
    ends = [rate.low, rate.high]
    enough = (n for n in range(2, 7) if percent(ends[0], n) != percent(ends[1], n))
    digits = next(enough, 6)
    said = " to ".join(percent(end, digits) for end in ends)
    return percent(rate.rate, digits), f"{said} (bound)" if rate.is_bound else said


def interval_in_words(rate: RateNote, trials: str = "comparisons") -> str:
    """The interval that is shown, as a sentence has it: with what it rests on."""
    said = rate_and_interval(rate)[1].removesuffix(" (bound)")
    if rate.is_bound:
        return f"{said}, a bound: too few people err to see how errors gather"
    return f"{said}, if {trials} are independent" if rate.method == "mid_p" else said


def one_in(rate: float) -> str:
    """
    A small rate as people say it.

    Example:
        >>> one_in(1e-4), one_in(0.1), one_in(0.4), one_in(0.0)
        ('1 in 10,000', '1 in 10', '40 %', 'none')
    """
    if rate == 0:
        return "none"
    if rate > 1 / 3:
        return percent(rate)
    wanted = 1.0 / rate
    digits = 2 - math.floor(math.log10(wanted))
    return f"1 in {round(wanted, digits):,.{0 if wanted >= 10 else 1}f}".removesuffix(".0")


def point_sentence(point: PointNote) -> str:
    """
    What a threshold gives, in a sentence.

    Where the comparisons cannot show so low a rate, or tied scores leave it far from the asked
    one, that is said first.
    """
    share, interval = rate_and_interval(point.fnmr)[0], interval_in_words(point.fnmr)
    if point.resolved and point.fnmr_anew:
        interval += f"; {_with_threshold(point.fnmr_anew)}"
    missed = f"{share} of true pairs are missed ({interval})"
    if not point.resolved:
        return (
            f"A false match rate of {one_in(point.asked)} cannot be shown by "
            f"{point.fmr.trials:,} impostor pairs: at a threshold that matches "
            f"{point.fmr.count:,} of them it may be as high as {one_in(point.at_most or 0.0)}; "
            f"there {missed}."
        )
    if point.fmr.count == 0:
        return (
            f"At the lowest threshold that wrongly matches at most {one_in(point.asked)} pairs, "
            f"none of {point.fmr.trials:,} is matched (the rate is at most "
            f"{one_in(point.at_most or 0.0)}); {missed}."
        )
    reached = point.fmr.count / point.fmr.trials
    if reached < _FAR * point.asked:
        return (
            f"At the lowest threshold that wrongly matches at most {one_in(point.asked)} pairs (it "
            f"matches {one_in(reached)}, since scores are tied or few), {missed}."
        )
    return f"At a threshold that wrongly matches {one_in(reached)} pairs, {missed}."


def _with_threshold(intervals: Sequence[AnewNote]) -> str:
    """What the error of a found threshold makes of the misses."""
    if (intervals[0].low, intervals[0].high) == (0.0, 1.0):
        return "at the asked rate itself they may be any, so few people does it rest on"
    return f"with the threshold's own error {anew_interval(intervals)}"


def equal_error_sentence(eer: EqualErrorNote) -> str:
    """Where both rates meet, or that they do not."""
    if eer.rate is None:
        return (
            "The curves of both error rates do not meet: scores are tied where they cross, and "
            f"the rates jump past each other between {percent(eer.low)} and {percent(eer.high)}."
        )
    said = f"Both error rates are {percent(eer.rate)} where they are equal (equal error rate)"
    return f"{said}; 95 %: {anew_interval(eer.intervals)}." if eer.intervals else f"{said}."


def anew_interval(intervals: Sequence[AnewNote]) -> str:
    """The interval that is shown of those that allow for a found threshold."""
    if not intervals:
        return "no value"
    ends = (intervals[0].low, intervals[0].high)
    enough = (n for n in range(2, 7) if percent(ends[0], n) != percent(ends[1], n))
    digits = next(enough, 6)
    said = " to ".join(percent(end, digits) for end in ends)
    return f"{said} (bound)" if intervals[0].is_bound else said


def tail_sentence(tail: TailNote) -> str:
    """What the highest scores say of the rate that cannot be counted, and how firmly."""
    first, others = tail.targets[0], [fit.threshold for fit in tail.fits]
    end = "no end" if first.high is None else f"{first.high:.4g}"
    return (
        f"Extrapolated, not counted: if impostor scores go on as the highest "
        f"{one_in(tail.share or 0.0)} of them do, a false match rate of {one_in(first.asked)} "
        f"needs a threshold of {first.threshold:.4g} (95 %: {first.low:.4g} to {end}), which "
        f"{percent(first.fnmr)} of true pairs miss; tails that begin elsewhere say "
        f"{min(others):.4g} to {max(others):.4g}."
    )


def no_tail_sentence(trials: int, fewest: int) -> str:
    """Why nothing is extrapolated."""
    return (
        f"Nothing is extrapolated: a tail needs {fewest} untied scores among the highest tenth, "
        f"and {trials:,} impostor scores have too few, or are rounded."
    )


def beyond_sentences(found: Evaluation) -> tuple[str, ...]:
    """What is said of tails and look-alikes, where they were worked out."""
    return tuple(note.sentence for note in (found.tail, found.frailty) if note is not None)


def frailty_sentence(frailty: FrailtyNote) -> str:
    """How unevenly false matches fall on people."""
    ends = ["infinite" if end is None else plain(end) for end in (frailty.low, frailty.high)]
    shape = "infinite" if frailty.shape is None else plain(frailty.shape)
    said = (
        f"Where {one_in(frailty.fmr)} impostor pairs match, {frailty.false_matches:,} false "
        f"matches fall on {frailty.people:,} people as with a look-alike frailty of shape k = "
        f"{shape} (95 %: {ends[0]} to {ends[1]}; infinite: all people have as many look-alikes)."
    )
    if not frailty.both_sides:
        return said
    return f"{said} Some people are on either side of comparisons, so k may be larger than that."


def main_point(points: Sequence[PointNote]) -> PointNote:
    """The strictest point that the data resolve; where they resolve none, the most lenient."""
    resolved = [point for point in points if point.resolved]
    if resolved:
        return min(resolved, key=lambda point: point.asked)
    return max(points, key=lambda point: point.asked)


def notes(
    counts: CountsNote,
    points: Sequence[PointNote],
    eer: EqualErrorNote,
    decidability: float | None,
    *,
    distance: bool,
) -> tuple[str, ...]:
    """What must be said of the numbers of this file."""
    said = [_independence(counts)]
    low = [one_in(point.asked) for point in points if not point.resolved]
    if low:
        said.append(
            f"{counts.impostor:,} impostor comparisons cannot show a false match rate below "
            f"{one_in(counts.least_fmr)}, not even without a single match (95 %); asked for and "
            f"not resolved: {', '.join(low)}."
        )
    if counts.failed_genuine + counts.failed_impostor:
        said.append(
            f"{counts.failed_genuine:,} genuine and {counts.failed_impostor:,} impostor "
            f"comparisons have no score ({percent(counts.failure_to_acquire)} of all). They are "
            "counted as failures to acquire, and are in none of the error rates."
        )
    if eer.low > 0.5 or (decidability is not None and decidability < 0):
        other = "--similarity" if distance else "--distance"
        said.append(
            f"Impostor scores are the higher ones. Is the direction right? The other is {other}."
        )
    said.append(
        "Intervals are at 95 %, of the rate at the threshold as it stands, unless they are said to "
        "be of the asked rate: those allow for the threshold being found in the same comparisons."
    )
    return tuple(said)


def _independence(counts: CountsNote) -> str:
    if counts.subjects is None:
        return (
            "Who is compared is not known, so intervals take all comparisons as independent, those "
            "of rates without an error too. Where people are in several comparisons, they are too "
            "narrow; name the columns with --subject-a and --subject-b."
        )
    return f"Intervals allow for {counts.subjects:,} people being in several comparisons. {BOUND}"
