"""The scenarios and the safeguards that come along with misid."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable

_SUFFIX = ".yaml"
_SCENARIOS = files("misid.scenario") / "library"
_SAFEGUARDS = _SCENARIOS / "safeguards"


def names() -> tuple[str, ...]:
    """Names of the scenarios, in alphabetical order."""
    return _names(_SCENARIOS)


def text(name: str) -> str:
    """The YAML text of a scenario."""
    return (_SCENARIOS / f"{name}{_SUFFIX}").read_text(encoding="utf-8")


def safeguard_names() -> tuple[str, ...]:
    """Names of the safeguards, in alphabetical order."""
    return _names(_SAFEGUARDS)


def safeguard_text(name: str) -> str:
    """The YAML text of a safeguard."""
    return (_SAFEGUARDS / f"{name}{_SUFFIX}").read_text(encoding="utf-8")


def _names(folder: Traversable) -> tuple[str, ...]:
    found = (item.name for item in folder.iterdir())
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in found if name.endswith(_SUFFIX)))
