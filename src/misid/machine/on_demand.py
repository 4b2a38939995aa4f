"""Names of a package that are loaded from their modules only when somebody asks for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def on_demand(package: str, homes: Mapping[str, str]) -> Callable[[str], Any]:
    """
    The `__getattr__` of a package whose modules are slow to import, and seldom all needed.

    Args:
        package: its name.
        homes: for each name that the package gives, the module below it that defines the name.
    """

    def get(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{homes[name]}"), name)

    return get
