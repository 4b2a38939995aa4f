"""The detection error trade-off: misses against false matches, on normal-deviate axes."""

from __future__ import annotations

from misid.evaluation.group_schema import RateNote
from misid.evaluation.schema import ComparisonPointNote, Verification
from misid.figures.axes import Axis
from misid.figures.picture import Data, Picture, Value
from misid.figures.score_picture import columns, of_scores
from misid.figures.share_axis import deviates
from misid.figures.tradeoff import Ends, Mark, Tradeoff, ends, plot, said_at, thinned
from misid.quantities.units import Unit
from misid.words import figures_of_scores as words
from misid.words.figures_of_scores import label
from misid.words.language import Language


def error_tradeoff(found: Verification, language: Language) -> Picture:
    """Both error rates over all thresholds, and the thresholds that were asked for."""
    shown = _tradeoff(found, language)
    rates: dict[str, Unit] = {
        f"{rate}{end}": "share" for rate in ("fmr", "fnmr") for end in ("", "_low", "_high")
    }
    data = Data(
        columns=columns(language, what="", asked_fmr="share", threshold="", **rates),
        rows=(*(_row(point, language) for point in found.points), *_rows(found, shown, language)),
        draw=(lambda width: plot(shown, width)) if len(shown.curve) > 1 else None,
    )
    return of_scores("det", words.det(found, language), data, found, language)


def _row(point: ComparisonPointNote, language: Language) -> tuple[Value, ...]:
    what = label("point" if point.resolved else "unresolved", language)
    rates = (point.fmr, point.fnmr)
    ends = [value for rate in rates for value in (rate.rate, rate.low, rate.high)]
    return what, point.asked, point.threshold, *ends


def _axes(found: Verification, language: Language) -> tuple[Axis, Axis]:
    """Around what is drawn, down to what so many comparisons can show."""
    points, eer, det = found.points, found.eer, found.det
    inside = [
        (match, miss)
        for match, miss in zip(det.fmr, det.fnmr, strict=True)
        if 0.0 < match <= max(0.5, eer.high) and 0.0 < miss < 1.0
    ]
    fmr = [match for match, _ in inside] + [point.fmr.rate or 0.0 for point in points]
    highest = max([point.fnmr.high or 0.0 for point in points] + [eer.high])
    fnmr = [miss for _, miss in inside if miss <= max(0.5, highest)]
    fnmr += [point.fnmr.rate or 0.0 for point in points]
    # A rate is asked for, but below it nothing can be seen.
    fmr += [found.counts.least_fmr, eer.high]
    return deviates(fmr, language), deviates([*fnmr, eer.high], language, form="percent")


def _tradeoff(found: Verification, language: Language) -> Tradeoff:
    across, up = _axes(found, language)
    main = found.main
    every = list(zip(found.det.fmr, found.det.fnmr, strict=True))
    return Tradeoff(
        across=across,
        up=up,
        titles=(label("match", language), label("missed_pairs", language)),
        curve=tuple(every[place] for place in thinned(every, across, up)),
        marks=tuple(
            Mark(_ends(point.fmr), _ends(point.fnmr), point.resolved) for point in found.points
        ),
        unseen=found.counts.least_fmr,
        main=(main.fmr.rate or 0.0, main.fnmr.rate or 0.0),
        words=said_at(main.fnmr.rate or 0.0, main.asked, language),
        equal=found.eer.rate or 0.0,
        language=language,
    )


def _ends(rate: RateNote) -> Ends:
    return ends(rate.rate, rate.low, rate.high)


def _rows(found: Verification, shown: Tradeoff, language: Language) -> list[tuple[Value, ...]]:
    """The exact points of the curve that are drawn, with their thresholds."""
    det = found.det
    every = list(zip(det.fmr, det.fnmr, strict=True))
    what = label("curve", language)
    return [
        (what, None, det.thresholds[place], det.fmr[place], None, None, det.fnmr[place], None, None)
        for place in thinned(every, shown.across, shown.up)
    ]  # fmt: skip
