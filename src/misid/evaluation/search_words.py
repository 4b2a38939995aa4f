"""Numbers and findings of an identification in words."""

from __future__ import annotations

from collections.abc import Sequence

from misid.evaluation.identification_schema import (
    CandidatesNote,
    GalleryNote,
    RankNote,
    SearchCountsNote,
    SearchPointNote,
)
from misid.evaluation.words import (
    BOUND,
    interval_in_words,
    one_in,
    percent,
    plain,
    rate_and_interval,
)

_FAR = 0.6
"""A rate that is reached below so much of the asked one is said to be."""


def point_sentence(point: SearchPointNote) -> str:
    """
    What a threshold gives, in a sentence.

    Where the searches cannot show so low a rate, or tied scores leave it far from the asked one,
    that is said first.
    """
    others = "searches for people who are not enrolled"
    share, interval = rate_and_interval(point.fnir)[0], interval_in_words(point.fnir, "searches")
    missed = f"{share} of searches for enrolled people miss their own record ({interval})"
    if point.fnir.rate is None:
        missed = "nobody enrolled was searched for"
    if not point.resolved:
        return (
            f"A false positive rate of {one_in(point.asked)} cannot be shown by "
            f"{point.fpir.trials:,} {others}: at a threshold that answers {point.fpir.count:,} of "
            f"them it may be as high as {one_in(point.at_most or 0.0)}; there {missed}."
        )
    if point.fpir.count == 0:
        return (
            f"At the lowest threshold that answers at most {one_in(point.asked)} {others} with "
            f"somebody else's record, none of {point.fpir.trials:,} is answered (the rate is at "
            f"most {one_in(point.at_most or 0.0)}); {missed}."
        )
    reached = point.fpir.count / point.fpir.trials
    if reached < _FAR * point.asked:
        return (
            f"At the lowest threshold that answers at most {one_in(point.asked)} {others} with "
            f"somebody else's record (it answers {one_in(reached)}, since scores are tied or "
            f"lists cut off), {missed}."
        )
    return (
        f"At a threshold that answers {one_in(reached)} {others} with somebody else's record, "
        f"{missed}."
    )


def main_point(points: Sequence[SearchPointNote]) -> SearchPointNote | None:
    """The strictest point that the searches resolve; where they resolve none, the most lenient."""
    resolved = [point for point in points if point.resolved]
    if resolved:
        return min(resolved, key=lambda point: point.asked)
    return max(points, key=lambda point: point.asked, default=None)


def finding(points: Sequence[SearchPointNote], cmc: Sequence[RankNote]) -> str:
    """The finding: the main threshold, or without one how often people are found first."""
    main = main_point(points)
    return main.sentence if main is not None else first_sentence(cmc)


def first_sentence(cmc: Sequence[RankNote]) -> str:
    """How often the own record is the first candidate, whatever its score."""
    if not cmc:
        return "Nobody who is enrolled was searched for, so there are no ranks."
    first = cmc[0]
    ties = ""
    if first.most > first.least:
        ties = f", {percent(first.least)} to {percent(first.most)} as ties are read"
    return (
        f"Whatever its score, the own record is the first candidate in {percent(first.rate)} of "
        f"searches for enrolled people ({percent(first.low)} to {percent(first.high)}{ties})."
    )


def candidates_text(one: CandidatesNote) -> str:
    """How many candidates a search returns, and whether it may be more."""
    if one.mean is None:
        return "no trials"
    return f"at least {plain(one.mean)}" if one.cut_off else plain(one.mean)


def growth_sentence(exponent: float, low: float, high: float, galleries: list[GalleryNote]) -> str:
    """How false positives grow with the gallery."""
    sizes = [one.records for one in galleries]
    ends = [plain(end) if abs(end) < 100 else "no end" for end in (low, high)]
    return (
        f"Between galleries of {min(sizes):,} and {max(sizes):,} records what a search meets by "
        f"chance grows as the size to the power {plain(exponent)} (95 %: {ends[0]} to {ends[1]}, "
        "searches taken as independent); 1 is growth in proportion."
    )


def notes(
    counts: SearchCountsNote, points: Sequence[SearchPointNote], *, distance: bool
) -> tuple[str, ...]:
    """What must be said of the numbers of these lists."""
    said = [_independence(counts), *_resolution(counts, points), *_failures(counts)]
    said += _lists(counts, points)
    main = main_point(points)
    if main is not None and main.fnir.rate is not None and main.fnir.rate > 0.9:
        other = "--similarity" if distance else "--distance"
        said.append(f"Nearly every mate is missed. Is the direction right? The other is {other}.")
    if counts.records_unlisted:
        said.append(
            f"{counts.records_unlisted:,} of {counts.records:,} own records are in no list at all. "
            "Their searches count as misses; if they are not enrolled, the mates are wrong."
        )
    said.append(
        "A threshold is set on the same searches that it is measured on. Intervals are of the rate "
        "at the threshold as it stands, at 95 %, for other people and the same kind of gallery."
    )
    return tuple(said)


def _independence(counts: SearchCountsNote) -> str:
    if counts.subjects is None:
        return (
            "Who is searched for is not said: intervals take people who are not enrolled as "
            "searched once each, and enrolled people as known by their own record. Where one is "
            "searched several times, the first are too narrow; name the column with --subject-a. "
            + BOUND
        )
    return (
        f"Intervals allow for {counts.subjects:,} people being searched several times, and those "
        "of false positives for records that resemble several of them. " + BOUND
    )


def _resolution(counts: SearchCountsNote, points: Sequence[SearchPointNote]) -> list[str]:
    if not counts.non_mated:
        return [
            "Nobody who is not enrolled was searched for, so nothing is known of false positives: "
            "hit rates without them say how a closed set is searched, not a street."
        ]
    low = [one_in(point.asked) for point in points if not point.resolved]
    if not low:
        return []
    return [
        f"{counts.non_mated:,} searches for people who are not enrolled cannot show a false "
        f"positive rate below {one_in(counts.least_fpir)}, not even without a single answer "
        f"(95 %); asked for and not resolved: {', '.join(low)}."
    ]


def _failures(counts: SearchCountsNote) -> list[str]:
    failed = counts.failed_mated + counts.failed_non_mated
    if not failed:
        return []
    share = failed / (counts.mated + counts.non_mated)
    return [
        f"{counts.failed_mated:,} searches for enrolled people and {counts.failed_non_mated:,} "
        f"others failed before there was a list (failure to acquire: {percent(share)}). The first "
        "count as misses, the others as no answer, since that is what the user of the system sees."
    ]


def _lists(counts: SearchCountsNote, points: Sequence[SearchPointNote]) -> list[str]:
    said = []
    if counts.unlisted:
        said.append(
            f"In {counts.unlisted:,} of {counts.mated:,} searches for enrolled people the own "
            "record is not in the list. That is a miss at every threshold and rank here; beyond "
            f"{counts.longest:,} candidates nothing can be told."
        )
    if any(point.is_lowest for point in points):
        said.append(
            "At the most lenient threshold no listed score is lower. If lists are cut off by a "
            "score, a lower threshold may keep the asked rate as well, and its misses are at most "
            "those given."
        )
    if any(point.non_mated_candidates.cut_off for point in points):
        said.append(
            "Some lists are full down to the threshold, so that searches may return more "
            "candidates than are listed: the number of candidates is then at least the one given. "
            "False positive rates count a search once and are not affected."
        )
    return said
