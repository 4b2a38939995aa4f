"""What a code means where another search of the same person gave the same record, or did not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from misid.arrays import Floats
from misid.errors import MeaningError
from misid.machine.philox import key
from misid.programme import terms
from misid.programme.people.pairs import (
    ANY,
    DIFFERENT,
    NOTHING,
    SAME,
    UPHELD,
    WITHDRAWN,
    Asked,
    pairs,
)
from misid.results.codes import Codes
from misid.results.outputs import ScenarioInWorlds
from misid.uncertainty.code_schema import AnotherGiven, ReviewGiven

WORLDS, PEOPLE = 256, 400
"""In so many worlds at most so many people of each group and truth are drawn."""
_GAVE: dict[AnotherGiven, int] = {"same": SAME, "different": DIFFERENT, "none": NOTHING}
_VERDICTS = {"upheld": UPHELD, "withdrawn": WITHDRAWN}


@dataclass(frozen=True)
class CodesByAnother:
    """Codes of a stop by what another search gave; shape (worlds, meanings, 3)."""

    counts: Floats

    def codes(self, another: AnotherGiven | None = None) -> Codes:
        """Those where it gave that; all of them where nothing is said."""
        counts = self.counts.sum(axis=2) if another is None else self.counts[..., _GAVE[another]]
        sought, not_sought, wrong_record, somebody_else = np.ascontiguousarray(counts.T)
        right = sought + not_sought + wrong_record
        return Codes(
            {
                "right_person": right,
                "right_person_sought": sought,
                "right_person_not_sought": not_sought,
                "right_person_wrong_record": wrong_record,
                "somebody_else": somebody_else,
            },
            right + somebody_else,
        )


def codes_by_another(
    evaluation: ScenarioInWorlds,
    weights: Floats,
    *,
    review: ReviewGiven | None,
    condition: int | None,
    seed: int,
) -> CodesByAnother:
    """
    Codes of the first worlds, drawn person by person.

    Args:
        evaluation: of the case.
        weights: how often each group counts in each world, shape (worlds, groups).
        review: what is known of the review of the code; of the other search every code counts.
        condition: position of the capture condition of the code's photograph; None for any.
        seed: of the luck.
    Raises: MeaningError: the programme wants a margin to the second candidate.
    """
    rows = np.arange(min(len(weights), WORLDS))
    found = terms(evaluation.worlds.some(rows))
    if found.margin is not None and found.margin.max() > 0.0:
        raise MeaningError(
            "answer.margin is above 0, but other searches are not drawn with a margin to the "
            "second candidate.",
            use="a case of which nothing is said of another search",
        )
    asked = Asked(PEOPLE, _VERDICTS.get(str(review), ANY), -1 if condition is None else condition)
    return CodesByAnother(pairs(found, weights[rows], asked, key(seed, "", "another search")))
