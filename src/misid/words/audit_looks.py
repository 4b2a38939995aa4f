"""What two looks at rows can show, as a plan tells it."""

from __future__ import annotations

from collections.abc import Mapping

from misid.audit.schema import AuditPlan
from misid.words.language import Language
from misid.words.numbers import counted, fact
from misid.words.sentence import Sentence, Value


def of_two_looks(plan: AuditPlan, language: Language) -> Sentence:
    """What two looks can show, or that they cannot, and what would."""
    values = {
        "draws": counted(plan.draws, where="draws", language=language),
        "rows": counted(plan.rows, where="rows", language=language),
        "again": counted(plan.again, where="again", language=language),
        "limit": fact(plan.limit, "share", where="limit", language=language),
        "sure": fact(plan.confidence, "share", where="confidence", language=language),
    }
    least = plan.again_least
    if least is not None and plan.again >= least:
        return _shown_by_two_looks(plan, values, language)
    if least is not None:
        return language.say(
            "Check {draws} of {rows} rows, and {again} of these a second time: that measures how "
            "many are wrong, and cannot show that fewer than {limit} are, even if neither look "
            "finds one. For that, {least} must be checked a second time.",
            least=counted(least, where="again_least", language=language),
            **values,
        )
    if plan.twice_least is not None:
        return language.say(
            "Check {draws} of {rows} rows, and {again} of these a second time: that measures how "
            "many are wrong, and cannot show that fewer than {limit} are, even if neither look "
            "finds one. For that, {least} rows must be checked, all of them twice.",
            least=counted(plan.twice_least, where="twice_least", language=language),
            **values,
        )
    return language.say(
        "Check {draws} of {rows} rows, and {again} of these a second time: that measures how many "
        "are wrong, and cannot show that fewer than {limit} are. Not even all rows, checked twice, "
        "would show it.",
        **values,
    )


def _shown_by_two_looks(
    plan: AuditPlan, values: Mapping[str, Value], language: Language
) -> Sentence:
    """On what it hangs that two looks show it, and how often that comes."""
    allowed, often = plan.again_allowed, plan.again_shown
    if allowed is None or often is None:
        return language.say(
            "Check {draws} of {rows} rows, and {again} of these a second time, to show that fewer "
            "than {limit} are wrong, with {sure} confidence.",
            **values,
        )
    shown = fact(often, "share", where="again_shown", language=language)
    if not allowed:
        return language.say(
            "Check {draws} of {rows} rows, and {again} of these a second time, to show that fewer "
            "than {limit} are wrong, with {sure} confidence. It is shown if neither look finds one "
            "wrong, and no longer if the last look at one finds it wrong: at the assumed rate none "
            "is found {shown} of the time.",
            shown=shown,
            **values,
        )
    return language.say_many(
        "Check {draws} of {rows} rows, and {again} of these a second time, to show that fewer than "
        "{limit} are wrong, with {sure} confidence. It is shown if at most {allowed} is found "
        "wrong, by both looks, and no longer if more are: at the assumed rate no more are wrong "
        "{shown} of the time.",
        "Check {draws} of {rows} rows, and {again} of these a second time, to show that fewer than "
        "{limit} are wrong, with {sure} confidence. It is shown if at most {allowed} are found "
        "wrong, by both looks, and no longer if more are: at the assumed rate no more are wrong "
        "{shown} of the time.",
        allowed,
        allowed=counted(allowed, where="again_allowed", language=language),
        shown=shown,
        **values,
    )


def often_enough(plan: AuditPlan, language: Language) -> Sentence:
    """How many second looks would show it as often as asked, or how else to come there."""
    values = {
        "shown": fact(plan.again_shown, "share", where="again_shown", language=language),
        "power": fact(plan.power, "share", where="power", language=language),
    }
    if plan.again_enough is None:
        return language.say(
            "Two looks show it {shown} of the time and not {power}, which was asked, and checking "
            "all drawn rows twice would not do. It takes more drawn rows: raise the least number "
            "of each stratum (--least) and --again together until the plan says it.",
            **values,
        )
    return language.say(
        "Two looks show it {shown} of the time and not {power}, which was asked: for that, {again} "
        "rows must be checked a second time.",
        again=counted(plan.again_enough, where="again_enough", language=language),
        **values,
    )
