"""Scores that add up and may yet mean something else: what is asked before they are measured."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from misid.arrays import Flags
from misid.errors import MeaningError
from misid.files.columns import Column, plain_name
from misid.files.read import plain

_FEWEST = 20
"""With fewer of a kind, scores lie apart by chance often enough to say nothing."""


def refuse_decisions(
    label: Column | None, truths: frozenset[str], scores: NDArray[np.floating], genuine: Flags,
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
        use=f"--label {plain(label.name)} where it is the truth",
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
            use="comparisons of two photographs of each person",
        )
