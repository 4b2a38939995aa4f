"""An input in words: what stands there, what it is about, and how it is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from scipy.special import betaincinv

from misid import evidence
from misid.quantities import Choice, Quantity, Share, Years
from misid.quantities.composition import Algorithm, Composition
from misid.results.schema import ChangeNote, CitationRow
from misid.scenario import Input, Scenario
from misid.scenario.contradictions import WorkedOut
from misid.scenario.inputs import Content, algorithm_rows
from misid.scenario.measured_matcher import GroupRatios, MateScores
from misid.scenario.stated import OWN_CHANGE
from misid.words.language import ENGLISH, Language, message
from misid.words.numbers import duration, exact, is_written, per_cent, share, shares, spelled
from misid.words.sentence import Sentence, plain

HEADINGS = {
    "stops": message("Who is stopped"),
    "gallery": message("The records that are searched"),
    "capture": message("How photographs are taken"),
    "matcher": message("The matcher"),
    "threshold": message("The threshold"),
    "answer": message("From candidate to answer"),
    "review": message("Review"),
    "retention": message("Retention"),
    "decision": message("The scenario's limit"),
    "operating_points": message("Published rates to compare with"),
}
"""The blocks of a scenario by their names in the file, in order, and their headings."""

POLICIES = {
    "fpir": message("the share of searches of people without a record that may return a candidate"),
    "fmr": message("the share of pairs of different people that may match"),
    "rarity": message(
        "how rare a resemblance must be: at 9, one pair of strangers in 10^9 is so alike"
    ),
}
"""What the rate of a threshold is, by policy."""

_OPTIONS = {
    "any_candidate": message("any candidate"),
    "flagged_record": message("only a record that carries a flag"),
    "all_records": message("all records"),
    "flagged_records": message("only records that carry a flag"),
    "nothing": message("an empty list"),
    "no_reference": message("every answer without a reference"),
    "everybody": message("one for everybody"),
    "each_occasion": message("one for each occasion"),
    "reference": message("a test population"),
    "field": message("the people and photographs of the field"),
    "gumbel": message("Gumbel"),
    "power_law": message("power law"),
    "True": message("yes"),
    "False": message("no"),
}
_RANGES = {
    None: message("between {low} and {high}, in nine worlds of ten"),
    "uniform": message("between {low} and {high}, every number as likely"),
    "log-uniform": message("between {low} and {high}, every order of magnitude as likely"),
    "triangular": message("between {low} and {high}, the ends least likely"),
    "beta": message("between {low} and {high}, by a beta law"),
}
_KNOWN = {
    "disclosed": message("disclosed: {source}"),
    "published": message("published by {source}"),
    "measured": message("measured for this purpose: {source}"),
    "inferred": message("inferred from {source}"),
    "assumed": message("assumed: a guess, and said to be one; compare {source}"),
}
_UNCITED = {
    "inferred": message("inferred by the reasoning that is given"),
    "assumed": message("assumed: a guess, and said to be one"),
}
_UNKNOWN = {
    "range": message("unknown: nobody has said it in public; a range stands in for it"),
    "options": message("unknown: nobody has said it in public; several options stand in for it"),
    "algorithms": message(
        "unknown: nobody has said it in public; several algorithms stand in for it"
    ),
}
_PER = {
    "stops.a_year": message("{number} a year"),
    "matcher.ageing_years": message("{number} years"),
}
_QUALITY = {
    "secondary": message("{source} (secondary)"),
    "unchecked": message("{source} (unchecked)"),
    "said": message("{source} (the author's own source)"),
    "measured": message("{source} (measured by the author)"),
}
_READ_AS = {
    "primary": message("primary"),
    "secondary": message("secondary"),
    "unchecked": message("unchecked"),
    "said": message("the scenario's author's own source; not read here"),
    "measured": message("counted by misid in a file of the scenario's author (SHA-256 {digests})"),
}
_OTHERS = message("photographs of everybody else")
_SHOWN = 12


def in_words(one: Input, scenario: Scenario, language: Language = ENGLISH) -> str:
    """
    What stands at an input, as a person says it: `between 15 % and 85 %`.

    Args:
        one: an input of the scenario.
        scenario: it holds the labels of groups and records, and the policy of the threshold.
        language: in which it is said.
    Example:
        >>> from misid.scenario import inputs, load_scenario
        >>> scenario = load_scenario("task-force-module")
        >>> by_name = {one.name: one for one in inputs(scenario)}
        >>> in_words(by_name["gallery.records"], scenario)
        'exactly 250,000,000'
        >>> in_words(by_name["stops.share_enrolled"], scenario)
        'between 15 % and 85 %, in nine worlds of ten'
        >>> in_words(by_name["threshold.moves_with_gallery"], scenario)
        'one of: yes, no; each as likely'
    """
    content = one.content
    if isinstance(content, Choice):
        said = _choice(content, language)
    elif isinstance(content, Composition):
        said = _composition(content, _labels(one, scenario, language), language)
    elif isinstance(content, Algorithm):
        said = _algorithm(content, language)
    elif isinstance(content, MateScores):
        said = _mates(content, language)
    elif isinstance(content, GroupRatios):
        said = _ratios(content, language)
    elif content.evidence is not None:
        said = _row(content, language)
    else:
        said = _quantity(content, one, scenario, language)
    return plain(said)


def content_in_words(
    content: Any, like: Input | None, scenario: Scenario, language: Language = ENGLISH
) -> str:
    """
    What stood, or stands, at an input, from facts.

    Args:
        content: as the scenario writes it; none where the input did not exist.
        like: the input as it stands now; none where it does no longer.
        scenario: it holds the labels of groups and records.
        language: in which it is said.
    """
    if content is None:
        return language.word(message("nothing: the input did not exist"))
    if like is None:
        return str(content)
    held = type(like.content).model_validate(content)
    return in_words(replace(like, content=held), scenario, language)


def origin_of_input(
    one: Input, citations: Mapping[str, CitationRow], language: Language = ENGLISH
) -> str:
    """
    How an input is known, and from where.

    Args:
        one: an input.
        citations: what it may rest on, by key.
        language: in which it is said.
    Example:
        >>> from misid.results.provenance import citations_by_key
        >>> from misid.scenario import inputs, load_scenario
        >>> scenario = load_scenario("task-force-module")
        >>> by_name, cited = {one.name: one for one in inputs(scenario)}, citations_by_key(scenario)
        >>> origin_of_input(by_name["stops.share_sought"], cited)
        'unknown: nobody has said it in public; a range stands in for it'
        >>> origin_of_input(by_name["review.false_rejection"], cited)[:60]
        "published by PLoS ONE 9(8):e103510, Passport Officers' Error"
    """
    status, key = one.content.status.value, one.content.source
    source = "" if key is None else cited(citations[key], language)
    if status == "unknown":
        said = language.word(_UNKNOWN[_stand_in(one.content)])
        if not source:
            return said
        return plain(language.say("{unknown}; compare {source}", unknown=said, source=source))
    if not source:
        return language.word(_UNCITED[status])
    return plain(language.say(_KNOWN[status], source=source))


def _stand_in(content: Content) -> str:
    if isinstance(content, Choice):
        return "options"
    return "algorithms" if isinstance(content, Algorithm) else "range"


def cited(row: CitationRow, language: Language = ENGLISH) -> str:
    """
    A citation inside a sentence, and how it was read where that was not in the original.

    Example:
        >>> from misid.results.provenance import citation_row
        >>> cited(citation_row("dhs-pia-056"))[-33:]
        'as quoted, 2018-11-14 (secondary)'
    """
    if row.quality == "measured":
        parts = (row.title, *(f"SHA-256 {digest[:_SHOWN]}..." for digest in row.sha256))
    else:
        parts = (row.publisher, row.title, row.date or language.word(message("undated")))
    source = ", ".join(filter(None, parts))
    if row.quality not in _QUALITY:
        return source
    return plain(language.say(_QUALITY[row.quality], source=source))


def why(one: Input, language: Language = ENGLISH) -> str:
    """Why it stands there, as the scenario says it."""
    return language.authored(one.content.why or "")


def is_by_hand(change: ChangeNote) -> bool:
    """Whether a change is inputs by name alone, which nobody gave a title."""
    return change.kind == "by_hand" or change.name == OWN_CHANGE


def said_changed(change: ChangeNote, before: str, language: Language = ENGLISH) -> Sentence:
    """That a change is why something stands at an input, and what stood there before."""
    if is_by_hand(change):
        return language.say("Changed by hand; before: {before}.", before=before)
    return language.say("Changed by {change}; before: {before}.", change=change.name, before=before)


def follows(one: WorkedOut, language: Language = ENGLISH) -> Sentence:
    """A share of a collection that nobody states, and what it follows from."""
    facts = {"name": one.name, "stated": one.stated, "low": share(one.low, language)}
    if one.low == one.high:
        return language.say(
            "{name} follows from {stated}, wrongly_flagged and flag_missing: {low}.", **facts
        )
    return language.say(
        "{name} follows from {stated}, wrongly_flagged and flag_missing: {low} to {high}.",
        **facts,
        high=share(one.high, language),
    )


def quality(row: CitationRow, language: Language = ENGLISH) -> str:
    """How a source was read, or by whom."""
    digests = ", ".join(digest[:_SHOWN] for digest in row.sha256)
    said = language.say(_READ_AS[row.quality], digests=digests)
    if row.read:
        return plain(language.say("{quality}, {day}", quality=said, day=row.read))
    return plain(said)


def concerns(one: Input, scenario: Scenario, language: Language = ENGLISH) -> str:
    """
    Whose input it is, where there are several of its kind: a group, a collection; else empty.

    Example:
        >>> from misid.scenario import inputs, load_scenario
        >>> scenario = load_scenario("task-force-module")
        >>> by_name = {one.name: one for one in inputs(scenario)}
        >>> concerns(by_name["matcher.miss_odds.euro_f"], scenario)
        'women, Europe'
        >>> concerns(by_name["retention.others.reference"], scenario)
        'photographs of everybody else'
    """
    block, *steps = one.path
    if "groups" in steps[:-1]:
        label = next(group.label for group in scenario.groups if group.name == steps[-1])
        return language.authored(label)
    if steps[0] == "sources":
        return language.authored(scenario.gallery.sources[int(steps[1])].label)
    if steps[0] == "conditions":
        return photographs_like(scenario.capture.conditions[int(steps[1])].name, language)
    if block == "retention":
        of_citizens, of_others = message("photographs of citizens"), _OTHERS
        return language.word(of_citizens if steps[0] == "citizens" else of_others)
    return ""


def photographs_like(condition: str, language: Language = ENGLISH) -> str:
    """
    A capture condition in words.

    Example:
        >>> photographs_like("kiosk")
        'photographs like those of the published test named kiosk'
    """
    if condition == "measured":
        return language.word("photographs like those of the score file")
    return plain(
        language.say("photographs like those of the published test named {name}", name=condition)
    )


def about(one: Input, scenario: Scenario, language: Language = ENGLISH) -> str:
    """What an input is, in the first sentence of its description, and whose it is."""
    first = language.word(one.description).split(". ")[0].rstrip(".")
    whose = concerns(one, scenario, language)
    if not whose:
        return first
    return plain(language.say("{what} ({whose})", what=first, whose=whose))


def ends_in_words(one: Input, scenario: Scenario, language: Language = ENGLISH) -> tuple[str, ...]:
    """
    Both ends of a range, or the one number, each by itself and written alike.

    Args: as of `in_words`.
    Example:
        >>> from misid.scenario import inputs, load_scenario
        >>> scenario = load_scenario("task-force-module")
        >>> by_name = {one.name: one for one in inputs(scenario)}
        >>> ends_in_words(by_name["threshold.rate"], scenario)
        ('1 in 3,333', '1 in 33')
    """
    if not isinstance(one.content, Quantity):
        return ()
    said = _numbers(one.content, one, scenario, language)
    return tuple(_with_unit(each, one, language) for each in said)


def _numbers(content: Quantity, one: Input, scenario: Scenario, language: Language) -> list[str]:
    ends = [end for end in (content.value, content.low, content.high) if end is not None]
    policy = scenario.threshold.policy if one.name == "threshold.rate" else ""
    if isinstance(content, Years):
        return [duration(end, language) for end in ends]
    if isinstance(content, Share) or policy in ("fpir", "fmr"):
        return shares(ends, language)
    return [exact(end, language) for end in ends]


def _with_unit(number: str, one: Input, language: Language) -> str:
    if one.name not in _PER:
        return number
    return plain(language.say(_PER[one.name], number=number))


def _quantity(content: Quantity, one: Input, scenario: Scenario, language: Language) -> Sentence:
    *first, last = _numbers(content, one, scenario, language)
    said = [*first, _with_unit(last, one, language)]
    if content.value is None:
        return language.say(_RANGES[content.distribution], low=said[0], high=said[1])
    if isinstance(content, Years) and content.value == 0:
        return (said[0],)
    if is_written(content.value):
        return language.say("exactly {amount}", amount=said[0])
    return language.say("about {amount}", amount=said[0])


def _row(content: Quantity, language: Language) -> Sentence:
    table = evidence.table(content.evidence or "")
    return language.say(
        "one row of a published table, each as likely: {table} ({column})",
        table=language.authored(table.title),
        column=language.authored(table.column(content.column or "").meaning),
    )


def _choice(content: Choice[Any], language: Language) -> Sentence:
    options = [
        language.word(_OPTIONS[str(option)]) if str(option) in _OPTIONS else str(option)
        for option in content.options
    ]
    if not content.is_range:
        return (options[0],)
    return language.say("one of: {options}; each as likely", options=", ".join(options))


def _algorithm(content: Algorithm, language: Language) -> Sentence:
    if content.name is not None:
        return language.say("the algorithm {name} of NIST's table", name=content.name)
    rows, miss = str(len(algorithm_rows(content))), per_cent(content.below or 1.0, language)
    makers = ", ".join(content.developers or ())
    if content.developers is None:
        return language.say(
            "one of the {rows} algorithms of NIST's table that miss fewer than {miss} of mugshots "
            "at 12 million records; each as likely",
            rows=rows,
            miss=miss,
        )
    if content.below is None:
        return language.say(
            "one of the {rows} versions by {makers} in NIST's tables; each as likely",
            rows=rows,
            makers=makers,
        )
    return language.say(
        "one of the {rows} versions by {makers} in NIST's tables that miss fewer than {miss} of "
        "mugshots at 12 million records; each as likely",
        rows=rows,
        makers=makers,
        miss=miss,
    )


def _mates(content: MateScores, language: Language) -> Sentence:
    ends = [
        {
            "missed": per_cent(content.misses[place], language),
            "rarity": exact(content.rarities[place], language),
        }
        for place in (0, -1)
    ]
    if ends[0] == ends[1]:
        return language.say("as counted, from {missed} missed at rarity {rarity}", **ends[0])
    return language.say(
        "as counted, from {missed} missed at rarity {rarity} to {last} missed at rarity {at}",
        **ends[0],
        last=ends[1]["missed"],
        at=ends[1]["rarity"],
    )


def _ratios(content: GroupRatios, language: Language) -> Sentence:
    wrong = sum(sum(row.values()) for row in content.false_matches.values())
    trials = sum(sum(row.values()) for row in content.comparisons.values())
    return language.say(
        "as counted: {wrong} false matches in {trials} comparisons of {groups} groups",
        wrong=spelled(f"{wrong:.0f}", language.spelling),
        trials=spelled(f"{trials:.0f}", language.spelling),
        groups=str(len(content.comparisons)),
    )


def _composition(content: Composition, labels: dict[str, str], language: Language) -> Sentence:
    named = [(labels.get(name, name), share) for name, share in content.shares.items()]
    if len(named) == 1:
        return language.say("all of it: {label}", label=named[0][0])
    parts = "; ".join(f"{label} {per_cent(part, language)}" for label, part in named)
    label, most = max(named, key=lambda pair: pair[1])
    if content.concentration is None or most == 1.0:
        return (parts,)
    a, b = content.concentration * most, content.concentration * (1.0 - most)
    low, high = (f"{100 * betaincinv(a, b, level):.0f} %" for level in (0.05, 0.95))
    return language.say(
        "{parts}. Drawn around these: {label} between {low} and {high} in nine worlds of ten",
        parts=parts,
        label=label,
        low=low,
        high=high,
    )


def _labels(one: Input, scenario: Scenario, language: Language) -> dict[str, str]:
    of_sources = one.path == ("gallery", "composition")
    parts = scenario.gallery.sources if of_sources else scenario.groups
    return {part.name: language.authored(part.label) for part in parts}
