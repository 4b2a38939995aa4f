"""Where the numbers were worked out: last digits depend on it."""

from __future__ import annotations

import json
import platform
from importlib.metadata import version
from pathlib import Path

MACHINE = Path(__file__).parent / "machine.json"

_PACKAGES = ("numpy", "scipy", "numba", "polars")


def machine() -> dict[str, str]:
    """Processor, Python, and the libraries that calculate."""
    return {
        "machine": platform.machine(),
        "processor": _processor(),
        "python": platform.python_version(),
        **{package: version(package) for package in _PACKAGES},
    }


def machine_text(found: dict[str, str]) -> str:
    """The file that says it."""
    return json.dumps(found, indent=1) + "\n"


def _processor() -> str:
    """The processor's own name where the system tells it, else what Python knows."""
    path = Path("/proc/cpuinfo")
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor())
