"""An audit of a log in whole sentences: the plan, the commitment, the sheets, what they say."""

from __future__ import annotations

from collections.abc import Iterator

from misid.audit.schema import (
    MOST_COMPARED,
    AuditPlan,
    AuditReading,
    RatioReading,
    ShareEnds,
)
from misid.words.audit_looks import of_two_looks, often_enough
from misid.words.audit_one_by_one import so_far
from misid.words.language import Language, message
from misid.words.numbers import counted, fact, precise, ratio
from misid.words.sentence import Number, Sentence, paragraph

LOOKS = {
    "confirmed": message("called wrong by both"),
    "withdrawn": message("called wrong at first, right then"),
    "overturned": message("called right at first, wrong then"),
    "agreed": message("called right by both"),
}
"""How two looks at a row can agree."""


def plan_title(language: Language) -> Sentence:
    """Of a plan."""
    return language.say("How many rows to check by hand")


def plan_finding(plan: AuditPlan, language: Language) -> Sentence:
    """How many rows, and what they would show."""
    if plan.goal == "ratio":
        return _of_ratio(plan, language)
    draws, rows = _count(plan.draws, "draws", language), _count(plan.rows, "rows", language)
    limit = fact(plan.limit, "share", where="limit", language=language)
    sure = fact(plan.confidence, "share", where="confidence", language=language)
    if plan.method == "sequential":
        return language.say(
            "Check rows one by one, at most {draws} of {rows}, and stop as soon as it is shown "
            "that fewer than {limit} are wrong, with {sure} confidence.",
            draws=draws, rows=rows, limit=limit, sure=sure,
        )  # fmt: skip
    allowed = plan.allowed
    if plan.again:
        return of_two_looks(plan, language)
    if allowed is None and len(plan.strata) == 1:
        return language.say(
            "Check {draws} of {rows} rows, to show that fewer than {limit} are wrong, with {sure} "
            "confidence.",
            draws=draws, rows=rows, limit=limit, sure=sure,
        )  # fmt: skip
    if allowed is None:
        return language.say(
            "Check {draws} of {rows} rows, by stratum as below, to show that fewer than {limit} "
            "are wrong, with {sure} confidence.",
            draws=draws, rows=rows, limit=limit, sure=sure,
        )  # fmt: skip
    return language.say_many(
        "Check {draws} of {rows} rows. If at most {allowed} of them is wrong, fewer than {limit} "
        "of all are wrong, with {sure} confidence.",
        "Check {draws} of {rows} rows. If at most {allowed} of them are wrong, fewer than {limit} "
        "of all are wrong, with {sure} confidence.",
        allowed,
        draws=draws, rows=rows, limit=limit, sure=sure,
        allowed=_count(allowed, "allowed", language),
    )  # fmt: skip


def _of_ratio(plan: AuditPlan, language: Language) -> Sentence:
    """How many rows find a ratio; or that strata are too small for that."""
    values = {
        "draws": _count(plan.draws, "draws", language),
        "rows": _count(plan.rows, "rows", language),
        "ratio": fact(plan.ratio, where="ratio", language=language),
        "power": fact(plan.power, "share", where="power", language=language),
    }
    if plan.ratio_found is not None and plan.ratio_found < plan.power:
        return language.say(
            "Check {draws} of {rows} rows, by stratum as below. Strata are too small for what was "
            "asked: if one of the two of which the fewest rows are drawn has {ratio} times the "
            "rate of the other, that is found {found} of the time, and not {power}.",
            found=fact(plan.ratio_found, "share", where="ratio_found", language=language),
            **values,
        )
    return language.say(
        "Check {draws} of {rows} rows, by stratum as below. If one of two strata that were "
        "named beforehand has {ratio} times the rate of the other, that is found {power} of "
        "the time.",
        **values,
    )


def plan_notes(plan: AuditPlan, language: Language) -> Iterator[Sentence]:
    """On what the size rests, and two rules of thumb."""
    yield _assumed(plan, language)
    if plan.rule_of_three is not None:
        yield language.say(
            "Rule of three: {rows} rows without one that is wrong show the limit, with 95 % "
            "confidence.",
            rows=_count(plan.rule_of_three, "rule_of_three", language),
        )
    if plan.rule_of_thirty is not None:
        yield language.say(
            "Rule of thirty: among {rows} rows about 30 are wrong at the assumed rate, which would "
            "measure it to within 30 % either way, with 90 % confidence.",
            rows=_count(plan.rule_of_thirty, "rule_of_thirty", language),
        )
    yield from _of_checkers(plan, language)
    yield language.say("A row that cannot be found counts as wrong.")
    yield language.say(
        "Publish the plan and the digest of the log (misid audit commit) before the seed is thrown."
    )


def price_notes(plan: AuditPlan, language: Language) -> Iterator[Sentence]:
    """How the two ways compare."""
    if plan.prices:
        yield language.say(
            "Row by row, a bet is laid against the opposite; it may be looked at after every row. "
            "Its rows are counted in {orders} simulated orders of such a log.",
            orders=_count(plan.orders, "orders", language),
        )
    if plan.prices and plan.again:
        yield language.say(
            "This table is for one look: how many may be wrong, and how often it is shown, it does "
            "not say of two. A row that is called wrong at first and right by the second look may "
            "leave it shown, or not."
        )


def reading_title(language: Language) -> Sentence:
    """Of a reading."""
    return language.say("What the check of a log says")


def reading_finding(found: AuditReading, language: Language) -> Sentence:
    """The answer to what was asked, where it was; then the share that is wrong, and its ends."""
    return paragraph([*answer(found, language), _share(found, language), *_ends(found, language)])


def _ends(found: AuditReading, language: Language) -> Iterator[Sentence]:
    """Why the interval ends elsewhere than the answer does."""
    if found.shown is not None and found.share.high > found.share.upper:
        yield language.say(
            "That interval is two-sided: it guards both of its ends, so its upper end lies above "
            "that of the answer, which guards this end alone, as the plan asked."
        )


def _share(found: AuditReading, language: Language) -> Sentence:
    """The share of the log that is wrong, between which ends."""
    wrong, checked = (
        _count(found.wrong, "wrong", language),
        _count(found.checked, "checked", language),
    )
    low, high = _bounds(found.share, "share", language)
    sure = fact(found.plan.confidence, "share", where="plan.confidence", language=language)
    values = {"wrong": wrong, "checked": checked, "low": low, "high": high, "sure": sure}
    rows, only = _count(found.plan.rows, "plan.rows", language), found.plan.frame.only
    if only is not None:
        return language.say_many(
            "{wrong} of {checked} checked rows was called wrong. Of the {rows} rows with {value} "
            "in column {column}, which alone were meant, between {low} and {high} are wrong, with "
            "{sure} confidence.",
            "{wrong} of {checked} checked rows were called wrong. Of the {rows} rows with {value} "
            "in column {column}, which alone were meant, between {low} and {high} are wrong, with "
            "{sure} confidence.",
            found.wrong,
            rows=rows, value=only.value, column=only.column, **values,
        )  # fmt: skip
    return language.say_many(
        "{wrong} of {checked} checked rows was called wrong. Of all {rows} rows of the log between "
        "{low} and {high} are wrong, with {sure} confidence.",
        "{wrong} of {checked} checked rows were called wrong. Of all {rows} rows of the log "
        "between {low} and {high} are wrong, with {sure} confidence.",
        found.wrong,
        rows=rows, **values,
    )  # fmt: skip


def answer(found: AuditReading, language: Language) -> Iterator[Sentence]:
    """Whether what was asked is shown."""
    if found.shown is not None:
        yield _shown(found, language)
    if found.plan.again and found.second is None:
        yield _not_looked_at(found, language)
    if found.one_by_one is not None:
        yield so_far(found, found.one_by_one, language)


def _not_looked_at(found: AuditReading, language: Language) -> Sentence:
    again = _count(found.plan.again, "plan.again", language)
    if found.plan.goal == "ratio":
        return language.say(
            "The plan has {again} rows looked at a second time; that sheet was not read.",
            again=again,
        )
    return language.say(
        "Nothing is shown yet: the plan has {again} rows looked at a second time, and that sheet, "
        "second.csv, was not read.",
        again=again,
    )


def _shown(found: AuditReading, language: Language) -> Sentence:
    values = {
        "limit": fact(found.plan.limit, "share", where="plan.limit", language=language),
        "upper": precise(found.share.upper, "share", where="share.upper", language=language),
        "sure": fact(found.plan.confidence, "share", where="plan.confidence", language=language),
    }
    if found.shown:
        return language.say(
            "It is shown that fewer than {limit} are wrong: at most {upper}, one-sided, with "
            "{sure} confidence.",
            **values,
        )
    return language.say(
        "It is not shown that fewer than {limit} are wrong: up to {upper} may be, one-sided, with "
        "{sure} confidence. That is not to say that more are.",
        **values,
    )


def reading_notes(found: AuditReading, language: Language) -> Iterator[Sentence]:
    """What the numbers rest on."""
    if found.not_found:
        yield language.say_many(
            "{rows} row was not found, and counts as called wrong. Were it right, {share} would be "
            "called wrong in place of {called}.",
            "{rows} rows were not found, and count as called wrong. Were they all right, {share} "
            "would be called wrong in place of {called}.",
            found.not_found,
            rows=_count(found.not_found, "not_found", language),
            share=fact(found.if_found_right, "share", where="if_found_right", language=language),
            called=fact(found.called.share, "share", where="called.share", language=language),
        )
    if found.second is not None and found.second.found:
        yield language.say_many(
            "{rows} of them was found at the second look: what that says of it is what counts for "
            "the share that is wrong.",
            "{rows} of them were found at the second look: what that says of them is what counts "
            "for the share that is wrong.",
            found.second.found,
            rows=_count(found.second.found, "second.found", language),
        )
    yield _corrected(found, language)
    if found.second is not None and found.second.not_found:
        yield language.say_many(
            "{rows} row was not found at the second look, and counts as wrong there.",
            "{rows} rows were not found at the second look, and count as wrong there.",
            found.second.not_found,
            rows=_count(found.second.not_found, "second.not_found", language),
        )
    if found.second is not None and found.share.share is None:
        yield language.say(
            "No row of one kind was looked at again, so there is no single estimate."
        )
    if found.one_by_one is not None:
        yield language.say("The ends hold however one decided to stop.")
    yield from _traces(found, language)


def _traces(found: AuditReading, language: Language) -> Iterator[Sentence]:
    """What changed between readings, what to publish, and what nothing bound."""
    changes = found.amendments
    if changes.changed:
        yield language.say_many(
            "{changed} verdict was changed after it was first read, {now} by this reading; "
            "amendments.csv says which.",
            "{changed} verdicts were changed after they were first read, {now} by this reading; "
            "amendments.csv says which.",
            changes.changed,
            changed=_count(changes.changed, "amendments.changed", language),
            now=_count(changes.now, "amendments.now", language),
        )
    if changes.sha256:
        yield language.say(
            "SHA-256 of amendments.csv: {digest}. Publish it: that the file was altered shows only "
            "against a published digest.",
            digest=changes.sha256,
        )
    if found.plan_sha256 is None:
        yield language.say(
            "No plan was bound with the log before the seed was thrown, so it could have been "
            "chosen after that."
        )


def ratio_notes(found: AuditReading, language: Language) -> Iterator[Sentence]:
    """Strata side by side; of many strata no two are."""
    compared = sum(one.checked > 0 for one in found.strata)
    if found.plan.goal == "ratio" and compared > MOST_COMPARED:
        yield language.say(
            "{strata} strata are more than {most}, so no two are put side by side: among so many "
            "pairs some differ by luck. Plan and draw those alone that were named beforehand.",
            strata=_count(compared, "", language),
            most=_count(MOST_COMPARED, "", language),
        )
    pairs = len(found.ratios)
    if pairs > 1:
        yield language.say(
            "Each of these intervals is for its two strata alone, with {sure} confidence. That two "
            "differ is said with all {pairs} pairs considered (Holm): where no two do, it is said "
            "of any in about {risk} of all audits, at most.",
            sure=fact(found.plan.confidence, "share", where="plan.confidence", language=language),
            pairs=_count(pairs, "", language),
            risk=fact(1.0 - found.plan.confidence, "share", language=language),
        )
    for place, one in enumerate(found.ratios):
        span = _ratio(one, f"ratios.{place}", language)
        yield paragraph([span, _of_difference(one, pairs, language)])


def _ratio(one: RatioReading, where: str, language: Language) -> Sentence:
    """How many times as often the rows of one were called wrong."""
    low = ratio(one.low, where=f"{where}.low", language=language)
    if one.high is None:
        return language.say(
            "Rows of {over} were called wrong at least {low} times as often as those of {under}; "
            "there is no upper end.",
            over=one.over, under=one.under, low=low,
        )  # fmt: skip
    high = ratio(one.high, where=f"{where}.high", language=language)
    return language.say(
        "Rows of {over} were called wrong between {low} and {high} times as often as those of "
        "{under}.",
        over=one.over, under=one.under, low=low, high=high,
    )  # fmt: skip


def _of_difference(one: RatioReading, pairs: int, language: Language) -> Sentence:
    """Whether two differ; two that were not named beforehand are some of many."""
    if one.differ:
        return language.say("In that they differ.")
    if one.alone:
        return language.say(
            "Only if these two were named before the seed was thrown is it shown that they differ; "
            "of {pairs} pairs some lie so far apart by luck.",
            pairs=_count(pairs, "", language),
        )
    return language.say("They need not differ.")


def _corrected(found: AuditReading, language: Language) -> Sentence:
    low, high = _bounds(found.called, "called", language)
    if found.corrected_by == "second":
        return language.say(
            "Corrected by the second look, which is taken to be right. Called wrong, at first, are "
            "between {low} and {high}.",
            low=low, high=high,
        )  # fmt: skip
    if found.corrected_by == "stated":
        return language.say(
            "Corrected by what is stated of checkers, at its worst on either side. Called wrong "
            "are between {low} and {high}.",
            low=low, high=high,
        )  # fmt: skip
    return language.say(
        "This takes checkers to be always right; nothing here measures whether they are."
    )


def _assumed(plan: AuditPlan, language: Language) -> Sentence:
    rate = plan.assumed
    low, middle, high = (
        fact(getattr(rate, end), "share", where=f"assumed.{end}", language=language)
        for end in ("low", "middle", "high")
    )
    if rate.known == "nothing":
        return language.say(
            "No rate is stated. The size is for {middle}, a fifth of the limit; a wrong guess "
            "costs rows or an answer, and never the confidence.",
            middle=middle,
        )
    if rate.known == "scenario":
        return language.say(
            "The size is for {middle}, the middle of the possible worlds of {scenario}; nine of "
            "ten lie between {low} and {high}. A wrong guess never costs the confidence.",
            middle=middle, low=low, high=high, scenario=rate.scenario,
        )  # fmt: skip
    return language.say(
        "The size is for {middle}, as stated (from {low} to {high}). A wrong guess costs rows or "
        "an answer, and never the confidence.",
        middle=middle, low=low, high=high,
    )  # fmt: skip


def _of_checkers(plan: AuditPlan, language: Language) -> Iterator[Sentence]:
    ends = plan.checkers
    if ends.err:
        se, sp = (
            [fact(one, "share", language=language) for one in both]
            for both in (ends.sensitivity, ends.specificity)
        )
        yield language.say(
            "Checkers are stated to see between {se_low} and {se_high} of the wrong rows, and to "
            "call between {sp_low} and {sp_high} of the right ones right.",
            se_low=se[0], se_high=se[1], sp_low=sp[0], sp_high=sp[1],
        )  # fmt: skip
    if plan.again:
        yield language.say(
            "{again} rows are checked a second time, to measure how often checkers err.",
            again=_count(plan.again, "again", language),
        )
        if plan.again_shown is not None and plan.again_shown < plan.power:
            yield often_enough(plan, language)
        if plan.again_asked is not None and plan.again_asked > plan.again:
            yield language.say(
                "{asked} were asked for; no more can be checked again than are drawn.",
                asked=_count(plan.again_asked, "again_asked", language),
            )
    elif not ends.err:
        yield language.say(
            "This takes checkers to be always right. A second look (--again) measures it; to bound "
            "what they miss by the limit takes more rows, looked at again, than the rule of three."
        )


def _bounds(ends: ShareEnds, where: str, language: Language) -> tuple[Number | str, Number | str]:
    return (
        fact(ends.low, "share", where=f"{where}.low", language=language),
        fact(ends.high, "share", where=f"{where}.high", language=language),
    )


def _count(value: int, where: str, language: Language) -> Number:
    return counted(value, where=where, language=language)
