"""Scores that add up and may yet mean something else: what is asked before they are measured."""

from __future__ import annotations

from shlex import quote

import numpy as np
from numpy.typing import NDArray

from misid.arrays import Flags
from misid.errors import MeaningError
from misid.files.columns import FileColumn, plain_name
from misid.files.read import plain

_FEWEST = 20
"""With fewer of a kind, scores lie apart by chance often enough to say nothing."""
_CLUMP, _GAP = 5, 0.1
"""Comparisons that share a score, and the gap below it, as a share of how far others lie below."""


def refuse_decisions(
    label: FileColumn | None, truths: frozenset[str], scores: NDArray[np.floating], genuine: Flags,
    where: str,
) -> None:  # fmt: skip
    """
    Refuse a label that a threshold of the score gives without an error, where its name was guessed.

    It may be what the service decided, which would measure no error at all.

    Args:
        label: the column; None where there is none.
        truths: names that say that it is the truth.
        scores: higher is more alike.
        genuine: as the label says.
        where: the file.
    Raises: MeaningError: it is so.
    """
    if label is None or label.how == "named" or plain_name(label.name) in truths:
        return
    above, below = scores[genuine], scores[~genuine]
    if min(len(above), len(below)) < _FEWEST or above.min() <= below.max():
        return
    raise MeaningError(
        f"a threshold gives column {plain(label.name)} without an error: it may be what the "
        "service decided, or the truth about scores that lie so well apart.",
        where=where,
        use=f"--label {quote(plain(label.name))} where it is the truth",
    )


def refuse_self(scores: NDArray[np.floating], genuine: Flags, where: str) -> None:
    """
    Refuse genuine comparisons that are all alike and the highest: photographs with themselves.

    Args:
        scores: higher is more alike.
        genuine: of which kind each is.
        where: the file.
    Raises: MeaningError: they are so.
    """
    above, below = scores[genuine], scores[~genuine]
    if len(above) > 1 and len(below) and above.min() == above.max() > below.max():
        raise MeaningError(
            f"all {len(above):,} genuine comparisons have the same score, the highest of all: they "
            "may be of photographs with themselves.",
            where=where,
            use="comparisons of two photographs of each person; or --key, where the columns name "
            "photographs and no people; or --self keep",
        )


def refuse_direction(
    scores: NDArray[np.floating], genuine: Flags, where: str, *, told: bool
) -> None:
    """
    Refuse genuine scores that lie below those of impostors, where nobody said which are alike.

    Args:
        scores: higher is taken for more alike.
        genuine: of which kind each is.
        where: the file.
        told: whether a reader said which scores are more alike.
    Raises: MeaningError: half of either kind lies beyond three quarters of the other.
    """
    own, others = scores[genuine], scores[~genuine]
    if told or min(len(own), len(others)) < _FEWEST:
        return
    if np.median(own) < np.quantile(others, 0.25) and np.median(others) > np.quantile(own, 0.75):
        raise MeaningError(
            "genuine comparisons are less alike than impostor ones: smaller scores may be more "
            "alike where larger ones were taken to be, or the reverse; or the label says impostor.",
            where=where,
            use="--distance, or --similarity, whichever the scores are; --genuine-label with the "
            "other value, where the label says the reverse",
        )


def refuse_clump(scores: NDArray[np.floating], genuine: Flags, where: str) -> None:
    """
    Refuse some genuine comparisons that share the highest score, far from all others.

    A photograph is as alike to itself as can be; scores of two photographs come close to that
    without a gap, even where they are cut off.

    Args:
        scores: higher is more alike.
        genuine: of which kind each is.
        where: the file.
    Raises: MeaningError: they are so.
    """
    own, others = scores[genuine], scores[~genuine]
    if len(own) < _FEWEST or not len(others):
        return
    top = own.max()
    rest = own[own < top]
    clump = len(own) - len(rest)
    if clump < _CLUMP or not len(rest) or others.max() >= top:
        return
    ties = np.unique(rest, return_counts=True)[1].max()
    gap, spread = top - rest.max(), top - np.median(rest)
    if clump > 2 * ties and gap > _GAP * spread:
        raise MeaningError(
            f"{clump:,} of {len(own):,} genuine comparisons share the highest score, apart from "
            "all others: they may be of photographs with themselves.",
            where=where,
            use="--image-a and --image-b with the columns of the photographs, so that they are "
            "left out; or --self keep",
        )
