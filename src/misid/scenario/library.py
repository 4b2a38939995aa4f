"""The scenarios, and the changes on them, that come along with misid: safeguards and readings."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable

_SUFFIX = ".yaml"
_SCENARIOS = files("misid.scenario") / "library"
_SAFEGUARDS, _READINGS = _SCENARIOS / "safeguards", _SCENARIOS / "readings"


def names() -> tuple[str, ...]:
    """Names of the scenarios, in alphabetical order."""
    return _names(_SCENARIOS)


def text(name: str) -> str:
    """The YAML text of a scenario."""
    return (_SCENARIOS / f"{name}{_SUFFIX}").read_text(encoding="utf-8")


def safeguard_names() -> tuple[str, ...]:
    """Names of the safeguards, in alphabetical order."""
    return _names(_SAFEGUARDS)


def reading_names() -> tuple[str, ...]:
    """Names of the readings, in alphabetical order."""
    return _names(_READINGS)


def change_names() -> tuple[str, ...]:
    """Names of the safeguards, then of the readings."""
    return (*safeguard_names(), *reading_names())


def change_text(name: str) -> str:
    """The YAML text of a safeguard or a reading."""
    folder = _READINGS if name in reading_names() else _SAFEGUARDS
    return (folder / f"{name}{_SUFFIX}").read_text(encoding="utf-8")


def _names(folder: Traversable) -> tuple[str, ...]:
    found = (item.name for item in folder.iterdir())
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in found if name.endswith(_SUFFIX)))
