"""The detection error trade-off: misses against false matches, on normal-deviate axes."""

from __future__ import annotations

from misid.evaluation.group_schema import RateNote
from misid.evaluation.schema import ComparisonPointNote, Verification
from misid.figures.picture import Column, Picture, Value
from misid.figures.share_axis import ShareAxis, deviates, percent
from misid.figures.tradeoff import Ends, Mark, Tradeoff, ends, plot, thinned
from misid.words.comparisons import cautions
from misid.words.evaluation import stricter
from misid.words.numbers import rare
from misid.words.sentence import plain

_COLUMNS = (
    Column("what", "What"),
    Column("asked_fmr", "Asked false match rate", "share"),
    Column("threshold", "Threshold"),
    Column("fmr", "False match rate", "share"),
    Column("fmr_low", "From", "share"),
    Column("fmr_high", "To", "share"),
    Column("fnmr", "False non-match rate", "share"),
    Column("fnmr_low", "From", "share"),
    Column("fnmr_high", "To", "share"),
)


def error_tradeoff(found: Verification, stamp: str) -> Picture:
    """Both error rates over all thresholds, and the thresholds that were asked for."""
    shown = _tradeoff(found)
    finding = " ".join(map(plain, stricter(found)))
    return Picture(
        name="det",
        title="Misses against false matches (DET)",
        finding=finding,
        alt="A curve that falls from few false matches with many misses (a strict threshold) to "
        "many false matches with few misses (a lenient one), on normal-deviate axes. Thresholds "
        "that were asked for are points with lines over their 95 % intervals, hollow where the "
        f"comparisons cannot show so low a rate. {finding}",
        words=cautions(found),
        stamp=stamp,
        columns=_COLUMNS,
        rows=(*map(_row, found.points), *_rows(found, shown)),
        draw=(lambda width: plot(shown, width)) if len(shown.curve) > 1 else None,
        nothing="No threshold makes errors of both kinds: there is no curve to draw.",
    )


def _row(point: ComparisonPointNote) -> tuple[Value, ...]:
    what = "point" if point.resolved else "point, not resolved"
    rates = (point.fmr, point.fnmr)
    ends = [value for rate in rates for value in (rate.rate, rate.low, rate.high)]
    return what, point.asked, point.threshold, *ends


def _axes(found: Verification) -> tuple[ShareAxis, ShareAxis]:
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
    return deviates(fmr), deviates([*fnmr, eer.high], percent)


def _tradeoff(found: Verification) -> Tradeoff:
    across, up = _axes(found)
    main = found.main
    every = list(zip(found.det.fmr, found.det.fnmr, strict=True))
    return Tradeoff(
        across=across,
        up=up,
        titles=("pairs of two people that match", "pairs of one person that are missed"),
        curve=tuple(every[place] for place in thinned(every, across, up)),
        marks=tuple(
            Mark(_ends(point.fmr), _ends(point.fnmr), point.resolved) for point in found.points
        ),
        unseen=found.counts.least_fmr,
        main=(main.fmr.rate or 0.0, main.fnmr.rate or 0.0),
        words=(f"{percent(main.fnmr.rate or 0.0)} missed", f"at {rare(main.asked)}"),
        equal=found.eer.rate or 0.0,
    )


def _ends(rate: RateNote) -> Ends:
    return ends(rate.rate, rate.low, rate.high)


def _rows(found: Verification, shown: Tradeoff) -> list[tuple[Value, ...]]:
    """The exact points of the curve that are drawn, with their thresholds."""
    det = found.det
    every = list(zip(det.fmr, det.fnmr, strict=True))
    return [
        ("curve", None, det.thresholds[place], det.fmr[place], None, None, det.fnmr[place], None,
         None)
        for place in thinned(every, shown.across, shown.up)
    ]  # fmt: skip
