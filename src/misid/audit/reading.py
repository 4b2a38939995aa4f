"""What filled sheets say of a log: estimates by design, intervals, and whether one may stop."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from misid.arrays import Flags, Floats
from misid.audit.limits import WHOLE, called_by_luck, called_wrong, one_sided, share_ends
from misid.audit.schema import (
    MOST_COMPARED,
    AmendmentCount,
    AuditPlan,
    AuditReading,
    AuditSheet,
    CheckedAs,
    OneByOne,
    RatioReading,
    RiskAtRow,
    SecondLook,
    SequentialState,
    ShareEnds,
    StratumReading,
)
from misid.measures.apart import sure_of_all
from misid.measures.betting import (
    bet_against,
    bet_against_fewer,
    running_interval,
    running_limit,
    wealth,
)
from misid.measures.design import Goal
from misid.measures.error_rates import Rate
from misid.measures.intervals import Bounds, ratio_interval, same_rate_chance
from misid.measures.rogan_gladen import (
    CountedShare,
    rogan_gladen,
    stated_interval,
    twice_checked,
    twice_checked_interval,
)
from misid.measures.survey import (
    DrawnByStratum,
    effective_size,
    horvitz_thompson,
)

_CALLED, _EVERY = 200, 200


@dataclass(frozen=True)
class _CheckedSheet:
    """What was called what, in the order of the sheet, with the stratum of each row."""

    plan: AuditPlan
    stratum: np.ndarray
    wrong: Flags
    not_found: Flags

    @property
    def is_whole(self) -> bool:
        """Whether rows were drawn from the log as a whole."""
        return len(self.plan.strata) == 1 or self.plan.method == "sequential"

    def sample(self, wrong: Flags) -> DrawnByStratum:
        """Rows by stratum; one stratum where they were drawn from the log as a whole."""
        if self.is_whole:
            counts = (self.plan.rows, wrong.size, int(wrong.sum()))
            return DrawnByStratum(*(np.array([float(one)]) for one in counts))
        size = len(self.plan.strata)
        rows = np.array([float(one.rows) for one in self.plan.strata])
        drawn = np.bincount(self.stratum, minlength=size).astype(float)
        counts_wrong = np.bincount(self.stratum, wrong, minlength=size).astype(float)
        return DrawnByStratum(rows, drawn, counts_wrong)


def read_audit(
    sheet: AuditSheet,
    first: Sequence[CheckedAs],
    second: Sequence[CheckedAs] | None,
    amendments: AmendmentCount,
) -> AuditReading:
    """
    What the verdicts on drawn rows say of the log.

    Args:
        sheet: what was drawn.
        first: verdicts in the order of the sheet; fewer where one stopped.
        second: those of a second look, in the order of its sheet; none, where there was none.
        amendments: how often the sheet was read, and what changed.
    """
    plan = sheet.plan
    checked = _CheckedSheet(
        plan,
        np.array([one.stratum for one in sheet.drawn[: len(first)]]),
        np.array([one != "right" for one in first]),
        np.array([one == "not_found" for one in first]),
    )
    called = _of_all(checked)
    look = None if second is None else _SecondRows.of(sheet, first, second)
    share = _corrected(called, checked, look)
    is_looked_at = plan.again == 0 or look is not None
    is_below = plan.limit is not None and plan.method == "fixed" and is_looked_at
    return AuditReading(
        plan=plan,
        log_sha256=sheet.commitment.sha256,
        plan_sha256=sheet.commitment.plan_sha256,
        sheet=sheet.sheet,
        checked=len(first),
        wrong=int(checked.wrong.sum()),
        not_found=int(checked.not_found.sum()),
        strata=_strata(checked),
        called=called,
        if_found_right=horvitz_thompson(checked.sample(checked.wrong & ~checked.not_found)),
        share=share,
        corrected_by="second" if look else "stated" if plan.checkers.err else "nothing",
        second=None if look is None else look.counts,
        shown=share.upper < plan.limit if is_below and plan.limit is not None else None,
        one_by_one=_one_by_one(checked, called) if plan.method == "sequential" else None,
        ratios=_ratios(checked) if plan.goal == "ratio" else (),
        amendments=amendments,
    )


def _of_all(checked: _CheckedSheet) -> ShareEnds:
    """The share of the log that is called wrong."""
    plan = checked.plan
    if plan.method == "sequential":
        return _running(checked.wrong, plan.rows, plan)
    return called_wrong(checked.sample(checked.wrong), plan.confidence)


def _running(wrong: Flags, rows: int, plan: AuditPlan) -> ShareEnds:
    """The same where one may have stopped because of what was found: it holds all the same."""
    guess = plan.checkers.slack.called_wrong(plan.assumed.middle)
    expected = min(max(guess, 0.1 * (plan.limit or 0.0)), 0.5)
    bounds = running_interval(wrong, rows, expected=expected, confidence=plan.confidence)
    upper = running_limit(wrong, rows, expected=expected, confidence=plan.confidence)
    if upper < bounds.low:
        # Early rows and later ones leave no share open between them; a higher limit holds as well.
        upper = bounds.high
    return share_ends(float(wrong.mean()), bounds, upper)


def _corrected(called: ShareEnds, checked: _CheckedSheet, look: _SecondRows | None) -> ShareEnds:
    if look is not None:
        return look.corrected(checked)
    ends = checked.plan.checkers
    if not ends.err:
        return called
    called = _by_luck(called, checked)
    bounds = stated_interval(Bounds(called.low, called.high), ends.keen, ends.slack)
    least, most = (rogan_gladen(called.share or 0.0, one) for one in (ends.keen, ends.slack))
    return ShareEnds(
        share=most if ends.keen == ends.slack else None,
        low=min(bounds.low, least),
        high=max(bounds.high, most),
        upper=rogan_gladen(called.upper, ends.slack),
    )


def _by_luck(called: ShareEnds, checked: _CheckedSheet) -> ShareEnds:
    """
    The same with the luck of checkers in it, which drawing more of the rows does not take away.

    Fixed sizes have it where the log is taken to be endless; row by row three standard errors of
    what checkers would call all rows are more than it.
    """
    plan = checked.plan
    if plan.method == "sequential":
        luck = 3.0 * math.sqrt(0.25 / plan.rows)
        high = min(1.0, called.high + luck)
        luck = min(luck, 3.0 * math.sqrt(high * (1.0 - high) / plan.rows))
        bounds = Bounds(max(0.0, called.low - luck), min(1.0, called.high + luck))
        return share_ends(called.share or 0.0, bounds, min(1.0, called.upper + luck))
    return called_by_luck(checked.sample(checked.wrong), plan.confidence)


@dataclass(frozen=True)
class _SecondRows:
    """Rows that were looked at twice: both verdicts, and how many rows each stands for."""

    first: Flags
    second: Flags
    weight: np.ndarray
    not_found: int
    found: int

    @classmethod
    def of(
        cls, sheet: AuditSheet, first: Sequence[CheckedAs], second: Sequence[CheckedAs]
    ) -> _SecondRows:
        """The rows of the second sheet."""
        both = [
            (verdict, second[row.again - 1], row.stratum)
            for row, verdict in zip(sheet.drawn, first, strict=True)
            if row.again is not None
        ]
        stratum = np.array([one[2] for one in both], dtype=np.int64)
        size = len(sheet.plan.strata)
        rows = np.array([float(one.rows) for one in sheet.plan.strata])
        weight = (rows / np.maximum(np.bincount(stratum, minlength=size), 1))[stratum]
        wrong = [np.array([one[side] != "right" for one in both], dtype=bool) for side in (0, 1)]
        missed = sum(one[1] == "not_found" for one in both)
        found = sum(one[0] == "not_found" != one[1] for one in both)
        return cls(wrong[0], wrong[1], weight, missed, found)

    @property
    def counts(self) -> SecondLook:
        """How the two agree."""
        confirmed, withdrawn, overturned, agreed = (
            int(((self.first == one) & (self.second == other)).sum())
            for one, other in ((True, True), (True, False), (False, True), (False, False))
        )
        return SecondLook(
            rows=self.first.size,
            confirmed=confirmed,
            withdrawn=withdrawn,
            overturned=overturned,
            agreed=agreed,
            sensitivity=_ratio(confirmed, confirmed + overturned),
            specificity=_ratio(agreed, agreed + withdrawn),
            not_found=self.not_found,
            found=self.found,
        )

    def wrong_among(self, called: bool) -> CountedShare:
        """Of those that the first check called so, the share found wrong; by weight."""
        weight = self.weight[self.first == called]
        if not weight.size:
            return CountedShare(0.0, 0.0)
        share = float((weight * self.second[self.first == called]).sum() / weight.sum())
        return CountedShare(share, float(weight.sum() ** 2 / (weight**2).sum()))

    def corrected(self, checked: _CheckedSheet) -> ShareEnds:
        """The share of wrong rows by the second look, as sure as the three counts are."""
        called, confirmed, overturned = (
            _counted(checked.sample(checked.wrong)),
            self.wrong_among(True),
            self.wrong_among(False),
        )
        confidence = checked.plan.confidence
        ends, sided = (
            twice_checked_interval(called, confirmed, overturned, confidence=one)
            for one in (confidence, one_sided(confidence))
        )
        least, least_sided = (
            self._without_false_alarms(checked, one) for one in (confidence, one_sided(confidence))
        )
        share = twice_checked(called.share, confirmed.share, overturned.share)
        is_known = (confirmed.size > 0.0 or called.share == 0.0) and overturned.size > 0.0
        return ShareEnds(
            share=share if is_known else None,
            low=ends.low,
            high=max(ends.high, least),
            upper=max(sided.high, least_sided),
        )

    def _without_false_alarms(self, checked: _CheckedSheet, confidence: float) -> float:
        """
        The high end, had the first look called right what the second finds right.

        False alarms of the first look say nothing of rows that are wrong, so no end falls by them.
        """
        confirmed = self.wrong_among(True)
        if not confirmed.size:
            return 0.0
        called = _counted(checked.sample(checked.wrong & (confirmed.share > 0.0)))
        upheld = CountedShare(called.share * confirmed.share, called.size)
        sure = CountedShare(1.0, confirmed.share * confirmed.size)
        return twice_checked_interval(
            upheld, sure, self.wrong_among(False), confidence=confidence
        ).high


def _counted(sample: DrawnByStratum) -> CountedShare:
    """What was called wrong, and of how many rows it is as sure as that."""
    return CountedShare(horvitz_thompson(sample), min(effective_size(sample), WHOLE))


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _strata(checked: _CheckedSheet) -> tuple[StratumReading, ...]:
    rows = []
    for place, stratum in enumerate(checked.plan.strata):
        here = checked.stratum == place
        counts = [int(flags[here].sum()) for flags in (checked.wrong, checked.not_found)]
        rows.append(
            StratumReading(
                name=stratum.name,
                rows=stratum.rows,
                checked=int(here.sum()),
                wrong=counts[0],
                not_found=counts[1],
                called=_of_stratum(checked, here, stratum.rows),
            )
        )
    return tuple(rows)


def _of_stratum(checked: _CheckedSheet, here: Flags, rows: int) -> ShareEnds:
    wrong = checked.wrong[here]
    if not wrong.size:
        return ShareEnds(share=None, low=0.0, high=1.0, upper=1.0)
    if checked.plan.method == "sequential":
        return _running(wrong, rows, checked.plan)
    counts = (np.array([float(one)]) for one in (rows, wrong.size, wrong.sum()))
    return called_wrong(DrawnByStratum(*counts), checked.plan.confidence)


def _one_by_one(checked: _CheckedSheet, called: ShareEnds) -> OneByOne:
    plan = checked.plan
    bet = bet_against(
        Goal(plan.limit or 0.0, plan.confidence, plan.power),
        plan.rows,
        rate=plan.assumed.middle,
        checkers=plan.checkers.slack,
    )
    held = wealth(checked.wrong, bet)
    shown = np.flatnonzero(held >= bet.level)
    state: SequentialState = "go_on"
    if shown.size:
        # One may look further after it was shown, and what one sees then may speak against it.
        state = "at_odds" if called.low >= bet.limit else "shown"
    elif checked.wrong.sum() > bet.wrong and not plan.checkers.err:
        # Certain, where checkers never err; else that is less than what may be shown.
        state = "cannot"
    elif _is_exceeded(checked, called):
        state = "exceeded"
    elif checked.wrong.sum() > bet.wrong:
        state = "cannot"
    elif checked.wrong.size == plan.draws:
        state = "used_up"
    # What is spent on the luck of checkers is spent however good the run.
    luck = 1.0 - plan.confidence - 1.0 / bet.level
    risks = np.minimum(1.0, 1.0 / np.maximum(held, 1.0) + max(0.0, luck))
    return OneByOne(
        state=state,
        risk=float(risks.min()),
        path=_path(checked.wrong, risks),
        shown_at=int(shown[0]) + 1 if shown.size else None,
        rows=checked.wrong.size,
    )


def _is_exceeded(checked: _CheckedSheet, called: ShareEnds) -> bool:
    """
    Whether it is shown that the rate is above the limit: by the low end, or by a bet of its own.

    Either errs in half of the risk. What checkers call wrong though it is right is taken out at its
    worst.
    """
    plan = checked.plan
    if plan.limit is None:
        return False
    if _corrected(called, checked, None).low > plan.limit:
        return True
    goal = Goal(plan.limit, 0.5 + 0.5 * plan.confidence, plan.power)
    bet = bet_against_fewer(goal, plan.rows, checkers=plan.checkers.keen)
    return bool((wealth(~checked.wrong, bet) >= bet.level).any())


def _path(wrong: Flags, risks: Floats) -> tuple[RiskAtRow, ...]:
    """Rows that were called wrong with those before them, and every so many of all."""
    called = np.flatnonzero(wrong)[:_CALLED]
    some = np.linspace(0, wrong.size - 1, min(wrong.size, _EVERY)).round().astype(np.int64)
    chosen = np.unique(np.concatenate([some, called, np.maximum(called - 1, 0)]))
    so_far = np.cumsum(wrong)
    return tuple(
        RiskAtRow(row=int(at) + 1, wrong=int(so_far[at]), risk=float(risks[at])) for at in chosen
    )


def _ratios(checked: _CheckedSheet) -> tuple[RatioReading, ...]:
    """Each two strata, where they are few."""
    rows = [one for one in _strata(checked) if one.checked]
    if len(rows) > MOST_COMPARED:
        return ()
    pairs = list(combinations(rows, 2))
    chances = np.array([same_rate_chance(_rate(one), _rate(other)) for one, other in pairs])
    differ = sure_of_all(chances, 1.0 - checked.plan.confidence)
    return tuple(
        _compared(*pair, checked.plan.confidence, differ=bool(sure))
        for pair, sure in zip(pairs, differ, strict=True)
    )


def _rate(stratum: StratumReading) -> Rate:
    return Rate(stratum.wrong, stratum.checked)


def _compared(
    one: StratumReading, other: StratumReading, confidence: float, *, differ: bool
) -> RatioReading:
    over, under = _rate(one), _rate(other)
    ends = ratio_interval(over, under, confidence=confidence)
    low, high = (0.0, math.inf) if ends is None else (ends.low, ends.high)
    return RatioReading(
        over=one.name,
        under=other.name,
        ratio=over.value / under.value if over.value is not None and under.value else None,
        low=low,
        high=high if math.isfinite(high) else None,
        differ=differ,
        alone=not low <= 1.0 <= high,
    )
