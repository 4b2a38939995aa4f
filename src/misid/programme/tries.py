"""How long the list of candidates is, and when another photograph follows, in each world."""

from __future__ import annotations

import numpy as np

from misid.arrays import Flags, Integers
from misid.errors import MeaningError
from misid.programme.expected.search import Retries
from misid.scenario import Worlds

# A list that holds every candidate.
_EVERYBODY = 1_000_000


def list_length(worlds: Worlds) -> Integers:
    """Most candidates in a list; where the first of them decides, the rest do not matter."""
    length = worlds.options("threshold.candidates").astype(np.int64)
    length = np.where(until_reference(worlds), _EVERYBODY, length)
    first = _every_is_accepted(worlds) | (worlds.number("answer.margin") > 0)
    return np.where(first, 1, length)


def _every_is_accepted(worlds: Worlds) -> Flags:
    flagged = worlds.settled("gallery.searched") == "flagged_records"
    return np.asarray(any_candidate(worlds) | flagged)


def until_reference(worlds: Worlds) -> Flags:
    """
    Whether photographs are taken until a reference is given, where that makes a difference.

    It makes none where any candidate leads to a reference, or there is one try.

    Raises: MeaningError: together with a margin to the second candidate.
    """
    asked = np.asarray(worlds.settled("threshold.retry_after") == "no_reference")
    several = worlds.options("threshold.tries").astype(np.int64) > 1
    matters = asked & several & ~_every_is_accepted(worlds)
    if (matters & (worlds.number("answer.margin") > 0)).any():
        raise MeaningError(
            "threshold.retry_after is no_reference and answer.margin is above 0, but what comes of "
            "both together is not modelled.",
            use="threshold.retry_after: nothing, or answer.margin: 0",
        )
    return matters


def any_candidate(worlds: Worlds) -> Flags:
    """Whether any candidate leads to a reference, or only a record with a flag."""
    return np.asarray(worlds.options("answer.reference_rule") == "any_candidate")


def retries(worlds: Worlds) -> Retries:
    """What persists from one photograph to the next."""
    return Retries(
        look_alikes=worlds.number("matcher.look_alike_persistence"),
        mates=worlds.number("matcher.mate_persistence"),
    )
