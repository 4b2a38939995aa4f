"""Simulations in words: every number is a fact of its document, and changes are named."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from tests.command import document

from misid.document.columns import fact_at
from misid.document.model import Document
from misid.document.people import document_of_history, screen_of_history
from misid.document.simulation import document_of_ensemble, document_of_simulation
from misid.errors import FormatError
from misid.programme.people.timeline import Churn, Course, checked
from misid.results.provenance import Provenance, provenance
from misid.scenario import Scenario, digest, load_change, load_scenario
from misid.scenario.serialise import as_data
from misid.simulation.counts import Job
from misid.simulation.either_or_of_stops import with_sides
from misid.simulation.ensemble import ensemble
from misid.simulation.eras import eras_of
from misid.simulation.people import history, read_history
from misid.simulation.people_schema import History
from misid.simulation.schema import Simulation
from misid.simulation.shards import other_counts, read_shard, run_job
from misid.words import ENGLISH, Number, language, plain
from misid.words import people as words
from misid.words.simulation import finding


@cache
def changed() -> Provenance:
    """The shipped scenario with a safeguard."""
    return provenance(load_scenario("task-force-module"), [load_change("second-reviewer")])


@cache
def simulated() -> Simulation:
    """A small simulation, both sides of the either/or drawn."""
    job = Job(changed(), 1, 100_000)
    alone = run_job(job)
    return with_sides(alone, other_counts(job, alone))


@cache
def lived() -> History:
    """A year of 20,000 people, with a change after six months."""
    data = as_data(load_scenario("task-force-module"))
    data["stops"] |= {"people": 20_000, "a_year": 20_000, "agencies": 12, "officers": 60}
    baseline = Scenario.model_validate(data)
    eras, made = eras_of(baseline, [], {6: [load_change("delete-non-matches")]})
    course = Course(eras, 1, 1, digest(baseline), Churn(leaving=0.1, enrolled=0.2))
    return history(checked(course), made=made)


def numbers(part: Any) -> Iterator[Number]:
    """Every number of a document."""
    if isinstance(part, Number):
        yield part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from numbers(getattr(part, name))
    elif isinstance(part, tuple):
        for piece in part:
            yield from numbers(piece)


def facts_of(told: Document) -> list[Number]:
    """The numbers of a document that name a fact."""
    return [number for number in numbers(told.sections) if number.fact]


@pytest.mark.parametrize("code", ["en", "es"])
def test_every_number_of_a_simulation_is_the_fact_that_it_names(code: str) -> None:
    """In the finding, in sentences and in tables, whatever the language."""
    told = document_of_simulation(simulated(), language(code))
    named = [*facts_of(told), *(one for one in numbers(told.finding) if one.fact)]
    assert 100 < len(named)
    for number in named:
        assert number.value == fact_at(simulated(), number.fact), number.fact


@pytest.mark.parametrize("make", [document_of_history, screen_of_history])
def test_every_number_of_a_history_is_the_fact_that_it_names(make: Any) -> None:
    """In the report and on the screen."""
    told = make(lived())
    named = [*facts_of(told), *(one for one in numbers(told.finding) if one.fact)]
    assert 150 < len(named)
    for number in named:
        assert number.value == fact_at(lived(), number.fact), number.fact


def test_facts_hold_no_sentence() -> None:
    """But for names and texts of the scenario's author, and of the authors of changes."""
    for facts in (simulated(), lived()):
        own = {"scenario", "canonical", "changes", "cautions"}
        data = facts.model_dump(mode="json", exclude=own)
        for era in data.get("eras", ()):
            del era["changes"]
        texts = list(strings(data))
        assert not [text for text in texts if text.endswith(".") or text.count(" ") > 2]


def strings(part: Any) -> Iterator[str]:
    """Every text in JSON data."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for value in part.values():
            yield from strings(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from strings(value)


def test_what_was_changed_is_said_in_title_and_stamp() -> None:
    """A safeguard by its title and name; what was written by hand as such; later ones by month."""
    told = document_of_simulation(simulated())
    assert changed().changes[0].title in told.title
    assert "with second-reviewer" in told.stamp_line
    report = document_of_history(lived())
    assert "changed by hand" in report.title
    assert "changed by hand" in report.stamp_line
    later = load_change("delete-non-matches").title
    assert f"From month 6: {later}" in report.model_dump_json()


def test_a_report_is_made_from_the_saved_file_alone(tmp_path: Path) -> None:
    """The same document, to the last letter."""
    path = tmp_path / "history.json"
    path.write_text(lived().model_dump_json(), encoding="utf-8")
    assert document_of_history(lived()) == document_of_history(read_history(path))


@pytest.mark.parametrize(
    ("version", "said"),
    [("misid-history/1", "an older misid"), ("misid-history/3", "a newer misid")],
)
def test_a_history_of_another_schema_is_refused(version: str, said: str, tmp_path: Path) -> None:
    """An older one with the command that makes it anew."""
    path = tmp_path / "history.json"
    path.write_text(json.dumps({"version": version}), encoding="utf-8")
    with pytest.raises(FormatError, match=said) as told:
        read_history(path)
    assert ("misid simulate" in told.value.use) == ("older" in said)


def test_a_shard_of_an_older_schema_is_refused(tmp_path: Path) -> None:
    """Not as one that was changed."""
    path = tmp_path / "shard-1-of-1.json"
    path.write_text('{"version": "misid-shard/1"}', encoding="utf-8")
    with pytest.raises(FormatError, match="misid-shard/1, written by an older misid"):
        read_shard(path)


def test_the_command_that_is_named_draws_the_same_people() -> None:
    """Word for word as it stands in the report."""
    baseline = load_scenario("live-watchlist")
    eras, made = eras_of(
        baseline, [load_change("delete-non-matches")], {6: [load_change("strict-threshold")]}
    )
    course = Course(eras, 1, 3, digest(baseline), Churn(leaving=0.05))
    here = history(checked(course), made=made)
    program, *words_of_it = shlex.split(words.command(here.stamp))
    there = document(*words_of_it, "--json")
    assert "misid" == program
    assert json.loads(here.model_dump_json()) == there


def test_people_with_a_luck_of_their_own_are_told_apart() -> None:
    """Where the changed scenario alone would draw others, no command is named."""
    stamp = lived().stamp.model_copy(update={"luck_digest": "0" * 64})
    other = lived().model_copy(update={"stamp": stamp})
    assert "misid simulate" not in plain(words.made_again(other, ENGLISH))
    assert "misid simulate" in plain(words.made_again(lived(), ENGLISH))


def test_a_side_with_one_wrong_reference_is_told_in_the_singular() -> None:
    """As a count of one asks for."""
    either_or = simulated().either_or
    assert either_or is not None
    lenient, strict = either_or.sides
    rare = strict.rates[0].model_copy(update={"count": 1})
    sides = (lenient, strict.model_copy(update={"rates": (rare, *strict.rates[1:])}))
    one = simulated().model_copy(
        update={"either_or": either_or.model_copy(update={"sides": sides})}
    )
    assert ", 1 was: " in plain(finding(one, ENGLISH))


def test_an_ensemble_says_how_much_is_not_chance() -> None:
    """Its share of the variance, in the finding and in the table."""
    made = provenance(load_scenario("live-watchlist"))
    drawn = ensemble(made, 20_000, draws=20, repeats=2)
    told = document_of_ensemble(drawn)
    assert "is what is not known of the programme" in plain(told.finding)
    assert drawn.rows[0].share_between in [number.value for number in numbers(told.sections)]


def test_shares_of_an_ensemble_without_trials_have_no_number() -> None:
    """Nobody is searched for."""
    data = as_data(load_scenario("airport-exit"))
    data["stops"] |= {"operational_failures": 1}
    made = replace(changed(), scenario=Scenario.model_validate(data))
    told = document_of_ensemble(ensemble(made, 100, draws=20, repeats=2))
    assert "there is nothing to divide" in plain(told.finding)
