"""Figures of searches of a gallery: misses against false positives, and the ranks of mates."""

from __future__ import annotations

from collections.abc import Sequence

from misid.evaluation.schema import Identification, SearchPointNote
from misid.figures.picture import Data, Picture
from misid.figures.ranks import plot_ranks
from misid.figures.score_picture import columns, of_scores
from misid.figures.share_axis import deviates
from misid.figures.tradeoff import Ends, Mark, Tradeoff, ends, plot, said_at
from misid.quantities.units import Unit
from misid.words import figures_of_scores as words
from misid.words.figures_of_scores import label
from misid.words.language import Language


def search_tradeoff(found: Identification, language: Language) -> Picture:
    """Misses of enrolled people against false positives, over the thresholds asked for."""
    kept = [point for point in found.points if point.fnir.trials]
    ordered = sorted(kept, key=lambda point: -point.asked)
    rates: dict[str, Unit] = {
        f"{rate}{end}": "share" for rate in ("fpir", "fnir") for end in ("", "_low", "_high")
    }
    data = Data(
        columns=columns(language, asked_fpir="share", threshold="", **rates),
        rows=tuple((one.asked, one.threshold, *_across(one), *_up(one)) for one in ordered),
        draw=(lambda width: plot(_tradeoff(found, ordered, language), width)) if ordered else None,
    )
    caption = words.tradeoff(found, language, known=bool(ordered))
    return of_scores("tradeoff", caption, data, found, language)


def _across(point: SearchPointNote) -> Ends:
    return ends(point.fpir.rate, point.fpir.low, point.fpir.high)


def _up(point: SearchPointNote) -> Ends:
    return ends(point.fnir.rate, point.fnir.low, point.fnir.high)


def _tradeoff(
    found: Identification, ordered: Sequence[SearchPointNote], language: Language
) -> Tradeoff:
    resolved = [point for point in ordered if point.resolved]
    strict = (resolved or ordered[:1])[-1]
    least, missed = found.counts.least_fpir, _up(strict).rate
    ups = [end for one in ordered for end in _up(one)]
    return Tradeoff(
        across=deviates([least, *(_across(one).rate for one in ordered)], language),
        up=deviates(ups, language, form="percent"),
        titles=(label("answered", language), label("missed_searches", language)),
        curve=tuple(
            (one.fpir.rate, one.fnir.rate) for one in ordered if one.fpir.rate and one.fnir.rate
        ),
        marks=tuple(Mark(_across(one), _up(one), one.resolved) for one in ordered),
        unseen=least,
        main=(_across(strict).rate, missed),
        words=said_at(missed, strict.asked, language),
        language=language,
    )


def match_characteristic(found: Identification, language: Language) -> Picture:
    """How often a person's own record stands at each rank or before it."""
    ranks = found.cmc
    names = ("rate", "low", "high", "least", "most")
    shares: dict[str, Unit] = dict.fromkeys(names, "share")
    data = Data(
        columns=columns(language, rank="", **shares),
        rows=tuple((one.rank, *(getattr(one, name) for name in shares)) for one in ranks),
        draw=(lambda width: plot_ranks(ranks, width, language)) if ranks else None,
    )
    return of_scores("cmc", words.ranks(found, language), data, found, language)
