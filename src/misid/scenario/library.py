"""The scenarios that come along with misid."""

from __future__ import annotations

from importlib.resources import files

_SUFFIX = ".yaml"


def names() -> tuple[str, ...]:
    """Their names, in alphabetical order."""
    folder = files("misid.scenario") / "library"
    found = (item.name for item in folder.iterdir())
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in found if name.endswith(_SUFFIX)))


def text(name: str) -> str:
    """The YAML text of one of them."""
    return (files("misid.scenario") / "library" / f"{name}{_SUFFIX}").read_text(encoding="utf-8")
