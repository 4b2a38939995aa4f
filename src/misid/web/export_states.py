"""Which changes of a programme an export holds: stops of each lever, safeguards, their pairs."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import combinations

from misid.errors import MisidError
from misid.quantities import Choice, Quantity
from misid.results.provenance import provenance
from misid.scenario import Input, inputs, library, load_change
from misid.scenario.stated import written, written_content
from misid.study.changes import loaded
from misid.web.address import Address
from misid.web.levers import FIRST
from misid.web.studies import Studies

KINDS = ("levers", "safeguards", "pairs")
"""What may be exported beside the programme as it is."""
_FIVE, _ENDS = (0.0, 0.25, 0.5, 0.75, 1.0), (0.0, 1.0)
_WIDE = 10.0


def states(studies: Studies, address: Address, kinds: tuple[str, ...]) -> tuple[Address, ...]:
    """
    The changes that are exported, each as the address that a reader of the server would have.

    The levers that decide the most stand at five stops of their range, the others at its ends; an
    either/or has each of its answers. Nothing between two stops is made up.

    Args:
        studies: of the server.
        address: of the programme without changes.
        kinds: which of `KINDS`.
    """
    found: list[Address] = []
    if "safeguards" in kinds:
        found += [address.with_safeguards(name) for name in _changes(address)]
    if "pairs" in kinds:
        pairs = combinations(library.safeguard_names(), 2)
        found += [address.with_safeguards(*pair) for pair in pairs]
    if "levers" in kinds:
        found += _levers(studies, address)
    return tuple(one for one in found if _is_possible(studies, one))


def _changes(address: Address) -> Iterator[str]:
    """Safeguards, and the readings of this programme."""
    for name in library.change_names():
        if load_change(name).reading_of in (None, address.scenario):
            yield name


def _levers(studies: Studies, address: Address) -> Iterator[Address]:
    results = studies.glance(address)
    known = {one.name: one for one in inputs(results.canonical)}
    ranked = [row.input for row in results.uncertainty.inputs if row.input in known]
    first = [name for name in ranked if _contents(known[name], _ENDS)][:FIRST]
    for name in dict.fromkeys((*first, *known)):
        for text in _contents(known[name], _FIVE if name in first else _ENDS):
            yield address.with_input(name, text)


def _contents(one: Input, parts: tuple[float, ...]) -> tuple[str, ...]:
    """What is put at an input: parts of the way through its range, or each of its options."""
    content = one.content
    if isinstance(content, Choice) and len(content.options) > 1:
        return tuple(str(written_content(option)) for option in content.options)
    if isinstance(content, Quantity) and content.low is not None and content.high is not None:
        low, high = content.low, content.high
        return tuple(dict.fromkeys(written(_part(low, high, part)) for part in parts))
    return ()


def _part(low: float, high: float, part: float) -> float:
    """A part of the way between two ends, by factors where they lie far apart; three digits."""
    if low > 0.0 and high / low >= _WIDE:
        return float(f"{math.exp(math.log(low) + part * math.log(high / low)):.3g}")
    return float(f"{low + part * (high - low):.3g}")


def _is_possible(studies: Studies, address: Address) -> bool:
    """Whether the changes go together; two safeguards may touch the same input."""
    try:
        provenance(studies.scenario(address), loaded(address.changes(studies.inputs(address))))
    except MisidError:
        return False
    return True


def key(address: Address, fields: Mapping[str, tuple[str, str]]) -> str:
    """
    A change as the form of the page says it: its fields and their values, in one order.

    Args:
        address: of the change.
        fields: of each changed input, its field in the form and its value there.
    """
    pairs = [("with", name) for name in sorted(address.safeguards)] + sorted(fields.values())
    return "&".join(f"{name}={value}" for name, value in pairs)
