"""Plain data written as YAML, and read again."""

# The expected value stands first here.

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from misid.files.yaml_lines import parse
from misid.files.yaml_text import yaml_text
from misid.scenario import canonical_json, load_scenario
from misid.scenario.read import read_text
from misid.scenario.serialise import to_yaml

PIECES = ("a", "word ", " ", "  ", "\t", "'", '"', ": ", "# ", "- ", "\n", "é", "\\", "\u2028")


@settings(max_examples=60, deadline=None)
@given(pieces=st.lists(st.sampled_from(PIECES), min_size=1, max_size=60))
def test_every_text_is_read_as_it_was_written(pieces: list[str]) -> None:
    """Runs of blanks, tabs and ends of lines too, however long the line is."""
    text = "".join(pieces)
    assert {"why": text} == parse(yaml_text({"why": text}), "a.yaml").data


@pytest.mark.parametrize(
    "why", ["two  blanks", f"{'word ' * 30} and{' ' * 90}far", "a\ttab", "x \ny"]
)
def test_a_scenario_keeps_the_blanks_of_its_texts(why: str) -> None:
    """Scenario, file, scenario is the identity."""
    scenario = load_scenario("airport-exit").model_copy(update={"title": why})
    again = read_text(to_yaml(scenario), file="again.yaml")
    assert canonical_json(scenario) == canonical_json(again)
