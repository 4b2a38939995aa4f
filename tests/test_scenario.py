"""The shipped scenario, writing and reading, digests, and draws that two scenarios share."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import copy
import itertools
import json
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.special import logit

from misid import evidence
from misid.errors import MeaningError
from misid.files.yaml_lines import parse
from misid.quantities import Choice, Count, Draws, Quantity, Status
from misid.quantities.composition import Algorithm, Composition, PerGroup
from misid.results.provenance import citations_by_key
from misid.scenario import (
    SCHEMA,
    Scenario,
    Worlds,
    canonical_json,
    digest,
    inputs,
    library,
    load_scenario,
    names,
    to_yaml,
)
from misid.scenario.contradictions import contradictions
from misid.scenario.read import read_text
from misid.scenario.serialise import as_data
from misid.uncertainty.questions import questions
from misid.words.scenario import origin_of_input

SHIPPED = "task-force-module"
WORLDS = 64

every_shipped = pytest.mark.parametrize("name", names())


def shipped() -> dict[str, Any]:
    """The shipped scenario as plain data, free to change."""
    return copy.deepcopy(as_data(load_scenario(SHIPPED)))


def small() -> dict[str, Any]:
    """The shipped scenario cut to two groups, one source and one condition: quicker to read."""
    data = shipped()
    data["groups"] = data["groups"][:2]
    kept = [group["name"] for group in data["groups"]]
    data["gallery"]["sources"] = data["gallery"]["sources"][:1]
    data["capture"]["conditions"] = data["capture"]["conditions"][:1]
    even_shares(data["stops"], kept)
    even_shares(data["gallery"], [data["gallery"]["sources"][0]["name"]])
    even_shares(data["gallery"]["sources"][0], kept)
    even_shares(data["capture"], [data["capture"]["conditions"][0]["name"]])
    for block in (data["stops"], data["matcher"], data["review"]):
        for part in (one for one in block.values() if isinstance(one, dict) and "groups" in one):
            part["groups"] = {name: part["groups"][name] for name in kept}
    return data


def even_shares(block: dict[str, Any], parts: list[str]) -> None:
    """Give every part of a block's composition the same share."""
    shares = {part: 1 / len(parts) for part in parts}
    firm = {"status": "assumed"} if len(parts) == 1 else {}
    block["composition"] = {**block["composition"], "shares": shares, **firm}


def made(data: dict[str, Any]) -> Scenario:
    """A scenario of plain data."""
    return Scenario.model_validate(data)


def changed(data: dict[str, Any], path: tuple[str | int, ...], content: object) -> dict[str, Any]:
    """The same data with other content in one place."""
    other = copy.deepcopy(data)
    block: Any = other
    for step in path[:-1]:
        block = block[step]
    block[path[-1]] = content
    return other


# The shipped scenarios


def test_the_task_force_module_comes_along() -> None:
    """The programme that the issue is about is there by name."""
    assert SHIPPED in names()


@every_shipped
def test_a_shipped_scenario_is_in_order(name: str) -> None:
    """It loads without a mistake, under its own name."""
    assert name == load_scenario(name).name


@every_shipped
def test_every_known_input_has_a_source(name: str) -> None:
    """What is called disclosed, published or measured can be looked up."""
    for one in inputs(load_scenario(name)):
        known = one.content.status.is_known
        assert not known or one.content.source in evidence.citation_keys(), one.name


@every_shipped
def test_every_source_exists(name: str) -> None:
    """No key stands for nothing, whatever the status."""
    used = {one.content.source for one in inputs(load_scenario(name))} - {None}
    assert set() == used - set(evidence.citation_keys())


@every_shipped
def test_every_range_has_a_why(name: str) -> None:
    """Whatever is open says why."""
    silent = [
        one.name
        for one in inputs(load_scenario(name))
        if one.content.is_range and not (one.content.why or "").strip()
    ]
    assert [] == silent


@every_shipped
def test_a_why_cites_evidence_or_says_that_none_exists(name: str) -> None:
    """A citation key in brackets that does not exist would be a false reference."""
    keys = evidence.citation_keys()
    for one in inputs(load_scenario(name)):
        cited = re.findall(r"\(([a-z0-9]+(?:-[a-z0-9]+)+)\)", one.content.why or "")
        assert [] == [key for key in cited if key not in keys], one.name


@every_shipped
def test_every_unknown_input_is_open(name: str) -> None:
    """Nobody's silence is filled with one number."""
    unknown = [one for one in inputs(load_scenario(name)) if one.content.status is Status.UNKNOWN]
    assert [] == [one.name for one in unknown if not one.content.is_range]


@every_shipped
def test_input_names_are_unique(name: str) -> None:
    """Draws are keyed by name, so no two inputs share one."""
    every = [one.name for one in inputs(load_scenario(name))]
    assert len(every) == len(set(every))


@every_shipped
def test_every_input_is_described(name: str) -> None:
    """The schema says of every input what it is."""
    assert [] == [one.name for one in inputs(load_scenario(name)) if not one.description]


@every_shipped
def test_the_path_of_an_input_leads_to_its_line(name: str) -> None:
    """Each path of an input that is not left out stands in the file: an error can tell its line."""
    document, scenario = parse(library.text(name), name), load_scenario(name)
    paths = {one.path for one in inputs(scenario)}
    blocks = (("gallery", scenario.gallery), ("threshold", scenario.threshold),
              ("answer", scenario.answer), ("review", scenario.review))  # fmt: skip
    left_out = {
        (block, key)
        for block, part in blocks
        for key in set(type(part).model_fields) - part.model_fields_set
    }
    assert left_out == paths - set(document.lines)


def test_the_disclosed_numbers_are_as_described() -> None:
    """250 million records and 15 years, both from the first report."""
    read = load_scenario(SHIPPED)
    by_name = {one.name: one.content for one in inputs(read)}
    for name, value in (
        ("gallery.records", 250_000_000.0),
        ("retention.others.no_candidate", 15.0),
    ):
        content = by_name[name]
        assert isinstance(content, Quantity)
        assert (value, Status.DISCLOSED) == (content.value, content.status)


# File and scenario


@every_shipped
def test_a_shipped_scenario_writes_and_reads_back(name: str) -> None:
    """Scenario -> YAML -> scenario is the identity, comments aside."""
    read = load_scenario(name)
    again = read_text(to_yaml(read), file="again.yaml")
    assert read == again
    assert digest(read) == digest(again)


SMALL = small()
SMALL_INPUTS = inputs(made(SMALL))


def number_in(kind: type[Quantity]) -> st.SearchStrategy[float]:
    """A number that may stand for a quantity of this kind; records are one a person or more."""
    return st.floats(max(kind.ends[0], 1.0 if kind.ends[0] > 0 else kind.ends[0]), kind.ends[1])


@st.composite
def other_content(draw: st.DrawFn, content: Quantity) -> object:
    """Other valid content for a quantity."""
    kind = type(content)
    why = draw(
        st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), min_size=1).filter(str.strip)
    )
    if draw(st.booleans()):
        status = draw(st.sampled_from(["assumed", "inferred"]))
        return {"value": draw(number_in(kind)), "status": status, "why": why}
    two = st.tuples(number_in(kind), number_in(kind)).filter(lambda ends: ends[0] != ends[1])
    low, high = sorted(draw(two))
    fields = {"low": low, "high": high, "distribution": "uniform", "why": why}
    return {**fields, "status": "unknown"}


@st.composite
def variant(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """The small scenario with one quantity changed, and the name of that input."""
    able = [
        one
        for one in SMALL_INPUTS
        if isinstance(one.content, Quantity) and one.name != "threshold.rate"
    ]
    one = draw(st.sampled_from(able))
    assert isinstance(one.content, Quantity)
    return one.name, changed(SMALL, one.path, draw(other_content(one.content)))


@settings(max_examples=15)
@given(variant())
def test_any_scenario_writes_and_reads_back(varied: tuple[str, dict[str, Any]]) -> None:
    """Whatever numbers and words it holds that can be together, a scenario survives its file."""
    scenario = made(varied[1])
    assume(not list(contradictions(scenario)))
    again = read_text(to_yaml(scenario), file="again.yaml")
    assert scenario == again
    assert digest(scenario) == digest(again)


TEXTS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=300)


@settings(max_examples=15)
@given(TEXTS, TEXTS)
def test_any_words_write_and_read_back(title: str, why: str) -> None:
    """Text that looks like a number, a list, a tag or an alias stays text."""
    data = changed(SMALL, ("title",), title)
    scenario = made(changed(data, ("stops", "agencies"), {"value": 3, "why": why}))
    assert scenario == read_text(to_yaml(scenario), file="again.yaml")


@pytest.mark.parametrize(
    "title",
    ["5", "null", "true", "~", "1e5", "- a", "a: b", "# a", "*a", "&a", "!a", "%a", "@a", "' \"",
     " a ", "a\nb\n", "a\n\n b", "\t", "=", "<<", "0x10", "1_000", ".nan", "\u2028", "…", "𝕏"],
)  # fmt: skip
def test_words_that_look_like_yaml_write_and_read_back(title: str) -> None:
    """The likely traps, one by one."""
    scenario = made(changed(SMALL, ("title",), title))
    assert scenario == read_text(to_yaml(scenario), file="again.yaml")


def test_an_alias_stands_for_what_it_names() -> None:
    """A block written once and used twice is the same scenario as the block written twice."""
    text = to_yaml(made(SMALL))
    twice = "a_year: &n {value: 5, why: a guess}\n  agencies: *n\n"
    assert 1 == text.count("  a_year:")
    head, tail = text[: text.index("  a_year:")], text[text.index("  officers:") :]
    aliased = read_text(f"{head}  {twice}{tail}", file="a.yaml")
    written = read_text(
        f"{head}  {twice.replace('*n', '{value: 5, why: a guess}').replace('&n ', '')}{tail}",
        file="b.yaml",
    )
    assert aliased == written
    assert digest(aliased) == digest(written)


# Digest


def upside_down(data: Any) -> Any:
    """The same data with the keys of every block in the opposite order."""
    if isinstance(data, dict):
        return {key: upside_down(data[key]) for key in reversed(data)}
    return [upside_down(item) for item in data] if isinstance(data, list) else data


def test_the_digest_is_a_sha_256_of_sorted_json() -> None:
    """One text for one meaning, without spaces, keys in the order of the alphabet."""
    text = canonical_json(made(SMALL))
    assert text == json.dumps(
        json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    assert re.fullmatch("[0-9a-f]{64}", digest(made(SMALL)))


def test_the_order_of_keys_leaves_the_digest() -> None:
    """The fields of a block may stand in any order."""
    assert digest(made(SMALL)) == digest(made(upside_down(SMALL)))


def test_comments_and_layout_leave_the_digest() -> None:
    """Remarks, blank lines and quotation marks are not content."""
    text = to_yaml(made(SMALL))
    remarked = "\n\n".join(f"{line} # remark" for line in text.splitlines() if line.endswith(":"))
    assert remarked
    dressed = "# head\n" + re.sub(r":\n", ": # remark\n\n", text) + "# tail\n"
    dressed = dressed.replace("status: unknown", "'status': \"unknown\"")
    assert digest(made(SMALL)) == digest(read_text(dressed, file="a.yaml"))


@pytest.mark.parametrize(
    "spelled",
    ["250_000_000", "250000000", "2.5e8", "2.5E+8", "250000000.0", "+250_000_000", "0xEE6B280",
     "{value: 2.5e+8}", "{value: 250_000_000, status: assumed}"],
)  # fmt: skip
def test_the_spelling_of_a_number_leaves_the_digest(spelled: str) -> None:
    """250_000_000 and 2.5e8 are one number."""
    scenario = made(changed(SMALL, ("gallery", "records"), 250_000_000))
    text = to_yaml(made(changed(SMALL, ("gallery", "records"), 123_456)))
    assert 1 == text.count("123456.0")
    assert digest(scenario) == digest(read_text(text.replace("123456.0", spelled), file="a.yaml"))


def test_every_change_of_an_input_changes_the_digest() -> None:
    """No input is left out of the digest."""
    data = shipped()
    seen = {digest(made(data))}
    for one in inputs(made(data)):
        scenario = made(changed(data, one.path, other_status(one.content)))
        seen.add(digest(scenario))
    assert len(inputs(made(data))) + 1 == len(seen)


def other_status(content: Any) -> dict[str, Any]:
    """The same content with one more word in its reason."""
    full = content.model_dump(mode="json")
    if not isinstance(full, dict):
        field = "name" if isinstance(content, Algorithm) else "value"
        full = {"options": [full]} if isinstance(content, Choice) else {field: full}
    return {**full, "why": f"{content.why} Changed."}


@pytest.mark.parametrize(
    ("path", "content"),
    [
        (("name",), "another"),
        (("title",), "Another"),
        (("retention", "horizon"), 14),
        (("decision", "limit"), 101),
        (("threshold", "policy"), "fmr"),
        (("groups", 0, "label"), "another"),
    ],
)
def test_what_is_no_input_is_in_the_digest_too(path: tuple[str | int, ...], content: Any) -> None:
    """Names, texts, the policy, the horizon and the limit are content."""
    assert digest(made(SMALL)) != digest(made(changed(SMALL, path, content)))


def test_the_schema_is_named_in_the_data() -> None:
    """A written scenario says what schema it follows."""
    assert SCHEMA == as_data(made(SMALL))["schema"]
    assert to_yaml(made(SMALL)).startswith(f"schema: {SCHEMA}\n")


# Draws


def worlds(data: dict[str, Any]) -> Worlds:
    """The worlds of plain data, always under the same seed."""
    return Worlds(made(data), Draws(seed=11, size=WORLDS))


def drawn(of: Worlds) -> dict[str, bytes]:
    """The bits of every input in every world, by name."""
    return {one.name: bits(of, one.name, one.content) for one in inputs(of.scenario)}


def bits(of: Worlds, name: str, content: Any) -> bytes:
    """The bits of one input in every world."""
    if isinstance(content, Quantity):
        return of.number(name).tobytes()
    if isinstance(content, Composition):
        return np.ascontiguousarray(of.shares(name, tuple(content.shares))).tobytes()
    return (of.algorithm() if isinstance(content, Algorithm) else of.option(name)).tobytes()


@settings(max_examples=40)
@given(variant())
def test_a_change_of_one_input_leaves_the_draws_of_all_others(
    varied: tuple[str, dict[str, Any]],
) -> None:
    """Adding or removing what is unknown of one input reshuffles nobody's luck."""
    name, data = varied
    before, after = drawn(worlds(SMALL)), drawn(worlds(data))
    assert list(before) == list(after)
    assert [] == [other for other in before if other != name and before[other] != after[other]]


def with_another_group(data: dict[str, Any]) -> dict[str, Any]:
    """The same data with one more group, in front of the others, that nobody belongs to."""
    other = copy.deepcopy(data)
    other["groups"].insert(0, {"name": "new", "label": "new", "region": "POLY", "sex": "F"})
    for block in (other["stops"], *other["gallery"]["sources"]):
        block["composition"]["shares"]["new"] = 0.0
    for block in (other["stops"], other["matcher"], other["review"]):
        for part in (one for one in block.values() if isinstance(one, dict) and "groups" in one):
            part["groups"] = {"new": 0.5, **part["groups"]}
    return other


def test_another_group_leaves_the_draws_of_the_others() -> None:
    """Numbers of a group hang on its name, not on its place in the list."""
    few, more = worlds(SMALL), worlds(with_another_group(SMALL))
    kept = few.scenario.group_names
    assert ("new", *kept) == more.scenario.group_names
    per_group = [
        f"{block}.{key}"
        for block in ("stops", "matcher", "review")
        for key, value in getattr(few.scenario, block)
        if isinstance(value, PerGroup)
    ]
    assert per_group
    for name in per_group:
        assert few.per_group(name).tobytes() == more.per_group(name)[:, 1:].tobytes()
    for name in ("stops.composition", "gallery.sources.visa.composition"):
        assert few.shares(name, kept).tobytes() == more.shares(name, kept).tobytes()


def test_another_group_leaves_every_other_input() -> None:
    """What has nothing to do with groups stays as it was, to the last bit."""
    before, after = drawn(worlds(SMALL)), drawn(worlds(with_another_group(SMALL)))
    changed_names = {name for name in before if before[name] != after[name]}
    assert set() == {name for name in changed_names if not name.endswith("composition")}


def test_the_order_of_groups_leaves_their_draws() -> None:
    """Two scenarios that list the groups otherwise agree on each group."""
    turned = changed(SMALL, ("groups",), list(reversed(SMALL["groups"])))
    one, other = worlds(SMALL), worlds(turned)
    assert (
        one.per_group("matcher.miss_odds").tobytes()
        == np.ascontiguousarray(other.per_group("matcher.miss_odds")[:, ::-1]).tobytes()
    )
    groups = one.scenario.group_names
    assert one.shares("stops.composition", groups).tobytes() == (
        other.shares("stops.composition", groups).tobytes()
    )


def test_another_source_leaves_the_draws_of_the_others() -> None:
    """A collection's inputs hang on its name."""
    data = shipped()
    first, second = (source["name"] for source in data["gallery"]["sources"][:2])
    one, other = worlds(small()), worlds(data)
    for key in ("image_age", "share_sought"):
        name = f"gallery.sources.{first}.{key}"
        assert one.number(name).tobytes() == other.number(name).tobytes()
        columns = other.per_source(key)
        assert columns[:, 0].tobytes() == other.number(name).tobytes()
        assert columns[:, 1].tobytes() == other.number(f"gallery.sources.{second}.{key}").tobytes()


def test_one_number_for_every_group_is_the_same_in_all() -> None:
    """A quantity without groups is drawn once, not once for each group."""
    columns = worlds(SMALL).per_group("stops.share_enrolled")
    assert (WORLDS, 2) == columns.shape
    assert columns[:, 0].tobytes() == columns[:, 1].tobytes()


def test_groups_of_the_same_range_have_their_own_luck() -> None:
    """Equal ranges are no reason for equal draws."""
    columns = worlds(SMALL).per_group("matcher.miss_odds")
    assert (columns[:, 0] != columns[:, 1]).all()


def test_inputs_of_one_table_draw_one_row() -> None:
    """The two ratios of a world are those of one algorithm."""
    data = shipped()["matcher"]
    assert data["region_ratio"]["evidence"] == data["sex_ratio"]["evidence"]
    table = evidence.table(data["region_ratio"]["evidence"])
    columns = (data["region_ratio"]["column"], data["sex_ratio"]["column"])
    rows = set(zip(*(table.numbers(column) for column in columns), strict=True))
    of = worlds(SMALL)
    pairs = set(zip(of.number("matcher.region_ratio"), of.number("matcher.sex_ratio"), strict=True))
    assert len(pairs) > 1
    assert set() == pairs - rows


@pytest.mark.parametrize("concentration", [0.1, 1, 25, 1e9])
@pytest.mark.parametrize("shares", [{"a": 0.5, "b": 0.5}, {"a": 1e-6, "b": 1 - 1e-6}, {"a": 1.0}])
def test_drawn_shares_add_up(concentration: float, shares: dict[str, float]) -> None:
    """Every drawn composition is a whole, from the vaguest to the firmest."""
    data = changed(SMALL, ("gallery", "composition"), {"shares": shares, "why": "None exists."})
    data["gallery"]["composition"]["concentration"] = concentration
    of = Worlds(made(data), Draws(seed=3, size=2_000))
    parts = of.shares("gallery.composition", tuple(shares))
    assert (2_000, len(shares)) == parts.shape
    assert (parts >= 0).all()
    assert pytest.approx(np.ones(2_000), abs=1e-12) == parts.sum(axis=1)


def test_shares_without_a_concentration_are_taken_as_they_stand() -> None:
    """What is known exactly is the same in every world."""
    composition = {"shares": {"a": 0.25, "b": 0.75}}
    of = worlds(changed(SMALL, ("gallery", "composition"), composition))
    assert {(0.75, 0.25)} == {
        tuple(row) for row in of.shares("gallery.composition", ("b", "a")).tolist()
    }


def test_a_named_algorithm_is_drawn_in_every_world() -> None:
    """A name leaves one row of the table, a limit all that are below it."""
    table = evidence.table("nist_frte_1n_fnir_2026-01-09")
    name = table.strings("algorithm")[7]
    of = worlds(changed(SMALL, ("matcher", "algorithm"), name))
    assert {7} == set(of.algorithm().tolist())
    open_ = {"below": 0.01, "why": "None exists."}
    rows = worlds(changed(SMALL, ("matcher", "algorithm"), open_)).algorithm()
    assert (table.numbers("fnir_mugshot_N12M")[rows] < 0.01).all()


@pytest.mark.parametrize(
    ("draw", "name"),
    [
        (Worlds.number, "threshold.tries"),
        (Worlds.option, "gallery.records"),
        (Worlds.options, "gallery.records"),
    ],
)
def test_an_input_of_another_kind_is_refused(draw: Callable[..., Any], name: str) -> None:
    """A choice is no number, and a number no choice."""
    with pytest.raises(TypeError, match=name):
        draw(worlds(SMALL), name)


def test_a_quantity_of_the_code_is_a_quantity_of_the_file() -> None:
    """A scenario made in Python may hold quantities themselves, and reads back the same."""
    content = Count(value=7, status=Status.ASSUMED)
    scenario = made(changed(SMALL, ("stops", "agencies"), content))
    assert content == scenario.stops.agencies
    assert scenario == read_text(to_yaml(scenario), file="a.yaml")


OWN = """
citations:
  our-letter: {title: answer to a records request, publisher: the agency, date: 2026-11}
"""


def own_source(key: str, citations: str = OWN) -> Scenario:
    """The shipped scenario, its gallery disclosed by a source of this key."""
    text = library.text(SHIPPED).replace(
        "records: {value: 250_000_000, status: disclosed, source: npr-2026-06,",
        f"records: {{value: 300_000_000, status: disclosed, source: {key},",
    )
    return read_text(text + citations, file="mine.yaml")


def test_an_author_may_cite_a_source_of_their_own() -> None:
    """An agency's answer to a letter stands beside the published sources."""
    scenario = own_source("our-letter")
    records = next(one for one in inputs(scenario) if one.name == "gallery.records")
    expected = "disclosed: the agency, answer to a records request, 2026-11"
    assert expected == origin_of_input(records, citations_by_key(scenario)).removesuffix(
        " (the author's own source)"
    )
    assert scenario == read_text(to_yaml(scenario), file="again.yaml")


def test_a_source_that_nobody_has_named_is_refused() -> None:
    """A key that is neither shipped nor the author's own."""
    with pytest.raises(MeaningError, match="no citation has this key"):
        own_source("their-letter")


def test_a_source_cannot_take_the_key_of_a_published_one() -> None:
    """Else a reader could not know which one is meant."""
    with pytest.raises(MeaningError, match="cannot mean another"):
        own_source("our-letter", OWN + "  npr-2026-06: {title: mine, publisher: me}\n")


def test_an_address_that_is_none_is_refused() -> None:
    """Only addresses of pages; nothing that a browser would run."""
    with pytest.raises(MeaningError):
        own_source("our-letter", OWN.replace("2026-11}", "2026-11, url: 'javascript:alert(1)'}"))


def tied(correlation: float, *names: str) -> Scenario:
    """The shipped scenario in which these inputs go together."""
    ties = [
        {"inputs": list(pair), "correlation": correlation, "why": "None exists; an example."}
        for pair in itertools.pairwise(names)
    ]
    return read_text(
        library.text(SHIPPED) + f"correlations: {json.dumps(ties)}\n", file="mine.yaml"
    )


SOUGHT, ENROLLED, STOPS = "stops.share_sought", "stops.share_enrolled", "stops.a_year"


@pytest.mark.parametrize("correlation", [0.8, -0.6])
def test_tied_inputs_go_together_as_declared(correlation: float) -> None:
    """Normal scores of the two correlate so; each keeps its own law."""
    worlds = Worlds(tied(correlation, SOUGHT, ENROLLED), Draws(1, 4096))
    free = Worlds(load_scenario(SHIPPED), Draws(1, 4096))
    one, other = (logit(worlds.number(name)) for name in (SOUGHT, ENROLLED))
    assert correlation == pytest.approx(np.corrcoef(one, other)[0, 1], abs=0.03)
    for name in (SOUGHT, ENROLLED):
        expected = np.quantile(free.number(name), [0.05, 0.5, 0.95])
        assert expected == pytest.approx(
            np.quantile(worlds.number(name), [0.05, 0.5, 0.95]), rel=0.1
        )


def test_a_tie_leaves_all_other_inputs_as_they_are() -> None:
    """To the last bit, the first of the family included."""
    free, worlds = (
        Worlds(scenario, Draws(1, 64))
        for scenario in (load_scenario(SHIPPED), tied(0.5, SOUGHT, ENROLLED))
    )
    for one in inputs(free.scenario):
        if isinstance(one.content, Quantity) and one.name != SOUGHT:
            assert np.array_equal(free.number(one.name), worlds.number(one.name)), one.name


def test_a_question_owns_the_luck_that_it_shares() -> None:
    """Questions that are tied are swapped together in the sensitivity design."""
    by_field = {one.field: one for one in questions(tied(0.5, SOUGHT, ENROLLED))}
    assert {SOUGHT, ENROLLED} == set(by_field[SOUGHT].luck()) == set(by_field[ENROLLED].luck())


@pytest.mark.parametrize(
    ("ties", "said"),
    [
        ([(["stops.nobody", SOUGHT], 0.5)], "no number with a range"),
        ([(["answer.reference_rule", SOUGHT], 0.5)], "no number with a range"),
        ([(["gallery.records", SOUGHT], 0.5)], "no number with a range"),
        ([([SOUGHT, SOUGHT], 0.5)], "twice"),
        ([([SOUGHT, ENROLLED], 1.0)], "a number below 1"),
        (
            [([SOUGHT, ENROLLED], 0.9), ([ENROLLED, STOPS], 0.9), ([SOUGHT, STOPS], -0.9)],
            "contradict each other",
        ),
    ],
)
def test_ties_that_cannot_be_are_refused(ties: list[tuple[list[str], float]], said: str) -> None:
    """An input that does not exist or is no range, itself, certainty, and contradictions."""
    block = [{"inputs": names, "correlation": r, "why": "None exists."} for names, r in ties]
    with pytest.raises(MeaningError, match=said):
        read_text(library.text(SHIPPED) + f"correlations: {json.dumps(block)}\n", file="m.yaml")
