"""What stands behind a report: all numbers, published rates, every input, sources, cautions."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from misid import evidence
from misid.document import tables
from misid.document.model import Block, Column, Section, Source, Table, Text
from misid.results.run import Run
from misid.scenario import Input, Scenario
from misid.scenario.model import OwnSource
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
            Column(name="whose", title="Whose"),
            Column(name="content", title="What stands here"),
            Column(name="known", title="How it is known"),
            Column(name="why", title="Why"),
        ),
        rows=tuple(_alike([_input(scenario, one) for one in every if one.path[0] == name])),
    )


def _alike(rows: list[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Rows that differ only in whose they are become one: `matcher.miss_odds.*`."""
    for _, same in groupby(rows, key=lambda row: (row[0].rpartition(".")[0], row[1], *row[3:])):
        alike = list(same)
        first = alike[0]
        if len(alike) > 1 and all(row[2] for row in alike):
            whose = "; ".join(row[2] for row in alike)
            yield f"{first[0].rpartition('.')[0]}.*", first[1], whose, *first[3:]
        else:
            yield from alike


def _input(scenario: Scenario, one: Input) -> tuple[str, ...]:
    return (
        one.name,
        one.description,
        concerns(one, scenario),
        in_words(one, scenario),
        known(one, scenario),
        " ".join((one.content.why or "").split()),
    )


def _sources(found: Run) -> Iterator[Source]:
    worlds = found.evaluation.worlds
    cited = {one.content.source for one in worlds.by_name.values() if one.content.source}
    cited |= {point.source for point in worlds.scenario.operating_points}
    reasons = " ".join(one.content.why or "" for one in worlds.by_name.values())
    for key in evidence.citation_keys():
        if key in cited or key in reasons:
            yield _source(evidence.citation(key), key, evidence.citation(key).quality)
    for key, own in worlds.scenario.citations.items():
        yield _source(own, key, "the scenario's author's own source; not read here")


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
