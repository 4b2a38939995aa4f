"""What a shell offers when a name is begun: names that come along with misid, and YAML files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

_SUFFIXES = (".yaml", ".yml")


def scenario_names(incomplete: str) -> list[str]:
    """Scenarios that begin like this, and scenario files."""
    from misid.scenario.library import names

    return [*_begun(names(), incomplete), *_files(incomplete)]


def safeguard_names(incomplete: str) -> list[str]:
    """Safeguards that begin like this, and files of a change."""
    from misid.scenario import library

    return [*_begun(library.safeguard_names(), incomplete), *_files(incomplete)]


def reading_names(incomplete: str) -> list[str]:
    """Readings that begin like this, and files of a change."""
    from misid.scenario import library

    return [*_begun(library.reading_names(), incomplete), *_files(incomplete)]


def change_names(incomplete: str) -> list[str]:
    """Safeguards and readings that begin like this, and files of a change."""
    from misid.scenario import library

    return [*_begun(library.change_names(), incomplete), *_files(incomplete)]


def input_names(incomplete: str) -> list[str]:
    """Inputs of any scenario that comes along that begin like this, and the sign that follows."""
    from misid.scenario import inputs, load_scenario
    from misid.scenario.library import names

    every = (one.name for name in names() for one in inputs(load_scenario(name)))
    return _begun(dict.fromkeys(f"{name}=" for name in every), incomplete)


def output_names(incomplete: str) -> list[str]:
    """Outputs that begin like this."""
    from misid.scenario import OUTPUTS

    return _begun(OUTPUTS, incomplete)


def figure_names(incomplete: str) -> list[str]:
    """Figures that begin like this."""
    from misid.figures import FIGURES

    return _begun(FIGURES, incomplete)


def evidence_names(incomplete: str) -> list[str]:
    """Published tables that begin like this, and the word for their sources."""
    from misid.evidence import table_names

    return _begun((*table_names(), "citations"), incomplete)


def algorithm_names(incomplete: str) -> list[str]:
    """Algorithms of the published table that begin like this."""
    from misid.matching import published

    return _begun(published.algorithm_names(), incomplete)


def _begun(names: Iterable[str], incomplete: str) -> list[str]:
    return [name for name in names if name.startswith(incomplete)]


def _files(incomplete: str) -> list[str]:
    """YAML files where the word leads; nothing where no folder can be read."""
    folder = Path(incomplete) if incomplete.endswith("/") else Path(incomplete).parent
    try:
        found = sorted(str(path) for path in folder.iterdir() if path.suffix in _SUFFIXES)
    except OSError:
        return []
    return _begun(found, incomplete)
