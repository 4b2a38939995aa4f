"""An input in words: what stands there, what it is about, and how it is known."""

from __future__ import annotations

from typing import Any

from scipy.special import betaincinv

from misid import evidence
from misid.quantities import Choice, Quantity, Share, Status, Years
from misid.quantities.composition import Algorithm, Composition
from misid.scenario.amounts import duration, is_written, number, per_cent, shares
from misid.scenario.inputs import Content, Input, algorithm_rows
from misid.scenario.measured_matcher import GroupRatios, MateScores
from misid.scenario.schema import Scenario

HEADINGS = {
    "stops": "Who is stopped",
    "gallery": "The records that are searched",
    "capture": "How photographs are taken",
    "matcher": "The matcher",
    "threshold": "The threshold",
    "answer": "From candidate to answer",
    "review": "Review",
    "retention": "Retention",
    "decision": "The reader's limit",
    "operating_points": "Published rates to compare with",
}
"""The blocks of a scenario by their names in the file, in order, and their headings."""

POLICIES = {
    "fpir": "the share of searches of people without a record that may return a candidate",
    "fmr": "the share of pairs of different people that may match",
    "rarity": "how rare a resemblance must be: at 9, one pair of strangers in 10^9 is so alike",
}
"""What the rate of a threshold is, by policy."""

_OPTIONS = {
    "any_candidate": "any candidate",
    "flagged_record": "only a record that carries a flag",
    "all_records": "all records",
    "flagged_records": "only records that carry a flag",
    "nothing": "an empty list",
    "no_reference": "every answer without a reference",
    "everybody": "one for everybody",
    "each_occasion": "one for each occasion",
    "reference": "a test population",
    "field": "the people and photographs of the field",
    "gumbel": "Gumbel",
    "power_law": "power law",
    "True": "yes",
    "False": "no",
}
_LAWS = {
    None: ", in nine worlds of ten",
    "uniform": ", every number as likely",
    "log-uniform": ", every order of magnitude as likely",
    "triangular": ", the ends least likely",
    "beta": ", by a beta law",
}
_KNOWN = {
    Status.DISCLOSED: "disclosed: {cited}",
    Status.PUBLISHED: "published by {cited}",
    Status.MEASURED: "measured for this purpose: {cited}",
    Status.INFERRED: "inferred from {cited}",
    Status.ASSUMED: "assumed: a guess, and said to be one; compare {cited}",
    Status.UNKNOWN: "unknown: nobody has said it in public; {stand_in}; compare {cited}",
}
_UNCITED = {Status.INFERRED: "inferred by the reasoning that is given"}
_UNITS = {"stops.a_year": " a year", "matcher.ageing_years": " years"}


def in_words(one: Input, scenario: Scenario) -> str:
    """
    What stands at an input, as a person says it: `between 15 % and 85 %`.

    Args:
        one: an input of the scenario.
        scenario: it holds the labels of groups and records, and the policy of the threshold.
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
        return _choice(content)
    if isinstance(content, Composition):
        return _composition(content, _labels(one, scenario))
    if isinstance(content, Algorithm):
        return _algorithm(content)
    if isinstance(content, MateScores | GroupRatios):
        return _counted(content)
    if content.evidence is not None:
        return _row(content)
    return _quantity(content, one, scenario)


def known(one: Input, scenario: Scenario) -> str:
    """
    How an input is known, and from where.

    Example:
        >>> from misid.scenario import inputs, load_scenario
        >>> scenario = load_scenario("task-force-module")
        >>> by_name = {one.name: one for one in inputs(scenario)}
        >>> known(by_name["stops.share_sought"], scenario)
        'unknown: nobody has said it in public; a range stands in for it'
        >>> known(by_name["review.false_rejection"], scenario)[:60]
        "published by PLoS ONE 9(8):e103510, Passport Officers' Error"
    """
    content = one.content
    source = "" if content.source is None else cited(content.source, scenario)
    if not source and content.status in _UNCITED:
        return _UNCITED[content.status]
    said = _KNOWN[content.status].format(cited=source, stand_in=_stand_in(content))
    return said if source else said.removesuffix("; compare ")


def cited(key: str, scenario: Scenario | None = None) -> str:
    """
    A citation inside a sentence, and how it was read where that was not in the original.

    Args:
        key: of a citation that comes along with misid, or of a source of the scenario's own.
        scenario: where a source of its own may stand.
    Example:
        >>> cited("dhs-pia-056")[-33:]
        'as quoted, 2018-11-14 (secondary)'
    """
    own = None if scenario is None else scenario.citations.get(key)
    if own is not None:
        whose = "the author's own source" if own.kind == "said" else "measured by the author"
        return f"{own.short()} ({whose})"
    found = evidence.citation(key)
    return found.short() if found.quality == "primary" else f"{found.short()} ({found.quality})"


def concerns(one: Input, scenario: Scenario) -> str:
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
        return next(group.label for group in scenario.groups if group.name == steps[-1])
    if steps[0] == "sources":
        return scenario.gallery.sources[int(steps[1])].label
    if steps[0] == "conditions":
        name = scenario.capture.conditions[int(steps[1])].name
        if name == "measured":
            return "photographs like those of the score file"
        return f"photographs like those of the published test named {name}"
    if block == "retention":
        return f"photographs of {'citizens' if steps[0] == 'citizens' else 'everybody else'}"
    return ""


def _quantity(content: Quantity, one: Input, scenario: Scenario) -> str:
    ends = [end for end in (content.value, content.low, content.high) if end is not None]
    policy = scenario.threshold.policy if one.name == "threshold.rate" else ""
    tail = _UNITS.get(one.name, "")
    if isinstance(content, Years):
        said = [duration(end) for end in ends]
    elif isinstance(content, Share) or policy in ("fpir", "fmr"):
        said = shares(ends)
    else:
        said = [number(end) for end in ends]
    if content.value is not None:
        how = "exactly" if is_written(content.value) else "about"
        return said[0] if said[0].startswith("no ") else f"{how} {said[0]}{tail}"
    return f"between {said[0]} and {said[1]}{tail}{_LAWS[content.distribution]}"


def _row(content: Quantity) -> str:
    table = evidence.table(content.evidence or "")
    meaning = table.column(content.column or "").meaning
    return f"one row of a published table, each as likely: {table.title} ({meaning})"


def _choice(content: Choice[Any]) -> str:
    options = [_OPTIONS.get(str(option), str(option)) for option in content.options]
    return f"one of: {', '.join(options)}; each as likely" if content.is_range else options[0]


def _algorithm(content: Algorithm) -> str:
    if content.name is not None:
        return f"the algorithm {content.name} of NIST's table"
    rows, miss = len(algorithm_rows(content)), per_cent(content.below or 1.0)
    which = f" that miss fewer than {miss} of mugshots at 12 million records"
    if content.developers is None:
        return f"one of the {rows} algorithms of NIST's table{which}; each as likely"
    which = "" if content.below is None else which
    makers = " and ".join(content.developers)
    return f"one of the {rows} versions by {makers} in NIST's tables{which}; each as likely"


def _counted(content: MateScores | GroupRatios) -> str:
    if isinstance(content, GroupRatios):
        return _ratios(content)
    ends = [(content.misses[at], content.rarities[at]) for at in (0, -1)]
    said = [f"{per_cent(miss)} missed at rarity {number(rarity)}" for miss, rarity in ends]
    return f"as counted, from {' to '.join(dict.fromkeys(said))}"


def _ratios(content: GroupRatios) -> str:
    wrong = sum(sum(row.values()) for row in content.false_matches.values())
    trials = sum(sum(row.values()) for row in content.comparisons.values())
    groups = len(content.comparisons)
    return f"as counted: {wrong:,.0f} false matches in {trials:,.0f} comparisons of {groups} groups"


def _composition(content: Composition, labels: dict[str, str]) -> str:
    named = [(labels.get(name, name), share) for name, share in content.shares.items()]
    if len(named) == 1:
        return f"all of it: {named[0][0]}"
    parts = "; ".join(f"{label} {per_cent(part)}" for label, part in named)
    label, most = max(named, key=lambda pair: pair[1])
    if content.concentration is None or most == 1.0:
        return parts
    a, b = content.concentration * most, content.concentration * (1.0 - most)
    low, high = (f"{100 * betaincinv(a, b, level):.0f} %" for level in (0.05, 0.95))
    return f"{parts}. Drawn around these: {label} between {low} and {high} in nine worlds of ten"


def _labels(one: Input, scenario: Scenario) -> dict[str, str]:
    of_sources = one.path == ("gallery", "composition")
    parts = scenario.gallery.sources if of_sources else scenario.groups
    return {part.name: part.label for part in parts}


def _stand_in(content: Content) -> str:
    if isinstance(content, Choice):
        return "several options stand in for it"
    if isinstance(content, Algorithm):
        return "several algorithms stand in for it"
    return "a range stands in for it"
