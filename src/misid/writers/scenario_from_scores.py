"""A scenario whose matcher is as measured on comparison scores, as a file that says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import numpy as np

from misid.evaluation.reading.pair_table import ScoreTable
from misid.evaluation.schema import SourceNote
from misid.files.yaml_comments import Comments, commented_yaml
from misid.scenario import Scenario, inputs
from misid.scenario.read import read_text
from misid.scenario.serialise import as_data
from misid.writers.matcher_block import measured, measured_block

Block = dict[str, Any]

_LONGEST_NAME = 64
_TITLE = "; the matcher as measured"


@dataclass(frozen=True)
class Written:
    """A scenario with a measured matcher, its YAML text, and what must be said of it."""

    scenario: Scenario
    text: str
    notes: tuple[str, ...]


def to_scenario(table: ScoreTable, start: Scenario, sources: Sequence[SourceNote]) -> Written:
    """
    A scenario whose matcher is as measured on comparison scores.

    Args:
        table: the comparisons.
        start: what the scores do not say stays as it is here.
        sources: the file or files behind the table.
    Returns: the scenario, with one capture condition, `measured`; and its text.
    Raises: MeaningError: too few comparisons for a law of mate scores.
    """
    key = f"scores-{sources[0].sha256[:12]}"
    measurement = measured_block(table, start, key)
    data = _with_block(start, measurement.block, key)
    data["citations"] = {**data["citations"], key: _citation(sources)}
    data["matcher"] |= measurement.beside
    data |= {"correlations": _correlations(start, data)}
    text = commented_yaml(data, _comments(table, start, measurement.notes))
    scenario = read_text(text, file=f"the scenario of {table.name}")
    return Written(scenario, text, measurement.notes)


def _citation(sources: Sequence[SourceNote]) -> Block:
    """The files as a source of the scenario's own."""
    names = " and ".join(source.name for source in sources)
    program = f"misid evaluate, version {version('misid')}"
    return {
        "kind": "measured",
        "title": f"file of comparison scores {names}, measured by {program}",
        "publisher": "the scenario's author",
        "sha256": [source.sha256 for source in sources],
    }


def _with_block(start: Scenario, block: Block, key: str) -> Block:
    data = as_data(start)
    matcher = data["matcher"]
    before = matcher.get("measured", {}).get("ratios")
    matcher["measured"] = block | ({"ratios": before} if before and "ratios" not in block else {})
    if "ratios" in block:
        counts = block["ratios"]
        rate = _total(counts["false_matches"]) / _total(counts["comparisons"])
        rarity = float(f"{-np.log10(rate):.4g}")
        matcher["ratios_measured_at"] = {"value": rarity, **measured(key)}
        for ratio in ("region_ratio", "sex_ratio", "cross_sex"):
            matcher.pop(ratio, None)
    effect = data["capture"]["conditions"][0]["impostor_effect"]
    data["capture"] = {
        "conditions": [{"name": "measured", "impostor_effect": effect}],
        "composition": {"shares": {"measured": 1.0}},
    }
    data["name"] = f"{start.name.removesuffix('-measured')[: _LONGEST_NAME - 9]}-measured"
    data["title"] = f"{start.title.removesuffix(_TITLE)}{_TITLE}"
    return data


def _total(cells: dict[str, dict[str, int]]) -> int:
    return sum(sum(row.values()) for row in cells.values())


def _correlations(start: Scenario, data: Block) -> list[Block]:
    """Those of the start whose inputs are all still there."""
    gone = {"matcher.region_ratio", "matcher.sex_ratio", "matcher.cross_sex"}
    gone -= {f"matcher.{key}" for key in data["matcher"]}
    gone |= {given.name for given in inputs(start) if given.path[0] == "capture"}
    gone -= {"capture.conditions.measured.impostor_effect"}
    kept = [pair for pair in start.correlations if not gone & set(pair.inputs)]
    return [pair.model_dump(mode="json") for pair in kept]


def _comments(table: ScoreTable, start: Scenario, notes: tuple[str, ...]) -> Comments:
    return {
        (): f"The scenario {start.name} with the matcher as measured on the scores of "
        f"{table.name}. Written by `misid evaluate --to-scenario`. What the scores do not say "
        "(how ratios drift at stricter thresholds, how false candidates grow with the gallery, "
        "how images age, how often a miss or a look-alike comes again) stays as it was there.",
        ("capture",): "One condition: the photographs of the score file. How much more often "
        "field photographs match strangers than those is not in it, and stays as it was.",
        ("matcher", "measured"): " ".join(
            (
                "From the score file. The rarity axis is made of its impostor comparisons, all "
                "groups together as they stand in it.",
                *notes,
            )
        ),
        ("matcher", "measured", "mates"): "Share of genuine comparisons below a threshold, and "
        "-log10 of the share of impostor comparisons at or above it.",
        ("matcher", "measured", "beyond"): "Extrapolated: beyond the last of these points the "
        "axis cannot be told from so many impostor comparisons.",
        ("matcher", "measured", "failed"): "Genuine comparisons without a score.",
        ("matcher", "measured", "ratios"): "The group searched for first, then the other.",
    }
