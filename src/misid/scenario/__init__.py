"""A programme as a file: its schema, reading with line numbers, and its inputs in each world."""

from misid.scenario.change import Change
from misid.scenario.inputs import Input, Worlds, inputs
from misid.scenario.library import names, reading_names, safeguard_names
from misid.scenario.patch import ChangedScenario, change
from misid.scenario.read import load_change, load_scenario
from misid.scenario.schema import OUTPUTS, SCHEMA, Output, Scenario
from misid.scenario.serialise import canonical_json, digest, to_yaml

__all__ = [
    "OUTPUTS",
    "SCHEMA",
    "Change",
    "ChangedScenario",
    "Input",
    "Output",
    "Scenario",
    "Worlds",
    "canonical_json",
    "change",
    "digest",
    "inputs",
    "load_change",
    "load_scenario",
    "names",
    "reading_names",
    "safeguard_names",
    "to_yaml",
]
