"""What stands behind a report: all numbers, published rates, every input, sources, cautions."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from misid import evidence
from misid.document.model import Block, Column, Section, Source, Table, Text
from misid.document.tables import run as tables
from misid.results.run import Run
from misid.scenario import Input, Scenario
from misid.scenario.schema import OwnSource
from misid.scenario.words import HEADINGS, concerns, in_words, known


def sections(found: Run) -> Iterator[Section]:
    """Every section of the appendix."""
    yield Section(id="all-numbers", title="All numbers", blocks=(tables.headline(found.results),))
    yield _published(found)
    yield _inputs(found)
    yield Section(id="sources", title="Sources", blocks=tuple(_sources(found)))
    yield _cautions(found)


def _published(found: Run) -> Section:
    results = found.results
    blocks: list[Block] = [tables.calibration(results)]
    if results.operating_points:
        blocks.insert(0, tables.operating_points(results))
    else:
        blocks.insert(
            0, Text(text="Nobody has published an error rate of such a programme to compare with.")
        )
    return Section(
        id="published",
        title="Published rates, and what the model gives in their place",
        blocks=tuple(blocks),
    )


def _inputs(found: Run) -> Section:
    worlds = found.evaluation.worlds
    return Section(
        id="inputs",
        title="Every input",
        blocks=tuple(
            _block(worlds.scenario, name, heading, list(worlds.by_name.values()))
            for name, heading in HEADINGS.items()
            if any(one.path[0] == name for one in worlds.by_name.values())
        ),
    )


def _block(scenario: Scenario, name: str, heading: str, every: list[Input]) -> Table:
    return Table(
        name=f"inputs_{name}",
        title=heading,
        columns=(
            Column(name="input", title="Input"),
            Column(name="meaning", title="What it is"),
            Column(name="content", title="What stands here"),
            Column(name="known", title="How it is known"),
            Column(name="why", title="Why"),
        ),
        rows=tuple(_alike([_input(scenario, one) for one in every if one.path[0] == name])),
    )


def _alike(rows: list[_Row]) -> Iterator[tuple[str, ...]]:
    """Rows that differ only in whose they are become one: `matcher.miss_odds.*`."""
    for _, same in groupby(
        rows, key=lambda row: (row.name.rpartition(".")[0], row.about, row.rest)
    ):
        alike = list(same)
        first = alike[0]
        if len(alike) > 1 and all(row.whose for row in alike):
            name = f"{first.name.rpartition('.')[0]}.*"
            alike = [first._replace(name=name, whose="; ".join(row.whose for row in alike))]
        for row in alike:
            about = f"{row.about} Of: {row.whose}." if row.whose else row.about
            yield row.name, about, *row.rest


class _Row(NamedTuple):
    """One input: its name, what it is, whose it is, and what else is said of it."""

    name: str
    about: str
    whose: str
    rest: tuple[str, str, str]

    @property
    def kind(self) -> tuple[object, ...]:
        """What is the same in rows that differ only in whose they are."""
        return self.name.rpartition(".")[0], self.about, self.rest


def _input(scenario: Scenario, one: Input) -> _Row:
    why = " ".join((one.content.why or "").split())
    rest = (in_words(one, scenario), known(one, scenario), why)
    return _Row(one.name, one.description, concerns(one, scenario), rest)


def _sources(found: Run) -> Iterator[Source]:
    worlds = found.evaluation.worlds
    cited = {one.content.source for one in worlds.by_name.values() if one.content.source}
    cited |= {point.source for point in worlds.scenario.operating_points}
    reasons = " ".join(one.content.why or "" for one in worlds.by_name.values())
    for key in evidence.citation_keys():
        if key in cited or key in reasons:
            yield _source(evidence.citation(key), key, _quality(evidence.citation(key)))
    for key, own in worlds.scenario.citations.items():
        yield _source(own, key, _own_quality(own))


def _quality(one: evidence.Citation) -> str:
    return f"{one.quality}, {one.read}" if one.read else one.quality


def _own_quality(own: OwnSource) -> str:
    if own.kind == "measured":
        digests = ", ".join(one[:12] for one in own.sha256)
        return f"counted by misid in a file of the scenario's author (SHA-256 {digests})"
    return "the scenario's author's own source; not read here"


def _source(source: evidence.Citation | OwnSource, key: str, quality: str) -> Source:
    return Source(
        key=key,
        title=source.title,
        publisher=source.publisher,
        date=source.date,
        url=source.url,
        quality=quality,
    )


def _cautions(found: Run) -> Section:
    stamp = found.results.stamp
    return Section(
        id="cautions",
        title="Cautions, and how to make this report again",
        blocks=(
            *(Text(text=caution) for caution in found.results.scenario.cautions),
            Text(
                text="The same version, scenario, evidence, seed and number of worlds give the "
                "same numbers. This report was made by: misid "
                f"{' '.join(stamp.arguments) or 'run'}. The scenario's digest is "
                f"{stamp.scenario_digest}, that of the evidence {stamp.evidence_digest}."
            ),
        ),
    )
