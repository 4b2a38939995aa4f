"""Figures of searches of a gallery: misses against false positives, ranks of mates, groups."""

from __future__ import annotations

from collections.abc import Sequence

from misid.evaluation.schema import Identification, SearchPointNote
from misid.evaluation.stamp import file_stamp
from misid.figures.group_rates import group_rates
from misid.figures.picture import Column, Picture
from misid.figures.ranks import plot_ranks
from misid.figures.share_axis import deviates, percent
from misid.figures.tradeoff import Ends, Mark, Tradeoff, ends, plot
from misid.words.evaluation import stamp_line, stricter
from misid.words.numbers import rare
from misid.words.searches import cautions, first_and_last
from misid.words.sentence import plain

_NO_SEARCHES = "No trials: nobody who is not enrolled was searched for."
_NO_MATES = "No trials: nobody who is enrolled was searched for."
_RANKS = (
    Column("rank", "Rank, or before"),
    Column("rate", "Share", "share"),
    Column("low", "From", "share"),
    Column("high", "To", "share"),
    Column("least", "Ties last", "share"),
    Column("most", "Ties first", "share"),
)


def search_pictures(found: Identification) -> dict[str, Picture]:
    """All of them, in the order of the report, with one stamp."""
    stamp = stamp_line(found, file_stamp(found))
    return {
        "tradeoff": search_tradeoff(found, stamp),
        "cmc": match_characteristic(found, stamp),
        "groups": group_rates(found, stamp),
    }


def search_tradeoff(found: Identification, stamp: str) -> Picture:
    """Misses of enrolled people against false positives, over the thresholds asked for."""
    kept = [point for point in found.points if point.fnir.trials]
    ordered = sorted(kept, key=lambda point: -point.asked)
    finding = " ".join(map(plain, stricter(found))) if ordered else _NO_SEARCHES
    return Picture(
        name="tradeoff",
        title="Misses against false positives",
        finding=finding,
        alt="Points on normal-deviate axes, one a threshold, joined by a line: across the share of "
        "searches for people who are not enrolled that return somebody else's record, up the share "
        "of searches for enrolled people that miss their own. Lines are 95 % intervals; points are "
        f"hollow where the searches cannot show so low a rate. {finding}",
        words=cautions(found),
        stamp=stamp,
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
        rows=tuple((one.asked, one.threshold, *_across(one), *_up(one)) for one in ordered),
        draw=(lambda width: plot(_tradeoff(found, ordered), width)) if ordered else None,
        nothing=_NO_SEARCHES,
    )


def _across(point: SearchPointNote) -> Ends:
    return ends(point.fpir.rate, point.fpir.low, point.fpir.high)


def _up(point: SearchPointNote) -> Ends:
    return ends(point.fnir.rate, point.fnir.low, point.fnir.high)


def _tradeoff(found: Identification, ordered: Sequence[SearchPointNote]) -> Tradeoff:
    resolved = [point for point in ordered if point.resolved]
    strict = (resolved or ordered[:1])[-1]
    least, missed = found.counts.least_fpir, _up(strict).rate
    return Tradeoff(
        across=deviates([least, *(_across(one).rate for one in ordered)]),
        up=deviates([end for one in ordered for end in _up(one)], percent),
        titles=("searches for others that are answered", "searches for enrolled people missed"),
        curve=tuple(
            (one.fpir.rate, one.fnir.rate) for one in ordered if one.fpir.rate and one.fnir.rate
        ),
        marks=tuple(Mark(_across(one), _up(one), one.resolved) for one in ordered),
        unseen=least,
        main=(_across(strict).rate, missed),
        words=(f"{percent(missed)} missed", f"at {rare(strict.asked)}"),
    )


def match_characteristic(found: Identification, stamp: str) -> Picture:
    """How often a person's own record stands at each rank or before it."""
    ranks = found.cmc
    finding = plain(first_and_last(found)) if ranks else _NO_MATES
    return Picture(
        name="cmc",
        title="Ranks of people's own records (CMC)",
        finding=finding,
        alt="A rising line of steps: across the rank, up the share of searches for enrolled people "
        "whose own record stands at it or before, whatever its score. The pale band is the 95 % "
        f"interval, the darker one what tied scores leave open. {finding}",
        words=cautions(found),
        stamp=stamp,
        columns=_RANKS,
        rows=tuple(tuple(getattr(one, column.name) for column in _RANKS) for one in ranks),
        draw=(lambda width: plot_ranks(ranks, width)) if ranks else None,
        nothing=_NO_MATES,
    )
