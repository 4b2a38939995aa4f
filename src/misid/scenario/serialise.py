"""A scenario as canonical JSON, as a digest, as YAML."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from misid.files.yaml_text import yaml_text
from misid.scenario.schema import Scenario


def as_data(scenario: Scenario) -> dict[str, Any]:
    """Plain data, in the order of the schema, each input in its shortest form."""
    data: dict[str, Any] = scenario.model_dump(mode="json", by_alias=True)
    return data


def canonical_json(scenario: Scenario) -> str:
    """One text for one meaning: sorted keys, no spaces."""
    return json.dumps(as_data(scenario), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(scenario: Scenario) -> str:
    """SHA-256 of the canonical JSON."""
    return scenario.once(_digest)


def _digest(scenario: Scenario) -> str:
    return hashlib.sha256(canonical_json(scenario).encode()).hexdigest()


def to_yaml(scenario: Scenario) -> str:
    """YAML that reads back as the same scenario."""
    return yaml_text(as_data(scenario))
