"""Where a check row by row stands, and whether one may stop."""

from __future__ import annotations

from misid.audit.schema import AuditReading, OneByOne
from misid.words.language import Language, message
from misid.words.numbers import counted, fact, precise
from misid.words.sentence import Number, Sentence

STATES = {
    "shown": message("it is shown: one may stop"),
    "go_on": message("not yet shown: go on"),
    "cannot": message("so many are wrong that the rate is at the limit or above"),
    "cannot_here": message(
        "so many were called wrong or not found that it cannot be shown by this check"
    ),
    "used_up": message("all drawn rows are checked, and it is not shown"),
}
"""Where a check row by row stands; that the rate is so high only where no checker errs."""


def so_far(found: AuditReading, one: OneByOne, language: Language) -> Sentence:
    """Whether one may stop after the rows that were checked one by one."""
    if one.state == "at_odds":
        return _at_odds(found, one, language)
    if one.state == "exceeded":
        return _exceeded(found, one, language)
    is_called = found.plan.checkers.err or found.not_found > 0
    state = "cannot_here" if one.state == "cannot" and is_called else one.state
    return language.say(
        "After {rows} rows: {state}. Were {limit} wrong, so good a run would come in at most "
        "{risk} of all orders.",
        rows=_count(one.rows, "one_by_one.rows", language),
        state=language.word(STATES[state]),
        limit=fact(found.plan.limit, "share", where="plan.limit", language=language),
        risk=fact(one.risk, "share", where="one_by_one.risk", language=language),
    )


def _exceeded(found: AuditReading, one: OneByOne, language: Language) -> Sentence:
    """That more are wrong than the limit allows; of rows that were not found, that they count."""
    values = {
        "rows": _count(one.rows, "one_by_one.rows", language),
        "limit": fact(found.plan.limit, "share", where="plan.limit", language=language),
        "risk": fact(1.0 - found.plan.confidence, "share", language=language),
    }
    if found.not_found:
        return language.say(
            "After {rows} rows: it is shown that the limit of {limit} is exceeded, rows that were "
            "not found counted as wrong. One may stop. It is said in at most {risk} of all orders "
            "where the limit is kept. The interval is one for every limit at once, so it is "
            "wider.",
            **values,
        )
    return language.say(
        "After {rows} rows: it is shown that the limit of {limit} is exceeded. One may stop. It is "
        "said in at most {risk} of all orders where the limit is kept. The interval is one for "
        "every limit at once, so it is wider.",
        **values,
    )


def _at_odds(found: AuditReading, one: OneByOne, language: Language) -> Sentence:
    """That a limit was shown, and that later rows speak against it."""
    risk = 1.0 - found.plan.confidence
    values = {
        "rows": _count(one.rows, "one_by_one.rows", language),
        "shown_at": _count(one.shown_at or 0, "one_by_one.shown_at", language),
        "limit": fact(found.plan.limit, "share", where="plan.limit", language=language),
        "risk": fact(risk, "share", language=language),
        "low": precise(found.called.low, "share", where="called.low", language=language),
        "half": fact(risk / 2.0, "share", language=language),
    }
    if found.plan.checkers.err or found.not_found:
        return language.say(
            "After {rows} rows the check is at odds with itself. By row {shown_at} it was shown "
            "that fewer than {limit} are wrong, which happens in at most {risk} of all orders "
            "where that is not so; by all that were checked at least {low} are called wrong or not "
            "found, which what was shown rules out, and which is said in at most {half} of all "
            "orders where fewer are. One of the two is such an order, or rows were not checked in "
            "the order in which they were drawn: tell neither without the other.",
            **values,
        )
    return language.say(
        "After {rows} rows the check is at odds with itself. By row {shown_at} it was shown that "
        "fewer than {limit} are wrong, which happens in at most {risk} of all orders where that is "
        "not so; by all that were checked at least {low} are wrong, which is said in at most "
        "{half} of all orders where fewer are. One of the two is such an order, or rows were not "
        "checked in the order in which they were drawn: tell neither without the other.",
        **values,
    )


def _count(value: int, where: str, language: Language) -> Number:
    return counted(value, where=where, language=language)
