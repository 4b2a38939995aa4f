"""What numbers were made from, in one line."""

from __future__ import annotations

from misid.results.schema import Stamp

_SHOWN = 12


def short(digest: str) -> str:
    """
    So much of a digest as tells it apart.

    Example:
        >>> short("0123456789abcdef" * 4)
        '0123456789ab'
    """
    return digest[:_SHOWN]


def stamp_line(stamp: Stamp, name: str = "", *, against: tuple[Stamp, str] | None = None) -> str:
    """
    The stamp of a run, or of two that are compared.

    Args:
        stamp: of the run; of two, of the first.
        name: of its scenario, where it has one to show.
        against: stamp and name of the second.
    """
    scenario = _scenario(stamp, name)
    last = stamp
    if against is not None:
        last = against[0]
        scenario += f" against {_scenario(*against)}"
    return (
        f"{last.program} {last.version}, scenario {scenario}, evidence "
        f"{short(last.evidence_digest)}, {last.draws:,} worlds, seed {last.seed}"
    )


def _scenario(stamp: Stamp, name: str) -> str:
    return f"{name} {short(stamp.scenario_digest)}".strip()
