"""What one reference code means: whom it names, and whether anybody seeks them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from misid.arrays import Floats, Integers
from misid.programme import REFERENCES, Outcomes
from misid.programme.outcomes import VERDICTS
from misid.results.intervals import intervals
from misid.results.outputs import ScenarioInWorlds
from misid.results.schema import CodeMeaning, CodeRow, CodeSide, OneCode
from misid.results.sides import DecidingChoice, decided_by
from misid.results.splits import answered, question
from misid.scenario import Worlds

_PARTS: dict[CodeMeaning, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "right_person_sought": (("own",), ("sought",)),
    "right_person_not_sought": (("own",), ("enrolled",)),
    "right_person_wrong_record": (("own_wrong",), ("enrolled", "sought")),
    "somebody_else": (("stranger",), ("not_enrolled", "enrolled", "sought")),
}


@dataclass(frozen=True)
class Codes:
    """
    Codes of a stop in each world: by what they mean, and all of them; shape (worlds,).

    The first meaning is the sum of the next three; it and the last add up to all.
    """

    by_meaning: dict[CodeMeaning, Floats]
    whole: Floats

    @classmethod
    def of(cls, everybody: Outcomes, reviews: tuple[str, ...] = VERDICTS) -> Codes:
        """
        The codes of an outcome table.

        Args:
            everybody: probabilities for one of the stops that count, as of one group.
            reviews: what review said of those that count.
        """
        parts = {
            meaning: everybody.among(candidates, truths=truths, reviews=reviews)[:, 0]
            for meaning, (candidates, truths) in _PARTS.items()
        }
        right = np.asarray(sum(part for name, part in parts.items() if name != "somebody_else"))
        whole = everybody.among(REFERENCES, reviews=reviews)[:, 0]
        return cls({"right_person": right, **parts}, whole)

    def times(self, weight: Floats) -> Codes:
        """The same where only a share of each world's codes counts."""
        parts = {meaning: weight * part for meaning, part in self.by_meaning.items()}
        return Codes(parts, weight * self.whole)

    def some(self, rows: Integers) -> Codes:
        """Those of some worlds."""
        parts = {meaning: part[rows] for meaning, part in self.by_meaning.items()}
        return Codes(parts, self.whole[rows])

    def share(self, meaning: CodeMeaning) -> Floats:
        """Share of the codes of each world that mean it; NaN where there is none."""
        part, whole = self.by_meaning[meaning], self.whole
        return np.divide(part, whole, out=np.full_like(part, np.nan), where=whole > 0)


def one_code(evaluation: ScenarioInWorlds) -> OneCode:
    """What one code means, on both sides of the either/or that decides any part of it the most."""
    codes = Codes.of(evaluation.everybody)
    found = decides(evaluation.worlds, codes)
    return OneCode(
        decided_by=None if found is None else question(found),
        rows=code_rows([codes]),
        sides=tuple(
            CodeSide(
                **answered(side, evaluation.worlds).model_dump(),
                rows=code_rows([codes.some(side.rows)]),
            )
            for side in (() if found is None else found.sides(evaluation.worlds))
        ),
    )


def decides(worlds: Worlds, codes: Codes) -> DecidingChoice | None:
    """The either/or that decides any part of what a code means the most; none if none does."""
    found = [
        decided_by(worlds, codes.share(meaning), of_one=True, name=f"code {meaning}")
        for meaning in _PARTS
    ]
    strong = [one for one in found if one is not None]
    return max(strong, key=lambda one: one.share, default=None)


def code_rows(sides: Sequence[Codes]) -> tuple[CodeRow, ...]:
    """What a code means where each of these, of equally many searches, is as likely as another."""
    meanings = tuple(sides[0].by_meaning)
    shares = [np.concatenate([side.share(meaning) for side in sides]) for meaning in meanings]
    return tuple(
        CodeRow(meaning=meaning, probability=probability(sides, meaning), **dict(of_worlds))
        for meaning, of_worlds in zip(meanings, intervals(shares), strict=True)
    )


def probability(sides: Sequence[Codes], meaning: CodeMeaning) -> float | None:
    """Codes that mean it over all codes, each added up over worlds and sides; none without any."""
    part = sum(float(side.by_meaning[meaning].sum()) for side in sides)
    whole = sum(float(side.whole.sum()) for side in sides)
    return part / whole if whole > 0.0 else None


def sampling_error(sides: Sequence[Codes], meaning: CodeMeaning) -> float | None:
    """
    Standard error of that probability, from the draw of the worlds; none without any code.

    Of a ratio of sums, world by world; a world stands on every side with the same luck, so that its
    sides are one trial. The strata of the draws make it rather smaller.
    """
    share = probability(sides, meaning)
    if share is None:
        return None
    away = np.asarray(sum(side.by_meaning[meaning] - share * side.whole for side in sides))
    return float(np.sqrt(np.sum(away**2)) / sum(float(side.whole.sum()) for side in sides))
