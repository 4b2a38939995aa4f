"""A scenario as canonical JSON, as a digest, as YAML."""

from __future__ import annotations

import hashlib
import json
from io import StringIO
from typing import Any

from ruamel.yaml import YAML

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
    writer = YAML(typ="safe", pure=True)
    # Set by name: the library's own types say that both can only be None.
    for option in ("default_flow_style", "sort_base_mapping_type_on_output"):
        setattr(writer, option, False)
    stream = StringIO()
    writer.dump(as_data(scenario), stream)
    return stream.getvalue()
