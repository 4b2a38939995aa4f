"""Searches drawn one by one and only counted: machine code.

Each search has a counter of its own. One block of 128 bits settles most of them: 48 bits draw what
comes before the search, 40 say whether a stranger may be a candidate at any try, 40 whether the
record at mate level is. Only where a stranger may be one are further blocks drawn, and those 40
bits are then the leading ones of finer numbers.

Look-alike frailty Z is never drawn. Given c strangers up to a point S of their common axis, the
next gap follows from its law seen from there, `P(gap > g) = (1 + v g / (1 + v S))^(-1/v - c)`.
"""

from __future__ import annotations

import math

import numpy as np

from misid.arrays import Floats, Integers, PhiloxWords
from misid.machine.compiled import bare
from misid.machine.philox import Key, block, blocks, uniform
from misid.programme.counting.kernel_tables import (
    LEADING_BITS,
    STEP,
    STEPS,
    RecordTable,
    SearchRules,
    World,
)
from misid.programme.outcomes import A_SOURCE, NOBODY, STRANGER, TRUTHS, WITHDRAWN, cell_count

# Blocks at a time: numbers that stay in the processor's nearest cache.
_BLOCKS = 512
_UNIT = 2.0**-LEADING_BITS
_NORMAL, _LOGISTIC = 0, 1
_WORD, _HALF = np.uint64(0xFFFFFFFF), np.uint64(32)
_BYTE, _EIGHT, _SIXTEEN = np.uint64(0xFF), np.uint64(8), np.uint64(16)
_ONE, _ZERO = np.uint64(1), np.uint64(0)
_LARGEST_EXPONENT = 700.0


@bare
def rarity(world: World, place: int, depth: float) -> float:
    """The rarity above which `e^-depth` of the strangers at the threshold are left."""
    where = depth / STEP
    point = min(int(where), STEPS - 1)
    t = where - point
    curve = world.curve
    high, steep = curve[place, point + 1, 0], curve[place, point + 1, 1]
    if t > 1.0:
        return float(high + (t - 1.0) * steep)
    s = 1.0 - t
    ends = s * s * (1.0 + 2.0 * t) * curve[place, point, 0] + t * t * (1.0 + 2.0 * s) * high
    return float(ends + s * t * (s * curve[place, point, 1] - t * steep))


@bare
def deviate(knots: Floats, condition: int, many: int, at: float) -> float:
    """The standardised place of a rarity: a cubic between knots, straight lines beyond them."""
    if many == 1 or at <= knots[condition, 0, 0]:
        return float(
            knots[condition, 0, 1] + knots[condition, 0, 2] * (at - knots[condition, 0, 0])
        )
    last = many - 1
    if at >= knots[condition, last, 0]:
        return float(
            knots[condition, last, 1] + knots[condition, last, 2] * (at - knots[condition, last, 0])
        )
    low = 0
    while at >= knots[condition, low + 1, 0]:
        low += 1
    width = knots[condition, low + 1, 0] - knots[condition, low, 0]
    rise = knots[condition, low + 1, 1] - knots[condition, low, 1]
    first, second = width * knots[condition, low, 2], width * knots[condition, low + 1, 2]
    t = (at - knots[condition, low, 0]) / width
    bend, twist = 3.0 * rise - 2.0 * first - second, first + second - 2.0 * rise
    return float(knots[condition, low, 1] + t * (first + t * (bend + t * twist)))


@bare
def above(mates: RecordTable, knots: Floats, law: int, at: float) -> float:
    """Probability that a findable person's best image lies above a rarity."""
    mate = mates[law]
    z = deviate(knots, mate["condition"], mate["knots"], at + mate["older_by"])
    if mate["tail"] == _NORMAL:
        one = 0.5 * math.erfc(z * math.sqrt(0.5))
    elif mate["tail"] == _LOGISTIC:
        one = 1.0 / (1.0 + math.exp(min(z, _LARGEST_EXPONENT)))
    else:
        one = math.exp(-math.exp(min(z, _LARGEST_EXPONENT)))
    images = mate["images"]
    if images == 1.0:
        return one
    lost = mate["one_lost"]
    return float(-math.expm1(images * math.log1p(-(1.0 - lost) * one)) / mate["found"])


@bare
def shown_at(rules: SearchRules, missed: float, luck: float) -> tuple[int, float]:
    """
    The first try that shows the record at mate level, and its place among those that do.

    The record is above a rarity where that place is below the share of shown records above it.
    """
    left, chance = 1.0 - luck, 1.0 - missed
    for number in range(1, rules.tries):
        if left < chance:
            return number, left / chance
        left -= chance
        chance = (1.0 - missed) * missed**number * (1.0 - rules.stuck)
    return rules.tries, min(left / chance, 1.0)


@bare
def verdict(world: World, group: int, at: float, luck: float) -> int:
    """0 where a stranger's record of this rarity is upheld, else `WITHDRAWN`."""
    rules = world.rules
    odds = world.log_odds[group] + rules.slope * (at - rules.studied_at)
    one = math.log1p(math.exp(min(-odds, _LARGEST_EXPONENT)))
    return WITHDRAWN if luck < -rules.reviewed * math.expm1(-rules.reviewers * one) else 0


@bare
def stranger(world: World, group: int, luck: float) -> int:
    """The source of a stranger's record, if the reference rule accepts it; else -1."""
    for source in range(world.accepted.size):
        share = world.sources[group, source]
        if luck < share * world.accepted[source]:
            return source
        if luck < share:
            return -1
        luck -= share
    return -1


@bare
def first_stranger(luck: float, variance: float) -> float:
    """How many strangers are expected above the likest one, over all people."""
    exponent = -math.log1p(-luck)
    return exponent if variance == 0.0 else math.expm1(variance * exponent) / variance


@bare
def gap(luck: float, variance: float, so_far: float, count: int) -> float:
    """The same from one stranger to the next, given so many up to here."""
    exponent = -math.log(luck)
    if variance == 0.0:
        return exponent
    rise = math.expm1(exponent * variance / (1.0 + count * variance))
    return (1.0 + variance * so_far) * rise / variance


@bare
def answer(
    world: World, profile: np.int64, leads: tuple[float, float], index: np.uint64, key: Key
) -> int:
    """
    The cell of a search in which a stranger may be a candidate.

    Args:
        world: its parameters.
        profile: what was settled before.
        leads: the leading bits for the likest stranger and for the record at mate level.
        index: the search.
        key: the run.
    """
    low, high = index & _WORD, index >> _HALF
    x0, x1, x2, x3 = block(low, high, _ONE, _ZERO, key.k0, key.k1)
    rules, of = world.rules, world.settled[profile]
    law, alone, all_ = of["mate"], of["alone"], world.expected[of["place"]]
    at = first_stranger((leads[0] + uniform(x0, x1)) * _UNIT, rules.variance)
    try_, start, width = 1, 0.0, all_
    while at >= start + width and try_ < rules.tries:
        try_, start, width = try_ + 1, start + width, (1.0 - rules.lasting) * all_
    shown, rank = 0, 1.0
    if leads[1] >= of["missed"]:
        luck = (leads[1] + uniform(x2, x3)) * _UNIT
        shown, rank = shown_at(rules, world.mates[law]["missed"], luck)
        rank *= world.mates[law]["above"]
    if at >= start + width:
        return int(of["empty"] if shown == 0 else alone)
    if 0 < shown < try_:
        return int(alone)
    listed, count = 0, 0
    while at < start + width:
        r = rarity(world, of["place"], math.log(width / (at - start)))
        if shown == try_ and rank < above(world.mates, world.knots, law, r):
            if alone != NOBODY or listed + 1 == rules.list_length:
                return int(alone)
            listed, shown = listed + 1, 0
        x0, x1, x2, x3 = block(low, high, np.uint64(2 + count), _ZERO, key.k0, key.k1)
        source = stranger(world, of["group"], uniform(x0, x1))
        luck = uniform(x2, x3)
        if source >= 0:
            return STRANGER + A_SOURCE * source + verdict(world, of["group"], r, luck)
        listed, count = listed + 1, count + 1
        if listed == rules.list_length:
            return NOBODY
        at += gap(luck, rules.variance, at, count)
    return int(alone if shown == try_ else NOBODY)


@bare
def answer_at_last(
    world: World, profile: np.int64, leads: tuple[float, float], index: np.uint64, key: Key
) -> int:
    """
    As `answer`, where photographs are taken until a reference is given.

    Look-alikes of the first try that come back are not accepted then either, so that each try adds
    only those which are new.
    """
    low, high = index & _WORD, index >> _HALF
    x0, x1, x2, x3 = block(low, high, _ONE, _ZERO, key.k0, key.k1)
    rules, of = world.rules, world.settled[profile]
    law, alone, all_ = of["mate"], of["alone"], world.expected[of["place"]]
    at = first_stranger((leads[0] + uniform(x0, x1)) * _UNIT, rules.variance)
    shown, rank = 0, 1.0
    if leads[1] >= of["missed"]:
        luck = (leads[1] + uniform(x2, x3)) * _UNIT
        shown, rank = shown_at(rules, world.mates[law]["missed"], luck)
        rank *= world.mates[law]["above"]
    owned = shown if alone != NOBODY else 0
    start, width, count = 0.0, all_, 0
    for try_ in range(1, rules.tries + 1):
        while at < start + width:
            r = rarity(world, of["place"], math.log(width / (at - start)))
            if owned == try_ and rank < above(world.mates, world.knots, law, r):
                return int(alone)
            x0, x1, x2, x3 = block(low, high, np.uint64(2 + count), _ZERO, key.k0, key.k1)
            source = stranger(world, of["group"], uniform(x0, x1))
            luck = uniform(x2, x3)
            if source >= 0:
                return STRANGER + A_SOURCE * source + verdict(world, of["group"], r, luck)
            count += 1
            at += gap(luck, rules.variance, at, count)
        if owned == try_:
            return int(alone)
        start, width = start + width, (1.0 - rules.lasting) * all_
    return int(NOBODY if count > 0 or shown > 0 else of["empty"])


@bare
def decided(
    world: World, profile: np.int64, leads: tuple[float, float], index: np.uint64, key: Key
) -> int:
    """As `answer`, or as `answer_at_last`, whichever holds in this world."""
    if world.rules.until_reference:
        return answer_at_last(world, profile, leads, index, key)
    return answer(world, profile, leads, index, key)


@bare
def tally(
    world: World,
    first: np.uint64,
    stops: int,
    key: Key,
    counts: tuple[Integers, Integers, PhiloxWords],
) -> None:
    """
    Count stops in a row.

    Args:
        world: its parameters.
        first: number of the first stop.
        stops: how many.
        key: the run.
        counts: added to. Of the stops that meet no stranger, those of each profile that return
            nothing, or the record at mate level, shape (profiles, 2); of the others, those of each
            cell. Last, room for random numbers, shape (4, blocks).
    """
    plain, cells, words = counts
    leads, settled = world.leads, world.settled
    bits, cut, other = world.columns.bits, world.columns.cut, world.columns.other
    mask, at_once = (_ONE << bits) - _ONE, words.shape[1]
    for start in range(0, stops, at_once):
        blocks(words, first + np.uint64(start), key.k0, key.k1)
        for i in range(min(at_once, stops - start)):
            w1 = words[1, i]
            drawn = (words[0, i] << _SIXTEEN) | (w1 >> _SIXTEEN)
            column = drawn >> bits
            profile = np.int64(column) if drawn & mask < cut[column] else other[column]
            likest = (words[2, i] << _EIGHT) | ((w1 >> _EIGHT) & _BYTE)
            own = (words[3, i] << _EIGHT) | (w1 & _BYTE)
            if likest < leads[profile, 0]:
                both = (float(likest), float(own))
                number = first + np.uint64(start + i)
                cell = decided(world, profile, both, number, key)
                cells[settled[profile]["base"] + cell] += 1
            else:
                plain[profile, 1 if own >= leads[profile, 1] else 0] += 1


def count(world: World, first: int, stops: int, key: Key) -> tuple[Integers, Integers]:
    """
    Count stops in a row; it lets other threads run meanwhile.

    Args:
        world: its parameters.
        first: number of the first stop.
        stops: how many.
        key: the run.
    Returns: the first two counts of `tally`.
    """
    cells = len(world.log_odds) * len(TRUTHS) * cell_count(len(world.accepted))
    plain = np.zeros((len(world.settled), 2), dtype=np.int64)
    cells_met = np.zeros(cells, dtype=np.int64)
    words = np.empty((4, _BLOCKS), dtype=np.uint64)
    tally(world, np.uint64(first), stops, key, (plain, cells_met, words))
    return plain, cells_met
