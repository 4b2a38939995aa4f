"""Figures of searches of a gallery: misses against false positives, and the ranks of mates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from misid.evaluation.words import one_in, percent
from misid.figures.picture import Column, Picture, Value
from misid.figures.ranks import Rank, plot_ranks
from misid.figures.share_axis import ShareAxis, deviates
from misid.figures.tradeoff import Ends, Mark, Tradeoff, plot


class Beside(NamedTuple):
    """What stands beside a figure: words that must be said of it, and the line of the stamp."""

    words: tuple[str, ...]
    stamp: str


class SearchPoint(NamedTuple):
    """A threshold for a false positive identification rate, and the misses there."""

    asked: float
    threshold: float
    resolved: bool
    fpir: Ends
    fnir: Ends


def search_tradeoff(
    points: Sequence[SearchPoint], *, least: float, searched: int, beside: Beside
) -> Picture:
    """
    Misses of enrolled people against false positives, over the thresholds that were asked for.

    Args:
        points: in any order.
        least: the least false positive rate that so many searches can show.
        searched: searches for people who are not enrolled; without any there is no figure.
        beside: words and stamp.
    """
    ordered = sorted(points, key=lambda point: -point.asked)
    finding = _traded(ordered) if searched else _NO_SEARCHES
    return Picture(
        name="tradeoff",
        title="Misses against false positives",
        finding=finding,
        alt="Points on normal-deviate axes, one a threshold, joined by a line: across the share of "
        "searches for people who are not enrolled that return somebody else's record, up the share "
        "of searches for enrolled people that miss their own. Lines are 95 % intervals; points are "
        f"hollow where the searches cannot show so low a rate. {finding}",
        words=beside.words,
        stamp=beside.stamp,
        columns=(
            Column("asked_fpir", "Asked false positive identification rate", "share"),
            Column("threshold", "Threshold"),
            *(
                Column(f"{name}{end}", f"{title}{said}", "share")
                for name, title in (
                    ("fpir", "False positive identification rate"),
                    ("fnir", "False negative identification rate"),
                )
                for end, said in (("", ""), ("_low", ", from"), ("_high", ", to"))
            ),
        ),
        rows=tuple((one.asked, one.threshold, *one.fpir, *one.fnir) for one in ordered),
        draw=(lambda width: plot(_tradeoff(ordered, least), width)) if searched else None,
        nothing=_NO_SEARCHES,
    )


_NO_SEARCHES = "No trials: nobody who is not enrolled was searched for."


def _traded(ordered: Sequence[SearchPoint]) -> str:
    lenient, strict = _ends(ordered)
    if strict.fnir.rate == lenient.fnir.rate:
        return (
            f"A threshold that wrongly answers at most {one_in(strict.asked)} searches misses "
            f"{percent(strict.fnir.rate)} of searches for enrolled people, no more than one for "
            f"{one_in(lenient.asked)}."
        )
    return (
        f"A threshold that wrongly answers at most {one_in(strict.asked)} searches misses "
        f"{percent(strict.fnir.rate)} of searches for enrolled people; one for "
        f"{one_in(lenient.asked)} misses {percent(lenient.fnir.rate)}."
    )


def _ends(ordered: Sequence[SearchPoint]) -> tuple[SearchPoint, SearchPoint]:
    """The most lenient and the strictest threshold that the searches can show."""
    resolved = [point for point in ordered if point.resolved] or list(ordered[:1])
    return resolved[0], resolved[-1]


def _tradeoff(ordered: Sequence[SearchPoint], least: float) -> Tradeoff:
    strict = _ends(ordered)[1]
    across: ShareAxis = deviates([least, *(one.fpir.rate for one in ordered)])
    up = deviates([end for one in ordered for end in one.fnir], percent)
    return Tradeoff(
        across=across,
        up=up,
        titles=("searches for others that are answered", "searches for enrolled people missed"),
        curve=tuple(
            (one.fpir.rate, one.fnir.rate) for one in ordered if one.fpir.rate and one.fnir.rate
        ),
        marks=tuple(Mark(one.fpir, one.fnir, one.resolved) for one in ordered),
        unseen=least,
        main=(strict.fpir.rate, strict.fnir.rate),
        words=(f"{percent(strict.fnir.rate)} missed", f"at {one_in(strict.asked)}"),
    )


def match_characteristic(ranks: Sequence[Rank], *, beside: Beside) -> Picture:
    """
    How often a person's own record stands at each rank or before it.

    Args:
        ranks: from the first; none where nobody enrolled was searched for.
        beside: words and stamp.
    """
    finding = _ranked(ranks) if ranks else _NO_MATES
    return Picture(
        name="cmc",
        title="Ranks of people's own records (CMC)",
        finding=finding,
        alt="A rising line of steps: across the rank, up the share of searches for enrolled people "
        "whose own record stands at it or before, whatever its score. The pale band is the 95 % "
        f"interval, the darker one what tied scores leave open. {finding}",
        words=beside.words,
        stamp=beside.stamp,
        columns=(
            Column("rank", "Rank, or before"),
            Column("rate", "Share", "share"),
            Column("low", "From", "share"),
            Column("high", "To", "share"),
            Column("least", "Ties last", "share"),
            Column("most", "Ties first", "share"),
        ),
        rows=tuple(tuple[Value, ...](one) for one in ranks),
        draw=(lambda width: plot_ranks(ranks, width)) if ranks else None,
        nothing=_NO_MATES,
    )


_NO_MATES = "No trials: nobody who is enrolled was searched for."


def _ranked(ranks: Sequence[Rank]) -> str:
    first, last = ranks[0], ranks[-1]
    lead = f"A person's own record is the first answer in {percent(first.rate)} of searches"
    if last.rank == first.rank:
        return f"{lead} for enrolled people."
    return f"{lead} for enrolled people, and among the first {last.rank:,} in {percent(last.rate)}."
