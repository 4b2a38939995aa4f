"""What pictures of an audit say: a check row by row, and what other limits cost."""

from __future__ import annotations

from misid.audit.schema import AuditPlan, AuditReading, OneByOne
from misid.words.audit_one_by_one import so_far
from misid.words.figures import Caption
from misid.words.language import Language
from misid.words.numbers import counted, fact
from misid.words.sentence import Value, plain


def risk_drawn(found: AuditReading, one: OneByOne, language: Language) -> Caption:
    """Of the picture of a check row by row."""
    return Caption(
        title=plain(language.say("Where the check stands, row by row")),
        finding=so_far(found, one, language),
        drawn=language.say(
            "A line that falls with each row that was called right, and rises at each that was "
            "called wrong or not found, which has a mark. Where it reaches the broken line, one "
            "may stop: it is shown that fewer than the limit are wrong."
        ),
        nothing=plain(language.say("No row was checked.")),
    )


def limits_drawn(plan: AuditPlan, language: Language) -> Caption:
    """Of the picture of what other limits cost."""
    priced = [(place, one) for place, one in enumerate(plan.limits) if one.fixed is not None]
    values: dict[str, Value] = {}
    for name, (place, one) in zip(("strict", "lax"), (priced[:1] + priced[-1:]), strict=False):
        at = f"limits.{place}"
        values[name] = fact(one.limit, "share", where=f"{at}.limit", language=language)
        values[f"{name}_rows"] = counted(one.fixed or 0, where=f"{at}.fixed", language=language)
    title = plain(language.say("What other limits cost"))
    nothing = plain(language.say("No number of rows shows any of these limits."))
    if not values:
        return Caption(title, (nothing,), (), nothing)
    return Caption(
        title=title,
        finding=language.say(
            "To show fewer than {strict} wrong takes a fixed size of {strict_rows} rows, fewer "
            "than {lax} takes {lax_rows}.",
            **values,
        ),
        drawn=language.say(
            "Two lines over the limit, from strict to lax: rows of a fixed size, and rows looked "
            "at one by one on average. Both fall; a broken line stands at the limit of the plan."
        ),
        nothing=nothing,
    )
