"""Checks of references can err, and some references are never settled: inputs of the counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from pydantic import JsonValue
from scipy.special import log_expit, logit, ndtr

from misid.arrays import Floats
from misid.inference.observed import Category
from misid.quantities import Factor, Quantity, Share, Status

_NONE = "None exists for the checks behind these counts."
_OFFICERS = (
    "None exists for these checks. Passport officers accepted 14 % of pictures of somebody else "
    "and refused 6 % of right ones (white-2014)."
)

CHECKING: dict[str, Quantity] = {
    "checking.wrong_taken_as_right": Share(
        low=0.005, high=0.2, status=Status.UNKNOWN, source="white-2014",
        why=f"{_OFFICERS} A check by documents or fingerprints errs less, one by eye as often.",
    ),
    "checking.right_taken_as_wrong": Share(
        low=0.0005, high=0.03, status=Status.UNKNOWN, source="white-2014",
        why=f"{_OFFICERS} A check by documents or fingerprints errs less.",
    ),
    "checking.unconfirmed_wrong_taken_as_right": Share(
        low=0.05, high=0.6, status=Status.UNKNOWN, source="white-2015",
        why="None exists. More than half of the lists of candidates were judged wrongly "
        "(white-2015).",
    ),
    "checking.unconfirmed_right_taken_as_wrong": Share(
        low=0.005, high=0.15, status=Status.UNKNOWN, source="white-2014", why=_OFFICERS
    ),
    "checking.share_confirmed": Share(
        low=0.0, high=1.0, distribution="uniform", status=Status.UNKNOWN, why=_NONE
    ),
    "checking.confirmed_odds_if_wrong": Factor(
        low=0.2, high=5.0, status=Status.UNKNOWN,
        why=f"{_NONE} Wrong ones may be checked more or less.",
    ),
    "checking.share_unresolved": Share(
        low=0.0, high=1.0, distribution="uniform", status=Status.UNKNOWN, why=_NONE
    ),
    "checking.unresolved_odds_if_wrong": Factor(
        low=0.2, high=5.0, status=Status.UNKNOWN,
        why=f"{_NONE} Whoever is let go may never come back to say that it was a mistake.",
    ),
}  # fmt: skip
"""Ranges of what checks do; a caller may give others."""

_ALWAYS = ("checking.wrong_taken_as_right", "checking.right_taken_as_wrong")
_WHERE_UNCONFIRMED = (
    "checking.unconfirmed_wrong_taken_as_right", "checking.unconfirmed_right_taken_as_wrong",
    "checking.share_confirmed", "checking.confirmed_odds_if_wrong",
)  # fmt: skip
_WHERE_UNRESOLVED = ("checking.share_unresolved", "checking.unresolved_odds_if_wrong")
_TINY = 1e-12


def as_data(ranges: Mapping[str, Quantity]) -> dict[str, JsonValue]:
    """Ranges as facts have them."""
    return {name: one.model_dump(mode="json", exclude_none=True) for name, one in ranges.items()}


def other_ranges(given: object) -> tuple[str, ...]:
    """
    Inputs of checking for which another range than ours was given.

    Args:
        given: ranges as facts have them, by name; of a document that somebody sent, anything.
    """
    if not isinstance(given, Mapping):
        return ()
    ours = as_data(CHECKING)
    return tuple(name for name, one in ours.items() if given.get(name, one) != one)


def checking_names(active: tuple[Category, ...]) -> tuple[str, ...]:
    """The inputs that matter where a check can say these things."""
    names: tuple[str, ...] = _ALWAYS
    if "wrong_unconfirmed" in active:
        names += _WHERE_UNCONFIRMED
    return names + (_WHERE_UNRESOLVED if "unresolved" in active else ())


def checking_values(
    ranges: Mapping[str, Quantity], names: tuple[str, ...], scores: Callable[[str], Floats]
) -> dict[str, Floats]:
    """Each input of checking in each world, from its normal scores."""
    return {
        name: ranges[name].draw(np.clip(ndtr(scores(name)), _TINY, 1.0 - _TINY)) for name in names
    }


def log_said(values: Mapping[str, Floats], active: tuple[Category, ...]) -> Floats:
    """
    Log probability of what is said of a reference, given the truth.

    Args:
        values: inputs of checking by name, shape (worlds,).
        active: what can be said.
    Returns: shape (worlds, 2, said): of wrong references, then of right ones.
    """
    worlds = len(next(iter(values.values())))
    zero = np.zeros(worlds)
    resolved, unresolved = _both(values, "share_unresolved", "unresolved_odds_if_wrong", zero)
    unchecked, checked = _both(values, "share_confirmed", "confirmed_odds_if_wrong", zero)
    sure = _errors(values, "")
    guessed = _errors(values, "unconfirmed_")
    of = {
        "references_wrong": [resolved[t] + checked[t] + sure[t][0] for t in (0, 1)],
        "references_right": [resolved[t] + checked[t] + sure[t][1] for t in (0, 1)],
        "wrong_unconfirmed": [resolved[t] + unchecked[t] + guessed[t][0] for t in (0, 1)],
        "right_unconfirmed": [resolved[t] + unchecked[t] + guessed[t][1] for t in (0, 1)],
        "unresolved": unresolved,
    }
    return np.stack([np.stack(of[name], axis=1) for name in active], axis=2)


def _both(
    values: Mapping[str, Floats], share: str, odds: str, zero: Floats
) -> tuple[list[Floats], list[Floats]]:
    """Logs of not happening and of happening, of wrong references and of right ones."""
    if f"checking.{share}" not in values:
        if share == "share_confirmed":
            return [np.full_like(zero, -np.inf)] * 2, [zero, zero]
        return [zero, zero], [np.full_like(zero, -np.inf)] * 2
    right = logit(np.clip(values[f"checking.{share}"], _TINY, 1.0 - _TINY))
    wrong = right + np.log(values[f"checking.{odds}"])
    return [log_expit(-one) for one in (wrong, right)], [log_expit(one) for one in (wrong, right)]


def _errors(values: Mapping[str, Floats], kind: str) -> list[tuple[Floats, Floats]]:
    """Logs of being called wrong and being called right, of wrong references and of right ones."""
    missed = values.get(f"checking.{kind}wrong_taken_as_right")
    alarm = values.get(f"checking.{kind}right_taken_as_wrong")
    if missed is None or alarm is None:
        nothing = np.full(len(next(iter(values.values()))), -np.inf)
        return [(nothing, nothing), (nothing, nothing)]
    missed, alarm = (np.clip(one, _TINY, 1.0 - _TINY) for one in (missed, alarm))
    return [(np.log1p(-missed), np.log(missed)), (np.log(alarm), np.log1p(-alarm))]
