"""What was found in a search log, in whole sentences."""

from __future__ import annotations

from collections.abc import Iterator

from misid.searchlog.checks.schema import (
    AgencyRate,
    LogAudit,
    LogPeriod,
    PeriodUnit,
    RuleResult,
    UnusedColumn,
    UsedColumn,
)
from misid.words.figures import Caption
from misid.words.language import Language, message
from misid.words.numbers import counted, natural
from misid.words.sentence import Number, Sentence, Value, filled, paragraph, plain

SEVERITIES = {"high": message("high"), "middle": message("middle"), "low": message("low")}
"""How much a rule weighs."""
OUTCOMES = {
    "found": message("found"),
    "none_found": message("none found"),
    "not_checked": message("not checked"),
}
"""What came of a rule."""
HOW = {"named": message("as was said"), "guessed": message("by its name")}
"""Who said what a column is."""
ROLES = {
    "id": message("id of the search"),
    "time": message("time"),
    "agency": message("agency"),
    "officer": message("officer"),
    "person": message("person"),
    "searched": message("whether a photograph was searched"),
    "answer": message("answer"),
    "reference_code": message("reference code"),
    "review": message("review"),
    "retention_until": message("day on which deletion is due"),
    "deleted_on": message("day of deletion"),
    "deletion_record": message("record of the deletion"),
    "reason": message("reason"),
    "sequence": message("number of the row"),
    "hash": message("hash of the row"),
    "previous_hash": message("hash of the row before"),
}
"""What a column is, by its role."""


def title(found: LogAudit, language: Language) -> Sentence:
    """Of which log."""
    return language.say("What the search log {file} says of itself", file=found.file)


def finding(found: LogAudit, language: Language) -> Sentence:
    """What came of all rules, in a sentence or two."""
    outcomes = [one.outcome for one in found.results]
    broken, open_ = outcomes.count("found"), outcomes.count("not_checked")
    checked = len(outcomes) - open_
    values = {
        "found": _count(broken, language),
        "checked": _count(checked, language),
        "rows": counted(found.rows, where="rows", language=language),
    }
    if not checked:
        return language.say("No rule could be checked in {rows} rows.", rows=values["rows"])
    if broken:
        said = language.say_many(
            "{found} of {checked} rules that could be checked finds something in {rows} rows.",
            "{found} of {checked} rules that could be checked find something in {rows} rows.",
            broken,
            **values,
        )
    else:
        said = language.say(
            "None of {checked} rules that could be checked finds anything in {rows} rows.",
            checked=values["checked"],
            rows=values["rows"],
        )
    return paragraph([said, *_no_pass(found, language)])


def _no_pass(found: LogAudit, language: Language) -> Iterator[Sentence]:
    """Of how many rules that find nothing that is no pass of every row."""
    near = sum(bool(one.may_be) for one in found.unused)
    if near:
        yield language.say_many(
            "{near} column that was taken for nothing may be what rules look at: it stands below "
            "with the option that says so.",
            "{near} columns that were taken for nothing may be what rules look at: they stand "
            "below with the options that say so.",
            near,
            near=_count(near, language),
        )
    partly = sum(one.outcome == "none_found" and one.unsaid > 0 for one in found.results)
    if partly:
        yield language.say_many(
            "{partly} rule that finds nothing cannot be held against every row, which is no pass "
            "of those rows.",
            "{partly} rules that find nothing cannot be held against every row, which is no pass "
            "of those rows.",
            partly,
            partly=_count(partly, language),
        )
    open_ = sum(one.outcome == "not_checked" for one in found.results)
    if open_:
        yield language.say_many(
            "{further} further rule could not be checked, which is no pass.",
            "{further} further rules could not be checked, which is no pass.",
            open_,
            further=_count(open_, language),
        )


def rule_result(one: RuleResult, found: LogAudit, place: int, language: Language) -> Sentence:
    """Of one rule that finds something: what, where, and why that matters."""
    rule = one.rule
    return paragraph(
        [
            sentence(one, found, place, language),
            where(one, language),
            *(_in_another_order(one, found, language) if _UNREAD in (rule.breaks or "") else ()),
            (language.authored(rule.matters),),
            (language.authored(rule.false_alarms),) if rule.false_alarms else (),
            language.say("Asked for by: {citation}.", citation=rule.citation),
        ]
    )


_UNREAD = "is unread"
_DATES = {"mdy": "--dates mdy", "dmy": "--dates dmy"}


def _in_another_order(
    one: RuleResult | None, found: LogAudit, language: Language
) -> Iterator[Sentence]:
    """Of columns, of one rule or of all: how many cells another order of days would read."""
    for place, column in enumerate(found.columns):
        if one is not None and column.role not in one.rule.named:
            continue
        for order, many in column.otherwise.items():
            where = f"columns.{place}.otherwise.{order}"
            yield language.say_many(
                "{cells} cell of column {column} that cannot be read could be with {option}.",
                "{cells} cells of column {column} that cannot be read could be with {option}.",
                many,
                cells=counted(many, where=where, language=language),
                column=column.name,
                option=_DATES[order],
            )


def sentence(one: RuleResult, found: LogAudit, place: int, language: Language) -> Sentence:
    """What a rule found, in its own words."""
    at = f"results.{place}"
    values: dict[str, Value] = {
        name: _number(value, f"{at}.numbers.{name}", language)
        for name, value in one.numbers.items()
    }
    for name in ("count", "of", "unsaid"):
        values[name] = counted(getattr(one, name), where=f"{at}.{name}", language=language)
    values["as_of"] = "" if found.as_of is None else found.as_of.isoformat()
    return filled(language.authored(one.rule.sentence), values)


def where(one: RuleResult, language: Language) -> Sentence:
    """The first rows that break a rule, and of which it cannot be said."""
    parts = []
    if one.rows:
        parts.append(language.say("First in row {rows}.", rows=rows(one.rows, language)))
    if one.unsaid:
        parts.append(
            language.say(
                "Of {many} it cannot be said, since something is missing or cannot be read: "
                "first row {rows}.",
                many=_count(one.unsaid, language),
                rows=rows(one.unsaid_rows, language),
            )
        )
    return paragraph(parts)


def rule_title(one: RuleResult, language: Language) -> str:
    """A rule in a few words."""
    return language.authored(one.rule.title)


def rows(numbers: tuple[int, ...], language: Language) -> str:
    """Numbers of rows, apart by semicolons, since some languages group digits by commas."""
    return "; ".join(counted(number, language=language).text for number in numbers)


def why_not(one: RuleResult, language: Language) -> Sentence:
    """Why a rule was not checked."""
    if one.because == "no_column":
        needs = ", ".join(language.word(ROLES[role]) for role in one.needs)
        return language.say("no column is known as: {roles}", roles=needs)
    if one.because == "no_number":
        names = one.rule.asked or (one.rule.published or "",)
        return language.say(
            "a number is needed that was not given: {names}", names=", ".join(names)
        )
    if one.because == "no_such_answer":
        return language.say(
            "no row answers {answers}, but some answer something else: --answer says what means it",
            answers=", ".join(sorted(one.rule.answers)),
        )
    return (language.word(_BECAUSE[str(one.because)]),)


_BECAUSE = {
    "no_rows": message("no row is of the kind that it is about"),
    "nothing_said": message(
        "of none of its rows can it be said, since something is missing or cannot be read"
    ),
    "labels_of_people": message("there are too few rows a label, so a label may name a person"),
    "no_day": message("no day is known on which the log is looked at"),
    "no_root": message("no root was given"),
    "no_scenario": message("no scenario was given"),
    "no_lines": message("the file is no plain text with lines"),
    "hash_not_last": message("the hash does not stand in the last column"),
}


def agency_rule(one: AgencyRate, found: LogAudit, language: Language) -> str:
    """By which rule an agency is told apart."""
    titles = {result.rule.id: result.rule.title for result in found.results}
    return language.authored(titles[one.rule])


def agency(one: AgencyRate, language: Language) -> str:
    """An agency by its label, or by its place where the label is not shown."""
    place = counted(one.place, language=language).text
    return one.agency or plain(language.say("agency {place}", place=place))


def role(one: UsedColumn, language: Language) -> str:
    """What a column is taken for."""
    return language.word(ROLES[one.role])


def unused_name(one: UnusedColumn, language: Language) -> str:
    """A column that was taken for nothing: its name, or its place where that is not shown."""
    place = counted(one.place, language=language).text
    return one.name or plain(language.say("column {place}", place=place))


def may_be(one: UnusedColumn, language: Language) -> str:
    """What a column may be by its name."""
    return ", ".join(language.word(ROLES[role]) for role in one.may_be)


def say_so(one: UnusedColumn) -> str:
    """The option that says what a column is, for each role that it may be, or for any."""
    name = one.name or "NAME"
    quote = '"' if "'" in name else "'"
    return ", ".join(f"--column {quote}{name}={role}{quote}" for role in one.may_be or ("ROLE",))


def what_it_means(found: LogAudit, language: Language) -> Iterator[Sentence]:
    """What a reader may take from it, and what not."""
    yield language.say(
        "A finding is a question for whoever holds the log, and no verdict on anybody. Rows stand "
        "for themselves by their numbers; nobody is named."
    )
    yield from _in_another_order(None, found, language)
    yield language.say(
        "Times that name no zone are read as those of {timezone}.", timezone=found.timezone
    )
    if found.answers:
        pairs = ", ".join(f"{word} = {meant}" for word, meant in found.answers.items())
        yield language.say("Answers are read as the reader says: {pairs}.", pairs=pairs)
    if any(not one.agency for one in found.agencies):
        yield language.say(
            "Agencies are told by their place among the labels in the order of letters: the "
            "column's own name does not say that it is one of agencies, so they may name people."
        )
    if found.root:
        yield language.say("RFC 6962 root over the lines: {root}.", root=found.root)
    yield language.say(
        "SHA-256 of the file: {digest}. Whoever has the same digest has the same file.",
        digest=found.digest,
    )


def _count(value: int, language: Language) -> Number:
    return counted(value, language=language)


def _number(value: float, at: str, language: Language) -> Number:
    if float(value).is_integer():
        return counted(value, where=at, language=language)
    return Number(value=value, text=natural(value, language), fact=at)


PERIODS: dict[PeriodUnit, str] = {
    "day": message("Findings by day"),
    "month": message("Findings by month"),
    "year": message("Findings by year"),
}
"""What is told of when rows were written that break a rule."""
_WRITTEN: dict[PeriodUnit, str] = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}


def period(one: LogPeriod, unit: PeriodUnit) -> str:
    """A day, a month or a year, as its digits are ordered by ISO 8601."""
    return one.first.strftime(_WRITTEN[unit]).zfill(len(_WRITTEN[unit]) - 2)


def by_rule(one: LogPeriod, found: LogAudit, language: Language) -> str:
    """Which rules rows of a period break, the most often broken first."""
    titles = {of.rule.id: rule_title(of, language) for of in found.results}
    ordered = sorted(one.found, key=lambda rule: (-one.found[rule], rule))
    return "; ".join(f"{titles[rule]}: {one.found[rule]:,}" for rule in ordered)


def findings_drawn(found: LogAudit, unit: PeriodUnit, language: Language) -> Caption:
    """Of the picture of findings over time."""
    place, most = max(enumerate(found.periods), key=lambda one: one[1].broken)
    values: dict[str, Value] = {
        "period": period(most, unit),
        "broken": counted(most.broken, where=f"periods.{place}.broken", language=language),
        "rows": counted(most.rows, where=f"periods.{place}.rows", language=language),
    }
    return Caption(
        title=language.word(PERIODS[unit]),
        finding=language.say(
            "{period} has the most rows that break a rule: {broken} of {rows}.", **values
        ),
        drawn=language.say(
            "A strip of bars for each rule that most rows break, up to six: the share of the rows "
            "of each period that break it."
        ),
        nothing=language.word("No row breaks a rule that is held against rows one by one."),
    )
