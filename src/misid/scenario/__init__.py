"""A programme as a file: its schema, reading with line numbers, and its inputs in each world."""

from misid.scenario.inputs import Input, Worlds, inputs
from misid.scenario.library import names
from misid.scenario.model import OUTPUTS, SCHEMA, Output, Scenario
from misid.scenario.read import load_scenario
from misid.scenario.write import canonical_json, digest, to_yaml

__all__ = [
    "OUTPUTS",
    "SCHEMA",
    "Input",
    "Output",
    "Scenario",
    "Worlds",
    "canonical_json",
    "digest",
    "inputs",
    "load_scenario",
    "names",
    "to_yaml",
]
